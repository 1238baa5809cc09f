"""jieba for words and bm25s for BM25: what one writes oneself in ten lines."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from evaluation.peers.peer import Cut, cut_plainly, told_plainly, versions


class JiebaBm25s:
    """Words by ``jieba.lcut``, ``bm25s.BM25()`` with its defaults."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        self.version = versions("jieba", "bm25s")
        self.settings = f"{told_plainly(cut)}; jieba.lcut, bm25s.BM25()"
        self._cut = cut
        self._passages: list[str] = []
        self._model: Any = None

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        import bm25s
        import jieba

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        jieba.setLogLevel(logging.WARNING)
        self._passages = cut_plainly(texts, self._cut)
        self._model = bm25s.BM25()
        self._model.index([jieba.lcut(passage) for passage in self._passages], show_progress=False)

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer."""
        import jieba

        k = min(top_k, len(self._passages))
        rows, _ = self._model.retrieve([jieba.lcut(question)], k=k, show_progress=False)
        return [self._passages[row] for row in rows[0].tolist()]
