"""Follow-up questions: what they become, and which stay as they are."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from policysearch.answer import asked_after
from policysearch.search.followup import stand_alone
from policysearch.search.searcher import Searcher
from policysearch.search.topic import topic
from policysearch.types import Answer, Citation, Span

ROOT = Path(__file__).parents[2]
ASKED = "拱墅区2025年人才资源总量目标是多少？"
LEAST_RESOLVED = 0.9  # 18 of 20


def test_dialogues_are_resolved_as_a_person_would(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "evaluation" / "answers"))
    script = importlib.import_module("followup")
    rows = script.read_dialogues(script.DIALOGUES)
    assert len(rows) >= 80
    assert len({row["id"] for row in rows}) == len(rows)
    held = [script.is_resolved(row, stand_alone(row["question"], row["history"])) for row in rows]
    assert sum(held) >= LEAST_RESOLVED * len(rows)
    assert script.main([]) == 0
    assert f"resolved {sum(held)} of {len(rows)}" in capsys.readouterr().out
    assert not script.is_resolved({"must": ["秀洲"], "must_not": ["拱墅"]}, "拱墅和秀洲")
    assert not script.is_resolved({"resolved": ["秀洲"]}, "秀洲呢")


@pytest.mark.parametrize(
    "history",
    [
        [ASKED],
        [{"role": "user", "content": ASKED}],
        [{"question": ASKED}],
        ["吴江区呢？", ASKED],
        [{"role": "user", "content": ASKED}, {"role": "assistant", "content": "40万人。[1]"}],
        [7, None, ["x"], {"role": "user", "content": 3}, {}, ASKED],
        ["秀洲区2025年人才资源总量目标是多少？", "那拱墅区呢？"],
    ],
    ids=str,
)
def test_the_forms_of_a_history(history: list[Any]) -> None:
    assert stand_alone("2020年呢？", history) == "拱墅区2020年人才资源总量目标是多少？"


@pytest.mark.parametrize("history", [[], [None], [""], [{"role": "assistant", "content": ASKED}]], ids=str)
def test_nothing_before_changes_nothing(history: list[Any]) -> None:
    assert stand_alone("那秀洲呢？", history) == "那秀洲呢？"


@pytest.mark.parametrize(
    "question",
    [
        "秀洲区人才公寓有多少套？",
        "吴江区电动自行车停放充电管理办法什么时候施行？",
        "什么是“三定三评”？",
        "应该去哪里办理公租房？",
        "其他高层次人才怎么分类？",
        "大学生租房补贴政策有哪些？",
        "那曲市有哪些补贴政策？",
        "我想知道《技能培训意见》里学徒期满怎么办",
        "？",
        "",
        "那" * 200,
    ],
)
def test_a_question_of_its_own_stays(question: str) -> None:
    assert stand_alone(question, [ASKED]) == question


def answer(question: str) -> Answer:
    """An answer of three lines from one document."""
    citation = Citation(1, "p", "d", "临平区人才规划", "《临平区人才规划》三、", "x", (Span(0, 1),))
    lines = "（一）实施“梅城工匠”工程[1]\n三、（二）第1段：面向大学生建设青苗驿站，免费住宿[2]\n归雁[3]"
    return Answer(question, "answered", lines, citations=(citation,))


def test_an_answer_is_looked_up_only_where_it_is_pointed_at() -> None:
    asked: list[str] = []

    def look_up(question: str) -> Answer:
        asked.append(question)
        return answer(question)

    last = "临平区有哪些重点工程？"
    assert stand_alone("第二个怎么申请？", [last], look_up) == "面向大学生建设青苗驿站怎么申请？"
    assert stand_alone("上面第一条每年评选多少人？", [last], look_up) == "实施“梅城工匠”工程每年评选多少人？"
    assert stand_alone("这份规划是谁发的？", [last], look_up) == "《临平区人才规划》是谁发的？"
    assert asked == [last] * 3
    assert stand_alone("第九个怎么申请？", [last], look_up) == "第九个怎么申请？"
    asked.clear()
    stand_alone("那吴江呢？", [last], look_up)
    assert asked == []


def test_the_library_is_asked_for_what_an_answer_said(plain: Searcher) -> None:
    history = ["失能老年人每月补贴多少元？"]
    became = asked_after(plain, "这份文件是哪天印发的？", history, today="2026-01-01")
    assert became == "《杭州市养老服务补贴办法（要点摘编）》是哪天印发的？"


def test_a_topic_is_what_was_spoken_of() -> None:
    assert topic("秀洲区有人才公寓吗？") == "秀洲区人才公寓"
    assert topic("申请临平区公租房要什么条件？") == "临平区公租房"
    assert topic("拱墅区有哪些人才平台？") == "拱墅区人才平台"
    assert topic("养老服务补贴标准是多少？") == "养老服务补贴"
    assert topic("养老服务补贴标准是多少？", whole=True) == "养老服务补贴标准"
    assert topic("是什么？") == "是什么"


@pytest.mark.parametrize(
    "piece", ["的", "有", "那", "2025年", "拱墅区", "申请", "第二条", "“", "多少", "人才", "最", "到"]
)
def test_long_and_odd_words_take_no_time(piece: str) -> None:
    start = time.process_time()
    for question, before in ((piece * 30 + "呢", ASKED), ("那秀洲呢？", piece * 3000), (piece * 19, piece * 500)):
        assert isinstance(stand_alone(question, [before] * 3), str)
    assert time.process_time() - start < 3


def test_the_dialogues_are_lines_of_json() -> None:
    text = (ROOT / "evaluation" / "answers" / "followup.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert all({"id", "history", "question"} < set(row) for row in rows)
    assert all(("resolved" in row) != ("must" in row) for row in rows)
