"""A document as text to be read by a person: outline, metadata, what was dropped, passages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from policysearch.parse import cut_passages, parse
from policysearch.read import read_file
from policysearch.text import clip
from policysearch.types import Document, Passage, Section

SHOWN_CHARS = 12
FACTS = (
    "title",
    "issuers",
    "number",
    "issued_on",
    "published_on",
    "effective_on",
    "expires_on",
    "plan_period",
    "regions",
    "kind",
    "is_digest",
)


def golden(path: Path) -> str:
    """What the golden file of ``path`` should hold: its documents one after another."""
    documents = parse(read_file(path.parent, path))
    return "\n".join(map(_golden, documents))


def _golden(document: Document) -> str:
    dropped = Counter(gone.reason for gone in document.dropped)
    facts = [f"{name}: {getattr(document, name)}" for name in FACTS if getattr(document, name)]
    lines = [
        *facts,
        f"pages: {len(document.page_starts)}  tables: {len(document.tables)}  chars: {len(document.text)}",
        f"dropped: {', '.join(f'{reason} {count}' for reason, count in sorted(dropped.items())) or 'nothing'}",
        *(f"warning: {warning}" for warning in document.warnings),
        *(
            f"doubt: {doubt.reason} {clip(' '.join(doubt.span.of(document.text).split()), 20)}"
            for doubt in document.doubts
        ),
        "",
        "outline",
        *_outline(document.sections),
        "",
        "passages",
        *(_passage(document, passage) for passage in cut_passages(document)),
    ]
    return "\n".join(lines) + "\n"


def _outline(sections: tuple[Section, ...], depth: int = 1) -> list[str]:
    lines = []
    for section in sections:
        lines.append(f"{'  ' * depth}{section.label}|{section.heading}")
        lines += _outline(section.children, depth + 1)
    return lines


def _passage(document: Document, passage: Passage) -> str:
    words = passage.text.replace("\n", "⏎").replace("\t", "→")
    page = f" page {passage.page}" if passage.page else ""
    path = " › ".join(passage.section_path) or "-"
    return f"  {passage.kind} {len(passage.text)}{page} [{path}] {words[:SHOWN_CHARS]} … {words[-SHOWN_CHARS:]}"
