"""What stands before and after the text of a document: metadata, notices, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from policysearch.place import clause_label, label
from policysearch.render.address import Address
from policysearch.render.answer import copy_button
from policysearch.render.documents import badges, chinese_date, notices, plan_is_over, plan_period
from policysearch.render.html import EMPTY, Html, element
from policysearch.types import Document, Filters, Span

_DROPPED: Mapping[str, str] = {
    "page_mark": "页码",
    "invisible": "不可见字符",
    "furniture": "网页或版面文字",
    "broken_line": "断行留下的空白",
    "second_copy": "重复的正文",
    "second_head": "重复的题头",
}


def document_head(document: Document, cited: Span | None, today: str) -> Html:
    """Title, badges, what the document says of itself, notices, and the cited place."""
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in _metadata(document)]
    said = []
    if document.is_digest:
        said.append("本文是要点摘编，不是原文；引用和办事请以原文为准。")
    if plan_is_over(document, today):
        said.append(f"规划期 {plan_period(document)} 已满，请核对是否有新的规划。")
    only = Address(filters=Filters(doc_ids=(document.doc_id,))).href
    links = [
        element("a", "← 返回提问", href="?", class_="back"),
        element("a", "只在本文件里提问", href=only, class_="ask-here"),
    ]
    return element(
        "header",
        element("nav", *links, class_="reader-links"),
        element("h1", document.title, tabindex="-1"),
        element("p", badges(document, today), class_="badges"),
        element("dl", *rows, class_="metadata"),
        notices(said),
        _cited_bar(document, cited) if cited else EMPTY,
    )


def _cited_bar(document: Document, cited: Span) -> Html:
    quote, place = cited.of(document.text), label(document, cited)
    jump = element("a", clause_label(document, cited.start), href="#cited", class_="place", data_jump="cited")
    return element(
        "div",
        element("span", "引用位置", class_="bar-name"),
        jump,
        copy_button(quote, place),
        element("button", "复制链接", type="button", class_="copy-address"),
        class_="cited-bar",
    )


def _metadata(document: Document) -> Iterator[tuple[str, str]]:
    """What the document says of itself, by name; what it does not say is left out."""
    dates = (
        ("成文日期", document.issued_on),
        ("发布日期", document.published_on),
        ("施行日期", document.effective_on),
        ("有效期至", document.expires_on),
    )
    yield from (
        pair
        for pair in (
            ("发布机构", "、".join(document.issuers)),
            ("文号", document.number or ""),
            *((name, chinese_date(date) if date else "") for name, date in dates),
            ("地区", "、".join(region.replace("/", "") for region in document.regions)),
            ("类别", document.kind or ""),
            ("规划期", plan_period(document)),
        )
        if pair[1]
    )


def colophon(document: Document) -> Html:
    """Where the text comes from, what was left out of it, and what is doubtful in it."""
    counts = Counter(dropped.reason for dropped in document.dropped)
    left_out = "、".join(f"{_DROPPED.get(reason, reason)} {count} 处" for reason, count in counts.most_common())
    rows = [
        ("收录文件", document.source.path + (f"（{document.part}）" if document.part else "")),
        ("来源", document.origin or ""),
        ("整理时略去", left_out or "无"),
        ("质量提示", "；".join(document.warnings) or "无"),
        ("全文", f"{len(document.text):,} 字"),
    ]
    items = [element("div", element("dt", name), element("dd", value)) for name, value in rows if value]
    url = document.source.url or ""
    if url.startswith(("https://", "http://")):
        link = element("a", url, href=url, rel="noopener noreferrer external", target="_blank")
        items.append(element("div", element("dt", "网址"), element("dd", link)))
    return element(
        "footer",
        element("h2", "关于这份文本"),
        element("dl", *items, class_="metadata"),
        class_="colophon",
    )
