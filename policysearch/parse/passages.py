"""Document to passages: one clause, or a few short siblings under one heading; never across a heading.

Every character of the body that is not a blank stands in exactly one passage. Of a table with rows each row is a
passage; see ``rows`` for what goes with it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policysearch.cells import joined
from policysearch.config import PassageSettings
from policysearch.parse.pieces import balanced, hard_cut, nonempty
from policysearch.parse.rows import cut_rows
from policysearch.place import page_at, section_names, sections_at
from policysearch.text import clip, trim
from policysearch.types import Document, Passage, PassageKind, Section, Span

_MOST_CRUMB_CHARS = 40


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line, sentence or table piece with the section that holds it; it is never cut further.

    ``row`` is where the row of a table is printed and ``words`` how it is searched.
    """

    span: Span
    home: tuple[Section, ...]
    kind: PassageKind
    head_only: bool = False
    row: tuple[Span, ...] = ()
    words: str | None = None


def cut_passages(document: Document, settings: PassageSettings = PassageSettings()) -> tuple[Passage, ...]:  # noqa: B008
    """The passages of ``document`` in reading order; see the module for what holds of them."""
    groups: list[list[_Unit]] = []
    pending: list[_Unit] = []
    for unit in _units(document, settings):
        if unit.head_only:
            pending.append(unit)
            continue
        if groups and not pending and _together(groups[-1][-1], unit):
            groups[-1].append(unit)
        else:
            groups.append([*pending, unit])
            pending = []
    if pending:
        groups.append(pending)
    pieces = [piece for group in groups for piece in _pack(document.text, group, settings)]
    pieces = _join_short(pieces, settings)
    return tuple(_passage(document, piece) for piece in pieces)


def _units(document: Document, settings: PassageSettings) -> Iterator[_Unit]:
    """The lines of the document, cut at headings, tables kept apart, long ones cut at sentences."""
    text = document.text
    table_at = {table.span.start: table for table in document.tables}
    ends = {end for table in document.tables for end in (table.span.start, table.span.end)}
    cuts = sorted(ends | {section.span.start for section in document.walk()} | {len(text)})
    first = trim(text, Span(0, len(text))).start
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        home = _home(sections_at(document.sections, position))
        table = table_at.get(position)
        if table is not None and table.rows:
            for row in cut_rows(text, table, settings):
                yield _Unit(row.spans[0], home, "table", row=row.spans, words=row.words)
            position = table.span.end
            continue
        if table is not None and len(table.span):
            for piece in _table_pieces(text, table.span, settings.most_chars):
                yield _Unit(piece, home, "table")
            position = table.span.end
            continue
        cut = cuts[bisect_right(cuts, position)]
        line_end = text.find("\n", position, cut)
        end = cut if line_end < 0 else line_end
        line = trim(text, Span(position, end))
        position = end
        kind: PassageKind = "clause" if home or not document.sections else "preamble"
        # A title on the first line heads what follows: alone it would be found and say nothing.
        is_title = line.start == first and line.of(text) == document.title
        head_only = is_title or (bool(home) and _is_heading(text, home[-1], line))
        if len(line) <= settings.most_chars:
            yield _Unit(line, home, kind, head_only)
        else:
            for piece in balanced(text, line, settings):
                yield _Unit(piece, home, kind)


def _is_heading(text: str, section: Section, line: Span) -> bool:
    """Whether the line is a heading alone or a part of one, with something under it."""
    heading = trim(text, section.heading_span)
    return heading.holds(line) and section.span.end > heading.end


def _home(path: tuple[Section, ...]) -> tuple[Section, ...]:
    """The path without the list items at its end: an item （一）…； belongs to the clause that lists it."""
    while path and path[-1].ladder == "plan" and len(path) > 1 and not _has_body(path[-1]):
        path = path[:-1]
    return path


def _has_body(section: Section) -> bool:
    """Whether a section is a clause with a name of its own and words or children under it."""
    return bool(section.heading) and section.span.end > section.heading_span.end + 1


def _together(before: _Unit, unit: _Unit) -> bool:
    return before.home == unit.home and (before.kind == unit.kind) and unit.kind != "table"


def _table_pieces(text: str, table: Span, most_chars: int) -> Iterator[Span]:
    """A table that lost its rows in pieces of whole lines, or of whole cells where the lines are gone."""
    if len("".join(table.of(text).split())) <= most_chars:
        yield table
        return
    start = previous = table.start
    for cell in _cells(text, table):
        if cell.end - start > most_chars and previous > start:
            yield from nonempty(text, start, previous)
            start = cell.start
        previous = cell.end
    yield from nonempty(text, start, previous)


