"""What adding one document costs, and whether a grown index finds what one from nothing finds.

    python evaluation/reliability/incremental.py --corpus DIR [--corpus DIR ...] [--index BUILT] \
        [--questions FILE.jsonl ...] [--times 3] [--output FILE.json]

The corpus is copied. ``--index`` is a built index of it to begin with; else it is built. Told, each as the median of
``--times``: seconds of a build from the shell where nothing changed and where one document was added, and of one added
in a running process; beside them the seconds of all processors together, since the clock also counts what else runs.
Then one document is changed, one deleted, and the index compared with one built from nothing: each file byte by byte
but the vectors (the greatest difference), and the best ten for 200 questions.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))
_MOST_QUESTIONS = 200
_NOTICE = "甲区人才公寓管理办法（{}）\n第一条 租金每月每平方米{}元。\n第二条 自2024年3月1日起施行。\n"


def main() -> int:
    """0 where the two indexes are the same, 1 where they are not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--questions", type=Path, action="append", default=[])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _measured(flags, Path(folder))
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 0 if figures["same_files"] and figures["same_top_ten"] == figures["questions"] else 1


def _measured(flags: argparse.Namespace, work: Path) -> dict[str, Any]:
    from policysearch.build import Builder

    corpora = [work / f"corpus{number}" for number in range(len(flags.corpus))]
    for source, target in zip(flags.corpus, corpora, strict=True):
        shutil.copytree(source, target)
    index, anew = work / "index", work / "anew"
    if flags.index:
        shutil.copytree(flags.index, index)

    def shell(folder: Path = index) -> None:
        command = [sys.executable, "build_index.py", "--index", str(folder), "--no-progress"]
        for corpus in corpora:
            command += ["--corpus", str(corpus)]
        run = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        if run.returncode == 2:
            raise SystemExit(run.stderr)

    def add(number: int) -> None:
        (corpora[0] / f"新{number}.txt").write_text(_NOTICE.format(number, number), encoding="utf-8")

    figures: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 1)}
    shell()
    figures |= _times("nothing_changed_shell", flags.times, lambda _: shell())
    figures |= _times("add_one_shell", flags.times, lambda number: (add(number), shell()))
    builder = Builder(progress=False)
    add(100)
    report = builder.build(corpora, index)
    figures |= _times("add_one_running", flags.times, lambda number: (add(200 + number), builder.build(corpora, index)))
    figures["documents"] = report.documents + flags.times
    changed, gone = sorted(corpora[0].rglob("*.*"))[:2]
    changed.write_bytes(changed.read_bytes() + "\n本通知由区政府办公室解释。\n".encode())
    gone.unlink()
    builder.build(corpora, index)
    shell(anew)
    return figures | _compared(index, anew, _questions(flags.questions, index))


def _times(name: str, times: int, do: Callable[[int], object]) -> dict[str, float]:
    seconds, used = [], []
    for number in range(times):
        begin, before = time.perf_counter(), os.times()
        do(number)
        after = os.times()
        seconds.append(time.perf_counter() - begin)
        used.append(sum(after[:4]) - sum(before[:4]))
    return {f"{name}_s": round(median(seconds), 1), f"{name}_processor_s": round(median(used), 1)}


def _questions(paths: list[Path], index: Path) -> list[str]:
    from policysearch.store import open_index

    asked = [
        record.get("question") or record["text"]
        for path in paths
        for record in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    if not asked:
        asked = [s.heading for d in open_index(index).documents.values() for s in d.walk() if s.heading]
    step = max(1, len(asked) // _MOST_QUESTIONS)
    return asked[::step][:_MOST_QUESTIONS]


def _compared(index: Path, anew: Path, questions: list[str]) -> dict[str, Any]:
    import numpy as np

    from policysearch.store import open_index, read_manifest, version_folder

    folders = version_folder(index), version_folder(anew)
    one, other = (read_manifest(folder).files for folder in folders)
    differing = sorted(name for name in {*one, *other} - {"vectors.faiss"} if one.get(name) != other.get(name))
    searchers = open_index(index), open_index(anew)
    rows = np.arange(len(searchers[0].passages))
    vectors = [searcher._dense.vectors(rows) for searcher in searchers if searcher._dense is not None]
    same = 0
    for question in questions:
        found = [[hit.passage.passage_id for hit in searcher.search(question, top_k=10)] for searcher in searchers]
        same += found[0] == found[1]
    return {
        "same_files": not differing,
        "differing_files": differing,
        "vectors_differ_by_at_most": float(np.abs(vectors[0] - vectors[1]).max()) if len(vectors) == 2 else None,
        "questions": len(questions),
        "same_top_ten": same,
    }


if __name__ == "__main__":
    sys.exit(main())
