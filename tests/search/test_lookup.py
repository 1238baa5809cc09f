"""What a question names outright goes first: 文号, 《title》, a phrase in quotation marks."""

from __future__ import annotations

import pytest

from policysearch.search.lookup import Number, find_numbers, quoted_phrases
from policysearch.search.searcher import Searcher
from policysearch.types import Filters, Hit

SCOOTER, ELDERLY, LINPING = "办法/电动自行车管理办法.txt", "办法/养老服务补贴办法_要点摘编.md", "规划/临平区人才规划.md"


def paths(searcher: Searcher, hits: tuple[Hit, ...]) -> list[str]:
    """The files of ``hits`` in order."""
    return [searcher.documents[hit.passage.doc_id].source.path for hit in hits]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("云政发〔2023〕15号", [Number("云政发", "2023", 15)]),
        ("云政发[2023]第15 号", [Number("云政发", "2023", 15)]),
        ("云政发(２０２３)15号", [Number("云政发", "2023", 15)]),
        ("云政发【2023】15号和云办函﹝2020﹞3号", [Number("云政发", "2023", 15), Number("和云办函", "2020", 3)]),
        ("请问云政发（2023）15号", [Number("云政发", "2023", 15)]),
        ("根据云政发〔2023〕15号", [Number("云政发", "2023", 15)]),
        ("云岭县人民政府令第12号", [Number("云岭县政府", "令", 12)]),
        ("云岭县人民政府第十二号令", [Number("云岭县政府", "令", 12)]),
        ("云岭县水利局公告2015年第3号", [Number("云岭县水利局", "公告2015", 3)]),
        ("〔2023〕15号", []),
        ("云政发2023年15号", []),
        ("第15号楼", []),
    ],
)
def test_a_number_is_read_in_any_form(text: str, numbers: list[Number]) -> None:
    assert [number for number, _, _ in find_numbers(text)] == numbers


@pytest.mark.parametrize(
    ("own", "asked", "meant"),
    [
        ("云政发", "云政发", True),
        ("云政发", "政发", True),
        ("云政发", "和云政发", True),
        ("政发", "津政发", False),
        ("津政发", "京政发", False),
        ("市政府", "云岭市政府", False),
    ],
)
def test_which_office_a_question_may_mean(own: str, asked: str, meant: bool) -> None:
    assert Number(own, "2023", 1).is_meant_by(Number(asked, "2023", 1)) is meant
    assert not Number(own, "2023", 1).is_meant_by(Number(asked, "2022", 1))
    assert not Number(own, "2023", 1).is_meant_by(Number(asked, "2023", 2))


def test_quotation_marks_of_every_form() -> None:
    asked = '“甲乙”「丙丁」『戊己』"庚辛"‘壬癸’《不是》“甲乙”'
    assert quoted_phrases(asked) == ("甲乙", "丙丁", "戊己", "庚辛", "壬癸")


def test_a_plan_period_in_quotation_marks_is_no_phrase() -> None:
    assert quoted_phrases("“十三五”末和「2025年」的“2025年人才日”“青蓝”") == ("2025年人才日", "青蓝")


@pytest.mark.parametrize("asked", ["吴江政规(2022)15号", "吴江政规〔2022〕第15号是什么文件", "吴江政规[2022]15 号"])
def test_a_number_alone_opens_its_document(plain: Searcher, asked: str) -> None:
    hits = plain.search(asked, top_k=3)
    assert paths(plain, hits) == [SCOOTER] * len(hits)
    assert hits[0].passage == plain.passages_of(hits[0].passage.doc_id)[0]
    assert all(hit.signals.by_number for hit in hits)


def test_a_number_with_a_question_brings_what_answers_it_first(plain: Searcher) -> None:
    hits = plain.search("吴江政规〔2022〕15号中人才资源总量或者充电服务费每度多少", top_k=1)
    assert "0.8元" in hits[0].passage.text
    assert hits[0].signals.by_number


@pytest.mark.parametrize(
    "asked", ["《杭州市养老服务补贴办法》里临平区人才", "《杭州市养老服务补贴办法（要点摘编）》人才资源总量"]
)
def test_a_title_brings_its_document_whatever_else_ranks(plain: Searcher, asked: str) -> None:
    hits = plain.search(asked)
    assert paths(plain, hits)[0] == ELDERLY
    assert hits[0].signals.by_title
    assert LINPING in paths(plain, hits)


def test_a_phrase_goes_first_though_other_words_rank_higher(plain: Searcher) -> None:
    asked = "临平区人才资源总量目标和临平区高技能人才指标以及“拒不改正的”"
    assert SCOOTER not in paths(plain, plain.search(asked.replace("“", "").replace("”", ""), top_k=1))
    hits = plain.search(asked)
    assert "拒不改正的" in hits[0].passage.text
    assert hits[0].signals.by_phrase
    assert not hits[1].signals.by_phrase


@pytest.mark.parametrize("phrase", ["拒不改正的，对个人处", "拒不改正的,对个人 处", "對個人處五百元以上一千元以下"])
def test_a_phrase_may_be_the_whole_question_and_be_printed_otherwise(plain: Searcher, phrase: str) -> None:
    hits = plain.search(f"“{phrase}”")
    assert hits[0].signals.by_phrase
    assert "五百元以上" in hits[0].passage.text


def test_each_thing_that_is_named_is_switched_off_by_its_own_key(plain: Searcher) -> None:
    asked = "“拒不改正的”和“充电服务费”人才 《杭州市养老服务补贴办法》"
    (title,) = plain.understand(asked).of("title")
    named = {hit.signals.by_phrase and "拒不改正的" in hit.passage.text for hit in plain.search(asked)}
    assert named == {True, False}
    hits = plain.search(asked, ignore=("phrase:拒不改正的",))
    assert any(hit.signals.by_phrase and "充电服务费" in hit.passage.text for hit in hits)
    assert not any(hit.signals.by_phrase and "充电服务费" not in hit.passage.text for hit in hits)
    assert any(hit.signals.by_title for hit in hits)
    assert not any(hit.signals.by_title for hit in plain.search(asked, ignore=(title.key,)))


def test_a_phrase_that_nothing_holds_changes_nothing(plain: Searcher) -> None:
    plainly = plain.search("公租房申请条件")
    assert plain.search("公租房申请条件“”") == plainly
    hits = plain.search("公租房“申请的条件是”")
    assert hits
    assert not any(hit.signals.by_phrase for hit in hits)


def test_a_common_word_in_quotation_marks_lifts_nothing(plain: Searcher) -> None:
    holders = [passage for passage in plain.passages if "人才" in passage.text]
    assert len(holders) > 3
    hits = plain.search("“人才”")
    assert not any(hit.signals.by_phrase for hit in hits)
    assert [hit.passage.passage_id for hit in hits] == [hit.passage.passage_id for hit in plain.search("人才")]


def test_filters_hold_for_what_is_named(plain: Searcher) -> None:
    hits = plain.search("“拒不改正的”人才 吴江政规〔2022〕15号", filters=Filters(regions=("临平",)))
    assert hits
    assert SCOOTER not in paths(plain, hits)
    assert not any(hit.signals.by_phrase or hit.signals.by_number for hit in hits)


def test_nothing_is_hidden(plain: Searcher) -> None:
    asked = "人才资源总量“充电服务费每度”"
    found = {hit.passage.passage_id for hit in plain.search(asked, top_k=200)}
    assert found >= {hit.passage.passage_id for hit in plain.search("人才资源总量", top_k=200)}
