"""What a question asks for, part by part: the kind of each figure with its unit, the years, plan or fact, the class.

是多少张，占全市的比例提高到多少 asks for two figures: a count of 张 and a share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from policysearch.answer.intent import Intent, read_intent
from policysearch.numerals import CHINESE
from policysearch.regions import place_names
from policysearch.search.tokenize import content_terms, tokenize_query
from policysearch.text import fold

# First and last year of what a text names: a year, years from to, a plan period.
Years = tuple[int, int]
Aim = Literal["plan", "fact", ""]

# Kinds of question whose answer is a figure with a unit.
FIGURES = frozenset({"number", "money", "time"})

NUMBER = rf"(?:\d[\d,.]*|[{CHINESE}]+)\s?[余多]?\s?[万亿千百十]*\s?[余多]?"
_SHARE = (
    rf"\d[\d.]*\s?[%％‰]|百分之[{CHINESE}点]+|\d[\d.]*\s?个?百分点|[{CHINESE}]成|\d[\d.]*\s?倍|[{CHINESE}]+倍"
    r"|\d+\s?[:∶：]\s?\d+|几?分之"
)
_YEARS_LONG = rf"(?<!\d)(?:\d{{1,2}}|[{CHINESE}]{{1,3}})\s?年(?![底末初])"
_DURATION = (
    rf"(?<![月\d.])(?:{NUMBER})\s?(?:个?工作日|小时|分钟|天|日|周(?!岁)|个月|学年|年度)"
    rf"|{_YEARS_LONG}"
)
# By the unit that a question names: 几年 is answered by no number of days.
_ASKS_UNIT = re.compile(r"(?:几|多少)个?(学年|年|月|周|工作日|天|日|小时)(?![限度级份底末初])")
_OF_NUMBER = rf"(?<![月\d.])(?:{NUMBER})\s?"
_DURATIONS = {
    "年": rf"(?<!\d)(?:\d{{1,2}}|[{CHINESE}]{{1,3}})\s?(?:年(?![底末初月])|周年|个?学年)|{_OF_NUMBER}个月",
    "月": rf"{_OF_NUMBER}个月|(?<!\d)(?:\d{{1,2}}|[{CHINESE}]{{1,3}})\s?年(?![底末初月])|半年",
    "周": rf"{_OF_NUMBER}(?:周(?!岁)|天|日)",
    "工作日": rf"{_OF_NUMBER}个?工作日",
    "日": rf"{_OF_NUMBER}(?:个?工作日|天|日)",
    "天": rf"{_OF_NUMBER}(?:个?工作日|天|日)",
    "时": rf"{_OF_NUMBER}(?:小时|分钟)",
}
_DATE = rf"\d+\s?[年月日]|[{CHINESE}]+[年月日]|之日起|\d+[:：]\d\d|当[日天年]|每[年月周]"
_DAY = rf"\d{{1,2}}\s?[日号](?!常)|[{CHINESE}]{{1,3}}日(?!常)|[上中下]旬|之日起|当[日天]"
_ASKS_DAY = re.compile(r"几[号日](?!常)|哪一?[天日]|[月年]几号")
_MONEY_UNIT = rf"(?:{NUMBER})\s?(?:元|块|美元|港币|人民币)|[（(](?:万|亿)?元[^）)]*[）)]"

_ASKS_SHARE = re.compile(
    r"百分之几|几成|几个(?:百分)?点|比例|占比|完成比|比重|费率|利率|税率|覆盖率|入学率|参保率|[^利效频税费汇功]率(?:是|为|达|要|提|控|目|各|分|多|$)|增速|增幅|涨幅"
    r"|(?:增长|下降)(?:的)?(?:预期)?(?:目标|预期|计划)(?:值)?(?:是|为|定为|定在|设为)?(?:多少|几)(?![万亿]?元)"
    r"|(?:增长|提高|下降|上升|减少|增加|占)(?:了|到|至)?(?:多少|几成)(?![个名人家万亿元张套])"
)
_ASKS_DURATION = re.compile(
    r"多久|多长时间|(?:几|多少)(?:个)?(?:天|日|年|月|周|小时|工作日|学年)|期限|周期|时限|最长多|最多几年"
)
# The word that counts things, right after 多少 or 几: 多少张, 几万套, 多少个工作日.
_COUNTED = re.compile(
    r"(?:多少|几)(?:[万亿千百])*(个?工作日|平方公里|平方米|公里|公顷|人次|万?标箱|立方米|百分点"
    r"|[个名所座张套件条]|人(?!才)|家(?!庭)|项(?!目)|[份次户岁元块分米亩篇种类支辆台吨届位倍例片处幢栋间篮本]|周岁)"
)
# Before 一个 these make no count of it: 同一个, 每一个.
_NO_COUNT = "同每另某这那任何第各唯"
# A figure that is no date, no 文号 and no number of a list or a law.
_ANY_NUMBER = re.compile(
    rf"(?<![\d.第A-Za-z])(?!(?:19|20)\d\d(?!\d))\d[\d,.]*(?![\d年月日号]|[.．、]\D|[A-Za-z]\d)|百分之"
    rf"|(?<![{CHINESE}{_NO_COUNT}])[{CHINESE}]+(?=[万亿]*[人名个家场次倍元%％])"
)
# Counting words that stand for one another.
_ALIKE = (frozenset("名人位"), frozenset("个项家所座处种类支件"), frozenset("套户间"), frozenset("元块"))
_ASKS_AREA = re.compile(r"多大(?:的)?(?:面积|房|住房)?|面积.{0,8}(?:多少|多大)")
_ASKS = re.compile(r"多少|几|什么|哪|谁|何|吗|多[久长大高]|是否|能否|要不要|用不用|怎[么样]")
_ASKS_ALL = re.compile(r"分别|各[级类档种项年]|各[^和与、]{0,4}(?:多少|几|是)|怎么规定|标准是")
GROWTH = re.compile(r"[涨降升多少]了|多多少|少多少|增加|增长|增幅|增速|提高|上升|净增|涨|快了|下降|减少|降低|缩短")
# What somebody can get, not what was spent on all.
ENTITLED = re.compile(
    r"(?:能|可以?|有没有|有什么|给|怎么)(?:拿|领|享受|得到?|获得?|申请|申领)?[^，。；]{0,8}(?:补贴|补助|奖励|资助|津贴|奖金|钱拿|待遇|优惠)"
    r"|(?:补贴|补助|奖励|资助|津贴)(?:标准|是?多少|[^，。；]{0,4}(?:多少|几万?)[元钱]?)|多少(?:钱的?)?(?:补贴|补助|奖励|津贴)|钱拿"
)
_BETWEEN_PARTS = re.compile(r"[，,；;。？?！!]")
_AND = re.compile(r"以及|[和与及、]")

# Words that describe the answer, or only ask; the text need not repeat them.
_ABOUT_ANSWER = re.compile(
    r"(?:要|会|将)?(?:提高|增加|增长|提升|上升|下降|减少|达到)(?:了|到|至)?(?=多少|几)|"
    r"(?:是|有)?(?:什么)?意思|含义|指的?是|怎么?(?:样)?(?:界定|定义|规定|算|办|解决)|界定|百分之几|多久|多长时间|多大|分别|各自?是|各是|各(?=多少)"
    r"|(?:多少|几)(?:[万亿千百])*(?:个?工作日|平方公里|平方米|公里|公顷|人次|人(?![才口员均])|家(?!庭)|项(?!目)|条(?!件)|户(?!籍)|名(?![额单])"
    r"|[个所座张套件份次岁元块分米亩篇种类支辆台吨届位倍例处])?"
    r"|目前|现在|叫什么|叫啥|讲了?的?是?什么|讲的?|写在|规定在|出现在|出自|第?哪一?(?:部分|[个条章节款项些种类家位年天月日])|几[年天月日个]|(?<![公邻])里面?(?![程弄外])|下面"
    r"|打算|听说|有没有|能不能|可不可以|可以吗|是不是|怎样|共有|一共|总共|达到|要达到|要求是|具体|内容|情况"
    r"|那边|这边|会怎样|咋办|咋|行不行"
)
_YEAR = re.compile(
    r"(?<![\d〔\[(（])(?<![比较与同])((?:19|20)\d\d)(?:\s?年?\s?[—–\-－~～至到]+\s?((?:19|20)\d\d))?(?![\d.%％])(?=\s?年|[^\d〕\]]|$)"
)
_PERIOD = re.compile(
    r"(?<![比较与同])(?<![比较与同][“\"'])[“\"']?([一二三四五六七八九十]{1,2})五[”\"']?(?=时期|期间|规划|以来|末|期末|计划|[^年个项名])"
)
_QUOTED = re.compile(r"[“\"《「]([^”\"》」]{2,12})[”\"》」]")
_PLAN = re.compile(
    r"目标|力争|计划(?!生育)|规划期|预计|预期|将|争取|确保|要(?:达到|建|新增|培养|引进|办|新建|实现)|到20\d\d年底?[^已，。]{0,14}(?:达到?|要)"
)
_FACT = re.compile(
    r"实际|已(?!婚)|累计|完成|截至|截止|目前|现有|去年|[^不]实现了|达到了|[增长加建成]了|共有|同比|比上年"
)
_ASKS_PLAN = re.compile(
    r"目标|计划(?!生育)|力争|预期|预计|打算|将|要(?:达到|建|新增|培养|引进|办|新建|到|盖)|到20\d\d年.{0,16}要"
)
_ASKS_FACT = re.compile(r"实际|最后|最终|[做办建]成了?(?!为)|完成了|已经?|目前|现有|截至|[增长加建到立现发]了|去年")
# Words that make another figure of one: what is said per head or per year is not what was asked, unless it was.
MODIFIERS = ("人均", "年均", "日均", "户均", "新增", "净增", "累计", "同比", "环比", "最低", "最高", "年增", "平均")
# Words of which one excludes the others: what is said of one is not said of another.
_CONTRASTS: tuple[tuple[str, ...], ...] = (
    ("博士", "硕士", "本科", "大专"),
    ("a类", "b类", "c类", "d类", "e类", "f类"),
    ("国家级", "省级", "市级", "区级", "县级", "地方级", "后备级"),
    ("一级", "二级", "三级", "四级", "五级"),
    ("一类", "二类", "三类", "四类"),
    ("小学", "初中", "高中", "幼儿园"),
    ("退休", "在职"),
    ("个人", "单位"),
    ("城镇", "农村"),
    ("男", "女"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a question asks for: its words, its kind, and how its figure looks, with the unit that was named.

    ``figure`` is None where no figure is wanted; ``any_figure`` takes other units too.
    """

    text: str
    intent: Intent
    figure: re.Pattern[str] | None = None
    any_figure: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is answered: its kind, its parts, and what the place that answers must agree with.

    ``subject`` is the question without the words that only ask; ``years`` are those it names, in order.
    """

    question: str
    subject: str
    intent: Intent
    parts: tuple[Part, ...]
    years: tuple[Years, ...]
    aim: Aim
    classes: tuple[frozenset[str], ...]
    entitled: bool

    @property
    def wants_figure(self) -> bool:
        """Whether every part is answered by a figure."""
        return all(part.figure is not None for part in self.parts)

    @property
    def wants_all(self) -> bool:
        """Whether the question wants every item of a list, with or without figures."""
        all_of = len(self.parts) == 1 and not self.classes and _ASKS_ALL.search(self.question) is not None
        return self.intent.name == "list" or all_of

    @property
    def lists_too(self) -> bool:
        """Whether a part of a question that asks for something else first asks for a list."""
        return len(self.parts) > 1 and any(part.intent.name == "list" for part in self.parts)


def read_question(question: str) -> Asked:
    """What ``question`` asks for."""
    folded = fold(question)
    intent = read_intent(question)
    return Asked(
        question=question,
        subject=_ABOUT_ANSWER.sub("|", folded),
        intent=intent,
        parts=tuple(_parts(folded, intent)),
        years=years_in(folded),
        aim="plan" if _ASKS_PLAN.search(folded) else "fact" if _ASKS_FACT.search(folded) else "",
        classes=tuple(found for group in _CONTRASTS if (found := frozenset(w for w in group if w in folded))),
        entitled=ENTITLED.search(folded) is not None,
    )


def years_in(text: str) -> tuple[Years, ...]:
    """The years and plan periods that ``text`` (folded) names, each once, in order."""
    found = [(m.start(), (int(m[1]), max(int(m[1]), int(m[2] or m[1])))) for m in _YEAR.finditer(text)]
    for match in _PERIOD.finditer(text + " "):
        number = _small(match[1])
        if number is not None and 6 <= number <= 16:
            found.append((match.start(), (1951 + 5 * number, 1955 + 5 * number)))  # the twelfth: 2011 to 2015
    return tuple(dict.fromkeys(years for _, years in sorted(found)))


def aim_of(text: str) -> Aim:
    """Whether ``text`` tells of a plan or of a fact; "" where it has marks of both, or none."""
    plan, fact = _PLAN.search(text) is not None, _FACT.search(text) is not None
    return "" if plan == fact else "plan" if plan else "fact"


def rivals(classes: frozenset[str]) -> frozenset[str]:
    """The words that the ``classes`` named in a question exclude."""
    return frozenset(word for group in _CONTRASTS if classes & set(group) for word in group) - classes


@lru_cache(maxsize=1024)
def subject_words(text: str, *, joined: bool = True) -> tuple[str, ...]:
    """The words of a question that the text should say, quoted names whole, without years; places stay."""
    folded = fold(text)
    quoted = quoted_names(folded)
    bare = bare_subject(folded)
    words = content_terms(bare, joined=joined) or (() if quoted else tuple(dict.fromkeys(tokenize_query(bare))))
    quoted = tuple(name for name in quoted if not _PERIOD.fullmatch(f"{name} ") and not name.endswith("五"))
    inside = tuple(word for name in quoted for word in content_terms(name, joined=joined))
    return tuple(word for word in dict.fromkeys([*quoted, *inside, *words]) if word not in ("年", "年底"))


def quoted_names(folded: str) -> tuple[str, ...]:
    """The names that a folded question sets in quotation marks, in order."""
    return tuple(m[1] for m in _QUOTED.finditer(folded))


def bare_subject(folded: str) -> str:
    """A folded question with bars for what only asks, its years, what joins, and its quoted names."""
    for name in quoted_names(folded):
        folded = folded.replace(name, "|")
    bare = _PERIOD.sub("|", _YEAR.sub("|", _ABOUT_ANSWER.sub("|", folded) + " "))
    return re.sub(r"(?<=\|)年[底末度初]?|(?<=[\u4e00-\u9fff])[和与及](?![谐平解睦气])", "|", bare)


def without_places(words: tuple[str, ...], question: str) -> tuple[str, ...]:
    """``words`` without the names of places: whose document it is, is settled before."""
    places = place_names(fold(question))
    return tuple(word for word in words if not any(word in (place, f"{place}区", f"{place}市") for place in places))


def _parts(question: str, whole: Intent) -> Iterator[Part]:
    """The pieces between commas that ask, each cut at 和 where it asks for several figures.

    What follows the last 的 is asked of each: 杰出人才和领军人才的免租期限各是多久.
    """
    pieces = [piece for piece in _BETWEEN_PARTS.split(question) if piece.strip()]
    asking = [piece for piece in pieces if _ASKS.search(piece)]
    if len(asking) < 2:
        asking = [question]
    for piece in asking:
        intent = read_intent(piece) if len(asking) > 1 else whole
        cut = [one for one in _AND.split(piece) if len(one.strip()) >= 2]
        if intent.name not in FIGURES or len(cut) < 2:
            yield _part(piece, intent, piece)
            continue
        tail = _asked_of_each(cut[-1]) if "各" in piece or "分别" in piece else ""
        head = _YEAR.sub("", cut[0])
        for number, one in enumerate(cut):
            if number and len(_ASKS.split(_YEAR.sub("", one))[0]) <= 2:  # 2020年、2025年各多少: of the same thing
                one = f"{head} {one}"
            full = one if _ASKS.search(one) else f"{one} {tail}" if tail else f"{one}是多少"
            own = read_intent(full)
            yield _part(full, own if own.name in FIGURES else intent, full if _ASKS.search(full) else piece)


def _asked_of_each(last: str) -> str:
    """What the last of several things shares with the others: behind its 的, behind 各, or behind its class."""
    bare = _YEAR.sub("", last)
    if "的" in bare:
        return re.split(r"的(?=[^的]*$)", bare)[-1]
    behind = re.split(r"分别|各", bare)[-1]
    if len(_ABOUT_ANSWER.sub("", behind).strip("？?")) >= 2:
        return behind
    found = next((word for group in _CONTRASTS for word in group if bare.startswith(word)), "")
    return bare.removeprefix(found)


def _part(text: str, intent: Intent, asks: str) -> Part:
    if intent.name not in FIGURES:
        return Part(text, intent)
    kind = "time" if intent.name == "time" else intent.name
    loose = intent.shape
    if kind == "money":
        return Part(text, intent, re.compile(_MONEY_UNIT), loose)
    if _ASKS_DURATION.search(asks):
        named = _ASKS_UNIT.search(asks)
        figure = _DURATIONS.get(named[1], _DURATIONS[named[1][-1]]) if named else _DURATION
        return Part(text, intent, re.compile(figure), re.compile(_DURATION + "|" + _DATE))
    if kind == "time":
        return Part(text, intent, re.compile(_DAY if _ASKS_DAY.search(asks) else _DATE), loose)
    counted = _COUNTED.search(asks)
    if counted:
        return Part(
            text, intent, re.compile(rf"(?:{NUMBER})\s?(?:{_units(counted[1])})|[（(][^）)]*{counted[1]}[）)]"), loose
        )
    if _ASKS_SHARE.search(asks):
        return Part(text, intent, re.compile(_SHARE), loose)
    if _ASKS_AREA.search(asks):
        return Part(text, intent, re.compile(rf"(?:{NUMBER})\s?(?:平方米|平方公里|亩|公顷|㎡)"), loose)
    return Part(text, intent, _ANY_NUMBER, loose)


def _units(unit: str) -> str:
    alike = next((group for group in _ALIKE if unit in group), frozenset({unit}))
    return "|".join([re.escape(unit), *sorted(map(re.escape, alike - {unit}))])


def _small(numeral: str) -> int | None:
    digits = "一二三四五六七八九"
    if numeral == "十":
        return 10
    if numeral.startswith("十") and numeral[1:] in digits:
        return 10 + digits.index(numeral[1:]) + 1
    return digits.index(numeral) + 1 if numeral in digits else None
