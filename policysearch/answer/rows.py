"""The rows of a table as spans of the text, also where the grid of the table is lost."""

from __future__ import annotations

import re

from policysearch.place import row_number
from policysearch.text import trim
from policysearch.types import UNPLACED, Document, Span

_LINE = re.compile(r"[^\n]+")
_UNIT = re.compile(r"单\s*位")
_ORDER = re.compile(r"序\s*号|^编?号$")
_MOST_UNIT_CHARS = 8
_FIGURE = re.compile(r"[-+]?\d[\d.,]*")
_YEARS = re.compile(r"(?:19|20)\d\d\s*年?")
_ROW_NUMBER = re.compile(r"(?<![^\s])(\d{1,3})(?=\s)")


def table_rows(document: Document, piece: Span) -> list[Span]:
    """The rows in ``piece``, a part of a table of ``document``, in order.

    A table that kept its grid has a row a line. A flattened one is cut where its row numbers count on (1, 2,
    3 …), whether its cells stand on lines of their own or follow one another in one line; without such
    numbers each line is a row. A first line without figures heads the others and is no row.
    """
    text = document.text
    table = next((t for t in document.tables if t.span.start < piece.end and piece.start < t.span.end), None)
    if table is not None:
        piece = Span(max(piece.start, table.span.start), piece.end)  # a title may stand before it
    if table is not None and table.row_spans:
        return [row for row in table.row_spans[1:] if piece.start <= row.start < piece.end]
    if table is not None and not table.rows:
        starts = _counted(text, piece)
        if len(starts) >= 2:
            ends = [*starts[1:], piece.end]
            return [trim(text, Span(a, b)) for a, b in zip(starts, ends, strict=True)]
    lines = [trim(text, Span(*m.span())) for m in _LINE.finditer(text, piece.start, piece.end) if m.group().strip()]
    has_head = table is not None and piece.start == table.span.start and len(lines) > 1
    return lines[1:] if has_head and not re.search(r"\d", _YEARS.sub("", lines[0].of(text))) else lines


def spoken_row(document: Document, row: Span) -> str | None:
    """A row of a grid table in words: 指标（上级）：2020年基数 9066万元，2025年目标 10510万元; None for other spans.

    The words are those of the header and of the row; a figure carries the unit of its row.
    """
    table = next((t for t in document.tables if t.rows and t.span.holds(row)), None)
    if table is None:
        return None
    line = row_number(document, table, row.start)
    if not 0 < line < len(table.rows) or len(table.rows[0]) < 3:
        return None
    named = [(head, cell) for head, cell in zip(table.rows[0], table.rows[line], strict=True) if cell]
    unit = next(
        (cell for head, cell in named if _UNIT.search(head) and len(cell) <= _MOST_UNIT_CHARS and cell[0] not in "（("),
        "",
    )
    words = [
        cell for head, cell in named if not _FIGURE.match(cell) and not _UNIT.search(head) and not _ORDER.search(head)
    ]
    figures = [
        f"{cell}（原表看不出是哪一列）"
        if head == UNPLACED
        else f"{head} {cell}{unit if _FIGURE.fullmatch(cell) else ''}"
        for head, cell in named
        if _FIGURE.match(cell) and not _ORDER.search(head)
    ]
    if not figures or not words:
        return None
    lost = "（原表缺单位）" if not unit and any(_UNIT.search(head) for head in table.rows[0]) else ""
    return "·".join(dict.fromkeys(words)) + "：" + "，".join(figures) + lost


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
