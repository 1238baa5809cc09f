"""A file of several documents in parts: a newspaper page with its articles, notices that follow one another.

A file is cut only on strong evidence; a notice and the measures that it issues stay one document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from policysearch.numerals import parse_date
from policysearch.parse.numbering import match_label
from policysearch.text import BLANK, CJK, squeeze, trim
from policysearch.types import HeadingMark, RawDocument, Span, Table

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤楼詹劳俞章施柳洪倪裘葛屠童祝应"
)
_NAME = f"[{_SURNAMES}][{CJK}]{{1,2}}"
# 姜晓 楼雯 劳婷 / 本报记者 王小二 通讯员 李四 / 市民政局 各镇
_BYLINE = re.compile(
    rf"[（(]?(?:(?:本报|见习|首席|驻.{{1,6}})?(?:记者|通讯员)[{BLANK}:：/]*{_NAME}(?:[{BLANK}、，]+{_NAME})*[{BLANK}、，]*)"
    rf"{{1,3}}[）)]?"
    rf"|{_NAME}(?:[{BLANK}]+{_NAME}){{1,5}}"
)
_SOURCE = re.compile(r"来源\s?[:：]\s?\S{2,20}\s+.{0,8}\d{4}[-年/]\d{1,2}[-月/]\d{1,2}.{0,20}")
_CREDIT = re.compile(r".*(?:供图|摄影|提供[）)]?|[（(]图.*)|.*(?:记者|通讯员|编辑).*")
AUTHORS_LINE = re.compile(rf"^[{BLANK}]*(?:{_BYLINE.pattern})[{BLANK}]*$", re.MULTILINE)
_BYLINE_LINE = re.compile(rf"^[{BLANK}]*(?:{_BYLINE.pattern}|{_SOURCE.pattern})[{BLANK}]*$", re.MULTILINE)
_MOST_HEADLINE_CHARS = 40
_MOST_HEADLINES = 4
_LEAST_PROSE_CHARS = 50

# 名 称: 云岭县…的通知 with 发布机构: below it: the head of a record; 云岭县…关于…的通知 with 文号 and 各镇： below it.
_RECORD = re.compile(rf"(?:名[{BLANK}]*称|标[{BLANK}]*题|信息名称)[{BLANK}]*[:：][{BLANK}]*(?P<title>\S.{{5,120}})")
_RECORD_FIELD = re.compile(rf"(?:发布机构|发文机关|索[{BLANK}]*引[{BLANK}]*号|文[{BLANK}]*号)[{BLANK}]*[:：].*")
_NOTICE = re.compile(r"[^。；《\n]{2,40}(?:关于|印发|转发)[^。；\n]{4,80}的?(?:通知|意见|决定|公告|通告|批复)")
_TITLE_LINE = re.compile(rf"^[{BLANK}]*(?:{_RECORD.pattern}|{_NOTICE.pattern})[{BLANK}]*$", re.MULTILINE)
_NUMBER = re.compile(rf"[{CJK}]{{2,16}}\s?[〔\[（(]\s?(?:19|20)\d{{2}}\s?[〕\]）)]\s?第?\s?\d{{1,5}}\s?号")
_ADDRESSEE = re.compile(r"各[^。]{2,80}[:：]")
_LEAST_PART_CHARS = 400
_MOST_TRIED = 500  # titles in a file, each of which is looked for in the text before it
_MOST_TITLE_CHARS = 140


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a document of the file begins, and its title."""

    start: int
    title: str


def split_articles(raw: RawDocument) -> tuple[RawDocument, ...]:
    """``raw`` in its documents, in reading order; itself where it holds but one.

    Their parts are "1", "2" … (behind the part of ``raw`` where it has one); what the format says of the file
    goes with the first.
    """
    if not _may_hold_several(raw.text):
        return (raw,)
    lines = [trim(raw.text, Span(*match.span())) for match in _LINE.finditer(raw.text)]
    heads = _article_heads(raw, lines) or _notice_heads(raw.text, lines)
    if len(heads) < 2:
        return (raw,)
    starts = [0, *(head.start for head in heads[1:])]
    spans = [Span(a, b) for a, b in zip(starts, [*starts[1:], len(raw.text)], strict=True)]
    return tuple(_part(raw, span, head, n) for n, (span, head) in enumerate(zip(spans, heads, strict=True), 1))


