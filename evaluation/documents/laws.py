"""Whether the articles and chapters of laws are found where they stand, against laws whose articles are known.

    python evaluation/documents/laws.py LAW_ARTICLES.jsonl.xz [--laws 3000] [--workers 2] [--output FILE] [--show 20]

A line of the file is an article: source, law, date, article (its label), heading_path, text. The articles of a law are
printed as a file would hold them, in one of five forms (a blank or none after the label, lines of one width, a single
line), and parsed. What is compared is where each article and each chapter begins and which number it bears. The
choice and the forms are the same in every run. Records that are broken in the source are counted, not left out.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.numerals import CHINESE, parse_numeral
from policysearch.parse import parse
from policysearch.types import Document, RawDocument, Source

_SEED = 3
_LEAST_ARTICLES = 8
_WIDTH_CHARS = 32
_LABEL = re.compile(rf"第\s*(?P<n>[{CHINESE}\d]+)\s*(?P<rung>分编|编|章|节|条)(?:之(?P<sub>[{CHINESE}]+))?")
# 第六十条 本条例自… or 第五章  罚则 at a line start or behind 。
_SWALLOWED = re.compile(rf"第[{CHINESE}]+(?:条|章|节)\s+[^\s第]")
FORMS = ("blank", "indented", "glued", "wrapped", "flat")

Place = tuple[int, str, int, int]  # offset in the printed text, rung, number, number after 之


@dataclass(frozen=True, slots=True)
class Printed:
    """A law as a file: its text, and what the records say begins where; ``faults`` of the records by kind."""

    name: str
    form: str
    text: str
    places: tuple[Place, ...]
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts over laws, and over those whose records are sound; ``misses`` and ``false`` by kind."""

    laws: int = 0
    sound: int = 0
    exact: int = 0
    sound_exact: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Takes in the counts of ``other``."""
        self.laws += other.laws
        self.sound += other.sound
        self.exact += other.exact
        self.sound_exact += other.sound_exact
        for name in ("wanted", "found", "right", "misses", "false", "faults"):
            getattr(self, name).update(getattr(other, name))
        self.lines += other.lines


def main() -> int:
    """Prints precision and recall, the misses by kind and the faults of the records."""
    flags = _flags()
    chosen = choose(read_laws(flags.file), flags.laws)
    total = Tally()
    with Pool(flags.workers) as pool:
        for tally in pool.imap(compare, (printed(law, n) for n, law in enumerate(chosen)), chunksize=20):
            total.add(tally)
    report = summary(total)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    for line in random.Random(_SEED).sample(total.lines, min(flags.show, len(total.lines))):
        print(line)
    if flags.output:
        flags.output.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _flags() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--laws", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--show", type=int, default=0, help="how many of the misses to print")
    return parser.parse_args()


def read_laws(path: Path) -> Iterator[list[dict[str, str]]]:
    """The records of each law in the order of the file, headless lines (an empty ``article``) left out."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        records = map(json.loads, lines)
        for _, rows in groupby(records, key=lambda r: (r["source"], r["law"], r["date"])):
            yield [row for row in rows if row["article"]]


def choose(laws: Iterable[list[dict[str, str]]], count: int) -> list[list[dict[str, str]]]:
    """``count`` laws of eight articles or more, drawn with a fixed seed, in the order of the file."""
    whole = [law for law in laws if len(law) >= _LEAST_ARTICLES]
    drawn = sorted(random.Random(_SEED).sample(range(len(whole)), min(count, len(whole))))
    return [whole[n] for n in drawn]


def printed(law: Sequence[dict[str, str]], number: int) -> Printed:
    """The law in the form that its number gives."""
    form = FORMS[number % len(FORMS)]
    pieces: list[tuple[str, Place | None]] = [(law[0]["law"], None)]
    above: list[str] = []
    for record in law:
        path = [part.strip() for part in record["heading_path"].split(" > ") if part.strip()]
        same = next(
            (n for n, (a, b) in enumerate(zip(above, path, strict=False)) if a != b), min(len(above), len(path))
        )
        pieces += [(heading, _place(heading)) for heading in path[same:]]
        above = path
        label = record["article"].strip()
        blank = {"glued": "", "indented": "\u3000"}.get(form, " ")
        pieces.append((f"{label}{blank}{record['text'].strip()}", _place(label)))
    text, places = "", []
    for words, place in pieces:
        lines = [line.strip() for line in words.split("\n") if line.strip()]
        if form in ("wrapped", "flat"):
            lines = [line[at : at + _WIDTH_CHARS] for line in lines for at in range(0, len(line), _WIDTH_CHARS)]
        if form == "indented":
            text += "\u3000\u3000"
        if place is not None:
            places.append((len(text), *place[1:]))
        text += ("\n\u3000\u3000" if form == "indented" else " " if form == "flat" else "\n").join(lines)
        text += " " if form == "flat" else "\n"
    return Printed(law[0]["law"], form, text, tuple(places), tuple(_faults(law, places)))


def _place(heading: str) -> Place | None:
    """Rung and numbers of a label, None for a heading that bears none of the law's (序言, 一、管辖)."""
    match = _LABEL.match(heading)
    if match is None:
        return None
    return (0, match["rung"], parse_numeral(match["n"]) or 0, parse_numeral(match["sub"]) or 0 if match["sub"] else 0)


