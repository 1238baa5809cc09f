"""Read the pairs that may train shipped weights, and split off the development pairs.

The rule is an allow-list: a source that is not named in ``PAIR_SOURCES`` never passes, whatever
file it stands in, nor does a row of any split but ``train``.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.exclusion import ExcludedTexts, squeeze

PAIR_FILES = ("law_pairs", "policy_qa", "news_title_body", "news_qa_auto", "papers_title_abstract", "mrc_qa")
PAIR_SOURCES = {
    "law_heading": "law",
    "law_subject": "law",
    "law_definition_template": "law",
    "law_title_purpose": "law",
    "policy_heading": "policy",
    "policy_title": "policy",
    "xwlb_title": "news",
    "crud_title": "news",
    "chinaxiv_title_abstract": "papers",
    "chinaxiv_keywords_abstract": "papers",
    "crud_quest_1doc": "questions",
    "crud_quest_2docs": "questions",
    "crud_quest_3docs": "questions",
    "cmrc2018_trial": "questions",
}
# Sources whose query opens with the name of the law: other articles of that law may be right too.
_NAMED_LAW = frozenset({"law_heading", "law_subject", "law_title_purpose"})
MIN_DEFINITION_CHARACTERS = 6
WORD_FAMILIES = frozenset({"words", "terms"})
# Plain questions are what the encoder is for, so the trial asks many of them.
LAY_TIMES = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a text that answers it; pairs of one ``group`` are no negatives of each other."""

    family: str
    query: str
    positive: str
    group: str


@dataclass(frozen=True, slots=True)
class Split:
    """Training and development pairs; no positive stands in both."""

    train: tuple[Pair, ...]
    dev: tuple[Pair, ...]


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the allowed pairs of a data folder, lexical ones last."""
    for name in PAIR_FILES:
        for record in read_records(folder / "pairs" / f"{name}.jsonl.xz"):
            if is_allowed(record):
                yield pair_of(record)
    for record in read_records(folder / "lexical" / "abbreviations.jsonl.xz"):
        yield Pair("words", record["abbr"], record["full"], record["full"])
    for record in read_records(folder / "lexical" / "word_definitions.jsonl.xz"):
        if len(squeeze(record["definition"])) >= MIN_DEFINITION_CHARACTERS:
            yield Pair("words", record["word"], record["definition"], record["word"])


def is_allowed(record: dict[str, Any]) -> bool:
    """Say whether a row of a pairs file may train shipped weights."""
    return record.get("source") in PAIR_SOURCES and record.get("split") == "train"


def pair_of(record: dict[str, Any]) -> Pair:
    """Return the pair of an allowed row, with its family and group."""
    query, positive, source = record["query"], record["positive"], record["source"]
    group = positive
    if source in _NAMED_LAW:
        group = query.split()[0] if query.split() else query
    elif record.get("doc"):
        group = record["doc"]
    return Pair(PAIR_SOURCES[source], query, positive, group)


def without_excluded(pairs: Iterable[Pair], excluded: ExcludedTexts) -> list[Pair]:
    """Return the pairs whose query and positive both are no excluded text, in order."""
    return [pair for pair in pairs if pair.query not in excluded and pair.positive not in excluded]


def split_pairs(pairs: Iterable[Pair], dev_percent: float) -> Split:
    """Split by the hash of the group, so that the split is the same in every run; more is held out of the ``lay`` ones.

    Whole groups are held out: one heading stands over several articles, and an encoder that saw
    it with one of them would know it again. Training pairs that still share a query or a positive
    with a development pair are dropped. Pairs of ``WORD_FAMILIES`` all train: an expression is no
    passage that one would look for.
    """
    train: list[Pair] = []
    dev: list[Pair] = []
    for pair in pairs:
        percent = dev_percent * (LAY_TIMES if pair.family == "lay" else 1)
        held_out = pair.family not in WORD_FAMILIES and _bucket(pair.group) < percent * 100
        (dev if held_out else train).append(pair)
    seen = ExcludedTexts.of(text for pair in dev for text in (pair.query, pair.positive))
    return Split(tuple(without_excluded(train, seen)), tuple(dev))


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON records of an xz-compressed file with one a line."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _bucket(text: str) -> int:
    """Return a number from 0 to 9,999 that depends on the squeezed text alone."""
    digest = hashlib.blake2b(squeeze(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 10_000
