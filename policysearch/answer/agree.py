"""Does a candidate agree with the question: year, plan or fact, total or per head, class? A mismatch costs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.asked import MODIFIERS, Asked, Years, aim_of, quoted_names, rivals, years_in
from policysearch.answer.classes import same_class
from policysearch.answer.era import aim_above
from policysearch.answer.ranges import is_within, says_amount
from policysearch.text import fold

# What a candidate gains or loses beside the share of the question's words that it holds, which is at most 1.
_SAME_YEARS, _NEAR_YEARS, _OTHER_YEARS = 0.15, 0.05, -0.3
_CONTEXT_YEARS, _OTHER_CONTEXT_YEARS = 0.1, -0.15
# A stretch of years where the fact of one of them is asked.
_PART_OF_YEARS = -0.1
_SAME_AIM, _OTHER_AIM, _OTHER_AIM_ABOVE = 0.05, -0.12, -0.08
_OTHER_FIGURE = -0.12
_OTHER_CLASS = -0.35
_WITHIN, _BEYOND = 0.2, -0.3
_SUPPORT_GAIN, _NO_SUPPORT, _SUM_OF_ALL = 0.1, -0.2, -0.2
_CONDITIONS_GAIN = 0.15
_ASKS_CONDITIONS = re.compile(r"条件|(?:怎样|怎么|如何)才|满足|资格|符合|谁能|哪些人")
_CONDITIONS = re.compile(
    r"的[^，。；]{0,24}，(?:可以?|方可|应当)[^。；]{0,30}申[请领]|符合[^，。；]{0,6}条件|同时(?:符合|具备|满足)|适用(?:本办法|对象)"
)
_SUPPORT = re.compile(r"补贴|补助|奖励|资助|津贴|奖金|薪酬|安家费|免租|优惠|减免|报销|支持")
# How a text sets the least and the most where the question says 最低 and 最高.
_BOUNDS = {
    "最低": re.compile(r"不(?:得|能|应)?(?:低|少|小)于|至少|以上|下限|起步|不足"),
    "最高": re.compile(r"不(?:得|能|应)?(?:高|多|大|超)[于过]|至多|以下|以内|上限|限额"),
}
# What a candidate gains for the names that the question sets in quotation marks, and for an amount that it gives.
_QUOTED_GAIN, _AMOUNT_GAIN = 0.2, 0.1
_ALL_OF_THEM = re.compile(r"累计|兑现|共发放|已发放|总投资|投入|[亿]元|项目资金|专项资金|引进.{0,6}[名位人]|惠及")


def agreement(
    asked: Asked,
    own: str,
    *,
    whole: str = "",
    years: Sequence[Years] | None = None,
    near: Sequence[Years] = (),
    above: Sequence[str] = (),
    period: Years | None = None,
) -> float:
    """What agreement adds to a candidate's score, mostly between -.9 and .2.

    ``own`` is its own words, ``whole`` the sentence that they are part of, ``above`` what stands above it from near to
    far (the line that opens its list, its headings, the title), all folded. ``years`` are those of its own words, read
    from them unless given, ``near`` those named before it, ``period`` the years of its document's plan.
    """
    said = years_in(own) if years is None else years
    score = _years(asked, said, near, period) + _aim(asked, own, above) + _modifiers(asked, own)
    score += _classes(asked, own, whole or own) + _support(asked, own, above) + _conditions(asked, own)
    return score + _bounds(fold(asked.question), own) + _named(asked, own)


def years_agree(asked: Asked, own: Sequence[Years], near: Sequence[Years], years: Sequence[Years]) -> bool:
    """Whether what is told is of a year that the question names, or it names none.

    Its own years decide, else those named before it; where none is named, ``years`` of the document, of which one must
    be that year and not only hold it.
    """
    if not asked.years:
        return True
    if own or near:
        return _fit(asked, own or near, 1, 1 if own else 0, 0) > 0
    return any(one in years for one in asked.years)


def _years(asked: Asked, own: Sequence[Years], near: Sequence[Years], period: Years | None) -> float:
    if not asked.years:
        return 0.0
    if own:
        return _fit(asked, own, _SAME_YEARS, _NEAR_YEARS, _OTHER_YEARS)
    if near:
        return _fit(asked, near, _CONTEXT_YEARS, _NEAR_YEARS, _OTHER_CONTEXT_YEARS)
    return _fit(asked, (period,), _NEAR_YEARS, _NEAR_YEARS, _OTHER_CONTEXT_YEARS) if period else 0.0


def _fit(asked: Asked, said: Sequence[Years], same: float, near: float, other: float) -> float:
    """``same`` for the very years, ``near`` for some that meet them; five years are not the one whose fact is asked."""
    if any(years in said for years in asked.years):
        return same
    meets = [b for a in asked.years for b in said if a[0] <= b[1] and b[0] <= a[1]]
    if meets and asked.aim == "fact" and all(a == b for a, b in asked.years):
        return min(near, _PART_OF_YEARS)
    return near if meets else other


def _aim(asked: Asked, own: str, above: Sequence[str]) -> float:
    """Plan or fact by its own words, else by the heading above it."""
    if not asked.aim:
        return 0.0
    said = aim_of(own)
    if said:
        return _SAME_AIM if said == asked.aim else _OTHER_AIM
    said = aim_above(tuple(above))
    return 0.0 if not said else _SAME_AIM if said == asked.aim else _OTHER_AIM_ABOVE


def _modifiers(asked: Asked, own: str) -> float:
    """A figure per head, per year, newly added where the question asks for no such figure, or the reverse."""
    if not asked.wants_figure:
        return 0.0
    said = [word for word in MODIFIERS if word in own or (word in _BOUNDS and _BOUNDS[word].search(own))]
    unsaid = [word for word in MODIFIERS if word in asked.question and word not in said]
    more = [word for word in said if word in own and word not in asked.question]
    return _OTHER_FIGURE * (len(unsaid) + len(more))


def _classes(asked: Asked, own: str, whole: str) -> float:
    """A candidate that names another class of the same kind, and not the one that was asked about.

    Where its own words name none, those of its sentence count: 本科生到企业工作的，每月领取500元.
    """
    lost = 0.0
    for wanted in asked.classes:
        named = rivals(wanted) | wanted
        words = own if any(word in own for word in named) else whole
        if any(word in words for word in named) and not any(word in words for word in wanted):
            lost += _OTHER_CLASS
    return max(lost, 2 * _OTHER_CLASS)


def _bounds(asked: str, own: str) -> float:
    """A candidate whose bounds hold the amount that the question gives, or leave it out; one of another class."""
    within = is_within(asked, own)
    numbered = _OTHER_CLASS if same_class(asked, own) is False else 0.0
    return numbered + (0.0 if within is None else _WITHIN if within else _BEYOND)


def _named(asked: Asked, own: str) -> float:
    """What is named word for word: what the question quotes, an amount that it gives (低于95％)."""
    folded = fold(asked.question)
    quoted = [name for name in quoted_names(folded) if not name.endswith("五")]  # “十五五” is a period
    share = sum(name in own for name in quoted) / len(quoted) if quoted else 0.0
    return _QUOTED_GAIN * share + (_AMOUNT_GAIN if says_amount(folded, own) else 0.0)


def _support(asked: Asked, own: str, above: Sequence[str]) -> float:
    """Who asks what he can get wants a support that is given, not the sum that was spent on all."""
    if not asked.entitled:
        return 0.0
    return (_SUPPORT_GAIN if any(_SUPPORT.search(words) for words in (own, *above[:2])) else _NO_SUPPORT) + (
        _SUM_OF_ALL if _ALL_OF_THEM.search(own) else 0.0
    )


def _conditions(asked: Asked, own: str) -> float:
    """Who asks for conditions wants the sentence that states them, not one that follows from them."""
    return _CONDITIONS_GAIN if _ASKS_CONDITIONS.search(asked.question) and _CONDITIONS.search(own) else 0.0
