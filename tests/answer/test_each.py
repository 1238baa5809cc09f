"""Questions that ask one thing of each of several are taken apart, and each is told by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysearch.answer import answer_question
from policysearch.answer.each import read_items
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index

_FIRST = """云岭县公租房申请办法

第一条 为做好公租房申请工作，制定本办法。
第二条 初审公示的时间为7日，由街道办事处办理。
第三条 申请人对初审结果有异议的，可以在公示期内提出。
第四条 复审公示的时间为15日，由县住房保障部门办理。
"""
_SECOND = """云岭县2024年政府工作报告

一、2023年工作回顾
去年，新建农村公路120公里，培训技能人才3000人。
二、2024年工作安排
今年，新建农村公路150公里。
培训技能人才3600人。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("each")
    for name, text in (("公租房申请办法.txt", _FIRST), ("2024年政府工作报告.txt", _SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", encoder=None, progress=False)
    return open_index(folder / "index")


@pytest.mark.parametrize(
    ("question", "names", "first"),
    [
        ("初审公示和复审公示各多少天？", ("初审公示", "复审公示"), "初审公示多少天?"),
        (
            "柳南区技术合同成交额，2026年和2030年的目标分别多少？",
            ("2026年", "2030年"),
            "柳南区技术合同成交额,2026年的目标多少?",
        ),
        (
            "收的罚款和地价款，区内和区外各按什么比例分？",
            ("区内", "区外"),
            "收的罚款和地价款,区内按什么比例分?",
        ),
        (
            "违建的厂房，村集体建的、合建的、其他企业建的每平方米各罚多少？",
            ("村集体建", "合建", "其他企业建"),
            "违建的厂房,村集体建的每平方米罚多少?",
        ),
        ("招标和挂牌两种方式的公告期分别几天？", ("招标", "挂牌"), "招标的公告期几天?"),
        (
            "柳南区重大项目，2025年完成投资和2026年首批安排各是多少个？",
            ("2025年完成投资", "2026年首批安排"),
            "柳南区重大项目,2025年完成投资是多少个?",
        ),
        ("规划试点的村、镇、县每个分别补多少钱？", ("村", "镇", "县"), "规划试点的村每个补多少钱?"),
        ("中等城市和大城市落户的社保年限各不得超过几年", ("中等城市", "大城市"), "中等城市落户的社保年限不得超过几年"),
        ("农民转移就业，2025年实际多少万人、2026年目标多少？", ("2025年", "2026年"), "农民转移就业2025年实际多少万人"),
    ],
)
def test_several_that_are_joined_are_asked_one_by_one(question: str, names: tuple[str, ...], first: str) -> None:
    items = read_items(question)
    assert tuple(item.name for item in items) == names
    assert items[0].question == first
    assert not any(item.apart for item in items)


def test_pieces_that_ask_for_themselves_keep_the_place_and_the_year_of_the_first() -> None:
    items = read_items("柳南区2025年新建了多少公里公路，危旧桥改造多少座？")
    assert [item.apart for item in items] == [True, True]
    assert items[1].question == "柳南区2025年危旧桥改造多少座"


@pytest.mark.parametrize(
    "question", ["公租房的申请条件和材料", "各级财政补多少", "补贴多少，什么时候发？", "人才公寓有多少套？", "各多少"]
)
def test_a_question_of_one_thing_is_left_whole(question: str) -> None:
    assert read_items(question) == ()


def test_each_is_told_from_its_own_clause(library: Searcher) -> None:
    question = "初审公示和复审公示各多少天？"
    answer = answer_question(library, question, library.search(question))
    assert "7日" in answer.text
    assert "15日" in answer.text
    assert {citation.label for citation in answer.citations} == {
        "《云岭县公租房申请办法》第二条",
        "《云岭县公租房申请办法》第四条",
    }


def test_two_years_are_told_from_their_own_parts_of_a_report(library: Searcher) -> None:
    question = "云岭县新建农村公路，2023年和2024年分别多少公里？"
    answer = answer_question(library, question, library.search(question))
    lines = answer.text.split("\n")
    assert "120公里" in lines[0]
    assert "150公里" in lines[1]
    assert "3000" not in answer.text


def test_what_is_not_said_of_one_of_them_is_missing(library: Searcher) -> None:
    question = "初审公示、复审公示和竣工验收各多少天？"
    answer = answer_question(library, question, library.search(question))
    assert answer.status == "partial"
    assert any("竣工验收" in sentence for sentence in answer.missing)
