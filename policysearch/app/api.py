"""The same search for programs: plain values, named endpoints ``/search``, ``/ask``, ``/trace``, ``/export`` …."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from policysearch.answer import answer_question, asked_after, generate_answer
from policysearch.app.download import download
from policysearch.app.pages import MOST_QUESTION_CHARS, Pages
from policysearch.context import Around, context_of
from policysearch.place import clause_link, label
from policysearch.records import context_record, model_record, trace_record, understanding_record
from policysearch.render.address import MOST_CARDS, reader_href
from policysearch.types import Hit, Span


class Api:
    """Functions of one opened index that return JSON values."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.searcher = pages.searcher
        self._today = pages.today
        self._endpoint = pages.endpoint

    def search(self, question: str, top_k: int = 10, ignore: list[str] | None = None) -> list[dict[str, Any]]:
        """The passages for ``question``, best first: title, place, text, address, addresses of the same words, lifts.

        ``ignore`` are keys of ``/understand``, or ``validity`` or ``synonyms``, that are not to count.
        """
        most = top_k if isinstance(top_k, int) else 10
        hits = self._hits(question, min(max(most, 1), MOST_CARDS), ignore)
        return [self._record(hit) for hit in hits]

    def understand(self, question: str) -> list[dict[str, Any]]:
        """What ``question`` names: key, kind, value, printed form and span of each thing."""
        return understanding_record(self.searcher.understand(_asked(question)))

    def ask(self, question: str, ignore: list[str] | None = None, history: list[Any] | None = None) -> dict[str, Any]:
        """The answer to ``question``: status, text, citations with quotes and addresses, notices, what it names.

        ``history`` are the questions before it, or turns with role and content; ``asked`` is what it was understood as.
        Where a model writes, its name and the sentences of it that were struck out too.
        """
        turns = history if isinstance(history, list) else []
        question = asked_after(self.searcher, _asked(question), turns, today=self._today)
        hits = self._hits(question, MOST_CARDS, ignore)
        understanding = self.searcher.understand(_asked(question), ignore=_keys(ignore))
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
            "asked": question,
            "status": answer.status,
            "text": answer.text,
            "missing": list(answer.missing),
            "warnings": list(answer.warnings),
            "method": answer.method,
            "citations": citations,
            "understanding": understanding_record(understanding),
        } | model_record(answer)

    def export(self, address: str, format: str = "docx") -> dict[str, str]:
        """The answer at an address of the page (``?q=…``) as a file: its name, its media type, its bytes in base64.

        ``format`` is docx, xlsx, md or text. An ``error`` in one sentence stands in place of them where there is none.
        """
        report = self._pages.report(str(address or ""))
        if report is None:
            return {"error": "这个地址里没有问题：请写成 ?q=问题。"}
        return download(report, format)

    def trace(self, text: str) -> list[dict[str, Any]]:
        """The places that a pasted ``text`` comes from, best first: place, share that agrees, differences, address."""
        return [
            trace_record(one, self.searcher.documents[one.doc_id]) | {"address": self._address(one.doc_id, one.span)}
            for one in self.searcher.trace(str(text or ""))
        ]

    def read_clause(self, passage_id: str, around: str = "clause") -> dict[str, Any]:
        """What stands around a passage: its "clause", its "siblings", or its whole "section", with offsets.

        An ``error`` in one sentence stands in place of them for a passage or an ``around`` that there is not.
        """
        document = self.searcher.documents.get(str(passage_id).partition(":")[0])
        passages = self.searcher.passages_of(document.doc_id) if document else ()
        passage = next((one for one in passages if one.passage_id == passage_id), None)
        kinds: Mapping[str, Around] = {kind: kind for kind in get_args(Around)}
        if document is None or passage is None:
            return {"error": "没有这个片段：请用 /search 结果里的 passage_id。"}
        if around not in kinds:
            return {"error": f"around 只能是 {'、'.join(kinds)}。"}
        return context_record(context_of(document, passages, passage), kinds[around], document)

    def _hits(self, question: str, top_k: int, ignore: Any) -> tuple[Hit, ...]:
        return self.searcher.search(_asked(question), top_k=top_k, ignore=_keys(ignore), today=self._today)

    def _record(self, hit: Hit) -> dict[str, Any]:
        passage = hit.passage
        document = self.searcher.documents[passage.doc_id]
        span = passage.spans[0]
        return {
            "rank": hit.rank,
            "passage_id": passage.passage_id,
            "title": document.title,
            "label": label(document, span),
            "text": passage.text,
            "address": self._address(passage.doc_id, span),
            "lifts": [asdict(lift) for lift in hit.signals.lifts],
            "also": [self._address(twin.doc_id, Span(twin.start, twin.end)) for twin in hit.also],
        }

    def _address(self, doc_id: str, span: Span) -> str:
        return "/" + reader_href(doc_id, clause_link(self.searcher.documents[doc_id], span))


def _asked(question: Any) -> str:
    return str(question or "")[:MOST_QUESTION_CHARS]


def _keys(ignore: Any) -> tuple[str, ...]:
    """The keys of a request; what is no list of strings switches nothing off."""
    return tuple(key for key in ignore if isinstance(key, str)) if isinstance(ignore, list) else ()
