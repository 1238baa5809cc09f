"""An answer of another subject than the question is not called an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import write_corpus

from policysearch.answer import answer_question
from policysearch.answer.terms import joined_terms
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer

_TEXTS = {
    "桥东住房贴息.txt": "桥东安居贷款贴息办法\n\n第一条 申请安居工程贷款贴息应当符合下列条件：\n"
    "（一）项目已列入年度计划；\n（二）贷款用于安置住房。\n\n第二条 进入桥东园区的单位申请厂房，"
    "应当具备下列条件之一：\n（一）经认定的高新技术单位；\n"
    "（二）为高新技术单位配套的单位。\n",
    "桥东小微.txt": "桥东发展要点\n\n扶持对象：小微企业、家庭农场。\n全区生产总值增长6%。\n",
    "桥东移民.txt": "桥东水库移民安置规定\n\n第一条 移民安置规划写明去向、任务和方式等政策。\n",
    "桥东消防.txt": "桥东消防规定\n\n第一条 参加灭火受伤的人员，由所在单位给予医疗。\n",
    **{
        f"桥东要点{n}.txt": f"桥东第{n}年要点\n\n奖励见义勇为。\n救助基金先付医药费。\n探索火星探测。\n"
        for n in "甲乙丙"
    },
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """A library that says some terms only beside what is asked."""
    folder: Path = tmp_path_factory.mktemp("terms")
    build_index([write_corpus(folder / "corpus", _TEXTS)], folder / "index", encoder="none", progress=False)
    return open_index(folder / "index")


def ask(searcher: Searcher, question: str) -> Answer:
    """The answer to ``question`` over its own hits."""
    return answer_question(searcher, question, searcher.search(question), today="2026-01-01")


def test_a_term_that_the_dictionary_cuts_is_found_where_a_text_has_it_alone(library: Searcher) -> None:
    assert joined_terms(library, "小微企业贷款贴息有哪些条件") == ("小微企业",)
    assert joined_terms(library, "减半征收的条件") == ()


def test_a_list_for_others_is_told_in_part(library: Searcher) -> None:
    answer = ask(library, "小微企业贷款贴息有哪些条件？")
    assert answer.status == "partial"
    assert any("小微企业" in line for line in answer.missing)


def test_conditions_of_something_else_are_told_in_part(library: Searcher) -> None:
    answer = ask(library, "高新技术单位认定的条件是什么？")
    assert answer.status != "answered"
    assert any("认定" in line for line in answer.missing)


def test_conditions_of_what_is_asked_are_an_answer(library: Searcher) -> None:
    answer = ask(library, "安居工程贷款贴息的条件有哪些？")
    assert answer.status == "answered"
    assert "年度计划" in answer.text


@pytest.mark.parametrize(
    ("question", "named"), [("火星移民补贴政策是什么？", "火星"), ("见义勇为受伤了医药费谁出？", "见义勇为")]
)
def test_what_only_shares_a_word_is_no_answer(library: Searcher, question: str, named: str) -> None:
    answer = ask(library, question)
    assert answer.status == "not_found" or any(named in line for line in answer.missing)


def test_an_indicator_by_another_name_is_not_missing(library: Searcher) -> None:
    assert not any("gdp" in line for line in ask(library, "GDP增长目标是多少？").missing)


def test_a_question_without_a_subject_is_told_in_part(library: Searcher) -> None:
    answer = ask(library, "需要什么条件？")
    assert answer.status != "answered"
