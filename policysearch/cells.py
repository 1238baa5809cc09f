"""The cells of a table by place: where a row is printed, which row a place belongs to, what a row is called."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policysearch.text import trim
from policysearch.types import UNPLACED, CellSpans, Document, Span, Table

ORDER_HEAD = re.compile(r"序\s*号|编?\s*号")
UNIT_HEAD = re.compile(r"(?:计\s*量\s*)?单\s*位")
# 33.82, -3%, ≥95%, 7以上, 9.4个百分点; a dash stands for a figure that is not there. Not 2-1号楼.
FIGURE = re.compile(r"[≥≤<>＞＜约]?\s*[-+−]?\d[\d.,]*\s*[%％‰]?\s*(?:个?百分点|以上|以下|以内|左右)?|[-—－–]{1,2}|/")
_OFFICE = re.compile(r"[局委办厅院校]$|[\u4e00-\u9fff]{2}(?:[处科所站会社司部]|中心|政府|公司|大厅)$")
_DIGIT_FIRST = re.compile(r"[≥≤<>＞＜约]?\s*[-+−]?\d")


def located(text: str, table: Table) -> Table:
    """``table`` as a reader returns it, with the place of each of its cells in ``text``.

    A row is a line; tabs set off its cells, and those at its ends may be gone.
    """
    if table.cell_spans or not table.rows:
        return table
    width = max(map(len, table.rows))
    rows = tuple(row + ("",) * (width - len(row)) for row in table.rows)
    lines = [Span(*m.span()) for m in re.finditer(r"[^\n]+", table.span.of(text))]
    lines = [Span(line.start + table.span.start, line.end + table.span.start) for line in lines]
    filled = [row for row in rows if any(row)]
    places = iter(lines if len(lines) == len(filled) else [table.span] * len(filled))
    cells = tuple(_cells_of_line(text, row, next(places)) if any(row) else ((),) * width for row in rows)
    return replace(table, rows=rows, cell_spans=cells)


def _cells_of_line(text: str, row: Sequence[str], line: Span) -> tuple[CellSpans, ...]:
    pieces = [trim(text, Span(*m.span())) for m in re.compile(r"[^\t]+").finditer(text, line.start, line.end)]
    pieces = [piece for piece in pieces if len(piece)]
    if len(pieces) == sum(map(bool, row)):
        found = iter(pieces)
        return tuple((next(found),) if words else () for words in row)
    position, cells = line.start, []
    for words in row:
        at = text.find(words, position, line.end) if words else -1
        cells.append((Span(at, at + len(words)),) if at >= 0 else ())
        position = at + len(words) if at >= 0 else position
    return tuple(cells)


def row_spans(text: str, table: Table, row: int) -> tuple[Span, ...]:
    """Where ``row`` is printed, in reading order; cells that only blanks part stand in one span."""
    return joined(text, (span for cell in table.cell_spans[row] for span in cell))


def joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` in reading order, neighbours with nothing but blanks between them as one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return tuple(found)


def gaps(text: str, span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """The words of ``span`` that no span of ``taken`` holds, piece by piece, without blanks at either side."""
    position = span.start
    for place in (*sorted(taken), Span(span.end, span.end)):
        piece = trim(text, Span(position, max(position, place.start)))
        if len(piece):
            yield piece
        position = max(position, place.end)


def loose_words(text: str, table: Table) -> tuple[Span, ...]:
    """What ``table`` prints outside of its cells and caption: labels that lost their rows, a header said again."""
    cells = [span for row in table.cell_spans for cell in row for span in cell]
    return tuple(gaps(text, table.span, [*cells, *([table.caption] if table.caption else [])]))


def table_at(document: Document, offset: int) -> Table | None:
    """The table that stands at ``offset``."""
    at = bisect_right(document.tables, offset, key=lambda table: table.span.start)
    table = document.tables[at - 1] if at else None
    return table if table is not None and offset < table.span.end else None


def cell_at(table: Table, offset: int) -> tuple[int, int] | None:
    """Row and column of the cell printed at ``offset``; between two cells, of the one before; None before all."""
    best: tuple[int, int, int] | None = None
    for row, cells in enumerate(table.cell_spans):
        for column, cell in enumerate(cells):
            for span in cell:
                if span.start <= offset and (best is None or span.start > best[0]):
                    best = (span.start, row, column)
    return best[1:] if best else None


def row_at(table: Table, offset: int) -> int:
    """The row printed at ``offset``, from 1; 0 for caption and header and where the rows are lost."""
    found = cell_at(table, offset)
    return found[0] if found else 0


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold, by number: row numbers, groups, names, units, figures, values not placed.

    ``names`` are the columns of words that say what a row is about, the first ones those of its groups.
    """

    order: int | None
    unit: int | None
    names: tuple[int, ...]
    figures: tuple[int, ...]
    unplaced: int | None


