"""Words of which one excludes the others: numbered classes (一档, 三级, B类), what is new against all that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.numerals import parse_numeral

_NUMERAL = r"[一二三四五六七八九十]+|\d{1,2}|[a-g]"
_NUMBERED = re.compile(
    rf"(?<![\d.a-z])({_NUMERAL})(?:\s?[-—–~～至、]\s?({_NUMERAL}))?\s?(档|类|级|孩|胎|星级?|居室?|人(?=户|家庭)|等(?=[地奖:：的]))"
)
_TOTAL = re.compile(r"累计|总量|总数|总计|一共|总共|共有|合计|总里程|总额|总规模|总面积")
_NEW = re.compile(r"新增|净增|新建|新认定|新引进|新设|新培育|新开工|当年|(?:这|全)一?年[^，。；]{0,6}新")


def numbered(text: str) -> dict[str, frozenset[str]]:
    """The numbered classes that ``text`` (folded) names, by what is numbered: 3-4级 gives 级 with 3 and 4."""
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        found.setdefault(match[3][0], set()).update(_between(match[1], match[2] or match[1]))
    return {kind: frozenset(names) for kind, names in found.items()}


def _between(first: str, last: str) -> Iterator[str]:
    a, b = parse_numeral(first), parse_numeral(last)
    if a is None or b is None or not a <= b <= a + 20:
        yield from (first, last)
    else:
        yield from map(str, range(a, b + 1))


def same_class(asked: str, said: str) -> bool | None:
    """Whether ``said`` is of a numbered class that ``asked`` names; None where not both number the same thing."""
    wanted, found = numbered(asked), numbered(said)
    shared = wanted.keys() & found.keys()
    return all(wanted[kind] & found[kind] for kind in shared) if shared else None


def is_of_other_count(asked: str, said: str) -> bool:
    """Whether ``said`` counts what is new where ``asked`` wants all that there is, or the reverse."""
    total, new = _TOTAL.search(said) is not None, _NEW.search(said) is not None
    wants_total, wants_new = _TOTAL.search(asked) is not None, _NEW.search(asked) is not None
    return (wants_total > wants_new and new > total) or (wants_new > wants_total and total > new)
