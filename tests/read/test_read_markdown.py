"""Markdown: the words without the marks, headings and tables with their places."""

from __future__ import annotations

import pytest

from policysearch.config import ReadLimits
from policysearch.read.markdown import read_markdown
from policysearch.types import RawDocument, Source

SOURCE = Source("a.md", "0" * 64, "text/markdown")


def read(text: str) -> RawDocument:
    return read_markdown(text.encode(), SOURCE, ReadLimits())


def test_the_first_heading_is_the_title_and_the_others_are_marked() -> None:
    raw = read("# 云岭县数字乡村行动方案\n\n开头。\n\n## 目标\n\n正文。\n\n### 步骤\n\n后文。\n")
    assert raw.title == "云岭县数字乡村行动方案"
    assert [(mark.span.of(raw.text), mark.level) for mark in raw.headings] == [("目标", 2), ("步骤", 3)]
    assert raw.text == "云岭县数字乡村行动方案\n开头。\n目标\n正文。\n步骤\n后文。\n"


def test_a_table_stands_in_its_place_with_its_cells() -> None:
    raw = read("前文。\n\n| 项目 | 标准 |\n| --- | ---: |\n| 租金 | 300元 |\n| 押金 |  |\n\n后文。\n")
    (table,) = raw.tables
    assert table.rows == (("项目", "标准"), ("租金", "300元"), ("押金", ""))
    assert table.span.of(raw.text).split("\n")[1] == "租金\t300元"
    assert raw.text.index("前文。") < table.span.start < table.span.end < raw.text.index("后文。")


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("1. 甲\n2. 乙\n", ["1.甲", "2.乙"]),
        ("3. 丙\n4. 丁\n", ["3.丙", "4.丁"]),
        ("1) 甲\n2) 乙\n", ["1)甲", "2)乙"]),
    ],
)
def test_ordered_lists_keep_their_numbers(source: str, lines: list[str]) -> None:
    assert read(source).text.split() == lines


def test_the_inner_list_of_an_ordered_list_keeps_its_numbers_too() -> None:
    raw = read("1. 申请\n   1. 填表\n   2. 盖章\n2. 审核\n")
    assert raw.text.split() == ["1.申请", "1.填表", "2.盖章", "2.审核"]


def test_a_table_inside_an_ordered_list_is_still_a_table() -> None:
    raw = read("1. 标准\n\n   | 档次 | 金额 |\n   | --- | --- |\n   | 甲 | 5万 |\n\n2. 期限\n")
    assert [table.rows for table in raw.tables] == [(("档次", "金额"), ("甲", "5万"))]


def test_bullets_keep_their_words() -> None:
    assert read("- 甲类\n- 乙类\n").text.split() == ["甲类", "乙类"]


def test_chinese_numerals_are_not_taken_off() -> None:
    text = "一、总体要求\n\n（一）指导思想。坚持服务为本。\n\n第七条 申请人应当提交材料。\n"
    assert read(text).text == text.replace("\n\n", "\n")


def test_front_matter_becomes_fields() -> None:
    raw = read("---\n标题: 关于开办夜校的通知\n发布日期: 2024-05-06\n空: \n---\n正文。\n")
    assert raw.fields == (("标题", "关于开办夜校的通知"), ("发布日期", "2024-05-06"))
    assert raw.text == "正文。\n"


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    raw = read("---\n\n正文在横线之后。\n")
    assert raw.fields == ()
    assert "正文在横线之后。" in raw.text


def test_marks_inside_a_line_go_and_words_stay() -> None:
    raw = read("对**重点企业**给予`10万元`补助，见[申报指南](https://example.org/a)。\n")
    assert raw.text == "对重点企业给予10万元补助，见申报指南。\n"


def test_a_fence_keeps_its_lines() -> None:
    assert read("```\n甲\n乙\n```\n").text == "甲\n乙\n"


def test_a_setext_underline_is_no_heading_of_a_whole_paragraph() -> None:
    """A row of dashes under a paragraph is meant as a rule in files typed by hand."""
    raw = read("第一段说明办理时间。\n第二段说明办理地点。\n\n---\n\n第三段。\n")
    assert raw.headings == ()
    assert raw.text.split() == ["第一段说明办理时间。", "第二段说明办理地点。", "第三段。"]
