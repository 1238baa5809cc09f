"""BM25 over all passages (Robertson and Zaragoza 2009, Lucene's idf): how often each token stands in each passage.

What is stored are counts alone, which depend on their passage and on nothing else, so a passage that stays as it was
keeps its row when others come and go; scores are made of them when the index is opened, as bm25s does it (Lù 2024,
arXiv:2407.03618).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from policysearch.config import LexicalSettings

Scores = npt.NDArray[np.float32]
FILES = ("counts.npy", "rows.npy", "starts.npy", "vocabulary.json")
_MOST_COUNTED = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class StandIns:
    """The tokens of a word of the question, and those of each of its synonyms."""

    word: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]


class LexicalIndex:
    """Scores of tokens against passages; row i is passage i."""

    def __init__(self, counts: sparse.csc_array, vocabulary: Mapping[str, int], settings: LexicalSettings) -> None:
        """``counts[i, t]``: how often passage i holds token t; ``vocabulary`` numbers the tokens in sorted order."""
        self._counts = counts
        self._vocabulary = vocabulary
        self._settings = settings
        self.rows = int(counts.shape[0])

    @classmethod
    def build(
        cls,
        tokens: Iterable[Sequence[str]],
        settings: LexicalSettings,
        *,
        kept: LexicalIndex | None = None,
        kept_rows: npt.NDArray[np.int64] | None = None,
    ) -> LexicalIndex:
        """An index of ``tokens``, one list a passage, of which no more than one is held at a time.

        With ``kept``, row i is row ``kept_rows[i]`` of that index where this is not negative, and ``tokens`` are those
        of the others alone, in order. The result is the same, byte by byte, as one built of all tokens.
        """
        seen: dict[str, int] = {}
        parts = [
            np.fromiter((seen.setdefault(token, len(seen)) for token in row), np.int32, len(row)) for row in tokens
        ]
        places = np.full(len(parts), -1, np.int64) if kept_rows is None else kept_rows
        old, words = kept._moved(places) if kept is not None else (None, [])
        vocabulary = {token: i for i, token in enumerate(sorted({*seen, *words}))}
        shape = (len(places), len(vocabulary))
        # The numbers in the order of the vocabulary in place of those in the order of reading.
        ranks = np.fromiter((vocabulary[token] for token in seen), np.int32, len(seen))
        ids = ranks[np.concatenate([np.empty(0, np.int32), *parts])]
        lengths = np.zeros(len(places), np.int64)
        lengths[places < 0] = [len(part) for part in parts]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        del parts
        new = sparse.csr_array((np.ones(len(ids), np.int32), ids, starts), shape=shape, copy=True)
        new.sum_duplicates()
        counts = new.tocsc()
        if old is not None:
            # The words kept are in the order of the vocabulary: their columns only move apart.
            lengths = np.zeros(len(vocabulary), np.int64)
            lengths[[vocabulary[word] for word in words]] = np.diff(old.indptr)
            starts = np.concatenate([[0], np.cumsum(lengths)])
            counts = counts + sparse.csc_array((old.data, old.indices, starts), shape=shape)
        counts.sum_duplicates()
        counts.data = np.minimum(counts.data, _MOST_COUNTED).astype(np.uint16)
        return cls(counts, vocabulary, settings)

    def _moved(self, places: npt.NDArray[np.int64]) -> tuple[sparse.csc_array, list[str]]:
        """The counts of the rows that ``places`` names, each where it is named, and the tokens that they hold."""
        at = np.full(self.rows, -1, np.int64)
        at[places[places >= 0]] = np.flatnonzero(places >= 0)
        moved = at[self._counts.indices]
        kept = moved >= 0
        ends = np.concatenate([[0], np.cumsum(kept)])[self._counts.indptr]
        held = np.diff(ends) > 0
        starts = np.concatenate([[0], ends[1:][held]])
        data = self._counts.data[kept].astype(np.int32)
        words = [word for word, is_held in zip(self._vocabulary, held.tolist(), strict=True) if is_held]
        return sparse.csc_array((data, moved[kept], starts), shape=(len(places), len(words))), words

    @classmethod
    def load(cls, folder: Path, rows: int, settings: LexicalSettings) -> LexicalIndex:
        """The index that ``save`` wrote."""
        data, indices, starts = (np.load(folder / name, allow_pickle=False) for name in FILES[:3])
        names = json.loads((folder / FILES[3]).read_bytes())
        counts = sparse.csc_array((data, indices, starts), shape=(rows, len(names)))
        return cls(counts, {token: i for i, token in enumerate(names)}, settings)

    def save(self, folder: Path) -> None:
        """Writes the counts by token (npy) and the vocabulary (json) into ``folder``."""
        counts = self._counts
        arrays = (counts.data, counts.indices.astype(np.int32), counts.indptr.astype(np.int64))
        for name, array in zip(FILES[:3], arrays, strict=True):
            np.save(folder / name, array, allow_pickle=False)
        names = json.dumps(list(self._vocabulary), ensure_ascii=False, separators=(",", ":"))
        (folder / FILES[3]).write_bytes(names.encode("utf-8", "surrogatepass"))

    @cached_property
    def _values(self) -> Scores:
        """The score of each count: idf * tf / (tf + k1 * (1 - b + b * length / average length))."""
        counts, k1, b = self._counts, self._settings.k1, self._settings.b
        if not counts.nnz:
            return np.zeros(0, np.float32)
        lengths = np.bincount(counts.indices, counts.data, minlength=self.rows)
        norms = (k1 * (1 - b + b * lengths / lengths.mean())).astype(np.float32)
        held = np.diff(counts.indptr)
        idf = np.log(1 + (self.rows - held + 0.5) / (held + 0.5)).astype(np.float32)
        often = counts.data.astype(np.float32)
        return np.asarray(np.repeat(idf, held) * often / (often + norms[counts.indices]), np.float32)

    def scores(
        self,
        tokens: Sequence[str],
        stand_ins: Iterable[StandIns] = (),
        *,
        character_weight: float = 1.0,
        synonym_weight: float = 0.0,
    ) -> Scores:
        """The BM25 score of every passage, shape (rows,), float32; 0 where no token occurs.

        A token that is one Chinese character counts ``character_weight``, others 1. Of a word and its synonyms each
        passage counts the best alone. A synonym counts ``synonym_weight`` of its own score, and where its tokens are
        worth more (by idf) than those of the word, so much less: it never counts for more than the word. Tokens that
        the rest of the question holds already do not count again.
        """
        asked = Counter(tokens)
        scores = self._sum(asked, character_weight)
        if synonym_weight > 0:
            for stand_in in stand_ins:
                scores += self._gain(stand_in, asked - Counter(stand_in.word), character_weight, synonym_weight)
        return scores

    def _gain(self, stand_in: StandIns, beside: Counter[str], character_weight: float, synonym_weight: float) -> Scores:
        """What the best synonym gives to each passage over the word; ``beside`` is the rest of the question."""
        word = self._sum(Counter(stand_in.word), character_weight)
        worth = self._worth(stand_in.word, character_weight)
        best = word
        for synonym in stand_in.synonyms:
            own = {token: 1 for token in synonym if token not in beside}
            most = self._worth(own, character_weight)
            if most > 0:
                share = np.float32(synonym_weight * min(1.0, worth / most))
                best = np.maximum(best, self._sum(own, character_weight) * share)
        return best - word

    def _worth(self, tokens: Iterable[str], character_weight: float) -> float:
        return sum(self.idf(token) * _weight(token, character_weight) for token in tokens)

    def _sum(self, counts: Mapping[str, int], character_weight: float) -> Scores:
        scores = np.zeros(self.rows, dtype=np.float32)
        starts = self._counts.indptr
        for token, count in counts.items():
            at = self._vocabulary.get(token)
            if at is not None:
                held = slice(int(starts[at]), int(starts[at + 1]))
                weight = np.float32(count * _weight(token, character_weight))
                scores[self._counts.indices[held]] += self._values[held] * weight
        return scores

    def idf(self, token: str) -> float:
        """How rare a token is: ln(1 + (N - n + .5) / (n + .5)), n the passages that hold it."""
        at = self._vocabulary.get(token)
        starts = self._counts.indptr
        held = int(starts[at + 1] - starts[at]) if at is not None else 0
        return math.log(1 + (self.rows - held + 0.5) / (held + 0.5))


def _weight(token: str, character_weight: float) -> float:
    return character_weight if len(token) == 1 and not token.isascii() else 1.0
