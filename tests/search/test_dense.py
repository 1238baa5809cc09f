"""The flat index of vectors against numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.search.dense import DenseIndex
from policysearch.types import Vectors


def unit(rows: npt.ArrayLike) -> Vectors:
    """``rows`` as float32 unit rows."""
    vectors = np.asarray(rows, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def some_vectors(count: int, dimension: int = 8, seed: int = 0) -> Vectors:
    """``count`` unit rows that are far from equal."""
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)))


def by_numpy(vectors: Vectors, query: Vectors, top_k: int, allowed: list[int] | None = None) -> list[int]:
    """Rows by (-score, row)."""
    rows = list(range(len(vectors))) if allowed is None else allowed
    return sorted(rows, key=lambda row: (-float(vectors[row] @ query), row))[:top_k]


@pytest.mark.parametrize("top_k", [1, 5, 30])
def test_rows_and_scores_are_those_of_numpy(top_k: int) -> None:
    vectors = some_vectors(30)
    index = DenseIndex.build(vectors)
    for query in some_vectors(5, seed=1):
        rows, scores = index.search(query, top_k)
        assert rows.tolist() == by_numpy(vectors, query, top_k)
        np.testing.assert_allclose(scores, vectors[rows] @ query, atol=1e-6)


def test_equal_scores_come_in_the_order_of_rows() -> None:
    vectors = unit([[0, 1], [1, 0], [0, 1], [1, 0], [0, 1]])
    rows, scores = DenseIndex.build(vectors).search(unit([[1, 0]])[0], 5)
    assert rows.tolist() == [1, 3, 0, 2, 4]
    assert scores.tolist() == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("top_k", [1, 2, 3, 7, 20, 39])
def test_equal_scores_at_the_cut_keep_the_first_rows(top_k: int) -> None:
    vectors = unit([[1, 0]] * 40)
    rows, _ = DenseIndex.build(vectors).search(unit([[1, 0]])[0], top_k)
    assert rows.tolist() == list(range(top_k))


@pytest.mark.parametrize("kinds", [[2, 2, 0], [1, 1, 1, 0], [3, 2, 2, 2, 0]])
def test_equal_scores_at_the_cut_behind_a_better_row_keep_the_first_rows(kinds: list[int]) -> None:
    vectors = np.eye(4, dtype=np.float32)[kinds]
    query = unit([[4, 3, 2, 1]])[0]
    assert DenseIndex.build(vectors).search(query, 2)[0].tolist() == by_numpy(vectors, query, 2)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(1, 45))
@settings(max_examples=40, deadline=None)
def test_scores_of_a_shorter_list_are_the_beginning_of_a_longer_one(kinds: list[int], top_k: int) -> None:
    vectors = np.eye(4, dtype=np.float32)[kinds]
    index = DenseIndex.build(vectors)
    query = unit([[4, 3, 2, 1]])[0]
    rows, scores = index.search(query, top_k)
    np.testing.assert_allclose(scores, index.search(query, top_k + 1)[1][:top_k], atol=1e-6)
    assert len(set(rows.tolist())) == len(rows) == min(top_k, len(kinds))
    above = [row for row in rows.tolist() if kinds[row] != kinds[rows[-1]]]  # those at the cut left aside
    assert above == by_numpy(vectors, query, top_k)[: len(above)]


def test_fewer_rows_than_asked_gives_all_of_them_once() -> None:
    rows, scores = DenseIndex.build(some_vectors(3)).search(some_vectors(1, seed=2)[0], 10)
    assert sorted(rows.tolist()) == [0, 1, 2]
    assert len(scores) == 3


@pytest.mark.parametrize("allowed", [[4, 9, 2], [0], list(range(20))])
def test_only_allowed_rows_are_found(allowed: list[int]) -> None:
    vectors = some_vectors(20)
    query = some_vectors(1, seed=3)[0]
    for top_k in (1, 2, 50):
        rows, _ = DenseIndex.build(vectors).search(query, top_k, np.array(allowed, dtype=np.int64))
        assert rows.tolist() == by_numpy(vectors, query, top_k, allowed)


def test_no_allowed_row_finds_nothing() -> None:
    rows, scores = DenseIndex.build(some_vectors(4)).search(some_vectors(1)[0], 3, np.empty(0, np.int64))
    assert len(rows) == len(scores) == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_vectors_that_are_not_finite_are_refused(bad: float) -> None:
    vectors = some_vectors(3)
    vectors[1, 2] = bad
    with pytest.raises(ValueError, match="finite"):
        DenseIndex.build(vectors)


def test_scores_of_rows_come_in_their_order() -> None:
    vectors = some_vectors(6)
    query = some_vectors(1, seed=4)[0]
    rows = np.array([5, 0, 3], dtype=np.int64)
    np.testing.assert_allclose(DenseIndex.build(vectors).scores(query, rows), vectors[rows] @ query, atol=1e-6)
    assert len(DenseIndex.build(vectors).scores(query, np.empty(0, np.int64))) == 0


def test_save_and_load_give_the_same_rows(tmp_path: Path) -> None:
    index = DenseIndex.build(some_vectors(12))
    index.save(tmp_path / "vectors.faiss")
    loaded = DenseIndex.load(tmp_path / "vectors.faiss")
    assert loaded.rows == index.rows == 12
    for query in some_vectors(3, seed=5):
        for one, other in zip(index.search(query, 7), loaded.search(query, 7), strict=True):
            np.testing.assert_array_equal(one, other)
