"""What a number speaks of: the words, the year and the place around it, in a claim and in the text that it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policysearch.answer.given import Given, Unit
from policysearch.quantities import Quantity, quantities, years
from policysearch.regions import place_names, short_name
from policysearch.text import CJK, fold

_RUN = re.compile(rf"[{CJK}]+|[a-z]类|[a-z0-9][a-z0-9&+.-]*")
_YEAR_WORDS = re.compile(r"(?:19|20)\d\d\s*年?[底末初]?")
_MARK = re.compile(r"[，、；：。,;:（(\n]")
# Words that tie a number to its subject and are none themselves.
_TIES = re.compile(
    r"达到|实现|力争|争取|计划|目标|努力|预计|分别|左右|以上|以下|以内|不低于|不少于|不超过|超过|最高|最多|至少|"
    r"其中|累计|已经|合计|总计|共有|[的了在到由和与及为是有达共已将要约近各个等]"
)
_RESPECTIVELY = re.compile(r"分别|依次|各为|各是")
_TO = re.compile(
    r"[^，、；。]{0,6}(?:增|提|升|扩|缩|降|减|调|变|涨|增长|提高|上升|缩短|降低|下降|减少|调整)?[至到为]\s*$"
)
_NAMING = frozenset(("级", "类", "号", "大", "国", "省", "市", "区", "县", "镇", "乡", "村", "章", "节"))
_NEAR_CHARS = 6
_NEAR, _YEAR, _PASSED_ON = 3.0, 3.0, 0.5
# How far another number may fit the words of a claim better than the one it states, and how well it must fit at least.
_MOST_LAG, _LEAST_RIVAL = 0.15, 0.6


@dataclass(frozen=True, slots=True)
class Stated:
    """A quantity with the words around it: ``near`` the pairs of characters next to it, ``own`` all of its clause.

    ``above`` are those before it that may still hold for it, ``years`` and ``places`` those nearest to it.
    """

    quantity: Quantity
    near: frozenset[str]
    own: frozenset[str]
    above: frozenset[str]
    years: frozenset[int]
    places: tuple[str, ...]


def pairs(text: str) -> frozenset[str]:
    """The pairs of characters of ``text`` and its Latin words, without the words that only tie."""
    found = set()
    for run in _RUN.findall(_TIES.sub(" ", _YEAR_WORDS.sub(" ", fold(text)))):
        found |= {run} if run[0] < "\u3000" else {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(found)


def counts(text: str) -> tuple[Quantity, ...]:
    """The quantities of ``text`` that count or measure; 二级, 第三条, “521” are names."""
    return tuple(
        q
        for q in quantities(text)
        if q.unit not in _NAMING and q.unit[:1] != "第" and not (q.unit == "" and text[q.start - 1 : q.start] == "“")
    )


def stated(words: str, lead: str, known_years: frozenset[int]) -> tuple[Stated, ...]:
    """The quantities of ``words`` with what is around them; ``lead`` is what stands before, ``known_years`` holds else.

    Of 甲和乙分别为1和2 each number gets its own subject.
    """
    found = counts(words)
    split = _subjects(words, found)
    result = []
    for at, quantity in enumerate(found):
        last, following = found[at - 1 : at], found[at + 1 : at + 2]
        start = _first_mark(words, last[0].end, quantity.start) if last else 0
        stop = _MARK.search(words, quantity.end, following[0].start if following else len(words))
        front = words[start : quantity.start]
        behind = words[quantity.end : stop.start() if stop else following[0].start if following else len(words)]
        front = split.get(at, front)
        own = pairs(_without_places(front)) | pairs(behind)
        near = (_nearest(front) or _nearest(behind, last=False)) & own
        before = lead + _without_quantities(words[: quantity.start])
        named = place_names(front) or place_names(behind) or (() if at in split else place_names(before)[-1:])
        result.append(
            Stated(
                quantity,
                near,
                own,
                pairs(_without_places(before)),
                years(front) or years(behind) or _last_years(before) or known_years,
                tuple(named),
            )
        )
    return tuple(result)


def misattributed(words: str, lead: str, sources: Sequence[Given]) -> str | None:
    """Why a number of a claim is not what ``sources`` state of its subject; None where each is."""
    evidence = [(given, unit, s) for given in sources for unit in given.units for s in _of(unit)]
    known = {(q.value, q.unit) for given in sources for q in quantities(given.text + given.heading)}
    for name in set(quantities(words)) - set(counts(words)):
        if (name.value, name.unit) not in known:
            return f"“{name.printed}”在引用的段落里找不到"
    claims = stated(words, lead, frozenset())
    for claim in claims:
        same = [e for e in evidence if _same_value(claim.quantity, e[2].quantity, e[0])]
        printed = claim.quantity.printed
        if not same:
            return f"数字“{printed}”在引用的段落里找不到"
        bound = [e for e in same if e[2].quantity.bound == claim.quantity.bound]
        if not bound:
            return f"“{printed}”前后的限定（以上、不超过、约等）与原文不同：{_with_bound(same[0])}"
        dated = [e for e in bound if not claim.years or not e[2].years or claim.years & e[2].years]
        if not dated:
            return f"“{printed}”在原文里是另一年的数"
        placed = [e for e in dated if not claim.places or any(_of_place(p, e[0], e[1]) for p in claim.places)]
        if not placed:
            return f"“{printed}”在原文里不是{claim.places[0]}的数"
        alike = [e for e in evidence if e[2].quantity.unit == claim.quantity.unit]
        times = Counter(pair for e in alike for pair in e[2].own)
        best = max(_fit(claim, e[2], e[0], times) for e in placed)
        others = [e for e in alike if e[2].quantity.value != claim.quantity.value]
        rival = max((_fit(claim, e[2], e[0], times) for e in others), default=0.0)
        if rival >= _LEAST_RIVAL and rival - best > _MOST_LAG:
            return f"“{printed}”在原文里说的是另一项"
    return _turned_round(words, claims, evidence)


def _of(unit: Unit) -> tuple[Stated, ...]:
    return stated(unit.words, unit.lead, unit.years)


def _same_value(claim: Quantity, other: Quantity, given: Given) -> bool:
    if claim.value == other.value and claim.unit == other.unit:
        return True
    # A bare figure of a table has its unit in the header or the caption.
    digits = re.match(r"[\d.,]+", claim.printed)
    unit = claim.printed[digits.end() :].strip() if digits else ""
    bare = other.unit == "" and given.passage.kind == "table" and digits is not None
    return bare and unit in given.heading and digits is not None and digits.group() == other.printed


def _with_bound(found: tuple[Given, Unit, Stated]) -> str:
    words, quantity = found[1].words, found[2].quantity
    return "“" + words[max(0, quantity.start - 4) : quantity.end + 3].strip() + "”"


def _of_place(place: str, given: Given, unit: Unit) -> bool:
    return short_name(place) in given.heading + unit.words + unit.lead


def _fit(claim: Stated, other: Stated, given: Given, times: Mapping[str, int]) -> float:
    """How much of the words and years around a claim stand around another number, 0 to 1.

    A pair that stands around many of the numbers (``times``) tells them apart less: 人才 beside B类.
    """
    wanted = dict.fromkeys(claim.own, 1.0) | dict.fromkeys(claim.near, _NEAR)
    passed_on = _PASSED_ON
    if len(claim.own) < 2:  # 由119家增至466家: the second has its subject from before it, in the text as well
        wanted, passed_on = dict.fromkeys(claim.above, 1.0) | wanted, 1.0
    wanted = {pair: weight / max(1, times[pair]) for pair, weight in wanted.items()}
    above = other.above | pairs(" ".join(given.passage.section_path))
    got = sum(w * (1.0 if p in other.own else passed_on if p in above else 0.0) for p, w in wanted.items())
    total = sum(wanted.values())
    if claim.years:
        total += _YEAR
        got += _YEAR if claim.years & other.years else 0.0
    return got / total if total else 1.0


def _turned_round(words: str, claims: Sequence[Stated], evidence: Sequence[tuple[Given, Unit, Stated]]) -> str | None:
    """由12个月缩短为3个月 told as 由3个月缩短为12个月."""
    for first, second in pairwise(claims):
        a, b = first.quantity, second.quantity
        if a.unit != b.unit or a.value == b.value or not _TO.search(words[a.end : b.start]):
            continue
        orders = set()
        for unit in {id(e[1]): e[1] for e in evidence}.values():
            found = [(q.value, q.unit) for q in quantities(unit.words)]
            if (a.value, a.unit) in found and (b.value, b.unit) in found:
                orders.add(found.index((a.value, a.unit)) < found.index((b.value, b.unit)))
        if orders == {False}:
            return f"“{a.printed}”和“{b.printed}”的先后与原文相反"
    return None


def _subjects(words: str, found: Sequence[Quantity]) -> dict[int, str]:
    """The subject of each number behind a 分别, where there are as many subjects as numbers."""
    match = _RESPECTIVELY.search(words)
    if match is None:
        return {}
    after = [at for at, quantity in enumerate(found) if quantity.start >= match.end()]
    clause = re.split(r"[；。]", words[: match.start()])[-1]
    tail = clause.split("的")[-1] if "的" in clause else ""
    names = [name for name in re.split(r"[，、和与及]", clause.removesuffix(tail).rstrip("的") or clause) if name]
    if len(after) < 2 or len(names) < len(after):
        return {}
    return {at: name + tail for at, name in zip(after, names[-len(after) :], strict=True)}


def _first_mark(words: str, start: int, end: int) -> int:
    """Where the clause after a number begins: behind the first mark, else right behind the number."""
    mark = _MARK.search(words, start, end)
    return mark.end() if mark else start


def _nearest(text: str, *, last: bool = True) -> frozenset[str]:
    runs = _RUN.findall(_TIES.sub(" ", fold(_without_places(text))))
    chars = "".join(runs)
    return pairs(chars[-_NEAR_CHARS:] if last else chars[:_NEAR_CHARS])


def _without_places(text: str) -> str:
    for name in place_names(text):
        text = re.sub(rf"{re.escape(name)}[省市区县]?", " ", text)
    return text


def _without_quantities(text: str) -> str:
    for quantity in reversed(counts(text)):
        text = text[: quantity.start] + " " + text[quantity.end :]
    return text


def _last_years(text: str) -> frozenset[int]:
    """The years of the last clause that names any."""
    return next(filter(None, (years(clause) for clause in _clauses_backwards(text))), frozenset())


def _clauses_backwards(text: str) -> Iterator[str]:
    yield from reversed(re.split(r"[，；：。,;:\n]", text))
