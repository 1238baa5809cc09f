"""Names in a list of which the end says what they are: 举办云岭青年论坛、云岭赛艇节等活动."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from policysearch.catalogue.lead import after_verb
from policysearch.catalogue.programme_names import Name, is_count, is_generic, is_sort, kind_of, plain
from policysearch.regions import locate_regions
from policysearch.text import CJK
from policysearch.types import Span

_ITEM = r"[^，。；、：:,;\n“”《》]{3,24}"
_LIST = re.compile(
    rf"(?P<items>{_ITEM}(?:、{_ITEM}){{1,11}})(?:等|为)(?:[{CJK}\d]{{0,8}}?)(?:(?P<活动>活动|赛事|大会|大赛|论坛|盛会)|(?P<平台>平台|载体|园区))"
)
# Where such a list may stand: no match goes beyond these, and most have none, which is soon seen.
_STRETCH = re.compile(r"[^，。；：:,;\n“”《》]+")
_LIST_END = re.compile("活动|赛事|大会|大赛|论坛|盛会|平台|载体|园区")
_HOLDS = ("举办", "承办", "举行", "主办", "办好", "组织", "参加", "开展", "筹办", "以")
_PLACE_WORD = re.compile(
    "(?:平台|中心|基地|[园港谷城]|飞地|孵化器|众创空间|社区|综合体|小镇|大厦|讲堂|驿站|之家|训练营|集训营|[^研]究院|工作站)$"
)
# 浙大校友产业园: what stands before the word sets it apart.
_PARK, _LEAST_APART = re.compile("(?:产业|科创|创业|创新|科技|创意|文创|双创)(?:园|中心|基地|港|谷|社区|空间)$"), 3
_EVENT = re.compile(r"[会赛节季周展汇荟坛站行班营日]$|[)）]$")
_PERSON = re.compile("高校|院校|企业|机构|单位|部门|专家|学校|协会")


_SITE = (
    "(?:产业|科技|创业|科创|创新|文创|双创|软件|健康|智造|人才|数字)园区?"
    "|孵化器|众创空间|加速器|小镇|科学城|科技城|未来城|科创中心|高新区"
)
_SITE_ITEM = rf"[{CJK}\dA-Za-z·+]{{2,16}}?(?:{_SITE})"
_SITES = re.compile(
    rf"(?P<items>{_SITE_ITEM}(?:[、和]{_SITE_ITEM})+)(?![{CJK}]{{0,2}}(?:企业|主任|负责人|培育|创建|认定))"
)
_ROW, _SITE_WORD = re.compile(rf"[{CJK}\dA-Za-z·+、]+"), re.compile(_SITE)
_ANY_SITE = re.compile(
    "[的等各类是在和与或及]|重点|国家级|省级|市级|区级|县级|一批|特色|示范|现代|专业|多个|若干|新型|综合|高端|一流|企业|建设|认定|争创"
    r"|培育|发展|高新技术|大学生|[一二三四五六七八九十\d]+[个家]"
)


def site_names(text: str) -> Iterator[Name]:
    """The parks, incubators and centres that stand in a row, each with words of its own: 智谷科创园、云岭孵化器."""
    rows = (row for row in _ROW.finditer(text) if len(_SITE_WORD.findall(row.group())) >= _LEAST_SITES)
    for match in chain.from_iterable(_SITES.finditer(text, *row.span()) for row in rows):
        first = re.split("[、和]", match["items"])[0]
        start, _, _ = after_verb(text, match.start(), match.start() + len(first))
        at = start
        items = re.split("[、和]", text[start : match.end("items")])
        spans = []
        for item in items:
            spans.append(Span(at, at + len(item)))
            at += len(item) + 1
        named = [span for span in spans if _is_site(span.of(text))]
        if len(named) < _LEAST_SITES:
            continue
        for span in named:
            words = plain(span.of(text))
            yield Name(
                span, words, words, "平台" if re.search("中心$|孵化器$|众创空间$|加速器$", words) else "园区", "plain"
            )


_LEAST_SITES = 2


def _is_site(item: str) -> bool:
    """Whether an item has words of its own before what it is."""
    match = re.search(f"(?:{_SITE})$", item)
    if match is None or match.start() < _LEAST_OWN or _ANY_SITE.search(item):
        return False
    before = item[: match.start()]
    return not is_generic(before) and not is_sort(before) and not is_count(before)


_LEAST_OWN = 2


def listed_names(text: str) -> Iterator[Name]:
    """The items of lists of events and of platforms; what is common to all places and what is no name is left out."""
    yield from site_names(text)
    stretches = (s for s in _STRETCH.finditer(text) if "、" in s.group() and _LIST_END.search(s.group()))
    for match in chain.from_iterable(_LIST.finditer(text, *stretch.span()) for stretch in stretches):
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
