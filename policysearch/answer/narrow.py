"""A long sentence to the clauses of it that answer: a contiguous, verbatim part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from policysearch.answer.intent import Intent
from policysearch.answer.weigh import Candidate, plain, share
from policysearch.text import trim
from policysearch.types import Span

_CLAUSE_END = re.compile(r"[，,：:]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_LEAST_LONG_CHARS = 80
_LEAST_PART_CHARS = 12
_KEPT_SHARE = 0.95
# Kinds of question whose answer is a figure: conditions and lists need the whole sentence.
_FIGURES = frozenset({"number", "money", "time"})


def narrowed(text: str, candidate: Candidate, weights: Mapping[str, float], intent: Intent) -> Candidate:
    """``candidate`` with its sentence narrowed; a row of a table stays whole."""
    if candidate.hit.passage.kind == "table":
        return candidate
    return replace(candidate, spans=(narrow(text, candidate.spans[0], weights, intent),))


def narrow(text: str, sentence: Span, weights: Mapping[str, float], intent: Intent) -> Span:
    """The shortest run of clauses that says as much of the question and still holds the wanted shape.

    A sentence of ordinary length stays whole, and so does one that answers no question for a figure.
    """
    if len(sentence) <= _LEAST_LONG_CHARS or intent.name not in _FIGURES or intent.shape is None:
        return sentence
    ends = [m.end() for m in _CLAUSE_END.finditer(text, sentence.start, sentence.end)] + [sentence.end]
    starts = [sentence.start, *ends[:-1]]
    wanted = _KEPT_SHARE * share(weights, plain(sentence.of(text)))
    best = sentence
    for start in starts:
        for end in ends:
            part = trim(text, Span(start, end)) if end > start else None
            if part is None or len(part) < _LEAST_PART_CHARS or len(part) >= len(best):
                continue
            words = part.of(text)
            if intent.shape.search(words) and share(weights, plain(words)) >= wanted:
                best = part
    return _without_comma(text, best)


def _without_comma(text: str, part: Span) -> Span:
    return Span(part.start, part.end - 1) if text[part.end - 1] in "，,：:" else part
