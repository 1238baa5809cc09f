"""The letters of a library: what is found where, against a plain search over the same texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.search.letters import Letters
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Passage, Source, Span


def library(*texts: str) -> Letters:
    """Documents d0, d1, … with one passage a line."""
    documents, passages = [], []
    for number, text in enumerate(texts):
        name, start = f"d{number}", 0
        documents.append(Document(name, Source(name, "", "text/plain"), "", name, text))
        for line in text.split("\n"):
            span = Span(start, start + len(line))
            passages.append(Passage(f"{name}:{start}", name, "clause", (span,), line, line, ()))
            start += len(line) + 1
    return Letters(documents, passages)


@pytest.mark.parametrize(
    ("text", "phrase", "times"),
    [
        ("人才公寓，人才驿站", "人才", 2),
        ("人才公寓，人才驿站", "人才驿站", 1),
        ("人才公寓，人才驿站", "公寓，人才", 1),
        ("人才公寓，人才驿站", "公寓;人才", 1),
        ("人才公寓，人才驿站", "公寓人才", 0),
        ("实施“梅城\n工匠”工程", "实施梅城工匠工程", 1),
        ("养老ＡＢ１５日", "養老ab 15 日", 1),
        ("增长3.5%", "3.5%", 1),
        ("增长3.5%", "35%", 0),
        ("增长35%", "3.5%", 0),
        ("共3. 其中", "3其中", 0),
        ("共（3）其中", "3其中", 1),
        ("甲乙", "甲", 0),
        ("甲乙", "甲乙丙", 0),
        ("甲乙", "龘龘", 0),
        ("甲乙", "龘", 0),
        ("", "甲乙", 0),
    ],
)
def test_a_phrase_is_found_however_it_is_printed(text: str, phrase: str, times: int) -> None:
    assert len(library(text).find(phrase)[0]) == times


def test_no_phrase_runs_from_one_document_into_the_next() -> None:
    letters = library("甲乙丙", "丁戊己")
    assert len(letters.find("乙丙")[0]) == len(letters.find("丁戊")[0]) == 1
    assert not len(letters.find("丙丁")[0])
    assert not len(letters.find("丙\0丁")[0])
    assert letters.doc_at(letters.find("丁戊")[0]).tolist() == [1]
    assert [letters.doc_range(number) for number in (0, 1)] == [(0, 3), (4, 7)]


def test_rows_are_those_of_the_passages_that_hold_a_place(plain: Searcher) -> None:
    letters = Letters(plain.documents.values(), plain.passages)
    starts, count = letters.find("配建充电插座")
    rows = set(letters.rows_at(starts).tolist()) | set(letters.rows_at(starts + count - 1).tolist())
    assert rows == {row for row, passage in enumerate(plain.passages) if "配建充电插座" in passage.text}


def test_an_empty_library_holds_nothing() -> None:
    letters = Letters((), ())
    assert not len(letters.find("人才")[0])
    assert letters.rows_at(np.array([0, 1])).tolist() == [-1, -1]


@given(
    texts=st.lists(st.text(alphabet="甲乙丙1 \n", max_size=40), min_size=1, max_size=4),
    phrase=st.text(alphabet="甲乙丙1", min_size=2, max_size=7),
)
@settings(max_examples=150, deadline=None)
def test_the_places_are_those_of_a_plain_search(texts: list[str], phrase: str) -> None:
    letters = library(*texts)
    starts, count = letters.find(phrase)
    bare = ["".join(text.split()) for text in texts]
    expected = [
        (number, at) for number, text in enumerate(bare) for at in range(len(text)) if text.startswith(phrase, at)
    ]
    docs = letters.doc_at(starts).tolist()
    found = [(doc, start - letters.doc_range(doc)[0]) for doc, start in zip(docs, starts.tolist(), strict=True)]
    assert (found, count) == (expected, len(phrase))
