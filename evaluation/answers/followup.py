"""How many follow-up questions are resolved as a person would: dialogues of followup.jsonl, or of another file.

    python evaluation/answers/followup.py [FILE.jsonl] [--all]

A line holds ``id``, ``history`` and ``question``, and what the question must become: one of the ``resolved`` forms, or
a form with every word of ``must`` and none of ``must_not``. Blanks and the mark at the end do not count. No index is
needed: where a dialogue points at an answer, the answer stands in its history.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from policysearch.search.followup import stand_alone  # noqa: E402

DIALOGUES = Path(__file__).with_name("followup.jsonl")


def main(arguments: list[str] | None = None) -> int:
    """Prints those that are not resolved (all with ``--all``) and the shares by kind; exit 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=DIALOGUES)
    parser.add_argument("--all", action="store_true")
    flags = parser.parse_args(arguments)
    asked: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for row in read_dialogues(flags.file):
        kind = row["id"].rpartition("-")[0]
        became = stand_alone(row["question"], row["history"])
        good = is_resolved(row, became)
        asked[kind] += 1
        held[kind] += good
        if flags.all or not good:
            print(f"{'+' if good else '-'} {row['id']}: {row['question']} -> {became}")
    print("  ".join(f"{kind} {held[kind]}/{count}" for kind, count in asked.items()))
    print(f"resolved {held.total()} of {asked.total()} ({held.total() / asked.total():.2f})")
    return 0


def read_dialogues(path: Path) -> list[dict[str, Any]]:
    """The dialogues of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_resolved(row: dict[str, Any], became: str) -> bool:
    """Whether ``became`` is what a person would have understood by the question of ``row``."""
    bare = _bare(became)
    if "resolved" in row:
        return bare in map(_bare, row["resolved"])
    return all(_bare(word) in bare for word in row["must"]) and not any(
        _bare(word) in bare for word in row.get("must_not", ())
    )


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("？?。")


if __name__ == "__main__":
    sys.exit(main())
