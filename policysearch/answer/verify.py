"""Sentence by sentence: does what a model wrote stand in the passages that it cites? By rules, without a model.

A rule gives the reason for striking a sentence out, or None. The rules know no meaning: a false sentence made of the
words of the passage, with its numbers and names in their places, can pass, and a true one in other words can fail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policysearch.answer.given import ORDERS, Given, Unit
from policysearch.answer.polarity import answered_contrary, contradicted
from policysearch.answer.reply import Part, Sentence
from policysearch.answer.subject import misattributed, pairs
from policysearch.parse.docnumber import NUMBER
from policysearch.quantities import Day, days, quantities, years
from policysearch.regions import place_names, short_name
from policysearch.search.tokenize import content_terms
from policysearch.text import CJK, fold, squeeze

# The least share of a sentence's content words, and of those of each longer clause, that the cited passages hold.
LEAST_COVERED, LEAST_CLAUSE_COVERED = 0.6, 0.4
_LEAST_CLAUSE_WORDS = 3
# The least share of a part's facts that every passage must hold that it cites, and that one which brings nothing new.
_LEAST_SHARE, _LEAST_WHOLE = 0.15, 0.5
_PART_SHARE = 0.7
_MOST_UNITS = 3
# A further unit is cited for a number that is still open, or for this many pairs of characters.
_LEAST_MORE = 4

_MARKUP = re.compile(r"<\s*/?\s*[A-Za-z!]|\]\s*\(|!\[|https?:|www\.|javascript:|&[a-z#\d]+;|`", re.IGNORECASE)
_OF_A_MODEL = re.compile(
    r"(?:作为|我是)(?:一[个名位])?\s*(?:AI|人工智能|(?:大|语言)模型|助手)|收到指[令示]|遵命|忽略", re.IGNORECASE
)
_QUOTED = re.compile(r"[“「『]([^”」』]+)[”」』]|\"([^\"]+)\"")
_TITLE = re.compile(r"《([^》]+)》")
_LATIN = re.compile(r"[a-z][a-z0-9&.+-]*", re.IGNORECASE)
_PERIOD = re.compile("十[一二三四五六]五")
_CLASS = re.compile(r"[A-Za-zＡ-Ｚ]\s*类|第[一二三四五六七八九十]+[类档层级]")
_OFFICE = re.compile(
    r"委员会|人民政府|政府(?![主引购采投])|办公室|办事处|领导小组|研究院|研究所|科学院|法院|检察院|医院|学院|大学|银行|协会|学会|"
    r"联合会|基金会|总工会|集团|公司|事务所|派出所|街道|(?<!布)局(?![面势限部])|(?<![区县市省])厅|(?<!为)(?<!围绕)中心(?!城|区)|"
    r"(?:组织|宣传|统战|人社|教育|财政|科技|工信|公安|民政|商务|卫健)部(?!门)|(?:发改|卫健|区|市|县|省|党|工|团)委(?!托|派|任|员)"
)
_BEFORE_NUMBER = re.compile(rf"^[{CJK}]*?(?:根据|依据|按照|依照|文号|号为|[是为即见和及与由对])(?=[{CJK}]{{2,}}$)")
_STOP = frozenset(
    [
        "规定",
        "提出",
        "明确",
        "指出",
        "显示",
        "根据",
        "依据",
        "按照",
        "文件",
        "规划",
        "政策",
        "资料",
        "段落",
        "原文",
        "表示",
        "包括",
        "其中",
        "分别",
        "此外",
        "同时",
        "另外",
        "因此",
        "具体",
        "主要",
        "相关",
        "方面",
        "内容",
        "情况",
        "要求",
        "目标",
        "达到",
        "实现",
        "预计",
        "计划",
        "共有",
        "总计",
        "合计",
        "截至",
        "属于",
        "有关",
        "对于",
        "关于",
        "如下",
        "以下",
        "上述",
        "全区",
        "全市",
        "当地",
        "这些",
        "可以",
        "应当",
        "需要",
        "能够",
        "进行",
        "采取",
        "提供",
        "以及",
        "并且",
        "以上",
        "左右",
        "为了",
        "通过",
        "方式",
        "得到",
        "还有",
        "另有",
        "一共",
        "总共",
        "该市",
        "该区",
        "来看",
        "而言",
        "其余",
        "说明",
        "写明",
        "载明",
    ]
)
_ABSENT = re.compile(
    r"^\s*(?:库内|(?:所给|给出的|上述)?(?:段落|文件|资料|材料)(?:里|中|内)?)(?:均|都)?(?:未|没有)(?:载明|写明|提到|提及|说明|找到|给出)"
)
_MOST_ABSENT_CHARS = 60

Rule = Callable[[Part, Sequence[Given]], str | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with the ``reason`` why it is struck out, or None and for each of its parts the units that bear it."""

    sentence: Sentence
    reason: str | None
    support: tuple[tuple[tuple[Given, Unit], ...], ...] = ()


