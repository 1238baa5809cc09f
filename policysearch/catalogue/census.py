"""How the documents of a library spread over places, years, kinds and plan periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from policysearch.types import Document

UNKNOWN = "未写明"


@dataclass(frozen=True, slots=True)
class Census:
    """Counts of documents. A place counts with all below it, by its province; a document of several counts in each.

    ``periods`` are plan periods with their documents, the earliest first.
    """

    total: int
    regions: Counter[str]
    years: Counter[str]
    kinds: Counter[str]
    by_region_and_year: Counter[tuple[str, str]]
    periods: tuple[tuple[tuple[int, int], tuple[str, ...]], ...]


def census_of(documents: Iterable[Document], depth: int = 1) -> Census:
    """The counts of ``documents``, places by the first ``depth`` parts of their paths; what is not said is 未写明."""
    regions: Counter[str] = Counter()
    years: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    periods: dict[tuple[int, int], list[str]] = {}
    total = 0
    for document in documents:
        total += 1
        year = (document.date or UNKNOWN)[:4]
        places = {"/".join(path.split("/")[:depth]) for path in document.regions} or {UNKNOWN}
        years[year] += 1
        kinds[document.kind or UNKNOWN] += 1
        regions.update(places)
        both.update((place, year) for place in places)
        if document.plan_period:
            periods.setdefault(document.plan_period, []).append(document.doc_id)
    return Census(
        total, regions, years, kinds, both, tuple((period, tuple(ids)) for period, ids in sorted(periods.items()))
    )


def telling_depth(documents: Iterable[Document]) -> int:
    """How many parts of a path tell the places apart: 3 in a library of one city, 1 in one of many provinces."""
    paths = {path for document in documents for path in document.regions}
    for depth in (1, 2, 3):
        if len({"/".join(path.split("/")[:depth]) for path in paths}) > 2:
            return depth
    return 3
