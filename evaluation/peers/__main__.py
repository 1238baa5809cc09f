"""This project and what a user would assemble instead, on the same documents and questions, in one run.

    python -m evaluation.peers --index DIR --questions FILE --output FILE.json
                               [--index … --questions … --output …] [--pooled FILE.json]
                               [--beir DIR --beir-output FILE.json] [--only NAME] [--timeout SECONDS]

``--index``, ``--questions`` and ``--output`` are given once a set, in the same order. With ``--only`` the other
systems keep the lines that the output file has of an earlier run on the same task. See README.md in this folder.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.peers.bench import Bench
from evaluation.peers.catalogue import ALL, OURS, Entry
from evaluation.peers.compare import pooled, table
from evaluation.peers.task import Task, over_questions, over_rows
from policysearch.config import BUILT_IN_ENCODER


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0, or 1 when a system failed; it and those that are not installed are named in the result."""
    flags = _flags(arguments)
    entries = [entry for entry in ALL.values() if not flags.only or entry.name in flags.only or entry == OURS]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.with_encoder(Path(folder), flags.encoder, flags.timeout)
        asked = [
            _compared(bench, over_questions(index, questions), entries, output)
            for index, questions, output in zip(flags.index, flags.questions, flags.output, strict=True)
        ]
        ranked = [
            _compared(bench, over_rows(data), entries, output)
            for data, output in zip(flags.beir, flags.beir_output, strict=True)
        ]
    if flags.pooled:
        together = pooled(asked)
        _write(together, flags.pooled)
        print(table(together))
    return int(any(report["failed"] for report in [*asked, *ranked]))


def _compared(bench: Bench, task: Task, entries: Sequence[Entry], output: Path) -> dict[str, Any]:
    kept = None
    if len(entries) < len(ALL) and output.is_file():
        earlier = json.loads(output.read_text(encoding="utf-8"))
        kept = earlier if earlier["task"] == task.digest() else None
    report: dict[str, Any] = {}
    for report in bench.compare(task, entries, kept):
        _write(report, output)  # a run that is cut off leaves what it has
    print(table(report), end="\n\n", flush=True)
    return report


def _write(report: Mapping[str, Any], output: Path) -> None:
    """The report with a line a system."""
    head = json.dumps({k: v for k, v in report.items() if k != "systems"}, ensure_ascii=False, indent=1)
    systems = ",\n  ".join(json.dumps(system, ensure_ascii=False) for system in report["systems"])
    output.write_text(f'{head[:-2]},\n "systems": [\n  {systems}\n ]\n}}\n', encoding="utf-8")


def _flags(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("index", "questions", "output", "beir", "beir-output"):
        parser.add_argument(f"--{name}", type=Path, action="append", default=[])
    parser.add_argument("--pooled", type=Path, help="also the questions of all sets as one")
    parser.add_argument("--only", action="append", choices=list(ALL), help="runs ours and this system alone")
    parser.add_argument("--encoder", type=Path, default=BUILT_IN_ENCODER, help="what the peers encode with")
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds a system may take on a set")
    flags = parser.parse_args(arguments)
    if not len(flags.index) == len(flags.questions) == len(flags.output):
        parser.error("--index, --questions and --output are given together, once a set")
    if len(flags.beir) != len(flags.beir_output):
        parser.error("--beir and --beir-output are given together, once a set")
    if flags.pooled and len(flags.index) < 2:
        parser.error("--pooled wants two sets or more")
    return flags


if __name__ == "__main__":
    sys.exit(main())
