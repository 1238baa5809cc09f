"""Text to tokens: equal writings give equal tokens, and words that only ask give none."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.config import LexicalSettings
from policysearch.search.tokenize import content_terms, tokenize, tokenize_passage, tokenize_query

BRACKETS = [
    "国发〔2024〕1号",
    "国发[2024]1号",
    "国发（2024）1号",
    "国发(2024)第1号",
    "国发【2024】1 号",
    "国发﹝2024﹞第1号",
    "国发［２０２４］１号",
]


def document_numbers(text: str) -> list[str]:
    """The tokens of ``text`` that stand for a 文号."""
    return [token for token in tokenize(text) if "#" in token]


def test_a_run_gives_characters_bigrams_and_longer_words() -> None:
    tokens = tokenize("公积金")
    assert {"公", "积", "金", "公积", "积金"} <= set(tokens)
    assert "公积金" in tokens


def test_repeats_are_kept() -> None:
    assert Counter(tokenize("人才，人才"))["人才"] == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２０２５年ＧＤＰ", "2025年gdp"),
        ("養老服務補貼", "养老服务补贴"),
        ("高技能 人才", "高技能人才"),
        ("高技\n能人才", "高技能人才"),
        ("高技　能人才", "高技能人才"),
        ("6.9％", "6.9%"),
    ],
)
def test_equal_writings_give_equal_tokens(one: str, other: str) -> None:
    assert Counter(tokenize(one)) == Counter(tokenize(other))


@pytest.mark.parametrize("written", BRACKETS)
def test_a_document_number_is_one_equal_token_in_every_bracket(written: str) -> None:
    assert document_numbers(written) == ["国发#2024#1"]


@pytest.mark.parametrize("other", ["国发〔2024〕2号", "国发〔2023〕1号", "浙发〔2024〕1号", "国发〔2024〕11号"])
def test_another_document_number_is_another_token(other: str) -> None:
    assert document_numbers(other) != document_numbers(BRACKETS[0])


@pytest.mark.parametrize(
    "sentence", ["根据国办发〔2020〕5号文件", "现将国办发〔2020〕5号印发给你们", "贯彻落实国办发[2020]5号"]
)
def test_a_document_number_is_found_inside_a_sentence(sentence: str) -> None:
    assert set(document_numbers("国办发〔2020〕5号")) & set(document_numbers(sentence))


@pytest.mark.parametrize("asking", ["多少", "哪些", "什么时候", "请问", "怎么", "吗", "是不是"])
def test_words_that_ask_give_no_token_of_a_question(asking: str) -> None:
    assert Counter(tokenize_query(f"{asking} 公租房")) == Counter(tokenize("公租房"))


def test_a_question_of_asking_words_alone_keeps_them() -> None:
    assert tokenize_query("什么时候") == tokenize("什么时候") != []


@pytest.mark.parametrize("empty", ["", " ", "\n\t　", "。，！？", "😀🎉", "——……"])
def test_a_text_without_words_has_no_token(empty: str) -> None:
    assert tokenize(empty) == []
    assert tokenize_query(empty) == []
    assert content_terms(empty) == ()


def test_emoji_beside_words_change_nothing() -> None:
    assert Counter(tokenize("公租房😀补贴")) == Counter(tokenize("公租房，补贴"))


def test_quantities_keep_their_unit() -> None:
    assert {"6.9%", "800万"} <= set(tokenize("增长6.9%，最高800万元"))


def test_content_terms_are_the_words_that_a_person_looks_for() -> None:
    terms = content_terms("临平区养老服务的申请条件是什么？")
    assert {"养老", "服务", "申请", "条件"} <= set(terms)
    assert not any("什么" in term for term in terms)
    assert list(terms) == sorted(terms, key=len, reverse=True)
    assert len(set(terms)) == len(terms)


@given(st.text(max_size=60))
def test_any_text_gives_tokens_without_blanks_and_always_the_same(text: str) -> None:
    tokens = tokenize(text)
    assert tokens == tokenize(text)
    assert all(token and not any(char.isspace() for char in token) for token in tokens)


@given(st.text(alphabet="人才补贴公租房规划", min_size=2, max_size=20), st.data())
def test_a_blank_inside_words_does_not_matter(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(text) - 1))
    assert Counter(tokenize(text[:at] + " " + text[at:])) == Counter(tokenize(text))


def test_a_passage_holds_its_title_as_often_as_the_settings_say() -> None:
    once = tokenize_passage("人才规划\n公寓600套", "人才规划", LexicalSettings(title_weight=1))
    thrice = tokenize_passage("人才规划\n公寓600套", "人才规划", LexicalSettings(title_weight=3))
    assert sorted(once) == sorted(tokenize("人才规划\n公寓600套"))
    assert Counter(thrice) - Counter(once) == Counter(tokenize("人才规划") * 2)
