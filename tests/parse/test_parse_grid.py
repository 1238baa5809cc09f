"""Grids of cells: their captions and headers, and what is no data table."""

from __future__ import annotations

from policysearch.config import PassageSettings
from policysearch.parse import cut_passages, parse
from policysearch.parse.rows import cut_rows
from policysearch.place import label
from policysearch.types import Document, RawDocument, Source, Span, Table

Rows = list[tuple[str, ...]]
HEAD = "云岭县夜校补贴办法\n第一条 补贴按下列标准发放，由县财政安排，各乡镇应当及时公布。\n"
SOURCE = Source("a.pdf", "0" * 64, "application/pdf")


def document(*grids: Rows, before: str = HEAD, between: str = "", pages: bool = False) -> Document:
    """A document with the tables ``grids``, a page each where ``pages`` says so."""
    text, tables, starts = before, [], [0]
    for number, rows in enumerate(grids):
        text += between if number else ""
        starts += [len(text)] if number else []
        body = "\n".join("\t".join(row) for row in rows).strip()
        tables.append(Table(Span(len(text), len(text) + len(body)), tuple(rows)))
        text += body + "\n"
    raw = RawDocument(SOURCE, text, tables=tuple(tables), page_starts=tuple(starts) if pages else ())
    return parse(raw)[0]


def table(*grids: Rows, pages: bool = False) -> Table:
    """The one table of a document with the tables ``grids``."""
    (found,) = document(*grids, pages=pages).tables
    return found


TWO_ROWS: Rows = [
    ("班型", "2020年", "", "2025年"),
    ("", "实际", "计划", "目标"),
    ("编程班", "12", "14", "20"),
    ("农技班", "8", "9", "16"),
]


def test_a_header_of_two_rows_becomes_one() -> None:
    found = table(TWO_ROWS)
    assert found.rows[0] == ("班型", "2020年 实际", "2020年 计划", "2025年 目标")
    assert found.rows[1] == ("编程班", "12", "14", "20")


def test_every_cell_stands_where_it_is_printed() -> None:
    found = document(TWO_ROWS)
    for row, places in zip(found.tables[0].rows[1:], found.tables[0].cell_spans[1:], strict=True):
        assert tuple("".join(span.of(found.text) for span in cell) for cell in places) == row


def test_an_empty_head_is_not_the_one_to_its_left() -> None:
    rows: Rows = [("班型", "2020年", ""), ("编程班", "12", "14"), ("农技班", "8", "9")]
    assert table(rows).rows[0] == ("班型", "2020年", "")


def test_a_table_without_header_has_empty_heads() -> None:
    rows: Rows = [("编程班", "540元"), ("农技班", "675元"), ("外语班", "500元")]
    assert table(rows).rows == (("", ""), *rows)
    assert len([p for p in cut_passages(document(rows)) if p.kind == "table"]) == 1


def test_the_name_and_the_unit_above_a_table_belong_to_it() -> None:
    before = HEAD + "表1 夜校补贴标准\n（单位：元）\n"
    found = document([("班型", "金额"), ("编程班", "540"), ("农技班", "675")], before=before)
    caption = found.tables[0].caption
    assert caption is not None
    assert caption.of(found.text) == "表1 夜校补贴标准\n（单位：元）"
    rows = [p for p in cut_passages(found) if p.kind == "table"]
    assert rows[1].search_text.endswith("表1 夜校补贴标准 （单位：元）\n班型：农技班；金额：675")
    assert rows[1].text == "农技班\t675"


def test_running_text_across_the_top_is_no_caption() -> None:
    long = "学员应当按时到课，缺课三次以上的不予补贴，具体办法由县教育部门会同财政部门另行制定并及时向社会公布。"
    found = table([(long, ""), ("编程班", "540元"), ("农技班", "675元")])
    assert found.caption is None
    assert found.rows[1] == (long, "")


def test_a_merged_group_is_said_in_each_of_its_rows_but_printed_once() -> None:
    rows: Rows = [("片区", "班型", "单位", "2025年目标"), ("东片", "编程班", "个", "12"), ("", "农技班", "个", "8")]
    found = [p for p in cut_passages(document(rows)) if p.kind == "table"]
    assert found[1].search_text.endswith("\n东片 农技班（个）：2025年目标 8")
    assert found[1].text == "农技班\t个\t8"


def test_a_page_breaks_no_table() -> None:
    head = ("班型", "金额")
    first: Rows = [head, ("编程班", "540"), ("农技班", "675")]
    found = document(first, [head, ("外语班", "500")], pages=True)
    assert [row[0] for row in found.tables[0].rows] == ["班型", "编程班", "农技班", "外语班"]
    assert [span.of(found.text) for span in found.tables[0].cell_spans[0][0]] == ["班型", "班型"]
    assert [row[0] for row in table(first, [("外语班", "500")], pages=True).rows][-1] == "外语班"
    assert (
        len(document(first, [head, ("外语班", "500"), ("书法班", "1")], between="另表如下。\n", pages=True).tables) == 2
    )


def test_a_form_and_a_row_of_buttons_are_no_tables() -> None:
    form: Rows = [("姓名", "", "性别", ""), ("身份证号", "", "联系电话", ""), ("申请人签名", "", "", "")]
    assert document(form).tables == ()
    assert document([("上一页", "下一页")]).tables == ()


def test_a_row_too_long_for_a_passage_is_cut_at_sentences() -> None:
    long = "学员应当按时到课，缺课三次以上的不予补贴。" * 40
    rows: Rows = [("班型", "条件"), ("编程班", long), ("农技班", "无")]
    found = document(rows)
    pieces = list(cut_rows(found.text, found.tables[0], PassageSettings()))
    assert all(len(piece) <= PassageSettings().most_chars for piece in pieces)
    assert sum("编程班" in piece.words for piece in pieces) > 2


def test_a_register_of_many_rows_shares_passages() -> None:
    rows: Rows = [("班型", "金额"), *((f"第{n}班", f"{n}元") for n in range(1, 400))]
    found = [p for p in cut_passages(document(rows)) if p.kind == "table"]
    assert len(found) < 100
    assert all(len(p.text) <= PassageSettings().most_chars for p in found)


def test_the_label_of_a_cell_names_row_and_column() -> None:
    found = document(TWO_ROWS)
    start, row = found.text.index("16"), found.text.index("农技班")
    assert label(found, Span(start, start + 2)).endswith("第一条表格第2行“农技班”（2025年 目标）")
    assert label(found, Span(row, start + 2)).endswith("第一条表格第2行“农技班”")
