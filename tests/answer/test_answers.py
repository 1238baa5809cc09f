"""What always holds of an answer, whatever was asked and whatever the rules behind it are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fakes import DOCUMENTS, write_corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.answer import answer_question
from policysearch.build import build_index
from policysearch.place import clause_label
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer, Filters

TODAY, LATER = "2023-01-01", "2030-01-01"
WORDS = sorted(
    {text[i : i + size] for text in DOCUMENTS.values() for size in (2, 5) for i in range(0, len(text) - 5, 7)}
)
ASKING = ("", "是多少", "有哪些", "什么时候", "写在哪一条", "由谁负责", "可以吗", "的电话", "多少钱", "怎么申请？")
PLACES = ("", "临平区", "吴江", "临平和吴江", "余杭区", "杭州市")


def ask(searcher: Searcher, question: str, *, filters: Filters = Filters(), today: str = TODAY) -> Answer:  # noqa: B008
    """The answer to ``question`` over its own hits, checked for what always holds."""
    answer = answer_question(
        searcher, question, searcher.search(question, filters=filters), filters=filters, today=today
    )
    check(searcher, answer)
    return answer


def check(searcher: Searcher, answer: Answer) -> None:
    """Everything that the Answer type promises."""
    assert answer.status in ("answered", "partial", "not_found")
    assert answer.text.strip()
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    passages = {passage.passage_id: passage for passage in searcher.passages}
    for citation in answer.citations:
        document = searcher.documents[citation.doc_id]
        assert citation.quote == "\n".join(span.of(document.text) for span in citation.spans)
        assert citation.quote.strip() == citation.quote != ""
        assert citation.title == document.title
        assert citation.label.startswith(f"《{document.title}》")
        assert clause_label(document, citation.span.start) in citation.label
        assert passages[citation.passage_id].doc_id == citation.doc_id
    assert (answer.status == "not_found") == (not answer.citations)
    if answer.status == "not_found":
        assert re.search(r"已在全部 \d+ 份文件的 \d+ 段中查找|已按所选范围查找", answer.text)
        assert answer.missing
    else:
        markers = [int(n) for n in re.findall(r"\[(\d+)\]", answer.text)]
        assert set(markers) == {c.marker for c in answer.citations}
        assert (answer.status == "partial") == bool(answer.missing)


@given(
    place=st.sampled_from(PLACES),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    asking=st.sampled_from(ASKING),
    today=st.sampled_from([TODAY, LATER]),
)
@settings(max_examples=150, deadline=None)
def test_any_question_of_the_words_of_the_library(
    plain: Searcher, place: str, words: list[str], asking: str, today: str
) -> None:
    ask(plain, place + "".join(words) + asking, today=today)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_question_at_all(meaning: Searcher, question: str) -> None:
    ask(meaning, question)


@given(
    question=st.sampled_from(["人才资源总量是多少", "补贴多少元", "有哪些工程", "临平的人才目标"]),
    filters=st.builds(
        Filters,
        regions=st.sampled_from([(), ("临平",), ("江苏省",), ("余杭区",)]),
        kinds=st.sampled_from([(), ("规划",), ("办法", "通知")]),
        date_from=st.sampled_from([None, "2022"]),
        date_to=st.sampled_from([None, "2021-12"]),
    ),
)
@settings(max_examples=50, deadline=None)
def test_a_filter_holds_for_every_citation(plain: Searcher, question: str, filters: Filters) -> None:
    answer = ask(plain, question, filters=filters)
    assert {c.doc_id for c in answer.citations} <= passing(plain.documents.values(), filters)


@pytest.mark.parametrize("region", ["临平区", "江苏省"])
def test_a_filter_holds_for_a_comparison(plain: Searcher, region: str) -> None:
    filters = Filters(regions=(region,))
    answer = ask(plain, "临平和吴江的人才资源总量目标", filters=filters)
    assert {c.doc_id for c in answer.citations} <= passing(plain.documents.values(), filters)


def test_the_same_question_has_the_same_answer(plain: Searcher) -> None:
    question = "临平和吴江的人才目标各是多少"
    assert ask(plain, question) == ask(plain, question)


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("临平区2025年人才资源总量目标是多少？", ["30万人"]),
        ("失能老年人每月补贴多少元？", ["820元"]),
        ("充电服务费每度最多收多少钱？", ["0.8元"]),
        ("违反停放规定个人罚款多少？", ["五百元以上一千元以下"]),
        ("养老服务补贴几个工作日办结？", ["10个工作日"]),
        ("临平规划由谁牵头考核？", ["区委人才办"]),
        ("临平区的重点工程有哪些？", ["梅城工匠", "星桥青苗", "丁山归雁"]),
        ("临平区博士后工作站2025年目标是多少？", ["26"]),
    ],
)
def test_a_plain_question_is_answered_with_its_key(plain: Searcher, question: str, keys: list[str]) -> None:
    answer = ask(plain, question)
    assert answer.status == "answered"
    assert [key for key in keys if key not in answer.text] == []


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("禁止在楼道停放电动自行车写在哪一条？", "第三条"),
        ("充电服务费在第几条？", "第五条"),
        ("梅城工匠在哪一章提到？", "三、（一）"),
    ],
)
def test_a_question_for_the_place_is_answered_with_the_clause_first(plain: Searcher, question: str, label: str) -> None:
    answer = ask(plain, question)
    first = answer.citations[0]
    assert answer.text.startswith(clause_label(plain.documents[first.doc_id], first.span.start))
    assert label in answer.text.split("：")[0]


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("余杭区2025年人才资源总量目标是多少？", "余杭区"),
        ("成都市的养老服务补贴多少元？", "成都市"),
        ("深圳的公租房怎么申请？", "深圳市"),
    ],
)
def test_a_place_that_the_library_does_not_hold_is_named(plain: Searcher, question: str, place: str) -> None:
    answer = ask(plain, question)
    assert answer.status == "not_found"
    assert place in answer.text
    assert any(place in line for line in answer.missing)


@pytest.mark.parametrize(
    "question",
    [
        "临平区和吴江区2025年人才资源总量目标各是多少？",
        "比较吴江与临平的高技能人才目标",
        "临平、吴江的发展基础有什么不同？",
    ],
)
def test_two_places_have_a_citation_each(plain: Searcher, question: str) -> None:
    answer = ask(plain, question)
    cited = {path for c in answer.citations for path in plain.documents[c.doc_id].regions}
    assert {"浙江省/杭州市/临平区", "江苏省/苏州市/吴江区"} <= cited


@pytest.mark.parametrize("question", ["公共自行车收费标准", "夜色里的图书馆多了年轻人吗"])
def test_a_title_alone_is_no_answer(plain: Searcher, question: str) -> None:
    titles = {document.title for document in plain.documents.values()}
    answer = ask(plain, question)
    assert answer.citations
    assert not titles & {citation.quote for citation in answer.citations}


@pytest.mark.parametrize("question", ["火星基地的氧气配额", "bitcoin mining", "😀", " ", "。"])
def test_what_the_library_does_not_speak_of_is_not_found(plain: Searcher, question: str) -> None:
    assert ask(plain, question).status == "not_found"


@pytest.mark.parametrize("question", ["临平区梅城工匠工程2023年实际评选了多少名？", "公租房申请要交多少元押金？"])
def test_what_is_not_written_is_never_plainly_answered(plain: Searcher, question: str) -> None:
    assert ask(plain, question).status in ("partial", "not_found")


def test_a_digest_warns_that_the_original_counts(plain: Searcher) -> None:
    for today in (TODAY, LATER):
        answer = ask(plain, "失能老年人每月补贴多少元？", today=today)
        assert any("摘编" in line and "以原文为准" in line for line in answer.warnings)
    assert not any("摘编" in line for line in ask(plain, "充电服务费每度多少元？").warnings)


@pytest.mark.parametrize(
    ("today", "over"), [("2021-01-01", False), ("2025-12-31", False), ("2026-01-01", True), ("2026", True)]
)
def test_a_plan_warns_when_its_period_is_over(plain: Searcher, today: str, over: bool) -> None:
    answer = ask(plain, "临平区2025年人才资源总量目标是多少？", today=today)
    assert any(re.search("规划期.*已满", line) for line in answer.warnings) is over


@pytest.mark.parametrize(("today", "over"), [("2027-07-31", False), ("2027-08-01", True)])
def test_rules_warn_when_their_validity_is_over(plain: Searcher, today: str, over: bool) -> None:
    answer = ask(plain, "充电服务费每度多少元？", today=today)
    assert any("有效期" in line and "2027-07-31" in line for line in answer.warnings) is over


def test_without_a_day_the_machine_decides(plain: Searcher) -> None:
    question = "公共自行车超过一小时每小时收取多少元"
    answer = answer_question(plain, question, plain.search(question))
    assert any("2018-04-30" in line for line in answer.warnings)


def test_no_hits_are_not_found(plain: Searcher) -> None:
    answer = answer_question(plain, "人才资源总量", (), today=TODAY)
    check(plain, answer)
    assert answer.status == "not_found"


def test_brackets_of_the_text_are_no_markers(tmp_path: Path) -> None:
    write_corpus(
        tmp_path / "corpus", {"通知.txt": "关于冬季供暖的通知\n\n供暖费按照吴价发[2019]7号执行，每平方米28元[3]。\n"}
    )
    build_index([tmp_path / "corpus"], tmp_path / "index", encoder="none", progress=False)
    assert ask(open_index(tmp_path / "index"), "供暖费每平方米多少元").citations
