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
