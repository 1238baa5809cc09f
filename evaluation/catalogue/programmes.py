"""Scores the programmes of an index against those that were labelled by hand.

python evaluation/catalogue/programmes.py --index DIR [--truth FILE] [--again] [--errors 0|1] [--without-titles]
                                          [--output FILE]

Where a file NAME_scopes.jsonl stands beside the truth NAME.jsonl, only those ranges of the documents are scored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.catalogue import entries_of, join_entries
from policysearch.catalogue.entries import Programme
from policysearch.regions import locate_regions
from policysearch.store import open_index
from policysearch.text import fold, squeeze
from policysearch.types import Document, Span

_TRUTH = Path(__file__).parent / "truth" / "programmes.jsonl"
_MARKS = re.compile(r"[“”\"「」『』《》〈〉‘’']")
_SAME_PLACE = 0.5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A programme as one document names it: names without marks, places of it, what it is and whose."""

    names: frozenset[str]
    spans: tuple[Span, ...]
    kind: str
    is_own: bool
    doubtful: bool = False
    shown: str = ""


@dataclass(slots=True)
class Score:
    """Counts over documents; what is doubtful in the truth is in none of them."""

    found: int = 0
    missed: int = 0
    right: int = 0
    wrong: int = 0
    kind_right: int = 0
    own_right: int = 0
    matched: int = 0
    mentions_found: int = 0
    mentions_missed: int = 0
    mentions_right: int = 0
    mentions_wrong: int = 0
    spans: int = 0
    spans_hold: int = 0
    kinds_found: Counter[str] = field(default_factory=Counter)
    kinds_missed: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """The counts of ``other`` on top of these."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def lines(self) -> Iterator[str]:
        """The figures, one a line."""
        yield f"names      precision {_share(self.right, self.wrong)}   recall {_share(self.found, self.missed)}"
        yield (
            f"mentions   precision {_share(self.mentions_right, self.mentions_wrong)}   "
            f"recall {_share(self.mentions_found, self.mentions_missed)}"
        )
        yield f"kind       {_share(self.kind_right, self.matched - self.kind_right)}"
        yield f"own/cited  {_share(self.own_right, self.matched - self.own_right)}"
        kinds = sorted({*self.kinds_found, *self.kinds_missed})
        yield "recall by kind  " + ", ".join(
            f"{kind} {self.kinds_found[kind]}/{self.kinds_found[kind] + self.kinds_missed[kind]}" for kind in kinds
        )
        yield f"spans hold the name {_share(self.spans_hold, self.spans - self.spans_hold)}"


def _share(good: int, bad: int) -> str:
    total = good + bad
    return f"{good / total if total else 0:.3f} ({good}/{total})"


def half_of(sha256: str) -> int:
    """0 or 1, by the hash of the file: errors are read of one half alone."""
    return hashlib.sha256(sha256.encode()).digest()[0] % 2


def main() -> int:
    """Prints the figures of each half and of all, and on wish the errors of one half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--truth", type=Path, default=_TRUTH)
    parser.add_argument("--again", action="store_true", help="extract anew from the documents of the index")
    parser.add_argument("--errors", type=int, choices=(0, 1), help="also what was missed and wrong in this half")
    parser.add_argument("--without-titles", action="store_true", help="leave out documents that are named in 《》")
    parser.add_argument("--output", type=Path, metavar="FILE")
    flags = parser.parse_args()
    searcher = open_index(flags.index)
    documents = list(searcher.documents.values())
    catalogue = searcher.catalogue
    if flags.again:
        catalogue = join_entries(documents, [entries_of(document) for document in documents], ())
    truth = _truth(flags.truth, {(d.source.sha256, d.part): d for d in documents})
    scopes = _scopes(flags.truth.with_name(f"{flags.truth.stem}_scopes.jsonl"))
    total, halves = Score(), (Score(), Score())
    for document, labelled in truth:
        scope = scopes.get((document.source.sha256, document.part), Span(0, len(document.text)))
        told = [*_of_document(catalogue.programmes, document, scope)]
        if flags.without_titles:
            labelled = [one for one in labelled if not _in_title(document, one.spans)]
            told = [one for one in told if not _in_title(document, one.spans)]
        score = score_document(document, labelled, told)
        total.add(score)
        halves[half_of(document.source.sha256)].add(score)
    for name, score in (("half 0", halves[0]), ("half 1", halves[1]), ("all", total)):
        print(name, *score.lines(), sep="\n    ")
    if flags.output:
        names = ("half 0", "half 1", "all")
        record = {name: list(score.lines()) for name, score in zip(names, (*halves, total), strict=True)}
        flags.output.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if flags.errors is not None:
        print(*halves[flags.errors].errors, sep="\n")
    return 0


