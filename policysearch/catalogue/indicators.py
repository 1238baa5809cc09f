"""Indicators of a document: every figure with its name, unit, year, region, and whether it is a target.

Of work reports, plans and news every figure is read; of other texts those that a year is said of, to be reached by or
grown in it. What else a normative text demands or grants is a measure or a condition, no indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.figures import amount_of
from policysearch.catalogue.frames import Frame, Mark, Outlook, aimed, done, heading_frame, marks_in, outlook_of
from policysearch.catalogue.indicator_names import normal_name
from policysearch.catalogue.subjects import Statement, statements
from policysearch.catalogue.tabled import Value, table_values
from policysearch.regions import NATION, locate_regions
from policysearch.text import sentences
from policysearch.types import Document, Section, Span

_TOLD = frozenset(("工作报告", "规划", "新闻"))
# How far from the beginning of a sentence words may stand that set the year of the sentences after it too.
_MOST_OPENING_CHARS = 28
_YEARLY = re.compile(r"年(?:平)?均(?!浓度|气温|降水)|每年|历年")
# A bare name of a place (杭州) that is part of a name of its own tells nothing of the place: 杭州湾, 绍兴黄酒, 肇庆等.
_PROPER = re.compile(r".{0,6}(?:机场|港|湾|圈|城(?![镇乡市区])|酒|茶|公司|集团|大学|学院|等|、)")
_OF_NATION = re.compile(
    r"(?:国内)?生产总值|GDP|人才|规上|规模以上|一般公共预算|财政|城镇|农村|居民|固定资产|社会消费|粮食"
)
_IN_NATION = re.compile(
    "(?:我国|中国|全国)(?:常住人口|户籍人口|城镇化率|城镇常住|城镇居民|农村居民|居民人均|流动人口|总人口|国内生产总值|耕地|家庭承包|粮食总?产量|人均)"
)
_REACHED = re.compile(r"达到?|[提增升扩降]\w{0,2}[到至]|突破|累计|完成|实现")
_ANY_DIGIT = re.compile(r"[\d０-９]|百分之|[一二三四五六七八九十百千][万亿]")


def find_indicators(document: Document) -> tuple[Indicator, ...]:
    """The indicators of ``document`` in reading order."""
    outlook = outlook_of(document)
    region = document.regions[0] if len(document.regions) == 1 else None
    found = [_of_value(document, value, region) for value in table_values(document, outlook)]
    all_told = document.kind in _TOLD or outlook.is_report or outlook.period is not None
    for sentence, frame in _framed(document, outlook):
        found += _of_sentence(document, sentence, frame, outlook, region, all_told)
    return tuple(sorted(found, key=lambda indicator: indicator.spans[0]))


def _of_value(document: Document, value: Value, region: str | None) -> Indicator:
    name_spans = value.names[-1]
    printed = "".join(span.of(document.text) for span in name_spans)
    amount, base = amount_of(value.value, value.unit)
    name = normal_name(re.sub(r"[（(][^（()）]{1,8}[）)]\s*$", "", printed), value.growth, region)
    frame = value.frame
    return Indicator(
        document.doc_id, name, printed, region, frame.year, value.value, value.unit, value.qualifier,
        bool(frame.is_target), amount, base, value.spans, name_spans, value.high,
    )  # fmt: skip


def _framed(document: Document, outlook: Outlook) -> Iterator[tuple[Span, Frame]]:
    """The sentences outside of tables that may hold figures, each with the frame in which it stands.

    A frame holds on until a heading or the opening of a sentence sets another.
    """
    text, running = document.text, outlook.start
    for block, section in _blocks(document.sections, Span(0, len(text))):
        if section is not None:
            running = heading_frame(text, section, outlook) or running
        held, last = running, block.start
        for sentence in sentences(text, block):
            if "\n" in text[last : sentence.start]:
                held = running
            for mark in _opening(text, sentence, outlook) if section is None else ():
                held = mark.frame
                running = mark.frame if mark.firm else running
            if _ANY_DIGIT.search(sentence.of(text)) and not _in_table(document, sentence):
                yield sentence, held
            last = sentence.end


def _opening(text: str, sentence: Span, outlook: Outlook) -> Iterator[Mark]:
    """The marks at the opening of a sentence that hold on for those after it.

    五年来 and 今年 do until another mark, so does 2025年 where a paragraph begins; 到2030年 only in its paragraph.
    """
    begins = not text[max(0, sentence.start - 30) : sentence.start].rpartition("\n")[2].strip(" \u3000各位代表！：")
    opening = Span(sentence.start, min(sentence.end, sentence.start + _MOST_OPENING_CHARS))
    for mark in marks_in(text, opening, outlook):
        own = mark.frame.year in (outlook.year, (outlook.year or 0) - 1)
        if not mark.firm and not mark.until and begins and outlook.is_report and own:
            yield replace(mark, firm=True)
        elif mark.firm or mark.until:
            yield mark


def _in_table(document: Document, span: Span) -> bool:
    return any(table.span.start < span.end and span.start < table.span.end for table in document.tables)


def _blocks(sections: tuple[Section, ...], within: Span) -> Iterator[tuple[Span, Section | None]]:
    """The headings, each with its section, and the stretches of text between them, in order."""
    position = within.start
    for section in sections:
        if section.span.start > position:
            yield Span(position, section.span.start), None
        yield section.heading_span, section
        yield from _blocks(section.children, Span(section.heading_span.end, section.span.end))
        position = section.span.end
    if position < within.end:
        yield Span(position, within.end), None


def _of_sentence(
    document: Document, sentence: Span, running: Frame, outlook: Outlook, region: str | None, all_told: bool
) -> Iterator[Indicator]:
    text = document.text
    marks = list(marks_in(text, sentence, outlook))
    if not all_told and not any(mark.frame.year for mark in marks):
        return
    for statement in statements(text, sentence):
        mark = _last_mark(marks, statement.figure.start)
        frame = _frame(text, sentence, statement, mark, running)
        if not all_told and not (mark is not None and _is_dated(text, statement, mark)):
            continue
        if frame.is_target is None:
            frame = Frame(frame.year, False, frame.first)
        if statement.is_base:  # 从2020年的82.4岁提升至83.9岁: the year is that of the first alone
            marks = [mark for mark in marks if not statement.lead.start <= mark.start < statement.lead.end]
        yield _indicator(document, statement, frame, region)


def _is_dated(text: str, statement: Statement, mark: Mark) -> bool:
    """Whether a year is named at which a figure stands (到2020年, 2014年底), or by which it grew or came to it."""
    words = text[mark.start : mark.end]
    if not re.search(r"\d{4}", words):
        return False
    lead = text[statement.lead.start : statement.figure.start]
    return statement.change is not None or bool(re.search(r"[到底末截]", words) or _REACHED.search(lead))


def _last_mark(marks: list[Mark], offset: int) -> Mark | None:
    return next((mark for mark in reversed(marks) if mark.end <= offset), None)


def _frame(text: str, sentence: Span, statement: Statement, mark: Mark | None, running: Frame) -> Frame:
    """The frame of one figure: the words nearest before it, else that of its sentence."""
    figure = statement.figure
    frame = mark.frame if mark is not None else running
    before = text[sentence.start : figure.start]
    is_target = frame.is_target
    if is_target is None:
        is_target = running.is_target if running.is_target is not None else aimed(before)
    if is_target and mark is None and done(text[statement.lead.start : figure.start]):
        is_target = False
    year = frame.year
    named = mark is not None and mark.frame.first is None
    clause = re.split(r"[，,。；;]", before)[-1]  # 每年新增3000名、1.6万名
    if _YEARLY.search(clause) or (statement.change and _YEARLY.search(statement.change.of(text))):
        year = year if named and not frame.first else None
    elif frame.first is not None and (statement.change is not None or statement.is_flow):
        year = None
    if statement.is_base and not (mark is not None and mark.start >= statement.lead.start):
        year = None
    return Frame(year, is_target)


def _indicator(document: Document, statement: Statement, frame: Frame, region: str | None) -> Indicator:
    text, figure = document.text, statement.figure
    spans = list(statement.subject)
    verb = statement.change.of(text) if statement.change else ""
    printed = "".join(span.of(text) for span in spans) + verb
    if statement.change is not None:
        spans.append(statement.change)
    named = _region(document, printed, region)
    amount, base = amount_of(figure.value, figure.unit)
    subject = "".join(span.of(text) for span in statement.subject)
    return Indicator(
        document.doc_id, normal_name(subject, verb, named), printed, named, frame.year, figure.value, figure.unit,
        figure.qualifier, bool(frame.is_target), amount, base, (Span(figure.start, figure.end),), tuple(spans),
        figure.high,
    )  # fmt: skip


def _region(document: Document, name: str, region: str | None) -> str | None:
    """The region that a name begins with (全国, 杭州市), else that of the document.

    我国常住人口城镇化率 is the State's wherever it stands; 全省 in a text of a city is that of its province.
    """
    if (name.startswith(NATION) and _OF_NATION.match(name, len(NATION))) or _IN_NATION.search(name):
        return NATION
    if region and "/" in region and name.startswith("全省"):
        return region.partition("/")[0]
    places = locate_regions(name[:12], document.regions)
    if places and places[0][1].start == 0:
        path, end = places[0][0].path, places[0][1].end
        inside = region is None or region == NATION or path.startswith(region + "/") or path == region
        if inside and (name[end - 1] in "省市区县州盟旗" or not _PROPER.match(name, end)):
            return path
    return region
