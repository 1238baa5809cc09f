"""Long lines to pieces: at the ends of sentences, else at a comma or a blank."""

from __future__ import annotations

from collections.abc import Iterator

from policysearch.config import PassageSettings
from policysearch.text import sentences, trim
from policysearch.types import Span


def balanced(text: str, line: Span, settings: PassageSettings) -> Iterator[Span]:
    """A long line cut at sentence ends into pieces of about equal length, none longer than ``most_chars``."""
    parts = [part for sentence in sentences(text, line) for part in hard_cut(text, sentence, settings.most_chars)]
    count = -(-len(line) // settings.target_chars)
    goal = len(line) / count
    start = parts[0].start
    previous = start
    for part in parts:
        too_long = part.end - start > settings.most_chars
        nearer_before = abs(previous - start - goal) < abs(part.end - start - goal)
        if previous > start and (too_long or nearer_before):
            yield Span(start, previous)
            start = part.start
        previous = part.end
    yield Span(start, previous)


def hard_cut(text: str, sentence: Span, most_chars: int) -> Iterator[Span]:
    """A sentence, cut at ，、 or a blank where it is longer than ``most_chars``."""
    start = sentence.start
    while sentence.end - start > most_chars:
        cut = max(text.rfind(mark, start + most_chars // 2, start + most_chars) for mark in "，,、 \t")
        end = cut + 1 if cut > 0 else start + most_chars
        yield from nonempty(text, start, end)
        start = end
    yield from nonempty(text, start, sentence.end)


def nonempty(text: str, start: int, end: int) -> Iterator[Span]:
    """The span from ``start`` to ``end`` without blanks at either side; nothing where it holds no more."""
    span = trim(text, Span(start, end))
    if len(span):
        yield span
