"""Conditions judged one by one, from what a question says and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import write_corpus

from policysearch.answer import answer_question
from policysearch.answer.eligible import Person, judge_condition, person_in
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer

RULES = """吴江区青年人才租房补助办法

第一条 为了吸引青年人才，制定本办法。

第二条 申请租房补助应当符合下列条件：
（一）本科以上学历；
（二）具有本市户籍；
（三）年龄未满35周岁；
（四）在本区缴纳社会保险满2年；
（五）没有租住公租房。

第三条 租房补助每月600元，由区人力资源和社会保障局发放。

吴江区人民政府
2022年6月20日
"""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("eligible")
    write_corpus(folder / "corpus", {"补助办法.txt": RULES})
    build_index([folder / "corpus"], folder / "index", encoder="none", progress=False)
    return open_index(folder / "index")


def ask(searcher: Searcher, question: str) -> Answer:
    return answer_question(searcher, question, searcher.search(question), today="2023-01-01")


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("我是硕士，36岁，能领租房补助吗？", Person(3, 36, None, None)),
        ("我大专毕业，外地户口，社保交了3年，可以申请吗", Person(1, None, False, 3)),
        ("本人有本市户口，够条件吗", Person(None, None, True, None)),
        ("租房补助每月多少元？", None),
        ("我们引进了一位博士，能拿什么补贴？", None),
        ("我能申请吗？", None),
    ],
)
def test_what_a_question_says_of_the_person(question: str, person: Person | None) -> None:
    assert person_in(question) == person


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("本科以上学历", "满足"),
        ("博士学位", "不满足"),
        ("未满35周岁", "不满足"),
        ("本科未满30周岁、硕士未满40周岁", "满足"),
        ("年满18周岁", "满足"),
        ("具有本市户籍", "未说明"),
        ("缴纳社会保险满2年", "未说明"),
        ("没有租住公租房", "未说明"),
    ],
)
def test_a_condition_is_judged(condition: str, verdict: str) -> None:
    assert judge_condition(condition, Person(3, 36, None, None)) == verdict


def test_each_condition_has_its_verdict_and_its_place(searcher: Searcher) -> None:
    answer = ask(searcher, "我是硕士，36岁，外地户口，社保交了3年，能申请租房补助吗？")
    lines = answer.text.split("\n")
    assert [line.split("——")[1].split("[")[0] for line in lines[:5]] == ["满足", "不满足", "不满足", "满足", "未说明"]
    assert len(answer.citations) == len(lines)
    assert answer.status == "partial"
    assert any("没有说明" in line for line in answer.missing)
    assert any("受理机关" in line for line in answer.warnings)
    assert "您符合" not in answer.text


def test_who_says_nothing_of_himself_gets_the_conditions(searcher: Searcher) -> None:
    answer = ask(searcher, "申请租房补助要符合什么条件？")
    assert [word in answer.text for word in ("本科以上", "本市户籍", "35周岁", "满2年", "公租房")] == [True] * 5
    assert "满足" not in answer.text


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("上年度营业收入2000万元以上", "满足"),
        ("上年度营业收入不低于1亿元", "不满足"),
        ("研发费用占营业收入的比例不低于5%", "未说明"),
        ("注册资本500万元以上", "未说明"),
    ],
)
def test_an_amount_is_judged_only_against_the_same_thing(condition: str, verdict: str) -> None:
    person = person_in("我们公司营业收入3000万元，能申请吗？")
    assert person is not None
    assert judge_condition(condition, person) == verdict


def test_the_amount_stands_behind_the_conditions(searcher: Searcher) -> None:
    answer = ask(searcher, "我是硕士，30岁，有本市户口，社保交了3年，能申请吴江区租房补助吗？")
    assert [line.partition("——")[2][:2] for line in answer.text.split("\n")[:4]] == ["满足"] * 4
    assert "每月600元" in answer.text.split("\n")[-1]
    assert "——" not in answer.text.split("\n")[-1]
