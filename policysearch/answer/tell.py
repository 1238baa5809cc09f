"""What an answer says of a candidate: the wanted cells of a row, the wanted parts of a sentence, the rest left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from policysearch.answer.asked import GROWTH, Part, aim_of, subject_words, years_in
from policysearch.answer.cite import spoken
from policysearch.answer.narrow import narrow
from policysearch.answer.rows import RowParts, row_parts, spoken_row
from policysearch.answer.series import figures, members
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, plain, share
from policysearch.text import fold
from policysearch.types import Document, Span

# Between parts of one sentence that do not follow one another.
GAP = "……"
# Columns that fit nearly as well as the best are told too, where the question names several in one breath.
_NEARLY = 0.6


_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Of a header, what names no figure: its years, units and notes in brackets.
_NO_WORDS = re.compile(r"[(（][^)）]*[)）]|(?:19|20)\d\d年?|[年底末度]$")
_GROWS = re.compile(rf"{GROWTH.pattern}|[率幅比]|变化|[%％]")
# A change is told by both of its values.
_CHANGES = re.compile(
    r"[比较](?=[^，。]{0,4}(?:19|20)\d\d|上年|去年|上期|前)|相较|变化|上升|下降|升高|降低|反而|差距|提高|增加|减少|缩小|[涨跌降升]了|翻番|从.{1,12}到"
)
_LEAST_NAMED = 0.75
_IN_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
# What a column gains whose head prints the unit that is asked for.
_UNIT_GAIN = 0.5
_FIGURE = re.compile(r"\d[\d.,]*[%％]?")
_DATED = re.compile(r"(?:19|20)\d\d\s?年?(?:\d{1,2}月)?")
_MOST_MEMBER_CHARS = 50


def narrowed(document: Document, candidate: Candidate, question: Sought) -> Candidate:
    """``candidate`` with the parts of its sentence that answer; a row of a table stays whole."""
    if candidate.hit.passage.kind == "table" or len(candidate.spans) > 1:
        return candidate
    held = members(document, candidate, question)
    if held == [candidate.spans[0]]:
        parts = candidate.told or narrow(document.text, candidate.spans[0], question)
        return replace(candidate, told=parts if parts != candidate.spans else ())
    if question.wants_one:
        parts = narrow(document.text, Span(held[0].start, held[-1].end), question)
    else:
        parts = tuple(part for one in held for part in _of_member(document.text, one, question))
    quoted = [one for one in held if any(part.start < one.end and one.start < part.end for part in parts)]
    quote = Span(quoted[0].start, quoted[-1].end)
    return replace(candidate, spans=(quote,), told=parts if parts != (quote,) else ())


def _of_member(text: str, sentence: Span, question: Sought) -> tuple[Span, ...]:
    """What is told of one of several sentences: all of it where it is soon read and has one figure alone."""
    if len(sentence) > _MOST_MEMBER_CHARS or figures(text, sentence, question) != 1:
        return narrow(text, sentence, question)
    end = len(sentence.of(text).rstrip("；;，,"))
    return (Span(sentence.start, sentence.start + end),)


def tell(document: Document, candidate: Candidate, question: Sought) -> str:
    """The words of ``candidate`` on one line, verbatim; parts that do not follow one another are set off."""
    row = row_parts(document, candidate.spans)
    words = spoken_row(document, candidate.spans, _heads(row, question)) if row is not None else None
    return words or _joined(document.text, candidate.told or candidate.spans, gaps=bool(candidate.told))


def _joined(text: str, spans: Sequence[Span], *, gaps: bool) -> str:
    """``spans`` of ``text`` on one line; with ``gaps``, what was left out between them shows."""
    said = spoken(spans[0].of(text))
    for last, span in pairwise(spans):
        between = text[last.end : span.start]
        left_out = gaps and between.strip(" \n\t，,；;、。：:") and "\n" not in between and last.end != span.start
        said += (GAP if left_out else "；" if gaps else " ") + spoken(span.of(text))
    return said


def _heads(row: RowParts, question: Sought) -> frozenset[str] | None:
    """The columns that the question asks for, None for all: those that it names, else by plan or fact and by words.

    A change, and 分别, want two of them at least.
    """
    asked = question.asked.question.replace(row.name, "")
    row = _unknown(row, asked)
    several = question.asked.wants_all or _CHANGES.search(asked) is not None
    least = 2 if several else 1
    named = _named_heads(row, question)
    if len(named) >= max(least, len(question.asked.parts)):
        return named
    wanted = set(named)
    for part in question.asked.parts:
        scores = {head: _fit(head, row, part, question) for head in row.heads}
        best = max(scores.values(), default=0.0)
        if best <= 0:
            return named or None
        near = {head for head, score in scores.items() if score >= _NEARLY * best}
        one_thing = not several and len(question.asked.parts) == 1
        wanted |= _set_apart(row, question, near) if one_thing else near
    return frozenset(wanted) if len(wanted) >= least else None


def _unknown(row: RowParts, asked: str) -> RowParts:
    """``row`` without the figures that the question states itself (计划21万套，实际多少); all where it states all."""
    said = set(_FIGURE.findall(fold(asked)))
    left = [n for n, figure in enumerate(row.figures) if fold(figure) not in said]
    if not left or len(left) == len(row.heads):
        return row
    return replace(row, heads=tuple(row.heads[n] for n in left), figures=tuple(row.figures[n] for n in left))


def _named_heads(row: RowParts, question: Sought) -> frozenset[str]:
    """The columns whose year the question names (also the one that it compares with), or most of whose words."""
    asked = plain(question.asked.question)
    years = {int(year) for year in _ANY_YEAR.findall(asked)}
    found = {}
    for head in row.heads:
        said = {int(year) for year in _ANY_YEAR.findall(head)}
        words = _NO_WORDS.sub("", plain(head))
        covered = _covered(words, asked) if words and words not in plain(row.words) else 0.0
        if said & years if said else covered >= _LEAST_NAMED:
            found[head] = (tuple(sorted(said)), covered)
    # Of several columns of one year the one whose words the question says, where it says any.
    best = {said: max(c for s, c in found.values() if s == said) for said, _ in found.values() if said}
    return _set_apart(row, question, [h for h, (said, covered) in found.items() if not said or covered >= best[said]])


def _set_apart(row: RowParts, question: Sought, heads: Iterable[str]) -> frozenset[str]:
    """``heads`` without those of which another is rather asked for."""
    held = list(heads)
    bare = plain(_DATED.sub("", question.asked.question).replace(row.name, ""))
    return frozenset(head for head in held if not any(_rather(bare, other, head) for other in held))


def _rather(asked: str, head: str, other: str) -> bool:
    """Whether a question says what ``head`` has and ``other`` has not, and the reverse not: 年收入 before 月收入."""
    one, two = (set(_NO_WORDS.sub("", plain(words))) for words in (head, other))
    return any(char in asked for char in one - two) and bool(two - one) and not any(c in asked for c in two - one)


def _covered(words: str, asked: str) -> float:
    pairs = [words[n : n + 2] for n in range(len(words) - 1)] or [words]
    return sum(pair in asked for pair in pairs) / len(pairs)


def _fit(head: str, row: RowParts, part: Part, question: Sought) -> float:
    folded, several = fold(head), len(question.asked.parts) > 1
    said, years = years_in(folded + " "), years_in(part.text) or question.asked.years
    score = 0.0
    if said and years:
        meets = any(a[0] <= b[1] and b[0] <= a[1] for a in said for b in years)
        score += 1.0 if set(said) & set(years) else 0.5 if meets else -1.0
    words = set(subject_words(part.text)) if several else set(question.weights)
    own = {w: v for w, v in question.weights.items() if w in words and w not in plain(row.words)}
    score += share(own, plain(head)) if own else 0.0
    if several and part.figure is not None and GROWTH.search(part.text) and _GROWS.search(head):
        score += 1.0
    if part.figure is not None and any(part.figure.search(unit) for unit in _IN_BRACKETS.findall(folded)):
        score += _UNIT_GAIN
    asking = re.split(r"[，,；;]", part.text)[-1]
    aim, wanted = aim_of(folded), aim_of(asking) or aim_of(part.text) or question.asked.aim
    return score + (0.0 if not aim or not wanted else 0.5 if aim == wanted else -0.5)
