"""txtai: an embeddings database with a hybrid index and stored content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.peers.peer import Cut, cut_plainly, told_plainly, versions


class Hybrid:
    """Embeddings(hybrid=True, content=True); its BM25 takes Chinese a character a token (Unicode Annex 29)."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        self.version = versions("txtai", "faiss-cpu")
        told = "Segmentation(lines=True)" if cut == "default" else told_plainly(cut)
        self.settings = f"{told}; Embeddings(hybrid=True, content=True)"
        self._cut = cut
        self._encoder = encoder
        self._embeddings: Any = None

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        from txtai import Embeddings

        # Without the method it takes the folder for a transformer, which a static encoder is not.
        made = {"path": self._encoder, "method": "sentence-transformers", "gpu": False}
        self._embeddings = Embeddings(**made, hybrid=True, content=True)
        self._embeddings.index(self._passages(texts))

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer."""
        return [found["text"] for found in self._embeddings.search(question, top_k)]

    def _passages(self, texts: Sequence[str]) -> list[str]:
        from txtai.pipeline import Segmentation

        if self._cut != "default":
            return cut_plainly(texts, self._cut)
        return [passage for found in Segmentation(lines=True)(list(texts)) for passage in found]
