"""A document for reading: outline, clauses with anchors, cited words lit, tables, pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policysearch.cells import loose_words
from policysearch.place import paragraphs
from policysearch.render.about import colophon, document_head
from policysearch.render.address import reader_href
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.tables import Cell, rows_of, table_html, touches
from policysearch.render.words import say
from policysearch.text import trim
from policysearch.types import Document, Passage, Section, Span, Table

_NO_SPAN = Span(0, 0)


def reader(
    document: Document, cited: Span | None, today: str, kin: Html = EMPTY, passages: Sequence[Passage] = ()
) -> Html:
    """The whole document with ``cited`` lit (its first mark is ``#cited``), beside its outline.

    ``kin`` (see ``relatives``) stands in its head; of ``passages``, all of the document, its quality is told.
    """
    outline = _outline(document)
    body = join(_Body(document, cited or _NO_SPAN).blocks())
    text = element("div", body, class_="text", lang="zh-CN")
    article = element(
        "article", document_head(document, cited, today, kin), text, colophon(document, passages), class_="document"
    )
    return element("div", outline, article, class_="reader" if outline else "reader bare")


def anchor(path: str) -> str:
    """The id of a clause in the page: ``c-4.6.p1``."""
    return "c-" + path


def _outline(document: Document) -> Html:
    if not document.sections:
        return EMPTY
    entries = _outline_list(document.doc_id, document.sections, "")
    return element(
        "details",
        element("summary", say("目录")),
        element("nav", entries, aria_label=say("目录"), lang="zh-CN"),
        class_="outline",
        open=True,
    )


def _outline_list(doc_id: str, sections: Sequence[Section], above: str) -> Html:
    items = []
    for number, section in enumerate(sections, 1):
        path = f"{above}{number}"
        name = (section.heading if section.ladder == "dash" else section.name) or say("（无标题）")
        link = element("a", name, href=reader_href(doc_id, path), data_anchor=anchor(path))
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
        self.row_cited: tuple[Cell, ...] = ()

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
        name = say("这一处的链接")
        return element("a", "#", href=href, class_="permalink", title=name, aria_label=name)

    def _inline(self, span: Span) -> Html:
        """The words of ``span`` with page marks between them and the cited part lit."""
        cuts = {span.start, span.end, self.cited.start, self.cited.end, *self._pages_in(span)}
        edges = sorted(cut for cut in cuts if span.start <= cut <= span.end)
        parts: list[str] = [self._page(span.start)]
        for start, end in pairwise(edges):
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
        return element("span", say("第{number}页", number=number), class_="page") if number else EMPTY

    def _table(self, table: Table) -> Html:
        place = self.places.get((table.span.start, False))
        identity = anchor(place.path) if place else None
        if not table.rows:
            return element("pre", self._inline(table.span), id=identity, class_="flattened")
        caption = self._inline(table.caption) if table.caption else EMPTY
        rows = list(rows_of(table))
        self.row_cited = self._cited_row(rows)
        grid = table_html(rows, self._cell, identity, caption)
        rest = [self._inline(span) for span in loose_words(self.document.text, table)]
        return join([grid, element("p", say("表中另有："), join(rest, " "), class_="loose") if rest else EMPTY])

    def _cited_row(self, rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
        """The row of which more than one cell is cited: all of it is lit, wherever its cells are printed."""
        found = (row for row in rows[1:] if sum(touches(cell, [self.cited]) for cell in row) > 1)
        row = next(found, ())
        return row if next(found, None) is None else ()

    def _cell(self, cell: Cell) -> Html:
        if not cell.spans:
            return join([cell.words])
        if cell in self.row_cited:
            return self._mark(cell.words)
        return join([self._inline(span) for span in cell.spans])


def _places(document: Document) -> dict[tuple[int, bool], _Place]:
    """Headings (True) and paragraphs (False) by where they start."""
    found = {(line.start, False): _Place(f"p{number}") for number, line in enumerate(paragraphs(document, None), 1)}
    _add_places(document, document.sections, "", 1, found)
    return found


def _add_places(
    document: Document,
    sections: Sequence[Section],
    above: str,
    depth: int,
    found: dict[tuple[int, bool], _Place],
) -> None:
    for number, section in enumerate(sections, 1):
        path = f"{above}{number}"
        end = trim(document.text, section.heading_span).end
        found[section.heading_span.start, True] = _Place(path, depth, end)
        for count, line in enumerate(paragraphs(document, section), 1):
            found[line.start, False] = _Place(f"{path}.p{count}")
        _add_places(document, section.children, path + ".", depth + 1, found)
