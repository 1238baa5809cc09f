"""Line ends that a printed page put into sentences, and those that belong to the text."""

from __future__ import annotations

from policysearch.parse import parse
from policysearch.types import RawDocument, Source, Span, Table

WRAPPED = (
    "云岭县安居办法\n"
    "第一条　为了让新来的手艺人在县里住得安稳，规范\n"
    "安居补助的申请和发放，根据省里关于住房保障的各\n"
    "项规定，结合本县这几年的实际做法，制定本办法。\n"
    "第二条　在本县工作满一年、在县城没有自己住房的\n"
    "手艺人，以及县里请来传授技艺的外地师傅，可以向\n"
    "工作所在地的街道提出申请，街道应当在十五个工作\n"
    "日内答复。\n"
    "第三条　补助按月发放，每人每月三百元，最长发放\n"
    "三十六个月；夫妻双方都符合条件的，由其中一方提\n"
    "出申请。\n"
    "（一）师傅带徒弟满三人的，每月另加一百元，由传\n"
    "习所报县里核定；\n"
    "（二）获得县级以上工匠称号的，每月另加二百元。\n"
)


def text_of(text: str, tables: tuple[Table, ...] = ()) -> str:
    return parse(RawDocument(Source("规划/甲.txt", "0" * 64, "text/plain"), text, tables=tables))[0].text


def test_sentences_broken_at_one_width_are_whole_again() -> None:
    found = text_of(WRAPPED)
    assert "规范安居补助的申请和发放，根据省里关于住房保障的各项规定" in found
    assert "应当在十五个工作日内答复。" in found


def test_labels_and_finished_sentences_keep_their_line_ends() -> None:
    lines = text_of(WRAPPED).split("\n")
    assert [line[:3] for line in lines if line] == ["云岭县", "第一条", "第二条", "第三条", "（一）", "（二）"]


def test_what_is_dropped_is_told() -> None:
    (document,) = parse(RawDocument(Source("规划/甲.txt", "0" * 64, "text/plain"), WRAPPED))
    assert {gone.reason for gone in document.dropped} == {"broken_line"}
    assert len(document.dropped) == 8


def test_lines_of_every_length_stay() -> None:
    text = "通知\n" + "".join(f"{'甲' * (18 + 5 * n)}乙\n" for n in range(12))
    assert text_of(text) == text


def test_rows_of_a_table_stay() -> None:
    rows = tuple(("项目名称一二三四五六七八九十", f"金额一二三四五六七八九{n}") for n in range(12))
    table = "\n".join("\t".join(row) for row in rows)
    text = f"目录\n{table}\n"
    assert text_of(text, (Table(Span(3, 3 + len(table)), rows),)) == text
