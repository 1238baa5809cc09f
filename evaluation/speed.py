"""How long building, opening and searching take, and how much memory, on this machine.

    python evaluation/speed.py --corpus DIR [--corpus DIR ...] [--questions FILE.jsonl] [--output FILE.json]
    python evaluation/speed.py --ask INDEX [--questions FILE.jsonl]

The index is built in a process of its own (peak memory is that process's), then opened and asked in another; with
--ask one that is built already is asked. ``understand`` is reading the question alone.
Without --questions the headings of the documents are asked.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_MOST_QUESTIONS = 200


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--ask", type=Path, metavar="INDEX")
    flags = parser.parse_args()
    if not (flags.ask or flags.corpus):
        parser.error("give --corpus or --ask")
    if flags.ask:
        print(json.dumps(_asked(flags.ask, flags.questions)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "build_index.py", "--index", folder, "--no-progress"]
        for corpus in flags.corpus:
            command += ["--corpus", str(corpus.resolve())]
        begin = time.perf_counter()
        built = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        figures: dict[str, Any] = {
            "build_s": round(time.perf_counter() - begin, 1),
            "build_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "report": built.stdout.splitlines()[0] if built.stdout else built.stderr.strip(),
        }
        again = [sys.executable, str(Path(__file__).resolve()), "--ask", folder]
        if flags.questions:
            again += ["--questions", str(flags.questions.resolve())]
        asked = subprocess.run(again, cwd=_ROOT, env=_environment(), capture_output=True, text=True, check=True)
        figures |= json.loads(asked.stdout)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 0


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(_ROOT)}


def _asked(index: Path, questions: Path | None) -> dict[str, Any]:
    from policysearch.answer import answer_question
    from policysearch.store import open_index

    begin = time.perf_counter()
    searcher = open_index(index)
    opened = time.perf_counter() - begin
    if questions:
        asked = [json.loads(line)["question"] for line in questions.read_text("utf-8").splitlines() if line.strip()]
    else:
        asked = [s.heading for d in searcher.documents.values() for s in d.walk() if s.heading]
    asked = asked[:_MOST_QUESTIONS]
    begin = time.perf_counter()
    searcher.search(asked[0])
    first = time.perf_counter() - begin
    search_ms, answer_ms, understand_ms = [], [], []
    for question in asked:
        begin = time.perf_counter()
        searcher.understand(question)
        understand_ms.append(1000 * (time.perf_counter() - begin))
        begin = time.perf_counter()
        hits = searcher.search(question)
        search_ms.append(1000 * (time.perf_counter() - begin))
        answer_question(searcher, question, hits)
        answer_ms.append(1000 * (time.perf_counter() - begin))
    return {
        "open_s": round(opened, 2),
        "first_search_s": round(first, 2),
        "questions": len(asked),
        "understand_ms_median": round(median(understand_ms), 2),
        "understand_ms_p95": round(sorted(understand_ms)[int(0.95 * len(understand_ms))], 2),
        "search_ms_median": round(median(search_ms), 1),
        "search_ms_p95": round(sorted(search_ms)[int(0.95 * len(search_ms))], 1),
        "search_and_answer_ms_median": round(median(answer_ms), 1),
        "serve_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    sys.exit(main())
