"""What a document says of itself, and None where it says nothing."""

from __future__ import annotations

import pytest

from policysearch.parse import parse
from policysearch.types import Document, RawDocument, Source, Span, Table

BODY = (
    "各乡镇人民政府，县级有关单位：\n为做好有关工作，现就有关事项通知如下。\n"
    "一、高度重视\n各单位要加强领导，明确专人负责，确保工作有序推进。\n"
    "二、抓好落实\n各单位要细化措施，按季报送进展，年底前全面完成。\n"
)


def document(text: str, path: str = "a.txt", **more: object) -> Document:
    return parse(RawDocument(Source(path, "0" * 64, "text/plain"), text, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("云政发〔2023〕15号", "云政发〔2023〕15号"),
        ("云政发[2023]15号", "云政发[2023]15号"),
        ("云政发（2023）15号", "云政发（2023）15号"),
        ("云政发(2023)15号", "云政发(2023)15号"),
        ("云政发【2023】15号", "云政发【2023】15号"),
        ("云政发﹝2023﹞15号", "云政发﹝2023﹞15号"),
        ("云政办发〔2023〕 15 号", "云政办发〔2023〕15号"),
        ("云岭县人民政府令第12号", "云岭县人民政府令第12号"),
    ],
)
def test_numbers_in_every_bracket(printed: str, number: str) -> None:
    assert document(f"云岭县人民政府关于做好防汛工作的通知\n{printed}\n{BODY}").number == number


def test_a_number_of_another_document_is_not_taken() -> None:
    text = f"云岭县关于做好防汛工作的通知\n根据《关于加强防汛工作的意见》（省政发〔2022〕8号）精神，安排如下。\n{BODY}"
    assert document(text).number is None


def test_a_number_of_a_basis_is_not_taken() -> None:
    text = f"云岭县关于做好防汛工作的通知\n按照省政发〔2022〕8号文件要求，安排如下。\n{BODY}"
    assert document(text).number is None


def test_dates_and_issuer_of_the_signature() -> None:
    found = document(f"关于做好防汛工作的通知\n{BODY}云岭县水利局\n云岭县应急管理局\n2023年5月6日\n")
    assert found.issuers == ("云岭县水利局", "云岭县应急管理局")
    assert found.issued_on == "2023-05-06"
    assert found.published_on is None
    assert found.effective_on is None
    assert found.expires_on is None
    assert found.date == "2023-05-06"


def test_a_date_in_chinese_numerals() -> None:
    assert document(f"关于做好防汛工作的通知\n{BODY}云岭县水利局\n二○一二年六月十九日\n").issued_on == "2012-06-19"


def test_the_printing_line_gives_the_date_when_nothing_else_does() -> None:
    found = document(f"关于做好防汛工作的通知\n{BODY}云岭县人民政府办公室 2023年5月6日印发\n")
    assert found.issued_on == "2023-05-06"


def test_a_day_inside_the_text_is_no_date_of_the_document() -> None:
    found = document("关于做好防汛工作的通知\n2023年5月6日的强降雨造成损失，各镇要吸取教训。\n" + BODY)
    assert found.issued_on is None
    assert found.date is None


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        ("本办法自2023年7月1日起施行。", "2023-07-01", None),
        ("本办法自2023年7月1日起施行，有效期至2026年6月30日。", "2023-07-01", "2026-06-30"),
        ("本办法自二○二三年七月一日起实施。", "2023-07-01", None),
        ("本办法自印发之日起施行。", "2023-05-06", None),
        ("本办法自公布之日起30日后施行。", None, None),
        ("本办法有效期到2026年6月30日。", None, "2026-06-30"),
    ],
)
def test_validity(sentence: str, effective: str | None, expires: str | None) -> None:
    text = f"云岭县水库管理办法\n第一条 为了管理水库，制定本办法。\n第二条 {sentence}\n云岭县水利局\n2023年5月6日\n"
    found = document(text)
    assert (found.effective_on, found.expires_on) == (effective, expires)


def test_the_validity_of_another_document_is_not_taken() -> None:
    text = (
        "云岭县水库管理办法\n第一条 《某省防洪条例》自1999年1月1日起施行以来，成效明显。\n"
        "第二条 本办法自2023年7月1日起施行。\n"
    )
    assert document(text).effective_on == "2023-07-01"


TABLE_HEAD = (
    "信息索引号 0035-7/2022-24 公开方式 主动公开\n发布机构 云岭县水利局 公开范围 面向全社会\n"
    "备注/文号 公开时限 长期公开\n"
    "生成日期 2022-07-27 发布日期 2022-07-28\n附件\n关于印发《云岭县水库管理办法》的通知\n"
)


def test_the_head_of_an_open_information_page() -> None:
    found = document(
        TABLE_HEAD + "各乡镇：\n现印发给你们，请遵照执行。\n云岭县水库管理办法\n第一条 为了管理水库，制定本办法。\n"
    )
    assert found.issuers == ("云岭县水利局",)
    assert found.published_on == "2022-07-28"
    assert found.number is None
    assert found.title == "云岭县水库管理办法"


