"""The amounts that a clause grants: value, unit with what it is counted by, and the class that each is for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.catalogue.entries import Amount
from policysearch.catalogue.figures import Figure, amount_of, find_figures
from policysearch.numerals import CHINESE, parse_numeral
from policysearch.text import trim
from policysearch.types import Span

_UNITS = frozenset({"元", "%", "平方米", "㎡", "美元", "港元", "欧元", "个百分点", "倍", "成"})
_EACH = re.compile("每(?:一)?(?P<unit>人|户|名|月|年|平方米|天|日|次|个|套|学期|学年|家|亩|床|车|孩|例)")
_EACH_BEHIND = re.compile("(?:每(?:一)?[^，。；每]{1,3})+$")
_PER_HEAD = re.compile("(?:人均|户均)[^，。；]{0,8}$")
_JOINS = "[ 、，,；;：:]|按照?|的|和|及|与|给予|发放|支付|可|补助|补贴|奖励|一次性|标准|达到|为|最高|不超过|至|是"
_JOINED_BEFORE, _JOINED_BEHIND = re.compile(f"(?:{_JOINS})+"), re.compile(f"(?:{_JOINS})+$")
# A figure of these is what somebody has, pays or must not exceed, not what he gets.
_NOT_GRANTED = re.compile(
    "(?:低于|高于|超过|不足|以上|以下|收入|缴纳|缴费|缴|面积|价格|投资|注册资本|工资|起付|自付|个人承担|自理|扣除|年龄|年限|比例为|费率|基数|(?:个人|职工|单位|本人|自己|政府|财政|分别)[^，。；、]{0,8}(?:承担|负担|分担))[^，。；、]{0,8}$|由$"
)
# A bound of what counts, not what is granted: 2000元以上部分.
_BOUNDS = frozenset(("以上", "及以上", "以下", "及以下", "以内", "之内"))
# What one pays oneself is not granted.
_OWN_SHARE = re.compile("个人|职工个人|本人|自付|自负|其余")
_FOR_WHOM = re.compile("(?:其中|同时|但|部分)*(?:由[^，]{1,14}?)?对(?:于)?|(?:其中|部分)*由[^，]{1,16}$")
_MOST_SUBJECT = 40


_BY = re.compile("按照?(?![^，。；：]{0,16}规定)")


def amounts_of(text: str, clause: Span, verb: int) -> tuple[Amount, ...]:
    """The amounts of a clause that grants from ``verb`` on, with those that it says before: 按每人每月300元给予补贴.

    A clause with a colon is told of by what follows to the end of its sentence.
    """
    by = [match.start() for match in _BY.finditer(text, clause.start, verb)]
    return amounts_in(text, by[-1] if by else verb, clause.end)


def amounts_in(text: str, start: int, end: int) -> tuple[Amount, ...]:
    """The amounts of ``text[start:end]``, in order; where there are several, each with the words that tell it apart."""
    figures = [figure for figure in find_figures(text, start, end) if _is_granted(text, figure, start)]
    amounts = (_amount(text, figure, figures, start) for figure in figures)
    return tuple(amount for amount in amounts if not _OWN_SHARE.match(amount.subject))


def days_in(text: str, start: int, end: int) -> tuple[Amount, ...]:
    """The days and months of ``text[start:end]``, each with the words before it as its class: 顺产的，98天."""
    found: list[Amount] = []
    first = start
    for match in _DAYS.finditer(text, start, end):
        value = parse_numeral(match["value"])
        if value is None or _NO_TERM.search(text, max(start, match.start() - 6), match.start()):
            continue
        cut = max(text.rfind(mark, first, match.start()) for mark in "；：。\n：") + 1
        words = _AROUND.match(text, max(first, cut), match.start())
        place = Span(*words.span("class")) if words else None
        found.append(
            Amount(
                float(value),
                match["unit"],
                "",
                place.of(text) if place else "",
                float(value),
                match["unit"],
                (Span(match.start("value"), match.end("unit")),),
                (place,) if place else (),
            )
        )
        first = match.end()
    return tuple(found)


_DAYS = re.compile(rf"(?P<value>\d+|[{CHINESE}]+)(?P<unit>天|日|个月)(?!内|以|前|后|起)")
_NO_TERM = re.compile("满|不足|超过|第")
_AROUND = re.compile(
    r"[，,；、]?\s*(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,3}[）)])?\s*(?P<class>[^，。；：]{2,30}?)(?:的)?[，,]?(?:增加|为|享受|按|给予|领取|期限|最长)*$"
)


def class_before(text: str, item: Span, amount: Amount) -> Span | None:
    """The words of an item of a list that say for whom or for what its amount is; None where they are too many."""
    if amount.subject:
        return amount.subject_spans[0]
    start = amount.spans[0].start
    cut = max(text.rfind(mark, item.start, start) for mark in "，,：:；")
    first = text[item.start : cut if cut > item.start else start]
    span = trim(text, Span(item.start, item.start + len(first)))
    end = span.end - 1 if text[span.start : span.end].endswith("的") else span.end
    joined = _JOINED_BEHIND.search(text, span.start, end)
    end = joined.start() if joined else end
    each = _EACH_BEHIND.search(text, span.start, end)
    end = each.start() if each else end
    return Span(span.start, end) if 2 <= end - span.start <= _MOST_SUBJECT else None


def _is_granted(text: str, figure: Figure, start: int) -> bool:
    if amount_of(figure.value, figure.unit)[1].partition("/")[0] not in _UNITS:
        return False
    if figure.qualifier.strip("(（") in _BOUNDS:
        return False
    before = text[max(start, figure.start - 14) : figure.start]
    return _NOT_GRANTED.search(before) is None or figure.qualifier in ("最高", "不超过")


def _amount(text: str, figure: Figure, figures: Sequence[Figure], start: int) -> Amount:
    unit = figure.unit + _counted_by(text, figure, start)
    amount, base = amount_of(figure.value, unit)
    subject = _subject(text, figure, figures, start) if len(figures) > 1 else _addressed(text, figure, start)
    return Amount(
        figure.value,
        unit,
        figure.qualifier,
        subject.of(text) if subject else "",
        amount,
        base,
        (Span(figure.number.start, max(figure.end, figure.number.end)),),
        (subject,) if subject else (),
        figure.high,
    )


def _addressed(text: str, figure: Figure, start: int) -> Span | None:
    """Whom a lone amount is for where the words before it address him: 对职工按80%."""
    first = max(text.rfind(mark, max(0, figure.start - 40), figure.start) for mark in "，。；：\n") + 1
    match = _TO_WHOM.search(text, first, figure.start) if first else None
    return Span(*match.span("who")) if match else None


_TO_WHOM = re.compile("对(?P<who>(?!其|符合|于)[^，。；：对按]{2,20})按")


def _counted_by(text: str, figure: Figure, start: int) -> str:
    if "/" in figure.unit:
        return ""
    before = re.split("[，。；、：]", text[max(start, figure.start - 16) : figure.start])[-1]
    each = [match["unit"] for match in _EACH.finditer(before)]
    if not each and _PER_HEAD.search(before):
        each = ["人" if "人均" in before else "户"]
    return "/" + "·".join(each) if each else ""


def _subject(text: str, figure: Figure, figures: Sequence[Figure], start: int) -> Span | None:
    """The words that tell one amount from its neighbours: those between it and what stands before it."""
    before = [other.end for other in figures if other.end <= figure.start]
    first = max([start, *before])
    words = text[first : figure.start]
    cut = max(words.rfind(mark) for mark in "，。；、：\n")
    span = trim(text, Span(first + cut + 1, figure.start))
    end = span.end
    for match in _EACH.finditer(text, span.start, span.end):
        end = min(end, match.start())
    for_whom = _FOR_WHOM.match(text, span.start, end)
    span = Span(for_whom.end(), span.end) if for_whom and for_whom.end() < end else span
    behind = _JOINED_BEHIND.search(text, span.start, end)
    end = behind.start() if behind else end
    before_it = _JOINED_BEFORE.match(text, span.start, end)
    begin = before_it.end() if before_it else span.start
    return Span(begin, end) if 2 <= end - begin <= _MOST_SUBJECT else None
