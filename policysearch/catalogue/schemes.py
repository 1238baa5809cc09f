"""What a document says of one benefit in several clauses: who applies has to meet a list, and hands in a list.

申请公共租赁住房，应当符合下列条件：…; 申请公共租赁住房，应当提交下列材料：….
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from policysearch.catalogue.enumerated import Line
from policysearch.catalogue.grants import HOUSES, MONEY
from policysearch.text import trim
from policysearch.types import Span

_WHAT = re.compile(
    rf"(?:申请|申领|领取|购买|租住|承租|办理|享受|报销)(?:领取|发放|支付|报销|承租|租赁|租住|购买|配租|享受|登记|提取)?(?P<what>(?!人)[^，。；：、的]{{0,16}}?(?:{HOUSES}|{MONEY}|贷款|[^，。；：、的]{{2,12}}(?:待遇|报销|费用)|户口|入户|落户))"
)
_WHAT_LEAD = re.compile("(?:.*(?:或者?|及|和)(?:租赁|承租|购买|租住)?|租赁|承租|政府提供|领取|发放|支付)")
_CONDITIONS = re.compile(
    "(?:符合|具备|满足|属于|有)(?:以下|下列|如下)(?:全部|基本|各项|所有|必备)?(?:条件|情形|要求)(?P<one>之一|任意一项)?"
)
PAPERS = re.compile(
    "(?:提交|提供|携带|持|出具|递交|报送|附)(?:[^，。；：]{0,8}?)(?:以下|下列|如下)(?:[^，。；：]{0,10}?)(?:材料|资料|证件|证明|文件)"
)
_REFUSED = re.compile("不(?:得|予|能)|不符合|取消|退出|终止|停止|收回|腾退|责令|注销|除外|开发|建设单位|收购|回购")
_CATCH_ALL = re.compile("^(?:其他|其它|.{0,16}规定的其[他它]|.{2,14}(?:认可|批准|确定|审定|需要)的其[他它])")
_TAIL = re.compile("(?:；|;|。|，|、|以及|及|和|或者?|并)+$")
# Where an item goes on from its condition to what it grants: 年满60周岁的，可以按月领取养老金.
_GRANTED_IN = re.compile(
    "，(?=(?:在|自|待|于)[^，。；]{2,40}(?:内|前)[^，。；]{0,4}(?:提出|申请|申报))|(?:的|后)，(?=(?:不用|无需|可以?|享受|按|由|其[^，。；]{2,14}费用|人均月?补贴标准|补[贴助]标准|如不|录取时|不发|线下|待|给予|每))"
)
_MOST_ITEM = 200


@dataclass(slots=True)
class Scheme:
    """A benefit with the lists that a document gives for it; ``line`` is where it is named first."""

    what: Span
    line: Line
    conditions: list[Span] = field(default_factory=list)
    materials: list[Span] = field(default_factory=list)


def schemes_in(text: str, lines: Sequence[Line], used: Collection[int] = ()) -> list[Scheme]:
    """The benefits that have a list of conditions or of papers, in the order of the text.

    ``used`` are the beginnings of sentences whose lists a measure of its own has.
    """
    items: dict[int, list[Line]] = {}
    for line in lines:
        if line.lead is not None and line.is_item:
            items.setdefault(line.lead.span.start, []).append(line)
    found: dict[str, Scheme] = {}
    for line in lines:
        words = line.span.of(text)
        listed = items.get(line.span.start, [])
        if not listed or line.span.start in used or _REFUSED.search(words):
            continue
        conditions, papers = _CONDITIONS.search(words), PAPERS.search(words)
        named_after = _WHAT.search(text, line.span.start + conditions.end(), line.span.end) if conditions else None
        what = named_after or _WHAT.search(text, line.span.start, line.span.end)
        if what is None:
            continue
        lead = _WHAT_LEAD.match(what["what"])
        named = Span(what.start("what") + (lead.end() if lead else 0), what.end("what"))
        if not conditions and not papers:
            continue
        scheme = found.setdefault(named.of(text), Scheme(named, line))
        if papers:
            scheme.materials += bare_items(text, listed)
        else:
            scheme.conditions += demands(text, listed)
    return list(found.values())


def bare_items(text: str, items: Sequence[Line]) -> list[Span]:
    """The items of a list without the marks at their ends; what only catches the rest is left out."""
    found = []
    for item in items:
        span = item.span
        tail = _TAIL.search(text, span.start, span.end)
        span = trim(text, Span(span.start, tail.start() if tail else span.end))
        if len(span) and len(span) <= _MOST_ITEM:
            end = span.end - 1 if text[span.end - 1] == "的" else span.end
            found.append(Span(span.start, end))
    return found


def demands(text: str, items: Sequence[Line]) -> list[Span]:
    """The conditions of a list: its items up to where they go on to what is granted."""
    found = []
    for item in bare_items(text, items):
        first = text.find("。", item.start, item.end)
        start, last = item.start, first if first > 0 else item.end
        for match in (*_PARTS.finditer(text, item.start, last), None):
            end = match.start() if match else last
            span = trim(text, Span(start, end))
            granted = _GRANTED_IN.search(text, span.start, span.end)
            span = Span(span.start, granted.start()) if granted else span
            if len(span) > 1:
                found.append(Span(span.start, span.end - (text[span.end - 1] == "的")))
            start = match.end() if match else end
    return found


_PARTS = re.compile("[；;]")


def catches_all(words: str) -> bool:
    """Whether an item only says that there may be others."""
    return _CATCH_ALL.match(words) is not None
