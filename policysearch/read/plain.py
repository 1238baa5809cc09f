"""Plain text: the characters as they are; form feeds are page starts, lines of cells set off by tabs are tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from policysearch.config import ReadLimits
from policysearch.read.decode import decode
from policysearch.types import RawDocument, Source, Span, Table

_LINE = re.compile(r"[^\n\f]+")


def read_plain(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The text of a txt file; a form feed begins a page, as in what pdftotext writes."""
    text, warnings = decode(data)
    starts = [i + 1 for i, char in enumerate(text) if char == "\f" and text[i + 1 :].strip()]
    pages = (0, *starts) if starts else ()
    return RawDocument(source=source, text=text, tables=tuple(_tables(text)), page_starts=pages, warnings=warnings)


def _tables(text: str) -> Iterator[Table]:
    """Lines that follow one another with as many cells each, the first without an empty one, as copied from a sheet.

    A tab that only indents a line (``\\t任务说明``) sets off no cell.
    """
    if "\t" not in text:
        return
    lines = enumerate(_LINE.finditer(text))
    rows = [(number, Span(*line.span()), _cells(line.group())) for number, line in lines if "\t" in line.group()]
    for _, run in groupby(enumerate(rows), key=lambda pair: (pair[1][0] - pair[0], len(pair[1][2]))):
        found = [row for _, row in run]
        if len(found) > 1 and len(found[0][2]) > 1 and all(found[0][2]):
            yield Table(Span(found[0][1].start, found[-1][1].end), tuple(cells for _, _, cells in found))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("\t"))
