"""Whether what is set side by side is of one definition: 应届毕业生 is not 大学生, 新增 not 累计, a month not a year.

Nothing is computed; what differs is named, so that nobody compares what cannot be compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.asked import MODIFIERS, aim_of, years_in
from policysearch.text import fold

_WHOM = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:毕业生|大学生|研究生|博士后?|硕士|本科生|人才|企业|家庭|居民|职工|农民工?|人员|户籍人口|常住人口)"
)
_OPENS = re.compile(r"^(?:.*[对给向为将的在由于把按和与及或])(?=.{2,})")
_PER = re.compile(r"每人每月|每人每年|每[年月人户次]|[/／][年月人户次]|一次性")
_PER_WORDS = {"/": "每", "／": "每"}
_AIMS = {"plan": "目标", "fact": "实际"}


def differing(said: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for each way in which the ``said`` differ, as pairs of a name and the words told of it.

    Of whom, counted how, per what, planned or done, of which year: only where each of two says it, and says another.
    Nothing where they are set side by side by their years.
    """
    if len({name for name, _ in said}) < 2:
        return ()
    dated = any(years_in(f"{name} ") for name, _ in said)
    told = {name: fold("，".join(words for other, words in said if other == name)) for name, _ in said}
    found = [_told("对象", {name: _whom(words) for name, words in told.items()})]
    found.append(_told("统计口径", {name: _first(MODIFIERS, words) for name, words in told.items()}))
    found.append(_told("计算单位", {name: _per(words) for name, words in told.items()}))
    if not dated:
        found.append(_told("性质", {name: _AIMS.get(aim_of(words), "") for name, words in told.items()}))
        found.append(_told("年份", {name: _years(words) for name, words in told.items()}))
    return tuple(sentence for sentence in found if sentence)


def _told(what: str, by_name: dict[str, str]) -> str:
    held = {name: words for name, words in by_name.items() if words}
    if len(set(held.values())) < 2 or _one_in_another(list(held.values())):
        return ""
    return f"{what}不同：{'，'.join(f'{name}说的是“{words}”' for name, words in held.items())}。"


def _one_in_another(words: Sequence[str]) -> bool:
    """Whether all are the same but for words that only some print: 市级人才 and 人才 may be one."""
    shortest = min(words, key=len)
    return all(shortest in one for one in words)


def _whom(words: str) -> str:
    match = _WHOM.search(words)
    return _OPENS.sub("", match.group()) if match else ""


def _first(words: Sequence[str], text: str) -> str:
    return next((word for word in words if word in text), "")


def _per(text: str) -> str:
    match = _PER.search(text)
    return "".join(_PER_WORDS.get(char, char) for char in match.group()) if match else ""


def _years(text: str) -> str:
    return "、".join(f"{a}年" if a == b else f"{a}—{b}年" for a, b in years_in(text))
