"""What is looked up and not weighed: facts of a document, clauses by number, the library's own documents, refusals."""

from __future__ import annotations

import pytest

from policysearch.answer import answer_question
from policysearch.answer.abstain import documents_not_held
from policysearch.search.searcher import Searcher
from policysearch.types import Answer, Filters

TODAY = "2023-01-01"


def ask(searcher: Searcher, question: str, filters: Filters = Filters()) -> Answer:  # noqa: B008
    hits = searcher.search(question, filters=filters)
    return answer_question(searcher, question, hits, filters=filters, today=TODAY)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("电动自行车停放充电管理办法的文号是什么？", "吴江政规〔2022〕15号"),
        ("电动自行车停放充电管理办法什么时候施行？", "2022年8月1日"),
        ("电动自行车停放充电管理办法的有效期到哪天？", "2027年7月31日"),
    ],
)
def test_a_fact_of_a_document_is_told_alone(plain: Searcher, question: str, words: str) -> None:
    answer = ask(plain, question)
    assert answer.status == "answered"
    assert words in answer.text
    assert len(answer.text) < 40


def test_the_number_of_another_document_is_no_answer(plain: Searcher) -> None:
    assert "吴江政规" not in ask(plain, "临平区人才发展规划的文号是什么？").text


@pytest.mark.parametrize(
    ("question", "words"), [("吴江重点工程第二条是什么？", "同里匠心"), ("临平重点工程的第三项是什么", "丁山归雁")]
)
def test_a_clause_is_found_by_its_number_under_a_heading(plain: Searcher, question: str, words: str) -> None:
    assert words in ask(plain, question).text


@pytest.mark.parametrize(
    ("question", "count"),
    [("库里有哪些临平区的文件？", 2), ("库里收录了几份规划？", 2), ("库里有多少文件？", 8)],
)
def test_the_documents_of_the_library_are_counted_and_listed(plain: Searcher, question: str, count: int) -> None:
    answer = ask(plain, question)
    assert answer.text.startswith(f"共 {count} 份：")
    assert len(answer.citations) == count
    assert len({citation.doc_id for citation in answer.citations}) == count


def test_a_filter_holds_for_the_list_of_documents(plain: Searcher) -> None:
    answer = ask(plain, "库里有哪些规划？", Filters(regions=("临平",)))
    assert len(answer.citations) == 1


def test_a_place_without_documents_is_not_listed(plain: Searcher) -> None:
    answer = ask(plain, "库里有哪些成都市的文件？")
    assert answer.status == "not_found"
    assert any("成都市" in line for line in answer.missing)


def test_a_question_about_a_plan_is_not_one_about_the_library(plain: Searcher) -> None:
    assert "梅城工匠" in ask(plain, "临平规划有哪些重点工程？").text


def test_a_refusal_tells_what_is_near_and_what_is_held(plain: Searcher) -> None:
    text = ask(plain, "火星基地的氧气配额").text
    assert "8 份文件" in text
    assert "库内文件来自" in text
    assert "临平区" in text


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("临平区2023年人才资源总量是多少？", "2023"),
        ("A类人才的津贴是多少元？", "A类"),
        ("电动自行车管理办法第九十九条怎么规定？", "那一条"),
        ("梅城工匠的咨询电话是多少？", "工匠"),
    ],
)
def test_what_is_missing_is_named(plain: Searcher, question: str, named: str) -> None:
    answer = ask(plain, question)
    assert answer.status != "answered"
    assert any(named in line for line in answer.missing)


@pytest.mark.parametrize(
    "question", ["临平区2025年人才资源总量目标是多少？", "失能老年人每月补贴多少元？", "充电服务费每度最多收多少钱？"]
)
def test_a_right_answer_is_not_called_partial(plain: Searcher, question: str) -> None:
    assert ask(plain, question).status == "answered"
    assert len(ask(plain, question).text) < 60


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("临平区高技能人才2025年目标是多少？", "8.2", "6.1"),
        ("临平区高技能人才2020年是多少？", "6.1", "8.2"),
        ("临平区博士后工作站2020年有几家？", "14", "26"),
        ("高龄老年人每月补贴多少元？", "150元", "820元"),
    ],
)
def test_the_neighbour_of_a_figure_is_not_told(plain: Searcher, question: str, right: str, wrong: str) -> None:
    text = ask(plain, question).text
    assert right in text
    assert wrong not in text


def test_a_change_is_told_by_both_values(plain: Searcher) -> None:
    text = ask(plain, "临平区博士后工作站2025年比2020年增加多少？").text
    assert [value in text for value in ("14", "26")] == [True, True]


@pytest.mark.parametrize("question", ["《远山市云梯法》第二条怎么规定", "远山云梯条例第二条怎么规定"])
def test_a_document_that_is_named_and_not_held_is_told(plain: Searcher, question: str) -> None:
    answer = answer_question(plain, question, plain.search(question), today="2024-01-01")
    assert answer.status != "answered"
    assert any("云梯" in line for line in answer.missing) or answer.status == "not_found"


@pytest.mark.parametrize("question", ["云梯法规定充电要离窗户多远？", "《云梯使用安全条例》对人才资源总量怎么规定？"])
def test_a_law_that_is_not_held_is_not_answered_from_others(plain: Searcher, question: str) -> None:
    answer = answer_question(plain, question, plain.search(question), today="2024-01-01")
    assert answer.status == "not_found"
    assert answer.missing[0].startswith("库内没有《云梯")
    assert "已在全部" in answer.text
    assert "最接近的是" in answer.text


def test_a_title_with_words_left_out_names_its_document(plain: Searcher) -> None:
    assert documents_not_held(plain, "《临平区开展2023年度公租房申请的通知》的期限是多久") == ()


def test_a_document_that_is_held_is_not_called_missing(plain: Searcher) -> None:
    title = next(iter(plain.documents.values())).title
    assert documents_not_held(plain, f"《{title}》的目标是什么") == ()
    assert documents_not_held(plain, "按照云梯条例第二条") == ("云梯条例",)
