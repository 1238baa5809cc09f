"""Cells that stand on lines of their own in a text whose table could not be put back: which lines belong together.

A figure belongs to the words on the line before it (江高镇 / 86604940), a day to the words after it (5日至20日 /
网上报名), and a month on a line of its own to the days below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policysearch.types import Span

_MOST_NAME_CHARS = 40
_MOST_FIGURE_CHARS = 50
_FIGURE = re.compile(
    r"[≥≤约]?[-+−]?\d[\d.,]*\s?(?:[%％‰]|[万亿]?(?:元|人|套|户|分|倍|㎡|平方米|亩))?(?:[/／][\d\u4e00-\u9fff]{1,8})?(?:以上|以下|以内|左右)?"
    r"(?:[（(][^（）()]{1,12}[)）])?|\d{3,4}-\d{7,8}|\d{7,8}(?:[-\s、/]\d+)*"
)
_LIMIT = re.compile(r"(?:最[高低多少]|不超过|累计不超过|每[年月次人])[^，。；]{0,6}\d[\d.]*[^，。；]{0,6}")
_DAY = re.compile(
    r"(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|月[初中底])(?:\s?[至到\-—－~～]\s?(?:\d{1,2}月)?\d{1,2}日)?(?:[前后起]|之前|之后|以前|以后)?|"
    r"\d{1,2}月[上中下]旬|第[一二三四五]周[的周一二三四五六日起]{0,4}"
)
_MONTH = re.compile(r"(?:(?:19|20)\d\d年)?\s?\d{1,2}\s?月")
_ENDS = "。；：！？;:!?，,、"
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、]|第[一二三四五六七八九十百\d]+[条章节款]")


def together(text: str, lines: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """``lines`` (sentences of a passage, in order), those that are cells of one row as one; each in some piece."""
    month: Span | None = None
    at = 0
    while at < len(lines):
        one, words = lines[at], lines[at].of(text)
        following = lines[at + 1] if at + 1 < len(lines) and _is_next_line(text, one, lines[at + 1]) else None
        if _MONTH.fullmatch(words) and following is not None:
            month = one
            at += 1
            continue
        if _DAY.fullmatch(words) and following is not None and _WORDS.search(following.of(text)):
            row = Span(one.start, following.end)
            near = month is not None and "月" not in words
            yield (month, row) if near and month is not None and month.end < row.start else (row,)
            at += 2
            continue
        if following is not None and _is_name(words) and _is_figure(text, following):
            last = at + 1
            while last + 1 < len(lines) and _is_next_line(text, lines[last], lines[last + 1]):
                if not _LIMIT.fullmatch(lines[last + 1].of(text)):
                    break
                last += 1
            yield (Span(one.start, lines[last].end),)
            at = last + 1
            continue
        yield (one,)
        at += 1


def _is_next_line(text: str, one: Span, following: Span) -> bool:
    """Whether a line end parts the two, and each begins a line."""
    begins = one.start == 0 or text[one.start - 1] in "\n \t\u3000"
    return begins and "\n" in text[one.end : following.start] and not text[one.end : following.start].strip()


def _is_name(words: str) -> bool:
    bare = len(words) <= _MOST_NAME_CHARS and words[-1] not in _ENDS and not _LABEL.match(words)
    return bare and _WORDS.search(words) is not None and not _FIGURE.fullmatch(words) and not _LIMIT.fullmatch(words)


def _is_figure(text: str, line: Span) -> bool:
    """Whether a line is a figure alone, or several with what each is of (三等奖130分/次，二等奖140分/次)."""
    words = line.of(text)
    if _FIGURE.fullmatch(words):
        return re.fullmatch(r"\d{1,2}", words) is None  # a bare small number is that of the next row as well
    parts = re.split(r"[，,；;]", words)
    return (
        not _LIMIT.match(words)
        and len(words) <= _MOST_FIGURE_CHARS
        and len(parts) >= 2
        and all(re.search(r"[^\d]{2,}\d+", p) for p in parts)
    )
