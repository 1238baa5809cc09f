"""Support measures: what a document itself grants, with the persons, conditions, amounts and papers that it states.

Plans, reports and news grant nothing. What a clause does not state of a field is left empty, and so is what the words
do not say surely.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policysearch.catalogue.applicants import LISTED_PERSON, PERSON, Claim, masked, persons_of, read_claim
from policysearch.catalogue.awards import amounts_in, amounts_of, class_before, days_in
from policysearch.catalogue.entries import Amount, Measure, MeasureKind, Stated
from policysearch.catalogue.enumerated import Line, lines_of
from policysearch.catalogue.grants import SERVICES, Grant, clauses, find_grants
from policysearch.catalogue.schemes import PAPERS, Scheme, bare_items, catches_all, demands, schemes_in
from policysearch.catalogue.terms import deadlines, offices, periods
from policysearch.types import Document, Span

_NO_KINDS = frozenset({"规划", "工作报告", "新闻", "解读"})
_NO_TITLE = re.compile("规划|纲要|工作报告|要点|批复|判决|标准$|规范$|计划(?!生育)|公开征求意见的通知$")
_NO_PART = re.compile(
    "法律责任|罚则|监督(?:检查|内容)|(?:执法|社会|行政|人大)监督|附则|违法|基金管理|资金(?:管理|筹集|来源)|管理机构|机构职责|退出|处罚|责任(?:和义务)?$"
)
_SERVED = re.compile(
    "(?:享有|享受|提供)[^，。；：]{0,24}(?:公共服务|服务|便利|权益|待遇|优惠|权利)[^，。；：]{0,8}[：:]$"
)
_SERVICE_NAME = re.compile(
    f"(?P<name>[^，。；：]{{0,36}}?(?:{SERVICES}|公共租赁住房|保障性住房|廉租住房|优惠))(?:等[^，。；：]{{2,14}}服务|和其[他它][^，。；：]{{0,8}}服务|、[^，。；：、]{{2,12}}救助服务)?(?=[，。；;]|等|的(?:子女|人员)|$)"
)
# An item that names nothing but a service.
_WHOLE_SERVICE = re.compile(
    "(?P<name>(?!办理|参加|参与|其[他它])[^，。；：]{2,30}(?:服务|救助|援助|优待|优惠|补贴|补助))"
)
_TAKES = re.compile("(?:接受|享受|获得|申请租住|免费)")
_ITEM_CONDITION = re.compile("(?P<condition>[^，。；]{3,40})的，")
_ITEM_LEAD = re.compile(
    "(?:(?:按照?|依照)[^，。；：]{0,14}?规定|租、购|租赁|承租|城镇|可以|可|依法|参加|享有|享受|享|获得|接受|有权获得|有权|申请(?:租住|居住地的)?|向[^，。；]{2,10}申请|提供|居住地的?|与[^，。；]{2,12}(?:同等|平等|一样)(?:的|地)?|同等|平等|本市|当地|规定的|国家规定的|基本项目的?|免费的?)+"
)
# A clause that refers to another, or to the rules in general, for what it grants.
_POINTS = re.compile(
    "(?:按照?|依照)本(?:办法|规定|细则|条例|通知|意见)(?:第[一二三四五六七八九十百]+条|[^，。；]{0,6}规定(?:支付|核报|享受|执行|申请|发放))|可按规定从[^，。；]{2,14}基金中?支付"
)
_LISTS_WHO = re.compile(
    "(?:符合|具备|满足)(?:下列|以下)|(?:下列|以下)[^，。；：]{0,6}(?:人员|考生|对象|家庭|情形|情况|人群|居民|职工|参保人|条件|学生|单位|企业)"
)
_LISTS_HOW = re.compile("(?:下列|以下|如下)[^，。；：]{0,4}(?:奖励|标准|办法|方式|规定|优惠|支持|比例|待遇)|[：:]$")


_NO_OFFICE = re.compile("基金|资金|财政$")
# A clause that says more of how much: 最高不超过50万元; not what one pays or has to have.
_GOES_ON = re.compile(
    "(?:其中)?[^，。；：]{0,30}?(?:最高|标准|不超过|不低于|给予|支付|报销|每人|每月|每年|累计|资助|补助|补贴|奖励)[^，。；：]{0,12}\\d|[^，。；：]{1,16}\\d[\\d.]*[%％]$"
)
_OTHERS = re.compile("缴|自付|个人|罚|收入|面积|不予|不足部分")
# What a fund pays, item by item: 下列费用由工伤保险基金支付：. What it does not pay is told in the same form.
_PAID_LIST = re.compile(
    "(?![^：:]*(?:不予|不纳入|不得|不支付|不属于|用人单位支付|单位负担))(?:[^，。；：]{0,30}[，]?)?(?:下列|以下)(?:各项|有关|医疗|生育|待遇|项目)*(?:费用|待遇)[^。：]{0,14}?(?P<how>(?:由|从|可由)[^，。；：]{2,20}基金(?:中)?(?:支付|列支|报销))[：:]$"
)
_FIRST_WORDS = re.compile("[^，。；：※]{2,36}(?:费用?|金|津贴|补助|待遇)(?=[，。；：※]|$)")
_STANDARD = re.compile("(?:补贴|补助|奖励)标准")
_STEPS = re.compile("程序|流程|步骤|手续")
_WHO_LISTED = re.compile(
    rf"(?:^|[，。；：]|凡是?|对)(?P<who>(?:(?!凡|对|符合|具备)[^，。；：]){{0,36}}?(?:{PERSON}))※*(?:，|应当?|必须|须|需|可以?|同时|且)*(?:符合|具备|满足|达到|有|属于)(?:下列|以下|如下)"
)
_FAR = 3  # sentences that are looked back at
_PARAGRAPH = re.compile("[^。\\n]{0,400}")


def find_measures(document: Document) -> tuple[Measure, ...]:
    """The measures that ``document`` grants, in the order of the text."""
    if document.kind in _NO_KINDS or _NO_TITLE.search(document.title):
        return ()
    lines = [line for line in lines_of(document) if not _NO_PART.search(line.headings)]
    return _Reading(document, lines).measures()


def _service_name(text: str, item: Span, *, is_had: bool) -> Span | None:
    """The words of an item that name a service; None where they name none, or several."""
    lead = max((match.end() for match in _TAKES.finditer(text, item.start, item.end)), default=item.start)
    opening = _ITEM_LEAD.match(text, lead, item.end)
    start = opening.end() if opening else lead
    match = _SERVICE_NAME.match(text, start, item.end)
    if match is None and is_had:
        match = _WHOLE_SERVICE.fullmatch(text, start, item.end)
    if match is None:
        return None
    given = match["name"].rfind("提供的")
    return Span(start + given + 3 if given >= 0 else start, match.end())


class _Reading:
    """One pass over the lines of a document."""

    def __init__(self, document: Document, lines: Sequence[Line]) -> None:
        self._text, self._printed, self._doc_id = masked(document.text), document.text, document.doc_id
        self._lines, self._starts = lines, [line.span.start for line in lines]
        self._items: dict[int, list[Line]] = {}
        for line in lines:
            if line.lead is None:
                continue
            listed = self._items.setdefault(line.lead.span.start, [])
            if line.is_item:
                listed.append(line)
            elif listed and "\n" not in self._text[listed[-1].span.end : line.span.start]:
                listed[-1] = replace(listed[-1], span=Span(listed[-1].span.start, line.span.end))
        self._consumed: set[int] = set()
        self._scales: set[int] = set()  # where clauses begin that only say how much a benefit is
        named = [relation.span for relation in document.relations if relation.kind == "依据"]
        # What the first sentence that names one names; others are what single clauses rest on.
        same = [span for span in named if "。" not in self._printed[named[0].end : span.start]]
        self._basis = tuple(map(self._stated, same))

    def measures(self) -> tuple[Measure, ...]:
        found = self._joined(
            [measure for number, line in enumerate(self._lines) for measure in self._of_line(number, line)]
        )
        found = self._scaled(self._without_pointers(found))
        used = {measure.span.start for measure in found if measure.materials}
        for scheme in schemes_in(self._text, self._lines, used):
            self._add_scheme(scheme, found)
        return tuple(sorted(_once(found), key=lambda measure: (measure.span.start, measure.name.spans[0].start)))

    def _stated(self, span: Span) -> Stated:
        return Stated(span.of(self._printed), (span,))

    def _all(self, spans: Sequence[Span]) -> tuple[Stated, ...]:
        spans = [span for span in spans if not any(span != other and other.holds(span) for other in spans)]
        told = {self._text[span.start : span.end]: span for span in reversed(spans)}
        return tuple(
            self._stated(span) for span in dict.fromkeys(spans) if told[self._text[span.start : span.end]] == span
        )

    def _of_line(self, number: int, line: Line) -> Iterator[Measure]:
        lead = line.lead
        if lead is not None and not line.is_item and self._opens_paragraph(line):
            lead, line = None, replace(line, lead=None)  # behind the list, not in it
        if lead is not None and lead.span.start in self._consumed:
            return
        if lead is not None and _SERVED.search(lead.span.of(self._text)):
            if line.is_item:
                granted = [g for g in find_grants(self._text, line.span) if g.kind == "落户"]
                if granted:
                    claim = read_claim(self._text, line.span.start, granted[0].start)
                    yield self._measure(line, granted[0], claim, claim.who or list(persons_of(self._text, lead.span)))
                    return
                yield from self._service(line, lead)
            return
        paid = _PAID_LIST.match(self._text, lead.span.start, lead.span.end) if lead is not None else None
        if lead is not None and paid is not None:
            if line.is_item:
                yield from self._paid_item(line, lead, Span(*paid.span("how")))
            return
        grants = _without_asides(find_grants(self._text, line.span, self._since(number, line)), self._text)
        start = line.span.start
        claim = Claim()
        for grant in grants:
            read = read_claim(self._text, start, max(start, grant.start))
            claim = Claim(
                claim.who + read.who,
                claim.conditions + read.conditions,
                read.bodies or claim.bodies,
                claim.things + read.things,
            )
            if grant.from_ is not None:
                claim = self._between(grant, claim)
            start = grant.end
            who = [*claim.who, *([grant.to] if grant.to else [])]
            if not who:
                match = _WHO_LISTED.search(self._text, line.span.start, line.span.end)
                who = [Span(*match.span("who"))] if match else []
            if not who and grant.kind != "减免" and not grant.is_sure:
                who = self._persons_before(number, line)
            is_listed = (
                bool(self._items.get(line.span.start)) and _LISTS_WHO.search(line.span.of(self._text)) is not None
            )
            if grant.is_sure:
                self._scales.add(grant.name.start)
            is_of_thing = (
                _THING.search(self._text, max(_start_of(self._text, grant), line.span.start), grant.start) is not None
            )
            if _is_sure(grant, claim, who, line, is_listed=is_listed, is_of_thing=is_of_thing):
                yield self._measure(line, grant, claim, who)

    def _between(self, grant: Grant, claim: Claim) -> Claim:
        """``claim`` with the conditions between an expense and who pays it.

        医疗费用…，第三人不支付的，由基金先行支付.
        """
        comma = self._text.find("，", grant.name.end, grant.from_)
        if comma < 0 or grant.from_ is None:
            return claim
        more = read_claim(self._text, comma + 1, grant.from_)
        known = set(claim.conditions)
        return replace(
            claim,
            who=claim.who or more.who,
            conditions=claim.conditions + [span for span in more.conditions if span not in known],
        )

    def _since(self, number: int, line: Line) -> int:
        """Where the sentences begin that ``line`` goes on from: its paragraph, or what introduces its list."""
        first = line
        for before in reversed(self._lines[max(0, number - _FAR) : number]):
            if before.headings != line.headings or first.is_item or self._opens_paragraph(first):
                break
            first = before
        lead = first.lead
        while lead is not None and lead.lead is not None:
            lead = lead.lead
        start = lead.span.start if lead is not None else first.span.start
        if lead is None:
            return start
        at = bisect_left(self._starts, start)
        return min(start, self._starts[max(0, at - 1)])

    def _opens_paragraph(self, line: Line) -> bool:
        return "\n" in self._text[max(0, line.span.start - 2) : line.span.start]

    def _persons_before(self, number: int, line: Line) -> list[Span]:
        """The persons of the sentence before in the same paragraph, or of the sentence that introduces the list."""
        text = self._text
        if not line.is_item:
            for before in reversed(self._lines[max(0, number - _FAR) : number]):
                if "\n" in text[before.span.end : line.span.start]:
                    break
                who = read_claim(text, before.span.start, before.span.end).who
                if who:
                    return who[:1]
        lead = line.lead
        while lead is not None:
            who = list(persons_of(text, lead.span))
            if who:
                return who
            lead = lead.lead
        return []

    def _joined(self, measures: Sequence[Measure]) -> list[Measure]:
        """``measures`` with those as one that only semicolons part and that grant the same: shares become classes."""
        joined: list[Measure] = []
        for measure in measures:
            last = joined[-1] if joined else None
            if last is None or not self._goes_on(last, measure):
                joined.append(measure)
                continue
            first = last if last.span == measure.span else replace(last, amounts=_classed(last))
            joined[-1] = replace(
                first,
                conditions=_unlike((*first.conditions, *measure.conditions)),
                amounts=tuple(
                    {
                        a.spans: a
                        for a in (*first.amounts, *((first is last and measure.amounts) or _classed(measure)))
                    }.values()
                ),
                method=_unlike((*first.method, *measure.method)),
                span=Span(first.span.start, measure.span.end),
            )
        return joined

    def _without_pointers(self, measures: Sequence[Measure]) -> list[Measure]:
        """``measures`` without those that only say that a rule of this document applies."""
        points = [_POINTS.search(self._text, m.span.start, m.span.end) is not None for m in measures]
        stated = {m.name.text for m, is_pointer in zip(measures, points, strict=True) if not is_pointer}
        return [
            m
            for m, is_pointer in zip(measures, points, strict=True)
            if not (is_pointer and (m.name.text in stated or not m.who) and not m.amounts)
        ]

    def _scaled(self, measures: Sequence[Measure]) -> list[Measure]:
        """``measures`` with the amounts of a scale at the measure of its benefit that stands before it, if one does."""
        kept: list[Measure] = []
        for measure in measures:
            at = None
            if measure.name.spans[0].start in self._scales:
                at = next((n for n, other in enumerate(kept) if _is_scale_of(measure, other)), None)
            if at is None:
                kept.append(measure)
            elif not kept[at].amounts:
                kept[at] = replace(kept[at], amounts=measure.amounts)
        return kept

    def _goes_on(self, last: Measure, measure: Measure) -> bool:
        if last.name.spans == measure.name.spans:
            return True
        between = self._text[last.span.end : measure.span.start]
        closed = self._text[last.span.end - 1 : last.span.end]
        return (
            bool(last.amounts and measure.amounts)
            and (last.name.text, last.kind) == (measure.name.text, measure.kind)
            and (closed in "；;" or between.strip() in ("；", ";"))
            and "\n" not in between
        )

    def _measure(self, line: Line, grant: Grant, claim: Claim, who: list[Span]) -> Measure:
        text = self._text
        conditions, method, amounts = self._with_list(
            line, list(claim.conditions), [grant.method] if grant.method else [], self._amounts(line, grant)
        )
        known = set(claim.conditions)
        listed = [span for span in conditions if span not in known and LISTED_PERSON.search(span.of(text))]
        if listed:
            who, conditions = [*who, *listed], [span for span in conditions if span not in listed]
        items = self._items.get(line.span.start, [])
        until = [*deadlines(text, line.span), *(span for item in items for span in deadlines(text, item.span))]
        materials = bare_items(text, items) if items and PAPERS.search(line.span.of(text)) else []
        method = [span for span in method if grant.kind != "待遇" or span == grant.method]
        # Other sentences of the article may speak of another office, or of the days of the office itself.
        places = list(offices(text, line.span)) or [
            body for body in claim.bodies if not _NO_OFFICE.search(body.of(text))
        ]
        return Measure(
            self._doc_id,
            grant.kind,
            self._stated(grant.name),
            line.span,
            self._all(who),
            self._all(conditions),
            amounts,
            self._all(method),
            self._all([*periods(text, line.span)]),
            self._all(until),
            self._all(places),
            self._all(materials),
            self._basis,
        )

    def _amounts(self, line: Line, grant: Grant) -> tuple[Amount, ...]:
        """The amounts of the clause that grants; behind a colon those of the rest of the sentence."""
        if grant.is_timed:
            items = self._items.get(line.span.start, [])
            until = items[-1].span.end if items else line.span.end
            self._consumed.update([line.span.start] if items else [])
            return days_in(self._printed, grant.end, until)
        begin = grant.start if grant.from_ is None else grant.from_
        start = max(self._text.rfind(mark, line.span.start, begin) + 1 for mark in "，。；：")
        end = grant.end
        if self._text[end : end + 1] in ("：", ":"):
            rest = _PARAGRAPH.match(self._text, end)
            end = rest.end() if rest else line.span.end
        else:
            for clause in clauses(self._text, Span(end, line.span.end)):
                if not _GOES_ON.match(self._text, clause.start, clause.end) or _OTHERS.search(
                    self._text, clause.start, clause.end
                ):
                    break
                end = clause.end
        return amounts_of(self._printed, Span(max(line.span.start, start), end), begin)

    def _with_list(
        self, line: Line, conditions: list[Span], method: list[Span], amounts: tuple[Amount, ...]
    ) -> tuple[list[Span], list[Span], tuple[Amount, ...]]:
        """What the list that ``line`` introduces adds: conditions or persons, amounts with their classes, or ways."""
        items, words = self._items.get(line.span.start, []), line.span.of(self._text)
        if items and PAPERS.search(words):
            self._consumed.add(line.span.start)
            return conditions, method, amounts
        if items and _LISTS_WHO.search(words):
            self._consumed.add(line.span.start)
            listed = (
                self._listed_amounts(items) if _STANDARD.search("".join(i.span.of(self._text) for i in items)) else ()
            )
            return conditions + demands(self._text, items), method, amounts + listed
        if items and _LISTS_HOW.search(words) and not _STEPS.search(words):
            listed = self._listed_amounts(items)
            self._consumed.add(line.span.start)
            if listed:
                return conditions, method, amounts + listed
            return conditions, method + bare_items(self._text, items), amounts
        return conditions, method, amounts

    def _listed_amounts(self, items: Sequence[Line]) -> tuple[Amount, ...]:
        """The amounts of a list, each with the words of its item as its class; none where most items have none."""
        found: list[Amount] = []
        without = 0
        for item in items:
            inside = amounts_in(self._printed, item.span.start, item.span.end)
            without += not inside
            for amount in inside:
                before = class_before(self._printed, item.span, amount)
                if before is not None:
                    amount = replace(amount, subject=before.of(self._printed), subject_spans=(before,))
                found.append(amount)
        if 2 * without > len(items):
            return ()
        shares = [amount for amount in found if amount.base_unit == "%"]
        return tuple(shares or found)  # beside shares sums are limits

    def _paid_item(self, line: Line, lead: Line, how: Span) -> Iterator[Measure]:
        """An item of a list of what a fund pays: a benefit by itself."""
        (item, *_) = bare_items(self._text, [line]) or [line.span]
        first = _FIRST_WORDS.match(self._text, item.start, item.end)
        if first is None or catches_all(item.of(self._text)):
            return
        claim = read_claim(self._text, lead.span.start, how.start)
        yield Measure(
            self._doc_id,
            "待遇",
            self._stated(Span(*first.span())),
            item,
            self._all(claim.who),
            self._all(claim.conditions),
            method=self._all([how]),
            basis=self._basis,
        )

    def _service(self, line: Line, lead: Line) -> Iterator[Measure]:
        """An item of a list of services: its condition, if it has one, its words without those that lead in."""
        text = self._text
        (item, *_) = bare_items(text, [line]) or [line.span]
        served = _SERVED.search(text, lead.span.start, lead.span.end)
        claim = read_claim(text, lead.span.start, served.start() if served else lead.span.end)
        if catches_all(item.of(text)) or not claim.who:
            return
        start = item.start
        condition = _ITEM_CONDITION.match(text, item.start, item.end)
        conditions = list(claim.conditions)
        if condition:
            conditions.append(Span(*condition.span("condition")))
            start = condition.end()
        name = _service_name(text, Span(start, item.end), is_had=served is not None and "提供" not in served.group())
        if name is None:
            return
        who = [*claim.who, *read_claim(text, start, name.start).who]
        free = re.compile("免费").search(text, start, item.end)
        kind: MeasureKind = "住房" if re.search("住房", name.of(text)) else "服务"
        yield Measure(
            self._doc_id,
            kind,
            self._stated(name),
            item,
            self._all(who),
            self._all(conditions),
            (),
            self._all([Span(*free.span())] if free else []),
            departments=self._all(claim.bodies),
            basis=self._basis,
        )

    def _add_scheme(self, scheme: Scheme, found: list[Measure]) -> None:
        """The lists of a scheme go to the first measure of its benefit; where none is, they make one."""
        named = scheme.what.of(self._text)
        for number, measure in enumerate(found):
            here = measure.span == scheme.line.span
            same = named == measure.name.text or (here and named in measure.name.text)
            if same and (here or not measure.conditions or not scheme.conditions):
                found[number] = replace(
                    measure,
                    conditions=tuple(dict.fromkeys((*measure.conditions, *self._all(scheme.conditions)))),
                    materials=self._all(scheme.materials),
                )
                return
        if scheme.conditions:
            claim = read_claim(self._text, scheme.line.span.start, scheme.what.start)
            match = _WHO_LISTED.search(self._text, scheme.line.span.start, scheme.line.span.end)
            who = claim.who or ([Span(*match.span("who"))] if match else [])
            kind = _kind_of(named)
            found.append(
                Measure(
                    self._doc_id,
                    kind,
                    self._stated(scheme.what),
                    scheme.line.span,
                    self._all(who),
                    self._all(scheme.conditions),
                    materials=self._all(scheme.materials),
                    basis=self._basis,
                )
            )


def _kind_of(named: str) -> MeasureKind:
    """The kind of a benefit that only lists of conditions and papers name."""
    for words, kind in _KINDS:
        if re.search(words, named):
            return kind
    return "资金"


_KINDS: tuple[tuple[str, MeasureKind], ...] = (
    ("补贴|补助|津贴|奖励|资助", "资金"),
    ("房", "住房"),
    ("贷款", "贷款"),
    ("户口|落户|入户", "落户"),
    ("待遇|养老金|保险金", "待遇"),
)


def _without_asides(grants: Sequence[Grant], text: str) -> list[Grant]:
    """``grants`` without that one need not pay where the sentence goes on to what one gets: 不用缴费，可领取养老金."""
    return [
        grant
        for number, grant in enumerate(grants)
        if number + 1 == len(grants) or not _ASIDE.fullmatch(text, grant.start, grant.end)
    ]


_ASIDE = re.compile("(?:可以?)?(?:不用|无需|不再|不需)缴费")


def _is_scale_of(scale: Measure, measure: Measure) -> bool:
    """Whether ``scale`` says how much ``measure`` is: 领军人才租房补贴 of the 租房补贴 for 领军人才."""
    if not scale.name.text.endswith(measure.name.text):
        return False
    whose = scale.name.text.removesuffix(measure.name.text) or "".join(each.text for each in scale.who[:1])
    return not whose or any(whose in each.text or each.text in whose for each in measure.who)


def _once(measures: Sequence[Measure]) -> list[Measure]:
    """``measures`` without those that say again, word by word, what one before says."""
    said: dict[tuple[object, ...], Measure] = {}
    for measure in measures:
        words = (
            measure.kind,
            measure.name.text,
            tuple(each.text for each in (*measure.who, *measure.conditions, *measure.method)),
            tuple((amount.value, amount.unit, amount.subject) for amount in measure.amounts),
        )
        said.setdefault(words, measure)
    return list(said.values())


def _start_of(text: str, grant: Grant) -> int:
    """Where the clause of ``grant`` begins."""
    return max(text.rfind(mark, 0, grant.start) for mark in "，。；：\n") + 1


# What a relief is of, right before it: 现状占地面积1.5倍的建筑面积免收地价.
_THING = re.compile(
    "(?:(?!按|依|一律|应当|不得|可以)[^，。；：]){4,40}(?:面积|用地|项目|住房|房屋|部分|收入|所得|费|金)$"
)


def _classed(measure: Measure) -> tuple[Amount, ...]:
    """The amounts of a measure, those without a class with its first condition as one."""
    if not measure.conditions:
        return measure.amounts
    first = measure.conditions[0]
    return tuple(
        amount if amount.subject else replace(amount, subject=first.text, subject_spans=first.spans)
        for amount in measure.amounts
    )


def _unlike(stated: Sequence[Stated]) -> tuple[Stated, ...]:
    """``stated`` without those that say again what one before says."""
    return tuple({each.text: each for each in reversed(stated)}.values())[::-1]


def _is_sure(
    grant: Grant, claim: Claim, who: Sequence[Span], line: Line, *, is_listed: bool, is_of_thing: bool
) -> bool:
    """Whether the clause says for whom it is, or for what: without either it may regulate and grant nothing."""
    if grant.is_sure or is_listed:
        return True
    if grant.kind == "减免":
        return bool(claim.who or claim.conditions or claim.things or is_of_thing) or (
            grant.method is not None and grant.name.start < grant.method.start and grant.name.start == line.span.start
        )
    if who:
        return True
    if grant.kind in ("落户", "待遇"):
        return bool(claim.conditions)
    return bool(claim.conditions) and (grant.kind == "资金" or line.lead is not None)
