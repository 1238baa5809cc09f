"""The measures against hand-made cases, and against the published scorer where it lies beside the repository."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.evaluate import HIT_MEASURES
from policysearch.measure import coverage, evidence_groups, holds_key, normal, score_answer, score_hits, supports

SCORER = Path(__file__).parents[2] / "shared" / "eval" / "score.py"
QUESTIONS = Path(__file__).parents[1] / "evaluation" / "questions" / "corpus.jsonl"


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The published scorer."""
    if not SCORER.is_file():
        pytest.skip("the published scorer is not here")
    spec = importlib.util.spec_from_file_location("published_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def question(**fields: Any) -> dict[str, Any]:
    """A question with what is left out at its usual value."""
    return {"id": "q", "type": "fact", "question": "？", "evidence": [], "answer_keys": []} | fields


@pytest.mark.parametrize(
    ("key", "text", "held"),
    [
        ("38", "38万人", True),
        ("38", "138万人", False),
        ("38", "38.5万人", False),
        ("38", "38.0万人", True),
        ("38", "0.38", False),
        ("38万人", "总量38 万人", True),
        ("８２０元", "每月820元", True),
        ("人才码", "领取“人才码”", True),
        ("2025年", "2025 年底", True),
        ("5", "第15号", False),
        ("3%", "3％", True),
        ("12", "12 30", True),
    ],
)
def test_a_number_is_never_part_of_a_longer_one(key: str, text: str, held: bool) -> None:
    assert holds_key(key, normal(text)) is held


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("总量 为\n38万人", "总量为38万人"),
        ("（一）人才，", "(一)人才,"),
        ("人才— 16 —总量", "人才总量"),
        ("①人才", "人才"),
        ("ＡＢ", "ab"),
    ],
)
def test_what_does_not_count_is_gone(text: str, same: str) -> None:
    assert normal(text) == normal(same)


def test_coverage_is_the_share_of_bigrams() -> None:
    assert coverage("甲乙丙丁戊", "甲乙丙丁戊") == 1
    assert coverage("甲乙丙丁戊", "甲乙丙丁") == 0.75
    assert coverage("甲乙丙丁戊", "丁丙乙甲") == 0
    assert supports(question(), "甲乙丙丁戊", "甲乙丙丁")
    assert not supports(question(), "甲乙丙丁戊", "甲乙丙")


def test_a_rebuilt_table_row_supports() -> None:
    asked = question(type="table", answer_keys=["18.1", "21"])
    evidence = normal("| 人才环境 | 每万人拥有律师数 | 17 | 人 | 18.1 | 21 |")
    assert supports(asked, evidence, normal("每万人拥有律师数：2020年 18.1，2025年 21"))
    assert not supports(asked, evidence, normal("每万人拥有律师数：2020年 18.1，2025年 210"))
    assert not supports(asked | {"type": "number"}, evidence, normal("每万人拥有律师数：2020年 18.1，2025年 21"))


def test_hits_by_hand() -> None:
    asked = question(evidence=["甲乙丙丁戊己", "子丑寅卯辰巳"])
    texts = ["空" * 300, "零" * 150 + "甲乙丙丁戊己", "无", "子丑寅卯辰巳"]
    assert score_hits(asked, texts) == {
        "read@400": 0.0,  # the evidence begins after 450 characters
        "read@2000": 1.0,
        "rr": 0.5,
        "hit@1": 0.0,
        "hit@5": 1.0,
        "hit@10": 1.0,
        "all@10": 1.0,
    }
    assert score_hits(asked, texts[:3])["all@10"] == 0.5
    assert score_hits(asked, ["空"] * 10 + texts)["hit@10"] == 0
    assert set(score_hits(asked, []).values()) == {0.0}


def test_an_alternative_serves_for_its_own_piece() -> None:
    asked = question(evidence=["甲甲", "乙乙"], alt_evidence=["丙丙"], alt_for=[1])
    assert evidence_groups(asked) == [["甲甲"], ["乙乙", "丙丙"]]
    assert evidence_groups(question(evidence=["甲甲", "乙乙"], alt_evidence=["丙丙"])) == [
        ["甲甲", "丙丙"],
        ["乙乙", "丙丙"],
    ]


