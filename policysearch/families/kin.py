"""What two texts that share words are to each other.

The rules are slow to claim kinship: plans of two districts made from one template are none, and a text in which a
number or a place was replaced by another is no copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from policysearch.families.editions import carries, differ_by_day, differ_by_mark, editions, title_key, years
from policysearch.families.shingles import SHINGLE_CHARS, Hashes, Overlap, unshared
from policysearch.numerals import CHINESE
from policysearch.regions import place_names
from policysearch.types import Document

_COPY_SHARE = 0.7
_COLLECTED_SHARE = 0.2
_HELD_SHARE = 0.95
_VERSION_SHARE, _VERSION_HELD = 0.2, 0.5
_LEAST_HELD_LETTERS = 200
_LEAST_COVER_LETTERS = 60  # 现将《……》印发给你们，请认真贯彻执行。
_MOST_OWN_ENDS = 60
# Sites add words and dates of their own below the title and above the end: a line more there tells nothing.
_MARGIN_SHARE, _MARGIN_LETTERS = 0.2, 150
_STRETCHED = 1.05
_MOST_CHANGED_SHARE, _LEAST_CHANGED = 0.02, 24
_MOST_CHANGED_RUN = 12
_AROUND_LETTERS = 6
_HEAD_LETTERS = 200
_FIGURES = re.compile(rf"\d+|[{CHINESE}]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its letters (see ``shingles.letters``) and the hashes of their shingles, in order."""

    document: Document
    words: str
    hashes: Hashes


Kin = Literal["copy", "version", "holds", "is_held"]


def kin(first: Text, second: Text, shared: Overlap) -> Kin | None:
    """What ``first`` is to ``second``: a copy, a version, a notice that holds it or what it holds; often nothing.

    A text that stands whole in another is a copy where both are nearly as long and bear one name, else an
    attachment where the other names it. It is a version only where a mark says so: days are often those of a site.
    """
    small, large = sorted((first, second), key=lambda text: len(text.words))
    of_small = shared.of_first if small is first else shared.of_second
    stands = (of_small >= _HELD_SHARE or shared.of_both >= _COPY_SHARE) and _stands_whole(small, large)
    if stands and _is_attached(small, large):
        return "is_held" if small is first else "holds"
    if stands and shared.of_both >= _COPY_SHARE and _same_name(first, second):
        return "copy"
    if stands and not differ_by_mark(first.document, second.document):
        return None
    enough = shared.of_both >= _VERSION_SHARE or of_small >= _VERSION_HELD
    return "version" if enough and are_versions(first.document, second.document) else None


def are_versions(first: Document, second: Document) -> bool:
    """Whether titles and dates say that two documents are versions of one text, or its yearly successors.

    The title must be one but for its year and the mark of its edition, the places must not differ, and something
    must tell the older from the newer: two pages under one heading may be two matters.
    """
    key = title_key(first.title)
    if not key or key != title_key(second.title) or _differ(places(first), places(second)):
        return False
    return differ_by_mark(first, second) or differ_by_day(first, second)


def places(document: Document) -> frozenset[str]:
    """The regions of a document with all that they lie in."""
    paths = [region.split("/") for region in document.regions]
    return frozenset("/".join(path[:end]) for path in paths for end in range(1, len(path) + 1))


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each has what the other lacks: then one thing took the place of another."""
    return bool(one - other) and bool(other - one)


def _same_name(first: Text, second: Text) -> bool:
    """Whether the titles do not say that two nearly equal texts are two matters.

    They agree, or the title of one stands at the head of the other, which was read under a heading of its site.
    """
    one, other = first.document.title, second.document.title
    if _differ(years(one), years(other)) or editions(one) != editions(other):
        return False
    keys = title_key(one), title_key(other)
    if not all(keys) or keys[0] in keys[1] or keys[1] in keys[0]:
        return True
    return keys[0] in second.words[:_HEAD_LETTERS] or keys[1] in first.words[:_HEAD_LETTERS]


def _is_attached(small: Text, large: Text) -> bool:
    """Whether ``large`` is a notice or a collection that names ``small`` and says more than it."""
    more = len(large.words) - len(small.words)
    key = title_key(small.document.title)
    if not key or len(small.words) < _LEAST_HELD_LETTERS or more < _LEAST_COVER_LETTERS:
        return False
    if key == title_key(large.document.title):
        return carries(large.document) and not carries(small.document)
    return more > len(small.words) * _COLLECTED_SHARE and key in large.words


def _stands_whole(small: Text, large: Text) -> bool:
    """Whether the letters of ``small`` stand in ``large`` in one stretch, but for slips of the pen.

    One of the two may have a head and a tail that the other lacks, not both: then one was written over the other.
    """
    old, new = _Changes.of(small, large), _Changes.of(large, small)
    if min(old.outside, new.outside) > _MOST_OWN_ENDS or not (old.are_slips and new.are_slips):
        return False
    figures = [frozenset(_FIGURES.findall(words)) for words in (old.around, new.around)]
    named = [frozenset(place_names(words)) for words in (old.around, new.around)]
    return not _differ(*figures) and not _differ(*named)


@dataclass(frozen=True, slots=True)
class _Changes:
    """The runs of letters of a text that another lacks: how long those within it are, how long its head and tail.

    ``around`` has those within, each with a few letters before and behind, so that a number or name is seen whole.
    """

    inside: tuple[int, ...]
    outside: int
    around: str
    letters: int

    @classmethod
    def of(cls, own: Text, other: Text) -> _Changes:
        """What ``own`` has and ``other`` lacks."""
        begin, end = _stretch(np.isin(own.hashes, other.hashes), len(other.hashes))
        margin = min(_MARGIN_LETTERS, int(_MARGIN_SHARE * (end - begin)))
        runs = unshared(own.hashes, other.hashes)
        inside = [run for run in runs if begin + margin < run.start and run.end < end - margin]
        around = (own.words[max(0, run.start - _AROUND_LETTERS) : run.end + _AROUND_LETTERS] for run in inside)
        lengths = tuple(map(len, inside))
        return cls(lengths, sum(map(len, runs)) - sum(lengths), " ".join(around), len(own.words))

    @property
    def are_slips(self) -> bool:
        """Whether what stands between is no more than slips: short runs, and few."""
        few = sum(self.inside) <= max(_LEAST_CHANGED, _MOST_CHANGED_SHARE * self.letters)
        return few and max(self.inside, default=0) <= _MOST_CHANGED_RUN


def _stretch(shared: npt.NDArray[np.bool_], size: int) -> tuple[int, int]:
    """Where the stretch that holds most of what is shared begins and ends; it is little longer than ``size``."""
    window = min(len(shared), int(size * _STRETCHED))
    sums = np.concatenate(([0], np.cumsum(shared)))
    begin = int(np.argmax(sums[window:] - sums[:-window]))
    at = begin + np.flatnonzero(shared[begin : begin + window])
    return int(at[0]), int(at[-1]) + SHINGLE_CHARS
