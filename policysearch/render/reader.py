"""A document for reading: outline, clauses with anchors, cited words lit, tables, pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policysearch.cells import loose_words, row_spans
from policysearch.export import pick_ref
from policysearch.place import clause_label, clause_link, paged, paragraph_label, paragraphs
from policysearch.render.about import colophon, document_head
from policysearch.render.address import reader_href
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.tables import Cell, rows_of, table_html, touches
from policysearch.render.words import say
from policysearch.text import quote_hash, squeeze, trim
from policysearch.types import Document, Passage, Section, Span, Table

_NO_SPAN = Span(0, 0)
# A clause longer than this is put aside by its paragraphs.
_MOST_WHOLE_CHARS = 2000
_MOST_LINE_CHARS = 9000
_MOST_ROW_SPANS = 12


def reader(
    document: Document, cited: Span | None, today: str, kin: Html = EMPTY, passages: Sequence[Passage] = ()
) -> Html:
    """The whole document with ``cited`` lit (its first mark is ``#cited``), beside its outline.

    ``kin`` (see ``relatives``) stands in its head; of ``passages``, all of the document, its quality is told.
    """
    outline = _outline(document)
    body = join(_Body(document, cited or _NO_SPAN).blocks())
    text = element("div", body, class_="text", lang="zh-CN", data_doc=document.doc_id, data_title=document.title)
    head = document_head(document, cited, today, kin)
    article = element("article", head, _bar(bool(outline)), text, colophon(document, passages), class_="document")
    return element("div", outline, article, class_="reader" if outline else "reader bare")


def _bar(has_outline: bool) -> Html:
    """What stays in view over the text: the clause that one is in, and the search inside; reader.js fills both."""
    box = element(
        "input",
        type="search",
        id="find-in-document",
        placeholder=say("在本文中查找"),
        aria_label=say("在本文中查找"),
        maxlength="60",
        autocomplete="off",
        enterkeyhint="search",
    )
    steps = [
        element("button", mark, type="button", class_=name, aria_label=say(words), title=say(words), disabled=True)
        for mark, name, words in (("↑", "previous", "上一处"), ("↓", "next", "下一处"))
    ]
    return element(
        "div",
        element("p", class_="where", lang="zh-CN") if has_outline else EMPTY,
        element("form", box, element("output", for_="find-in-document"), *steps, class_="find", role="search"),
        class_="reader-bar",
    )


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
    """A heading or paragraph that a link can name, its label, and where its own heading ends.

    ``whole`` is all that stands under a heading.
    """

    path: str
    label: str
    level: int = 0
    heading_end: int = 0
    whole: Span = _NO_SPAN


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
        link = self._permalink(line, heading, paragraph)
        if heading and heading.heading_end >= line.end:
            return element(f"h{min(heading.level + 1, 6)}", words, link, id=anchor(heading.path))
        extra = element("span", id=anchor(paragraph.path)) if heading and paragraph else EMPTY
        return element("p", extra, words, link, id=anchor(own) if own else None)

    def _permalink(self, line: Span, heading: _Place | None, paragraph: _Place | None) -> Html:
        """The link to a line, of a heading to all under it.

        What reader.js needs to copy the line, or the whole clause that it opens, stands in the data.
        """
        place = paragraph or heading
        if place is None:
            return EMPTY
        page = paged(self.document, line.start)
        whole = heading.whole if heading and heading.whole.end > line.end and self._is_handy(heading.whole) else None
        linked = self._link(heading, heading.whole) if heading else self._link(place, line)
        return element(
            "a",
            "#",
            href=reader_href(self.document.doc_id, linked),
            class_="permalink",
            title=say("这一处的链接"),
            aria_label=say("这一处的链接"),
            data_ref=f"{self._link(place, line)}@{line.start}" if len(line) <= _MOST_LINE_CHARS else None,
            data_place=place.label + page,
            data_whole=f"{self._link(heading, whole)}@{whole.start}" if heading and whole else None,
            data_whole_place=heading.label + page if heading and whole else None,
        )

    def _link(self, place: _Place, span: Span) -> str:
        """What ``?clause=`` holds for ``span`` at a place (see ``place.clause_link``)."""
        quote = span.of(self.document.text)
        return f"{place.path}-{quote_hash(quote)}-{len(squeeze(quote))}"

    def _is_handy(self, whole: Span) -> bool:
        """Whether a clause may be copied and put aside as a whole: not too long, and no table in it."""
        tables = self.document.tables
        return len(whole) <= _MOST_WHOLE_CHARS and not any(
            table.span.start < whole.end and whole.start < table.span.end for table in tables
        )

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
        grid = table_html(rows, self._cell, identity, caption, lambda row: self._row_link(table, row))
        rest = [self._inline(span) for span in loose_words(self.document.text, table)]
        return join([grid, element("p", say("表中另有："), join(rest, " "), class_="loose") if rest else EMPTY])

    def _row_link(self, table: Table, row: int) -> Html:
        """The link to a row of a table, with what reader.js needs to copy it."""
        spans = row_spans(self.document.text, table, row)
        if not spans:
            return EMPTY
        return element(
            "a",
            "#",
            href=reader_href(self.document.doc_id, clause_link(self.document, spans[0])),
            class_="permalink",
            title=say("这一行的链接"),
            aria_label=say("这一行的链接"),
            data_ref=" ".join(pick_ref(self.document, span) for span in spans[:_MOST_ROW_SPANS]),
            data_place=clause_label(self.document, spans[0].start) + paged(self.document, spans[0].start),
        )

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
    found = _paragraph_places(document, (), "")
    _add_places(document, document.sections, (), "", found)
    return found


def _paragraph_places(document: Document, above: tuple[Section, ...], path: str) -> dict[tuple[int, bool], _Place]:
    """The paragraphs that the last section of ``above`` says itself."""
    own = list(paragraphs(document, above[-1] if above else None))
    return {
        (line.start, False): _Place(f"{path}p{number}", paragraph_label(above, number, len(own)))
        for number, line in enumerate(own, 1)
    }


def _add_places(
    document: Document,
    sections: Sequence[Section],
    above: tuple[Section, ...],
    prefix: str,
    found: dict[tuple[int, bool], _Place],
) -> None:
    for number, section in enumerate(sections, 1):
        path, here = f"{prefix}{number}", (*above, section)
        heading = trim(document.text, section.heading_span)
        whole = trim(document.text, section.span)
        found[section.heading_span.start, True] = _Place(
            path, paragraph_label(here, None, 0), len(here), heading.end, whole
        )
        found |= _paragraph_places(document, here, path + ".")
        _add_places(document, section.children, here, path + ".", found)
