"""The default answer: the sentences of the best passages that say it, quoted, chosen without any model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from policysearch.answer.about import about, losses
from policysearch.answer.abstain import (
    absent_places,
    documents_not_held,
    is_inside,
    named_places,
    places_not_held,
)
from policysearch.answer.across import told_across
from policysearch.answer.asked import read_question
from policysearch.answer.choose import MOST_HITS, choose
from policysearch.answer.cite import cite, spoken
from policysearch.answer.eligible import DECIDES, ONLY_WHAT_IS_SAID, Person, conditions, judge_condition, person_in
from policysearch.answer.figures import told_figures
from policysearch.answer.inventory import Inventory
from policysearch.answer.itemwise import each_by_itself
from policysearch.answer.library import documents_asked_for
from policysearch.answer.missing import what_is_missing
from policysearch.answer.notice import notices
from policysearch.answer.refuse import not_found
from policysearch.answer.tell import tell
from policysearch.answer.terms import off_subject
from policysearch.answer.weigh import Candidate, weigh
from policysearch.answer.words import Sought, sought
from policysearch.place import clause_label
from policysearch.regions import Region, covers, find_regions, short_name
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import fold, squeeze
from policysearch.types import Answer, Document, Filters, Hit

_FOR_HIMSELF = re.compile(r"我|本人|咱|能不能|能|可以|可不可以|资格")
# What sets places side by side and says nothing of one of them.
_EACH = re.compile(r"分别|各自|各(?=[是有为占]|多少)|哪个?(?:更|最)?[大高多]")


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
    asked_of_all = documents_asked_for(searcher, question, filters) or told_across(searcher, question, filters)
    asked_of_all = asked_of_all or told_figures(searcher, question, filters)
    if asked_of_all is not None:
        return _inventory(searcher, question, filters, asked_of_all, today)
    absent = absent_places(searcher, question) if hits else ()
    if not hits or (absent and len(absent) == len(named_places(searcher, question))):
        return not_found(searcher, question, filters, absent, hits)
    lacking = tuple(f"库内没有{region.name}的文件。" for region in absent)
    if absent:
        question = _without(question, absent)
        hits = searcher.search(question, top_k=MOST_HITS, filters=filters)
    asked = read_question(question)
    places = _compared(searcher, question, filters)
    near, apart = hits, None
    if len(places) > 1:
        chosen, missing = _by_place(searcher, question, places, filters, today)
    else:
        hits = about(searcher, question, hits, filters, today)
        chosen = choose(searcher, asked, hits, today)
        apart = each_by_itself(searcher, question, chosen, filters, today)
        missing = ()
    missing = (*lacking, *missing)
    if apart is not None:
        missing += tuple(f"没有找到{name}的说法。" for name in apart.unsaid)
        return _answer(searcher, sought(searcher, asked), apart.chosen, missing, today, (), apart.names)
    not_held = documents_not_held(searcher, question)
    if not chosen or (not_held and not _tell_of(searcher, chosen, not_held)):
        titles = "".join(f"《{name}》" for name in not_held)
        because = f"库内没有{titles}。" if titles else ""
        absent = () if titles else places_not_held(searcher, question)
        return not_found(searcher, question, filters, absent, near, because)
    if len(places) < 2 and asked.intent.name != "place" and not _is_looked_up(chosen):
        unsaid = off_subject(searcher, question, chosen)
        if unsaid:
            return not_found(searcher, question, filters, (), near, f"找到的段落没有提到{'、'.join(unsaid)}。")
    missing += tuple(
        f"库内没有{place.name}的文件，引文只是提到它。"
        for place in places_not_held(searcher, question)
        if not is_inside(searcher, place, chosen)
    )
    missing += tuple(f"库内没有《{name}》，引文出自别的文件。" for name in not_held)
    person = person_in(question)
    judged = []
    if person is not None and len(places) < 2:
        lost = losses(searcher, question, hits[:MOST_HITS], today)
        judged = conditions(searcher, weigh(searcher, sought(searcher, asked), hits[:MOST_HITS], lost), person)
    if judged and person is not None:
        return _judged(searcher, sought(searcher, asked), judged, person, missing, today)
    if not chosen[0].sure:
        missing += what_is_missing(searcher, sought(searcher, asked), chosen)
    return _answer(searcher, sought(searcher, asked), chosen, missing, today, places if len(places) > 1 else ())


def _is_looked_up(chosen: Sequence[Candidate]) -> bool:
    """Whether what was chosen is what the question names, by its title or the number of a clause."""
    return any(c.sure or c.hit.signals.by_reference or c.hit.signals.by_title for c in chosen)


def _tell_of(searcher: Searcher, chosen: Sequence[Candidate], names: Sequence[str]) -> bool:
    """Whether what was chosen, its title or the headings above it name one of the documents ``names``."""
    for candidate in chosen:
        document = searcher.documents[candidate.hit.passage.doc_id]
        said = squeeze(candidate.words(document.text) + "".join(candidate.hit.passage.section_path) + document.title)
        if any(name in said for name in names):
            return True
    return False


def _answer(
    searcher: Searcher,
    question: Sought,
    chosen: Sequence[Candidate],
    missing: tuple[str, ...],
    today: str,
    places: Sequence[Region] = (),
    names: Mapping[Candidate, str] = MappingProxyType({}),
) -> Answer:
    """The answer that ``chosen`` tell, a line each.

    It opens with its place where ``places`` are set side by side, or with the name of what it is of, by candidate.
    """
    citations = cite(chosen, searcher.documents)
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    lines = []
    for citation, candidate, document in zip(citations, chosen, cited, strict=True):
        words = tell(document, candidate, question)
        if question.asked.intent.name == "place":
            words = f"{clause_label(document, (candidate.told or candidate.spans)[0].start)}：{words}"
        place = next((p for p in places if any(covers(path, p.path) for path in document.regions)), None)
        if place is not None and short_name(place.name) not in words:
            words = f"{place.name}：{words}"
        if candidate in names and names[candidate] not in fold(words):
            words = f"{names[candidate]}：{words}"
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


def _inventory(searcher: Searcher, question: str, filters: Filters, found: Inventory, today: str) -> Answer:
    """What was asked of the library as a whole, a line and a citation each."""
    if not found.entries:
        return not_found(searcher, question, filters, places_not_held(searcher, question), (), found.head)
    citations = cite([entry.candidate for entry in found.entries], searcher.documents)
    cited = [searcher.documents[citation.doc_id] for citation in citations]
    lines = [f"{entry.words}[{c.marker}]" for c, entry in zip(citations, found.entries, strict=True)]
    return Answer(
        question=question,
        status="partial" if found.missing else "answered",
        text="\n".join([found.head, *lines] if found.head else lines),
        missing=found.missing,
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
        hits = searcher.search(about, top_k=MOST_HITS, filters=replace(filters, regions=(place.path,)))
        found = choose(searcher, read_question(about), hits, today, brief=True)
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
