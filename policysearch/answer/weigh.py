"""Sentences and table rows of the hits, weighed by how much of the question each covers and how well it agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policysearch.answer.agree import agreement
from policysearch.answer.asked import Asked, subject_words, without_places
from policysearch.answer.rows import spoken_row, table_rows
from policysearch.place import sections_at
from policysearch.search.searcher import Searcher
from policysearch.text import fold, sentences, squeeze
from policysearch.types import Document, Hit, Span
from policysearch.validity import judge

# How much a word counts that stands above a sentence (the line that opens its list, its headings, the title), and in
# the rest of its passage: what is said there is said of the sentence, or only near it.
_ABOVE_SHARE = 0.7
_NEAR_SHARE = 0.4
# How much a passage's place in the ranking counts beside the words of its sentences.
_RANK_SHARE = 0.4
# How much the encoder's opinion of a sentence counts; 0 without an encoder.
_MEANING_SHARE = 0.5
# The wanted kind of answer: with the unit that the question names, or some figure.
_SHAPE_BONUS, _LOOSE_BONUS = 0.35, 0.15
# A text that no longer holds, or does not hold yet, stands behind one that says the same.
_OUT_OF_FORCE = -0.05
_OUT = frozenset({"已废止", "有效期已满", "尚未施行"})
# What a long word counts of which only a part is there (社会工作人才 in 社会工作专业人才).
_PART_SHARE = 0.7
_ABOUT_FILE = re.compile(r"文号|发布|印发|成文|来源|机构|部门|单位|施行|日期|标题|叫什么|规划期|有效期|类别")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or row that may answer.

    ``spans`` is what is quoted, ``told`` what the answer says of it: parts of it, or nothing where that is the whole.
    ``own`` is the share of the question's weight in its own words, ``above`` with what stands above it, ``covered``
    with the rest of its passage too; all 0 to 1. ``has_word`` tells whether its passage holds a word of the question
    in full, ``meaning`` is its cosine with the question, ``has_shape`` tells whether it holds what the question asks
    for.
    """

    hit: Hit
    spans: tuple[Span, ...]
    own: float
    above: float
    covered: float
    has_word: bool
    meaning: float
    has_shape: bool
    score: float
    told: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        """From its first character to its last."""
        return Span(self.spans[0].start, max(span.end for span in self.spans))

    def words(self, text: str) -> str:
        """What it says in ``text``: its slices, joined by line ends."""
        return "\n".join(span.of(text) for span in self.spans)


def question_weights(searcher: Searcher, question: str) -> Mapping[str, float]:
    """The words that a question asks about, with how rare each is among the passages.

    Years are left out, with which a candidate must agree, and so are the names of places where anything else is asked:
    whose document it is, is settled before.
    """
    words = subject_words(question)
    words = without_places(words, question) or words
    return {word: max(searcher.idf(part) for part in _parts(word)) for word in words}


def _parts(word: str) -> list[str]:
    """The index tokens of a word: itself up to two characters or in Latin script, else its bigrams."""
    return [word] if len(word) <= 2 or word.isascii() else [word[i : i + 2] for i in range(len(word) - 1)]


def weigh(searcher: Searcher, asked: Asked, hits: Sequence[Hit], today: str) -> list[Candidate]:
    """Every sentence and table row of ``hits``, best first; equal ones in the order of rank and text."""
    weights = question_weights(searcher, asked.question)
    if not hits or not sum(weights.values()):
        return []
    top = hits[0].score or 1.0
    about_file = _ABOUT_FILE.search(asked.question) is not None
    pieces = [
        (hit, spans)
        for hit in hits
        if about_file or not _is_head_table(searcher.documents[hit.passage.doc_id], hit)
        for spans in _pieces(searcher, hit, headings=asked.intent.name == "place")
    ]
    if not pieces:
        return []
    texts = [_told(searcher.documents[hit.passage.doc_id], spans) for hit, spans in pieces]
    meanings = np.clip(searcher.similarities(asked.question, texts), 0.0, 1.0)
    contexts = {hit.rank: plain(hit.passage.search_text) for hit in hits}
    reach = {rank: share(weights, context) for rank, context in contexts.items()}
    words_alone = without_places(subject_words(asked.question, joined=False), asked.question) or tuple(weights)
    worded = {rank: any(word in context for word in words_alone) for rank, context in contexts.items()}
    out = {d: judge(searcher.documents[d], today).standing in _OUT for d in {hit.passage.doc_id for hit in hits}}
    found = []
    for (hit, spans), words, meaning in zip(pieces, texts, meanings.tolist(), strict=True):
        document = searcher.documents[hit.passage.doc_id]
        folded, context = fold(words), _above(document, hit, spans[0])
        own = share(weights, squeeze(folded))
        above = max(own, share(weights, squeeze(folded + "".join(context))))
        covered = max(above, reach[hit.rank])
        shape, has_shape = _shape(asked, words)
        score = own + _ABOVE_SHARE * (above - own) + _NEAR_SHARE * (covered - above)
        score += _RANK_SHARE * hit.score / top + _MEANING_SHARE * meaning + shape
        score += agreement(asked, folded, context, document.plan_period)
        score += _OUT_OF_FORCE if out[hit.passage.doc_id] else 0.0
        found.append(Candidate(hit, spans, own, above, covered, worded[hit.rank], meaning, has_shape, score))
    return sorted(found, key=lambda c: (-c.score, c.hit.rank, c.span))


