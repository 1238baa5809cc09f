"""BM25 against an implementation written from the formula."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.config import LexicalSettings
from policysearch.search.lexical import LexicalIndex, StandIns
from policysearch.search.tokenize import tokenize

TEXTS = ["人才资源总量达到三十万人", "人才公寓六百套", "养老服务补贴每月一百五十元", "补贴补贴补贴", "公租房"]


def bm25(rows: Sequence[Sequence[str]], query: Sequence[str], k1: float, b: float) -> list[float]:
    """BM25 with Lucene's idf, ln(1 + (N - n + .5) / (n + .5)), straight from the formula."""
    average = sum(map(len, rows)) / len(rows)
    scores = []
    for row in rows:
        counts = Counter(row)
        score = 0.0
        for token in query:
            held = sum(token in other for other in rows)
            if held:
                idf = math.log(1 + (len(rows) - held + 0.5) / (held + 0.5))
                score += idf * counts[token] / (counts[token] + k1 * (1 - b + b * len(row) / average))
        scores.append(score)
    return scores


@pytest.mark.parametrize(
    "settings_", [LexicalSettings(), LexicalSettings(k1=0.9, b=0.4), LexicalSettings(k1=2.0, b=1.0)]
)
@pytest.mark.parametrize("question", ["人才", "补贴一百五十元", "补贴补贴", "没有的词语", "公租房人才补贴"])
def test_scores_are_those_of_the_formula(settings_: LexicalSettings, question: str) -> None:
    rows = [tokenize(text) for text in TEXTS]
    found = LexicalIndex.build(rows, settings_).scores(tokenize(question))
    assert found.shape == (len(rows),)
    np.testing.assert_allclose(found, bm25(rows, tokenize(question), settings_.k1, settings_.b), atol=1e-4)


def test_scores_are_those_of_bm25s() -> None:
    rows = [tokenize(text) for text in TEXTS * 3]
    chosen = LexicalSettings()
    model = bm25s.BM25(method="lucene", k1=chosen.k1, b=chosen.b)
    model.index(rows, show_progress=False)
    for question in ("人才", "补贴一百五十元", "公租房人才补贴"):
        found = LexicalIndex.build(rows, chosen).scores(tokenize(question))
        np.testing.assert_allclose(found, model.get_scores(tokenize(question)), rtol=1e-5, atol=1e-5)


@given(
    rows=st.lists(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=12), min_size=1, max_size=12),
    query=st.lists(st.sampled_from("abcdefgxy"), min_size=1, max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_scores_of_any_rows_are_those_of_the_formula(rows: list[list[str]], query: list[str]) -> None:
    found = LexicalIndex.build(rows, LexicalSettings()).scores(query)
    np.testing.assert_allclose(found, bm25(rows, query, LexicalSettings().k1, 0.75), atol=1e-4)


def test_a_passage_without_any_token_scores_nothing() -> None:
    index = LexicalIndex.build([["a"], [], ["a", "b"]], LexicalSettings())
    scores = index.scores(["a", "b"])
    assert scores[1] == 0
    assert scores[2] > scores[0] > 0


def test_idf_is_rarer_is_more() -> None:
    index = LexicalIndex.build([["a", "b"], ["a"], ["a", "c"]], LexicalSettings())
    assert index.idf("a") == pytest.approx(math.log(1 + 0.5 / 3.5))
    assert index.idf("b") == pytest.approx(math.log(1 + 2.5 / 1.5))
    assert index.idf("never") == pytest.approx(math.log(1 + 3.5 / 0.5))
    assert index.idf("never") > index.idf("b") == index.idf("c") > index.idf("a")


def test_idf_counts_passages_not_occurrences() -> None:
    index = LexicalIndex.build([["a", "a", "a"], ["b"]], LexicalSettings())
    assert index.idf("a") == index.idf("b")


@pytest.mark.parametrize("query", [[], ["never"], ["never", "ever"]])
def test_unknown_tokens_score_zero_everywhere(query: list[str]) -> None:
    scores = LexicalIndex.build([["a"], ["b"]], LexicalSettings()).scores(query)
    assert scores.tolist() == [0.0, 0.0]
    assert scores.dtype == np.float32


def test_save_and_load_score_alike_and_write_equal_files(tmp_path: Path) -> None:
    rows = [tokenize(text) for text in TEXTS]
    index = LexicalIndex.build(rows, LexicalSettings())
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    index.save(tmp_path / "one")
    loaded = LexicalIndex.load(tmp_path / "one", len(rows), LexicalSettings())
    LexicalIndex.build(rows, LexicalSettings()).save(tmp_path / "two")
    for question in ("人才补贴", "公租房", "一百五十元"):
        tokens = tokenize(question)
        np.testing.assert_array_equal(index.scores(tokens), loaded.scores(tokens))
    assert loaded.idf("补") == index.idf("补")
    assert {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()} == {
        p.name: p.read_bytes() for p in (tmp_path / "two").iterdir()
    }


def test_nothing_saved_is_a_pickle(tmp_path: Path) -> None:
    LexicalIndex.build([["a"]], LexicalSettings()).save(tmp_path)
    assert {p.suffix for p in tmp_path.iterdir()} <= {".npy", ".json"}
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)