def test_fields_that_the_format_gives() -> None:
    found = document(
        BODY, fields=(("标题", "云岭县防汛办法"), ("发布日期", "2024-01-02"), ("发布机构", "云岭县水利局"))
    )
    assert (found.title, found.published_on, found.issuers) == ("云岭县防汛办法", "2024-01-02", ("云岭县水利局",))


def test_the_forwarded_text_gives_the_title_where_it_stands_below() -> None:
    head = "关于印发《云岭县水库管理办法》的通知\n各乡镇：\n现印发给你们。\n"
    assert document(head + "云岭县水库管理办法\n第一条 目的。\n").title == "云岭县水库管理办法"
    assert document(head + BODY).title == "关于印发《云岭县水库管理办法》的通知"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云岭县人才发展“十四五”规划", "规划"),
        ("云岭县国民经济发展纲要", "规划"),
        ("云岭县水库管理办法（试行）", "办法"),
        ("云岭县水库管理暂行办法", "办法"),
        ("云岭县水库管理实施细则", "细则"),
        ("云岭县关于加快发展的实施意见", "意见"),
        ("云岭县节水行动方案", "方案"),
        ("云岭县绿化条例", "条例"),
        ("关于做好防汛工作的通知", "通知"),
        ("关于停水的公告", "公告"),
        ("云岭县人才政策问答", "问答"),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    assert document(f"{title}\n{BODY}").kind == kind


def test_what_names_no_kind_has_none() -> None:
    assert document(f"老街新貌\n{'街上的店铺又热闹起来，来往的人多了不少。' * 5}\n").kind is None


def test_a_newspaper_report_is_told_by_its_byline() -> None:
    assert document(f"老街新貌\n本报记者 王小二\n{'街上的店铺又热闹起来，来往的人多了不少。' * 5}\n").kind == "报道"


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("云岭县人才发展“十四五”规划", (2021, 2025)),
        ("云岭县教育“十三五”发展规划", (2016, 2020)),
        ("云岭县养老规划（2023—2025年）", (2023, 2025)),
        ("云岭县养老规划（2023-2030年）", (2023, 2030)),
        ("云岭县养老规划", None),
    ],
)
def test_plan_periods(title: str, period: tuple[int, int] | None) -> None:
    assert document(f"{title}\n{BODY}").plan_period == period


@pytest.mark.parametrize(
    ("title", "regions"),
    [
        ("嘉兴市秀洲区人才规划", ("浙江省/嘉兴市/秀洲区",)),
        ("慈溪市人才规划", ("浙江省/宁波市/慈溪市",)),
        ("国务院关于加快发展的意见", ()),
        ("云岭县人才规划", ()),
    ],
)
def test_regions(title: str, regions: tuple[str, ...]) -> None:
    assert document(f"{title}\n{BODY}").regions == regions


def test_a_digest_is_marked() -> None:
    assert document(f"云岭县绿化条例（要点摘编）\n{BODY}").is_digest
    assert document(BODY, fields=(("说明", "本文是要点摘编，以原文为准"),)).is_digest
    assert not document(f"云岭县绿化条例\n{BODY}").is_digest


def test_a_text_without_a_title_is_named_by_its_beginning() -> None:
    found = document("3.建设实训平台。支持院校开放设备，按照次数补助。\n4.引进人才。设立专项资金。\n", path="0012.txt")
    assert found.title == "无题（建设实训平台）"


def test_a_file_name_in_chinese_is_a_title() -> None:
    found = document("3.建设实训平台，支持院校开放设备。\n4.引进人才。\n", path="规划/云岭县人才规划片段.txt")
    assert found.title == "云岭县人才规划片段"


def test_a_table_in_the_text_gives_no_fields() -> None:
    """The header of a table of support measures is no statement about the document."""
    rows = (("类别", "条件", "标准"), ("甲类", "在本县工作", "每月五百元"))
    line = "云岭县安居办法\n第一条 标准如下：\n"
    table = "\n".join("\t".join(row) for row in rows)
    text = line + table + "\n第二条 自下月起执行。\n"
    found = document(text, tables=(Table(Span(len(line), len(line) + len(table)), rows),))
    assert found.title == "云岭县安居办法"
    assert found.kind == "办法"


def test_words_of_one_cell_a_line_give_no_fields() -> None:
    cells = "\n".join(["序号", "名称", "类别", "1", "讲解员", "甲类", "2", "保洁员", "乙类"])
    found = document(f"云岭县岗位管理办法\n第一条 岗位如下：\n{cells}\n第二条 自下月起执行。\n")
    assert found.title == "云岭县岗位管理办法"
    assert found.kind == "办法"


def test_nothing_said_is_none() -> None:
    found = document("老街的店铺又热闹起来，来往的人多了不少。\n")
    assert (found.number, found.date, found.kind, found.plan_period) == (None, None, None, None)
    assert (found.regions, found.issuers, found.origin) == ((), (), None)
