"""The same search for programs: plain values, named endpoints ``/search`` and ``/ask``."""

from __future__ import annotations

from typing import Any

from policysearch.answer import Endpoint, answer_question, generate_answer
from policysearch.app.pages import MOST_QUESTION_CHARS
from policysearch.place import clause_link, label
from policysearch.records import model_record
from policysearch.render.address import MOST_CARDS, reader_href
from policysearch.search.searcher import Searcher
from policysearch.types import Hit, Span


class Api:
    """Functions of one opened index that return JSON values."""

    def __init__(self, searcher: Searcher, today: str | None = None, endpoint: Endpoint | None = None) -> None:
        self.searcher = searcher
        self._today = today
        self._endpoint = endpoint

    def search(self, question: str, top_k: int = 10) -> list[dict[str, Any]]:
        """The passages for ``question``, best first: title, place, text, address, addresses of the same words."""
        most = top_k if isinstance(top_k, int) else 10
        hits = self._hits(question, min(max(most, 1), MOST_CARDS))
        return [self._record(hit) for hit in hits]

    def ask(self, question: str) -> dict[str, Any]:
        """The answer to ``question``: status, text, method, citations with quotes and addresses, notices.

        Where a model writes, its name and the sentences of it that were struck out too.
        """
        hits = self._hits(question, MOST_CARDS)
        if self._endpoint:
            answer = generate_answer(self.searcher, question, hits, self._endpoint, today=self._today)
        else:
            answer = answer_question(self.searcher, question, hits, today=self._today)
        citations = [
            {
                "marker": c.marker,
                "label": c.label,
                "quote": c.quote,
                "address": self._address(c.doc_id, c.spans[0]),
            }
            for c in answer.citations
        ]
        return {
            "status": answer.status,
            "text": answer.text,
            "missing": list(answer.missing),
            "warnings": list(answer.warnings),
            "method": answer.method,
            "citations": citations,
        } | model_record(answer)

    def _hits(self, question: str, top_k: int) -> tuple[Hit, ...]:
        return self.searcher.search(str(question or "")[:MOST_QUESTION_CHARS], top_k=top_k)

    def _record(self, hit: Hit) -> dict[str, Any]:
        passage = hit.passage
        document = self.searcher.documents[passage.doc_id]
        span = passage.spans[0]
        return {
            "rank": hit.rank,
            "title": document.title,
            "label": label(document, span),
            "text": passage.text,
            "address": self._address(passage.doc_id, span),
            "also": [self._address(twin.doc_id, Span(twin.start, twin.end)) for twin in hit.also],
        }

    def _address(self, doc_id: str, span: Span) -> str:
        return "/" + reader_href(doc_id, clause_link(self.searcher.documents[doc_id], span))
