"""The words before a figure, read from behind: verbs and adverbs off, down to the subject that the figure is of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policysearch.types import Span

_LEVEL = (
    "提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|增至|增到|扩大到|扩大至|上升到|上升至|升至|升到|拓展到|拓展至|"
    "扩展到|扩展至|延伸到|延伸至|降到|降至|下降到|下降至|降低到|降低至|减少到|减少至|减至|缩小到|缩小至|缩短到|缩短至|压缩到|"
    "压缩至|压减到|压减至|回落到|回落至|跃升到|跃升至|攀升到|攀升至|优化到|优化至|达到|稳定在|稳定达到|保持在|维持在|控制在|"
    "控制到|跨越|跨过|跨上|迈上|迈过|站上|首次|历史性|再次|连续|累计|总计|合计|共计|平均|分别|均超|约为|约|近|接近|将近|逾|大约|"
    "预计|预期|力争|争取|确保|有望|将|已|仍|仅|也|再|不低于|不少于|不超过|不高于|至少|大于|小于|超过|超|突破|达|为|是|有|共有|"
    "共|实现|完成|从|由|在|于|至|到|的|稳步|大幅|进一步|成功|左右|全部|都|各|每年|全年|当年|总共|均为|均达|高达|仅为|多达|就|只有|保持|"
    "净|按|全年实现|控制|双双|较|与|相当于|折合|合"
)
_CHANGE = (
    "增长|下降|提高|提升|增加|上升|上涨|上调|降低|减少|缩小|回落|下跌|压减|下调|缩短|压缩|扩大|新增|净增长|净增加|净增|增收|精简|"
    "同比增长|实际增长|名义增长|年均增长|累计增长|同比下降|累计下降|同比提高|年均提高|年均下降"
)
_AVERAGE = "年均|年平均|同比|实际|名义|累计|平均每年|每年"
_TAIL = re.compile(
    rf"(?:(?P<change>{'|'.join(sorted(_CHANGE.split('|'), key=len, reverse=True))})"
    rf"|(?P<average>{_AVERAGE})"
    rf"|(?P<level>{'|'.join(sorted(_LEVEL.split('|'), key=len, reverse=True))}|(?<![占之对])比|(?<![人年日户平月])均))$"
)
_TIME = (
    r"(?:到|至|截至|截止)?(?:19|20)\d\d\s*年(?:底|末|前)?的?|(?:到|至)?[“\"]?[一二三四五六七八九十]{1,3}五[”\"]?(?:时期|期间|末|规划期?)的?|"
    r"去年|今年|上年|全年|年内|年末|年底|一年来|五年来|过去一年|过去五年|这五年|近?\d年(?!均)|截至目前|目前|\d+年来|当年|新的一年|五年"
)
_TIME_TAIL = re.compile(rf"(?:{_TIME.replace('(?:到|至|截至|截止)?', '', 1).replace('(?:到|至)?', '', 1)})$")
_OPENING = re.compile(
    rf"(?:[\s、，,与及并且；：:]|和(?![美谐平])|以及|{_TIME}|其中|同时|此外|特别是|尤其是|包括|主要是|一是|二是|三是|四是|五是|六是|预计|预期|力争|确保|争取|努力|"
    r"实现|完成|推动|带动|拉动|促进|使得|使(?!用)|让|保持|累计|共(?=计|有)|合计|总计|目前|初步(?:统计|核算|预计)|据统计|全力|切实|已经?|将|再|"
    r"同口径|可比口径|按可比价格?(?:计算)?|扣除[^，]{0,8}后|较好|圆满|超额|全面|首次|也)"
)
_COMPARED = re.compile(
    r"(?:同?比|较|环比)(?:上年|去年|上一年|上年同期|同期|(?:19|20)\d\d年(?:底|末)?|[“]?[一二三四五六七八九十]{1,3}五[”]?(?:时期|期间|末|规划)?|"
    r"全国|上季度|前年|规划|目标|计划|五年前|\d年前)[^，。；、]{0,8}$"
)
_BLANK_TAIL = re.compile(r"\s+$")
_TO = frozenset("到至")
_BOTH = frozenset(("均", "双双", "都", "均超", "均达", "均为", "各"))
_MARKED = frozenset(("分别", "双双", "均超", "均达", "均为"))


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a figure, read: subject, verb of change; ``base`` 从, ``share`` 分别, ``both`` 均 and 双双."""

    subject: Span
    change: Span | None
    base: bool
    share: bool
    both: bool


def read_lead(text: str, lead: Span) -> Lead:
    """The words of ``text`` at ``lead``, read."""
    start, end = lead.start, lead.end
    change: Span | None = None
    tokens: set[str] = set()
    while end > start:
        words = text[start:end]
        cut = _BLANK_TAIL.search(words) or _TIME_TAIL.search(words) or (change is not None and _COMPARED.search(words))
        if cut:
            end = start + cut.start()
            continue
        match = _TAIL.search(words)
        if match is None:
            break
        place = Span(start + match.start(), end)
        if match["change"] and change is None and not tokens & _TO:
            change = place
        elif match["average"] and change is not None and change.start == place.end:
            change = Span(place.start, change.end)
        tokens.add(match.group()[-1] if match["level"] and match.group() not in _MARKED else match.group())
        end = place.start
    while start < end and (opening := _OPENING.match(text, start, end)) and opening.end() > start:
        start = opening.end()
    subject = Span(start, max(start, end))
    if not len(subject) and change is not None and change.of(text) in ("新增", "净增"):
        subject, change = change, None
    return Lead(subject, change, bool(tokens & {"从", "由"}), "分别" in tokens, bool(tokens & _BOTH))
