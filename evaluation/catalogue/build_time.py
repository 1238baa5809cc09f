"""What share of a build goes to the catalogue, in seconds of processors.

python -m evaluation.catalogue.build_time --corpus DIR [--corpus DIR ...] [--output FILE]

A whole build is run from nothing in a process of its own, with its workers; then the entries of the same documents are
made once more, joined and written as lines, in one process. Both are counted in processor seconds, so that neither the
number of workers nor what else the machine does changes the share.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.catalogue import entries_of, join_entries
from policysearch.catalogue.indicators import find_indicators
from policysearch.catalogue.lines import lines_of
from policysearch.catalogue.measures import find_measures
from policysearch.catalogue.programmes import find_mentions
from policysearch.store import open_index
from policysearch.types import Document, Family

_ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--output", type=Path, metavar="FILE")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _build(flags.corpus, Path(folder))
        searcher = open_index(Path(folder))
        families: list[Family] = list(searcher.kinship.families)
        figures |= _catalogue(list(searcher.documents.values()), families)
    figures["share"] = round(figures["catalogue_cpu_s"] / figures["build_cpu_s"], 3)
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 0


def _build(corpora: Sequence[Path], index: Path) -> dict[str, Any]:
    command = [sys.executable, "build_index.py", "--index", str(index), "--no-progress"]
    for corpus in corpora:
        command += ["--corpus", str(corpus.resolve())]
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"build_s": round(time.perf_counter() - begin, 1), "build_cpu_s": round(spent, 1)}


def _catalogue(documents: Sequence[Document], families: Sequence[Family]) -> dict[str, Any]:
    """Processor seconds of making, joining and writing the entries; of each kind of entry by itself as well."""
    parts = {}
    for name, find in (("programmes", find_mentions), ("indicators", find_indicators), ("measures", find_measures)):
        begin = time.process_time()
        for document in documents:
            find(document)
        parts[f"{name}_cpu_s"] = round(time.process_time() - begin, 1)
    begin = time.process_time()
    catalogue = join_entries(documents, [entries_of(document) for document in documents], families)
    for record in lines_of(catalogue):
        json.dumps(record, ensure_ascii=False)
    whole = time.process_time() - begin
    return {"documents": len(documents), **parts, "catalogue_cpu_s": round(whole, 1)}


if __name__ == "__main__":
    sys.exit(main())
