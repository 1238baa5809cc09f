"""The head of a document, before its first words of text: letterhead, order, and the lines that may be its title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policysearch.numerals import CHINESE
from policysearch.parse.fact import Fact
from policysearch.parse.fields import is_field_line
from policysearch.parse.numbering import match_label
from policysearch.parse.organs import organs_in
from policysearch.text import CJK, lines, squeeze
from policysearch.types import Span

_HEAD_CHARS = 2400
_MOST_LINE_CHARS = 120
# 云岭县人民政府文件, 云岭县人民政府令, 云岭县人民代表大会常务委员会公告（第3号）, 云政令第 49 号 / 关于停水的公告
_LETTERHEAD = re.compile(
    rf"(?P<organs>(?:(?!关于)[{CJK}、]){{0,60}}?)(?P<what>文件|政令|令|公告|通告)(?P<number>[（(]?(?:[{CJK}]{{0,4}}[〔\[]\d{{4}}[〕\]])?"
    rf"第[{CHINESE}\d]+号[)）]?)?"
)
# 首页 | 政务公开 | 公告公示
_NAVIGATION = re.compile(r"(?:[^|｜]{1,16}[|｜]){2}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of a font of its own, which Word leaves at line ends
_ADDRESSED = re.compile(r"各|单位|部门|局|委|府|厅|院|校|你|代表|同志")
_ORDINAL = re.compile(rf"[（(]?(?:\d{{4}}年|[〔\[]\d{{4}}[〕\]])?第[{CHINESE}\d]+号[)）]?")
_ASIDE = re.compile(
    r"[（(](?:此件|全文|附|本文|编者).*|_+|-+|\*+|=+|https?://.*|www\..*|附件\d*[:：].*|附[:：].*|全文|目录|正文"
    r"|签发人.*|密级.*|特急|急件|.*\.(?:docx?|txt|pdf|html?|wps)|本帖最后由.*"
)


@dataclass(frozen=True, slots=True)
class Head:
    """``lines`` that may be the title, ``organs`` of the letterhead, the number of an order or announcement.

    ``body`` is where the words of text begin; ``is_order`` tells a 令 from a 文件.
    """

    lines: tuple[Span, ...] = ()
    organs: tuple[Fact, ...] = ()
    number: Fact | None = None
    is_order: bool = False
    body: int = 0


def find_head(text: str) -> Head:
    """The head of ``text``: its lines up to the first sentence, salutation or clause."""
    kept: list[Span] = []
    organs: tuple[Fact, ...] = ()
    order: tuple[Span, ...] = ()
    number: Fact | None = None
    body = min(len(text), _HEAD_CHARS)
    for line in lines(text, Span(0, body)):
        words = _PRIVATE.sub("", squeeze(line.of(text)))
        letterhead = _LETTERHEAD.fullmatch(words)
        if _opens_body(text, line, words):
            body = line.start
            break
        if letterhead and not kept[3:] and (letterhead["organs"] or letterhead["number"]):
            organs = _letterhead_organs(text, line, letterhead["organs"]) or organs
            order = (line,) if letterhead["what"] != "文件" else order
            number = Fact(words, (line,)) if letterhead["number"] else number
        elif _ORDINAL.fullmatch(words) and number is None:
            printed = "".join(squeeze(span.of(text)) for span in order)
            number = Fact(printed + words.strip("（）()"), (*order, line))
        elif not _is_aside(line.of(text).strip(), words):
            kept.append(line)
    return Head(tuple(kept), organs, number, number is not None and "令" in number.value, body)


def _is_aside(line: str, words: str) -> bool:
    """Whether a line of the head is no part of a title: a field, navigation, a row of a table, a remark."""
    return (
        is_field_line(line)
        or "\t" in line
        or _ASIDE.fullmatch(words) is not None
        or _NAVIGATION.search(line) is not None
    )


def _opens_body(text: str, line: Span, words: str) -> bool:
    """Whether a line is a sentence, a salutation, a clause or too long for a head."""
    if is_field_line(line.of(text)) and len(line) <= _MOST_LINE_CHARS:
        return False
    label = match_label(text, line.start, line.end)
    if _NAVIGATION.search(line.of(text)):
        return False
    return (
        "。" in words
        or "；" in words
        or len(words) > _MOST_LINE_CHARS
        or (words.endswith(("：", ":")) and (len(words) > 8 or _ADDRESSED.search(words) is not None))
        or (label is not None and label.rung.ladder in ("law", "plan", "dash"))
        or re.match(r"[（(]?第[一1][条章节]", words) is not None
    )


def _letterhead_organs(text: str, line: Span, printed: str) -> tuple[Fact, ...]:
    """The offices of a letterhead: those of the line, less the word 文件 or 令 that closes it."""
    if not printed:
        return ()
    end = line.end
    while squeeze(text[line.start : end]) != printed:
        end -= 1
    return organs_in(text, Span(line.start, end))
