"""Which hits a question is about: those of the document that it names, of its place, and of the text that holds now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policysearch.answer.abstain import named_places, of_place
from policysearch.answer.era import REPORT, year_of
from policysearch.regions import covers, place_names
from policysearch.search.searcher import Searcher
from policysearch.text import fold, squeeze
from policysearch.types import Document, Filters, Hit
from policysearch.validity import is_draft, judge

# A title is named by its end (轮候与配租暂行办法), from where the question begins to name it.
_FORMS = "办法|规定|条例|细则|意见|方案|规划|纲要|决定|通知|规范|标准|要点|指引|措施|[^方无合]法"
_FORM = re.compile(rf"(?:{_FORMS})(?:（[^（）]*）)?$")
_LEAST_TAIL_CHARS = 6
_BEFORE_TITLE = re.compile(r"(?:^|[\W_的据按照在于和与及从到看查问请区市县省州]|\d年?)$")
_NAMED_REPORT = re.compile(r"((?:19|20)\d\d)年(?:的|那次|那份|那年的?|国务院|中央|全国|省|市)*(?:政府)?(?:工作)?报告")
_WANTS_OLD = re.compile(
    r"旧(?:版|的|办法|规定|标准)|原来|原先|以前|从前|废止|修订前|修改前|老(?:办法|规定|政策)|失效|曾经"
)
_WANTS_DRAFT = re.compile(r"征求意见|草案|意见稿|公开征集")
_MOST_HITS, _LEAST_HITS = 10, 3
# How far a candidate of such a document stands behind one that says the same.
_SUPERSEDED, _OUT_OF_FORCE, _OF_ABOVE, _OLD_REPORT = -0.3, -0.05, -0.12, -0.15
_OLD_YEARS = 2
_OUT = frozenset({"已废止", "有效期已满", "尚未施行"})


def about(searcher: Searcher, question: str, hits: Sequence[Hit], filters: Filters, today: str) -> list[Hit]:
    """The hits that ``question`` may be answered from, in their order; those of a further search where they lack it.

    The document that it names alone counts, with its versions and what it carries; else the documents of its places.
    Where what is found was replaced, the text that replaced it is searched too.
    """
    named = named_documents(searcher, question, hits)
    if named:
        own = [hit for hit in hits if hit.passage.doc_id in named]
        if len(own) < _LEAST_HITS:
            own = list(_again(searcher, question, filters, doc_ids=tuple(sorted(named)))) or own
        return _with_later(searcher, question, own, filters, today)
    found = of_place(searcher, hits, question)
    places = named_places(searcher, question)
    held = [p for p in places if any(_is_of(d, p.path) for d in searcher.documents.values())]
    if held and not any(_is_of(searcher.documents[h.passage.doc_id], p.path) for h in found for p in held):
        found += [h for p in held for h in _again(searcher, question, filters, regions=(p.path,))]
    return _with_later(searcher, question, found, filters, today)


def _with_later(searcher: Searcher, question: str, hits: Sequence[Hit], filters: Filters, today: str) -> list[Hit]:
    """``hits`` and those of what replaced their documents, where none of these is among them."""
    later = successors(searcher, hits, today) - {hit.passage.doc_id for hit in hits}
    if not later or _wants_old(searcher, question, hits):
        return list(hits)
    return [*hits, *_again(searcher, question, filters, doc_ids=tuple(sorted(later)))]


def named_documents(searcher: Searcher, question: str, hits: Sequence[Hit]) -> frozenset[str]:
    """The ids of the documents that a question names by title, by the end of one, or as the report of a year.

    With them their versions, copies, and what they carry or are carried by; empty where it names none that is held.
    """
    folded = fold(question)
    years = {int(year) for year in _NAMED_REPORT.findall(folded)}
    documents = searcher.documents.values() if years else ()
    reports = {document.doc_id for document in documents if document.kind == REPORT and year_of(document) in years}
    if reports:
        paths = [place.path for place in named_places(searcher, question)]
        return frozenset(d for d in reports if not paths or any(_is_of(searcher.documents[d], p) for p in paths))
    said = {hit.passage.doc_id for hit in hits if hit.signals.by_title}
    if re.search(_FORMS, folded):  # words of a title without its 文种 may be the subject
        said |= {lift.key.partition(":")[2] for hit in hits for lift in hit.signals.lifts if lift.kind == "title"}
    said = {doc_id for doc_id in said if doc_id in searcher.documents} or _by_tail(searcher, folded, hits)
    kin = [searcher.kinship.of(doc_id) for doc_id in said]
    return frozenset(said).union(*((*k.copies, *k.newer, *k.older, *k.notices, *k.attachments) for k in kin))


def _by_tail(searcher: Searcher, folded: str, hits: Sequence[Hit]) -> set[str]:
    """The documents of the hits the longest end of whose title stands in the question, where it begins a name there."""
    best: dict[int, set[str]] = {}
    for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits):
        title = squeeze(fold(searcher.documents[doc_id].title)).rstrip("》")
        if not _FORM.search(title):
            continue
        for chars in range(len(title), _LEAST_TAIL_CHARS - 1, -1):
            at = folded.find(title[-chars:])
            if at >= 0:
                if _begins_name(folded[:at]):
                    best.setdefault(chars, set()).add(doc_id)
                break
    return best[max(best)] if best else set()


def _begins_name(before: str) -> bool:
    return _BEFORE_TITLE.search(before) is not None or any(before.endswith(name) for name in place_names(before))


def successors(searcher: Searcher, hits: Sequence[Hit], today: str) -> frozenset[str]:
    """The ids of what replaced the documents of ``hits``: what ended one of them, or its newer version."""
    found: set[str] = set()
    for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits):
        document = searcher.documents[doc_id]
        found.update(c.doc_id for c in document.changes if c.kind == "废止" and (c.since or "") <= today)
        found.update(searcher.kinship.of(doc_id).newer)
    return frozenset(doc_id for doc_id in found if not is_draft(searcher.documents[doc_id]))


def losses(searcher: Searcher, question: str, hits: Sequence[Hit], today: str) -> Mapping[str, float]:
    """What the candidates of each document of ``hits`` lose beside those of others, 0 or less.

    A text that was replaced by one that was found too, one out of force, one of a place above the one that is named,
    and a report of years ago where no year is named.
    """
    found = {hit.passage.doc_id for hit in hits}
    wants_old, wants_draft = _wants_old(searcher, question, hits), _WANTS_DRAFT.search(question) is not None
    paths = [place.path for place in named_places(searcher, question)]
    dated = re.search(r"\d{4}|[一二]〇|年代|报告", fold(question)) is not None
    own = {d for d in found if any(_is_of(searcher.documents[d], path) for path in paths)}
    lost = {}
    for doc_id in found:
        document = searcher.documents[doc_id]
        ended = {c.doc_id for c in document.changes if c.kind == "废止" and (c.since or "") <= today}
        newer = {*ended, *searcher.kinship.of(doc_id).newer}
        out = bool(newer) or judge(document, today).standing in _OUT
        loss = 0.0
        if wants_draft:
            loss = 0.0 if is_draft(document) else _OUT_OF_FORCE
        elif out and not wants_old:
            loss = _SUPERSEDED if newer & found else _OUT_OF_FORCE
        if own and doc_id not in own:
            loss += _OF_ABOVE
        year = year_of(document) if document.kind == REPORT else None
        if year is not None and not dated and year < int(today[:4]) - _OLD_YEARS:
            loss += _OLD_REPORT
        lost[doc_id] = loss
    return lost


def _wants_old(searcher: Searcher, question: str, hits: Sequence[Hit]) -> bool:
    """Whether a question asks for a text that holds no more: in words, or by a year from before what replaced it."""
    folded = fold(question)
    if _WANTS_OLD.search(folded) or _WANTS_DRAFT.search(folded):
        return True
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|版|\D)", folded))
    if not years:
        return False
    dates = [searcher.documents[hit.passage.doc_id] for hit in hits]
    replaced = [d for d in dates if d.changes or searcher.kinship.of(d.doc_id).newer]
    later = {(c.since or "")[:4] for d in replaced for c in d.changes if c.kind == "废止"}
    later |= {(searcher.documents[n].date or "")[:4] for d in replaced for n in searcher.kinship.of(d.doc_id).newer}
    later.discard("")
    return bool(later) and min(years) < max(later)


def _is_of(document: Document, path: str) -> bool:
    return any(covers(region, path) for region in document.regions)


def _again(
    searcher: Searcher, question: str, filters: Filters, *, doc_ids: tuple[str, ...] = (), regions: tuple[str, ...] = ()
) -> tuple[Hit, ...]:
    """A search narrowed to documents or places, inside the filters of the person; nothing where they exclude it."""
    wanted = replace(filters, doc_ids=filters.doc_ids or doc_ids, regions=filters.regions or regions)
    hits = searcher.search(question, top_k=_MOST_HITS, filters=wanted)
    return tuple(hit for hit in hits if not doc_ids or hit.passage.doc_id in doc_ids)
