"""Tables printed one cell a line, header, then row after row, with no mark of where a row ends; or one row a line.

What proves the grid: the first row fills every column, and the rows below it hold the same kinds of cells in the same
order (words, figures, telephone numbers, years or row numbers that count on). A cell merged over rows is printed once,
so later rows may lack their first columns, or a column of words. The rows are taken where they can be cut in one way
alone, up to where the table plainly ends, and where the header has a head for each column. Else nothing is changed.

Where a line is a row, blanks part its cells: each line must have as many as the header, of the same kinds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from policysearch.cells import joined
from policysearch.parse.columns import Piece, join_words
from policysearch.parse.heads import Heads, align, is_head_line
from policysearch.parse.numbering import match_label
from policysearch.text import trim
from policysearch.types import Span, Table

Cell = tuple[Piece, ...]

_LEAST_ROWS = 3
_LEAST_SPACED = 3
_MOST_ROWS = 400
_MOST_COLUMNS = 10
_MOST_HEAD_LINES = 18
_MOST_HEAD_CHARS = 30
_MOST_CELL_CHARS = 300
_FIGURED = frozenset({"figure", "phone"})
_FIGURE = re.compile(
    r"[≥≤<>＞＜约]?\s*[-+−]?\d[\d.,，]*\s*(?:[%％‰]|[（(]含(?:本数)?[）)])?(?:个?百分点|[万亿]?(?:元|人|套|户|分|倍|岁|天|个|㎡|平方米|亩|公顷|小时|年|个?月|级)|[万亿])?"
    r"(?:[/／](?:\d*[\u4e00-\u9fff㎡]{1,3}))?(?:以上|以下|以内|左右)?|[-—－–]{1,3}|[/／]"
)
_PHONE = re.compile(
    r"(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?(?:[\s、/，；]+(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,6})?)*|1\d{10}|400-?\d{3}-?\d{4}"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\s?\S+|\S+@\S+\.\w+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_SUM = re.compile(r"[合总小共]\s*计")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_GOES_ON = re.compile(r"[、，,]$|(?:以及|或者|[及和或与])$|[（(][^（）()]*$")
_STRUCTURE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百\d]{1,4}[章节条]|附件|附表|附录|[备附]?注[:：]|说明[:：]|【"
)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The heads, and the cells of each row by column."""

    heads: Heads
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def cells(self) -> int:
        """How many cells the rows fill."""
        return sum(bool(cell) for row in self.rows for cell in row)


def cellwise_tables(text: str) -> list[Table]:
    """The tables of ``text`` whose cells stand one a line and whose grid is proved, in order and disjoint.

    Their spans begin with the header; a caption is not looked for.
    """
    lines = [Piece(" ".join(place.of(text).split()), place) for place in _lines(text)]
    starts = [at for at, line in enumerate(lines) if _opens_header(line.words) and _may_head(line)]
    found: list[Table] = []
    floor = 0
    for n, at in enumerate(starts):
        if lines[at].span.start < floor:
            continue
        spaced = _spaced_at(text, lines, at)
        if spaced is not None:
            found.append(_table(text, spaced))
            floor = found[-1].span.end
            continue
        if not is_head_line(lines[at].words):
            continue
        near = starts[n : bisect_right(starts, at + _MOST_HEAD_LINES)]
        grid = _best([grid for start in near for grid in _grids_at(lines, start)])
        if grid is not None and grid.heads.first == lines[at].span.start:
            found.append(_table(text, grid))
            floor = found[-1].span.end
    return found


def _opens_header(words: str) -> bool:
    return is_head_line(words) or is_head_line(words.split(" ")[0])


def _spaced_at(text: str, lines: Sequence[Piece], at: int) -> _Grid | None:
    """The grid whose header is the line at ``at``, its heads between blanks, and whose rows are the lines below it."""
    head = _parts(text, lines[at])
    if len(head) < _LEAST_SPACED:
        return None
    aligned = [heads for heads in align(head, range(len(head), len(head) + 1)) if heads.is_plain]
    rows: list[tuple[Cell, ...]] = []
    for line in lines[at + 1 : at + 1 + _MOST_ROWS]:
        cells = [(part,) for part in _parts(text, line)]
        if len(cells) != len(head):
            break
        rows.append(tuple(cells))
    if not aligned or len(rows) < _LEAST_ROWS:
        return None
    columns = [_kind(cell) for cell in rows[0]]
    same = all(_fits(_kind(cell), kind) for row in rows for cell, kind in zip(row, columns, strict=True))
    numbered = columns[0] != "figure" or (_counts_from_one(rows[0][0]) and _counts_on(rows, columns))
    behind = _parts(text, lines[at + 1 + len(rows)]) if at + 1 + len(rows) < len(lines) else []
    ends = not behind or re.search(r"[。；：]", behind[-1].words) or len(behind) == 1
    proved = same and numbered and ends and set(columns[1:]) & _FIGURED
    return _Grid(aligned[0], tuple(rows)) if proved else None