def _cells(text: str, table: Span) -> Iterator[Span]:
    lines = "\n" in table.of(text)
    position = table.start
    while position < table.end:
        end = text.find("\n", position, table.end) if lines else _next_row(text, position + 1, table.end)
        end = table.end if end < 0 else end
        yield from (piece for cell in nonempty(text, position, end) for piece in hard_cut(text, cell, 400))
        position = end + 1 if lines else end


def _next_row(text: str, position: int, end: int) -> int:
    """Where the next row number of a flattened table stands: a number before words (7 社会工作人才)."""
    while position < end:
        if text[position].isdigit() and text[position - 1].isspace():
            number_end = position
            while number_end < end and text[number_end].isdigit():
                number_end += 1
            words = text[number_end:end].lstrip()
            if text[number_end : number_end + 1].isspace() and words and words[0] >= "\u4e00":
                return position
        position += 1
    return end


@dataclass(frozen=True, slots=True)
class _Piece:
    spans: tuple[Span, ...]
    home: tuple[Section, ...]
    kind: PassageKind
    words: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.spans[0].start, self.spans[-1].end)


def _pack(text: str, group: Sequence[_Unit], settings: PassageSettings) -> Iterator[_Piece]:
    """The units of one clause in pieces: all of it when short enough, else up to the target length."""
    last = group[-1]
    if last.row:
        spans = joined(text, (*(unit.span for unit in group[:-1]), *last.row))
        yield _Piece(spans, last.home, last.kind, last.words)
        return
    total = last.span.end - group[0].span.start
    limit = settings.most_chars if total <= settings.most_chars else settings.target_chars
    start, end = group[0].span.start, group[0].span.end
    for unit in group[1:]:
        fits = unit.span.end - start <= limit
        too_short = end - start < settings.least_chars and unit.span.end - start <= settings.most_chars
        if not fits and not too_short:
            yield _Piece((Span(start, end),), last.home, last.kind)
            start = unit.span.start
        end = unit.span.end
    yield _Piece((Span(start, end),), last.home, last.kind)


def _join_short(pieces: Sequence[_Piece], settings: PassageSettings) -> list[_Piece]:
    """Short clauses joined with the sibling before them while both stay under one heading."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if (
            last is not None
            and _siblings(last, piece)
            and min(len(last.span), len(piece.span)) < settings.least_chars
            and piece.span.end - last.span.start <= settings.target_chars
        ):
            above = last.home[:-1] if last.home != piece.home else last.home
            found[-1] = _Piece((Span(last.span.start, piece.span.end),), above, last.kind)
        else:
            found.append(piece)
    return found


def _siblings(a: _Piece, b: _Piece) -> bool:
    if a.kind != b.kind or a.kind == "table":
        return False
    if a.home == b.home:
        return True
    nameless = all(piece.home and not piece.home[-1].heading for piece in (a, b))
    return nameless and a.home[:-1] == b.home[:-1]


def _passage(document: Document, piece: _Piece) -> Passage:
    names = section_names(piece.home)
    text = "\n".join(span.of(document.text) for span in piece.spans)
    place = document.regions[0].split("/")[-1] if document.regions else ""
    title = document.title if not place or place[:2] in document.title else f"{place} {document.title}"
    crumbs = [title, *(clip(name, _MOST_CRUMB_CHARS) for name in names)]
    return Passage(
        passage_id=f"{document.doc_id}:{piece.span.start}-{piece.span.end}",
        doc_id=document.doc_id,
        kind=piece.kind,
        spans=piece.spans,
        text=text,
        search_text=" › ".join(crumbs)
        + "\n"
        + (_caption(document, piece) + text if piece.words is None else piece.words),
        section_path=names,
        page=page_at(document, piece.span.start),
    )


def _caption(document: Document, piece: _Piece) -> str:
    """The first words of a table that lost its rows for its later pieces, so that each can be found."""
    if piece.kind != "table":
        return ""
    table = next((t.span for t in document.tables if t.span.holds(piece.span)), None)
    if table is None or table.start == piece.span.start:
        return ""
    return clip(" ".join(Span(table.start, min(table.end, table.start + 90)).of(document.text).split()), 90) + "\n"
