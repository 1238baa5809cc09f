"""A table that lost its grid back to rows and columns, where layout and arithmetic prove them.

A row is proved by its number, which counts on, and by as many values behind its name and unit as the header has
columns for. Cells are lines of their own, or pieces between blanks, which may be broken further inside a cell. The
last column of some rows may be printed in a run after them: only arithmetic proves whose each cell is. What is not
proved is kept and placed in no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policysearch.cells import joined
from policysearch.parse.columns import Header, Piece, join_words, read_header
from policysearch.parse.units import FIGURE, FIGURE_TAIL, KIND, UNIT, decimals
from policysearch.text import squeeze, trim
from policysearch.types import UNPLACED, CellSpans, Span, Table

_LEAST_ROWS = 3
_LEAST_FULL_SHARE = 0.5
_MOST_HEADER_PIECES = 80
_MOST_ROW_PIECES = 80
_MOST_ROWS = 500

Cell = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row between its number and the next: name, unit, values, and the words behind them.

    ``rest`` is what is certain in no column: all behind the number where the row has no name, value and unit for sure.
    """

    number: Piece
    name: Cell = ()
    unit: Cell = ()
    values: tuple[Cell, ...] = ()
    behind: Cell = ()
    rest: Cell = ()
    group: Cell = ()


@dataclass(frozen=True, slots=True)
class _Chain:
    """Where rows begin, from the first on: how well they fit, and how many other choices fit as well."""

    starts: tuple[int, ...]
    score: float = 0.0
    ways: int = 1


def rebuild(text: str, span: Span) -> Table | None:
    """The table in ``span``, or None where nothing proves its rows.

    Each row is the group it stands under (printed once), its number, name, unit and values. Values of which the
    column is not proved stand under ``列不明``. The span of the table ends with its last cell.
    """
    wrapped = "\n" not in span.of(text)
    pieces = list(_pieces(text, span, wrapped))
    for first in range(1, len(pieces)):
        if not _opens_row(pieces, first, 1, wrapped):
            continue
        header = read_header(pieces[max(0, first - _MOST_HEADER_PIECES) : first], wrapped=wrapped)
        if header is None:
            continue
        header = replace(header, first=header.first + max(0, first - _MOST_HEADER_PIECES))
        body, again = _without_headers(pieces[first:], header, wrapped)
        rows = _rows(body, header, wrapped)
        if rows is not None:
            caption = Span(span.start, pieces[header.first - 1].span.end) if header.first else None
            return _table(text, span, caption, header, again, rows)
    return None


def _pieces(text: str, span: Span, wrapped: bool) -> Iterator[Piece]:
    for match in re.compile(r"\S+" if wrapped else r"[^\n]+").finditer(text, span.start, span.end):
        place = trim(text, Span(*match.span()))
        if len(place):
            yield Piece(" ".join(place.of(text).split()), place)


def _opens_row(pieces: Sequence[Piece], at: int, number: int, wrapped: bool) -> bool:
    """Whether the piece is the number of a row: words follow it, and not those that close a figure (3 以上)."""
    if pieces[at].words != str(number) or at + 1 >= len(pieces):
        return False
    return _value_length(pieces, at + 1, wrapped) == 0 and _value_length(pieces, at, wrapped) <= 1


def _value_length(pieces: Sequence[Piece], at: int, wrapped: bool) -> int:
    """How many pieces the value at ``at`` takes; 0 where no value begins."""
    words = squeeze(pieces[at].words)
    if KIND.fullmatch(words):
        return 2 if wrapped and len(words) == 2 and at + 1 < len(pieces) and pieces[at + 1].words == "性" else 1
    if not FIGURE.fullmatch(words):
        return 0
    for count in (3, 2) if wrapped else ():
        parts = [piece.words for piece in pieces[at : at + count]]
        if FIGURE_TAIL.fullmatch("".join(parts)) and not any(map(FIGURE.fullmatch, parts[1:])):
            return count
    return 1


def _without_headers(pieces: Sequence[Piece], header: Header, wrapped: bool) -> tuple[list[Piece], dict[Piece, Header]]:
    """``pieces`` less the header where a new page repeats it; each by the number of the row that it stands before."""
    kept: list[Piece] = []
    again: dict[Piece, Header] = {}
    starts = {squeeze(head.pieces[0].words) for head in header.heads}
    at = 0
    while at < len(pieces):
        end = _header_end(pieces, at, header, wrapped) if squeeze(pieces[at].words) in starts else None
        if end is None:
            kept.append(pieces[at])
            at += 1
        else:
            found = read_header(pieces[at:end], wrapped=wrapped)
            if found is not None:
                again[pieces[end]] = found
            at = end
    return kept, again


