"""Haystack: BM25 and embeddings of its in-memory store, joined by reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.peers.peer import BREAKS, LENGTHS, Cut, versions


class Hybrid:
    """DocumentSplitter, InMemoryDocumentStore, its two retrievers, DocumentJoiner, in a Pipeline."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        self.version = versions("haystack-ai", "sentence-transformers-haystack")
        told = {"default": "DocumentSplitter() of 200 words between blanks"}
        told |= {"ours": f"RecursiveDocumentSplitter of {LENGTHS.target_chars} characters, Chinese separators"}
        self.settings = (
            f"{told.get(cut, 'a text a passage')}; InMemoryDocumentStore() (BM25L, a Chinese character a token), "
            "DocumentJoiner(reciprocal_rank_fusion)"
        )
        self._cut = cut
        self._encoder = encoder
        self._pipeline: Any = None

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        from haystack import Document, Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack.document_stores.types import DuplicatePolicy
        from haystack.utils import ComponentDevice
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        made = {"model": self._encoder, "device": ComponentDevice.from_str("cpu"), "progress_bar": False}
        # A document's id is a hash of its content: the same text twice is one document.
        documents = self._split([Document(content=text) for text in texts])
        documents_embedder = SentenceTransformersDocumentEmbedder(**made)
        _warm(documents_embedder)
        store = InMemoryDocumentStore()
        store.write_documents(documents_embedder.run(documents)["documents"], policy=DuplicatePolicy.SKIP)
        self._pipeline = Pipeline()
        self._pipeline.add_component("embedder", SentenceTransformersTextEmbedder(**made))
        self._pipeline.add_component("near", InMemoryEmbeddingRetriever(store))
        self._pipeline.add_component("words", InMemoryBM25Retriever(store))
        self._pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self._pipeline.connect("embedder.embedding", "near.query_embedding")
        self._pipeline.connect("near", "joiner")
        self._pipeline.connect("words", "joiner")

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer."""
        found = self._pipeline.run(
            {
                "embedder": {"text": question},
                "near": {"top_k": top_k},
                "words": {"query": question, "top_k": top_k},
                "joiner": {"top_k": top_k},
            }
        )
        return [document.content for document in found["joiner"]["documents"]]

    def _split(self, documents: list[Any]) -> list[Any]:
        from haystack.components.preprocessors import DocumentSplitter, RecursiveDocumentSplitter

        if self._cut == "whole":
            return documents
        splitter: Any = DocumentSplitter()
        if self._cut == "ours":
            length = LENGTHS.target_chars
            splitter = RecursiveDocumentSplitter(split_length=length, split_unit="char", separators=list(BREAKS))
        _warm(splitter)
        return list(splitter.run(documents)["documents"])


def _warm(component: Any) -> None:
    if hasattr(component, "warm_up"):
        component.warm_up()
