"""Of what years a place of a document speaks: those named nearest before it, with 今年, 去年 and 五年来 resolved.

A report of 2026 says 今年 of 2026, 去年 and 一年来 of 2025, 五年来 of 2021 to 2025. What a section says before its
children holds in them; a sentence that only mentions a year (比2019年增长) sets none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policysearch.answer.asked import Aim, Years, years_in
from policysearch.cells import table_at
from policysearch.numerals import parse_numeral
from policysearch.place import sections_at
from policysearch.text import fold
from policysearch.types import Document, Section, Span

REPORT = "工作报告"
_RELATIVE = re.compile(
    r"(?<![比较与同超于])(?:(?P<now>今年|本年度)|(?P<last>去年|过去(?:的)?一年|一年来)"
    r"|(?P<past>(?:过去(?:的)?|这|回望|回首)五年|(?:过去)?五年[来间])|(?P<next>(?:未来|今后|下一?个)五年))"
)
# A report says of a year, or a stretch of years, where a sentence begins with it.
_SETS = re.compile(
    r"(?:^|[\n。；！：，])\W{0,3}(?:(?:各位代表|刚刚过去的|截至|截止|到|回顾|回望|回首|在|综合|经过|总的看|主要预期目标是)\W{0,2})*"
    rf"(?=(?:19|20)\d\d(?:年|[-—~～至])|[“\"]?十[一二三四五]?五|{_RELATIVE.pattern})"
)
_YEARS_OF_REVIEW = re.compile(r"((?:19|20)\d\d)\s*年[^，。\n]{0,12}(?:回顾|总结)")
_YEARS_AHEAD = re.compile(r"((?:19|20)\d\d)\s*年[^，。\n]{0,16}(?:任务|部署|安排|目标|要求)")
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_DAY = re.compile(r"((?:19|20)\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|([一二][〇零○九][〇零○一二三四五六七八九]{2})年")
_HEAD_CHARS, _MOST_BEFORE_CHARS = 400, 800
_LINE_END = re.compile(r"[。；\n]")
_MAY_TELL = re.compile(r"\d{4}|五|[今去本一]年")  # no other line names a year
_LOOKS_BACK = re.compile(r"回顾|成效|成绩|成就|总结|基础|现状|历程|进展|完成情况")
_LOOKS_AHEAD = re.compile(r"目标|任务|安排|部署|打算|要求|考虑|重点工作|主要工作")


@lru_cache(maxsize=256)
def _year_of(title: str, kind: str | None, date: str | None, text: str) -> int | None:
    day = int(date[:4]) if date else None
    if kind != REPORT:
        return day
    named = _TITLE_YEAR.search(fold(title))
    if named:
        return int(named[1])
    for match in _YEARS_OF_REVIEW.finditer(text):
        return int(match[1]) + 1
    for pattern, within in ((_YEARS_AHEAD, text), (_DAY, text[:_HEAD_CHARS])):
        found = pattern.search(within)
        if found:
            year = found[1] or str(parse_numeral(found[2]) or "")
            return int(year) if year else day
    return day


def year_of(document: Document) -> int | None:
    """The year that a document means by 今年: a report's is that of its title, else the year after its review."""
    return _year_of(document.title, document.kind, document.date, document.text)


def years_told(text: str, year: int | None) -> tuple[Years, ...]:
    """The years that ``text`` (folded) names, each once; 今年 and the like as of ``year``, left out without one."""
    named = years_in(text)
    if year is None:
        return named
    return tuple(dict.fromkeys([*named, *(_resolved(match, year) for match in _RELATIVE.finditer(text))]))


def _resolved(match: re.Match[str], year: int) -> Years:
    if match["now"]:
        return year, year
    if match["last"]:
        return year - 1, year - 1
    return (year - 5, year - 1) if match["past"] else (year, year + 4)


def years_before(document: Document, at: int) -> tuple[Years, ...]:
    """The years named nearest before ``at``: in its section, in what the sections around it say first, in headings.

    Empty where none of them names one, the title included.
    """
    year = year_of(document)
    for words in _before(document, at):
        found = years_told(words, year)
        if found:
            return found
    return ()


def _before(document: Document, at: int) -> Iterator[str]:
    """The folded words before ``at`` that may set its years, from near to far; of a table its caption first."""
    text = document.text
    table = table_at(document, at)
    if table is not None:
        at = table.span.start
        yield fold(table.caption.of(text)) if table.caption else ""
    path = sections_at(document.sections, at)
    for section, end in _own_words(path, at):
        start = max(section.heading_span.end if section.heading else section.span.start, 0)
        yield from _lines(document, Span(min(start, end), end))
        yield fold(section.heading)
    if not path:
        yield from _lines(document, Span(0, at))
    elif document.kind == REPORT:
        yield from _lines(document, Span(0, min(document.sections[0].span.start, at)))
    yield fold(document.title)


def _own_words(path: tuple[Section, ...], at: int) -> Iterator[tuple[Section, int]]:
    """The sections of ``path`` from near to far, each with the end of what it says itself before ``at``."""
    for section in reversed(path):
        children = [child.span.start for child in section.children if child.span.start <= at]
        yield section, children[0] if children else at


def _lines(document: Document, within: Span) -> Iterator[str]:
    """The folded lines of ``within`` from its end, of a report those that begin with the years they speak of."""
    text = document.text
    if document.kind != REPORT:
        start = max(within.start, within.end - _MOST_BEFORE_CHARS)
        lines = _LINE_END.split(text[start : within.end])
        yield from (fold(line) for line in reversed(lines) if _MAY_TELL.search(line))
        return
    for start in reversed(_starts(text)):
        if within.start <= start < within.end:
            end = _LINE_END.search(text, start)
            yield fold(text[start : min(end.start() if end else within.end, within.end)].split("，")[0])


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    """Where the sentences of a report begin that open with the years they speak of."""
    return tuple(match.end() for match in _SETS.finditer(fold(text)))


def aim_above(path: tuple[str, ...]) -> Aim:
    """Whether the nearest heading that tells looks back (回顾, 成效) or ahead (目标, 任务); "" where none tells."""
    for heading in path:
        back, ahead = _LOOKS_BACK.search(heading) is not None, _LOOKS_AHEAD.search(heading) is not None
        if back != ahead:
            return "fact" if back else "plan"
    return ""
