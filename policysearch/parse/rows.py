"""The rows of a table as they are found and cited: each is a passage of its own.

Caption and header, and whatever else of the table is no cell of a row (labels that lost their rows), go with the first
row: alone they would be found and say nothing. A row of one cell goes with the next (a heading inside the table) or,
at the end, with the last (a note). Short rows share a passage in a table without header, in the fields of a page's
head (发布机构, 文号) and in a register of very many rows. A row that is too long for one is cut between its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policysearch.cells import Columns, columns_of, filled_rows, gaps, joined, loose_words, row_name, row_words
from policysearch.config import PassageSettings
from policysearch.parse.fields import is_field_table
from policysearch.parse.pieces import balanced
from policysearch.text import clip
from policysearch.types import Span, Table

# A table of more rows is a register: a drug list, a roll of schools.
_MOST_ROWS_ALONE = 120
_MOST_NAME_CHARS = 40


@dataclass(frozen=True, slots=True)
class RowPiece:
    """Where a row is printed, in reading order, and how it is searched; ``is_lead`` where it only leads to the next."""

    spans: tuple[Span, ...]
    words: str
    is_lead: bool = False

    def __len__(self) -> int:
        return sum(map(len, self.spans))


def cut_rows(text: str, table: Table, settings: PassageSettings) -> Iterator[RowPiece]:
    """The rows of ``table`` in order; together they hold every character of it that is no blank, each once."""
    is_register = len(table.rows) > _MOST_ROWS_ALONE or not any(table.rows[0]) or is_field_table(table)
    together = settings.target_chars if is_register else 0
    groups: list[list[RowPiece]] = []
    for piece in (*_head(text, table, settings), *_rows(text, table, settings)):
        length = len(piece) + (sum(map(len, groups[-1])) if groups else 0)
        leads = bool(groups) and all(p.is_lead for p in groups[-1]) and length <= settings.most_chars
        if groups and (leads or length <= together):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    if len(groups) > 1 and all(p.is_lead for p in groups[-1]):
        groups[-2:] = [groups[-2] + groups[-1]]
    title = " ".join(table.caption.of(text).split()) + "\n" if table.caption else ""
    for group in groups:
        spans = joined(text, (span for piece in group for span in piece.spans))
        yield RowPiece(spans, title + "\n".join(piece.words for piece in group if piece.words))


def _head(text: str, table: Table, settings: PassageSettings) -> Iterator[RowPiece]:
    """All of the table that is no cell of a row: caption, header, what lost its row."""
    cells = (span for row in table.cell_spans[1:] for cell in row for span in cell)
    found = gaps(text, table.span, cells)
    parts = [
        part for gap in found for part in (balanced(text, gap, settings) if len(gap) > settings.most_chars else [gap])
    ]
    loose = loose_words(text, table)
    for spans in _filled(parts, settings.most_chars):
        said = (gap for gap in loose for span in spans if span.holds(gap))  # caption and header are said in every row
        yield RowPiece(spans, " ".join(" ".join(gap.of(text).split()) for gap in said), is_lead=True)


def _rows(text: str, table: Table, settings: PassageSettings) -> Iterator[RowPiece]:
    columns = columns_of(table)
    for number, cells in enumerate(filled_rows(table, columns), 1):
        places = [(n, span) for n, cell in enumerate(table.cell_spans[number]) for span in cell]
        if sum(len(span) for _, span in places) > settings.most_chars:
            yield from _long_row(text, table, number, columns, settings)
        elif places:
            spans = joined(text, (span for _, span in places))
            yield RowPiece(spans, row_words(table, cells, columns), is_lead=len(places) == 1 and len(table.rows[0]) > 2)


def _long_row(text: str, table: Table, row: int, columns: Columns, settings: PassageSettings) -> Iterator[RowPiece]:
    """A row cut between its cells, and a cell between its sentences; each piece says which row it is of."""
    name = clip(row_name(table, row, columns), _MOST_NAME_CHARS)
    heads: dict[Span, str] = {}
    for head, cell in zip(table.rows[0], table.cell_spans[row], strict=True):
        for span in cell:
            parts = balanced(text, span, settings) if len(span) > settings.most_chars else (span,)
            heads |= dict.fromkeys(parts, head)
    for spans in _filled(sorted(heads), settings.target_chars):
        said = [(f"{heads[s]}：" if heads[s] else "") + " ".join(s.of(text).split()) for s in spans]
        yield RowPiece(joined(text, spans), "；".join([name, *said]))


def _filled(parts: Sequence[Span], most_chars: int) -> Iterator[tuple[Span, ...]]:
    """``parts`` in order, as many together as fit into ``most_chars``."""
    held: list[Span] = []
    for part in parts:
        if held and sum(map(len, held)) + len(part) > most_chars:
            yield tuple(held)
            held = []
        held.append(part)
    if held:
        yield tuple(held)
