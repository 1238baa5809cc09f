"""What the library is asked for as a whole: its documents, which of them say a word, one figure of every place.

Such questions are answered from metadata, whole texts and the catalogue, complete, and not from the best passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policysearch.answer.weigh import Candidate
from policysearch.search.searcher import Searcher
from policysearch.types import Hit, Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the answer: its words, and what is quoted for it."""

    words: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that was asked for: ``head`` opens the answer, ``missing`` are sentences on what is not told.

    Without entries the library has none of it, and ``head`` says so.
    """

    head: str
    entries: Sequence[Entry]
    missing: tuple[str, ...] = ()


def at(searcher: Searcher, doc_id: str, spans: tuple[Span, ...]) -> Candidate:
    """The words at ``spans`` of a document as something that was looked up."""
    passages = searcher.passages_of(doc_id)
    start = spans[0].start
    home = next((p for p in passages if any(s.start <= start < s.end for s in p.spans)), None)
    home = home or next((p for p in passages if p.start <= start < p.end), passages[0])
    return Candidate(Hit(home, 1, 1.0), spans, 1.0, 1.0, 1.0, True, 0.0, True, 1.0, sure=True)
