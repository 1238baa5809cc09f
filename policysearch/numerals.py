"""Numerals of Chinese documents as numbers: 三十二, 一百二十条之一, １２, ④, 二〇二五."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE = "〇零○一二三四五六七八九十百千两"
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)} | {chr(0x2474 + i): i + 1 for i in range(20)}
_CIRCLED |= {chr(0x3220 + i): i + 1 for i in range(10)}


def parse_numeral(numeral: str) -> int | None:
    """The number that ``numeral`` writes, or None when it writes none.

    Positional (二〇二五 is 2025) and multiplicative (一百二十 is 120) Chinese numerals, Arabic digits
    of either width, and circled or bracketed single characters (④, ⑷, ㈣).
    """
    numeral = numeral.strip()
    if numeral in _CIRCLED:
        return _CIRCLED[numeral]
    if numeral.isdecimal():
        return int(numeral)
    if not numeral or any(c not in _DIGITS and c not in _UNITS for c in numeral):
        return None
    if not any(c in _UNITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def chinese(number: int) -> str:
    """A number below ten thousand in Chinese numerals: 十二, 一百零三; others in Arabic ones."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    if not 0 < number < 10_000:
        return str(number)
    parts = []
    for place, digit in enumerate(reversed(str(number))):
        parts.append(digits[int(digit)] + units[place] if digit != "0" else "零")
    text = re.sub("零+", "零", "".join(reversed(parts))).rstrip("零")
    return text[1:] if text.startswith("一十") else text


_ZERO = "〇零○◯ＯОoO0０"
_YEAR = rf"(?:(?:19|20|１９|２０) ?\d ?\d|[一二][{_ZERO}九一二三四五六七八]{{3}})"
_UPTO_99 = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
# A day as written, without groups, to be part of other patterns: 2022年3月4日, 二○一二年六月十九日 / 2022年3月.
DATE = rf"{_YEAR}\s*[年\-/.．]\s*{_UPTO_99}\s*[月\-/.．]\s*{_UPTO_99}\s*日?"
_DATE = re.compile(rf"(?P<y>{_YEAR})\s*[年\-/.．]\s*(?P<m>{_UPTO_99})\s*[月\-/.．]\s*(?P<d>{_UPTO_99})\s*日?")


def parse_date(text: str) -> str | None:
    """The first day written in ``text`` as an ISO string: 2022年3月4日, 二○一二年六月十九日, 2022-07-27."""
    for match in _DATE.finditer(text):
        found = iso_date(match)
        if found:
            return found
    return None


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO string of a date match, or None when there is no such day."""
    printed = match["y"].replace(" ", "")
    year = parse_numeral(printed if printed.isdecimal() else re.sub(f"[{_ZERO}]", "〇", printed))
    month, day = parse_numeral(match["m"]), parse_numeral(match["d"])
    if year is None or month is None or day is None or not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