def columns_of(table: Table) -> Columns:
    """The columns of ``table``: by the words of its header, and by what most of their cells hold."""
    head = table.rows[0]
    order = next((n for n, word in enumerate(head) if ORDER_HEAD.fullmatch(word)), None)
    unit = next((n for n, word in enumerate(head) if UNIT_HEAD.fullmatch(word) and _holds_units(table, n)), None)
    unplaced = next((n for n, word in enumerate(head) if word == UNPLACED), None)
    apart = {order, unit, unplaced}
    figures = tuple(n for n in range(len(head)) if n not in apart and _holds_figures(table, n))
    first = figures[0] if figures else len(head)
    words = [n for n in range(len(head)) if n not in apart and n not in figures]
    names = tuple(n for n in words if n < first) if figures else tuple(words[:1])
    return Columns(order, unit, names or tuple(words[:1]), figures, unplaced)


def _holds_units(table: Table, column: int) -> bool:
    """Whether a column headed 单位 holds units of measure: short words, and not the names of offices."""
    cells = [row[column] for row in table.rows[1:] if row[column]]
    return all(len(cell) <= 10 for cell in cells) and not any(map(_OFFICE.search, cells))


def _holds_figures(table: Table, column: int) -> bool:
    cells = [row[column] for row in table.rows[1:] if row[column]]
    return bool(cells) and 2 * sum(_DIGIT_FIRST.match(cell) is not None or _is_dash(cell) for cell in cells) > len(
        cells
    )


def _is_dash(cell: str) -> bool:
    return re.fullmatch(r"[-—－–]{1,2}|/", cell) is not None


def is_figure(cell: str) -> bool:
    """Whether a cell begins with a figure, or stands for one that is not there."""
    return _DIGIT_FIRST.match(cell) is not None or _is_dash(cell)


def filled_rows(table: Table, columns: Columns) -> Iterator[dict[int, str]]:
    """The cells of each row by column, from row 1; cells of groups merged over rows, printed once, in each of them.

    A name reaches down only to rows that say something to its right, until a column to its left begins anew.
    """
    last: dict[int, str] = {}
    for row in table.rows[1:]:
        for place, column in enumerate(columns.names):
            if row[column]:
                last = {n: last[n] for n in columns.names[:place] if n in last} | {column: row[column]}
        # A row of which not all is placed may have a name of its own there: only what stands before its number is sure.
        doubtful = columns.unplaced is not None and row[columns.unplaced]
        right = (columns.order or 0) if doubtful else len(row)
        reach = {n: words for n, words in last.items() if n < right and not row[n] and any(row[n + 1 :])}
        yield reach | {n: cell for n, cell in enumerate(row) if cell}


def row_name(table: Table, row: int, columns: Columns | None = None) -> str:
    """The words that name a row: the last of its names, else its first words; may be empty."""
    columns = columns or columns_of(table)
    cells = table.rows[row]
    names = [cells[n] for n in columns.names if cells[n]]
    return names[-1] if names else next((c for n, c in enumerate(cells) if c and n != columns.order), "")


def row_words(table: Table, cells: dict[int, str], columns: Columns) -> str:
    """A row as it is searched: 群组 指标（单位）：2020年实际 33.82；2025年目标 38, or 列名：值；列名：值 without units.

    ``cells`` are its cells by column, see ``filled_rows``.
    """
    if columns.unit is None or not columns.figures:
        return "；".join(_headed(table, n, cells[n], "：") for n in sorted(cells) if n != columns.order)
    names = " ".join(dict.fromkeys(cells[n] for n in columns.names if n in cells))
    unit = f"（{cells[columns.unit]}）" if columns.unit in cells else ""
    said = {columns.order, columns.unit, *columns.names}
    values = "；".join(_headed(table, n, cells[n], " ") for n in sorted(cells) if n not in said)
    return f"{names}{unit}：{values}"


def _headed(table: Table, column: int, cell: str, mark: str) -> str:
    head = table.rows[0][column]
    return f"{head}{mark}{cell}" if head else cell
