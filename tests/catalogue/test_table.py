"""The rows of the catalogue: filters, columns, files, and the command that lists them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from policysearch.__main__ import main
from policysearch.catalogue.select import Wanted
from policysearch.catalogue.table import KINDS, cells_of, rows_of
from policysearch.export.table import table_file
from policysearch.search.searcher import Searcher


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_lists_every_kind_in_every_format(
    kind: str, plain_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["catalogue", kind, "--index", str(plain_index)]
    assert main([*command, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert main(command) == 0
    shown = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert len(shown) == len(rows) + 1
    assert all(len(line) == len(shown[0]) for line in shown)
    assert main([*command, "--format", "md"]) == 0
    assert capsys.readouterr().out.count("\n") == len(rows) + 2
    assert main([*command, "--format", "xlsx", "--output", str(tmp_path / "表.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "表.xlsx").worksheets[0].max_row == len(rows) + 1


def test_an_indicator_row_has_the_keys_of_the_contract(plain: Searcher) -> None:
    rows = rows_of(plain.catalogue, "indicators", plain.documents)
    assert rows
    keys = {"indicator", "printed", "region", "year", "value", "unit", "qualifier", "is_target", "doc_id", "spans"}
    for row in rows:
        assert keys <= row.keys()
        text = plain.documents[row["doc_id"]].text
        assert all(text[start:end] for start, end in row["spans"])


def test_filters_narrow_by_place_year_document_and_words(plain: Searcher) -> None:
    def count(wanted: Wanted) -> int:
        return len(rows_of(plain.catalogue, "indicators", plain.documents, wanted))

    rows = rows_of(plain.catalogue, "indicators", plain.documents)
    one = next(row for row in rows if row["year"] and row["region"])
    assert count(Wanted(year=one["year"])) == sum(row["year"] == one["year"] for row in rows)
    assert count(Wanted(doc_ids=(one["doc_id"],))) == sum(row["doc_id"] == one["doc_id"] for row in rows)
    assert count(Wanted(regions=(one["region"],))) == sum(
        (row["region"] or "").startswith(one["region"]) for row in rows
    )
    assert 0 < count(Wanted(words=(one["indicator"],))) <= len(rows)
    assert count(Wanted(words=("没有这样的指标",))) == 0


def test_a_wrong_document_is_one_sentence(plain_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "programmes", "--index", str(plain_index), "--doc", "none"]) == 2
    assert capsys.readouterr().err.strip().endswith("。")


HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-5", "@SUM(A1)", "a|b\n<script>", "\x01控制", "38"]


def test_no_cell_acts_as_a_formula_or_as_markup() -> None:
    rows = list(csv.reader(io.StringIO(table_file("csv", "表", ["列"] * 7, [HOSTILE]).decode("utf-8-sig"))))
    assert rows[1][:4] == ["'=1+1", "'+cmd|' /C calc'!A0", "-5", "'@SUM(A1)"]
    sheet = openpyxl.load_workbook(io.BytesIO(table_file("xlsx", "表", ["列"] * 7, [HOSTILE]))).worksheets[0]
    assert [sheet.cell(2, n).data_type for n in (1, 2, 4)] == ["s", "s", "s"]
    assert sheet.cell(2, 7).value == 38
    line = table_file("md", "表", ["列"] * 7, [HOSTILE]).decode().splitlines()[2]
    assert "\\|" in line
    assert "<script>" not in line


def test_cells_stand_under_their_heads(plain: Searcher) -> None:
    for kind in KINDS:
        head, cells = cells_of(kind, rows_of(plain.catalogue, kind, plain.documents))
        assert all(len(line) == len(head) for line in cells)
