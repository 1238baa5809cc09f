"""A follow-up question (那秀洲呢？, 由哪个部门负责？) to one that stands by itself, from the turns before it.

Only what is left out is taken over: the place, the year or the thing that is asked about is swapped, 它 and 该计划 get
their name, a question without a subject gets the last one. A question that stands by itself comes back as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from policysearch.numerals import CHINESE, parse_numeral
from policysearch.regions import locate_regions, place_names
from policysearch.search.topic import (
    AMOUNT,
    ATTRIBUTE,
    BENEFIT,
    INTERROGATIVE,
    asks,
    bare,
    is_bare,
    is_closed,
    place_spans,
    subject_span,
    topic,
    without,
    year_spans,
)
from policysearch.text import CJK, clip, fold
from policysearch.types import Answer, Span

# What answers a question that stands by itself; called only where a follow-up points at something in the answer.
AnswerOf = Callable[[str], Answer]

_LEAD = re.compile(
    r"(?:那么?|还有|另外|请问|好的?[，,]|嗯[，,]?|哦[，,]?|换成|换作|改成|如果换成|如果是|要是|假如是|若是|对于|至于)+"
)
_WHAT_OF = re.compile(
    r"(?P<what>.{1,20}?)(?:那边|方面)?(?:的)?(?:呢|的呢|又?怎么样|又?如何|又是?怎样|(?:也|同样)(?:是|有|一样|可以|行|适用|能)?(?:这样|如此)?[吗么])"
)
_AND_OF = re.compile(rf"(?P<what>[{CJK}A-Za-z]{{2,8}}?)(?:又?[有是])?(?:多少|几)[{CJK}]{{0,2}}")
_PROVES = re.compile(
    r"(?:这|那|它|这个|这些)?(?:段|句话?)?(?:是|都)?(?:在|写在|规定在|出自)?"
    r"(?:(?:文件)?(?:哪一?|第几)[条款章节段页](?:里)?|哪(?:份|个)文件|(?:哪里|哪儿)(?=规定|写|说|提|看|讲|来))(?:里|中|规定|写|说|提到?|看到|来|讲|有)*[的过]?"
    r"|(?:写|规定|出)在(?:哪里|哪儿)的?"
    r"|(?:原文|原话|出处|条文)(?:是|具体)?(?:怎么|如何|什么|在哪里?|哪里)?(?:写|说|规定|讲)?[的过]?呢?"
)
_NARROWS = re.compile(
    r"(?:请|那就|就|我)*(?:只|仅|光)(?:看|要|查|限于?|说|找|算|问|想看)(?P<what>.{1,12}?)(?:那边)?的?(?:就行|即可|部分)?"
)
_EVERYWHERE = re.compile("各地区?|各区县?|各县市区|各市|各省|全国各地")
_COMPARES = re.compile(r"(?:跟|和|与|同|比起?)(?P<what>.{2,12}?)(?:相)?(?:比|比较|对比)?(?:起来)?(?:呢|怎么样|如何)?")
_ITEM = re.compile(
    rf"(?P<points>(?:上面|上述|前面|刚才|刚刚|以上|其中)(?:说|提到?|列|讲)?(?:的|到的)?)?"
    rf"第(?P<number>[{CHINESE}]+|\d+)(?P<kind>[条个项点种类款章节]|部分)"
)
_THING = (
    "政策|计划|规划|办法|条例|规定|文件|通知|意见|方案|细则|公告|法规|补贴|补助|津贴|奖励|资助|资金|贷款|项目|工程|行动|平台"
    "|措施|标准|指标|目标|数字|数据|比例|人才|公寓|房子|园区|机构|部门|单位|企业|活动|服务|制度|机制|奖项?|证书?|考试"
)
_POINTS_BACK = re.compile(
    rf"(?:这|那)(?:[个项份部笔种类些]|几[个项条]|样的)(?P<noun>(?:(?!{INTERROGATIVE}|[的是要能])[{CJK}]){{0,4}}?(?:{_THING}))?"
    rf"|(?:这|(?<!应)该|上述|前述|此|以上)(?P<named>{_THING})|它们?|(?<!其)他们|她们|^这(?=[是要能怎])"
    r"|(?<![尤极与])其(?=条件|标准|金额|期限|材料|对象|范围|主管|负责)"
)
_TEXTS = frozenset(["规划", "办法", "条例", "文件", "通知", "意见", "方案", "细则", "公告", "法规"])
_TITLE = re.compile("《[^《》]{2,80}》")
_SEVERAL = re.compile("^(?:和|与|及|跟|、|以及)$")
_EACH = re.compile("各自?|分别")
_PLACE_ENDS = re.compile(r"[省市区县旗州盟]$")
_PERSONS = re.compile(
    "博士后|博士|硕士|本科生?|研究生|大专生?|毕业生|大学生|学生|(?:[A-Z]类|高技能|高层次|高端|顶尖|青年|领军|专业技术|经营管理|海外)*人才|专家|院士|团队|职工|教师|医生|个人|企业|单位|家庭"
    "|儿童|老人|老年人|残疾人|军人|农民|村民|居民|外国人|法人"
)
_LEVEL = re.compile("(?:国家|省部?|市|区|县|镇|乡|院|校)级")
_NUMERAL = re.compile(rf"[{CHINESE}两]+|\d+")
_LETTER = re.compile("[A-Za-z](?=[类级档])")
_QUANTITY = re.compile(
    rf"(?:超过|不满|满|不到)?(?:[{CHINESE}两\d]+)(?P<unit>个?(?:小时|工作日|平方米|[年月天日岁元人分]))(?:以上|以内|以下|之内)?"
)
_GIVEN = re.compile(rf"(?:每[{CJK}]{{1,4}}?|最高|一次性|给予)+(?:{BENEFIT})$")
# 人才 in 人才公寓 is no person.
_NO_PERSON = "(?!资源|公寓|平台|政策|服务|发展|队伍|工作|专项|住房|计划|工程|站|项目|培养|专家|总|规划|投入|评价|贷|办)"
# After the end of a thing's name: not 人才 in 人才资源.
_NAME_ENDS = rf"(?=的|是|有|要|在|能|可|给|对|每|，|,|$|{ATTRIBUTE}|{INTERROGATIVE})"
_MOST_ITEM_CHARS = 30
# A longer question stands by itself; older turns and what is longer in them is not looked at.
_MOST_WORDS_CHARS = 120
_MOST_TURNS = 20
_MOST_TURN_CHARS = 2000


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer said: its lines, and the title of the document that it cites first."""

    lines: tuple[str, ...] = ()
    title: str | None = None


