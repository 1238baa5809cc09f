"""Links: what documents state of each other, resolved in the library, and what their texts prove."""

from __future__ import annotations

from typing import Any

from evaluation.catalogue.relations import score_document
from policysearch.catalogue.links import find_links
from policysearch.types import Document, Family, Relation, Source, Span


def document(
    doc_id: str, title: str, date: str, relations: tuple[Relation, ...] = (), number: str | None = None
) -> Document:
    """A document of a title, a day and what it says of others."""
    source = Source(f"{doc_id}.txt", "", "text/plain")
    return Document(doc_id, source, "", title, "正文" * 20, number=number, issued_on=date, relations=relations)


OLD = document("old", "云岭县停车管理办法", "2015-01-01", number="云政发〔2015〕3号")
NEW = document(
    "new",
    "云岭县停车管理规定",
    "2020-01-01",
    (
        Relation("废止", "云岭县停车管理办法", "云政发〔2015〕3号", Span(0, 4)),
        Relation("依据", "某省停车条例", None, Span(4, 8)),
    ),
)


def test_a_stated_relation_is_resolved_where_the_library_holds_its_text() -> None:
    links = find_links([OLD, NEW], [])
    assert [(link.doc_id, link.kind, link.target, link.span) for link in links] == [
        ("new", "废止", "old", Span(0, 4)),
        ("new", "依据", None, Span(4, 8)),
    ]


def test_families_are_links_without_words() -> None:
    links = find_links([OLD, NEW], [Family("version", ("new", "old"))])
    assert ("new", "版本", "old", None) in [(link.doc_id, link.kind, link.target, link.span) for link in links]


def test_an_id_that_is_not_held_makes_no_link() -> None:
    assert find_links([OLD], [Family("copy", ("old", "gone"))]) == ()


def test_a_relation_is_right_at_its_place_with_its_kind_and_what_is_doubtful_counts_for_nothing() -> None:
    links = find_links([OLD, NEW], [])
    told = [link for link in links if link.doc_id == "new"]
    truth: list[dict[str, Any]] = [{"kind": "废止", "span": [0, 4]}, {"kind": "修改", "span": [10, 14]}]
    counts, errors = score_document(NEW, truth, told)
    assert counts["废止"] == {"right": 1, "found": 1}
    assert counts["依据"] == {"wrong": 1}
    assert counts["修改"] == {"missed": 1}
    assert len(errors) == 2
    doubtful: list[dict[str, Any]] = [*truth, {"kind": None, "span": [4, 8], "doubtful": True}]
    assert "依据" not in score_document(NEW, doubtful, told)[0]
