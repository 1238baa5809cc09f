"""The convex combination, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.search.fuse import Scores, convex


def f32(*values: float) -> Scores:
    """``values`` as scores."""
    return np.array(values, dtype=np.float32)


def test_values_by_hand() -> None:
    # lexical / 8: 1, .5, 0; dense from .2 .. .6: 0, .5, 1; a quarter of the second
    found = convex(f32(8, 4, 0), f32(0.2, 0.4, 0.6), 0.25)
    np.testing.assert_allclose(found, [0.75, 0.5, 0.25], atol=1e-6)
    assert found.dtype == np.float32


def test_negative_cosines_are_stretched_from_their_least() -> None:
    np.testing.assert_allclose(convex(f32(0, 0, 0), f32(-0.5, 0.0, 0.5), 1.0), [0, 0.5, 1], atol=1e-6)


@pytest.mark.parametrize(("weight", "expected"), [(0.0, [1.0, 0.5]), (1.0, [0.0, 1.0])])
def test_the_ends_are_one_leg_alone(weight: float, expected: list[float]) -> None:
    np.testing.assert_allclose(convex(f32(2, 1), f32(0.1, 0.9), weight), expected, atol=1e-6)


def test_a_leg_that_tells_nothing_apart_adds_nothing() -> None:
    np.testing.assert_allclose(convex(f32(3, 1.5), f32(0.4, 0.4), 0.5), [0.5, 0.25], atol=1e-6)
    np.testing.assert_allclose(convex(f32(0, 0), f32(0.1, 0.3), 0.5), [0, 0.5], atol=1e-6)


def test_no_candidates_give_no_scores() -> None:
    assert convex(f32(), f32(), 0.3).shape == (0,)


@given(
    st.lists(st.tuples(st.floats(0, 50, width=32), st.floats(-1, 1, width=32)), min_size=1, max_size=20),
    st.floats(0, 1),
)
def test_scores_lie_between_0_and_1_and_better_in_both_is_better(
    pairs: list[tuple[float, float]], weight: float
) -> None:
    lexical, dense = f32(*(a for a, _ in pairs)), f32(*(b for _, b in pairs))
    found = convex(lexical, dense, weight)
    assert found.shape == lexical.shape
    assert ((found >= -1e-6) & (found <= 1 + 1e-6)).all()
    for i, (a, b) in enumerate(pairs):
        for j, (c, d) in enumerate(pairs):
            if a >= c and b >= d:
                assert found[i] >= found[j] - 1e-5
