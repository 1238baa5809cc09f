"""Rows and cells of a table with their places in the text, to be shown, cited and lit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policysearch.cells import table_at
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say
from policysearch.types import UNPLACED, CellSpans, Document, Span, Table

_UNPLACED_NOTE = "（原表看不出是哪一列）"


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, where they stand, and what is to be said of it: empty, or why it is in doubt."""

    words: str
    spans: CellSpans
    note: str = ""


def rows_of(table: Table) -> Iterator[tuple[Cell, ...]]:
    """The rows of ``table`` in order, the header first; empty where it has none."""
    for row, places in zip(table.rows, table.cell_spans, strict=True):
        yield tuple(
            Cell(words, spans, _UNPLACED_NOTE if head == UNPLACED and spans else "")
            for head, words, spans in zip(table.rows[0], row, places, strict=True)
        )


def table_of(document: Document, spans: Sequence[Span]) -> Table | None:
    """The table with rows that holds the last of ``spans``: a heading may stand before the others."""
    table = table_at(document, spans[-1].end - 1)
    return table if table is not None and table.rows else None


def rows_in(table: Table, spans: Sequence[Span]) -> list[tuple[Cell, ...]]:
    """The head of ``table`` and those of its rows that ``spans`` touch; what is unplaced, where it has any."""
    head, *rows = rows_of(table)
    rows = [row for row in rows if any(touches(cell, spans) for cell in row)]
    shown = [n for n, cell in enumerate(head) if cell.words != UNPLACED or any(row[n].words for row in rows)]
    return [tuple(row[n] for n in shown) for row in (head, *rows)]


def touches(cell: Cell, spans: Sequence[Span]) -> bool:
    """Whether any character of ``cell`` lies in ``spans``."""
    return any(a.start < b.end and b.start < a.end for a in cell.spans for b in spans)


def table_html(
    rows: Sequence[tuple[Cell, ...]],
    show: Callable[[Cell], str],
    identity: str | None = None,
    caption: Html | str = EMPTY,
    after: Callable[[int], Html] = lambda _: EMPTY,
) -> Html:
    """A table of ``rows``, the first as its head; ``show`` makes the inside of a cell, its note stands behind.

    ``after`` makes what stands at the end of a row below the head, by its number from 1.
    """
    head, *body = rows
    lines = [_line("th", head, show)] if any(cell.words for cell in head) else []
    lines += [_line("td", row, show, after(number)) for number, row in enumerate(body, 1)]
    title = element("caption", caption) if caption else EMPTY
    return element("div", element("table", title, *lines), class_="table", id=identity)


def _line(name: str, row: Sequence[Cell], show: Callable[[Cell], str], after: Html = EMPTY) -> Html:
    cells = []
    for place, cell in enumerate(row, 1):
        note = element("span", say(cell.note), class_="note") if cell.note else EMPTY
        end = after if place == len(row) else EMPTY
        cells.append(element(name, join([show(cell), note, end]), scope="col" if name == "th" else None))
    return element("tr", *cells)
