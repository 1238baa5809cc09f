"""The numerals that open a heading or a clause, on the two ladders of Chinese documents.

Law: 编 分编 章 节 条, then 项 （一） and 目 1. inside an article. Plan: 一、 （一） 1. （1） ①. Beside them the dash
paragraphs (——) that plans use, and 附件.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policysearch.numerals import CHINESE, parse_numeral
from policysearch.types import Ladder

_N = f"[{CHINESE}]{{1,7}}"


@dataclass(frozen=True, slots=True)
class Rung:
    """One kind of label. ``level`` orders the rungs of both ladders; the deeper the greater."""

    name: str
    ladder: Ladder
    level: int
    pattern: re.Pattern[str]


def _rung(name: str, ladder: Ladder, level: int, pattern: str) -> Rung:
    return Rung(name, ladder, level, re.compile(pattern))


_MOST_ITEMS = 99  # 一九四九、 counts no item

# Each line: a label that matches, and one that must not.
RUNGS: tuple[Rung, ...] = (
    # 附件2：, 附表1 …, 附：… / 附件材料, 附近
    _rung(
        "附件",
        "annex",
        0,
        r"附\s?(?:(?:件|表|录|图)\s?(?P<n>[一二三四五六七八九十\d]{0,3})(?:\s?[:：]|(?=\s|$|《)|(?<=\d)(?![\d.．、]))|[:：])",
    ),
    _rung("编", "law", 1, rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?编(?=\s|[^\s的])"),  # 第一编 总则 / 第一编的
    _rung("分编", "law", 2, rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?分编(?=\s|[^\s的])"),  # 第一分编 通则 / 第一分编的
    _rung("章", "law", 3, rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?章(?![的中所、，])"),  # 第三章 罚则 / 第三章的规定
    _rung("节", "law", 4, rf"第\s?(?P<n>{_N}|\d{{1,3}})\s?节(?![的中所、，课])"),  # 第一节 / 第一节课
    # 第一百二十条之一 为… is a label; 第七条第一款、第七条规定的 are references.
    _rung(
        "条",
        "law",
        5,
        rf"第\s?(?P<n>{_N}|\d{{1,4}})\s?条(?:之(?P<sub>{_N}))?"
        rf"(?!\s?第(?:{_N}|\d+)\s?[款项]|第(?:{_N}|\d+)\s?条|的|规定|所称|所列|所述|(?:和|至|或|或者|及|以及)第|中[的规有所，]|、|，|,|。|款|项(?!目)|之)",
    ),
    # 一、总则 / 一般 / 一、二、三等奖
    _rung(
        "一、", "plan", 6, r"(?P<n>[一二三四五六七八九十百]{1,4})\s?[、．.](?!\s*[、，]|[一二三四五六七八九十]{1,3}、)"
    ),
    # （一）申请 / （一）、（二）项规定
    _rung("（一）", "plan", 7, r"[（(]\s?(?P<n>[一二三四五六七八九十百]{1,4})\s?[)）](?!\s?[、和至或及]\s?[（(])、?"),
    # 3.构筑 / 3.5% / 1、2、3号楼
    _rung("1.", "plan", 8, r"(?P<n>\d{1,2})\s?(?:[.．](?!\d)|、)(?!\s*[、，]|\d{1,2}[、.])"),
    _rung("（1）", "plan", 9, r"(?:[（(]\s?(?P<n>\d{1,2})\s?[)）]|(?P<m>\d{1,2})[)）])"),  # （1） / （2021）
    _rung("①", "plan", 10, r"(?P<n>[①-⑳])"),
    _rung("——", "dash", 11, r"(?P<n>——|—－|－－|――|--)(?=[^\s—\-\d])"),  # ——党管人才 / —— / — 16 —
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a text: its rung, its number, and where the words after it begin."""

    rung: Rung
    ordinal: int
    printed: str
    end: int


def match_label(text: str, start: int, end: int | None = None) -> Label | None:
    """The label that opens ``text`` at ``start``, or None. A dash and a bare 附件 count as ordinal 0."""
    limit = len(text) if end is None else end
    for rung in RUNGS:
        match = rung.pattern.match(text, start, limit)
        if match is None:
            continue
        groups = match.groupdict()
        numeral = groups.get("n") or groups.get("m") or ""
        ordinal = 0 if rung.ladder == "dash" else parse_numeral(numeral) if numeral else 0
        if ordinal is None or (rung.ladder == "plan" and ordinal > _MOST_ITEMS):
            continue
        return Label(rung, ordinal, match.group().strip(), match.end())
    return None
