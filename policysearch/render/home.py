"""The page before a question, and the list of all documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policysearch.render.address import Address, ask_href, reader_href
from policysearch.render.documents import badges, plan_period
from policysearch.render.html import EMPTY, Html, element
from policysearch.types import Document, Filters

_MOST_AT_HOME = 12


def home(
    documents: Mapping[str, Document], examples: Sequence[str], address: Address, today: str, *, blank: bool = False
) -> Html:
    """Examples and what is in the index; ``blank`` says that a question without words was sent."""
    shown = [d for d in address.filters.doc_ids if d in documents]
    hint = element("p", "还没有写问题。用一句话说说想查什么，比如下面这些。", class_="notice", role="status") if blank else EMPTY
    within = EMPTY
    if shown:
        within = element("p", f"接下来的问题只在《{documents[shown[0]].title}》里查。", class_="notice", role="status")
    links = [element("li", element("a", question, href=_example_href(question, address.filters))) for question in examples]
    tried = element("section", element("h2", "可以这样问"), element("ul", *links, class_="examples")) if links else EMPTY
    return element("div", within, hint, tried, _collection(documents, today), class_="home")


def _example_href(question: str, filters: Filters) -> str:
    return Address(question=question, filters=filters).href if filters else ask_href(question)


def _collection(documents: Mapping[str, Document], today: str) -> Html:
    newest = _newest_first(documents)[:_MOST_AT_HOME]
    kept = f"收录 {len(documents)} 份文件"
    regions = {region.split("/")[-1] for document in documents.values() for region in document.regions}
    if 0 < len(regions) <= 8:
        kept += "，涉及" + "、".join(sorted(regions))
    more = element("a", f"全部 {len(documents)} 份", href="?list=documents", class_="all")
    heading = element("div", element("h2", kept), more if len(documents) > len(newest) else EMPTY, class_="collection-head")
    return element("section", heading, _table(newest, today), class_="collection")


def listing(documents: Mapping[str, Document], today: str) -> Html:
    """All documents, the newest first, each a link to its text."""
    heading = element("h1", f"文件目录（{len(documents)} 份）", tabindex="-1")
    return element("section", heading, _table(_newest_first(documents), today), class_="collection listing")


def _newest_first(documents: Mapping[str, Document]) -> list[Document]:
    return sorted(documents.values(), key=lambda d: d.date or "", reverse=True)


def _table(documents: Sequence[Document], today: str) -> Html:
    head = element("thead", element("tr", *(element("th", name, scope="col") for name in ("文件", "地区", "类别", "日期", "规划期"))))
    rows = [
        element(
            "tr",
            element("td", element("a", d.title, href=reader_href(d.doc_id)), badges(d, today), class_="title"),
            element("td", "、".join(region.split("/")[-1] for region in d.regions) or "—", data_name="地区"),
            element("td", d.kind or "—", data_name="类别"),
            element("td", d.date or "—", data_name="日期"),
            element("td", plan_period(d) or "—", data_name="规划期"),
        )
        for d in documents
    ]
    return element("table", head, element("tbody", *rows), class_="documents")
