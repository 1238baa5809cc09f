"""Condition by condition: 满足, 不满足 or 未说明, judged only from what the question says of the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policysearch.answer.listing import with_items
from policysearch.answer.ranges import amounts_in, bounds_in
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import pairs_of
from policysearch.numerals import CHINESE, parse_numeral
from policysearch.place import sections_at
from policysearch.search.searcher import Searcher
from policysearch.text import fold, sentences
from policysearch.types import Document, Span

Verdict = Literal["满足", "不满足", "未说明"]
DECIDES = "是否符合、能得到多少，由受理机关审核决定。"
ONLY_WHAT_IS_SAID = f"以上只按问题所说逐条对照；{DECIDES}"

_ASKS = re.compile(
    r"(?:能|可以?|够|符合|有资格|行)[^，。]*(?:吗|(?<!什)么|不(?=[？?]?$)|嘛)|能不能|可不可以|是否|够不够|有没有资格"
)
_DEGREES = {"大专": 1, "专科": 1, "本科": 2, "学士": 2, "硕士": 3, "研究生": 3, "博士": 4}
_AGE = re.compile(r"(\d{1,2})\s?(?:周)?岁")
_SERVED = re.compile(r"(?:社保|社会保险|缴费|居住|工作|任职)[^，。；]{0,8}?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?年")
_LOCAL = re.compile(r"(?:有|是|持有?)(?:本地|本市|[\u4e00-\u9fff]{2,3})(?:户口|户籍)|本地人|本市人")
_NOT_LOCAL = re.compile(
    r"外地(?:户口|户籍|人)|非本[市区省地]|没有?(?:本地|本市|[\u4e00-\u9fff]{2,3})(?:户口|户籍)|外来"
)
_YEARS = re.compile(rf"满\s?(\d{{1,2}}|[{CHINESE}]{{1,3}})\s?年|(\d{{1,2}}|[{CHINESE}]{{1,3}})\s?年以上")
_UPPER = re.compile(
    rf"(?:未满|不满|不超过|小于)\s?(\d{{1,2}}|[{CHINESE}]{{1,3}})\s?周?岁|(\d{{1,2}}|[{CHINESE}]{{1,3}})\s?周?岁(?:以下|及以下|以内)"
)
_LOWER = re.compile(
    rf"(?<![未不])满\s?(\d{{1,2}}|[{CHINESE}]{{1,3}})\s?周?岁|(\d{{1,2}}|[{CHINESE}]{{1,3}})\s?周?岁(?:及)?以上"
)
_OPENS = re.compile(r"(?:条件|符合|具备|要求)[^。；]{0,40}[：:]\s*$")
_GRANTS = re.compile(
    r"(?:给予|发放|享受|奖励|补贴|补助|资助|津贴)[^。；;]{0,40}?\d[\d.,]*\s?[万亿]?元|\d[\d.,]*\s?[万亿]?元[^。；;]{0,12}(?:奖励|补贴|补助|资助|津贴)"
)
# What age, degree and years of work judge.
_MEASURES_OF_A_PERSON = frozenset({"岁", "月"})
_MOST_BEHIND_CHARS = 120
_MOST_TRIED = 25


@dataclass(frozen=True, slots=True)
class Person:
    """What a question says of the one who asks; None is what it does not say. ``served`` are years of 社保 or work.

    ``amounts`` are what it states in other units (年收入3000万元), each with its measure and the words before it.
    """

    degree: int | None
    age: int | None
    local: bool | None
    served: int | None
    amounts: tuple[tuple[str, float, str], ...] = ()


def person_in(question: str) -> Person | None:
    """The person of a question that asks whether he may; None where it says nothing that a condition could meet."""
    folded = fold(question)
    if not _ASKS.search(folded) or not re.search(r"我|本人|(?:公司|企业|家庭)(?=\S*\d)|\d{1,2}\s?周?岁", folded):
        return None
    degrees = [rank for word, rank in _DEGREES.items() if word in folded]
    age, served = _AGE.search(folded), _SERVED.search(folded)
    local = False if _NOT_LOCAL.search(folded) else True if _LOCAL.search(folded) else None
    years = parse_numeral(served[1]) if served else None
    amounts = tuple(one for one in amounts_in(folded) if one[0] not in _MEASURES_OF_A_PERSON)
    person = Person(max(degrees, default=None), int(age[1]) if age else None, local, years, amounts)
    return person if person != Person(None, None, None, None) else None


def judge_condition(words: str, person: Person) -> Verdict:
    """Whether ``person`` meets a condition; 未说明 where the question, or the condition, does not settle it."""
    folded = fold(words)
    judges = (_age, _degree, _home, _time, _amount)
    verdicts = [verdict for judge in judges if (verdict := judge(folded, person))]
    if "不满足" in verdicts:
        return "不满足"
    return "满足" if verdicts and "未说明" not in verdicts else "未说明"


def _amount(words: str, person: Person) -> Verdict | None:
    """A condition that bounds what can be counted: judged where the question states an amount of the same thing."""
    bounds = [one for one in bounds_in(words) if one.measure not in _MEASURES_OF_A_PERSON]
    if not bounds:
        return None
    verdicts: list[bool] = []
    for one in bounds:
        same = [
            value
            for measure, value, before in person.amounts
            if measure == one.measure and pairs_of(before) & pairs_of(words)
        ]
        if not same:
            return "未说明"
        verdicts += [one.holds(value) for value in same]
    return "满足" if all(verdicts) else "不满足"


def support_beside(searcher: Searcher, items: Sequence[Candidate]) -> Candidate | None:
    """The sentence that grants an amount in the clause of a list of conditions, or right behind it, if there is one."""
    if not items:
        return None
    document = searcher.documents[items[0].hit.passage.doc_id]
    first, last = items[0].spans[0], items[-1].spans[-1]
    path = sections_at(document.sections, first.start)
    clause = next((s.span for s in reversed(path) if s.span.start < first.start - 1 and s.span.end >= last.end), None)
    start = clause.start if clause is not None else first.start
    end = min(len(document.text), (clause.end if clause is not None else last.end) + _MOST_BEHIND_CHARS)
    for sentence in sentences(document.text, Span(start, end)):
        inside = any(span.start < sentence.end and sentence.start < span.end for item in items for span in item.spans)
        if not inside and _GRANTS.search(fold(sentence.of(document.text))):
            return replace(items[0], spans=(sentence,), told=(), sure=True)
    return None


def conditions(searcher: Searcher, ranked: Sequence[Candidate], person: Person) -> list[Candidate]:
    """The conditions of the first list among ``ranked`` that speaks of the person, each as a candidate; else empty.

    A sentence of the same clause that limits the age is a condition too where the question says an age.
    """
    for candidate in ranked[:_MOST_TRIED]:
        document = searcher.documents[candidate.hit.passage.doc_id]
        listed = with_items(document, candidate)
        items = [span for span in listed.told if len(span)]
        if len(items) == 1 and listed is not candidate:
            items = _lines(document, items[0])
        if len(items) < 2 or not _OPENS.search(document.text[max(0, listed.span.start - 60) : items[0].start]):
            continue
        items += _age_limits(document, items[-1]) if person.age is not None else []
        if any(judge_condition(item.of(document.text), person) != "未说明" for item in items):
            return [replace(candidate, spans=(item,), told=(), sure=True) for item in items]
    return []


def _lines(document: Document, whole: Span) -> list[Span]:
    """The items of a list that is told whole: its sentences but the one that opens it."""
    found = sentences(document.text, whole)
    return [span for span in found if not span.of(document.text).endswith(("：", ":"))]


def _age_limits(document: Document, last: Span) -> list[Span]:
    path = sections_at(document.sections, last.start)
    clause = next((s for s in reversed(path) if s.span.end > last.end + 2), None)
    if clause is None:
        return []
    return [s for s in sentences(document.text, Span(last.end, clause.span.end)) if "岁" in s.of(document.text)][:1]


def _number(match: re.Match[str]) -> int:
    return parse_numeral(next(group for group in match.groups() if group)) or 0


def _age(words: str, person: Person) -> Verdict | None:
    limits = [(m.start(), _number(m), "upper") for m in _UPPER.finditer(words)]
    limits += [(m.start(), _number(m), "lower") for m in _LOWER.finditer(words)]
    if not limits:
        return None
    named = [word for word, rank in _DEGREES.items() if word in words and rank == person.degree]
    if len(limits) > 1 and named:  # 本科未满30周岁、硕士未满35周岁: the limit that follows the degree
        at = words.index(named[0])
        limits = [limit for limit in sorted(limits) if limit[0] >= at][:1] or limits
    elif len(limits) > 1 and any(word in words for word in _DEGREES):
        return "未说明"
    if person.age is None:
        return "未说明"
    held = all(person.age < n if way == "upper" else person.age >= n for _, n, way in limits)
    return "满足" if held else "不满足"


def _degree(words: str, person: Person) -> Verdict | None:
    named = [rank for word, rank in _DEGREES.items() if word in words]
    if not named or "岁" in words:
        return None
    if person.degree is None:
        return "未说明"
    return "满足" if person.degree >= min(named) else "不满足"


def _home(words: str, person: Person) -> Verdict | None:
    if not re.search(r"户籍|户口", words):
        return None
    if person.local is None:
        return "未说明"
    wants_local = not re.search(r"非(?:本|户)|不限户籍|未.{0,4}户籍", words)
    return "满足" if person.local == wants_local else "不满足"


def _time(words: str, person: Person) -> Verdict | None:
    match = _YEARS.search(words)
    if match is None or "岁" in words:
        return None
    if person.served is None:
        return "未说明"
    return "满足" if person.served >= _number(match) else "不满足"
