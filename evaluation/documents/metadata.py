"""What the parser finds of each field of 60 labelled files, against what a person read in them.

python evaluation/documents/metadata.py [--native ../shared/corpus/native] [--misses]

LABELS.md explains the fields. Every ``…_also`` of a label is right too; None in it means that no value is right as
well. Titles and names are compared without blanks, at one width of punctuation.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE.parents[1]))

from policysearch.errors import PolicySearchError  # noqa: E402
from policysearch.parse import parse  # noqa: E402
from policysearch.read import read_file  # noqa: E402
from policysearch.text import fold, squeeze  # noqa: E402
from policysearch.types import Document  # noqa: E402

_NATIVE = _HERE.parents[2] / "shared" / "corpus" / "native"
_DATES = ("issued_on", "published_on", "effective_on", "expires_on")
_FIELDS = ("title", "issuers", "number", *_DATES, "region", "kind", "standing", "outline")
_HEAD_CHARS = 12


@dataclass
class Tally:
    """``present`` values in the labels, ``found`` by the parser, ``right`` of these; misses and wrong ones by path."""

    present: int = 0
    found: int = 0
    right: int = 0
    recalled: int = 0
    misses: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """A line of the table."""
        precision = f"{self.right / self.found:10.3f}" if self.found else f"{'—':>10}"
        recall = f"{self.recalled / self.present:10.3f}" if self.present else f"{'—':>10}"
        return f"{name:14}{self.present:>8}{self.found:>8}{precision}{recall}"

    def add(self, present: Sequence[str], found: Sequence[str], right: int, recalled: int, told: str) -> None:
        """One document's values of a field; ``told`` is kept where not all are right and recalled."""
        self.present += len(present)
        self.found += len(found)
        self.right += right
        self.recalled += recalled
        if right < len(found) or recalled < len(present):
            self.misses.append(told)


def main() -> int:
    """Prints the table, with ``--misses`` each wrong or missing value too. Status 2 without the files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--native", type=Path, default=_NATIVE)
    parser.add_argument("--labels", type=Path, default=_HERE / "labels.jsonl")
    parser.add_argument("--misses", action="store_true", help="print every wrong and missing value by path")
    flags = parser.parse_args()
    if not flags.native.is_dir():
        print(f"no folder {flags.native}: give --native", file=sys.stderr)
        return 2
    tallies = measure(flags.native, [json.loads(line) for line in flags.labels.read_text("utf-8").splitlines() if line])
    print(f"{'field':14}{'present':>8}{'found':>8}{'precision':>10}{'recall':>10}")
    for name, tally in tallies.items():
        print(tally.row(name))
    for name, tally in tallies.items() if flags.misses else ():
        for miss in tally.misses:
            print(f"{name}: {miss}")
    return 0


def measure(native: Path, labels: Sequence[dict[str, Any]]) -> dict[str, Tally]:
    """A tally for each field over the labelled files, in the order of the table."""
    tallies = {name: Tally() for name in _FIELDS}
    for label in labels:
        path = native / label["path"]
        try:
            document = parse(read_file(native, path))[0]
        except PolicySearchError as error:
            print(f"{label['path']}: {error}", file=sys.stderr)
            continue
        for name in _FIELDS:
            _compare(tallies[name], name, label, document)
    return tallies


def _compare(tally: Tally, name: str, label: dict[str, Any], document: Document) -> None:
    if name in ("issuers", "outline"):
        wanted, found, others = _lists(name, label, document)
        right = max(_common(found, choice) for choice in (wanted, *others))
        best = max((wanted, *others), key=lambda choice: (_common(found, choice), -len(choice)))
        recalled = len(wanted) if others and len(found) and best != wanted and found == best else _common(wanted, found)
        told = f"{label['path']}: {_unlike(found, wanted)} for {_unlike(wanted, found)}"
        tally.add(wanted, found, right, recalled, told)
        return
    wanted_value, also, found_value = _values(name, label, document)
    is_right = found_value is not None and found_value in {wanted_value, *also}
    is_open = found_value is None and None in also
    present = [wanted_value] if wanted_value is not None and not is_open else []
    found = [found_value] if found_value is not None else []
    told = f"{label['path']}: {found_value} for {wanted_value}"
    tally.add(present, found, int(is_right), int(is_right and bool(present)), told)


def _values(name: str, label: dict[str, Any], document: Document) -> tuple[str | None, set[str | None], str | None]:
    """The wanted value, what is right beside it, and what was found."""
    if name == "standing":
        drafts = {"征求意见稿": "draft", "草案": "draft", "已废止": "repealed", "已失效": "repealed"}
        return label["status_note"] or None, set(), drafts.get(document.declared or "")
    if name == "region":
        return label["region"], set(), "、".join(document.regions) or None
    stem = name.removesuffix("_on")
    also = {_plain(value) for value in label.get(f"{stem}_also") or []}
    value = getattr(document, name)
    if name == "title" and value.startswith("无题"):
        value = None
    return _plain(label[name]), also, _plain(value)


def _lists(name: str, label: dict[str, Any], document: Document) -> tuple[list[str], list[str], list[list[str]]]:
    """The wanted values, those found, and the other lists that are right."""
    if name == "outline":
        wanted = [_entry(entry["label"], entry["head"]) for entry in label["outline"]]
        return wanted, [_entry(s.label, s.heading) for s in document.sections], []
    others = [list(map(_name, names)) for names in label.get("issuers_also") or []]
    return list(map(_name, label["issuers"])), list(map(_name, document.issuers)), others


def _entry(label: str, heading: str) -> str:
    """A heading as the labels have it: label and twelve characters, without blanks and the marks around either."""
    head = re.sub(r"^[【（(〔\[]|[】）)〕\]]$", "", squeeze(heading))[:_HEAD_CHARS]
    return re.sub(r"[、.．:：]", "", squeeze(label)) + "|" + fold(head)


def _name(value: str) -> str:
    return fold(squeeze(value))


def _plain(value: str | None) -> str | None:
    return None if value is None else fold(squeeze(value)).replace("<", "〈").replace(">", "〉").strip("《》")


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    left = list(others)
    count = 0
    for value in some:
        if value in left:
            left.remove(value)
            count += 1
    return count


def _unlike(some: Sequence[str], others: Sequence[str]) -> str:
    return "、".join(_excess(some, others)) or "nothing"


def _excess(some: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    left = list(others)
    for value in some:
        if value in left:
            left.remove(value)
        else:
            yield value


if __name__ == "__main__":
    sys.exit(main())
