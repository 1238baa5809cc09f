"""Short names that the documents define themselves: 职工基本医疗保险（以下简称“职工医保”）.

Most of what stands in such brackets means something in its own document alone (条例, 本市, 申请人). Only what says of
itself what it is short for is taken: its characters stand in the full name in the same order, and a word of it is no
word of that name (医保 for 医疗保险). Where words are only left out (信息管理平台, 信息平台), or documents give
different full names, the short name is a local one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from policysearch.search.tokenize import word_borders
from policysearch.text import CJK, fold
from policysearch.types import Document

_DEFINED = re.compile(rf"[(（](?:以下|下)(?:简称|统称|称)[为:：]?[“\"《「]?([{CJK}]{{3,10}})[”\"》」]?[)）]")
_BEFORE = re.compile(rf"([{CJK}]+)[》”\"]?$")
_LEAST_LEFT_OUT = 2
# 办 begins the last word of 管理办公室, 保 stands in the middle of that of 医疗保险.
_MOST_AFTER_LAST = 3
_MOST_FULL_CHARS = 20


def short_names(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """Each short name, folded, with its full name, and each full name with its short ones, in order of documents."""
    fulls: dict[str, set[str]] = {}
    for document in documents:
        text = document.text
        for match in _DEFINED.finditer(text):
            before = _BEFORE.search(text[max(0, match.start() - _MOST_FULL_CHARS - 1) : match.start()])
            short = fold(match[1])
            full = _full_name(short, fold(before[1])) if before else None
            if full:
                fulls.setdefault(short, set()).add(full)
    table: dict[str, tuple[str, ...]] = {}
    for short, found in fulls.items():
        if len(found) == 1:
            (full,) = found
            table[short] = (full,)
            table[full] = (*table.get(full, ()), short)
    return table


def _full_name(short: str, before: str) -> str | None:
    """The end of ``before`` that ``short`` abbreviates; it begins with a word. None where there is none."""
    at = len(before)
    for left, char in enumerate(reversed(short)):
        at = before.rfind(char, 0, at)
        if at < 0 or (left == 0 and at < len(before) - _MOST_AFTER_LAST):
            return None
    full = before[at:]
    if at not in word_borders(before) or len(full) < len(short) + _LEAST_LEFT_OUT or "的" in full:
        return None
    return full if any(part not in full for part in _parts(short)) else None


def _parts(short: str) -> list[str]:
    """The words of a short name; single characters beside each other are one (住建 in 市住建局)."""
    parts: list[str] = []
    borders = sorted(word_borders(short))
    after_single = False
    for start, end in pairwise(borders):
        is_single = end - start == 1
        if is_single and after_single:
            parts[-1] += short[start:end]
        else:
            parts.append(short[start:end])
        after_single = is_single
    return parts
