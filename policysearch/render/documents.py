"""What is said of a document beside its text: badges, region, kind, date."""

from __future__ import annotations

from collections.abc import Iterable

from policysearch.answer.notice import not_in_force
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.sentences import retold, retold_words
from policysearch.render.words import say, tongue
from policysearch.types import Document
from policysearch.validity import is_draft, judge


def badges(document: Document, today: str) -> Html:
    """The badges 已废止, 有效期已满 and the like, 摘编 and 规划期已满, where they are due; ``today`` is an ISO date."""
    shown = []
    warning = not_in_force(document, today)
    if warning:
        standing = document.declared if is_draft(document) else judge(document, today).standing
        shown.append(element("span", say(standing or ""), class_="badge over", title=retold_words(warning)))
    if document.is_digest:
        shown.append(element("span", say("摘编"), class_="badge digest", title=say("要点摘编，引用和办事以原文为准")))
    if plan_is_over(document, today):
        period = plan_period(document)
        told = say("规划期 {period}，请核对现行文件", period=period)
        shown.append(element("span", say("规划期已满"), class_="badge over", title=told))
    return join(shown)


def plan_is_over(document: Document, today: str) -> bool:
    """Whether the last year of the plan is before the year of ``today``."""
    return document.plan_period is not None and document.plan_period[1] < int(today[:4])


def plan_period(document: Document) -> str:
    """The plan period as 2021—2025年, or nothing."""
    if document.plan_period is None:
        return ""
    start, end = document.plan_period
    return say("{start}—{end}年", start=start, end=end)


def region_name(path: str) -> str:
    """The last part of a region path: 浙江省/杭州市/拱墅区 is 拱墅区."""
    return path.rsplit("/", 1)[-1]


def notices(sentences: Iterable[str]) -> Html:
    """The sentences in one box, in the language of the page, or nothing."""
    lines = [element("p", retold(said)) for said in sentences]
    return element("div", *lines, class_="notice") if lines else EMPTY


def facts(document: Document) -> Html:
    """Region, kind and date in one line; what the document does not say is left out."""
    regions = "、".join(region.replace("/", "") for region in document.regions)
    shown = [regions, say(document.kind or ""), document.date or ""]
    return join(element("span", fact, class_="fact", lang=tongue(fact)) for fact in shown if fact) or EMPTY
