"""Answers measured on question files: right and short, refusals, traps held, citations, and what an answer costs.

    python evaluation/answers/run.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--today DAY] [--output FILE.json]

``ok`` and ``exact`` are those of ``policysearch.measure``. Beside them stands the cheap baseline: of the best hit, the
first 100 characters from its best sentence on, which is the first of those that hold most words of the question.

A question with ``trap`` is held when no wrong key stands in the answer and either every right one does or the answer is
partial or not_found. A question of which the index has no document is left out and told.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gains import Question, add_question_flags

from policysearch.answer import answer_question
from policysearch.errors import PolicySearchError
from policysearch.evaluate import ANSWER_MEASURES, LEAST_JUDGED, is_verbatim, refusals, slices
from policysearch.measure import holds_key, normal, score_answer
from policysearch.questions import EvidenceFiles, half, read_questions, share_of_words
from policysearch.search.searcher import Searcher
from policysearch.significance import interval
from policysearch.store import open_index
from policysearch.text import sentences
from policysearch.types import Answer, Document, Hit, Span, Status

BASELINE_CHARS = 100
_MEASURES = (*ANSWER_MEASURES, *(f"baseline_{m}" for m in ANSWER_MEASURES))


@dataclass(frozen=True, slots=True)
class Told:
    """A question with what it was told: the answer, the milliseconds beyond the search, and the pasted baseline."""

    question: Question
    answer: Answer
    answer_ms: float
    pasted: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the report; 2 when a file or the index cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_question_flags(parser)
    parser.add_argument("--today", help="the day to answer for (ISO), today unless given")
    flags = parser.parse_args(arguments)
    try:
        files = EvidenceFiles(flags.evidence_from)
        read = {p.stem: read_questions(p.read_text(encoding="utf-8-sig").split("\n"), files) for p in flags.questions}
        searcher = open_index(flags.index)
    except (PolicySearchError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    held = {name: [q for q in asked.questions if is_held_by(searcher, q)] for name, asked in read.items()}
    gone = sum(len(asked.questions) for asked in read.values()) - sum(map(len, held.values()))
    questions = [question for found in held.values() for question in found]
    if not questions:
        print("no question has a document in this index", file=sys.stderr)
        return 2
    report = {
        "sets": {name: len(found) for name, found in held.items()},
        "left_out": gone + sum(asked.left_out for asked in read.values()),
        "why_left_out": [
            *(why for asked in read.values() for why in asked.why),
            *([f"索引里没有所问的文件，略去 {gone} 个问题。"] if gone else []),
        ],
    } | measure_answers(searcher, questions, flags.today)
    print(table(report))
    if flags.output:
        flags.output.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def is_about(question: Question, document: Document) -> bool:
    """Whether a question was made from a document: it names the file, or its evidence lies in a file of that hash."""
    names = {Path(name).name for name in question.get("source") or []}
    return Path(document.source.path).name in names or document.source.sha256 in question.get("files", ())


def is_held_by(searcher: Searcher, question: Question) -> bool:
    """Whether the index has a document that the question is about, or the question names none."""
    return not question.get("source") or any(is_about(question, d) for d in searcher.documents.values())


def measure_answers(searcher: Searcher, questions: Sequence[Question], today: str | None = None) -> dict[str, Any]:
    """``{"n", "unanswerable", "index_id", "ok", "exact", "baseline", "types", "traps", ..., "rows"}``.

    ``ok`` and ``exact`` are [mean, low, high] over the questions that have an answer, ``baseline`` the same of what is
    pasted; ``types`` the slices. ``traps``: ``{"n", "held", "kinds": {kind: {"n", "held"}}}``, None without traps.
    ``statuses``: how many answers of each. ``cited_elsewhere`` counts the citations of a document that the question,
    having an answer, is not about; ``answer_ms`` is [median, 95th percentile] beyond the search.
    """
    searcher.search(questions[0]["question"])  # the first search loads the encoder
    told = [_told(searcher, question, today) for question in questions]
    answerable = [one for one in told if one.question.get("evidence")]
    scores = {one.question["id"]: score_answer(one.question, one.answer.status, one.answer.text) for one in told}
    measured = [
        scores[one.question["id"]] | {f"baseline_{m}": value for m, value in _of_baseline(one).items()}
        for one in answerable
    ]
    citations = [c for one in told for c in one.answer.citations]
    cited = [(one.question, searcher.documents[c.doc_id]) for one in answerable for c in one.answer.citations]
    ms = [one.answer_ms for one in told]
    return {
        "n": len(answerable),
        "unanswerable": len(told) - len(answerable),
        "index_id": searcher.index_id,
        **{m: interval([row[m] for row in measured]) for m in ANSWER_MEASURES},
        "baseline": {m: interval([row[f"baseline_{m}"] for row in measured]) for m in ANSWER_MEASURES},
        "types": slices(
            [str(one.question["type"]) for one in answerable], measured, [*measured[0]] if measured else ()
        ),
        **refusals(questions, [one.answer.status for one in told]),
        "statuses": {status: sum(one.answer.status == status for one in told) for status in get_args(Status)},
        "traps": _traps([one for one in told if one.question.get("trap")]),
        "quotes": len(citations),
        "quotes_wrong": sum(not is_verbatim(searcher, c) for c in citations),
        "cited": len(cited),
        "cited_elsewhere": sum(not is_about(question, document) for question, document in cited),
        "answer_ms": [round(float(value), 1) for value in np.percentile(ms, [50, 95])],
        "rows": [_row(one, scores[one.question["id"]]) for one in told],
    }


def _told(searcher: Searcher, question: Question, today: str | None) -> Told:
    hits = searcher.search(question["question"])
    begin = time.perf_counter()
    answer = answer_question(searcher, question["question"], hits, today=today)
    return Told(question, answer, 1000 * (time.perf_counter() - begin), best_characters(question["question"], hits))


def best_characters(question: str, hits: Sequence[Hit]) -> str:
    """The cheap baseline; see the head of this file. Nothing without a hit."""
    if not hits:
        return ""
    text = hits[0].passage.text
    spans = list(sentences(text, Span(0, len(text))))
    best = max(spans, key=lambda span: share_of_words(question, [span.of(text)]), default=Span(0, 0))
    return text[best.start : best.start + BASELINE_CHARS]


def _of_baseline(one: Told) -> dict[str, float]:
    return score_answer(one.question, "answered" if one.pasted else "not_found", one.pasted)


def holds(question: Question, answer: Answer) -> bool:
    """Whether an answer holds against the trap of its question; see the head of this file."""
    text = normal(answer.text)
    if any(holds_key(key, text) for key in question.get("wrong_keys") or []):
        return False
    keys = question.get("answer_keys") or []
    return answer.status != "answered" or (bool(keys) and all(holds_key(key, text) for key in keys))


def _traps(told: Sequence[Told]) -> dict[str, Any] | None:
    if not told:
        return None
    kinds = Counter(one.question["trap"] for one in told)
    held = Counter(one.question["trap"] for one in told if holds(one.question, one.answer))
    return {
        "n": len(told),
        "held": interval([float(holds(one.question, one.answer)) for one in told]),
        "kinds": {kind: {"n": n, "held": held[kind]} for kind, n in sorted(kinds.items())},
    }


def _row(one: Told, scores: Mapping[str, float]) -> dict[str, Any]:
    question = one.question
    row = {"id": question["id"], "type": question["type"], "half": half(str(question["id"]))}
    trap = {"trap": question["trap"], "held": holds(question, one.answer)} if question.get("trap") else {}
    return row | {"status": one.answer.status} | scores | trap


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it; "few" marks a slice of under 30 questions, which is not to be judged."""
    lines = [f"{'':16}{'n':>5}{'ok':>8}{'exact':>8}{'pasted: ok':>12}{'exact':>8}"]
    pasted = report["baseline"]
    if report["n"]:
        whole = {m: report[m][0] for m in ANSWER_MEASURES} | {f"baseline_{m}": pasted[m][0] for m in ANSWER_MEASURES}
        lines.append(_line("all", {"n": report["n"], "judged": report["n"] >= LEAST_JUDGED} | whole))
    lines += [_line(name, found) for name, found in report["types"].items()]
    statuses, asked = report["statuses"], report["n"] + report["unanswerable"]
    lines += [
        "",
        "  ".join(f"{name} {count} ({count / asked:.2f})" for name, count in statuses.items()),
        f"answerable but refused {report['wrong_refusals']}; "
        f"without an answer n={report['unanswerable']}, right {report['right_refusals']}",
        f"quotes {report['quotes']}, not word for word {report['quotes_wrong']}; "
        f"citations {report['cited']}, of a document that is not asked about {report['cited_elsewhere']}",
        f"ms beyond the search: median {report['answer_ms'][0]}, 95th percentile {report['answer_ms'][1]}",
        *report["why_left_out"],
    ]
    if traps := report["traps"]:
        mean, low, high = traps["held"]
        lines += ["", f"traps held {mean:.3f} [{low:.3f}, {high:.3f}] of {traps['n']}"]
        lines += [f"  {kind:16}{found['held']:>3} of {found['n']}" for kind, found in traps["kinds"].items()]
        lines.append("not held: " + " ".join(row["id"] for row in report["rows"] if row.get("held") is False))
    return "\n".join(lines)


def _line(name: str, found: Mapping[str, Any]) -> str:
    cells = f"{found['ok']:>8.3f}{found['exact']:>8.3f}{found['baseline_ok']:>12.3f}{found['baseline_exact']:>8.3f}"
    return f"{name:16}{found['n']:>5}{cells}" + ("" if found["judged"] else "  few")


if __name__ == "__main__":
    sys.exit(main())
