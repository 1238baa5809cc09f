"""The sentences that stand in one series with a sentence: its members by class, by bounds, by what each is of."""

from __future__ import annotations

from collections.abc import Iterator

from policysearch.answer.asked import Part, rivals
from policysearch.answer.classes import same_class
from policysearch.answer.ranges import is_within, says_amount
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, pairs_of
from policysearch.text import fold, sentences
from policysearch.types import Document, Span

# How far a series reaches on either side of its sentence, in sentences and in characters.
_MOST_MEMBERS = 4
_MOST_CHARS = 260
# A part of a question of which a sentence says that share is answered by it.
_SERVED = 0.4
# Sentences that have that share of their pairs of characters in common are built alike.
_ALIKE = 0.4


def members(document: Document, candidate: Candidate, question: Sought) -> list[Span]:
    """The sentences near that of ``candidate`` that answer with it or in its place, in order; it alone where none does.

    In its place: one of the class, or within the bounds, that the question names, where that of ``candidate`` is of
    another, or of the amount that it states (三年). With it: one for a part of the question that it leaves open, or one
    built alike where all are wanted.
    """
    text, own = document.text, candidate.spans[0]
    if not question.asked.wants_figure:
        return [own]
    said, near = fold(own.of(text)), list(_near(text, candidate))
    other = _of_amount(text, own, near, question)
    if other is not None:
        return [other]
    if _is_of_other(question, said):
        found = [one for one in near if _holds_figure(question, fold(one.of(text)))]
        found = [one for one in found if not _is_of_other(question, fold(one.of(text)))][:1]
        return sorted([own, *found])
    open_parts = [part for part in question.asked.parts if _serves(question, part, said) < _SERVED]
    if len(question.asked.parts) > 1:
        best = (_best(text, near, question, part) for part in open_parts)
        held = {own, *(one for one in best if one is not None)}
        short = len(question.asked.parts) - sum(figures(text, one, question) for one in held)
        alike = [one for one in near if one not in held and _is_alike(text, own, one) and figures(text, one, question)]
        return sorted({*held, *alike[: max(0, short)]})
    if not question.wants_one:
        alike = [one for one in near if _holds_figure(question, fold(one.of(text))) and _is_alike(text, own, one)]
        return sorted([own, *alike])
    return [own]


def _of_amount(text: str, own: Span, near: list[Span], question: Sought) -> Span | None:
    """The sentence built like ``own`` that states the very amount that the question gives (三年), where ``own`` does
    not; None where bounds decide, or none states it.
    """
    asked, said = fold(question.asked.question), fold(own.of(text))
    if not question.wants_one or says_amount(asked, said) or is_within(asked, said) is not None:
        return None
    for one in near:
        words = fold(one.of(text))
        states = says_amount(asked, words) and is_within(asked, words) is None
        if states and _is_alike(text, own, one) and figures(text, one, question):
            return one
    return None


def _near(text: str, candidate: Candidate) -> Iterator[Span]:
    """The sentences of the passage that stand near that of a candidate, the nearest first."""
    own = candidate.spans[0]
    inside = next((span for span in candidate.hit.passage.spans if span.holds(own)), own)
    beside = [one for one in sentences(text, inside) if one.end <= own.start or one.start >= own.end]
    after = [one for one in beside if one.start >= own.end][:_MOST_MEMBERS]
    before = [one for one in beside if one.end <= own.start][::-1][:_MOST_MEMBERS]
    yield from (one for one in after if one.end - own.start <= _MOST_CHARS)
    yield from (one for one in before if own.end - one.start <= _MOST_CHARS)


def _best(text: str, near: list[Span], question: Sought, part: Part) -> Span | None:
    """The first of the sentences that says most of a part, if it answers it by words of its own."""
    if not question.own[question.asked.parts.index(part)] or part.figure is None:
        return None
    best = max(near, key=lambda one: _serves(question, part, fold(one.of(text))), default=None)
    return best if best is not None and _serves(question, part, fold(best.of(text))) >= _SERVED else None


def _serves(question: Sought, part: Part, said: str) -> float:
    return question.fit(part, said) if part.figure is not None and part.figure.search(said) else 0.0


def _holds_figure(question: Sought, said: str) -> bool:
    return any(part.figure is not None and part.figure.search(said) for part in question.asked.parts)


def figures(text: str, one: Span, question: Sought) -> int:
    """How many figures of the wanted kinds a sentence holds."""
    shapes = {part.figure for part in question.asked.parts if part.figure is not None}
    return max(len(shape.findall(fold(one.of(text)))) for shape in shapes)


def _is_alike(text: str, one: Span, other: Span) -> bool:
    a, b = pairs_of(fold(one.of(text))), pairs_of(fold(other.of(text)))
    return bool(a and b) and len(a & b) >= _ALIKE * min(len(a), len(b))


def _is_of_other(question: Sought, said: str) -> bool:
    """Whether a sentence is of another class than the question, or its bounds leave out the amount that it gives."""
    asked = fold(question.asked.question)
    return (
        any(_is_of_rival(wanted, said) for wanted in question.asked.classes)
        or same_class(asked, said) is False
        or is_within(asked, said) is False
    )


def _is_of_rival(wanted: frozenset[str], said: str) -> bool:
    return any(word in said for word in rivals(wanted)) and not any(word in said for word in wanted)
