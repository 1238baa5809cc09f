"""What a document says of itself: its 文号, who issued it, from when and until when it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, plain, share
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Hit, Span

# What a question asks for, and the field of the document that says it.
_FIELDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"文号|发文字号|几号文|什么文件号"), "number"),
    (re.compile(r"有效期|什么时候(?:失效|到期)|何时(?:失效|到期)|(?:失效|到期)(?:日期|时间)"), "expires_on"),
    (
        re.compile(
            r"(?:什么时候|何时|哪[天年一]|从什么时候)(?:开始|起)?(?:正式)?(?:施行|实施|生效|执行)|(?:施行|生效|实施)(?:日期|时间)"
        ),
        "effective_on",
    ),
    (
        re.compile(
            r"(?:什么时候|何时|哪[天年一]).{0,3}(?:印发|发布|发文|出台|颁布|公布)|(?:印发|发布|发文|成文)(?:日期|时间)"
        ),
        "issued_on",
    ),
    (
        re.compile(
            r"(?:谁|哪个(?:部门|单位|机构|机关)|哪些(?:部门|单位)).{0,4}(?:印发|发布|发文|颁布|出台|制定)|(?:发文|发布|印发)(?:机关|机构|单位)"
        ),
        "issuers",
    ),
)
_LEAST_TITLE_SHARE = 0.6
# The words around a fact that a reader needs to see it by: the line, or of a long one the sentence.
_MOST_LINE_CHARS = 60
_MARKS = re.compile(r"[。；;\n]")


def fact_of_document(searcher: Searcher, question: Sought, hits: Sequence[Hit]) -> list[Candidate]:
    """The words that say the fact of a document that ``question`` asks for; empty where it asks for none.

    The document is the one among ``hits`` whose title says most of the question, and enough of it; a fact that no
    words of the text prove (it is from the page or the sidecar) is not told here.
    """
    field = next((name for asks, name in _FIELDS if asks.search(question.asked.question)), None)
    if field is None or len(question.asked.parts) > 1:
        return []
    wanted = {w: v for w, v in question.weights.items() if not any(asks.search(w) for asks, _ in _FIELDS)}
    best: tuple[float, Hit, Document] | None = None
    for hit in hits:
        document = searcher.documents[hit.passage.doc_id]
        fit = share(wanted, plain(document.title))
        if fit >= _LEAST_TITLE_SHARE and (best is None or fit > best[0]):
            best = (fit, hit, document)
    if best is None:
        return []
    fit, hit, document = best
    spans = [proof.span for proof in document.proofs if proof.field == field and proof.span is not None]
    if not spans:
        return []
    span = spans[0]
    home = next((p for p in searcher.passages_of(document.doc_id) if p.start <= span.start < p.end), hit.passage)
    found = Hit(home, hit.rank, hit.score, hit.signals)
    return [
        Candidate(found, (_line(document.text, span),), fit, fit, fit, True, 1.0, True, 1.0, told=(span,), sure=True)
    ]


def _line(text: str, span: Span) -> Span:
    """The sentence or line in which a fact stands, cut to a few words around it."""
    start = max(
        (m.end() for m in _MARKS.finditer(text, max(0, span.start - _MOST_LINE_CHARS), span.start)), default=span.start
    )
    stop = _MARKS.search(text, span.end, span.end + _MOST_LINE_CHARS)
    end = stop.start() if stop else span.end
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, len(text[:end].rstrip()) if end > span.end else span.end)
