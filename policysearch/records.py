"""Values to JSON records and back: documents, passages, hits, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from policysearch.context import Around, Context
from policysearch.place import label
from policysearch.types import (
    Answer,
    Change,
    Document,
    Doubt,
    Dropped,
    Hit,
    Passage,
    Proof,
    Relation,
    Section,
    Source,
    Span,
    Table,
    Trace,
    Understanding,
)

_PLAIN = (
    "issuers",
    "number",
    "issued_on",
    "published_on",
    "effective_on",
    "expires_on",
    "plan_period",
    "regions",
    "kind",
    "form",
    "declared",
    "origin",
    "is_digest",
    "page_starts",
    "warnings",
)


def record_of(document: Document) -> dict[str, Any]:
    """A line of ``documents.jsonl``."""
    metadata: dict[str, Any] = {name: getattr(document, name) for name in _PLAIN}
    metadata |= {
        "sha256": document.source.sha256,
        "media_type": document.source.media_type,
        "url": document.source.url,
        "sections": [_section_record(section) for section in document.sections],
        "tables": [_table_record(table) for table in document.tables],
        "proofs": [[p.field, p.origin, _ends(p.span)] for p in document.proofs],
        "relations": [[r.kind, r.title, r.number, _ends(r.span)] for r in document.relations],
        "changes": [[c.kind, c.doc_id, c.title, c.since] for c in document.changes],
        "doubts": [[_ends(d.span), d.reason] for d in document.doubts],
        "dropped": [[d.raw.start, d.raw.end, d.reason, d.words] for d in document.dropped],
    }
    return {
        "doc_id": document.doc_id,
        "source_path": document.source.path,
        "part": document.part,
        "title": document.title,
        "text": document.text,
        "metadata": metadata,
    }


def document_of(record: Mapping[str, Any]) -> Document:
    """The document that ``record_of`` wrote."""
    metadata = record["metadata"]
    plain = {name: _frozen(metadata[name]) for name in _PLAIN}
    return Document(
        doc_id=record["doc_id"],
        source=Source(record["source_path"], metadata["sha256"], metadata["media_type"], metadata["url"]),
        part=record["part"],
        title=record["title"],
        text=record["text"],
        sections=tuple(map(_section_of, metadata["sections"])),
        tables=tuple(map(_table_of, metadata["tables"])),
        proofs=tuple(Proof(field, origin, _span(ends)) for field, origin, ends in metadata["proofs"]),
        relations=tuple(
            Relation(kind, title, number, Span(*ends)) for kind, title, number, ends in metadata["relations"]
        ),
        changes=tuple(Change(*change) for change in metadata["changes"]),
        doubts=tuple(Doubt(Span(*ends), reason) for ends, reason in metadata["doubts"]),
        dropped=tuple(Dropped(Span(a, b), reason, words) for a, b, reason, words in metadata["dropped"]),
        **plain,
    )


def passage_of(record: Mapping[str, Any], documents: Mapping[str, Document]) -> Passage:
    """The passage of a line of ``passages.jsonl``; its text is cut from its document."""
    spans = tuple(Span(a, b) for a, b in record["spans"])
    text = documents[record["doc_id"]].text
    return Passage(
        passage_id=record["passage_id"],
        doc_id=record["doc_id"],
        kind=record["kind"],
        spans=spans,
        text="\n".join(span.of(text) for span in spans),
        search_text=record["search_text"],
        section_path=tuple(record["section_path"]),
        page=record["page"],
    )


def hit_record(hit: Hit, title: str, newer: Sequence[str] = ()) -> dict[str, Any]:
    """A hit as ``search --json`` and ``batch`` print it; ``newer`` are the ids of later versions of its document."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "passage_id": passage.passage_id,
        "doc_id": passage.doc_id,
        "title": title,
        "section_path": list(passage.section_path),
        "text": passage.text,
        "spans": [[span.start, span.end] for span in passage.spans],
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "lifts": [asdict(lift) for lift in hit.signals.lifts],
        "also": [{"passage_id": twin.passage_id, "doc_id": twin.doc_id} for twin in hit.also],
        "newer": list(newer),
        "synonyms": [list(pair) for pair in hit.signals.synonyms],
    }


