"""What is no part of the document is dropped, and nothing is written in.

The text of a document is the raw text less the spans listed here, so every character maps back to the
file, and ``Dropped.reason`` says why each of the others went.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from policysearch.parse.contents import contents
from policysearch.parse.flat import flat_lines, kept_blanks
from policysearch.parse.furniture import furniture
from policysearch.parse.numbering import match_label
from policysearch.parse.pages import page_marks, page_starts, running_lines
from policysearch.text import BLANK, CJK, INVISIBLE, clip, trim
from policysearch.types import Dropped, RawDocument, Span

_INVISIBLES = re.compile(f"[{INVISIBLE}\f]+")
_WIDE = f"{CJK}，。；：！？、（）《》“”‘’「」『』〔〕【】—…·％"
_INNER_BLANK = re.compile(
    rf"(?<=[{_WIDE}])[{BLANK}]+(?=[{_WIDE}\dA-Za-z(&])|(?<=[\dA-Za-z)%,;:.*])[{BLANK}]+(?=[{_WIDE}])"
    rf"|(?<=[,;:])[{BLANK}]+(?=[\dA-Za-z])"
)
_RUNS_ON = re.compile(rf"[{CJK}\w，、,（）()《》“”％%]")  # what may stand on either side of a break inside a sentence
_WORDS = re.compile(f"[{CJK}“《‘「]")
_TITLE_ENDS = ("通知", "意见", "办法", "规定", "决定", "公告", "批复", "条例", "方案", "细则")  # in a list of titles
_LEAST_WIDTH_CHARS = 18
_LEAST_WRAPPED = 6
_LEAST_WIDTH_SHARE = 0.03
_LEAST_OPEN_SHARE = 0.6
_LEAST_TORN_CHARS = 12
_LEAST_WRAPPED_SHARE = 0.2
_MOST_KEPT_CHARS = 200  # of what was dropped
_LEAST_DOUBLE_CHARS = 300
_LEAST_DOUBLE_SHARE = 0.25
_MOST_HEAD_CHARS = 400


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text that is left, what was dropped (in order, disjoint), page starts and flat lines in the text."""

    text: str
    dropped: tuple[Dropped, ...]
    page_starts: tuple[int, ...] = ()
    flat: tuple[Span, ...] = ()
    gone: tuple[int, ...] = (0,)  # how many characters the first n of ``dropped`` hold

    def place(self, raw_offset: int) -> int:
        """Where a raw offset stands in the text; one inside dropped characters falls to their start."""
        at = bisect_right(self.dropped, raw_offset, key=lambda d: d.raw.start)
        inside = max(0, self.dropped[at - 1].raw.end - raw_offset) if at else 0
        return raw_offset - self.gone[at] + inside

    def origin(self, span: Span) -> Span:
        """The raw span that holds the characters of a span of the text."""
        return Span(self._raw_offset(span.start), self._raw_offset(span.end - 1) + 1)

    def _raw_offset(self, offset: int) -> int:
        counts = range(len(self.dropped))
        before = bisect_right(counts, offset, key=lambda n: self.dropped[n].raw.start - self.gone[n])
        return offset + self.gone[before]

    def move(self, raw: Span) -> Span:
        """A raw span in the text."""
        return Span(self.place(raw.start), self.place(raw.end))


