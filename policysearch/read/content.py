"""The main content of a web page: what trafilatura extracts, unless it loses sentences of the text that it found.

The extractor scores paragraphs and drops those that look like a menu; of official texts it now and then drops an
article (第五条 alone in a cell) or a body of two sentences. Then the element around all that it found is taken whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

import trafilatura
from lxml import etree
from lxml import html as lxml_html

_HIDDEN = ("script", "style", "noscript", "template", "select", "textarea", "button", "iframe", "title", "head")
# What the blocks of HTML are called in the extractor's XML; other tags are gone and their words stay.
_NAMES = {
    **dict.fromkeys(("p", "pre", "dt", "dd", "li", "caption", "address", "blockquote"), "p"),
    **dict.fromkeys(("div", "section", "article", "main", "center", "form", "fieldset", "dl", "body", "nav"), "div"),
    **dict.fromkeys(("ul", "header", "footer", "aside", "figure", "figcaption"), "div"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "head"),
    "ol": "list",
    "table": "table",
    "tr": "row",
    "td": "cell",
    "th": "cell",
    "br": "lb",
    "hr": "lb",
}
_BLOCKS = {*_NAMES.values(), "main", "item", "quote", "code", "comments"}
# 经研究，同意立项。 is a sentence; 网站首页 and （一）报名时间： are none.
_SENTENCE_END = re.compile("(?<=[。；])")
_CJK = re.compile("[\u4e00-\u9fff]")
_LEAST_SENTENCE_CHARS = 12
# An HTML document as text, as file views of code hosts show one.
_SOURCE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_SOURCE_END = "</html>"


def shown_source(tree: lxml_html.HtmlElement) -> str | None:
    """The source of another page that makes up most of this page's text, None when it shows none."""
    text = str(_visible(tree).text_content())
    begin = _SOURCE.search(text)
    end = text.lower().rfind(_SOURCE_END) + len(_SOURCE_END)
    if begin is None or 2 * (end - begin.start()) < len(text):
        return None
    return text[begin.start() : end]


def main_content(page: str, tree: lxml_html.HtmlElement) -> etree._Element | None:
    """The main content as the extractor's XML (TEI-like: head, p, list, item, table, row, cell, lb), None for none."""
    extracted = trafilatura.extract(
        page, output_format="xml", include_tables=True, include_comments=False, favor_recall=True
    )
    content = _renamed(etree.fromstring(extracted.encode("utf-8"), _parser())) if extracted else None
    visible = _visible(tree)
    found = _squeezed("".join(map(str, content.itertext()))) if content is not None else ""
    around = _around(visible, found)
    lost = any(sentence not in found for sentence in _sentences(_without_links(around)))
    return _renamed(around) if lost else content


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)


def _visible(tree: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """A copy of the page without what is not shown."""
    visible = deepcopy(tree)
    for hidden in list(visible.iter(*_HIDDEN)):
        hidden.drop_tree()
    for hidden in visible.xpath("//*[contains(translate(@style, ' ', ''), 'display:none')]"):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    etree.strip_tags(visible, etree.Comment, etree.ProcessingInstruction)
    return visible


def _without_links(element: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """A copy of ``element`` less the links that say a sentence of their own: titles of other pages."""
    copy = deepcopy(element)
    for link in list(copy.iter("a")):
        if link.getparent() is not None and any(_sentences(link)):
            link.drop_tree()
    return copy


def _around(page: lxml_html.HtmlElement, found: str) -> lxml_html.HtmlElement:
    """The smallest element that holds the sentences that were found; where there are none, those of the page."""
    wanted = [sentence for sentence in _sentences(page) if sentence in found] or list(_sentences(page))
    element = page
    while wanted:
        inner = next((child for child in element if _holds(child, wanted)), None)
        if inner is None:
            break
        element = inner
    return element


def _holds(element: lxml_html.HtmlElement, sentences: list[str]) -> bool:
    words = _squeezed(element.text_content())
    return all(sentence in words for sentence in sentences)


def _sentences(element: lxml_html.HtmlElement) -> Iterator[str]:
    """The sentences of an element without blanks; one that runs over blocks (a title and its first line) counts not."""
    for line in _lines(element):
        for words in _SENTENCE_END.split(_squeezed(line)):
            if len(words) >= _LEAST_SENTENCE_CHARS and words[-1] in "。；" and _CJK.search(words):
                yield words


def _lines(element: lxml_html.HtmlElement) -> Iterator[str]:
    """The text of ``element``, a block or the words between two a line."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in _NAMES:
            yield "".join(parts)
            parts.clear()
        parts.append((node.text if event == "start" else node.tail if node is not element else "") or "")
    yield "".join(parts)


def _renamed(element: etree._Element) -> etree._Element:
    """``element`` with its blocks called as the extractor calls them and all other tags gone.

    The extractor's own XML needs it too: of a table that it does not understand it leaves the HTML.
    """
    content = deepcopy(element)
    content.tail = None
    for node in content.iter(*_NAMES):
        name = _NAMES[node.tag]
        if name == "head":
            node.set("rend", node.tag)
        if node.tag == "ol":
            node.set("rend", "ol")
            for item in node.findall("li"):
                item.tag = "item"
        node.tag = name
    others = {node.tag for node in content.iterdescendants() if node.tag not in _BLOCKS}
    etree.strip_tags(content, *others)
    return content


def _squeezed(text: str) -> str:
    return "".join(text.split())