def _header_end(pieces: Sequence[Piece], at: int, header: Header, wrapped: bool) -> int | None:
    for end in range(at + 3, min(len(pieces) - 1, at + _MOST_HEADER_PIECES)):
        if pieces[end].words.isdecimal() and _opens_row(pieces, end, int(pieces[end].words), wrapped):
            found = read_header(pieces[at:end], wrapped=wrapped)
            if found is not None and found.first == 0 and found.plan == header.plan:
                return end
    return None


def _rows(pieces: Sequence[Piece], header: Header, wrapped: bool) -> list[_Row] | None:
    """The rows 1, 2, 3 … in ``pieces``: of all places where their numbers may stand, those whose rows fit best.

    None where they do not fit well, or where another choice fits as well.
    """
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        places.setdefault(piece.words, []).append(at)
    chains, finished, number = [_Chain((0,))], [], 1
    while chains:
        finished += [_longer(chain, None, pieces, header, wrapped) for chain in chains]
        number += 1
        ends = [at for at in places.get(str(number), ()) if at > 1 and _opens_row(pieces, at, number, wrapped)]
        options = [
            [_longer(c, end, pieces, header, wrapped) for c in chains if 1 < end - c.starts[-1] <= _MOST_ROW_PIECES]
            for end in ends
        ]
        chains = [_best(option) for option in options if option]
    best = _best(finished)
    if best.ways > 1 or len(best.starts) < _LEAST_ROWS:
        return None
    edges: list[int | None] = [*best.starts, None]
    windows = ((_window(pieces, start, end), end is None) for start, end in zip(best.starts, edges[1:], strict=True))
    rows = [_row(window, header, wrapped, is_last) for window, is_last in windows]
    while wrapped and rows and rows[-1].rest:
        rows.pop()  # 12 个村 in the prose behind the table looks the same
    full = sum(len(row.values) == len(header.values) for row in rows)
    return rows if len(rows) >= _LEAST_ROWS and full >= _LEAST_FULL_SHARE * len(rows) else None


def _window(pieces: Sequence[Piece], start: int, end: int | None) -> Sequence[Piece]:
    return pieces[start : end if end is not None else start + _MOST_ROW_PIECES]


def _longer(chain: _Chain, end: int | None, pieces: Sequence[Piece], header: Header, wrapped: bool) -> _Chain:
    """``chain`` with its last row up to ``end``, where the next begins; None: it is the last of the table."""
    row = _row(_window(pieces, chain.starts[-1], end), header, wrapped, end is None)
    starts = chain.starts if end is None else (*chain.starts, end)
    return _Chain(starts, chain.score + _fit(row, header), chain.ways)


def _best(chains: Sequence[_Chain]) -> _Chain:
    score = max(chain.score for chain in chains)
    equal = [chain for chain in chains if chain.score == score]
    return replace(equal[0], ways=sum(chain.ways for chain in equal))


def _fit(row: _Row, header: Header) -> float:
    if row.rest:
        return 0.25
    if len(row.values) != len(header.values):
        return 1.0 if row.values else 0.5
    return 1.75 if row.behind else 2.0


def _row(pieces: Sequence[Piece], header: Header, wrapped: bool, is_last: bool) -> _Row:
    """The row that ``pieces`` hold, its number first; all but the number is ``rest`` where it is not certain.

    Of several runs of values the first one counts that has as many as there are columns; two such leave the row open,
    but behind the last row other text may follow.
    """
    number, count = pieces[0], len(header.values)
    found = [row for row in _readings(pieces, header, wrapped) if row.name]
    if is_last and any(_is_next_number(pieces, row) for row in found):
        found = []  # a value that may as well be the number of a row that did not fit
    full = [row for row in found if len(row.values) == count and _kinds_agree(row, header)]
    if full and (len(full) == 1 or is_last):
        return replace(full[0], behind=()) if is_last else full[0]
    if len(found) == 1 and not full:
        return replace(found[0], behind=()) if is_last else found[0]
    return _Row(number, rest=tuple(pieces[1 : _first_values_end(pieces, wrapped) if is_last else None]))


def _is_next_number(pieces: Sequence[Piece], row: _Row) -> bool:
    """Whether the last value of a row is the number that comes next, and words follow."""
    number = str(int(row.number.words) + 1)
    return bool(row.behind) and bool(row.values) and row.values[-1][0].words == number


