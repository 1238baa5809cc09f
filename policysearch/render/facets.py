"""Facets: how the found passages spread over documents, regions, kinds and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.render.address import Address
from policysearch.render.answer import period_words
from policysearch.render.documents import region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say, tongue
from policysearch.types import Document, Filters, Hit

_SHOWN_AT_FIRST = 8
FACETS = ("documents", "regions", "kinds", "years")
_NAMES = {"documents": "文件", "regions": "地区", "kinds": "类别", "years": "年份"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how it reads, how many passages have it, the search with it switched."""

    name: str
    count: int
    chosen: bool
    filters: Filters


def without(filters: Filters, facet: str) -> Filters:
    """``filters`` without those of one facet; its counts are taken there, so that others can be added."""
    if facet == "documents":
        return replace(filters, doc_ids=())
    if facet == "regions":
        return replace(filters, regions=())
    if facet == "kinds":
        return replace(filters, kinds=())
    return replace(filters, date_from=None, date_to=None)


def choices(facet: str, hits: Sequence[Hit], documents: Mapping[str, Document], filters: Filters) -> list[Choice]:
    """The values of ``facet`` among ``hits``, most passages first; chosen ones come always."""
    counts = Counter(
        value for hit in hits if (found := documents.get(hit.passage.doc_id)) for value in _values(facet, found)
    )
    chosen = _chosen(facet, filters)
    counts.update(dict.fromkeys(chosen, 0))
    order = sorted(counts, key=lambda value: (-counts[value], value))
    return [
        Choice(
            _name(facet, value, documents),
            counts[value],
            value in chosen,
            _switched(facet, value, filters),
        )
        for value in order
    ]


def facet_panel(found: Mapping[str, Sequence[Choice]], address: Address, counted: int) -> Html:
    """The facets as lists of links, each a search of its own; ``counted`` passages were counted."""
    telling = [facet for facet in FACETS if len(found[facet]) > 1 or any(choice.chosen for choice in found[facet])]
    groups = [_group(facet, found[facet], address) for facet in telling]
    if not groups:
        return EMPTY
    note = element("p", say("数字是片段数，按最相关的 {count} 个片段计。", count=counted), class_="facet-note")
    return element(
        "details",
        element("summary", say("筛选")),
        *groups,
        note,
        class_="facets",
        open=True,
        aria_label=say("筛选"),
    )


def chips(address: Address, documents: Mapping[str, Document]) -> Html:
    """The filters in force, each with a link that takes it off, and one that clears all."""
    filters = address.filters
    if not filters:
        return EMPTY
    shown = [
        (_name(facet, value, documents), _switched(facet, value, filters))
        for facet in FACETS
        for value in _chosen(facet, filters)
        if facet != "years"
    ]
    if filters.date_from or filters.date_to:
        shown.append((period_words(filters), without(filters, "years")))
    links = [
        element(
            "a",
            name,
            element("span", " ×", aria_hidden="true"),
            class_="chip",
            href=address.narrowed(less).href,
            aria_label=say("去掉筛选：{name}", name=name),
        )
        for name, less in shown
    ]
    clear = element("a", say("清除全部"), class_="clear", href=address.narrowed(Filters()).href)
    return element(
        "nav",
        element("span", say("只看"), class_="chips-name"),
        *links,
        clear,
        class_="chips",
        aria_label=say("已选筛选"),
    )


def _values(facet: str, document: Document) -> Iterable[str]:
    if facet == "documents":
        return (document.doc_id,)
    if facet == "regions":
        return document.regions
    if facet == "kinds":
        return (document.kind,) if document.kind else ()
    return (document.date[:4],) if document.date else ()


def _chosen(facet: str, filters: Filters) -> tuple[str, ...]:
    if facet == "documents":
        return filters.doc_ids
    if facet == "regions":
        return filters.regions
    if facet == "kinds":
        return filters.kinds
    start, end = filters.date_from or "", filters.date_to or ""
    return (start[:4],) if start and start[:4] == end[:4] else ()


def _switched(facet: str, value: str, filters: Filters) -> Filters:
    """``filters`` with ``value`` added, or taken off where it was chosen; a year takes the other's place."""
    chosen = _chosen(facet, filters)
    if facet == "years":
        off = value in chosen
        return replace(
            filters,
            date_from=None if off else f"{value}-01-01",
            date_to=None if off else f"{value}-12-31",
        )
    values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
    if facet == "documents":
        return replace(filters, doc_ids=values)
    return replace(filters, regions=values) if facet == "regions" else replace(filters, kinds=values)


def _name(facet: str, value: str, documents: Mapping[str, Document]) -> str:
    if facet == "documents":
        return documents[value].title if value in documents else value
    if facet == "regions":
        return region_name(value)
    return say("{year}年", year=value) if facet == "years" else say(value)


def _group(facet: str, found: Sequence[Choice], address: Address) -> Html:
    first, rest = found[:_SHOWN_AT_FIRST], found[_SHOWN_AT_FIRST:]
    more = EMPTY
    if rest:
        items = element("ul", *(_choice(choice, address) for choice in rest))
        summary = element("summary", say("另有 {count} 项", count=len(rest)))
        more = element("details", summary, items, class_="more-choices")
    items = element("ul", *(_choice(choice, address) for choice in first))
    return element("section", element("h2", say(_NAMES[facet])), items, more, class_="facet")


def _choice(choice: Choice, address: Address) -> Html:
    box = element("span", "✓" if choice.chosen else "", class_="box", aria_hidden="true")
    inner = join(
        [
            box,
            element("span", choice.name, class_="name", lang=tongue(choice.name)),
            element("span", str(choice.count), class_="count"),
        ]
    )
    link = element(
        "a",
        inner,
        href=address.narrowed(choice.filters).href,
        aria_label=say(
            "{name}，{count} 个片段，已选，点按去掉" if choice.chosen else "{name}，{count} 个片段",
            name=choice.name,
            count=choice.count,
        ),
        aria_current="true" if choice.chosen else None,
        title=choice.name if len(choice.name) > 12 else None,
    )
    return element("li", link, class_="chosen" if choice.chosen else None)
