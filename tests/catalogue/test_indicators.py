"""Indicators of sentences and tables: value, unit, year, region, target or actual, each with its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.catalogue.indicators import holds_value
from policysearch.catalogue.entries import Catalogue, Indicator
from policysearch.catalogue.figures import amount_of, find_figures
from policysearch.catalogue.frames import plan_years
from policysearch.catalogue.indicator_names import normal_name
from policysearch.catalogue.indicators import find_indicators
from policysearch.catalogue.select import Wanted
from policysearch.catalogue.subjects import statements
from policysearch.catalogue.table import rows_of
from policysearch.parse import parse
from policysearch.read import read_documents
from policysearch.types import Document, RawDocument, Source, Span

CORPUS = Path(__file__).parents[2] / "corpus"
# An invented report of a real province, as such reports are built.
REPORT = """2031年海南省政府工作报告

——2031年1月9日在海南省人民代表大会会议上
各位代表：
现在，我代表省人民政府向大会报告工作。
一、2030年工作回顾
刚刚过去的2030年，全省生产总值9100亿元、增长6.5%，比全国高1个百分点。城镇和农村居民人均可支配收入分别增长4.5%、6%。
椰子产量从12万吨增加到15万吨，新建灯塔9座、观鸟站40个，三亚市民宿床位突破8万张。
“十五五”时期，渔船数量达到3200艘，新增绿道700公里，旅游收入年均增长8%。
二、“十六五”时期主要目标
到2035年，海水淡化能力达到300万吨/日以上，渔港合格率稳定在95%以上。
三、2031年重点工作
今年经济社会发展主要预期目标是：经济增长6%左右，在实际工作中努力争取更好结果；城镇新增就业15万人以上，城镇调查失业率5.5%以内，居民消费价格涨幅2%—2.5%。
"""


def document_of(text: str, name: str = "2031年海南省政府工作报告.txt") -> Document:
    """The one document of ``text``."""
    return parse(RawDocument(Source(name, "0" * 64, "text/plain"), text))[0]


@pytest.fixture(scope="module")
def report() -> Document:
    """The invented report."""
    return document_of(REPORT)


def told(document: Document, name: str) -> list[tuple[float, str, int | None, bool]]:
    """Value, unit, year and target of the indicators of a name."""
    return [(i.value, i.unit, i.year, i.is_target) for i in find_indicators(document) if i.name == name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("地区生产总值", [(9100, "亿元", 2030, False)]),
        ("地区生产总值增长", [(6.5, "%", 2030, False), (6, "%", 2031, True)]),
        ("城镇居民人均可支配收入增长", [(4.5, "%", 2030, False)]),
        ("农村居民人均可支配收入增长", [(6, "%", 2030, False)]),
        ("椰子产量", [(12, "万吨", None, False), (15, "万吨", 2030, False)]),
        ("新建灯塔", [(9, "座", 2030, False)]),
        ("观鸟站", [(40, "个", 2030, False)]),
        ("渔船数量", [(3200, "艘", 2030, False)]),
        ("新增绿道", [(700, "公里", None, False)]),  # a flow of several years has no year
        ("旅游收入年均增长", [(8, "%", None, False)]),
        ("海水淡化能力", [(300, "万吨/日", 2035, True)]),
        ("渔港合格率", [(95, "%", 2035, True)]),
        ("城镇新增就业", [(15, "万人", 2031, True)]),
    ],
)
def test_a_report_tells_its_year_and_plans_the_next(
    report: Document, name: str, expected: list[tuple[float, str, int | None, bool]]
) -> None:
    assert told(report, name) == expected


def test_a_qualifier_and_a_range_are_kept_as_printed(report: Document) -> None:
    found = {i.name: i for i in find_indicators(report) if i.is_target and i.year == 2031}
    assert (found["地区生产总值增长"].printed, found["地区生产总值增长"].qualifier) == ("经济增长", "左右")
    assert (found["城镇调查失业率"].value, found["城镇调查失业率"].qualifier) == (5.5, "以内")
    prices = found["居民消费价格涨幅"]
    assert (prices.value, prices.high, prices.spans[0].of(report.text)) == (2, 2.5, "2%—2.5%")


def test_a_place_that_a_sentence_names_is_the_region(report: Document) -> None:
    regions = {i.printed: i.region for i in find_indicators(report)}
    assert regions["三亚市民宿床位"] == "海南省/三亚市"
    assert regions["新建灯塔"] == "海南省"


def test_the_words_of_a_name_stand_at_its_spans(report: Document) -> None:
    for indicator in find_indicators(report):
        assert "".join(span.of(report.text) for span in indicator.name_spans) == indicator.printed
        assert holds_value(report.text, indicator)


def test_columns_of_a_table_say_year_and_target() -> None:
    raws, _ = read_documents(CORPUS, CORPUS / "规划" / "拱墅区人才发展十四五规划_要点摘编.md")
    document = parse(raws[0])[0]
    rows = [i for i in find_indicators(document) if i.printed == "人才资源总量" and i.unit == "万人"]
    assert {(i.value, i.year, i.is_target) for i in rows} >= {(33.82, 2020, False), (38.0, 2025, True)}
    assert {(i.amount, i.base_unit) for i in rows} >= {(338200.0, "人"), (380000.0, "人")}
    assert all(holds_value(document.text, i) for i in find_indicators(document))


def test_conditions_of_a_normative_text_are_no_indicators() -> None:
    text = (
        "某市住房补贴办法\n第一条 住房面积不低于18平方米的家庭，每月补贴600元。\n"
        "第二条 到2020年，保障性住房达到4万套。\n"
    )
    found = find_indicators(document_of(text, "办法.txt"))
    assert [(i.name, i.value, i.year, i.is_target) for i in found] == [("保障性住房", 4, 2020, True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("增长5.4%", [(5.4, "%", "")]),
        ("突破5万亿元", [(5, "万亿元", "突破")]),
        ("突破万亿元、居第三", [(1, "万亿元", "突破")]),
        ("千余家企业", [(1000, "家", "余")]),
        ("收入比为2.5∶1", [(2.5, ":1", "")]),
        ("八成以上", [(8, "成", "以上")]),
        ("增长百分之十五点三", [(15.3, "%", "")]),
        ("提高20.9、36.2、54个百分点", [(20.9, "个百分点", ""), (36.2, "个百分点", ""), (54, "个百分点", "")]),
        ("租赁住房１５.6万套（间）", [(15.6, "万套（间）", "")]),
        # a place in an order, a span of time, a class, a name, a date, a bare number
        ("居全国第4位，连续24个月，20万吨级泊位，“8+5”任务，2025年9月3日，PM2.5，共16年，前1%", []),
    ],
)
def test_figures(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert [(f.value, f.unit, f.qualifier) for f in find_figures(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值达到5亿元、增长5%", [("产值", ""), ("产值", "增长")]),
        ("接待游客4万人次、入境游客9万人次，分别增长6%、3%",
         [("接待游客", ""), ("入境游客", ""), ("接待游客", "增长"), ("入境游客", "增长")]),
        ("新增7名院士、9个实验室", [("新增院士", ""), ("新增实验室", "")]),
        ("年收入50万元以上的行政村占比达68%", [("年收入50万元以上的行政村占比", "")]),
        ("总产值增长6%、占全部产值比重提高到45%", [("总产值", "增长"), ("总产值占全部产值比重", "")]),
        ("存款、贷款余额双双突破9万亿元", [("存款", ""), ("贷款余额", "")]),
        ("事故起数、死亡人数分别下降3%和1%", [("事故起数", "下降"), ("死亡人数", "下降")]),
    ],
)  # fmt: skip
def test_what_a_sentence_says_of_its_figures(text: str, expected: list[tuple[str, str]]) -> None:
    found = statements(text, Span(0, len(text)))
    assert [("".join(s.of(text) for s in f.subject), f.change.of(text) if f.change else "") for f in found] == expected


@pytest.mark.parametrize(
    ("printed", "verb", "region", "name"),
    [
        ("全省生产总值", "增长", "海南省", "地区生产总值增长"),
        ("GDP增速", "", "海南省", "地区生产总值增长"),
        ("人均GDP", "", "海南省", "人均地区生产总值"),
        ("GDP", "增长", "全国", "国内生产总值增长"),
        ("海洋生产总值", "", "海南省", "海洋生产总值"),  # not the same thing
        ("经济总量", "", "海南省", "经济总量"),  # no proof
        ("规上工业增加值", "同比增长", "海南省", "规模以上工业增加值增长"),
    ],
)
def test_names_are_joined_only_where_statistics_say_so(printed: str, verb: str, region: str, name: str) -> None:
    assert normal_name(printed, verb, region) == name


def test_amounts_are_multiplied_out() -> None:
    assert amount_of(38, "万人") == (380000, "人")
    assert amount_of(5.67, "万亿元") == (5.67e12, "元")
    assert amount_of(5, "千克") == (5, "千克")


def test_years_of_plans() -> None:
    assert [plan_years(n) for n in ("一", "三", "十四", "五十")] == [(1953, 1957), (1966, 1970), (2021, 2025), None]


_PIECES = st.sampled_from(
    [
        *(
            "生产总值",
            "增长",
            "达到",
            "分别",
            "从",
            "提高到",
            "新增",
            "、",
            "，",
            "。",
            "和",
            "；",
            "\n",
            "到2035年",
            "5%",
        ),
        *(
            "3.2万亿元",
            "7个",
            "以上",
            "左右",
            "突破",
            "千余家",
            "万亿元",
            "的",
            "院士",
            "（",
            "）",
            "占",
            "“十五五”时期",
        ),
        *("九成", "４００", "—", "2026年", "：", "百分之五"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_every_value_stands_at_its_spans_whatever_the_text(pieces: list[str]) -> None:
    document = document_of("2026年海南省政府工作报告\n" + "".join(pieces))
    found: tuple[Indicator, ...] = find_indicators(document)
    for indicator in found:
        assert holds_value(document.text, indicator)
        assert "".join(span.of(document.text) for span in indicator.name_spans) == indicator.printed


def test_a_sum_without_a_number_is_one_of_its_unit() -> None:
    document = document_of("2026年海南省政府工作报告\n2025年，海南数字经济规模、达到万亿元。")
    (found,) = find_indicators(document)
    assert (found.value, found.unit) == (1, "万亿元")
    assert holds_value(document.text, found)


def test_rows_are_narrowed_to_targets_or_actuals(report: Document) -> None:
    catalogue = Catalogue(indicators=find_indicators(report))
    documents = {report.doc_id: report}
    rows = [
        [(row["year"], row["value"]) for row in rows_of(catalogue, "indicators", documents, wanted)]
        for wanted in (Wanted(words=("地区生产总值增长",), is_target=planned) for planned in (True, False, None))
    ]
    assert rows == [[(2031, 6)], [(2030, 6.5)], [(2030, 6.5), (2031, 6)]]


def test_a_length_of_time_and_a_word_with_a_numeral_are_no_figures() -> None:
    for text in ("申领期为6个月。", "延长15个工作日。", "城乡二元结构基本消除。"):
        assert not find_figures(text, 0, len(text))


def test_numerals_in_words_are_read_whole() -> None:
    read = [find_figures(text, 0, len(text))[0] for text in ("一千五百元", "三万五千元", "五十元", "三千五百万元")]
    assert [(figure.value, figure.unit) for figure in read] == [(1500, "元"), (35000, "元"), (50, "元"), (3500, "万元")]
