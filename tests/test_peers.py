"""The comparison with peers: what needs no peer is tested always, each peer where it is installed."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluation.peers.__main__ import main
from evaluation.peers.bench import Bench
from evaluation.peers.catalogue import ALL, OURS, PEERS, Entry
from evaluation.peers.compare import NDCG, pooled, row_values, table, with_p_values
from evaluation.peers.fts5 import Fts5
from evaluation.peers.peer import LENGTHS, Cut, cut_plainly, lines, packed
from evaluation.peers.task import over_questions, over_rows
from evaluation.peers.trial import tried
from evaluation.peers.words import JiebaBm25s
from policysearch.store import open_index

TEXTS = [
    "公租房申请办法\n申请公租房的家庭，人均月收入不高于三千元。\n申请表交到街道。",
    "图书馆开放办法\n图书馆周一闭馆。\n读者凭证借书，每次五本。",
    "养老机构管理办法\n护理人员与老年人的比例不低于一比十。",
    "电动自行车停放办法\n充电桩由物业统一安装。",
]
WORDS, FTS5 = ALL["jieba + bm25s"], ALL["SQLite FTS5 trigram"]


@pytest.mark.parametrize("kind", [Fts5, JiebaBm25s])
@pytest.mark.parametrize(
    ("cut", "found"),
    [("default", "申请公租房的家庭，人均月收入不高于三千元。"), ("ours", TEXTS[0]), ("whole", TEXTS[0])],
)
def test_a_word_peer_finds_the_passage_as_it_was_cut(kind: Callable[[Cut, str], Any], cut: Cut, found: str) -> None:
    peer = kind(cut, "")
    peer.build(TEXTS)
    assert peer.search("公租房家庭的人均月收入？", 3)[0] == found
    assert len(peer.search("公租房家庭的人均月收入？", 1)) == 1


def test_fts5_takes_its_own_syntax_in_a_question_as_words() -> None:
    peer = Fts5("default", "")
    peer.build(TEXTS)
    assert peer.search('"图书馆" OR * NEAR( -周一闭馆', 5)[0] == "图书馆周一闭馆。"
    assert peer.search("借书", 5) == []  # no three characters in a row: the trigram index holds nothing for it
    assert peer.search("", 5) == []


def test_packing_keeps_every_character_and_both_lengths() -> None:
    text = "第一句话在这里。" * 100 + "没有句号的长段" * 200 + "\n\n末尾一行"
    passages = packed(text)
    assert "".join(passages).replace("\n", "") == text.replace("\n", "")
    assert max(map(len, passages)) == LENGTHS.most_chars
    whole_sentences = [p for p in passages if p.endswith("。")]
    assert {len(p) for p in whole_sentences[:-1]} == {LENGTHS.target_chars}


def test_the_plain_cuts() -> None:
    assert lines(" 一\n\n\t\n二 ") == ["一", "二"]
    assert cut_plainly(TEXTS, "whole") == TEXTS
    assert cut_plainly(TEXTS, "default") == [line for text in TEXTS for line in text.splitlines()]


def test_a_text_of_several_rows_stands_for_each_once() -> None:
    values = row_values(
        {"q": {"b": 1}, "r": {"c": 1}, "s": {"c": 1}},
        ["q", "r", "s"],
        {"同": ["a", "b"], "异": ["c"]},
        [["同", "同", "同", "异"], ["同", "异"], []],
    )
    assert values == {NDCG: [pytest.approx(1 / math.log2(3)), pytest.approx(1 / math.log2(3)), 0.0]}


def system(name: str, read: list[float], cut: str = "default") -> dict[str, Any]:
    """A line of a report with one measure."""
    return {"name": name, "cut": cut, "each": {"read@400": read}}


def test_pooling_joins_the_questions_of_the_systems_in_every_set() -> None:
    ours, theirs = [1.0] * 6, [0.0] * 6
    first = {"set": "甲", "n": 6, "systems": [system("ours", ours), system("theirs", theirs), system("once", theirs)]}
    second = {"set": "乙", "n": 6, "systems": [system("ours", ours), system("theirs", ours)]}
    report = pooled([first, second])
    assert (report["sets"], report["n"]) == (["甲", "乙"], 12)
    assert [(s["name"], s["read@400"][0], s["p_read@400"]) for s in report["systems"]] == [
        ("ours", 1.0, None),
        ("theirs", 0.5, pytest.approx(2 / 2**6, abs=0.01)),
    ]
    assert "0.500*" in table(report)


def test_kept_p_values_are_made_anew() -> None:
    made = with_p_values([system("ours", [1.0] * 8), {**system("theirs", [0.0] * 8), "p_read@400": 0.9}])
    assert made[1]["p_read@400"] < 0.02


@pytest.fixture
def question_file(tmp_path: Path, plain_index: Path) -> Path:
    """A question for a sentence of each of the first documents, and one without an answer."""
    documents = list(open_index(plain_index).documents.values())
    sentences = [max(document.text.splitlines(), key=len) for document in documents]
    asked = [{"id": str(n), "question": s[:60], "type": "fact", "evidence": [s[:60]]} for n, s in enumerate(sentences)]
    path = tmp_path / "asked.jsonl"
    rows = [*asked, {"id": "none", "question": "火星移民补贴", "type": "fact", "evidence": []}]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_ours_and_two_peers_in_processes_of_their_own(plain_index: Path, question_file: Path, tmp_path: Path) -> None:
    task = over_questions(plain_index, question_file)
    absent = Entry("absent", "absent", "Absent", ("no_such_library",))
    first, *_, report = Bench(tmp_path, tmp_path, 60).compare(task, [WORDS, OURS, FTS5, absent])
    assert [s["name"] for s in first["systems"]] == [OURS.name]  # and the others as they come
    assert report["missing"] == ["absent"]
    assert report["failed"] == {}
    assert report["n"] == len(task.texts)  # the question without an answer is not among them
    named = [(s["name"], s["cut"]) for s in report["systems"]]
    cuts = [(e.name, cut) for e in (WORDS, FTS5) for cut in ("default", "ours")]
    assert named == [(OURS.name, "default"), *cuts]
    for line in report["systems"]:
        assert line["hit@1"][0] > 0.5  # each is asked in the words of its text
        assert line["peak_mb"] > 10
        assert 0 < line["query_ms_median"] <= line["query_ms_p95"]
        assert line["p_read@400"] is None if line["name"] == OURS.name else 0 < line["p_read@400"] <= 1
    (again,) = Bench(tmp_path, tmp_path, 60).compare(task, [OURS], report)
    assert [(s["name"], s["cut"], s.get("kept", False)) for s in again["systems"]] == [
        (name, cut, name != OURS.name) for name, cut in named
    ]
    assert again["systems"][1]["read@400"] == report["systems"][1]["read@400"]


def test_a_system_that_fails_is_named_and_ours_must_not(plain_index: Path, question_file: Path, tmp_path: Path) -> None:
    task = over_questions(plain_index, question_file)
    broken = Entry("broken", "fts5", "Fts5")  # not in the catalogue of the other process
    *_, report = Bench(tmp_path, tmp_path, 60).compare(task, [OURS, broken])
    assert set(report["failed"]) == {"broken (default)"}
    assert "broken" in report["failed"]["broken (default)"]
    with pytest.raises(ChildProcessError, match="took more than"):
        next(Bench(tmp_path, tmp_path, 0.01).compare(task, [OURS]))


def test_rows_of_a_data_set_are_not_cut(tmp_path: Path) -> None:
    rows = [{"_id": "a", "title": "题", "text": "一\n二"}, {"_id": "b", "title": "", "text": "三"}]
    for name, found in {"corpus": rows, "queries": [{"_id": "q", "text": "问"}, {"_id": "none", "text": "无"}]}.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n", encoding="utf-8")
    task = over_rows(tmp_path)
    assert (task.texts, task.questions) == (["题\n一\n二", "三"], ["问"])
    assert {cut for _, cut in task.systems(list(ALL.values()))} == {"whole"}
    assert task.values([["三", "题\n一\n二"]]) == {NDCG: [pytest.approx(1 / math.log2(3))]}


def test_flags_that_do_not_go_together_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["--index", "a"], ["--beir", "a"], ["--pooled", "a.json"]):
        with pytest.raises(SystemExit):
            main(wrong)
    assert "together" in capsys.readouterr().err


@pytest.mark.parametrize("entry", PEERS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("cut", ["default", "ours", "whole"])
def test_each_peer_builds_and_finds(entry: Entry, cut: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    if not entry.is_installed():
        pytest.skip(f"{entry.name} is not installed: evaluation/peers/requirements.txt")
    from policysearch.config import BUILT_IN_ENCODER

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", "False")
    found = tried(entry.open(cut, str(BUILT_IN_ENCODER)), TEXTS, ["公租房家庭的人均月收入", "图书馆周一"], 2)
    assert found["version"]
    assert found["settings"]
    for hits, wanted in zip(found["hits"], ["三千元", "闭馆"], strict=True):
        assert 1 <= len(hits) <= 2
        assert wanted in hits[0]
