"""Sentences and table rows of the hits, weighed by how much of the question each says and how well it agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from policysearch.answer.agree import agreement
from policysearch.answer.asked import GROWTH, Asked, subject_words, without_places, years_in
from policysearch.answer.era import year_of, years_before, years_told
from policysearch.answer.kinds import names_kind
from policysearch.answer.loose import together
from policysearch.answer.narrow import narrow
from policysearch.answer.rows import groups_above, is_of_count, row_parts, spoken_row, table_rows
from policysearch.answer.signals import AGREEMENT, RANK, signal_weights
from policysearch.answer.words import Sought, plain, share
from policysearch.cells import table_at
from policysearch.place import sections_at
from policysearch.regions import place_names
from policysearch.search.searcher import Searcher
from policysearch.text import fold, sentences, squeeze
from policysearch.types import Document, Hit, Section, Span

# The wanted kind of answer: with the unit that the question names, or some figure.
_SHAPE_BONUS, _LOOSE_BONUS = 0.35, 0.15
# How many of the first candidates are weighed again by what they tell.
_MOST_AGAIN = 12
_LEAST_BARE_CHARS = 6
# A heading that says what is looked for goes before a sentence that does, where its place is asked.
_HEADING_BONUS = 0.3
_STRANGE_LOSS = 0.25
# What a row gains that is of as many people as the question is, and what one loses that is not.
_COUNT_GAIN = 0.4
_MOST_LEAD_CHARS = 80
# Kinds of answer whose shape most sentences have.
_SOFT = frozenset({"condition", "who", "meaning"})
_ENDS = "。；：！？;:!?”）)》"
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、]|第[一二三四五六七八九十百\d]+[条章节]|[①-⑳]|[-—·●]")
_LEAST_BROKEN_CHARS = 25
_MOST_TITLE_CHARS = 24
_IN_TITLE = re.compile(r"[，,：:\d]|[（(][一二三四五六七八九十]")
_ABOUT_FILE = re.compile(r"文号|发布|印发|成文|来源|机构|部门|单位|施行|日期|标题|叫什么|规划期|有效期|类别")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or row that may answer.

    ``spans`` is what is quoted, ``told`` what the answer says of it: parts of it, or nothing where that is the whole.
    ``own`` is the share of the question's weight in its own words, ``above`` with what stands above it, ``covered``
    with the rest of its passage too; all 0 to 1. ``has_word`` tells whether its passage holds a word of the question
    in full, ``meaning`` is its cosine with the question, ``has_shape`` tells whether it holds what the question asks
    for. ``beside_rank`` is its score without what the rank of its passage adds, which is much the same for all;
    ``signals`` are what it adds up, in the order of SIGNALS; ``sure`` is a candidate that was looked up, not weighed.
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
    beside_rank: float = 1.0
    signals: tuple[float, ...] = ()
    told: tuple[Span, ...] = ()
    sure: bool = False

    @property
    def span(self) -> Span:
        """From its first character to its last."""
        return Span(self.spans[0].start, max(span.end for span in self.spans))

    def words(self, text: str) -> str:
        """What it says in ``text``: its slices, joined by line ends."""
        return "\n".join(span.of(text) for span in self.spans)


def weigh(searcher: Searcher, question: Sought, hits: Sequence[Hit], losses: Mapping[str, float]) -> list[Candidate]:
    """Every sentence and table row of ``hits``, best first; equal ones in the order of rank and text.

    ``losses`` is what the candidates of a document lose for its standing and place, by document. The first ones are
    weighed again by the clauses of them that answer: the year of another clause is not theirs.
    """
    asked, weights = question.asked, question.weights
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
    contexts = [above(searcher.documents[hit.passage.doc_id], hit, spans[0]) for hit, spans in pieces]
    meanings = np.clip(searcher.similarities(_bare(asked.question), texts), 0.0, 1.0).tolist()
    tokens = _tokens(searcher, asked, [hit for hit, _ in pieces], texts, contexts).tolist()
    passages = {hit.rank: plain(hit.passage.search_text) for hit in hits}
    reach = {rank: share(weights, words) for rank, words in passages.items()}
    words_alone = without_places(subject_words(asked.question, joined=False), asked.question) or tuple(weights)
    worded = {rank: any(word in passage for word in words_alone) for rank, passage in passages.items()}
    headings = {s.heading_span for hit in hits for s in _path(searcher, hit)} if asked.intent.name == "place" else set()
    counts = signal_weights(with_meaning=searcher.has_encoder)
    found = []
    for (hit, spans), words, context, meaning, of_tokens in zip(pieces, texts, contexts, meanings, tokens, strict=True):
        document = searcher.documents[hit.passage.doc_id]
        folded = fold(words)
        own = share(weights, squeeze(folded))
        with_above = max(own, share(weights, squeeze(folded + "".join(context))))
        covered = max(with_above, reach[hit.rank])
        kind, has_kind = _kind(question, words)
        fit = _agreement(asked, document, spans[0], folded, folded, context)
        standing = losses.get(hit.passage.doc_id, 0.0)
        of_words = (own, with_above - own, covered - with_above)
        signals = (*of_words, hit.score / top, meaning, kind, fit, standing, *of_tokens)
        score = float(counts @ signals) - _strange(question, document, spans)
        score += _HEADING_BONUS * own if spans[0] in headings else 0.0
        alone = score - float(counts[RANK]) * signals[RANK]
        found.append(
            Candidate(hit, spans, own, with_above, covered, worded[hit.rank], meaning, has_kind, score, alone, signals)
        )
    found.sort(key=lambda c: (-c.score, c.hit.rank, c.span))
    if asked.wants_figure:
        found[:_MOST_AGAIN] = [_again(searcher, question, candidate) for candidate in found[:_MOST_AGAIN]]
        found.sort(key=lambda c: (-c.score, c.hit.rank, c.span))
    return found


def _tokens(
    searcher: Searcher, asked: Asked, hits: Sequence[Hit], texts: Sequence[str], contexts: Sequence[tuple[str, ...]]
) -> npt.NDArray[np.float32]:
    """Of each text the share of the question's tokens that it covers, what those above add and the sentence before it.

    Shape (n, 3); ``hits`` are those of the texts: what stands before the first of a passage is not looked at.
    """
    subject = _bare(asked.subject.replace("|", " "))
    places = {context: n for n, context in enumerate(dict.fromkeys(contexts))}
    covered, weights = searcher.covered(subject, [*texts, *("，".join(context) for context in places)])
    own, of_context = covered[: len(texts)], covered[len(texts) :]
    over = of_context[[places[context] for context in contexts]]
    before = np.zeros_like(own)
    follows = [n for n in range(1, len(hits)) if hits[n] is hits[n - 1]]
    before[follows] = own[[n - 1 for n in follows]]
    shares = own @ weights
    return np.stack(
        [shares, np.maximum(own, over) @ weights - shares, np.maximum(own, before) @ weights - shares], axis=1
    )


def _again(searcher: Searcher, question: Sought, candidate: Candidate) -> Candidate:
    """``candidate`` with what it tells, weighed by the agreement of that alone."""
    document = searcher.documents[candidate.hit.passage.doc_id]
    if candidate.hit.passage.kind == "table":
        return candidate
    told = narrow(document.text, candidate.spans[0], question)
    words = fold("，".join(span.of(document.text) for span in told))
    context = above(document, candidate.hit, candidate.spans[0])
    whole = fold(candidate.words(document.text))
    fit = _agreement(question.asked, document, told[0], words, whole, context)
    signals = (*candidate.signals[:AGREEMENT], fit, *candidate.signals[AGREEMENT + 1 :])
    gain = float(signal_weights(with_meaning=searcher.has_encoder)[AGREEMENT]) * (fit - candidate.signals[AGREEMENT])
    return replace(
        candidate,
        score=candidate.score + gain,
        beside_rank=candidate.beside_rank + gain,
        signals=signals,
        told=told if told != candidate.spans else (),
    )


def _strange(question: Sought, document: Document, spans: Sequence[Span]) -> float:
    """What a row loses whose name says more than was asked (高技能人才 where 人才 was), or counts others (4 人户)."""
    counted = is_of_count(document, spans, question.asked.question)
    if counted is not None:
        return -_COUNT_GAIN if counted else _COUNT_GAIN
    row = row_parts(document, spans)
    if row is None or not row.name:
        return 0.0
    name, asked = plain(row.name), squeeze(question.asked.question)
    return _STRANGE_LOSS * sum(char not in asked for char in name) / len(name)


def _bare(question: str) -> str:
    """``question`` without the names of places, which would draw sentences that only name them."""
    bare = question
    for name in place_names(question):
        bare = bare.replace(name, "")
    return bare if len(bare) >= _LEAST_BARE_CHARS else question


def _told(document: Document, spans: Sequence[Span]) -> str:
    """What a candidate says, a row with the words of its header."""
    return spoken_row(document, spans) or "\n".join(span.of(document.text) for span in spans)


def _kind(question: Sought, words: str) -> tuple[float, bool]:
    """What a candidate gains for holding the wanted kind of answer, and whether it holds it."""
    wanted = [part for part in question.asked.parts if part.intent.shape is not None]
    if not wanted:
        return _list_shape(question, words), True
    if any(part.figure is not None and part.figure.search(words) for part in wanted):
        return _SHAPE_BONUS, True
    if any(GROWTH.search(part.text) for part in wanted) and len(years_in(fold(words))) > 1:
        return _SHAPE_BONUS, True  # both values of a change
    loose = any(part.intent.shape is not None and part.intent.shape.search(words) for part in wanted)
    hard = all(part.figure is None and part.intent.name not in _SOFT for part in wanted)
    return (_SHAPE_BONUS if hard else _LOOSE_BONUS) if loose else 0.0, loose


def _list_shape(question: Sought, words: str) -> float:
    """What a candidate gains that names things of the kind that is asked for, or opens a list where one is."""
    if names_kind(question.asked.question, words):
        return _SHAPE_BONUS
    opens = question.asked.intent.name == "list" and words.rstrip().endswith(("：", ":"))
    return _LOOSE_BONUS if opens else 0.0


def above(document: Document, hit: Hit, start: Span) -> tuple[str, ...]:
    """What stands above a place, folded, from near to far: the line that opens its list, its headings, the title.

    Above a table, the line before it too.
    """
    text, path = document.text, (*reversed(hit.passage.section_path), document.title)
    if hit.passage.kind == "table":
        table = table_at(document, start.start)
        lines = text[max(0, table.span.start - _MOST_LEAD_CHARS) : table.span.start].split("\n") if table else []
        caption = table.caption.of(text) if table and table.caption else ""
        groups = groups_above(document, (start,))
        return tuple(fold(piece) for piece in (*groups, caption, "".join(lines[-3:]), *path) if piece)
    words = _before(text, hit, start)
    opening = max(words.rfind(mark) for mark in ("：\n", ":\n", "：", ":（"))
    lead = re.split(r"[。；\n]", words[:opening])[-1] if opening >= 0 else ""
    return tuple(fold(piece) for piece in (lead, *path) if piece)


def _agreement(asked: Asked, document: Document, start: Span, own: str, whole: str, context: tuple[str, ...]) -> float:
    """How well what stands at ``start`` agrees with the question; see ``agreement``."""
    years = years_told(own, year_of(document)) if asked.years else ()
    near = years_before(document, start.start) if asked.years and not years else ()
    return agreement(asked, own, whole=whole, years=years, near=near, above=context, period=document.plan_period)


def _before(text: str, hit: Hit, start: Span) -> str:
    """The words of a passage before a place."""
    span = next((s for s in hit.passage.spans if s.start <= start.start <= s.end), start)
    return text[span.start : start.start]


def _is_head_table(document: Document, hit: Hit) -> bool:
    """Whether a passage is the table of metadata before the first section: it answers only what asks for them."""
    return (
        hit.passage.kind == "table" and bool(document.sections) and hit.passage.end <= document.sections[0].span.start
    )


def _pieces(searcher: Searcher, hit: Hit, *, headings: bool) -> Iterator[tuple[Span, ...]]:
    """The rows or sentences of a passage; a heading says nothing by itself and is left out, unless it is asked for."""
    document = searcher.documents[hit.passage.doc_id]
    if hit.passage.kind == "table":
        yield from table_rows(document, hit.passage)
        return
    for span in hit.passage.spans:
        for spans in together(document.text, list(_whole_sentences(document.text, span))):
            sentence = spans[-1]
            path = sections_at(document.sections, sentence.start)
            if sentence.of(document.text) == document.title or _is_title_line(document.text, sentence, span):
                continue
            if not path or not path[-1].heading or sentence.end > path[-1].heading_span.end + 1:
                yield spans
    if headings:
        yield from ((section.heading_span,) for section in _path(searcher, hit) if section.heading)


def _path(searcher: Searcher, hit: Hit) -> tuple[Section, ...]:
    """The sections in which a passage begins."""
    return sections_at(searcher.documents[hit.passage.doc_id].sections, hit.passage.start)


def _whole_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a passage, those that a line end breaks (the end of a page) as one."""
    last: Span | None = None
    for sentence in sentences(text, span):
        if last is not None and _runs_on(text, last, sentence):
            last = Span(last.start, sentence.end)
            continue
        if last is not None:
            yield last
        last = sentence
    if last is not None:
        yield last


def _runs_on(text: str, last: Span, following: Span) -> bool:
    """Whether a sentence goes on after a line end: it has no end of its own, and is no line of a list or a title."""
    if text[last.end - 1] in _ENDS or _LABEL.match(text, following.start) or _LABEL.match(text, last.start):
        return False
    begins_line = last.start == 0 or text[last.start - 1] == "\n"
    return not begins_line or (len(last) >= _LEAST_BROKEN_CHARS and any(mark in last.of(text) for mark in "，,。；"))


def _is_title_line(text: str, sentence: Span, span: Span) -> bool:
    """Whether a sentence is a short line without an end that others follow: it names them and says nothing itself."""
    line = (sentence.start == span.start or text[sentence.start - 1] == "\n") and sentence.end < span.end
    words = sentence.of(text)
    return line and len(words) <= _MOST_TITLE_CHARS and words[-1] not in _ENDS and not _IN_TITLE.search(words)
