"""RawDocument to Document to Passages: clean, describe, outline, cut. Each step is a module."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

from policysearch.parse.articles import interleaved, split_articles
from policysearch.parse.clean import clean
from policysearch.parse.metadata import describe
from policysearch.parse.outline import find_sections
from policysearch.parse.passages import cut_passages
from policysearch.parse.rebuild import rebuild
from policysearch.parse.tables import find_flattened_tables
from policysearch.types import Document, Doubt, HeadingMark, RawDocument, Table

__all__ = ["cut_passages", "document_id", "parse"]


def document_id(path: str, part: str = "") -> str:
    """Twelve hexadecimal digits from path and part alone: a changed file keeps its id and its links."""
    name = unicodedata.normalize("NFC", path) + "\0" + part
    return "d" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:12]


def parse(raw: RawDocument) -> tuple[Document, ...]:
    """The cleaned, described and structured documents of ``raw``, in reading order: one but for a file of several."""
    parts = split_articles(raw)
    documents = tuple(map(_document, parts))
    return documents if len(parts) == 1 else tuple(map(_marked, documents))


def _marked(document: Document) -> Document:
    """An article of a page with a doubt where paragraphs of others may stand in it."""
    span = interleaved(document.text)
    doubts = () if span is None else (Doubt(span, "interleaved"),)
    return replace(document, doubts=(*doubts, *document.doubts))


def _document(raw: RawDocument) -> Document:
    cleaned = clean(raw)
    tables = [Table(cleaned.move(table.span), table.rows) for table in raw.tables]
    known = [table.span for table in tables]
    flattened = find_flattened_tables(cleaned.text, cleaned.flat, known)
    rebuilt = [rebuild(cleaned.text, span) for span in flattened]
    tables += [table or Table(span, ()) for table, span in zip(rebuilt, flattened, strict=True)]
    tables.sort(key=lambda table: table.span)
    facts = describe(raw, cleaned, tables)
    marks = [
        HeadingMark(cleaned.move(mark.span), mark.level)
        for mark in raw.headings
        if mark.span.of(raw.text).strip() != facts.title
    ]
    sections, doubts = find_sections(cleaned.text, marks, cleaned.flat, [table.span for table in tables])
    return replace(
        facts,
        doc_id=document_id(raw.source.path, raw.part),
        text=cleaned.text,
        dropped=cleaned.dropped,
        sections=sections,
        tables=tuple(tables),
        page_starts=cleaned.page_starts,
        doubts=doubts,
        warnings=(
            *raw.warnings,
            *(("有表格的行列已散开，按原样保留。",) if None in rebuilt else ()),
            *(("有表格的行列已散开，按行号和表头重新排出，请核对。",) if any(rebuilt) else ()),
        ),
    )