def is_refusal(sentence: Sentence) -> bool:
    """Whether a sentence says that the passages do not say it, whatever else it says."""
    return _ABSENT.match(sentence.text) is not None


def check_refusal(sentence: Sentence, question: str) -> str | None:
    """Why a sentence that says what is not there says more than that; it may name what the question asks, no more."""
    text = sentence.text
    asked = squeeze(fold(question))
    if _MARKUP.search(text) or len(text) > _MOST_ABSENT_CHARS:
        return "不只是说没有载明"
    beyond = [q.printed for q in quantities(text) if squeeze(fold(q.printed)) not in asked]
    beyond += [str(year) for year in years(text) - years(question)]
    beyond += [name for name in place_names(text) if short_name(name) not in question]
    beyond += [word for word in _LATIN.findall(text) if fold(word) not in asked]
    if beyond:
        return f"“{beyond[0]}”不在问题里，也没有注明出处"
    words = _words(_ABSENT.sub("", text))
    if words and _covered(words, asked) < LEAST_COVERED:
        return "不只是说没有载明"
    return None


def check(sentence: Sentence, given: Mapping[int, Given]) -> Checked:
    """``sentence`` held against the passages that it cites."""
    # Before the citations: an order that was obeyed, or code, is named as such.
    if _MARKUP.search(sentence.text):
        return Checked(sentence, "带有链接或网页代码")
    if ORDERS.search(sentence.text) or _OF_A_MODEL.search(sentence.text):
        return Checked(sentence, "是对模型的指令或模型的自述，不是文件内容")
    if not sentence.parts:
        return Checked(sentence, "没有注明出处")
    support = []
    for part in sentence.parts:
        absent = [number for number in part.numbers if number not in given]
        if absent:
            return Checked(sentence, f"引用的第 {absent[0]} 段不存在")
        sources = [given[number] for number in part.numbers]
        reason = next(filter(None, (rule(part, sources) for rule in RULES)), None)
        if reason:
            return Checked(sentence, reason)
        support.append(tuple(_support(part, sources)))
    return Checked(sentence, None, tuple(support))


def _quotes(part: Part, sources: Sequence[Given]) -> str | None:
    words = _TITLE.sub("", part.words)
    if words.count("“") != words.count("”"):
        return "引号不成对"
    text = "\n".join(squeeze(s.text + "\n" + s.heading) for s in sources)
    for match in _QUOTED.finditer(words):
        quoted = squeeze(match[1] or match[2]).rstrip("。，；")
        if quoted not in text:
            return f"引号里的“{_clipped(quoted)}”与原文不是一字不差"
    return None


def _titles(part: Part, sources: Sequence[Given]) -> str | None:
    text = "\n".join(squeeze(s.text + "\n" + s.heading) for s in sources)
    wrong = next((t for t in _TITLE.findall(part.words) if squeeze(t) not in text), None)
    return f"引用的段落里没有《{_clipped(wrong)}》" if wrong else None


