"""The relatives of a document: other sources of a text, newer and older versions, notices and what they carry; what it
is based on, repeals or amends, and what does so to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policysearch.catalogue.entries import Link
from policysearch.catalogue.relations import CHANGED_BY, Relations
from policysearch.kinship import Kin
from policysearch.place import clause_link
from policysearch.render.address import reader_href
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say
from policysearch.text import chinese_date
from policysearch.types import Document, Hit, Span

_MOST_ON_A_CARD = 3


def same_text(hit: Hit, documents: Mapping[str, Document]) -> Html:
    """同文 3 份, and a link to the same words in each of the other documents; nothing where there is none."""
    links = [
        _link(documents[twin.doc_id], clause_link(documents[twin.doc_id], Span(twin.start, twin.end)))
        for twin in hit.also
        if twin.doc_id in documents
    ]
    return _line(say("同文 {count} 份", count=len(links) + 1), links, "same") if links else EMPTY


def version_to_read(kin: Kin, documents: Mapping[str, Document]) -> Html:
    """较新或正式的版本, and a link to the one to read first; nothing where the document is that one."""
    links = [_link(documents[doc_id]) for doc_id in kin.newer[:1] if doc_id in documents]
    return _line(say("较新或正式的版本"), links, "newer") if links else EMPTY


def relatives(kin: Kin, documents: Mapping[str, Document]) -> Html:
    """All relatives of a document as a list for its head; nothing where it has none."""
    rows = [
        element("div", element("dt", say(name)), element("dd", join(links, "、"), lang="zh-CN"))
        for name, ids in kin.named()
        if (links := [_link(documents[doc_id]) for doc_id in ids if doc_id in documents])
    ]
    return element("dl", *rows, class_="metadata kin") if rows else EMPTY


def stated_relations(relations: Relations, doc_id: str, documents: Mapping[str, Document]) -> Html:
    """The documents of the library that a document names as its basis, forwards, repeals, amends or interprets, and
    those that say so of it, as a list for its head; nothing where there are none.

    Of the others one link leads to the document, a second to the place that names this one.
    """
    rows = [(name, [_to(link, documents) for link in links]) for name, links in relations.of(doc_id)]
    rows += [(name, [_from(link, documents) for link in links]) for name, links in relations.to(doc_id)]
    shown = [
        element("div", element("dt", say(name)), element("dd", join(links, "、"), lang="zh-CN")) for name, links in rows
    ]
    return element("dl", *shown, class_="metadata kin") if shown else EMPTY


def relation_lines(relations: Relations, doc_id: str, documents: Mapping[str, Document]) -> Html:
    """One line for a card: what the document says of others of the library and what they say of it, the first of each.

    What is but the basis of others is left out: of a law there are many.
    """
    told = [(name, links) for name, links in relations.of(doc_id)]
    told += [(name, links) for name, links in relations.to(doc_id) if name in CHANGED_BY]
    parts = []
    for name, links in told[:_MOST_ON_A_CARD]:
        target = links[0].doc_id if name in CHANGED_BY else links[0].target or ""
        more = say("等 {count} 份", count=len(links)) if len(links) > 1 else ""
        parts.append(join([element("span", say(name), class_="kin-name"), " ", _link(documents[target]), more]))
    return element("p", join(parts, "；"), class_="kin relations") if parts else EMPTY


def _to(link: Link, documents: Mapping[str, Document]) -> Html:
    return _link(documents[link.target or ""])


def _from(link: Link, documents: Mapping[str, Document]) -> Html:
    """A link to a document that names this one, and one to the place where it does."""
    document = documents[link.doc_id]
    if link.span is None:
        return _link(document)
    place = reader_href(document.doc_id, clause_link(document, link.span))
    return join([_link(document), " ", element("a", say("原文这处"), href=place, class_="proof")])


def _line(name: str, links: Iterable[Html], kind: str) -> Html:
    return element("p", element("span", name, class_="kin-name"), "：", join(links, "、"), class_=f"kin {kind}")


def _link(document: Document, clause: str | None = None) -> Html:
    """A link to a document: its title and day, and its file, since relatives often bear one title."""
    day = document.effective_on or document.date
    words = f"《{document.title}》" + (f"（{chinese_date(day)}）" if day else "")
    file = element("span", document.source.path, class_="file")
    return element("a", words, file, href=reader_href(document.doc_id, clause))
