"""What versions of one text have in common, the key of their titles, and what tells one of them from another."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

from policysearch import validity
from policysearch.numerals import parse_date
from policysearch.text import fold
from policysearch.types import Document

_LEAST_LETTERS = 6
_DRAFT = r"征求意见稿?|征集意见|草案|送审稿|讨论稿|对照稿|修订稿|修正案"
_EDITION = rf"{_DRAFT}|试行|暂行|修订|修正|修改|[0-9一二三四五六七八九十]+年本|年版"
# （试行）, （修订草案征求意见稿）, 〔2016年修正本〕; not （第二批）, which is no version
_INSIDE = r"[^()\[\]【】〔〕《》<>]{0,12}"
_BRACKETED = re.compile(rf"[(\[【〔《<]{_INSIDE}?(?:{_EDITION}){_INSIDE}[)\]】〕》>]")
_LEADING = re.compile(r"^\s*[\[【][^\]】]{1,8}[\]】]")  # [杭州]关于…
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇零○][〇零○一二][〇零○一二三四五六七八九]")
_YEARS = re.compile(rf"(?:(?:{_YEAR.pattern})[-—~至、]?)+\s*(?:学年度?|年度?)?")
_BARE = re.compile(rf"(?:{_DRAFT}|试行|暂行|修订版?|修正版?|正式版?)")
# 某市人民政府关于印发《某市停车管理办法》的通知, 印发某市停车管理办法的通知: what is carried gives the name
_CARRIED = re.compile(
    r"(?:印发|转发|发布|公布|下发|批转)\s*(?:[《<〈](?P<quoted>.{4,120})[》>〉][^《》]{0,12}|(?P<bare>[^《》]{4,80})的通知)\s*$"
)
# 法制办就《某省户籍办法（草案）》公开征求意见, 关于征求《……》意见的公告: what is asked about gives the name
_ASKED = re.compile(r"(?:就|对|关于|征求)\s*[《<〈](?P<quoted>.{4,120})[》>〉].{0,6}(?:征求|征集|意见)")
_ORDER = re.compile(r"[(\[【〔][^()\[\]【】〔〕]{0,20}令第?[^()\[\]【】〔〕]{1,8}号[)\]】〕]")  # （建设部令第69号）
# The notice that stands above the title of what it brings: 现将《…》印发给你们, 关于转发……的通知
_ISSUED = re.compile(r"(?:印发|转发|批转)")
_NOTICE_CHARS = 1500
_HEAD_CHARS = 600
_DRAFT_CHARS = 100
# 根据2012年7月26日某会议《关于修改……的决定》第三次修正, 2019年3月1日修订; not 2012年7月26日通过
_AMENDED = re.compile(r"((?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:(?!\d{4}年)[^。；\n]){0,80}?(?:修正|修订|修改)")
_NO_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """What the titles of all versions of a text have in common; "" where a title says too little to be a name.

    The name of what a notice carries, without years, marks of an edition (试行, 修订草案), city tags and signs:
    关于印发《青浦区停车管理办法（试行）》的通知 and 青浦区停车管理办法（2019年修订） are one.
    """
    name = _LEADING.sub("", fold(title))
    if carried := _CARRIED.search(name):
        name = carried["quoted"] or carried["bare"]
    elif asked := _ASKED.search(name):
        name = asked["quoted"]
    for mark in (_ORDER, _BRACKETED, _BARE, _YEARS):
        name = mark.sub("", name)
    key = _NO_LETTERS.sub("", name)
    return key if len(key) >= _LEAST_LETTERS else ""


def carries(document: Document) -> bool:
    """Whether a document brings another: its title says so (关于印发……的通知), or the notice above its title does."""
    span = next((proof.span for proof in document.proofs if proof.field == "title" and proof.span), None)
    above = document.text[max(0, span.start - _NOTICE_CHARS) : span.start] if span else ""
    return _CARRIED.search(fold(document.title)) is not None or _ISSUED.search(above) is not None


def editions(title: str) -> frozenset[str]:
    """The marks of an edition in a title: 试行, 修订, 草案; years do not count."""
    return frozenset(re.findall(_EDITION, fold(title)))


def years(title: str) -> frozenset[str]:
    """The years that a title names, as written."""
    return frozenset(_YEAR.findall(fold(title)))


def is_draft(document: Document) -> bool:
    """Whether its metadata, title, name of the file or first words say that the text is not yet in force."""
    if validity.is_draft(document):
        return True
    name = PurePosixPath(document.source.path).stem
    words = " ".join((document.title, name, document.text[:_DRAFT_CHARS]))
    return re.search(_DRAFT, fold(words)) is not None


def amended_on(document: Document) -> str | None:
    """The last day of amendment that the head of a law names."""
    days = (parse_date(match[1]) for match in _AMENDED.finditer(document.text[:_HEAD_CHARS]))
    return max((day for day in days if day), default=None)


def differ_by_mark(first: Document, second: Document) -> bool:
    """Whether two texts of one name say themselves that they are two: an edition, a year, an amendment, a draft."""
    one, other = years(first.title), years(second.title)
    if editions(first.title) != editions(second.title) or (one and other and one != other):
        return True
    return is_draft(first) != is_draft(second) or amended_on(first) != amended_on(second)


def differ_by_day(first: Document, second: Document) -> bool:
    """Whether two texts were issued or take effect on two days.

    The day on which a page was published tells nothing: one text is published in many places.
    """
    days = ((first.issued_on, second.issued_on), (first.effective_on, second.effective_on))
    return any(day is not None and another is not None and day != another for day, another in days)
