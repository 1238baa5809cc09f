"""Rows of tables as spans: with their grid, and where the grid is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest

from policysearch.answer.rows import table_rows
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Source, Span, Table

GRID = "指标\t单位\t2020年\t2025年\n人才总量\t万人\t21.5\t30\n工作站\t家\t14\t26"
CELLS = "序号\n指标\n2020年\n2025年\n1\n人才总量\n33.4\n45\n2\n技师学院\n2\n4\n3\n工作室\n8\n20"
LINE = "序号 指标 2020年 2025年 1 人才总量 33.4 45 2 技师学院 2 4 3 工作室 8 20"


def rows_of(text: str, rows: tuple[tuple[str, ...], ...], piece: Span | None = None) -> list[str]:
    """The rows of a document whose middle is the table ``text``."""
    before = "前面一段。\n"
    span = Span(len(before), len(before) + len(text))
    document = Document(
        "d", Source("d", "", "text/plain"), "", "表", f"{before}{text}\n后面一段。", tables=(Table(span, rows),)
    )
    piece = span if piece is None else Span(span.start + piece.start, span.start + piece.end)
    return [row.of(document.text) for row in table_rows(document, piece)]


def grid_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a grid written with tabs."""
    return tuple(tuple(line.split("\t")) for line in text.split("\n"))


def test_a_grid_has_a_row_a_line_without_its_head() -> None:
    assert rows_of(GRID, grid_of(GRID)) == GRID.split("\n")[1:]


def test_a_first_line_with_figures_is_a_row() -> None:
    text = "第一类\t540元\n第二类\t675元"
    assert rows_of(text, grid_of(text)) == text.split("\n")


def test_a_later_piece_of_a_grid_has_no_head() -> None:
    later = GRID.index("人才总量")
    assert rows_of(GRID, grid_of(GRID), Span(later, len(GRID))) == GRID.split("\n")[1:]


@pytest.mark.parametrize("text", [CELLS, LINE], ids=["a cell a line", "one line"])
def test_a_flattened_table_is_cut_where_its_row_numbers_count_on(text: str) -> None:
    found = [" ".join(row.split()) for row in rows_of(text, ())]
    assert found == ["1 人才总量 33.4 45", "2 技师学院 2 4", "3 工作室 8 20"]


def test_a_flattened_table_without_row_numbers_has_a_row_a_line() -> None:
    text = "名称 数量\n插座 四十\n车棚 两座"
    assert [row for row in rows_of(text, ()) if row != "名称 数量"] == ["插座 四十", "车棚 两座"]


@pytest.mark.parametrize("text", [GRID, CELLS, LINE])
def test_rows_are_in_order_disjoint_and_inside_the_piece(text: str) -> None:
    rows = grid_of(GRID) if text is GRID else ()
    document = Document("d", Source("d", "", "text/plain"), "", "表", text, tables=(Table(Span(0, len(text)), rows),))
    found = table_rows(document, Span(0, len(text)))
    assert found
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_tables_of_the_library_have_their_rows(plain: Searcher) -> None:
    rows = {
        " ".join(row.of(document.text).split())
        for document in plain.documents.values()
        for table in document.tables
        for row in table_rows(document, table.span)
    }
    assert {"博士后工作站 家 14 26", "2 高技能人才 万人 9.7 14", "3 技师学院 所 2 4"} <= rows
