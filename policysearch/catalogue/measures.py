"""Support measures of a document: what it grants, to whom, under which conditions, how much, until when, and where."""

from __future__ import annotations

from policysearch.catalogue.entries import Measure
from policysearch.types import Document


def find_measures(document: Document) -> tuple[Measure, ...]:
    """The measures of ``document`` in reading order."""
    return ()
