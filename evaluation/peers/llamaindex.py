"""LlamaIndex: its sentence splitter with VectorStoreIndex, and the fusion of that with its BM25."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.peers.peer import LENGTHS, Cut, versions

# BM25Retriever's own pattern takes a whole run of Chinese for one word; this takes a character for a token.
_TOKEN = r"(?u)[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+"


class Vectors:
    """SentenceSplitter, VectorStoreIndex, its retriever."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        self.version = versions("llama-index-core")
        told = {"default": "SentenceSplitter() of 1024 tokens, overlap 200"}
        told |= {"ours": f"SentenceSplitter of {LENGTHS.target_chars} characters, no overlap"}
        self.settings = f"{told.get(cut, 'a text a passage')}; VectorStoreIndex"
        self._cut = cut
        self._encoder = encoder
        self._index: Any = None
        self._retriever: Any = None

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        self._index = self._indexed(self._nodes(texts))

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer."""
        self._retriever = self._retriever or self._made_retriever(top_k)
        return [found.node.get_content() for found in self._retriever.retrieve(question)[:top_k]]

    def _made_retriever(self, top_k: int) -> Any:
        return self._index.as_retriever(similarity_top_k=top_k)

    def _nodes(self, texts: Sequence[str]) -> list[Any]:
        from llama_index.core import Document
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.schema import TextNode

        if self._cut == "whole":
            return [TextNode(text=text) for text in texts]
        splitter = SentenceSplitter()
        if self._cut == "ours":
            splitter = SentenceSplitter(chunk_size=LENGTHS.target_chars, chunk_overlap=0, tokenizer=list)
        return list(splitter.get_nodes_from_documents([Document(text=text) for text in texts]))

    def _indexed(self, nodes: list[Any]) -> Any:
        from llama_index.core import VectorStoreIndex

        return VectorStoreIndex(nodes, embed_model=_embedding(self._encoder))


def _embedding(encoder: str) -> Any:
    """Our encoder as their page "Custom Embeddings" has it: HuggingFaceEmbedding takes no static model.

    (Such a model has no longest text, and the class wants a number for it.)
    """
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(encoder, device="cpu")

    class StaticEmbedding(BaseEmbedding):  # type: ignore[misc]
        def _get_query_embedding(self, query: str) -> list[float]:
            return list(model.encode(query).tolist())

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_query_embedding(text)

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return list(model.encode(texts).tolist())

    return StaticEmbedding()


class Fusion(Vectors):
    """QueryFusionRetriever (reciprocal rank fusion, no made-up questions) over the vectors and BM25Retriever."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        super().__init__(cut, encoder)
        self.version += ", " + versions("llama-index-retrievers-bm25", "bm25s")
        self.settings += ", BM25Retriever(language=zh, a character a token), QueryFusionRetriever(reciprocal_rerank)"
        self._all_nodes: list[Any] = []

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        self._all_nodes = self._nodes(texts)
        self._index = self._indexed(self._all_nodes)
        self._retriever = self._made_retriever(10)

    def _made_retriever(self, top_k: int) -> Any:
        from llama_index.core.llms import MockLLM
        from llama_index.core.retrievers import QueryFusionRetriever
        from llama_index.retrievers.bm25 import BM25Retriever

        words = BM25Retriever.from_defaults(
            nodes=self._all_nodes, similarity_top_k=top_k, language="zh", skip_stemming=True, token_pattern=_TOKEN
        )
        return QueryFusionRetriever(
            [self._index.as_retriever(similarity_top_k=top_k), words],
            llm=MockLLM(),  # asked only where num_queries is more than one
            num_queries=1,
            mode="reciprocal_rerank",
            similarity_top_k=top_k,
            use_async=False,
        )
