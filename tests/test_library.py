"""The library: what is chosen and counted, its addresses, its pages, its years; and the reports of quality."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from policysearch.app.desk import Desk
from policysearch.app.library import Library
from policysearch.app.pages import Pages
from policysearch.quality import assess
from policysearch.render import parse_address
from policysearch.render.library import library_page
from policysearch.render.shelf import FACET_NAMES, UNSAID, Shelf, Wanted, shelf_of, wanted_of
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Quality, Source

TODAY = "2026-03-05"


def document_of(ordinal: int, /, **changes: object) -> Document:
    """A short document."""
    source = Source(f"{ordinal}.md", f"{ordinal:064}", "text/markdown")
    made: Document = replace(Document(f"d{ordinal}", source, "", f"文件{ordinal}", "正文。"), **changes)  # type: ignore[arg-type]
    return made


DOCUMENTS = [
    document_of(1, regions=("广东省/深圳市",), kind="通知", issued_on="2016-05-01", number="深府〔2016〕1号"),
    document_of(2, regions=("广东省",), kind="规划", issued_on="2014-05-01", plan_period=(2014, 2015)),
    document_of(3, regions=("浙江省/杭州市",), kind="通知", issuers=("杭州市民政局",), text="长" * 50),
    document_of(4, kind=None, issued_on="2016-01-01", is_digest=True),
]


def quality_of(document: Document) -> Quality:
    """The quality of a document without passages."""
    return assess(document, ())


def shelf(query: str) -> Shelf:
    """What an address shows."""
    return shelf_of(DOCUMENTS, wanted_of(parse_address(f"?view=library&{query}")), TODAY, quality_of)


def ids(query: str) -> list[str]:
    """The documents that an address shows."""
    return [document.doc_id for document in shelf(query).documents]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["d1", "d4", "d2", "d3"]),
        ("sort=old", ["d2", "d4", "d1", "d3"]),
        ("sort=title", ["d1", "d2", "d3", "d4"]),
        ("sort=long", ["d3", "d1", "d2", "d4"]),
        ("region=广东省", ["d1", "d2"]),
        ("region=广东省/深圳市", ["d1"]),
        ("region=广东省/深圳市&region=浙江省", ["d1", "d3"]),
        ("kind=通知&region=广东省", ["d1"]),
        (f"kind={UNSAID}", ["d4"]),
        ("year=2016", ["d1", "d4"]),
        (f"year={UNSAID}", ["d3"]),
        ("standing=规划期已满", ["d2"]),
        ("standing=摘编", ["d4"]),
        ("word=深府[2016]1号", ["d1"]),
        ("word=深府〔２０１６〕", ["d1"]),
        ("word=杭州 民政", ["d3"]),
        ("kind=<script>", []),
        ("sort=x&page=-1&page=9", ["d1", "d4", "d2", "d3"]),
    ],
)
def test_what_is_wanted_is_shown_in_its_order(query: str, wanted: list[str]) -> None:
    assert ids(query) == wanted


def test_a_facet_is_counted_without_its_own_choices() -> None:
    counts = shelf("region=广东省&year=2016").counts
    assert counts["region"] == {"广东省": 1, "广东省/深圳市": 1, UNSAID: 1}
    assert counts["year"] == {"2016": 1, "2014": 1}
    assert counts["kind"] == {"通知": 1}
    assert shelf("kind=没有").counts["kind"] == {"通知": 2, "规划": 1, UNSAID: 1, "没有": 0}


def test_every_count_is_what_its_link_shows() -> None:
    start = wanted_of(parse_address("?view=library&region=广东省"))
    found = shelf_of(DOCUMENTS, start, TODAY, quality_of)
    for facet in FACET_NAMES:
        if start.of(facet):
            continue
        for value, count in found.counts[facet].items():
            narrowed = wanted_of(parse_address(start.switched(facet, value).href))
            assert len(shelf_of(DOCUMENTS, narrowed, TODAY, quality_of).documents) == count


def test_an_address_opens_what_it_was_made_of() -> None:
    wanted = Wanted((("region", ("广东省", "全国")), ("year", ("2016",))), "住房 & 补贴", "long", 3)
    assert wanted_of(parse_address(wanted.href)) == wanted
    assert wanted.switched("region", "全国").switched("region", "全国").of("region") == ("广东省", "全国")
    assert wanted.switched("kind", "通知").page == 1


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "1e9", "9999999", ""])
def test_a_page_that_there_is_not_is_the_nearest(page: str) -> None:
    many = [document_of(n) for n in range(60)]
    wanted = wanted_of(parse_address(f"?view=library&page={page}"))
    shown = library_page(shelf_of(many, wanted, TODAY, quality_of), wanted, TODAY, quality_of, "x")
    assert len(re.findall("<tr data-doc", shown)) == 50
    last = replace(wanted, page=999)
    shown = library_page(shelf_of(many, last, TODAY, quality_of), last, TODAY, quality_of, "x")
    assert len(re.findall("<tr data-doc", shown)) == 10
    assert 'rel="prev"' in shown
    assert 'rel="next"' not in shown


def test_years_have_a_column_each_with_its_number() -> None:
    page = library_page(shelf(""), Wanted(), TODAY, quality_of, "x")
    columns = re.findall(r'class="count">(\d*)</span><span class="bar" style="height:(\d+)px">', page)
    assert columns == [("1", "36"), ("", "0"), ("2", "72")]
    assert 'aria-label="2016年，2 份"' in page
    assert "日期未注明 1 份" in page


def test_nothing_found_says_what_to_do() -> None:
    wanted = Wanted(word="没有的")
    page = library_page(shelf("word=没有的"), wanted, TODAY, quality_of, "x")
    assert "去掉一个条件" in page
    assert "<table" not in page


def test_quality_is_shown_for_one_and_for_all(plain: Searcher) -> None:
    library = Library(plain)
    document = next(iter(plain.documents.values()))
    one = library.quality(parse_address(f"?view=quality&doc={document.doc_id}"), TODAY)
    assert document.title in one.html
    assert quality_of(document).grade in one.html
    assert "整理质量" in library.quality(parse_address("?view=quality"), TODAY).html
    assert "没有编号为" in library.quality(parse_address("?view=quality&doc=<b>"), TODAY).html


def test_programs_see_which_documents_there_are(plain: Searcher) -> None:
    desk = Desk(Pages(plain, TODAY))
    editions = desk.editions()
    assert editions["index_id"] == plain.index_id
    assert set(editions["documents"]) == set(plain.documents)
    first, second = list(plain.documents)[:2]
    named = desk.documents([second, "d0", first])
    assert [one["doc_id"] for one in named] == [second, first]
    assert named[0]["title"] == plain.documents[second].title
    assert desk.documents("x") == []  # type: ignore[arg-type]
