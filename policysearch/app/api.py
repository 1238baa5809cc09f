"""The same search for programs: plain values, named and typed endpoints ``/search``, ``/ask``, ``/list_documents`` ….

Annotations are read when the page is made, into the OpenAPI document and the tools of the MCP server, and so are the
docstrings and the lines under ``Args``: annotations are values here, not strings.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, get_args

from policysearch.answer import answer_question, asked_after, generate_answer
from policysearch.app.download import download
from policysearch.app.pages import MOST_QUESTION_CHARS, Pages
from policysearch.context import Around, context_of
from policysearch.export import Format
from policysearch.place import clause_link, label, resolve
from policysearch.records import context_record, model_record, trace_record, understanding_record
from policysearch.render.address import MOST_CARDS, parse_address, reader_href
from policysearch.text import fold
from policysearch.types import Document, Hit, Passage, Section, Span
from policysearch.validity import judge

MOST_LISTED = 200
MOST_READ_CHARS = 20_000
# What a model may call by itself: it reads, and what it gets fits a conversation.
TOOLS = frozenset({"search", "ask", "trace", "read_clause", "list_documents"})


class Api:
    """Functions of one opened index that return JSON values."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.searcher = pages.searcher
        self._today = pages.today
        self._endpoint = pages.endpoint

    def search(self, question: str, top_k: int = 10, ignore: list[str] | None = None) -> list[dict[str, Any]]:
        """Finds passages of Chinese policy documents for a question, best first.

        Each has its title, place, text, address, the addresses of the same words elsewhere, and why it was lifted.

        Args:
            question: what is looked for, in Chinese: 秀洲区人才公寓有多少套？
            top_k: how many passages, 1 to 50.
            ignore: keys of /understand, or validity or synonyms, that are not to count.
        """
        most = top_k if isinstance(top_k, int) else 10
        hits = self._hits(question, min(max(most, 1), MOST_CARDS), ignore)
        return [self._record(hit) for hit in hits]

    def ask(self, question: str, ignore: list[str] | None = None, history: list[Any] | None = None) -> dict[str, Any]:
        """Answers a question from the documents alone, with verbatim citations, or says that they do not hold it.

        The status is answered, partial or not_found; each citation has its quote, its place and its address. What was
        missing, notices, and what the question was understood as stand beside it. Where a model writes, its name and
        the sentences of it that were struck out too.

        Args:
            question: the question, in Chinese.
            ignore: keys of /understand, or validity or synonyms, that are not to count.
            history: the questions before this one, or turns with role and content; 那拱墅呢？ then stands by itself.
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

    def understand(self, question: str) -> list[dict[str, Any]]:
        """What a question names: key, kind, value, printed form and span of each thing.

        Args:
            question: the question, in Chinese.
        """
        return understanding_record(self.searcher.understand(_asked(question)))

    def trace(self, text: str) -> list[dict[str, Any]]:
        """Finds where a pasted text comes from: place, share that agrees, differences, address; best first.

        Args:
            text: a sentence or a paragraph, at most 2000 characters.
        """
        return [
            trace_record(one, self.searcher.documents[one.doc_id]) | {"address": self._address(one.doc_id, one.span)}
            for one in self.searcher.trace(str(text or ""))
        ]

    def list_documents(
        self, title: str = "", region: str = "", kind: str = "", year: str = "", top_k: int = 50, skip: int = 0
    ) -> dict[str, Any]:
        """Lists documents with their metadata, the newest first, and counts those that pass; blank passes all.

        Args:
            title: words that the title or the 文号 holds.
            region: a place, by its name (拱墅区) or its whole path (浙江省/杭州市/拱墅区), and what lies in it.
            kind: 法规, 规章, 规范性文件, 规划, 通知, 工作报告, 解读 or 新闻, or the form in a title (办法).
            year: the year of the document, of four digits.
            top_k: how many are listed, 1 to 200.
            skip: how many are left out before the first.
        """
        wanted = [str(value or "").strip() for value in (title, region, kind, year)]
        found = [one for one in self.searcher.documents.values() if _passes(one, *wanted)]
        found.sort(key=lambda one: one.doc_id)
        found.sort(key=lambda one: one.date or "", reverse=True)
        first, most = _whole(skip, 0, len(found)), _whole(top_k, 1, MOST_LISTED)
        listed = [self._metadata(one) for one in found[first : first + most]]
        return {"count": len(found), "documents": listed}

    def document(self, doc_id: str, start: int = 0, most_chars: int = MOST_READ_CHARS) -> dict[str, Any]:
        """One document: its metadata, its outline with offsets and addresses, and its text from ``start`` on.

        ``next`` is where the rest begins, null at the end. An ``error`` in one sentence for an id that there is not.

        Args:
            doc_id: the id of a document, as /list_documents has it.
            start: the offset of the first character.
            most_chars: how many characters, 1 to 20000.
        """
        document = self.searcher.documents.get(str(doc_id))
        if document is None:
            return {"error": "没有这份文件：请用 /list_documents 结果里的 doc_id。"}
        first = _whole(start, 0, len(document.text))
        end = min(first + _whole(most_chars, 1, MOST_READ_CHARS), len(document.text))
        return self._metadata(document) | {
            "chars": len(document.text),
            "outline": list(_outline(document.doc_id, document.sections)),
            "start": first,
            "text": document.text[first:end],
            "next": end if end < len(document.text) else None,
        }

    def read_clause(self, passage_id: str, around: Around = "clause") -> dict[str, Any]:
        """Reads what stands around a passage: its clause, its siblings, or its whole section, with offsets.

        An ``error`` in one sentence stands in place of them for a passage or an ``around`` that there is not.

        Args:
            passage_id: a passage_id of /search, or an address of a result or a citation (/?doc=…&clause=…).
            around: clause, siblings or section.
        """
        found = self._passage(str(passage_id or "").strip())
        if found is None:
            return {"error": "没有这个片段：请用 /search 结果里的 passage_id 或 address。"}
        if around not in get_args(Around):
            return {"error": f"around 只能是 {'、'.join(get_args(Around))}。"}
        document, passage = found
        context = context_of(document, self.searcher.passages_of(document.doc_id), passage)
        return context_record(context, around, document)

    def export(self, address: str, format: Format = "docx") -> dict[str, str]:
        """The answer at an address of the page as a file: its name, its media type, its bytes in base64.

        An ``error`` in one sentence stands in place of them where there is none.

        Args:
            address: the address of a question on the page: ?q=秀洲区人才公寓有多少套？
            format: docx, xlsx, md or text.
        """
        report = self._pages.report(str(address or ""))
        if report is None:
            return {"error": "这个地址里没有问题：请写成 ?q=问题。"}
        return download(report, format)

    def _passage(self, named: str) -> tuple[Document, Passage] | None:
        """The passage of an id or of an address, with its document."""
        address = parse_address(named.removeprefix("/")) if named.startswith(("?", "/?")) else None
        doc_id = address.doc if address else named.partition(":")[0]
        document = self.searcher.documents.get(doc_id or "")
        if document is None:
            return None
        passages = self.searcher.passages_of(document.doc_id)
        if address is None:
            passage = next((one for one in passages if one.passage_id == named), None)
        else:
            span = resolve(document, address.clause) if address.clause else Span(0, 1)
            at = span.start if span else -1
            passage = next((one for one in passages if one.start <= at < one.end), None)
        return (document, passage) if passage else None

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

    def _metadata(self, document: Document) -> dict[str, Any]:
        """What a document says of itself, and whether it is in force today; null where it does not say."""
        return {
            "doc_id": document.doc_id,
            "title": document.title,
            "number": document.number,
            "issuers": list(document.issuers),
            "regions": list(document.regions),
            "kind": document.kind,
            "form": document.form,
            "issued_on": document.issued_on,
            "published_on": document.published_on,
            "effective_on": document.effective_on,
            "expires_on": document.expires_on,
            "plan_period": list(document.plan_period) if document.plan_period else None,
            "standing": judge(document, self._pages.today).standing,
            "is_digest": document.is_digest,
            # Not "path": a client of Gradio takes a record with that name for a file to be fetched.
            "file": document.source.path,
            "address": "/" + reader_href(document.doc_id),
        }

    def _address(self, doc_id: str, span: Span) -> str:
        return "/" + reader_href(doc_id, clause_link(self.searcher.documents[doc_id], span))


def _asked(question: Any) -> str:
    return str(question or "")[:MOST_QUESTION_CHARS]


def _whole(value: Any, least: int, most: int) -> int:
    """A whole number of a request within its bounds; the greatest for what is none."""
    return min(max(value, least), most) if isinstance(value, int) else most


def _passes(document: Document, title: str, region: str, kind: str, year: str) -> bool:
    """Whether a document is listed; blank passes all."""
    named = fold(document.title + (document.number or ""))
    return (
        fold(title) in named
        and (not region or any(region in (path, *path.split("/")) for path in _paths(document)))
        and (not kind or kind in (document.kind, document.form))
        and (document.date or "").startswith(year)
    )


def _paths(document: Document) -> Iterator[str]:
    """The regions of a document and those that they lie in, by their whole paths."""
    for region in document.regions:
        parts = region.split("/")
        yield from ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def _outline(doc_id: str, sections: tuple[Section, ...], above: str = "") -> Iterator[dict[str, Any]]:
    """Every heading in reading order: its name, its depth from 1, where it begins and ends, its address."""
    for number, section in enumerate(sections, 1):
        path = f"{above}{number}"
        yield {
            "name": section.name,
            "depth": path.count(".") + 1,
            "start": section.span.start,
            "end": section.span.end,
            "address": "/" + reader_href(doc_id, path),
        }
        yield from _outline(doc_id, section.children, path + ".")


def _keys(ignore: Any) -> tuple[str, ...]:
    """The keys of a request; what is no list of strings switches nothing off."""
    return tuple(key for key in ignore if isinstance(key, str)) if isinstance(ignore, list) else ()
