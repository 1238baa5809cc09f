"""Workbooks: visible sheets with their names, cells as a person sees them, old and new format alike."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlrd
import xlwt  # type: ignore[import-untyped]
from test_read_file import put, refusal
from xlrd.biffh import XLRDError

from policysearch.config import ReadLimits
from policysearch.parse import cut_passages, parse
from policysearch.read import read_file, sheet
from policysearch.types import RawDocument

Cell = tuple[object, str]
Rows = Sequence[Sequence[object]]
GENERAL = "General"
TABLE: Rows = [["户型", "面积", "补贴"], ["一人户", 36, 540.5], ["二人户", 45.0, 720]]


def xlsx_bytes(sheets: dict[str, Rows], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A workbook; a cell is a value or a value with its number format."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for down, row in enumerate(rows, 1):
            for across, cell in enumerate(row, 1):
                value, form = cell if isinstance(cell, tuple) else (cell, None)
                made = page.cell(down, across, value)
                if form:
                    made.number_format = form
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls_bytes(sheets: dict[str, Rows], change: Callable[[object], None] | None = None) -> bytes:
    """The same as an old workbook."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        page = book.add_sheet(name)
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                value, form = cell if isinstance(cell, tuple) else (cell, None)
                page.write(down, across, value, xlwt.easyxf(num_format_str=form or GENERAL))
    if change:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


MAKERS = {".xlsx": xlsx_bytes, ".xls": xls_bytes}
either = pytest.mark.parametrize("suffix", sorted(MAKERS))


def read(folder: Path, suffix: str, data: bytes) -> RawDocument:
    return read_file(folder, put(folder, "补贴" + suffix, data))


@either
def test_each_sheet_is_its_name_and_its_table(tmp_path: Path, suffix: str) -> None:
    raw = read(tmp_path, suffix, MAKERS[suffix]({"租房补贴": TABLE, "空表": [], "购房补贴": [["甲", "乙"], ["丙", 7]]}))
    assert raw.text == "租房补贴\n户型\t面积\t补贴\n一人户\t36\t540.5\n二人户\t45\t720\n购房补贴\n甲\t乙\n丙\t7\n"
    assert [(mark.span.of(raw.text), mark.level) for mark in raw.headings] == [("租房补贴", 2), ("购房补贴", 2)]
    assert raw.tables[0].rows[1] == ("一人户", "36", "540.5")
    assert len(raw.tables) == 2


@either
def test_a_row_of_a_table_can_be_found(tmp_path: Path, suffix: str) -> None:
    passages = cut_passages(parse(read(tmp_path, suffix, MAKERS[suffix]({"租房补贴": TABLE})))[0])
    assert any("一人户" in passage.text and passage.kind == "table" for passage in passages)


@either
@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3.0, GENERAL, "3"),
        (0.1 + 0.2, GENERAL, "0.3"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (0.256, "0.0%", "25.6%"),
        (0.25, "0%", "25%"),
        (2.5, "0.00", "2.50"),
        (2.5, "0.##", "2.5"),
        (42, "000000", "000042"),
        (540, '0"元"', "540"),
        (-7.25, "0.00_ ;[Red]-0.00", "-7.25"),
        (123456789012.0, GENERAL, "123456789012"),
        (True, GENERAL, "TRUE"),
        (datetime.datetime(2022, 3, 4), "yyyy/m/d", "2022-03-04"),
        (datetime.datetime(2022, 3, 4), 'yyyy"年"m"月"d"日"', "2022-03-04"),
        (datetime.datetime(2022, 3, 1), 'yyyy"年"m"月"', "2022-03"),
        (datetime.datetime(2022, 3, 4, 9, 30), "yyyy-mm-dd hh:mm", "2022-03-04 09:30"),
        (datetime.time(9, 30), "h:mm", "09:30"),
        ("'01", GENERAL, "'01"),
        ("两行\n文字", GENERAL, "两行 文字"),
    ],
)
def test_a_cell_is_as_a_person_sees_it(tmp_path: Path, suffix: str, value: object, form: str, shown: str) -> None:
    data = MAKERS[suffix]({"表": [["名", "值"], ["甲", (value, form)]]})
    assert read(tmp_path, suffix, data).tables[0].rows[1] == ("甲", shown)


@either
def test_titles_and_notes_around_a_table_are_lines(tmp_path: Path, suffix: str) -> None:
    rows = [["租房补贴标准表", "", ""], ["", "", ""], *TABLE, ["注：按月发放。", "", ""]]
    raw = read(tmp_path, suffix, MAKERS[suffix]({"表": rows}))
    assert raw.text.startswith("表\n租房补贴标准表\n户型\t")
    assert raw.text.endswith("\n注：按月发放。\n")
    assert raw.tables[0].rows[0] == ("户型", "面积", "补贴")


@either
def test_a_sheet_of_one_column_is_text(tmp_path: Path, suffix: str) -> None:
    raw = read(tmp_path, suffix, MAKERS[suffix]({"说明": [["一、每月发放。"], ["二、按季核对。"]]}))
    assert raw.text == "说明\n一、每月发放。\n二、按季核对。\n"
    assert raw.tables == ()


