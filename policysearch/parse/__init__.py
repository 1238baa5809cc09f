"""RawDocument to Document to Passages: clean, describe, outline, cut. Each step is a module."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace

from policysearch.parse.clean import clean
from policysearch.parse.metadata import describe
from policysearch.parse.outline import find_sections
from policysearch.parse.passages import cut_passages
from policysearch.parse.tables import find_tables
from policysearch.types import Document, HeadingMark, RawDocument

_OF_TABLES = (
    ("table_lost", "有表格的行列已散开，按原样保留。"),
    ("table_rebuilt", "有表格的行列已散开，按行号和表头重新排出，请核对。"),
)

__all__ = ["cut_passages", "document_id", "parse"]


def document_id(path: str, part: str = "") -> str:
    """Twelve hexadecimal digits from path and part alone: a changed file keeps its id and its links."""
    name = unicodedata.normalize("NFC", path) + "\0" + part
    return "d" + hashlib.sha256(name.encode("utf-8")).hexdigest()[:12]


def parse(raw: RawDocument) -> Document:
    """The cleaned, described and structured document of ``raw``."""
    cleaned = clean(raw)
    marks = [HeadingMark(cleaned.move(mark.span), mark.level) for mark in raw.headings]
    tables, doubts = find_tables(raw, cleaned, marks)
    facts = describe(raw, cleaned, tables)
    marks = [mark for mark in marks if mark.span.of(cleaned.text).strip() != facts.title]
    sections, warnings = find_sections(cleaned.text, marks, cleaned.flat, [table.span for table in tables])
    return replace(
        facts,
        doc_id=document_id(raw.source.path, raw.part),
        text=cleaned.text,
        dropped=cleaned.dropped,
        sections=sections,
        tables=tables,
        page_starts=cleaned.page_starts,
        doubts=doubts,
        warnings=(
            *raw.warnings,
            *warnings,
            *(words for reason, words in _OF_TABLES if any(doubt.reason == reason for doubt in doubts)),
        ),
    )
