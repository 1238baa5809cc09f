"""Questions with evidence to measures: mode by mode, and by type, persona, word overlap and half of the set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from statistics import fmean
from typing import Any

from policysearch.answer import answer_question
from policysearch.measure import score_answer, score_hits
from policysearch.questions import LOW_OVERLAP, QuestionSet, half, overlap
from policysearch.search.searcher import Mode, Searcher
from policysearch.significance import interval
from policysearch.types import Answer, Citation, Status

MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")
HIT_MEASURES = ("read@400", "read@2000", "rr", "hit@1", "hit@5", "hit@10", "all@10")
ANSWER_MEASURES = ("ok", "exact")
LEAST_JUDGED = 30
SLICES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "types": lambda question: str(question["type"]),
    "personas": lambda question: str(question.get("persona") or "not told"),
    "overlap": lambda question: "low" if overlap(question) <= LOW_OVERLAP else "high",
    "halves": lambda question: half(str(question["id"])),
}


def evaluate(searcher: Searcher, asked: QuestionSet, today: str | None = None) -> dict[str, Any]:
    """The measures of every mode; slices, answers and rows are those of hybrid, or lexical without an encoder.

    ``{"n", "unanswerable", "left_out", "why_left_out", "index_id", "settings", "reranker", "modes": {mode: {measure:
    [mean, low, high]}}, "types", "personas", "overlap" and "halves": {name: {"n", "judged", measure: mean}}, "answers":
    {...}, "right_refusals", "wrong_refusals", "quotes", "quotes_wrong", "rows"}``. low and high are a 95 % bootstrap
    interval; a slice of fewer than 30 questions is shown, not judged. A row is a question with its measures.
    """
    questions = asked.questions
    answerable = [q for q in questions if q.get("evidence")]
    best: Mode = "hybrid" if searcher.has_encoder else "lexical"
    modes: dict[str, list[dict[str, float]]] = {
        mode: [measure_hits(searcher, q, mode) for q in answerable]
        for mode in (MODES if searcher.has_encoder else ("lexical",))
    }
    answers = [_answer(searcher, q, today) for q in questions]
    scores = [score_answer(q, a.status, a.text) for q, a in zip(questions, answers, strict=True)]
    told = [s for q, s in zip(questions, scores, strict=True) if q.get("evidence")]
    measured = [hits | answer for hits, answer in zip(modes[best], told, strict=True)]
    quotes = [c for a in answers for c in a.citations]
    in_hits = iter(modes[best])
    return {
        "n": len(answerable),
        "unanswerable": len(questions) - len(answerable),
        "left_out": asked.left_out,
        "why_left_out": list(asked.why),
        "index_id": searcher.index_id,
        "settings": asdict(searcher.settings),
        "reranker": searcher.reranker_name,
        "modes": {mode: {m: interval([r[m] for r in rows]) for m in HIT_MEASURES} for mode, rows in modes.items()},
        **{name: slices([of(q) for q in answerable], measured) for name, of in SLICES.items()},
        "answers": {m: interval([s[m] for s in told]) for m in ANSWER_MEASURES},
        **refusals(questions, [a.status for a in answers]),
        "quotes": len(quotes),
        "quotes_wrong": sum(not is_verbatim(searcher, c) for c in quotes),
        "rows": [
            {"id": q["id"], "type": q["type"], "half": half(str(q["id"])), "status": a.status}
            | s
            | (next(in_hits) if q.get("evidence") else {})
            for q, a, s in zip(questions, answers, scores, strict=True)
        ],
    }


def measure_hits(searcher: Searcher, question: Mapping[str, Any], mode: Mode = "hybrid") -> dict[str, float]:
    """The measures of the first ten hits for a question that has evidence."""
    return score_hits(question, [hit.passage.text for hit in searcher.search(question["question"], mode=mode)])


def _answer(searcher: Searcher, question: Mapping[str, Any], today: str | None) -> Answer:
    hits = searcher.search(question["question"])
    return answer_question(searcher, question["question"], hits, today=today)


def refusals(questions: Sequence[Mapping[str, Any]], statuses: Sequence[Status]) -> dict[str, float | None]:
    """``{"right_refusals", "wrong_refusals"}``, shares of questions; None where there is no such question.

    right: without an answer and not called answered; wrong: with an answer and refused outright.
    """
    asked = list(zip(questions, statuses, strict=True))
    right = [status != "answered" for question, status in asked if not question.get("evidence")]
    wrong = [status == "not_found" for question, status in asked if question.get("evidence")]
    return {
        "right_refusals": round(fmean(right), 4) if right else None,
        "wrong_refusals": round(fmean(wrong), 4) if wrong else None,
    }


def is_verbatim(searcher: Searcher, citation: Citation) -> bool:
    """Whether a quotation is what stands at its spans, character for character."""
    text = searcher.documents[citation.doc_id].text
    return "\n".join(span.of(text) for span in citation.spans) == citation.quote


def slices(
    names: Sequence[str],
    measured: Sequence[Mapping[str, float]],
    measures: Sequence[str] = (*HIT_MEASURES, *ANSWER_MEASURES),
) -> dict[str, dict[str, Any]]:
    """The means of every slice, by name; ``names`` says which slice a row is of."""
    found: dict[str, dict[str, Any]] = {}
    for name in sorted(set(names)):
        rows = [row for of, row in zip(names, measured, strict=True) if of == name]
        means = {m: round(fmean(row[m] for row in rows), 4) for m in measures}
        found[name] = {"n": len(rows), "judged": len(rows) >= LEAST_JUDGED} | means
    return found


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it; "few" marks a slice of under 30 questions, which is not to be judged."""
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
    for name in SLICES:
        lines += ["", f"{name:16}{'n':>4}" + "".join(f"{m:>10}" for m in shown)]
        for kind, measures in report[name].items():
            few = "" if measures["judged"] else "  few"
            lines.append(f"{kind:16}{measures['n']:>4}" + "".join(f"{measures[m]:>10.3f}" for m in shown) + few)
    (ok, ok_low, ok_high), (exact, *_) = report["answers"]["ok"], report["answers"]["exact"]
    lines += [
        "",
        f"answers ok {ok:.3f} [{ok_low:.3f}, {ok_high:.3f}], exact {exact:.3f}; "
        f"answerable but refused {report['wrong_refusals']}; "
        f"without an answer n={report['unanswerable']}, right {report['right_refusals']}",
        f"quotes {report['quotes']}, not word for word {report['quotes_wrong']}",
        *report["why_left_out"],
    ]
    return "\n".join(lines)
