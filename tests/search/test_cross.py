"""A cross-encoder: its order among the best candidates, its time, and one sentence where it cannot be used."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from policysearch.config import LexicalSettings, SearchSettings
from policysearch.errors import RerankerMissing
from policysearch.search.cross import MOST_CANDIDATES, load_reranker, reranked, scores_in_time
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import tokenize
from policysearch.types import Document, Passage, Source, Span

Scores = npt.NDArray[np.float32]
ALL_CROSS = SearchSettings(cross_weight=1.0)


class Digits:
    """Reads the number that ends a text; each call takes ``seconds`` of its own clock."""

    name = "digits"

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.now = seconds, 0.0
        self.read: list[str] = []

    def clock(self) -> float:
        """The time that its calls took."""
        return self.now

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """The last digit of each text."""
        self.now += self.seconds
        self.read += texts
        return np.array([int(text[-1]) for text in texts], np.float32)


def test_texts_are_scored_in_order_until_the_time_is_spent() -> None:
    texts = [f"t{n % 10}" for n in range(20)]
    assert scores_in_time(Digits(), "q", texts, 1000).tolist() == [n % 10 for n in range(20)]
    for budget_ms, count in ((1000, 20), (500, 16), (400, 12), (300, 8), (150, 4), (100, 0)):
        slow = Digits(0.12)
        assert len(scores_in_time(slow, "q", texts, budget_ms, slow.clock)) == count
        assert slow.now <= 0.12 + budget_ms / 1000
    assert scores_in_time(Digits(), "q", [], 1000).tolist() == []


def test_what_was_read_is_ordered_anew_and_stays_before_the_rest() -> None:
    rows = np.arange(30, dtype=np.int64)
    scores = np.linspace(1, 0, 30, dtype=np.float32)
    reader = Digits()
    found = reranked(reader, "q", lambda row: f"t{row % 7}", rows, scores, ALL_CROSS)
    order = np.lexsort((rows, -found)).tolist()
    assert len(reader.read) == MOST_CANDIDATES
    assert order[:20] == sorted(range(20), key=lambda row: (-(row % 7), row))
    assert order[20:] == list(range(20, 30))
    assert found.max() <= scores.max()
    half = reranked(Digits(), "q", lambda row: f"t{row % 7}", rows, scores, SearchSettings(cross_weight=0.0))
    assert np.allclose(half, scores)
    assert len(scores_in_time(Digits(), "q", ["t1"], 1)) == 1
    many = SearchSettings(cross_candidates=500)
    reranked(reader := Digits(), "q", lambda row: "t1", rows, scores, many)
    assert len(reader.read) == MOST_CANDIDATES


def library(reader: Digits | None) -> Searcher:
    """Five passages of like words that end in a digit."""
    texts = [f"人才公寓补贴{n}" for n in (3, 1, 4, 9, 5)]
    documents = {str(n): Document(str(n), Source(str(n), "", "text/plain"), "", "说明", t) for n, t in enumerate(texts)}
    passages = [Passage(f"{n}:0-7", str(n), "clause", (Span(0, 7),), text, text, ()) for n, text in enumerate(texts)]
    lexical = LexicalIndex.build([tokenize(text) for text in texts], LexicalSettings())
    return Searcher(documents, passages, lexical, None, None, reranker=reader, settings=ALL_CROSS)


def test_a_search_asks_it_says_so_and_can_do_without() -> None:
    searcher = library(Digits())
    hits = searcher.search("人才公寓")
    assert [hit.passage.text[-1] for hit in hits] == ["9", "5", "4", "3", "1"]
    assert next(lift.bonus > 0 for lift in hits[0].signals.lifts if lift.key == "reranker")
    assert searcher.reranker_name == "digits"
    plain = library(None).search("人才公寓")
    assert searcher.search("人才公寓", ignore=("reranker",)) == plain
    # What is named outright still goes first.
    assert searcher.search("“公寓补贴1”")[0].passage.text[-1] == "1"
    assert searcher.search("人才公寓", top_k=2) == hits[:2]


def save_model(folder: Path, labels: int = 1, head: str = "BertForSequenceClassification") -> Path:
    """A very small cross-encoder of random weights."""
    transformers: Any = pytest.importorskip("transformers")

    folder.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("人才公寓补贴标准申请条件租房应当符合下列"))]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        num_labels=labels,
    )
    getattr(transformers, head)(config).save_pretrained(folder)
    transformers.BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_model_in_a_folder_scores_pairs(tmp_path: Path) -> None:
    model = load_reranker(str(save_model(tmp_path / "model")))
    assert model.name == str(tmp_path / "model")
    texts = ["人才公寓补贴标准", "申请条件", "补" * 500, ""]
    scores = model.score("人才公寓申请条件", texts)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert len(set(scores.tolist())) > 1
    assert np.allclose(model.score("人才公寓申请条件", texts[::-1]), scores[::-1], atol=1e-5)
    assert model.score("人才", []).shape == (0,)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_cannot_be_used_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    damaged = save_model(tmp_path / "damaged")
    (damaged / "model.safetensors").unlink()
    bare = save_model(tmp_path / "bare", head="BertModel")
    for folder, why in (
        (tmp_path / "none", "config.json"),
        (tmp_path / "empty", "config.json"),
        (bare, "不是给一对文字打分的模型"),
        (save_model(tmp_path / "two", labels=2), "不是一个分数"),
        (damaged, "文件不全"),
    ):
        with pytest.raises(RerankerMissing, match=why) as told:
            load_reranker(str(folder))
        assert "\n" not in str(told.value)
        assert "--reranker" in str(told.value)
    assert json.loads((bare / "config.json").read_text("utf-8"))["architectures"] == ["BertModel"]
