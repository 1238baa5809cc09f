"""What an answer says of a candidate: the wanted cells of a row, the wanted parts of a sentence, the rest left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from policysearch.answer.asked import Asked, Part, aim_of, subject_words, years_in
from policysearch.answer.cite import spoken
from policysearch.answer.narrow import narrow
from policysearch.answer.rows import row_parts, spoken_row
from policysearch.answer.weigh import Candidate, plain, share
from policysearch.text import fold
from policysearch.types import Document, Span

# Between parts of one sentence that do not follow one another.
GAP = "……"


def narrowed(document: Document, candidate: Candidate, asked: Asked, weights: Mapping[str, float]) -> Candidate:
    """``candidate`` with the parts of its sentence that answer; a row of a table stays whole."""
    if candidate.hit.passage.kind == "table" or candidate.told or len(candidate.spans) > 1:
        return candidate
    parts = narrow(document.text, candidate.spans[0], asked, weights)
    return replace(candidate, told=parts if parts != candidate.spans else ())


def tell(document: Document, candidate: Candidate, asked: Asked, weights: Mapping[str, float]) -> str:
    """The words of ``candidate`` on one line, verbatim; parts that do not follow one another are set off."""
    row = row_parts(document, candidate.spans)
    if row is not None:
        words = spoken_row(document, candidate.spans, _heads(row, asked, weights))
        if words:
            return words
    return joined(document.text, candidate.told or candidate.spans, candidate.told != ())


def joined(text: str, spans: Sequence[Span], gaps: bool) -> str:
    """``spans`` of ``text`` on one line; with ``gaps``, what was left out between them shows."""
    said = ""
    for last, span in zip([None, *spans[:-1]], spans, strict=True):
        words = spoken(span.of(text))
        if last is None:
            said = words
        elif gaps and text[last.end : span.start].strip(" \n\t，,；;、。：:"):
            said = f"{said}；{words}" if "\n" in text[last.end : span.start] else f"{said}{GAP}{words}"
        else:
            said = f"{said}；{words}" if gaps else f"{said} {words}"
    return said


def _heads(row: tuple[str, tuple[str, ...]], asked: Asked, weights: Mapping[str, float]) -> frozenset[str] | None:
    """The columns that the question asks for, None for all: by year, by plan or fact, by the words of the header."""
    name, heads = row
    free = {word: weight for word, weight in weights.items() if word not in plain(name)}
    wanted: set[str] = set()
    for part in asked.parts:
        scores = {head: _fit(head, part, asked, free, len(asked.parts) > 1) for head in heads}
        best = max(scores.values(), default=0.0)
        if best > 0:
            wanted |= {head for head, score in scores.items() if score >= best - 0.05}
    return frozenset(wanted) or None


def _fit(head: str, part: Part, asked: Asked, weights: Mapping[str, float], several: bool) -> float:
    folded = fold(head)
    said = years_in(folded + " ")
    years = years_in(fold(part.text)) or asked.years
    score = 0.0
    if said and years:
        score += 1.0 if set(said) & set(years) else -1.0
    words = set(subject_words(part.text)) if several else set(weights)
    own = {word: weight for word, weight in weights.items() if word in words}
    score += share(own, plain(head)) if own else 0.0
    aim, wanted = aim_of(folded), aim_of(fold(part.text)) or asked.aim
    return score - 0.5 if aim and wanted and aim != wanted else score
