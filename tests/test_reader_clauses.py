"""What the reader says of each clause: a reference that finds its words, a label as one cites it, a link to it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_basket import NASTY, document_of

from policysearch.export import Pick, look_up
from policysearch.intake import CorpusFile, take_in
from policysearch.place import label, resolve, sections_at
from policysearch.render import parse_address, reader
from policysearch.types import Document

CORPUS = Path(__file__).parent.parent / "corpus"
TODAY = "2026-03-01"


class _Clauses(HTMLParser):
    """The permalinks of a page: their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("class") == "permalink":
            self.found.append(given)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """The documents of the repository's corpus."""
    taken = [take_in(CorpusFile(CORPUS, path)) for path in sorted(CORPUS.rglob("*.md"))[:6]]
    return [document for one in taken for document, _, _ in one.documents]


def test_every_clause_is_found_again_and_labelled_as_it_is_cited(documents: list[Document]) -> None:
    seen = 0
    for document in documents:
        for given in _Clauses(reader(document, None, TODAY)).found:
            one = look_up(Pick(document.doc_id, tuple(given["data-ref"].split())), {document.doc_id: document})
            assert one.state == "same"
            if given["title"] == "这一行的链接":
                continue
            section = sections_at(document.sections, one.spans[0].start)
            is_heading = bool(section) and section[-1].heading_span.holds(one.spans[0])
            if not is_heading:
                assert f"《{document.title}》{given['data-place']}" == label(document, one.spans[0])
            seen += 1
    assert seen > 100


def test_a_whole_clause_is_offered_where_it_is_more_than_its_line(documents: list[Document]) -> None:
    wholes = 0
    for document in documents:
        for given in _Clauses(reader(document, None, TODAY)).found:
            if "data-whole" not in given:
                continue
            one = look_up(Pick(document.doc_id, (given["data-whole"],)), {document.doc_id: document})
            assert one.state == "same"
            [span] = one.spans
            assert not any(t.span.start < span.end and span.start < t.span.end for t in document.tables)
            assert given["data-whole-place"].split("（第")[0] == label(document, span).split("》")[-1].split("第1段")[0]
            wholes += 1
    assert wholes > 10


def test_every_link_lights_its_clause(documents: list[Document]) -> None:
    for document in documents:
        for given in _Clauses(reader(document, None, TODAY)).found:
            address = parse_address(given["href"])
            assert address.doc == document.doc_id
            span = resolve(document, address.clause or "")
            assert span is not None
            start = int(given["data-ref"].split()[0].split("@")[1])
            assert span.start <= start < span.end


def test_a_line_of_ten_thousand_characters_has_a_link_and_no_reference() -> None:
    long = document_of(["甲区规划", "一、住房", "长" * 10_000, "二、补贴", "每月。"])
    found = _Clauses(reader(long, None, TODAY)).found
    assert sum("data-ref" not in given for given in found) == 1
    assert all(given["href"].startswith("?doc=d1") for given in found)


def test_hostile_names_stay_text() -> None:
    document = replace(
        document_of(["甲", "一、住房", NASTY, "二、补贴", "每月。"]), title=NASTY, regions=(NASTY,), kind=NASTY
    )
    page = reader(document, None, TODAY)
    assert "<script" not in page
    assert 'href="javascript' not in page


def test_every_row_of_a_table_is_found_again_and_labelled_as_it_is_cited(documents: list[Document]) -> None:
    rows = 0
    for document in documents:
        for given in _Clauses(reader(document, None, TODAY)).found:
            if given["title"] != "这一行的链接":
                continue
            one = look_up(Pick(document.doc_id, tuple(given["data-ref"].split())), {document.doc_id: document})
            assert one.state == "same"
            assert "表格第" in given["data-place"]
            assert given["data-place"].split("（第")[0] in label(document, one.spans[0])
            rows += 1
    assert rows > 20
