"""Questions to hits over the invented library, by words and with an encoder that has meaning."""

from __future__ import annotations

import random
from typing import Any

import pytest
from fakes import DOCUMENTS, KeywordEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.config import LexicalSettings, SearchSettings, rules_of
from policysearch.search.dense import DenseIndex
from policysearch.search.filter import passing
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Mode, Searcher
from policysearch.search.tokenize import tokenize
from policysearch.types import Document, Filters, Hit, Passage, Source, Span

QUESTIONS = (
    "临平区2025年人才资源总量",
    "电动自行车可以停在楼道吗",
    "公租房的申请条件",
    "高龄老年人每月补贴多少钱",
    "星桥青苗工程",
    "充电服务费",
)
MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")
# Every rule of the settings that adds to a fused score or takes from it, at nought.
NO_LIFTS: dict[str, Any] = {name: 0.0 for name in rules_of(SearchSettings()) if name.endswith(("_lift", "_sink"))}
WORDS = sorted({text[i : i + 4] for text in DOCUMENTS.values() for i in range(0, len(text) - 4, 9)})


def ids(hits: tuple[Hit, ...]) -> list[str]:
    """The passages of ``hits`` in order."""
    return [hit.passage.passage_id for hit in hits]


def paths(searcher: Searcher, hits: tuple[Hit, ...]) -> list[str]:
    """The files of ``hits`` in order."""
    return [searcher.documents[hit.passage.doc_id].source.path for hit in hits]


@pytest.mark.parametrize(
    ("question", "path", "words"),
    [
        ("临平区2025年人才资源总量目标", "规划/临平区人才规划.md", "30万人"),
        ("楼道门厅安全出口停放", "办法/电动自行车管理办法.txt", "第三条"),
        ("公租房申请条件", "通知/公租房申请.html", "74800"),
        ("失能老年人每月补贴", "办法/养老服务补贴办法_要点摘编.md", "820元"),
        ("夜间图书馆每晚读者", "报道/夜间图书馆.md", "260"),
        ("学徒期满发证书", "意见/技能培训.txt", "学徒"),
    ],
)
@pytest.mark.parametrize("name", ["plain", "meaning"])
def test_what_a_person_asks_for_comes_first(
    name: str, question: str, path: str, words: str, request: pytest.FixtureRequest
) -> None:
    searcher: Searcher = request.getfixturevalue(name)
    hits = searcher.search(question, top_k=2)
    assert paths(searcher, hits)[0] == path
    assert any(words in hit.passage.text for hit in hits)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_ranks_count_from_1_and_scores_never_rise(meaning: Searcher, question: str, mode: Mode) -> None:
    hits = meaning.search(question, mode=mode)
    assert 0 < len(hits) <= 10
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(ids(hits))) == len(hits)


@pytest.mark.parametrize("mode", MODES)
def test_equal_passages_come_in_the_order_of_their_rows(mode: Mode) -> None:
    text = "人才公寓补贴"
    names = [f"d{n}" for n in range(9)]
    documents = {name: Document(name, Source(name, "", "text/plain"), "", name, text) for name in names}
    passages = [Passage(f"{name}:0-6", name, "clause", (Span(0, 6),), text, text, ()) for name in names]
    encoder = KeywordEncoder()
    dense = DenseIndex.build(encoder.encode_passages([text] * len(names)))
    lexical = LexicalIndex.build([tokenize(text)] * len(names), LexicalSettings())
    searcher = Searcher(documents, passages, lexical, dense, encoder)
    for top_k in (1, 4, 9):
        assert [hit.passage.doc_id for hit in searcher.search("补贴", top_k=top_k, mode=mode)] == names[:top_k]


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    top_k=st.integers(1, 40),
    mode=st.sampled_from(MODES),
)
@settings(max_examples=60, deadline=None)
def test_the_best_k_are_the_beginning_of_the_best_k_and_one(
    meaning: Searcher, words: list[str], top_k: int, mode: Mode
) -> None:
    question = "".join(words)
    fewer = meaning.search(question, top_k=top_k, mode=mode)
    more = meaning.search(question, top_k=top_k + 1, mode=mode)
    assert fewer == more[:top_k]
    assert len(fewer) <= top_k


