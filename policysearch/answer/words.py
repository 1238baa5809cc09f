"""The words of a question with how rare each is, and the share of them that a text says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy.typing as npt

from policysearch.answer.asked import GROWTH, Asked, Part, subject_words, without_places, years_in
from policysearch.search.searcher import Searcher
from policysearch.search.synonyms import synonyms_of
from policysearch.text import CJK, fold, squeeze

Weights = Mapping[str, float]
# A question and texts to how far each text covers each token of it, (n, t), and what each token weighs, (t,).
Covered = Callable[[str, Sequence[str]], tuple[npt.NDArray[Any], npt.NDArray[Any]]]

# What a long word counts of which only a part is there (社会工作人才 in 社会工作专业人才).
_PART_SHARE = 0.7
# What a part counts whose years or class the text lacks, and least what one counts that asks for a growth and gets one.
OTHER_SHARE = 0.3
GROWTH_SHARE = 0.5
# 全省生产总值 is the GDP of the place whose report it is.
_INDICATORS = {"gdp": ("生产总值",)}


# Two ends of one thing, or several things, asked for in one breath.
_SEVERAL = re.compile(
    r"各|分别|上下限|最[少低短][^。]{0,12}最[多高长]|最[多高长][^。]{0,12}最[少低短]|下限[^。]{0,6}上限|上限[^。]{0,6}下限"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """A question with the weights of its words.

    ``weights`` leave out years, with which a candidate must agree, and the names of places where anything else is
    asked: whose document it is, is settled before. ``placed`` keeps the places: 福田区和罗湖区各多少.
    ``own`` are the words of each part that no other has, all of its words where there are none. ``covered`` tells how
    far texts cover the tokens of a question in meaning (see ``Searcher.covered``).
    """

    asked: Asked
    weights: Weights
    placed: Weights
    own: tuple[Weights, ...]
    covered: Covered

    @property
    def wants_one(self) -> bool:
        """Whether one figure is wanted, so that of several in a series one is told."""
        asked = self.asked
        return len(asked.parts) == 1 and not asked.wants_all and not _SEVERAL.search(asked.question)

    def fit(self, part: Part, said: str) -> float:
        """How much of a part ``said`` (folded) speaks of, 0 to 1: its own words, its years, a growth for a growth."""
        own = self.own[self.asked.parts.index(part)]
        fit = share(own, squeeze(said)) if own else 1.0
        if len(self.asked.parts) > 1:
            if GROWTH.search(part.text) and GROWTH.search(said):
                fit = max(fit, GROWTH_SHARE)
            years = set(years_in(part.text))
            if years and not years & set(years_in(said)):
                fit *= OTHER_SHARE
            classes = [word for group in self.asked.classes for word in group if word in part.text]
            if classes and not any(word in said for word in classes):
                fit *= OTHER_SHARE
        return fit


def sought(searcher: Searcher, asked: Asked) -> Sought:
    """``asked`` with the weights of its words in this library."""
    words = subject_words(asked.question)
    placed = {word: max(searcher.idf(part) for part in parts_of(word)) for word in words}
    bare = without_places(words, asked.question) or words
    weights = {word: placed[word] for word in bare}
    own = tuple(_own(asked, part, weights, placed) for part in asked.parts)
    return Sought(asked, weights, placed, own, searcher.covered)


def _own(asked: Asked, part: Part, weights: Weights, placed: Weights) -> Weights:
    if len(asked.parts) == 1:
        return weights
    others = {word for other in asked.parts if other is not part for word in subject_words(other.text)}
    words = set(subject_words(part.text))
    for source, wanted in ((weights, words - others), (placed, words - others), (placed, words)):
        found = {word: weight for word, weight in source.items() if word in wanted}
        if found:
            return found
    return {}


@lru_cache(maxsize=256)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters of ``text``."""
    return frozenset(pair for pair in map("".join, pairwise(text)) if re.fullmatch(rf"[{CJK}]{{2}}", pair))


def parts_of(word: str) -> list[str]:
    """The index tokens of a word: itself up to two characters or in Latin script, else its bigrams."""
    return [word] if len(word) <= 2 or word.isascii() else [word[i : i + 2] for i in range(len(word) - 1)]


def plain(text: str) -> str:
    """``text`` as words are looked up in it: folded, without blanks."""
    return squeeze(fold(text))


def share(weights: Weights, text: str) -> float:
    """The share of the question's weight that ``text`` (plain) covers, 0 to 1."""
    total = sum(weights.values())
    return sum(weight * presence(word, text) for word, weight in weights.items()) / total if total else 0.0


def uncovered(weights: Weights, text: str) -> tuple[str, ...]:
    """The words of the question of which ``text`` (plain) holds at most half, and nothing that means the same."""
    return tuple(word for word in weights if means(word, text) <= _PART_SHARE / 2)


def means(word: str, text: str) -> float:
    """How far ``text`` (plain) holds a word or one that means the same."""
    return 1.0 if any(synonym in text for synonym in _synonyms(word)) else presence(word, text)


@lru_cache(maxsize=4096)
def _synonyms(word: str) -> tuple[str, ...]:
    named = (*synonyms_of(word), *_INDICATORS.get(word, ()))
    return tuple(squeeze(synonym) for synonym in named if len(synonym) > 1)


def presence(word: str, text: str) -> float:
    """How far ``text`` (plain) holds a word: 1 in full, less by its parts, 0."""
    if word in text:
        return 1.0
    parts = parts_of(word)
    return _PART_SHARE * sum(part in text for part in parts) / len(parts) if len(parts) > 1 else 0.0