def stand_alone(question: str, history: Sequence[Any], answer_of: AnswerOf | None = None) -> str:
    """``question`` with what it leaves out taken from the turns before it.

    ``history`` holds earlier questions from the first on, as strings or as turns ``{"role": "user", "content": …}`` or
    ``{"question": …}``; turns of the role ``assistant`` are the answers, anything else is passed over. Follow-ups in
    the history are resolved too. Where the question points at something in an answer that the history does not hold
    (上面第二条, 这份文件), ``answer_of`` is asked for it.
    """
    last, said = "", _Said()
    for turn in history[-_MOST_TURNS:]:
        asked, answered = _content(turn)
        if asked:
            last, said = _after(asked, last, said, answer_of), _Said()
        elif answered:
            said = _read(answered)
    return _after(question, last, said, answer_of)


def _content(turn: Any) -> tuple[str, str]:
    """The question of a turn, or else its answer; empty what it does not hold."""
    if isinstance(turn, str):
        return turn.strip()[:_MOST_TURN_CHARS], ""
    if not isinstance(turn, dict):
        return "", ""
    words = turn.get("question") or turn.get("content") or ""
    words = words.strip()[:_MOST_TURN_CHARS] if isinstance(words, str) else ""
    return (words, "") if turn.get("role", "user") == "user" else ("", words)


def _read(answer: str) -> _Said:
    title = _TITLE.search(answer)
    return _Said(tuple(filter(None, map(str.strip, answer.split("\n")))), title.group() if title else None)


def _after(question: str, last: str, said: _Said, answer_of: AnswerOf | None) -> str:
    """``question`` after ``last``, which stands by itself, and what was answered to it."""
    words = bare(question)
    if not last or not words or len(words) > _MOST_WORDS_CHARS:
        return question
    turn = _Turn(words, last, said, answer_of)
    for rule in (_proof, _narrowed, _compared, _item, _swapped, _named, _completed, _continued):
        resolved = rule(turn)
        if resolved and resolved != words:
            return f"{resolved}？"
    return question


