"""Contents pages: a list of headings, each of which stands again in the body, or with the number of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policysearch.text import BLANK, CJK, squeeze
from policysearch.types import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*\n?")
_HEAD = re.compile(rf"[{BLANK}]*[【《\[]?目[{BLANK}]*[录錄次][】》\]]?[{BLANK}]*[:：]?[{BLANK}]*\n?")
# 一、总体要求……………3 / （一）指导思想\t12 / 第一章 总则 (4)
_LEADER = re.compile(
    rf"(?:[.．…·‥\-—_]{{3,120}}|(?:[.．·][{BLANK}]?){{4,120}})[{BLANK}]*[（(\-]?\d{{1,3}}[)）\-]?[{BLANK}]*$"
)
_PAGE = re.compile(rf"[{BLANK}]+[（(\-]?\d{{1,3}}[)）\-]?[{BLANK}]*$")
_NAME = re.compile(f"[{CJK}]{{2}}")
_SIGN = re.compile(rf"目[{BLANK}]*[录錄次]|{_LEADER.pattern}", re.MULTILINE)  # without one of these there is none
_MOST_ENTRY_CHARS = 60
_LEAST_ENTRIES = 3
_MOST_TRIED = 50  # lists in a file, so that no file takes longer than its length allows
_MOST_LOOKED_AT = 20_000  # lines below a list in which its entries stand again


def contents(text: str) -> list[Span]:
    """The contents pages of ``text``, with the line 目录 above them; empty where there is none."""
    if _SIGN.search(text) is None:
        return []
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    found: list[Span] = []
    at = tried = 0
    while at < len(lines) and tried < _MOST_TRIED:
        headed = _HEAD.fullmatch(lines[at].of(text)) is not None
        if headed or _LEADER.search(_words(text, lines[at])):
            tried += 1
            end = _end(text, lines, at + headed, headed)
            if end - at - headed >= _LEAST_ENTRIES:
                found.append(Span(lines[at].start, lines[end - 1].end))
                at = end
                continue
        at += 1
    return found


def _words(text: str, line: Span) -> str:
    return line.of(text).strip()


def _end(text: str, lines: Sequence[Span], first: int, headed: bool) -> int:
    """The number of the line behind the last entry of the list that begins at line ``first``.

    Without the word 目录 above it (``headed``) an entry must show the number of its page.
    """
    if not headed:
        end = first
        while end < len(lines) and _LEADER.search(_words(text, lines[end])):
            end += 1
        return end
    below = [squeeze(line.of(text)) for line in lines[first : first + _MOST_LOOKED_AT]]
    seen: set[str] = set()
    at = first
    while at < len(lines):
        key = _key(text, lines[at])
        if key in seen or not _is_entry(text, lines[at], key, below[at - first + 1 :]):
            following = at + 1 < len(lines) and _is_entry(
                text, lines[at + 1], _key(text, lines[at + 1]), below[at - first + 2 :]
            )
            # an entry broken over two lines: its second half is repeated nowhere
            if key in seen or not seen or not following or len(key) > _MOST_ENTRY_CHARS or "。" in key:
                break
        seen.add(key)
        at += 1
    return at


def _key(text: str, line: Span) -> str:
    words = _words(text, line)
    return squeeze(_PAGE.sub("", _LEADER.sub("", words)))


def _is_entry(text: str, line: Span, key: str, below: Sequence[str]) -> bool:
    if _NAME.search(key) is None or len(key) > _MOST_ENTRY_CHARS or "。" in key:
        return False
    return _LEADER.search(_words(text, line)) is not None or any(_repeats(below, key))


def _repeats(below: Sequence[str], key: str) -> Iterator[bool]:
    return (line.startswith(key) for line in below)
