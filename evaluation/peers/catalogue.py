"""Which systems are compared: ours first, then each peer with the libraries that it needs."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass

from evaluation.peers.peer import Cut, Peer


@dataclass(frozen=True, slots=True)
class Entry:
    """A system by name: its module, its class, and the modules that must be installed for it."""

    name: str
    module: str
    kind: str
    needs: tuple[str, ...] = ()

    def is_installed(self) -> bool:
        """Whether every library that the system needs can be imported."""
        return all(importlib.util.find_spec(name) is not None for name in self.needs)

    def open(self, cut: Cut, source: str) -> Peer:
        """The system, with nothing built yet; ``source`` is the encoder's folder, for ours what product.Index says."""
        kind = getattr(importlib.import_module(f"evaluation.peers.{self.module}"), self.kind)
        peer: Peer = kind(cut, source)
        return peer


OURS = Entry("policysearch", "product", "Index")
OURS_PLAIN = Entry("policysearch, plain text", "product", "PlainText")
_LANGCHAIN = ("langchain_text_splitters", "langchain_community", "langchain_huggingface")
_LLAMAINDEX = ("llama_index",)
PEERS = (
    Entry("LangChain FAISS", "langchain", "Faiss", _LANGCHAIN),
    Entry("LangChain ensemble", "langchain", "Ensemble", (*_LANGCHAIN, "langchain_classic", "rank_bm25")),
    Entry("LlamaIndex vectors", "llamaindex", "Vectors", _LLAMAINDEX),
    Entry("LlamaIndex fusion", "llamaindex", "Fusion", (*_LLAMAINDEX, "Stemmer")),
    Entry("Haystack hybrid", "haystack", "Hybrid", ("haystack", "haystack_integrations")),
    Entry("txtai hybrid", "txtai", "Hybrid", ("txtai",)),
    Entry("jieba + bm25s", "words", "JiebaBm25s"),
    Entry("SQLite FTS5 trigram", "fts5", "Fts5"),
)
ALL = {entry.name: entry for entry in (OURS, OURS_PLAIN, *PEERS)}
