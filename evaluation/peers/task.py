"""A set to compare on: the documents, the questions, and what a system's hits are worth."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.peers.catalogue import OURS_PLAIN, PEERS, Entry
from evaluation.peers.compare import Values, question_values, row_values
from evaluation.peers.peer import Cut
from policysearch.beir import read_qrels, read_rows, whole_text
from policysearch.store import version_folder


@dataclass(frozen=True, slots=True)
class Task:
    """``source`` is what our own rows open; ``systems`` the systems of a run that can take part, each with its cuts."""

    name: str
    texts: Sequence[str]
    questions: Sequence[str]
    source: Path
    values: Callable[[Sequence[Sequence[str]]], Values]
    systems: Callable[[Sequence[Entry]], list[tuple[Entry, Cut]]]

    def digest(self) -> str:
        """A hash of documents and questions: figures of two runs belong together only where it is the same."""
        told = json.dumps([list(self.texts), list(self.questions)], ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def over_questions(index: Path, question_file: Path) -> Task:
    """The documents of an index as plain text, and the questions of a file that have evidence."""
    lines = question_file.read_text(encoding="utf-8").splitlines()
    questions = [q for q in (json.loads(line) for line in lines if line.strip()) if q.get("evidence")]
    with (version_folder(index) / "documents.jsonl").open(encoding="utf-8") as records:
        texts = [json.loads(record)["text"] for record in records]
    return Task(
        name=question_file.stem if question_file.stem != "questions" else question_file.resolve().parent.name,
        texts=texts,
        questions=[question["question"] for question in questions],
        source=index,
        values=lambda hits: question_values(questions, hits),
        systems=_both_ways,
    )


def over_rows(data: Path) -> Task:
    """The rows of a data set in BEIR layout, none of them cut, and its judged queries."""
    qrels = read_qrels(data)
    queries = {row["_id"]: row["text"] for row in read_rows(data, "queries") if row["_id"] in qrels}
    texts: list[str] = []
    ids_of_text: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(data, "corpus"):
        texts.append(whole_text(row))
        ids_of_text[texts[-1]].append(row["_id"])
    return Task(
        name=data.resolve().name,
        texts=texts,
        questions=list(queries.values()),
        source=data,
        values=lambda hits: row_values(qrels, list(queries), ids_of_text, hits),
        systems=_whole,
    )


def _both_ways(entries: Sequence[Entry]) -> list[tuple[Entry, Cut]]:
    def cuts(entry: Entry) -> Iterable[Cut]:
        return ("default", "ours") if entry in PEERS else ("default",)

    return [(entry, cut) for entry in entries for cut in cuts(entry)]


def _whole(entries: Sequence[Entry]) -> list[tuple[Entry, Cut]]:
    return [(entry, "whole") for entry in entries if entry != OURS_PLAIN]
