"""What a page function returns: the content of the view, and what the window shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from policysearch.render import Html, element
from policysearch.render.words import say

SITE = "政策检索"


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows, and the question that stands in its box."""

    html: Html
    question: str = ""


def wrap(name: str, title: str, content: Html, question: str = "") -> View:
    """A view with what the page needs to know of it: its name and the title of the window."""
    whole = say(SITE) if title == SITE else f"{say(title)[:60]} - {say(SITE)}"
    return View(element("div", content, id="view", data_view=name, data_title=whole), question)
