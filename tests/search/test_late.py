"""Late interaction: coverage against an oracle in loops, rows without tokens, files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fakes import CharacterWords
from hypothesis import given
from hypothesis import strategies as st

from policysearch.search.late import LateIndex
from policysearch.types import Words

WORDS = CharacterWords()
LETTERS = st.text("人才补贴图书馆技能工匠罚款 ", max_size=12)


class TooManyWords:
    """A vocabulary that two bytes do not number."""

    def __init__(self) -> None:
        self.vectors = np.eye(70_000, 2, dtype=np.float32)

    def numbers(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """One token a text, the last of all."""
        return [np.array([69_999]) for _ in texts]


def covered(question: str, texts: list[str], words: Words) -> list[float]:
    """The share of ``question`` that each text covers, by the definition."""
    asked = words.numbers([question])[0].tolist()
    held = [set(ids.tolist()) for ids in words.numbers(texts)]
    idf = {a: math.log(1 + (len(held) - n + 0.5) / (n + 0.5)) for a in asked if (n := sum(a in h for h in held)) >= 0}
    total = sum(idf[a] for a in asked)
    shares = []
    for ids in held:
        nearest = [max((float(words.vectors[a] @ words.vectors[i]) for i in ids), default=-math.inf) for a in asked]
        shares.append(
            sum(idf[a] / (1 + math.exp((0.3 - near) / 0.07)) for a, near in zip(asked, nearest, strict=True) if ids)
            / total
            if asked
            else 0.0
        )
    return shares


@given(LETTERS, st.lists(LETTERS, min_size=1, max_size=6))
def test_coverage_is_what_the_definition_says(question: str, texts: list[str]) -> None:
    index = LateIndex.build(texts, WORDS)
    rows = np.arange(len(texts))[::-1].copy()
    assert index.coverage(question, rows, WORDS) == pytest.approx(covered(question, texts, WORDS)[::-1], abs=1e-5)


def test_a_word_of_the_same_meaning_covers() -> None:
    texts = ["发放补贴", "夜间图书馆", "能人"]
    shares = LateIndex.build(texts, WORDS).coverage("人", np.arange(3), WORDS)
    assert shares[2] > 0.99  # 能 stands for 人
    assert shares[2] > shares[0] + 0.9


def test_a_question_or_a_passage_without_tokens_covers_nothing() -> None:
    index = LateIndex.build(["", "人才", ""], WORDS)
    assert index.coverage(" ", np.arange(3), WORDS).tolist() == [0, 0, 0]
    shares = index.coverage("人", np.arange(3), WORDS)
    assert shares[0] == shares[2] == 0
    assert shares[1] > 0.9
    assert index.coverage("人", np.array([0, 2]), WORDS).tolist() == [0, 0]
    assert index.coverage("人", np.empty(0, np.int64), WORDS).shape == (0,)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    texts = ["人才补贴", "图书馆", ""]
    index = LateIndex.build(texts, WORDS)
    index.save(tmp_path)
    loaded = LateIndex.load(tmp_path)
    assert loaded.rows == index.rows == 3
    rows = np.array([2, 0, 1])
    assert loaded.coverage("人才", rows, WORDS).tolist() == index.coverage("人才", rows, WORDS).tolist()


def test_tokens_take_two_bytes_where_they_can(tmp_path: Path) -> None:
    LateIndex.build(["人才"], WORDS).save(tmp_path)
    assert np.load(tmp_path / "tokens.npy").dtype == np.uint16
    words = TooManyWords()
    LateIndex.build(["人才"], words).save(tmp_path)
    assert np.load(tmp_path / "tokens.npy").tolist() == [69_999]


def test_an_index_of_nothing() -> None:
    index = LateIndex.build([], WORDS)
    assert index.rows == 0
    assert index.coverage("人", np.empty(0, np.int64), WORDS).shape == (0,)


def test_texts_cover_the_tokens_of_a_question_as_passages_do() -> None:
    texts = ["人才补贴", "", "图书馆罚款", "人才"]
    index = LateIndex.build(texts, WORDS)
    rows, weights = index.covered("人才罚款", texts, WORDS)
    assert rows.shape == (4, len(weights))
    assert np.isclose(weights.sum(), 1.0)
    assert np.allclose(rows @ weights, index.coverage("人才罚款", np.arange(4), WORDS), atol=1e-6)
    assert not rows[1].any()
