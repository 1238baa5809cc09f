"""Indicators of a document: every figure with its name, unit, year, region, and whether it is a target."""

from __future__ import annotations

from policysearch.catalogue.entries import Indicator
from policysearch.types import Document


def find_indicators(document: Document) -> tuple[Indicator, ...]:
    """The indicators of ``document`` in reading order."""
    return ()
