"""Many questions in a row: the same answer to the same question each time, and memory that does not grow.

    python -m evaluation.reliability.soak --index INDEX [--questions FILE] [--times 20000] [--minutes 600]
        [--output FILE]

The questions are asked of the page and of the endpoints in one process, in an order by chance. Memory is read after
each five hundred of them; growth is told from after the first thousand, when what is kept for speed has filled. After
``--minutes`` it ends with what was asked by then.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from policysearch.app.api import Api
from policysearch.app.pages import Pages
from policysearch.store import open_index

_PART = 500
_TODAY = "2026-11-30"


def main() -> None:
    """Asks, and prints or writes the record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--questions", type=Path, default=Path("evaluation/questions/corpus.jsonl"))
    parser.add_argument("--times", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=600.0)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    lines = flags.questions.read_text("utf-8").splitlines()
    record = soak(
        flags.index, [json.loads(line)["question"] for line in lines if line.strip()], flags.times, flags.minutes
    )
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if flags.output:
        flags.output.write_text(text, "utf-8")


def soak(index: Path, questions: list[str], times: int, minutes: float) -> dict[str, Any]:
    """What came of asking ``times`` questions, taken by chance from ``questions``, for ``minutes`` at most."""
    pages = Pages(open_index(index), _TODAY)
    api = Api(pages)
    chance = random.Random(7)
    first: dict[tuple[str, bool], str] = {}
    other: list[str] = []
    memory: list[int] = []
    begun, cpu = time.monotonic(), time.process_time()
    asked = 0
    for number in range(times):
        if time.monotonic() - begun > 60 * minutes:
            break
        asked += 1
        question, is_page = chance.choice(questions), chance.random() < 0.5
        if is_page:
            said = str(pages.show("?" + urlencode([("q", question)])).html)
        else:
            said = json.dumps(api.ask(question), ensure_ascii=False, sort_keys=True)
        told = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        if first.setdefault((question, is_page), told) != told:
            other.append(question)
        if (number + 1) % _PART == 0:
            memory.append(_memory_bytes())
    memory = memory or [_memory_bytes()]
    settled = memory[min(1, len(memory) - 1)]
    return {
        "asked": asked,
        "questions": len(questions),
        "answers_that_changed": len(other),
        "minutes": round((time.monotonic() - begun) / 60, 2),
        "cpu_ms_each": round(1000 * (time.process_time() - cpu) / max(1, asked), 1),
        "memory_mb": [one >> 20 for one in memory],
        "memory_growth": round(memory[-1] / settled - 1, 4),
        "load_average_at_the_end": [round(one, 1) for one in os.getloadavg()],
    }


def _memory_bytes() -> int:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
