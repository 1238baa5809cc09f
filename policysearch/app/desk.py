"""What a person does at the page beside asking and reading, as named endpoints: ``/export_basket`` …."""

from __future__ import annotations

from typing import Any

from policysearch.app.basket import basket_file
from policysearch.app.feedback import MOST_WORDS_CHARS, WRONGS, Told, record_of
from policysearch.app.pages import Pages
from policysearch.errors import PolicySearchError
from policysearch.render.address import reader_href

_MOST_DOCUMENTS = 200
_MOST_QUESTIONS = 50
_KEPT = "已记下，谢谢。"
_UNPLACED = "已记下，谢谢。“依据”在文档库里没有找到，已照原样记下。"


class Desk:
    """Functions of one opened index that return JSON values."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def export_basket(self, picks: list[Any], format: str = "docx", title: str = "") -> dict[str, str]:
        """Clauses put aside as a file: its name, its media type, its bytes in base64.

        ``picks`` are ``{"doc": doc_id, "refs": ["4.6.p1-3fa2b1c9-57@1234"], "note": "…"}``: what is exported are the
        words that stand there now. ``format`` is docx, xlsx, md or text. An ``error`` in one sentence stands in place
        of the file where there is none.
        """
        return basket_file(self._pages.searcher, picks, format, title, self._pages.today)

    def tell(
        self, address: str, wrong: str, right: str = "", source: str = "", words: str = "", shown: str = ""
    ) -> dict[str, str]:
        """Keeps what a person says of the answer at an address of the page (``?q=…``) in a file of this machine.

        ``wrong`` is one of wrong, partial, citation, missed, none; ``right`` the right answer, ``source`` a sentence
        of a document or the address of its clause, ``words`` whatever else, ``shown`` the answer as it was seen.
        ``said`` is what was kept, an ``error`` in one sentence why nothing was.
        """
        feedback = self._pages.feedback
        if feedback is None:
            return {"error": "这个站点没有开启反馈。"}
        answered = self._pages.answered(str(address or ""))
        if answered is None:
            return {"error": "这个地址里没有问题：请写成 ?q=问题。"}
        if wrong not in WRONGS:
            return {"error": f"wrong 只能是 {'、'.join(WRONGS)}。"}
        given = [str(one or "").strip() for one in (right, source, words)]
        if any(len(one) > MOST_WORDS_CHARS for one in given):
            return {"error": f"每一项最多 {MOST_WORDS_CHARS} 字：请写短一些。"}
        told = Told(wrong, given[0], given[1], given[2], str(shown or "").strip())
        record = record_of(answered, told, self._pages.searcher)
        try:
            feedback.add(record)
        except PolicySearchError as error:
            return {"error": str(error)}
        unplaced = told.source and wrong != "none" and not record["evidence"]
        return {"said": _UNPLACED if unplaced else _KEPT}

    def editions(self) -> dict[str, Any]:
        """Which documents the index holds: ``index_id`` and ``documents``, a mark for each doc_id.

        The mark changes when the file of the document does; so a browser tells what is new since the last visit.
        """
        searcher = self._pages.searcher
        marks = {document.doc_id: document.source.sha256[:8] for document in searcher.documents.values()}
        return {"index_id": searcher.index_id, "documents": marks}

    def documents(self, doc_ids: list[str]) -> list[dict[str, Any]]:
        """Title, date, kind, regions, 文号 and address of documents, in the order given; unknown ones are left out.

        At most 200 at a time.
        """
        wanted = doc_ids if isinstance(doc_ids, list) else []
        found = (self._pages.documents.get(str(doc_id)) for doc_id in wanted[:_MOST_DOCUMENTS])
        return [
            {
                "doc_id": document.doc_id,
                "title": document.title,
                "number": document.number,
                "date": document.date,
                "kind": document.kind,
                "regions": list(document.regions),
                "address": "/" + reader_href(document.doc_id),
            }
            for document in found
            if document is not None
        ]

    def found(self, addresses: list[str]) -> list[list[str]]:
        """What the questions at addresses of the page (``?q=…``) find now: a mark for each hit, the best first.

        At most 50 hits of at most 50 questions, in the order given; an address without a question finds nothing. The
        mark is one of the words and their document, so a browser tells which hits are new to a question that it keeps.
        """
        wanted = addresses if isinstance(addresses, list) else []
        return [self._pages.found(str(address)) for address in wanted[:_MOST_QUESTIONS]]
