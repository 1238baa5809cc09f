"""What is no part of the document is dropped, and nothing is written in.

The text of a document is the raw text less the spans listed here, so every character maps back to the
file, and ``Dropped.reason`` says why each of the others went.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policysearch.parse.flat import flat_lines, kept_blanks
from policysearch.parse.numbering import match_label
from policysearch.text import BLANK, CJK, INVISIBLE, trim
from policysearch.types import Dropped, RawDocument, Span

# — 16 — as a foot line, or inside a sentence where a page broke; blanks around it go with it. They are tried from
# where they begin alone: from each of a hundred thousand blank lines anew would take minutes.
_PAGE_MARK = re.compile(
    rf"(?:(?<![{BLANK}\n])[{BLANK}\n]+)?[—–―]{{1,2}}[{BLANK}]?(?P<n>\d{{1,3}})[{BLANK}]?[—–―]{{1,2}}[{BLANK}]*(?=\n|[^\d])|"
    rf"(?:(?<![{BLANK}\n])[{BLANK}\n]+)?[—–―]{{1,2}}[{BLANK}]?(?P<last>\d{{1,3}})[{BLANK}]?[—–―]{{1,2}}\s*$"
)
_PAGE_LINE = re.compile(
    rf"^[{BLANK}]*(?:-[{BLANK}]*(?P<a>\d{{1,3}})[{BLANK}]*-|第[{BLANK}]*(?P<b>\d{{1,3}})[{BLANK}]*页"
    rf"(?:[{BLANK}/，,]*共[{BLANK}]*\d{{1,4}}[{BLANK}]*页)?)[{BLANK}]*(?:\n|$)",
    re.MULTILINE,
)
# Whole lines of a web page around the document: 当前位置： 首页 >, 相关附件：, 浏览次数：120 次.
_FURNITURE = re.compile(
    r"(?:您|你|当前|现在|所在)(?:现在|当前|所在|的){0,4}位置(?:是|为)?\s?[:：>].{0,80}|位置\s?[:：].{0,80}[>＞»].{0,80}"
    r"|色调调节\s?[:：].{0,20}|扫一扫.{0,30}|最近更新|相关(?:附件|文章|文档|链接|新闻)\s?[:：]?|文档附件\s?[:：]?"
    r"|(?:上一篇|下一篇)\s?[:：].{0,60}|ICP备案.{0,40}|咨询服务与网站维护热线.{0,30}|推荐使用\d+.{0,40}"
    r"|(?:点击|浏览|访问|阅读)(?:率|数|次数|量)\s?[:：]?\s?\d*\s?次?"
)
# Buttons of a page: a line of nothing else (【字号 大 中 小】 打印 关闭) is furniture; one such word alone may be text.
_BUTTON = re.compile(
    r"打\s?印|关\s?闭|分\s?享|收\s?藏|返回顶部|返回首页|复制链接|到|下载|字体|字号|纠错|本页|此页|窗口|页面|文字|[大中小]"
)
_BUTTON_MARKS = re.compile(r"[\s：:|｜【】\[\]（）()>、·]")
_MOST_BUTTON_CHARS = 60
_INVISIBLES = re.compile(f"[{INVISIBLE}\f]+")
_WIDE = f"{CJK}，。；：！？、（）《》“”‘’「」『』〔〕【】—…·％"
_INNER_BLANK = re.compile(
    rf"(?<=[{_WIDE}])[{BLANK}]+(?=[{_WIDE}\dA-Za-z(&])|(?<=[\dA-Za-z)%,;:.*])[{BLANK}]+(?=[{_WIDE}])"
    rf"|(?<=[,;:])[{BLANK}]+(?=[\dA-Za-z])"
)
_RUNS_ON = re.compile(rf"[{CJK}\w，、,（）()《》“”％%]")  # what may stand on either side of a break inside a sentence
_LEAST_WIDTH_CHARS = 18
_LEAST_WRAPPED = 6
_LEAST_WRAPPED_SHARE = 0.2
_LEAST_DOUBLE_CHARS = 300
_LEAST_DOUBLE_SHARE = 0.25
_MOST_HEAD_CHARS = 400
_MOST_FOOT_CHARS = 60  # what may follow the last page mark and still be its foot


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that is left, what was dropped (in order, disjoint), page starts and flat lines in the text."""

    text: str
    dropped: tuple[Dropped, ...]
    page_starts: tuple[int, ...] = ()
    flat: tuple[Span, ...] = ()

    def place(self, raw_offset: int) -> int:
        """Where a raw offset stands in the text; one inside dropped characters falls to their start."""
        at = bisect_right(self.dropped, raw_offset, key=lambda d: d.raw.start)
        gone = sum(len(d.raw) for d in self.dropped[:at])
        if at and raw_offset < self.dropped[at - 1].raw.end:
            gone -= self.dropped[at - 1].raw.end - raw_offset
        return raw_offset - gone

    def origin(self, span: Span) -> Span:
        """The raw span that holds the characters of a span of the text."""
        return Span(self._raw_offset(span.start), self._raw_offset(span.end - 1) + 1)

    def _raw_offset(self, offset: int) -> int:
        for gone in self.dropped:
            if gone.raw.start > offset:
                break
            offset += len(gone.raw)
        return offset

    def move(self, raw: Span) -> Span:
        """A raw span in the text."""
        return Span(self.place(raw.start), self.place(raw.end))