class _Turn:
    """A follow-up, without its end mark, and what stands before it."""

    def __init__(self, words: str, last: str, said: _Said, answer_of: AnswerOf | None) -> None:
        self.words, self.last = words, bare(last)
        self._asked, self._said, self._answer_of = last, said, answer_of

    @property
    def said(self) -> _Said:
        """What was answered to the last question, looked up where the history does not hold it."""
        if not self._said.lines and self._answer_of is not None:
            answer = self._answer_of(self._asked)
            title = f"《{answer.citations[0].title}》" if answer.citations else None
            self._said = _Said(tuple(answer.text.split("\n")) if answer.citations else (), title)
        return self._said

    @property
    def without_lead(self) -> str:
        """The words after 那, 如果是 and the like, which are kept where they begin the name of a place (那曲)."""
        lead = _LEAD.match(self.words)
        if lead is None or any(span.start < lead.end() for span in place_spans(self.words)):
            return self.words
        return self.words[lead.end() :]


# ---- 在哪一条？ 原文怎么说？


def _proof(turn: _Turn) -> str | None:
    if not _PROVES.fullmatch(turn.without_lead):
        return None
    asked = re.sub(r"^(?:这个?|那个?|它)?是?|呢$", "", turn.without_lead)
    return f"{turn.last}，{asked if '哪' in asked or '第几' in asked else '在哪一条'}"


# ---- 只看拱墅的


def _narrowed(turn: _Turn) -> str | None:
    match = _NARROWS.fullmatch(turn.words)
    if match is None or asks(match["what"]):
        return None
    what = match["what"].removesuffix("的")
    if place_spans(what) or year_spans(what):
        anywhere = _EVERYWHERE.search(turn.last)
        if anywhere and place_spans(what):
            return turn.last[: anywhere.start()] + what + turn.last[anywhere.end() :]
        return _in_scope_of(turn.last, what)
    like = _like_for_like(turn.last, what)
    if like:
        return like
    subject = subject_span(turn.last)
    return turn.last[: subject.start] + what + turn.last[subject.start :] if subject else f"{turn.last}，{turn.words}"


# ---- 和秀洲比呢？


def _compared(turn: _Turn) -> str | None:
    match = _COMPARES.fullmatch(turn.without_lead)
    places = place_spans(turn.last)
    if match is None or not places or "比" not in turn.words or not _is_scope(match["what"]):
        return None
    first = places[0]
    both = f"{turn.last[: first.end]}和{match['what']}{turn.last[first.end :]}"
    return both if _EACH.search(both) else re.sub(r"([是有为]?)((?:多少|几))", r"各\1\2", both, count=1)


# ---- 上面第二条, 第二条怎么规定？


def _item(turn: _Turn) -> str | None:
    match = _ITEM.search(turn.words)
    if match is None or len(match["number"]) > 3 or (_WHAT_OF.fullmatch(turn.without_lead) and not match["points"]):
        return None
    pointed = match["points"] or match["kind"] in tuple("个项点种类")
    number = parse_numeral(match["number"]) or 0
    if pointed:
        lines = turn.said.lines
        if not 0 < number <= len(lines):
            return None
        return turn.words[: match.start()] + _item_name(lines[number - 1]) + turn.words[match.end() :]
    if turn.words.startswith(match.group()) and not _TITLE.search(turn.words):
        named = _text_of(turn)
        return f"{named}{turn.words}" if named else None
    return None


def _item_name(line: str) -> str:
    """What a line of an answer speaks of: its first words, without marker, place and number."""
    words = re.sub(r"\[\d+\]", "", line)
    words = re.sub(rf"^[^：]{{0,20}}段：|^[（(]?[{CHINESE}\d]+[)）]?[、.．]?(?!\d)|^——", "", words).strip()
    first = re.split(r"[：。，；]", words, maxsplit=1)[0]
    return clip(first if len(first) >= 4 else words, _MOST_ITEM_CHARS).rstrip("。")


# ---- 那秀洲呢？ 2020年呢？ 那博士后呢？