@pytest.mark.parametrize("most", [1, 3, 5])
def test_the_beginning_is_the_same_with_few_candidates(meaning: Searcher, most: int) -> None:
    narrow = Searcher(
        meaning.documents,
        meaning.passages,
        meaning._lexical,
        meaning._dense,
        KeywordEncoder(),
        settings=SearchSettings(candidates=most),
    )
    for question in QUESTIONS:
        for top_k in range(1, 8):
            assert narrow.search(question, top_k=top_k) == narrow.search(question, top_k=top_k + 1)[:top_k]
        assert len(narrow.search(question, mode="lexical")) <= most


def test_the_same_call_gives_the_same_answer_in_any_order(meaning: Searcher) -> None:
    calls: list[tuple[str, Mode]] = [(question, mode) for question in QUESTIONS for mode in MODES]
    first = {call: meaning.search(call[0], mode=call[1]) for call in calls}
    random.Random(1).shuffle(calls)
    assert {call: meaning.search(call[0], mode=call[1]) for call in calls} == first


def test_signals_tell_where_a_hit_stood_in_each_leg(meaning: Searcher) -> None:
    hits = meaning.search("公租房申请条件", top_k=30)
    lexical = {hit.passage.passage_id: hit for hit in meaning.search("公租房申请条件", top_k=200, mode="lexical")}
    dense = {hit.passage.passage_id: hit for hit in meaning.search("公租房申请条件", top_k=200, mode="dense")}
    for hit in hits:
        in_lexical, in_dense = lexical.get(hit.passage.passage_id), dense.get(hit.passage.passage_id)
        assert (hit.signals.lexical_rank, hit.signals.lexical_score) == (
            (in_lexical.rank, in_lexical.score) if in_lexical else (None, None)
        )
        assert (hit.signals.dense_rank, hit.signals.dense_score) == (
            (in_dense.rank, in_dense.score) if in_dense else (None, None)
        )
    assert {"申请", "条件"} <= set(hits[0].signals.terms)


@pytest.mark.parametrize("nothing", ["", " ", "　\n\t", "？", "。，！", "😀", "🎉🎉 🎈", "——"])
@pytest.mark.parametrize("mode", MODES)
def test_a_question_without_a_word_finds_nothing(meaning: Searcher, nothing: str, mode: Mode) -> None:
    assert meaning.search(nothing, mode=mode) == ()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("question", ["费", "a", "1", "%", "的", "龘"])
def test_one_character_behaves(meaning: Searcher, question: str, mode: Mode) -> None:
    hits = meaning.search(question, mode=mode)
    if mode == "lexical":
        assert all(question in hit.passage.search_text.lower() for hit in hits)
    assert bool(meaning.search("费", mode="lexical"))


def test_only_the_first_characters_of_a_long_question_count(plain: Searcher) -> None:
    long = "公租房申请条件" + "，" * 1995 + "的"
    assert len(long) > plain.settings.question_chars
    assert plain.search(long) == plain.search(long[:2000])
    assert plain.search(long[:2000] + "电动自行车停放") == plain.search(long[:2000])
    assert paths(plain, plain.search(long, top_k=1)) == ["通知/公租房申请.html"]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("養老服務補貼的標準", "养老服务补贴的标准"),
        ("２０２５年人才资源总量", "2025年人才资源总量"),
        ("公租房😀申请条件", "公租房，申请条件"),
        ("  公租房申请条件\n", "公租房申请条件"),
        ("公 租 房 申 请 条 件", "公租房申请条件"),
        ("吴江政规[2022]15号", "吴江政规〔2022〕15号"),
    ],
)
def test_another_writing_of_a_question_finds_the_same(plain: Searcher, written: str, same: str) -> None:
    found = [(hit.passage.passage_id, hit.score) for hit in plain.search(written)]
    assert found == [(hit.passage.passage_id, hit.score) for hit in plain.search(same)]
    assert found


