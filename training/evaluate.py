"""Recall@10 and MRR@10 on the development pairs, for vectors and for a BM25 to stand beside.

Only one text of the pool counts as right for a query. For a heading over several articles that
is too strict, so the figures compare encoders with each other and say little by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from training.exclusion import squeeze
from training.statistics import Floats

Numbers = npt.NDArray[np.int64]
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """Two shares between 0 and 1 over so many queries."""

    queries: int
    recall: float
    reciprocal_rank: float

    def __str__(self) -> str:
        return f"queries {self.queries:5d}  Recall@10 {self.recall:.3f}  MRR@10 {self.reciprocal_rank:.3f}"


def quality(ranks: Numbers) -> Quality:
    """Return the figures for the rank of each query's own text, counted from 1."""
    if not len(ranks):
        return Quality(0, 0.0, 0.0)
    found = ranks <= DEPTH
    return Quality(len(ranks), float(found.mean()), float(np.where(found, 1 / ranks, 0.0).mean()))


def vector_ranks(queries: Floats, pool: Floats, right: Numbers) -> Numbers:
    """Return the rank of ``pool[right[i]]`` for each query; a tie counts against it."""
    return _ranks(queries @ pool.T, right)


def bigram_ranks(
    queries: Sequence[str], pool: Sequence[str], right: Numbers, k1: float = 1.2, b: float = 0.75
) -> Numbers:
    """Return the same ranks by BM25 over character bigrams."""
    numbers: dict[str, int] = {}
    documents = _bigram_counts(pool, numbers, grow=True)
    asked = _bigram_counts(queries, numbers, grow=False)
    lengths = np.asarray(documents.sum(axis=1)).ravel()
    held = np.asarray((documents > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (len(pool) - held + 0.5) / (held + 0.5))
    found = documents.tocoo()
    norm = k1 * (1 - b + b * lengths / lengths.mean())
    value = rarity[found.col] * found.data * (k1 + 1) / (found.data + norm[found.row])
    weights = sparse.csr_matrix((value, (found.row, found.col)), shape=documents.shape)
    return _ranks(np.asarray((asked @ weights.T).todense()), right)


def _bigram_counts(texts: Sequence[str], numbers: dict[str, int], *, grow: bool) -> sparse.csr_matrix:
    rows: list[int] = []
    columns: list[int] = []
    for row, text in enumerate(texts):
        squeezed = squeeze(text).lower()
        for start in range(len(squeezed) - 1):
            bigram = squeezed[start : start + 2]
            if grow:
                numbers.setdefault(bigram, len(numbers))
            if bigram in numbers:
                rows.append(row)
                columns.append(numbers[bigram])
    shape = (len(texts), len(numbers))
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def _ranks(scores: npt.NDArray[np.floating], right: Numbers) -> Numbers:
    own = scores[np.arange(len(right)), right]
    better = (scores >= own[:, None]).sum(axis=1)
    return np.asarray(better, dtype=np.int64)
