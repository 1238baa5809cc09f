"""Word files made here: order of blocks, merged cells, heading styles, numbers that Word draws."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from policysearch.config import ReadLimits
from policysearch.read.word import read_docx
from policysearch.types import RawDocument, Source

SOURCE = Source("a.docx", "0" * 64, "application/docx")


def read(document: Any) -> RawDocument:
    buffer = io.BytesIO()
    document.save(buffer)
    return read_docx(buffer.getvalue(), SOURCE, ReadLimits())


def number(document: Any, levels: list[tuple[str, str]], num_id: int = 77, start: int = 1) -> None:
    """Defines the list ``num_id``: a format and a pattern for each level."""
    root = document.part.numbering_part.element
    drawn = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    space = nsdecls("w")
    abstract = parse_xml(f'<w:abstractNum {space} w:abstractNumId="{num_id}">{drawn}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {space} w:numId="{num_id}"><w:abstractNumId w:val="{num_id}"/></w:num>'))


def numbered(document: Any, text: str, level: int = 0, num_id: int = 77) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')
    )


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = docx.Document()
    document.add_paragraph("表前的话。")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate([("项目", "金额"), ("房租", "200元")]):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    document.add_paragraph("表后的话。")
    raw = read(document)
    assert raw.text == "表前的话。\n项目\t金额\n房租\t200元\n表后的话。\n"
    (found,) = raw.tables
    assert found.rows == (("项目", "金额"), ("房租", "200元"))
    assert found.span.of(raw.text) == "项目\t金额\n房租\t200元"


def test_a_cell_merged_over_columns_comes_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "补助标准"
    for column, words in enumerate(["档次", "条件", "金额"]):
        table.cell(1, column).text = words
    raw = read(document)
    assert raw.text.count("补助标准") == 1
    assert raw.tables[0].rows[1] == ("档次", "条件", "金额")


def test_a_cell_merged_over_rows_comes_once_and_keeps_the_columns() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "住房"
    table.cell(0, 1).text = "租房补贴"
    table.cell(1, 1).text = "购房补贴"
    table.cell(2, 0).text = "子女"
    table.cell(2, 1).text = "入学"
    raw = read(document)
    assert raw.tables[0].rows == (("住房", "租房补贴"), ("", "购房补贴"), ("子女", "入学"))


def test_columns_stay_aligned_under_a_cell_merged_over_columns() -> None:
    """The third column of each row is the third column of the grid."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "类别"
    table.cell(0, 2).text = "金额"
    for column, words in enumerate(["甲", "一等", "9万"]):
        table.cell(1, column).text = words
    assert read(document).tables[0].rows == (("类别", "", "金额"), ("甲", "一等", "9万"))


def test_a_table_of_one_column_is_running_text() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text = "本办法由县人社局解释。"
    table.cell(0, 0).add_paragraph("第二行。")
    table.cell(1, 0).text = "自发布之日起施行。"
    raw = read(document)
    assert raw.tables == ()
    assert raw.text == "本办法由县人社局解释。\n第二行。\n自发布之日起施行。\n"


def test_several_paragraphs_in_a_cell_stay_apart() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "材料"
    table.cell(0, 1).text = "身份证"
    table.cell(0, 1).add_paragraph("学历证书")
    assert read(document).tables[0].rows == (("材料", "身份证 学历证书"),)


def test_a_line_break_inside_a_cell_keeps_the_words_apart() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "材料"
    run = table.cell(0, 1).paragraphs[0].add_run("ID card")
    run.add_break()
    run.add_text("diploma")
    assert read(document).tables[0].rows == (("材料", "ID card diploma"),)


