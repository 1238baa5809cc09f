"""Scores the indicators of an index against those that were labelled by hand, and the growth targets of 2026.

python evaluation/catalogue/indicators.py --index DIR [--truth FOLDER] [--again] [--errors 0|1]

A value is right where it stands at the place of a labelled one and value, unit, year, region and target-or-actual are
all right. It is scored only where every figure is labelled (``indicator_scopes.jsonl``); what is doubtful there counts
for nothing. ``--again`` takes the indicators anew from the documents of the index, ``--errors`` prints those of one
half of the documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.figures import amount_of, find_figures
from policysearch.catalogue.indicators import find_indicators
from policysearch.store import open_index
from policysearch.types import Document

_TRUTH = Path(__file__).parent / "truth"
_QUALIFIERS = {
    "超": "超过",
    "突破": "超过",
    "多": "超过",
    "余": "超过",
    "逾": "超过",
    "以内": "不超过",
    "之内": "不超过",
}
_QUALIFIERS |= {
    "不少于": "不低于",
    "及以上": "以上",
    "及以下": "以下",
    "≥": "不低于",
    "≤": "不超过",
    "将近": "近",
    "接近": "近",
}
_GROWTH = "地区生产总值增长"
Row = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts over documents; ``fields`` are those that were wrong at the right place."""

    right: int = 0
    wrong: int = 0
    found: int = 0
    missed: int = 0
    held: int = 0
    loose: int = 0
    qualifiers: Counter[bool] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """The counts of ``other`` on top of these."""
        for name in ("right", "wrong", "found", "missed", "held", "loose", "qualifiers", "fields", "errors"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self) -> str:
        """The figures in one line."""
        shares = (
            ("precision", self.right, self.wrong),
            ("recall", self.found, self.missed),
            ("spans hold the value", self.held, self.loose),
            ("qualifier", self.qualifiers[True], self.qualifiers[False]),
        )
        told = "  ".join(f"{name} {_share(good, bad)}" for name, good, bad in shares)
        return f"{told}  wrong fields {dict(self.fields)}"


def _share(good: int, bad: int) -> str:
    return f"{good / (good + bad):.3f} ({good}/{good + bad})" if good + bad else "-"


def holds_value(text: str, indicator: Indicator) -> bool:
    """Whether the spans of ``indicator`` print its value (and the end of its range)."""
    printed = unicodedata.normalize("NFKC", "".join(span.of(text) for span in indicator.spans))
    numbers = {float(n.replace(",", "")) for n in re.findall(r"-?\d[\d,]*(?:\.\d+)?", printed)}
    numbers |= {abs(n) for n in numbers} | {f.value for f in find_figures(printed, 0, len(printed))}
    if re.match("[万亿]", printed):  # 达到万亿元: one of them
        numbers.add(1.0)
    return indicator.value in numbers and (indicator.high is None or indicator.high in numbers)


def wrong_fields(row: Row, found: Indicator) -> list[str]:
    """Which of value, unit, year, region and target ``found`` has otherwise than the labelled ``row``."""
    amount, base = amount_of(row["value"], row["unit"])
    high = amount_of(row["high"], row["unit"])[0] if row.get("high") is not None else None
    own = amount_of(found.high, found.unit)[0] if found.high is not None else None
    years = {row["year"], *_listed(row.get("year_alt", []))}
    checks = {
        "value": abs(amount - found.amount) < 1e-6 * max(1, abs(amount)) and high == own,
        "unit": base == found.base_unit,
        "year": found.year in years,
        "region": row["region"] == found.region,
        "target": row["is_target"] == found.is_target,
    }
    return [name for name, is_right in checks.items() if not is_right]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def score_document(
    document: Document, found: Sequence[Indicator], labelled: Sequence[Row], ranges: Sequence[Sequence[int]]
) -> Score:
    """``found`` against ``labelled`` of one document, inside ``ranges``."""
    score = Score()
    inside = [i for i in found if any(a <= i.spans[0].start < b for a, b in ranges)]
    for indicator in inside:
        held = holds_value(document.text, indicator)
        score.held += held
        score.loose += not held
    open_rows = [row for row in labelled if not row.get("doubtful")]
    doubtful = [row for row in labelled if row.get("doubtful")]
    left = list(inside)
    pairs = sorted(
        (len(wrong_fields(row, entry)), n, m)
        for n, row in enumerate(open_rows)
        for m, entry in enumerate(inside)
        if _meets(row, entry)
    )
    rows_done, entries_done = set(), set()
    for count, n, m in pairs:
        if n in rows_done or m in entries_done:
            continue
        rows_done.add(n)
        entries_done.add(m)
        row, indicator = open_rows[n], inside[m]
        left.remove(indicator)
        wrong = wrong_fields(row, indicator)
        score.fields.update(wrong)
        if count:
            score.wrong += 1
            score.missed += 1
            score.errors.append(f"{','.join(wrong)}: {_told(document, indicator)} <> {_labelled(row)}")
        else:
            score.right += 1
            score.found += 1
            score.qualifiers[_qualifier(row["qualifier"]) == _qualifier(indicator.qualifier)] += 1
    for n, row in enumerate(open_rows):
        if n not in rows_done:
            score.missed += 1
            score.errors.append(f"missed: {_labelled(row)}")
    for indicator in left:
        if not any(_meets(row, indicator) for row in doubtful):
            score.wrong += 1
            score.errors.append(f"not labelled: {_told(document, indicator)}")
    return score


