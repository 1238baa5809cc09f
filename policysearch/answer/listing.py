"""Lists that a document holds: the headings under a section, items 一是 二是 三是, clauses under a colon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, plain, share
from policysearch.numerals import parse_numeral
from policysearch.place import paragraphs, sections_at
from policysearch.search.searcher import Searcher
from policysearch.text import fold, sentences, trim
from policysearch.types import Document, Hit, Section, Span

_LEAST_HEADING_SHARE = 0.5
_COUNT_GAIN = 0.3
_MOST_ITEMS = 15
_MOST_QUOTE_CHARS = 900
# A list of that length is told whole, with the words that open it; of a longer one each item's first clause.
_MOST_WHOLE_CHARS = 150
_MOST_CLAUSE_CHARS = 150
_MOST_HEADING_CHARS = 40
_ANNOUNCES = re.compile(r"([一二三四五六七八九十]{1,2}|\d{1,2})(?:个|项|大|方面|条|类|支|种|点)")
_COUNTED = re.compile(
    r"(?:^|(?<=[。；：:，,\s]))(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十]{1,2}[)）]|[1-9]\d?[.．、](?!\d))"
)
_ASKS_KIND = re.compile(r"哪(?:一?个|一?项|一?类|一)?(工程|行动|计划|任务|专项|项目)")
_FIRST_CLAUSE = re.compile(r"[，,。；;：:\n]")


def headings_under(searcher: Searcher, ranked: Sequence[Candidate], question: Sought) -> list[Candidate]:
    """The headings right under the section that the question names, each as a candidate; empty if it names none.

    “秀水能人”工程包括哪几支队伍的提升计划 is answered by the headings of its children, all of them. Words of the title
    of its document name no section; a number in the question (六大行动) speaks for a section of that many.
    """
    section = announced(searcher, ranked[0])
    if section is not None:
        return children_of(searcher.documents[ranked[0].hit.passage.doc_id], ranked[0], section, ranked[0].covered)
    counts = {parse_numeral(m[1]) for m in _ANNOUNCES.finditer(fold(question.asked.question))}
    best: tuple[float, int, Candidate, Section] | None = None
    for candidate in ranked[:8]:
        document = searcher.documents[candidate.hit.passage.doc_id]
        title = plain(document.title)
        free = {word: weight for word, weight in question.weights.items() if word not in title}
        for depth, section in enumerate(sections_at(document.sections, candidate.span.start)):
            own = share(free, plain(_name(document, section))) if free else 0.0
            fit = own + (_COUNT_GAIN if len(section.children) in counts else 0.0)
            if own and fit >= _LEAST_HEADING_SHARE and (best is None or (fit, depth) > best[:2]):
                best = (fit, depth, candidate, section)
    if best is None or best[0] < 0.8 * ranked[0].own:
        return []
    fit, _, candidate, section = best
    document = searcher.documents[candidate.hit.passage.doc_id]
    return children_of(document, candidate, section, fit) if _is_listed(document, section) else []


def _name(document: Document, section: Section) -> str:
    """The heading of a section; of an article the line beside its number, where that is a title."""
    if section.heading:
        return section.name
    line = document.text[section.span.start : section.span.end].split("\n", 1)[0]
    return line if len(line) <= _MOST_HEADING_CHARS and not re.search(r"[，。；：]", line) else section.name


def _is_listed(document: Document, section: Section) -> bool:
    """Whether the children of a section are a list of headings."""
    titles = [len(_title(document, child)) for child in section.children]
    return 2 <= len(titles) <= _MOST_ITEMS and all(0 < chars <= _MOST_HEADING_CHARS for chars in titles)


def _title(document: Document, section: Section) -> Span:
    """Where the heading of a section stands, or the sentence that opens it where it has none (（一）统筹规划。)."""
    if section.heading:
        return section.heading_span
    return next(iter(sentences(document.text, section.span)), section.heading_span)


def children_of(document: Document, candidate: Candidate, section: Section, covered: float) -> list[Candidate]:
    """The headings of the children of a section, each as a candidate."""
    return [
        replace(candidate, spans=(_title(document, child),), covered=min(1.0, max(covered, candidate.covered)))
        for child in section.children
    ]


def announced(searcher: Searcher, best: Candidate) -> Section | None:
    """The section whose children the best sentence announces by their number: 含八项队伍提升计划."""
    document = searcher.documents[best.hit.passage.doc_id]
    counts = {parse_numeral(m[1]) for m in _ANNOUNCES.finditer(best.span.of(document.text))}
    for section in reversed(sections_at(document.sections, best.span.start)):
        if 2 <= len(section.children) <= _MOST_ITEMS and len(section.children) in counts:
            return section if all(child.heading for child in section.children) else None
    return None


def heading_of_kind(document: Document, best: Candidate, question: str) -> Candidate | None:
    """The heading above ``best`` of the kind that a question asks for: 归哪个工程, 属于哪项行动; None without one."""
    match = _ASKS_KIND.search(fold(question))
    if match is None:
        return None
    for section in reversed(sections_at(document.sections, best.span.start)):
        if match[1] in section.heading and not section.heading_span.holds(best.span):
            return replace(best, spans=(section.heading_span,), told=())
    return None


def clause_itself(searcher: Searcher, hit: Hit) -> list[Candidate]:
    """A clause that the question names by number: its heading and first sentences, as many as are soon read."""
    words = clause_words(searcher.documents[hit.passage.doc_id].text, hit.passage.spans[0])
    return [Candidate(hit, (words,), 1.0, 1.0, 1.0, True, 0.0, True, 1.0, sure=True)] if len(words) else []


def clause_words(text: str, clause: Span) -> Span:
    """The first sentences of a clause, at least one, as many as are soon read; empty where it has none."""
    found = list(sentences(text, clause))
    if not found:
        return Span(clause.start, clause.start)
    start = found[0].start
    return Span(start, max((s.end for s in found if s.end - start <= _MOST_CLAUSE_CHARS), default=found[0].end))


def with_items(document: Document, best: Candidate) -> Candidate:
    """A sentence that opens a list, or is one item of it, with the whole list that its paragraph or clause holds.

    The citation holds the list; of a long one the answer tells the first clause of each item.
    """
    text = document.text
    if best.hit.passage.kind == "table":
        return best
    path = sections_at(document.sections, best.span.start)
    own = list(paragraphs(document, path[-1] if path else None))
    paragraph = next((p for p in own if p.holds(best.span)), best.span)
    opens = best.span.of(text).rstrip().endswith(("：", ":"))
    counts = {parse_numeral(m[1]) for m in _ANNOUNCES.finditer(best.span.of(text))}
    marks = _run_of(text, paragraph, best.span)
    if len(marks) >= 2 and (opens or best.span.end > marks[0] or len(marks) in counts):
        stops = [*marks[1:], paragraph.end]
        items = [_item(text, Span(a, b)) for a, b in zip(marks, stops, strict=True)]
        lead = next((s for s in sentences(text, paragraph) if s.start <= marks[0] < s.end), best.span)
        return _listed(text, best, Span(min(lead.start, marks[0]), marks[0]), items)
    if opens and path:
        items = [_item(text, child.span) for child in path[-1].children if child.span.start >= best.span.end]
        items = items or _following(text, best.span, path[-1].span.end)
        return _listed(text, best, best.span, items) if len(items) > 1 else _with_next(text, best, path[-1].span.end)
    above = path[-2] if len(path) > 1 and not path[-1].heading else None
    if above is not None and len(above.children) > 1:  # an item: the list is that of its clause
        head = Span(above.span.start, above.children[0].span.start)
        openings = list(sentences(text, head))
        if openings and openings[-1].of(text).rstrip().endswith(("：", ":")):
            return _listed(text, best, openings[-1], [_item(text, child.span) for child in above.children])
    return best


def with_clause(document: Document, best: Candidate) -> Candidate:
    """``best`` with the rest of its clause, or of its paragraph as far as it is soon read: where the words of the
    question are hardly said, the answer may stand in the next sentence.
    """
    if best.hit.passage.kind == "table" or len(best.spans) > 1:
        return best
    text, path = document.text, sections_at(document.sections, best.span.start)
    if path and not path[-1].children and not path[-1].heading:
        clause = trim(text, path[-1].span)
        if clause.holds(best.span) and len(clause) <= _MOST_CLAUSE_CHARS:
            return replace(best, spans=(clause,), told=(clause,))
    own = paragraphs(document, path[-1] if path else None)
    paragraph = next((p for p in own if p.holds(best.span)), best.span)
    return _with_next(text, best, paragraph.end)


def _with_next(text: str, best: Candidate, limit: int) -> Candidate:
    """``best`` with the sentences after it up to ``limit``, as many as are soon read."""
    end = best.span.end
    for sentence in sentences(text, Span(best.span.end, max(limit, best.span.end))):
        if sentence.end - best.span.start > _MOST_CLAUSE_CHARS:
            break
        end = sentence.end
    whole = Span(best.span.start, end)
    return replace(best, spans=(whole,), told=(whole,)) if end > best.span.end else best


def _run_of(text: str, paragraph: Span, best: Span) -> list[int]:
    """Where the items 一是 二是 三是 stand that ``best`` opens or is one of: numbers that count on from 1."""
    runs: list[list[int]] = []
    numbers: list[int] = []
    for match in _COUNTED.finditer(text, paragraph.start, paragraph.end):
        number = parse_numeral(re.sub(r"[是（()）.．、]", "", fold(match.group())))
        if number == 1:
            runs.append([match.start()])
            numbers.append(1)
        elif runs and number == numbers[-1] + 1:
            runs[-1].append(match.start())
            numbers[-1] = number
    inside = [run for run in runs if run[0] < best.end and best.start <= run[-1]]
    after = [run for run in runs if run[0] >= best.end]
    return (inside or after or [[]])[0]


def _following(text: str, opening: Span, end: int) -> list[Span]:
    """The lines after a sentence that opens a list, as long as they are numbered or closed by ；."""
    found: list[Span] = []
    for match in re.compile(r"[^\n]+").finditer(text, opening.end, min(end, opening.end + _MOST_QUOTE_CHARS)):
        line = trim(text, Span(*match.span()))
        words = line.of(text)
        if not len(line):
            continue
        if not (
            _COUNTED.match(words) or re.match(r"[①-⑳]|第[一二三四五六七八九十]", words) or words.endswith(("；", ";"))
        ):
            if found and text[found[-1].end - 1] in "；;":
                found.append(_item(text, line))
            break
        found.append(_item(text, line))
    return found


def _listed(text: str, best: Candidate, lead: Span, items: Sequence[Span]) -> Candidate:
    """A list as a candidate: all of it is quoted; told is the whole where it is short, else item by item."""
    lead = trim(text, lead)
    items = [item for item in items if len(item) and item.end - lead.start <= _MOST_QUOTE_CHARS][:_MOST_ITEMS]
    if len(items) < 2:
        return best
    whole = Span(lead.start if len(lead) else items[0].start, items[-1].end)
    if len(whole) <= _MOST_WHOLE_CHARS:
        return replace(best, spans=(whole,), told=(whole,))
    told = items if sum(map(len, items)) <= _MOST_WHOLE_CHARS else [_first_clause(text, item) for item in items]
    return replace(best, spans=(whole,), told=tuple(told))


def _item(text: str, span: Span) -> Span:
    """An item of a list without what follows its first sentence, and without the mark that ends it."""
    first = next(iter(sentences(text, span)), span)
    end = first.end
    while end > first.start and text[end - 1] in "；;。，, \n":
        end -= 1
    return Span(first.start, end)


def _first_clause(text: str, item: Span) -> Span:
    match = _FIRST_CLAUSE.search(text, item.start + 4, item.end)
    return Span(item.start, match.start()) if match else item
