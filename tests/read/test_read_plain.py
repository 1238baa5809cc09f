"""Plain text: the characters as they are, with form feeds as page starts."""

from __future__ import annotations

from policysearch.config import ReadLimits
from policysearch.read.plain import read_plain
from policysearch.types import RawDocument, Source

SOURCE = Source("a.txt", "0" * 64, "text/plain")


def read(text: str) -> RawDocument:
    return read_plain(text.encode(), SOURCE, ReadLimits())


def test_the_text_is_kept_as_it_is() -> None:
    text = "  一、目标\n\n\t任务　说明 \n"
    raw = read(text)
    assert raw.text == text
    assert raw.source == SOURCE
    assert raw.title is None


def test_form_feeds_begin_pages() -> None:
    raw = read("第一页\f第二页\f第三页")
    assert raw.page_starts == (0, 4, 8)
    assert [raw.text[start : start + 3] for start in raw.page_starts] == ["第一页", "第二页", "第三页"]


def test_a_form_feed_at_the_end_begins_no_page() -> None:
    """pdftotext ends every page, the last too, with a form feed."""
    raw = read("第一页\f第二页\f")
    assert raw.page_starts == (0, 4)


def test_without_form_feeds_no_pages_are_claimed() -> None:
    assert read("只有一段文字。").page_starts == ()


def test_warnings_of_the_decoder_are_kept() -> None:
    data = ("各部门要加强协作，落实工作责任。" * 60).encode() + b"\xff"
    assert read_plain(data, SOURCE, ReadLimits()).warnings


def test_lines_of_cells_are_a_table() -> None:
    raw = read("补助标准如下。\n镇名\t河段数\n东河镇\t12\n西河镇\t\n　以上由县财政承担。\n")
    (table,) = raw.tables
    assert table.rows == (("镇名", "河段数"), ("东河镇", "12"), ("西河镇", ""))
    assert table.span.of(raw.text) == "镇名\t河段数\n东河镇\t12\n西河镇\t"


def test_indented_lines_and_one_row_alone_are_no_table() -> None:
    assert read("\t一、目标\n\t提高质量。\n").tables == ()
    assert read("电话\t12345\n地址：东河镇。\n").tables == ()
    assert read("甲\t乙\n\n甲\t乙\t丙\n").tables == ()
