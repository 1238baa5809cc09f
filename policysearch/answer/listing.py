"""Lists that the structure of a document holds: the headings under a section, items 一是 二是 三是."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policysearch.answer.weigh import Candidate, plain, share
from policysearch.numerals import parse_numeral
from policysearch.place import paragraphs, sections_at
from policysearch.search.searcher import Searcher
from policysearch.text import sentences
from policysearch.types import Document, Hit, Section, Span

_LEAST_HEADING_SHARE = 0.45
_MOST_ITEMS = 15
_MOST_QUOTE_CHARS = 600
_LEAST_CLAUSE_CHARS = 120
_ANNOUNCES = re.compile(r"([一二三四五六七八九十]{1,2}|\d{1,2})(?:个|项|大|方面|条|类)")
_COUNTED = re.compile(r"(?:^|(?<=[。；：:，,\s]))(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十][)）])")


def headings_under(searcher: Searcher, ranked: Sequence[Candidate], weights: Mapping[str, float]) -> list[Candidate]:
    """The headings right under the section that the question names, each as a candidate; empty if it names none.

    “秀水能人”工程包括哪几支队伍的提升计划 is answered by the headings of its children, all of them.
    """
    announced = _announced(searcher, ranked[0])
    if announced is not None:
        return _children(ranked[0], announced, ranked[0].covered)
    best: tuple[float, Candidate, Section] | None = None
    for candidate in ranked[:8]:
        document = searcher.documents[candidate.hit.passage.doc_id]
        for section in sections_at(document.sections, candidate.span.start):
            named = [child for child in section.children if child.heading]
            if not 2 <= len(named) == len(section.children) <= _MOST_ITEMS:
                continue
            fit = share(weights, plain(document.title + section.name))
            own = share(weights, plain(section.name))
            if own and fit >= _LEAST_HEADING_SHARE and (best is None or fit > best[0]):
                best = (fit, candidate, section)
    if best is None or best[0] < 0.9 * ranked[0].own:
        return []
    _, candidate, section = best
    return _children(candidate, section, best[0])


def _children(candidate: Candidate, section: Section, covered: float) -> list[Candidate]:
    return [
        replace(candidate, spans=(child.heading_span,), covered=max(covered, candidate.covered))
        for child in section.children
    ]


def _announced(searcher: Searcher, best: Candidate) -> Section | None:
    """The section whose children the best sentence announces by their number: 含八项队伍提升计划."""
    document = searcher.documents[best.hit.passage.doc_id]
    counts = {parse_numeral(m[1]) for m in _ANNOUNCES.finditer(best.span.of(document.text))}
    for section in reversed(sections_at(document.sections, best.span.start)):
        if 2 <= len(section.children) <= _MOST_ITEMS and len(section.children) in counts:
            return section if all(child.heading for child in section.children) else None
    return None


def clause_itself(searcher: Searcher, hit: Hit) -> list[Candidate]:
    """The first sentences of a clause that the question names by number, its heading with them."""
    text = searcher.documents[hit.passage.doc_id].text
    found = list(sentences(text, hit.passage.spans[0]))
    end = next((s.end for s in found if s.end - found[0].start >= _LEAST_CLAUSE_CHARS), found[-1].end)
    return [Candidate(hit, (Span(found[0].start, end),), 1.0, 1.0, True, 0.0, True, 1.0)] if found else []


def with_items(document: Document, best: Candidate) -> Candidate:
    """A sentence that opens a list, or is one item of it, with the whole list that its paragraph or clause holds."""
    text = document.text
    if best.hit.passage.kind == "table":
        return best
    path = sections_at(document.sections, best.span.start)
    own = list(paragraphs(document, path[-1] if path else None))
    paragraph = next((p for p in own if p.holds(best.span)), best.span)
    marks = [m.start() for m in _COUNTED.finditer(text, paragraph.start, paragraph.end)]
    if len(marks) >= 2:
        start = min(best.span.start, marks[0])
        return replace(best, spans=(Span(start, _sentence_end(text, marks[-1], paragraph.end, start)),))
    if best.span.of(text).rstrip().endswith(("：", ":")) and path:
        end = min(path[-1].span.end, best.span.start + _MOST_QUOTE_CHARS)
        return replace(best, spans=(Span(best.span.start, _sentence_end(text, end - 1, end, best.span.start)),))
    return best


def _sentence_end(text: str, position: int, limit: int, start: int) -> int:
    stops = [text.find(stop, position, limit) for stop in "。；\n"]
    end = min((stop + 1 for stop in stops if stop >= 0), default=limit)
    return min(end, start + _MOST_QUOTE_CHARS)