def _first_values_end(pieces: Sequence[Piece], wrapped: bool) -> int:
    """Where the first run of values ends: what stands behind the last row belongs to the table no more."""
    runs = (_values(pieces, at, wrapped) for at in range(1, len(pieces)))
    return next((end for values, end in runs if values), 2)


def _readings(pieces: Sequence[Piece], header: Header, wrapped: bool) -> Iterator[_Row]:
    """Each way to take a run of values for those of the row."""
    has_unit = header.column("unit") is not None
    at = 1
    while at < len(pieces):
        values, end = _values(pieces, at, wrapped)
        if values and at > 1 and not _has_values(pieces[1:at], wrapped):
            named = _named(pieces[1:at], has_unit, wrapped)
            if named is not None:
                yield _Row(pieces[0], *named, values, tuple(pieces[end:]))
        at = max(end, at + 1)


def _has_values(name: Sequence[Piece], wrapped: bool) -> bool:
    """Whether two values follow one another in the pieces of a name: a row that lost its unit, and the next number.

    One alone may belong to it (获评 500 强作坊).
    """
    return any(len(_values(name, at, wrapped)[0]) > 1 for at in range(len(name)))


def _values(pieces: Sequence[Piece], at: int, wrapped: bool) -> tuple[tuple[Cell, ...], int]:
    """The run of values that begins at ``at``, and where it ends."""
    found: list[Cell] = []
    while at < len(pieces) and (length := _value_length(pieces, at, wrapped)):
        found.append(tuple(pieces[at : at + length]))
        at += length
    return tuple(found), at


def _named(pieces: Sequence[Piece], has_unit: bool, wrapped: bool) -> tuple[Cell, Cell] | None:
    """Name and unit out of the pieces before the values; None where the line between them is not certain."""
    if not has_unit:
        return (tuple(pieces), ()) if wrapped or len(pieces) == 1 else None
    for count in (3, 2, 1) if wrapped else (1,):
        if len(pieces) > count and UNIT.fullmatch(squeeze("".join(piece.words for piece in pieces[-count:]))):
            return tuple(pieces[:-count]), tuple(pieces[-count:])
    return (tuple(pieces), ()) if not wrapped and len(pieces) == 1 else None


def _kinds_agree(row: _Row, header: Header) -> bool:
    """Whether words of kind (预期性) stand in their column, and nothing else there."""
    return all(
        (KIND.fullmatch(join_words(cell)) is not None) == (header.heads[column].role == "word")
        for column, cell in zip(header.values, row.values, strict=True)
    )


def _table(
    text: str, span: Span, caption: Span | None, header: Header, again: dict[Piece, Header], rows: Sequence[_Row]
) -> Table:
    rows = _with_groups(_contradicted(_with_runs(rows, header), header), header, again)
    lines = [_line(row, header) for row in rows]
    words = [[join_words(head.pieces) for head in header.heads], *([join_words(c) for c in line] for line in lines)]
    spans = [[_spans(text, head.pieces) for head in header.heads], *([_spans(text, c) for c in line] for line in lines)]
    unplaced = [_unplaced(row, header) for row in rows]
    if any(unplaced):
        words = [[*row, "、".join(map(join_words, cell))] for row, cell in zip(words, ((), *unplaced), strict=True)]
        spans = [
            [*row, tuple(s for value in cell for s in _spans(text, value))]
            for row, cell in zip(spans, ((), *unplaced), strict=True)
        ]
        words[0][-1] = UNPLACED
    end = max(place.end for row in spans for cell in row for place in cell)
    return Table(Span(span.start, end), tuple(map(tuple, words)), tuple(map(tuple, spans)), caption)


def _line(row: _Row, header: Header) -> list[Cell]:
    """The cells of a row by column; values stand in theirs when there is one for each."""
    cells: list[Cell] = [()] * len(header.heads)
    for role, cell in (("group", row.group), ("order", (row.number,)), ("name", row.name), ("unit", row.unit)):
        column = header.column(role)  # type: ignore[arg-type]
        if column is not None:
            cells[column] = cell
    if not _unplaced(row, header):
        for column, cell in zip(header.values, row.values, strict=False):
            cells[column] = cell
    return cells


def _unplaced(row: _Row, header: Header) -> tuple[Cell, ...]:
    """What a row prints without telling its column."""
    placed = len(row.values) == len(header.values) and _kinds_agree(row, header)
    values = () if placed else row.values
    return (*values, *((row.rest,) if row.rest else ()), *((row.behind,) if row.behind else ()))


def _spans(text: str, cell: Cell) -> CellSpans:
    return joined(text, (piece.span for piece in cell))


