"""Indicators as a table: places against indicators and years, or another of these down the side.

Values in a cell are those that documents state of the same indicator, place, year and aim; in one column all are of one
base unit, so that they compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from policysearch.catalogue.entries import Indicator
from policysearch.regions import NATION, code_of

By = Literal["region", "indicator", "year"]
BYS: tuple[By, ...] = get_args(By)
Order = Literal["asc", "desc"]


@dataclass(frozen=True, slots=True)
class Head:
    """What all values of a row, or of a column, have in common; None is what they need not have in common.

    ``place`` is "" where no place is stated, ``year`` 0 where no year is.
    """

    name: str | None = None
    base_unit: str | None = None
    place: str | None = None
    year: int | None = None
    is_target: bool | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows, columns, and the values where they meet; ``left_out`` are the columns that there was no room for.

    ``units[i]`` is the unit to compare the values of column i in, with what one of it is in base units.
    """

    by: By
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: Mapping[tuple[Head, Head], tuple[Indicator, ...]]
    units: tuple[tuple[str, float], ...]
    left_out: tuple[tuple[Head, int], ...] = ()

    def cell(self, row: Head, column: Head) -> tuple[Indicator, ...]:
        """The values of a cell, in the order of the documents; none where no text states one."""
        return self.cells.get((row, column), ())

    def filled(self, column: Head) -> int:
        """How many rows have a value in a column."""
        return sum(bool(self.cell(row, column)) for row in self.rows)


def best_by(indicators: Sequence[Indicator]) -> By:
    """What stands down the side: places where there are several; of one place the years of one indicator, or else the
    indicators.
    """
    if len({one.region for one in indicators}) > 1:
        return "region"
    return "year" if len({(one.name, one.base_unit) for one in indicators}) == 1 else "indicator"


def matrix_of(indicators: Iterable[Indicator], by: By, first: Sequence[str] = (), most_columns: int = 8) -> Matrix:
    """The table of ``indicators``.

    Rows: places in the order of their codes, 全国 first and what has none last; indicators in the order of the texts;
    years from the first. Columns: those of the names in ``first`` first, then the fullest, then the latest year.
    """
    found: dict[tuple[Head, Head], list[Indicator]] = {}
    for one in indicators:
        found.setdefault((_row(one, by), _column(one, by)), []).append(one)
    cells = {key: tuple(values) for key, values in found.items()}
    rows = sorted(dict.fromkeys(row for row, _ in cells), key=_row_order)
    filled = Counter(column for _, column in cells)
    order = sorted(filled, key=lambda column: _column_order(column, filled[column], first))
    shown = tuple(order[:most_columns])
    kept = {key: values for key, values in cells.items() if key[1] in shown}
    return Matrix(
        by,
        tuple(row for row in rows if any((row, column) in kept for column in shown)),
        shown,
        kept,
        tuple(
            common_unit([one for (_, c), values in kept.items() if c == column for one in values]) for column in shown
        ),
        tuple((column, filled[column]) for column in order[most_columns:]),
    )


def sorted_rows(matrix: Matrix, column: int, order: Order) -> Matrix:
    """The table with its rows by the values of a column, those without one last; equal ones stay as they stood.

    A range goes by its lower end, then by its upper; of several values in a cell the first counts.
    """
    head = matrix.columns[column]

    def value(row: Head) -> tuple[float, float]:
        one = matrix.cell(row, head)[0]
        return (one.amount, one.amount if one.high is None else one.high * _scale(one))

    have = [row for row in matrix.rows if matrix.cell(row, head)]
    none = [row for row in matrix.rows if not matrix.cell(row, head)]
    rows = [*sorted(have, key=value, reverse=order == "desc"), *none]
    return Matrix(matrix.by, tuple(rows), matrix.columns, matrix.cells, matrix.units, matrix.left_out)


def in_unit(indicator: Indicator, one_unit: float) -> tuple[float, float | None]:
    """The value, and the upper end of a range, in a unit that is ``one_unit`` base units large."""
    high = None if indicator.high is None else indicator.high * _scale(indicator) / one_unit
    return indicator.amount / one_unit, high


def _scale(indicator: Indicator) -> float:
    """What one of the printed unit is in base units: 10,000 of 万人."""
    return indicator.amount / indicator.value if indicator.value else 1.0


def common_unit(values: Sequence[Indicator]) -> tuple[str, float]:
    """The unit that most values are printed in."""
    units = Counter((one.unit, round(_scale(one), 9)) for one in values if one.value)
    return max(units, key=lambda unit: (units[unit], unit)) if units else (values[0].unit, 1.0)


def _row(one: Indicator, by: By) -> Head:
    if by == "region":
        return Head(place=one.region or "")
    return Head(name=one.name, base_unit=one.base_unit) if by == "indicator" else Head(year=one.year or 0)


def _column(one: Indicator, by: By) -> Head:
    if by == "region":
        return Head(name=one.name, base_unit=one.base_unit, year=one.year or 0, is_target=one.is_target)
    if by == "indicator":
        return Head(place=one.region or "", year=one.year or 0, is_target=one.is_target)
    return Head(name=one.name, base_unit=one.base_unit, place=one.region or "", is_target=one.is_target)


def _row_order(row: Head) -> tuple[int, str, int]:
    place = row.place or ""
    rank = 0 if place == NATION else 1 if place else 2
    return (rank, code_of(place) if rank == 1 else "", row.year or 9999)


def _column_order(column: Head, filled: int, first: Sequence[str]) -> tuple[int, int, int, str, str, bool]:
    rank = first.index(column.name) if column.name in first else len(first)
    return (rank, -filled, -(column.year or 0), column.name or "", column.place or "", not column.is_target)
