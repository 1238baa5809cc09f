"""What each of several is told by itself, where the words chosen for all of them leave some out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.answer.about import about
from policysearch.answer.asked import Asked, Years, read_question, subject_words, years_in
from policysearch.answer.choose import MOST_HITS, supported
from policysearch.answer.each import Item, read_items
from policysearch.answer.era import REPORT, year_of, years_before, years_told
from policysearch.answer.rows import spoken_row
from policysearch.answer.tell import narrowed
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Weights, means, parts_of, plain, sought
from policysearch.place import sections_at
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import content_terms
from policysearch.text import fold
from policysearch.types import Document, Filters

# An item is named where that share of its words is said.
_LEAST_NAMED = 0.5
# One of which the passages that answer say less than that is told to be missing.
_LEAST_NEAR = 0.3
_MOST_TRIED = 12
# What a candidate gains that names its item itself, or whose passage does; what one loses that names another instead.
_OWN_NAME, _NEAR_NAME, _OTHER_NAME = 0.0, 0.0, -0.3
# What one gains whose figure stands nearest to the name of its item, and loses where it stands nearest to another.
_NEAR_GAIN = 0.3
_MOST_BEFORE_CHARS = 200
_MANY = 99


@dataclass(frozen=True, slots=True)
class Apart:
    """What was chosen for several items: candidates in the order of the items, the items' names by candidate.

    ``unsaid`` are the names of which nothing was found.
    """

    chosen: tuple[Candidate, ...]
    names: Mapping[Candidate, str]
    unsaid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sought:
    """An item with what its question asks for, the years that it names and the weights of its words."""

    item: Item
    asked: Asked
    years: tuple[Years, ...]
    words: Weights

    def named(self, text: str) -> float:
        """The share of its words that ``text`` (plain) says."""
        said = sum(weight * means(word, text) for word, weight in self.words.items())
        total = sum(self.words.values())
        return said / total if total else 0.0


def each_by_itself(
    searcher: Searcher, question: str, together: Sequence[Candidate], filters: Filters, today: str
) -> Apart | None:
    """The best words for each thing that ``question`` asks of; None where ``together`` tells as many of them and
    says something of each.

    Each is searched by itself; pieces that ask for themselves are answered from the document of the first.
    """
    items = [_sought_of(searcher, item) for item in read_items(question)]
    if not items or any(candidate.sure for candidate in together):
        return None
    said = [_said(searcher, candidate) for candidate in together]
    held = [any(_tells(searcher, one, c, s) for c, s in zip(together, said, strict=True)) for one in items]
    figures = _figures(items[0].asked, "\n".join(said))
    named = [_is_named(searcher, one, items, together) for one in items] if not items[0].item.apart else held
    if any(_holds_all(searcher, items, candidate) for candidate in together):
        named = held
    if figures >= len(items) and all(held) and (all(named) or any(one.years for one in items)):
        return None
    if any(one.item.apart and one.asked.parts[0].figure is None for one in items):
        return None
    apart = items[0].item.apart
    found: list[Candidate | None] = []
    for one, is_held in zip(items, held, strict=True):
        free = [c for c in together if c not in found and not _is_of_year(searcher, c, one, items)]
        if apart and free and (is_held or one is items[0]):
            found.append(free[0])
            continue
        if apart and any(c is not None and _tells(searcher, one, c, _said(searcher, c)) for c in found):
            found.append(None)  # told already
            continue
        taken = [c for c in (*found, *(together if apart else ())) if c is not None]
        others = [other for other in items if other is not one]
        ranked = _ranked(searcher, one, others, together, filters, today)
        found.append(next((c for c in ranked if not any(_is_inside(c, other) for other in taken)), None))
    told = tuple(candidate for candidate in found if candidate is not None)
    pairs = list(zip(items, found, strict=True))
    if len(told) < 2 or (len(told) <= min(sum(held), figures) and all(named)):
        near = plain("".join(c.hit.passage.search_text for c in together))
        unheard = [one.item.name for one, c in pairs if c is None and not one.years and one.named(near) < _LEAST_NEAR]
        return Apart(tuple(together), {}, tuple(unheard)) if unheard and together and not apart else None
    names = {c: one.item.name for one, c in pairs if c is not None and not one.item.apart}
    return Apart(told, names, tuple(one.item.name for one, c in pairs if c is None))


def _sought_of(searcher: Searcher, item: Item) -> _Sought:
    asked = read_question(item.question)
    years = () if item.apart else years_in(item.name + " ")
    words = subject_words(item.name) or content_terms(item.name) or (item.name,)
    return _Sought(item, asked, years, {w: max(searcher.idf(part) for part in parts_of(w)) for w in words})


def _ranked(
    searcher: Searcher,
    one: _Sought,
    others: Sequence[_Sought],
    together: Sequence[Candidate],
    filters: Filters,
    today: str,
) -> list[Candidate]:
    """The words that tell of one item, narrowed to it, best first."""
    item = one.item
    doc_ids = _documents(searcher, one, together)
    if doc_ids and not filters.doc_ids:
        filters = replace(filters, doc_ids=doc_ids)
    hits = searcher.search(item.question, top_k=MOST_HITS, filters=filters)
    hits = hits if doc_ids else tuple(about(searcher, item.question, hits, filters, today))
    weighed = []
    for candidate in supported(searcher, sought(searcher, one.asked), hits, today)[:_MOST_TRIED]:
        document = searcher.documents[candidate.hit.passage.doc_id]
        told = narrowed(document, candidate, sought(searcher, one.asked))
        said = _said(searcher, told)
        if not _tells(searcher, one, told, said):
            continue
        whole, near = plain(candidate.words(document.text)), plain(candidate.hit.passage.search_text)
        gain = _OWN_NAME * one.named(whole) + _NEAR_NAME * one.named(near)
        gain += _OTHER_NAME * max((other.named(whole) for other in others), default=0.0) * (1 - one.named(whole))
        gain += _NEAR_GAIN * _nearness(document, told, one, others)
        weighed.append((candidate.score + (0.0 if one.years or item.apart else gain), told))
    return [told for _, told in sorted(weighed, key=lambda pair: -pair[0])]


def _holds_all(searcher: Searcher, items: Sequence[_Sought], candidate: Candidate) -> bool:
    """Whether the words of one candidate name every item and hold a figure for each: 用水、能耗分别下降23%、15%."""
    words = candidate.words(searcher.documents[candidate.hit.passage.doc_id].text)
    return _figures(items[0].asked, words) >= len(items) and all(
        one.named(plain(words)) >= _LEAST_NAMED for one in items
    )


def _is_of_year(searcher: Searcher, candidate: Candidate, one: _Sought, items: Sequence[_Sought]) -> bool:
    """Whether a candidate tells of the year that another item names, where ``one`` names none."""
    said = _said(searcher, candidate)
    return not one.years and any(o.years and _tells(searcher, o, candidate, said) for o in items if o is not one)


def _is_named(searcher: Searcher, one: _Sought, items: Sequence[_Sought], together: Sequence[Candidate]) -> bool:
    """Whether some candidate has a figure that is of an item, and of no other, by what is named beside it."""
    others = [other for other in items if other is not one]
    documents = (searcher.documents[candidate.hit.passage.doc_id] for candidate in together)
    return any(_nearness(d, c, one, others) == 1.0 for d, c in zip(documents, together, strict=True))


def _nearness(document: Document, told: Candidate, one: _Sought, others: Sequence[_Sought]) -> float:
    """Whether the figure of a candidate is of an item, up to 1, or of another, down to -1, by what is named nearest.

    In its clause, else, half as sure, before it in its passage (专项规划…应当自收文后30日内). 0 where neither is named.
    """
    shape, text = one.asked.parts[0].figure, document.text
    spans = told.told or told.spans
    found = [(span, match) for span in spans if shape and (match := shape.search(fold(span.of(text))))]
    if not found:
        return 0.0
    sure = 0.0
    for span, match in found:
        at = span.start + match.start()
        floor = _floor(document, told)
        clause = max(floor, *(text.rfind(mark, floor, at) for mark in "，。；\n"))
        end = min((n for mark in "，。；\n" if (n := text.find(mark, at)) >= 0), default=span.end)
        for words, weight in ((fold(text[clause:end]), 1.0), (fold(text[floor:at]), 0.5)):
            places = {other.item.name: words.rfind(other.item.name) for other in (one, *others)}
            if max(places.values()) >= 0:
                best = max(places, key=lambda name: places[name])
                sure = max(sure, weight) if best == one.item.name else sure or -weight
                break
    return sure


def _documents(searcher: Searcher, one: _Sought, together: Sequence[Candidate]) -> tuple[str, ...]:
    """The documents that may tell of an item; empty for all.

    For a piece of the question that of the others; for a year the reports of that year and of the next, where the
    others are told by reports of the same place.
    """
    if not together:
        return ()
    first = searcher.documents[together[0].hit.passage.doc_id]
    if one.item.apart:
        return (first.doc_id,)
    if not one.years or first.kind != REPORT:
        return ()
    wanted = {year for a, b in one.years for year in (a, b + 1)}
    return tuple(
        document.doc_id
        for document in searcher.documents.values()
        if document.kind == REPORT and document.regions == first.regions and year_of(document) in wanted
    )


def _is_inside(candidate: Candidate, other: Candidate) -> bool:
    """Whether all that a candidate tells stands in what another tells."""
    if candidate.hit.passage.doc_id != other.hit.passage.doc_id:
        return False
    outer = other.told or other.spans
    return all(any(one.holds(span) for one in outer) for span in candidate.told or candidate.spans)


def _said(searcher: Searcher, candidate: Candidate) -> str:
    document = searcher.documents[candidate.hit.passage.doc_id]
    told = "\n".join(span.of(document.text) for span in candidate.told or candidate.spans)
    return spoken_row(document, candidate.spans) or told


def _tells(searcher: Searcher, one: _Sought, candidate: Candidate, said: str) -> bool:
    """Whether ``said`` names an item, or stands where it is named, and holds the figure that is asked for."""
    document = searcher.documents[candidate.hit.passage.doc_id]
    part = one.asked.parts[0]
    shapes = [shape for shape in (part.figure, part.any_figure) if shape is not None]
    if shapes and not any(shape.search(said) for shape in shapes):
        return False
    if one.years:
        own = _years(document, candidate, said)
        return any(a <= y <= b for a, b in own for _, y in one.years)
    if one.item.apart:
        return one.named(plain(said)) >= _LEAST_NAMED
    near = document.text[_floor(document, candidate) : candidate.spans[0].start]
    return one.named(plain(said + candidate.hit.passage.search_text + document.title + near)) >= _LEAST_NAMED


def _floor(document: Document, candidate: Candidate) -> int:
    """Where what stands before a candidate begins: its passage, or a little before that in its section."""
    at = candidate.spans[0].start
    inside = next((part.start for part in candidate.hit.passage.spans if part.start <= at < part.end), at)
    path = sections_at(document.sections, at)
    return min(inside, max(at - _MOST_BEFORE_CHARS, path[-1].span.start if path else 0))


def _years(document: Document, candidate: Candidate, said: str) -> tuple[Years, ...]:
    """The years that a candidate speaks of: those of its words, of its sentence, named before it, of its document."""
    year = year_of(document)
    for words in (said, candidate.words(document.text)):
        if own := years_told(fold(words) + " ", year):
            return own
    return years_before(document, candidate.spans[0].start) or (((year, year),) if year is not None else ())


def _figures(asked: Asked, said: str) -> int:
    """How many figures of the wanted kind ``said`` holds; many where no figure is wanted."""
    shape = asked.parts[0].figure
    return len(set(shape.findall(fold(said)))) if shape is not None else _MANY
