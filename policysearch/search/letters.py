"""The letters of all documents in one row, without blanks and punctuation, and where each run of them stands.

What a person quotes or pastes differs from the print in blanks, line ends, width and punctuation, seldom in its
letters. So those are kept alone, as numbers, with the positions of all runs of four in the order of their letters (a
suffix array cut at four): any run of two letters and more is found by binary search.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policysearch.text import fold
from policysearch.types import Document, Passage

Ids = npt.NDArray[np.uint16]
Positions = npt.NDArray[np.int64]

GRAM = 4
_BORDER, _RARE, _UNKNOWN = 1, 65534, 65535
_MORE_LETTERS = frozenset("%‰℃")
# What parts one phrase from the next; brackets, quotation marks and dashes are passed over.
_STOPS = frozenset(",，。.;；:：、!！?？…")
_NO_ROW = -1


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text by its letters: their numbers, their offsets in the text, and whether a stop stands before each."""

    ids: Ids
    offsets: Positions
    stops: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def offset_at(self, letter: int) -> int:
        """Where in the text a letter stands, by its number from 0."""
        return int(self.offsets[letter])


class Letters:
    """The letters of a library; a position counts them through all documents, one border after each document."""

    def __init__(self, documents: Iterable[Document], passages: Sequence[Passage] = ()) -> None:
        self.documents = tuple(documents)
        self.passages = tuple(passages)
        self._number_of = {"\0": _BORDER}
        starts = np.cumsum([0, *(len(document.text) + 1 for document in self.documents)])
        whole = _spell("\0".join(d.text.replace("\0", " ") for d in self.documents), self._number_of, grow=True)
        self.ids = whole.ids
        self._stops = whole.stops
        self._offsets = whole.offsets.astype(np.int32)
        self._text_starts = starts[:-1]
        self._doc_starts: Positions = np.searchsorted(whole.offsets, starts[:-1])
        self._order = _ordered(self.ids)
        self._first_of = np.cumsum(np.bincount(self.ids.astype(np.int64) + 1, minlength=_UNKNOWN + 2))
        self._number_of_doc = {document.doc_id: number for number, document in enumerate(self.documents)}
        first = [int(starts[self._number_of_doc[passage.doc_id]]) for passage in self.passages]
        spans = sorted(
            (first[row] + span.start, first[row] + span.end, row)
            for row, passage in enumerate(self.passages)
            for span in passage.spans
        )
        table = np.array(spans, np.int64).reshape(-1, 3)
        self._span_starts: Positions = np.searchsorted(whole.offsets, table[:, 0])
        self._span_ends: Positions = np.searchsorted(whole.offsets, table[:, 1])
        self._span_rows: Positions = table[:, 2]

    @property
    def nbytes(self) -> int:
        """The memory that the arrays take."""
        kept = (self.ids, self._stops, self._offsets, self._order, self._span_starts, self._span_ends, self._span_rows)
        return sum(array.nbytes for array in kept)

    def spell(self, text: str) -> Spelling:
        """The letters of ``text``; one that the library has nowhere equals none of its letters."""
        return _spell(text.replace("\0", " "), self._number_of)

    def find(self, phrase: str) -> tuple[Positions, int]:
        """Where ``phrase`` stands, as positions in order, and how many letters it has.

        Blanks, width of characters, brackets and quotation marks do not count, and one stop is as good as another;
        but where the phrase has none the text has none. A phrase of one letter is found nowhere.
        """
        asked = self.spell(phrase)
        count = len(asked)
        if count < 2:
            return np.empty(0, np.int64), count
        lows, highs = self.ranges(asked.ids, min(GRAM, count))
        rarest = int(np.argmin(highs - lows))
        found = self._order[lows[rarest] : highs[rarest]].astype(np.int64) - rarest
        found = found[(found >= 0) & (found + count <= len(self.ids))]
        for at in range(count):
            if not len(found):
                break
            found = found[self.ids[found + at] == asked.ids[at]]
            if at:
                found = found[self._stops[found + at] == asked.stops[at]]
        return np.sort(found), count

    def ranges(self, ids: Ids, size: int) -> tuple[Positions, Positions]:
        """For each run of ``size`` (at most four) letters of ``ids``, from where to where ``positions`` has it."""
        wanted = _keys(ids, size)
        return self._bound(wanted, size, after=False), self._bound(wanted, size, after=True)

    def positions(self, lows: Positions, highs: Positions) -> Positions:
        """The positions in all of the ranges, one range after the other."""
        counts = highs - lows
        shifts = np.repeat(lows - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
        found: Positions = self._order[shifts + np.arange(int(counts.sum()))].astype(np.int64)
        return found

    def _bound(self, wanted: npt.NDArray[np.uint64], size: int, *, after: bool) -> Positions:
        """Where in the order each wanted run begins, or ends where ``after``; all are searched side by side."""
        letters = (wanted >> np.uint64(16 * (size - 1))).astype(np.int64)
        low, high = self._first_of[letters], self._first_of[letters + 1]
        while (low < high).any():
            middle = (low + high) // 2
            at = self._order[np.minimum(middle, len(self._order) - 1)]
            here = np.zeros(len(wanted), np.uint64)
            for step in range(size):
                inside = np.minimum(at + step, len(self.ids) - 1)
                letter = np.where(at + step < len(self.ids), self.ids[inside], 0).astype(np.uint64)
                here = here << np.uint64(16) | letter
            right = (here <= wanted if after else here < wanted) & (low < high)
            low = np.where(right, middle + 1, low)
            high = np.where(right, high, np.maximum(low, np.minimum(middle, high)))
        return low

    def doc_at(self, positions: Positions) -> Positions:
        """The number of the document that each position lies in."""
        at: Positions = np.searchsorted(self._doc_starts, positions, side="right") - 1
        return at

    def number_of_doc(self, doc_id: str) -> int:
        """The number of a document, from 0, in the order of the library."""
        return self._number_of_doc[doc_id]

    def offset_at(self, position: int) -> int:
        """Where in the text of its document the letter at ``position`` stands."""
        number = int(self.doc_at(np.array([position]))[0])
        return int(self._offsets[position] - self._text_starts[number])

    def joins(self, position: int) -> bool:
        """Whether the letter at ``position`` is printed right behind the one before it, nothing between them."""
        inside = 0 < position < len(self.ids) and _BORDER not in (self.ids[position - 1], self.ids[position])
        return bool(inside and self._offsets[position] - self._offsets[position - 1] == 1)

    def doc_range(self, number: int) -> tuple[int, int]:
        """From where to where the letters of a document run, its border left out."""
        last = number + 1 == len(self.documents)
        return int(self._doc_starts[number]), int(len(self.ids) if last else self._doc_starts[number + 1] - 1)

    def rows_at(self, positions: Positions) -> Positions:
        """The row of the passage that holds each position; -1 where none does."""
        if not len(self._span_starts):
            return np.full(len(positions), _NO_ROW)
        at = np.maximum(np.searchsorted(self._span_starts, positions, side="right") - 1, 0)
        inside = (self._span_starts[at] <= positions) & (positions < self._span_ends[at])
        return np.where(inside, self._span_rows[at], _NO_ROW)


def _spell(text: str, number_of: dict[str, int], *, grow: bool = False) -> Spelling:
    """The letters of ``text`` by ``number_of``, which takes up the letters it lacks where it may ``grow``."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if not len(codes):
        return Spelling(np.empty(0, np.uint16), np.empty(0, np.int64), np.empty(0, np.bool_))
    number = np.zeros(int(codes.max()) + 1, np.uint16)
    is_stop, is_digit, is_dot = (np.zeros(len(number), np.bool_) for _ in range(3))
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        char = fold(chr(code))
        is_stop[code], is_digit[code], is_dot[code] = char in _STOPS, char in "0123456789", char == "."
        if char in number_of or char.isalnum() or char in _MORE_LETTERS or char == ".":
            if grow:
                number_of.setdefault(char, min(len(number_of) + 1, _RARE))
            number[code] = number_of.get(char, _UNKNOWN)
    ids = number[codes]
    stops = is_stop[codes]
    digits = np.pad(is_digit[codes], 1)
    points = is_dot[codes] & digits[:-2] & digits[2:]  # the point of 3.5 is a letter, any other is a stop
    ids[is_dot[codes] & ~points] = 0
    stops &= ~points
    offsets = np.flatnonzero(ids)
    seen = np.cumsum(stops)[offsets]
    before = np.diff(seen, prepend=0) > 0
    return Spelling(ids[offsets], offsets, before)


def _keys(ids: Ids, size: int) -> npt.NDArray[np.uint64]:
    """Each run of ``size`` letters as one number; runs in the order of these stand in the order of their letters."""
    count = max(len(ids) - size + 1, 0)
    keys = np.zeros(count, np.uint64)
    for step in range(size):
        keys = keys << np.uint64(16) | ids[step : step + count]
    return keys


def _ordered(ids: Ids) -> npt.NDArray[np.int32]:
    """All positions in the order of the four letters that stand there."""
    keys = _keys(np.concatenate((ids, np.zeros(GRAM - 1, np.uint16))), GRAM)
    return np.argsort(keys, kind="stable").astype(np.int32)
