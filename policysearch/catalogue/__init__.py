"""What stands in many passages as one thing: programmes, support measures, indicators, links between documents."""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.catalogue.entries import Catalogue, Entries
from policysearch.catalogue.indicators import find_indicators
from policysearch.catalogue.links import find_links
from policysearch.catalogue.measures import find_measures
from policysearch.catalogue.programmes import find_mentions, join_mentions
from policysearch.types import Document, Family

__all__ = ["Catalogue", "Entries", "entries_of", "join_entries"]


def entries_of(document: Document) -> Entries:
    """What ``document`` brings by itself; worker processes do this part."""
    return Entries(find_mentions(document), find_measures(document), find_indicators(document))


def join_entries(documents: Sequence[Document], entries: Sequence[Entries], families: Sequence[Family]) -> Catalogue:
    """The catalogue of ``documents``; ``entries[i]`` are those of ``documents[i]``."""
    indicators = tuple(indicator for each in entries for indicator in each.indicators)
    mentions = [mention for each in entries for mention in each.mentions]
    return Catalogue(
        join_mentions(documents, mentions, indicators),
        tuple(measure for each in entries for measure in each.measures),
        indicators,
        find_links(documents, families),
    )
