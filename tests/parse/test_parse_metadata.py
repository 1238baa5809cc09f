"""What a document says of itself, and None where it says nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.parse import parse
from policysearch.types import Document, RawDocument, Source, Span, Table

BODY = (
    "各乡镇人民政府，县级有关单位：\n为做好有关工作，现就有关事项通知如下。\n"
    "一、高度重视\n各单位要加强领导，明确专人负责，确保工作有序推进。\n"
    "二、抓好落实\n各单位要细化措施，按季报送进展，年底前全面完成。\n"
)


def document(text: str, path: str = "a.txt", **more: object) -> Document:
    return parse(RawDocument(Source(path, "0" * 64, "text/plain"), text, **more))[0]  # type: ignore[arg-type]


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
        ("云政发﹝2023﹞第15号", "云政发﹝2023﹞第15号"),
        ("云政发〖2023〗15号", "云政发〖2023〗15号"),
        ("云政发<2023>15号", "云政发<2023>15号"),
        ("云政发［２０２３］１５号", "云政发［2023］15号"),
        ("云 政 发 〔2023〕 15 号", "云政发〔2023〕15号"),
        ("云岭县人民政府令第12号", "云岭县人民政府令第12号"),
        ("云岭县人民政府令\n第 12 号", "云岭县人民政府令第12号"),
        ("云岭县人民政府令\n〔2023〕第12号", "云岭县人民政府令〔2023〕第12号"),
        ("云岭县水利局公告2015年第3号", "云岭县水利局公告2015年第3号"),
        ("云岭县人民代表大会常务委员会公告\n第八十四号", "云岭县人民代表大会常务委员会公告第八十四号"),
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
        ("本办法自印发之日起施行，有效期5年。", "2023-05-06", "2028-05-05"),
        ("本办法自2024年2月29日起施行，有效期一年。", "2024-02-29", "2025-02-28"),
        ("本办法自2023年7月1日起试行，试行两年。", "2023-07-01", "2025-06-30"),
        ("本办法自2023年7月1日至2026年6月30日施行。", "2023-07-01", "2026-06-30"),
        ("本办法从2023.7.1起执行。", "2023-07-01", None),
        ("本办法自2023年7月起施行。", None, None),
        ("本办法自7月1日起施行。", None, None),
        ("持证人的准购证有效期为2年。", None, None),
        ("规范性文件有效期为5年。", None, None),
        ("本市居住证有效期5年。", None, None),
        ("本办法自2023年7月1日起施行，2026年6月30日废止。", "2023-07-01", "2026-06-30"),
        ("本市自2020年1月1日起实施新的收费标准。", None, None),
        ("某省公布了条例，该条例自2021年1月1日起施行。", None, None),
        ("本《办法》自2023年7月1日起施行，本办法有效期三年。", "2023-07-01", "2026-06-30"),
        ("本办法自施行之日起，原标准有效期3年的继续有效。", None, None),
        ("2020年1月1日，《某省防洪条例》公布，自2021年1月1日起施行。", None, None),
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


def test_a_notice_is_cited_by_what_it_carries_where_that_stands_below() -> None:
    head = "关于印发《云岭县水库管理办法》的通知\n"
    body = "各乡镇：\n现将《云岭县水库管理办法》印发给你们。\n云岭县水利局\n2023年5月6日\n"
    carried = "云岭县水库管理办法\n第一条 目的。\n"
    assert document(head + body).title == "关于印发《云岭县水库管理办法》的通知"
    assert document(head + body + carried).title == "云岭县水库管理办法"
    assert document(body + carried).title == "云岭县水库管理办法"
    assert document(body + carried, title="云岭县水利局" + head.strip()).title == "云岭县水库管理办法"


@pytest.mark.parametrize(
    ("title", "kind", "form"),
    [
        ("云岭县人才发展“十四五”规划", "规划", "规划"),
        ("云岭县国民经济发展纲要", "规划", "纲要"),
        ("云岭县水库管理办法（试行）", None, "办法"),  # by whom and how it was made is not told
        ("慈溪市水库管理暂行办法", "规范性文件", "办法"),  # a county makes no 规章
        ("云岭县水利局水库管理实施细则", None, "细则"),
        ("云岭县关于加快发展的实施意见", "规范性文件", "意见"),
        ("云岭县节水行动方案", "规范性文件", "方案"),
        ("云岭县绿化条例", "法规", "条例"),
        ("中华人民共和国水库法", "法规", "法"),
        ("关于做好防汛工作的通知", "通知", "通知"),
        ("云岭县人民政府关于印发云岭县水库管理办法的通知", "规范性文件", "通知"),
        ("云岭县人民政府关于印发《云岭县人才规划》的通知", "规划", "通知"),
        ("关于停水的公告", "规范性文件", "公告"),
        ("云岭县人才政策问答", "解读", "问答"),
        ("解读《云岭县水库管理办法》", "解读", "办法"),
        ("2023年云岭县政府工作报告", "工作报告", "报告"),
        ("云岭县关于水库问题的复函", None, "函"),
    ],
)
def test_kinds(title: str, kind: str | None, form: str) -> None:
    found = document(f"{title}\n{BODY}")
    assert (found.kind, found.form) == (kind, form)


def test_what_names_no_kind_has_none() -> None:
    assert document(f"老街新貌\n{'街上的店铺又热闹起来，来往的人多了不少。' * 5}\n").kind is None


def test_a_newspaper_report_is_told_by_its_byline() -> None:
    assert document(f"老街新貌\n本报记者 王小二\n{'街上的店铺又热闹起来，来往的人多了不少。' * 5}\n").kind == "新闻"


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
        ("国务院关于加快发展的意见", ("全国",)),
        ("关于贯彻《浙江省节水条例》有关事项的通知", ("浙江省",)),
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
    assert (found.kind, found.form) == (None, "办法")


def test_words_of_one_cell_a_line_give_no_fields() -> None:
    cells = "\n".join(["序号", "名称", "类别", "1", "讲解员", "甲类", "2", "保洁员", "乙类"])
    found = document(f"云岭县岗位管理办法\n第一条 岗位如下：\n{cells}\n第二条 自下月起执行。\n")
    assert found.title == "云岭县岗位管理办法"
    assert (found.kind, found.form) == (None, "办法")


def test_nothing_said_is_none() -> None:
    found = document("老街的店铺又热闹起来，来往的人多了不少。\n")
    assert (found.number, found.date, found.kind, found.plan_period) == (None, None, None, None)
    assert (found.regions, found.issuers, found.origin) == ((), (), None)


def words_of(found: Document, field: str) -> list[str]:
    """What proves ``field``: the words of the text, or where else it comes from."""
    return [proof.span.of(found.text) if proof.span else proof.origin for proof in found.proofs if proof.field == field]


LAW = (
    "云岭市水库管理条例\n"
    "（2005年3月1日云岭市第五届人民代表大会\n常务委员会第三次会议通过 2005年4月2日公布 "
    "根据2010年6月7日云岭市第六届人民代表大会"
    "常务委员会《关于修改〈云岭市绿化条例〉等三件法规的决定》修正 自2005年7月1日起施行）\n"
    "第一条 为了管理水库，根据《中华人民共和国水法》，制定本条例。\n第二条 本条例自2005年7月1日起施行。\n"
)


def test_the_note_below_a_title_tells_how_a_law_came_about() -> None:
    found = document(LAW)
    assert (found.issued_on, found.published_on, found.effective_on) == ("2010-06-07", "2005-04-02", "2005-07-01")
    assert found.issuers == ("云岭市人民代表大会常务委员会",)
    assert found.kind == "法规"
    assert words_of(found, "issued_on") == ["2010年6月7日"]
    assert words_of(found, "issuers") == ["云岭市第五届人民代表大会\n常务委员会"]


ORDER = (
    "云 岭 省 人 民 政 府 令\n第137号\n《云岭省水库管理办法》已经2015年1月7日省人民政府第40次常务会议通过，现予公布，"
    "自2015年3月1日起施行。\n省　长　王小二\n二〇一五年一月十二日\n云岭省水库管理办法\n第一章 总则\n"
    "第一条 为了管理水库，制定本办法。\n"
    "第二条 本办法自2015年3月1日起施行。2009年公布的《云岭省水库安全办法》同时废止。\n"
)


def test_an_order_makes_a_rule_public() -> None:
    found = document(ORDER)
    assert (found.title, found.number, found.kind) == ("云岭省水库管理办法", "云岭省人民政府令第137号", "规章")
    assert found.issuers == ("云岭省人民政府",)
    assert (found.issued_on, found.published_on, found.effective_on) == ("2015-01-12", "2015-01-12", "2015-03-01")
    assert words_of(found, "effective_on") == ["自2015年3月1日起施行"]
    assert [(r.kind, r.title) for r in found.relations] == [("废止", "云岭省水库安全办法")]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "云岭县人民政府办公室关于\n\n印发2016年云岭县推进城镇化\n\n工作要点的通知\n",
            "云岭县人民政府办公室关于印发2016年云岭县推进城镇化工作要点的通知",
        ),
        ("云岭县水利局\n云岭县财政局\n关于做好防汛工作的通知\n", "云岭县水利局 云岭县财政局关于做好防汛工作的通知"),
        ("云岭县人民政府文件\n云政发〔2023〕15号\n关于做好防汛工作的通知\n", "关于做好防汛工作的通知"),
        ("关 于 做 好 防 汛 工 作 的 通 知\n", "关于做好防汛工作的通知"),
        ("云岭县水库管理办法\n（征求意见稿）\n", "云岭县水库管理办法（征求意见稿）"),
        ("关于做好防汛工作的通知   云政发〔2023〕15号\n", "关于做好防汛工作的通知"),
        ("首页 | 政务公开 | 公告\n来源：水利局 日期：2014-04-29\n关于做好防汛工作的通知\n", "关于做好防汛工作的通知"),
        ("《云岭县绿化条例》\n信息来源：林业局\n", "云岭县绿化条例"),
    ],
)
def test_titles_over_lines_and_among_other_words(head: str, title: str) -> None:
    found = document(head + BODY)
    assert found.title == title
    assert "".join("".join(words_of(found, "title")).split()).strip("《》").startswith(title.replace(" ", "")[:8])


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ("关于做好防汛工作的通知-云岭县文件", "关于做好防汛工作的通知"),
        ("■关于做好防汛工作的通知", "关于做好防汛工作的通知"),
        ("名称：关于做好防汛工作的通知", "关于做好防汛工作的通知"),
        ("关于做好防汛工作的通知 来源：水利局 日期：2014-04-29", "关于做好防汛工作的通知"),
    ],
)
def test_what_a_page_calls_itself_is_cut_at_the_name_of_its_site(told: str, title: str) -> None:
    found = document(BODY, title=told)
    assert found.title == title
    assert words_of(found, "title") == ["page"]


def test_a_page_that_names_only_its_site_leaves_the_title_to_the_file() -> None:
    found = document(BODY, path="sz-关于停水的通告(云水〔2016〕8号).html", title="云岭县人民政府门户网站")
    assert (found.title, found.number) == ("关于停水的通告", "云水〔2016〕8号")
    assert (words_of(found, "title"), words_of(found, "number")) == (["file_name"], ["file_name"])


@pytest.mark.parametrize(
    ("printed", "issuers"),
    [
        ("云 岭 县 水 利 局", ("云岭县水利局",)),
        ("云岭县水利局　　云岭县财政局", ("云岭县水利局", "云岭县财政局")),
        ("云岭省水利厅云岭省财政厅", ("云岭省水利厅", "云岭省财政厅")),
        ("中共云岭县委\n办公室", ("中共云岭县委办公室",)),
        ("云岭县水利局（代章）", ("云岭县水利局",)),
    ],
)
def test_signatures(printed: str, issuers: tuple[str, ...]) -> None:
    assert document(f"关于做好防汛工作的通知\n{BODY}{printed}\n2023年5月6日\n（此件公开发布）\n").issuers == issuers


def test_a_field_that_abbreviates_yields_to_full_names() -> None:
    text = f"发布机构：县水利局\n云岭县人民政府关于做好防汛工作的通知\n{BODY}"
    assert document(text).issuers == ("云岭县人民政府",)
    assert document(text.replace("云岭县人民政府", "")).issuers == ("县水利局",)


def test_the_day_of_a_web_page_is_when_it_was_published() -> None:
    for line in (
        "来源： 日期： 2014-04-29",
        "2014年04月29日 08:36:14 来源：水利局",
        "新闻来源: 水利局发布时间：2014-4-29点击次数：6",
    ):
        found = document(f"关于做好防汛工作的通知\n{line}\n{BODY}")
        assert (found.issued_on, found.published_on) == (None, "2014-04-29")
        assert len(words_of(found, "published_on")) == 1


@pytest.mark.parametrize(
    ("title", "declared"),
    [
        ("云岭县水库管理办法（征求意见稿）", "征求意见稿"),
        ("关于公开征求《云岭县水库管理办法》意见的通知", "征求意见稿"),
        ("云岭县绿化条例（草案）", "草案"),
        ("云岭县水库管理办法（已废止）", "已废止"),
        ("云岭县水库管理办法（失效）", "已失效"),
        ("关于废止《云岭县水库管理办法》的通知", None),
        ("云岭县水库管理办法", None),
    ],
)
def test_what_a_document_declares_of_its_standing(title: str, declared: str | None) -> None:
    assert document(f"{title}\n{BODY}").declared == declared


def test_the_standing_that_a_database_prints() -> None:
    head = "云岭县水库管理办法\n公布机关 \t云岭县人民政府 \t效力状况 \t已修改\n公布日期 \t2012-05-25 \t失效日期 \t--\n"
    found = document(head + BODY)
    assert (found.declared, found.published_on, found.expires_on) == ("已修改", "2012-05-25", None)


@pytest.mark.parametrize(
    ("title", "body", "relations"),
    [
        (
            "云岭县水库管理办法",
            "第一条 为了管理水库，根据《中华人民共和国水法》、《某省防洪条例》（某政发〔2010〕1号）和有关规定，"
            "结合本县实际，制定本办法。\n"
            "第二条 依照《某省水价办法》第三条收取水费。\n",
            [("依据", "中华人民共和国水法", None), ("依据", "某省防洪条例", "某政发〔2010〕1号")],
        ),
        (
            "云岭县水库管理办法",
            "第九条 本办法自2023年7月1日起施行。《云岭县水库暂行办法》（云政发[2010]3号）同时废止。\n"
            "需要修改或者废止的，由县水利局提出。\n",
            [("废止", "云岭县水库暂行办法", "云政发[2010]3号")],
        ),
        ("关于废止《云岭县水库办法》的决定", "县政府决定如下。\n", [("废止", "云岭县水库办法", None)]),
        ("关于修改《云岭县水库办法》的决定", "县政府决定如下。\n", [("修改", "云岭县水库办法", None)]),
        ("《云岭县水库办法》解读", "各位居民关心的问题如下。\n", [("解读", "云岭县水库办法", None)]),
        (
            "云岭县人民政府转发省水利厅关于防汛意见的通知",
            "各乡镇：\n省水利厅《关于加强防汛的意见》已经省政府同意，现转发给你们。\n",
            [("转发", "关于加强防汛的意见", None)],
        ),
        ("关于做好防汛工作的通知", "违反《某省防洪条例》的，不得废止合同。\n", []),
    ],
)
def test_relations(title: str, body: str, relations: list[tuple[str, str, str | None]]) -> None:
    found = document(f"{title}\n{body}")
    assert [(r.kind, r.title, r.number) for r in found.relations] == relations
    assert all(r.title in r.span.of(found.text) for r in found.relations)


def test_what_a_person_wrote_goes_before_the_text() -> None:
    overrides = (("title", "云岭县防汛办法"), ("issued_on", None), ("regions", ("全国",)))
    found = document(f"关于做好防汛工作的通知\n{BODY}云岭县水利局\n2023年5月6日\n", overrides=overrides)
    assert (found.title, found.issued_on, found.regions, found.issuers) == (
        "云岭县防汛办法",
        None,
        ("全国",),
        ("云岭县水利局",),
    )
    assert words_of(found, "title") == words_of(found, "issued_on") == ["sidecar"]
    assert words_of(found, "issuers") == ["云岭县水利局"]


@pytest.mark.parametrize(
    "text",
    ["局" * 400, "关于" * 300, "《" * 500, "（2020年1月1日" * 200, "部局厅委办" * 80 + "关于", "2020年1月1日\n" * 2000],
)
def test_hostile_heads_take_bounded_time(text: str) -> None:
    started = time.process_time()
    document(text)
    document(text.replace("\n", " ") + " 云岭县水利局 2023年5月6日 ")
    assert time.process_time() - started < 3


@given(st.text("云岭县水利局关于印发《》的通知办法（）〔〕2023年5月6日起施行令第号、 \n。：一第条\t", max_size=300))
def test_every_proof_lies_in_the_text(text: str) -> None:
    if not text.strip():
        return
    found = document(text)
    for span in [p.span for p in found.proofs if p.span] + [r.span for r in found.relations]:
        assert span.end <= len(found.text)
        assert span.of(found.text).strip()


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (
            "第一条 根据《立法法》、《规章制定程序条例》和《关于印发云岭县办法的通知》，制定本办法。",
            ["立法法", "规章制定程序条例", "关于印发云岭县办法的通知"],
        ),
        (
            "各单位：\n为做好工作，根据《云岭县\n教育法》和《云岭县学校条例》，现就招生工作提出如下意见：",
            ["云岭县教育法", "云岭县学校条例"],
        ),
        (
            "根据《云岭县登记条例》有关规定，经部批准，自2015年3月1日起启用专用章。",
            ["云岭县登记条例"],
        ),
    ],
)
def test_words_inside_a_name_do_not_end_the_names_that_a_text_rests_on(opening: str, expected: list[str]) -> None:
    raw = RawDocument(Source("a.txt", "0" * 64, "text/plain"), f"云岭县登记办法\n{opening}\n第二条 略。\n")
    (document,) = parse(raw)
    assert [relation.title for relation in document.relations if relation.kind == "依据"] == expected
