"""BM25 over all passages by bm25s (Lù 2024, arXiv:2407.03618): three arrays and a vocabulary, no pickle."""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from policysearch.config import LexicalSettings

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StandIns:
    """The tokens of a word of the question, and those of each of its synonyms."""

    word: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]


class LexicalIndex:
    """Scores of tokens against passages; row i is passage i."""

    def __init__(self, model: Any, rows: int) -> None:
        self._model = model
        self.rows = rows

    @classmethod
    def build(cls, tokens: Sequence[Sequence[str]], settings: LexicalSettings) -> LexicalIndex:
        """An index of ``tokens``, one list a passage."""
        model = _bm25s().BM25(method="lucene", k1=settings.k1, b=settings.b)
        vocabulary = {token: i for i, token in enumerate(sorted({t for row in tokens for t in row}))}
        ids = [np.fromiter((vocabulary[t] for t in row), dtype=np.int32, count=len(row)) for row in tokens]
        model.index((ids, vocabulary), show_progress=False, create_empty_token=False)
        return cls(model, len(tokens))

    @classmethod
    def load(cls, folder: Path, rows: int) -> LexicalIndex:
        """The index that ``save`` wrote."""
        return cls(_bm25s().BM25.load(folder, show_progress=False), rows)

    def save(self, folder: Path) -> None:
        """Writes the arrays (npy) and the vocabulary (json) into ``folder``."""
        self._model.save(folder, show_progress=False)

    def scores(self, tokens: Sequence[str], stand_ins: Iterable[StandIns] = (), weight: float = 0.0) -> Scores:
        """The BM25 score of every passage, shape (rows,), float32; 0 where no token occurs.

        Of a word and its synonyms each passage counts the best alone. A synonym counts ``weight`` of its own score,
        and where its tokens are worth more (by idf) than those of the word, so much less: it never counts for more
        than the word. Tokens that the rest of the question holds already do not count again.
        """
        known = [token for token in tokens if token in self._model.vocab_dict]
        scores = np.zeros(self.rows, dtype=np.float32)
        if known and self.rows:
            scores += self._model.get_scores(known)
        if weight > 0:
            asked = Counter(tokens)
            for stand_in in stand_ins:
                scores += self._gain(stand_in, asked - Counter(stand_in.word), weight)
        return scores

    def _gain(self, stand_in: StandIns, beside: Counter[str], weight: float) -> Scores:
        """What the best synonym gives to each passage over the word; ``beside`` is the rest of the question."""
        word = self._sum(stand_in.word)
        worth = sum(map(self.idf, stand_in.word))
        best = word
        for synonym in stand_in.synonyms:
            tokens = [token for token in dict.fromkeys(synonym) if token not in beside]
            most = sum(map(self.idf, tokens))
            if most > 0:
                best = np.maximum(best, self._sum(tokens) * np.float32(weight * min(1.0, worth / most)))
        return best - word

    def _sum(self, tokens: Iterable[str]) -> Scores:
        scores = np.zeros(self.rows, dtype=np.float32)
        arrays = self._model.scores
        for token in tokens:
            at = self._model.vocab_dict.get(token)
            if at is not None:
                held = slice(int(arrays["indptr"][at]), int(arrays["indptr"][at + 1]))
                scores[arrays["indices"][held]] += arrays["data"][held]
        return scores

    def idf(self, token: str) -> float:
        """How rare a token is: ln(1 + (N - n + .5) / (n + .5)), n the passages that hold it."""
        at = self._model.vocab_dict.get(token)
        starts = self._model.scores["indptr"]
        held = int(starts[at + 1] - starts[at]) if at is not None else 0
        return math.log(1 + (self.rows - held + 0.5) / (held + 0.5))


def _bm25s() -> Any:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # the library sets DEBUG when it is imported
    return bm25s
