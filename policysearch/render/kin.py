"""The relatives of a document: other sources of a text, newer and older versions, notices and what they carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policysearch.kinship import Kin
from policysearch.place import clause_link
from policysearch.render.address import reader_href
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say
from policysearch.text import chinese_date
from policysearch.types import Document, Hit, Span


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


def _line(name: str, links: Iterable[Html], kind: str) -> Html:
    return element("p", element("span", name, class_="kin-name"), "：", join(links, "、"), class_=f"kin {kind}")


def _link(document: Document, clause: str | None = None) -> Html:
    """A link to a document: its title and day, and its file, since relatives often bear one title."""
    day = document.effective_on or document.date
    words = f"《{document.title}》" + (f"（{chinese_date(day)}）" if day else "")
    file = element("span", document.source.path, class_="file")
    return element("a", words, file, href=reader_href(document.doc_id, clause))
