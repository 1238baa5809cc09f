"""Quantities and days of a text in one form, however they are written: 38万人, ３８万人, 三十八万名; 2022年3月4日."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from policysearch.numerals import CHINESE, parse_numeral

Bound = Literal["", "least", "most", "about"]

# Digits and marks of full width to half width, one character for one, so that offsets stay.
_WIDTH = str.maketrans("０１２３４５６７８９．％＋－", "0123456789.%+-")
_UNITS = [
    "个百分点",
    "百分点",
    "个工作日",
    "工作日",
    "个小时",
    "小时",
    "个自然月",
    "个月",
    "个季度",
    "季度",
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "公里",
    "千米",
    "公顷",
    "公斤",
    "千克",
    "千瓦时",
    "千瓦",
    "毫克",
    "毫米",
    "厘米",
    "分钟",
    "周岁",
    "人次",
    "人年",
    "人民币",
    "美元",
    "欧元",
    "港元",
    "港币",
    "户次",
    "场次",
    "架次",
    "辆次",
    "车次",
    "元",
    "块",
    "人",
    "名",
    "位",
    "户",
    "家",
    "个",
    "项",
    "件",
    "所",
    "套",
    "亩",
    "吨",
    "度",
    "年",
    "月",
    "日",
    "天",
    "周",
    "岁",
    "倍",
    "成",
    "%",
    "‰",
    "座",
    "处",
    "场",
    "期",
    "次",
    "门",
    "条",
    "款",
    "章",
    "节",
    "类",
    "批",
    "支",
    "级",
    "米",
    "台",
    "辆",
    "张",
    "本",
    "份",
    "篇",
    "届",
    "号",
    "页",
    "层",
    "大",
    "种",
    "只",
    "片",
    "幢",
    "栋",
    "间",
    "床",
    "例",
    "宗",
    "起",
    "笔",
    "条线",
    "国",
    "省",
    "市",
    "区",
    "县",
    "镇",
    "乡",
    "村",
]
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_SAME_UNIT = {"名": "人", "位": "人", "块": "元", "人民币": "元", "港币": "港元", "百分点": "个百分点"}
_SAME_UNIT |= {"工作日": "个工作日", "小时": "个小时", "季度": "个季度"}
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<head>第|百分之|千分之|[{CHINESE}\d]+分之)?\s*"
    rf"(?P<number>{_ARABIC}|[{CHINESE}]+)\s*(?P<over>[余多来])?(?P<times>[十百千]?万亿|[十百千]?[万亿]|[百千])?"
    rf"(?P<over2>[余多])?\s*(?P<unit>{_UNIT})?"
)
# 一 before these is an article, not a count: 一个, 一批.
_ARTICLE = frozenset("个项种批支家次条套份人件所场类座级处期大区市省国起本片章节张")
_YEAR = r"(?P<y>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
_DAY = re.compile(
    rf"(?:{_YEAR}\s*年\s*)?(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月(?:\s*份)?"
    r"(?:\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?"
    r"|(?P<y2>(?:19|20)\d\d)[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})(?!\d)"
)
# A bare number is a year before a word that is no unit: 2024“杭州人才日”.
_YEARS = re.compile(
    rf"(?<![\d.]){_YEAR}(?=\s*年(?!间)|\s*[—－–~至-]+\s*(?:19|20)\d\d|(?!{_UNIT}|[余多以左万亿])[“《\u4e00-\u9fff])"
)
_LEAST = re.compile(r"(?:不低于|不少于|不小于|至少|(?<!不)(?:超过?|高于|大于|多于)|≥|(?<!不)满)(?:了|到|达)?\s*$")
_MOST = re.compile(
    r"(?:不超过?|不高于|不多于|不大于|最高|最多|至多|(?<!不)(?:低于|少于|小于)|≤|不足|不到|不满|上限为?|封顶)"
    r"[可达给予补助]{0,3}\s*$"
)
_ABOUT = re.compile(r"(?:约|近|大约|接近|将近|大概)\s*$")
_LEAST_AFTER = re.compile(r"\s*(?:[（(]?含[^）)]{0,4}[）)]|及|或)?\s*以上")
_MOST_AFTER = re.compile(r"\s*(?:[（(]?含[^）)]{0,4}[）)]|及|或)?\s*(?:以下|以内|之内|封顶|为限)")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|上下)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text states it: ``value`` with 万 and 亿 multiplied out, in ``unit`` ("" where none is written).

    ``bound`` tells whether it is a least (以上, 超过), a most (最高, 不超过) or about (约, 左右). ``printed`` are its
    characters, ``start`` and ``end`` where they stand.
    """

    value: Decimal
    unit: str
    bound: Bound
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month or a day without its year; parts that are not written are None."""

    year: int | None
    month: int
    day: int | None
    printed: str


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of ``text`` in their order; years and days are none."""
    plain = _blank_days(text.translate(_WIDTH))
    found = []
    for match in _QUANTITY.finditer(plain):
        value = _value(match)
        if value is None:
            continue
        head, unit = match["head"] or "", match["unit"] or ""
        unit = _SAME_UNIT.get(unit, unit)
        if head == "第":
            unit = f"第{unit}"
        elif head.endswith("分之"):
            unit = "‰" if head == "千分之" else "%"
        number = Quantity(value, unit, "", text[match.start() : match.end()].strip(), match.start(), match.end())
        found.append(_bounded(plain, number, match))
    return tuple(found)


