"""The measure of metadata against labels counts what is right, wrong and missed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "evaluation" / "documents" / "metadata.py"
LABEL: dict[str, Any] = {
    "path": "甲.txt",
    "title": "云岭县防汛办法",
    "title_also": [],
    "issuers": ["云岭县水利局"],
    "issuers_also": [],
    "number": None,
    "issued_on": "2023-05-06",
    "issued_also": [],
    "published_on": "2023-05-07",
    "published_also": [None],
    "effective_on": None,
    "effective_also": ["2023-05-06"],
    "expires_on": None,
    "region": None,
    "kind": "规章",
    "kind_also": [],
    "status_note": "",
    "outline": [{"label": "第一条", "head": ""}, {"label": "第二条", "head": ""}],
}
TEXT = (
    "云岭县防汛办法\n第一条 为了防汛，制定本办法。\n第二条 本办法自印发之日起施行。\n"
    "云岭县水利局\n云岭县财政局\n2023年5月6日\n"
)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("metadata_measure", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "metadata_measure", module)
    spec.loader.exec_module(module)
    return module


def test_right_wrong_and_missing_values_are_counted(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, encoding="utf-8")
    tallies = script.measure(tmp_path, [LABEL])
    counts = {name: (t.present, t.found, t.right, t.recalled) for name, t in tallies.items()}
    assert counts["title"] == (1, 1, 1, 1)
    assert counts["issuers"] == (1, 2, 1, 1)  # one office too many
    assert counts["issued_on"] == (1, 1, 1, 1)
    assert counts["published_on"] == (0, 0, 0, 0)  # no value is right too
    assert counts["effective_on"] == (0, 1, 1, 0)  # right beside the label
    assert counts["kind"] == (1, 1, 0, 0)
    assert counts["outline"][:2] == (2, 2)
    assert len(tallies["issuers"].misses) == len(tallies["kind"].misses) == 1
