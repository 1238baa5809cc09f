"""Attachments: where one begins, and what only names one at the foot of a notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count, islice

from policysearch.numerals import parse_date
from policysearch.parse.numbering import Label, match_label
from policysearch.text import BLANK, CJK, squeeze, trim
from policysearch.types import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MOST_TITLE_CHARS = 50
_LEAST_PROSE_CHARS = 30
_MOST_BETWEEN_LINES = 3
_MOST_BELOW_LINES = 2
# 1.申请表 / 2．汇总表: an entry of a list of attachments; 1.申报条件。凡… is none
_ENTRY = re.compile(r"[1１l]\s?[.．、:：]\s?[^。]{2,80}")
_LIST = re.compile(rf"^[{BLANK}]*附\s?[件表]\s?[:：]\s*[1１l]\s?[.．、:：][^。\n]{{2,80}}$", re.MULTILINE)
# 云岭县公共租赁住房管理办法（试行） / 各镇要落实本办法。
_TITLE = re.compile(
    r"[^。；：，]{2,}(?:办法|规定|细则|方案|意见|规则|规程|条例|章程|准则|制度|规划|计划|纲要|标准|指南|导则|目录|要点|措施|名单|[表图])"
    r"(?:[（(][^）)]{1,12}[)）])?"
)
_DATE_LINE = re.compile(rf"[^。，；]{{0,30}}[日号][{BLANK}）)]*")
_LISTED = re.compile(r"[；;]|\d[.．]《")


def annex_heading(text: str, label: Label, line: Span, tables: Sequence[Span]) -> Span | None:
    """The heading of the attachment that begins at ``line``, None where the line only names one.

    附件1 alone on its line takes the title on the next. 附件：申请表 begins an attachment only where its text
    follows: at the foot of a notice the line tells what is enclosed, and the signature follows.
    """
    following = _lines(text, line.end, 2)
    words = text[label.end : line.end].strip()
    if not words:
        if not following or _ENTRY.fullmatch(following[0].of(text)):
            return None
        return Span(line.start, following[0].end) if _is_title(text, following[0], tables) else line
    if len(words) > _MOST_TITLE_CHARS or "。" in words or _LISTED.search(words) or match_label(words, 0):
        return None
    return line if following and _is_body(text, following, tables) else None


def annex_lists(text: str) -> list[Span]:
    """The lists of what a notice encloses: 附件：1.申请表, and the lines 2.汇总表 … below it."""
    found = []
    for match in _LIST.finditer(text):
        end = match.end()
        for number in count(2):
            entry = re.compile(rf"\s*{number}\s?[.．、:：][^。\n]{{2,80}}(?=\n|$)").match(text, end)
            if entry is None:
                break
            end = entry.end()
        found.append(Span(match.start(), end))
    return found


def attached_title(text: str, begin: int, end: int, again: bool) -> Span | None:
    """The title between ``begin`` and ``end`` of a text that a notice carries without a word like 附件 above it.

    It ends like one (…办法) and stands below a date, or the notice has named it: 现将《…办法》印发给你们. Where
    numerals begin ``again`` right below it that is proof enough.
    """
    lines = _lines(text, begin, end=end)
    for at in range(len(lines) - 1, -1, -1):
        words = title_words(lines[at].of(text))
        if len(words) > _MOST_TITLE_CHARS or not _TITLE.fullmatch(words) or match_label(words, 0) is not None:
            continue
        above = [line.of(text) for line in lines[max(0, at - _MOST_BETWEEN_LINES) : at]]
        dated = any(_DATE_LINE.fullmatch(line) and parse_date(line) for line in above)
        near = again and len(lines) - at <= _MOST_BELOW_LINES
        if dated or near or f"《{squeeze(words)}》" in squeeze(text[: lines[at].start]):
            return lines[at]
    return None


def title_words(line: str) -> str:
    """The words of a title without the signs that a file in Markdown puts around it."""
    return line.strip(f"#*{BLANK}")


def _is_title(text: str, line: Span, tables: Sequence[Span]) -> bool:
    words = line.of(text)
    in_table = any(table.start <= line.start < table.end for table in tables)
    return (
        4 <= len(words) <= _MOST_TITLE_CHARS
        and not in_table
        and re.search(r"[。；：:，、]", words) is None
        and re.match(f"[{CJK}《“\\d]", words) is not None
        and match_label(words, 0) is None
        and parse_date(words) is None
    )


def _is_body(text: str, following: Sequence[Span], tables: Sequence[Span]) -> bool:
    """Whether the lines below a title are a text or a table, not a signature or a further title."""
    first = following[0].of(text)
    label = match_label(first, 0)
    if label is not None and label.rung.ladder in ("law", "plan"):
        return label.ordinal == 1
    if any(table.start <= line.start < table.end for table in tables for line in following):
        return True
    return first.startswith("【") or (len(first) >= _LEAST_PROSE_CHARS and first[-1:] in ("。", "：", ":"))


def _lines(text: str, begin: int, most: int | None = None, end: int | None = None) -> list[Span]:
    """The next ``most`` lines that are not blank (all of them with None)."""
    found = _LINE.finditer(text, begin, len(text) if end is None else end)
    return [trim(text, Span(*match.span())) for match in islice(found, most)]
