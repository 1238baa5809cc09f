"""RESULTS.md is what its generator makes of the runs at hand, and each kind of run has its table."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EVALUATION = Path(__file__).parents[1] / "evaluation"


@pytest.fixture(scope="module")
def results() -> ModuleType:
    """The generator."""
    spec = importlib.util.spec_from_file_location("evaluation_results", EVALUATION / "results.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_runs_make(results: ModuleType) -> None:
    page = (EVALUATION / "RESULTS.md").read_text(encoding="utf-8")
    made = results.render(EVALUATION / "results", EVALUATION / "left_out.md")
    assert page == made, "run: python evaluation/results.py"


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    cells = 0
    for line in (EVALUATION / "RESULTS.md").read_text(encoding="utf-8").split("\n"):
        if not line.startswith("|"):
            cells = 0
            continue
        assert cells in (0, line.count("|")), line
        cells = line.count("|")


@pytest.fixture
def page(results: ModuleType, tmp_path: Path) -> Any:
    """Makes the page of some runs."""

    def make(**runs: dict[str, Any]) -> str:
        for name, run in runs.items():
            (tmp_path / f"{name.replace('_', '-')}.json").write_text(json.dumps(run), encoding="utf-8")
        (tmp_path / "left_out.md").write_text("- nothing\n", encoding="utf-8")
        return str(results.render(tmp_path, tmp_path / "left_out.md"))

    return make


def run_of(n: int, left_out: int = 0) -> dict[str, Any]:
    """A run as ``evaluate`` writes it, with one type."""
    means = {"read@400": 0.5, "read@2000": 0.75, "rr": 0.25, "ok": 0.625}
    intervals = {name: [mean, 0.0, 1.0] for name, mean in means.items()}
    return {
        "n": n,
        "unanswerable": 0,
        "left_out": left_out,
        "modes": {"lexical": intervals},
        "types": {"number": {"n": n} | means},
        "personas": {"not told": {"n": n} | means},
        "answers": {"ok": intervals["ok"], "exact": intervals["ok"]},
        "right_refusals": None,
        "wrong_refusals": 0.0,
        "quotes": 3,
        "quotes_wrong": 0,
    }


def test_small_slices_are_in_italics(page: Any) -> None:
    made = page(mine=run_of(29), yours=run_of(30))
    assert "| number | *0.50 / 0.75 / 0.25 / 0.62 (n=29)* | 0.50 / 0.75 / 0.25 / 0.62 (n=30) |" in made
    assert "By persona" not in made
    assert "Quotations checked: 6; not word for word: 0." in made


def test_what_was_left_out_is_told(page: Any) -> None:
    assert "- mine: 4 questions" in page(mine=run_of(30, left_out=4), yours=run_of(30))
    assert "yours: " not in page(mine=run_of(30, left_out=4), yours=run_of(30))


def test_peers_have_their_measures_and_their_p_values(page: Any) -> None:
    ours = {"name": "ours", "version": "1", "read@400": [0.9, 0.8, 1.0], "nDCG@10": [0.5, 0.4, 0.6], "build_s": 3}
    theirs = ours | {"name": "theirs", "read@400": [0.7, 0.6, 0.8], "p_read@400": 0.0123, "build_s": None}
    made = page(peers_talent={"set": "talent", "n": 85, "machine": "two cores", "systems": [ours, theirs]})
    assert "## Side by side with peers: talent (85 questions; two cores)" in made
    assert "| system | version | read@400 | p | nDCG@10 | build_s |" in made
    assert "| theirs | 1 | 0.700 [0.600, 0.800] | 0.0123 | 0.500 [0.400, 0.600] | — |" in made
    assert "| ours | 1 | 0.900 [0.800, 1.000] |  | 0.500 [0.400, 0.600] | 3 |" in made


def test_answers_stand_beside_what_is_pasted_and_traps_by_kind(page: Any) -> None:
    run = {
        "n": 3,
        "unanswerable": 1,
        "ok": [0.75, 0.5, 1.0],
        "exact": [0.5, 0.25, 0.75],
        "baseline": {"ok": [0.25, 0.0, 0.5], "exact": [0.0, 0.0, 0.0]},
        "right_refusals": None,
        "wrong_refusals": 0.0,
        "statuses": {"answered": 2, "partial": 1, "not_found": 1},
        "cited": 5,
        "cited_elsewhere": 1,
        "quotes": 6,
        "quotes_wrong": 0,
        "answer_ms": [12.5, 30.0],
        "traps": {"n": 2, "held": [0.5, 0.0, 1.0], "kinds": {"border": {"n": 2, "held": 1}}},
    }
    made = page(answers_mine=run, answers_yours=run | {"traps": None})
    whole = "0.750 [0.500, 1.000] | 0.500 [0.250, 0.750] | 0.250 [0.000, 0.500] | 0.000 [0.000, 0.000]"
    assert f"| mine | 3 | {whole} | — | 0.000 | 0.25 | 1 of 5 | 0 of 6 | 12.5 / 30 |" in made
    assert "| kind | mine |" in made
    assert "| border | 1 of 2 |" in made
    assert "| all | 0.500 [0.000, 1.000] of 2 |" in made


def test_a_kind_of_run_that_is_not_there_has_no_section(page: Any) -> None:
    made = page()
    assert [line for line in made.split("\n") if line.startswith("#")] == [
        "# Results",
        "## What was left out, and why",
        "## How to run",
    ]
