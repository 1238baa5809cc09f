"""The default answer: the sentences of the best passages that say it, quoted, chosen without any model."""

from __future__ import annotations

from collections.abc import Sequence
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
from policysearch.answer.cite import cite, spoken
from policysearch.answer.intent import Intent, read_intent
from policysearch.answer.listing import clause_itself, headings_under, with_items
from policysearch.answer.narrow import narrowed
from policysearch.answer.notice import notices
from policysearch.answer.rows import spoken_row
from policysearch.answer.weigh import Candidate, plain, question_weights, share, weigh
from policysearch.place import clause_label
from policysearch.regions import Region, find_regions, short_name
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import clip
from policysearch.types import Answer, Filters, Hit

_MOST_SENTENCES = 3
_MOST_HITS = 10
# The least share of the question that a further sentence must add.
_LEAST_GAIN = 0.1
# A sentence of the wanted shape is preferred unless it says much less of the question than the best.
_LEAST_SHAPED = 0.6


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
    intent = read_intent(question)
    lacking = tuple(f"库内没有{region.name}的文件。" for region in absent)
    if absent:
        question = _without(question, absent)
        hits = searcher.search(question, top_k=_MOST_HITS, filters=filters)
    places = _compared(searcher, question, filters)
    if len(places) > 1:
        chosen, missing = _by_place(searcher, question, places, intent, filters)
    else:
        chosen = _choose(searcher, question, of_place(searcher, hits, question), intent)
        missing = ()
    missing = (*lacking, *missing)
    if not chosen:
        return _not_found(searcher, question, filters, places_not_held(searcher, question))
    missing += tuple(f"库内没有{place.name}的文件，引文只是提到它。" for place in places_not_held(searcher, question))
    missing += what_is_missing(searcher, intent, question_weights(searcher, question), chosen)
    return _answer(searcher, question, intent, chosen, missing, today)


def _answer(
    searcher: Searcher, question: str, intent: Intent, chosen: Sequence[Candidate], missing: tuple[str, ...], today: str
) -> Answer:
    citations = cite(chosen, searcher.documents)
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    lines = []
    for citation, document in zip(citations, cited, strict=True):
        place = f"{clause_label(document, citation.span.start)}：" if intent.name == "place" else ""
        words = spoken_row(document, citation.spans) or spoken(citation.quote)
        lines.append(f"{place}{words}[{citation.marker}]")
    return Answer(
        question=question,
        status="partial" if missing else "answered",
        text="\n".join(lines),
        missing=missing,
        warnings=notices(cited, today),
        citations=citations,
    )


def _choose(searcher: Searcher, question: str, hits: Sequence[Hit], intent: Intent) -> list[Candidate]:
    """The best sentence, and up to two more that each cover words of the question that it leaves open.

    Where the best lacks the figure that is wanted, a further sentence must bring it.
    """
    named = [hit for hit in hits if hit.signals.by_reference]
    if named and intent.name in ("fact", "place"):
        first = min(
            (hit for hit in named if hit.passage.doc_id == named[0].passage.doc_id), key=lambda h: h.passage.start
        )
        return clause_itself(searcher, first)
    weighed = weigh(searcher, question, hits[:_MOST_HITS], intent)
    weights = question_weights(searcher, question)
    if intent.name == "list" and weighed:
        headings = headings_under(searcher, weighed, weights)
        if headings:
            return headings
    ranked = [c for c in weighed if is_supported(c)]
    if not ranked:
        return []
    best = _best(ranked, intent)
    document = searcher.documents[best.hit.passage.doc_id]
    opens_list = best.span.of(document.text).rstrip().endswith(("：", ":"))
    if intent.name in ("list", "condition") or opens_list:
        chosen = [with_items(document, best)]
    else:
        chosen = [narrowed(document.text, best, weights, intent)]
    most = 1 if intent.name == "place" else _MOST_SENTENCES
    for candidate in ranked:
        if len(chosen) >= most:
            break
        if any(_same_place(c, candidate) for c in chosen) or (not best.has_shape and not candidate.has_shape):
            continue
        said = "".join(_words(searcher, c) for c in chosen)
        gain = share(weights, said + _words(searcher, candidate)) - share(weights, said)
        near = candidate.hit.passage.doc_id == best.hit.passage.doc_id or intent.name == "list"
        if near and gain >= _LEAST_GAIN and candidate.score >= 0.6 * best.score:
            text = searcher.documents[candidate.hit.passage.doc_id].text
            chosen.append(narrowed(text, candidate, weights, intent))
    return chosen


def _best(ranked: Sequence[Candidate], intent: Intent) -> Candidate:
    """The first candidate, or the first of the wanted shape where it says nearly as much of the question."""
    first = ranked[0]
    if intent.shape is None or first.has_shape:
        return first
    shaped = next((c for c in ranked if c.has_shape), None)
    return shaped if shaped is not None and shaped.own >= _LEAST_SHAPED * first.own else first


def _words(searcher: Searcher, candidate: Candidate) -> str:
    return plain(candidate.words(searcher.documents[candidate.hit.passage.doc_id].text))


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
    searcher: Searcher, question: str, places: Sequence[Region], intent: Intent, filters: Filters
) -> tuple[list[Candidate], tuple[str, ...]]:
    """The best sentence for each place, and what is said of none of them."""
    chosen, unsaid = [], []
    for place in places:
        asked = _about(question, places, place)
        hits = searcher.search(asked, top_k=_MOST_HITS, filters=replace(filters, regions=(place.path,)))
        found = _choose(searcher, asked, hits, intent)
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