def _told(document: Document, spans: Sequence[Span]) -> str:
    """What a candidate says, a row with the words of its header."""
    return spoken_row(document, spans) or "\n".join(span.of(document.text) for span in spans)


def _shape(asked: Asked, words: str) -> tuple[float, bool]:
    """What a candidate gains for holding the wanted kind of answer, and whether it holds it."""
    wanted = [part for part in asked.parts if part.intent.shape is not None]
    if not wanted:
        return 0.0, True
    if any(part.figure is not None and part.figure.search(words) for part in wanted):
        return _SHAPE_BONUS, True
    loose = any(part.intent.shape is not None and part.intent.shape.search(words) for part in wanted)
    strict = any(part.figure is not None for part in wanted)
    return (_LOOSE_BONUS if strict else _SHAPE_BONUS) if loose else 0.0, loose


def _above(document: Document, hit: Hit, start: Span) -> tuple[str, ...]:
    """What stands above a place, folded, from near to far: the text of its passage before it, its headings, the title.

    Of the text only the line that opens the list in which it stands and the sentence before it.
    """
    text = document.text
    if hit.passage.kind == "table":
        return (*map(fold, reversed(hit.passage.section_path)), fold(document.title))
    before = next((Span(s.start, start.start) for s in hit.passage.spans if s.start <= start.start <= s.end), start)
    words = before.of(text) if before.start < start.start else ""
    opening = max(words.rfind("：\n"), words.rfind(":\n"), words.rfind("：（"), words.rfind(":("), words.rfind("："))
    lead = words[: opening + 1] if opening >= 0 else ""
    lead = re.split(r"[。；\n]", lead)[-1] if lead else ""
    return tuple(fold(piece) for piece in (lead, *reversed(hit.passage.section_path), document.title) if piece)


def _is_head_table(document: Document, hit: Hit) -> bool:
    """Whether a passage is the table of metadata before the first section: it answers only what asks for them."""
    return (
        hit.passage.kind == "table" and bool(document.sections) and hit.passage.end <= document.sections[0].span.start
    )


def plain(text: str) -> str:
    """``text`` as words are looked up in it: folded, without blanks."""
    return squeeze(fold(text))


def share(weights: Mapping[str, float], text: str) -> float:
    """The share of the question's weight that ``text`` (plain) covers, 0 to 1."""
    total = sum(weights.values())
    return sum(weight * _presence(word, text) for word, weight in weights.items()) / total if total else 0.0


def uncovered(weights: Mapping[str, float], text: str) -> tuple[str, ...]:
    """The words of the question of which ``text`` (plain) holds at most half."""
    return tuple(word for word in weights if _presence(word, text) <= _PART_SHARE / 2)


def _presence(word: str, text: str) -> float:
    if word in text:
        return 1.0
    parts = _parts(word)
    return _PART_SHARE * sum(part in text for part in parts) / len(parts) if len(parts) > 1 else 0.0


def _pieces(searcher: Searcher, hit: Hit, *, headings: bool) -> Iterator[tuple[Span, ...]]:
    """The rows or sentences of a passage; a heading says nothing by itself and is left out, unless it is asked for."""
    document = searcher.documents[hit.passage.doc_id]
    if hit.passage.kind == "table":
        yield from table_rows(document, hit.passage)
        return
    for span in hit.passage.spans:
        for sentence in sentences(document.text, span):
            path = sections_at(document.sections, sentence.start)
            if sentence.of(document.text) == document.title:
                continue
            if headings or not path or not path[-1].heading or sentence.end > path[-1].heading_span.end + 1:
                yield (sentence,)
