"""Small runs of what ``evaluation/reliability`` measures: no damage is served, no crash loses a document."""

from __future__ import annotations

import importlib.util
import json
import lzma
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from fakes import write_corpus

from evaluation.reliability.soak import soak
from policysearch.build import build_index

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "evaluation" / "reliability"


def script(name: str) -> ModuleType:
    """A script as a module."""
    found = importlib.util.spec_from_file_location(f"reliability_{name}", FOLDER / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_no_damage_is_served(meaning_index: Path, tmp_path: Path) -> None:
    index = shutil.copytree(meaning_index, tmp_path / "index")
    figures = script("damage").damaged(index, 120, seed=3)
    assert figures["damages"] == 120
    assert figures["which"] == []
    assert (figures["served"], figures["verified"], figures["not_named"]) == (0, 0, 0)
    assert len(figures["files"]) > 10


def test_a_damage_that_is_not_found_is_counted(
    meaning_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = shutil.copytree(meaning_index, tmp_path / "index")
    damage = script("damage")
    monkeypatch.setattr(damage, "_outcomes", lambda index: [("served", None), ("verified", "好。")])
    figures = damage.damaged(index, 8, seed=3)
    assert figures["served"] == figures["damages"] == figures["not_named"]


@pytest.mark.skipif(sys.platform != "linux", reason="forks, groups of processes and mounts of Linux")
def test_no_crash_loses_a_document(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"停车.txt": "甲县停车办法\n第一条 云岭县停车收费标准另定。\n"})
    command = [sys.executable, str(FOLDER / "crash.py"), "--corpus", str(corpus)]
    run = subprocess.run(
        [*command, "--times", "1", "--disks", "2", "--every", "11"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    figures = json.loads(run.stdout)
    assert run.returncode == 0, (run.stdout, run.stderr)
    assert figures["random"]["killed"] + figures["random"]["finished"] == 1
    assert figures["steps"]["ended"] >= 3
    assert figures["errors"]["ended"] >= 2
    for trial in ("random", "steps", "errors"):
        assert figures[trial]["reads"] > 0


def test_questions_in_a_row_get_the_same_answers(plain_index: Path) -> None:
    figures = soak(plain_index, ["人才资源总量", "停车收费"], 8, 1.0)
    assert (figures["asked"], figures["answers_that_changed"]) == (8, 0)
    assert soak(plain_index, ["停车收费"], 8, 0.0)["asked"] == 0


def test_laws_are_joined_to_so_many_documents(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "laws.jsonl.xz", "wt", encoding="utf-8") as out:
        for law in ("甲法", "乙法"):
            for number in range(10):
                out.write(json.dumps({"law": law, "article": f"第{number}条", "text": "正文。"}) + "\n")
    made = list(script("size")._documents(tmp_path / "laws.jsonl.xz", 5))
    assert len(made) == 5
    assert made[0].startswith("甲法（第1部分）\n第0条　正文。")
    assert made[3].startswith("乙法（第1部分）")


def test_two_indexes_are_compared(plain_index: Path, tmp_path: Path) -> None:
    incremental = script("incremental")
    same = incremental._compared(plain_index, plain_index, ["停车收费", "公租房"])
    assert (same["same_files"], same["same_top_ten"], same["vectors_differ_by_at_most"]) == (True, 2, None)
    corpus = write_corpus(tmp_path / "corpus", {"停车.txt": "关于停车的通知\n\n一、停车每小时收费二元。\n"})
    build_index([corpus], tmp_path / "index", encoder="none", progress=False)
    other = incremental._compared(plain_index, tmp_path / "index", ["停车收费"])
    assert "documents.jsonl" in other["differing_files"]
    assert (other["same_files"], other["same_top_ten"]) == (False, 0)
