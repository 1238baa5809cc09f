"""A sentence to the clauses of it that answer: verbatim parts, as short as they can be and still say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policysearch.answer.asked import GROWTH, MODIFIERS, Part, Years, rivals, years_in
from policysearch.answer.words import GROWTH_SHARE, OTHER_SHARE, Sought, Weights, pairs_of, plain, presence, share
from policysearch.text import fold, squeeze, trim
from policysearch.types import Span

_CLAUSE_END = re.compile(r"[，,：:；;。]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|、")
_OPEN, _CLOSE = "（(《“〔[", "）)》”〕]"
# What a character costs, in shares of the question: a clause of 20 characters must say a tenth of it.
_COST = 0.005
# What the pairs of characters of the question count, beside its words: 失能 may be no word of the dictionary.
_PAIRS_GAIN = 0.3
# 达到30万人 states a figure, 4个台阶 only holds one.
_STATES_GAIN = 0.08
_STATES = re.compile(r"(?:达到?|为|是|至|控制在|增长|提高到?)\s?了?(?:约|超过?|不[低少]于)?\s?\d")
_NOTHING = -10.0
_YEAR_GAIN = 0.1
_CLASS_LOSS = 0.3
_MODIFIER_LOSS = 0.12
# A sentence of that length is told whole where the clause with the figure says less than half of it.
_MOST_WHOLE = 60
_LEAST_PART_SHARE = 0.05
# As much as a reader takes in at once; a sentence of that length stays whole where no figure is wanted.
MOST_CHARS = {"name": 75, "who": 75}
_MOST_CHARS = 150
_TRAILING = "，,：:；;、"


def narrow(text: str, sentence: Span, question: Sought) -> tuple[Span, ...]:
    """The parts of ``sentence`` that answer, in order, never overlapping; the sentence itself where nothing is gained.

    For each figure that is wanted: the run of clauses that holds a figure of its kind and says most of what was asked,
    each character at a cost. Other questions get the sentence, or of a long one the run that says most.
    """
    asked, weights = question.asked, question.weights
    clauses = list(_clauses(text, sentence))
    found: list[Span] = []
    parts = [part for part in asked.parts if part.figure is not None]
    for part in parts:
        run = _run_for(text, clauses, part, question)
        if run is not None:
            found.append(run)
    if not found or len(parts) < len(asked.parts):
        most = MOST_CHARS.get(asked.intent.name, _MOST_CHARS)
        whole = sentence if len(sentence) <= most else _best_run(text, clauses, weights, most)
        found = [whole] if not found else [*found, whole]
    return tuple(_bare(text, span) for span in _merged(text, found))


def _run_for(text: str, clauses: Sequence[Span], part: Part, question: Sought) -> Span | None:
    asked, weights, several = question.asked, question.weights, len(question.asked.parts) > 1
    shape = next(
        (s for s in (part.figure, part.any_figure) if s is not None and any(s.search(c.of(text)) for c in clauses)),
        None,
    )
    if shape is None:
        return None
    own = question.own[asked.parts.index(part)]
    others = {word for weights_of in question.own if weights_of is not own for word in weights_of} - set(own)
    common = {word: weight for word, weight in weights.items() if word not in others}
    marks = [_Clause.of(fold(clause.of(text)), shape, question, own, common, part) for clause in clauses]
    best: tuple[float, Span] | None = None
    for start in range(len(clauses)):
        for end in range(start, len(clauses)):
            run = Span(clauses[start].start, clauses[end].end)
            value = _value(marks[start : end + 1], question, own, common, part) - _COST * len(run)
            if value > (best[0] if best else _NOTHING):
                best = (value, run)
    if best is None or (several and question.fit(part, fold(best[1].of(text))) < _LEAST_PART_SHARE):
        return None
    said = share(weights, plain(best[1].of(text)))
    whole = Span(clauses[0].start, clauses[-1].end)
    if not several and len(whole) <= _MOST_WHOLE and said < 0.5 * share(weights, plain(whole.of(text))):
        return whole  # the figure stands apart from its subject
    return best[1]


@dataclass(frozen=True, slots=True)
class _Clause:
    """What one clause says of a part: its words and those of no part (0 to 1), a figure, years, a growth, classes."""

    words: tuple[float, ...]
    own: tuple[float, ...]
    has_figure: bool
    years: frozenset[Years]
    grows: bool
    classes: frozenset[str]
    modifiers: frozenset[str]
    pairs: frozenset[str]
    states: bool

    @classmethod
    def of(
        cls, said: str, shape: re.Pattern[str], question: Sought, own: Weights, common: Weights, part: Part
    ) -> _Clause:
        asked, bare = question.asked, squeeze(said)
        classes = {word for wanted in asked.classes for word in (*wanted, *rivals(wanted)) if word in said}
        return cls(
            tuple(presence(word, bare) for word in common),
            tuple(presence(word, bare) for word in own),
            shape.search(said) is not None,
            frozenset(years_in(said)),
            GROWTH.search(said) is not None,
            frozenset(classes),
            frozenset(word for word in MODIFIERS if word in said and word not in asked.question),
            frozenset(pair for pair in pairs_of(asked.subject if len(asked.parts) == 1 else part.text) if pair in bare),
            _STATES.search(said) is not None,
        )


def _value(run: Sequence[_Clause], question: Sought, own: Weights, common: Weights, part: Part) -> float:
    """What a run of clauses says of a part, before its length counts; ``_NOTHING`` without a figure."""
    if not any(clause.has_figure for clause in run):
        return _NOTHING
    asked = question.asked
    fit = _said(own, [clause.own for clause in run])
    if len(asked.parts) > 1:
        if GROWTH.search(part.text) and any(clause.grows for clause in run):
            fit = max(fit, GROWTH_SHARE)
        years = set(years_in(part.text))
        if years and not any(years & clause.years for clause in run):
            fit *= OTHER_SHARE
    value = fit + 0.5 * _said(common, [clause.words for clause in run])
    asked_pairs = pairs_of(asked.subject if len(asked.parts) == 1 else part.text)
    value += _PAIRS_GAIN * len(frozenset().union(*(c.pairs for c in run))) / len(asked_pairs) if asked_pairs else 0.0
    value += _STATES_GAIN if any(clause.states and clause.has_figure for clause in run) else 0.0
    value -= _MODIFIER_LOSS * len(frozenset().union(*(clause.modifiers for clause in run)))
    value += _YEAR_GAIN if any(years in clause.years for years in asked.years for clause in run) else 0.0
    named = frozenset().union(*(clause.classes for clause in run))
    if named and not any(named & wanted for wanted in asked.classes):
        value -= _CLASS_LOSS
    return value


def _said(weights: Weights, rows: Sequence[Sequence[float]]) -> float:
    total = sum(weights.values())
    if not total:
        return 1.0 if not weights else 0.0
    most = [max(column) for column in zip(*rows, strict=True)]
    return float(sum(weight * said for weight, said in zip(weights.values(), most, strict=True)) / total)


def _best_run(text: str, clauses: Sequence[Span], weights: Weights, most: int) -> Span:
    """The run of at most ``most`` characters that says most of the question; of equals the longer, then the first."""
    best, value = clauses[0], (-1.0, 0)
    for start in range(len(clauses)):
        for end in range(start, len(clauses)):
            run = Span(clauses[start].start, clauses[end].end)
            if len(run) > most and end > start:
                break
            own = (round(share(weights, plain(run.of(text))), 3), len(run))
            if own > value:
                best, value = run, own
    return best


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence; 、 parts two of them only where figures stand on both sides; brackets are not cut."""
    start, depth = sentence.start, 0
    cuts = {m.start(): m for m in _CLAUSE_END.finditer(text, sentence.start, sentence.end)}
    for at in range(sentence.start, sentence.end):
        depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
        match = cuts.get(at)
        if match is None or depth > 0 or match.end() <= start:
            continue
        if match.group() == "、" and not (
            _has_figure(text, start, at) and _has_figure(text, at, _next(text, at, sentence.end))
        ):
            continue
        if match.group() in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue
        yield Span(start, match.end())
        start = match.end()
    if start < sentence.end:
        yield Span(start, sentence.end)


def _next(text: str, at: int, end: int) -> int:
    match = re.compile(r"[，,；;。、]").search(text, at + 1, end)
    return match.start() if match else end


def _has_figure(text: str, start: int, end: int) -> bool:
    return end - start >= 4 and any(char.isdigit() for char in text[start:end])


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """``spans`` in order, those that overlap or touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start <= found[-1].end or not text[found[-1].end : span.start].strip()):
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _bare(text: str, span: Span) -> Span:
    """``span`` without blanks and the comma at its end."""
    span = trim(text, span)
    while len(span) > 1 and text[span.end - 1] in _TRAILING:
        span = trim(text, Span(span.start, span.end - 1))
    return span
