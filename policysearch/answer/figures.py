"""Figures of places that a question names (浙江和江苏2026年GDP增长目标各是多少), from the indicators of the catalogue.

An indicator is told only where its name is what the question asks for, word for word or under its joined name, so that
浙江的海洋生产总值 is no answer to 浙江的生产总值; every other question is left to the passages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from policysearch.answer.across import range_of
from policysearch.answer.each import read_items
from policysearch.answer.inventory import Entry, Inventory, at
from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.indicator_names import normal_name
from policysearch.catalogue.table import indicator_row, value_text
from policysearch.regions import Region, find_regions, place_names
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import content_terms
from policysearch.text import fold, squeeze
from policysearch.types import Document, Filters, Span

_SIDE = "[高低多少快慢大小]"
_RANK = rf"(?:哪个?(?:地方|省|市|区|县)?|谁)的?(?:[更最]?{_SIDE})|更{_SIDE}"
_ASKS = re.compile(rf"多少|几(?!乎)|目标|{_RANK}|相?差|比较|对比|[一两]成")
_RANKS = re.compile(
    rf"(?:哪个?(?:地方|省|市|区|县)?|谁)[^，。？?]{{0,12}}?[更最]?(?P<side>{_SIDE})(?=[，。？?、]|一?些|一点|$)"
)
_HOW_MUCH = re.compile(r"多少|几(?!乎)")
_PLAN = re.compile(r"目标|预期|计划|力争|想[让要]?|要|安排|打算")
_FACT = re.compile(r"实际|完成|实现了|达到了|增长了|已经?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1}
_UNIT = "个|家|人|套|亩|斤|座|台|所|项|元|块?钱|间|处|户|件|辆|名|吨|公里|公顷|平方米|立方米|千米|年|倍|成|%"
# What only asks, or says that it is planned or done.
_IDLE = re.compile(
    rf"{_YEAR.pattern}|{'|'.join(_RELATIVE)}|(?:{_RANK})(?:一些|一点)?|(?:多少|几(?!乎))\s*[万亿]*\s*(?:{_UNIT})?|各自|分别"
    r"|各(?=[是有为占多要想定]|$)|[给对为](?:自己|各自)?[定设]下?的|自己|[定设]的|(?:预期|发展|年度|主要)?目标值?|什么|哪个?|谁"
    r"|定在|定为|设定|想让|想要?|打算|计划|力争|预期|实际|完成|突破|达到|大概|大约|比较|对比|相?差|请问|[全我本][省市区县]|其中"
    r"|[的是在都了有将把让和与、及跟比，。,.？?！!\s]|呢|吗|啊"
)
_UNITS = frozenset(_UNIT.split("|")) | frozenset("万亿")
_OFTEN_LEFT_OUT = re.compile("地方|全社会|经费|人均可支配|全部")
_MOST_WORDS_CHARS = 60


@dataclass(frozen=True, slots=True)
class _Asked:
    """One figure that is asked for: of which places, which years (none: any), planned or reached (None: either)."""

    places: Sequence[Region]
    years: frozenset[int]
    shift: int | None
    is_target: bool | None
    name: str


def told_figures(searcher: Searcher, question: str, filters: Filters) -> Inventory | None:
    """The figures that ``question`` asks for of the places that it names; None where one of them is not surely held.

    One for each place, year and thing asked for, in the order of the question.
    """
    if not _ASKS.search(question) or not find_regions(question):
        return None
    items = [item.question for item in read_items(question)] or [question]
    if len(items) == 1 and len(_HOW_MUCH.findall(question)) > 1:
        return None
    asked = [read_figure(item) for item in items]
    held = _held(searcher, filters, {place.path for one in asked for place in one.places})
    found: list[Indicator] = []
    for one in asked:
        told = list(_figures(searcher, held, one))
        if not told:
            return None
        found += [indicator for indicator in told if indicator not in found]
    entries = [Entry(_words(searcher, i), at(searcher, i.doc_id, _quoted(searcher, i))) for i in found]
    return Inventory(_head(question, found), entries)


def read_figure(question: str) -> _Asked:
    """What a question asks for: its places, years and the words that are left of it."""
    folded = fold(question).strip()
    places = find_regions(folded)
    narrow = [r for r in places if not any(o.path.startswith(r.path + "/") for o in places)]
    bare = folded
    for name in sorted(place_names(folded), key=len, reverse=True):
        bare = bare.replace(name, "")
    plan, fact = _PLAN.search(bare), _FACT.search(bare)
    shift = next((years for word, years in _RELATIVE.items() if word in bare), None)
    years = frozenset(int(year) for year in _YEAR.findall(bare))
    is_target = None if bool(plan) == bool(fact) else bool(plan)
    return _Asked(narrow, years, shift, is_target, _IDLE.sub("", bare))


def _held(searcher: Searcher, filters: Filters, paths: set[str]) -> list[Indicator]:
    documents = searcher.documents
    allowed = frozenset(passing(documents.values(), filters)) if filters else documents.keys()
    return [i for i in searcher.catalogue.indicators if i.region in paths and i.doc_id in allowed]


def _figures(searcher: Searcher, held: Sequence[Indicator], asked: _Asked) -> Iterator[Indicator]:
    """The figure of each place, or none at all where one place has none, or several that differ."""
    if len(asked.name) < 2:
        return
    of_place = [
        [i for i in held if i.region == place.path and _is_of_time(i, asked, searcher.documents[i.doc_id])]
        for place in asked.places
    ]
    for is_it in _ways(asked):
        chosen = [[i for i in rows if is_it(i)] for rows in of_place]
        if all(chosen):
            told = [_one_a_year(rows, asked) for rows in chosen]
            if all(told):
                for rows in told:
                    yield from rows
            return


def _is_of_time(one: Indicator, asked: _Asked, document: Document) -> bool:
    if asked.is_target is not None and one.is_target != asked.is_target:
        return False
    if asked.years:
        return one.year in asked.years
    if asked.shift is None:
        return True
    said = re.search(r"(?:19|20)\d\d", document.title) or re.match(r"\d{4}", document.date or "")
    return said is not None and one.year == int(said.group()) + asked.shift


def _ways(asked: _Asked) -> Iterator[Callable[[Indicator], bool]]:
    """How a name may be meant, the surest first: the same; of what is planned its growth; all its words beside units;

    the same but for words that statistics of a place leave out as often as not.
    """
    name = asked.name.replace("gdp", "GDP")
    for form in (name, f"{name}增长") if asked.is_target else (name,):
        yield partial(_is_named, fold(normal_name(form, "", "省")), squeeze(fold(form)))
    yield partial(_has_words, _terms(name))
    for form in (name, f"{name}增长") if asked.is_target else (name,):
        yield partial(_is_like, _OFTEN_LEFT_OUT.sub("", fold(normal_name(form, "", "省"))))


def _is_named(joined: str, printed: str, one: Indicator) -> bool:
    return fold(one.name) == joined or squeeze(fold(one.printed)) == printed


def _is_like(bare: str, one: Indicator) -> bool:
    return _OFTEN_LEFT_OUT.sub("", fold(one.name)) == bare


def _has_words(words: frozenset[str], one: Indicator) -> bool:
    own = _terms(one.name)
    return len(own) > 1 and own <= words and words - own <= _UNITS


@lru_cache(maxsize=1 << 14)
def _terms(name: str) -> frozenset[str]:
    return frozenset(content_terms(fold(name), joined=False))


def _one_a_year(rows: Sequence[Indicator], asked: _Asked) -> list[Indicator]:
    """One figure for each year that is asked for, else the only one; empty where what is held differs."""
    by_year: dict[int | None, list[Indicator]] = {}
    for one in rows:
        by_year.setdefault(one.year, []).append(one)
    if asked.years and set(by_year) != asked.years:
        return []
    if not asked.years and len(by_year) > 1:
        return []
    told = []
    for year in sorted(by_year, key=lambda y: y or 0):
        ones = by_year[year]
        if len({(i.amount, i.high, i.base_unit, i.is_target) for i in ones}) > 1:
            return []
        told.append(ones[0])
    return told


def _quoted(searcher: Searcher, one: Indicator) -> tuple[Span, ...]:
    spans = [*one.name_spans, *one.spans]
    whole = Span(min(s.start for s in spans), max(s.end for s in spans))
    is_one = len(whole) <= _MOST_WORDS_CHARS and "\n" not in whole.of(searcher.documents[one.doc_id].text)
    return (whole,) if is_one else tuple(sorted(set(spans)))


def _words(searcher: Searcher, one: Indicator) -> str:
    """浙江省（2026年目标）：全省生产总值增长5%—5.5%; the value as printed, where it stands with its unit."""
    printed = one.spans[0].of(searcher.documents[one.doc_id].text) if len(one.spans) == 1 else ""
    is_whole = one.unit and one.unit in printed and "\n" not in printed
    value = printed if is_whole else value_text(indicator_row(one))
    year = f"{one.year}年" if one.year else ""
    place = (one.region or "").rsplit("/", 1)[-1]
    return f"{place}（{year}{'目标' if one.is_target else '实际'}）：{one.printed}{value}"


def _head(question: str, found: Sequence[Indicator]) -> str:
    """Which is the greater where that is asked and the figures say it, and that the texts call it differently."""
    parts = []
    ranks = _RANKS.search(question)
    if ranks and len(found) > 1 and len({i.base_unit for i in found}) == 1:
        first = _first(found, is_least=ranks["side"] in "低少慢小")
        parts += [f"{(first.region or '').rsplit('/', 1)[-1]}更{ranks['side']}。"] if first else []
    named = {squeeze(normal_name(i.printed, "", None)) for i in found if len({j.name for j in found}) == 1}
    if len(named) > 1:
        parts.append("各处原文的说法不尽相同，口径可能有别。")
    return "".join(parts)


def _first(found: Sequence[Indicator], *, is_least: bool) -> Indicator | None:
    """The one that is the greatest (least), whatever the ranges and 以上 leave open; None where they leave it open."""
    sign = -1 if is_least else 1
    ranges = [sorted((low * sign, high * sign)) for low, high in map(range_of, found)]
    at = max(range(len(found)), key=lambda n: ranges[n][0])
    others = [high for n, (_, high) in enumerate(ranges) if n != at]
    return found[at] if ranges[at][0] > max(others) else None
