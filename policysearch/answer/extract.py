"""The default answer: the sentences of the best passages that say it, quoted, chosen without any model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from policysearch.answer.abstain import (
    absent_places,
    is_inside,
    is_supported,
    named_places,
    of_place,
    places_not_held,
    searched,
)
from policysearch.answer.asked import FIGURES, Asked, Part, read_question
from policysearch.answer.cite import cite
from policysearch.answer.clause import numbered_under
from policysearch.answer.facts import fact_of_document
from policysearch.answer.listing import (
    announced,
    children_of,
    clause_itself,
    heading_of_kind,
    headings_under,
    with_items,
)
from policysearch.answer.missing import what_is_missing
from policysearch.answer.narrow import MOST_CHARS
from policysearch.answer.notice import notices
from policysearch.answer.rows import spoken_row
from policysearch.answer.tell import narrowed, tell
from policysearch.answer.weigh import Candidate, above, weigh
from policysearch.answer.words import Sought, plain, share, sought
from policysearch.place import clause_label
from policysearch.regions import Region, find_regions, short_name
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import clip, fold
from policysearch.types import Answer, Document, Filters, Hit

_MOST_HITS = 10
_CONDITIONS = re.compile(r"条件|符合|具备|情形|不得|下列|以下|要求")
_ASKS_COUNT = re.compile(r"几[个项支条类]|多少[个项支条类]")
# The least share of the question, or of one part of it, that a further sentence must add.
_LEAST_GAIN = 0.1
_LEAST_SCORE = 0.6
# What it must say more of a part that the first sentence answers already, in other words.
_LEAST_MORE = 0.25
# A part of a question of which the first sentence says that share is answered.
_SERVED = 0.4
# Of candidates nearly as good as the first, the one that answers most parts is taken.
_NEARLY_BEST = 0.75
# How long an answer of several sentences may be.
_MOST_CHARS = 150


def answer_question(
    searcher: Searcher,
    question: str,
    hits: Sequence[Hit],
    *,
    filters: Filters = Filters(),  # noqa: B008
    today: str | None = None,
) -> Answer:
    """What ``hits`` say to ``question``; see Answer for what always holds of it.

    A question about several places is answered place by place. ``today`` (ISO) decides which plan periods
    are over; without it, the day of the machine.
    """
    today = today or date.today().isoformat()
    absent = absent_places(searcher, question) if hits else ()
    if not hits or (absent and len(absent) == len(named_places(searcher, question))):
        return _not_found(searcher, question, filters, absent)
    lacking = tuple(f"库内没有{region.name}的文件。" for region in absent)
    if absent:
        question = _without(question, absent)
        hits = searcher.search(question, top_k=_MOST_HITS, filters=filters)
    asked = read_question(question)
    places = _compared(searcher, question, filters)
    if len(places) > 1:
        chosen, missing = _by_place(searcher, question, places, filters, today)
    else:
        chosen = _choose(searcher, asked, of_place(searcher, hits, question), today)
        missing = ()
    missing = (*lacking, *missing)
    if not chosen:
        return _not_found(searcher, question, filters, places_not_held(searcher, question))
    missing += tuple(
        f"库内没有{place.name}的文件，引文只是提到它。"
        for place in places_not_held(searcher, question)
        if not is_inside(searcher, place, chosen)
    )
    if not chosen[0].sure:
        missing += what_is_missing(searcher, sought(searcher, asked), chosen)
    return _answer(searcher, sought(searcher, asked), chosen, missing, today)


def _answer(
    searcher: Searcher,
    question: Sought,
    chosen: Sequence[Candidate],
    missing: tuple[str, ...],
    today: str,
) -> Answer:
    citations = cite(chosen, searcher.documents)
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    lines = []
    for citation, candidate, document in zip(citations, chosen, cited, strict=True):
        words = tell(document, candidate, question)
        if question.asked.intent.name == "place":
            words = f"{clause_label(document, (candidate.told or candidate.spans)[0].start)}：{words}"
        lines.append(f"{words}[{citation.marker}]")
    return Answer(
        question=question.asked.question,
        status="partial" if missing else "answered",
        text="\n".join(lines),
        missing=missing,
        warnings=notices(cited, today),
        citations=citations,
    )


def _choose(searcher: Searcher, asked: Asked, hits: Sequence[Hit], today: str) -> list[Candidate]:
    """The best sentence, told as short as it answers, and more only for what it leaves open.

    A question of several parts gets a further sentence for a part that the first does not answer; another question
    for words that it does not say.
    """
    named = [hit for hit in hits if hit.signals.by_reference]
    if named and asked.intent.name not in FIGURES:
        first = min(
            (hit for hit in named if hit.passage.doc_id == named[0].passage.doc_id), key=lambda h: h.passage.start
        )
        return clause_itself(searcher, first)
    question = sought(searcher, asked)
    sure = fact_of_document(searcher, question, hits) or numbered_under(searcher, asked.question, hits)
    if sure:
        return sure
    weighed = weigh(searcher, question, (named or hits)[:_MOST_HITS], today)
    if asked.intent.name == "list" and weighed:
        headings = headings_under(searcher, weighed, question)
        if headings:
            counted = _ASKS_COUNT.search(asked.question) and announced(searcher, weighed[0])
            return [narrowed(_document(searcher, weighed[0]), weighed[0], question), *headings] if counted else headings
    ranked = [c for c in weighed if is_supported(c)]
    if not ranked:
        return []
    best = _best(searcher, question, ranked)
    document = searcher.documents[best.hit.passage.doc_id]
    first = best
    if asked.wants_all or (not asked.wants_figure and asked.intent.name != "place"):
        opens_list = best.span.of(document.text).rstrip().endswith(("：", ":"))
        if asked.wants_all or opens_list or (asked.intent.name == "condition" and _opens_conditions(document, best)):
            first = with_items(document, best)
    chosen = [narrowed(document, first, question)]
    if asked.intent.name == "place":
        return chosen
    heading = heading_of_kind(document, best, asked.question)
    if heading is not None:
        chosen.append(heading)
    section = announced(searcher, best) if asked.lists_too else None
    if section is not None:
        return [*chosen, *children_of(best, section, best.covered)]
    chosen += [
        narrowed(searcher.documents[candidate.hit.passage.doc_id], candidate, question)
        for candidate in _further(searcher, question, ranked, chosen[0])
    ]
    return chosen


def _opens_conditions(document: Document, best: Candidate) -> bool:
    """Whether ``best`` stands in a list that is opened by words on conditions, and not in any other."""
    return any(_CONDITIONS.search(words) for words in above(document, best.hit, best.spans[0])[:1])


def _document(searcher: Searcher, candidate: Candidate) -> Document:
    return searcher.documents[candidate.hit.passage.doc_id]


def _best(searcher: Searcher, question: Sought, ranked: Sequence[Candidate]) -> Candidate:
    """The first candidate; for a question of several parts, of those nearly as good the one that answers most parts."""
    if len(question.asked.parts) == 1:
        return ranked[0]
    near = [c for c in ranked if c.score >= _NEARLY_BEST * ranked[0].score]
    return max(near, key=lambda c: (_served(question, _said(searcher, c)), c.score))


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
    near = [c for c in near if not _same_place(first, c) and c.score >= _LEAST_SCORE * first.score]
    if len(asked.parts) > 1:
        for part in asked.parts:
            held = _serves(question, part, said)
            best = max(near, key=lambda c: (_serves(question, part, _said(searcher, c)), c.score), default=None)
            least = held + (_LEAST_GAIN if held < _SERVED else _LEAST_MORE)
            if best is not None and best not in found and _serves(question, part, _said(searcher, best)) >= least:
                found.append(best)
                said += _said(searcher, best)
        return found[:2]
    if asked.wants_figure:
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


def _same_place(a: Candidate, b: Candidate) -> bool:
    near = a.hit.passage.doc_id == b.hit.passage.doc_id
    return near and any(x.start < y.end and y.start < x.end for x in a.spans for y in b.spans)


def _compared(searcher: Searcher, question: str, filters: Filters) -> tuple[Region, ...]:
    """The places that a question sets side by side, where documents that pass the filters are of each."""
    found = find_regions(question)
    documents = searcher.documents.values()
    passed = passing(documents, filters) if filters else searcher.documents.keys()
    held = {path for document in documents if document.doc_id in passed for path in document.regions}
    narrow = [r for r in found if not any(o.path.startswith(r.path + "/") for o in found)]
    return tuple(r for r in narrow if r.path in held) if len(narrow) > 1 else ()


def _by_place(
    searcher: Searcher, question: str, places: Sequence[Region], filters: Filters, today: str
) -> tuple[list[Candidate], tuple[str, ...]]:
    """The best sentence for each place, and what is said of none of them."""
    chosen, unsaid = [], []
    for place in places:
        about = _about(question, places, place)
        hits = searcher.search(about, top_k=_MOST_HITS, filters=replace(filters, regions=(place.path,)))
        found = _choose(searcher, read_question(about), hits, today)
        chosen.extend(found[:2])
        if not found:
            unsaid.append(f"没有找到{place.name}的说法。")
    return chosen, tuple(unsaid)


def _about(question: str, places: Sequence[Region], place: Region) -> str:
    """The question as asked of one place: the names of the others taken out."""
    return _without(question, [other for other in places if other != place])


def _without(question: str, places: Sequence[Region]) -> str:
    """The question with the names of ``places`` taken out."""
    for place in places:
        for name in (place.name, short_name(place.name)):
            question = question.replace(name, " ")
    return question


def _not_found(searcher: Searcher, question: str, filters: Filters, absent: Sequence[Region]) -> Answer:
    reason = f"库内没有{'、'.join(region.name for region in absent)}的文件。" if absent else "文件里没有找到答案。"
    text = f"没有找到“{clip(' '.join(question.split()), 60)}”的答案：{reason}{searched(searcher, filters)}"
    return Answer(question=question, status="not_found", text=text, missing=(reason,))
