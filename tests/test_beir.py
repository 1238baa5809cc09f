"""Retrieval measures on five passages, against numbers worked out by hand."""

from __future__ import annotations

import json
import lzma
import math
from pathlib import Path
from typing import Any

import pytest
from fakes import KeywordEncoder

import policysearch.beir
from policysearch.beir import evaluate_beir, table
from policysearch.errors import UsageError

# Lexical order of the first question is a, b, c by how often the word stands among as many others.
PASSAGES = {
    "a": "补贴补贴补贴天地",
    "b": "补贴补贴山川河流",
    "c": "补贴日月星辰云雨",
    "d": "公租房",
    "e": "图书馆",
}
QUERIES = {"q1": "补贴", "q2": "公租房", "q3": "踏板摩托", "q4": "图书馆"}
QRELS = {"q1": {"b": 1, "c": 1, "e": 1}, "q2": {"d": 1}, "q3": {"d": 1}}


def write(folder: Path, *, passages: dict[str, str] | None = None, packed: bool = False, nested: bool = False) -> Path:
    """A data set in BEIR layout under ``folder``."""
    rows = {
        "corpus": [{"_id": i, "title": "", "text": text} for i, text in (passages or PASSAGES).items()],
        "queries": [{"_id": i, "text": text} for i, text in QUERIES.items()],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in rows.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        if packed and name == "corpus":
            (folder / f"{name}.jsonl.xz").write_bytes(lzma.compress(text.encode()))
        else:
            (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    path = folder / "qrels" / "test.tsv" if nested else folder / "qrels.tsv"
    path.parent.mkdir(exist_ok=True)
    lines = [f"{q}\t{d}\t{score}" for q, found in QRELS.items() for d, score in found.items()]
    path.write_text("\n".join(["query-id\tcorpus-id\tscore", *lines, "q4\te\t0", ""]), encoding="utf-8")
    return folder


def log2(rank: int) -> float:
    """The discount of a rank."""
    return 1 / math.log2(rank + 1)


# q1: a is wrong, then come b and c of the three: DCG = 1/log2(3) + 1/log2(4), ideal = 1 + 1/log2(3) + 1/log2(4).
# q2 is right at once, for q3 nothing is found.
Q1 = (log2(2) + log2(3)) / (log2(1) + log2(2) + log2(3))
BY_HAND = {
    "nDCG@10": (Q1 + 1 + 0) / 3,
    "Recall@10": (2 / 3 + 1 + 0) / 3,
    "Recall@100": (2 / 3 + 1 + 0) / 3,
    "MRR@10": (1 / 2 + 1 + 0) / 3,
}


@pytest.mark.parametrize("layout", [{}, {"packed": True}, {"nested": True}], ids=str)
def test_measures_by_hand(tmp_path: Path, layout: dict[str, bool]) -> None:
    report = evaluate_beir(write(tmp_path / "data", **layout), "none", progress=False)  # type: ignore[arg-type]
    assert report["n"] == 3  # q4 has no relevant passage
    assert report["corpus"] == 5
    assert "dense" not in report
    assert "hybrid" not in report
    for name, expected in BY_HAND.items():
        assert report["lexical"][name] == pytest.approx(expected, abs=6e-5), name
    low, high = report["lexical"]["ci95"]
    assert 0 <= low < report["lexical"]["nDCG@10"] < high <= 1


def test_every_mode_is_measured_with_an_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policysearch.beir, "load_encoder", lambda name: KeywordEncoder())
    report = evaluate_beir(write(tmp_path / "data"), "keywords", progress=False)
    assert set(report) >= {"lexical", "dense", "hybrid", "n"}
    for mode in ("lexical", "dense", "hybrid"):
        found: dict[str, Any] = report[mode]
        assert set(found) >= {"nDCG@10", "ci95"}
        assert found["ci95"][0] <= found["nDCG@10"] <= found["ci95"][1]
    # the encoder ranks all five; 补贴 in a, b and c weighs alike, so ties stand by row: a, b, c, then d, e
    dense_q1 = (log2(2) + log2(3) + log2(5)) / (log2(1) + log2(2) + log2(3))
    q3 = log2(4)  # no meaning shared: all five are equal, d is the fourth
    assert report["dense"]["nDCG@10"] == pytest.approx((dense_q1 + 1 + q3) / 3, abs=6e-5)
    assert report["lexical"]["nDCG@10"] == pytest.approx(BY_HAND["nDCG@10"], abs=6e-5)
    assert "hybrid" in table(report)


def test_a_title_is_searched_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[4]["title"] = "踏板摩托"
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq3\te\t1\n", encoding="utf-8")
    assert evaluate_beir(folder, "none", progress=False)["lexical"]["nDCG@10"] == 1.0


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    folder = write(tmp_path / "data")
    (folder / missing).unlink()
    with pytest.raises(UsageError, match=missing):
        evaluate_beir(folder, "none", progress=False)


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "x"}', '{"_id": "x"}'])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    folder = write(tmp_path / "data")
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(UsageError, match="第 6 行"):
        evaluate_beir(folder, "none", progress=False)


@pytest.mark.parametrize("relevance", ["yes", ""])
def test_a_broken_relevance_is_named(tmp_path: Path, relevance: str) -> None:
    folder = write(tmp_path / "data")
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\nq1\ta\t{relevance}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"qrels"):
        evaluate_beir(folder, "none", progress=False)


def test_a_relevance_of_1_0_is_1(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    whole = evaluate_beir(folder, "none", progress=False)
    path = folder / "qrels.tsv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *(f"{row}.0" for row in rows)]) + "\n", encoding="utf-8")
    assert evaluate_beir(folder, "none", progress=False)["lexical"] == whole["lexical"]


def test_encoders_stand_beside_bm25_of_the_same_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from evaluation import encoders

    monkeypatch.setattr(encoders, "load_encoder", lambda name: KeywordEncoder())
    data, output = write(tmp_path / "data"), tmp_path / "run.json"
    assert encoders.main(["--data", str(data), "--encoder", "one", "--output", str(output)]) == 0
    rows = json.loads(output.read_text(encoding="utf-8"))["sets"]["data"]
    lexical = evaluate_beir(data, "none", progress=False)["lexical"]
    assert rows["BM25"]["nDCG@10"] == lexical["nDCG@10"]
    fused = next(row for name, row in rows.items() if name.endswith("fused"))
    assert fused["gain"]["delta"] == pytest.approx(fused["nDCG@10"] - lexical["nDCG@10"], abs=2e-4)
    assert "gain in nDCG@10" in capsys.readouterr().out


def test_a_set_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from evaluation import encoders

    assert encoders.main(["--data", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
