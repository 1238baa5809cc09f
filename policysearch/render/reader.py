"""A document for reading: outline, clauses with anchors, the cited words lit, tables, pages, metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policysearch.place import clause_label, clause_link, label, paragraphs
from policysearch.render.address import Address, ask_href, reader_href
from policysearch.render.answer import copy_button
from policysearch.render.documents import badges, chinese_date, plan_is_over, plan_period
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.text import trim
from policysearch.types import Document, Filters, Section, Span, Table

_DROPPED: Mapping[str, str] = {
    "page_mark": "页码",
    "invisible": "不可见字符",
    "furniture": "网页或版面文字",
    "broken_line": "断行留下的空白",
    "second_copy": "重复的正文",
    "second_head": "重复的题头",
}
_NO_SPAN = Span(0, 0)


def reader(document: Document, cited: Span | None, today: str) -> Html:
    """The whole document with ``cited`` lit (its first mark is ``#cited``), beside its outline."""
    outline = _outline(document)
    body = Html("".join(_Body(document, cited or _NO_SPAN).blocks()))
    text = element("div", body, class_="text")
    article = element("article", _head(document, cited, today), text, _colophon(document), class_="document")
    return element("div", outline, article, class_="reader" if outline else "reader bare")


def anchor(path: str) -> str:
    """The id of a clause in the page: ``c-4.6.p1``."""
    return "c-" + path


def _head(document: Document, cited: Span | None, today: str) -> Html:
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in _metadata(document)]
    notices = []
    if document.is_digest:
        notices.append("本文是要点摘编，不是原文；引用和办事请以原文为准。")
    if plan_is_over(document, today):
        notices.append(f"规划期 {plan_period(document)} 已满，请核对是否有新的规划。")
    only = Address(filters=Filters(doc_ids=(document.doc_id,))).href
    links = [
        element("a", "← 返回提问", href="?", class_="back"),
        element("a", "只在本文件里提问", href=only, class_="ask-here"),
    ]
    return element(
        "header",
        element("nav", *links, class_="reader-links"),
        element("h1", document.title, tabindex="-1"),
        element("p", badges(document, today), class_="badges"),
        element("dl", *rows, class_="metadata"),
        join(element("p", notice, class_="notice") for notice in notices),
        _cited_bar(document, cited) if cited else EMPTY,
    )


def _cited_bar(document: Document, cited: Span) -> Html:
    quote, place = cited.of(document.text), label(document, cited)
    jump = element("a", clause_label(document, cited.start), href="#cited", class_="place", data_jump="cited")
    return element("div", element("span", "引用位置", class_="bar-name"), jump, Html(copy_button(quote, place)),
                   element("button", "复制链接", type="button", class_="copy-address"), class_="cited-bar")


def _metadata(document: Document) -> Iterator[tuple[str, str]]:
    """What the document says of itself, by name; what it does not say is left out."""
    dates = (
        ("成文日期", document.issued_on),
        ("发布日期", document.published_on),
        ("施行日期", document.effective_on),
        ("有效期至", document.expires_on),
    )
    yield from (pair for pair in (
        ("发布机构", "、".join(document.issuers)),
        ("文号", document.number or ""),
        *((name, chinese_date(date) if date else "") for name, date in dates),
        ("地区", "、".join(region.replace("/", "") for region in document.regions)),
        ("类别", document.kind or ""),
        ("规划期", plan_period(document)),
    ) if pair[1])


def _colophon(document: Document) -> Html:
    """Where the text comes from, what was left out of it, and what is doubtful in it."""
    counts = Counter(dropped.reason for dropped in document.dropped)
    left_out = "、".join(f"{_DROPPED.get(reason, reason)} {count} 处" for reason, count in counts.most_common())
    rows = [
        ("收录文件", document.source.path + (f"（{document.part}）" if document.part else "")),
        ("来源", document.origin or ""),
        ("整理时略去", left_out or "无"),
        ("质量提示", "；".join(document.warnings) or "无"),
        ("全文", f"{len(document.text):,} 字"),
    ]
    items = [element("div", element("dt", name), element("dd", value)) for name, value in rows if value]
    url = document.source.url or ""
    if url.startswith(("https://", "http://")):
        link = element("a", url, href=url, rel="noopener noreferrer external", target="_blank")
        items.append(element("div", element("dt", "网址"), element("dd", link)))
    return element("footer", element("h2", "关于这份文本"), element("dl", *items, class_="metadata"), class_="colophon")


def _outline(document: Document) -> Html:
    if not document.sections:
        return EMPTY
    entries = _outline_list(document.doc_id, document.sections, "")
    return element("details", element("summary", "目录"), element("nav", entries, aria_label="目录"),
                   class_="outline", open=True)


def _outline_list(doc_id: str, sections: Sequence[Section], above: str) -> Html:
    items = []
    for number, section in enumerate(sections, 1):
        path = f"{above}{number}"
        link = element("a", section.name or "（无标题）", href=reader_href(doc_id, path), data_anchor=anchor(path))
        below = _outline_list(doc_id, section.children, path + ".") if section.children else EMPTY
        items.append(element("li", link, below))
    return element("ol", *items)


@dataclass(frozen=True, slots=True)
class _Place:
    """A heading or paragraph that a link can name, and where its own heading ends."""

    path: str
    level: int = 0
    heading_end: int = 0


