"""The page before a question, and the list of all documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policysearch.render.address import Address, ask_href, reader_href
from policysearch.render.documents import badges, plan_period
from policysearch.render.html import EMPTY, Html, element
from policysearch.render.words import say, tongue
from policysearch.types import Document, Filters

_MOST_AT_HOME = 12
_PROMISE = "每个回答都标明出自哪份文件、哪一条，并附逐字引文；文件里没有的，直接说没有。"


def home(
    documents: Mapping[str, Document],
    examples: Sequence[str],
    address: Address,
    today: str,
    *,
    blank: bool = False,
) -> Html:
    """Examples and what is in the index; ``blank`` says that a question without words was sent."""
    shown = [d for d in address.filters.doc_ids if d in documents]
    hint = (
        element(
            "p",
            say("还没有写问题。用一句话说说想查什么，比如下面这些。"),
            class_="notice",
            role="status",
        )
        if blank
        else EMPTY
    )
    within = EMPTY
    if shown:
        within = element(
            "p",
            say("接下来的问题只在《{title}》里查。", title=documents[shown[0]].title),
            class_="notice",
            role="status",
        )
    links = [
        element("li", element("a", question, href=_example_href(question, address.filters), lang="zh-CN"))
        for question in examples
    ]
    listed = element("ul", *links, class_="examples")
    tried = element("section", element("h2", say("可以这样问")), listed) if links else EMPTY
    intro = element("p", say(_PROMISE), class_="intro")
    return element("div", intro, within, hint, tried, _collection(documents, today), class_="home")


def _example_href(question: str, filters: Filters) -> str:
    return Address(question=question, filters=filters).href if filters else ask_href(question)


def _collection(documents: Mapping[str, Document], today: str) -> Html:
    newest = _newest_first(documents)[:_MOST_AT_HOME]
    kept = say("收录 {count} 份文件", count=len(documents))
    regions = {region.split("/")[-1] for document in documents.values() for region in document.regions}
    if 0 < len(regions) <= 8:
        kept += say("，涉及{places}", places="、".join(sorted(regions)))
    more = element("a", say("全部 {count} 份", count=len(documents)), href="?view=library", class_="all")
    heading = element(
        "div",
        element("h2", kept),
        more if len(documents) > len(newest) else EMPTY,
        class_="collection-head",
    )
    return element("section", heading, _table(newest, today), class_="collection")


def _newest_first(documents: Mapping[str, Document]) -> list[Document]:
    return sorted(documents.values(), key=lambda d: d.date or "", reverse=True)


def _table(documents: Sequence[Document], today: str) -> Html:
    head = element(
        "thead",
        element(
            "tr",
            *(element("th", say(name), scope="col") for name in ("文件", "地区", "类别", "日期", "规划期")),
        ),
    )
    rows = [element("tr", *_row(document, today)) for document in documents]
    return element("table", head, element("tbody", *rows), class_="documents")


def _row(document: Document, today: str) -> list[Html]:
    link = element("a", document.title, href=reader_href(document.doc_id), lang="zh-CN")
    regions = "、".join(region.split("/")[-1] for region in document.regions)
    facts = (regions, say(document.kind or ""), document.date or "", plan_period(document))
    cells = [element("td", fact or "—", class_=None if fact else "unknown", lang=tongue(fact)) for fact in facts]
    return [element("td", link, badges(document, today), class_="title"), *cells]
