"""Questions about the library itself, answered from the metadata of its documents: 库里有哪些拱墅区的文件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.weigh import Candidate
from policysearch.regions import Region, covers, find_regions
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import find_words, fold, trim
from policysearch.types import KINDS, Document, Filters, Hit, Span

_ASKS = re.compile(
    r"(?:库[里内中]|资料库|知识库|收录|这里|系统)[^，。？]{0,20}(?:哪些|哪几|几[份篇个]|多少)[^，。？]{0,20}"
    r"(?:文件|规划|通知|报道|新闻|报告|法规|办法|规章|资料)[？?吗呢]?$"
)
_FORMS = re.compile(r"规划|通知|办法|条例|规定|意见|细则|方案|报告|报道|公告|决定")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
MOST_LISTED = 15


def documents_asked_for(searcher: Searcher, question: str, filters: Filters) -> list[Candidate] | None:
    """The titles of the documents that a question about the library asks for, oldest file path first.

    None where the question is not about the library; empty where it holds none of them. Place, kind or form of the
    title, and year of the question narrow them, beside ``filters``.
    """
    folded = fold(question).strip()
    if not _ASKS.search(folded):
        return None
    places, years = find_regions(question), set(_YEAR.findall(folded))
    words = set(_FORMS.findall(folded)) - {"报告"} | ({"报告"} if "工作报告" in folded else set())
    allowed = passing(searcher.documents.values(), filters) if filters else searcher.documents.keys()
    found = [
        document
        for document in sorted(searcher.documents.values(), key=lambda d: d.source.path)
        if document.doc_id in allowed and _fits(document, places, years, words)
    ]
    return [_titled(searcher, document) for document in found]


def _fits(document: Document, places: Sequence[Region], years: set[str], words: set[str]) -> bool:
    of_place = not places or any(covers(path, place.path) for path in document.regions for place in places)
    of_year = not years or (document.date or "")[:4] in years or any(year in document.title for year in years)
    of_kind = not words or any(_is_of_kind(document, word) for word in words)
    return of_place and of_year and of_kind


def _is_of_kind(document: Document, word: str) -> bool:
    kind = {"报道": "新闻", "报告": "工作报告"}.get(word, word)
    return document.kind == kind if kind in KINDS else document.form == word or document.title.endswith(word)


def _titled(searcher: Searcher, document: Document) -> Candidate:
    """The title where the text prints it, else its first line."""
    passages = searcher.passages_of(document.doc_id)
    text = document.text
    line = re.search(r"\S[^\n]*", text)
    first = trim(text, Span(*line.span())) if line else Span(0, 0)
    span = find_words(text, document.title) or first
    home = next((p for p in passages if p.start <= span.start < p.end), passages[0])
    return Candidate(Hit(home, 1, 1.0), (span,), 1.0, 1.0, 1.0, True, 0.0, True, 1.0, sure=True)
