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
    """The rows of ``table`` in order, each cell looked up where its row is printed."""
    for row, span in zip(table.rows, _row_spans(document, table), strict=False):
        yield _cells(document, row, span)


def _row_spans(document: Document, table: Table) -> tuple[Span, ...]:
    """Where each row is printed: as the table says, else line by line."""
    if table.row_spans:
        return table.row_spans
    spans, start = [], table.span.start
    for line in table.span.of(document.text).split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def _cells(document: Document, row: tuple[str, ...], span: Span) -> tuple[Cell, ...]:
    position, cells = span.start, []
    for words in row:
        at = document.text.find(words, position, span.end) if words else -1
        found = Span(at, at + len(words)) if at >= 0 else None
        position = found.end if found else position
        cells.append(Cell(words, found))
    return tuple(cells)


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
    spans = _row_spans(document, table)
    touched = [
        (row, place)
        for row, place in zip(table.rows[1:], spans[1:], strict=False)
        if place.start < span.end and span.start < place.end
    ]
    return [_cells(document, row, place) for row, place in [(table.rows[0], spans[0]), *touched]]


def touches(cell: Cell, span: Span) -> bool:
    """Whether any character of ``cell`` lies in ``span``."""
    return cell.span is not None and cell.span.start < span.end and span.start < cell.span.end
