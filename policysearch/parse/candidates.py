"""Where sections may open: what the format marks, labels at line starts and inside lines, sub-headlines of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policysearch.parse.annex import annex_heading, annex_lists
from policysearch.parse.flat import flat_headings
from policysearch.parse.numbering import Label, match_label
from policysearch.text import BLANK, CJK, trim
from policysearch.types import HeadingMark, Span

_MOST_HEADING_CHARS = 45
_MOST_RUN_IN_CHARS = 32
_STOP = re.compile("[。；;：:]")
_ARTICLE_NAME = re.compile(rf"[{BLANK}]*([（(【〔][^）)】〕\n]{{2,30}}[）)】〕])")
_MID_LINE = re.compile(rf"(?<=[。；;：:])[{BLANK}]*(?=[（(第—]|[一二三四五六七八九十]{{1,3}}、)")
# A line of a news page that heads what follows: no mark at its end, no row of names.
_BARE_HEADING = re.compile(rf"[{CJK}“‘《「『](?=[^，]*，?[^，]*$)[^。；！？;,\n]{{1,38}}(?<![。，；：！？…、,;:])")
_BYLINE = re.compile(
    rf"(?:[{CJK}]{{2,3}}[{BLANK}]+)+[{CJK}]{{2,3}}"
    r"|(?=[^。]{2,40}$).*(?:记者|通讯员|来源|发布|编辑|图片由|供图|摄影|\d{4}[年-]).*"
)
# What stands about a document and heads nothing: 云政办发〔2023〕5 号, 二〇二三年五月六日, 主题词：住房
_NO_HEADING = re.compile(
    r".*(?:[〔\[（(]\s?(?:19|20)\d\d\s?[〕\]）)].{0,8}号|[年月]\s*\S{1,4}\s*日)[）)]?|主\s?题\s?词.*|(?:抄|主)\s?送.*"
    r"|.*文件|附件.*|内\s*容\s*(?:概\s*述|全\s*文)"
)
_ORGAN_LINE = re.compile(r".*(?:人民政府|委员会|办公[厅室]|[^\s]{3}[局厅部委院])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a section may open. ``strict`` ones must continue the numerals exactly."""

    label: Label | None
    span: Span
    strict: bool = False
    mark_level: int | None = None


def find_candidates(
    text: str, marks: Sequence[HeadingMark], flat: Sequence[Span], tables: Sequence[Span]
) -> list[Candidate]:
    """The candidates of ``text`` in reading order; of two at one place the one that the format marks."""
    found = [*_marked(text, marks), *_numbered(text, flat, tables)]
    found.sort(key=lambda c: (c.span.start, c.mark_level is None))
    first = {c.span.start: c for c in reversed(found)}
    return _outside(first.values(), tables)


def find_bare(text: str, tables: Sequence[Span]) -> list[Candidate]:
    """The sub-headlines of a page without any numeral, in reading order."""
    return _outside(_bare(text), tables)


def _outside(candidates: Iterable[Candidate], tables: Sequence[Span]) -> list[Candidate]:
    """The candidates in reading order, without those inside tables."""
    inside = [c for c in candidates if not any(t.start <= c.span.start < t.end for t in tables)]
    return sorted(inside, key=lambda c: c.span.start)


def _marked(text: str, marks: Sequence[HeadingMark]) -> Iterator[Candidate]:
    for mark in _below_title(marks):
        label = match_label(text, mark.span.start, mark.span.end)
        if label is None and _NO_HEADING.fullmatch(text, mark.span.start, mark.span.end):
            continue
        yield Candidate(label, mark.span, mark_level=mark.level)


def _below_title(marks: Sequence[HeadingMark]) -> Sequence[HeadingMark]:
    """The marks without a first one that alone is of the highest level: it is the name of the whole."""
    top = min((mark.level for mark in marks), default=0)
    return marks[1:] if [mark for mark in marks if mark.level == top] == [*marks[:1]] else marks


def _numbered(text: str, flat: Sequence[Span], tables: Sequence[Span]) -> Iterator[Candidate]:
    listed = annex_lists(text)
    for match in re.finditer(r"[^\n]+", text):
        line = trim(text, Span(*match.span()))
        at = bisect_right(listed, line.start, key=lambda entry: entry.start)
        if at and line.start < listed[at - 1].end:
            continue
        if any(f.start <= line.start < f.end for f in flat):
            for number, (opening, span) in enumerate(flat_headings(text, line)):
                yield Candidate(opening, span, strict=number > 0)
            continue
        label = match_label(text, line.start, line.end)
        if label is not None:
            is_annex = label.rung.name == "附件"
            heading = annex_heading(text, label, line, tables) if is_annex else _line_heading(text, label, line)
            if heading is not None:
                yield Candidate(label, heading)
        for inner in _MID_LINE.finditer(text, line.start + 1, line.end):
            inside = match_label(text, inner.end(), line.end)
            if inside is not None and inside.rung.name in ("条", "一、", "（一）", "——"):
                rest = Span(inner.end(), line.end)
                yield Candidate(inside, _line_heading(text, inside, rest), strict=True)


def _line_heading(text: str, label: Label, line: Span) -> Span:
    """Label and heading words of a line: the whole line, its first short sentence, or the label alone."""
    if label.rung.name == "条":
        named = _ARTICLE_NAME.match(text, label.end, line.end)
        return Span(line.start, named.end() if named else label.end)
    stop = _STOP.search(text, label.end, min(line.end, label.end + _MOST_HEADING_CHARS + 1))
    if stop is None:
        return line if line.end - label.end <= _MOST_HEADING_CHARS else Span(line.start, label.end)
    words = len(text[label.end : stop.start()].strip())
    limit = _MOST_RUN_IN_CHARS if stop.group() == "。" else 20 if stop.group() in "：:" else 0
    runs_on = line.end - stop.end() >= 6 or stop.group() in "：:"
    if 2 <= words <= limit and runs_on:
        return Span(line.start, stop.start())
    return Span(line.start, label.end)


def _bare(text: str) -> Iterator[Candidate]:
    """Sub-headlines of a page without numerals: short lines set off by what follows them."""
    lines = [trim(text, Span(*m.span())) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    is_head = [
        _BARE_HEADING.fullmatch(text, line.start, line.end) is not None
        and _BYLINE.fullmatch(text, line.start, line.end) is None
        and _NO_HEADING.fullmatch(text, line.start, line.end) is None
        and not _signs(text, lines[at : at + 3])
        for at, line in enumerate(lines)
    ]
    byline = next((n for n, line in enumerate(lines[:6]) if _BYLINE.fullmatch(text, line.start, line.end)), 0)
    is_head[: byline + 1] = [False] * min(byline + 1, len(lines))  # the title, with what stands above and below it
    for at, line in enumerate(lines):
        if not is_head[at]:
            continue
        after = next((n for n in range(at + 1, len(lines)) if _BYLINE.fullmatch(lines[n].of(text)) is None), None)
        if after is None or not any(is_head[n] or len(lines[n]) >= 40 for n in (after, after + 1) if n < len(lines)):
            continue
        opens_pair = is_head[after] and not is_head[at - 1]
        follows = is_head[at - 1]
        yield Candidate(None, line, mark_level=1 if opens_pair else 2 if follows else 3)


def _signs(text: str, lines: Sequence[Span]) -> bool:
    """Whether the first of ``lines`` is an organ that signs: a date or another line about the document is near."""
    signs = _ORGAN_LINE.fullmatch(text, lines[0].start, lines[0].end) is not None
    return signs and any(_NO_HEADING.fullmatch(text, line.start, line.end) for line in lines[1:])
