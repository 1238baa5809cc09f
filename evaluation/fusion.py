"""How the two legs are best joined: reciprocal rank fusion and convex combinations by weight, every other rule off.

    python evaluation/fusion.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--output FILE.json]

Reciprocal rank fusion is Cormack, Clarke and Büttcher's (SIGIR 2009, k = 60), also with weights; the convex combination
is the product's. Differences are to the product's own weight. A weight that is chosen on the questions that measure it
flatters itself, so the best of each method on one half of the set is also measured on the other.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gains import HALVES, MEASURES, Question, Rows, gains_of, run

from policysearch.config import SearchSettings, rules_of
from policysearch.errors import UsageError
from policysearch.evaluate import measure_hits
from policysearch.measure import score_hits
from policysearch.questions import half
from policysearch.search.searcher import Searcher
from policysearch.significance import interval

RRF_K = 60
RRF_WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6)
CONVEX_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line a way of fusing; 2 when a file or the index cannot be used, or the index has no encoder."""
    return run(__doc__, fuse_every_way, table, arguments)


def fuse_every_way(searcher: Searcher, questions: Sequence[Question]) -> dict[str, Any]:
    """``{"index_id", "n", "own_weight", "ways": [...], "other_half": {method: ...}}``.

    A way: ``{"method", "weight", measure: [mean, low, high], "gains": as in ablations, to the product's own}``. The
    settings of the searcher are the same afterwards. Raises UsageError where the index has no encoder.
    """
    if not searcher.has_encoder:
        raise UsageError("这个索引没有语义模型，没有可合并的两路：请用带模型的索引。")
    settings = searcher.settings
    ways: dict[tuple[str, float], Rows] = {}
    try:
        for weight in sorted({*CONVEX_WEIGHTS, settings.dense_weight}):
            searcher.settings = replace(bare(settings), dense_weight=weight)
            ways["convex", weight] = [measure_hits(searcher, q) for q in questions]
        legs = [_legs(searcher, q["question"]) for q in questions]
    finally:
        searcher.settings = settings
    text_of = {passage.passage_id: passage.text for passage in searcher.passages}
    for weight in RRF_WEIGHTS:
        fused = [reciprocal_ranks(lexical, dense, weight) for lexical, dense in legs]
        ways["rrf", weight] = [
            score_hits(q, [text_of[one] for one in found[:10]]) for q, found in zip(questions, fused, strict=True)
        ]
    own = ways["convex", settings.dense_weight]
    return {
        "index_id": searcher.index_id,
        "n": len(questions),
        "own_weight": settings.dense_weight,
        "ways": [
            {"method": method, "weight": weight}
            | {m: interval([row[m] for row in rows]) for m in MEASURES}
            | {"gains": gains_of(questions, rows, own)}
            for (method, weight), rows in ways.items()
        ],
        "other_half": {
            method: _on_the_other_half(questions, {weight: rows for (of, weight), rows in ways.items() if of == method})
            for method in ("convex", "rrf")
        },
    }


def bare(settings: SearchSettings) -> SearchSettings:
    """The settings with every rule at its neutral value."""
    return replace(settings, **{name: neutral for name, (neutral, _) in rules_of(settings).items()})


def _legs(searcher: Searcher, question: str) -> tuple[list[str], list[str]]:
    """The passage ids that each leg brings, best first."""
    most = searcher.settings.candidates
    lexical, dense = (searcher.search(question, top_k=most, mode=mode) for mode in ("lexical", "dense"))
    return [hit.passage.passage_id for hit in lexical], [hit.passage.passage_id for hit in dense]


def reciprocal_ranks(lexical: Sequence[str], dense: Sequence[str], weight: float = 0.5) -> list[str]:
    """The ids of both lists by the weighted sum of 1 / (60 + rank); equal ones in the order of the lexical list."""
    scores: dict[str, float] = defaultdict(float)
    for ids, share in ((lexical, 1 - weight), (dense, weight)):
        for rank, one in enumerate(ids, 1):
            scores[one] += share / (RRF_K + rank)
    return sorted(scores, key=lambda one: -scores[one])


def _on_the_other_half(questions: Sequence[Question], rows_of: Mapping[float, Rows]) -> dict[str, Any]:
    """For each half the weight that is best on the other (by the mean of the measures), and what it reaches here."""
    halves = [half(str(q["id"])) for q in questions]
    found: dict[str, Any] = {}
    for here in HALVES:
        there = {
            weight: [row for row, of in zip(rows, halves, strict=True) if of != here]
            for weight, rows in rows_of.items()
        }
        if not all(there.values()) or here not in halves:
            continue
        best = max(there, key=lambda weight: fmean(row[m] for row in there[weight] for m in MEASURES))
        mine = [row for row, of in zip(rows_of[best], halves, strict=True) if of == here]
        found[here] = {"weight": best, "n": len(mine)} | {m: round(fmean(row[m] for row in mine), 4) for m in MEASURES}
    return found


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it."""
    lines = [
        f"n={report['n']} {report['sets']}, differences to convex {report['own_weight']}",
        *report["why_left_out"],
        f"{'':12}" + "".join(f"{m:>10}{'delta':>8}{'p':>8}" for m in MEASURES),
    ]
    for way in report["ways"]:
        cells = "".join(
            f"{way[m][0]:>10.3f}{way['gains'][m]['delta']:>+8.3f}{way['gains'][m]['p']:>8.4f}" for m in MEASURES
        )
        lines.append(f"{way['method']:8}{way['weight']:<4}{cells}")
    for method, halves in report["other_half"].items():
        for name, found in halves.items():
            cells = ", ".join(f"{m} {found[m]:.3f}" for m in MEASURES)
            lines.append(
                f"{method}: half {name} (n={found['n']}) at {found['weight']}, best on the other half: {cells}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
