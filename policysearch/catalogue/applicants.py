"""Who may have what a sentence grants, and on which conditions: the words before the granting ones, read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policysearch.catalogue.grants import clauses
from policysearch.text import trim
from policysearch.types import Span

PERSON = (
    "人员|孕产妇|产妇|职工|员工|寄宿生|住宿生|贫困生|困难生|特困生|师生|雇工|女工|乘客|会员|家庭|居民|村民|市民|企业|单位|申请人|申请者|持有人|持证人|参保人|被保险人|承租人|购房人|子女|考生|学生|新生|毕业生|人才|专家|学者"
    "|住户|困难户|用户|农户|商户|工商户|贫困户|低保户|五保户|户主|儿童|少年|未成年人|残疾人|老年人|老人|农民工|农民|渔民|个人|军人|遗属|配偶|父母|夫妻|夫妇|妇女|母亲|烈属|家属"
    "|流动人口|对象|患者|缴存者|劳动者|失业者|创业者|经营者|投资者|就业者|华侨|归侨|侨眷|青年|团队|合作社|侨|士兵|干部|教师|医师|公民|未成年子女|近亲属|劳模|见义勇为者|继承人|受遗赠人|供养亲属|义工|志愿者|独生女|民警|新生儿|婴儿|婴幼儿|群体|人群|女性|女职工|纳税人|参保者|死者|村干部|运动员|教练员|导师|学徒|户籍人口|劳动模范|孤老|的人"
)
_BODY = (
    "机构|部门|政府|[^机]关|局|委员会|管委会|中心|办公室|银行|医院|法院|高校|院校|学校|公安机关|派出所"
    "|街道办事处|居委会|村委会|居民委员会|村民委员会|基金|财政|经济组织|保险公司"
)
_PREDICATE = (
    "一年内|一个|每|在职|承租|轮候|居住|就读|出生|出国|从外|选择|死亡|凭|持有|持|在|按|依|符合|经(?!济|营)|因|享受|参加|未(?!就业配偶|成年)|没有|已|有|无|具有|具备|将|购买|建造|租|首次|申请|缴|办理|取得|与|死亡|达到|年满|满|不满|不足|超过|生育|就业|创业|从事|实施|退休|失业|患|住院"
    "|发生|连续|累计|自|于|到|迁|跨|异地|长期|报考|分娩|终止|流产|施行|领取|不|共同|继续|转|被|完成|通过|投资|引进|招用|吸纳|入选|户籍|要求|属于"
)
# A person at the head of a clause, and behind it what he does or is: 缴存住房公积金的职工｜购买自住住房.
_NO_VERB = "参加|符合|享受|取得|具有|持有|属于|购买|办理|缴纳|申请|按|对"
_WITH_PREDICATE = re.compile(
    rf"(?P<who>(?:[^，。；：的]{{2,18}}的)?(?:(?!{_NO_VERB})[^，。；：的]){{0,18}}?(?:{PERSON})※*(?:本人)?)(?=(?:{_PREDICATE}))(?P<rest>.+)"
)
_MEETING = re.compile(rf"(?P<who>[^，。；：]{{2,60}}(?:{PERSON}))(?P<rest>符合[^，。；：]+)")
_PERSONS = re.compile(rf".*(?:{PERSON})(?:※*|等)$", re.S)
# An item of a list that names persons: 烈士子女.
LISTED_PERSON = re.compile(rf"(?:的(?:[^，的]{{0,30}})?|^[^，的]{{0,14}})(?:{PERSON})※*$")
_BODIES = re.compile(rf"(?P<body>[^，。；：、对向为由]{{0,22}}(?:{_BODY}))$")
_OPENING = re.compile(
    "(?:也可以|以后|经审核(?:无误|合格)?的?|凡是?|对于|对|其中|同时|但是?|另外|此外|并且?|且|或者?|而|如果?|若|以及|属于|属|在此期间|即)+"
)
# Words between the person and the granting words that say neither who nor on which condition.
_FILLER = re.compile(
    "(?:(?<=员|人|民|工)(?:的)?(?:个人)?(?:参保)?缴费|等?所需(?:的)?(?:个人缴费|费用|资金)(?:部分)?|可以|可|应当|应予?|应该|将|均|也|都|还|并|依法|按规定|按有关规定|按照?[^，]{0,20}?(?:规定|标准|程序|办法)|依照[^，]{0,16}?规定|按月|每月|按年|每年|一次性|直接|另外|再|同时|统一|免费|有权|适当|分别|按比例|予以|给予|酌情|继续|只能?|方可|即可|自愿|优先|全额"
    "|在(?:本|当|居住)?(?:市|省|地|区|居住地)|由个人|相应)+$"
)
# The one who may: what stands before him are others, on whom it depends.
_WHO_MAY = re.compile(
    rf"(?P<who>(?:其|由)?(?:(?!对|为|向|可)[^，。；：的]){{0,16}}(?:{PERSON}))(?:可以|可|有权)(?=在|自|于|凭|向|持|按|依|到|申)"
)
_BY_RATE = re.compile("按照?[^，。；：按]*(?:标准|比例|额度|[元%％倍]|\\d)[^，。；：按]{0,8}$")
_BY_BODY = re.compile(rf"(?:由|经)(?P<body>[^，。；：、由]{{2,24}}(?:{_BODY}))(?:核准|审核|批准|审定|同意|负责)?$")
_BODY_TO = re.compile("(?P<body>[^，。；：、]{0,30}?)(?P<must>应当|应|可以|可|要|将)?(?:统一)?(?P<to>对|向|为|给)")
_WITH_PAPER = re.compile("(?P<paper>凭(?:借)?[^，。；：]{2,24}?)(?:可以?)?(?:在[^，。；：]{2,8})?$")
_AT_TIME = re.compile("(?:在|于)?[^，。；：]{2,30}(?:时|期间|之前|后|之日起|内)$")
_EQUAL = re.compile("在?(?P<equal>(?:与[^，。；：在]{2,12})?同等条件)下$|在?(?P<alike>[^，。；：]{2,20}相同)的?情况下$")
_AGREED = re.compile("经[^，。；：]{2,40}(?:同意|申请|批准|通过|认定合格|认定|核准|鉴定|确认|诊断)(?:的|后)?$")
_MOST_WHO, _LONG_MODIFIER, _LEAST = 60, 14, 2


@dataclass(slots=True)
class Claim:
    """What stands before granting words: persons, conditions and the body that grants, in the order of the text.

    ``things`` are what a relief is for where that is no person: 对安置住房用地.
    """

    who: list[Span] = field(default_factory=list)
    conditions: list[Span] = field(default_factory=list)
    bodies: list[Span] = field(default_factory=list)
    things: list[Span] = field(default_factory=list)


def read_claim(text: str, start: int, end: int) -> Claim:
    """The words of ``text[start:end]``, clause by clause; what is not understood is left out."""
    claim = Claim()
    parts = [trim(text, clause) for clause in clauses(text, Span(start, end))]
    waiting: list[Span] = []
    for number, clause in enumerate(parts):
        is_open = clause.end == end or not text[clause.end : end].strip()
        who, known = len(claim.who), len(claim.conditions)
        _read_clause(text, clause, claim, is_open=is_open)
        if len(claim.conditions) > known:
            if text[clause.end - 1] == "的":
                claim.conditions[known:known] = waiting
            waiting = []
        elif len(claim.who) == who and not is_open:
            demand = _bare(text, clause)
            behind = parts[number + 1] if number + 1 < len(parts) else None
            if behind is not None and _SPENT_BEHIND.match(text, behind.start) and _WENT.match(text, clause.start):
                claim.conditions.append(demand)
            elif _WAITS.match(text, demand.start) and _LEAST < len(demand) <= _MOST_DEMAND:
                waiting.append(demand)
    claim.conditions = [span for span in claim.conditions if not _BROKEN.search(span.of(text))]
    return claim


# No demand: words cut off in the middle, or what another pays or does.
_BROKEN = re.compile(
    r"^缴纳\d|^(?:缴纳的|享受的|的|发生的|其|从|对|由)|(?:从|对|由|和|及|或|与|为|将|向|按|在|的)$|^按(?:照)?(?:规定|标准|程序)?$|^[^，]{0,14}(?:基金|资金)对"
)


# A demand of a row of them, of which the last closes all with 的: 累计缴费满25年，且实际缴费满10年的.
_WAITS = re.compile(
    "累计|连续|年满|男|女|家庭|人均|未|无|没有|符合|具有|取得|参加|属于|本人|夫妻|实际|缴费|失业|经(?!济|办)|因|距|拥有|办理|按规定"
)
_MOST_DEMAND = 40
_WENT = re.compile("转|直接|因|在|到|经|急诊|住院|异地|未")
_SPENT_BEHIND = re.compile("所?发生|其(?:发生)?[^，。；]{0,14}费用?")


def _read_clause(text: str, clause: Span, claim: Claim, *, is_open: bool) -> None:
    start, end = clause.start, clause.end
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening and opening.end() < end else start
    if is_open:
        start, end = _without_fillers(text, start, end, claim)
    subject = _WHO_MAY.match(text, start, end)
    if subject:
        claim.who = [Span(*subject.span("who"))]
        start = subject.end()
    words = text[start:end]
    if len(words) < _LEAST:
        return
    equal = _EQUAL.search(words)
    if equal:
        named = "equal" if equal["equal"] else "alike"
        claim.conditions.append(Span(start + equal.start(named), start + equal.end(named)))
        end = start + equal.start()
        words = text[start:end]
        if len(words) < _LEAST:
            return
    if _HE_DOES.match(words):
        _predicate(text, Span(start + 1, end), claim)
    elif words.endswith("的") and (opening or not is_open):
        _predicate(text, Span(start, end - 1), claim)
    elif not is_open and _WHILE.fullmatch(words):
        split = _WITH_PREDICATE.fullmatch(words)
        if split and not claim.who:
            claim.who.append(Span(start + split.start("who"), start + split.end("who")))
        claim.conditions.append(Span(start + (split.start("rest") if split else 0), end))
    elif _FIRST_TIME.fullmatch(words):
        claim.conditions.append(Span(start, end))
    elif _AGREED.fullmatch(words):
        claim.conditions.append(_bare(text, Span(start, end)))
    elif opening and opening.group().endswith("对") and _ACTS.fullmatch(words):
        acts = _ACTS.fullmatch(text, start, end)
        claim.who.clear()
        if acts:
            _persons(text, Span(*acts.span("who")), claim)
            claim.conditions.append(Span(*acts.span("rest")))
    elif _PERSONS.fullmatch(words) and words[0] != "由":
        if (opening and opening.group().endswith("对")) or words[0] in "向给其":
            claim.who.clear()
        body = _BODY_TO.match(words)
        if body and (body["body"] == "" or _BODIES.search(body["body"]) or body["must"]):
            if _BODIES.search(body["body"]):
                claim.bodies.append(Span(start, start + body.end("body")))
            start += body.end("to")
        elif words[0] in "向为给":
            start += 1
        _persons(text, Span(start, end), claim)
    elif opening and "对" in opening.group():
        claim.things.append(Span(start, end))
    elif is_open and words.endswith("的") and _PERSONS.fullmatch(words[:-1]):
        _persons(text, Span(start, end - 1), claim)
    elif is_open and words.endswith("的"):
        _spent(text, Span(start, end - 1), claim)
    elif not is_open:
        if _SPENT.search(words) and words.endswith("费用"):
            _spent(text, Span(start, end), claim)
        elif not claim.who and not claim.conditions and _WITH_PREDICATE.fullmatch(words):
            _predicate(text, Span(start, end), claim)
    else:
        body = _BODIES.search(words)
        split = _WITH_PREDICATE.fullmatch(words)
        if split and opening and opening.group().endswith("对"):
            claim.who.clear()
        if body and body.start() == 0:
            claim.bodies.append(Span(start, end))
        elif split:
            _predicate(text, Span(start, end), claim)


def _spent(text: str, span: Span, claim: Claim) -> None:
    """Who had an expense, and where and of which sort it is: 参保人在定点医院发生的｜起付标准以上的."""
    match = _SPENT.search(text, span.start, span.end)
    if match is None:
        _predicate(text, span, claim)
        return
    first, rest = Span(span.start, match.start()), Span(match.end(), span.end)
    covered = _COVERED.search(text, rest.start, rest.end)
    rest = Span(rest.start, covered.start()) if covered else rest
    if _PERSONS.fullmatch(first.of(text)):
        _persons(text, first, claim)
    else:
        _predicate(text, first, claim)
    if (
        len(rest) > _LEAST
        and not _EXPENSE.search(text, rest.start, rest.end)
        and not _ELSEWHERE.search(text, rest.start, rest.end)
        and rest.of(text) not in _VAGUE
    ):
        claim.conditions.append(rest)


_SPENT = re.compile("所?发生的?")
# What an insurance covers in general is no condition of its own.
_COVERED = re.compile("[、，]?(?:且|并)?(?:纳入|属于)[^，。；]*(?:范围|目录)内?")
_EXPENSE = re.compile("费用?")
_VAGUE = frozenset(("符合规定", "合规", "其符合规定", "规定"))


def _without_fillers(text: str, start: int, end: int, claim: Claim) -> tuple[int, int]:
    while end > start:
        words = text[start:end]
        body = _BY_BODY.search(words)
        paper = _WITH_PAPER.search(words)
        filler = _FILLER.search(words) or _BY_RATE.search(words)
        if filler and filler.group():
            end = start + filler.start()
        elif body:
            claim.bodies.append(Span(start + body.start("body"), start + body.end("body")))
            end = start + body.start()
        elif paper:
            claim.conditions.append(Span(start + paper.start(), start + paper.end("paper")))
            end = start + paper.start()
        else:
            break
    return start, end


def _predicate(text: str, span: Span, claim: Claim) -> None:
    """Persons and what they have to be or do: 职工｜按最低工资标准领取工资."""
    if text[span.start : span.start + 1] in ("为", "向", "给"):
        span = Span(span.start + 1, span.end)
    split = _MEETING.fullmatch(text, span.start, span.end) or _WITH_PREDICATE.fullmatch(text, span.start, span.end)
    if split and (not claim.who or split.re is _MEETING):
        _persons(text, Span(*split.span("who")), claim)
        span = Span(*split.span("rest"))
    span = _bare(text, span)
    words = span.of(text)
    if len(span) > _LEAST and not _ELSEWHERE.search(words) and not _NO_CONDITION.match(words):
        claim.conditions += _apart(text, span)


def _apart(text: str, span: Span) -> list[Span]:
    """Conditions that stand in one clause: 自愿公开信息、且遵守法规."""
    found, start = [], span.start
    for match in _AND.finditer(text, span.start, span.end):
        if match.start() - start >= _LEAST_PART and span.end - match.end() >= _LEAST_PART:
            found.append(Span(start, match.start()))
            start = match.end()
    return [*found, Span(start, span.end)]


_AND = re.compile("、且|并且|，且|、并|且")
_LEAST_PART = 4


def _persons(text: str, span: Span, claim: Claim) -> None:
    """Persons with their description; a demand inside it that can be met or not is a condition as well."""
    # A heading and a label may stand in the same line before them.
    labels = [match.end() for match in _LABELLED.finditer(text, span.start, span.end) if match.end() < span.end]
    span = Span(labels[-1], span.end) if labels else span
    and_his = text.find("及其", span.start, span.end)
    cut = text.rfind("的", span.start, and_his if and_his > 0 else span.end)
    modifier = Span(span.start, max(span.start, cut))
    head = Span(cut + 1, span.end) if cut >= 0 else span
    if _ELSEWHERE.search(text, span.start, span.end) or _NO_WHO.search(span.of(text)):
        return
    if head.of(text) in _ANYBODY:
        head = span
    demand = _DEMAND.match(text, modifier.start, modifier.end) is not None
    if len(modifier) and not _OF_PERSON.search(text, modifier.start, modifier.end) and _is_demand(text, modifier):
        claim.who.append(head)
        modifier = _bare(text, modifier)
        if not _ELSEWHERE.search(text, modifier.start, modifier.end):
            claim.conditions += _apart(text, modifier)
        return
    if len(span) <= _MOST_WHO:
        claim.who.append(span)
    if len(modifier) > _LEAST and demand and not _OF_PERSON.search(text, modifier.start, modifier.end):
        does = _WITH_PREDICATE.fullmatch(text, modifier.start, modifier.end)
        claim.conditions.append(Span(*does.span("rest")) if does else modifier)


_LABELLED = re.compile("[（(][一二三四五六七八九十\\d]{1,3}[）)]|\\n")


def _is_demand(text: str, modifier: Span) -> bool:
    if _STATUS.match(text, modifier.start, modifier.end):
        return False
    return len(modifier) >= _LONG_MODIFIER or _OPEN_DEMAND.match(text, modifier.start, modifier.end) is not None


# What persons are rather than do: it stays with them.
_STATUS = re.compile("享受|领取|达到法定退休|年满|退出|本办法|本规定|实行|符合")
# A demand that is told apart from the person; one of these words at its head is a part of the description as well.
_OPEN_DEMAND = re.compile("未|无(?!房)")
_DEMAND = re.compile("缴存|缴费|缴纳|具有|持有|取得|参加|首次|按规定|年满|达到|连续|已|在我市缴费|在本市缴费|累计")
_OF_PERSON = re.compile(rf"(?:{PERSON})$")
# What only points to a list or to another clause.
_ELSEWHERE = re.compile(
    "下列|以下|如下|上述|前款|前项|上款|本条|第[一二三四五六七八九十百]+[条款项]|有下|之一$|应当?缴纳$"
)
_ANYBODY = frozenset(("人员", "对象", "单位和个人", "家庭", "者"))
_NO_WHO = re.compile(
    "^(?:办理|承办|主管|用人)?单位$|^个人$|^随着|^关于|即应|书面|通知|^(?:可|应|被|由|上述|随)|应当|可以|必须|签订|费用|使(?!用)|缴费部分|对[^，]{2,}|标准|职责|有关部门"
)
_NO_CONDITION = re.compile(
    "(?:纳入|属于)[^，]*(?:范围|目录)内?$|(?:可以|可|均|应当|应|不得|办理[^，]*登记、[^，]*$|方可|仍|也|都)|(?:按照?|依照|依据|根据)[^，]*(?:规定|办法|标准)(?:，?在[^，]{2,8})?$"
)
_ACTS = re.compile(
    rf"(?P<who>[^，。；：]{{0,24}}?(?:{PERSON}))(?P<rest>(?:将|因|以|通过|从事|利用|在)[^，。；：]{{4,}})"
)
_HE_DOES = re.compile("其(?:将|在|因|从)")
_WHILE = re.compile("在?[^，。；：的]{3,20}期间")
_FIRST_TIME = re.compile("(?:在[^，]{2,14})?(?:首次|初次|第一次)[^，。；]{2,20}")


def _bare(text: str, span: Span) -> Span:
    """``span`` without words that only join it to its neighbours."""
    opening = re.compile("(?:\\d{1,2}[、.．]|且|并且?|或者?|以及|及|但|应当|必须|须|凡)").match(
        text, span.start, span.end
    )
    start = opening.end() if opening else span.start
    end = span.end - 1 if span.end > start and text[span.end - 1] == "的" else span.end
    return trim(text, Span(start, max(start, end)))


def masked(text: str) -> str:
    """``text`` with what stands in brackets and in 《》 blotted out by ※, so that no word there is read.

    Marks of half width are those of full width, but for those of numbers. Its length stays the same.
    """
    return _TITLED.sub(_blot, _BRACKETED.sub(_blot, _HALF_WIDTH.sub(lambda match: _FULL[match.group()], text)))


_HALF_WIDTH = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;()]")
_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}


def _blot(match: re.Match[str]) -> str:
    return "※" * len(match.group())


_TITLED = re.compile("(?<=《)[^《》\\n]{1,80}(?=》)")


_BRACKETED = re.compile(r"[（(](?![一二三四五六七八九十\d]{1,3}[）)])[^（()）\n]{1,160}[）)]")


def persons_of(text: str, lead: Span) -> Iterator[Span]:
    """The persons that the lead of a list says its items are for: 居住证持有人在居住地享受下列公共服务."""
    yield from read_claim(text, lead.start, lead.end).who
