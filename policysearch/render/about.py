"""What stands before and after the text of a document: metadata, notices, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from policysearch.answer.notice import not_in_force
from policysearch.place import clause_label, clause_link, label
from policysearch.quality import assess
from policysearch.render.address import Address, reader_href, view_href
from policysearch.render.documents import badges, notices, plan_is_over, plan_period
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.quality import quality_rows
from policysearch.render.take import copy_button, keep_button
from policysearch.render.words import own, say, tongue
from policysearch.text import chinese_date, clip
from policysearch.types import Document, Filters, Origin, Passage, Relation, RelationKind, Span
from policysearch.validity import judge

_ORIGINS: Mapping[Origin, str] = {
    "text": "来自正文",
    "page": "来自网页信息",
    "file_name": "来自文件名",
    "sidecar": "来自附加的元数据",
}
_CHANGED_BY = {"废止": "废止它的文件：《{title}》", "修改": "修改它的文件：《{title}》"}
_MOST_TITLE_CHARS = 60


def document_head(document: Document, cited: Span | None, today: str, kin: Html = EMPTY) -> Html:
    """Title, badges, what the document says of itself, its relatives (``kin``), notices, and the cited place."""
    rows = [
        element("div", element("dt", say(name)), element("dd", value, lang="zh-CN"))
        for name, value in _metadata(document, today)
    ]
    warning = not_in_force(document, today)
    said = [warning] if warning else []
    if document.is_digest:
        said.append(say("本文是要点摘编，不是原文；引用和办事请以原文为准。"))
    if plan_is_over(document, today):
        said.append(say("规划期 {period} 已满，请核对是否有新的规划。", period=plan_period(document)))
    only = Address(filters=Filters(doc_ids=(document.doc_id,))).href
    links = [
        element("a", say("← 返回提问"), href="?", class_="back"),
        element("a", say("只在本文件里提问"), href=only, class_="ask-here"),
    ]
    return element(
        "header",
        element("nav", *links, class_="reader-links"),
        _breadcrumb(document),
        element("h1", document.title, tabindex="-1", lang="zh-CN"),
        element("p", badges(document, today), class_="badges"),
        element("dl", *rows, class_="metadata"),
        kin,
        notices(said),
        _cited_bar(document, cited) if cited else EMPTY,
    )


def _breadcrumb(document: Document) -> Html:
    """文档库 › 地区 › 类别, each a link to the library narrowed so far."""
    steps: list[tuple[str, tuple[tuple[str, str], ...]]] = [("文档库", ())]
    if document.regions:
        region = ("region", document.regions[0])
        steps.append((document.regions[0].replace("/", ""), (region,)))
    if document.kind:
        steps.append((document.kind, (*steps[-1][1], ("kind", document.kind))))
    links = (
        element("a", say(name), href=view_href("library", *options), lang=tongue(say(name))) for name, options in steps
    )
    return element("nav", join(links, " › "), class_="breadcrumb", aria_label=say("所在位置"))


def _cited_bar(document: Document, cited: Span) -> Html:
    quote, place = cited.of(document.text), label(document, cited)
    jump = element(
        "a", clause_label(document, cited.start), href="#cited", class_="place", data_jump="cited", lang="zh-CN"
    )
    return element(
        "div",
        element("span", say("引用位置"), class_="bar-name"),
        jump,
        copy_button(quote, place),
        keep_button(document, [cited]),
        element("button", say("复制链接"), type="button", class_="copy-address"),
        class_="cited-bar",
    )


def _metadata(document: Document, today: str) -> Iterator[tuple[str, Html]]:
    """What the document says of itself, by name, each with what proves it; what it does not say is left out."""
    dates = (
        ("成文日期", "issued_on", document.issued_on),
        ("发布日期", "published_on", document.published_on),
        ("施行日期", "effective_on", document.effective_on),
        ("有效期至", "expires_on", document.expires_on),
    )
    rows = (
        ("发布机构", "issuers", "、".join(document.issuers)),
        ("文号", "number", document.number or ""),
        *((name, field, chinese_date(date) if date else "") for name, field, date in dates),
        ("地区", "regions", "、".join(region.replace("/", "") for region in document.regions)),
        ("类别", "kind", document.kind or ""),
        ("文种", "form", document.form or ""),
        ("规划期", "plan_period", plan_period(document)),
        ("状态", "declared", document.declared or ""),
    )
    yield from ((name, join([value, *_proofs(document, field)])) for name, field, value in rows if value)
    standing = judge(document, today).standing
    if standing != "未知":
        yield "效力", join([standing, *_changed_by(document)])
    for kind in get_args(RelationKind):
        named = [_named_text(document, relation) for relation in document.relations if relation.kind == kind]
        if named:
            yield kind, join(named, "、")


def _proofs(document: Document, field: str) -> Iterator[Html]:
    """A link to each place of the text that says a field, or where else it comes from."""
    proofs = [proof for proof in document.proofs if proof.field == field]
    for number, proof in enumerate(proofs, 1):
        if proof.span is None:
            yield element("span", say(_ORIGINS[proof.origin]), class_="proof", lang=own())
            continue
        name = say("出处") if len(proofs) == 1 else say("出处{number}", number=number)
        words = " ".join(proof.span.of(document.text).split())
        yield _place(document, proof.span, name, title=clip(words, _MOST_TITLE_CHARS))


def _named_text(document: Document, relation: Relation) -> Html:
    words = f"《{relation.title}》" + (f"（{relation.number}）" if relation.number else "")
    return _place(document, relation.span, words, title=say("在文中的位置"))


def _place(document: Document, span: Span, words: str, title: str) -> Html:
    href = reader_href(document.doc_id, clause_link(document, span))
    return element("a", words, href=href, class_="proof", title=title)


def _changed_by(document: Document) -> Iterator[Html]:
    """Links to the documents of the library that end or amend this one."""
    for change in document.changes:
        yield element(
            "a", say(_CHANGED_BY[change.kind], title=change.title), href=reader_href(change.doc_id), class_="proof"
        )


def colophon(document: Document, passages: Sequence[Passage] = ()) -> Html:
    """Where the text comes from, what was left out of it, and what is doubtful in it."""
    rows: list[tuple[str, str]] = [
        ("收录文件", document.source.path + (f"（{document.part}）" if document.part else "")),
        ("来源", document.origin or ""),
        *quality_rows(document, assess(document, passages)),
    ]
    items = [
        element(
            "div",
            element("dt", say(name)),
            element("dd", value, lang=None if isinstance(value, Html) else tongue(value)),
        )
        for name, value in rows
        if value
    ]
    url = document.source.url or ""
    if url.startswith(("https://", "http://")):
        link = element("a", url, href=url, rel="noopener noreferrer external", target="_blank")
        items.append(element("div", element("dt", say("网址")), element("dd", link)))
    return element(
        "footer",
        element("h2", say("关于这份文本")),
        element("dl", *items, class_="metadata"),
        class_="colophon",
    )
