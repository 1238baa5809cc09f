"""Quotations with their places, made by code from offsets: a quote is always a slice of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policysearch.answer.weigh import Candidate
from policysearch.place import label
from policysearch.types import Citation, Document


def cite(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> tuple[Citation, ...]:
    """A citation for each candidate, numbered from 1 in their order."""
    found = []
    for marker, candidate in enumerate(candidates, 1):
        passage = candidate.hit.passage
        document = documents[passage.doc_id]
        found.append(
            Citation(
                marker=marker,
                passage_id=passage.passage_id,
                doc_id=passage.doc_id,
                title=document.title,
                label=label(document, candidate.spans[0]),
                quote=candidate.words(document.text),
                spans=candidate.spans,
            )
        )
    return tuple(found)


def spoken(quote: str) -> str:
    """A quotation on one line: runs of blanks become one, and [2019] is ［2019］, since [1] is a marker here."""
    return re.sub(r"\[(\d+)\]", r"［\1］", " ".join(quote.split()))
