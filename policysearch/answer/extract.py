"""The default answer: the sentences of the best passages that say it, quoted, chosen without any model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from policysearch.answer.abstain import (
    absent_places,
    is_supported,
    named_places,
    of_place,
    places_not_held,
    searched,
    what_is_missing,
)
from policysearch.answer.asked import FIGURES, Asked, Part, read_question, subject_words
from policysearch.answer.cite import cite
from policysearch.answer.listing import clause_itself, headings_under, with_items
from policysearch.answer.notice import notices
from policysearch.answer.rows import spoken_row
from policysearch.answer.tell import narrowed, tell
from policysearch.answer.weigh import Candidate, plain, question_weights, share, weigh
from policysearch.place import clause_label
from policysearch.regions import Region, find_regions, short_name
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import clip
from policysearch.types import Answer, Filters, Hit

_MOST_HITS = 10
# The least share of the question, or of one part of it, that a further sentence must add.
_LEAST_GAIN = 0.2
_LEAST_SCORE = 0.6
# A part of a question of which the first sentence says that share is answered.
_SERVED = 0.4
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
    missing += tuple(f"库内没有{place.name}的文件，引文只是提到它。" for place in places_not_held(searcher, question))
    missing += what_is_missing(searcher, asked, question_weights(searcher, question), chosen)
    return _answer(searcher, asked, chosen, missing, today)


def _answer(
    searcher: Searcher,
    asked: Asked,
    chosen: Sequence[Candidate],
    missing: tuple[str, ...],
    today: str,
) -> Answer:
    weights = question_weights(searcher, asked.question)
    citations = cite(chosen, searcher.documents)
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    lines = []
    for citation, candidate, document in zip(citations, chosen, cited, strict=True):
        words = tell(document, candidate, asked, weights)
        if asked.intent.name == "place":
            words = f"{clause_label(document, (candidate.told or candidate.spans)[0].start)}：{words}"
        lines.append(f"{words}[{citation.marker}]")
    return Answer(
        question=asked.question,
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
    weighed = weigh(searcher, asked, (named or hits)[:_MOST_HITS], today)
    weights = question_weights(searcher, asked.question)
    if asked.intent.name == "list" and weighed:
        headings = headings_under(searcher, weighed, asked, weights)
        if headings:
            return headings
    ranked = [c for c in weighed if is_supported(c)]
    if not ranked:
        return []
    best = ranked[0]
    document = searcher.documents[best.hit.passage.doc_id]
    first = best
    if not asked.wants_figure and asked.intent.name != "place":
        opens_list = best.span.of(document.text).rstrip().endswith(("：", ":"))
        if asked.intent.name in ("list", "condition") or opens_list:
            first = with_items(document, best)
    chosen = [narrowed(document, first, asked, weights)]
    if asked.intent.name == "place":
        return chosen
    for candidate in _further(searcher, asked, ranked, chosen[0], weights):
        chosen.append(narrowed(searcher.documents[candidate.hit.passage.doc_id], candidate, asked, weights))
    return chosen


def _further(
    searcher: Searcher, asked: Asked, ranked: Sequence[Candidate], first: Candidate, weights: Mapping[str, float]
) -> list[Candidate]:
    """The candidates that bring what ``first`` leaves open, at most two."""
    found: list[Candidate] = []
    said = _said(searcher, first)
    near = [c for c in ranked if c.hit.passage.doc_id == first.hit.passage.doc_id or asked.intent.name == "list"]
    near = [c for c in near if not _same_place(first, c)]
    if len(asked.parts) > 1:
        for part in asked.parts:
            own = _own_words(asked, part, weights)
            held = _serves(part, own, said)
            if held >= _SERVED:
                continue
            best = max(near, key=lambda c: (_serves(part, own, _said(searcher, c)), c.score), default=None)
            if best is None or best in found or best.score < _LEAST_SCORE * first.score:
                continue
            if _serves(part, own, _said(searcher, best)) >= held + _LEAST_GAIN:
                found.append(best)
        return found[:2]
    if asked.wants_figure:
        return []
    room = _MOST_CHARS - sum(map(len, first.told or first.spans))
    for candidate in near:
        if len(found) == 2 or candidate.score < _LEAST_SCORE * first.score:
            break
        gain = share(weights, said + _said(searcher, candidate)) - share(weights, said)
        length = sum(map(len, candidate.spans))
        if gain >= _LEAST_GAIN and length <= room and not any(_same_place(c, candidate) for c in found):
            found.append(candidate)
            said += _said(searcher, candidate)
            room -= length
    return found


def _own_words(asked: Asked, part: Part, weights: Mapping[str, float]) -> Mapping[str, float]:
    """The words of one part of a question that no other part has."""
    others = {word for other in asked.parts if other is not part for word in subject_words(other.text)}
    words = set(subject_words(part.text)) - others
    return {word: weight for word, weight in weights.items() if word in words}


def _serves(part: Part, own: Mapping[str, float], said: str) -> float:
    """How far ``said`` answers a part: the share of its own words, none without the wanted figure."""
    if part.figure is not None and not part.figure.search(said):
        return 0.0
    return share(own, said) if own else 1.0


def _said(searcher: Searcher, candidate: Candidate) -> str:
    document = searcher.documents[candidate.hit.passage.doc_id]
    return plain(spoken_row(document, candidate.spans) or candidate.words(document.text))


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
