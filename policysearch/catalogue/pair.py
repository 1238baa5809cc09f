"""The indicators of two documents side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.matrix import common_unit


@dataclass(frozen=True, slots=True)
class Pair:
    """What two documents say of one indicator, one year and one aim; empty where one says nothing.

    ``unit`` is the unit to compare in, with what one of it is in base units.
    """

    name: str
    year: int | None
    is_target: bool
    unit: tuple[str, float]
    left: tuple[Indicator, ...]
    right: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Paired:
    """The indicators that both documents state, in the order of the first, and those that one alone states."""

    pairs: tuple[Pair, ...]
    left_only: tuple[Indicator, ...]
    right_only: tuple[Indicator, ...]


def paired(left: Sequence[Indicator], right: Sequence[Indicator]) -> Paired:
    """The indicators of two documents: joined where name and base unit agree, then by year, reached before planned.

    A year that one of them does not state stands in a row of its own.
    """
    both = list(dict.fromkeys(_key(one) for one in left if _key(one) in {_key(other) for other in right}))
    return Paired(
        tuple(pair for key in both for pair in _pairs(_of(left, key), _of(right, key))),
        tuple(one for one in left if _key(one) not in both),
        tuple(one for one in right if _key(one) not in both),
    )


def _key(one: Indicator) -> tuple[str, str]:
    return one.name, one.base_unit


def _of(indicators: Iterable[Indicator], key: tuple[str, str]) -> list[Indicator]:
    return [one for one in indicators if _key(one) == key]


def _pairs(left: Sequence[Indicator], right: Sequence[Indicator]) -> list[Pair]:
    unit = common_unit([*left, *right])
    times = {(one.year, one.is_target) for one in (*left, *right)}
    return [
        Pair(
            (*left, *right)[0].name,
            year,
            is_target,
            unit,
            tuple(one for one in left if (one.year, one.is_target) == (year, is_target)),
            tuple(one for one in right if (one.year, one.is_target) == (year, is_target)),
        )
        for year, is_target in sorted(times, key=lambda time: (time[0] or 9999, time[1]))
    ]
