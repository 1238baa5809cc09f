"""Entries narrowed by what a person chooses of them, and how many each further choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.catalogue.entries import Indicator, Programme
from policysearch.catalogue.indicator_names import normal_name
from policysearch.regions import NATION, covers
from policysearch.text import fold, squeeze
from policysearch.types import Document

# The kind under which the documents stand that texts name in 《》: so many that nobody wants them unasked.
TITLES = "政策文件"
# The region of an entry of which no text says one.
NO_REGION = "未写明"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen of a list of entries; what is empty narrows nothing. Values of one field add up, fields narrow.

    ``words`` must all stand in the entry. ``kinds`` hold for programmes, the fields behind it for indicators: ``names``
    are those of the catalogue in full, ``aim`` is "target" or "actual".
    """

    regions: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    aim: str | None = None


def programme_kind(programme: Programme) -> str:
    """The kind that a directory shows: 计划, 工程 …, or 政策文件 for a title."""
    return TITLES if programme.is_title else programme.kind


def programmes_in(
    programmes: Iterable[Programme], documents: Mapping[str, Document], chosen: Chosen
) -> tuple[Programme, ...]:
    """The programmes that fit, in their order; titles of documents only where their kind is chosen.

    A word may stand in the name, a variant, an aim, or the title of a document that names the programme.
    """
    return tuple(one for one in programmes if _programme_fits(one, documents, chosen))


def programme_counts(
    programmes: Sequence[Programme], documents: Mapping[str, Document], chosen: Chosen
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How many programmes each kind, each region (with all above it) and each document has.

    A field is counted without its own choices, so that one sees what another choice would give.
    """
    of_kind = [one for one in programmes if _programme_fits(one, documents, replace(chosen, kinds=()), titles_too=True)]
    of_region = programmes_in(programmes, documents, replace(chosen, regions=()))
    of_document = programmes_in(programmes, documents, replace(chosen, doc_ids=()))
    return (
        Counter(map(programme_kind, of_kind)),
        region_counts(one.regions for one in of_region),
        Counter(doc_id for one in of_document for doc_id in {mention.doc_id for mention in one.mentions}),
    )


def region_counts(entries: Iterable[Sequence[str]]) -> Counter[str]:
    """How many entries stand in each region or below it; an entry counts once in each. Without a region: 未写明."""
    return Counter(
        path for paths in entries for path in {p for path in paths or (NO_REGION,) for p in _and_above(path)}
    )


def _and_above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _programme_fits(
    one: Programme, documents: Mapping[str, Document], chosen: Chosen, *, titles_too: bool = False
) -> bool:
    if chosen.kinds and programme_kind(one) not in chosen.kinds:
        return False
    if one.is_title and not chosen.kinds and not titles_too:
        return False
    if not _in_place(one.regions, chosen.regions):
        return False
    doc_ids = {mention.doc_id for mention in one.mentions}
    if chosen.doc_ids and not doc_ids & {*chosen.doc_ids}:
        return False
    if not chosen.words:
        return True
    titles = (documents[doc_id].title for doc_id in doc_ids)
    told = fold(" ".join((one.name, *one.variants, *(aim.text for _, aim in one.aims), *titles)))
    return all(fold(word) in told for word in chosen.words)


def indicators_in(indicators: Iterable[Indicator], chosen: Chosen) -> tuple[Indicator, ...]:
    """The indicators that fit, in their order.

    A word may stand in the joined name or in the printed one, and GDP增速 finds 地区生产总值增长 too: it is read as the
    name of an indicator as well.
    """
    words = [
        {fold(word), fold(normal_name(word, "", None)), fold(normal_name(word, "", NATION))} for word in chosen.words
    ]
    return tuple(one for one in indicators if _indicator_fits(one, chosen, words))


def _indicator_fits(one: Indicator, chosen: Chosen, words: Sequence[set[str]]) -> bool:
    if chosen.years and one.year not in chosen.years:
        return False
    if chosen.aim and one.is_target != (chosen.aim == "target"):
        return False
    if chosen.names and one.name not in chosen.names:
        return False
    if chosen.doc_ids and one.doc_id not in chosen.doc_ids:
        return False
    if not _in_place((one.region,) if one.region else (), chosen.regions):
        return False
    if not words:
        return True
    told = squeeze(fold(f"{one.name} {one.printed}"))
    return all(any(squeeze(form) in told for form in forms) for forms in words)


def _in_place(paths: Sequence[str], regions: Sequence[str]) -> bool:
    """Whether any of ``paths`` lies in any of ``regions``; without a region it lies in 未写明 alone."""
    if not regions:
        return True
    if not paths:
        return NO_REGION in regions
    return any(covers(path, region) for path in paths for region in regions if region != NO_REGION)
