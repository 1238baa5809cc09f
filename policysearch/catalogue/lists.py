"""Names in a list of which the end says what they are: 举办云岭青年论坛、云岭赛艇节等活动."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from policysearch.catalogue.lead import after_verb
from policysearch.catalogue.programme_names import Name, is_count, is_generic, is_sort, kind_of, plain
from policysearch.regions import locate_regions
from policysearch.text import CJK
from policysearch.types import Span

_ITEM = r"[^，。；、：:,;\n“”《》]{3,24}"
_LIST = re.compile(
    rf"(?P<items>{_ITEM}(?:、{_ITEM}){{1,11}})(?:等|为)(?:[{CJK}\d]{{0,8}}?)(?:(?P<活动>活动|赛事|大会|大赛|论坛|盛会)|(?P<平台>平台|载体|园区))"
)
_HOLDS = ("举办", "承办", "举行", "主办", "办好", "组织", "参加", "开展", "筹办", "以")
_PLACE_WORD = re.compile(
    "(?:平台|中心|基地|[园港谷城]|飞地|孵化器|众创空间|社区|综合体|小镇|大厦|讲堂|驿站|之家|训练营|集训营|[^研]究院|工作站)$"
)
# 浙大校友产业园: what stands before the word sets it apart.
_PARK, _LEAST_APART = re.compile("(?:产业|科创|创业|创新|科技|创意|文创|双创)(?:园|中心|基地|港|谷|社区|空间)$"), 3
_EVENT = re.compile(r"[会赛节季周展汇荟坛站行班营日]$|[)）]$")
_PERSON = re.compile("高校|院校|企业|机构|单位|部门|专家|学校|协会")


def listed_names(text: str) -> Iterator[Name]:
    """The items of lists of events and of platforms; what is common to all places and what is no name is left out."""
    for match in _LIST.finditer(text):
        start, verb, _ = after_verb(text, match.start(), match.start("items") + len(match["items"].split("、")[0]))
        if match["活动"] and verb not in _HOLDS:
            continue
        end = match.end("items")
        at = start
        items = re.split("、|和(?=[^、]*$)", text[start:end])
        heads = Counter(item[:2] for item in items)
        for item in items:
            span = Span(at, at + len(item))
            at = span.end + 1
            proper = heads[item[:2]] > 1 and not is_generic(item[:2])
            if _is_name(item, proper, is_event=match["活动"] is not None):
                event = match["活动"] or _EVENT.search(item)
                words = plain(item)
                yield Name(span, words, words, "活动" if event else kind_of(item) or "平台", "plain")


def _is_name(item: str, proper: bool, *, is_event: bool) -> bool:
    """Whether an item of a list is a name; ``proper``: another begins with the same words (云岭讲堂、云岭研修班)."""
    if len(item) < 4 or is_count(item) or is_generic(item) or is_sort(item) or _PERSON.search(item) or "的" in item:
        return False
    if re.match(r"[\d.]+[万亿个条座]", item):
        return False
    places = locate_regions(item)
    placed = bool(places) and places[0][1].start == 0
    event = _EVENT.search(item) is not None
    if is_event:
        return event
    park = _PARK.search(item)
    apart = park is not None and park.start() >= _LEAST_APART and not is_sort(item[: park.start()])
    proper = proper or placed or apart or re.search("[a-zA-Z]", item) is not None
    return proper and (_PLACE_WORD.search(item) is not None or event)
