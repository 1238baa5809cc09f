"""Figures of indicators as printed, value, unit and qualifier apart: 3.25万亿元以上, 4.5%—5%, 百分之十五点三."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policysearch.numerals import CHINESE, parse_numeral
from policysearch.types import Span

# Digits and marks of full width to half width, one character for one, so that offsets stay.
_WIDTH = str.maketrans("０１２３４５６７８９．％＋－：∶", "0123456789.%+-::")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# Tenths: 9成, 八成以上; 成 begins many words.
_TENTH = r"成(?=以上|左右|多|以|的|用于|[，。；、）]|$)"
_SCALE = r"[十百千]?万亿|[十百千]?[万亿]|[百千]"
_BASES = (
    "吨标准煤|吨标煤|标准箱|国际标准箱|标箱|TEU|千瓦时|兆瓦时|千瓦|兆瓦|元人民币|人民币|美元|欧元|港元|元|人次|人天|人日|户次|"
    "架次|场次|车次|辆次|班次|件次|个百分点|百分点|微克|毫克|立方米|平方米|平方公里|平方千米|公里|千米|厘米|毫米|公顷|公斤|千克|"
    "分贝|标方|吨|斤|克|米|亩|度|岁|倍|人|名|位|户|家|个|项|件|所|套|座|处|条|辆|台套|台|张|部|篇|艘|架|枚|例|起|宗|票|单|支|"
    "批|片|株|头|只|羽|匹|列|幅|对|组|班|间|栋|幢|孔|根|盏|门|种|类|家次|册|枝|尾|床|床位|车位|泊位|机位|学位|村|县|镇|乡|"
    "EFLOPS|PFLOPS|EFlops|PFlops|Tbps|Gbps|Mbps|GWh|MWh|kWh|MW|GW|kW|P|GB|TB|PB|㎡|m2|km|%|‰|分|瓦|升|方|点|平米|字|卷|席|栏|"
    "场|届|国|省|市|区|州|盟|旗|社区|街道|人·年|套件|本|份|柱|棵|期|朵|块|道|盘|间次|粒|颗|年|岁半|天|小时|分钟|公里/小时|兆|期次|回|笔|"
    "门次|课时|学时|次|千伏|伏|航次|亩次|款|群|块次|人年|:1(?!\\d)"
)
_BASE = "|".join(sorted(dict.fromkeys(_BASES.split("|")), key=len, reverse=True))
_LISTED = rf"(?:[（(](?:{_BASE}|段)(?:[、/](?:{_BASE}|段))*[)）]次?)"
_UNIT = rf"(?:{_BASE}){_LISTED}?(?:\s*[/／·每]\s*(?:{_BASE}|月|日|(?:{_SCALE})(?:{_BASE})))?|{_TENTH}"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LATIN_AFTER = r"(?![A-Za-z+])"
_AFTER = r"[（(]?(?:及以上|以上|及以下|以下|以内|之内|左右|上下)"
_PRINTED = re.compile(
    rf"(?<![\d.A-Za-z第+/:-])(?P<low>-?(?:{_ARABIC}))\s*(?P<over>[余多])?"
    rf"(?P<low_unit>{_UNIT}|(?:{_SCALE})(?:{_UNIT})?)?"
    rf"(?:\s*[-—–－~～至]{{1,2}}\s*(?P<high>{_ARABIC})(?P<high_scale>{_SCALE})?(?P<high_unit>{_UNIT})?)?"
    rf"(?P<over2>[余多])?(?P<after>{_AFTER})?"
)
_WORDED = re.compile(
    rf"(?:百分之(?P<share>[{CHINESE}]+(?:点[{CHINESE}]+)?)"
    rf"|(?P<tenths>[一二三四五六七八九]){_TENTH}"
    rf"|(?P<big>[{CHINESE}]+万零?[{CHINESE}]*[{CHINESE}])(?P<big_unit>{_UNIT})"
    rf"|(?P<count>[{CHINESE}]+(?:点[{CHINESE}]+)?)(?P<over>[余多])?(?P<scale>{_SCALE})(?P<over2>[余多])?"
    rf"(?P<unit>{_UNIT})"
    rf"|(?P<plain>[{CHINESE}]*[十百千][{CHINESE}]*)(?P<plain_unit>元|平方米))"
    rf"(?P<after>{_AFTER})?"
)
# A bare 万亿元 or 千余家 is a figure only after such a word, and where no noun takes it as a name (千亿元县).
_BARE = re.compile(
    rf"(?P<before>超过|突破|超|逾|近|达到|达|约)?(?P<scale>万亿|[百千]亿|[百千]万|[百千万亿])(?P<over>[余多])?"
    rf"(?P<unit>{_UNIT})?(?=[，。；、）)\s]|$|大关|企业)"
)
_BEFORE = re.compile(
    r"(?:不低于|不少于|不小于|不超过|不高于|不多于|不大于|至少|(?<!不)超过|(?<!不)超|突破|接近|将近|大约|约为|约|近|逾|"
    r"最高|最低|不足|不到|≥|≤|[＞>]|[＜<])\s*$"
)
# What a figure in these is counted for is a span of time, a place in an order or a part of a text: no indicator.
_NO_INDICATOR = frozenset("年天期届回点分卷栏道类块方市区省国州盟旗本班单伏镇县乡") | {"小时", "分钟", "岁半", "期次"}
_NO_UNIT = frozenset(("千伏", "千米"))
# No figure of its own: 连续24个月, 每10万人口, 前1%, 排名提升6位; 20万吨级, 超过10%的有44种.
_ORDERED = re.compile(r"(?:连续|每|前|第|全国第|居第)\s*$|(?:排名|位次|名次)[^，。；]{0,8}$")
_SPAN_OF_TIME = re.compile("月|工作日|自然日|小时|学期|季度|学年|年度|周")  # 6个月, 15个工作日
_CLASS_AFTER = re.compile(r"[级型式强]|的(?:有|为|达)|台阶")
_QUOTED = re.compile(r"[“「『‘][^”」』’]{0,15}[”」』’]|《[^》]*》|〔[^〕]*〕")
_DAY = re.compile(
    r"(?:19|20)\d\d\s*(?:年(?!均)(?:\s*\d{1,2}\s*月(?:份)?(?:\s*\d{1,2}\s*日)?)?|\s*[-—–－~～至]\s*(?:19|20)\d\d\s*年)"
    r"|\d{1,2}\s*月(?:份)?(?:\s*[-—–至]\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?|\d{1,2}\s*日(?!均)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: ``value`` (to ``high``) in ``unit`` as printed, its ``qualifier``, and where all of it stands.

    ``number`` is where the digits stand, ``start`` and ``end`` hold unit and qualifier too.
    """

    value: float
    high: float | None
    unit: str
    qualifier: str
    number: Span
    start: int
    end: int