class _Body:
    """The text of a document as blocks of markup, one a line or table."""

    def __init__(self, document: Document, cited: Span) -> None:
        self.document = document
        self.cited = cited
        self.places = _places(document)
        self.pages = {start: number for number, start in enumerate(document.page_starts, 1)}
        self.lit = False

    def blocks(self) -> Iterator[Html]:
        """Each line or table in reading order."""
        text, position = self.document.text, 0
        for table in (*self.document.tables, None):
            end = table.span.start if table else len(text)
            yield from self._lines(Span(position, max(end, position)))
            if table and len(table.span) and table.span.start >= position:
                yield self._table(table)
                position = table.span.end

    def _lines(self, span: Span) -> Iterator[Html]:
        text, position = self.document.text, span.start
        while position < span.end:
            end = text.find("\n", position, span.end)
            end = span.end if end < 0 else end
            line = trim(text, Span(position, end))
            if len(line):
                yield self._line(line)
            position = end + 1

    def _line(self, line: Span) -> Html:
        heading = self.places.get((line.start, True))
        paragraph = self.places.get((line.start, False))
        place = heading or paragraph
        own = place.path if place else None
        words: Html
        if heading and heading.heading_end < line.end and paragraph:
            split = max(heading.heading_end, line.start)
            strong = element("strong", self._inline(Span(line.start, split)))
            words = join([strong, self._inline(Span(split, line.end))])
        else:
            words = self._inline(line)
        link = self._permalink(own)
        if heading and heading.heading_end >= line.end:
            return element(f"h{min(heading.level + 1, 6)}", words, link, id=anchor(heading.path))
        extra = element("span", id=anchor(paragraph.path)) if heading and paragraph else EMPTY
        return element("p", extra, words, link, id=anchor(own) if own else None)

    def _permalink(self, path: str | None) -> Html:
        if path is None:
            return EMPTY
        href = reader_href(self.document.doc_id, path)
        return element("a", "#", href=href, class_="permalink", title="这一处的链接", aria_label="这一处的链接")

    def _inline(self, span: Span) -> Html:
        """The words of ``span`` with page marks between them and the cited part lit."""
        cuts = {span.start, span.end, self.cited.start, self.cited.end, *self._pages_in(span)}
        edges = sorted(cut for cut in cuts if span.start <= cut <= span.end)
        parts: list[str] = [self._page(span.start)]
        for start, end in zip(edges, edges[1:], strict=False):
            if start != span.start:
                parts.append(self._page(start))
            piece = Span(start, end)
            lit = len(self.cited) and self.cited.holds(piece)
            parts.append(self._mark(piece.of(self.document.text)) if lit else piece.of(self.document.text))
        return join(parts)

    def _mark(self, words: str) -> Html:
        first, self.lit = not self.lit, True
        return element("mark", words, class_="cited", id="cited" if first else None)

    def _pages_in(self, span: Span) -> list[int]:
        return [start for start in self.pages if span.start < start < span.end] if self.pages else []

    def _page(self, offset: int) -> Html:
        number = self.pages.pop(offset, None)
        return element("span", f"第{number}页", class_="page") if number else EMPTY

    def _table(self, table: Table) -> Html:
        place = self.places.get((table.span.start, False))
        identity = anchor(place.path) if place else None
        if not table.rows:
            return element("pre", self._inline(table.span), id=identity, class_="flattened")
        rows, position = [], table.span.start
        for number, row in enumerate(table.rows):
            cells, position = self._cells(row, position, "td" if number else "th")
            rows.append(element("tr", *cells))
        return element("div", element("table", *rows), class_="table", id=identity)

    def _cells(self, row: Sequence[str], position: int, name: str) -> tuple[list[Html], int]:
        """The cells of a row, found in the text from ``position`` on so that cited words are lit there too."""
        cells = []
        for cell in row:
            at = self.document.text.find(cell, position) if cell else -1
            if at < 0:
                cells.append(element(name, cell))
                continue
            position = at + len(cell)
            cells.append(element(name, self._inline(Span(at, position)), scope="col" if name == "th" else None))
        return cells, position


def _places(document: Document) -> dict[tuple[int, bool], _Place]:
    """Headings (True) and paragraphs (False) by where they start."""
    found = {(line.start, False): _Place(f"p{number}") for number, line in enumerate(paragraphs(document, None), 1)}
    _add_places(document, document.sections, "", 1, found)
    return found


def _add_places(
    document: Document, sections: Sequence[Section], above: str, depth: int, found: dict[tuple[int, bool], _Place]
) -> None:
    for number, section in enumerate(sections, 1):
        path = f"{above}{number}"
        end = trim(document.text, section.heading_span).end
        found[section.heading_span.start, True] = _Place(path, depth, end)
        for count, line in enumerate(paragraphs(document, section), 1):
            found[line.start, False] = _Place(f"{path}.p{count}")
        _add_places(document, section.children, path + ".", depth + 1, found)


def unknown_document(doc_id: str) -> Html:
    """The sentence for an address that names no document of this index."""
    words = element("p", "这里没有编号为 ", element("code", doc_id[:80]), " 的文件：可能已从文件库移走，或链接不完整。")
    return _message("找不到这份文件", words, element("a", "看看收录了哪些文件", href="?list=documents"))


def lost_clause(document: Document) -> Html:
    """The notice for an address whose clause the document no longer has."""
    return element("p", f"链接指的那一处在《{document.title}》里已找不到，下面从头显示全文。", class_="notice lost")


def message(title: str, sentence: str) -> Html:
    """A page that says one thing."""
    return _message(title, element("p", sentence), element("a", "返回提问", href="?"))


def _message(title: str, words: Html, link: Html) -> Html:
    return element("section", element("h1", title), words, element("p", link), class_="message")


__all__ = ["anchor", "ask_href", "clause_link", "lost_clause", "message", "reader", "unknown_document"]
