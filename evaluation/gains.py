"""What ablations and fusion share: how they are run, and what one way of ranking gains over another."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from policysearch.errors import PolicySearchError
from policysearch.questions import EvidenceFiles, half, read_questions
from policysearch.search.searcher import Searcher
from policysearch.significance import paired
from policysearch.store import open_index

MEASURES = ("read@400", "read@2000", "rr")
HALVES = ("a", "b")
Question = Mapping[str, Any]
Rows = Sequence[Mapping[str, float]]


def run(
    description: str | None,
    report_of: Callable[[Searcher, Sequence[Question]], dict[str, Any]],
    table: Callable[[Mapping[str, Any]], str],
    arguments: Sequence[str] | None,
) -> int:
    """Runs a script: its flags, its index and questions, then ``report_of`` as a table on the screen and as JSON.

    2 when a file or the index cannot be used.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_question_flags(parser)
    flags = parser.parse_args(arguments)
    try:
        questions, sets = read_sets(flags.questions, flags.evidence_from)
        report = sets | report_of(open_index(flags.index), questions)
    except (PolicySearchError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(table(report))
    if flags.output:
        flags.output.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def add_question_flags(parser: argparse.ArgumentParser) -> None:
    """The index, the question files and where their evidence lies."""
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--evidence-from", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--output", type=Path)


def read_sets(paths: Sequence[Path], folders: Sequence[Path]) -> tuple[list[Question], dict[str, Any]]:
    """The questions of all files that have an answer, and ``{"sets": {stem: n}, "left_out", "why_left_out"}``."""
    files = EvidenceFiles(folders)
    asked = {path.stem: read_questions(path.read_text(encoding="utf-8-sig").split("\n"), files) for path in paths}
    answerable = {name: [q for q in found.questions if q.get("evidence")] for name, found in asked.items()}
    return [question for found in answerable.values() for question in found], {
        "sets": {name: len(found) for name, found in answerable.items()},
        "left_out": sum(found.left_out for found in asked.values()),
        "why_left_out": [why for found in asked.values() for why in found.why],
    }


def gains_of(questions: Sequence[Question], ours: Rows, theirs: Rows) -> dict[str, dict[str, float | None]]:
    """What ``ours`` gains over ``theirs``, measure by measure, over all questions and over each half."""
    halves = [half(str(q["id"])) for q in questions]
    gains: dict[str, dict[str, float | None]] = {}
    for measure in MEASURES:
        a, b = [row[measure] for row in ours], [row[measure] for row in theirs]
        gains[measure] = dict(paired(a, b))
        for name in HALVES:
            part = [x - y for x, y, of in zip(a, b, halves, strict=True) if of == name]
            gains[measure][name] = round(fmean(part), 4) if part else None
    return gains
