"""Words that mean the same in this field: read from ``data/synonyms.tsv``, found in a question.

A word counts only where it begins and ends with words of the dictionary, so that 高企 is not found in 提高企业; of
words that overlap the longest counts. What stands in the question already, or is part of the word or holds it
(住房公积金 and 公积金 share their tokens), is no expansion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from policysearch.search.lexical import StandIns
from policysearch.search.tokenize import fold_joined, tokenize, word_borders
from policysearch.text import fold

SYNONYMS = "synonyms"  # the rule by the name with which it is switched off like a finding
_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of a question, folded, and what may stand in a text for it."""

    word: str
    synonyms: tuple[str, ...]


def synonyms_of(word: str) -> tuple[str, ...]:
    """What may stand in a text for ``word``, in the order of the file; empty for a word that it does not hold."""
    return _table().get(fold(word).strip(), ())


def find_expansions(question: str, learnt: Mapping[str, tuple[str, ...]] = _NONE) -> tuple[Expansion, ...]:
    """The words of ``question`` that have synonyms, each once, in order; ``learnt`` ones come after the file's."""
    folded = fold_joined(question)
    found = {}
    for word in _words_in(folded, learnt):
        meant = dict.fromkeys((*_table().get(word, ()), *learnt.get(word, ())))
        synonyms = tuple(s for s in meant if s not in folded and word not in s and s not in word)
        if synonyms:
            found[word] = Expansion(word, synonyms)
    return tuple(found.values())


def stand_ins(expansions: Iterable[Expansion]) -> Iterator[StandIns]:
    """The expansions as BM25 takes them: in tokens."""
    for expansion in expansions:
        yield StandIns(tuple(tokenize(expansion.word)), tuple(tuple(tokenize(s)) for s in expansion.synonyms))


def _words_in(folded: str, learnt: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    borders = word_borders(folded)
    table, most = _table(), max(map(len, (*_table(), *learnt)))
    start = 0
    while start < len(folded):
        ends = range(min(len(folded), start + most), start, -1) if start in borders else ()
        words = ((end, folded[start:end]) for end in ends if end in borders)
        end = next((end for end, word in words if word in table or word in learnt), None)
        if end is not None:
            yield folded[start:end]
        start = end or start + 1


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    text = resources.files("policysearch").joinpath("data/synonyms.tsv").read_text("utf-8")
    table: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        left, sign, right = ([fold(word) for word in cell.split("、")] for cell in line.split("\t"))
        words = [*left, *right] if sign == ["="] else left
        for word in words:
            others = [*left, *right] if sign == ["="] else right
            table.setdefault(word, {}).update(dict.fromkeys(other for other in others if other != word))
    return {word: tuple(others) for word, others in table.items() if others}
