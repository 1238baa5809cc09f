"""Synonyms: the file's entries, where a word counts in a question, and what they do in a search."""

from __future__ import annotations

from importlib import resources

import pytest

from policysearch.config import LexicalSettings, SearchSettings
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.search.synonyms import find_expansions, synonyms_of
from policysearch.search.tokenize import tokenize
from policysearch.text import fold
from policysearch.types import Document, Passage, Source, Span

LINES = [
    line.split("\t")
    for line in resources.files("policysearch").joinpath("data/synonyms.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def searcher(*texts: str, settings: SearchSettings = SearchSettings()) -> Searcher:  # noqa: B008
    """A library of one passage a text, by words alone."""
    documents = {str(n): Document(str(n), Source(f"{n}.txt", "", "text/plain"), "", "", t) for n, t in enumerate(texts)}
    passages = [Passage(n, n, "clause", (Span(0, len(d.text)),), d.text, d.text, ()) for n, d in documents.items()]
    lexical = LexicalIndex.build([tokenize(text) for text in texts], LexicalSettings())
    return Searcher(documents, passages, lexical, None, None, settings=settings)


def test_every_line_is_two_lists_and_a_sign() -> None:
    assert len(LINES) > 300
    for line in LINES:
        left, sign, right = line
        words = left.split("、") + right.split("、")
        assert sign in ("=", ">"), line
        assert all(word == word.strip() and len(word) > 1 for word in words if word != "狗" and word != "娃"), line
        assert len(set(left.split("、"))) == len(left.split("、")), line


def test_no_word_leads_in_two_lines_to_different_things_by_equality() -> None:
    equal = [set(left.split("、")) | set(right.split("、")) for left, sign, right in LINES if sign == "="]
    for number, group in enumerate(equal):
        assert not [other for other in equal[:number] if group & other], group


@pytest.mark.parametrize(
    ("word", "synonym"), [("海归", "留学回国人员"), ("社工", "社会工作者"), ("R&D经费", "研发经费"), ("炒鱿鱼", "辞退")]
)
def test_a_word_leads_to_the_official_one(word: str, synonym: str) -> None:
    assert synonym in synonyms_of(word)
    assert synonym in find_expansions(f"{word}有什么规定")[0].synonyms


def test_a_line_with_an_arrow_leads_one_way() -> None:
    assert "配偶" in synonyms_of("爱人")
    assert "爱人" not in synonyms_of("配偶")
    assert fold("社工") in synonyms_of("社会工作者")
    assert synonyms_of("没有这个词") == ()


@pytest.mark.parametrize("question", ["怎样提高企业效率", "本社工作安排", "高低保险柜"])
def test_a_word_across_the_ends_of_others_does_not_count(question: str) -> None:
    assert find_expansions(question) == ()


def test_the_longest_word_counts_and_what_shares_its_tokens_is_no_expansion() -> None:
    words = [expansion.word for expansion in find_expansions("网约车和高企的公积金")]
    assert words == ["网约车", "高企"]


def test_what_the_question_says_already_is_no_expansion() -> None:
    assert find_expansions("海归") != ()
    assert all("留学回国人员" not in e.synonyms for e in find_expansions("海归（留学回国人员）补贴"))


def test_a_synonym_finds_what_the_word_does_not_and_is_told() -> None:
    library = searcher("留学回国人员来本区创办企业的给予资助。", "电动自行车不得在楼道停放。", "海归二字怎么写。")
    hits = library.search("海归")
    assert [hit.passage.doc_id for hit in hits[:2]] == ["2", "0"]
    assert hits[1].signals.synonyms == (("海归", "留学回国人员"),)
    assert hits[0].signals.synonyms == ()
    without = library.search("海归", ignore=("synonyms",))
    assert [hit.passage.doc_id for hit in without] == ["2"]
    assert without[0].signals.synonyms == ()


def test_weight_zero_is_a_search_without_synonyms() -> None:
    texts = ("留学回国人员来本区创办企业的给予资助。", "海归人才创业。", "公司与员工。")
    off = searcher(*texts, settings=SearchSettings(synonym_weight=0))
    for question in ("海归创业", "老板开除员工", "公司"):
        plain = [(h.passage.doc_id, h.score) for h in searcher(*texts).search(question, ignore=("synonyms",))]
        assert [(h.passage.doc_id, h.score) for h in off.search(question)] == plain


def test_a_short_name_of_the_library_finds_the_full_one() -> None:
    library = searcher(
        "申请人向区住房租赁管理服务办公室（以下简称区住租办）申请。",
        "材料交区住房租赁管理服务办公室。",
        "办公地点另行公布。",
    )
    hits = library.search("区住租办")
    assert [hit.passage.doc_id for hit in hits[:2]] == ["0", "1"]
    assert ("区住租办", "区住房租赁管理服务办公室") in hits[1].signals.synonyms
