"""Characters: a fold that keeps offsets, sentences, and hashes of quotations."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from opencc import OpenCC

from policysearch.types import Span

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
# Zero-width and bidirectional control characters: never shown, often used to hide or break words.
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"

_SENTENCE_END = re.compile(r"[。！？；!?;]+[”’」』）)]*|\n+")
_LINE = re.compile(r"[^\n]+")
_SQUEEZE = re.compile(r"\s+")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


class _Folded(dict[int, str]):
    """Characters by code point, each folded when it is first met; ``str.translate`` reads it."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_FOLDED = _Folded()


def _fold_char(char: str) -> str:
    normal = unicodedata.normalize("NFKC", char)
    if len(normal) != 1:
        return char
    normal = normal.lower()
    if len(normal) != 1:
        return char
    if "\u4e00" <= normal <= "\u9fff":
        simple = _converter().convert(normal)
        return simple if len(simple) == 1 else normal
    return normal


def fold(text: str) -> str:
    """``text`` in half-width, lower-case, simplified characters, of the very same length.

    NFKC changes lengths (㈠ becomes three characters, ㎡ two), so it is applied character by character
    and only where one character stays one: ``fold(text)[i]`` always answers to ``text[i]``.
    """
    return text.translate(_FOLDED)


def squeeze(text: str) -> str:
    """``text`` without any blank: what is compared when line breaks should not matter."""
    return _SQUEEZE.sub("", text)


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of ``span``, in order, without blanks at either end; none is empty.

    A sentence ends at 。！？； and at a line end. 3.5% and 1.2亿 end none: the full stop of Latin
    script is not a sentence end in these texts.
    """
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, span.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    span = trim(text, Span(start, end))
    if len(span):
        yield span


def trim(text: str, span: Span) -> Span:
    """``span`` without blanks and line ends at either side."""
    words = text[span.start : span.end]
    start = span.end - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of ``span``, in order, without blanks at either end; none is empty."""
    for match in _LINE.finditer(text, span.start, span.end):
        yield from _trimmed(text, *match.span())


def find_words(text: str, words: str, within: Span | None = None) -> Span | None:
    """Where ``words`` first stand in ``text``, or in a span of it; blanks and line ends do not count on either side."""
    pattern = r"\s*".join(re.escape(char) for char in squeeze(words))
    start, end = (within.start, within.end) if within else (0, len(text))
    match = re.compile(pattern).search(text, start, end) if pattern else None
    return Span(*match.span()) if match else None


def quote_hash(quote: str) -> str:
    """Eight hexadecimal digits for a quotation; blanks do not count, so a re-wrapped file agrees."""
    return hashlib.sha256(squeeze(quote).encode("utf-8")).hexdigest()[:8]


def clip(text: str, limit_chars: int) -> str:
    """``text`` cut at ``limit_chars`` with an ellipsis where something was cut."""
    return text if len(text) <= limit_chars else text[: limit_chars - 1] + "…"


def chinese_date(date: str) -> str:
    """2022-03-04 as 2022年3月4日."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
