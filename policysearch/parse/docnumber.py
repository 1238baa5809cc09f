"""The 文号 of a document: 云政发〔2023〕15号, 云岭县人民政府令第12号, 公告2015年第3号; never that of one it cites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from policysearch.numerals import CHINESE
from policysearch.parse.fact import Fact
from policysearch.parse.head import Head
from policysearch.parse.notes import Note
from policysearch.text import CJK, squeeze
from policysearch.types import Span

_OPEN, _CLOSE = r"〔\[（(【﹝〖<〈［", r"〕\]）)】﹞〗>〉］"
_N = rf"[\d{CHINESE}]{{1,5}}"
# 云政发〔2023〕15号, 云政发 (2023) 15 号, 云教基二〔2016〕4号, 云岭县人民政府令[2008]第1号 / 15号文件
_YEARLY = (
    rf"(?:[{CJK}]{{1,18}}|(?:[{CJK}][ \u3000]){{1,8}}[{CJK}])[ \u3000-]?"
    rf"[{_OPEN}]\s?(?:\d{{2}}){{1,2}}\s?年?[{_CLOSE}]\s?第?\s?\d{{1,5}}\s?号"
)
# 云岭县人民政府令第12号, 令（第3号）, 市人民政府第58号令, 云岭县水利局公告2015年第3号
_ORDER = rf"[{CJK}]{{0,24}}令\s?[（(]?第\s?{_N}\s?号|[{CJK}]{{2,24}}第\s?{_N}\s?号令"
_ANNOUNCED = rf"[{CJK}]{{2,24}}公告\s?[（(]?(?:(?:19|20)\d{{2}}年)?\s?第\s?{_N}\s?号"
NUMBER = re.compile(rf"(?:{_YEARLY}|{_ORDER}|{_ANNOUNCED})")
_TOLD = re.compile(rf"[{CJK}]{{1,20}}\s?\d{{1,5}}\s?号")  # of a field: 云府令8号
_CITES = re.compile(r".{0,6}(?:根据|依据|按照|依照|遵照|见|以|原|执行|废止|下称)")
_CITED_BEFORE = re.compile(r"(?:根据|依据|按照|依照|》[（(]?|原|见)\s*$")
_CITED_AFTER = re.compile(r"\s*(?:[）)]\s*)?(?:文|的|和|及|、|中|精神|规定|同时)")
_OWN_IN_TITLE = re.compile(rf"[（(]?\s*({NUMBER.pattern})\s*[）)]?\s*(?:签发人.*)?$")
_MOST_FLAT_CHARS = 400


def find_number(text: str, head: Head, fields: Mapping[str, Fact], note: Note | None, path: str) -> Fact | None:
    """The document's own 文号: of a field, the letterhead, the head, the note below the title, the file name."""
    field = fields.get("number")
    match = (NUMBER.search(field.value) or _TOLD.fullmatch(field.value)) if field else None
    if field and match:
        return Fact(plain_number(match.group()), field.spans, field.origin)
    if head.number:
        return Fact(plain_number(head.number.value), head.number.spans)
    own = next((fact for line in _numbered_lines(text, head) for fact in _own(text, line)), None)
    if own:
        return own
    if note and note.number:
        return Fact(plain_number(note.number.value), note.number.spans)
    stem = _OWN_IN_TITLE.search(PurePosixPath(path).stem)
    return Fact(plain_number(stem[1]), origin="file_name") if stem else None


def flat_number(raw_text: str, place: Callable[[Span], Span]) -> Fact | None:
    """The 文号 at the head of a text whose line ends are gone; blanks of the raw text part it from the offices."""
    found = next(_own(raw_text, Span(0, min(len(raw_text), _MOST_FLAT_CHARS))), None)
    return Fact(found.value, tuple(map(place, found.spans))) if found else None


def _numbered_lines(text: str, head: Head) -> Iterator[Span]:
    """The lines of the head that end with a 文号, or are nothing else."""
    for line in head.lines:
        if _OWN_IN_TITLE.search(line.of(text)):
            yield line


def _own(text: str, span: Span) -> Iterator[Fact]:
    for match in NUMBER.finditer(text, span.start, span.end):
        before = text[span.start : match.start()]
        quoted = before.count("《") > before.count("》")
        cited = _CITED_BEFORE.search(before) or _CITES.match(match.group()) or _CITED_AFTER.match(text, match.end())
        if not quoted and not cited:
            yield Fact(plain_number(match.group()), (Span(*match.span()),))


def plain_number(printed: str) -> str:
    """A 文号 without blanks, its digits of half width and its brackets as printed."""
    digits = ((char, unicodedata.normalize("NFKC", char)) for char in squeeze(printed).rstrip("）)"))
    return "".join(normal if normal.isdigit() else char for char, normal in digits)
