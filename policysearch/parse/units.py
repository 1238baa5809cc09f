"""Units of measure and figures as cells print them."""

from __future__ import annotations

import re

_SCALE = r"(?:[百千万亿]|十万|百万|千万|万亿)?"
_BASE = (
    r"(?:标准煤|标准箱|吨标准煤|吨标煤|人民币元|美元|元|人次|人年|人月|人日|人|名|个百分点|百分点|个|家|项|件|套|户|座|所|处|条|辆|台|张|"
    r"场次|场|次|篇|部|吨|千克|公斤|克|公里|千米|厘米|毫米|平方米|平方公里|平方千米|立方米|米|亩|公顷|千瓦时|千瓦|兆瓦|瓦|度|小时|分钟|秒|"
    r"天|日|周|月|年|岁|级|位|倍|册|床位|床|株|头|只|艘|架|枚|例|起|宗|票|单|支|批|片|村|县|区|镇|班|期|间|孔|盏|根|组|对|双|本|种|类|"
    r"分贝|分|微克|毫克|毫升|升|兆|公里/小时|标台|车位|泊位|机位|学位|户次|车次|架次|标方|方|点|"
    r"%|％|‰|‱|㎡|m2|m²|km²|km2|km|kg|GWh|MWh|kWh|MW|GW|kW|TEU|dB|Mbps|Gbps|GB|TB|PB|EFLOPS|PFLOPS)"
)
UNIT = re.compile(rf"{_SCALE}{_BASE}(?:[/／·•]{_SCALE}{_BASE}){{0,2}}")
_ABOUT = r"(?:以上|以下|以内|左右|及以上|及以下)"
_NUMBER = r"[-+−]?\d[\d.,]*"
# 33.82, -3%, ≥95%, 7以上, 9.4个百分点, 80—90%, 5万人以上; a dash stands for a figure that is not there. Not 500强企业.
FIGURE = re.compile(
    rf"[≥≤<>＞＜约超近]?{_NUMBER}(?:[-—–~～至]{_NUMBER})?(?:{_SCALE}{_BASE})?{_ABOUT}?|[-—－–]{{1,2}}|/"
)
# What may be broken off a figure: 7 | 以上, 9.4 | 个 | 百分点.
FIGURE_TAIL = re.compile(rf"{_NUMBER}(?:{_ABOUT}|个?百分点|倍|[%％])")
# Kinds of indicators: the words of a column headed 属性.
KIND = re.compile(r"预期性?|约束性?|导向性?|指导性?")


def decimals(figure: str) -> tuple[float, float] | None:
    """The number that ``figure`` prints and half a unit of its last digit; None for a dash, a bound or a range."""
    match = re.fullmatch(rf"({_NUMBER})(?:[%％]|个?百分点)?", figure)
    if match is None:
        return None
    digits = match[1].replace(",", "").replace("−", "-").rstrip(".")
    try:
        return float(digits), 0.5 * 10 ** -len(digits.partition(".")[2])
    except ValueError:
        return None  # 1.2.3
