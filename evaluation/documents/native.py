"""Reads and parses a folder of native files with all cores and holds the outcome against a list of what is readable.

    python evaluation/documents/native.py --corpus FOLDER [--readable evaluation/documents/readable.tsv]

The list has the columns path, readable (yes or no), kind and reason, made by looking at the files. Exit status 0 when
the targets are met: no crash, 99 % of the readable files read, none of the others called read, no mojibake, no
document without a passage.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.build import find_files
from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.intake import CorpusFile, TakenIn, take_in
from policysearch.workers import cores, in_workers

READABLE = Path(__file__).parent / "readable.tsv"
LEAST_READ = 0.99
MOST_BROKEN = 0.001
MOST_RARE = 0.05
CRASH = ("程序出错", "进程中断")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file; sizes in characters, time in seconds, memory as the worker's peak so far in bytes."""

    path: str
    reason: str | None
    chars: int = 0
    passages: int = 0
    broken: float = 0.0
    rare: float = 0.0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_bytes: int = 0
    child_bytes: int = 0


def take(file: CorpusFile) -> Outcome:
    """The outcome of one file, measured in the worker."""
    begin = time.perf_counter()
    taken = take_in(file)
    seconds = time.perf_counter() - begin
    text = "".join(document.text for document, _ in taken.documents)
    return Outcome(
        file.name,
        _reason(taken),
        len(text),
        sum(len(passages) for _, passages in taken.documents),
        _share(map(is_broken, text)),
        _share(is_rare(char) for char in text if "\u3400" <= char <= "\u9fff" or "\u00a0" < char < "\u2000"),
        tuple(warning for document, _ in taken.documents for warning in document.warnings),
        seconds,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10,
    )


def _reason(taken: TakenIn) -> str | None:
    """Why nothing was read of a file, None where something was."""
    return None if taken.documents else " ".join(failure.reason for failure in taken.failures)


def _share(flags: Iterable[bool]) -> float:
    counts = Counter(flags)
    return counts[True] / max(1, counts.total())


def is_broken(char: str) -> bool:
    """Whether a character is none: U+FFFD, private use, unassigned, a control."""
    return char == "\ufffd" or (char not in "\n\t\f" and unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs"))


def is_rare(char: str) -> bool:
    """Whether a character stands outside GB 2312, as most do that come of bytes read in the wrong encoding."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def main() -> int:
    """Prints the tables; 0 when the targets are met."""
    flags = _flags().parse_args()
    begin = time.perf_counter()
    outcomes = run(flags.corpus)
    seconds = time.perf_counter() - begin
    truth = _truth(flags.readable)
    _print_formats(outcomes)
    _print_reasons(outcomes)
    faults = [*_faults(outcomes), *_disagreements(outcomes, truth)]
    print("\n".join(f"{kind}: {path} {why}" for kind, path, why in faults) or "nothing wrong")
    readable = [outcome for outcome in outcomes if truth.get(outcome.path, outcome.reason is None)]
    share = sum(outcome.reason is None for outcome in readable) / max(1, len(readable))
    print(f"readable files read: {share:.2%} of {len(readable)}")
    _print_cost(outcomes, seconds)
    return int(share < LEAST_READ or any(kind != "missed" for kind, _, _ in faults))


def run(corpus: Path) -> list[Outcome]:
    """The outcome of every file under ``corpus``, by path."""
    found, failures = find_files([corpus])
    limits = ReadLimits()
    files = [CorpusFile(root, path, limits) for root, path in found]
    outcomes = [Outcome(failure.path, failure.reason) for failure in failures]
    with in_workers(take, files, limits) as results:
        for file, result in zip(files, results, strict=True):
            outcomes.append(Outcome(file.name, str(result)) if isinstance(result, ReadError) else result)
    return sorted(outcomes, key=lambda outcome: outcome.path)


def _truth(path: Path) -> Mapping[str, bool]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["path"]: row["readable"] == "yes" for row in csv.DictReader(lines, delimiter="\t")}


def _faults(outcomes: Sequence[Outcome]) -> Iterable[tuple[str, str, str]]:
    for outcome in outcomes:
        if outcome.reason is not None:
            if any(word in outcome.reason for word in CRASH):
                yield "crash", outcome.path, outcome.reason
        elif (outcome.broken > MOST_BROKEN and not _is_told(outcome)) or outcome.rare > MOST_RARE:
            yield "mojibake", outcome.path, f"broken {outcome.broken:.2%}, rare {outcome.rare:.2%}"
        elif not outcome.passages:
            yield "empty", outcome.path, f"{outcome.chars} characters, no passage"


def _is_told(outcome: Outcome) -> bool:
    """Whether a warning says that the file itself holds characters that are none."""
    return any("私用区" in warning or "字节损坏" in warning for warning in outcome.warnings)


def _disagreements(outcomes: Sequence[Outcome], truth: Mapping[str, bool]) -> Iterable[tuple[str, str, str]]:
    for outcome in outcomes:
        if truth.get(outcome.path) is False and outcome.reason is None:
            yield "wrongly read", outcome.path, f"{outcome.chars} characters"
        if truth.get(outcome.path) is True and outcome.reason is not None:
            yield "missed", outcome.path, outcome.reason
    for path in truth.keys() - {outcome.path for outcome in outcomes}:
        yield "lost", path, "in the list of readable files and not in the folder"


def _print_formats(outcomes: Sequence[Outcome]) -> None:
    by_format = defaultdict(list)
    for outcome in outcomes:
        by_format[Path(outcome.path).suffix.lower()].append(outcome)
    print("format   files  read  failed   chars  passages  seconds")
    for suffix, group in sorted(by_format.items()):
        read = sum(outcome.reason is None for outcome in group)
        sums = [sum(o.chars for o in group), sum(o.passages for o in group), sum(o.seconds for o in group)]
        print(f"{suffix:7}{len(group):7}{read:6}{len(group) - read:8}{sums[0]:9}{sums[1]:9}{sums[2]:9.1f}")


def _print_reasons(outcomes: Sequence[Outcome]) -> None:
    reasons = Counter(outcome.reason for outcome in outcomes if outcome.reason)
    warnings = Counter(warning for outcome in outcomes for warning in outcome.warnings)
    for head, counts in (("reasons", reasons), ("warnings", warnings)):
        print(f"\n{head}")
        for words, count in counts.most_common(25):
            print(f"{count:5}  {words}")
    print()


def _print_cost(outcomes: Sequence[Outcome], seconds: float) -> None:
    parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    worker = max((outcome.peak_bytes for outcome in outcomes), default=0) / 2**20
    child = max((outcome.child_bytes for outcome in outcomes), default=0) / 2**20
    print(
        f"{seconds:.1f} s on {cores()} cores; peak MB: parent {parent:.0f}, worker {worker:.0f}, converter {child:.0f}"
    )
    slowest = sorted(outcomes, key=lambda outcome: -outcome.seconds)[:5]
    print("slowest: " + "; ".join(f"{outcome.seconds:.1f} s {outcome.path}" for outcome in slowest))


def _flags() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--readable", type=Path, default=READABLE, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
