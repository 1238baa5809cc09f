"""LangChain: its recursive splitter with FAISS, and its ensemble of FAISS and BM25."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluation.peers.peer import LENGTHS, Cut, versions

# From "Splitting text from languages without word boundaries" in the page of the splitter.
_SEPARATORS = ["\n\n", "\n", " ", ".", ",", "\u200b", "\uff0c", "\u3001", "\uff0e", "\u3002", ""]
_TUTORIAL = {"chunk_size": 1000, "chunk_overlap": 200}
_OURS = {"chunk_size": LENGTHS.target_chars, "chunk_overlap": 0}


class Faiss:
    """RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, FAISS.from_texts."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        self.version = versions("langchain-text-splitters", "langchain-community", "langchain-huggingface", "faiss-cpu")
        self._sizes = {"default": _TUTORIAL, "ours": _OURS}.get(cut)
        told = f"chunks of {self._sizes['chunk_size']}, overlap {self._sizes['chunk_overlap']}" if self._sizes else ""
        self.settings = f"{told or 'a text a passage'}; FAISS over embeddings"
        self._encoder = encoder
        self._store: Any = None

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        self._store = self._vectors(self._passages(texts))

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer."""
        return [document.page_content for document in self._store.similarity_search(question, k=top_k)]

    def _passages(self, texts: Sequence[str]) -> list[str]:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        if self._sizes is None:
            return list(texts)
        splitter = RecursiveCharacterTextSplitter(separators=_SEPARATORS, **self._sizes)
        return [passage for text in texts for passage in splitter.split_text(text)]

    def _vectors(self, passages: list[str]) -> Any:
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        return FAISS.from_texts(
            passages, HuggingFaceEmbeddings(model_name=self._encoder, model_kwargs={"device": "cpu"})
        )


class Ensemble(Faiss):
    """EnsembleRetriever (reciprocal rank fusion, equal weights) over the same FAISS and BM25Retriever with jieba."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        super().__init__(cut, encoder)
        self.version += ", " + versions("langchain-classic", "rank_bm25", "jieba")
        self.settings += ", BM25Retriever(preprocess_func=jieba.lcut), EnsembleRetriever weights .5 .5"
        self._words: Any = None

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        import jieba
        from langchain_community.retrievers import BM25Retriever

        passages = self._passages(texts)
        self._store = self._vectors(passages)
        self._words = BM25Retriever.from_texts(passages, preprocess_func=jieba.lcut)

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer."""
        from langchain_classic.retrievers import EnsembleRetriever

        self._words.k = top_k
        near = self._store.as_retriever(search_kwargs={"k": top_k})
        found = EnsembleRetriever(retrievers=[self._words, near], weights=[0.5, 0.5]).invoke(question)
        return [document.page_content for document in found[:top_k]]
