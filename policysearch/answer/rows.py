"""The rows of a table as spans of the text, also where the grid of the table is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from policysearch.cells import columns_of, filled_rows, is_figure, joined, row_at, table_at
from policysearch.numerals import CHINESE, parse_numeral
from policysearch.text import squeeze, trim
from policysearch.types import Document, Passage, Span, Table

_LINE = re.compile(r"[^\n]+")
_FIGURE = re.compile(r"[-+]?\d[\d.,]*")
_UNIT_LINE = re.compile(r"单\s*位\s*[：:]\s*([^\s，,、；;（(）)]{1,8})(?:[（(][^（）()]*[）)])?[）)]?\s*$")
# 三口之家, 4人户: how many people a household has, and the heads of the columns that say it.
_HOUSEHOLD = re.compile(rf"([{CHINESE}]|\d{{1,2}})\s?(?:口之家|口人|人户|[人口]的?家庭|口子)|一家([{CHINESE}]|\d)口")
_PEOPLE = re.compile(r"家庭(?:组成|人口|人数|规模(?!调节|系数))|人口数?|户型|人数")
_PEOPLE_CELL = re.compile(r"([≥>＞]?)\s?(\d{1,2})\s?[人口]?(?:户|家庭)?\s?(及?以上)?")
_ROW_NUMBER = re.compile(r"(?<![^\s])(\d{1,3})(?=\s)")


def table_rows(document: Document, passage: Passage) -> list[tuple[Span, ...]]:
    """Where the rows in ``passage``, a part of a table of ``document``, are printed, in order.

    A row that the passage holds in part is the part. A table that lost its rows is cut where its row numbers count
    on (1, 2, 3 …), whether its cells stand on lines of their own or follow one another in one line; without such
    numbers each line is a row.
    """
    table = table_at(document, passage.end - 1)
    if table is not None and table.rows:
        return list(_rows_in(document.text, table, passage.spans))
    return [(row,) for span in passage.spans for row in _lost_rows(document.text, table, span)]


def _rows_in(text: str, table: Table, spans: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    for cells in table.cell_spans[1:]:
        places = [place for cell in cells for place in cell]
        whole = [place for place in places if any(span.holds(place) for span in spans)]
        if len(whole) < len(places):
            whole += [span for span in spans if span not in whole and any(place.holds(span) for place in places)]
        if whole:
            yield joined(text, whole)


def _lost_rows(text: str, table: Table | None, piece: Span) -> list[Span]:
    if table is not None:
        piece = Span(max(piece.start, table.span.start), piece.end)  # a title may stand before it
    starts = _counted(text, piece)
    if len(starts) >= 2:
        ends = [*starts[1:], piece.end]
        return [trim(text, Span(a, b)) for a, b in zip(starts, ends, strict=True)]
    return [trim(text, Span(*m.span())) for m in _LINE.finditer(text, piece.start, piece.end) if m.group().strip()]


def spoken_row(document: Document, spans: Sequence[Span], heads: frozenset[str] | None = None) -> str | None:
    """A row of a table in words: 指标（上级）：2020年基数 9066万元，2025年目标 10510万元; None for other spans.

    The words are those of the header and of the row; a figure carries the unit of its row, else that of the caption.
    What the table has lost is said: the unit, the column of a value. ``heads`` are the columns to tell, where not all
    are wanted.
    """
    found = _row_at(document, spans)
    if found is None:
        return None
    table, cells = found
    columns = columns_of(table)
    row = {n: cell for n, cell in cells.items() if n != columns.order}
    unit = row.pop(columns.unit, "") if columns.unit is not None else _caption_unit(document, table)
    unplaced = row.pop(columns.unplaced, "") if columns.unplaced is not None else ""
    last = max(row) if heads is None or not columns.figures else columns.figures[0]  # notes and links stand behind
    words = [cell for n, cell in row.items() if not is_figure(cell) and n <= last]
    if not words and row:
        first = min(row)
        words = [f"{table.rows[0][first]} {row.pop(first)}".strip()]
    figures = [
        f"{table.rows[0][n]} {cell}{unit if _FIGURE.fullmatch(cell) else ''}".strip()
        for n, cell in row.items()
        if is_figure(cell) and (heads is None or table.rows[0][n] in heads)
    ]
    figures += [f"{unplaced}（原表看不出是哪一列，缺年份）"] if unplaced else []
    if not figures or not words:
        return None
    lost = "（原表此处缺单位）" if columns.unit is not None and not unit else ""
    return "·".join(dict.fromkeys(words)) + "：" + "，".join(figures) + lost


@dataclass(frozen=True, slots=True)
class RowParts:
    """What a row of a table is called, all its words, and its figures with their headers, in order."""

    name: str
    words: str
    heads: tuple[str, ...]
    figures: tuple[str, ...]


def row_parts(document: Document, spans: Sequence[Span]) -> RowParts | None:
    """The parts of the row at ``spans``; None where no row stands there."""
    found = _row_at(document, spans)
    if found is None:
        return None
    table, cells = found
    columns = columns_of(table)
    words = [cell for n, cell in cells.items() if not is_figure(cell) and n != columns.unit]
    first = None if words else next((n for n in cells if n != columns.order), None)  # 2014 names its row
    told = [n for n, cell in cells.items() if is_figure(cell) and n not in (columns.order, first)]
    heads, figures = tuple(table.rows[0][n] for n in told), tuple(cells[n] for n in told)
    return RowParts(words[-1] if words else "", "".join(words), heads, figures)


def groups_above(document: Document, spans: Sequence[Span]) -> tuple[str, ...]:
    """The names of the groups of a row that are printed above it, once for all of their rows; may be empty."""
    table = table_at(document, spans[0].start)
    number = row_at(table, spans[0].start) if table is not None and table.rows else 0
    if table is None or not number or table.rows[number][0]:
        return ()
    columns = columns_of(table)
    filled = next(islice(filled_rows(table, columns), number - 1, None), {})
    return tuple(cell for n, cell in filled.items() if n in columns.names and not table.rows[number][n])


def is_of_count(document: Document, spans: Sequence[Span], question: str) -> bool | None:
    """Whether a row is of households of as many people as ``question`` names; None where either names none."""
    asked = _HOUSEHOLD.search(question)
    found = _row_at(document, spans) if asked is not None else None
    if asked is None or found is None:
        return None
    wanted = parse_numeral(asked[1] or asked[2])
    table, cells = found
    for n, cell in cells.items():
        match = _PEOPLE_CELL.fullmatch(cell)
        if match is not None and wanted is not None and _PEOPLE.search(squeeze(table.rows[0][n])):
            least = int(match[2]) + (match[1] in (">", "＞") and bool(match[1]))
            return wanted >= least if match[1] or match[3] else wanted == least
    return None


def _row_at(document: Document, spans: Sequence[Span]) -> tuple[Table, dict[int, str]] | None:
    """The table with a row that stands at ``spans``, and the filled cells of that row by column."""
    table = table_at(document, spans[0].start)
    number = row_at(table, spans[0].start) if table is not None and table.rows else 0
    if table is None or not number or len(table.rows[0]) < 3:
        return None
    return table, {n: cell for n, cell in enumerate(table.rows[number]) if cell}


def _caption_unit(document: Document, table: Table) -> str:
    """The unit that the caption tells: of a table without one, that of the table that it follows right away."""
    at = document.tables.index(table)
    while table.caption is None and at:
        before = document.tables[at - 1]
        if not before.rows or document.text[before.span.end : table.span.start].strip():
            break
        table, at = before, at - 1
    match = _UNIT_LINE.search(table.caption.of(document.text)) if table.caption else None
    return match[1] if match else ""


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
