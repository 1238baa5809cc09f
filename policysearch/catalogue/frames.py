"""Which year a sentence tells of, and whether it plans or reports: from its words, its heading, the kind of document.

A work report looks back at the year before its own and plans its own year, a plan looks forward to the end of its
period; 十四五 and the like are periods whose figures stand at their last year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policysearch.numerals import parse_numeral
from policysearch.types import Document, Section, Span

_PLAN = r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,3})五[”\"]?"
_YEAR = r"(?:19|20)\d\d|(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}"
_MARK = re.compile(
    rf"(?P<until>到|至|截至|截止|截止到|截至到)?(?P<year>{_YEAR})\s*年(?!均|以来|起|版|代)(?P<end>底|末|前)?"
    rf"(?P<since>以来|起)?"
    rf"|(?P<plan_word>{_PLAN}(?:时期|期间|末|以来|规划目标|的?五年|(?=[，,]|发展|经济|主要|各项|高质量)))"
    r"|(?P<last>去年|上年(?!同期)|过去一年|过去的一年|一年来|上一年)|(?P<this>今年|本年度|新的一年|这一年里|今年以来)"
    r"|(?P<past>五年来|过去五年|这五年|近五年|5年来|过去5年|五年间|五年累计)"
    r"|(?P<coming>未来五年|今后五年|未来5年|今后5年|往后五年)"
)
# A year that a figure is compared with, or that only says since when, is not the year of the figure.
_COMPARED = re.compile(r"(?:比|较|快于|高于|低于|优于|好于|自|从)\s*$")
_REVIEW = re.compile(r"回顾|总结|成就|成效|现状|基础|进展|工作情况|执行情况|完成情况|主要工作和")
_AHEAD = re.compile(r"目标|任务|安排|工作重点|重点工作|举措|部署|建议|规划纲要|指标|要求|措施|保障")
_AIM = re.compile(r"目标|预期|力争|确保|争取|努力|计划|有望|将达|将超|拟")
_DONE = re.compile(r"已(?:经|有|达|建|完|实|累|超)|目前|截至|完成了|实现了|达到了|取得了")


@dataclass(frozen=True, slots=True)
class Frame:
    """The year of figures and whether they are targets; None where nothing tells. ``first`` opens a period of years."""

    year: int | None = None
    is_target: bool | None = None
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame that words at ``start`` to ``end`` of a text set.

    ``firm`` ones hold on for the sentences after, ``until`` ones (到2030年) for those of the paragraph.
    """

    start: int
    end: int
    frame: Frame
    firm: bool
    until: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """From where a document looks: a report of ``year``, a plan of ``period``; the frame of what says nothing."""

    year: int | None
    period: tuple[int, int] | None
    start: Frame
    is_report: bool = False


def outlook_of(document: Document) -> Outlook:
    """The outlook of ``document``: its year is that of its title, else that of its date."""
    named = re.search(r"(?:19|20)\d\d(?=年)", document.title) or re.search(
        r"(?:19|20)\d\d(?=年)", document.text[:200] if document.kind == "工作报告" else ""
    )
    year = int(named.group()) if named else int(document.date[:4]) if document.date else None
    is_report = "政府工作报告" in document.title or document.kind == "工作报告"
    if is_report:
        return Outlook(year, None, Frame(year - 1 if year else None, False), True)
    if document.plan_period:
        return Outlook(year, document.plan_period, Frame(document.plan_period[1], True, document.plan_period[0]))
    return Outlook(int(document.date[:4]) if document.date else None, None, Frame())


def plan_years(numeral: str) -> tuple[int, int] | None:
    """The years of a five-year plan by its numeral: 十四 is (2021, 2025); None for what is no plan."""
    number = parse_numeral(numeral)
    if number is None or not 1 <= number <= 20:
        return None
    first = {1: 1953, 2: 1958}.get(number, 1966 + 5 * (number - 3))
    return first, first + 4


def marks_in(text: str, span: Span, outlook: Outlook) -> Iterator[Mark]:
    """The words of ``span`` that set a frame, in order."""
    for match in _MARK.finditer(text, span.start, span.end):
        compared = _COMPARED.search(text, max(span.start, match.start() - 2), match.start())
        if compared and not (match["year"] and compared.group().strip() in ("从", "自") and _of_value(text, match)):
            continue
        frame = _frame(match, outlook)
        if frame is not None:
            yield Mark(match.start(), match.end(), frame, match["year"] is None, match["until"] == "到")


def _of_value(text: str, match: re.Match[str]) -> bool:
    """Whether a year is that of the figure behind it: 从2020年的3.68万亿元."""
    return re.match(r"(?:的|底的?|末的?)?\s*[^\s，。；的]{0,6}\d", text[match.end() : match.end() + 10]) is not None


def _frame(match: re.Match[str], outlook: Outlook) -> Frame | None:
    year, base = outlook.year, _base(outlook)
    if match["year"]:
        named = parse_numeral(match["year"].replace("○", "〇")) or 0
        if match["since"]:
            return None
        ahead = named > base if base is not None else None
        if match["until"] and match["until"].startswith("截"):
            ahead = False
        elif match["until"] and base is None:
            ahead = True
        return Frame(named, ahead)
    if match["plan_word"]:
        years = plan_years(match["plan"])
        return Frame(years[1], years[1] > base if base is not None else None, years[0]) if years else None
    if year is None:
        return None
    if match["last"]:
        return Frame(year - 1, False)
    if match["this"]:
        return Frame(year, (outlook.is_report and "以来" not in match["this"]) or None)
    if match["past"]:
        return Frame(year - 1, False, year - 5)
    return Frame(year + 4, True, year)


def _base(outlook: Outlook) -> int | None:
    """The last year that a document looks back at."""
    if outlook.period:
        return outlook.period[0] - 1
    return outlook.year - 1 if outlook.year is not None and outlook.is_report else outlook.year


def heading_frame(text: str, section: Section, outlook: Outlook) -> Frame | None:
    """The frame that a heading sets for what stands under it: by its marks, else whether it looks back or ahead.

    None where it sets none, so that what stood before holds on.
    """
    marks = list(marks_in(text, section.heading_span, outlook))
    heading = section.heading_span.of(text)
    back, ahead = _REVIEW.search(heading), _AHEAD.search(heading)
    if marks:
        frames = [mark.frame for mark in marks]
        if back and not ahead:
            return next((f for f in frames if f.is_target is False), replace(frames[0], is_target=False))
        if ahead and not back:
            return next((f for f in frames if f.is_target), frames[0])
        return frames[0]
    if outlook.period and back and not ahead and section.level <= 2:
        return Frame(outlook.period[0] - 1, False)
    if outlook.period and ahead and not back:
        return outlook.start
    return None


def aimed(text: str) -> bool:
    """Whether words before a figure say that it is to be reached."""
    return _AIM.search(text) is not None


def done(text: str) -> bool:
    """Whether words before a figure say that it is reached."""
    return _DONE.search(text) is not None
