"""Two runs of ``evaluate`` over the same questions: what the second gains, and whether that could be chance.

    python evaluation/compare.py BEFORE.json AFTER.json

A line a measure: the means, their difference with a 95 % bootstrap interval, the p-value of a paired randomisation test
(two-sided, uncorrected), and the difference on each half of the set. Questions that one run lacks are counted only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gains import HALVES

from policysearch.evaluate import ANSWER_MEASURES, HIT_MEASURES
from policysearch.significance import paired


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 2 when the runs cannot be compared."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    flags = parser.parse_args(arguments)
    runs = [json.loads(path.read_text(encoding="utf-8")) for path in (flags.before, flags.after)]
    before, after = ({row["id"]: row for row in run["rows"]} for run in runs)
    common = [question_id for question_id in before if question_id in after]
    if not common:
        print("the runs share no question", file=sys.stderr)
        return 2
    print("\n".join(compared([before[i] for i in common], [after[i] for i in common])))
    alone = len(before) + len(after) - 2 * len(common)
    if alone:
        print(f"{alone} questions stand in one run only and are left out")
    return 0


def compared(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of the table; both lists hold the rows of the same questions in the same order."""
    lines = [
        f"{'':10}{'n':>5}{'before':>9}{'after':>9}{'delta':>9}{'95 %':>20}{'p':>9}"
        + "".join(f"{'half ' + name:>9}" for name in HALVES)
    ]
    for measure in (*HIT_MEASURES, *ANSWER_MEASURES):
        both = [(a, b) for a, b in zip(before, after, strict=True) if measure in a and measure in b]
        if not both:
            continue
        old, new = [a[measure] for a, _ in both], [b[measure] for _, b in both]
        found = paired(new, old)
        interval = f"[{found['low']:+.3f}, {found['high']:+.3f}]"
        halves = [[b[measure] - a[measure] for a, b in both if b["half"] == name] for name in HALVES]
        lines.append(
            f"{measure:10}{len(both):>5}{fmean(old):>9.3f}{fmean(new):>9.3f}{found['delta']:>+9.3f}{interval:>20}"
            f"{found['p']:>9.4f}" + "".join(f"{fmean(part):>+9.3f}" if part else f"{'—':>9}" for part in halves)
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