def find_figures(text: str, start: int, end: int) -> tuple[Figure, ...]:
    """The figures of ``text[start:end]`` in their order; dates, quoted names and numbers without unit are none.

    A bare number takes the unit of the next figure where only 、 or 和 parts them (提高20.9、36.2、54个百分点).
    """
    plain = _blanked(text[start:end].translate(_WIDTH))
    found: list[Figure] = []
    for figure in sorted(_figures(plain, start), key=lambda f: (f.number.start, -f.end)):
        if not found or figure.start >= found[-1].end:
            found.append(figure)
    return tuple(f for f in _shared(plain, start, found) if f.unit)


def _figures(plain: str, offset: int) -> Iterator[Figure]:
    for match in _PRINTED.finditer(plain):
        figure = _printed(plain, match, offset)
        if figure is not None:
            yield figure
    # What holds Arabic digits is read above: 人/百亿元 of a unit is no figure of its own.
    blank = _PRINTED.sub(lambda m: "　" * len(m.group()), plain)
    for match in _WORDED.finditer(blank):
        figure = _worded(blank, match, offset)
        if figure is not None:
            yield figure
    for match in _BARE.finditer(blank):
        figure = _bare(blank, match, offset)
        if figure is not None:
            yield figure


def _printed(plain: str, match: re.Match[str], offset: int) -> Figure | None:
    if re.match(r"[A-Za-z+:]\S", plain[match.end() : match.end() + 2]) and not match["low_unit"]:
        return None
    unit, high_unit = match["low_unit"] or "", (match["high_scale"] or "") + (match["high_unit"] or "")
    low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
    if high is not None and high_unit and unit and unit != high_unit:
        return None
    unit = unit or high_unit
    if high is not None and high <= low:
        return None
    return _qualified(plain, match, offset, low, high, unit, match.span("low"))


def _bare(plain: str, match: re.Match[str], offset: int) -> Figure | None:
    """One 万亿元 of 突破万亿元, a hundred 亿 of 超百亿."""
    if not match["before"] and not match["over"]:
        return None
    scale, unit = match["scale"], match["unit"] or ""
    tail = scale[1:] if scale[0] in "百千" and len(scale) > 1 else ""
    value = float(_TIMES[scale[0]]) if tail or scale in "百千" else 1.0
    start = match.start("scale")
    before = match["before"] or ""
    opened = match.start() if _BEFORE.fullmatch(before) else start
    qualifier = before if opened < start else match["over"] or ""
    place = Span(offset + start, offset + start + (1 if value > 1 else len(scale)))
    printed = (tail if value > 1 else scale) + unit
    return Figure(value, None, printed, qualifier, place, offset + opened, offset + match.end()) if printed else None