def clean(raw: RawDocument) -> Cleaned:
    """``raw.text`` without page marks, web furniture, a second copy of the body and broken-line blanks."""
    flat = flat_lines(raw.text)
    marks = list(_page_marks(raw.text, flat))
    found = [Dropped(span, "page_mark") for span, _ in marks]
    found += [Dropped(Span(*m.span()), "invisible") for m in _INVISIBLES.finditer(raw.text)]
    found += [Dropped(line, "furniture") for line in _furniture(raw.text)]
    found += _second_copies(raw.text)
    # The blanks of broken lines are judged on the text without page marks: a heading may end at one.
    without_marks = _drop(raw.text, found)
    tables = [without_marks.move(table.span) for table in raw.tables]
    blanks = _broken_blanks(without_marks.text, [without_marks.move(line) for line in flat])
    found += [Dropped(without_marks.origin(blank), "broken_line") for blank in blanks]
    found += [Dropped(without_marks.origin(end), "broken_line") for end in _wrapped_ends(without_marks.text, tables)]
    cleaned = _drop(raw.text, found)
    starts = raw.page_starts or _page_starts(marks, len(raw.text))
    return replace(
        cleaned,
        page_starts=tuple(cleaned.place(start) for start in starts),
        flat=tuple(cleaned.move(line) for line in flat),
    )


def _drop(text: str, found: Iterable[Dropped]) -> Cleaned:
    dropped = tuple(_disjoint(found))
    kept = []
    position = 0
    for gone in dropped:
        kept.append(text[position : gone.raw.start])
        position = gone.raw.end
    kept.append(text[position:])
    return Cleaned("".join(kept), dropped)


def _disjoint(found: Iterable[Dropped]) -> Iterator[Dropped]:
    """The spans in order, each cut where an earlier one already covers it."""
    end = 0
    for gone in sorted(found, key=lambda d: (d.raw.start, -d.raw.end, d.reason)):
        start = max(gone.raw.start, end)
        if start < gone.raw.end:
            yield Dropped(Span(start, gone.raw.end), gone.reason)
            end = gone.raw.end


def _furniture(text: str) -> Iterator[Span]:
    """The lines, with their ends, that belong to the page around the document."""
    for match in re.finditer(r"[^\n]+\n?", text):
        words = match.group().strip()
        if words and (_FURNITURE.fullmatch(words) or _is_button_row(words)):
            yield Span(*match.span())


def _is_button_row(words: str) -> bool:
    if len(words) > _MOST_BUTTON_CHARS:
        return False
    buttons = _BUTTON.findall(words)
    return len("".join(buttons)) >= 2 and not _BUTTON_MARKS.sub("", _BUTTON.sub("", words))


def _page_marks(text: str, flat: Iterable[Span]) -> Iterator[tuple[Span, int]]:
    """Page marks with the blanks around them; in a flat line the blank behind a mark stays."""
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


