"""One figure of every place (2026年哪些省GDP目标高于5%), and which places or documents say a word (提到低空经济)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policysearch.answer.inventory import Entry, Inventory, at
from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.indicator_names import normal_name
from policysearch.catalogue.table import figure, indicator_row
from policysearch.regions import NATION, find_regions, place_names
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.text import clip, fold, sentences, squeeze
from policysearch.types import Document, Filters, Span

_LEVELS = {"省": 0, "省份": 0, "省市": 0, "省区市": 0, "市": 1, "城市": 1, "地级市": 1, "区": 2, "县": 2, "区县": 2}
_LEVEL = "省区市|省市|省份|省|地级市|城市|市|区县|区|县"
_PLACES = re.compile(
    rf"(?:哪些|哪几个?|哪个|各个?|有几个)({_LEVEL}|地方|地区|地)(?![\u4e00-\u9fff]?[域间别])|全国各({_LEVEL}|地)"
)
_TEXTS = re.compile(r"(?:哪些|哪几[份篇个]?|几[份篇个])(?:政府)?(工作报告|报告|文件|规划|通知|新闻|法规|办法|条例)")
_SAYS = re.compile(
    r"(?:都)?(?:在(?:工作)?报告[里中])?(?:提到|提及|写到|写了|说到|谈到|讲到|出现|提出|涉及|包含|写入|写进)了?(?:要|的)?(?P<after>[^，。？?]*)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_QUOTED = re.compile(r"[“\"《‘]([^”\"》’]{2,20})[”\"》’]")
_NUMBER = r"(?P<{0}>-?\d+(?:\.\d+)?)\s*(?P<u{0}>[%％]|[万亿]?[元人套个家吨]?)"
_BOUND = re.compile(
    rf"(?P<more>高于|超过|大于|多于|突破|不低于|不少于|至少)\s*{_NUMBER.format('a')}"
    rf"|(?P<less>低于|小于|少于|不足|不到|不超过|不高于)\s*{_NUMBER.format('b')}"
    rf"|(?:在|达到?)?\s*{_NUMBER.format('c')}\s*(?:及?其?)(?P<side>以上|以下|以内)"
)
_MOST_FIRST, _LEAST_FIRST = re.compile(r"最[高多大快]|排名|排第"), re.compile(r"最[低少小慢]")
_PLAN = re.compile(r"目标|预期|计划|力争|要|安排|打算")
_FACT = re.compile(r"实际|完成|实现|达到了|增长了|去年|已经")
_IDLE = re.compile(
    rf"{_PLACES.pattern}|{_YEAR.pattern}|{_MOST_FIRST.pattern}|{_LEAST_FIRST.pattern}|(?:定|设)的|(?:预期|增长|发展|年度)?目标值?"
    r"|是多少|有多少|多少|分别|各自|各是|什么|定在|定为|设定|的|是|在|都|了|有|预期|计划|实际|完成|[把将]|[？?。，、!！\s]|呢|吗"
)
_OPEN_ABOVE = frozenset(("以上", "不低于", "不少于", "超过", "超", "突破", "高于"))
_OPEN_BELOW = frozenset(("以下", "以内", "不超过", "不高于", "低于"))
_LEAST_PLACES = 3
_MOST_WORDS_CHARS = 60
MOST_TOLD, _MOST_OF_FIRST = 40, 10
_MOST_ABSENT = 8


def told_across(searcher: Searcher, question: str, filters: Filters) -> Inventory | None:
    """The answer to a question about every place or document of a kind; None where it is none, or is not held.

    A figure is told from the catalogue, a place each, with those whose range or 以上 leaves open whether they pass the
    bound after the others; a word by the first sentence of each text that says it.
    """
    folded = fold(question).strip()
    place, texts = _PLACES.search(folded), _TEXTS.search(folded)
    if place is None and texts is None:
        return None
    says = _SAYS.search(folded)
    if says is not None:
        return _mentions(searcher, folded, says, place, texts, filters)
    return _figures(searcher, folded, place, filters) if place is not None else None


def _level(place: re.Match[str]) -> int | None:
    return _LEVELS.get(place[1] or place[2] or "")


def _is_of_level(path: str | None, level: int | None) -> bool:
    return path is not None and path != NATION and (level is None or path.count("/") == level)


def _allowed(searcher: Searcher, filters: Filters) -> frozenset[str]:
    held = searcher.documents
    return frozenset(passing(held.values(), filters) if filters else held.keys())


@dataclass(frozen=True, slots=True)
class _Bound:
    side: Literal["more", "less"]
    value: float
    includes: bool

    def holds(self, low: float, high: float) -> bool | None:
        """Whether all of a range passes; None where part of it may."""
        if self.side == "more":
            sure = low >= self.value if self.includes else low > self.value
            return True if sure else None if high >= self.value and high > low else False
        sure = high <= self.value if self.includes else high < self.value
        return True if sure else None if low <= self.value and high > low else False


def _figures(searcher: Searcher, question: str, place: re.Match[str], filters: Filters) -> Inventory | None:
    bound = _bound_in(question)
    years = [int(year) for year in _YEAR.findall(question)]
    bare = _BOUND.sub("|", question)
    within = [region.path for region in find_regions(bare)]
    for place_name in sorted(place_names(bare), key=len, reverse=True):
        bare = bare.replace(place_name, "|")
    wanted = _IDLE.sub("", bare).replace("|", "")
    if len(wanted) < 2:
        return None
    plan = _PLAN.search(question) is not None and _FACT.search(question) is None
    fact = _FACT.search(question) is not None
    level, allowed = _level(place), _allowed(searcher, filters)
    held = [
        i
        for i in searcher.catalogue.indicators
        if i.doc_id in allowed
        and _is_of_level(i.region, level)
        and (not within or any((i.region or "").startswith(path + "/") for path in within))
        and (not years or i.year in years)
        and (i.is_target if plan else not i.is_target if fact else True)
        and (bound is None or "%" not in question or i.base_unit == "%")
    ]
    name = _name_of(wanted, held)
    if name is None:
        return None
    of_place: dict[str, Indicator] = {}
    for one in (i for i in held if i.name == name):
        of_place.setdefault(one.region or "", one)
    told = list(of_place.values())
    if len(told) < _LEAST_PLACES:
        return None
    most, least = _MOST_FIRST.search(question), _LEAST_FIRST.search(question)
    if bound or most or least:
        told.sort(key=lambda i: i.amount, reverse=not (least or (bound and bound.side == "less")))
    passed = [(i, bound.holds(*range_of(i)) if bound else True) for i in told]
    sure, open_ones = [i for i, held in passed if held], [i for i, held in passed if held is None]
    shown = [*sure, *open_ones][: _MOST_OF_FIRST if (most or least) and not bound else MOST_TOLD]
    if not shown:
        return None
    head = f"{len(told)} 处有{name}的数"
    if bound:
        head += f"，符合的 {len(sure)} 处"
        head += f"，另有 {len(open_ones)} 处说的是范围或下限，列在最后" if open_ones else ""
    elif most or least:
        head += f"，按从{'低到高' if least else '高到低'}排，列前 {len(shown)} 处"
    entries = [_entry(searcher, i, level) for i in shown]
    return Inventory(f"{head}：", entries, _absent(searcher, of_place, years, level, name))


def _bound_in(question: str) -> _Bound | None:
    match = _BOUND.search(question)
    if match is None:
        return None
    value = float(match["a"] or match["b"] or match["c"])
    unit = match["ua"] or match["ub"] or match["uc"] or ""
    value *= {"万": 1e4, "亿": 1e8}.get(unit[:1], 1.0)
    if match["side"]:
        return _Bound("more" if match["side"] == "以上" else "less", value, True)
    word = match["more"] or match["less"]
    return _Bound("more" if match["more"] else "less", value, word.startswith("不") and word not in ("不足", "不到"))


def range_of(one: Indicator) -> tuple[float, float]:
    """Between which amounts a figure may lie: 5%以上 has no upper end, 3%以内 no lower one."""
    if one.qualifier in _OPEN_ABOVE:
        return one.amount, float("inf")
    factor = one.amount / one.value if one.value else 1.0
    high = one.high * factor if one.high is not None else one.amount
    return (float("-inf") if one.qualifier in _OPEN_BELOW else one.amount), high


def _name_of(wanted: str, held: Sequence[Indicator]) -> str | None:
    """The joined name that the words of a question stand for: the same, else the one of most places that holds them."""
    forms = {normal_name(form, "", "省") for form in (wanted, f"{wanted}增长", f"{wanted}增速")}
    bare = squeeze(wanted.replace("gdp", "生产总值"))
    places: dict[str, set[str]] = defaultdict(set)
    for one in held:
        if one.name in forms or fold(one.name) in {fold(f) for f in forms} or bare in fold(one.name):
            places[one.name].add(one.region or "")
    if not places:
        return None
    best = max(places, key=lambda name: (len(places[name]), -len(name)))
    return best if len(places[best]) >= _LEAST_PLACES else None


def _entry(searcher: Searcher, one: Indicator, level: int | None) -> Entry:
    place = (one.region or "").rsplit("/", 1)[-1] if level is not None else (one.region or "").replace("/", "")
    spans = [*one.name_spans, *one.spans]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    text = searcher.documents[one.doc_id].text
    quoted = (whole,) if len(whole) <= _MOST_WORDS_CHARS and "\n" not in whole.of(text) else tuple(sorted(set(spans)))
    return Entry(f"{place}：{one.printed}{figure(indicator_row(one))}", at(searcher, one.doc_id, quoted))


def _absent(
    searcher: Searcher, told: dict[str, Indicator], years: Sequence[int], level: int | None, name: str
) -> tuple[str, ...]:
    """A sentence on the places whose report of the year is held and says no such figure."""
    reports = [
        document
        for document in searcher.documents.values()
        if document.kind == "工作报告" and (not years or any(str(year) in document.title for year in years))
    ]
    paths = dict.fromkeys(path for d in reports for path in d.regions if _is_of_level(path, level) and path not in told)
    if not paths or len(paths) > _MOST_ABSENT:
        return ()
    return (f"没有找到{'、'.join(path.rsplit('/', 1)[-1] for path in paths)}的{name}。",)


def _mentions(
    searcher: Searcher,
    question: str,
    says: re.Match[str],
    place: re.Match[str] | None,
    texts: re.Match[str] | None,
    filters: Filters,
) -> Inventory | None:
    quoted = _QUOTED.search(question)
    word = quoted[1] if quoted else re.sub(r"的(?:省|市|报告|文件)?.*$|[吗呢]$", "", says["after"]).strip()
    if len(word) < 2:
        return None
    years, allowed = _YEAR.findall(question), _allowed(searcher, filters)
    kind = "工作报告" if (texts and "报告" in texts[1]) or "报告" in question else None
    level = _level(place) if place is not None else None
    entries, asked = [], 0
    for document in sorted(searcher.documents.values(), key=lambda d: (d.regions, d.source.path)):
        if document.doc_id not in allowed or not _is_wanted(document, years, kind, place, level):
            continue
        asked += 1
        span = _first(document, word)
        if span is not None:
            path = document.regions[0] if document.regions else ""
            name = path.rsplit("/", 1)[-1] if place is not None and path else f"《{document.title}》"
            words = clip(" ".join(span.of(document.text).split()), _MOST_WORDS_CHARS)
            entries.append(Entry(f"{name}：{words}", at(searcher, document.doc_id, (span,))))
    if not asked:
        return None
    if not entries:
        return Inventory(f"查了 {asked} 份文件的全文，没有一份写有“{word}”。", ())
    left = len(entries) - MOST_TOLD
    head = f"查了 {asked} 份文件的全文，写有“{word}”的有 {len(entries)} 份："
    return Inventory(head, entries[:MOST_TOLD], (f"另有 {left} 份没有列出。",) if left > 0 else ())


def _is_wanted(
    document: Document, years: Sequence[str], kind: str | None, place: re.Match[str] | None, level: int | None
) -> bool:
    of_year = not years or (document.date or "")[:4] in years or any(year in document.title for year in years)
    of_place = place is None or any(_is_of_level(path, level) for path in document.regions)
    return of_year and of_place and (kind is None or document.kind == kind)


def _first(document: Document, word: str) -> Span | None:
    """The clause of the first sentence that prints ``word``; None where none does."""
    text = document.text
    at_word = text.find(word)
    if at_word < 0:
        return None
    start, end = text.rfind("\n", 0, at_word) + 1, text.find("\n", at_word)
    line = Span(start, end if end >= 0 else len(text))
    held = (sentence for sentence in sentences(text, line) if sentence.start <= at_word < sentence.end)
    return next((_cut(text, sentence, at_word) for sentence in held), None)


def _cut(text: str, sentence: Span, at_word: int) -> Span:
    """``sentence``, or of a long one the clauses around a place."""
    if len(sentence) <= _MOST_WORDS_CHARS:
        return sentence
    ends = [m.end() for m in re.compile(r"[，,；;：:]").finditer(text, sentence.start, sentence.end)]
    start = max([sentence.start, *(end for end in ends if end <= at_word)])
    stop = min([sentence.end, *(end - 1 for end in ends if end - 1 > at_word)])
    return Span(start, stop)
