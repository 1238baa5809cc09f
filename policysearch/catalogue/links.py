"""What documents are to each other: the relations that they state, resolved in the library, and their families."""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.catalogue.entries import Link
from policysearch.types import Document, Family


def find_links(documents: Sequence[Document], families: Sequence[Family]) -> tuple[Link, ...]:
    """The links of all documents, in the order of documents and text."""
    return ()