def index_of(*texts: str) -> LexicalIndex:
    """An index of texts whose tokens are the words between blanks."""
    return LexicalIndex.build([text.split() for text in texts], LexicalSettings())


def test_of_a_word_and_its_synonyms_each_passage_counts_the_best_alone() -> None:
    index = index_of("a x", "b x", "a b", "c x", "x x")
    word, synonym, other = (index.scores([token]) for token in "abc")
    found = index.scores(["a"], [StandIns(("a",), (("b",), ("c",)))], synonym_weight=0.5)
    share = [0.5 * min(1.0, index.idf("a") / index.idf(token)) for token in "bc"]
    np.testing.assert_allclose(found, np.maximum.reduce([word, synonym * share[0], other * share[1]]), rtol=1e-5)
    assert found[2] == word[2]


def test_a_long_synonym_counts_for_no_more_than_the_word() -> None:
    index = index_of("a x", "p q r s x", "x y", "a y", "y")
    found = index.scores(["a"], [StandIns(("a",), (("p", "q", "r", "s"),))], synonym_weight=1.0)
    most = index.idf("a")
    assert 0 < found[1] <= most


def test_tokens_beside_the_word_do_not_count_twice() -> None:
    index = index_of("a x", "b x", "b y", "z z")
    tokens = ["a", "b"]
    found = index.scores(tokens, [StandIns(("a",), (("b",),))], synonym_weight=1.0)
    np.testing.assert_array_equal(found, index.scores(tokens))


def test_weight_zero_leaves_the_scores() -> None:
    index = index_of("a x", "b x")
    np.testing.assert_array_equal(index.scores(["a"], [StandIns(("a",), (("b",),))]), index.scores(["a"]))


def test_a_chinese_character_counts_its_weight() -> None:
    rows = [tokenize(text) for text in TEXTS]
    index = LexicalIndex.build(rows, LexicalSettings())
    tokens = ["补", "贴", "补贴", "a"]
    plain = index.scores(tokens)
    np.testing.assert_allclose(
        index.scores(tokens, character_weight=3.0), plain + 2 * index.scores(["补", "贴"]), rtol=1e-5
    )
    ascii_index = index_of("a b", "b c", "c c")
    np.testing.assert_array_equal(ascii_index.scores(["a"], character_weight=3.0), ascii_index.scores(["a"]))


ROWS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=8)


@given(before=ROWS, after=st.lists(st.integers(0, 7) | st.lists(st.sampled_from("fghij"), max_size=6), max_size=8))
@settings(max_examples=100, deadline=None)
def test_an_index_made_of_kept_rows_is_the_one_made_of_all_tokens(
    before: list[list[str]], after: list[int | list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    used = dict.fromkeys(row % len(before) for row in after if isinstance(row, int))  # each row is kept once at most
    fresh = [row for row in after if isinstance(row, list)]
    tokens = [*(before[row] for row in used), *fresh]
    kept = LexicalIndex.build(before, LexicalSettings())
    places = np.array([*used, *(-1 for _ in fresh)], np.int64)
    grown = LexicalIndex.build(fresh, LexicalSettings(), kept=kept, kept_rows=places)
    folders = [tmp_path_factory.mktemp("index") for _ in "ab"]
    for index, folder in zip((grown, LexicalIndex.build(tokens, LexicalSettings())), folders, strict=True):
        index.save(folder)
    one, other = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert one == other
