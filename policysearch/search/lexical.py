"""BM25 over all passages by bm25s (Lù 2024, arXiv:2407.03618): three arrays and a vocabulary, no pickle."""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
        arrays = self._model.scores
        for token, count in counts.items():
            at = self._model.vocab_dict.get(token)
            if at is not None:
                held = slice(int(arrays["indptr"][at]), int(arrays["indptr"][at + 1]))
                weight = np.float32(count * _weight(token, character_weight))
                scores[arrays["indices"][held]] += arrays["data"][held] * weight
        return scores

    def idf(self, token: str) -> float:
        """How rare a token is: ln(1 + (N - n + .5) / (n + .5)), n the passages that hold it."""
        at = self._model.vocab_dict.get(token)
        starts = self._model.scores["indptr"]
        held = int(starts[at + 1] - starts[at]) if at is not None else 0
        return math.log(1 + (self.rows - held + 0.5) / (held + 0.5))


def _weight(token: str, character_weight: float) -> float:
    return character_weight if len(token) == 1 and not token.isascii() else 1.0


def _bm25s() -> Any:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # the library sets DEBUG when it is imported
    return bm25s
