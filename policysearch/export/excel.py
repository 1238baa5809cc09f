"""A report as an Excel workbook (.xlsx): a sheet with the answer, a sheet with a row for each piece of evidence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from policysearch.export.report import NOT_IN_XML, Report
from policysearch.text import clip

_MOST_CELL_CHARS = 32_767
_COLUMNS = (
    ("编号", 6),
    ("引用", 48),
    ("原文", 72),
    ("文件", 36),
    ("文号", 20),
    ("发布机构", 24),
    ("日期", 12),
    ("位置", 20),
    ("页", 6),
    ("出处", 36),
)
_NOTE = ("批注", 40)


def excel(report: Report) -> bytes:
    """The report as the bytes of an .xlsx file.

    Every text is text: one that begins with = + - @ is not taken for a formula. One longer than a cell holds is cut,
    with an ellipsis; characters that the format cannot hold are left out.
    """
    book = openpyxl.Workbook()
    answer = book.active
    assert isinstance(answer, Worksheet)
    answer.title = "回答" if report.status else "检索"
    rows = [("问题", report.question), ("结果", report.status), *(("回答", line) for line in report.paragraphs)]
    rows += [("没有找到", item) for item in report.missing] + [("请注意", item) for item in report.warnings]
    for row in [*rows, ("说明", report.closing)]:
        if row[1]:
            add_row(answer, row)
    answer.column_dimensions["A"].width, answer.column_dimensions["B"].width = 12, 100
    sheet = book.create_sheet("依据")
    columns = (*_COLUMNS, _NOTE) if any(e.note for e in report.evidence) else _COLUMNS
    add_row(sheet, [name for name, _ in columns], bold=True)
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    for e in report.evidence:
        known = (e.title, e.document_number, e.issuers, e.date, e.place, e.page, e.source, e.note)
        add_row(sheet, (e.number, e.citation, e.quote, *known))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def add_row(sheet: Worksheet, values: Sequence[Any], *, bold: bool = False) -> None:
    """A row of numbers and texts below the last one."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    for column, value in enumerate(values, 1):
        if value in (None, ""):
            continue
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            cell.value = clip(NOT_IN_XML.sub("", value), _MOST_CELL_CHARS)
            # openpyxl makes a formula of what begins with =; the mark keeps Excel from doing so when one edits it.
            cell.data_type = "s"
            cell.quotePrefix = True
        else:
            cell.value = value
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(bold=bold)