def interleaved(text: str) -> Span | None:
    """The body of an article whose last sentence is cut off: paragraphs of the page stand in each other's place."""
    lines = [trim(text, Span(*match.span())) for match in _LINE.finditer(text)]
    prose = [line for line in lines if len(line) >= _LEAST_PROSE_CHARS]
    if not prose or text[prose[-1].end - 1] in "。！？…”’」）)：:；":
        return None
    byline = next((n for n, line in enumerate(lines) if _is_byline(text, line)), None)
    if byline is None or byline + 1 >= len(lines):
        return None
    return Span(lines[byline + 1].start, prose[-1].end)


def _may_hold_several(text: str) -> bool:
    """Whether there are two rows of authors, or a title behind the beginning: most files end their way here."""
    bylines = islice(_BYLINE_LINE.finditer(text), 2)
    return len(list(bylines)) == 2 or _TITLE_LINE.search(text, _LEAST_PART_CHARS) is not None


def _part(raw: RawDocument, span: Span, head: _Head, number: int) -> RawDocument:
    def moved(inner: Span) -> Span:
        return Span(inner.start - span.start, inner.end - span.start)

    return replace(
        raw,
        text=span.of(raw.text),
        part=f"{raw.part}/{number}" if raw.part else str(number),
        title=head.title or raw.title,
        fields=raw.fields if number == 1 else (),
        headings=tuple(HeadingMark(moved(m.span), m.level) for m in raw.headings if span.holds(m.span)),
        tables=tuple(Table(moved(t.span), t.rows) for t in raw.tables if span.holds(t.span)),
        # A page that began in an earlier part still counts: the first page of this part keeps its number.
        page_starts=tuple(max(0, start - span.start) for start in raw.page_starts if start < span.end),
        warnings=raw.warnings if number == 1 else (),
    )


def _article_heads(raw: RawDocument, lines: Sequence[Span]) -> list[_Head]:
    """The headlines of a page of articles, each with a row of authors or a source below it and prose below that."""
    text, heads, titles = raw.text, [], set()
    for at, line in enumerate(lines):
        if not _is_byline(text, line) or any(table.span.holds(line) for table in raw.tables):
            continue
        first = at
        while first and at - first < _MOST_HEADLINES and _is_headline(text, lines[first - 1]):
            first -= 1
        prose = any(len(below) >= _LEAST_PROSE_CHARS for below in lines[at + 1 : at + 4])
        title = lines[at - 1].of(text)
        if first < at and prose and squeeze(title) not in titles:
            titles.add(squeeze(title))
            heads.append(_Head(lines[first].start, title))
    return heads


def _is_byline(text: str, line: Span) -> bool:
    return len(line) <= 60 and any(
        pattern.fullmatch(text, line.start, line.end) is not None for pattern in (_BYLINE, _SOURCE)
    )


def _is_headline(text: str, line: Span) -> bool:
    words = line.of(text)
    return (
        4 <= len(words) <= _MOST_HEADLINE_CHARS
        and words[-1] not in "。；，、：:）)"
        and match_label(words, 0) is None
        and _CREDIT.fullmatch(words) is None
        and not _is_byline(text, line)
    )


def _notice_heads(text: str, lines: Sequence[Span]) -> list[_Head]:
    """The heads of notices that follow one another; the first stands at the beginning and has no title of ours."""
    found = [_Head(0, "")]
    tried = 0
    for at, line in enumerate(lines):
        title = _notice_title(text, lines, at)
        if title is None or line.start - found[-1].start < _LEAST_PART_CHARS or tried == _MOST_TRIED:
            continue
        tried += 1
        if len(text) - line.start >= _LEAST_PART_CHARS and squeeze(_subject(title)) not in squeeze(text[: line.start]):
            found.append(_Head(line.start, title))
    return found


def _subject(title: str) -> str:
    """What a title is about, without the organ before it and the kind after it."""
    return re.sub(r"^.*?(?:关于|印发|转发)|的?(?:通知|意见|决定|公告|通告|批复)$", "", title)


def _notice_title(text: str, lines: Sequence[Span], at: int) -> str | None:
    """The title of the notice whose head begins at line ``at``: a record's, or one below a date and above 各…："""
    words = lines[at].of(text)
    if len(words) > _MOST_TITLE_CHARS:
        return None
    below = [line.of(text) for line in lines[at + 1 : at + 4]]
    record = _RECORD.fullmatch(words)
    if record is not None:
        return record["title"].strip() if any(map(_RECORD_FIELD.fullmatch, below)) else None
    if _NOTICE.fullmatch(words) is None:
        return None
    above = [line.of(text) for line in lines[max(0, at - 3) : at]]
    dated = any(len(line) <= 40 and parse_date(line) for line in above)
    numbered = any(map(_NUMBER.fullmatch, [*above[-1:], *below]))
    addressed = any(map(_ADDRESSEE.fullmatch, below))
    return words if dated and numbered and addressed else None
