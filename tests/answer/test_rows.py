"""Rows of tables as spans: with their grid, and where the grid is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest

from policysearch.answer.rows import is_of_count, row_parts, spoken_row, table_rows
from policysearch.cells import located
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Passage, Source, Span, Table

GRID = "指标\t单位\t2020年\t2025年\n人才总量\t万人\t21.5\t30\n工作站\t家\t14\t26"
CELLS = "序号\n指标\n2020年\n2025年\n1\n人才总量\n33.4\n45\n2\n技师学院\n2\n4\n3\n工作室\n8\n20"
LINE = "序号 指标 2020年 2025年 1 人才总量 33.4 45 2 技师学院 2 4 3 工作室 8 20"


def passage_of(document: Document, *spans: Span) -> Passage:
    """A passage of ``document`` that has only places."""
    return Passage("p", document.doc_id, "table", spans, "", "", ())


def document_of(text: str, rows: tuple[tuple[str, ...], ...]) -> Document:
    """A document whose middle is the table ``text``."""
    before = "前面一段。\n"
    text_around = f"{before}{text}\n后面一段。"
    table = located(text_around, Table(Span(len(before), len(before) + len(text)), rows))
    return Document("d", Source("d", "", "text/plain"), "", "表", text_around, tables=(table,))


def rows_of(text: str, rows: tuple[tuple[str, ...], ...], piece: Span | None = None) -> list[str]:
    """The rows of a document whose middle is the table ``text``."""
    document = document_of(text, rows)
    span = document.tables[0].span
    piece = span if piece is None else Span(span.start + piece.start, span.start + piece.end)
    found = table_rows(document, passage_of(document, piece))
    return ["\n".join(span.of(document.text) for span in row) for row in found]


def grid_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a grid written with tabs."""
    return tuple(tuple(line.split("\t")) for line in text.split("\n"))


def test_a_grid_has_a_row_a_line_without_its_head() -> None:
    assert rows_of(GRID, grid_of(GRID)) == GRID.split("\n")[1:]


def test_a_later_piece_of_a_grid_has_no_head() -> None:
    later = GRID.index("人才总量")
    assert rows_of(GRID, grid_of(GRID), Span(later, len(GRID))) == GRID.split("\n")[1:]


def test_a_row_whose_last_value_stands_elsewhere_is_one_row() -> None:
    text = "指标\t2020年\n技师\t3\n学徒\n另一行\n9"
    rows = (("指标", "2020年"), ("技师", "3"), ("学徒", "9"))
    cells = ((Span(0, 2),), (Span(3, 8),)), ((Span(9, 11),), (Span(12, 13),)), ((Span(14, 16),), (Span(21, 22),))
    document = Document(
        "d", Source("d", "", "text/plain"), "", "表", text, tables=(Table(Span(0, len(text)), rows, cells),)
    )
    found = table_rows(document, passage_of(document, Span(14, 16), Span(21, 22)))
    assert found == [(Span(14, 16), Span(21, 22))]


LOST = (
    ("序号", "指标", "单位", "2020年", "2025年", "列不明"),
    ("1", "租赁房", "", "", "", "243"),
    ("2", "学校", "所", "2", "3", ""),
)


def test_what_a_table_has_lost_is_said() -> None:
    text = "\n".join("\t".join(row) for row in LOST)
    document = document_of(text, LOST)
    first, second = (table_rows(document, passage_of(document, document.tables[0].span)))[:2]
    assert spoken_row(document, first) == "租赁房：243（原表看不出是哪一列，缺年份）（原表此处缺单位）"
    assert spoken_row(document, second) == "学校：2020年 2所，2025年 3所"


HOUSEHOLDS = (
    ("家庭人口", "系数", "家庭月收入限额（元）", "家庭年收入限额（元）"),
    ("2", "1.1", "3788", "45458"),
    ("3", "1", "5166", "61989"),
    ("≥4", "0.9", "6199", "74388"),
)


@pytest.mark.parametrize(
    ("question", "of_them"),
    [
        ("三口之家年收入不超过多少？", [False, True, False]),
        ("5人户年收入不超过多少？", [False, False, True]),
        ("年收入不超过多少？", [None, None, None]),
    ],
)
def test_a_row_is_of_as_many_people_as_the_question(question: str, of_them: list[bool | None]) -> None:
    text = "\n".join("\t".join(row) for row in HOUSEHOLDS)
    document = document_of(text, HOUSEHOLDS)
    rows = table_rows(document, passage_of(document, document.tables[0].span))
    assert [is_of_count(document, row, question) for row in rows] == of_them


def test_the_figures_of_a_row_with_their_heads() -> None:
    text = "\n".join("\t".join(row) for row in HOUSEHOLDS)
    document = document_of(text, HOUSEHOLDS)
    parts = row_parts(document, table_rows(document, passage_of(document, document.tables[0].span))[1])
    assert parts is not None
    assert dict(zip(parts.heads, parts.figures, strict=True))["家庭年收入限额（元）"] == "61989"


@pytest.mark.parametrize("text", [CELLS, LINE], ids=["a cell a line", "one line"])
def test_a_flattened_table_is_cut_where_its_row_numbers_count_on(text: str) -> None:
    found = [" ".join(row.split()) for row in rows_of(text, ())]
    assert found == ["1 人才总量 33.4 45", "2 技师学院 2 4", "3 工作室 8 20"]


def test_a_flattened_table_without_row_numbers_has_a_row_a_line() -> None:
    text = "名称 数量\n插座 四十\n车棚 两座"
    assert [row for row in rows_of(text, ()) if row != "名称 数量"] == ["插座 四十", "车棚 两座"]


@pytest.mark.parametrize("text", [GRID, CELLS, LINE])
def test_rows_are_in_order_disjoint_and_inside_the_piece(text: str) -> None:
    document = document_of(text, grid_of(GRID) if text is GRID else ())
    piece = document.tables[0].span
    found = [span for row in table_rows(document, passage_of(document, piece)) for span in row]
    assert found
    assert all(piece.holds(span) and len(span) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_tables_of_the_library_have_their_rows(plain: Searcher) -> None:
    rows = {
        " ".join(" ".join(span.of(plain.documents[passage.doc_id].text) for span in row).split())
        for passage in plain.passages
        if passage.kind == "table"
        for row in table_rows(plain.documents[passage.doc_id], passage)
    }
    assert {"博士后工作站 家 14 26", "2 高技能人才 万人 9.7 14", "3 技师学院 所 2 4"} <= rows
