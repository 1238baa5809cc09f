"""A table as a file: comma-separated values, Markdown, Excel. Head and rows in, bytes out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Literal, get_args

from policysearch.export.text import escaped

TableFormat = Literal["csv", "md", "xlsx"]
TABLE_FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)
_WIDTHS = {"原文": 48, "条件": 60, "对象": 40, "名称": 40, "文件": 40, "提及": 60}
# A spreadsheet that opens a csv takes these for the beginning of a formula (OWASP, CSV injection).
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


def table_file(form: TableFormat, name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """``rows`` under ``head`` as the bytes of a file; ``name`` is that of the sheet.

    The csv has a byte order mark, without which Excel takes it for the encoding of the system. No text acts as a
    formula or as markup. Cells that are figures alone are numbers in Excel.
    """
    if form == "xlsx":
        return _workbook(name, head, rows)
    if form == "md":
        lines = [head, ["---"] * len(head), *([escaped(cell) for cell in row] for row in rows)]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode("utf-8", "replace")
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(" ".join(cell.split())) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _FIGURE.fullmatch(cell) else cell


def _workbook(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    import openpyxl  # takes a while: only who exports waits for it
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    from policysearch.export.excel import add_row

    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    add_row(sheet, head, bold=True)
    for row in rows:
        add_row(sheet, [float(cell) if _FIGURE.fullmatch(cell) else cell for cell in row])
    for number, title in enumerate(head, 1):
        width = next((width for word, width in _WIDTHS.items() if title.startswith(word)), 16)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
