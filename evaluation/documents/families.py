"""Prints the families found in folders of documents, by kind, and the pairs that were nearly one.

python evaluation/documents/families.py DIR [DIR ...] [--near]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.build import find_files
from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.families import find_families
from policysearch.families.shingles import letters, overlap, sample, shingles, similar_pairs
from policysearch.intake import CorpusFile, take_in
from policysearch.types import Document, Family
from policysearch.workers import in_workers

_NEAR = 0.5


def main() -> int:
    """Reads the folders, and prints what was found and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument(
        "--near", action="store_true", help="also the pairs that share half their text and are no family"
    )
    flags = parser.parse_args()
    documents = _read(flags.folders)
    begin = time.perf_counter()
    families = find_families(documents)
    seconds = time.perf_counter() - begin
    by_id = {document.doc_id: document for document in documents}
    for family in families:
        print(family.kind)
        for doc_id in family.doc_ids:
            print("   ", _line(by_id[doc_id]))
    if flags.near:
        _print_near(documents, families)
    chars = sum(len(document.text) for document in documents)
    print(
        f"{len(documents)} documents, {chars:,} characters, {seconds:.2f} s: {dict(Counter(f.kind for f in families))}"
    )
    return 0


def _read(folders: list[Path]) -> list[Document]:
    """The documents of all files that could be read."""
    files = [CorpusFile(root, path) for root, path in find_files(folders)[0]]
    with in_workers(take_in, files, ReadLimits()) as results:
        read = [result.documents for result in results if not isinstance(result, ReadError)]
    return [document for documents in read for document, _ in documents]


def _print_near(documents: list[Document], families: tuple[Family, ...]) -> None:
    """The pairs that share half the text of one, and are in no family together, most alike first."""
    together = {frozenset((a, b)) for family in families for a in family.doc_ids for b in family.doc_ids}
    hashes = [shingles(letters(document.text)) for document in documents]
    found = []
    for i, j in similar_pairs([sample(one) for one in hashes]):
        shared = overlap(hashes[i], hashes[j])
        apart = frozenset((documents[i].doc_id, documents[j].doc_id)) not in together
        if apart and max(shared.of_first, shared.of_second) >= _NEAR:
            found.append((shared.of_both, i, j))
    for of_both, i, j in sorted(found, reverse=True):
        print(f"near {of_both:.3f}")
        print("   ", _line(documents[i]))
        print("   ", _line(documents[j]))


def _line(document: Document) -> str:
    day = document.effective_on or document.date or "—"
    return f"{len(document.text):>7} {day:10} 《{document.title}》 {document.source.path}"


if __name__ == "__main__":
    sys.exit(main())
