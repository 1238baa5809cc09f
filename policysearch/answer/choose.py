"""Which sentences, rows or lists answer a question, and how much of each is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.about import losses
from policysearch.answer.abstain import is_supported
from policysearch.answer.asked import FIGURES, Asked, Part
from policysearch.answer.beside import with_rows_beside
from policysearch.answer.clause import numbered_under
from policysearch.answer.facts import fact_of_document
from policysearch.answer.kinds import names_kind
from policysearch.answer.listing import (
    announced,
    children_of,
    clause_itself,
    heading_of_kind,
    headings_under,
    with_clause,
    with_items,
)
from policysearch.answer.narrow import MOST_CHARS
from policysearch.answer.rows import spoken_row
from policysearch.answer.tell import narrowed
from policysearch.answer.weigh import Candidate, above, weigh
from policysearch.answer.words import Sought, plain, share, sought
from policysearch.cells import table_at
from policysearch.search.searcher import Searcher
from policysearch.text import fold
from policysearch.types import Document, Hit

MOST_HITS = 10
_CONDITIONS = re.compile(r"条件|符合|具备|情形|不得|下列|以下|要求")
# A no answers whether somebody may: what stands beside it speaks of something else.
_FORBIDS = re.compile(r"不得|不予|不能|不含|不包括|不适用|不享受|不计入|不纳入|不再|不可|不准|不许|禁止|严禁")
_ASKS_COUNT = re.compile(r"几[个项支条类]|多少[个项支条类]")
# The least share of the question, or of one part of it, that a further sentence must add.
_LEAST_GAIN = 0.1
_LEAST_SCORE = 0.5
# Kinds of question that the next sentence of a clause may answer otherwise: whether somebody may, and under what.
_WHOLE_CLAUSE = frozenset({"condition"})
# A sentence that says less than this share of the question is told with the rest of its clause.
_HARDLY_SAID = 0.6
# What it must say more of a part that the first sentence answers already, in other words.
_LEAST_MORE = 0.25
# A part of a question of which the first sentence says that share is answered.
_SERVED = 0.4
# Of candidates nearly as good as the first, the one that answers most parts is taken.
_NEARLY_BEST = 0.67
# How long an answer of several sentences may be.
_MOST_CHARS = 150


def choose(
    searcher: Searcher, asked: Asked, hits: Sequence[Hit], today: str, *, brief: bool = False
) -> list[Candidate]:
    """What of ``hits`` answers, told as short as it answers, best first; empty where nothing supports an answer.

    A clause that is named and a fact of a document are looked up. Else the best sentence or row, or the list that it
    belongs to where a list is wanted, and more only for what it leaves open: a part of the question, or words that it
    does not say. ``brief`` is for one of several places: the sentence alone.
    """
    under = numbered_under(searcher, asked.question, hits)
    if under:
        return under
    named = [hit for hit in hits if hit.signals.by_reference]
    if named and asked.intent.name not in FIGURES:
        same = [hit for hit in named if hit.passage.doc_id == named[0].passage.doc_id]
        return clause_itself(searcher, min(same, key=lambda hit: hit.passage.start))
    question = sought(searcher, asked)
    sure = fact_of_document(searcher, question, hits)
    if sure:
        return sure
    weighed = _weighed(searcher, question, named or hits, today)
    headings = headings_under(searcher, weighed, question) if asked.intent.name == "list" and weighed else []
    if headings:
        counted = _ASKS_COUNT.search(asked.question) and announced(searcher, weighed[0])
        return [narrowed(_document(searcher, weighed[0]), weighed[0], question), *headings] if counted else headings
    ranked = _supported(question, weighed)
    if not ranked:
        return []
    best = _best(searcher, question, ranked)
    document = _document(searcher, best)
    chosen = [narrowed(document, _widened(document, best, asked, brief=brief), question)]
    if asked.intent.name == "place":
        return chosen
    heading = heading_of_kind(document, best, asked.question)
    chosen += [heading] if heading is not None else []
    section = announced(searcher, best) if asked.lists_too else None
    if section is not None:
        return [*chosen, *children_of(document, best, section, best.covered)]
    further = _further(searcher, question, ranked, chosen[0])
    return [*chosen, *(narrowed(_document(searcher, candidate), candidate, question) for candidate in further)]


def supported(searcher: Searcher, question: Sought, hits: Sequence[Hit], today: str) -> list[Candidate]:
    """The sentences and rows of ``hits`` that say something of what is asked, whole, best first."""
    return _supported(question, _weighed(searcher, question, hits, today))


def _weighed(searcher: Searcher, question: Sought, hits: Sequence[Hit], today: str) -> list[Candidate]:
    of_these = with_rows_beside(searcher, hits[:MOST_HITS])
    return weigh(searcher, question, of_these, losses(searcher, question.asked.question, of_these, today))


def _supported(question: Sought, weighed: Sequence[Candidate]) -> list[Candidate]:
    return [candidate for candidate in weighed if is_supported(candidate, len(question.weights))]


def _widened(document: Document, best: Candidate, asked: Asked, *, brief: bool) -> Candidate:
    """``best`` with the list that it opens or is of, or the clause around it, where the question wants more than it."""
    if not asked.wants_all and (asked.wants_figure or asked.intent.name == "place"):
        return best
    if names_kind(asked.question, best.words(document.text)):
        return best
    opens_list = best.span.of(document.text).rstrip().endswith(("：", ":"))
    if asked.wants_all or opens_list or (asked.intent.name == "condition" and _opens_conditions(document, best)):
        widened = with_items(document, best)
        if widened != best:
            return widened
    if asked.intent.name == "condition" and _FORBIDS.search(best.words(document.text)):
        return best
    if brief or best.own >= _HARDLY_SAID or asked.intent.name not in _WHOLE_CLAUSE:
        return best
    return with_clause(document, best)


def _opens_conditions(document: Document, best: Candidate) -> bool:
    """Whether ``best`` stands in a list that is opened by words on conditions, and not in any other."""
    return any(_CONDITIONS.search(words) for words in above(document, best.hit, best.spans[0])[:1])


def _document(searcher: Searcher, candidate: Candidate) -> Document:
    return searcher.documents[candidate.hit.passage.doc_id]


def _best(searcher: Searcher, question: Sought, ranked: Sequence[Candidate]) -> Candidate:
    """The first candidate; for a question of several parts, of those nearly as good the one that answers most parts."""
    near = [c for c in ranked if c.beside_rank >= _NEARLY_BEST * ranked[0].beside_rank]
    if question.asked.intent.name == "who":
        return next((c for c in near if c.has_shape), ranked[0])
    if len(question.asked.parts) == 1:
        return ranked[0]
    return max(near, key=lambda c: (_served(question, _caption(searcher, c) + _said(searcher, c)), c.score))


def _caption(searcher: Searcher, candidate: Candidate) -> str:
    """The caption of the table that a row is of: its years and subject are those of the row."""
    document = _document(searcher, candidate)
    table = table_at(document, candidate.spans[0].start) if candidate.hit.passage.kind == "table" else None
    return fold(table.caption.of(document.text)) if table is not None and table.caption is not None else ""


def _served(question: Sought, said: str) -> int:
    return sum(_serves(question, part, said) >= _SERVED for part in question.asked.parts)


def _serves(question: Sought, part: Part, said: str) -> float:
    """How far ``said`` answers a part: the share of its own words, none without the wanted figure."""
    if part.figure is not None and not part.figure.search(said):
        return 0.0
    return question.fit(part, said)


def _further(searcher: Searcher, question: Sought, ranked: Sequence[Candidate], first: Candidate) -> list[Candidate]:
    """The candidates that bring what ``first`` leaves open, at most two."""
    asked, weights = question.asked, question.weights
    found: list[Candidate] = []
    said = _said(searcher, first)
    near = [c for c in ranked if c.hit.passage.doc_id == first.hit.passage.doc_id or asked.intent.name == "list"]
    words = plain(_told(searcher, first))
    near = [c for c in near if not _same_place(first, c) and words not in plain(_said(searcher, c))]
    near = [c for c in near if c.beside_rank >= _LEAST_SCORE * first.beside_rank]
    if len(asked.parts) > 1:
        for part in asked.parts:
            held = _serves(question, part, said)
            best = max(near, key=lambda c: (_serves(question, part, _said(searcher, c)), c.score), default=None)
            least = held + (_LEAST_GAIN if held < _SERVED else _LEAST_MORE)
            if best is not None and best not in found and _serves(question, part, _said(searcher, best)) >= least:
                found.append(best)
                said += _said(searcher, best)
        return found[:2]
    if asked.wants_figure or (asked.intent.name == "condition" and _FORBIDS.search(said)):
        return []
    room = MOST_CHARS.get(asked.intent.name, _MOST_CHARS) - sum(map(len, first.told or first.spans))
    for candidate in near:
        gain = share(weights, plain(said + _said(searcher, candidate))) - share(weights, plain(said))
        length = sum(map(len, candidate.spans))
        if gain >= _LEAST_GAIN and length <= room and not any(_same_place(c, candidate) for c in found):
            found.append(candidate)
            said += _said(searcher, candidate)
            room -= length
    return found[:2]


def _said(searcher: Searcher, candidate: Candidate) -> str:
    document = searcher.documents[candidate.hit.passage.doc_id]
    return fold(spoken_row(document, candidate.spans) or candidate.words(document.text))


def _told(searcher: Searcher, candidate: Candidate) -> str:
    """What an answer says of a candidate."""
    document = searcher.documents[candidate.hit.passage.doc_id]
    return "".join(span.of(document.text) for span in candidate.told or candidate.spans)


def _same_place(a: Candidate, b: Candidate) -> bool:
    near = a.hit.passage.doc_id == b.hit.passage.doc_id
    return near and any(x.start < y.end and y.start < x.end for x in a.spans for y in b.spans)
