"""Named programmes: where a document names one, and the mentions of all documents joined."""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.catalogue.entries import Indicator, Mention, Programme
from policysearch.types import Document


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """The places of ``document`` that name a programme, in reading order."""
    return ()


def join_mentions(
    documents: Sequence[Document], mentions: Sequence[Mention], indicators: Sequence[Indicator]
) -> tuple[Programme, ...]:
    """The programmes of all mentions, those of most documents first, then by name."""
    return ()