def _swapped(turn: _Turn) -> str | None:
    words = turn.without_lead
    match = _WHAT_OF.fullmatch(words)
    if match is not None and not asks(match["what"]):
        what = match["what"].removesuffix("的")
    elif _is_scope(words) and words != turn.words:
        what = words  # 那秀洲
    else:
        asked = _AND_OF.fullmatch(words)  # 博士多少: only where the last question asks of the like
        return _like_for_like(turn.last, asked["what"]) if asked and not is_closed(asked["what"]) else None
    if _is_scope(what):
        return _in_scope_of(turn.last, what)
    if what.startswith(("如果", "要是", "假如", "没有", "不")):
        return f"{turn.last}，{what}呢"
    rest = _scopeless(what)
    last = _in_scope_of(turn.last, what) if rest != what else turn.last
    if re.fullmatch(f"(?:.{{0,4}}?)(?:{ATTRIBUTE})|{BENEFIT}", rest):
        ask = "多少" if re.search(f"(?:{AMOUNT}|{BENEFIT})$", rest) else "什么"
        return f"{topic(last)}的{rest}是{ask}"
    return _like_for_like(last, rest) or _other_subject(last, rest)


def _is_scope(words: str) -> bool:
    """Whether ``words`` name places and years and nothing else."""
    return bool(words) and not _scopeless(words)


def _scopeless(words: str) -> str:
    spans = [*place_spans(words), *year_spans(words)]
    rest = without(words, spans) if spans else words
    rest = re.sub(r"^[的在和与、，]+|[的、]+$", "", rest)
    # A name that several places bear (西湖区) is a place all the same.
    return "" if place_names(rest) == (rest,) else rest


def _in_scope_of(last: str, what: str) -> str:
    """``last`` asked of the places and years that ``what`` names."""
    years = year_spans(what)
    if years:
        last = _with_year(last, years[0].of(what))
    places = place_spans(what)
    names = Span(places[0].start, places[-1].end).of(what) if places else ""
    if not names and not years:
        names = what
    return _with_place(last, names) if names else last


def _with_year(last: str, year: str) -> str:
    spans = year_spans(last)
    if not spans:
        places = place_spans(last)
        at = places[0].end if places and places[0].start == 0 else 0
        return last[:at] + year + last[at:]
    span = Span(spans[0].start, spans[-1].end) if _joined(last, spans) else spans[0]
    ending = re.search("(?:期间|时期)$", span.of(last))
    return last[: span.start] + year + (ending.group() if ending and "五" in year else "") + last[span.end :]


def _with_place(last: str, place: str) -> str:
    spans = place_spans(last)
    if not spans:
        return place + last
    if _joined(last, spans):
        whole = Span(spans[0].start, spans[-1].end)
        several = len(place_spans(place)) > 1
        rest = last[whole.end :] if several else _EACH.sub("", last[whole.end :], count=1)
        return last[: whole.start] + place + rest
    span = spans[0]
    named = locate_regions(fold(place))
    if _PLACE_ENDS.search(span.of(last)) and len(named) == 1 and named[0][1] == Span(0, len(place)):
        short = not _PLACE_ENDS.search(place)
        place = named[0][0].name if short else place
    return last[: span.start] + place + last[span.end :]


def _joined(text: str, spans: Sequence[Span]) -> bool:
    """Whether there are several spans and nothing but 和 and the like between them."""
    between = [text[a.end : b.start] for a, b in pairwise(spans)]
    return bool(between) and all(map(_SEVERAL.match, between))


def _like_for_like(last: str, what: str) -> str | None:
    """``last`` with the words of the same kind as ``what`` put out for it: D类 for E类, 购房补贴 for 租房补贴."""
    for kind, ends in ((_LEVEL, ""), (_PERSONS, _NO_PERSON)):
        match = re.search(f"(?:{kind.pattern}){ends}", last) if kind.fullmatch(what) else None
        if match:
            return last[: match.start()] + what + last[match.end() :]
    quantity = _QUANTITY.fullmatch(what)
    if quantity:
        match = next((m for m in _QUANTITY.finditer(last) if m["unit"] == quantity["unit"]), None)
        if match:
            return last[: match.start()] + what + last[match.end() :]
    if len(what) <= 8 and (_NUMERAL.search(what) or _LETTER.search(what)):
        shape = re.escape(_NUMERAL.sub("\0", _LETTER.sub("\1", what)))
        shape = shape.replace("\\\0", "\0").replace("\0", rf"(?:[{CHINESE}两]+|\d+)")
        shape = shape.replace("\\\1", "\1").replace("\1", "[A-Za-z]")
        match = re.search(shape, last)
        if match:
            return last[: match.start()] + what + last[match.end() :]
    subject = subject_span(last)
    if subject is None:
        return None
    for ends in (_NAME_ENDS, ""):
        for size in range(len(what), 1, -1):
            found = re.search(re.escape(what[-size:]) + ends, last[subject.start :])
            # Inside a longer name only what opens the subject is put out: 新建小区 of 新建小区充电插座.
            if not found or (not ends and found.start() > len(what)):
                continue
            end = subject.start + found.end()
            start = max(subject.start, end - len(what)) if ends else subject.start
            joint = max(last.rfind(mark, subject.start, end - size) for mark in "的对给、，在和")
            return last[: max(start, joint + 1)] + what + last[end:]
    return None


