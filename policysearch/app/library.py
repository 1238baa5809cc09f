"""The documents of the library (?view=library) and how well each was read (?view=quality)."""

from __future__ import annotations

from policysearch.app.view import View, wrap
from policysearch.quality import assess
from policysearch.render import Address, unknown_document
from policysearch.render.library import library_page
from policysearch.render.quality import quality_list, quality_page
from policysearch.render.shelf import shelf_of, wanted_of
from policysearch.render.words import say
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Quality


class Library:
    """The library of one opened index; the quality of its documents is judged when first asked for, and kept."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._qualities: dict[str, Quality] = {}

    def quality_of(self, document: Document) -> Quality:
        """How well a document was read."""
        found = self._qualities.get(document.doc_id)
        if found is None:
            found = assess(document, self._searcher.passages_of(document.doc_id))
            self._qualities[document.doc_id] = found
        return found

    def library(self, address: Address, today: str) -> View:
        """The documents that ``address`` wants, a page of them."""
        wanted = wanted_of(address)
        documents = list(self._searcher.documents.values())
        shelf = shelf_of(documents, wanted, today, self.quality_of)
        page = library_page(shelf, wanted, today, self.quality_of, self._searcher.index_id)
        return wrap("library", "文档库", page)

    def quality(self, address: Address, today: str) -> View:
        """The report of the document that ``address`` names; without one, of those that a person should check."""
        doc_id = address.value("doc")
        if doc_id is None:
            documents = self._searcher.documents.values()
            pairs = [(document, self.quality_of(document)) for document in documents]
            return wrap("quality", "整理质量", quality_list(pairs, today))
        document = self._searcher.documents.get(doc_id)
        if document is None:
            return wrap("message", "找不到这份文件", unknown_document(doc_id))
        page = quality_page(document, self.quality_of(document), today)
        return wrap("quality", say("整理报告：{title}", title=document.title), page)
