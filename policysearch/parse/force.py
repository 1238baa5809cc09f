"""When a text takes effect and when it ends: 本办法自…起施行, 有效期至…, 有效期5年. Only what can be counted is."""

from __future__ import annotations

import re
from datetime import date, timedelta

from policysearch.numerals import CHINESE, DATE, parse_date, parse_numeral
from policysearch.parse.fact import Fact
from policysearch.types import Span

_HEAD_CHARS = 1600
_COMES = r"(?:正式)?(?:施行|实施|执行|生效|实行|试行|适用)"
# 自2023年7月1日起施行, 从2000年7月1日起施行, 于2023年7月1日施行 / 自3月1日起执行, which names no year
_FROM_DAY = re.compile(
    rf"(?:自|从|于)(?P<day>(?=[^日\n]{{3,20}}日){DATE})\s?(?:之?日?起|始)?{_COMES}|(?P<bare>{DATE})起{_COMES}"
    rf"|(?:自|从)(?P<first>{DATE})起?(?:至|到)(?P<last>{DATE})止?(?:{_COMES}|有效)"
)
_FROM_ISSUE = re.compile(rf"自(?P<how>印发|发布|公布|颁布|发文|下发|签发)之日起{_COMES}")
# The text itself: 本办法, 本实施细则, 本《意见》 / 本市居住证, 该条例
_THIS = (
    r"(?:本[^。；，,\n]{0,6}(?:办法|规定|细则|条例|意见|方案|通知|通告|公告|决定|决议|文件|标准|规则|措施|政策|规划|计划|规程|规范|制度"
    r"|指南|指引|解释|法|章程|目录|纲要)》?)"
)
# What the sentence says before, so that it speaks of the text itself: 本办法, 现予公布，, 第十二条 本规定, nothing.
_OWN = re.compile(
    rf"(?:{_THIS}|以上|现予|现将|现印发|予以)[^。；\n]*$|[^。；\n《]{{0,12}}[，,]$|^(?!.*[市省区县国])[^。；\n《》]{{0,14}}$"
)
_SENTENCE_START = re.compile(r"[。；\n]")
_UNTIL = re.compile(
    rf"有效(?:期|期限|日期)(?:[^。；，\n]{{0,4}}|[为自从]{{1,2}}{DATE}起?)(?:至|到|截至|截止到?|止于)(?P<day>{DATE})"
)
# 自2012年3月5日起施行，2017年3月4日废止
_ENDED_ON = re.compile(rf"(?<=[施执实]行|实施|生效)[，,]\s?[自于]?(?P<day>{DATE})起?(?:自行|予以)?(?:废止|失效)")
_FOR_YEARS = re.compile(
    rf"(?:有效|试行|暂行|施行|实施)(?:期|期限|期为)?(?:暂定)?为?(?P<years>[{CHINESE}\d]{{1,3}})年(?!内|度)"
)
# 本办法自…起施行，有效期, 本通知有效期 / 规范性文件的有效期, 本市居住证有效期
_SELF = re.compile(rf"{_THIS}的?$|{_COMES}(?:之日)?起?[，,、]?(?:并|且|暂行|试行|{_THIS}|[（(])?$")


def find_effective(text: str, published: Fact | None, issued: Fact | None, printed: Fact | None) -> tuple[Fact, ...]:
    """The day from which the text holds, with the words that say so and, where counted from its issue, that day.

    Empty where none is stated. The last clause that speaks of the text itself goes first, then its head.
    """
    days = reversed([*_FROM_DAY.finditer(text)])
    match = next((match for match in days if _speaks_of_itself(text, match.start())), None)
    if match:
        day = parse_date(match["day"] or match["bare"] or match["first"])
        return (Fact(day, (Span(*match.span()),)),) if day else ()
    for match in reversed([*_FROM_ISSUE.finditer(text)]):
        if _speaks_of_itself(text, match.start()):
            since = (printed or issued) if match["how"] == "印发" else (published or issued)
            return (Fact(since.value, (Span(*match.span()),)), since) if since else ()
    return ()


def find_expiry(text: str, effective: Fact | None) -> tuple[Fact, ...]:
    """The last day on which the text holds: as stated, or counted in whole years from the day it takes effect."""
    for match in reversed([*_UNTIL.finditer(text), *_ENDED_ON.finditer(text)]):
        day = parse_date(match["day"])
        if day and _speaks_of_its_term(text, match.start()):
            return (Fact(day, (Span(*match.span()),)),)
    for match in reversed([*_FROM_DAY.finditer(text)]):
        day = parse_date(match["last"] or "")
        if day and _speaks_of_itself(text, match.start()):
            return (Fact(day, (Span(*match.span()),)),)
    for match in reversed([*_FOR_YEARS.finditer(text)]):
        years = parse_numeral(match["years"])
        if years and effective and _speaks_of_its_term(text, match.start()):
            return Fact(_years_on(effective.value, years), (Span(*match.span()),)), effective
    return ()


def _speaks_of_itself(text: str, start: int) -> bool:
    """Whether the sentence up to ``start`` is of this text: no other text is named as what takes effect."""
    before = _sentence_before(text, start)
    if start < _HEAD_CHARS and re.search(r"现予|现将|现(?:公布|发布|印发)|予以(?:公布|发布|印发)", before):
        return True
    return _OWN.search(before) is not None and not re.search(r"(?<!本)《[^《》]*》[^。；《本]{0,16}$", before)


def _speaks_of_its_term(text: str, start: int) -> bool:
    """Whether the words before a term name this text or its taking effect: 本办法有效期, 自…起施行，有效期."""
    return _SELF.search(_sentence_before(text, start)) is not None


def _sentence_before(text: str, start: int) -> str:
    return _SENTENCE_START.split(text[max(0, start - 160) : start])[-1].strip()


def _years_on(day: str, years: int) -> str:
    """The last day of ``years`` whole years that begin on ``day``: 2014-01-10 and 5 are 2019-01-09."""
    first = date.fromisoformat(day)
    try:
        after = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        after = date(first.year + years, 3, 1)
    return (after - timedelta(days=1)).isoformat()
