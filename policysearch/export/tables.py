"""Tables under one title as a file: sheets in Excel, headings in Word and Markdown. Values in, bytes out."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from policysearch.export.report import NOT_IN_XML
from policysearch.export.text import escaped
from policysearch.text import chinese_date

TablesFormat = Literal["xlsx", "docx", "md"]
TABLES_FORMATS: tuple[TablesFormat, ...] = get_args(TablesFormat)
Value = str | float | int | None
_MOST_NAME_CHARS = 31
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LEAST_WIDTH, _MOST_WIDTH = 8, 60
# A table of Word with thousands of rows opens in no time that a person waits.
MOST_WORD_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """A head and rows of texts and numbers; every row is as wide as the head."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file holds: a title, what the reader must know of it, and tables. ``made_on`` is an ISO date."""

    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    made_on: str

    @property
    def closing(self) -> str:
        """The last line: when it was made, and what a reader can rely on."""
        return f"{chinese_date(self.made_on)}导出。数字和引文照收录文本；引用和办事以发布机构的正式文本为准。"


def tables_file(tables: Tables, form: TablesFormat) -> bytes:
    """The bytes of a file of the format ``form``; no text of it acts as a formula or as markup.

    Word holds the first ``MOST_WORD_ROWS`` rows of a table and says how many it leaves out; Excel and Markdown all.
    """
    if form == "xlsx":
        return _workbook(tables)
    return _word(tables) if form == "docx" else _markdown(tables).encode("utf-8", "replace")


def _workbook(tables: Tables) -> bytes:
    import openpyxl  # takes a while: only who exports waits for it
    from openpyxl.utils import get_column_letter

    from policysearch.export.excel import add_row

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for table in tables.tables:
        sheet = book.create_sheet(_sheet_name(table.name, book.sheetnames))
        add_row(sheet, table.head, bold=True)
        for row in table.rows:
            add_row(sheet, row)
        for number, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
    about = book.create_sheet(_sheet_name("说明", book.sheetnames))
    for line in (tables.title, *tables.notes, tables.closing):
        add_row(about, (line,))
    about.column_dimensions["A"].width = 100
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """``name`` as Excel takes it: 31 characters, none of its own marks, and no two alike."""
    plain = NOT_IN_XML.sub("", _NO_SHEET_NAME.sub(" ", name)).strip()[:_MOST_NAME_CHARS] or "表"
    number, told = 1, plain
    while told.lower() in {other.lower() for other in taken}:
        number += 1
        told = f"{plain[: _MOST_NAME_CHARS - 3]} {number}"
    return told


def _widths(table: Table) -> list[float]:
    """The width of each column for its longest line, counted twice for Chinese."""
    columns = zip(*((table.head, *table.rows)), strict=True)
    return [min(max((_width(value) for value in column), default=0) + 2, _MOST_WIDTH) for column in columns]


def _width(value: Value) -> float:
    lines = str(value if value is not None else "").split("\n")
    return max(_LEAST_WIDTH, *(sum(2 if ord(char) > 255 else 1 for char in line[:_MOST_WIDTH]) for line in lines))


def _word(tables: Tables) -> bytes:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    from policysearch.export.word import write_in_chinese

    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1"):
        write_in_chinese(document.styles[name])
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    properties = document.core_properties
    properties.author, properties.comments = "", ""
    properties.title = _plain(tables.title)[:255]
    properties.created = properties.modified = datetime.fromisoformat(tables.made_on)
    document.add_heading(_plain(tables.title), level=0)
    for note in tables.notes:
        document.add_paragraph(_plain(note))
    for table in tables.tables:
        document.add_heading(_plain(table.name), level=1)
        rows = table.rows[:MOST_WORD_ROWS]
        grid = document.add_table(rows=len(rows) + 1, cols=len(table.head), style="Table Grid")
        # Cells are asked for row by row: asked for one at a time, python-docx counts them all each time.
        for line, values in zip(grid.rows, (table.head, *rows), strict=True):
            for cell, value in zip(line.cells, values, strict=True):
                run = cell.paragraphs[0].add_run(_plain(_told(value)))
                run.bold = values is table.head
                run.font.size = Pt(9)
        left = len(table.rows) - len(rows)
        if left:
            document.add_paragraph(f"另有 {left} 行没有列出：导出 Excel 可得全部。")
    document.add_paragraph(tables.closing)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _plain(words: str) -> str:
    return NOT_IN_XML.sub("", words)


def _told(value: Value) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _markdown(tables: Tables) -> str:
    blocks = [f"# {escaped(tables.title)}", *map(escaped, tables.notes)]
    for table in tables.tables:
        lines = [map(escaped, table.head), ["---"] * len(table.head)]
        lines += [[escaped(_told(value)) for value in row] for row in table.rows]
        blocks += [f"## {escaped(table.name)}", "\n".join(f"| {' | '.join(line)} |" for line in lines)]
    return "\n\n".join([*blocks, "---", tables.closing]) + "\n"
