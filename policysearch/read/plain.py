"""Plain text: the characters as they are; form feeds are page starts."""

from __future__ import annotations

from policysearch.config import ReadLimits
from policysearch.read.decode import decode
from policysearch.types import RawDocument, Source


def read_plain(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The text of a txt file; a form feed begins a page, as in what pdftotext writes."""
    text, warnings = decode(data)
    starts = [i + 1 for i, char in enumerate(text) if char == "\f" and text[i + 1 :].strip()]
    pages = (0, *starts) if starts else ()
    return RawDocument(source=source, text=text, page_starts=pages, warnings=warnings)
