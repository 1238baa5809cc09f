"""Read@400, read@2000 and rr over a question set for each weight of the dense leg.

python evaluation/weights.py --questions evaluation/questions/corpus.jsonl [--index DIR]
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from policysearch.measure import score_hits  # noqa: E402
from policysearch.store import open_index  # noqa: E402

_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
_MEASURES = ("read@400", "read@2000", "rr")


def main() -> int:
    """Prints a line a weight."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--index", type=Path, default=ROOT / "index")
    flags = parser.parse_args()
    lines = flags.questions.read_text(encoding="utf-8").split("\n")
    questions = [q for q in map(json.loads, filter(str.strip, lines)) if q.get("evidence")]
    searcher = open_index(flags.index)
    settings = searcher.settings
    print("weight  " + "  ".join(f"{name:>9}" for name in _MEASURES) + f"   n={len(questions)}")
    for weight in _WEIGHTS:
        searcher.settings = replace(settings, dense_weight=weight)
        rows = [score_hits(q, [h.passage.text for h in searcher.search(q["question"])]) for q in questions]
        print(f"{weight:<8}" + "  ".join(f"{fmean(row[name] for row in rows):9.3f}" for name in _MEASURES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
