"""A table printed one cell a line back to rows and columns, where its row numbers and its header prove them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policysearch.text import trim
from policysearch.types import UNPLACED, Span, Table

_ORDER = re.compile(r"序\s*号")
_UNIT = re.compile(r"单\s*位")
_VALUE_HEAD = re.compile(r"(?:19|20)\d\d|实际|目标|基数|完成|增长|现状|数值")
_NAME_HEAD = re.compile(r"指标|项目|名称|内容")
_FIGURE = re.compile(r"[-+]?\d[\d.,]*[%％]?(?:以上|以下|左右)?|-|—")
_MOST_UNIT_CHARS = 6
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of a table: where its cells stand among them."""

    cells: tuple[str, ...]
    group: int | None
    order: int
    name: int
    unit: int | None
    values: tuple[int, ...]


def rebuild(text: str, span: Span) -> Table | None:
    """The table in ``span`` with its rows and where each is printed, or None where nothing proves them.

    Each row is the group it stands under (printed once), its number, name, unit and values. A row with fewer
    values than columns has lost which is which: its values go to a column ``列不明``.
    """
    cells = [trim(text, Span(*m.span())) for m in _lines(text, span)]
    first = next((n for n, cell in enumerate(cells) if cell.of(text) == "1"), None)
    if first is None:
        return None
    header, begin = _header(text, cells[:first])
    if header is None:
        return None
    starts = _counted(text, cells, first)
    if len(starts) < _LEAST_ROWS:
        return None
    return _table(text, span, cells, header, begin, starts)


def _lines(text: str, span: Span) -> list[re.Match[str]]:
    return [m for m in re.finditer(r"[^\n]+", text[: span.end]) if m.start() >= span.start and m.group().strip()]


def _header(text: str, cells: Sequence[Span]) -> tuple[_Header | None, int]:
    """The header among the cells before row 1, and how many of those cells belong to caption and header."""
    words = [cell.of(text) for cell in cells]
    order = next((n for n, word in enumerate(words) if _ORDER.fullmatch(word)), None)
    if order is None:
        return None, 0
    start = order - 1 if order and _NAME_HEAD.search(words[order - 1]) and "表" not in words[order - 1] else order
    end = next((n + 1 for n in range(len(words) - 1, order, -1) if _VALUE_HEAD.search(words[n])), None)
    if end is None:
        return None, 0
    head = tuple(words[start:end])
    name = next((n for n, word in enumerate(head) if n > order - start and _NAME_HEAD.search(word)), None)
    unit = next((n for n, word in enumerate(head) if _UNIT.fullmatch(word)), None)
    values = tuple(n for n, word in enumerate(head) if n > order - start and _VALUE_HEAD.search(word))
    if name is None or not values or len(head) != len(set(head)):
        return None, 0
    return _Header(head, 0 if start < order else None, order - start, name, unit, values), end


def _counted(text: str, cells: Sequence[Span], first: int) -> list[int]:
    """Where the rows begin: the cells 1, 2, 3 … each followed by words."""
    starts, wanted = [], 1
    for n in range(first, len(cells) - 1):
        if cells[n].of(text) == str(wanted) and not _FIGURE.fullmatch(cells[n + 1].of(text)):
            starts.append(n)
            wanted += 1
    return starts


def _table(
    text: str, span: Span, cells: Sequence[Span], header: _Header, begin: int, starts: Sequence[int]
) -> Table | None:
    group = cells[starts[0] - 1].of(text) if starts[0] > begin else ""
    rows, spans, unplaced = [], [Span(cells[0].start, cells[begin - 1].end)], []
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        words = [cell.of(text) for cell in cells[start:end]]
        unit = (
            words[2] if len(words) > 2 and not _FIGURE.fullmatch(words[2]) and len(words[2]) <= _MOST_UNIT_CHARS else ""
        )
        at = 3 if unit else 2
        figures = []
        while at < len(words) and _FIGURE.fullmatch(words[at]):
            figures.append(words[at])
            at += 1
        if not figures or len(figures) > len(header.values) or len(words) - at > 1:
            return None
        row = [""] * len(header.cells)
        row[header.order], row[header.name] = words[0], words[1]
        if header.group is not None:
            row[header.group] = group
        if header.unit is not None:
            row[header.unit] = unit
        placed = len(figures) == len(header.values)
        for column, figure in zip(header.values, figures, strict=False):
            row[column] = figure if placed else ""
        unplaced.append("" if placed else "、".join(figures))
        rows.append(row)
        spans.append(Span(cells[start].start, cells[start + at - 1].end))
        group = words[at] if at < len(words) else ""
    head = list(header.cells)
    if any(unplaced):
        head.append(UNPLACED)
        rows = [[*row, extra] for row, extra in zip(rows, unplaced, strict=True)]
    return None
