"""The three examples of the README, asked of the corpus in the box, and what a reader must never be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysearch.answer import answer_question
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer

TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def searcher(corpus_index: Path) -> Searcher:
    return open_index(corpus_index)


def ask(searcher: Searcher, question: str) -> Answer:
    return answer_question(searcher, question, searcher.search(question), today=TODAY)


def test_a_support_without_an_amount_is_told_in_part(searcher: Searcher) -> None:
    answer = ask(searcher, "我们引进了一位博士，能拿什么补贴？")
    assert answer.status == "partial"
    assert "引才薪酬补贴" in answer.text
    assert any("金额" in line for line in answer.missing)


def test_the_place_of_a_clause_comes_first_and_alone(searcher: Searcher) -> None:
    answer = ask(searcher, "专业背景干部比例的要求在哪一条？")
    assert answer.status == "answered"
    assert answer.text.startswith("四、（六）第1段：")
    assert "50%" in answer.text
    assert len(answer.citations) == 1


def test_two_places_are_told_side_by_side(searcher: Searcher) -> None:
    answer = ask(searcher, "拱墅和秀洲2025年人才总量目标各是多少？")
    assert answer.status == "answered"
    assert [words in answer.text for words in ("38万人", "14.71万人")] == [True, True]
    assert {searcher.documents[c.doc_id].regions[0][-3:] for c in answer.citations} == {"拱墅区", "秀洲区"}


@pytest.mark.parametrize(
    "question",
    [
        "西湖区2024年引进了多少博士？",
        "秀洲区2025年地铁要开通几条线？",
        "慈溪人才贷利率多少",
    ],
)
def test_what_the_documents_do_not_say_is_not_called_answered(searcher: Searcher, question: str) -> None:
    answer = ask(searcher, question)
    assert answer.status in ("partial", "not_found")
    assert answer.missing


def test_a_place_that_is_held_is_answered_beside_one_that_is_not(searcher: Searcher) -> None:
    answer = ask(searcher, "鄞州区和秀洲区的2025年人才资源总量目标分别是多少？")
    assert answer.status == "partial"
    assert "14.71万人" in answer.text
    assert "库内没有鄞州区的文件。" in answer.missing


def test_a_list_that_is_announced_by_its_number_is_whole(searcher: Searcher) -> None:
    answer = ask(searcher, "秀洲区八项队伍提升计划有哪些？")
    assert len(answer.citations) == 8


def test_an_unknown_subject_is_refused(searcher: Searcher) -> None:
    answer = ask(searcher, "养老金怎么领")
    assert answer.status == "not_found"
    assert "5 份文件" in answer.text
