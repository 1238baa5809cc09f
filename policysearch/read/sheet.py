"""Workbooks (xlsx, xlsm by openpyxl; xls by xlrd): each visible sheet's name, then its table as a person sees it."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import openpyxl
import xlrd

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.assemble import Assembly
from policysearch.types import RawDocument, Source

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = b"PK\x03\x04"
# Of a whole workbook.
_MOST_ROWS = 2_000_000
_MOST_CELLS = 5_000_000
# A number format without its quoted words, colours and conditions.
_FORMAT_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
_PADDED = re.compile(r"0{2,}")


def read_workbook(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The visible sheets of a workbook; what it is, its first bytes decide and not its name.

    Cells are as shown: 3 and not 3.0, days in ISO form, per cent as per cent; a formula is its last value, a merged
    cell stands once. A row at either end of a sheet with one cell is a line of its own: a title or a note.
    """
    if data.startswith(_ZIP_MAGIC):
        sheets = _modern(data, limits)
    elif data.startswith(_OLE_MAGIC):
        sheets = _old(data)
    else:
        raise _damaged()
    assembly = Assembly()
    for name, rows in sheets:
        _sheet(name, _bounded(rows, assembly, limits), assembly)
    return assembly.build(source)


def _damaged() -> ReadError:
    return ReadError("不是完整的 Excel 文件：请重新保存后再放入。")


def _modern(data: bytes, limits: ReadLimits) -> Iterator[tuple[str, Iterable[list[str]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > limits.members or sum(m.file_size for m in members) > limits.unpacked_bytes:
                raise ReadError("文件解开后太大：请拆分后再放入。")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that it leaves out: pictures, rules of validation
            room = _Room()
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # what it says of its size may be wrong
                    rows = ([_shown(c.value, c.number_format) for c in row] for row in sheet.iter_rows())
                    yield sheet.title, list(room.kept(rows))
    except ReadError:
        raise
    except Exception as error:  # the library raises whatever a damaged file leads it to
        raise _damaged() from error


def _old(data: bytes) -> Iterator[tuple[str, Iterable[list[str]]]]:
    try:
        # Rows as long as what is written in them: padded to the widest, a few kilobytes make millions of cells.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
        room = _Room()
        for sheet in book.sheets():
            if sheet.visibility == 0:
                rows = ([_old_cell(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows))
                yield sheet.name, list(room.kept(rows))
    except ReadError:
        raise
    except Exception as error:  # as above
        if "encrypted" in str(error):
            raise ReadError("文件有密码保护：请去掉密码后再放入。") from error
        raise _damaged() from error


def _old_cell(book: Any, cell: Any) -> str:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _shown(bool(cell.value), "General")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return str(cell.value)
    known = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    form = known.format_str if known is not None else "General"
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            if cell.value < 1:
                return _shown((datetime.datetime.min + datetime.timedelta(days=cell.value)).time(), form)
            return _shown(xlrd.xldate_as_datetime(cell.value, book.datemode), form)
        except (ValueError, OverflowError):
            return _number(cell.value, "General")
    return _number(cell.value, form)


class _Room:
    """How many rows and cells of a workbook may still come."""

    def __init__(self) -> None:
        self._rows = _MOST_ROWS
        self._cells = _MOST_CELLS

    def kept(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """The rows that hold something; ReadError when there is no room for more."""
        for row in rows:
            self._rows -= 1
            self._cells -= len(row)
            if self._rows < 0 or self._cells < 0:
                raise ReadError("表格的行列太多：请拆分后再放入。")
            if any(cell.strip() for cell in row):
                yield row


def _bounded(rows: Iterable[list[str]], assembly: Assembly, limits: ReadLimits) -> list[list[str]]:
    kept = []
    length = assembly.length
    for row in rows:
        length += sum(map(len, row))
        if length > limits.text_chars:
            raise ReadError(f"文字超过上限 {limits.text_chars} 字：请拆分后再放入。")
        kept.append(row)
    return kept


def _sheet(name: str, rows: list[list[str]], assembly: Assembly) -> None:
    if not rows:
        return
    assembly.heading(name, 2)
    columns = sorted({i for row in rows for i, cell in enumerate(row) if cell.strip()})
    rows = [[row[i] if i < len(row) else "" for i in columns] for row in rows]
    counts = [sum(bool(cell.strip()) for cell in row) for row in rows]
    first, last = next((i for i, count in enumerate(counts) if count > 1), len(rows)), len(rows)
    while last > first and counts[last - 1] == 1 and rows[last - 1][0].strip():
        last -= 1  # a note begins in the first column; what stands alone in another belongs to a merged cell above
    _lines(rows[:first], assembly)
    assembly.table(rows[first:last])
    _lines(rows[last:], assembly)


def _lines(rows: Sequence[Sequence[str]], assembly: Assembly) -> None:
    for row in rows:
        for line in " ".join(cell for cell in row if cell.strip()).split("\n"):
            assembly.paragraph(line)


def _shown(value: object, form: str) -> str:
    """A value as its cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, datetime.datetime):
        letters = _FORMAT_WORDS.sub("", form.split(";")[0]).lower()
        if "h" in letters or (value.time() != datetime.time() and "y" not in letters):
            return value.strftime("%Y-%m-%d %H:%M") if "y" in letters or "d" in letters else f"{value:%H:%M}"
        return f"{value.year}-{value.month:02}" if "y" in letters and "d" not in letters else value.date().isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat("seconds" if value.second else "minutes")
    return str(value)


def _number(value: float, form: str) -> str:
    """A number with the decimals, per cent, thousands and leading zeros that its format asks for."""
    sections = form.split(";")
    form = _FORMAT_WORDS.sub("", sections[0])
    if form in ("General", "@", "") or "E" in form or "/" in form:
        return _plain(value)
    percent = "%" in form
    if percent:
        value *= 100
    decimals = _DECIMALS.search(form)
    if decimals is None and value != int(value) and not re.search(r"[0#]", form):
        return _plain(value) + ("%" if percent else "")
    places = len(decimals[1]) if decimals else 0
    text = f"{value:,.{places}f}" if ",#" in form or ",0" in form else f"{value:.{places}f}"
    optional = len(decimals[1]) - len(decimals[1].rstrip("#?")) if decimals else 0
    for _ in range(optional):
        text = text.removesuffix("0")
    text = text.removesuffix(".")
    padded = _PADDED.match(form) if places == 0 else None
    return (text.zfill(len(padded[0])) if padded else text) + ("%" if percent else "")


def _plain(value: float) -> str:
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.15g}" if abs(value) >= 1e15 or abs(value) < 1e-4 else f"{round(value, 10):.11g}"