@pytest.mark.parametrize(
    ("fields", "status", "text", "ok", "exact"),
    [
        ({"evidence": ["x"], "answer_keys": ["38万人"]}, "answered", "共38万人。", 1, 1),
        ({"evidence": ["x"], "answer_keys": ["38万人"]}, "partial", "共38万人。", 1, 1),
        ({"evidence": ["x"], "answer_keys": ["38万人"]}, "not_found", "共38万人。", 0, 0),
        ({"evidence": ["x"], "answer_keys": ["38万人"]}, "answered", "共38万人" + "长" * 80, 1, 0),
        ({"evidence": ["x"], "answer_keys": ["38万人"], "type": "list"}, "answered", "共38万人" + "长" * 80, 1, 1),
        ({"evidence": ["x"], "answer_keys": ["38万人", "5家"]}, "answered", "共38万人。", 0, 0),
        ({"evidence": ["x"], "answer_keys": ["38万人"], "wrong_keys": ["41"]}, "answered", "38万人，41。", 0, 0),
        ({"evidence": ["x"], "answer_keys": []}, "answered", "共38万人。", 0, 0),
        ({}, "not_found", "没有", 1, 1),
        ({}, "partial", "没有", 1, 1),
        ({}, "answered", "38万人", 0, 0),
        ({"evidence": ["x"], "expect": "value_missing"}, "answered", "原表未列", 1, 1),
        ({"evidence": ["x"], "expect": "value_missing"}, "answered", "38", 0, 0),
    ],
)
def test_answers_by_hand(fields: dict[str, Any], status: str, text: str, ok: int, exact: int) -> None:
    assert score_answer(question(**fields), status, text) == {"ok": ok, "exact": exact}


def compare(scorer: ModuleType, asked: dict[str, Any], texts: list[str], status: str, answer: str) -> None:
    """Asserts that our measures are the published ones."""
    result = {
        "id": asked["id"],
        "answer": {"status": status, "text": answer},
        "hits": [{"text": text} for text in texts],
    }
    row = scorer.score([asked], [result])[0]
    ours: dict[str, float] = dict(score_answer(asked, status, answer))
    if asked["evidence"]:
        ours |= score_hits(asked, texts)
        assert set(HIT_MEASURES) <= set(ours)
    assert ours == {name: row[name] for name in ours}


PIECE = st.text(alphabet="人才总量到达目标0123.%， 、①—万", min_size=1, max_size=12)


@given(
    evidence=st.lists(PIECE, max_size=3),
    alternatives=st.lists(PIECE, max_size=2),
    keys=st.lists(PIECE, max_size=2),
    wrong=st.lists(PIECE, max_size=1),
    hits=st.lists(st.lists(PIECE, max_size=4).map("".join), max_size=12),
    kind=st.sampled_from(["fact", "table", "list", "number"]),
    status=st.sampled_from(["answered", "partial", "not_found"]),
    expect=st.sampled_from([None, "value_missing"]),
    copied=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_random_cases_score_as_published(
    scorer: ModuleType,
    evidence: list[str],
    alternatives: list[str],
    keys: list[str],
    wrong: list[str],
    hits: list[str],
    kind: str,
    status: str,
    expect: str | None,
    copied: bool,
) -> None:
    hits = [*hits, *evidence] if copied else hits
    asked = question(
        type=kind,
        evidence=evidence,
        alt_evidence=alternatives if evidence else [],
        answer_keys=keys,
        wrong_keys=wrong,
        expect=expect,
    )
    compare(scorer, asked, hits, status, "，".join([*hits[:1], *keys]))


def test_cases_like_real_ones_score_as_published(scorer: ModuleType) -> None:
    rng = random.Random(7)
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    pieces = [piece for asked in questions for piece in asked["evidence"]]
    for asked in questions:
        for _ in range(6):
            texts = ["".join(rng.choices(pieces, k=rng.randint(1, 6))) for _ in range(rng.randint(0, 12))]
            for piece in asked["evidence"]:
                if texts and rng.random() < 0.6:
                    at = rng.randrange(len(texts))
                    cut = rng.randint(len(piece) // 2, len(piece))
                    texts[at] += piece[:cut]
            said = [key for key in asked["answer_keys"] if rng.random() < 0.8]
            compare(
                scorer,
                asked,
                texts,
                rng.choice(["answered", "partial", "not_found"]),
                "，".join(said) + "很长" * rng.randint(0, 60),
            )
