"""The rows of a table as spans of the text, also where the grid of the table is lost."""

from __future__ import annotations

import re

from policysearch.text import trim
from policysearch.types import Document, Span

_LINE = re.compile(r"[^\n]+")
_YEARS = re.compile(r"(?:19|20)\d\d\s*年?")
_ROW_NUMBER = re.compile(r"(?<![^\s])(\d{1,3})(?=\s)")


def table_rows(document: Document, piece: Span) -> list[Span]:
    """The rows in ``piece``, a part of a table of ``document``, in order.

    A table that kept its grid has a row a line. A flattened one is cut where its row numbers count on (1, 2,
    3 …), whether its cells stand on lines of their own or follow one another in one line; without such
    numbers each line is a row. A first line without figures heads the others and is no row.
    """
    text = document.text
    table = next((t for t in document.tables if t.span.start <= piece.start < t.span.end), None)
    if table is not None and not table.rows:
        starts = _counted(text, piece)
        if len(starts) >= 2:
            ends = [*starts[1:], piece.end]
            return [trim(text, Span(a, b)) for a, b in zip(starts, ends, strict=True)]
    lines = [trim(text, Span(*m.span())) for m in _LINE.finditer(text, piece.start, piece.end) if m.group().strip()]
    has_head = table is not None and piece.start == table.span.start and len(lines) > 1
    return lines[1:] if has_head and not re.search(r"\d", _YEARS.sub("", lines[0].of(text))) else lines


def _counted(text: str, piece: Span) -> list[int]:
    """Where the longest run of counting numbers stands; each is followed by words, as a row number is."""
    found = [
        (int(m[1]), m.start())
        for m in _ROW_NUMBER.finditer(text, piece.start, piece.end)
        if re.match(r"\s*[\u4e00-\u9fffA-Z]", text[m.end() : m.end() + 6])
    ]
    best: list[int] = []
    for at, (number, start) in enumerate(found):
        run, last = [start], number
        for later, place in found[at + 1 :]:
            if later == last + 1:
                run.append(place)
                last = later
        if len(run) > len(best):
            best = run
    return best
