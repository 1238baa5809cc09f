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
