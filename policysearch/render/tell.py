"""答得不对: the form under an answer by which a person says what is wrong with it; desk.js sends it to ``/tell``."""

from __future__ import annotations

from collections.abc import Mapping

from policysearch.render.html import Html, element
from policysearch.render.words import say


def tell_form(wrongs: Mapping[str, str], most_chars: int) -> Html:
    """Closed at first; ``wrongs`` is what can be wrong, by value. All but the choice may stay empty."""
    choices = [
        element(
            "label",
            element("input", type="radio", name="wrong", value=value, checked=number == 0),
            element("span", say(words)),
        )
        for number, (value, words) in enumerate(wrongs.items())
    ]
    fields = [
        element("label", element("span", say(name)), _box(field, say(hint), most_chars))
        for field, name, hint in (
            ("right", "正确答案", "关键的数或词，例如 600套"),
            ("source", "依据", "原文里的一句，或阅读页里那一处的链接"),
            ("words", "说明", "还想说的"),
        )
    ]
    form = element(
        "form",
        element("fieldset", element("legend", say("哪里不对")), *choices),
        *fields,
        element(
            "div",
            element("button", say("记下"), type="submit"),
            element(
                "span", say("问题、回答和引文会连同所写的一起记在这台机器的文件里，不会发往别处。"), class_="tell-note"
            ),
            class_="tell-foot",
        ),
        class_="tell-form",
        autocomplete="off",
    )
    said = element("p", class_="tell-said", role="status")
    return element("details", element("summary", say("答得不对？")), form, said, class_="tell")


def _box(name: str, hint: str, most_chars: int) -> Html:
    return element("input", type="text", name=name, placeholder=hint, maxlength=str(most_chars))
