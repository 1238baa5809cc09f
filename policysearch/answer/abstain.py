"""When not to answer, or only in part: several signals, none of them a bare similarity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from policysearch.answer.weigh import Candidate
from policysearch.regions import NATION, Region, covers, find_regions, short_name
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import content_terms
from policysearch.text import fold, squeeze
from policysearch.types import Document, Hit

# What such a document of a province tells, it tells of the province, not of its cities.
_SAYS_OF_ITSELF = frozenset({"工作报告", "规划", "新闻"})
# Chosen on the project's own questions over corpus/: see evaluation/README.md.
LEAST_COVERED = 0.2
# For a sentence that holds no word of the question itself, under a heading that does.
LEAST_COVERED_BY_HEADING = 0.35
LEAST_MEANING, LEAST_MEANING_OF_MANY = 0.3, 0.2
MANY_WORDS = 4
# By searcher, which it does not keep: a server goes from one version of its index to the next.
_titles_of: WeakKeyDictionary[Searcher, tuple[str, ...]] = WeakKeyDictionary()


def named_places(searcher: Searcher, question: str) -> tuple[Region, ...]:
    """The places that a question names, those inside one another as the innermost.

    A short name counts only as a word of its own (not 大余 in 多大余地); that of a county that the library holds
    nothing of counts not at all beside a place that it does (东莞的南城 is not 南城县). A place that the library holds
    documents of counts however it is written.
    """
    return _named(question, searcher.regions)


# Kept by the places, not by the searcher: that of a version that is no longer served must be free to go.
@lru_cache(maxsize=64)
def _named(question: str, held_paths: tuple[str, ...]) -> tuple[Region, ...]:
    words = content_terms(question)
    named = [
        (region, _is_held(held_paths, region))
        for region in find_regions(question)
        if region.name in question
        or any(word.startswith(short_name(region.name)) for word in words)
        or _is_held(held_paths, region)
    ]
    any_held = any(held for _, held in named)
    found = [r for r, held in named if held or r.name in question or not any_held or "/" not in r.path]
    return tuple(r for r in found if not any(other.path.startswith(r.path + "/") for other in found))


def absent_places(searcher: Searcher, question: str) -> tuple[Region, ...]:
    """The places that the question names, of which the library has no document nor any mention."""
    return tuple(
        region
        for region in named_places(searcher, question)
        if not _is_held(searcher.regions, region)
        and not any(short_name(region.name) in passage.text for passage in searcher.passages)
    )


def of_place(searcher: Searcher, hits: Sequence[Hit], question: str) -> list[Hit]:
    """The hits that may speak of a place that a question names; all of them when it names none.

    Those of its documents or naming it; of no known place; and rules of a place above it or of the whole country,
    which hold in it too. What a place above reports or plans is not said of it.
    """
    places = named_places(searcher, question)
    if not places:
        return list(hits)
    names = [short_name(place.name) for place in places]
    return [
        hit
        for hit in hits
        if any(name in hit.passage.search_text for name in names)
        or any(_holds_in(searcher.documents[hit.passage.doc_id], place) for place in places)
    ]


def _is_held(held_paths: tuple[str, ...], place: Region) -> bool:
    return any(covers(path, place.path) for path in held_paths)


def is_inside(searcher: Searcher, place: Region, chosen: Sequence[Candidate]) -> bool:
    """Whether a quoted document is of a place that ``place`` lies in: what a city says of its districts is its own."""
    return any(
        path == NATION or place.path.startswith(path + "/")
        for candidate in chosen
        for path in searcher.documents[candidate.hit.passage.doc_id].regions
    )


def _holds_in(document: Document, place: Region) -> bool:
    if not document.regions or _is_of(document, place):
        return True
    above = NATION in document.regions or any(place.path.startswith(path + "/") for path in document.regions)
    return above and document.kind not in _SAYS_OF_ITSELF


def _is_of(document: Document, place: Region) -> bool:
    """Whether a document is of the place or of one inside it; a national text is not."""
    return any(covers(path, place.path) for path in document.regions)


def is_supported(candidate: Candidate, words: int) -> bool:
    """Whether a candidate says anything of what the question asks about: some word of it in full, or its meaning.

    ``words`` is how many words the question says of its subject: one that tells much in other words is nearer to its
    answer than to anything else, at a lower similarity.
    """
    said = candidate.covered >= LEAST_COVERED and (candidate.own > 0 or candidate.covered >= LEAST_COVERED_BY_HEADING)
    return (said and candidate.has_word) or candidate.meaning >= (
        LEAST_MEANING if words < MANY_WORDS else LEAST_MEANING_OF_MANY
    )


# 《就业促进法》, or 就业促进法第二十条: what stands before the number of an article is the name of its law; so is what
# opens a question and is said to rule (劳动合同法规定试用期多久).
_NAMED_LAW = re.compile(
    r"《([^《》]{2,40})》"
    r"|(?:请问|根据|按照|依据|^|[，。；：、\s])([\u4e00-\u9fff]{2,24}?(?:法|条例|办法|规定|细则))的?第[\d一二三四五六七八九十百零]+条"
    r"|(?:^|请问|根据|按照|依据)([\u4e00-\u9fff]{2,14}?(?<![办方做说看想用])(?:法|条例))(?:里面?|中|上)?(?=规定|对.{1,12}(?:规定|怎么)|是?怎么规定)"
)
# A title names a document where that share of the pairs of characters of the name stands in it.
_LEAST_OF_NAME, _LEAST_FUZZY_CHARS = 0.75, 8


def documents_not_held(searcher: Searcher, question: str) -> tuple[str, ...]:
    """The documents that a question names (《…》, or a law before the number of its article) and the library lacks."""
    named = dict.fromkeys(squeeze(m[1] or m[2] or m[3]) for m in _NAMED_LAW.finditer(question))
    return tuple(name for name in named if not any(_is_named(fold(name), title) for title in _titles(searcher)))


def _titles(searcher: Searcher) -> tuple[str, ...]:
    titles = _titles_of.get(searcher)
    if titles is None:
        titles = tuple(dict.fromkeys(squeeze(fold(document.title)) for document in searcher.documents.values()))
        _titles_of[searcher] = titles
    return titles


def _is_named(name: str, title: str) -> bool:
    if name in title:
        return True
    pairs = {name[n : n + 2] for n in range(len(name) - 1)}
    return len(name) >= _LEAST_FUZZY_CHARS and sum(pair in title for pair in pairs) >= _LEAST_OF_NAME * len(pairs)


def places_not_held(searcher: Searcher, question: str) -> tuple[Region, ...]:
    """The places that the question names and no document is of, whether or not some text mentions them."""
    return tuple(region for region in named_places(searcher, question) if not _is_held(searcher.regions, region))
