"""Scores the support measures of an index against those that were labelled by hand.

python -m evaluation.catalogue.measures --index DIR [--truth FOLDER] [--again] [--errors] [--development]
                                        [--output FILE]

A measure is found where it names, describes or counts what a labelled one does: their names, methods or amounts share
a place, or they have the name and a value in common. A value of a field is right where it covers more than half of what
both cover together, a name also where it is the same words, an amount where value and unit are right too; each is
judged against the labelled measure that it agrees with best. Values of a measure that is none are all wrong. The
documents are those of ``measures_documents.jsonl``: errors are read of the first twenty alone, of the others only
totals. ``--again`` takes the measures anew from the documents of the index, ``--development`` scores the documents that
the rules were made from (``measures_development.jsonl``), all errors of which were read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.catalogue.entries import Amount, Measure, Stated
from policysearch.catalogue.figures import amount_of
from policysearch.catalogue.measures import find_measures
from policysearch.store import open_index
from policysearch.types import Document, Span

_TRUTH = Path(__file__).parent / "truth"
_TEXTS = "97428d08802051a5c6d20003de81c52dd2903a4854c8669efe14d8fea38a391d"
_DEVELOPMENT_TEXTS = "dcfe9bc960b0254bd10c3371df0335d29bde49cb55d2d0670e08e1847a8d45a3"
_READ, _SAME = 20, 0.5
# The fields of a measure, by their names in the truth.
FIELDS = {
    "name": "name",
    "who": "who",
    "conditions": "conditions",
    "amounts": "amounts",
    "method": "method",
    "period": "period",
    "deadline": "deadline",
    "department": "departments",
    "materials": "materials",
    "basis": "basis",
}
Row = Mapping[str, Any]
Places = tuple[Span, ...]


@dataclass(slots=True)
class Score:
    """Counts over documents: of measures, and of the values of each field."""

    measures: Counter[str] = field(default_factory=Counter)
    fields: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in (*FIELDS, "class")})
    held: Counter[bool] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """The counts of ``other`` on top of these."""
        self.measures.update(other.measures)
        self.held.update(other.held)
        self.errors += other.errors
        for name, counts in other.fields.items():
            self.fields[name].update(counts)

    def record(self) -> dict[str, Any]:
        """The figures as JSON: precision and recall with their counts, of measures, of each field, of all fields."""
        total: Counter[str] = Counter()
        for name in FIELDS:
            total.update(self.fields[name])
        told = {"measures": _rates(self.measures), "fields": _rates(total)}
        told |= {name: _rates(counts) for name, counts in self.fields.items()}
        return told | {"spans_hold": [self.held[True], self.held.total()]}


def _rates(counts: Counter[str]) -> dict[str, Any]:
    told, there = counts["right"] + counts["wrong"], counts["found"] + counts["missed"]
    return {
        "precision": round(counts["right"] / told, 3) if told else None,
        "recall": round(counts["found"] / there, 3) if there else None,
        "right": counts["right"],
        "told": told,
        "found": counts["found"],
        "labelled": there,
    }


def score_document(document: Document, truth: Sequence[Row], told: Sequence[Measure]) -> Score:
    """What of ``told`` is right and what of ``truth`` was found in one document."""
    score = Score()
    found: dict[tuple[int, str, int], bool] = {}
    met: set[int] = set()
    for measure in told:
        for stated in _all_stated(measure):
            score.held[stated.text == "".join(span.of(document.text) for span in stated.spans)] += 1
        best = max(range(len(truth)), key=lambda n: _agreement(document, truth[n], measure), default=None)
        if best is not None and not _agreement(document, truth[best], measure)[0]:
            best = None
        score.measures["wrong" if best is None else "right"] += 1
        if best is None:
            score.errors.append(f"no measure [{measure.kind}] {_shown(document, measure)}")
            for name in FIELDS:
                score.fields[name]["wrong"] += len(_values(measure, name))
            continue
        met.add(best)
        _judge(document, truth[best], measure, score, found, best)
    score.measures["found"] = len(met)
    score.measures["missed"] = len(truth) - len(met)
    for n, row in enumerate(truth):
        if n not in met:
            score.errors.append("missed " + " / ".join(document.text[a:b] for a, b in row["name"]))
        for name in FIELDS:
            for place in range(len(row[name])):
                hit = found.get((n, name, place), False)
                score.fields[name]["found" if hit else "missed"] += 1
    return score


def _judge(
    document: Document,
    row: Row,
    measure: Measure,
    score: Score,
    found: dict[tuple[int, str, int], bool],
    number: int,
) -> None:
    for name in FIELDS:
        for value in _values(measure, name):
            right = False
            for place, labelled in enumerate(row[name]):
                if name == "amounts":
                    same = _same_amount(labelled, value)
                    if same and value.subject:
                        is_class = bool(labelled["class"]) and (
                            labelled["class"] in value.subject or value.subject in labelled["class"]
                        )
                        score.fields["class"]["right" if is_class else "wrong"] += 1
                else:
                    same = _same_place(_places(labelled), value.spans)
                    same = same or (name == "name" and _words(document, labelled) == value.text)
                if same:
                    found[number, name, place] = right = True
            score.fields[name]["right" if right else "wrong"] += 1
            if not right:
                text = "".join(span.of(document.text) for span in value.spans)
                labels = [_label(document, name, labelled) for labelled in row[name]]
                score.errors.append(f"{name}: {text} <> {labels}  in {measure.name.text}")


def _label(document: Document, name: str, labelled: Any) -> str:
    if name == "amounts":
        return f"{labelled['value']}{labelled['unit']}"
    return "…".join(span.of(document.text) for span in _places(labelled))


def _all_stated(measure: Measure) -> Iterator[Stated]:
    yield measure.name
    for name in FIELDS.values():
        if name not in ("name", "amounts"):
            yield from getattr(measure, name)


def _values(measure: Measure, name: str) -> Sequence[Any]:
    value = getattr(measure, FIELDS[name])
    return (value,) if name == "name" else value


def _places(labelled: Any) -> Places:
    """The places of a labelled value: a pair of offsets, or several of them."""
    pairs = [labelled] if labelled and isinstance(labelled[0], int) else labelled
    return tuple(Span(*pair) for pair in pairs)


def _same_place(labelled: Places, told: Places) -> bool:
    """Whether both cover the same words: those of all places together, or one of several that say the same."""
    return _share(labelled, told) > _SAME or any(_share((place,), told) > _SAME for place in labelled)


def _share(one: Iterable[Span], other: Iterable[Span]) -> float:
    first = {n for span in one for n in range(span.start, span.end)}
    second = {n for span in other for n in range(span.start, span.end)}
    return len(first & second) / len(first | second) if first | second else 0.0


def _same_amount(labelled: Row, told: Amount) -> bool:
    span = Span(*labelled["span"])
    if not any(place.start < span.end and span.start < place.end for place in told.spans):
        return False
    amount, base = amount_of(labelled["value"], labelled["unit"].partition("/")[0])
    mine, own = amount_of(told.value, told.unit.partition("/")[0])
    return base == own and amount in (mine, amount_of(told.high or told.value, told.unit.partition("/")[0])[0])


def _granting(row: Row) -> Places:
    pairs = [*row["name"], *row["method"], *(amount["span"] for amount in row["amounts"])]
    return tuple(Span(*pair) for pair in pairs)


def _meets(row: Row, measure: Measure) -> bool:
    mine = [*measure.name.spans, *(s for m in measure.method for s in m.spans)]
    mine += [s for a in measure.amounts for s in a.spans]
    return any(a.start < b.end and b.start < a.end for a in _granting(row) for b in mine)


def _words(document: Document, labelled: Any) -> str:
    return "".join(span.of(document.text) for span in _places(labelled))


def _agreement(document: Document, row: Row, measure: Measure) -> tuple[bool, int]:
    """How well a measure agrees with a labelled one: whether it grants the same, and how many values they share."""
    shared = sum(
        any(
            _same_amount(labelled, value) if name == "amounts" else _same_place(_places(labelled), value.spans)
            for labelled in row[name]
        )
        for name in FIELDS
        for value in _values(measure, name)
        if name != "basis"
    )
    named = any(_words(document, labelled) == measure.name.text for labelled in row["name"])
    return _meets(row, measure) or (named and shared > 0), shared


def _shown(document: Document, measure: Measure) -> str:
    return f"{measure.name.text} <- {measure.span.of(document.text)[:120]}".replace("\n", "/")


def main() -> int:
    """Prints the figures of the documents that were read for the rules, of the others, and of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--truth", type=Path, default=_TRUTH)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--errors", action="store_true", help="what was wrong and missed in the first twenty documents")
    parser.add_argument("--development", action="store_true", help="the documents that the rules were made from")
    parser.add_argument("--output", type=Path, metavar="FILE")
    flags = parser.parse_args()
    searcher = open_index(flags.index)
    told: dict[str, list[Measure]] = {}
    for measure in searcher.catalogue.measures:
        told.setdefault(measure.doc_id, []).append(measure)
    documents = {document.source.path: document for document in searcher.documents.values()}
    if flags.again:
        told = {d.doc_id: list(find_measures(d)) for d in documents.values()}
    report = score_all(flags.truth, documents, told, is_development=flags.development)
    if report is None:
        print("The texts are not those that were labelled: the places must be checked first.", file=sys.stderr)
        return 1
    read, unread = report
    whole = Score()
    for score in (read, unread):
        whole.add(score)
    record = {"read": read.record(), "unread": unread.record(), "all": whole.record()}
    if flags.development:
        record = {"development": read.record()}
    for name, figures in record.items():
        print(name, *(f"  {key:12} {value}" for key, value in figures.items()), sep="\n")
    if flags.errors:
        print(*read.errors, sep="\n")
    if flags.output:
        flags.output.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def score_all(
    truth: Path,
    documents: Mapping[str, Document],
    told: Mapping[str, Sequence[Measure]],
    *,
    is_development: bool = False,
) -> tuple[Score, Score] | None:
    """The scores of the documents whose errors may be read and of the others; None where the texts differ.

    With ``is_development`` those that the rules were made from, all of them read.
    """
    name, digest, read = "measures", _TEXTS, _READ
    if is_development:
        name, digest, read = "measures_development", _DEVELOPMENT_TEXTS, sys.maxsize
    paths = [row["path"] for row in _rows(truth / f"{name}_documents.jsonl")]
    labelled = [documents[path] for path in paths if path in documents]
    texts = "\n".join(document.text for document in labelled)
    if hashlib.sha256(texts.encode()).hexdigest() != digest:
        return None
    rows: dict[str, list[Row]] = {}
    for row in _rows(truth / f"{name}.jsonl"):
        rows.setdefault(row["path"], []).append(row)
    scores = (Score(), Score())
    for number, (path, document) in enumerate(zip(paths, labelled, strict=True)):
        score = score_document(document, rows.get(path, []), told.get(document.doc_id, ()))
        scores[number >= read].add(score)
    return scores


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main())