def _document_numbers(part: Part, sources: Sequence[Given]) -> str | None:
    held = [_number_key(m.group()) for s in sources for m in NUMBER.finditer(s.heading + "\n" + s.text)]
    for match in NUMBER.finditer(part.words):
        issuer, digits = _number_key(match.group())
        same = (o for o, d in held if d == digits)
        if not any(
            min(len(o), len(issuer)) >= min(2, len(issuer)) and (o.endswith(issuer) or issuer.endswith(o)) for o in same
        ):
            return f"文号“{_clipped(match.group())}”在引用的段落里找不到"
    return None


def _number_key(number: str) -> tuple[str, tuple[str, ...]]:
    """The office of a 文号 and its digits: 杭民发 and (2023, 41)."""
    folded = squeeze(fold(number))
    office = re.match(f"[{CJK}]*", folded)
    return _BEFORE_NUMBER.sub("", office.group() if office else ""), tuple(re.findall(r"\d+", folded))


def _dates(part: Part, sources: Sequence[Given]) -> str | None:
    text = "\n".join(unit.words for s in sources for unit in s.units)
    known, known_years = days(text), years(text)
    for day in days(part.words):
        if not any(_is_same_day(day, other, known_years) for other in known):
            return f"日期“{day.printed}”在引用的段落里找不到"
    known_years |= years("\n".join(s.heading for s in sources))
    wrong = sorted(years(part.words) - known_years)
    if wrong:
        return f"引用的段落里没有 {wrong[0]} 年"
    said = years(part.words)
    near = [unit for _, unit in _nearest_units(part, sources)]
    if said and near and not quantities(part.words) and all(u.years and not u.years & said for u in near):
        return f"原文说的不是 {min(said)} 年"
    return None


def _is_same_day(day: Day, other: Day, known_years: frozenset[int]) -> bool:
    same_year = day.year is None or day.year == other.year or (other.year is None and day.year in known_years)
    return same_year and day.month == other.month and day.day in (None, other.day)


def _numbers(part: Part, sources: Sequence[Given]) -> str | None:
    # What stands in titles and 文号 is held against the text by their own rules.
    words = NUMBER.sub(" ", _TITLE.sub(" ", part.words))
    return misattributed(words, part.lead, sources)


def _places(part: Part, sources: Sequence[Given]) -> str | None:
    near = "".join(unit.lead + unit.words for _, unit in _nearest_units(part, sources))
    text = near + "\n".join(s.heading for s in sources)
    wrong = next((name for name in place_names(part.words) if short_name(name) not in text), None)
    return f"引用的句子里没有地名“{wrong}”" if wrong else None


def _offices(part: Part, sources: Sequence[Given]) -> str | None:
    text = squeeze(fold("\n".join(s.text + "\n" + s.heading for s in sources)))
    words = squeeze(fold(part.words))
    for match in _OFFICE.finditer(words):
        front = re.search(rf"[{CJK}]{{0,2}}$", words[: match.start()])
        name = (front.group() if front else "") + match.group()
        if name not in text and match.group() + match.group() not in text:
            return f"引用的段落里没有“{name}”"
    return None


def _marks(part: Part, sources: Sequence[Given]) -> str | None:
    """Latin words, 十四五 and the like, and classes (A类)."""
    text = squeeze(fold("\n".join(s.text + "\n" + s.heading for s in sources)))
    for pattern in (_LATIN, _PERIOD, _CLASS):
        for found in pattern.findall(part.words):
            if squeeze(fold(found)).rstrip(".+-&") not in text:
                return f"引用的段落里没有“{_clipped(found)}”"
    return None


def _polarity(part: Part, sources: Sequence[Given]) -> str | None:
    near = "".join(unit.words for _, unit in _nearest_units(part, sources))
    told = (unit.words for s in sources for unit in s.units)
    return (None if part.lead else answered_contrary(part.words, near)) or contradicted(part.words, told)


