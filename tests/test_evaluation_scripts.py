"""The scripts of ``evaluation``: what is wrong with a question file, which run is better, what a rule gains."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from policysearch.config import SearchSettings, rules_of
from policysearch.evaluate import evaluate
from policysearch.questions import read_questions
from policysearch.search.searcher import Searcher
from policysearch.types import Answer, Status

ROOT = Path(__file__).parents[1]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Loads a script as it would be started, its own folder first on the path."""

    def load(path: str) -> ModuleType:
        file = ROOT / "evaluation" / path
        monkeypatch.syspath_prepend(str(file.parent))
        return importlib.import_module(file.stem)

    return load


def question(**fields: Any) -> dict[str, Any]:
    """A sound question over the library of the tests."""
    return {
        "id": "1",
        "persona": "resident",
        "type": "number",
        "question": "充电服务费每度不得超过多少？",
        "source": ["办法/电动自行车管理办法.txt"],
        "evidence": ["充电服务费每度不得超过0.8元"],
        "answer": "0.8元",
        "answer_keys": ["0.8元"],
        "wrong_keys": ["1.2元"],
    } | fields


REFUSED = question(id="2", type="unanswerable", question="余杭区？", evidence=[], answer=None, answer_keys=[])


def write(path: Path, *questions: dict[str, Any]) -> Path:
    """A question file."""
    path.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), encoding="utf-8")
    return path


# check