def _meets(row: Row, indicator: Indicator) -> bool:
    return any(a < span.end and span.start < b for a, b in row["spans"] for span in indicator.spans[:1])


def _qualifier(printed: str) -> str:
    return _QUALIFIERS.get(printed, printed)


def _told(document: Document, i: Indicator) -> str:
    span = i.spans[0]
    around = document.text[max(0, span.start - 24) : span.end + 10].replace("\n", "/")
    kind = "T" if i.is_target else "A"
    return f"{span.start} [{i.printed} {i.value:g} {i.unit} {i.year} {i.region} {kind}] {around}"


def _labelled(row: Row) -> str:
    kind = "T" if row["is_target"] else "A"
    year = f"{row['year']}{row.get('year_alt', '')}"
    return f"{row['spans'][0]} [{row['printed']} {row['value']} {row['unit']} {year} {row['region']} {kind}]"


def growth_targets(rows: Sequence[Row], found: Mapping[tuple[str, str], Sequence[Indicator]]) -> tuple[int, list[str]]:
    """How many labelled growth targets of 2026 are in the catalogue, once and right with qualifier; the others."""
    right, errors = 0, []
    for row in rows:
        entries = [
            i
            for i in found.get((row["sha256"], row["part"]), ())
            if i.name == _GROWTH and i.year == 2026 and i.is_target and i.region == row["region"]
        ]
        high = row["high"] if row["high"] != row["low"] else None
        told = [(i.value, i.high, _qualifier(i.qualifier)) for i in entries]
        if told == [(row["low"], high, _qualifier(row["qualifier"]))]:
            right += 1
        else:
            errors.append(f"{row['region']} {row['printed']}: {told}")
    return right, errors


def half_of(document: Document) -> int:
    """0 or 1 by the hash of the file."""
    return int(hashlib.sha256(document.source.sha256.encode()).hexdigest(), 16) % 2


def main() -> int:
    """Prints the figures of each half, of both, and of the growth targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--truth", type=Path, default=_TRUTH)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--errors", type=int, choices=(0, 1))
    flags = parser.parse_args()
    searcher = open_index(flags.index)
    held: dict[str, list[Indicator]] = {}
    for indicator in searcher.catalogue.indicators:
        held.setdefault(indicator.doc_id, []).append(indicator)
    documents = {(d.source.sha256, d.part): d for d in searcher.documents.values()}
    found = {
        key: find_indicators(document) if flags.again else held.get(document.doc_id, [])
        for key, document in documents.items()
    }
    _print(flags.truth, documents, found, flags.errors)
    return 0


def _print(
    truth: Path,
    documents: Mapping[tuple[str, str], Document],
    found: Mapping[tuple[str, str], Sequence[Indicator]],
    shown: int | None,
) -> None:
    labelled = list(_rows(truth / "indicators.jsonl"))
    texts = {(row["sha256"], row["part"]): row["text_sha256"] for row in _rows(truth / "documents.jsonl")}
    halves, left_out = (Score(), Score()), 0
    for scope in _rows(truth / "indicator_scopes.jsonl"):
        key = scope["sha256"], scope["part"]
        document = documents.get(key)
        if document is None or hashlib.sha256(document.text.encode()).hexdigest() != texts[key]:
            left_out += 1
            continue
        rows = [row for row in labelled if (row["sha256"], row["part"]) == key]
        score = score_document(document, found[key], rows, scope["ranges"])
        print(f"{document.title[:24]} (half {half_of(document)}): {score.line()}")
        halves[half_of(document)].add(score)
    whole = Score()
    for number, score in enumerate(halves):
        print(f"half {number}: {score.line()}")
        whole.add(score)
    print(f"all: {whole.line()}  documents left out {left_out}")
    targets = list(_rows(truth / "gdp2026.jsonl"))
    right, errors = growth_targets(targets, found)
    print(f"growth targets of 2026: {right} of {len(targets)} right")
    for line in (*errors, *(halves[shown].errors if shown is not None else ())):
        print("  " + line)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main())
