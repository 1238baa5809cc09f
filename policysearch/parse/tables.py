"""The tables of a document: those that the format marks, and those whose cells lost their grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policysearch.parse.cellwise import cellwise_tables
from policysearch.parse.clean import Cleaned
from policysearch.parse.flat import flat_tables
from policysearch.parse.grid import caption_start, join_over_pages, read_grid, settle
from policysearch.parse.rebuild import rebuild
from policysearch.text import CJK, trim
from policysearch.types import UNPLACED, Doubt, HeadingMark, RawDocument, Span, Table

_LEAST_CELLS = 10
_MOST_CELL_CHARS = 28
_MOST_CAPTION_CHARS = 45
_SENTENCE = re.compile(r"[。；！？]|[，,].*[，,]")
_NUMBER = re.compile(r"[-+]?\d[\d.,%]*(?:以上|以下|左右)?|-|—")
_HEADER = re.compile(r"序\s?号|指标|单位|项目|名称|目标|类别|标准")
_LABEL = re.compile(rf"[（(]?[一二三四五六七八九十\d]{{1,3}}[)）、.．][{CJK}]|第.{{1,5}}[章节条]|——")


def find_tables(
    raw: RawDocument, cleaned: Cleaned, headings: Sequence[HeadingMark]
) -> tuple[tuple[Table, ...], tuple[Doubt, ...]]:
    """The tables in the cleaned text, in order and disjoint, and where a person should check them.

    ``headings`` are the lines of the cleaned text that the format marks. Forms and layouts are no tables. A table
    without rows is one that lost its grid and could not be put back.
    """
    text = cleaned.text
    settled = [settle(raw.text, table, cleaned) for table in raw.tables]
    marked, floor = [], 0
    for table in join_over_pages(text, settled, cleaned.page_starts):
        found = read_grid(text, table, floor, headings) if len(table.span) else None
        if found is not None:
            marked.append(found)
        floor = table.span.end
    known = [table.span for table in settled]
    flattened = find_flattened_tables(text, cleaned.flat, known)
    rebuilt = [rebuild(text, span) or Table(span, ()) for span in flattened]
    cellwise = [table for table in _cellwise(text, headings) if not _meets(table.span, [*known, *cleaned.flat])]
    whole = [table.span for table in rebuilt if table.rows]
    cellwise = [table for table in cellwise if not _meets(table.span, whole)]
    places = [table.span for table in cellwise]
    rebuilt = [*cellwise, *(table for table in rebuilt if not _meets(table.span, places))]
    doubts = [Doubt(table.span, "table_rebuilt" if table.rows else "table_lost") for table in rebuilt]
    doubts += [Doubt(span, "value_unplaced") for table in rebuilt for span in _unplaced(table)]
    tables = sorted([*marked, *rebuilt], key=lambda table: table.span)
    return tuple(tables), tuple(sorted(doubts, key=lambda doubt: doubt.span))


def _cellwise(text: str, headings: Sequence[HeadingMark]) -> Iterator[Table]:
    """The tables whose cells stand one a line, with their captions."""
    floor = 0
    for table in cellwise_tables(text):
        start = caption_start(text, table.span.start, floor, headings)
        caption = trim(text, Span(start, table.span.start))
        floor = table.span.end
        yield replace(table, span=Span(start, floor), caption=caption) if len(caption) else table


def _meets(span: Span, others: Sequence[Span]) -> bool:
    return any(other.start < span.end and span.start < other.end for other in others)


def _unplaced(table: Table) -> Iterator[Span]:
    column = table.rows[0].index(UNPLACED) if table.rows and UNPLACED in table.rows[0] else None
    if column is not None:
        yield from (span for row in table.cell_spans[1:] for span in row[column])


def find_flattened_tables(text: str, flat: Sequence[Span], known: Sequence[Span]) -> list[Span]:
    """The spans of flattened tables: one cell a line, or a captioned run inside a flat line.

    Spans in ``known`` (tables that the format itself marks) are left out. A span begins at its caption.
    """
    found = [span for line in flat for span in flat_tables(text, line)]
    found += _one_cell_a_line(text)
    return [span for span in found if not _meets(span, known)]


def _one_cell_a_line(text: str) -> Iterator[Span]:
    lines = [trim(text, Span(*m.span())) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_cell(text, lines[end]):
            end += 1
        cells = [lines[n].of(text) for n in range(at, end)]
        if _is_table(cells):
            first = next(n for n, cell in enumerate(cells) if _HEADER.search(cell)) + at
            first = max(at, first - 1) if first > at and len(lines[first - 1]) <= _MOST_CAPTION_CHARS else first
            if first == at and at and _is_caption(lines[at - 1].of(text)):
                first -= 1
            yield Span(lines[first].start, lines[end - 1].end)
        at = max(end, at + 1)


def _is_cell(text: str, line: Span) -> bool:
    words = line.of(text)
    return len(words) <= _MOST_CELL_CHARS and not _SENTENCE.search(words) and not _LABEL.match(words)


def _is_table(cells: list[str]) -> bool:
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    headers = sum(bool(_HEADER.search(cell)) for cell in cells[:14])
    return len(cells) >= _LEAST_CELLS and numbers >= 0.3 * len(cells) and headers >= 2


def _is_caption(line: str) -> bool:
    return len(line) <= _MOST_CAPTION_CHARS and not _SENTENCE.search(line) and not _LABEL.match(line)