def _with_runs(rows: Sequence[_Row], header: Header) -> list[_Row]:
    """The rows with the values of the last column that were printed in a run behind the rows that lack them.

    Rows 3, 4 and 5 lack one value each and five values stand behind row 5 in a table of three columns: the last three
    are the run. Whose they are, their order says and arithmetic must prove; without proof the values stay unplaced.
    """
    found, count = list(rows), len(header.values)
    for at, row in enumerate(rows):
        lacking = len(row.values) - (count - 1)
        first = at - lacking + 1
        if lacking < 2 or first < 0 or any(len(r.values) != count - 1 or r.behind for r in rows[first:at]):
            continue
        own, run = row.values[: count - 1], row.values[count - 1 :]
        bodies = [*(r.values for r in rows[first:at]), own]
        if header.heads[header.values[-1]].is_growth and _proved(bodies, run):
            for offset, (body, last) in enumerate(zip(bodies, run, strict=True)):
                found[first + offset] = replace(rows[first + offset], values=(*body, last))
        else:
            found[at] = replace(row, values=own)
    return found


def _contradicted(rows: Sequence[_Row], header: Header) -> list[_Row]:
    """The rows, the values of one unplaced where it follows a row that is not whole and arithmetic speaks against them.

    It may hold values of that row, and as many as there are columns by chance.
    """
    found, last = list(rows), header.values[-1]
    for at in range(1, len(rows)):
        before, row = rows[at - 1], rows[at]
        whole = len(row.values) == len(header.values) and len(before.values) != len(header.values)
        if whole and header.heads[last].is_growth and not _grew(row.values[:-1], row.values[-1]):
            found[at] = replace(row, values=(), rest=tuple(piece for value in row.values for piece in value))
    return found


def _proved(bodies: Sequence[tuple[Cell, ...]], run: Sequence[Cell]) -> bool:
    """Whether each value of ``run`` is the growth of its own row, and no other order would do."""
    fits = [[_grew(body, value) for value in run] for body in bodies]
    if not all(fits[n][n] for n in range(len(run))):
        return False
    left = set(range(len(run)))
    while left:
        single = next((n for n in left if sum(fits[n][other] for other in left) == 1), None)
        if single is None:
            return len({join_words(run[n]) for n in left}) == 1
        left.remove(single)
    return True


def _grew(body: tuple[Cell, ...], growth: Cell) -> bool:
    """Whether ``growth`` is what the last value of ``body`` has over the one before, within what rounding hides.

    In per cent, or as a difference where it is printed in 百分点.
    """
    if len(body) < 2:
        return False
    printed = squeeze("".join(piece.words for piece in growth))
    numbers = [decimals(squeeze("".join(piece.words for piece in cell))) for cell in (body[-2], body[-1])]
    grown = decimals(printed)
    before, after = numbers
    if before is None or after is None or grown is None:
        return False
    (a, da), (b, db), (g, dg) = before, after, grown
    slack = 1e-9
    if printed.endswith("百分点"):
        return abs(b - a - g) <= da + db + dg + slack
    if a - da <= 0:
        return False
    low, high = ((b - db) / (a + da) - 1) * 100, ((b + db) / (a - da) - 1) * 100
    return low - dg - slack <= g <= high + dg + slack


def _with_groups(rows: Sequence[_Row], header: Header, again: dict[Piece, Header]) -> list[_Row]:
    """The rows with the labels of their groups, each in the first row of its group, where their places are proved.

    A label stands right before that row: behind the row above, or behind a header. One single label that was lifted
    out of all rows is that of all. Everything else is left open, and all labels are where one of them is in doubt.
    """
    if header.column("group") is None:
        return list(rows)
    pages = [header, *again.values()]
    lifted = [piece for page in pages for piece in page.lifted]
    if lifted:
        single = len(lifted) == 1 and not again and not header.leading and not any(row.behind for row in rows)
        return [replace(rows[0], group=tuple(lifted)), *rows[1:]] if single else list(rows)
    labels: list[Cell] = [header.leading, *(row.behind for row in rows[:-1])]
    labels = [
        again[row.number].leading if row.number in again and again[row.number].leading else label
        for row, label in zip(rows, labels, strict=True)
    ]
    full = [len(row.values) == len(header.values) for row in rows]
    doubtful = any(row.rest or (row.behind and not whole) for row, whole in zip(rows[:-1], full[:-1], strict=True))
    unsure = len(header.leading) > 1 and not any(row.behind for row in rows)  # one wrapped label, or all of them
    if not header.leading or doubtful or unsure:
        return list(rows)
    return [replace(row, group=label, behind=()) for row, label in zip(rows, labels, strict=True)]
