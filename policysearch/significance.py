"""Intervals and paired tests over the questions of a set, seeded, so that a run says the same again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_RESAMPLES = 2000
_FLIPS = 9999


def interval(values: Sequence[float]) -> list[float]:
    """Mean and a 95 % percentile bootstrap interval (Efron 1979): [mean, low, high]; zeros of nothing."""
    if not values:
        return [0.0, 0.0, 0.0]
    data = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(0).integers(0, len(data), (_RESAMPLES, len(data)))
    low, high = np.percentile(data[picks].mean(axis=1), [2.5, 97.5])
    return [round(float(data.mean()), 4), round(float(low), 4), round(float(high), 4)]


def paired_p(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The two-sided p-value of a paired randomisation test (Fisher 1935; Smucker et al. 2007) of the mean difference.

    The signs of the differences are flipped at random, all ways where they are few. 1 where nothing differs.
    """
    differences = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    differences = differences[differences != 0]  # flipping nothing changes nothing
    if len(differences) < 2:
        return 1.0  # one difference is as great whichever way its sign is
    from scipy.stats import permutation_test

    found = permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=_FLIPS, batch=1000, vectorized=True, rng=0
    )
    return round(float(found.pvalue), 4)


def paired(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    """By how much the mean of ``ours`` is above that of ``theirs``, question by question.

    ``{"delta", "low", "high", "p"}``: the 95 % bootstrap interval of the difference, and ``paired_p``.
    """
    delta, low, high = interval([a - b for a, b in zip(ours, theirs, strict=True)])
    return {"delta": delta, "low": low, "high": high, "p": paired_p(ours, theirs)}
