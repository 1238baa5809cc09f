"""The fields that a page or a file tells beside its text, and those of a table of metadata at its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policysearch.numerals import DATE, parse_date
from policysearch.parse.fact import Fact
from policysearch.parse.numbering import match_label
from policysearch.text import BLANK, squeeze
from policysearch.types import RawDocument, Span, Table

_HEAD_CHARS = 1200
_MOST_VALUE_CHARS = 200
_FIELD_NAMES: Mapping[str, str] = {
    "title": "标题 名称 文件名称 信息名称",
    "issuers": "发布机构 发布单位 发布机关 公布机关 发文机关 发文单位 制定机关 公开主体 颁布单位",
    "number": "文号 备注/文号 发文字号 文件编号 颁布文号",
    "issued_on": "成文日期 发文日期 制发日期 签发日期",
    "generated": "生成日期",
    "published_on": "发布日期 公布日期 颁布日期 发布时间 公开日期 信息提供日期 更新时间 发布 日期 时间",
    "effective_on": "施行日期 实施日期 生效日期",
    "expires_on": "失效日期 废止日期 有效期至",
    "regions": "地区 适用地区",
    "kind": "类别 文种 体裁",
    "plan_period": "规划期",
    "origin": "来源 信息来源 网站 网址",
    "standing": "效力状况 效力状态 时效性 有效性",
    "note": "说明 备注",
}
_FIELD_OF = {name: field for field, names in _FIELD_NAMES.items() for name in names.split()}
_OTHERS = ("信息索引号", "索引号", "公开方式", "公开范围", "公开时限", "主题分类", "分类名称", "主题词", "附件", "项目")
_ALL_NAMES = frozenset([*_FIELD_OF, *_OTHERS])
# Words of running text too: as names of fields they need a colon, or a cell of their own.
_WORDS = frozenset({"发布", "日期", "时间", "来源", "名称", "类别", "说明", "备注", "地区", "附件", "标题"})


def _spaced(name: str) -> str:
    """A name as pages print it: 文 号, 名　称."""
    return f"[{BLANK}]*".join(map(re.escape, name))


_LONGEST_FIRST = sorted(_ALL_NAMES - {"项目"}, key=len, reverse=True)
_KNOWN = "|".join(map(_spaced, _LONGEST_FIRST))
_AFTER_WORD = "|".join(map(_spaced, sorted(_WORDS)))
# 发布机构 区发改经信局 公开范围 面向全社会: names and values in one line, or a value on the next line.
_FIELD = re.compile(
    rf"(?:^|(?<=[{BLANK}\n\t|；【])|(?=发布(?:时间|日期)[:：]))(?P<name>(?:{_AFTER_WORD})(?=】?[{BLANK}]*[:：\t\n])|{_KNOWN})"
    rf"】?[{BLANK}]*[:：{BLANK}\t\n]+"
    rf"(?P<value>(?!(?:{_KNOWN})[{BLANK}:：\n\t])[^\n\t|]*?)(?=[{BLANK}\t|]+(?:{_KNOWN})[{BLANK}:：\t\n]|\t|\n|\||$)"
)
_NO_VALUE = frozenset({"", "无", "原文未载", "暂无", "-", "—", "--"})
_DATES = frozenset({"issued_on", "generated", "published_on", "effective_on", "expires_on"})
_EIGHT_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMERIC = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
# The date line of a web page below the title: 2016年06月28日 08:36:14 来源：…, 2016-04-15.
_PAGE_DATE = re.compile(
    rf"(?:^[{BLANK}]*(?P<alone>{_NUMERIC})(?=[{BLANK}]+\d\d?:\d\d|(?<!日)[{BLANK}]*$)|(?P<before>{_NUMERIC})(?=[{BLANK}]*(?:\d\d?:\d\d(?::\d\d)?)?[{BLANK}]*来源))",
    re.MULTILINE,
)


def find_fields(raw: RawDocument, text: str, tables: Sequence[Table]) -> dict[str, Fact]:
    """The fields by name, the file's and page's own before those of ``text``; the first of each name counts.

    Cells of data tables are no fields. A date that cannot be read is none.
    """
    data_tables = [table.span for table in tables if not is_field_table(table)]
    in_title = ((match["name"], match["value"]) for match in _FIELD.finditer(raw.title or ""))
    named = ((name, Fact(value, origin="page")) for name, value in (*raw.fields, *in_title))
    found: dict[str, Fact] = {}
    for name, fact in (*named, *_printed(text[: _clauses_start(text)], data_tables)):
        field = _FIELD_OF.get(squeeze(name))
        known = _checked(field, fact) if field else None
        if field and known:
            found.setdefault(field, known)
    return found


def _checked(field: str, fact: Fact) -> Fact | None:
    if fact.value in _NO_VALUE or len(fact.value) > _MOST_VALUE_CHARS:
        return None
    if field not in _DATES:
        return fact
    day = parse_date(_EIGHT_DIGITS.sub(r"\1-\2-\3", fact.value))
    printed = re.search(DATE, fact.value)
    spans = (
        tuple(Span(s.start + printed.start(), s.start + printed.end()) for s in fact.spans) if printed else fact.spans
    )
    return Fact(day, spans, fact.origin) if day else None


def _printed(head: str, data_tables: Iterable[Span]) -> Iterator[tuple[str, Fact]]:
    """The fields of a metadata table in ``head``; one line may hold several names and values."""
    tables = list(data_tables)
    for match in _FIELD.finditer(head):
        if not any(table.start <= match.start() < table.end for table in tables):
            value = match["value"].strip(f"{BLANK}:：")
            start = head.find(value, match.start("value"))
            yield match["name"], Fact(value, (Span(start, start + len(value)),))
    for match in _PAGE_DATE.finditer(head):
        part = "alone" if match["alone"] else "before"
        yield "发布时间", Fact(match[part], (Span(*match.span(part)),))


def _clauses_start(text: str) -> int:
    """Where the first line that opens a clause stands, at most the head: what follows speaks of other things."""
    for match in re.finditer(r"^[^\n]+", text[:_HEAD_CHARS], re.MULTILINE):
        label = match_label(text, match.start(), match.end())
        if label is not None and label.rung.ladder in ("law", "plan"):
            return match.start()
    return min(len(text), _HEAD_CHARS)


def is_field_table(table: Table) -> bool:
    """Whether a table lists names of fields in its first column, as the head of a web page does."""
    named = sum(bool(row) and squeeze(row[0]).strip(":：") in _ALL_NAMES for row in table.rows)
    return bool(table.rows) and 2 * named >= len(table.rows)


def is_field_line(line: str) -> bool:
    """Whether a line holds a field of a page and no words of the document."""
    return (
        _FIELD.match(line) is not None or _PAGE_DATE.search(line) is not None or _LONE_DAY.fullmatch(line) is not None
    )


_LONE_DAY = re.compile(rf"[（(]?\s*{DATE}\s*[）)]?")
