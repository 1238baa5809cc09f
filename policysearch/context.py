"""What stands around a passage: its clause whole, the passages before and after it, the section of the clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policysearch.place import sections_at
from policysearch.text import trim
from policysearch.types import Document, Passage, Section, Span

Around = Literal["clause", "siblings", "section"]


@dataclass(frozen=True, slots=True)
class Context:
    """Around one passage, as spans of ``Document.text`` without blanks at the ends.

    ``clause`` is the least section that holds all of the passage, ``section`` the one above it (of 第七条 its chapter,
    of （一） its 三、); both are the same where nothing is above, and both the words before the first heading for a
    passage that stands there, or all of the text where it stands in several parts. ``before`` and ``after`` are the
    neighbours of the passage in reading order, None at the ends of the document.
    """

    clause: Span
    section: Span
    before: Passage | None = None
    after: Passage | None = None


def context_of(document: Document, passages: Sequence[Passage], passage: Passage) -> Context:
    """What stands around ``passage``, one of ``passages``, which are all of ``document`` in reading order.

    Raises ValueError for a passage that is none of them.
    """
    at = next((number for number, other in enumerate(passages) if other.passage_id == passage.passage_id), None)
    if at is None:
        raise ValueError(f"no passage of the document: {passage.passage_id}")
    path = _common(sections_at(document.sections, passage.start), passage)
    top = _unheaded(document, passage)
    clause = path[-1].span if path else top
    section = path[-2].span if len(path) > 1 else clause
    return Context(
        trim(document.text, clause),
        trim(document.text, section),
        passages[at - 1] if at else None,
        passages[at + 1] if at + 1 < len(passages) else None,
    )


def _common(path: Sequence[Section], passage: Passage) -> Sequence[Section]:
    """Those of ``path`` that hold all of a passage."""
    return [section for section in path if all(section.span.holds(span) for span in passage.spans)]


def _unheaded(document: Document, passage: Passage) -> Span:
    """The words before the first heading, or the whole text where the passage runs on behind it."""
    end = document.sections[0].span.start if document.sections else len(document.text)
    return Span(0, end if passage.end <= end else len(document.text))
