"""What stands around a found passage, to be opened on its card: clause, neighbours, section."""

from __future__ import annotations

from policysearch.context import Context
from policysearch.place import clause_path
from policysearch.render.address import reader_href
from policysearch.render.html import EMPTY, Html, element
from policysearch.render.words import say
from policysearch.text import clip
from policysearch.types import Document, Passage, Span

_MOST_CLAUSE_CHARS = 600
_MOST_SIBLING_CHARS = 200
_MOST_SECTION_CHARS = 800


def context_panel(context: Context, document: Document, passage: Passage) -> Html:
    """上下文, closed at first; a part that says no more than the card or another part is left out."""
    own = Span(passage.start, passage.end)
    clause, section = (
        _part(name, document, span.start, span.of(document.text), most_chars)
        for name, span, most_chars in (
            ("所在条款", context.clause, _MOST_CLAUSE_CHARS),
            ("本节全文", context.section, _MOST_SECTION_CHARS),
        )
    )
    has_section = context.section != context.clause
    most_chars = _MOST_SECTION_CHARS if has_section else _MOST_CLAUSE_CHARS
    is_whole = context.section.end - context.section.start <= most_chars
    beside = [
        _part(name, document, one.start, one.text, _MOST_SIBLING_CHARS)
        for name, one in (("前一段", context.before), ("后一段", context.after))
        if one and not (is_whole and context.section.holds(Span(one.start, one.end)))
    ]
    parts = [
        *([] if own.holds(context.clause) or (has_section and is_whole) else [clause]),
        *beside,
        *([section] if has_section else []),
    ]
    return element("details", element("summary", say("上下文")), *parts, class_="context") if parts else EMPTY


def _part(name: str, document: Document, start: int, words: str, most_chars: int) -> Html:
    """A part with its name and the link to where it starts; the link of one that is cut short says so."""
    href = reader_href(document.doc_id, clause_path(document, start))
    link = element("a", say("在原文中读全部") if len(words) > most_chars else say("在原文中看"), href=href)
    return element(
        "div",
        element("p", say(name), link, class_="context-name"),
        element("blockquote", clip(words, most_chars), lang="zh-CN"),
    )
