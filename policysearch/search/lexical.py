"""BM25 over all passages by bm25s (Lù 2024, arXiv:2407.03618): three arrays and a vocabulary, no pickle."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from policysearch.config import LexicalSettings

Scores = npt.NDArray[np.float32]


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

    def scores(self, tokens: Sequence[str]) -> Scores:
        """The BM25 score of every passage, shape (rows,), float32; 0 where no token occurs."""
        known = [token for token in tokens if token in self._model.vocab_dict]
        if not known or not self.rows:
            return np.zeros(self.rows, dtype=np.float32)
        return np.asarray(self._model.get_scores(known), dtype=np.float32)

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
