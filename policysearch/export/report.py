"""What an exported file holds, whatever its format: the question, what was answered, the evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policysearch.answer.notice import notices
from policysearch.place import full_label, page_at, whereabouts
from policysearch.text import chinese_date
from policysearch.types import Answer, Document, Hit, Span, Status

# What the files of Word and Excel cannot hold.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
STATUS_WORDS: Mapping[Status, str] = {
    "answered": "找到答案",
    "partial": "只找到一部分",
    "not_found": "文件里没有",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation with its citation in full, and the parts of that one by one, empty where not known.

    ``source`` is the address of the document on the web, or else its file in the corpus; ``note`` what a person wrote
    beside it.
    """

    number: int
    citation: str
    quote: str
    title: str
    document_number: str
    issuers: str
    date: str
    place: str
    page: int | None
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The content of an exported file.

    ``status`` and ``paragraphs`` are empty for a basket of passages; every ``[n]`` of the paragraphs is the number of a
    piece of evidence. ``made_on`` is an ISO date.
    """

    question: str
    status: str
    paragraphs: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    made_on: str

    @property
    def closing(self) -> str:
        """The last line: when it was made, and what a reader can rely on."""
        return f"{chinese_date(self.made_on)}导出。引文与收录文本逐字一致；办事以发布机构的正式文本为准。"


def report_of_answer(answer: Answer, documents: Mapping[str, Document], today: str) -> Report:
    """An answer with its citations, missing things and notices; what the text says is not told as missing again."""
    by = f"（由模型 {answer.model} 撰写，逐句核对过）" if answer.method == "generate" else ""
    return Report(
        question=answer.question,
        status=STATUS_WORDS[answer.status] + by,
        paragraphs=tuple(line for line in answer.text.split("\n") if line.strip()),
        missing=tuple(item for item in answer.missing if item not in answer.text),
        warnings=answer.warnings,
        evidence=tuple(
            evidence_of(c.marker, documents[c.doc_id], c.spans[0], c.quote)
            for c in answer.citations
            if c.doc_id in documents
        ),
        made_on=today,
    )


def report_of_hits(question: str, hits: Sequence[Hit], documents: Mapping[str, Document], today: str) -> Report:
    """The passages of ``hits`` in their order, numbered from 1, with the notices of their documents."""
    cited = [documents[hit.passage.doc_id] for hit in hits]
    return Report(
        question=question,
        status="",
        paragraphs=(),
        missing=() if hits else ("没有找到相关段落。",),
        warnings=notices(cited, today),
        evidence=tuple(
            evidence_of(number, document, hit.passage.spans[0], hit.passage.text)
            for number, (hit, document) in enumerate(zip(hits, cited, strict=True), 1)
        ),
        made_on=today,
    )


def evidence_of(number: int, document: Document, span: Span, quote: str, note: str = "") -> Evidence:
    """``quote``, which begins at ``span``, with its citation in full."""
    return Evidence(
        number=number,
        citation=full_label(document, span),
        quote=quote.strip(),
        title=document.title,
        document_number=document.number or "",
        issuers="、".join(document.issuers),
        date=document.date or "",
        place=whereabouts(document, span),
        page=page_at(document, span.start),
        source=document.source.url or document.source.path,
        note=note,
    )
