"""Rows and cells of a table with their places in the text, to be cited and lit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from policysearch.render.html import Html, element
from policysearch.types import Document, Span, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, and where they stand; None where they cannot be found in the text."""

    words: str
    span: Span | None


def rows_of(document: Document, table: Table) -> Iterator[tuple[Cell, ...]]:
    """The rows of ``table`` in order, each cell looked up in the text after the one before."""
    position = table.span.start
    for row in table.rows:
        cells = []
        for words in row:
            at = document.text.find(words, position, table.span.end) if words else -1
            span = Span(at, at + len(words)) if at >= 0 else None
            position = span.end if span else position
            cells.append(Cell(words, span))
        yield tuple(cells)


def table_at(document: Document, span: Span) -> Table | None:
    """The table with rows that holds the whole of ``span``."""
    return next((table for table in document.tables if table.rows and table.span.holds(span)), None)


def table_html(rows: Iterable[tuple[Cell, ...]], show: Callable[[Cell], str], identity: str | None = None) -> Html:
    """A table of ``rows``, the first as its head; ``show`` makes the inside of a cell."""
    lines = []
    for number, row in enumerate(rows):
        name = "td" if number else "th"
        lines.append(element("tr", *(element(name, show(cell), scope=None if number else "col") for cell in row)))
    return element("div", element("table", *lines), class_="table", id=identity)


def rows_in(document: Document, table: Table, span: Span) -> list[tuple[Cell, ...]]:
    """The head of ``table`` and those of its rows that ``span`` touches."""
    head, *rest = rows_of(document, table)
    return [head, *(row for row in rest if any(touches(cell, span) for cell in row))]


def touches(cell: Cell, span: Span) -> bool:
    """Whether any character of ``cell`` lies in ``span``."""
    return cell.span is not None and cell.span.start < span.end and span.start < cell.span.end
