"""Entries of a catalogue by region, word, year, kind and document: what lists, pages and answers narrow with.

Each function keeps the order of the catalogue. What is not asked for narrows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policysearch.catalogue.entries import Catalogue, Indicator, Link, Measure, Programme
from policysearch.regions import covers
from policysearch.text import fold
from policysearch.types import Document


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are wanted; what is empty or None narrows nothing.

    ``regions`` are names, short names or paths (杭州, 浙江省/杭州市); one of them has to hold a place of the entry: of
    a programme its own, of an indicator the one that its value is for, of measures and links those of their document.
    ``doc_ids``: one of them has to bring the entry. ``year`` is that of an indicator's value, of the others that in
    which a document of theirs is dated. ``words`` must all stand in the entry, wide or narrow, in either script.
    ``kinds`` are kinds of programmes (计划), measures (减免) or links (废止), or, of measures, words of the class that
    an amount is for. ``is_target``: planned, or reached; of indicators alone.
    """

    regions: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    year: int | None = None
    words: tuple[str, ...] = ()
    is_target: bool | None = None
    kinds: tuple[str, ...] = ()


ANYTHING = Wanted()
Documents = Mapping[str, Document]


def programmes(catalogue: Catalogue, documents: Documents, wanted: Wanted = ANYTHING) -> list[Programme]:
    """The programmes that are wanted, those of most documents first."""
    return [
        programme
        for programme in catalogue.programmes
        if _is_kind(wanted, programme.kind)
        and _is_there(wanted, programme.regions)
        and _is_brought(wanted, doc_ids_of(programme))
        and _is_dated(wanted, doc_ids_of(programme), documents)
        and _says(wanted, programme.name, *programme.variants, *(aim.text for _, aim in programme.aims))
    ]


def measures(catalogue: Catalogue, documents: Documents, wanted: Wanted = ANYTHING) -> list[Measure]:
    """The support measures that are wanted, in the order of documents and text."""
    return [
        measure
        for measure in catalogue.measures
        if _is_kind(wanted, measure.kind, *(amount.subject for amount in measure.amounts))
        and _is_there(wanted, documents[measure.doc_id].regions)
        and _is_brought(wanted, (measure.doc_id,))
        and _is_dated(wanted, (measure.doc_id,), documents)
        and _says(wanted, *measure_words(measure), documents[measure.doc_id].title)
    ]


def indicators(catalogue: Catalogue, documents: Documents, wanted: Wanted = ANYTHING) -> list[Indicator]:
    """The values of indicators that are wanted, in the order of documents and text."""
    return [
        indicator
        for indicator in catalogue.indicators
        if wanted.year in (None, indicator.year)
        and wanted.is_target in (None, indicator.is_target)
        and not wanted.kinds
        and _is_there(wanted, (indicator.region,) if indicator.region else ())
        and _is_brought(wanted, (indicator.doc_id,))
        and _says(wanted, indicator.name, indicator.printed)
    ]


def links(catalogue: Catalogue, documents: Documents, wanted: Wanted = ANYTHING) -> list[Link]:
    """The links of documents that are wanted, in the order of documents and text."""
    return [
        link
        for link in catalogue.links
        if _is_kind(wanted, link.kind)
        and _is_there(wanted, documents[link.doc_id].regions)
        and _is_brought(wanted, (link.doc_id,))
        and _is_dated(wanted, (link.doc_id,), documents)
        and _says(wanted, link.kind, link.title)
    ]


def doc_ids_of(programme: Programme) -> tuple[str, ...]:
    """The documents that name ``programme``, each once, in their order."""
    return tuple(dict.fromkeys(mention.doc_id for mention in programme.mentions))


def measure_words(measure: Measure) -> tuple[str, ...]:
    """The words of ``measure`` that a search looks at: its kind, name, persons, conditions, ways and classes."""
    stated = (measure.name, *measure.who, *measure.conditions, *measure.method)
    return (measure.kind, *(each.text for each in stated), *(amount.subject for amount in measure.amounts))


def _is_kind(wanted: Wanted, kind: str, *classes: str) -> bool:
    return not wanted.kinds or any(one == kind or any(one in each for each in classes) for one in wanted.kinds)


def _is_there(wanted: Wanted, regions: Iterable[str]) -> bool:
    paths = tuple(regions)
    return not wanted.regions or any(covers(path, place) for path in paths for place in wanted.regions)


def _is_brought(wanted: Wanted, doc_ids: Iterable[str]) -> bool:
    return not wanted.doc_ids or any(doc_id in wanted.doc_ids for doc_id in doc_ids)


def _is_dated(wanted: Wanted, doc_ids: Iterable[str], documents: Documents) -> bool:
    year = f"{wanted.year}-"
    return wanted.year is None or any(f"{documents[doc_id].date or ''}-".startswith(year) for doc_id in doc_ids)


def _says(wanted: Wanted, *words: str) -> bool:
    if not wanted.words:
        return True
    told = fold(" ".join(words))
    return all(fold(word) in told for word in wanted.words)