def _bounded(text: str, number: Quantity, match: re.Match[str]) -> Quantity:
    before, bound = text[max(0, number.start - 8) : number.start], ""
    if _MOST.search(before) or _MOST_AFTER.match(text, number.end):
        bound = "most"
    elif (
        match["over"] in ("余", "多") or match["over2"] or _LEAST.search(before) or _LEAST_AFTER.match(text, number.end)
    ):
        bound = "least"
    elif _ABOUT.search(before) or _ABOUT_AFTER.match(text, number.end) or match["over"] == "来":
        bound = "about"
    return Quantity(number.value, number.unit, _as_bound(bound), number.printed, number.start, number.end)


def _as_bound(name: str) -> Bound:
    return name if name in ("least", "most", "about") else ""  # type: ignore[return-value]


def _value(match: re.Match[str]) -> Decimal | None:
    number, head, unit, times = match["number"], match["head"] or "", match["unit"], match["times"] or ""
    if number[0].isascii():
        value = Decimal(number.replace(",", ""))
    else:
        if not unit and not times and not head.endswith("分之"):
            return None
        if number == "一" and not times and unit in _ARTICLE and not head:
            return None
        whole = parse_numeral(number)
        if whole is None:
            return None
        value = Decimal(whole)
    for char in times:
        value *= _TIMES[char]
    if head.endswith("分之") and head not in ("百分之", "千分之"):
        below = parse_numeral(head.removesuffix("分之"))
        value = round(value / below * 100, 4) if below else value
    return value.normalize() + 0


def years(text: str) -> frozenset[int]:
    """The years that ``text`` names, also as part of a day; a span of years names its first and last."""
    plain = text.translate(_WIDTH)
    found = {_number(m["y"]) for m in _YEARS.finditer(plain)}
    found |= {day.year for day in days(text) if day.year}
    return frozenset(year for year in found if year)


def days(text: str) -> tuple[Day, ...]:
    """The days and months that ``text`` names."""
    found = []
    for match in _DAY.finditer(text.translate(_WIDTH)):
        year, month, day = (_number(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
        if month and month <= 12:
            found.append(Day(year, month, day, match.group()))
    return tuple(found)


def _number(printed: str | None) -> int | None:
    return parse_numeral(printed.replace("○", "〇")) if printed else None


def _blank_days(text: str) -> str:
    """``text`` with its days and years blanked out, of the same length."""
    for pattern in (_DAY, _YEARS):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text