def _coverage(part: Part, sources: Sequence[Given]) -> str | None:
    text = squeeze(fold("\n".join(s.text + "\n" + s.heading for s in sources)))
    words = _words(part.words)
    if words and _covered(words, text) < LEAST_COVERED:
        return "多数用词在引用的段落里没有依据"
    for clause in re.split(r"[，；：。,;:]", part.words):
        words = _words(clause)
        if len(words) >= _LEAST_CLAUSE_WORDS and _covered(words, text) < LEAST_CLAUSE_COVERED:
            return f"“{_clipped(clause.strip())}”在引用的段落里没有依据"
    return None


def _each_source(part: Part, sources: Sequence[Given]) -> str | None:
    """A passage that is cited must bear half of the part, or what no other bears: a citation more is no decoration."""
    facts = _facts(part.words)
    held = [facts & {fact for unit in source.units for fact in _facts(unit.words)} for source in sources]
    for at in range(len(sources)):
        others = set().union(*held[:at], *held[at + 1 :])
        share = len(held[at]) / len(facts) if facts else 1.0
        if share < _LEAST_SHARE or (share < _LEAST_WHOLE and held[at] <= others):
            return "所引的一段与这一句无关"
    return None


# In the order in which a person would look: what is named first, then what is said of it.
RULES: tuple[Rule, ...] = (
    _titles,
    _document_numbers,
    _quotes,
    _numbers,
    _dates,
    _marks,
    _places,
    _offices,
    _polarity,
    _each_source,
    _coverage,
)


def _words(text: str) -> tuple[str, ...]:
    """The content words of ``text``; numbers, titles and quotations have their own rules."""
    bare = NUMBER.sub(" ", _TITLE.sub(" ", text))
    for quantity in reversed(quantities(bare)):
        bare = bare[: quantity.start] + " " + bare[quantity.end :]
    words = content_terms(re.sub(r"\d+\s*[年月日]?", " ", bare), joined=False)
    return tuple(w for w in words if w not in _STOP and len(w) > 1)


def _covered(words: Iterable[str], text: str) -> float:
    """The share of ``words`` that ``text`` (folded, without blanks) holds; of a longer one its pairs count in part."""
    found = [_presence(word, text) for word in words]
    return sum(found) / len(found) if found else 0.0


def _presence(word: str, text: str) -> float:
    if word in text:
        return 1.0
    parts = [word[i : i + 2] for i in range(len(word) - 1)]
    return _PART_SHARE * sum(part in text for part in parts) / len(parts) if len(parts) > 1 else 0.0


def _nearest_units(part: Part, sources: Sequence[Given]) -> list[tuple[Given, Unit]]:
    """The units of ``sources`` that hold at least half as many pairs of the part as the best of their passage."""
    mine = pairs(part.words)
    found = []
    for given in sources:
        shares = [(len(mine & pairs(unit.words)), unit) for unit in given.units]
        best = max((share for share, _ in shares), default=0)
        found += [(given, unit) for share, unit in shares if share and 2 * share >= best]
    return found


def _support(part: Part, sources: Sequence[Given]) -> Iterator[tuple[Given, Unit]]:
    """The fewest units of each passage that hold what the part says, at most three, in the order of the text."""
    for given in sources:
        wanted = _facts(part.words)
        chosen: list[Unit] = []
        while len(chosen) < _MOST_UNITS:
            held = {unit: wanted & _facts(unit.words) for unit in given.units if unit not in chosen}
            best = max(held, key=lambda unit: _weight(held[unit]), default=None)
            if best is None or (chosen and _weight(held[best]) < _LEAST_MORE):
                break
            chosen.append(best)
            wanted -= held[best]
        yield from ((given, unit) for unit in sorted(chosen, key=lambda unit: unit.spans))


def _facts(words: str) -> set[str]:
    """The pairs of characters of ``words``, and its quantities, each behind a #."""
    return {*pairs(words), *(f"#{q.value}{q.unit}" for q in quantities(words))}


def _weight(facts: Iterable[str]) -> int:
    return sum(_LEAST_MORE if fact[0] == "#" else 1 for fact in facts)


def _clipped(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"
