"""The name under which values of one indicator are joined, whatever a text prints: 全省GDP增速 is 地区生产总值增长.

Two forms are one name only where official statistics say so (``data/indicator_names.tsv``), or where what differs is
the place (全省, 我市) or the form of the same verb (增速, 同比增长).
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

_PLACE = re.compile(r"^(?:(?:全|我|本)[省市区县州镇盟旗]|全自治区|我国|全社会(?=固定资产投资)|其中)[：:，,]?")
_BLANKS = re.compile(r"\s+")
_RATE = re.compile(r"(?:增长速度|增长率|增速|增幅)(?:为|达)?$")
_VERBS = {"同比增长": "增长", "同比下降": "下降", "同比提高": "提高", "增": "增长", "名义增长": "增长"}


def normal_name(printed: str, verb: str, region: str | None) -> str:
    """The joined name of an indicator printed as ``printed`` with ``verb`` of change ("" where there is none)."""
    name = _BLANKS.sub("", printed).strip("、，：:的")
    name = _PLACE.sub("", name) or name
    name = _RATE.sub("增长", name) + _VERBS.get(verb, verb)
    if region == "全国":
        return name.replace("GDP", "国内生产总值")
    for pattern, form in _forms():
        found = pattern.fullmatch(name)
        if found:
            name = form.format(*found.groups())
            break
    return name


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = resources.files("policysearch").joinpath("data/indicator_names.tsv").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, others = line.split("\t")
            for other in others.split("、"):
                pattern = "".join("(.*)" if part == "~" else re.escape(part) for part in re.split("(~)", other))
                found.append((re.compile(pattern), name.replace("~", "{}")))
    return tuple(found)
