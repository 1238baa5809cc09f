"""Things of one kind in one breath: a question for them (哪9个城市), and the run of names that answers it."""

from __future__ import annotations

import re

from policysearch.numerals import parse_numeral
from policysearch.text import fold

# How many, and of what kind; 哪些工程 may as well be a list of clauses.
_KIND = re.compile(
    r"哪(?:几|(\d{1,2}|[二两三四五六七八九十]{1,2}))(?:个|种|类|项|家|所|座|条)?"
    r"(城市|市|区|县|省|州|镇|乡|街道|工程|年级|部门|单位|学校|行业|产业|企业|项目|地区|国家|机构|院校|专业)"
    r"|哪些(城市|[市区县省州镇]|年级)"
)
_NAME = r"[^,，。;；:：、\s（）()]{1,16}"
_RUN = re.compile(rf"{_NAME}(?:、{_NAME})+")
_AND = re.compile(r"以及|[、和及与]")


def names_kind(question: str, words: str) -> bool:
    """Whether ``words`` name in one run things of the kind that ``question`` asks for, as many as it says."""
    match = _KIND.search(fold(question))
    if match is None:
        return False
    count, kind = (parse_numeral(match[1]) if match[1] else None), match[2] or match[3]
    last = kind[-1]
    for run in _RUN.finditer(fold(words)):
        names = [name for name in _AND.split(run.group()) if name]
        of_kind = names[-1].endswith(last) or f"{last}的" in names[-1] or sum(n.endswith(last) for n in names) >= 2
        of_kind = of_kind or (len(kind) > 1 and sum(name.find(kind) > 0 for name in names) >= 2)
        if of_kind and (len(names) == count if count else len(names) >= 2):
            return True
    return False
