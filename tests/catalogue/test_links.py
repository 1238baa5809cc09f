"""Links: what documents state of each other, resolved in the library, and what their texts prove."""

from __future__ import annotations

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
