"""What stands around an answer: how a follow-up was understood, the box for the next one, the links to export."""

from __future__ import annotations

from dataclasses import replace

from policysearch.export import Format
from policysearch.render.address import CARDS_AT_FIRST, Address
from policysearch.render.html import EMPTY, Html, element
from policysearch.render.words import say

FORMAT_NAMES: dict[Format, str] = {"docx": "Word", "xlsx": "Excel", "md": "Markdown", "text": "文本"}


def understood_as(asked: str, address: Address) -> Html:
    """按“…”理解 where the question became ``asked`` after the one before it, with a link to ask it unchanged."""
    if asked == (address.question or "").strip():
        return EMPTY
    unchanged = replace(address, after=None, off=address.rules_off, cards=CARDS_AT_FIRST).href
    return element(
        "p",
        say("接着上一个问题，按“{asked}”理解。", asked=asked),
        element("a", say("不接上文，按原话查"), href=unchanged),
        class_="notice understood-as",
        role="status",
    )


def follow_form(asked: str, address: Address) -> Html:
    """The box for a question that goes on from ``asked``, under the same filters; page.js follows its address."""
    next_one = replace(address, question=None, after=asked, off=address.rules_off, cards=CARDS_AT_FIRST)
    kept = [element("input", type="hidden", name=name, value=value) for name, value in next_one.pairs]
    box = element(
        "input",
        type="text",
        name="q",
        required=True,
        maxlength="200",
        autocomplete="off",
        enterkeyhint="search",
        placeholder=say("接着问，例如：申请条件呢？"),
        aria_label=say("接着这个回答提问"),
    )
    button = element("button", say("追问"), type="submit")
    return element("form", box, *kept, button, method="get", action="", class_="follow-form")


def export_links() -> Html:
    """The buttons that export the answer; page.js fetches the file from ``/export``."""
    buttons = [
        element(
            "button",
            say(name),
            type="button",
            class_="export",
            data_export=form,
            aria_label=say("导出为 {name}", name=say(name)),
        )
        for form, name in FORMAT_NAMES.items()
    ]
    return element("p", element("span", say("导出")), *buttons, class_="links exports")
