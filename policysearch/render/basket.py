"""The basket (摘录夹): clauses that a person put aside, as the documents have them today.

The basket itself is kept in the browser: desk.js sends its references, fills in the notes and the words that were put
aside, and moves the cards.
"""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.export import Picked
from policysearch.place import full_label, label
from policysearch.render.address import reader_href
from policysearch.render.conversation import FORMAT_NAMES
from policysearch.render.documents import badges
from policysearch.render.html import EMPTY, Html, element
from policysearch.render.take import copy_button
from policysearch.render.words import say, tongue

MOST_TITLE_CHARS = 60
MOST_NOTE_CHARS = 500
_KEPT_HERE = "摘下的条款和批注只存在这个浏览器里；原文每次打开都在文档库里重新核对。"
_EMPTY = (
    "摘录夹还是空的。在回答的引文、检索结果和阅读页的段落旁按“摘录”，就会收到这里，"
    "可以排序、批注，再导出为 Word、Excel、Markdown 或文本。"
)
_STATES = {
    "changed": "收录文本在摘录之后有变动：上面是那一处现在的文字，下面是摘录时的文字。",
    "lost": "这份文件里已找不到摘录的那一处，下面是摘录时的文字；导出时不作为引文。",
    "gone": "这份文件已不在文档库，下面是摘录时的文字；导出时不作为引文。",
}


def basket_page(found: Sequence[Picked], today: str) -> Html:
    """The cards of what was put aside, in its order, with what can be done with all of it."""
    cards = [_card(one, today) for one in found]
    empty = element(
        "p",
        say(_EMPTY),
        class_="empty",
        hidden=bool(cards),
    )
    return element(
        "section",
        element("h1", say("摘录夹"), tabindex="-1"),
        element("p", say(_KEPT_HERE), class_="intro"),
        element("p", class_="notice basket-trouble", role="alert", hidden=True),
        _tools(bool(cards)),
        element("p", class_="basket-said", role="status"),
        empty,
        element("ol", *cards, class_="cards picks"),
        class_="basket",
    )


def _tools(is_shown: bool) -> Html:
    exports = [
        element(
            "button",
            say(name),
            type="button",
            class_="export-basket",
            data_export=form,
            aria_label=say("导出为 {name}", name=say(name)),
        )
        for form, name in FORMAT_NAMES.items()
    ]
    title = element(
        "input",
        type="text",
        id="basket-title",
        maxlength=str(MOST_TITLE_CHARS),
        placeholder=say("政策摘录"),
        autocomplete="off",
    )
    return element(
        "div",
        element("label", say("标题"), for_="basket-title"),
        title,
        element("span", say("导出"), *exports, class_="links exports"),
        element("button", say("清空"), type="button", class_="clear-basket"),
        class_="basket-tools",
        hidden=not is_shown,
    )


def _card(one: Picked, today: str) -> Html:
    """One clause: where it stands, its words, and what became of it where that is not the same."""
    pick, document = one.pick, one.document
    first = one.spans[0] if document and one.spans else None
    place = full_label(document, first) if document and first else ""
    title: str = document.title if document else say("编号 {number} 的文件", number=pick.doc_id)
    if document:
        title = element(
            "a", title, href=reader_href(document.doc_id, pick.refs[0].partition("@")[0]), lang=tongue(title)
        )
    number = "pick-" + pick.doc_id + "-" + pick.refs[0]
    note = element(
        "textarea", id=number, class_="note", rows="1", maxlength=str(MOST_NOTE_CHARS), placeholder=say("写一句批注……")
    )
    moves = [
        element("button", say(words), type="button", class_=name, aria_label=say(told))
        for words, told, name in (
            ("上移", "上移这一条", "up"),
            ("下移", "下移这一条", "down"),
            ("移除", "移除这一条", "drop"),
        )
    ]
    copy = copy_button(one.quote, label(document, first)) if document and first else EMPTY
    return element(
        "li",
        element("h2", title, badges(document, today) if document else EMPTY),
        element("p", place, class_="pick-place", lang=tongue(place)) if place else EMPTY,
        element("blockquote", one.quote, lang="zh-CN") if one.spans else EMPTY,
        _before(_STATES[one.state]) if one.state in _STATES else EMPTY,
        element("label", say("批注"), for_=number, class_="note-name"),
        note,
        element("div", copy, *moves, class_="links"),
        class_=f"card pick {one.state}",
        data_doc=pick.doc_id,
        data_refs=" ".join(pick.refs),
    )


def _before(trouble: str) -> Html:
    """What became of the words, and the place for those that were put aside."""
    return element(
        "div", element("p", say(trouble), class_="notice"), element("blockquote", class_="as-kept"), class_="was"
    )
