"""Two score lists to one: a convex combination of normalised scores.

Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023: it beats
reciprocal rank fusion in and out of domain and hardly depends on how the scores are normalised.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


def convex(lexical: Scores, dense: Scores, dense_weight: float) -> Scores:
    """``(1 - w) * lexical + w * dense`` over the same candidates, each leg normalised; shape kept.

    BM25 is divided by its greatest value, since 0 is its known least; cosines, whose range differs from
    model to model, are stretched from their least to their greatest.
    """
    return np.asarray((1 - dense_weight) * by_greatest(lexical) + dense_weight * stretched(dense), np.float32)


def by_greatest(scores: Scores) -> Scores:
    """Scores divided by the greatest of them; zeros stay."""
    greatest = scores.max(initial=0.0)
    return scores / greatest if greatest > 0 else np.zeros_like(scores)


def stretched(scores: Scores) -> Scores:
    """Scores from 0, the least of them, to 1, the greatest; zeros where all are equal."""
    if not len(scores):
        return scores
    least, greatest = scores.min(), scores.max()
    return (scores - least) / (greatest - least) if greatest > least else np.zeros_like(scores)
