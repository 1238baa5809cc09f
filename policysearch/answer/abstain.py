"""When not to answer, or only in part: several signals, none of them a bare similarity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policysearch.answer.rows import spoken_row
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, plain, uncovered
from policysearch.regions import NATION, Region, covers, find_regions, short_name
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import content_terms
from policysearch.types import Document, Filters, Hit

# Chosen on the project's own questions over corpus/: see evaluation/README.md.
_YEAR = re.compile(r"(?:19|20)\d\d")
LEAST_COVERED = 0.2
# The share of a question's weight that must be missing to be named: one word of three.
LEAST_UNSAID = 0.33
# For a sentence that holds no word of the question itself, under a heading that does.
LEAST_COVERED_BY_HEADING = 0.35
LEAST_MEANING = 0.35


def named_places(searcher: Searcher, question: str) -> tuple[Region, ...]:
    """The places that a question names; a short name counts only as a word of its own (not 大余 in 多大余地).

    A place that the library holds documents of counts however it is written.
    """
    words = content_terms(question)
    return tuple(
        region
        for region in find_regions(question)
        if region.name in question
        or any(word.startswith(short_name(region.name)) for word in words)
        or any(_is_of(document, region) for document in searcher.documents.values())
    )


def absent_places(searcher: Searcher, question: str) -> tuple[Region, ...]:
    """The places that the question names, of which the library has no document nor any mention."""
    return tuple(
        region
        for region in named_places(searcher, question)
        if not any(_is_of(document, region) for document in searcher.documents.values())
        and not any(short_name(region.name) in passage.text for passage in searcher.passages)
    )


def of_place(searcher: Searcher, hits: Sequence[Hit], question: str) -> list[Hit]:
    """The hits that may speak of the one place a question names.

    Those of its documents or of a place above it (a rule of the province holds in its cities), of the whole country,
    of no known place, or naming it. All of them when the question names no place, or several.
    """
    places = named_places(searcher, question)
    if len(places) != 1:
        return list(hits)
    place = places[0]
    name = short_name(place.name)
    return [
        hit
        for hit in hits
        if name in hit.passage.search_text or _holds_in(searcher.documents[hit.passage.doc_id], place)
    ]


def _holds_in(document: Document, place: Region) -> bool:
    return (
        not document.regions
        or NATION in document.regions
        or _is_of(document, place)
        or any(place.path.startswith(path + "/") for path in document.regions)
    )


def _is_of(document: Document, place: Region) -> bool:
    """Whether a document is of the place or of one inside it; a national text is not."""
    return any(covers(path, place.path) for path in document.regions)


def is_supported(candidate: Candidate) -> bool:
    """Whether a candidate says anything of what the question asks about: some word of it in full, or its meaning."""
    said = candidate.covered >= LEAST_COVERED and (candidate.own > 0 or candidate.covered >= LEAST_COVERED_BY_HEADING)
    return (said and candidate.has_word) or candidate.meaning >= LEAST_MEANING


def places_not_held(searcher: Searcher, question: str) -> tuple[Region, ...]:
    """The places that the question names and no document is of, whether or not some text mentions them."""
    return tuple(
        region
        for region in named_places(searcher, question)
        if not any(_is_of(document, region) for document in searcher.documents.values())
    )


def what_is_missing(searcher: Searcher, question: Sought, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """What the question wants and the chosen sentences do not give: 金额, 时间, 名单; a year; its weightier words."""
    missing = []
    intent, weights = question.asked.intent, question.weights
    if intent.shape is not None and intent.missing and not any(_has_shape(searcher, question, c) for c in chosen):
        missing.append(f"引文没有写明{intent.missing}。")
    context = "".join(plain(c.hit.passage.search_text) for c in chosen)
    words = uncovered(weights, context)
    years = tuple(word for word in words if _YEAR.fullmatch(word))
    others = tuple(word for word in words if word not in years)
    if years:
        missing.append(f"引文没有提到 {'、'.join(years)} 年。")
    # Where a clause stands is told by its place; the question may describe it in other words (比例 for 50%).
    if others and intent.name != "place" and _share_of(others, weights) >= LEAST_UNSAID:
        missing.append(f"引文没有提到：{'、'.join(others[:6])}。")
    return tuple(missing)


def _has_shape(searcher: Searcher, question: Sought, candidate: Candidate) -> bool:
    """Whether a chosen sentence, or a table row told with its header, holds what the question asks for."""
    document = searcher.documents[candidate.hit.passage.doc_id]
    told = spoken_row(document, candidate.spans) or candidate.words(document.text)
    shape = question.asked.intent.shape
    return candidate.has_shape or (shape is not None and shape.search(told) is not None)


def _share_of(words: Sequence[str], weights: Mapping[str, float]) -> float:
    """The share of the question's weight, years aside, that ``words`` carry."""
    total = sum(weight for word, weight in weights.items() if not _YEAR.fullmatch(word))
    return sum(weights[word] for word in words) / total if total else 0.0


def searched(searcher: Searcher, filters: Filters) -> str:
    """What was searched, in one sentence: 已在全部 5 份文件的 180 段中查找。"""
    if not filters:
        return f"已在全部 {len(searcher.documents)} 份文件的 {len(searcher.passages)} 段中查找。"
    parts = [
        f"文件：{len(filters.doc_ids)} 份" if filters.doc_ids else "",
        f"地区：{'、'.join(filters.regions)}" if filters.regions else "",
        f"类别：{'、'.join(filters.kinds)}" if filters.kinds else "",
        f"日期：{filters.date_from or '…'} 至 {filters.date_to or '…'}" if filters.date_from or filters.date_to else "",
    ]
    return f"已按所选范围查找（{'；'.join(part for part in parts if part)}）。"