def _page_starts(marks: list[tuple[Span, int]], length: int) -> tuple[int, ...]:
    """Where each page begins, when the marks count 1, 2, 3 … at the foot; else nothing is claimed."""
    numbers = [number for _, number in marks]
    if len(numbers) < 2 or numbers[0] != 1 or any(b != a + 1 for a, b in pairwise(numbers)):
        return ()
    starts = [span.end for span, _ in marks]
    return (0, *(start for start in starts if length - start > _MOST_FOOT_CHARS or start != starts[-1]))


def _second_copies(text: str) -> list[Dropped]:
    """A body that stands twice: the second copy, with the short lines between the two that head it."""
    units = [Span(*m.span()) for m in re.finditer(r"[^\n。]+[\n。]?", text) if m.group().strip()]
    keys = ["".join(unit.of(text).split()) for unit in units]
    first: dict[str, int] = {}
    best = (0, 0, 0, 0)
    at = 0
    while at < len(units):
        earlier = first.setdefault(keys[at], at)
        if earlier == at:
            at += 1
            continue
        length = 0
        while at + length < len(units) and earlier + length < at and keys[earlier + length] == keys[at + length]:
            length += 1
        chars = sum(map(len, keys[at : at + length]))
        best = max(best, (chars, -at, earlier, length))
        at += max(length, 1)
    chars, minus_at, earlier, length = best
    if chars < max(_LEAST_DOUBLE_CHARS, _LEAST_DOUBLE_SHARE * sum(map(len, keys))):
        return []
    at = -minus_at
    copy = Dropped(Span(units[at].start, units[at + length - 1].end), "second_copy")
    between = Span(units[earlier + length - 1].end, units[at].start)
    lines = [line for line in between.of(text).split("\n") if line.strip()]
    if lines and len(between) <= _MOST_HEAD_CHARS and all(len(line) <= 60 and "。" not in line for line in lines[1:]):
        return [Dropped(_without_tail(text, between), "second_head"), copy]
    return [copy]


def _without_tail(text: str, between: Span) -> Span:
    """``between`` less its first line, which closes the first copy (本文有删减)."""
    line_start = trim(text, between).start
    first_end = text.find("\n", line_start, between.end)
    return Span(first_end + 1 if first_end >= 0 else between.end, between.end)


def _broken_blanks(text: str, flat: Iterable[Span]) -> Iterator[Span]:
    """Blanks that stand for line ends inside the sentences of a flattened file."""
    for line in flat:
        kept = kept_blanks(text, line)
        for match in _INNER_BLANK.finditer(text, line.start, line.end):
            if not any(keep.start < match.end() and match.start() < keep.end for keep in kept):
                yield Span(*match.span())


def _wrapped_ends(text: str, tables: Sequence[Span]) -> Iterator[Span]:
    """Line ends inside the sentences of a file whose lines were broken at one width, as a printed page is.

    Such a file shows many lines of about the same length that end without a mark. A line end stays before a
    label, after a short line and after a mark that ends a sentence.
    """
    lines = [trim(text, Span(*m.span())) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    lines = [line for line in lines if not any(table.holds(line) for table in tables)]
    width = _width([len(line) for line in lines])
    if width is None:
        return
    full = [len(line) >= width - 1 and _RUNS_ON.match(text, line.end - 1) is not None for line in lines]
    if sum(full) < max(_LEAST_WRAPPED, _LEAST_WRAPPED_SHARE * len(lines)):
        return
    for number, (line, after) in enumerate(pairwise(lines)):
        follows = text[line.end : after.start].count("\n") <= 2 and _RUNS_ON.match(text, after.start) is not None
        if full[number] and follows and len(line) <= width + 2 and match_label(text, after.start, after.end) is None:
            yield Span(line.end, after.start)


def _width(lengths: Sequence[int]) -> int | None:
    """The length about which most lines lie, None when lines are short or of every length."""
    counts = Counter(length for length in lengths if length >= _LEAST_WIDTH_CHARS)
    if not counts:
        return None
    near = {length: sum(counts[length + d] for d in (-1, 0, 1)) for length in counts}
    width = max(near, key=lambda length: (near[length], length))
    return width if near[width] >= _LEAST_WRAPPED_SHARE * len(lengths) else None
