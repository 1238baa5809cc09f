"""Writes ``evaluation/RESULTS.md`` from the runs kept in ``evaluation/results`` and from ``evaluation/left_out.md``.

python evaluation/results.py
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_SETS = {
    "corpus": "our own over `corpus/`",
    "own-policies": "our own over policy texts",
    "own-reports": "our own over work reports",
    "fresh": "our own, written after the ranking and the answers",
    "own-plans": "our own over plans",
    "talent": "five talent documents",
    "policies": "925 documents",
}
_SLICES = {"types": "type", "personas": "persona", "overlap": "word overlap", "halves": "half"}
_HITS = ("read@400", "read@2000", "rr")
_BEIR = ("nDCG@10", "Recall@10", "Recall@100", "MRR@10")
_LIBRARIES = {"talent": "5 documents", "policies": "925 documents, 5.3 million characters"}
_SPEED = (
    "build_s",
    "build_peak_mb",
    "open_s",
    "first_search_s",
    "search_ms_median",
    "search_ms_p95",
    "search_and_answer_ms_median",
    "serve_peak_mb",
)
_PEER_COSTS = ("build_s", "query_ms_median", "query_ms_p95", "peak_mb")
Report = dict[str, Any]


def main() -> int:
    """Writes the page."""
    (_HERE / "RESULTS.md").write_text(render(_HERE / "results", _HERE / "left_out.md"), encoding="utf-8", newline="\n")
    return 0


def render(results: Path, left_out: Path) -> str:
    """The page that the runs of a folder make; a kind of run that is not there has no section."""
    runs = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(results.glob("*.json"))}
    sets = {name: run for name, run in runs.items() if "modes" in run}
    sets = {name: sets[name] for name in sorted(sets, key=lambda name: [*_SETS, name].index(name))}
    sections = [
        _head(),
        _questions(sets),
        *(_slices(sets, name, words) for name, words in _SLICES.items()),
        _answers(_of(runs, "answers-")),
        _traps(_of(runs, "answers-")),
        *(_ablations(run) for run in _of(runs, "ablations-").values()),
        *(_fusion(run) for run in _of(runs, "fusion-").values()),
        *(_peers(run) for run in _of(runs, "peers-").values()),
        _beir(_of(runs, "beir-")),
        _speed(_of(runs, "speed-")),
        _left_out(sets, left_out),
        _how(),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _of(runs: Mapping[str, Report], prefix: str) -> dict[str, Report]:
    return {name.removeprefix(prefix): run for name, run in runs.items() if name.startswith(prefix)}


def _head() -> list[str]:
    return [
        "# Results",
        "",
        "Written by `python evaluation/results.py` from the runs in `results/`; not to be edited. What the words mean,",
        "and what was chosen on what: [README.md](README.md).",
        "",
        "Brackets hold 95 % bootstrap intervals over questions. p is that of a paired randomisation test, two-sided,",
        "not corrected for the number of tests. *Slices of under 30 questions, in italics, are shown, not judged.*",
    ]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def _mean(value: Sequence[float]) -> str:
    mean, low, high = value
    return f"{mean:.3f} [{low:.3f}, {high:.3f}]"


def _questions(sets: Mapping[str, Report]) -> list[str]:
    rows = []
    for name, run in sets.items():
        for mode, found in run["modes"].items():
            answers = [""] * 4
            if mode == list(run["modes"])[-1]:
                right = run["right_refusals"]
                answers = [
                    _mean(run["answers"]["ok"]),
                    _mean(run["answers"]["exact"]),
                    "—" if right is None else f"{right:.2f} of {run['unanswerable']}",
                    f"{run['wrong_refusals']:.3f}",
                ]
            rows.append([_SETS.get(name, name), mode, str(run["n"]), *(_mean(found[m]) for m in _HITS), *answers])
    quotes, wrong = (sum(run[name] for run in sets.values()) for name in ("quotes", "quotes_wrong"))
    heads = ["set", "mode", "n", *_HITS, "ok", "exact", "right refusals", "wrong refusals"]
    checked = ["", f"Quotations checked: {quotes}; not word for word: {wrong}."]
    return ["## Questions with evidence", "", *_table(heads, rows), *checked] if rows else []


def _slices(sets: Mapping[str, Report], slicing: str, words: str) -> list[str]:
    """A row a slice, a column a set; sets whose questions do not say so have no column."""
    sets = {name: run for name, run in sets.items() if set(run.get(slicing, ())) - {"not told"}}
    rows = []
    for kind in sorted({kind for run in sets.values() for kind in run[slicing]}):
        found = [run[slicing].get(kind) for run in sets.values()]
        rows.append([kind, *(_slice(one) if one else "—" for one in found)])
    title = f"## By {words}: read@400 / read@2000 / rr / ok"
    return [title, "", *_table([words, *(_SETS.get(name, name) for name in sets)], rows)] if rows else []


def _slice(found: Mapping[str, Any]) -> str:
    cell = " / ".join(f"{found[m]:.2f}" for m in (*_HITS, "ok")) + f" (n={found['n']})"
    return cell if found["n"] >= 30 else f"*{cell}*"


def _answers(runs: Mapping[str, Report]) -> list[str]:
    """A row a question set: what the answers hold, what pasting would, refusals, citations, milliseconds."""
    rows = []
    for name, run in runs.items():
        right, asked = run["right_refusals"], run["n"] + run["unanswerable"]
        rows.append(
            [_SETS.get(name, name), str(run["n"])]
            + [_mean(of[m]) for of in (run, run["baseline"]) for m in ("ok", "exact")]
            + ["—" if right is None else f"{right:.2f} of {run['unanswerable']}", f"{run['wrong_refusals']:.3f}"]
            + [f"{run['statuses']['partial'] / asked:.2f}", f"{run['cited_elsewhere']} of {run['cited']}"]
            + [f"{run['quotes_wrong']} of {run['quotes']}", " / ".join(f"{ms:g}" for ms in run["answer_ms"])]
        )
    heads = ["set", "n", "ok", "exact", "pasted: ok", "pasted: exact", "right refusals", "wrong refusals", "partial"]
    heads += ["citations elsewhere", "quotes not word for word", "ms beyond the search"]
    told = "Pasted: of the best hit, 100 characters from its best sentence on. Milliseconds: median / 95th percentile."
    return ["## Answers", "", *_table(heads, rows), "", told] if rows else []


def _traps(runs: Mapping[str, Report]) -> list[str]:
    """A row a kind of trap, a column a run that has traps."""
    runs = {name: run for name, run in runs.items() if run["traps"]}
    kinds = sorted({kind for run in runs.values() for kind in run["traps"]["kinds"]})
    found = {name: run["traps"]["kinds"] for name, run in runs.items()}
    rows = [
        [kind, *(f"{of[kind]['held']} of {of[kind]['n']}" if kind in of else "—" for of in found.values())]
        for kind in kinds
    ]
    rows.append(["all", *(f"{_mean(run['traps']['held'])} of {run['traps']['n']}" for run in runs.values())])
    return ["## Traps held", "", *_table(["kind", *runs], rows)] if runs else []


def _sets_of(run: Report) -> str:
    return ", ".join(f"{name} {n}" for name, n in run["sets"].items())


def _gain(gain: Mapping[str, float]) -> str:
    return f"{gain['delta']:+.3f} [{gain['low']:+.3f}, {gain['high']:+.3f}] p {gain['p']:.3f}"


def _difference(gain: Mapping[str, float]) -> str:
    return f"{gain['delta']:+.3f} p {gain['p']:.3f}"


def _halves(gain: Mapping[str, float | None]) -> str:
    return " / ".join("—" if gain[name] is None else f"{gain[name]:+.3f}" for name in ("a", "b"))


def _ablations(run: Report) -> list[str]:
    rows = [
        [f"`{rule['name']}` {rule['value']}", rule["says"]]
        + [cell for m in _HITS for cell in (_gain(rule["gains"][m]), _halves(rule["gains"][m]))]
        for rule in run["rules"]
    ]
    whole = ", ".join(f"{m} {_mean(run['baseline'][m])}" for m in _HITS)
    heads = ["rule", "what it does", *(head for m in _HITS for head in (m, "halves"))]
    off = ["", "Off by default: " + ", ".join(f"`{name}`" for name in run["off"]) + "."] if run["off"] else []
    return [
        f"## What each rule gains ({_sets_of(run)})",
        "",
        f"With every rule: {whole}. A line: with the rule less without it.",
        "",
        *_table(heads, rows),
        *off,
    ]


def _fusion(run: Report) -> list[str]:
    names = {"convex": "convex", "rrf": "reciprocal ranks, k = 60"}
    rows = [
        [names[way["method"]], f"{way['weight']:g}"]
        + [
            cell
            for m in _HITS
            for cell in (_mean(way[m]), f"{way['gains'][m]['delta']:+.3f} p {way['gains'][m]['p']:.3f}")
        ]
        for way in run["ways"]
    ]
    heads = ["joined by", "weight of the encoder", *(head for m in _HITS for head in (m, "difference"))]
    others = [
        [names[method], name, str(found["n"]), f"{found['weight']:g}", *(f"{found[m]:.3f}" for m in _HITS)]
        for method, halves in run["other_half"].items()
        for name, found in halves.items()
    ]
    return [
        f"## How the two legs are joined ({_sets_of(run)})",
        "",
        f"Every other rule off; differences are to convex at {run['own_weight']:g}, which the product has.",
        "",
        *_table(heads, rows),
        "",
        "The weight that is best on one half, measured on the other:",
        "",
        *_table(["joined by", "half", "n", "weight", *_HITS], others),
    ]


def _peers(run: Report) -> list[str]:
    """A row a system; the measures are whatever the first system has with an interval."""
    first = run["systems"][0]
    measures = [key for key, value in first.items() if isinstance(value, list) and len(value) == 3]
    tested = [m for m in measures if any(system.get(f"p_{m}") is not None for system in run["systems"])]
    costs = [key for key in _PEER_COSTS if key in first]
    told = [key for key in ("version", "cut", "settings") if key in first]
    rows = []
    for system in run["systems"]:
        row = [system["name"], *(str(system.get(key) or "") for key in told)]
        for m in measures:
            row.append(_mean(system[m]) if system.get(m) else "—")
            if m in tested:
                row.append("" if system.get(f"p_{m}") is None else f"{system[f'p_{m}']:.4f}")
        rows.append(row + ["—" if system.get(key) is None else f"{system[key]:g}" for key in costs])
    heads = ["system", *told, *(head for m in measures for head in ((m, "p") if m in tested else (m,))), *costs]
    where = f"{run['n']} questions" + (f"; {run['machine']}" if run.get("machine") else "")
    name = run.get("set") or " + ".join(run["sets"])
    return [f"## Side by side with peers: {name} ({where})", "", *_table(heads, rows)]


def _beir(runs: Mapping[str, Report]) -> list[str]:
    rows = []
    for name, run in runs.items():
        for mode in ("lexical", "dense", "hybrid"):
            if mode in run:
                cells = [_mean([run[mode][m], *run[mode]["ci95_of"][m]]) for m in _BEIR]
                rows.append([name, mode, str(run["n"]), *cells])
    return ["## Retrieval sets, one passage a row", "", *_table(["set", "mode", "n", *_BEIR], rows)] if rows else []


def _speed(runs: Mapping[str, Report]) -> list[str]:
    rows = [[_LIBRARIES.get(name, name), *(str(run[key]) for key in _SPEED)] for name, run in runs.items()]
    told = "`build_s` is the whole process with the import of torch; `first_search_s` loads the encoder."
    return ["## Time and memory", "", *_table(["library", *_SPEED], rows), "", told] if rows else []


def _left_out(sets: Mapping[str, Report], text: Path) -> list[str]:
    """What a person wrote down as left out, and the questions whose documents were not there."""
    lost = [
        f"- {_SETS.get(name, name)}: {run['left_out']} questions, since their documents were absent or changed."
        for name, run in sets.items()
        if run.get("left_out")
    ]
    none = ["- Questions: none of the runs above had to leave one out."]
    return ["## What was left out, and why", "", text.read_text(encoding="utf-8").strip(), *(lost or none)]


def _how() -> list[str]:
    return [
        "## How to run",
        "",
        "```bash",
        "python build_index.py --index INDEX --corpus DIR [--corpus DIR]",
        "python evaluation/questions/check.py QUESTIONS --evidence-from DIR",
        "python -m policysearch evaluate --index INDEX --questions QUESTIONS --evidence-from DIR --today 2026-11-25 \\",
        "    --output evaluation/results/NAME.json",
        "python evaluation/compare.py BEFORE.json AFTER.json",
        "python evaluation/answers/run.py --index INDEX --questions QUESTIONS --evidence-from DIR \\",
        "    --today 2026-11-25 --output evaluation/results/answers-NAME.json",
        "python evaluation/ablations.py --index INDEX --questions QUESTIONS --evidence-from DIR \\",
        "    --output evaluation/results/ablations-NAME.json",
        "python evaluation/fusion.py --index INDEX --questions QUESTIONS --evidence-from DIR \\",
        "    --output evaluation/results/fusion-NAME.json",
        "python -m policysearch evaluate-beir --data DIR --output evaluation/results/beir-NAME.json",
        "python evaluation/speed.py --corpus DIR --questions QUESTIONS --output evaluation/results/speed-NAME.json",
        "python evaluation/results.py",
        "```",
        "",
        "`--evidence-from` names the folders of the documents where a question file keeps its evidence as hash and",
        "offsets. Peers: `evaluation/peers`. What a change may not lose is in `expected.json`, which a test checks.",
    ]


if __name__ == "__main__":
    sys.exit(main())