def _parts(text: str, line: Piece) -> list[Piece]:
    """The parts of a line between blanks; single characters that blanks set apart (语 文) are one."""
    found: list[Piece] = []
    for match in re.compile(r"\S+").finditer(text, line.span.start, line.span.end):
        words, last = match.group(), found[-1].words if found else ""
        if len(words) == 1 and len(last) == 1 and "\u4e00" <= words <= "\u9fff" and "\u4e00" <= last <= "\u9fff":
            found[-1] = Piece(last + words, Span(found[-1].span.start, match.end()))
        else:
            found.append(Piece(words, Span(*match.span())))
    return found


def _best(grids: Sequence[_Grid]) -> _Grid | None:
    """The grid that fills most cells, rather one with a line for each head; None where another does as well."""
    best = [grid for grid in grids if grid.heads.is_plain] or list(grids)
    most = max((grid.cells for grid in best), default=0)
    best = [grid for grid in best if grid.cells == most]
    return best[0] if best and all(grid == best[0] for grid in best) else None


def _lines(text: str) -> Iterator[Span]:
    for match in re.finditer(r"[^\n]+", text):
        place = trim(text, Span(*match.span()))
        if len(place):
            yield place


def _grids_at(lines: Sequence[Piece], at: int) -> list[_Grid]:
    """The grids whose header begins with the line at ``at``; where there is none, with lines in brackets joined."""
    for wraps in (False, True):
        found = []
        for begin in range(at + 1, min(len(lines), at + _MOST_HEAD_LINES) + 1):
            if begin > at + 1 and not _may_head(lines[begin - 1]):
                break
            if not any(_kind((line,)) in _FIGURED for line in lines[begin : begin + _MOST_COLUMNS]):
                continue
            aligned = align(lines[at:begin], range(2, _MOST_COLUMNS + 1))
            if not aligned:
                continue
            cells = _cells(lines[begin:], wraps=wraps)
            kinds = [_kind(cell) for cell in cells]
            for heads in aligned:
                rows = _rows(cells, kinds, len(heads.cells), heads)
                if rows is not None:
                    found.append(_Grid(heads, rows))
        if found:
            return found
    return []


def _may_head(line: Piece) -> bool:
    """Whether a line may be part of a header: short, no sentence, no numeral of the text's structure before it."""
    labelled = _STRUCTURE.match(line.words) or match_label(line.words, 0, len(line.words))
    return len(line.words) <= _MOST_HEAD_CHARS and not labelled and not re.search(r"[。；！？]", line.words)


def _cells(lines: Sequence[Piece], *, wraps: bool) -> list[Cell]:
    """The cells that ``lines`` print, up to where no table can go on: lines broken inside a cell are joined.

    ``wraps``: a line that is all in brackets goes with the one before it.
    """
    cells: list[list[Piece]] = []
    for line in lines:
        if len(line.words) > _MOST_CELL_CHARS or _STRUCTURE.match(line.words) or len(cells) > _MOST_ROWS * 6:
            break
        last = cells[-1][-1].words if cells else ""
        goes_on = cells and (_GOES_ON.search(last) is not None or (wraps and _BRACKETS.fullmatch(line.words)))
        goes_on = goes_on and _kind((line,)) == "words"
        phones = cells and _PHONE.fullmatch(last) and _PHONE.fullmatch(line.words)
        if goes_on or phones:
            cells[-1].append(line)
        else:
            cells.append([line])
    return [tuple(cell) for cell in cells]


def _kind(cell: Cell) -> str:
    """The kind of a cell: year, phone, url, figure, sum (合计) or words."""
    words = " ".join(piece.words for piece in cell)
    if _PHONE.fullmatch(words):
        return "phone"
    if _ADDRESS.fullmatch(words):
        return "url"
    if _YEAR.fullmatch(words):
        return "year"
    if _FIGURE.fullmatch(words):
        return "figure"
    return "sum" if _SUM.fullmatch(words) else "words"


def _fits(kind: str, column: str) -> bool:
    if column == "figure":
        return kind in ("figure", "year")
    if column in ("year", "words"):
        return kind in (column, "sum")
    return kind == column


def _rows(cells: Sequence[Cell], kinds: Sequence[str], width: int, heads: Heads) -> tuple[tuple[Cell, ...], ...] | None:
    """The rows that ``cells`` form in ``width`` columns; None where they do not, or in several ways."""
    first = _first_row(kinds, width, heads)
    if first is None:
        return None
    columns, whole = first
    if not set(columns) & _FIGURED or columns[0] in ("phone", "url") or not heads.holds(columns):
        return None
    if (columns[0] == "figure" and not _counts_from_one(cells[0])) or heads.opens_with_head(cells[0]):
        return None
    shapes = _shapes(columns)
    # Ways to cut the cells up to a place: how many, and the last of them.
    ways: dict[int, tuple[int, tuple[int, tuple[int, ...]] | None]] = {0: (1, None)}
    for place in range(len(cells)):
        if place not in ways:
            continue
        for shape in [whole] if place == 0 else shapes:
            end = place + len(shape)
            if end <= len(cells) and all(_fits(kinds[place + n], columns[c]) for n, c in enumerate(shape)):
                ways[end] = (ways[place][0] + (ways[end][0] if end in ways else 0), (place, shape))
    least = 1 if heads.is_series and width >= 4 else _LEAST_ROWS
    for end in sorted(ways, reverse=True):
        if ways[end][0] == 1 and _ends(cells, kinds, end, width, heads):
            rows = _cut(cells, ways, end, width)
            if _counts(columns) and not rows[-1][0] and not set(columns[1:]) & _FIGURED:
                continue  # words behind the last number may belong to the table no more
            return tuple(rows) if len(rows) >= least and _counts_on(rows, columns) else None
    return None


