"""The years and plan periods that a text names: 2025年, 二〇二五年, 2021—2025年, “十四五”.

去年 and 近三年 are left alone: which year they mean hangs on the day of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.numerals import parse_numeral
from policysearch.types import Span

_ORDER = {"六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15}
_NTH = "十[一二三四五]?|[六七八九]"
_TIMES = re.compile(
    r"(?P<a>(?:19|20)\d\d)\s?年?\s?(?:[-—–~～]{1,2}|至|到)\s?(?P<b>(?:19|20)\d\d)(?!\d)\s?(?:年(?!度))?"
    r"|(?<![\d.])(?P<year>(?:19|20)\d\d)(?![\d.%])\s?(?P<unit>年度?)?"
    r"|(?P<said>[一二][〇零○九][〇零○一二三四五六七八九]{2})年度?"
    rf"|第(?P<nth>{_NTH})个五年"
    # 十五 and 六五 alone are numerals, 十四五 is not.
    rf"|[“\"「](?P<quoted>{_NTH})五[”\"」](?:时?期间?|末|初)?"
    rf"|(?P<bare>十[一二三四五])五(?!年级)(?:时?期间?|末|初)?"
    rf"|(?P<before>{_NTH})五(?=时期|期间|计划|规划|末期)"
)
# 2024 of a 文号 is no year that is asked for.
_IN_NUMBER = re.compile(r"[〔\[(【﹝]\s?\Z")
_MOST_YEARS = 30


def find_years(folded: str) -> Iterator[tuple[Span, tuple[int, int]]]:
    """Where each year or period of a folded text stands, and its first and last year."""
    for match in _TIMES.finditer(folded):
        if match["a"]:
            first, last = int(match["a"]), int(match["b"])
            if not first <= last <= first + _MOST_YEARS:
                continue
        elif match["year"] or match["said"]:
            if match["year"] and not match["unit"] and _IN_NUMBER.search(folded, 0, match.start()):
                continue
            first = last = int(match["year"]) if match["year"] else parse_numeral(match["said"]) or 0
        else:
            numeral = match["nth"] or match["quoted"] or match["bare"] or match["before"]
            first = 2001 + 5 * (_ORDER[numeral] - 10)
            last = first + 4
        yield Span(*match.span()), (first, last)
