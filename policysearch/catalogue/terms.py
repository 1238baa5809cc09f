"""For how long a measure is granted, until when one applies, and where: as the clause that grants it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.types import Span

_NUMBER = r"[\d一二三四五六七八九十两]+\s*(?:个)?"
_PERIOD = re.compile(
    rf"(?:(?:期限|时间|年限|期)(?:一般)?(?:最长)?(?:为|不得超过|不超过|最长为?)|最长(?:不得超过|不超过|为)?|最多(?:不超过)?)(?:不得超过|不超过)?{_NUMBER}(?:年|月|学年|学期|周岁)(?!以[上下])"
    r"|(?:自|从)\d{4}年\d{1,2}月\d{1,2}日(?:起)?至\d{4}年\d{1,2}月\d{1,2}日"
    r"|从[^，。；：]{2,24}之日起至[^，。；：]{2,24}(?:止|期间)|直至死亡|终身支付|支付终身"
)
_DEADLINE = re.compile(
    rf"(?P<deadline>(?:自|在|于)[^，。；：]{{2,30}}?(?:之日起|后|前)?(?:的)?{_NUMBER}(?:工作日|日|天|月|年)(?:之?内|以内))(?:[，,]?[^，。；：]{{0,20}}?)(?P<act>申请|提出|申报|申领|办理报销|报销)"
)
_TO = re.compile(
    "(?:向|到)(?P<body>[^，。；：、向到]{2,24}?(?:机构|部门|中心|局|委员会|街道办事处|居委会|派出所|公安机关|政府|学校|公司|所在单位|窗口))(?:书面|如实)?(?:提出|递交|提交)?[^，。；：]{0,8}?申(?:请|报|领)"
)
_OFFICE = re.compile("(?:机构|部门|中心|局|委|政府|机关)(?:应当|应|要|须|在|自|于)?[^，。；：]{0,4}$")


def periods(text: str, sentence: Span) -> Iterator[Span]:
    """For how long, as ``sentence`` states it."""
    for match in _PERIOD.finditer(text, sentence.start, sentence.end):
        yield Span(*match.span())


def deadlines(text: str, sentence: Span) -> Iterator[Span]:
    """Until when an applicant applies; the days that an office has are none."""
    for match in _DEADLINE.finditer(text, sentence.start, sentence.end):
        before = text[max(sentence.start, match.start() - 12) : match.start()]
        if not _OFFICE.search(before) and "受理" not in match.group() and "收到" not in match.group():
            yield Span(*match.span("deadline"))


def offices(text: str, sentence: Span) -> Iterator[Span]:
    """Where one applies: 向区房管局申请."""
    for match in _TO.finditer(text, sentence.start, sentence.end):
        yield Span(*match.span("body"))
