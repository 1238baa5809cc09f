"""Writes the tables of ``evaluation/README.md`` from the runs kept in ``evaluation/results``.

python evaluation/tables.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_BEGIN, _END = "<!-- tables -->", "<!-- end of tables -->"
_SETS = {"corpus": "our own questions (`corpus/`)", "talent": "five talent documents", "policies": "925 documents"}
_BEIR = ("stard_rebuilt", "ncp_policy_answers", "lawbench32_rebuilt", "xwlb_title", "drcd_test")
_SPEED = {"speed-talent": "5 documents", "speed-policies": "925 documents, 5.3 million characters"}


def main() -> int:
    """Rewrites the part of the README between the marks."""
    readme = _HERE / "README.md"
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(_BEGIN)
    _, tail = rest.split(_END)
    body = "\n".join([*_questions(), *_types(), *_beir(), *_speed()])
    readme.write_text(f"{head}{_BEGIN}\n{body}\n{_END}{tail}", encoding="utf-8")
    return 0


def _load(name: str) -> dict[str, Any]:
    return dict(json.loads((_HERE / "results" / f"{name}.json").read_text(encoding="utf-8")))


def _cell(value: list[float]) -> str:
    mean, low, high = value
    return f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def _questions() -> list[str]:
    lines = [
        "## Questions with evidence",
        "",
        "| set | mode | n | read@400 | read@2000 | rr | ok | exact | right refusals | wrong refusals |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, words in _SETS.items():
        report = _load(name)
        for mode, found in report["modes"].items():
            answers = ["", "", "", ""]
            if mode == "hybrid":
                answers = [
                    _cell(report["answers"]["ok"]),
                    _cell(report["answers"]["exact"]),
                    f"{report['right_refusals']:.2f} of {report['unanswerable']}",
                    f"{report['wrong_refusals']:.3f}",
                ]
            cells = [_cell(found[m]) for m in ("read@400", "read@2000", "rr")]
            lines.append(f"| {words} | {mode} | {report['n']} | " + " | ".join([*cells, *answers]) + " |")
    checked = {words: _load(name) for name, words in _SETS.items()}
    quotes = sum(r["quotes"] for r in checked.values())
    wrong = sum(r["quotes_wrong"] for r in checked.values())
    return [*lines, "", f"Quotations checked: {quotes}; not word for word: {wrong}.", ""]


def _types() -> list[str]:
    lines = [
        "By type of question (hybrid): read@400 / rr / ok",
        "",
        "| type | " + " | ".join(_SETS.values()) + " |",
        "| --- |" + " --- |" * len(_SETS),
    ]
    reports = [_load(name)["types"] for name in _SETS]
    for kind in sorted({kind for report in reports for kind in report}):
        cells = []
        for report in reports:
            found = report.get(kind)
            cells.append(
                f"{found['read@400']:.2f} / {found['rr']:.2f} / {found['ok']:.2f} (n={found['n']})" if found else "—"
            )
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _beir() -> list[str]:
    lines = [
        "## Retrieval sets, one passage a row",
        "",
        "| set | mode | n | nDCG@10 | Recall@10 | Recall@100 | MRR@10 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in _BEIR:
        report = _load(f"beir-{name}")
        for mode in ("lexical", "dense", "hybrid"):
            found = report[mode]
            cells = [
                f"{found[m]:.3f} [{found['ci95_of'][m][0]:.3f}, {found['ci95_of'][m][1]:.3f}]"
                for m in ("nDCG@10", "Recall@10", "Recall@100", "MRR@10")
            ]
            lines.append(f"| {name} | {mode} | {report['n']} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _speed() -> list[str]:
    names = (
        "build_s",
        "build_peak_mb",
        "open_s",
        "first_search_s",
        "search_ms_median",
        "search_ms_p95",
        "search_and_answer_ms_median",
        "serve_peak_mb",
    )
    lines = ["## Time and memory", "", "| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for name, words in _SPEED.items():
        found = _load(name)
        lines.append(f"| {words} | " + " | ".join(str(found[key]) for key in names) + " |")
    return [*lines, "", "`build_s` is the whole process with the import of torch; `first_search_s` loads the encoder."]


if __name__ == "__main__":
    sys.exit(main())