def test_a_document_number_finds_its_document(plain: Searcher) -> None:
    assert paths(plain, plain.search("杭民发(2023)第41号", top_k=1)) == ["办法/养老服务补贴办法_要点摘编.md"]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("踏板摩托", "办法/电动自行车管理办法.txt"),
        ("爷爷奶奶", "办法/养老服务补贴办法_要点摘编.md"),
        ("薪饷", "办法/养老服务补贴办法_要点摘编.md"),
    ],
)
def test_meaning_finds_what_shares_no_character(meaning: Searcher, plain: Searcher, question: str, path: str) -> None:
    assert plain.search(question) == ()
    modes: tuple[Mode, ...] = ("dense", "hybrid")
    for mode in modes:
        hits = meaning.search(question, mode=mode, top_k=5)
        assert path in paths(meaning, hits)
        assert hits[0].signals.dense_rank == 1
        assert hits[0].signals.lexical_rank is None


@pytest.mark.parametrize("mode", ["hybrid", "dense"])
def test_every_mode_is_lexical_without_an_encoder(plain: Searcher, mode: Mode) -> None:
    assert not plain.has_encoder
    for question in QUESTIONS:
        assert plain.search(question, mode=mode) == plain.search(question, mode="lexical")


def test_a_question_is_encoded_once_and_lexical_never_encodes(meaning: Searcher) -> None:
    encoder = KeywordEncoder()
    searcher = Searcher(meaning.documents, meaning.passages, meaning._lexical, meaning._dense, encoder)
    searcher.search("公租房", mode="lexical")
    assert encoder.calls == []
    searcher.search("公租房")
    assert encoder.calls == [("queries", 1)]


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_the_ends_of_the_weight_are_one_leg_alone(meaning: Searcher, weight: float) -> None:
    searcher = Searcher(
        meaning.documents,
        meaning.passages,
        meaning._lexical,
        meaning._dense,
        KeywordEncoder(),
        settings=SearchSettings(dense_weight=weight, **NO_LIFTS),
    )
    one: Mode = "dense" if weight else "lexical"
    for question in QUESTIONS:
        alone = searcher.search(question, mode=one, top_k=5)
        assert ids(searcher.search(question, top_k=len(alone))) == ids(alone)


FILTERS = (
    Filters(regions=("临平",)),
    Filters(regions=("江苏省",)),
    Filters(kinds=("规划",)),
    Filters(kinds=("办法", "通知")),
    Filters(date_from="2022"),
    Filters(date_to="2021-12"),
    Filters(regions=("杭州市",), kinds=("规划",), date_from="2021", date_to="2021"),
)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("mode", MODES)
def test_a_filter_keeps_only_what_passes_and_loses_none_of_it(meaning: Searcher, filters: Filters, mode: Mode) -> None:
    allowed = passing(meaning.documents.values(), filters)
    assert allowed
    for question in QUESTIONS:
        hits = meaning.search(question, top_k=100, filters=filters, mode=mode)
        assert {hit.passage.doc_id for hit in hits} <= allowed
        if mode != "hybrid":  # fused scores are normalised over the candidates, so their order may differ
            everything = meaning.search(question, top_k=100, mode=mode)
            assert ids(hits) == [i for i in ids(everything) if i.split(":")[0] in allowed]


def test_a_filter_that_nothing_passes_finds_nothing(meaning: Searcher) -> None:
    for mode in MODES:
        assert meaning.search("人才", filters=Filters(regions=("余杭区",)), mode=mode) == ()
        assert meaning.search("人才", filters=Filters(doc_ids=("no-such-id",)), mode=mode) == ()


def test_a_filter_by_id_searches_one_document(plain: Searcher) -> None:
    for doc_id in plain.documents:
        hits = plain.search("临平区吴江区人才图书馆公租房补贴意见自行车", filters=Filters(doc_ids=(doc_id,)), top_k=50)
        assert {hit.passage.doc_id for hit in hits} == {doc_id}


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_question_at_all_behaves(meaning: Searcher, question: str) -> None:
    for mode in MODES:
        hits = meaning.search(question, mode=mode)
        assert len(hits) <= 10
        assert all(hit.passage.text for hit in hits)


def test_a_passage_is_the_slices_of_its_spans(plain: Searcher) -> None:
    for passage in plain.passages:
        text = plain.documents[passage.doc_id].text
        assert passage.text == "\n".join(span.of(text) for span in passage.spans)


def test_an_empty_searcher_finds_nothing(plain: Searcher) -> None:
    assert Searcher({}, (), plain._lexical, None, None).search("人才") == ()
