"""RawDocument to Document to Passages: clean, describe, outline, cut. Each step is a module."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from policysearch.parse.articles import interleaved, split_articles
from policysearch.parse.clean import clean
from policysearch.parse.metadata import describe
from policysearch.parse.outline import find_sections
from policysearch.parse.passages import cut_passages
from policysearch.parse.tables import find_tables
from policysearch.types import Document, Doubt, HeadingMark, Overrides, RawDocument

__all__ = ["cut_passages", "document_id", "parse"]


def document_id(path: str, part: str = "") -> str:
    """Twelve hexadecimal digits from path and part alone: a changed file keeps its id and its links."""
    name = unicodedata.normalize("NFC", path) + "\0" + part
    return "d" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:12]


def parse(raw: RawDocument, told: Mapping[str, Overrides] = MappingProxyType({})) -> tuple[Document, ...]:
    """The cleaned, described and structured documents of ``raw``, in reading order: one but for a file of several.

    ``told`` is what a person wrote of a part; what is told of the file goes for each part of which nothing is.
    """
    parts = [
        replace(part, overrides=told.get(part.part, told.get(raw.part, raw.overrides))) for part in split_articles(raw)
    ]
    documents = tuple(map(_document, parts))
    return documents if len(parts) == 1 else tuple(map(_marked, documents))


def _marked(document: Document) -> Document:
    """An article of a page with a doubt where paragraphs of others may stand in it."""
    span = interleaved(document.text)
    doubts = () if span is None else (Doubt(span, "interleaved"),)
    return replace(document, doubts=(*doubts, *document.doubts))


def _document(raw: RawDocument) -> Document:
    cleaned = clean(raw)
    marks = [HeadingMark(cleaned.move(mark.span), mark.level) for mark in raw.headings]
    tables, of_tables = find_tables(raw, cleaned, marks)
    facts = describe(raw, cleaned, tables)
    marks = [mark for mark in marks if mark.span.of(cleaned.text).strip() != facts.title]
    sections, of_headings = find_sections(cleaned.text, marks, cleaned.flat, [table.span for table in tables])
    return replace(
        facts,
        doc_id=document_id(raw.source.path, raw.part),
        text=cleaned.text,
        dropped=cleaned.dropped,
        sections=sections,
        tables=tables,
        page_starts=cleaned.page_starts,
        doubts=tuple(sorted((*of_tables, *of_headings), key=lambda doubt: doubt.span)),
        warnings=raw.warnings,
    )
