"""Cleaning: what goes, what stays, and the way back from the text to the file."""

from __future__ import annotations

import itertools
import re

import pytest

from policysearch.parse.clean import Cleaned, clean
from policysearch.types import RawDocument, Source, Span

SOURCE = Source("a.txt", "0" * 64, "text/plain")


def cleaned(text: str, **more: tuple[int, ...]) -> Cleaned:
    return clean(RawDocument(SOURCE, text, **more))  # type: ignore[arg-type]


def reasons(text: str) -> list[str]:
    return [gone.reason for gone in cleaned(text).dropped]


def rebuilt(raw: str, result: Cleaned) -> str:
    """The raw text less the dropped spans, character by character."""
    gone = {i for d in result.dropped for i in range(d.raw.start, d.raw.end)}
    return "".join(char for i, char in enumerate(raw) if i not in gone)


DAMAGED = (
    "当前位置： 首页 > 政务公开\n云岭县河道管理\u200b办法\n【字号 大 中 小】\n"
    "第一条 为了保护河道，制定本\n— 1 —\n办法。\n"
    "第二条 县水利部门负责。\n- 2 -\n打印 关闭\n"
)


def test_the_text_is_the_file_less_what_was_dropped() -> None:
    result = cleaned(DAMAGED)
    assert result.text == rebuilt(DAMAGED, result)
    spans = [gone.raw for gone in result.dropped]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert {gone.reason for gone in result.dropped} == {"furniture", "invisible", "page_mark"}


def test_each_character_finds_its_place_and_its_origin() -> None:
    result = cleaned(DAMAGED)
    for offset, char in enumerate(result.text):
        origin = result.origin(Span(offset, offset + 1))
        assert origin.of(DAMAGED) == char
        assert result.place(origin.start) == offset


def test_a_place_inside_dropped_characters_falls_to_their_start() -> None:
    result = cleaned(DAMAGED)
    for gone in result.dropped:
        places = {result.place(i) for i in range(gone.raw.start, gone.raw.end)}
        assert places == {result.place(gone.raw.start)}


def test_the_origin_of_a_span_covers_the_gap_inside_it() -> None:
    result = cleaned(DAMAGED)
    start = result.text.index("河道管理办法")
    assert result.origin(Span(start, start + 6)).of(DAMAGED) == "河道管理\u200b办法"


def test_the_ends_have_places() -> None:
    result = cleaned(DAMAGED)
    assert result.place(0) == 0
    assert result.place(len(DAMAGED)) == len(result.text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("甲部门负责组织\n— 3 —\n实施。\n", "甲部门负责组织\n实施。\n"),
        ("甲部门负责组织 — 3 — 实施。\n", "甲部门负责组织实施。\n"),
        ("甲部门负责组织—3—实施。\n", "甲部门负责组织实施。\n"),
        ("正文。\n- 12 -\n下文。\n", "正文。\n下文。\n"),
        ("正文。\n第 4 页 共 9 页\n下文。\n", "正文。\n下文。\n"),
        ("正文。\n—— 5 ——\n下文。\n", "正文。\n下文。\n"),
        ("正文。\n— 6 —", "正文。\n"),
    ],
)
def test_page_marks_go(raw: str, text: str) -> None:
    assert re.sub(r"\n+", "\n", cleaned(raw).text) == text


@pytest.mark.parametrize(
    "raw",
    [
        "2021—2025年规划\n",
        "第3—5条\n",
        "面积为10—20—30平方米三档。\n",
        "气温在-5-10度之间。\n",
        "——党管人才。坚持党的领导。\n",
        "目标：5—8—10。\n",
        "联系电话：0571—86—88\n",
        "第 4 页的表格\n",
        "编号 2-3-4\n",
    ],
)
def test_what_looks_like_a_page_mark_stays(raw: str) -> None:
    assert cleaned(raw).text == raw


def test_pages_begin_after_their_marks() -> None:
    text = "第一页的文字，说明来由。\n— 1 —\n第二页的文字，说明任务。\n— 2 —\n" + "第三页的文字，说明保障。" * 10 + "\n"
    result = cleaned(text)
    assert [result.text[start:].lstrip()[:4] for start in result.page_starts] == ["第一页的", "第二页的", "第三页的"]


def test_marks_that_do_not_count_claim_no_pages() -> None:
    assert cleaned("甲。\n— 3 —\n乙。\n— 7 —\n丙。\n").page_starts == ()


def test_form_feed_pages_move_with_the_text() -> None:
    text = "甲页的文字。\n— 1 —\n\f乙页的文字。\n"
    result = cleaned(text, page_starts=(0, text.index("\f") + 1))
    assert [result.text[start : start + 2] for start in result.page_starts] == ["甲页", "乙页"]
    assert "\f" not in result.text


