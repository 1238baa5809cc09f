"""What a question asks for, part by part, and what a place that answers must agree with."""

from __future__ import annotations

import pytest

from policysearch.answer.agree import agreement, years_agree
from policysearch.answer.asked import aim_of, read_question, subject_words, years_in


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("床位数是多少张", "达到21929张", "占18.5%"),
        ("占全市的比例提高到多少", "从12%提高到18.5%", "21929张"),
        ("个人要缴百分之几", "个人缴费费率为2%", "按月度缴纳2次"),
        ("几个工作日内办结", "在10个工作日内办结", "2023年4月10日"),
        ("免租金期限最长多少年", "累计不超过10年", "2015年施行"),
        ("每月补贴多少元", "每人每月补贴820元", "年满60周岁"),
        ("可以申请多大面积的住房", "建筑面积200平方米左右", "累计10年"),
        ("按什么比例分担", "按照1∶1的比例分担", "每年15万元"),
        ("评选多少项目", "累计评选项目219个", "政策很多"),
    ],
)
def test_a_figure_is_wanted_with_the_unit_that_is_asked_for(question: str, right: str, wrong: str) -> None:
    (part,) = read_question(question).parts
    assert part.figure is not None
    assert part.figure.search(right)
    assert not part.figure.search(wrong)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("床位数是多少张，占全市的比例提高到多少？", ["number", "number"]),
        ("目前领取人数和累计服务人次各是多少？", ["number", "number"]),
        ("什么时候上线的，包含哪些服务？", ["time", "list"]),
        ("硕士的年龄上限和租房补贴是多少？", ["number", "money"]),
        ("人才总量是多少？", ["number"]),
        ("有哪些工程和行动？", ["list"]),
    ],
)
def test_a_question_is_cut_where_it_asks_for_several_things(question: str, kinds: list[str]) -> None:
    assert [part.intent.name for part in read_question(question).parts] == kinds


def test_what_is_asked_of_both_is_in_both_parts() -> None:
    first, second = read_question("杰出人才和领军人才的免租期限各是多久？").parts
    assert ["期限" in part.text for part in (first, second)] == [True, True]
    assert ["领军" in part.text for part in (first, second)] == [False, True]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("到2025年达到30万人", [(2025, 2025)]),
        ("2011—2015年计划新增", [(2011, 2015)]),
        ("“十四五”期间", [(2021, 2025)]),
        ("十三五时期", [(2016, 2020)]),
        ("穗来穗〔2014〕19号", []),
        ("总量12.21万人，比2015年增长36.6%", []),
        ("缴费2408元", []),
    ],
)
def test_years_and_plan_periods_are_read(text: str, years: list[tuple[int, int]]) -> None:
    assert list(years_in(text)) == years


@pytest.mark.parametrize(
    ("text", "aim"), [("力争达到30万人", "plan"), ("已建成9家", "fact"), ("设有2所", ""), ("目标已完成", "")]
)
def test_plan_and_fact_are_told_apart(text: str, aim: str) -> None:
    assert aim_of(text) == aim


def test_words_that_only_ask_are_no_subject() -> None:
    assert subject_words("“杭帮彩”是什么意思？") == ("杭帮彩",)
    assert "2025" not in subject_words("2025年人才总量是多少")
    assert not {"多少", "提高"} & set(subject_words("人才总量要提高多少"))


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("2025年人才总量目标是多少", "到2025年人才总量达到30万人", "到2020年人才总量为21万人"),
        ("“十二五”计划建设多少套", "2011—2015年计划建设24万套", "2016—2020年计划建设40万套"),
        ("实际建成多少家", "已建成9家", "力争建成9家"),
        ("生产总值是多少", "生产总值14.2万亿元", "人均生产总值16.7万元"),
        ("新增床位多少张", "新增床位5万张", "床位总数5万张"),
        ("博士的租房补贴多少", "博士租房补贴12000元", "硕士租房补贴9000元"),
        ("A类人才补贴多少", "a类人才补贴20万元", "b类人才补贴10万元"),
        ("能拿什么补贴", "企业可获薪酬补贴", "累计兑现补贴11.2亿元"),
    ],
)
def test_a_candidate_that_disagrees_stands_behind(question: str, better: str, worse: str) -> None:
    asked = read_question(question)
    assert agreement(asked, better) > agreement(asked, worse)


def test_the_year_of_a_heading_holds_for_what_stands_under_it() -> None:
    asked = read_question("2025年生产总值增长多少")
    assert agreement(asked, "增长5.5%", near=[(2025, 2025)]) > agreement(asked, "增长5%", near=[(2026, 2026)])


def test_a_year_that_only_the_plan_holds_is_not_said() -> None:
    asked = read_question("2023年人才总量是多少")
    assert not years_agree(asked, [(2020, 2020), (2025, 2025)], (), ((2021, 2025),))
    assert years_agree(read_question("2025年人才总量"), [(2020, 2020), (2025, 2025)], (), ())
    assert years_agree(read_question("人才总量"), (), (), ())


def test_five_years_are_not_the_one_whose_fact_is_asked() -> None:
    asked = read_question("2025年实际新增就业多少万人")
    assert agreement(asked, "新增就业6万人", near=[(2025, 2025)]) > agreement(
        asked, "新增就业30万人", near=[(2021, 2025)]
    )


def test_the_heading_tells_plan_from_fact_where_the_sentence_does_not() -> None:
    asked = read_question("实际新增就业多少人")
    assert agreement(asked, "新增就业900人", above=("一、工作回顾",)) > agreement(
        asked, "新增就业800人", above=("二、重点工作安排",)
    )


def test_the_class_of_a_sentence_is_that_of_its_clauses() -> None:
    asked = read_question("博士的租房补贴每月多少元")
    whole = "本科生到企业工作的,每月领取租房补贴500元"
    assert agreement(asked, "每月领取租房补贴500元", whole=whole) < agreement(asked, "博士每月1500元")


@pytest.mark.parametrize("said", ["不属同一个区的", "本意见自6月30日起施行", "每一个学位"])
def test_what_counts_nothing_is_no_figure(said: str) -> None:
    [part] = read_question("公办小学一共多少个学位").parts
    assert part.intent.shape is not None
    assert not part.intent.shape.search(said)
    assert part.intent.shape.search("提供学位1200个")


def test_what_is_counted_is_not_cut_from_its_word() -> None:
    assert "人才" in read_question("西湖区有多少人才").subject
    assert "家庭" in read_question("全区有多少家庭参加").subject
    assert "人" not in read_question("西湖区有多少人").subject
