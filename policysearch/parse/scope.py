"""What a document covers: the years of a plan, and the place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from policysearch.numerals import parse_numeral
from policysearch.parse.fact import Fact
from policysearch.parse.kind import TITLE_END, form_of, forwarded
from policysearch.regions import NATION, Region, count_regions, find_regions, short_name
from policysearch.text import find_words
from policysearch.types import Span

_LEAST_NAMED = 3
_COUNTED_CHARS = 20_000
_FIVE_YEARS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
# “十四五”规划, 第十四个五年规划, （2021—2025年） / 2021—2025学年
_PERIOD = re.compile(
    r"[“\"]?(?P<n>十[一二三四五六]?)五[”\"]?(?=.{0,16}(?:规划|计划|纲要))|第(?P<nth>十[一二三四五六]?)个五年(?=规划|计划)"
    r"|(?P<a>20\d{2})\s?年?\s?[—\-–~～至]{1,2}\s?(?P<b>20\d{2})\s?(?:年(?!度|级)|(?=[)）]))"
)
_NATIONAL = re.compile(
    r"国务院|中共中央|中华人民共和国|全国|最高人民(?:法院|检察院)|国家|中央(?:编办|组织部|宣传部)"
    r"|(?:财政|教育|公安|民政|司法|人事|建设|农业|卫生|文化|交通|水利|商务|铁道|监察|国土资源|环境保护|住房和?城乡建设|人力资源和?社会保障"
    r"|工业和信息化|交通运输|生态环境|自然资源|农业农村|应急管理|文化和旅游|科学技术|科技|信息产业|劳动和?社会保障|劳动保障|外交)部(?!门|队)"
    r"|中国人民银行|银监会|证监会|保监会|发展改革委(?!员)"
)
_QUOTED = re.compile(r"《.*》")
_MOST_PLACES = 3
# Of no one place: it speaks to every province, or rules for the whole country.
_TO_ALL = re.compile(r"各省、自治区、直辖市|在中华人民共和国(?:境内|领域内)|(?:负责|主管|指导)[^。；]{0,8}全国")
_HEAD_CHARS = 4000


def find_period(
    text: str, title: Fact | None, fields: Mapping[str, Fact]
) -> tuple[tuple[int, int] | None, Fact | None]:
    """The years that a plan covers, inclusive (十四五 is 2021 to 2025), and the words that say so."""
    for fact in (fields.get("plan_period"), title):
        match = _PERIOD.search(fact.value) if fact else None
        if not fact or not match:
            continue
        years = _years(match)
        if years is None or not (fact is not title or _is_plan(fact.value)):
            continue
        words = find_words(text, match.group(), fact.spans[0]) if fact.spans else None
        return years, Fact(match.group(), (words,) if words else fact.spans, fact.origin)
    return None, None


def _is_plan(title: str) -> bool:
    form = form_of(forwarded(title) or title)
    return form in ("规划", "计划", "纲要", "方案", "要点", "意见", "措施") or not TITLE_END.search(title)


def _years(match: re.Match[str]) -> tuple[int, int] | None:
    numeral = match["n"] or match["nth"]
    if numeral:
        first = _FIVE_YEARS[numeral]
        return first, first + 4
    first, last = parse_numeral(match["a"]) or 0, parse_numeral(match["b"]) or 0
    return (first, last) if first <= last <= first + 30 else None


def find_places(
    text: str, title: Fact | None, issuers: Sequence[Fact], fields: Mapping[str, Fact], path: str
) -> tuple[tuple[str, ...], tuple[Fact, ...]]:
    """The places the document is of, and what says so: the field; else its title or issuers; else what it names most.

    A document of the State, a ministry or a supreme court is of the whole country.
    """
    field = fields.get("regions")
    if field:
        return tuple(region.path for region in find_regions(field.value)), (field,)
    own = Fact(_QUOTED.sub("", title.value), title.spans, title.origin) if title else None
    for facts in ((own,), tuple(issuers), (title,)):
        named = [fact for fact in facts if fact]
        found = find_regions(" ".join(fact.value for fact in named))
        if found:
            place = _narrowest(found)
            return (place.path,), tuple(fact for fact in named if _names(fact.value, place))[:1] or tuple(named[:1])
    for fact in (title, *issuers):
        if fact and _NATIONAL.search(fact.value):
            return (NATION,), (fact,)
    return _by_text(text, path)


def is_county(path: str) -> bool:
    """Whether a region path ends at a county or a district: 浙江省/宁波市/慈溪市, 北京市/东城区."""
    parts = path.split("/")
    return len(parts) == 3 or (len(parts) == 2 and parts[0].endswith("市"))


def _names(words: str, place: Region) -> bool:
    return short_name(place.name) in words


def _by_text(text: str, path: str) -> tuple[tuple[str, ...], tuple[Fact, ...]]:
    to_all = _TO_ALL.search(text[:_HEAD_CHARS])
    if to_all:
        return (NATION,), (Fact(NATION, (Span(*to_all.span()),)),)
    of_name = find_regions(PurePosixPath(path).stem)
    if of_name:
        return (_narrowest(of_name).path,), (Fact(of_name[0].name, origin="file_name"),)
    most = _most_named(text)
    if most:
        word = find_words(text, short_name(most[0].name))
        return tuple(region.path for region in most), (Fact(most[0].name, (word,) if word else ()),)
    of_path = find_regions(path)[-1:]
    return tuple(region.path for region in of_path), tuple(Fact(r.name, origin="file_name") for r in of_path)


def _narrowest(found: Sequence[Region]) -> Region:
    """The first place, or the only other where that lies inside the first."""
    inside = [region for region in found[1:] if region.path.startswith(found[0].path + "/")]
    return inside[0] if len(inside) == 1 and found[1] == inside[0] else found[0]


def _most_named(text: str) -> tuple[Region, ...]:
    """The place that ``text`` names most, with those named at least half as often on the same level."""
    counts = count_regions(text[:_COUNTED_CHARS])
    if not counts:
        return ()
    top, most = max(counts.items(), key=lambda item: (item[1], -len(item[0].code), item[0].code))
    if most < _LEAST_NAMED:
        return ()
    peers = [r for r, n in counts.items() if len(r.code) == len(top.code) and 2 * n >= most]
    return tuple(sorted(peers, key=lambda r: -counts[r])) if len(peers) <= _MOST_PLACES else ()
