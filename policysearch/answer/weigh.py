"""Sentences and table rows of the hits, weighed by how much of the question each of them covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policysearch.answer.intent import Intent
from policysearch.answer.rows import table_rows
from policysearch.place import sections_at
from policysearch.regions import place_names
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import content_terms, tokenize_query
from policysearch.text import fold, sentences, squeeze
from policysearch.types import Document, Hit, Span

# How much a word counts that stands in the headings or the rest of the passage, not in the sentence itself.
_CONTEXT_SHARE = 0.5
# How much a passage's place in the ranking counts beside the words of its sentences.
_RANK_SHARE = 0.4
# How much the encoder's opinion of a sentence counts; 0 without an encoder.
_MEANING_SHARE = 0.5
_SHAPE_BONUS = 0.2
# What a long word counts of which only a part is there (社会工作人才 in 社会工作专业人才).
_PART_SHARE = 0.7
_ABOUT_FILE = re.compile(r"文号|发布|印发|成文|来源|机构|部门|单位|施行|日期|标题|叫什么|规划期|有效期|类别")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or row that may answer.

    ``own`` is the share of the question's weight in its own words, ``covered`` with its headings and the rest
    of its passage too; both 0 to 1. ``has_word`` tells whether its passage holds a word of the question in full,
    ``meaning`` is its cosine with the question, ``has_shape`` tells whether it holds what the question asks for.
    """

    hit: Hit
    spans: tuple[Span, ...]
    own: float
    covered: float
    has_word: bool
    meaning: float
    has_shape: bool
    score: float

    @property
    def span(self) -> Span:
        """From its first character to its last."""
        return Span(self.spans[0].start, max(span.end for span in self.spans))

    def words(self, text: str) -> str:
        """What it says in ``text``: its slices, joined by line ends."""
        return "\n".join(span.of(text) for span in self.spans)


def question_weights(searcher: Searcher, question: str) -> Mapping[str, float]:
    """The words that a question asks about, with how rare each is among the passages.

    The names of places are left out where anything else is asked: whose document it is, is settled before.
    """
    words = content_terms(question) or tuple(dict.fromkeys(tokenize_query(question)))
    words = _without_places(words, question) or words
    return {word: max(searcher.idf(part) for part in _parts(word)) for word in words}


def _without_places(words: tuple[str, ...], question: str) -> tuple[str, ...]:
    places = place_names(fold(question))
    return tuple(word for word in words if not any(word in (place, f"{place}区", f"{place}市") for place in places))


def _parts(word: str) -> list[str]:
    """The index tokens of a word: itself up to two characters or in Latin script, else its bigrams."""
    return [word] if len(word) <= 2 or word.isascii() else [word[i : i + 2] for i in range(len(word) - 1)]


def weigh(searcher: Searcher, question: str, hits: Sequence[Hit], intent: Intent) -> list[Candidate]:
    """Every sentence and table row of ``hits``, best first; equal ones in the order of rank and text."""
    weights = question_weights(searcher, question)
    if not hits or not sum(weights.values()):
        return []
    top = hits[0].score or 1.0
    about_file = _ABOUT_FILE.search(question) is not None
    pieces = [
        (hit, spans)
        for hit in hits
        if about_file or not _is_head_table(searcher.documents[hit.passage.doc_id], hit)
        for spans in _pieces(searcher, hit)
    ]
    if not pieces:
        return []
    texts = ["\n".join(span.of(searcher.documents[hit.passage.doc_id].text) for span in spans) for hit, spans in pieces]
    meanings = np.clip(searcher.similarities(question, texts), 0.0, 1.0)
    contexts = {hit.rank: plain(hit.passage.search_text) for hit in hits}
    reach = {rank: share(weights, context) for rank, context in contexts.items()}
    words_alone = _without_places(content_terms(question, joined=False), question) or tuple(weights)
    worded = {rank: any(word in context for word in words_alone) for rank, context in contexts.items()}
    found = []
    for (hit, spans), words, meaning in zip(pieces, texts, meanings.tolist(), strict=True):
        covered, own = reach[hit.rank], share(weights, plain(words))
        has_shape = intent.shape is None or intent.shape.search(words) is not None
        score = own + _CONTEXT_SHARE * (covered - own) + _RANK_SHARE * hit.score / top + _MEANING_SHARE * meaning
        score += _SHAPE_BONUS if has_shape and intent.shape is not None else 0.0
        found.append(Candidate(hit, spans, own, covered, worded[hit.rank], meaning, has_shape, score))
    return sorted(found, key=lambda c: (-c.score, c.hit.rank, c.span))


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


def _pieces(searcher: Searcher, hit: Hit) -> Iterator[tuple[Span, ...]]:
    """The rows or sentences of a passage; a heading says nothing by itself and is left out."""
    document = searcher.documents[hit.passage.doc_id]
    if hit.passage.kind == "table":
        yield from table_rows(document, hit.passage)
        return
    for span in hit.passage.spans:
        for sentence in sentences(document.text, span):
            path = sections_at(document.sections, sentence.start)
            if sentence.of(document.text) == document.title:
                continue
            if not path or not path[-1].heading or sentence.end > path[-1].heading_span.end + 1:
                yield (sentence,)
