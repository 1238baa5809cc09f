"""One system in a process of its own: ``python -m evaluation.peers.trial JOB RESULT``."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.peers.catalogue import ALL
from evaluation.peers.peer import Peer

# Asked once before the clock runs: what is loaded at the first question is loaded then.
_WARM_UP = "公租房申请条件"


def main(job_path: Path, result_path: Path) -> None:
    """Reads the job, writes ``{"version", "settings", "hits", "build_s", "query_ms", "peak_mb"}``."""
    job = json.loads(job_path.read_text(encoding="utf-8"))
    with Path(job["texts"]).open(encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    peer = ALL[job["system"]].open(job["cut"], job["source"])
    result = tried(peer, texts, job["questions"], job["top_k"])
    result_path.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def tried(peer: Peer, texts: Sequence[str], questions: Sequence[str], top_k: int) -> dict[str, Any]:
    """What a system found for each question, how long it took, and the most memory that a process of it held."""
    begin = time.perf_counter()
    peer.build(texts)
    build_s = time.perf_counter() - begin
    peer.search(_WARM_UP, top_k)
    hits, query_ms = [], []
    for question in questions:
        begin = time.perf_counter()
        hits.append(peer.search(question, top_k))
        query_ms.append(round(1000 * (time.perf_counter() - begin), 3))
    return {
        "version": peer.version,
        "settings": peer.settings,
        "hits": hits,
        "build_s": round(build_s, 2),
        "query_ms": query_ms,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> int:
    """The most memory (resident) that this process or the largest of its children has held, in MiB.

    From /proc where there is one: what getrusage says of a process counts what its parent held before it started.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    own = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
