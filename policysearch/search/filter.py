"""Filters to the documents that pass them."""

from __future__ import annotations

from collections.abc import Iterable

from policysearch.regions import covers
from policysearch.types import Document, Filters


def passing(documents: Iterable[Document], filters: Filters) -> frozenset[str]:
    """The ids of the documents that pass every filter; several values of one filter are alternatives.

    A kind is that of the document (规范性文件) or the form of its title (办法). A document without a date passes no
    date filter: what it does not say is not guessed.
    """
    return frozenset(document.doc_id for document in documents if _passes(document, filters))


def _passes(document: Document, filters: Filters) -> bool:
    if filters.doc_ids and document.doc_id not in filters.doc_ids:
        return False
    if filters.kinds and not {document.kind, document.form} & set(filters.kinds):
        return False
    if filters.regions and not any(covers(r, w) for r in document.regions for w in filters.regions):
        return False
    if filters.date_from or filters.date_to:
        date = document.date
        # 2022 and 2022-03 are good bounds: they compare as the beginning of a day.
        if date is None or (filters.date_from and date < filters.date_from):
            return False
        if filters.date_to and date[: len(filters.date_to)] > filters.date_to:
            return False
    return True
