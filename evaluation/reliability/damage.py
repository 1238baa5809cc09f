"""Damage to the files of an index: is each found, and is the file named?

    python evaluation/reliability/damage.py --index BUILT [--times 1000] [--seed 1] [--output FILE.json]

A copy of the index is damaged so often: in turn one byte is changed to another, or the file is cut at a random place;
the file is drawn at random of all that the index holds (CURRENT, manifest and hash among them), half of the draws by
its size, so that small files have their share. Each time the index is opened as a reader opens it, and verified; then
the file is put back. Told: how many were not found by opening, not found by verify, and how many of the sentences do
not name the file. 0 of each is the claim; the exit status is 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        shutil.copytree(flags.index, index)
        figures = damaged(index, flags.times, flags.seed)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 0 if not figures["served"] and not figures["verified"] and not figures["not_named"] else 1


def damaged(index: Path, times: int, seed: int) -> dict[str, Any]:
    """What came of ``times`` damages to ``index``, each mended before the next."""
    from policysearch.store import verify, version_folder

    rng = random.Random(seed)
    folder = version_folder(index)
    files = sorted([index / "CURRENT", *(path for path in folder.rglob("*") if path.is_file())])
    files = [path for path in files if path.stat().st_size]
    sizes = [path.stat().st_size for path in files]
    begin = time.perf_counter()
    found = {"served": [], "verified": [], "not_named": []}
    drawn: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for number in range(times):
        path = rng.choices(files, sizes)[0] if number % 2 else rng.choice(files)
        whole = path.read_bytes()
        kind = "byte" if number % 4 < 2 else "cut"
        at = rng.randrange(len(whole))
        if kind == "byte":
            changed = whole[:at] + bytes([whole[at] ^ rng.randrange(1, 256)]) + whole[at + 1 :]
        else:
            changed = whole[:at]
        path.write_bytes(changed)
        where = f"{path.relative_to(index).as_posix()}:{kind}:{at}"
        for name, sentence in _outcomes(index):
            if sentence is None:
                found[name].append(where)
            elif not _names(path, folder, sentence):
                found["not_named"].append(f"{where}: {sentence}")
        path.write_bytes(whole)
        drawn[path.relative_to(index).as_posix()] += 1
        kinds[kind] += 1
    verify(index)
    return {
        "damages": sum(drawn.values()),
        "kinds": dict(kinds),
        "files": dict(sorted(drawn.items())),
        "served": len(found["served"]),
        "verified": len(found["verified"]),
        "not_named": len(found["not_named"]),
        "which": [*found["served"], *found["verified"], *found["not_named"]][:20],
        "seconds": round(time.perf_counter() - begin, 1),
    }


def _outcomes(index: Path) -> list[tuple[str, str | None]]:
    """What opening and verifying say; None for each that finds nothing."""
    from policysearch.errors import IndexDamaged, IndexMissing
    from policysearch.store import open_index, verify

    told: list[tuple[str, str | None]] = []
    for name, try_it in (("served", open_index), ("verified", verify)):
        try:
            try_it(index)
        except (IndexDamaged, IndexMissing) as error:
            told.append((name, str(error)))
        else:
            told.append((name, None))
    return told


def _names(path: Path, folder: Path, sentence: str) -> bool:
    """Whether a sentence names the file; of the manifest and its hash either, since each vouches for the other."""
    own = ("manifest.json", "manifest.sha256", "CURRENT")
    if path.name in own:
        return any(name in sentence for name in own)
    return path.relative_to(folder).as_posix() in sentence


if __name__ == "__main__":
    sys.exit(main())
