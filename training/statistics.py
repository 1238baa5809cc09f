"""First vectors from co-occurrence counts: PPMI, then a truncated SVD.

A short run of contrastive steps cannot place 30,000 words from nothing. Words that occur in the
same short stretches of text start near one another, and rare words start longer than frequent
ones (smooth inverse frequency), because the mean of a bag is all the encoder can take.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from training.tokens import TokenLists

Floats = npt.NDArray[np.float32]


def co_occurrence(lists: TokenLists, vocabulary_size: int, stretch: int, min_count: int) -> sparse.csr_matrix:
    """Return how often two words stand in one stretch of ``stretch`` tokens, (V, V), symmetric.

    Stretches are laid twice, the second time half a stretch on, so that no two neighbours are
    always apart. Pairs seen less than ``min_count`` times are dropped: mostly chance.
    """
    total: Any = None
    for shift in (0, stretch // 2):
        rows = (np.arange(len(lists.ids), dtype=np.int64) + shift) // stretch
        # A stretch must not run across two texts: one that starts another text starts anew.
        rows += np.repeat(np.arange(len(lists), dtype=np.int64), np.diff(lists.offsets))
        ones = np.ones(len(rows), dtype=np.float32)
        shape = (int(rows[-1]) + 1 if len(rows) else 0, vocabulary_size)
        bags = sparse.csr_matrix((ones, (rows, lists.ids)), shape=shape)
        bags.data[:] = 1.0
        counts = bags.T @ bags
        total = counts if total is None else total + counts
    total.setdiag(0)
    total.data[total.data < min_count] = 0
    total.eliminate_zeros()
    return sparse.csr_matrix(total)


def positive_pmi(counts: sparse.csr_matrix, smoothing: float = 0.75) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information of the counts, context shares smoothed."""
    found = counts.tocoo()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    contexts = rows**smoothing
    share = contexts / max(contexts.sum(), 1e-9)
    value = np.log(found.data / (rows[found.row] * share[found.col]))
    kept = value > 0
    positive = (value[kept].astype(np.float32), (found.row[kept], found.col[kept]))
    return sparse.csr_matrix(positive, shape=counts.shape)


def word_vectors(information: sparse.csr_matrix, dimensions: int, seed: int) -> Floats:
    """Return unit rows (V, dimensions), float32; words without information get small noise."""
    from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]

    left, singular, _ = randomized_svd(information, dimensions, n_iter=2, random_state=seed)
    vectors = np.asarray(left * np.sqrt(singular), dtype=np.float32)
    seen = np.linalg.norm(vectors, axis=1) > 1e-6
    vectors[seen] -= vectors[seen].mean(axis=0)  # what all words share says nothing
    noise = np.random.default_rng(seed).normal(size=vectors.shape).astype(np.float32)
    vectors[~seen] = noise[~seen]
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors


def frequency_weights(lists: TokenLists, vocabulary_size: int, smooth: float = 1e-4) -> Floats:
    """Return the smooth inverse frequency of each word, (V,), between 0 and 1."""
    counts = np.bincount(lists.ids, minlength=vocabulary_size).astype(np.float64)
    share = counts / max(counts.sum(), 1.0)
    return np.asarray(smooth / (smooth + share), dtype=np.float32)