def _faults(law: Sequence[dict[str, str]], places: Sequence[Place]) -> Iterator[str]:
    """What is broken in the records of a law, whatever a parser makes of it."""
    numbers = [place[2] for place in places if place[1] == "条"]
    if numbers[0] != 1:
        yield "the first articles are missing"
    gaps = [after - before for before, after in pairwise(numbers)]
    if any(gap > 1 for gap in gaps):
        yield "articles are missing between two others"
    if any(gap < 0 for gap in gaps):
        yield "the numbers go back"
    if any(before[1:] == after[1:] for before, after in pairwise(places)):
        yield "a label stands twice in succession"
    if any(_LABEL.fullmatch(record["article"].strip()) is None for record in law):
        yield "a label is damaged"
    lines = [line.strip() for record in law for line in re.split(r"\n|(?<=。)", record["text"])]
    if any(_SWALLOWED.match(line) for line in lines):
        yield "an article or a chapter stands inside the text of another"


def compare(law: Printed) -> Tally:
    """The tally of one law."""
    raw = RawDocument(Source("法规/法.txt", "0" * 64, "text/plain"), law.text, title=law.name)
    found = {place for document in parse(raw) for place in places_of(document)}
    wanted = set(law.places)
    exact = int(found == wanted)
    tally = Tally(laws=1, exact=exact, sound_exact=exact if not law.faults else 0, faults=Counter(law.faults))
    tally.sound += not law.faults
    tally.wanted.update(_group(place) for place in wanted)
    tally.found.update(_group(place) for place in found)
    tally.right.update(_group(place) for place in wanted & found)
    if not law.faults:
        for counts, places in ((tally.wanted, wanted), (tally.found, found), (tally.right, wanted & found)):
            counts.update(f"sound {_group(place)}" for place in places)
    for place in sorted(wanted - found):
        kind = f"{law.form}: {miss_kind(law, place, found)}"
        tally.misses[kind] += 1
        tally.lines.append(f"missed  {kind}  {law.name}  {_words(law, place)}")
    for place in sorted(found - wanted):
        kind = f"{law.form}: {false_kind(law, place)}"
        tally.false[kind] += 1
        tally.lines.append(f"false   {kind}  {law.name}  {_words(law, place)}")
    return tally


def places_of(document: Document) -> Iterator[Place]:
    """Where the chapters and articles of a document begin in the text of its file."""
    shift, kept_until, shifts = 0, [], []
    for gone in document.dropped:
        kept_until.append(gone.raw.start - shift)
        shift += len(gone.raw)
        shifts.append(shift)
    for section in document.walk():
        place = _place(section.label)
        if place is not None:
            at = bisect_right(kept_until, section.span.start)
            yield (section.span.start + (shifts[at - 1] if at else 0), *place[1:])


def _group(place: Place) -> str:
    return "articles" if place[1] == "条" else "chapters"


def _words(law: Printed, place: Place) -> str:
    return f"{law.text[max(0, place[0] - 12) : place[0]]!r} + {law.text[place[0] : place[0] + 30]!r}"


def miss_kind(law: Printed, place: Place, found: set[Place]) -> str:
    """Why an article or chapter was missed, as far as the printed text tells it."""
    offset, rung, number, sub = place
    before = [p for p in law.places if p[1] == rung and p[0] < offset]
    if (rung, number, sub) in {p[1:] for p in found if abs(p[0] - offset) <= 2}:
        return f"{rung} found beside its place"
    if before and before[-1][2] > number:
        return f"{rung} whose number goes back in the records"
    if before and number - before[-1][2] > 1:
        return f"{rung} after a gap in the records"
    after = law.text[offset : offset + 20].split("条", 1)[-1].lstrip()
    if re.match(r"第|的|和|或|规定|所|至|、|款|之", after):
        return f"{rung} that reads like a reference"
    return f"{rung} in running order"


def false_kind(law: Printed, place: Place) -> str:
    """What was taken for an article or chapter."""
    offset, rung, number, _ = place
    line_start = law.text.rfind("\n", 0, offset) + 1
    opens_line = not law.text[line_start:offset].strip()
    if law.text[max(0, offset - 2) : offset].strip()[-1:] in ("“", "《", "("):
        return f"{rung} inside a quotation"
    if any(p[1] == rung and p[2] == number for p in law.places):
        return f"{rung} of a number that stands elsewhere" + (", at a line start" if opens_line else "")
    return f"{rung} of a number that the records lack" + (", at a line start" if opens_line else "")


def summary(total: Tally) -> dict[str, Any]:
    """The figures of a run."""
    figures: dict[str, Any] = {
        "laws": total.laws,
        "laws found exactly": total.exact,
        "laws with sound records": total.sound,
        "of these found exactly": total.sound_exact,
    }
    for name in ("articles", "chapters", "sound articles", "sound chapters"):
        wanted, found, right = total.wanted[name], total.found[name], total.right[name]
        figures[name] = {
            "wanted": wanted,
            "found": found,
            "right": right,
            "precision": round(right / max(found, 1), 5),
            "recall": round(right / max(wanted, 1), 5),
        }
    figures["missed"] = dict(total.misses.most_common())
    figures["false"] = dict(total.false.most_common())
    figures["laws whose records are broken"] = dict(total.faults.most_common())
    return figures


if __name__ == "__main__":
    sys.exit(main())
