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
)
from policysearch.answer.asked import FIGURES, Asked, Part, read_question
from policysearch.answer.cite import cite, spoken
from policysearch.answer.clause import numbered_under
from policysearch.answer.eligible import DECIDES, ONLY_WHAT_IS_SAID, Person, conditions, judge_condition, person_in
from policysearch.answer.facts import fact_of_document
from policysearch.answer.library import MOST_LISTED, documents_asked_for
from policysearch.answer.listing import (
    announced,
    children_of,
    clause_itself,
    heading_of_kind,
    headings_under,
    with_clause,
    with_items,
)
from policysearch.answer.missing import what_is_missing
from policysearch.answer.narrow import MOST_CHARS
from policysearch.answer.notice import notices
from policysearch.answer.refuse import not_found
from policysearch.answer.rows import spoken_row
from policysearch.answer.tell import narrowed, tell
from policysearch.answer.weigh import Candidate, above, weigh
from policysearch.answer.words import Sought, plain, share, sought
from policysearch.place import clause_label
from policysearch.regions import Region, find_regions, short_name
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import fold
from policysearch.types import Answer, Document, Filters, Hit

_MOST_HITS = 10
_FOR_HIMSELF = re.compile(r"我|本人|咱|能不能|能|可以|可不可以|资格")
_CONDITIONS = re.compile(r"条件|符合|具备|情形|不得|下列|以下|要求")
# What sets places side by side and says nothing of one of them.
_EACH = re.compile(r"分别|各自|各(?=[是有为占]|多少)|哪个?(?:更|最)?[大高多]")
_ASKS_COUNT = re.compile(r"几[个项支条类]|多少[个项支条类]")
# The least share of the question, or of one part of it, that a further sentence must add.
_LEAST_GAIN = 0.1
_LEAST_SCORE = 0.6
# A sentence that says less than this share of the question is told with the rest of its clause.
_HARDLY_SAID = 0.6
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
    listed = documents_asked_for(searcher, question, filters)
    if listed is not None:
        return _library(searcher, question, filters, listed, today)
    absent = absent_places(searcher, question) if hits else ()
    if not hits or (absent and len(absent) == len(named_places(searcher, question))):
        return not_found(searcher, question, filters, absent, hits)
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
        return not_found(searcher, question, filters, places_not_held(searcher, question), hits)
    missing += tuple(
        f"库内没有{place.name}的文件，引文只是提到它。"
        for place in places_not_held(searcher, question)
        if not is_inside(searcher, place, chosen)
    )
    person = person_in(question)
    judged = []
    if person is not None and len(places) < 2:
        near = weigh(searcher, sought(searcher, asked), of_place(searcher, hits, question)[:_MOST_HITS], today)
        judged = conditions(searcher, near, person)
    if judged and person is not None:
        return _judged(searcher, sought(searcher, asked), judged, person, missing, today)
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
    asks_for_himself = question.asked.intent.name == "condition" and _FOR_HIMSELF.search(question.asked.question)
    decides = (DECIDES,) if asks_for_himself or question.asked.entitled else ()
    return Answer(
        question=question.asked.question,
        status="partial" if missing else "answered",
        text="\n".join(lines),
        missing=missing,
        warnings=(*_outdated(searcher, cited), *notices(cited, today), *decides),
        citations=citations,
    )


def _judged(
    searcher: Searcher,
    question: Sought,
    items: Sequence[Candidate],
    person: Person,
    missing: tuple[str, ...],
    today: str,
) -> Answer:
    """Each condition with what it makes of the person that the question tells of; what it leaves open is missing."""
    citations = cite(items, searcher.documents)
    verdicts = [judge_condition(citation.quote, person) for citation in citations]
    lines = [
        f"{spoken(citation.quote).rstrip('；;。，')}——{verdict}[{citation.marker}]"
        for citation, verdict in zip(citations, verdicts, strict=True)
    ]
    if "未说明" in verdicts:
        missing = (*missing, "有的条件问题没有说明，无法对照。")
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    return Answer(
        question=question.asked.question,
        status="partial" if missing else "answered",
        text="\n".join(lines),
        missing=missing,
        warnings=(*_outdated(searcher, cited), *notices(cited, today), ONLY_WHAT_IS_SAID),
        citations=citations,
    )


def _library(searcher: Searcher, question: str, filters: Filters, listed: Sequence[Candidate], today: str) -> Answer:
    """The documents that a question about the library asks for, counted and by title."""
    if not listed:
        return not_found(searcher, question, filters, places_not_held(searcher, question), ())
    shown = listed[:MOST_LISTED]
    citations = cite(shown, searcher.documents)
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    lines = [f"《{document.title}》[{c.marker}]" for c, document in zip(citations, cited, strict=True)]
    missing = (f"另有 {len(listed) - len(shown)} 份没有列出。",) if len(listed) > len(shown) else ()
    return Answer(
        question=question,
        status="partial" if missing else "answered",
        text="\n".join([f"共 {len(listed)} 份：", *lines]),
        missing=missing,
        warnings=notices(cited, today),
        citations=citations,
    )


def _outdated(searcher: Searcher, cited: Sequence[Document]) -> tuple[str, ...]:
    """What stands before a cited document in the library: a newer version, or the text of which it is the draft."""
    found = []
    for document in dict.fromkeys(cited_document.doc_id for cited_document in cited):
        newer = searcher.kinship.of(document).newer
        if newer:
            title, name = searcher.documents[document].title, searcher.documents[newer[0]].title
            found.append(f"《{title}》有较新或正式的版本《{name}》。")
    return tuple(found)


def _choose(
    searcher: Searcher, asked: Asked, hits: Sequence[Hit], today: str, *, brief: bool = False
) -> list[Candidate]:
    """The best sentence, told as short as it answers, and more only for what it leaves open.

    A question of several parts gets a further sentence for a part that the first does not answer; another question
    for words that it does not say. ``brief`` is for one of several places: one sentence each.
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
        if (
            not brief
            and first == best
            and best.own < _HARDLY_SAID
            and asked.intent.name not in ("name", "who", "meaning")
        ):
            first = with_clause(document, best)
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
        about = _EACH.sub("", _about(question, places, place))
        hits = searcher.search(about, top_k=_MOST_HITS, filters=replace(filters, regions=(place.path,)))
        found = _choose(searcher, read_question(about), hits, today, brief=True)
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