def score_document(document: Document, truth: Sequence[Labelled], told: Sequence[Labelled]) -> Score:
    """What was found of ``truth`` in ``told``: two are one where they share a name, marks aside."""
    score = Score()
    sure, doubtful = [one for one in truth if not one.doubtful], [one for one in truth if one.doubtful]
    for one in sure:
        twin = _best(one, told)
        score.found += twin is not None
        score.missed += twin is None
        (score.kinds_missed if twin is None else score.kinds_found)[one.kind] += 1
        if twin is None:
            score.errors.append(f"missed {one.kind} {one.shown}{_context(document, one)}")
            continue
        score.matched += 1
        score.kind_right += twin.kind == one.kind
        score.own_right += twin.is_own == one.is_own
        if twin.kind != one.kind:
            score.errors.append(f"kind   {twin.kind} for {one.kind} {one.shown}")
        if twin.is_own != one.is_own:
            score.errors.append(f"own    {twin.is_own} for {one.is_own} {one.shown}")
    open_places = [span for one in doubtful for span in one.spans]
    for one in told:
        if _best(one, sure):
            score.right += 1
        elif not _best(one, doubtful) and not all(_at(span, open_places) for span in one.spans):
            score.wrong += 1
            score.errors.append(f"wrong  {one.kind} {one.shown}{_context(document, one)}")
    places = [span for one in sure for span in one.spans]
    said = [span for one in told for span in one.spans]
    score.mentions_found = sum(_at(span, said) for span in places)
    score.mentions_missed = len(places) - score.mentions_found
    judged = [span for span in said if _at(span, places) or not _touches(span, open_places)]
    score.mentions_right = sum(_at(span, places) for span in judged)
    score.mentions_wrong = len(judged) - score.mentions_right
    score.errors += [f"place  missed {_around(document, s)}" for s in places if not _at(s, said)]
    score.errors += [f"place  wrong {_around(document, s)}" for s in judged if not _at(s, places)]
    score.spans = len(said)
    score.spans_hold = sum(plain(span.of(document.text)) in one.names for one in told for span in one.spans)
    return score


def _best(one: Labelled, others: Iterable[Labelled]) -> Labelled | None:
    """The one of ``others`` that shares a name, of several the one that shares most places."""
    same = [other for other in others if one.names & other.names]
    return max(same, key=lambda other: sum(_at(span, other.spans) for span in one.spans), default=None)


def _at(span: Span, places: Iterable[Span]) -> bool:
    """Whether one of ``places`` is the same place: more than half of what both cover together."""
    return any(_overlap(span, place) > _SAME_PLACE for place in places)


def _overlap(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def _touches(span: Span, places: Iterable[Span]) -> bool:
    return any(_overlap(span, place) > 0 for place in places)


def plain(name: str) -> str:
    """A name as names are compared: without blanks and quotation marks, half-width, in small letters."""
    return _MARKS.sub("", fold(squeeze(name)))


def _forms(name: str) -> frozenset[str]:
    """A name with and without the place or rank that it begins with: 杭州市“云岭”计划 and “云岭”计划 are one name."""
    words = plain(name)
    places = locate_regions(words)
    start = places[0][1].end if places and places[0][1].start == 0 else 0
    start = (
        start or len(re.match("国家级?|[省市区县]级?", words)[0]) if re.match("国家级?|[省市区县]级?", words) else start
    )
    return frozenset({words, words[start:]}) if len(words) - start >= 3 else frozenset({words})


def _in_title(document: Document, spans: Sequence[Span]) -> bool:
    return all(document.text[span.start - 1 : span.start + 1].find("《") >= 0 for span in spans)


def _around(document: Document, span: Span) -> str:
    text = document.text
    before, after = text[max(0, span.start - 12) : span.start], text[span.end : span.end + 12]
    return f"{before}[{span.of(text)}]{after}".replace("\n", "/")


def _context(document: Document, one: Labelled) -> str:
    return "  " + _around(document, one.spans[0]) if one.spans else ""


def _scopes(path: Path) -> dict[tuple[str, str], Span]:
    """The range of each document that is labelled, where not all of it is."""
    rows = map(json.loads, path.read_text("utf-8").splitlines()) if path.is_file() else ()
    return {(row["sha256"], row["part"]): Span(*row["range"]) for row in rows}


def _of_document(programmes: Iterable[Programme], document: Document, scope: Span) -> Iterator[Labelled]:
    """The programmes that a document names inside ``scope``, with what is printed of them there."""
    for programme in programmes:
        mentions = [m for m in programme.mentions if m.doc_id == document.doc_id and scope.holds(m.span)]
        if mentions:
            names = frozenset(form for mention in mentions for form in _forms(mention.printed))
            spans = tuple(mention.span for mention in mentions)
            yield Labelled(names, spans, programme.kind, programme.is_own, shown=programme.name)


def _truth(path: Path, documents: dict[tuple[str, str], Document]) -> Iterator[tuple[Document, list[Labelled]]]:
    """The labelled programmes of each document of the index that the truth has."""
    rows: dict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        key = row["sha256"], row["part"]
        if key in documents:
            rows[key].append(_label(row, documents[key]))
    for key, labelled in sorted(rows.items()):
        yield documents[key], labelled


def _label(row: dict[str, object], document: Document) -> Labelled:
    spans = tuple(Span(*pair) for pair in row["mentions"])  # type: ignore[attr-defined]
    # Long names are cut short in the truth: the places have them whole.
    names = {form for span in spans for form in _forms(span.of(document.text))}
    for name in (row["name"], *row["variants"]):  # type: ignore[misc]
        names |= _forms(name) if not name.endswith("…") else set()
    return Labelled(
        frozenset(names), spans, str(row["kind"]), row["level"] == "own", bool(row.get("doubtful")), str(row["name"])
    )


if __name__ == "__main__":
    raise SystemExit(main())
