"""Golden outlines: the structure of small documents that carry the damage of real ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from golden_outline import golden

HERE = Path(__file__).parent
SOURCES = sorted((HERE / "sources").iterdir())
WRITE = os.environ.get("POLICYSEARCH_WRITE_GOLDEN") == "1"


def test_there_is_a_source_for_each_golden_file() -> None:
    expected = {path.name + ".golden.txt" for path in SOURCES}
    assert {path.name for path in HERE.glob("*.golden.txt")} == expected
    assert len(expected) >= 10


def test_golden_files_are_not_written_on_a_build_machine() -> None:
    assert not (WRITE and os.environ.get("CI") == "true"), "unset POLICYSEARCH_WRITE_GOLDEN"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_golden(source: Path) -> None:
    expected = HERE / f"{source.name}.golden.txt"
    found = golden(source)
    if WRITE and os.environ.get("CI") != "true":
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")
