"""Questions with evidence to measures, by question type, for lexical, dense and hybrid side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from policysearch.answer import answer_question
from policysearch.errors import UsageError
from policysearch.measure import score_answer, score_hits
from policysearch.search.searcher import Mode, Searcher
from policysearch.types import Answer

MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")
HIT_MEASURES = ("read@400", "read@2000", "rr", "hit@1", "hit@5", "hit@10", "all@10")
ANSWER_MEASURES = ("ok", "exact")
_RESAMPLES = 2000


def evaluate(searcher: Searcher, lines: Sequence[str], today: str | None = None) -> dict[str, Any]:
    """The measures of every mode and type; answers are those of the hybrid mode.

    ``{"n", "unanswerable", "modes": {mode: {measure: [mean, low, high]}}, "types": {type: {...}}, "answers":
    {...}, "refused", "quotes", "quotes_wrong", "rows"}``; low and high are a 95 % bootstrap interval.
    """
    questions = _questions(lines)
    answerable = [q for q in questions if q.get("evidence")]
    rows: dict[Mode, list[dict[str, float]]] = {}
    for mode in MODES if searcher.has_encoder else ("lexical",):
        rows[mode] = [
            score_hits(q, [h.passage.text for h in searcher.search(q["question"], mode=mode)]) for q in answerable
        ]
    best: Mode = "hybrid" if searcher.has_encoder else "lexical"
    answers = [_answer(searcher, q, today) for q in questions]
    scores = [score_answer(q, a.status, a.text) for q, a in zip(questions, answers, strict=True)]
    told = [s for q, s in zip(questions, scores, strict=True) if q.get("evidence")]
    untold = [s for q, s in zip(questions, scores, strict=True) if not q.get("evidence")]
    quotes = [c for a in answers for c in a.citations]
    by_type = sorted({str(q["type"]) for q in answerable})
    return {
        "n": len(answerable),
        "unanswerable": len(untold),
        "modes": {mode: {m: interval([r[m] for r in found]) for m in HIT_MEASURES} for mode, found in rows.items()},
        "types": {
            kind: {"n": sum(q["type"] == kind for q in answerable)}
            | {
                m: round(fmean(r[m] for q, r in zip(answerable, rows[best], strict=True) if q["type"] == kind), 4)
                for m in HIT_MEASURES
            }
            | {
                m: round(fmean(s[m] for q, s in zip(answerable, told, strict=True) if q["type"] == kind), 4)
                for m in ANSWER_MEASURES
            }
            for kind in by_type
        },
        "answers": {m: interval([s[m] for s in told]) for m in ANSWER_MEASURES},
        "right_refusals": round(fmean(s["ok"] for s in untold), 4) if untold else None,
        "wrong_refusals": round(
            fmean(a.status == "not_found" for q, a in zip(questions, answers, strict=True) if q.get("evidence")), 4
        )
        if answerable
        else None,
        "quotes": len(quotes),
        "quotes_wrong": sum(
            "\n".join(s.of(searcher.documents[c.doc_id].text) for s in c.spans) != c.quote for c in quotes
        ),
        "rows": [
            {"id": q["id"], "type": q["type"], "status": a.status} | s
            for q, a, s in zip(questions, answers, scores, strict=True)
        ],
    }


def _questions(lines: Sequence[str]) -> list[dict[str, Any]]:
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
            question["id"], question["question"], question["type"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise UsageError(f"问题文件第 {number} 行不对：要有 id、question 和 type。") from error
        questions.append(question)
    return questions


def _answer(searcher: Searcher, question: Mapping[str, Any], today: str | None) -> Answer:
    hits = searcher.search(question["question"])
    return answer_question(searcher, question["question"], hits, today=today)


def interval(values: Sequence[float]) -> list[float]:
    """Mean and a 95 % percentile bootstrap interval (Efron 1979), seeded: [mean, low, high]."""
    if not values:
        return [0.0, 0.0, 0.0]
    data = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(0).integers(0, len(data), (_RESAMPLES, len(data)))
    low, high = np.percentile(data[picks].mean(axis=1), [2.5, 97.5])
    return [round(float(data.mean()), 4), round(float(low), 4), round(float(high), 4)]


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it."""
    lines = [
        f"{'':14}{'n':>4} "
        + "".join(f"{m:>22}" for m in HIT_MEASURES[:3])
        + "".join(f"{m:>9}" for m in HIT_MEASURES[3:])
    ]
    for mode, measures in report["modes"].items():
        wide = "".join(f"{a:>8.3f} [{b:.3f}, {c:.3f}]".rjust(22) for a, b, c in (measures[m] for m in HIT_MEASURES[:3]))
        lines.append(
            f"{mode:14}{report['n']:>4} " + wide + "".join(f"{measures[m][0]:>9.3f}" for m in HIT_MEASURES[3:])
        )
    shown = (*HIT_MEASURES, *ANSWER_MEASURES)
    lines += ["", f"{'type':16}{'n':>4}" + "".join(f"{m:>10}" for m in shown)]
    for kind, measures in report["types"].items():
        lines.append(f"{kind:16}{measures['n']:>4}" + "".join(f"{measures[m]:>10.3f}" for m in shown))
    (ok, ok_low, ok_high), (exact, *_) = report["answers"]["ok"], report["answers"]["exact"]
    lines += [
        "",
        f"answers ok {ok:.3f} [{ok_low:.3f}, {ok_high:.3f}], exact {exact:.3f}; "
        f"answerable but refused {report['wrong_refusals']}; "
        f"without an answer n={report['unanswerable']}, right {report['right_refusals']}",
        f"quotes {report['quotes']}, not word for word {report['quotes_wrong']}",
    ]
    return "\n".join(lines)
