"""A library of thousands of documents: how long building takes, how much memory, how fast a search is.

    python evaluation/reliability/size.py --laws law_articles.jsonl.xz --documents 20000 --work DIR \
        [--questions FILE.jsonl] [--output FILE.json]

The articles of ``--laws`` (one JSON object a line: law, article, heading_path, text) are joined law by law into so many
documents of about equal length; ``--work`` takes them, and the index. Peak memory is told of the process that builds
(``build_peak_mb``), and of all processes of the build together, workers among them, as far as they are resident
(``build_tree_peak_mb``, looked at ten times a second). Then one document is added, and 200 questions are asked.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laws", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=20000)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    corpus, index = flags.work / "corpus", flags.work / "index"
    shutil.rmtree(corpus, ignore_errors=True)
    shutil.rmtree(index, ignore_errors=True)
    figures: dict[str, Any] = {"documents": 0, "characters": 0}
    for number, text in enumerate(_documents(flags.laws, flags.documents)):
        path = corpus / f"{number // 1000:02d}" / f"{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        figures["documents"] += 1
        figures["characters"] += len(text)
    figures |= _built(corpus, index)
    figures["index_mb"] = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) >> 20
    (corpus / "新.txt").write_text("甲区人才公寓管理办法\n第一条 租金每月每平方米十元。\n", encoding="utf-8")
    added = _built(corpus, index)
    figures |= {f"add_one_{name}": value for name, value in added.items()}
    command = [sys.executable, "evaluation/speed.py", "--ask", str(index.resolve())]
    if flags.questions:
        command += ["--questions", str(flags.questions.resolve())]
    asked = subprocess.run(
        command, cwd=_ROOT, env={**os.environ, "PYTHONPATH": str(_ROOT)}, capture_output=True, text=True, check=True
    )
    figures |= json.loads(asked.stdout)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 0


def _documents(laws: Path, count: int) -> Iterator[str]:
    """At most ``count`` texts, each some articles that follow each other in one law, under its name."""
    with lzma.open(laws, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    of_each = max(1, len(records) // count)
    made, law, part = 0, "", 0
    held: list[str] = []
    for record in [*records, {"law": None, "article": "", "text": ""}]:
        if held and (record["law"] != law or len(held) >= of_each):
            part += 1
            yield f"{law}（第{part}部分）\n" + "\n".join(held) + "\n"
            made += 1
            held = []
            if made == count:
                return
        if record["law"] != law:
            law, part = record["law"], 0
        if record["text"].strip():
            held.append(f"{record['article']}　{record['text'].strip()}" if record["article"] else record["text"])


def _built(corpus: Path, index: Path) -> dict[str, Any]:
    command = [sys.executable, "build_index.py", "--corpus", str(corpus.resolve()), "--index", str(index.resolve())]
    begin = time.perf_counter()
    processor = os.times()
    with subprocess.Popen([*command, "--no-progress"], cwd=_ROOT, stdout=subprocess.PIPE, text=True) as run:
        peaks = {"own": 0, "tree": 0}
        watcher = threading.Thread(target=_watch, args=(run, peaks))
        watcher.start()
        out, _ = run.communicate()
        watcher.join()
    seconds = time.perf_counter() - begin
    after = os.times()
    used = after.children_user + after.children_system - processor.children_user - processor.children_system
    return {
        "build_s": round(seconds, 1),
        "build_processor_s": round(used, 1),
        "build_peak_mb": peaks["own"] // 1024,
        "build_tree_peak_mb": peaks["tree"] // 1024,
        "report": out.splitlines()[0] if out else "",
        "status": run.returncode,
    }


def _watch(run: subprocess.Popen[str], peaks: dict[str, int]) -> None:
    while run.poll() is None:
        sizes = {pid: _resident_kb(pid) for pid in _tree(run.pid)}
        peaks["own"] = max(peaks["own"], sizes.get(run.pid, 0))
        peaks["tree"] = max(peaks["tree"], sum(sizes.values()))
        time.sleep(0.1)


def _tree(root: int) -> list[int]:
    """A process and all below it (Linux)."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def _resident_kb(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_KB
    except (OSError, IndexError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
