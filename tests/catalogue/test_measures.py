"""Support measures: what grants and what does not, who may have it, on which conditions, how much, with what papers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.catalogue.measures import score_document
from policysearch.catalogue import entries_by_document, entries_of, join_entries
from policysearch.catalogue.entries import Measure
from policysearch.catalogue.lines import catalogue_of, lines_of
from policysearch.catalogue.measures import find_measures
from policysearch.parse import parse
from policysearch.types import Document, RawDocument, Source, Span

RULES = """云岭市人才安居办法

第一条 为了吸引人才，根据《云岭市人才条例》，结合本市实际，制定本办法。
第二条 新引进的青年人才符合下列条件的，可以向市人力资源部门申请租房补贴：
（一）具有本市户籍；
（二）未享受过购房优惠；
（三）市政府规定的其他条件。
第三条 对连续缴纳社会保险满1年的小微企业，由市财政部门按每人每月300元给予培训补贴。
第四条 首次申领居住证，免收证件工本费。
第五条 居住证持有人在居住地享受下列公共服务：
（一）免费享受基本公共就业服务；
（二）符合条件的，可以申请公共租赁住房；
（三）参加选举；
（四）国家规定的其他公共服务。
第六条 烈士子女在与其他考生同等条件下优先录取。
第七条 申请租房补贴，应当提交下列材料：
（一）身份证；
（二）租赁合同。
第八条 鼓励企业给予职工补贴，逐步完善补贴制度。
第九条 骗取租房补贴的，责令退回，不得再申请补贴。
"""


def document_of(text: str, name: str = "办法.txt") -> Document:
    """The one document of ``text``."""
    return parse(RawDocument(Source(name, "0" * 64, "text/plain"), text))[0]


@pytest.fixture(scope="module")
def document() -> Document:
    """An invented set of rules that grants six things."""
    return document_of(RULES)


@pytest.fixture(scope="module")
def measures(document: Document) -> dict[str, Measure]:
    """Its measures by name."""
    return {measure.name.text: measure for measure in find_measures(document)}


def told(measure: Measure, field: str) -> list[str]:
    """The words of a field."""
    return [each.text for each in getattr(measure, field)]


def test_what_is_granted_is_found_and_what_is_only_encouraged_or_forbidden_is_not(measures: dict[str, Measure]) -> None:
    assert {name: measure.kind for name, measure in measures.items()} == {
        "租房补贴": "资金",
        "培训补贴": "资金",
        "免收证件工本费": "减免",
        "基本公共就业服务": "服务",
        "公共租赁住房": "住房",
        "优先录取": "优先",
    }


def test_conditions_and_materials_are_told_one_by_one(measures: dict[str, Measure]) -> None:
    rent = measures["租房补贴"]
    assert told(rent, "who") == ["新引进的青年人才"]
    assert told(rent, "conditions") == ["具有本市户籍", "未享受过购房优惠", "市政府规定的其他条件"]
    assert told(rent, "departments") == ["市人力资源部门"]
    assert told(rent, "materials") == ["身份证", "租赁合同"]
    assert told(rent, "basis") == ["云岭市人才条例"] or told(rent, "basis") == ["《云岭市人才条例》"]


def test_an_amount_has_its_unit_with_what_it_is_counted_by(measures: dict[str, Measure]) -> None:
    training = measures["培训补贴"]
    (amount,) = training.amounts
    assert (amount.value, amount.unit, amount.amount, amount.subject) == (300, "元/人·月", 300, "")
    assert told(training, "conditions") == ["连续缴纳社会保险满1年"]
    assert told(training, "departments") == ["市财政部门"]


def test_several_amounts_have_their_classes() -> None:
    text = "补贴办法\n\n第一条 参保人住院的，给予生活补助：一级医院50元，二级医院40元。\n"
    (measure,) = find_measures(document_of(text))
    assert [(amount.value, amount.subject) for amount in measure.amounts] == [(50, "一级医院"), (40, "二级医院")]


def only(text: str) -> list[Measure]:
    """The measures of an article."""
    return list(find_measures(document_of(f"云岭市医疗保险办法\n\n第一条 {text}\n")))


def test_shares_that_semicolons_part_are_classes_of_one_measure() -> None:
    text = "参保人因病住院的，医疗费用由统筹基金按90%支付；转诊到市外住院的，医疗费用由统筹基金按70%支付。"
    (measure,) = only(text)
    assert measure.name.text == "医疗费用"
    assert [(amount.value, amount.subject) for amount in measure.amounts] == [(90, "因病住院"), (70, "转诊到市外住院")]


def test_a_share_is_of_the_expense_that_the_sentence_before_names() -> None:
    text = "参保人住院发生的医疗费用，起付标准以下由本人承担。超过部分由统筹基金支付80%。"
    assert [(m.name.text, m.amounts[0].value, told(m, "who")) for m in only(text)] == [("医疗费用", 80, ["参保人"])]


def test_benefits_of_an_insurance_are_granted_to_the_one_who_stands_nearest() -> None:
    (measure,) = only("参保男职工连续缴费满1年的，其未就业配偶可享受生育医疗待遇。")
    assert (measure.kind, told(measure, "who"), told(measure, "conditions")) == (
        "待遇",
        ["其未就业配偶"],
        ["连续缴费满1年"],
    )


def test_demands_of_a_row_are_all_conditions_and_a_semicolon_of_half_width_parts_too() -> None:
    (measure,) = only("参保职工达到法定退休年龄的，累计缴费满25年,且实际缴费满10年的，退休后不再缴纳医疗保险费。")
    assert told(measure, "conditions") == ["达到法定退休年龄", "累计缴费满25年", "实际缴费满10年"]


def test_a_sentence_with_a_full_stop_introduces_the_list_that_follows() -> None:
    text = (
        "参保人达到下列条件之一的，可以按月领取养老金。\n（一）年满60周岁，累计缴费满15年的，不用缴费，可以领取。\n"
        "（二）烈士遗属。"
    )
    (measure,) = only(text)
    assert told(measure, "conditions") == ["年满60周岁，累计缴费满15年"]
    assert told(measure, "who") == ["参保人", "烈士遗属"]


def test_a_scale_belongs_to_the_benefit_that_stands_before_it() -> None:
    scale = "\n（一）国家级每月4800元；\n（二）地方级每月3200元。"
    text = f"领军人才可以申请租房补贴。\n第二条 领军人才租房补贴标准为：{scale}"
    (measure,) = only(text)
    assert [(amount.value, amount.unit, amount.subject) for amount in measure.amounts] == [
        (4800, "元/月", "国家级"),
        (3200, "元/月", "地方级"),
    ]


def test_what_a_fund_pays_is_a_measure_each_and_what_it_does_not_pay_is_none() -> None:
    listed = "\n（一）治疗工伤的医疗费用；\n（二）住院伙食补助费；\n（三）其他费用。"
    names = [m.name.text for m in only(f"因工伤发生的下列费用，由工伤保险基金支付：{listed}")]
    assert names == ["治疗工伤的医疗费用", "住院伙食补助费"]
    assert only(f"下列费用不予由工伤保险基金支付：{listed}") == []


def test_a_rule_that_only_points_to_another_is_no_measure_of_its_own() -> None:
    text = "对高校毕业生给予租房补贴。\n第二条 承租公租房的，按照本办法第一条规定发放租房补贴。"
    assert len(only(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "承租人不能使用房屋的，不免除交付租金的义务。",
        "领取养老金或者退休费的人员，应当每年认证。",
        "参保人停保的，停止享受医疗保险待遇。",
        "在定点药店购药的费用，由个人与药店直接结算。",
    ],
)
def test_what_is_owed_described_or_taken_away_is_no_measure(text: str) -> None:
    assert only(text) == []


def test_numerals_in_words_are_amounts() -> None:
    (measure,) = only("输卵管结扎的，给予不低于一千五百元的补助。")
    assert [(amount.value, amount.unit) for amount in measure.amounts] == [(1500, "元")]


def test_an_item_of_services_has_its_own_condition_and_the_persons_of_its_list(measures: dict[str, Measure]) -> None:
    assert told(measures["公共租赁住房"], "who") == ["居住证持有人"]
    assert told(measures["公共租赁住房"], "conditions") == ["符合条件"]
    assert told(measures["基本公共就业服务"], "method") == ["免费"]
    assert told(measures["优先录取"], "conditions") == ["与其他考生同等条件"]


def test_what_is_not_stated_is_empty(measures: dict[str, Measure]) -> None:
    relief = measures["免收证件工本费"]
    assert told(relief, "conditions") == ["首次申领居住证"]
    empty = (relief.who, relief.amounts, relief.period, relief.deadline, relief.departments, relief.materials)
    assert not any(empty)


@pytest.mark.parametrize("title", ["云岭市人才发展“十四五”规划", "云岭市2025年人才工作要点"])
def test_a_plan_grants_nothing(title: str) -> None:
    text = f"{title}\n\n一、主要任务\n对引进的青年人才给予一次性生活补贴5万元。\n"
    assert not find_measures(document_of(text))


def test_every_field_stands_where_its_spans_say(document: Document) -> None:
    for measure in find_measures(document):
        for stated in (measure.name, *measure.who, *measure.conditions, *measure.method, *measure.materials):
            assert stated.text == "".join(span.of(document.text) for span in stated.spans)
            assert stated.text


def test_measures_survive_their_records_and_go_back_to_their_documents(document: Document) -> None:
    entries = entries_of(document)
    catalogue = join_entries([document], [entries], ())
    assert catalogue.measures == entries.measures != ()
    read = catalogue_of(json.loads(json.dumps(record, ensure_ascii=False)) for record in lines_of(catalogue))
    assert read == catalogue
    assert entries_by_document(read)[document.doc_id] == entries


def test_a_score_counts_values_of_fields(document: Document) -> None:
    text, (measure, *_) = document.text, find_measures(document)
    name = text.index("租房补贴", text.index("第二条"))
    row: dict[str, Any] = {
        field: [] for field in ("who", "method", "period", "deadline", "department", "materials", "amounts")
    }
    row |= {
        "name": [[name, name + 4]],
        "basis": [],
        "conditions": [[[text.index("具有本市"), text.index("具有本市") + 6]]],
    }
    score = score_document(document, [row], [measure])
    assert (score.measures["right"], score.measures["found"]) == (1, 1)
    assert score.fields["name"]["right"] == 1
    assert (score.fields["conditions"]["right"], score.fields["conditions"]["wrong"]) == (1, 2)
    assert score_document(document, [], [measure]).measures["wrong"] == 1


PIECES = st.sampled_from(
    [
        "对",
        "参保人",
        "的，",
        "给予",
        "补贴",
        "（",
        "）",
        "300元",
        "免征",
        "税",
        "。",
        "\n",
        "第一条 ",
        "（一）",
        "：",
        "优先录取",
        "，",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40))
def test_any_text_is_read_and_spans_stay_inside(pieces: list[str]) -> None:
    text = "补贴办法\n" + "".join(pieces) + "结束。"
    for document in parse(RawDocument(Source("a.txt", "0" * 64, "text/plain"), text)):
        whole = Span(0, len(document.text))
        for measure in find_measures(document):
            spans = [*measure.name.spans, measure.span, *(s for a in measure.amounts for s in a.spans)]
            assert all(whole.holds(span) for span in spans)
