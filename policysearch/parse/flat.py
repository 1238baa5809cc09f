"""Files whose line ends are gone: a whole document on one line, a blank where each line broke."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from policysearch.parse.numbering import Label, match_label
from policysearch.text import BLANK, CJK
from policysearch.types import Span

_LEAST_FLAT_CHARS = 400
_LEAST_BLANKS_PER_1000 = 12
_MOST_HEADING_CHARS = 44
_SEGMENT = re.compile(rf"[^{BLANK}\n]+")
# 表 1:秀洲区… opens a table; a long piece of prose closes it.
_TABLE_CAPTION = re.compile(
    rf"(?<=[{BLANK}。；])(?:表|专栏)[{BLANK}]?[\d一二三四五六七八九十]{{1,2}}[{BLANK}]?[:：]?(?=[{CJK}“《{BLANK}])"
)
_PROSE = re.compile(r"[，,。；;]")
_LEAST_PROSE_CHARS = 18
_BEFORE_LABEL = re.compile(rf"(?<=[。；：:！？”）)])[{BLANK}]*(?=[^{BLANK}])|[{BLANK}]+(?=[^{BLANK}])")
_LETTERHEAD = re.compile(r"(?:通知|规划|纲要|意见|办法|方案|公告|决定|细则)$")


def flat_lines(text: str) -> list[Span]:
    """The lines of ``text`` that hold a whole flattened document."""
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        blanks = len(re.findall(rf"(?<=[{CJK}，。；、])[{BLANK}](?=[{CJK}“（(])", line))
        if len(line) >= _LEAST_FLAT_CHARS and blanks * 1000 >= _LEAST_BLANKS_PER_1000 * len(line):
            found.append(Span(*match.span()))
    return found


def kept_blanks(text: str, line: Span) -> list[Span]:
    """The parts of a flat line whose blanks mean something: tables, and what ends a heading."""
    tables = list(flat_tables(text, line))
    labelled = list(flat_headings(text, line))
    heads = [heading for _, heading in labelled]
    return [
        *tables,
        # 第六条 规定…的: without the blank it reads like a reference.
        *(Span(label.end, label.end + 1) for label, _ in labelled if label.rung.name == "条"),
        *(Span(max(0, h.start - 1), h.start) for h in heads),
        *(Span(h.end, h.end + 1) for h in heads),
        *(Span(max(0, table.start - 1), table.start) for table in tables),
        *(Span(table.end, table.end + 1) for table in tables),
        *_letterhead(text, line),
    ]


def _letterhead(text: str, line: Span) -> Iterator[Span]:
    """The head of the document up to the first heading: its pieces are lines of their own."""
    first = next((heading.start for _, heading in flat_headings(text, line)), line.start)
    for match in _SEGMENT.finditer(text, line.start, first):
        piece = match.group()
        if _LETTERHEAD.search(piece) or (len(piece) <= 16 and not _PROSE.search(piece)):
            yield Span(match.end(), min(match.end() + 1, line.end))


def flat_tables(text: str, line: Span) -> Iterator[Span]:
    """Tables of a flat line: from the caption to where prose begins again."""
    for caption in _TABLE_CAPTION.finditer(text, line.start, line.end):
        following = _TABLE_CAPTION.search(text, caption.end(), line.end)
        end = following.start() if following else line.end
        pieces = _SEGMENT.finditer(text, caption.end(), end)
        next(pieces, None)
        for piece in pieces:
            words = piece.group()
            is_prose = len(words) >= _LEAST_PROSE_CHARS and _PROSE.search(words)
            label = match_label(text, piece.start(), piece.end())
            if is_prose or (label is not None and label.rung.name in ("一、", "（一）", "——")):
                end = piece.start()
                break
        while end > caption.start() and text[end - 1].isspace():
            end -= 1
        yield Span(caption.start(), end)


def flat_headings(text: str, line: Span) -> Iterator[tuple[Label, Span]]:
    """Labels inside a flat line that may open a heading, with the span of label and words.

    A heading ends at the blank where its line broke off short; a line of full width runs on.
    """
    tables = list(flat_tables(text, line))
    widths = [len(m.group()) for m in _SEGMENT.finditer(text, line.start, line.end)]
    full = median([w for w in widths if w >= 16] or [30])
    starts = [line.start, *(m.end() for m in _BEFORE_LABEL.finditer(text, line.start, line.end))]
    for start in dict.fromkeys(starts):
        label = match_label(text, start, line.end)
        if label is None or (label.rung.name in ("（1）", "①")):
            continue
        if any(t.start <= start < t.end for t in tables):
            continue
        yield label, Span(start, _heading_end(text, label, start, line.end, full))


def _heading_end(text: str, label: Label, start: int, limit: int, full: float) -> int:
    """Where the heading's words end; the label's own end when a sentence follows at once."""
    position = label.end
    while position < limit and text[position].isspace():
        position += 1
    while True:
        piece = _SEGMENT.match(text, position, limit)
        if piece is None:
            return label.end
        stop = re.search(r"[。；]", piece.group())
        if stop and piece.start() + stop.start() - label.end <= _MOST_HEADING_CHARS:
            return piece.start() + stop.start()
        if stop or piece.end() - label.end > _MOST_HEADING_CHARS:
            return label.end
        if piece.end() - max(start, position) < 0.8 * full or piece.end() >= limit:
            return piece.end()
        position = piece.end()
        while position < limit and text[position].isspace():
            position += 1
