"""What a question names lifts the documents and passages that agree with it: bounded additions to the fused score.

Nothing is hidden. A document of the place, of one inside it, above it or of the whole country keeps its score or
gains; one of another place loses a little, unless its passage names the place; it remains in the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from policysearch.config import SearchSettings
from policysearch.kinship import Kinship
from policysearch.regions import NATION, short_name
from policysearch.search.fuse import by_greatest
from policysearch.search.standing import VALIDITY, superseded
from policysearch.search.tokenize import find_numbers
from policysearch.search.understand import years_of
from policysearch.search.years import find_years
from policysearch.text import fold
from policysearch.types import Document, Finding, Lift, Passage, Understanding

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class Lifts:
    """The lifts of one library; what it needs of the documents is read at the first question."""

    def __init__(self, documents: Mapping[str, Document], passages: Sequence[Passage], kinship: Kinship) -> None:
        self._documents = tuple(documents.values())
        self._by_id = documents
        self._passages = passages
        self._kinship = kinship
        self._superseded_on: tuple[str, frozenset[int]] = ("", frozenset())

    def of(self, understanding: Understanding, settings: SearchSettings, today: str) -> QuestionLifts:
        """The lifts for one question on one day (ISO), by document."""
        lifts: dict[int, list[Lift]] = defaultdict(list)
        for number, lift in self._document_lifts(understanding, settings):
            if lift.bonus:
                lifts[number].append(lift)
        named = frozenset(self._named(understanding))
        asked = named | {n for n, found in lifts.items() if any(lift.kind == "year" for lift in found)}
        if settings.validity_sink and VALIDITY not in understanding.ignored:
            for number in self._superseded(today) - asked:
                lifts[number].append(Lift(VALIDITY, -settings.validity_sink))
        return QuestionLifts(self, understanding, settings, lifts, named)

    @cached_property
    def document_of_row(self) -> Rows:
        """The number of the document of each passage, shape (rows,)."""
        numbers = {document.doc_id: number for number, document in enumerate(self._documents)}
        return np.array([numbers[passage.doc_id] for passage in self._passages], dtype=np.int64)

    def passage(self, row: int) -> Passage:
        """The passage of a row."""
        return self._passages[row]

    def _document_lifts(self, understanding: Understanding, settings: SearchSettings) -> Iterator[tuple[int, Lift]]:
        yield from self._place_lifts(understanding.of("place"), settings)
        for finding in understanding.of("year"):
            yield from _each(self._of_years.get(years_of(finding), ()), Lift(finding.key, settings.year_lift))
        for finding in understanding.of("kind"):
            yield from _each(self._of_kind.get(finding.value, ()), Lift(finding.key, settings.kind_lift))
        for finding in understanding.of("title"):
            yield from _each(self._of_id.get(finding.value, ()), Lift(finding.key, settings.title_lift))

    def _named(self, understanding: Understanding) -> Iterator[int]:
        """The documents that a question names, by title or by 文号."""
        for finding in understanding.of("title"):
            yield from self._of_id.get(finding.value, ())
        for finding in understanding.of("number"):
            yield from self._of_number.get(finding.value, ())

    def _place_lifts(self, places: Sequence[Finding], settings: SearchSettings) -> Iterator[tuple[int, Lift]]:
        """A lift for documents of a place or inside it, half of it inside; a sink for those of other places only."""
        for regions, numbers in self._of_regions.items() if places else ():
            lifts = []
            for place in places:
                if place.value in regions:
                    lifts.append(Lift(place.key, settings.place_lift))
                elif any(path.startswith(place.value + "/") for path in regions):
                    lifts.append(Lift(place.key, settings.place_lift / 2))
            above = any(place.value.startswith(path + "/") for place in places for path in regions)
            if not lifts and not above and regions and NATION not in regions:
                lifts.append(Lift(places[0].key, -settings.place_sink))
            for lift in lifts:
                yield from _each(numbers, lift)

    @cached_property
    def _of_regions(self) -> Mapping[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, document in enumerate(self._documents):
            found[document.regions].append(number)
        return found

    @cached_property
    def _of_id(self) -> Mapping[str, list[int]]:
        return {document.doc_id: [number] for number, document in enumerate(self._documents)}

    @cached_property
    def _of_years(self) -> Mapping[tuple[int, int], list[int]]:
        """The documents of a year or period: named in the title, planned for, else issued or published then."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, document in enumerate(self._documents):
            years = {years for _, years in find_years(fold(document.title))}
            if document.plan_period:
                first, last = document.plan_period
                years |= {document.plan_period, *((year, year) for year in range(first, last + 1))}
            if not years and document.date:
                years = {(int(document.date[:4]),) * 2}
            for each in years:
                found[each].append(number)
        return found

    @cached_property
    def _of_kind(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(self._documents):
            for name in dict.fromkeys(filter(None, (document.kind, document.form))):
                found[name].append(number)
        return found

    @cached_property
    def _of_number(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(self._documents):
            for _, token in find_numbers(fold(document.number or "")):
                found[token].append(number)
        return found

    def _superseded(self, today: str) -> frozenset[int]:
        day, found = self._superseded_on
        if day != today:
            ids = superseded(self._by_id, self._kinship, today)
            found = frozenset(number for number, document in enumerate(self._documents) if document.doc_id in ids)
            self._superseded_on = today, found
        return found


class QuestionLifts:
    """The lifts for one question."""

    def __init__(
        self,
        library: Lifts,
        understanding: Understanding,
        settings: SearchSettings,
        of_document: Mapping[int, Sequence[Lift]],
        named: frozenset[int],
    ) -> None:
        self._library = library
        self._understanding = understanding
        self._settings = settings
        self._of_document = of_document
        self._named = named
        self._places = [short_name(f.value.rpartition("/")[2]) for f in understanding.of("place")]

    @property
    def beside_names(self) -> str:
        """The question without the documents that it names, "" where it names none: what is looked for in them."""
        named = self._understanding.of("title", "number") if self._settings.within_lift else ()
        question = self._understanding.question
        for finding in named:
            span = finding.span
            question = question[: span.start] + "\n" * len(span) + question[span.end :]
        return question if named else ""

    def apply(
        self, rows: Rows, scores: Scores, unit: float, within: Scores | None
    ) -> tuple[Scores, dict[int, tuple[Lift, ...]]]:
        """The scores with what their rows gain or lose, in shares of ``unit``, and the lifts by row.

        ``within`` are scores of the same rows for ``beside_names``: inside a named document they say which passage
        is meant, since the name itself matches its head best.
        """
        documents = self._library.document_of_row[rows]
        found = {row: self._lifts(row, number) for row, number in zip(rows.tolist(), documents.tolist(), strict=True)}
        gains = np.array([sum(lift.bonus for lift in found[row]) for row in rows.tolist()], dtype=np.float32)
        if within is not None:
            is_named = np.isin(documents, list(self._named))
            gains += self._settings.within_lift * by_greatest(np.where(is_named, within, 0))
        return scores + np.float32(unit) * gains, found

    def _lifts(self, row: int, number: int) -> tuple[Lift, ...]:
        lifts = self._of_document.get(number, ())
        passage = self._library.passage(row)
        elsewhere = any(lift.kind == "place" and lift.bonus < 0 for lift in lifts)
        if elsewhere and any(name in passage.search_text for name in self._places):
            lifts = [lift for lift in lifts if lift.kind != "place"]
        return tuple(lifts)


def _each(numbers: Iterable[int], lift: Lift) -> Iterator[tuple[int, Lift]]:
    return ((number, lift) for number in numbers)
