"""A cross-encoder over the best candidates: it reads the question and a passage together, slowly and well.

Optional: a model by folder or name, as Nogueira and Cho ("Passage Re-ranking with BERT", 2019) use one. It is asked
about few candidates and for a bounded time; what it did not reach keeps its place behind those that it read.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from policysearch.config import SearchSettings
from policysearch.errors import RerankerMissing
from policysearch.search.encode import fetch_model
from policysearch.search.fuse import stretched
from policysearch.text import fold

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

RERANKER = "reranker"  # the rule by the name with which it is switched off like a finding
MOST_CANDIDATES = 20
RERANKER_HELP = "用这个 CrossEncoder 重排前 20 个候选：本地文件夹，或能联网取到的模型名（较慢，默认不用）"
RERANKER_MS_HELP = "每个问题最多让重排模型算多少毫秒（默认 1500），算不完的保持原来的次序"
_BATCH = 4
_LEAST_SPAN = 1e-3  # of the best score: candidates that are equal so far are parted too
_TRIAL = ("公租房申请条件", "申请公租房应当符合下列条件")


class Reranker(Protocol):
    """How well passages answer a question, both read together."""

    @property
    def name(self) -> str:
        """The name or the folder of the model."""

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """A score a text, shape (n,), finite; higher is better."""


def load_reranker(name: str) -> Reranker:
    """The cross-encoder in the folder ``name`` or of that hub name; only a hub name asks the network, once.

    Raises RerankerMissing with one sentence, also for a model that is no cross-encoder or fails on a first pair.
    """
    return SentenceReranker(name)


def reranked(
    reranker: Reranker,
    question: str,
    text_of: Callable[[int], str],
    rows: Rows,
    scores: Scores,
    settings: SearchSettings,
) -> Scores:
    """The scores with those of the best candidates joined to the cross-encoder's; all others as they were.

    The candidates that it read share the span of scores that they had, so they stay before the rest; among them count
    ``settings.cross_weight`` of its scores and the remainder of the fused ones, both stretched from 0 to 1.
    """
    best = np.lexsort((rows, -scores))[: min(MOST_CANDIDATES, settings.cross_candidates)]
    texts = [text_of(row) for row in rows[best].tolist()]
    read = scores_in_time(reranker, question, texts, settings.cross_budget_ms)
    done = best[: len(read)]
    if len(done) < 2:
        return scores
    own, share = scores[done], settings.cross_weight
    joined = (1 - share) * stretched(own) + share * stretched(read)
    found = scores.copy()
    span = max(float(own.max() - own.min()), _LEAST_SPAN * float(own.max()))
    found[done] = own.min() + np.float32(span) * joined
    return found


def scores_in_time(
    reranker: Reranker,
    question: str,
    texts: Sequence[str],
    budget_ms: float,
    clock: Callable[[], float] = time.perf_counter,
) -> Scores:
    """The scores of the first of ``texts`` that are ready within the budget, shape (n,), n at most ``len(texts)``.

    Texts go in small batches; none is begun that would end late if it took as long as the slowest before it, and one
    that ended late counts for nothing.
    """
    end = clock() + budget_ms / 1000
    parts: list[Scores] = []
    slowest = 0.0
    for at in range(0, len(texts), _BATCH):
        begin = clock()
        if begin + slowest >= end:
            break
        scores = reranker.score(question, texts[at : at + _BATCH])
        now = clock()
        if now > end:
            break
        slowest = max(slowest, now - begin)
        parts.append(scores)
    return np.concatenate([np.empty(0, np.float32), *parts])


class SentenceReranker:
    """A sentence-transformers CrossEncoder with one score a pair."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model = _load(name)
        try:
            found = np.asarray(self._model.predict([_TRIAL] * 2, show_progress_bar=False))
        except Exception as error:  # whatever a model of other people's raises, it is of no use here
            raise _unusable(name, f"试算出错（{type(error).__name__}）") from error
        if found.shape != (2,) or not np.isfinite(found).all():
            raise _unusable(name, "每对文字给出的不是一个分数")

    @property
    def name(self) -> str:
        """See Reranker."""
        return self._name

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """See Reranker; a score that is not finite counts as the least."""
        pairs = [(fold(question), fold(text)) for text in texts]
        found = np.asarray(self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), np.float32)
        least = float(np.min(found, where=np.isfinite(found), initial=math.inf))
        return np.where(np.isfinite(found), found, least if math.isfinite(least) else 0.0).astype(np.float32)


def _load(name: str) -> Any:
    folder = Path(name)
    looks_local = folder.exists() or name.startswith((".", "/", "~")) or name.count("/") != 1
    if looks_local and not (folder / "config.json").is_file():
        raise _unusable(name, "文件夹里没有 config.json")
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise RerankerMissing("没有装好 sentence-transformers：请运行 pip install -r requirements.txt。") from error
    try:
        place = folder if looks_local else Path(fetch_model(name))
        if not _is_cross_encoder(place):
            raise _unusable(name, "它不是给一对文字打分的模型")
        # The activation is the identity: min and max are taken of what it returns, and a sigmoid would flatten them.
        from torch.nn import Identity

        return CrossEncoder(
            str(place), device="cpu", trust_remote_code=False, local_files_only=True, activation_fn=Identity()
        )
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise _unusable(name, "取不到，或者文件不全") from error


def _is_cross_encoder(folder: Path) -> bool:
    """Whether the model in ``folder`` has a head that scores pairs; one without would get a head of random numbers."""
    told = [
        json.loads((folder / file).read_text(encoding="utf-8")) if (folder / file).is_file() else {}
        for file in ("config.json", "config_sentence_transformers.json")
    ]
    heads = told[0].get("architectures") or []
    return told[1].get("model_type") == "CrossEncoder" or any("SequenceClassification" in head for head in heads)


def _unusable(name: str, why: str) -> RerankerMissing:
    return RerankerMissing(
        f"重排模型“{name}”不能用（{why}）：请用 --reranker 指向一个 CrossEncoder 文件夹或能联网取到的模型名，"
        "或去掉 --reranker。"
    )
