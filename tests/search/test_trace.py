"""A pasted text comes back to its place, with every difference told and none invented."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from fakes import DOCUMENTS
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.kinship import Kinship
from policysearch.search.letters import Letters
from policysearch.search.searcher import Searcher
from policysearch.search.trace import MOST_TRACES, trace
from policysearch.types import Document, Family, Filters, Source, Trace

SCOOTER = "办法/电动自行车管理办法.txt"
CLAUSE = "违反本办法第三条规定的，由消防救援机构责令改正；拒不改正的，对个人处五百元以上一千元以下罚款。"


@cache
def letters() -> Letters:
    """The invented library as plain texts."""
    return Letters(
        Document(name, Source(name, "", "text/plain"), "", name, text) for name, text in sorted(DOCUMENTS.items())
    )


def differences(one: Trace) -> list[tuple[str, str, str]]:
    """Every segment that is not the same."""
    return [(s.kind, s.pasted, s.printed) for s in one.segments if s.kind != "same"]


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (CLAUSE, []),
        (CLAUSE.replace("，", ",").replace("；", "\n"), []),
        (" ".join(CLAUSE), []),
        (CLAUSE.replace("五百元", "三百元"), [("changed", "三", "五")]),
        (CLAUSE.replace("责令改正", "改正"), [("removed", "", "责令")]),
        (CLAUSE.replace("罚款", "的罚款"), [("added", "的", "")]),
        (CLAUSE.replace("违反", "韦反"), [("changed", "韦", "违")]),
        ("第六条" + CLAUSE, []),
        ("答：" + CLAUSE, [("added", "答：", "")]),
        (CLAUSE.replace("罚款", "罚金"), [("changed", "金", "款")]),
        (CLAUSE.replace("责令改正；", "责令改正；\n— 3 —\n"), [("added", "3 —\n", "")]),
    ],
)
def test_the_differences_are_told_letter_by_letter(plain: Searcher, pasted: str, expected: list[object]) -> None:
    best = plain.trace(pasted)[0]
    document = plain.documents[best.doc_id]
    assert document.source.path == SCOOTER
    assert differences(best) == expected
    assert (best.share == 1.0) is (expected == [])
    assert best.share > 0.9
    [passage] = [p for p in plain.passages_of(best.doc_id) if p.passage_id in best.passage_ids]
    assert "第六条" in passage.text


def test_a_text_over_passage_borders_is_one_place(plain: Searcher) -> None:
    document = next(d for d in plain.documents.values() if d.source.path == SCOOTER)
    pasted = document.text[document.text.index("第四条") : document.text.index("第七条")]
    [best] = plain.trace(pasted)
    assert best.span.of(document.text) == pasted.rstrip().rstrip("。")
    assert len(best.passage_ids) > 1


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "。。。",
        "补贴",
        "昨夜雨疏风骤，浓睡不消残酒，试问卷帘人，却道海棠依旧",
        "对个人的评价应当客观公正，由全体同学一起讨论决定并且公布",
        "龘" * 2000,
        "\0" * 40,
    ],
)
def test_what_stands_nowhere_has_no_place(plain: Searcher, pasted: str) -> None:
    assert plain.trace(pasted) == ()


def test_a_paragraph_of_two_sources_has_both(plain: Searcher) -> None:
    pasted = CLAUSE + "面向在外的临平籍乡贤，每两年举办一次归雁大会，并由区委人才办牵头考核本规划的实施。"
    found = plain.trace(pasted)
    paths = {plain.documents[one.doc_id].source.path for one in found}
    assert paths == {SCOOTER, "规划/临平区人才规划.md"}
    assert all(one.share < 1 for one in found)


def _document(doc_id: str, text: str, issued_on: str | None = None) -> Document:
    return Document(doc_id, Source(doc_id, "", "text/plain"), "", doc_id, text, issued_on=issued_on)


def test_of_equal_places_the_earlier_document_comes_first_and_the_newer_version_before_its_older() -> None:
    documents = [_document("quoting", f"按照规定，{CLAUSE}", "2023-01-01"), _document("source", CLAUSE, "2022-01-01")]
    undated = _document("undated", CLAUSE)
    found = trace(Letters([undated, *documents]), CLAUSE)
    assert [one.doc_id for one in found] == ["source", "quoting", "undated"]
    versions = Kinship([Family("version", ("quoting", "source"))])
    assert trace(Letters([undated, *documents]), CLAUSE, versions)[0].doc_id == "quoting"


def test_the_places_are_bounded_and_each_its_own() -> None:
    found = trace(Letters([_document("one", "\n".join([CLAUSE] * 30))]), CLAUSE)
    assert len(found) <= MOST_TRACES
    spans = sorted(one.span for one in found)
    assert len(spans) > 3
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_an_empty_library_has_no_place() -> None:
    assert trace(Letters(()), CLAUSE) == ()


def _edited(text: str, edits: int, random_: random.Random) -> str:
    for _ in range(edits):
        at = random_.randrange(len(text))
        kind = random_.choice(("drop", "add", "change", "break"))
        new = "" if kind == "drop" else random_.choice("甚龘1，") if kind != "break" else "\n"
        text = text[:at] + new + text[at + (kind in ("drop", "change")) :]
    return text


@given(seed=st.integers(0, 10**6), length=st.integers(30, 300))
@settings(max_examples=150, deadline=None)
def test_any_stretch_with_edits_comes_back_to_its_place(seed: int, length: int) -> None:
    random_ = random.Random(seed)
    document = random_.choice([d for d in letters().documents if len(d.text) > length])
    start = random_.randrange(len(document.text) - length)
    stretch = document.text[start : start + length]
    pasted = _edited(stretch, length // 15, random_)
    found = trace(letters(), pasted)
    for one in found:
        text = next(d.text for d in letters().documents if d.doc_id == one.doc_id)
        assert "".join(s.printed for s in one.segments) == one.span.of(text)
        assert "".join(s.pasted for s in one.segments) == one.pasted.of(pasted)
        assert 0 < one.share <= 1
    if len(letters().spell(stretch)) >= 25:
        assert any(
            one.doc_id == document.doc_id and one.span.start < start + length and start < one.span.end for one in found
        )


@given(pasted=st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_behaves(plain: Searcher, pasted: str) -> None:
    assert all(0 < one.share <= 1 for one in plain.trace(pasted))


# ---- a question that is a pasted text


def test_a_pasted_text_as_question_brings_its_place_first(plain: Searcher) -> None:
    pasted = "人才资源总量" + CLAUSE.replace("责令改正；", "责令整改；")
    hits = plain.search(pasted)
    assert hits[0].signals.by_trace
    assert "五百元以上" in hits[0].passage.text
    assert not hits[1].signals.by_trace


@pytest.mark.parametrize("question", [CLAUSE + "这是什么意思？", CLAUSE[:38], "人才" * 30])
def test_what_asks_or_is_short_or_stands_nowhere_is_no_pasted_text(plain: Searcher, question: str) -> None:
    assert not any(hit.signals.by_trace for hit in plain.search(question))


def test_a_pasted_text_keeps_to_the_filters(plain: Searcher) -> None:
    hits = plain.search(CLAUSE, filters=Filters(regions=("临平",)))
    assert not any(hit.signals.by_trace for hit in hits)


def test_segments_and_traces_are_values(plain: Searcher) -> None:
    best = plain.trace(CLAUSE)[0]
    assert best == replace(best)
    assert plain.trace(CLAUSE) == plain.trace(CLAUSE)