@pytest.mark.parametrize(
    "line",
    [
        "当前位置： 首页 > 政务公开 > 通知",
        "您现在所在的位置：首页 > 公告",
        "【打印】【关闭】",
        "打印 关闭",
        "【字号 大 中 小】",
        "字体：[大 中 小]",
        "分享到：",
        "上一篇：关于放假的公告",
        "下一篇： 没有了",
        "扫一扫在手机打开当前页",
        "浏览次数： 1024",
        "相关附件：",
        "返回顶部",
    ],
)
def test_lines_of_the_site_go(line: str) -> None:
    assert cleaned(f"通知正文第一段。\n{line}\n通知正文第二段。\n").text == "通知正文第一段。\n通知正文第二段。\n"


@pytest.mark.parametrize(
    "line",
    [
        "打印机和复印件由窗口提供。",
        "关闭煤矿三处。",
        "位置：东起迎宾路，西至环城路，占地二十亩，由县自然资源部门划定。",
        "下载申请表后填写。",
        "大中小企业均可申报。",
        "字号应当符合登记规定。",
        "分享经济企业可以参加。",
    ],
)
def test_lines_of_the_document_stay(line: str) -> None:
    text = f"一、总则\n{line}\n二、附则\n"
    assert cleaned(text).text == text


@pytest.mark.parametrize("line", ["大", "小", "中"])
def test_a_cell_of_one_common_word_stays(line: str) -> None:
    """In a table that came as one cell a line, 大 中 小 are values."""
    text = f"企业规模\n{line}\n人数\n50\n"
    assert cleaned(text).text == text


def test_invisible_characters_go() -> None:
    assert cleaned("补\u200b助\ufeff标\u00ad准\u202e").text == "补助标准"


SENTENCES = "".join(
    f"第{n}项工作由县里第{n}个部门牵头，会同有关单位制定细则，按时完成并向社会公布结果。\n" for n in range(1, 16)
)


def test_a_body_that_stands_twice_is_kept_once() -> None:
    head = "索引号 123\n关于开展工作的通知\n"
    between = "索引号 123\n发布日期 2023-05-06\n关于开展工作的通知\n"
    result = cleaned(head + SENTENCES + "本文有删减\n" + between + SENTENCES)
    assert result.text.count("第7项工作") == 1
    assert result.text.startswith(head + SENTENCES)
    assert [gone.reason for gone in result.dropped] == ["second_head", "second_copy"]


def test_a_short_repetition_stays() -> None:
    text = "甲部门应当按时报送。\n乙部门应当按时报送。\n甲部门应当按时报送。\n"
    assert cleaned(text).text == text


def test_a_text_without_repetition_stays() -> None:
    assert reasons(SENTENCES) == []


PARAGRAPHS = [
    "云岭县人才发展规划",
    "为了加快建设人才强县,推动产业转型升级,根据上级有关部署和本县实际情况,制定本规划。",
    "一、发展基础",
    "（一）主要成效",
    "全县人才总量持续增长,各类平台不断完善,人才服务水平明显提升,为全县经济社会发展提供了有力支撑,"
    "各镇街道和有关部门密切配合,形成了齐抓共管的良好局面。",
    "（二）存在问题",
    "高层次人才数量不足,青年人才吸引力有待加强,人才与产业的匹配程度还不够高,需要在今后工作中着力加以解决。",
    "二、主要任务",
    "（一）建设平台",
    "围绕主导产业建设一批创新平台,支持企业设立研发中心和博士后工作站,到规划期末各类平台达到一百家以上。",
    "（二）优化服务",
    "建立人才服务专员制度,开通绿色通道,在住房、就医、子女入学等方面给予保障,让各类人才安心创业、舒心生活。",
    "三、组织保障",
    "加强组织领导,落实工作责任,完善考核办法,确保规划各项任务落到实处、取得成效。",
    "加大宣传力度,总结推广基层经验,选树一批先进典型,在全县营造尊重知识、尊重人才的浓厚氛围。",
]
WIDTH = 29


def flattened(paragraphs: list[str]) -> str:
    """The paragraphs as one line: a blank at each paragraph end and wherever a line of the page broke."""
    pieces = [p[at : at + WIDTH] for p in paragraphs for at in range(0, len(p), WIDTH)]
    return " ".join(pieces)


FLAT = flattened(PARAGRAPHS)


def test_blanks_of_broken_lines_go_inside_a_flat_file() -> None:
    result = cleaned(FLAT)
    for words in PARAGRAPHS:
        assert words in result.text
    assert {gone.reason for gone in result.dropped} == {"broken_line"}
    assert len(result.dropped) >= 8


def test_blanks_that_end_a_heading_stay_in_a_flat_file() -> None:
    text = cleaned(FLAT).text
    for words in ("一、发展基础 ", "（一）主要成效 ", "二、主要任务 ", "（二）优化服务 "):
        assert words in text


def test_blanks_of_an_ordinary_file_stay() -> None:
    text = "申请人 王小二 联系电话 12345\n县 长 李四\n"
    assert cleaned(text).text == text


def test_english_words_keep_their_blanks_in_a_flat_file() -> None:
    text = FLAT.replace("一百家以上", "一百家以上,支持使用 Open Source 软件")
    assert "Open Source" in cleaned(text).text