def test_a_merged_cell_stands_once(tmp_path: Path) -> None:
    rows: Rows = [["镇", "学校", "人数"], ["桥东", "一小", 20], [None, "二小", 10]]
    new = xlsx_bytes({"表": rows}, lambda book: book.worksheets[0].merge_cells("A2:A3"))
    assert read(tmp_path, ".xlsx", new).tables[0].rows[2] == ("", "二小", "10")
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    page.write(0, 0, "镇")
    page.write(0, 1, "学校")
    page.write_merge(1, 2, 0, 0, "桥东")
    page.write(1, 1, "一小")
    page.write(2, 1, "二小")
    buffer = io.BytesIO()
    book.save(buffer)
    assert read(tmp_path, ".xls", buffer.getvalue()).tables[0].rows == (("镇", "学校"), ("桥东", "一小"), ("", "二小"))


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"表": TABLE, "底稿": [["不公开", "甲"], ["乙", "丙"]]}

    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[1].sheet_state = "hidden"

    def hide_old(book: object) -> None:
        book.get_sheet(1).visibility = 1  # type: ignore[attr-defined]

    assert "不公开" not in read(tmp_path, ".xlsx", xlsx_bytes(sheets, hide)).text
    assert "不公开" not in read(tmp_path, ".xls", xls_bytes(sheets, hide_old)).text


def test_what_a_file_is_its_bytes_decide(tmp_path: Path) -> None:
    assert "一人户\t36" in read(tmp_path, ".xls", xlsx_bytes({"表": TABLE})).text
    assert "一人户\t36" in read(tmp_path, ".xlsx", xls_bytes({"表": TABLE})).text
    assert "一人户\t36" in read(tmp_path, ".xlsm", xlsx_bytes({"表": TABLE})).text
    rows = "<tr><td>户型</td><td>面积</td></tr><tr><td>一人户</td><td>36</td></tr>"
    page = f"<html><body><table>{rows}</table></body></html>"
    assert "一人户" in read(tmp_path, ".xls", page.encode()).text


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    assert "读不到文字" in refusal(tmp_path, put(tmp_path, "a.xlsx", xlsx_bytes({"表": [], "二": [["  "]]})))


def test_a_locked_workbook_is_told(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    assert "密码" in refusal(tmp_path, put(tmp_path, "a.xlsx", ole))


def test_a_locked_old_workbook_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**arguments: object) -> object:
        raise XLRDError("Workbook is encrypted")

    monkeypatch.setattr(xlrd, "open_workbook", locked)
    assert "密码" in refusal(tmp_path, put(tmp_path, "a.xls", xls_bytes({"表": TABLE})))


def test_damage_is_told(tmp_path: Path) -> None:
    new, old = xlsx_bytes({"表": TABLE}), xls_bytes({"表": TABLE})
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    for name, data in (
        ("a.xlsx", new[: len(new) // 2]),
        ("b.xlsx", zipped.getvalue()),
        ("c.xlsx", "文字".encode()),
        ("d.xls", old[:600]),
        ("e.xls", old[:512] + bytes(len(old) - 512)),
    ):
        assert "Excel" in refusal(tmp_path, put(tmp_path, name, data))


def test_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "a.xlsx", xlsx_bytes({"表": TABLE}))
    assert "太大" in refusal(tmp_path, path, ReadLimits(unpacked_bytes=500))
    assert "太大" in refusal(tmp_path, path, ReadLimits(members=3))
    assert "上限" in refusal(tmp_path, path, ReadLimits(text_chars=15))
    with monkeypatch.context() as patch:
        patch.setattr(sheet, "_MOST_CELLS", 5)
        assert "太多" in refusal(tmp_path, path)
    monkeypatch.setattr(sheet, "_MOST_ROWS", 1)
    assert "太多" in refusal(tmp_path, path)


def test_a_cell_far_away_does_no_harm(tmp_path: Path) -> None:
    rows: Rows = TABLE

    def far(book: openpyxl.Workbook) -> None:
        book.worksheets[0].cell(3000, 900, "远处")

    raw = read(tmp_path, ".xlsx", xlsx_bytes({"表": rows}, far))
    assert raw.text.endswith("二人户\t45\t720\n远处\n")
    assert len(raw.tables[0].rows[0]) == 4


def test_rows_of_an_old_workbook_are_no_longer_than_what_stands_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "_MOST_CELLS", 1000)
    rows: Rows = [*TABLE, *([number] for number in range(100)), [*([""] * 250), "远处"]]
    assert read(tmp_path, ".xls", xls_bytes({"表": rows})).text.endswith("远处\n")


@either
def test_the_sheets_of_a_workbook_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(sheet, "_MOST_CELLS", 12)
    assert read(tmp_path, suffix, MAKERS[suffix]({"表": TABLE}))
    assert "太多" in refusal(tmp_path, put(tmp_path, "二" + suffix, MAKERS[suffix]({"表": TABLE, "二": TABLE})))