def _other_subject(last: str, what: str) -> str:
    """``last`` asked of another thing; the unit goes, since it was the first one's."""
    subject = subject_span(last)
    if subject is None:
        return f"{last} {what}"
    given = _GIVEN.search(last, subject.start + 2, subject.end)
    subject = Span(subject.start, given.start()) if given else subject
    rest = re.sub(rf"^(?:{ATTRIBUTE})?的?", lambda m: m.group() if m.group() != "的" else "的", last[subject.end :])
    rest = re.sub(r"多少(?:万|亿)?(?:个|家|名|套|所|处|项|件|人|位)$", "多少", rest)
    return last[: subject.start] + what + rest


# ---- 它, 该计划, 这些平台


def _named(turn: _Turn) -> str | None:
    match = _POINTS_BACK.search(turn.words)
    if match is None:
        return None
    before = turn.words[: match.start()]
    noun = match["noun"] or match["named"] or ""
    # It points at something that the question names itself.
    if _TITLE.search(turn.words) or (noun and noun in before) or ("，" in before and place_spans(before)):
        return None
    last = turn.last
    scope = [*place_spans(before), *year_spans(before)]
    if scope:  # 拱墅的这个目标是多少
        last = _in_scope_of(last, before)
        if match.group().startswith(("这样", "那样")):
            return last
        before = re.sub("^[的，]|的$", "", without(before, scope))
    return before + _referent(noun, last, turn) + turn.words[match.end() :]


def _referent(noun: str, last: str, turn: _Turn) -> str:
    thing = re.search(f"(?:{_THING})$", noun)
    kind = thing.group() if thing else ""
    about = topic(last)
    if kind in _TEXTS:
        return _text_of(turn) or about
    at = max(about.rfind(noun), about.rfind(kind)) if kind else -1
    if at >= 0:
        return about[: at + len(noun if about.startswith(noun, at) else kind)]
    return about


def _text_of(turn: _Turn) -> str | None:
    """The document that was spoken of: by its 《title》, by its name, or the one that the answer cites first."""
    title = _TITLE.search(turn.last)
    if title:
        return title.group()
    about = topic(turn.last)
    named = [match.end() for match in re.finditer("|".join(sorted(_TEXTS)), about)]
    return about[: named[-1]] if named else turn.said.title


# ---- 有多少？ 由哪个部门负责？ 秀洲有多少？


def _completed(turn: _Turn) -> str | None:
    words = turn.without_lead
    spans = [*place_spans(words), *year_spans(words)]
    if not spans:
        if not is_closed(words):
            return None
        return topic(turn.last, whole=is_bare(words)) + words
    rest = re.sub("^[的，]+", "", without(words, spans))
    if words[0] in "比较" and is_closed(rest[1:]):  # 比2020年增加多少
        return topic(turn.last, whole=True) + words
    last = _in_scope_of(turn.last, words)
    if not rest or is_bare(rest):
        return last
    if re.fullmatch(f"(?:.{{0,2}}?)(?:{ATTRIBUTE})(?:是|为|有)?(?:{INTERROGATIVE})", rest):
        return f"{topic(last)}的{rest}"
    return None


# ---- 那人才公寓要建多少套？


def _continued(turn: _Turn) -> str | None:
    """A question with a subject of its own that 那 ties to the place of the last one."""
    words = turn.without_lead
    places = place_spans(turn.last)
    if words == turn.words or not asks(words) or place_spans(words) or _TITLE.search(words) or not places:
        return None
    return places[0].of(turn.last) + words
