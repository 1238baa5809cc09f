"""The note below a title that tells how a law came about: （2005年3月1日…通过 2010年5月2日…修正 自…起施行）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from policysearch.numerals import CHINESE, DATE, parse_date
from policysearch.parse.fact import Fact
from policysearch.text import CJK, find_words, squeeze
from policysearch.types import Span

_HEAD_CHARS = 2400
_MOST_CHARS = 1500
_OPENS = re.compile(rf"^[ \t\u3000]*[（(](?=[^。]{{0,60}}?{DATE})", re.MULTILINE)
# After the name of a site on one line: 云岭县水利局 2009-01-01(2008年12月3日…发布)
_OPENS_INSIDE = re.compile(rf"[（(](?=\s?(?:根据)?{DATE})")
_DAY = re.compile(DATE)
_NAMED = re.compile(r"《[^》]*》")
_REVISED = re.compile(r"修正|修订|修改")
_COMES = re.compile(r"^\s?起(?:施行|实施|执行|生效)")
_OFFICE = rf"(?:(?!起|施行|的|根据|经)[{CJK}]){{2,24}}"
_ORGAN = re.compile(
    rf"{_OFFICE}?(?:人民代表大会常务委员会|人民代表大会|人大常委会|人民政府|国务院)(?=[第令常{CHINESE}\d]|会议)"
)
_ORDER = re.compile(
    rf"{_OFFICE}令\s?(?:[〔\[]\d{{4}}[〕\]])?\s?第\s?[{CHINESE}\d]+\s?号|{_OFFICE}第\s?[{CHINESE}\d]+\s?号令"
)
_SESSION = re.compile(r"第.{1,4}届")


@dataclass(frozen=True, slots=True)
class Note:
    """What the note says: the day of issue (the last revision, else passing or order), of publication, of effect."""

    span: Span
    organ: Fact | None = None
    number: Fact | None = None
    issued: Fact | None = None
    published: Fact | None = None
    effective: Fact | None = None

    @property
    def is_of_congress(self) -> bool:
        """Whether a people's congress or its standing committee passed it."""
        return self.organ is not None and self.organ.value.endswith(("代表大会", "委员会", "常委会"))


@dataclass(frozen=True, slots=True)
class _Event:
    day: Fact
    what: str
    after: Span  # the words up to the next day


def find_note(text: str) -> Note | None:
    """The first note of the head, None where there is none."""
    first_stop = text.find("。") % (_HEAD_CHARS + 1)
    inside = _OPENS_INSIDE.finditer(text, 0, min(first_stop, len(text)))
    for match in (*_OPENS.finditer(text, 0, min(len(text), _HEAD_CHARS)), *inside):
        span = Span(match.start(), _closing(text, match.end()))
        events = _events(text, span)
        if any(event.what in ("passed", "published", "revised") for event in events):
            return _note(text, span, events)
    return None


def _note(text: str, span: Span, events: list[_Event]) -> Note:
    def last(*wanted: str) -> Fact | None:
        return next((event.day for event in reversed(events) if event.what in wanted), None)

    organ, number = _first(text, events, _ORGAN), _first(text, events, _ORDER)
    name = Fact(_SESSION.sub("", organ.value), organ.spans) if organ else None
    congress = name is not None and "人民政府" not in name.value and "国务院" not in name.value
    issued = last("revised") or (last("passed") if congress else None) or last("published") or last("passed")
    return Note(span, name, number, issued, last("published"), last("effective"))


def _first(text: str, events: list[_Event], pattern: re.Pattern[str]) -> Fact | None:
    """The first words after a day that ``pattern`` finds, blanks and line ends aside."""
    for event in events:
        match = pattern.search(squeeze(event.after.of(text)))
        span = find_words(text, match.group(), event.after) if match else None
        if match and span:
            return Fact(match.group(), (span,))
    return None


def _events(text: str, span: Span) -> list[_Event]:
    """The days of the note in order, each with what happened on it; a day that only names another text has none."""
    found = []
    days = [*_DAY.finditer(text, span.start, span.end)]
    for match, following in zip_longest(days, days[1:]):
        end = following.start() if following else span.end
        day = parse_date(match.group())
        what = _what(_NAMED.sub("", text[match.end() : end]))
        if day and what and text[match.start() - 1] != "《":
            found.append(_Event(Fact(day, (Span(*match.span()),)), what, Span(match.end(), end)))
    return found


def _what(words: str) -> str | None:
    if _COMES.match(words):
        return "effective"
    if _REVISED.search(words):
        return "revised"
    if "通过" in words:
        return "passed"
    return "published" if re.search(r"公布|发布|颁布|批准", words) else None


def _closing(text: str, start: int) -> int:
    """Where the bracket that opened before ``start`` closes, at most a note's length on."""
    depth = 1
    for at in range(start, min(len(text), start + _MOST_CHARS)):
        depth += (text[at] in "（(") - (text[at] in "）)")
        if depth == 0:
            return at + 1
    return min(len(text), start + _MOST_CHARS)
