"""What a page carries beside the text: its number, and the line that stands on top or at the foot of every page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from policysearch.parse.numbering import match_label
from policysearch.text import BLANK, CJK, trim
from policysearch.types import Span

# — 16 — as a foot line, or inside a sentence where a page broke; blanks around it go with it. They are tried from
# where they begin alone: from each of a hundred thousand blank lines anew would take minutes.
_PAGE_MARK = re.compile(
    rf"(?:(?<![{BLANK}\n])[{BLANK}\n]+)?[—–―]{{1,2}}[{BLANK}]?(?P<n>\d{{1,3}})[{BLANK}]?[—–―]{{1,2}}[{BLANK}]*(?=\n|[^\d])|"
    rf"(?:(?<![{BLANK}\n])[{BLANK}\n]+)?[—–―]{{1,2}}[{BLANK}]?(?P<last>\d{{1,3}})[{BLANK}]?[—–―]{{1,2}}\s*$"
)
# - 12 -, －12－, 第 4 页 共 9 页 on a line of its own
_PAGE_LINE = re.compile(
    rf"^[{BLANK}]*(?:[-－][{BLANK}]*(?P<a>\d{{1,3}})[{BLANK}]*[-－]|第[{BLANK}]*(?P<b>\d{{1,3}})[{BLANK}]*页"
    rf"(?:[{BLANK}/，,]*共[{BLANK}]*\d{{1,4}}[{BLANK}]*页)?)[{BLANK}]*(?:\n|$)",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]*\S[^\n]*\n?")
_NUMBER = re.compile(r"\d+")
_MOST_FOOT_CHARS = 60  # what may follow the last page mark and still be its foot
_LEAST_PAGES = 3
_MOST_RUNNING_CHARS = 40
_EDGE_LINES = 2  # a running line is among the first or last so many of its page


def page_marks(text: str, flat: Iterable[Span]) -> Iterator[tuple[Span, int]]:
    """Page marks with the blanks around them and their numbers; in a flat line the blank behind a mark stays."""
    for match in sorted([*_PAGE_MARK.finditer(text), *_PAGE_LINE.finditer(text)], key=lambda m: m.start()):
        number = int(next(g for g in match.groups() if g))
        span = Span(*match.span())
        if any(line.holds(span) for line in flat):
            span = Span(span.start, span.start + len(text[span.start : span.end].rstrip()))
        if text[span.start : span.end].startswith("\n") and _stands_alone(text, span):
            span = Span(span.start + 1, span.end)  # the line before keeps its end
        yield span, number


def _stands_alone(text: str, span: Span) -> bool:
    return span.end >= len(text) or text[span.end] == "\n" or text[span.end - 1] == "\n"


def page_starts(marks: Sequence[tuple[Span, int]], length: int) -> tuple[int, ...]:
    """Where each page begins, when the marks count 1, 2, 3 … at the foot; else nothing is claimed."""
    numbers = [number for _, number in marks]
    if len(numbers) < 2 or numbers[0] != 1 or any(b != a + 1 for a, b in pairwise(numbers)):
        return ()
    starts = [span.end for span, _ in marks]
    return (0, *(start for start in starts if length - start > _MOST_FOOT_CHARS or start != starts[-1]))


def running_lines(text: str, marks: Sequence[Span], starts: Sequence[int], tables: Sequence[Span]) -> list[Span]:
    """The lines, with their ends, that stand on top or at the foot of most pages, alike but for a number.

    ``marks`` are page marks, which are no lines here; ``starts`` where the pages begin. A line that is the same
    on every page stays where it stands first: it may be the title.
    """
    edges = [edge for page in pairwise([*starts, len(text)]) for edge in _edges(text, Span(*page), marks, tables)]
    counts = Counter(key for _, key in edges)
    least = max(_LEAST_PAGES, (len(starts) + 1) // 2)
    running = {key for key, count in counts.items() if count >= least and _counts_up(key, edges, text)}
    same = {key for key in running if len({line.of(text).strip() for line, other in edges if other == key}) == 1}
    first = {key: line for line, key in reversed(edges) if key in same}
    return [line for line, key in edges if key in running and first.get(key) != line]


def _edges(
    text: str, page: Span, marks: Sequence[Span], tables: Sequence[Span]
) -> Iterator[tuple[Span, tuple[str, str]]]:
    """The first and last lines of a page with what is compared: the end where each stands, and its words."""
    lines = [Span(*match.span()) for match in _LINE.finditer(text, page.start, page.end)]
    lines = [line for line in lines if not _is_mark(line, marks)]
    for end, edge in (("top", lines[:_EDGE_LINES]), ("foot", lines[_EDGE_LINES:][-_EDGE_LINES:])):
        for line in edge:
            words = "".join(trim(text, line).of(text).split())
            inside = any(table.start <= line.start < table.end for table in tables)
            if len(words) <= _MOST_RUNNING_CHARS and not inside and match_label(words, 0) is None:
                yield line, (end, _NUMBER.sub("#", words))


def _is_mark(line: Span, marks: Sequence[Span]) -> bool:
    """Whether a page mark covers the line or stands in it; ``marks`` are in order."""
    at = bisect_right(marks, line.start + 1, key=lambda mark: mark.start)
    return (at > 0 and marks[at - 1].end > line.start + 1) or (at < len(marks) and line.holds(marks[at]))


def _counts_up(key: tuple[str, str], edges: Sequence[tuple[Span, tuple[str, str]]], text: str) -> bool:
    """Whether the lone number of a line grows from page to page, as that of a page does; true of a line of words."""
    if re.search(f"[{CJK}A-Za-z]", key[1]):
        return True
    numbers = [int(_NUMBER.findall(line.of(text))[0]) for line, other in edges if other == key]
    return "#" in key[1] and all(0 < b - a <= 2 for a, b in pairwise(numbers))
