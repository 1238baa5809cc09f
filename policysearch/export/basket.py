"""Clauses that a person has put aside, looked up again in the documents: what is exported stands there today."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policysearch.answer.notice import notices
from policysearch.export.report import Report, evidence_of
from policysearch.place import clause_link, resolve
from policysearch.text import quote_hash, squeeze
from policysearch.types import Document, Span

PickState = Literal["same", "changed", "lost", "gone"]
_REF = re.compile(r"(?P<link>[\dp.]{1,120}-(?P<words>[0-9a-f]{8}-(?P<chars>[1-9]\d{0,3})))@(?P<start>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Pick:
    """A clause put aside: its document, a reference (see ``pick_ref``) for each span of its words, a person's note."""

    doc_id: str
    refs: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """What a pick is today. ``document`` is None where it is gone, ``spans`` are empty where the place is lost too.

    same: the words that were put aside. changed: they are no longer there; ``spans`` is the clause where they stood.
    """

    pick: Pick
    state: PickState
    document: Document | None = None
    spans: tuple[Span, ...] = ()

    @property
    def quote(self) -> str:
        """The words of the document, its spans joined by line ends; empty where there is none."""
        text = self.document.text if self.document else ""
        return "\n".join(span.of(text).strip() for span in self.spans)


def pick_ref(document: Document, span: Span) -> str:
    """What finds ``span`` again: its clause link, which survives a rebuild, and where it starts today.

    By the start the right one is found of several places with the same words (the cells of a table).
    """
    return f"{clause_link(document, span)}@{span.start}"


def is_pick_ref(ref: str) -> bool:
    """Whether ``ref`` has the form of ``pick_ref``."""
    return _REF.fullmatch(ref) is not None


def look_up(pick: Pick, documents: Mapping[str, Document]) -> Picked:
    """What ``pick`` is in ``documents``; nothing that the pick says is taken for the words of a document."""
    document = documents.get(pick.doc_id)
    if document is None:
        return Picked(pick, "gone")
    found = [_find(document, ref) for ref in pick.refs]
    spans = tuple(dict.fromkeys(span for span, _ in found if span is not None))
    if not spans:
        return Picked(pick, "lost", document)
    is_same = all(same for _, same in found)
    return Picked(pick, "same" if is_same else "changed", document, spans if is_same else spans[:1])


def _find(document: Document, ref: str) -> tuple[Span | None, bool]:
    """The span that ``ref`` names, and whether it holds the very words that it was made of."""
    match = _REF.fullmatch(ref)
    if match is None:
        return None, False
    link, words, start = match["link"], match["words"], int(match["start"])
    span = _printed(document.text, start, int(match["chars"]))
    if span is None or _words(document, span) != words:
        span = resolve(document, link)
    return span, span is not None and _words(document, span) == words


def _printed(text: str, start: int, chars: int) -> Span | None:
    """The span from ``start`` that holds ``chars`` characters, blanks aside; None where the text is shorter."""
    left = chars
    for end in range(start, len(text)):
        left -= not text[end].isspace()
        if left == 0:
            return Span(start, end + 1)
    return None


def _words(document: Document, span: Span) -> str:
    """Hash and length of the words of ``span``, as a clause link has them."""
    quote = span.of(document.text)
    return f"{quote_hash(quote)}-{len(squeeze(quote))}"


def report_of_basket(title: str, picks: Sequence[Pick], documents: Mapping[str, Document], today: str) -> Report:
    """The words of ``picks`` as they stand in ``documents``, numbered by their place in the basket, with the notes.

    A pick without words keeps its number and is told among what is missing, with its note; one whose words have
    changed is told in the notices.
    """
    found = [(number, look_up(pick, documents)) for number, pick in enumerate(picks, 1)]
    missing, changed = [], []
    for number, one in found:
        note = f"批注：{one.pick.note}" if one.pick.note else ""
        if one.document is None:
            missing.append(f"第{number}条：编号为 {one.pick.doc_id} 的文件已不在文件库，原文无从核对。{note}")
        elif one.state == "lost":
            missing.append(f"第{number}条：《{one.document.title}》里已找不到摘录的那一处。{note}")
        elif one.state == "changed":
            changed.append(f"第{number}条：收录文本在摘录之后有变动，这里是那一处现在的文字。")
    cited = [one.document for _, one in found if one.document is not None and one.spans]
    return Report(
        question=title,
        status="",
        paragraphs=(),
        missing=tuple(missing),
        warnings=(*changed, *notices(cited, today)),
        evidence=tuple(
            evidence_of(number, one.document, one.spans[0], one.quote, one.pick.note)
            for number, one in found
            if one.document is not None and one.spans
        ),
        made_on=today,
    )
