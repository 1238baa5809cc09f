"""Scores the relations that documents state against those that were read by hand.

python -m evaluation.catalogue.relations --index DIR [--truth FOLDER] [--errors] [--output FILE]

A relation is right where its kind is that of a labelled one at the same place. The documents are those of
``relations_documents.jsonl``; what is doubtful there counts for nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.catalogue.entries import Link
from policysearch.store import open_index
from policysearch.types import Document

_TRUTH = Path(__file__).parent / "truth"
Row = Mapping[str, Any]


def score_document(
    document: Document, truth: Sequence[Row], told: Sequence[Link]
) -> tuple[dict[str, Counter[str]], list[str]]:
    """Counts by kind (right, wrong, found, missed) of one document, and what was wrong or missed."""
    counts: dict[str, Counter[str]] = {}
    errors: list[str] = []
    stated = [link for link in told if link.span is not None]
    for link in stated:
        same = [row for row in truth if _meets(row, link)]
        if any(row.get("doubtful") for row in same):
            continue
        right = any(row["kind"] == link.kind for row in same)
        counts.setdefault(link.kind, Counter())["right" if right else "wrong"] += 1
        if not right:
            errors.append(f"wrong {link.kind} {link.title}")
    for row in truth:
        if row.get("doubtful"):
            continue
        found = any(_meets(row, link) and row["kind"] == link.kind for link in stated)
        counts.setdefault(row["kind"], Counter())["found" if found else "missed"] += 1
        if not found:
            errors.append(f"missed {row['kind']} {document.text[slice(*row['span'])]}")
    return counts, errors


def _meets(row: Row, link: Link) -> bool:
    start, end = row["span"]
    return link.span is not None and link.span.start < end and start < link.span.end


def main() -> int:
    """Prints precision and recall by kind and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--truth", type=Path, default=_TRUTH)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--output", type=Path, metavar="FILE")
    flags = parser.parse_args()
    searcher = open_index(flags.index)
    documents = {(d.source.sha256, d.part): d for d in searcher.documents.values()}
    links: dict[str, list[Link]] = {}
    for link in searcher.catalogue.links:
        links.setdefault(link.doc_id, []).append(link)
    labelled: dict[tuple[str, str], list[Row]] = {}
    for row in _rows(flags.truth / "relations.jsonl"):
        labelled.setdefault((row["sha256"], row["part"]), []).append(row)
    totals: dict[str, Counter[str]] = {}
    left_out = 0
    for row in _rows(flags.truth / "relations_documents.jsonl"):
        key = row["sha256"], row["part"]
        document = documents.get(key)
        if document is None or hashlib.sha256(document.text.encode()).hexdigest() != row["text_sha256"]:
            left_out += 1
            continue
        counts, errors = score_document(document, labelled.get(key, []), links.get(document.doc_id, []))
        for kind, count in counts.items():
            totals.setdefault(kind, Counter()).update(count)
            totals.setdefault("all", Counter()).update(count)
        if flags.errors:
            print(*(f"{document.title[:24]}: {error}" for error in errors), sep="\n")
    record = {kind: _rates(count) for kind, count in totals.items()} | {"documents_left_out": left_out}
    print(json.dumps(record, ensure_ascii=False, indent=1))
    if flags.output:
        flags.output.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def _rates(count: Counter[str]) -> dict[str, Any]:
    told, there = count["right"] + count["wrong"], count["found"] + count["missed"]
    return {
        "precision": round(count["right"] / told, 3) if told else None,
        "recall": round(count["found"] / there, 3) if there else None,
        "right": count["right"],
        "told": told,
        "labelled": there,
    }


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main())
