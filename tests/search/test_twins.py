"""Hits of one family with the same words are one hit; nothing of it is lost, nothing else moves."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from fakes import DOCUMENTS, KeywordEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.config import LexicalSettings, SearchSettings
from policysearch.search.dense import DenseIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Mode, Searcher
from policysearch.search.tokenize import tokenize
from policysearch.search.twins import find_twins
from policysearch.types import Family, Filters, Passage, Span

MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")
WORDS = sorted({text[i : i + 4] for text in DOCUMENTS.values() for i in range(0, len(text) - 4, 9)})
FAMILIES = (Family("copy", ("b", "a")), Family("version", ("c", "b")))


def passage(doc_id: str, words: str, at: int = 0) -> Passage:
    """A passage of ``doc_id`` that begins at ``at``."""
    return Passage(f"{doc_id}:{at}", doc_id, "clause", (Span(at, at + len(words)),), words, words, ())


def renamed(one: Passage, copy: str) -> Passage:
    """The passage in a copy of its document."""
    return replace(one, passage_id=one.passage_id + copy, doc_id=one.doc_id + copy)


@pytest.fixture(scope="module")
def searchers(meaning: Searcher) -> tuple[Searcher, Searcher]:
    """The library with each document held three times under other ids, without families and with them."""
    copies = ("", "-x", "-a")
    documents = {i + copy: replace(d, doc_id=i + copy) for copy in copies for i, d in meaning.documents.items()}
    passages = [renamed(one, copy) for copy in copies for one in meaning.passages]
    encoder = KeywordEncoder()
    lexical = LexicalIndex.build([tokenize(one.search_text) for one in passages], LexicalSettings())
    dense = DenseIndex.build(encoder.encode_passages([one.search_text for one in passages]))
    families = [Family("copy", (f"{doc_id}-a", doc_id, f"{doc_id}-x")) for doc_id in meaning.documents]
    wide = SearchSettings(candidates=1000)
    bare = Searcher(documents, passages, lexical, dense, encoder, settings=wide)
    return bare, Searcher(documents, passages, lexical, dense, encoder, families=families, settings=wide)


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), mode=st.sampled_from(MODES))
@settings(max_examples=40, deadline=None)
def test_folding_keeps_every_passage_and_the_order_of_the_first_found(
    searchers: tuple[Searcher, Searcher], words: list[str], mode: Mode
) -> None:
    bare, folded = searchers
    question = "".join(words)
    whole = bare.search(question, top_k=1000, mode=mode)
    hits = folded.search(question, top_k=1000, mode=mode)
    shown = [one for hit in hits for one in (hit.passage, *hit.also)]
    assert len({one.passage_id for one in shown}) == len(shown)
    assert {hit.passage.passage_id for hit in whole} <= {one.passage_id for one in shown}
    firsts: dict[str, float] = {}
    for hit in whole:
        firsts.setdefault(hit.passage.passage_id.removesuffix("-x").removesuffix("-a"), hit.score)
    assert [(hit.passage.passage_id, hit.score) for hit in hits] == [(f"{one}-a", s) for one, s in firsts.items()]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), top_k=st.integers(1, 30))
@settings(max_examples=40, deadline=None)
def test_the_best_k_are_still_the_beginning_of_the_best_k_and_one(
    searchers: tuple[Searcher, Searcher], words: list[str], top_k: int
) -> None:
    for mode in MODES:
        more = searchers[1].search("".join(words), top_k=top_k + 1, mode=mode)
        assert searchers[1].search("".join(words), top_k=top_k, mode=mode) == more[:top_k]


def test_nothing_is_folded_without_the_rule(searchers: tuple[Searcher, Searcher]) -> None:
    bare, folded = searchers
    unfolded = copy.copy(folded)
    unfolded.settings = replace(folded.settings, fold_twins=False)
    for mode in MODES:
        assert unfolded.search("人才", mode=mode) == bare.search("人才", mode=mode)


def test_the_list_is_filled_up_after_folding(searchers: tuple[Searcher, Searcher]) -> None:
    assert len(searchers[1].search("人才", top_k=5)) == 5


@pytest.mark.parametrize("mode", MODES)
def test_a_document_that_the_filter_names_is_shown_for_itself(searchers: tuple[Searcher, Searcher], mode: Mode) -> None:
    folded = searchers[1]
    doc_id = next(iter(folded.kinship.families)).doc_ids[1]
    question = folded.documents[doc_id].title
    for asked in ((doc_id,), (doc_id, f"{doc_id}-x")):
        hits = folded.search(question, filters=Filters(doc_ids=asked), top_k=50, mode=mode)
        assert {hit.passage.doc_id for hit in hits} == set(asked)
        assert all(len(hit.also) == 2 for hit in hits)


def test_the_newest_version_is_shown_and_differing_words_stay_apart() -> None:
    rows = [
        passage("a", "甲 乙"),
        passage("b", "甲乙"),
        passage("c", "甲　乙"),
        passage("c", "丙", 9),
        passage("d", "甲乙"),
    ]
    assert find_twins(rows, FAMILIES) == dict.fromkeys((0, 1, 2), (2, 1, 0))


def test_the_width_of_a_character_makes_no_other_words() -> None:
    assert find_twins([passage("a", "３个月，"), passage("b", "3 个月,")], FAMILIES) == {0: (1, 0), 1: (1, 0)}


def test_what_a_document_says_twice_is_two_hits() -> None:
    rows = [passage("a", "甲"), passage("a", "甲", 5), passage("b", "甲"), passage("b", "甲", 7), passage("b", "甲", 9)]
    assert find_twins(rows, FAMILIES) == {0: (2, 0), 2: (2, 0), 1: (3, 1), 3: (3, 1)}


def test_without_families_there_are_no_twins(meaning: Searcher) -> None:
    assert find_twins(meaning.passages, ()) == {}
