"""Quotations with their places, made by code from offsets: a quote is always a slice of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policysearch.answer.weigh import Candidate
from policysearch.place import label
from policysearch.types import Citation, Document, Passage, Span


def cite(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """A citation for each candidate, numbered from 1 in their order."""
    return tuple(
        citation_of(marker, c.hit.passage, documents[c.hit.passage.doc_id], c.spans)
        for marker, c in enumerate(candidates, 1)
    )


def citation_of(marker: int, passage: Passage, document: Document, spans: tuple[Span, ...]) -> Citation:
    """The citation of ``spans`` of ``document``, which ``passage`` holds."""
    return Citation(
        marker=marker,
        passage_id=passage.passage_id,
        doc_id=document.doc_id,
        title=document.title,
        label=label(document, spans[0]),
        quote="\n".join(span.of(document.text) for span in spans),
        spans=spans,
    )


def spoken(quote: str) -> str:
    """A quotation on one line: runs of blanks become one, and [2019] is ［2019］, since [1] is a marker here."""
    return re.sub(r"\[(\d+)\]", r"［\1］", " ".join(quote.split()))
