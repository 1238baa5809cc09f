"""Who signed a document and when: the offices and the day at its foot, or before the text that a notice carries."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policysearch.numerals import DATE, parse_date
from policysearch.parse.fact import Fact
from policysearch.parse.numbering import match_label
from policysearch.parse.organs import organs_in
from policysearch.text import BLANK, lines, squeeze, trim
from policysearch.types import Span

_MOST_ORGAN_LINES = 24
_MOST_LINE_CHARS = 80
_LAST_LINES = 3
_DAY_LINE = re.compile(rf"[（(]?(?P<day>(?=.*年)(?=.*日){DATE})[）)]?")
_DAY_AT_END = re.compile(rf"(?P<before>.*[^\d{BLANK}])[{BLANK}]+(?P<day>(?=.*年)(?=.*日){DATE})[{BLANK}）)]*$")
# 市长 王小二, 省　长：王小二, 自治区主席 王小二 / 市长应当
_OFFICIAL = re.compile(
    r"(?:.{0,6}[省市区县州盟部局署厅院行会]长|.{0,4}主席|.{0,4}总理|.{0,4}主任)[:：]?[\u4e00-\u9fff·]{0,5}"
)
_OF_ANOTHER = ("办公厅", "办公室", "机构编制委员会办公室", "组织部", "宣传部")
_FLAT_DAY = re.compile(  # after the last letter of an office: 云岭县水利局 2023年5月6日
    rf"(?<=[府院会委办厅室局部署司处心队行合妇组挥校学团社所站章])[{BLANK}]+"
    rf"(?P<day>(?:19|20)\d{{2}}[{BLANK}]?年[{BLANK}]?\d{{1,2}}[{BLANK}]?月[{BLANK}]?\d{{1,2}}[{BLANK}]?日)"
)
_WORD = re.compile(rf"[^{BLANK}\n]+")
_MOST_FLAT_CHARS = 120
# 云岭县人民政府办公室 2023年5月6日印发
PRINTED = re.compile(rf"(?P<day>{DATE})\s*印发")


@dataclass(frozen=True, slots=True)
class Signature:
    """The offices that signed, in order, and the day; either may be missing."""

    organs: tuple[Fact, ...] = ()
    day: Fact | None = None
    by_official: bool = False  # 市长, 部长: the signature of an order


def find_signature(text: str) -> Signature:
    """The first day under offices or an official; else a day alone before the clauses or at the end.

    Without a day: the offices on the last lines of the text.
    """
    every = [*lines(text, Span(0, len(text)))]
    clauses = next((n for n, line in enumerate(every) if _opens_clause(text, line)), len(every))
    last_sentence = text.rfind("。")
    lone: Fact | None = None
    for number, line in enumerate(every):
        if len(line) > _MOST_LINE_CHARS:
            continue
        organs, day, official = _signed(text, every, number)
        if day and (organs or official):
            return Signature(organs, day, official)
        if day and (number < clauses or number >= len(every) - _LAST_LINES or line.end > last_sentence):
            lone = lone or day
    return Signature(_organs_above(text, every, len(every)), lone)


def flat_signature(raw_text: str, place: Callable[[Span], Span]) -> Signature:
    """The signature in a text whose line ends are gone, where blanks of the raw text part the offices.

    ``place`` moves a span of the raw text into the cleaned one.
    """
    for match in _FLAT_DAY.finditer(raw_text):
        before = raw_text[max(0, match.start() - _MOST_FLAT_CHARS) : match.start()]
        begin = match.start() - len(before) + before.rfind("。") + 1
        starts = [m.start() for m in _WORD.finditer(raw_text, begin, match.start())]
        offered = (organs_in(raw_text, trim(raw_text, Span(start, match.start()))) for start in starts)
        organs = next(filter(None, offered), ())
        day = parse_date(match["day"])
        if organs and day:
            moved = tuple(Fact(organ.value, tuple(map(place, organ.spans))) for organ in organs)
            return Signature(moved, Fact(day, (place(Span(*match.span("day"))),)))
    return Signature()


def printed_day(text: str) -> Fact | None:
    """The day of the 印发 line at the foot, None where there is none."""
    every = [*PRINTED.finditer(text)]
    day = parse_date(every[-1]["day"]) if every else None
    return Fact(day, (Span(*every[-1].span("day")),)) if day else None


def _opens_clause(text: str, line: Span) -> bool:
    label = match_label(text, line.start, line.end)
    return label is not None and label.rung.ladder in ("law", "plan")


def _signed(text: str, every: Sequence[Span], number: int) -> tuple[tuple[Fact, ...], Fact | None, bool]:
    """The offices, the day, and whether an official signs, where line ``number`` holds a day; else nothing."""
    line = every[number]
    words = line.of(text)
    alone = _DAY_LINE.fullmatch(squeeze(words))
    if alone:
        day = parse_date(alone["day"])
        above = number
        while above and number - above < 2 and _OFFICIAL.fullmatch(squeeze(every[above - 1].of(text))):
            above -= 1
        fact = Fact(day, (line,)) if day else None
        return _organs_above(text, every, above), fact, above < number
    inline = _DAY_AT_END.fullmatch(words)
    if inline is None:
        return (), None, False
    before = Span(line.start, line.start + inline.end("before"))
    day = parse_date(inline["day"])
    organs = organs_in(text, before)
    if not organs or not day:
        return (), None, False
    span = Span(line.start + inline.start("day"), line.start + inline.end("day"))
    return (*_organs_above(text, every, number), *organs), Fact(day, (span,)), False


def _organs_above(text: str, every: Sequence[Span], below: int) -> tuple[Fact, ...]:
    """The offices on the lines right above line ``below``, in reading order."""
    found: tuple[Fact, ...] = ()
    for line in reversed(every[max(0, below - _MOST_ORGAN_LINES) : below]):
        organs = organs_in(text, line) if len(line) <= _MOST_LINE_CHARS else ()
        if squeeze(line.of(text)) in _OF_ANOTHER:
            organs = (Fact(squeeze(line.of(text)), (line,)),)
        if not organs:
            break
        found = organs + found
    return _whole(found)


def _whole(organs: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """``organs`` with an office of the one above it (办公厅 on a line of its own) joined to that."""
    whole: list[Fact] = []
    for organ in organs:
        if whole and organ.value in _OF_ANOTHER:
            above = whole.pop()
            organ = Fact(above.value + organ.value, (*above.spans, *organ.spans))
        whole.append(organ)
    return tuple(whole)