@pytest.fixture
def check(
    script: Callable[[str], ModuleType], library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Checks questions against the library: the status and what is printed."""

    def run(*questions: dict[str, Any]) -> tuple[int, str]:
        file = write(tmp_path / "q.jsonl", *questions)
        status = script("questions/check.py").main([str(file), "--evidence-from", str(library)])
        return int(status), capsys.readouterr().out

    return run


def test_sound_questions_have_no_fault(check: Callable[..., tuple[int, str]], library: Path) -> None:
    document = library / "办法" / "电动自行车管理办法.txt"
    at = document.read_text("utf-8").index("充电服务费")
    piece = {"sha256": hashlib.sha256(document.read_bytes()).hexdigest(), "start": at, "end": at + 15}
    status, out = check(question(), REFUSED, question(id="3", question="电瓶车充一度几块？", evidence=[piece]))
    assert status == 0, out
    assert "0 faults, 0 notes, 0 questions not checked" in out
    assert "low overlap 0.500 of the answerable; unanswerable 0.333" in out


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"type": "riddle"}, "type riddle is unknown"),
        ({"persona": "king"}, "persona king is unknown"),
        ({"id": 7}, "an id is text"),
        ({"question": " "}, "there is no question"),
        ({"evidence": []}, "unanswerable is what has no evidence"),
        ({"type": "unanswerable"}, "unanswerable is what has no evidence"),
        ({"evidence": [" "]}, "a piece of evidence is blank"),
        ({"evidence": ["充" * 401]}, "401 characters"),
        ({"evidence": ["充电服务费每度不得超过0.9元"]}, "stands in no document that is named"),
        ({"answer_keys": []}, "answer keys go with evidence"),
        ({"answer_keys": ["0.9元"]}, "the key 0.9元 stands nowhere in the document"),
        ({"wrong_keys": ["0.8"]}, "the answer holds the wrong key 0.8"),
        ({"wrong_keys": ["元"], "answer": None}, "the wrong key 元 is part of a right one"),
        ({"alt_evidence": ["0.8元"], "alt_for": [1]}, "alt_for names no piece"),
        ({"alt_evidence": ["0.8元"], "alt_for": [0, 0]}, "alt_for names a piece for every alternative"),
        ({"evidence": [{"sha256": "x"}]}, "q.jsonl:1: "),
        ({"id": "2"}, "id comes twice: 2"),
        ({"question": "余杭区？"}, "question comes twice: 余杭区？"),
    ],
)
def test_a_fault_is_told_and_fails(check: Callable[..., tuple[int, str]], wrong: dict[str, Any], told: str) -> None:
    status, out = check(question(**wrong), REFUSED)
    assert status == 1
    assert told in out


@pytest.mark.parametrize(
    ("fields", "noted"),
    [
        ({"answer_keys": ["第五条"]}, 1),  # stands at the head of its clause, outside the evidence
        ({"type": "compare", "answer_keys": ["前者高"]}, 1),
        ({"type": "table", "source": [], "evidence": ["| 插座 | 个 | 0.8 |"], "answer_keys": ["0.8个"]}, 0),
    ],
)
def test_what_may_stand_elsewhere_is_only_noted(
    check: Callable[..., tuple[int, str]], fields: dict[str, Any], noted: int
) -> None:
    status, out = check(question(answer=None, **fields))
    assert status == 0
    assert f"0 faults, {noted} notes" in out


def test_a_question_whose_document_is_absent_is_counted(check: Callable[..., tuple[int, str]]) -> None:
    piece = {"sha256": "0" * 64, "start": 0, "end": 3}
    status, out = check(question(source=["gone.txt"], evidence=[piece]), REFUSED)
    assert status == 0
    assert "没有找到 gone.txt" in out
    assert "1 questions not checked" in out


def test_a_run_of_the_document_may_not_stand_beside_evidence_told_by_place(
    check: Callable[..., tuple[int, str]], library: Path
) -> None:
    document = library / "办法" / "电动自行车管理办法.txt"
    text = document.read_text("utf-8")
    at = text.index("充电服务费")
    piece = {"sha256": hashlib.sha256(document.read_bytes()).hexdigest(), "start": at, "end": at + 15}
    copied = text[at : at + 28]
    assert check(question(answer=copied))[0] == 0  # its evidence is text
    assert check(question(answer=copied[:22], evidence=[piece]))[0] == 0
    assert check(question(answer=f"《{copied}》", evidence=[piece]))[0] == 0
    status, out = check(question(answer=copied, evidence=[piece]))
    assert status == 1
    assert "the answer copies the document" in out


def test_our_own_questions_have_no_fault(script: Callable[[str], ModuleType]) -> None:
    """Those whose documents are not at hand are not checked."""
    files = sorted((ROOT / "evaluation" / "questions").glob("*.jsonl"))
    assert files
    assert script("questions/check.py").main([*map(str, files), "--evidence-from", str(ROOT / "corpus")]) == 0


def test_a_question_file_that_is_absent_is_told_in_one_line(
    script: Callable[[str], ModuleType], plain_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone.jsonl")
    assert script("questions/check.py").main([gone]) == 2
    for name in ("ablations.py", "fusion.py"):
        assert script(name).main(["--index", str(plain_index), "--questions", gone]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


# compare


def test_two_runs_are_compared_question_by_question(
    script: Callable[[str], ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[dict[str, Any]] = [{"id": str(n), "half": "ab"[n % 2], "rr": 0.5, "ok": 1.0} for n in range(10)]
    better = [row | {"rr": 1.0} if int(row["id"]) < 8 else row for row in rows]
    for name, run in (("a", [*rows, {"id": "x", "half": "a", "ok": 0.0}]), ("b", better)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"rows": run}), encoding="utf-8")
    compare = script("compare.py")
    assert compare.main([str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 0
    out = capsys.readouterr().out
    (line,) = [line for line in out.split("\n") if line.startswith("rr")]
    assert line.split()[1:5] == ["10", "0.500", "0.900", "+0.400"]
    assert line.split()[-3:] == ["0.0078", "+0.400", "+0.400"]  # eight of eight: 2 / 2**8
    assert "1 questions stand in one run only" in out
    (tmp_path / "b.json").write_text(json.dumps({"rows": [{"id": "y"}]}), encoding="utf-8")
    assert compare.main([str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 2


def test_a_run_of_evaluate_compares_with_itself(
    script: Callable[[str], ModuleType], plain: Searcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = evaluate(plain, read_questions([json.dumps(question()), json.dumps(REFUSED)]), "2024-01-01")
    path = tmp_path / "r.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    assert script("compare.py").main([str(path), str(path)]) == 0
    lines = {line.split()[0]: line.split() for line in capsys.readouterr().out.split("\n")[1:] if line}
    assert lines["rr"][1] == "1"
    assert lines["ok"][1] == "2"
    assert all(line[4] == "+0.000" and "1.0000" in line for line in lines.values())


# ablations


CLAUSE = question(
    id="3",
    type="clause",
    question="电动自行车充电插座充电服务费第七条的施行日期",
    evidence=["本办法自2022年8月1日起施行，有效期至2027年7月31日"],
    answer_keys=["2022年8月1日"],
)


def test_every_rule_that_is_on_has_a_line_and_its_gain(script: Callable[[str], ModuleType], meaning: Searcher) -> None:
    before = meaning.settings
    report = script("ablations.py").ablate(meaning, [question(), CLAUSE])
    assert meaning.settings is before
    rules = {rule["name"]: rule for rule in report["rules"]}
    on = {name for name, (neutral, _) in rules_of(before).items() if getattr(before, name) != neutral}
    assert set(rules) == on
    assert set(report["off"]) == set(rules_of(before)) - on
    gain = rules["named_clauses"]["gains"]["rr"]
    assert report["baseline"]["rr"][0] == 1
    assert gain["delta"] > 0
    assert gain["p"] == 1  # of one question alone nothing can be said


def test_a_rule_at_its_neutral_value_is_told_as_off(
    script: Callable[[str], ModuleType], plain: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    ablations = script("ablations.py")
    off = {name: neutral for name, (neutral, _) in rules_of(plain.settings).items()}
    monkeypatch.setattr(plain, "settings", ablations.replace(plain.settings, **off))
    report = ablations.ablate(plain, [question()])
    assert report["rules"] == []
    assert set(report["off"]) == set(off)


def test_ablations_run_from_files(
    script: Callable[[str], ModuleType], plain_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = question(id="4", evidence=[{"sha256": "0" * 64, "start": 0, "end": 2}])
    files = [write(tmp_path / "a.jsonl", question(), REFUSED), write(tmp_path / "b.jsonl", CLAUSE, lost)]
    output = tmp_path / "r.json"
    arguments = ["--index", str(plain_index), "--questions", *map(str, files), "--output", str(output)]
    assert script("ablations.py").main(arguments) == 0
    report = json.loads(output.read_text(encoding="utf-8"))
    assert report["sets"] == {"a": 1, "b": 1}
    assert (report["n"], report["left_out"]) == (2, 1)
    out = capsys.readouterr().out
    assert report["why_left_out"][0] in out
    assert all(name in out for name in rules_of(SearchSettings()))
    assert script("ablations.py").main(["--index", str(tmp_path / "none"), *arguments[2:]]) == 2


# fusion


def test_reciprocal_ranks_are_those_of_the_formula(script: Callable[[str], ModuleType]) -> None:
    ranks = script("fusion.py").reciprocal_ranks
    assert ranks(["a", "b", "c"], ["c", "a", "d"]) == ["a", "c", "b", "d"]  # 1/61 + 1/62 before 1/63 + 1/61
    assert ranks(["a", "b"], ["b", "a"]) == ["a", "b"]  # a tie stays in the order of the words' list
    assert ranks(["a", "b"], ["b", "a"], 0.6) == ["b", "a"]
    assert ranks(["a", "b"], ["c"], 0.0)[:2] == ["a", "b"]
    assert ranks([], []) == []


def test_every_way_is_measured_against_the_products_own(script: Callable[[str], ModuleType], meaning: Searcher) -> None:
    fusion = script("fusion.py")
    before = meaning.settings
    asked = [question(), CLAUSE]
    report = fusion.fuse_every_way(meaning, asked)
    assert meaning.settings is before
    ways = {(way["method"], way["weight"]): way for way in report["ways"]}
    own = ways["convex", before.dense_weight]["gains"]
    assert all(own[m]["delta"] == 0 and own[m]["p"] == 1 for m in own)
    assert {method for method, _ in ways} == {"convex", "rrf"}
    assert report["n"] == 2
    for halves in report["other_half"].values():
        assert all(found["n"] == 1 for found in halves.values())


def test_fusion_needs_an_encoder(script: Callable[[str], ModuleType], plain_index: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", question())
    assert script("fusion.py").main(["--index", str(plain_index), "--questions", str(file)]) == 2


# answers


def test_answers_are_measured_beside_what_is_pasted(
    script: Callable[[str], ModuleType], plain_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = question(id="5", source=["gone.txt"], question="别处的充电服务费？")
    file, output = write(tmp_path / "a.jsonl", question(trap="border"), REFUSED, elsewhere), tmp_path / "r.json"
    run = script("answers/run.py")
    assert run.main(["--index", str(plain_index), "--questions", str(file), "--output", str(output)]) == 0
    report = json.loads(output.read_text(encoding="utf-8"))
    assert (report["n"], report["unanswerable"], report["left_out"]) == (1, 1, 1)
    assert (report["ok"][0], report["baseline"]["ok"][0], report["right_refusals"]) == (1, 1, 1)
    assert (report["quotes_wrong"], report["cited_elsewhere"], report["wrong_refusals"]) == (0, 0, 0)
    assert report["cited"] > 0
    assert sum(report["statuses"].values()) == 2
    assert report["traps"]["kinds"] == {"border": {"n": 1, "held": 1}}
    out = capsys.readouterr().out
    assert "traps held 1.000" in out
    assert report["why_left_out"][0] in out
    alone = write(tmp_path / "b.jsonl", elsewhere)
    assert run.main(["--index", str(plain_index), "--questions", str(alone)]) == 2


@pytest.mark.parametrize(
    ("status", "text", "held"),
    [
        ("answered", "每度0.8元", True),
        ("answered", "每度0.8元，别处1.2元", False),
        ("answered", "按规定收取", False),
        ("partial", "按规定收取", True),
        ("partial", "别处1.2元", False),
        ("not_found", "没有找到", True),
    ],
)
def test_a_trap_is_held_by_the_right_key_alone_or_by_saying_less(
    script: Callable[[str], ModuleType], status: Status, text: str, held: bool
) -> None:
    assert script("answers/run.py").holds(question(), Answer("", status, text)) is held


def test_a_trap_without_an_answer_is_held_by_no_full_answer(script: Callable[[str], ModuleType]) -> None:
    holds = script("answers/run.py").holds
    assert not holds(REFUSED, Answer("", "answered", "0.8元"))
    assert holds(REFUSED, Answer("", "partial", "有规定"))


def test_the_baseline_begins_at_the_sentence_with_most_words_of_the_question(
    script: Callable[[str], ModuleType], plain: Searcher
) -> None:
    run = script("answers/run.py")
    hits = plain.search("充电服务费每度不得超过多少？")
    pasted = run.best_characters("充电服务费每度不得超过多少？", hits)
    assert pasted.startswith("第五条 充电服务费每度")
    assert pasted in hits[0].passage.text
    assert len(pasted) <= run.BASELINE_CHARS
    assert run.best_characters("充电服务费", []) == ""


def test_a_citation_is_of_the_document_asked_about_by_name_or_by_hash(
    script: Callable[[str], ModuleType], plain: Searcher
) -> None:
    is_about = script("answers/run.py").is_about
    documents = list(plain.documents.values())
    assert [Path(d.source.path).name for d in documents if is_about(question(), d)] == ["电动自行车管理办法.txt"]
    by_hash = question(source=["moved.txt"], files=[documents[0].source.sha256])
    assert [d for d in documents if is_about(by_hash, d)] == [documents[0]]


def test_the_traps_have_no_fault_and_each_has_a_kind_and_a_wrong_key(script: Callable[[str], ModuleType]) -> None:
    """Those over documents that are not at hand are not checked for their places."""
    traps = ROOT / "evaluation" / "answers" / "traps.jsonl"
    corpus = ROOT / "evaluation" / "answers" / "corpus"
    assert script("questions/check.py").main([str(traps), "--evidence-from", str(corpus)]) == 0
    rows = [json.loads(line) for line in traps.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 90
    assert all(row["wrong_keys"] and row["trap"] for row in rows)


def test_citations_are_drawn_once_each_and_shown_with_what_stands_around(
    script: Callable[[str], ModuleType], plain_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "a.jsonl", question(), question(id="6"), CLAUSE)
    labels = script("answers/labels.py")
    assert labels.main(["--index", str(plain_index), "--questions", str(file), "--count", "9"]) == 0
    shown = capsys.readouterr().out
    assert "#1 《" in shown
    assert shown.count("【充电服务费每度") <= 1
