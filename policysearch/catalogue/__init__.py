"""What stands in many passages as one thing: programmes, support measures, indicators, links between documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from policysearch.catalogue.entries import Catalogue, Entries, Indicator, Measure, Mention
from policysearch.catalogue.indicators import find_indicators
from policysearch.catalogue.links import find_links
from policysearch.catalogue.measures import find_measures
from policysearch.catalogue.programmes import find_mentions, join_mentions
from policysearch.types import Document, Family

__all__ = ["Catalogue", "Entries", "entries_by_document", "entries_of", "join_entries"]


def entries_of(document: Document) -> Entries:
    """What ``document`` brings by itself; worker processes do this part."""
    return Entries(find_mentions(document), find_indicators(document), find_measures(document))


def join_entries(
    documents: Sequence[Document],
    entries: Sequence[Entries],
    families: Sequence[Family],
    kept: Catalogue | None = None,
    unchanged: Collection[str] = (),
) -> Catalogue:
    """The catalogue of ``documents``; ``entries[i]`` are those of ``documents[i]``.

    A programme that documents of ``unchanged`` (their ids) alone mention is taken from ``kept``, which holds it as it
    would be made.
    """
    indicators = tuple(indicator for each in entries for indicator in each.indicators)
    mentions = tuple(mention for each in entries for mention in each.mentions)
    return Catalogue(
        join_mentions(documents, mentions, indicators, kept.programmes if kept else (), unchanged),
        indicators,
        find_links(documents, families),
        mentions,
        tuple(measure for each in entries for measure in each.measures),
    )


def entries_by_document(catalogue: Catalogue) -> Mapping[str, Entries]:
    """What each document brought to ``catalogue``; those that brought nothing are not among them."""
    found: dict[str, tuple[list[Mention], list[Indicator], list[Measure]]] = defaultdict(lambda: ([], [], []))
    for mention in catalogue.mentions:
        found[mention.doc_id][0].append(mention)
    for indicator in catalogue.indicators:
        found[indicator.doc_id][1].append(indicator)
    for measure in catalogue.measures:
        found[measure.doc_id][2].append(measure)
    return {doc_id: Entries(tuple(m), tuple(i), tuple(s)) for doc_id, (m, i, s) in found.items()}