def _cut(
    cells: Sequence[Cell], ways: dict[int, tuple[int, tuple[int, tuple[int, ...]] | None]], end: int, width: int
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    while (step := ways[end][1]) is not None:
        end, shape = step
        rows.append(_placed(cells, end, shape, width))
    return rows[::-1]


def _counts(columns: Sequence[str]) -> bool:
    return columns[0] == "figure"


def _first_row(kinds: Sequence[str], width: int, heads: Heads) -> tuple[list[str], tuple[int, ...]] | None:
    """The kinds of the columns, by the first row, and which columns that fills: all, or all but the year it lost."""
    if len(kinds) < width:
        return None
    if heads.is_by_year and kinds[0] != "year" and kinds[width - 1] == "year":
        rest = ["words" if kind == "sum" else "figure" if kind == "year" else kind for kind in kinds[: width - 1]]
        return ["year", *rest], tuple(range(1, width))
    columns = ["words" if kind == "sum" else kind for kind in kinds[:width]]
    columns[1:] = ["figure" if kind == "year" else kind for kind in columns[1:]]
    return columns, tuple(range(width))


def _shapes(columns: Sequence[str]) -> list[tuple[int, ...]]:
    """Which columns a row may fill: all, or all but the first ones or some columns of words, which are merged.

    Of columns of words side by side behind the first ones all are merged or none: else which one is would be open.
    """
    found = []
    leads = next((n for n, kind in enumerate(columns) if kind != "words"), len(columns))
    most = 1 if _counts(columns) else min(leads, len(columns) - 2)
    is_figured = bool(set(columns[1:]) & _FIGURED)
    for lead in range(most + 1):
        later = [n for n in range(max(leads, lead), len(columns)) if columns[n] == "words"]
        if leads and later and later[-1] == len(columns) - 1:
            later.pop()  # words at both ends of a row: which of them is not there would be open
        for count in range(min(2, len(later)) + 1 if is_figured else 1):
            for gone in combinations(later, count):
                shape = tuple(n for n in range(lead, len(columns)) if n not in gone)
                if len(shape) >= 2:
                    found.append(shape)
    return found


def _placed(cells: Sequence[Cell], place: int, shape: Sequence[int], width: int) -> tuple[Cell, ...]:
    row: list[Cell] = [()] * width
    for n, column in enumerate(shape):
        row[column] = cells[place + n]
    return tuple(row)


def _counts_from_one(cell: Cell) -> bool:
    return len(cell) == 1 and cell[0].words == "1"


def _number(cell: Cell) -> int | None:
    match = re.fullmatch(r"[≥>＞]?(\d{1,4})(?:[人年级]|年度)?(?:及?以上)?", join_words(cell)) if cell else None
    return int(match[1]) if match else None


def _counts_on(rows: Sequence[Sequence[Cell]], columns: Sequence[str]) -> bool:
    """Whether what should count on does: row numbers, years, and the first cell of rows that lack the ones before."""
    firsts = [next(n for n, cell in enumerate(row) if cell) for row in rows]
    firsts[0] = 0
    counting = {n for n in firsts if columns[n] != "words"}
    for column in counting:
        last: int | None = None
        for row, first in zip(rows, firsts, strict=True):
            if not row[column] or _SUM.fullmatch(join_words(row[column])):
                continue
            if first < column and column in firsts:
                last = None  # under a new group it may begin anew
            number = _number(row[column])
            if number is None or (last is not None and number != last + 1):
                return False
            last = number
    return True


def _ends(cells: Sequence[Cell], kinds: Sequence[str], end: int, width: int, heads: Heads) -> bool:
    """Whether the table plainly ends at ``end``: nothing that looks like more of its rows stands behind it."""
    if end == len(cells) or heads.is_again(cells[end]):
        return True
    behind = list(kinds[end : end + 2 * width])
    for n, cell in enumerate(cells[end : end + 2 * width]):
        if re.search(r"[。；]$", cell[-1].words):
            behind = behind[: max(n, 1)]
            break
    return behind[0] == "words" and not set(behind) & _FIGURED


def _table(text: str, grid: _Grid) -> Table:
    words = [grid.heads.words, *(tuple(join_words(cell) for cell in row) for row in grid.rows)]
    spans = [
        tuple(joined(text, (piece.span for piece in cell)) for cell in row) for row in (grid.heads.cells, *grid.rows)
    ]
    places = [place for row in spans for cell in row for place in cell]
    first = min(place.start for place in places)
    return Table(Span(first, max(place.end for place in places)), tuple(words), tuple(spans))
