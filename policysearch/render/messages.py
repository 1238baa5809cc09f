"""Pages and notices that say one thing."""

from __future__ import annotations

from policysearch.render.html import Html, element
from policysearch.render.sentences import retold
from policysearch.render.words import say
from policysearch.types import Document


def unknown_document(doc_id: str) -> Html:
    """The sentence for an address that names no document of this index."""
    words = element(
        "p",
        say("这里没有编号为 "),
        element("code", doc_id[:80]),
        say(" 的文件：可能已从文件库移走，或链接不完整。"),
    )
    return _message(say("找不到这份文件"), words, element("a", say("看看收录了哪些文件"), href="?view=library"))


def lost_clause(document: Document) -> Html:
    """The notice for an address whose clause the document no longer has."""
    return element(
        "p",
        say("链接指的那一处在《{title}》里已找不到，下面从头显示全文。", title=document.title),
        class_="notice lost",
    )


def message(title: str, sentence: str) -> Html:
    """A page that says one thing."""
    return _message(say(title), element("p", retold(say(sentence))), element("a", say("返回提问"), href="?"))


def _message(title: str, words: Html, link: Html) -> Html:
    return element("section", element("h1", title), words, element("p", link), class_="message")