def trace_record(one: Trace, document: Document) -> dict[str, Any]:
    """A place that a pasted text was traced to, as ``trace --json`` prints it; offsets are half-open."""
    return {
        "doc_id": one.doc_id,
        "title": document.title,
        "label": label(document, one.span),
        "start": one.span.start,
        "end": one.span.end,
        "pasted_start": one.pasted.start,
        "pasted_end": one.pasted.end,
        "share": one.share,
        "passage_ids": list(one.passage_ids),
        "segments": [asdict(segment) for segment in one.segments],
    }


def context_record(context: Context, around: Around, document: Document) -> dict[str, Any]:
    """What stands around a passage: its clause, its section, or the passages before and after it."""
    if around == "siblings":
        return {"before": _piece(context.before), "after": _piece(context.after)}
    span = context.section if around == "section" else context.clause
    return {around: {"start": span.start, "end": span.end, "text": span.of(document.text)}}


def _piece(passage: Passage | None) -> dict[str, Any] | None:
    return {"start": passage.start, "end": passage.end, "text": passage.text} if passage else None


def understanding_record(understanding: Understanding) -> list[dict[str, Any]]:
    """What was understood of a question as JSON; ``ignored`` says that a finding was switched off."""
    return [
        {
            "key": finding.key,
            "kind": finding.kind,
            "value": finding.value,
            "printed": finding.printed,
            "span": _ends(finding.span),
            "ignored": finding.key in understanding.ignored,
        }
        for finding in understanding.findings
    ]


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer as ``ask --json`` and ``batch`` print it; ``model`` and ``struck`` only where a model was asked."""
    citations = []
    for citation in answer.citations:
        record = asdict(citation)
        del record["passage_id"]
        ends = {"start": citation.span.start, "end": citation.span.end}
        citations.append(record | ends | {"spans": list(map(_ends, citation.spans))})
    record = {
        "status": answer.status,
        "text": answer.text,
        "missing": list(answer.missing),
        "warnings": list(answer.warnings),
        "method": answer.method,
        "citations": citations,
    }
    return record | model_record(answer)


def model_record(answer: Answer) -> dict[str, Any]:
    """The model that was asked and the sentences of it that were struck out; empty where none was asked."""
    if answer.model is None:
        return {}
    return {"model": answer.model, "struck": [{"text": s.text, "reason": s.reason} for s in answer.struck]}


def _section_record(section: Section) -> list[Any]:
    return [
        section.ladder,
        section.level,
        section.label,
        section.ordinal,
        section.heading,
        section.heading_span.start,
        section.heading_span.end,
        section.span.start,
        section.span.end,
        [_section_record(child) for child in section.children],
    ]


def _section_of(record: list[Any]) -> Section:
    ladder, level, label, ordinal, heading, h_start, h_end, start, end, children = record
    return Section(
        ladder,
        level,
        label,
        ordinal,
        heading,
        Span(h_start, h_end),
        Span(start, end),
        tuple(map(_section_of, children)),
    )


def _table_record(table: Table) -> dict[str, Any]:
    """A table; a cell's place is its ends one after the other: [] where it is empty, [5, 7], [5, 7, 20, 24]."""
    cells = [[[end for span in cell for end in (span.start, span.end)] for cell in row] for row in table.cell_spans]
    return {"span": _ends(table.span), "caption": _ends(table.caption), "rows": table.rows, "cells": cells}


def _table_of(record: Mapping[str, Any]) -> Table:
    cells = tuple(
        tuple(tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)) for ends in row)
        for row in record["cells"]
    )
    return Table(Span(*record["span"]), _frozen(record["rows"]), cells, _span(record["caption"]))


def _ends(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span is not None else None


def _span(ends: list[int] | None) -> Span | None:
    return Span(*ends) if ends is not None else None


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
