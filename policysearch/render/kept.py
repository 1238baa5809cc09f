"""Places for what the browser keeps of questions: those of this visit, those that a person saved. ask.js fills them."""

from __future__ import annotations

from policysearch.render.html import Html, element
from policysearch.render.words import say


def visit_history() -> Html:
    """The questions of this visit, the last first; hidden until there is one before this."""
    return element(
        "details",
        element("summary", say("这次问过")),
        element(
            "section",
            element("ol"),
            element("button", say("清除"), type="button", class_="clear-history"),
            class_="facet",
        ),
        class_="facets history",
        hidden=True,
    )


def saved_questions(index_id: str) -> Html:
    """The questions that a person saved, each to be asked again; hidden where there are none."""
    return element(
        "section",
        element("h2", say("收藏的问题")),
        element("ol"),
        class_="saved-questions",
        hidden=True,
        data_index=index_id,
    )


def save_button(index_id: str) -> Html:
    """The star by which a question is saved."""
    return element(
        "button",
        say("☆ 收藏这个问题"),
        type="button",
        class_="save-question",
        aria_pressed="false",
        data_index=index_id,
    )
