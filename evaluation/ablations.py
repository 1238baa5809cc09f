"""What each rule of ranking gains: the search with every rule, and without each of them.

    python evaluation/ablations.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--output FILE.json]

A rule is a field of SearchSettings that names a neutral value (``policysearch.config.rule``), so a new one appears here
by itself. Gains are with the rule less without it, over the pooled questions that have an answer: 95 % bootstrap
interval, p of a paired randomisation test (two-sided, uncorrected for the number of rules), and each half of the set.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gains import HALVES, MEASURES, Question, gains_of, run

from policysearch.config import rules_of
from policysearch.evaluate import measure_hits
from policysearch.search.searcher import Searcher
from policysearch.significance import interval


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line a rule; 2 when a file or the index cannot be used."""
    return run(__doc__, ablate, table, arguments)


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