def test_words_of_a_table_inside_a_table_come_once() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = "外表"
    inner = outer.cell(0, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "内表"
    raw = read(document)
    assert raw.text.count("内表") == 1
    assert raw.text.count("外表") == 1


@pytest.mark.parametrize(("style", "level"), [("Heading 1", 1), ("Heading 2", 2), ("Heading 3", 3)])
def test_heading_styles_are_marked(style: str, level: int) -> None:
    document = docx.Document()
    document.add_paragraph("前文。")
    document.add_paragraph("申报条件", style=style)
    document.add_paragraph("后文。")
    raw = read(document)
    (mark,) = raw.headings
    assert (mark.span.of(raw.text), mark.level) == ("申报条件", level)


def test_the_property_title_is_a_field_and_not_the_title() -> None:
    document = docx.Document()
    document.core_properties.title = "模板"
    document.add_paragraph("关于开展冬季巡查的通知")
    raw = read(document)
    assert raw.title is None
    assert ("文档属性标题", "模板") in raw.fields


def test_drawn_numbers_of_a_plan_are_written_out() -> None:
    document = docx.Document()
    number(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for level, words in [
        (0, "总体要求"),
        (1, "指导思想"),
        (1, "基本原则"),
        (0, "重点任务"),
        (1, "建平台"),
        (2, "选址"),
        (2, "设计"),
        (1, "引人才"),
        (2, "选拔"),
    ]:
        numbered(document, words, level)
    assert read(document).text.split() == [
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "二、重点任务",
        "（一）建平台",
        "1.选址",
        "2.设计",
        "（二）引人才",
        "1.选拔",
    ]


def test_drawn_numbers_of_a_law_are_written_out() -> None:
    document = docx.Document()
    number(document, [("chineseCountingThousand", "第%1条")])
    for n in range(1, 24):
        numbered(document, f"规定之{n}。")
    lines = read(document).text.split()
    assert lines[0] == "第一条规定之1。"
    assert lines[9] == "第十条规定之10。"
    assert lines[22] == "第二十三条规定之23。"


def test_drawn_numbers_past_a_hundred_are_chinese_too() -> None:
    document = docx.Document()
    number(document, [("chineseCountingThousand", "第%1条")], start=99)
    for n in range(14):
        numbered(document, f"规定之{n}。")
    labels = [line.split("规定")[0] for line in read(document).text.split()]
    assert labels[:4] == ["第九十九条", "第一百条", "第一百零一条", "第一百零二条"]
    assert labels[11] == "第一百一十条"


def test_a_number_of_two_levels_is_drawn() -> None:
    document = docx.Document()
    number(document, [("decimal", "%1"), ("decimal", "%1.%2")])
    for level, words in [(0, "范围"), (1, "对象"), (1, "条件"), (0, "程序"), (1, "申请")]:
        numbered(document, f" {words}", level)
    assert read(document).text.split("\n")[:5] == ["1 范围", "1.1 对象", "1.2 条件", "2 程序", "2.1 申请"]


def test_a_bullet_draws_no_number() -> None:
    document = docx.Document()
    number(document, [("bullet", "●")])
    numbered(document, "带身份证")
    assert read(document).text == "带身份证\n"


def test_a_number_that_belongs_to_the_style_is_drawn() -> None:
    """Numbered heading styles carry their list in the style, not in the paragraph."""
    document = docx.Document()
    number(document, [("chineseCounting", "%1、")])
    style = document.styles["Heading 1"].element
    properties = style.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'))
    document.add_paragraph("总体要求", style="Heading 1")
    document.add_paragraph("主要任务", style="Heading 1")
    assert read(document).text.split() == ["一、总体要求", "二、主要任务"]


def test_a_numbered_empty_paragraph_leaves_no_bare_label() -> None:
    document = docx.Document()
    number(document, [("chineseCounting", "%1、")])
    numbered(document, "总体要求")
    numbered(document, "")
    numbered(document, "主要任务")
    lines = read(document).text.split()
    assert lines[0] == "一、总体要求"
    assert "二、" not in lines


def test_deleted_words_of_a_tracked_change_do_not_come_back() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("补助")
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>五万元</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>八万元</w:t></w:r></w:ins>'))
    assert read(document).text == "补助八万元\n"


def test_words_in_a_content_control_are_read() -> None:
    """Official templates put the title or the body into a content control."""
    document = docx.Document()
    document.add_paragraph("前文。")
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件里的正文。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, control)
    assert "控件里的正文。" in read(document).text


def test_words_of_a_link_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("详见")
    paragraph._p.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>申报指南</w:t></w:r></w:hyperlink>"))
    assert read(document).text == "详见申报指南\n"


def test_a_line_break_inside_a_paragraph_is_a_line_end() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("第一行")
    run.add_break()
    run.add_text("第二行")
    assert read(document).text == "第一行\n第二行\n"


def test_a_tab_in_a_paragraph_stays_a_blank() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("一、")
    paragraph.add_run("\t总则")
    assert read(document).text.split() == ["一、", "总则"]


def test_the_numbering_part_is_what_the_tests_think() -> None:
    """The list definition stands where Word looks for it."""
    document = docx.Document()
    number(document, [("chineseCounting", "%1、")])
    assert document.part.numbering_part.element.find(qn("w:num")) is not None
