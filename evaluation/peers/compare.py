"""What systems found, to measures with intervals, and to how likely their difference from ours is chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import ir_measures
from ir_measures import nDCG

from policysearch.measure import score_hits
from policysearch.significance import interval, paired_p

MEASURES = ("read@400", "read@2000", "rr", "hit@1")
NDCG = "nDCG@10"
Values = dict[str, list[float]]


def question_values(questions: Sequence[Mapping[str, Any]], hits: Sequence[Sequence[str]]) -> Values:
    """Each measure of ``policysearch.measure`` for each question, in the order of the questions."""
    scores = [score_hits(question, found) for question, found in zip(questions, hits, strict=True)]
    return {measure: [score[measure] for score in scores] for measure in MEASURES}


def row_values(
    qrels: Mapping[str, Mapping[str, int]],
    query_ids: Sequence[str],
    ids_of_text: Mapping[str, Sequence[str]],
    hits: Sequence[Sequence[str]],
) -> Values:
    """nDCG@10 for each query; a text that stands in the corpus under several ids stands for the next of them."""
    run: dict[str, dict[str, float]] = {}
    for query_id, found in zip(query_ids, hits, strict=True):
        seen: dict[str, int] = defaultdict(int)
        ranked: list[str] = []
        for text in found:
            ids = ids_of_text[text]
            if seen[text] < len(ids):
                ranked.append(ids[seen[text]])
                seen[text] += 1
        run[query_id] = {row_id: float(len(ranked) - at) for at, row_id in enumerate(ranked)}
    asked = {query_id: dict(qrels[query_id]) for query_id in query_ids}
    values = {metric.query_id: metric.value for metric in ir_measures.iter_calc([nDCG @ 10], asked, run)}
    return {NDCG: [values.get(query_id, 0.0) for query_id in query_ids]}


def summary(values: Values, trial: Mapping[str, Any]) -> dict[str, Any]:
    """A system's line of the result: each measure as [mean, low, high], its times and its memory."""
    query_ms = sorted(trial["query_ms"])
    return {
        **{measure: interval(found) for measure, found in values.items()},
        "build_s": trial["build_s"],
        "query_ms_median": round(median(query_ms), 2),
        "query_ms_p95": round(query_ms[int(0.95 * len(query_ms))], 2),
        "peak_mb": trial["peak_mb"],
    }


def with_p_values(systems: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines with ``p_…`` of each tested measure against the first of them, before ``each``; None for itself."""
    first = systems[0]["each"]
    compared = []
    for at, system in enumerate(systems):
        tested = {f"p_{m}": paired_p(first[m], system["each"][m]) if at else None for m in first}
        plain = {name: value for name, value in system.items() if name != "each" and not name.startswith("p_")}
        compared.append(plain | tested | {"each": system["each"]})
    return compared


def pooled(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The questions of several sets as one, for the systems that answered all of them: measures and p-values."""
    by_system: dict[tuple[str, str], dict[str, list[float]]] = {}
    kept = [{(s["name"], s["cut"]): s["each"] for s in report["systems"]} for report in reports]
    for key in kept[0]:
        if all(key in systems for systems in kept):
            by_system[key] = {m: [value for systems in kept for value in systems[key][m]] for m in kept[0][key]}
    systems = [
        {"name": name, "cut": cut, **{m: interval(found) for m, found in each.items()}, "each": each}
        for (name, cut), each in by_system.items()
    ]
    told = [{k: v for k, v in system.items() if k != "each"} for system in with_p_values(systems)]
    return {"sets": [r["set"] for r in reports], "n": sum(r["n"] for r in reports), "systems": told}


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it: a line a system; a star marks p < .05 against ours."""
    first = report["systems"][0]
    measures = [m for m in (*MEASURES, NDCG) if m in first]
    figures = [m for m in ("build_s", "query_ms_median", "query_ms_p95", "peak_mb") if m in first]
    lines = [f"{report.get('set') or ' + '.join(report['sets'])}, n={report['n']}"]
    lines.append(f"{'':40}" + "".join(f"{m:>11}" for m in measures) + "".join(f"{m:>17}" for m in figures))
    for system in report["systems"]:
        cells = [f"{system[m][0]:.3f}{'*' if _low(system.get(f'p_{m}')) else ' '}" for m in measures]
        told = f"{system['name']} ({system['cut']})"
        lines.append(f"{told:40}" + "".join(f"{c:>11}" for c in cells) + "".join(f"{system[f]:>17}" for f in figures))
    return "\n".join(lines)


def _low(p: float | None) -> bool:
    return p is not None and p < 0.05
