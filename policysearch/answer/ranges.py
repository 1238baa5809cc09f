"""Amounts that a question gives (1500万元, 六年) against the bounds that a text sets (1000万元以上, 未满35周岁)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from policysearch.numerals import CHINESE, parse_numeral

_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# Units by what they measure, with how many of the least one each is.
_UNITS = {
    "元": ("元", 1),
    "岁": ("岁", 1),
    "周岁": ("岁", 1),
    "年": ("月", 12),
    "个月": ("月", 1),
    "月": ("月", 1),
    "平方米": ("㎡", 1),
    "㎡": ("㎡", 1),
    "人": ("人", 1),
    "%": ("%", 1),
    "分": ("分", 1),
    "亩": ("亩", 1),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = rf"(\d[\d,]*(?:\.\d+)?|[{CHINESE}]+)\s?(百|千|万|亿)?\s?"
_BARE = rf"{_NUMBER}({_UNIT})"
_VALUE = rf"(?<![\d.第]){_BARE}"
_GIVEN = re.compile(rf"{_VALUE}(?![底末初份级间]|以[上下内])")
_FROM_TO = re.compile(
    rf"(?<![\d.第]){_NUMBER}(?:{_UNIT})?(?:\s?[（(][^）)]{{1,4}}[）)])?\s?(?:以上)?\s?(?:至|到|[-—–~～])\s?{_BARE}"
)
_BEFORE = (
    ("<=", r"低于或等于|小于或?等于|不高于|不大于|不多于"),
    (">=", r"高于或等于|大于或?等于|不低于|不少于|不小于|达到|(?<![未不])满"),
    ("<", r"(?<!不)(?:低于|少于|小于)|不足|不满|未满|不到|未达到?"),
    (">", r"(?<!不)(?:高于|多于|大于|超过|超出)"),
)
_AFTER = ((">=", r"及?以上|及其?以上"), ("<=", r"及?以下|以内|之内|及其?以下"))
_NOTE = r"(?:\s?[（(][^）)]{1,4}[）)])?"
_BOUND = re.compile(
    "|".join(f"(?P<b{n}>(?:{words}))\\s?(?P<v{n}>{_VALUE})" for n, (_, words) in enumerate(_BEFORE))
    + "|"
    + "|".join(f"(?P<w{n}>{_VALUE}){_NOTE}(?P<a{n}>{words})" for n, (_, words) in enumerate(_AFTER))
)
# What is given at most is no bound that somebody must meet.
_LIMIT = re.compile(r"最[高多长低少][^，。；]{0,6}$|(?:处|不|累计|合计|总计|罚款|奖励|补贴|给予)[^，。；]{0,4}$")
_OF_SUPPORT = re.compile(r"(?:\d[\d.]*万?元以下)?的?(?:罚款|奖励|奖金|补贴|补助|资助)")
_MOST_GAP_CHARS = 8


@dataclass(frozen=True, slots=True)
class Bounds:
    """From the least to the most of one measure; ``open`` tells on which sides the bound itself is left out."""

    measure: str
    least: float
    most: float
    above: bool = False
    below: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        return (value > self.least if self.above else value >= self.least) and (
            value < self.most if self.below else value <= self.most
        )


@lru_cache(maxsize=4096)
def given_in(text: str) -> frozenset[tuple[str, float]]:
    """The amounts that a question (folded) states, as what is measured and how much; years of the calendar are none."""
    found = set()
    for match in _GIVEN.finditer(text):
        if match[1] in ("一", "1") and match[3] in ("年", "月", "人"):  # 一年, 一人 are said without counting
            continue
        amount = _amount(match[1], match[2], match[3])
        if amount is not None:
            found.add(amount)
    return frozenset(found)


def amounts_in(text: str) -> list[tuple[str, float, str]]:
    """The amounts that a question (folded) states, in order: what is measured, how much, and the words before it."""
    found = []
    for match in _GIVEN.finditer(text):
        amount = _amount(match[1], match[2], match[3])
        if amount is not None:
            before = re.split(r"[，,。；;]", text[max(0, match.start() - _MOST_GAP_CHARS) : match.start()])[-1]
            found.append((*amount, before))
    return found


@lru_cache(maxsize=4096)
def bounds_in(text: str) -> tuple[Bounds, ...]:
    """The bounds that a text (folded) sets, in order; 200万元以上不足1000万元 is one."""
    found: list[tuple[int, int, Bounds]] = []
    taken: list[tuple[int, int]] = []
    for match in _FROM_TO.finditer(text):
        most = _amount(match[3], match[4], match[5])
        least = _amount(match[1], match[2] or match[4], match[5])
        if most is not None and least is not None and least[1] < most[1]:
            found.append((match.start(), match.end(), Bounds(most[0], least[1], most[1])))
            taken.append(match.span())
    for match in _BOUND.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        if _LIMIT.search(text[: match.start()]) or _OF_SUPPORT.match(text, match.end()):
            continue
        one = _bound(match)
        if one is not None:
            found.append((match.start(), match.end(), one))
    return tuple(_joined(sorted(found, key=lambda f: f[0])))


def is_within(asked: str, said: str) -> bool | None:
    """Whether amounts that ``asked`` states lie within the bounds of ``said``, folded; None where none compare."""
    verdicts = []
    for measure, value in given_in(asked):
        own = [bounds for bounds in bounds_in(said) if bounds.measure == measure]
        if own:
            verdicts.append(any(bounds.holds(value) for bounds in own))
    return all(verdicts) if verdicts else None


def says_amount(asked: str, said: str) -> bool:
    """Whether ``said`` states an amount that ``asked`` gives, in whatever numerals: 三年 and 3年."""
    return bool(given_in(asked) & given_in(said))


def _joined(found: list[tuple[int, int, Bounds]]) -> Iterator[Bounds]:
    last: tuple[int, Bounds] | None = None
    for start, end, bounds in found:
        if last is not None:
            stop, before = last
            lower, upper = (before, bounds) if before.most == inf else (bounds, before)
            close = start - stop <= _MOST_GAP_CHARS and before.measure == bounds.measure
            if close and lower.most == inf and upper.least == -inf and lower.least < upper.most:
                last = (end, Bounds(bounds.measure, lower.least, upper.most, lower.above, upper.below))
                continue
            yield before
        last = (end, bounds)
    if last is not None:
        yield last[1]


def _bound(match: re.Match[str]) -> Bounds | None:
    sign, words = next(
        (sign, match[f"{group}{n}"])
        for signs, mark, group in ((_BEFORE, "b", "v"), (_AFTER, "a", "w"))
        for n, (sign, _) in enumerate(signs)
        if match[f"{mark}{n}"]
    )
    value = re.fullmatch(_VALUE, words)
    amount = _amount(value[1], value[2], value[3]) if value else None
    if amount is None:
        return None
    measure, number = amount
    if sign[0] == ">":
        return Bounds(measure, number, inf, above=sign == ">")
    return Bounds(measure, -inf, number, below=sign == "<")


def _amount(numeral: str, times: str | None, unit: str) -> tuple[str, float] | None:
    measure, least = _UNITS[unit]
    written = numeral.replace(",", "")
    number = float(written) if re.fullmatch(r"\d+(?:\.\d+)?", written) else parse_numeral(numeral)
    if number is None or (unit == "年" and number >= 1900):
        return None
    return measure, number * _TIMES[times or ""] * least
