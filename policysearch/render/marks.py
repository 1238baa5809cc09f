"""Where words stand in a text, and the text with those places marked; all by offset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policysearch.render.html import Html, element, join
from policysearch.text import fold
from policysearch.types import Span


def occurrences(text: str, terms: Iterable[str]) -> tuple[Span, ...]:
    """Where any of ``terms`` stands in ``text``, in order, touching places joined.

    Both sides are folded, so 人才 finds 人纔 in traditional script and full-width letters; blanks inside
    a word (a broken line) do not hide it. A fold never moves an offset.
    """
    folded = fold(text)
    found: list[Span] = []
    for term in {fold(term).strip() for term in terms} - {""}:
        pattern = r"[^\S\t]*".join(map(re.escape, term))
        found.extend(Span(*match.span()) for match in re.finditer(pattern, folded))
    return merged(found)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in order, those that overlap or touch made one, empty ones left out."""
    whole: list[Span] = []
    for span in sorted(span for span in spans if len(span)):
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return tuple(whole)


def marked(text: str, spans: Sequence[Span]) -> Html:
    """``text`` with each of ``spans`` (ordered, disjoint) in ``<mark>``; everything escaped."""
    parts: list[str] = []
    position = 0
    for span in spans:
        parts += [text[position : span.start], element("mark", span.of(text))]
        position = span.end
    return join([*parts, text[position:]])


def mark_words(text: str, terms: Iterable[str]) -> Html:
    """``text`` with every occurrence of ``terms`` marked."""
    return marked(text, occurrences(text, terms))
