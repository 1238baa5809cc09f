"""What each rule of ranking gains: the search with every rule, and without each of them.

    python evaluation/ablations.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--output FILE.json]

A rule is a field of SearchSettings that names a neutral value (``policysearch.config.rule``), so a new one appears here
by itself. Gains are with the rule less without it, over the pooled questions that have an answer: 95 % bootstrap
interval, p of a paired randomisation test (two-sided, uncorrected for the number of rules), and each half of the set.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from policysearch.config import rules_of
from policysearch.errors import PolicySearchError
from policysearch.evaluate import measure_hits
from policysearch.questions import EvidenceFiles, half, read_questions
from policysearch.search.searcher import Searcher
from policysearch.significance import interval, paired
from policysearch.store import open_index

MEASURES = ("read@400", "read@2000", "rr")
HALVES = ("a", "b")
Question = Mapping[str, Any]
Rows = Sequence[Mapping[str, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line a rule; 2 when a file or the index cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_question_flags(parser)
    flags = parser.parse_args(arguments)
    try:
        questions, sets = read_sets(flags.questions, flags.evidence_from)
        searcher = open_index(flags.index)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return 2
    report = sets | ablate(searcher, questions)
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


def ablate(searcher: Searcher, questions: Sequence[Question]) -> dict[str, Any]:
    """``{"index_id", "n", "baseline": {measure: [mean, low, high]}, "rules": [...], "off": [...]}``.

    A rule: ``{"name", "says", "value", "neutral", "gains": {measure: {"delta", "low", "high", "p", "a", "b"}}}`` with
    the delta of each half. ``off`` names the rules that are at their neutral value anyway. The settings of the searcher
    are the same afterwards.
    """
    settings = searcher.settings
    baseline = [measure_hits(searcher, q) for q in questions]
    rules, off = [], []
    for name, (neutral, says) in rules_of(settings).items():
        value = getattr(settings, name)
        if value == neutral:
            off.append(name)
            continue
        searcher.settings = replace(settings, **{name: neutral})
        try:
            rows = [measure_hits(searcher, q) for q in questions]
        finally:
            searcher.settings = settings
        gains = gains_of(questions, baseline, rows)
        rules.append({"name": name, "says": says, "value": value, "neutral": neutral, "gains": gains})
    means = {m: interval([row[m] for row in baseline]) for m in MEASURES}
    return {"index_id": searcher.index_id, "n": len(questions), "baseline": means, "rules": rules, "off": off}


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


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it."""
    lines = [f"n={report['n']} {report['sets']}", *report["why_left_out"], "", f"{'':44}" + _heads()]
    means = "".join(f"{report['baseline'][m][0]:>10.3f}{'':26}" for m in MEASURES)
    lines.append(f"{'every rule':44}{means.rstrip()}")
    for rule in report["rules"]:
        cells = "".join(_cells(rule["gains"][m]) for m in MEASURES)
        lines.append(f"{rule['name'] + ' ' + str(rule['value']):44}{cells}   {rule['says']}")
    return "\n".join([*lines, *(f"{name} is off by default" for name in report["off"])])


def _heads() -> str:
    return "".join(f"{measure:>10}{'p':>8}{'a':>9}{'b':>9}" for measure in MEASURES)


def _cells(gain: Mapping[str, float | None]) -> str:
    halves = "".join(f"{gain[name]:>+9.3f}" if gain[name] is not None else f"{'—':>9}" for name in HALVES)
    return f"{gain['delta']:>+10.3f}{gain['p']:>8.4f}{halves}"


if __name__ == "__main__":
    sys.exit(main())
