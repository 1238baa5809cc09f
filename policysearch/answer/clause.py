"""A clause that is named by its number under a heading: 保障措施第三条 is the third clause under 保障措施."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.listing import clause_words
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import plain
from policysearch.numerals import CHINESE, parse_numeral
from policysearch.search.searcher import Searcher
from policysearch.text import fold
from policysearch.types import Hit, Section, Span

_NUMBERED = re.compile(rf"第([{CHINESE}\d]{{1,3}})(?:条|点|项|款|方面|部分)")
_LEAST_HEADING_CHARS = 4


def numbered_under(searcher: Searcher, question: str, hits: Sequence[Hit]) -> list[Candidate]:
    """The clause of that number under the heading that ``question`` names, in the first document that has both."""
    match = _NUMBERED.search(fold(question))
    number = parse_numeral(match[1]) if match else None
    if match is None or number is None:
        return []
    asked = plain(question)
    for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits):
        document = searcher.documents[doc_id]
        for section in document.walk():
            heading = plain(section.heading)
            if len(heading) < _LEAST_HEADING_CHARS or heading not in asked:
                continue
            child = next((c for c in section.children if c.ordinal == number), None)
            if child is not None:
                return [_candidate(searcher, document.doc_id, child)]
    return []


def _candidate(searcher: Searcher, doc_id: str, section: Section) -> Candidate:
    passages = searcher.passages_of(doc_id)
    home = next((p for p in passages if p.start <= section.span.start < p.end), None) or next(
        p for p in passages if p.start >= section.span.start
    )
    text = searcher.documents[doc_id].text
    return Candidate(
        Hit(home, 1, 1.0),
        (clause_words(text, Span(section.span.start, section.span.end)),),
        1.0,
        1.0,
        1.0,
        True,
        0.0,
        True,
        1.0,
        sure=True,
    )
