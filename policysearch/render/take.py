"""The buttons beside words that one may take along: copied with their place, or put aside in the basket."""

from __future__ import annotations

from collections.abc import Sequence

from policysearch.export import is_pick_ref, pick_ref
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say
from policysearch.types import Document, Span


def copy_button(quote: str, label: str) -> Html:
    """A button with the words it copies beside it, as text: the quotation and its place.

    The page's scripts read ``textContent`` of the whole, or of the quotation and the place alone.
    """
    source = element(
        "span", "“", element("q", quote.strip()), "”——", element("cite", label), class_="copy-text", hidden=True
    )
    button = element("button", say("复制引文"), type="button", class_="copy")
    return join([button, source])


def keep_button(document: Document, spans: Sequence[Span]) -> Html:
    """The button that puts ``spans`` of ``document`` aside; it stands beside ``copy_button``, whose words it takes.

    Nothing for what is too long to be put aside (10,000 characters).
    """
    refs = [pick_ref(document, span) for span in spans]
    if not all(map(is_pick_ref, refs)):
        return EMPTY
    return element(
        "button",
        say("摘录"),
        type="button",
        class_="keep",
        data_doc=document.doc_id,
        data_refs=" ".join(refs),
        aria_pressed="false",
    )
