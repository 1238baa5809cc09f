"""The comparison with the tables copied by hand: what it calls wrong, and that none is where the files are at hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TALENT = next(
    (p / "shared" / "corpus" / "talent" for p in (ROOT, ROOT.parent) if (p / "shared").is_dir()), ROOT / "none"
)
TRUTH: dict[str, Any] = {
    "indicator": "学徒",
    "indicator_at": [2, 4],
    "unit": "人",
    "unit_at": [5, 6],
    "group": "",
    "group_at": None,
    "values": {"2020年": "3", "2025年": "4"},
    "printed": {"2020年": [7, 8], "2025年": [9, 10]},
    "flags": [],
}
RIGHT = {"": ("学徒", [[2, 4]]), "单位": ("人", [[5, 6]]), "2020年": ("3", [[7, 8]]), "2025年": ("4", [[9, 10]])}


@pytest.fixture(scope="module")
def truth() -> ModuleType:
    """The command, as a module."""
    spec = importlib.util.spec_from_file_location("document_tables", ROOT / "evaluation" / "documents" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def without(name: str) -> dict[str, Any]:
    """What is right, less one column."""
    return {column: cell for column, cell in RIGHT.items() if column != name}


def test_it_tells_right_from_flagged_and_wrong(truth: ModuleType) -> None:
    assert truth.judge(TRUTH, RIGHT)[0] == "right"
    assert truth.judge(TRUTH, RIGHT | {"2025年": ("3", [[7, 8]])})[0] == "wrong"
    assert truth.judge(TRUTH, RIGHT | {"2025年": ("4", [[90, 91]])})[0] == "wrong"
    assert truth.judge(TRUTH, RIGHT | {"一级指标": ("规模", [[0, 2]])})[0] == "wrong"
    assert truth.judge(TRUTH, without("2025年"))[0] == "wrong"  # lost: in no column, and not flagged
    assert truth.judge(TRUTH, without("单位"))[0] == "flagged"


@pytest.mark.skipif(not TALENT.is_dir(), reason="the shared corpus is not here")
def test_no_row_of_the_printed_tables_is_wrong(truth: ModuleType) -> None:
    verdicts = [verdict for _, verdict, _ in truth.compare(TALENT)]
    assert len(verdicts) == 59
    assert "wrong" not in verdicts
    assert verdicts.count("right") >= 51
