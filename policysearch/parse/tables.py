"""Tables whose cells lost their grid: where they stand, so that they stay in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policysearch.parse.flat import flat_tables
from policysearch.text import CJK, trim
from policysearch.types import Span

_LEAST_CELLS = 10
_MOST_CELL_CHARS = 28
_MOST_CAPTION_CHARS = 45
_SENTENCE = re.compile(r"[。；！？]|[，,].*[，,]")
_NUMBER = re.compile(r"[-+]?\d[\d.,%]*(?:以上|以下|左右)?|-|—")
_HEADER = re.compile(r"序\s?号|指标|单位|项目|名称|目标|类别|标准")
_LABEL = re.compile(rf"[（(]?[一二三四五六七八九十\d]{{1,3}}[)）、.．][{CJK}]|第.{{1,5}}[章节条]|——")


def find_flattened_tables(text: str, flat: Sequence[Span], known: Sequence[Span]) -> list[Span]:
    """The spans of flattened tables: one cell a line, or a captioned run inside a flat line.

    Spans in ``known`` (tables that the format itself marks) are left out. A span begins at its caption.
    """
    found = [span for line in flat for span in flat_tables(text, line)]
    found += _one_cell_a_line(text)
    return [s for s in found if not any(k.start < s.end and s.start < k.end for k in known)]


def _one_cell_a_line(text: str) -> Iterator[Span]:
    lines = [trim(text, Span(*m.span())) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_cell(text, lines[end]):
            end += 1
        cells = [lines[n].of(text) for n in range(at, end)]
        if _is_table(cells):
            first = next(n for n, cell in enumerate(cells) if _HEADER.search(cell)) + at
            first = max(at, first - 1) if first > at and len(lines[first - 1]) <= _MOST_CAPTION_CHARS else first
            if first == at and at and _is_caption(lines[at - 1].of(text)):
                first -= 1
            yield Span(lines[first].start, lines[end - 1].end)
        at = max(end, at + 1)


def _is_cell(text: str, line: Span) -> bool:
    words = line.of(text)
    return len(words) <= _MOST_CELL_CHARS and not _SENTENCE.search(words) and not _LABEL.match(words)


def _is_table(cells: list[str]) -> bool:
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    headers = sum(bool(_HEADER.search(cell)) for cell in cells[:14])
    return len(cells) >= _LEAST_CELLS and numbers >= 0.3 * len(cells) and headers >= 2


def _is_caption(line: str) -> bool:
    return len(line) <= _MOST_CAPTION_CHARS and not _SENTENCE.search(line) and not _LABEL.match(line)