def clean(raw: RawDocument) -> Cleaned:
    """``raw.text`` without page marks, running lines, contents pages, web furniture, a second copy and broken lines."""
    flat = flat_lines(raw.text)
    marks = list(page_marks(raw.text, flat))
    starts = raw.page_starts or page_starts(marks, len(raw.text))
    found = [Dropped(span, "page_mark") for span, _ in marks]
    held = [table.span for table in raw.tables]
    found += [
        Dropped(line, "running_line") for line in running_lines(raw.text, [span for span, _ in marks], starts, held)
    ]
    found += [Dropped(page, "contents") for page in contents(raw.text)]
    found += [Dropped(Span(*m.span()), "invisible") for m in _INVISIBLES.finditer(raw.text)]
    found += [Dropped(line, "furniture") for line in furniture(raw.text)]
    found += _second_copies(raw.text)
    # The blanks of broken lines are judged on the text without page marks: a heading may end at one.
    without_marks = _drop(raw.text, found)
    tables = [without_marks.move(table.span) for table in raw.tables]
    blanks = _broken_blanks(without_marks.text, [without_marks.move(line) for line in flat])
    found += [Dropped(without_marks.origin(blank), "broken_line") for blank in blanks]
    found += [Dropped(without_marks.origin(end), "broken_line") for end in _wrapped_ends(without_marks.text, tables)]
    cleaned = _drop(raw.text, found)
    return replace(
        cleaned,
        dropped=tuple(replace(gone, words=clip(gone.raw.of(raw.text), _MOST_KEPT_CHARS)) for gone in cleaned.dropped),
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
    return Cleaned("".join(kept), dropped, gone=(0, *accumulate(len(d.raw) for d in dropped)))


def _disjoint(found: Iterable[Dropped]) -> Iterator[Dropped]:
    """The spans in order, each cut where an earlier one already covers it."""
    end = 0
    for gone in sorted(found, key=lambda d: (d.raw.start, -d.raw.end, d.reason)):
        start = max(gone.raw.start, end)
        if start < gone.raw.end:
            yield Dropped(Span(start, gone.raw.end), gone.reason)
            end = gone.raw.end


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
        kept = sorted(kept_blanks(text, line))
        ends = list(accumulate((keep.end for keep in kept), max))  # how far the first n reach
        for match in _INNER_BLANK.finditer(text, line.start, line.end):
            begun = bisect_left(kept, match.end(), key=lambda keep: keep.start)
            if not begun or ends[begun - 1] <= match.start():
                yield Span(*match.span())


def _wrapped_ends(text: str, tables: Sequence[Span]) -> Iterator[Span]:
    """Line ends inside sentences: those that punctuation proves, and those of lines broken at one width.

    A printed page shows many lines of about the same width that end without a mark. A line end stays before a
    label, after a short line and after a mark that ends a sentence.
    """
    lines = [trim(text, Span(*m.span())) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    lines = [line for line in lines if not any(table.holds(line) for table in tables)]
    full = _full_lines(text, lines)
    for number, (line, after) in enumerate(pairwise(lines)):
        runs_on = full[number] and _RUNS_ON.match(text, after.start) is not None
        near = (runs_on or _is_torn(text, line, after)) and text.count("\n", line.end, after.start) <= 2
        if near and match_label(text, after.start, after.end) is None:
            yield Span(line.end, after.start)


def _is_torn(text: str, line: Span, after: Span) -> bool:
    """Whether punctuation proves that a sentence runs on: ，or 、 at the end of a line, or a mark before the next."""
    if len(line) < _LEAST_TORN_CHARS or len(after) < 2:
        return False
    opens = text[after.start] in "，。；、：）" and _RUNS_ON.match(text, line.end - 1) is not None
    return opens or (text[line.end - 1] in "，、" and _WORDS.match(text, after.start) is not None)


def _full_lines(text: str, lines: Sequence[Span]) -> list[bool]:
    """Which lines fill the width of their page and end inside a sentence; none where no page was so wide.

    A first line of a paragraph may be two characters shorter than the others, so a page may show two widths.
    """
    widths = [_width(line.of(text)) for line in lines]
    is_open = [
        _RUNS_ON.match(text, line.end - 1) is not None and not line.of(text).endswith(_TITLE_ENDS) for line in lines
    ]
    counts = Counter(width for width in widths if width >= _LEAST_WIDTH_CHARS)
    open_counts = Counter(width for width, opens in zip(widths, is_open, strict=True) if opens)
    least = max(_LEAST_WRAPPED, _LEAST_WIDTH_SHARE * len(lines))
    broken = {w for w, n in counts.items() if n >= least and open_counts[w] >= _LEAST_OPEN_SHARE * n}
    full = [
        opens and not broken.isdisjoint((width - 1, width, width + 1))
        for width, opens in zip(widths, is_open, strict=True)
    ]
    enough = sum(full) >= max(_LEAST_WRAPPED, _LEAST_WRAPPED_SHARE * len(lines))
    return full if enough else [False] * len(lines)


def _width(words: str) -> int:
    """How many wide characters a line takes on the page; two narrow ones take the place of one."""
    narrow = len(words.encode("ascii", "ignore"))
    return len(words) - narrow + (narrow + 1) // 2
