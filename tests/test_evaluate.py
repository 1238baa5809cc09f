"""A run over a question file: every question once, slices that add up, and what was left out told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policysearch.evaluate import HIT_MEASURES, SLICES, evaluate, table
from policysearch.questions import QuestionSet, half, read_questions
from policysearch.search.searcher import Searcher


def question(**fields: Any) -> dict[str, Any]:
    """A question with what is left out at its usual value."""
    return {"id": "q", "type": "fact", "question": "？", "evidence": [], "answer_keys": []} | fields


LINES = [
    json.dumps(row, ensure_ascii=False)
    for row in (
        question(
            id="1",
            type="number",
            question="失能老年人每月补贴多少元？",
            evidence=["失能老年人每人每月补贴820元"],
            answer_keys=["820元"],
        ),
        question(
            id="2",
            type="number",
            question="充电服务费每度不得超过多少？",
            evidence=["充电服务费每度不得超过0.8元"],
            answer_keys=["0.8元"],
        ),
        question(
            id="3",
            type="clause",
            persona="resident",
            question="学手艺的出师了能拿到什么？学徒",
            evidence=["学徒期满考核合格的发给证书"],
            answer_keys=["证书"],
        ),
        question(id="4", type="unanswerable", question="余杭区的人才目标？"),
    )
]


ASKED = read_questions([*LINES, ""])
TODAY = "2024-01-01"


def test_evaluate_counts_every_question_once(plain: Searcher, meaning: Searcher) -> None:
    report = evaluate(plain, ASKED, TODAY)
    assert (report["n"], report["unanswerable"], report["left_out"]) == (3, 1, 0)
    assert set(report["modes"]) == {"lexical"}
    assert set(evaluate(meaning, ASKED, TODAY)["modes"]) == {"lexical", "dense", "hybrid"}
    assert report["modes"]["lexical"]["hit@10"] == [1.0, 1.0, 1.0]
    assert report["quotes"] > 0
    assert report["quotes_wrong"] == 0
    assert report["right_refusals"] == 1.0
    assert {kind: found["n"] for kind, found in report["types"].items()} == {"clause": 1, "number": 2}
    assert [row["id"] for row in report["rows"]] == ["1", "2", "3", "4"]
    shown = table(report)
    assert all(word in shown for word in ("lexical", "number", "clause", "read@400"))


def test_every_slicing_adds_up_to_the_whole(meaning: Searcher) -> None:
    report = evaluate(meaning, ASKED, TODAY)
    best = report["modes"]["hybrid"]
    for name in SLICES:
        slices = report[name]
        assert sum(found["n"] for found in slices.values()) == report["n"], name
        for measure in HIT_MEASURES:
            whole = sum(found["n"] * found[measure] for found in slices.values()) / report["n"]
            assert whole == pytest.approx(best[measure][0], abs=1e-3), (name, measure)
    assert set(report["personas"]) == {"resident", "not told"}
    assert report["overlap"]["low"]["n"] == 1


def test_a_row_holds_the_measures_of_its_question(plain: Searcher) -> None:
    report = evaluate(plain, ASKED, TODAY)
    for row in report["rows"]:
        assert row["half"] == half(row["id"])
        assert ("rr" in row) == (row["type"] != "unanswerable")
    for measure in HIT_MEASURES:
        rows = [row[measure] for row in report["rows"] if measure in row]
        assert sum(rows) / len(rows) == pytest.approx(report["modes"]["lexical"][measure][0], abs=1e-4)


def test_a_slice_of_thirty_is_judged_and_a_smaller_one_is_not(plain: Searcher) -> None:
    many = [question(id=str(n), type="number", question="充电服务费", evidence=["充电服务费"]) for n in range(30)]
    few = [question(id=f"x{n}", type="fact", question="充电服务费", evidence=["充电服务费"]) for n in range(29)]
    report = evaluate(plain, QuestionSet((*many, *few)), TODAY)
    assert {name: found["judged"] for name, found in report["types"].items()} == {"fact": False, "number": True}
    assert "few" in next(shown for shown in table(report).splitlines() if shown.startswith("fact"))
    assert "few" not in next(shown for shown in table(report).splitlines() if shown.startswith("number"))


def test_what_was_left_out_stands_in_the_report_and_on_the_screen(plain: Searcher) -> None:
    placed = {"sha256": "0" * 64, "start": 0, "end": 2}
    lost = json.dumps(question(id="5", source=["a.txt"], evidence=[placed]), ensure_ascii=False)
    report = evaluate(plain, read_questions([*LINES, lost]), TODAY)
    assert (report["n"], report["left_out"]) == (3, 1)
    assert len(report["why_left_out"]) == 1
    assert report["why_left_out"][0] in table(report)


def test_evaluate_without_answerable_questions(plain: Searcher) -> None:
    report = evaluate(plain, read_questions(LINES[3:]), TODAY)
    assert report["n"] == 0
    assert report["wrong_refusals"] is None
    assert report["types"] == {}
    assert "read@400" in table(report)