def _worded(plain: str, match: re.Match[str], offset: int) -> Figure | None:
    if (match["count"] or "一")[0] in "百千":  # 千万人次 has no number, see _bare
        return None
    numeral, unit = match["share"] or match["plain"] or match["tenths"], "%" if match["share"] else "成"
    if match["big"]:
        return _qualified(plain, match, offset, _big(match["big"]), None, match["big_unit"], match.span())
    if match["plain"]:
        unit = match["plain_unit"]
    elif match["count"]:
        # 一千五百元 is one numeral; of 三千五百万元 the 万 stays with the unit.
        scale = match["scale"]
        split = scale[0] in "十百千" and "点" not in match["count"]
        numeral = match["count"] + scale[: int(split)]
        unit = scale[int(split) :] + match["unit"]
    value = _spoken(numeral)
    if value is None:
        return None
    return _qualified(plain, match, offset, value, None, unit, match.span())


def _qualified(
    plain: str, match: re.Match[str], offset: int, low: float, high: float | None, unit: str, number: tuple[int, int]
) -> Figure | None:
    if unit in _NO_UNIT or (base_of(unit)[1] in _NO_INDICATOR and unit[:1] not in "万亿"):
        return None
    end = match.end()
    if unit.endswith("个") and _SPAN_OF_TIME.match(plain, end):
        return None
    if _ORDERED.search(plain, max(0, match.start() - 12), match.start()) or _CLASS_AFTER.match(plain, end):
        return None
    if unit == "岁" and not re.search(r"寿命|年龄", plain[max(0, match.start() - 12) : match.start()]):
        return None
    qualifier = (match["after"] or "").lstrip("（(")
    if qualifier and plain[match.start("after")] in "（(" and plain[end : end + 1] in "）)":
        end += 1
    before = _BEFORE.search(plain, max(0, match.start() - 5), match.start())
    start = before.start() if before else match.start()
    over = match["over"] or match["over2"] or ""
    qualifier = qualifier or (before.group().strip() if before else "") or over
    place = Span(offset + number[0], offset + number[1])
    return Figure(low, high, unit, qualifier, place, offset + start, offset + end)


def _shared(plain: str, offset: int, figures: list[Figure]) -> list[Figure]:
    """Bare numbers with the unit of the figure that follows them in a list."""
    for at in range(len(figures) - 2, -1, -1):
        one, other = figures[at], figures[at + 1]
        between = plain[one.end - offset : other.start - offset]
        if not one.unit and other.unit and between in ("、", "和", "及", "与"):
            figures[at] = replace(one, unit=other.unit)
    return figures


def _blanked(text: str) -> str:
    for pattern in (_QUOTED, _DAY):
        text = pattern.sub(lambda m: "　" * len(m.group()), text)
    return text


def _number(printed: str) -> float:
    return float(printed.replace(",", ""))


def _big(numeral: str) -> float:
    """三万五千 as 35000."""
    upper, _, lower = numeral.partition("万")
    return float((parse_numeral(upper) or 0) * 10_000 + (parse_numeral(lower) or 0))


def _spoken(numeral: str) -> float | None:
    """十五点三 as 15.3; None for what writes no number."""
    whole, _, part = numeral.partition("点")
    number = parse_numeral(whole)
    if number is None:
        return None
    decimals = "".join(str(parse_numeral(char)) for char in part)
    return float(f"{number}.{decimals}") if decimals.isdecimal() else float(number)


def base_of(unit: str) -> tuple[int, str]:
    """What 万 and 亿 of a unit multiply by, and the unit without them: 万亿元 is (10**12, 元)."""
    unit = unit.translate(_WIDTH)
    match = re.match(rf"(?:{_SCALE})(?!克$|米$|瓦|卡|伏|帕)", unit)
    times = 1
    for char in match.group() if match else "":
        times *= _TIMES[char]
    return times, _SAME.get(unit[match.end() :] if match else unit, unit[match.end() :] if match else unit)


_SAME = {
    "名": "人",
    "位": "人",
    "百分点": "个百分点",
    "人民币": "元",
    "元人民币": "元",
    "％": "%",
    "标箱": "标准箱",
    "吨标煤": "吨标准煤",
}


def amount_of(value: float, unit: str) -> tuple[float, str]:
    """``value`` with 万 and 亿 of its unit multiplied out, and what is left of the unit: 38, 万人 → 380000, 人."""
    times, base = base_of(unit)
    return round(value * times, 6), base
