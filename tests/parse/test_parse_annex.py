"""Attachments: where one begins, and the lines that only name one."""

from __future__ import annotations

import pytest

from policysearch.parse.outline import find_sections

NOTICE = "一、抓好落实。各镇要认真执行本通知的要求。\n二、按月报送。每月五日前报送上月的情况。\n"
SIGNED = "云岭县民政局\n2023年5月6日\n"
ARTICLES = "第一条 为规范管理，制定本办法。\n第二条 适用全县。\n"


def names(text: str) -> list[str]:
    """The sections at the top, label and words."""
    return [f"{section.label}|{section.heading}" for section in find_sections(text)[0]]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("附件：\n安居补助办法\n", "附件：|安居补助办法"),
        ("附件2\n安居补助办法\n", "附件2|安居补助办法"),
        ("附：安居补助办法\n", "附：|安居补助办法"),
        ("附件1：安居补助办法\n", "附件1：|安居补助办法"),
        ("附件1安居补助办法\n", "附件1|安居补助办法"),
        ("附 件 3：\n", "附 件 3：|"),
    ],
)
def test_an_attachment_begins_a_part(line: str, name: str) -> None:
    assert names(NOTICE + SIGNED + line + ARTICLES)[-1] == name


@pytest.mark.parametrize(
    "line",
    [
        "附件：安居补助办法\n",
        "附件：1.申请表\n2.汇总表\n",
        "附件：\n1.申请表\n2.汇总表\n",
        "附件：1.安居补助办法；2.汇总表\n",
        "附件1：申请表\n附件2：汇总表\n",
    ],
)
def test_a_line_that_names_an_attachment_begins_none(line: str) -> None:
    assert [name[:2] for name in names(NOTICE + line + SIGNED)] == ["一、", "二、"]


def test_a_title_below_the_signature_begins_a_part() -> None:
    found = names(NOTICE + SIGNED + "云岭县安居补助办法（试行）\n" + ARTICLES)
    assert found[-1] == "|云岭县安居补助办法（试行）"


def test_a_title_that_the_notice_names_begins_a_part() -> None:
    text = "现将《安居补助办法》印发给你们。\n" + NOTICE + "请遵照执行。\n安居补助办法\n" + ARTICLES
    assert names(text)[-1] == "|安居补助办法"


def test_a_line_in_the_middle_that_ends_like_a_title_begins_none() -> None:
    assert names(NOTICE + "各镇落实安居补助办法\n" + ARTICLES)[2:] == ["第一条|", "第二条|"]


def test_a_title_where_articles_begin_again_begins_a_part() -> None:
    found = names(ARTICLES + "###　云岭县安居补助办法\n" + ARTICLES)
    assert found == ["第一条|", "第二条|", "|云岭县安居补助办法"]
