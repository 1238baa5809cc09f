"""Does a candidate agree with the question: year, plan or fact, total or per head, class? A mismatch costs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.asked import MODIFIERS, Asked, Years, aim_of, rivals, years_in
from policysearch.answer.classes import same_class
from policysearch.answer.ranges import is_within
from policysearch.text import fold

# What a candidate gains or loses beside the share of the question's words that it holds, which is at most 1.
_SAME_YEARS, _NEAR_YEARS, _OTHER_YEARS = 0.15, 0.05, -0.3
_CONTEXT_YEARS, _OTHER_CONTEXT_YEARS = 0.1, -0.15
_SAME_AIM, _OTHER_AIM = 0.05, -0.12
_OTHER_FIGURE = -0.12
_OTHER_CLASS = -0.3
_WITHIN, _BEYOND = 0.2, -0.3
_SUPPORT_GAIN, _NO_SUPPORT, _SUM_OF_ALL = 0.1, -0.2, -0.2
_CONDITIONS_GAIN = 0.15
_ASKS_CONDITIONS = re.compile(r"条件|(?:怎样|怎么|如何)才|满足|资格|符合|谁能|哪些人")
_CONDITIONS = re.compile(
    r"的[^，。；]{0,24}，(?:可以?|方可|应当)[^。；]{0,30}申[请领]|符合[^，。；]{0,6}条件|同时(?:符合|具备|满足)|适用(?:本办法|对象)"
)
_SUPPORT = re.compile(r"补贴|补助|奖励|资助|津贴|奖金|薪酬|安家费|免租|优惠|减免|报销|支持")
_ALL_OF_THEM = re.compile(r"累计|兑现|共发放|已发放|总投资|投入|[亿]元|项目资金|专项资金|引进.{0,6}[名位人]|惠及")


def agreement(asked: Asked, own: str, context: Sequence[str], period: Years | None) -> float:
    """What agreement adds to a candidate's score, mostly between -.7 and .2.

    ``own`` is its own words, ``context`` what stands above it from near to far (the sentences before it, its headings,
    the title), all folded; ``period`` the years of its document's plan.
    """
    score = _years(asked, own, context, period) + _aim(asked, own) + _modifiers(asked, own)
    score += _classes(asked, own) + _support(asked, own, context) + _conditions(asked, own)
    return score + _bounds(fold(asked.question), own)


def years_agree(asked: Asked, own: str, context: Sequence[str], years: Sequence[Years]) -> bool:
    """Whether what is told is of a year that the question names, or it names none.

    Its own years decide, else the nearest above it; where none is named, ``years`` of the document, of which one must
    be that year and not only hold it.
    """
    if not asked.years:
        return True
    for words in (own, *context):
        said = years_in(words)
        if said:
            return _fit(asked.years, said, 1, 1 if words is own else 0, 0) > 0
    return any(one in years for one in asked.years)


def _years(asked: Asked, own: str, context: Sequence[str], period: Years | None) -> float:
    if not asked.years:
        return 0.0
    said = years_in(own)
    if said:
        return _fit(asked.years, said, _SAME_YEARS, _NEAR_YEARS, _OTHER_YEARS)
    for words in context:
        said = years_in(words)
        if said:
            return _fit(asked.years, said, _CONTEXT_YEARS, _NEAR_YEARS, _OTHER_CONTEXT_YEARS)
    return _fit(asked.years, (period,), _NEAR_YEARS, _NEAR_YEARS, _OTHER_CONTEXT_YEARS) if period else 0.0


def _fit(wanted: Sequence[Years], said: Sequence[Years], same: float, near: float, other: float) -> float:
    if any(years in said for years in wanted):
        return same
    meets = any(a[0] <= b[1] and b[0] <= a[1] for a in wanted for b in said)
    return near if meets else other


def _aim(asked: Asked, own: str) -> float:
    said = aim_of(own)
    if not asked.aim or not said:
        return 0.0
    return _SAME_AIM if said == asked.aim else _OTHER_AIM


def _modifiers(asked: Asked, own: str) -> float:
    """A figure per head, per year, newly added where the question asks for no such figure, or the reverse."""
    if not asked.wants_figure:
        return 0.0
    return _OTHER_FIGURE * sum((word in own) != (word in asked.question) for word in MODIFIERS)


def _classes(asked: Asked, own: str) -> float:
    """A candidate that names another class of the same kind, and not the one that was asked about."""
    lost = 0.0
    for wanted in asked.classes:
        others = any(word in own for word in rivals(wanted))
        if others and not any(word in own for word in wanted):
            lost += _OTHER_CLASS
    return max(lost, 2 * _OTHER_CLASS)


def _bounds(asked: str, own: str) -> float:
    """A candidate whose bounds hold the amount that the question gives, or leave it out; one of another class."""
    within = is_within(asked, own)
    numbered = _OTHER_CLASS if same_class(asked, own) is False else 0.0
    return numbered + (0.0 if within is None else _WITHIN if within else _BEYOND)


def _support(asked: Asked, own: str, context: Sequence[str]) -> float:
    """Who asks what he can get wants a support that is given, not the sum that was spent on all."""
    if not asked.entitled:
        return 0.0
    return (_SUPPORT_GAIN if any(_SUPPORT.search(words) for words in (own, *context[:2])) else _NO_SUPPORT) + (
        _SUM_OF_ALL if _ALL_OF_THEM.search(own) else 0.0
    )


def _conditions(asked: Asked, own: str) -> float:
    """Who asks for conditions wants the sentence that states them, not one that follows from them."""
    return _CONDITIONS_GAIN if _ASKS_CONDITIONS.search(asked.question) and _CONDITIONS.search(own) else 0.0
