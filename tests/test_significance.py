"""Intervals and paired tests: known cases, and the same answer each time."""

from __future__ import annotations

import pytest

from policysearch.significance import interval, paired_p


def test_interval_is_the_mean_inside_its_bounds_and_always_the_same() -> None:
    values = [1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0]
    mean, low, high = interval(values)
    assert mean == 0.75
    assert 0 <= low < mean < high <= 1
    assert interval(values) == [mean, low, high]
    assert interval([1.0, 1.0]) == [1.0, 1.0, 1.0]
    assert interval([]) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("wins", "losses", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (2, 0, 0.5),
        (8, 0, 2 / 2**8),
        (0, 8, 2 / 2**8),
        (5, 5, 1.0),
        (5, 1, 2 * (1 + 6) / 2**6),  # the sign test: at least five of six, either way
    ],
)
@pytest.mark.parametrize("ties", [0, 50])
def test_the_p_value_of_few_differences_is_exact(wins: int, losses: int, p: float, ties: int) -> None:
    ours = [1.0] * wins + [0.0] * losses + [1.0] * ties
    theirs = [0.0] * wins + [1.0] * losses + [1.0] * ties
    assert paired_p(ours, theirs) == pytest.approx(p, abs=1e-4)


def test_many_differences_are_sampled_and_come_out_the_same() -> None:
    ours, theirs = [0.5] * 60 + [0.25] * 40, [0.25] * 60 + [0.5] * 40
    p = paired_p(ours, theirs)
    assert 0.03 < p < 0.09  # the sign test says 0.057
    assert paired_p(theirs, ours) == pytest.approx(p, abs=0.01)
    assert paired_p(ours, theirs) == p


def test_lists_of_different_lengths_are_an_error() -> None:
    with pytest.raises(ValueError, match="shape"):
        paired_p([1.0, 0.0, 1.0], [1.0, 0.0])
