"""Blocks of a structured format to a RawDocument: paragraphs and tables in order, offsets kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from policysearch.types import HeadingMark, RawDocument, Source, Span, Table


@dataclass(slots=True)
class Assembly:
    """Collects blocks in reading order; a paragraph a line, a table row a line, cells set off by tabs."""

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _headings: list[HeadingMark] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _pages: list[int] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many characters were collected."""
        return self._length

    def page(self) -> None:
        """Begins a page here."""
        self._pages.append(self._length)

    def paragraph(self, text: str) -> Span:
        """Adds ``text`` as a line of its own (blanks at either end go); where it stands."""
        text = text.strip()
        start = self._length
        if text:
            self._parts.append(text + "\n")
            self._length += len(text) + 1
        return Span(start, start + len(text))

    def heading(self, text: str, level: int) -> None:
        """Adds a line that the format marks as a heading of ``level`` (1 is the highest)."""
        span = self.paragraph(text)
        if len(span):
            self._headings.append(HeadingMark(span, level))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Adds a table; line ends inside a cell become blanks, empty rows go."""
        cells = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
        cells = [row for row in cells if any(row)]
        if not cells:
            return
        width = max(map(len, cells))
        cells = [row + ("",) * (width - len(row)) for row in cells]
        start = self._length
        end = start
        for row in cells:
            end = self.paragraph("\t".join(row)).end
        self._tables.append(Table(Span(start, end), tuple(cells)))

    def build(
        self,
        source: Source,
        title: str | None = None,
        fields: Sequence[tuple[str, str]] = (),
        warnings: Sequence[str] = (),
    ) -> RawDocument:
        """The document that was collected."""
        return RawDocument(
            source=source,
            text="".join(self._parts),
            title=title,
            fields=tuple(fields),
            headings=tuple(self._headings),
            tables=tuple(self._tables),
            page_starts=tuple(self._pages),
            warnings=tuple(warnings),
        )
