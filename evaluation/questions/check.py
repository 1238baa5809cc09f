"""Checks question files: places of evidence, keys, ids, types and personas; prints what they hold, exit 1 on a fault.

python evaluation/questions/check.py FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]

Low overlap: at most .34 of the content terms of the question stand in its evidence. A key that stands in the document
but not in the evidence is noted, no fault (the number of a clause stands at its head), and so is the outcome of a
comparison. Questions whose document is absent are told and not checked.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.errors import PolicySearchError, UsageError
from policysearch.measure import holds_key, normal
from policysearch.questions import LOW_OVERLAP, TYPES, EvidenceFiles, overlap, read_questions

PERSONAS = {"enterprise", "staff", "journalist", "resident"}
COPIED_CHARS = 24
MOST_EVIDENCE_CHARS = 400  # no passage is longer, so no hit could show the whole of it


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the faults and the table; 1 when there is a fault, 2 when a file or folder cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--evidence-from", type=Path, action="append", default=[], metavar="DIR")
    flags = parser.parse_args(arguments)
    try:
        files = EvidenceFiles(flags.evidence_from)
        lines_of = {path: path.read_text(encoding="utf-8-sig").split("\n") for path in flags.files}
    except (PolicySearchError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    questions: list[dict[str, Any]] = []
    faults: list[str] = []
    notes: list[str] = []
    untold: Counter[str] = Counter()
    unchecked = 0
    for path, lines in lines_of.items():
        for number, line in enumerate(lines, 1):
            try:
                asked = read_questions([line], files)
            except UsageError as error:
                faults.append(f"{path.name}:{number}: {str(error).replace('第 1 行', '这一行')}")
                continue
            untold.update(asked.why)
            unchecked += asked.left_out
            for question in asked.questions:
                questions.append(question)
                where = f"{path.name}:{number}: {question['id']}: "
                documents = documents_of(question, files)
                found = (faults_of(question), evidence_faults(question, documents), key_faults(question, documents))
                faults += [where + fault for fault in chain.from_iterable(found)]
                if '"sha256"' in line:  # evidence is told by place so that no text is copied
                    faults += [where + fault for fault in copies(question, documents)]
                notes += [f"{where}the key {key} stands outside the evidence" for key in keys_outside(question)]
    faults += repeated(questions)
    lost = [f"{count} × {why}" for why, count in untold.items()]
    print("\n".join([*(f"note: {note}" for note in notes), *lost, *faults, "", table(questions)]))
    print(f"{len(faults)} faults, {len(notes)} notes, {unchecked} questions not checked")
    return 1 if faults else 0


def faults_of(question: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a question whose evidence is resolved, a sentence each."""
    pieces = question.get("evidence") or []
    alternatives = question.get("alt_evidence") or []
    if not isinstance(question["id"], str) or not question["id"]:
        yield "an id is text"
    if not isinstance(question["question"], str) or not question["question"].strip():
        yield "there is no question"
    if question["type"] not in TYPES:
        yield f"type {question['type']} is unknown"
    if question.get("persona") is not None and question["persona"] not in PERSONAS:
        yield f"persona {question['persona']} is unknown"
    if (question["type"] == "unanswerable") == bool(pieces):
        yield "unanswerable is what has no evidence"
    for piece in (*pieces, *alternatives):
        if not normal(piece):
            yield "a piece of evidence is blank"
        if len(piece) > MOST_EVIDENCE_CHARS:
            yield f"a piece of evidence has {len(piece)} characters: no passage is so long"
    serves = question.get("alt_for") or []
    if serves and len(serves) != len(alternatives):
        yield "alt_for names a piece for every alternative, or none"
    elif not all(isinstance(at, int) and 0 <= at < len(pieces) for at in serves):
        yield "alt_for names no piece of evidence"


def evidence_faults(question: Mapping[str, Any], documents: Sequence[str]) -> Iterator[str]:
    """Which pieces stand in none of the documents that the question names, where these are at hand.

    Alternatives may stand elsewhere.
    """
    for piece in question.get("evidence") or [] if documents else ():
        if not any(normal(piece) in document for document in documents):
            yield f"a piece of evidence stands in no document that is named: {piece[:COPIED_CHARS]}"


def documents_of(question: Mapping[str, Any], files: EvidenceFiles) -> list[str]:
    """The texts (normal) of the documents that a question names; none of those that are absent."""
    hashes = [digest for name in question.get("source") or [] for digest in files.hashes(name)]
    return [normal(files.text(digest)) for digest in hashes]


def keys_outside(question: Mapping[str, Any]) -> list[str]:
    """The answer keys that no piece of evidence holds."""
    texts = [normal(piece) for piece in (*(question.get("evidence") or []), *(question.get("alt_evidence") or []))]
    return [key for key in question.get("answer_keys") or [] if not any(stands(key, text) for text in texts)]


def stands(key: str, text: str) -> bool:
    """Whether a text holds a key; in a table the number and its unit may stand in two cells."""
    number, unit = re.match(r"([\d.]*)(.*)", normal(key), re.DOTALL).groups()
    return holds_key(key, text) or (bool(number) and holds_key(number, text) and unit in text)


def key_faults(question: Mapping[str, Any], documents: Sequence[str]) -> Iterator[str]:
    """What is wrong with the keys of a question, a sentence each; ``documents`` are the texts that it was made from."""
    keys, wrong = question.get("answer_keys") or [], question.get("wrong_keys") or []
    answer = normal(question.get("answer") or "")
    if bool(keys) != bool(question.get("evidence")) and question.get("expect") != "value_missing":
        yield "answer keys go with evidence"
    for key in keys_outside(question) if question["type"] != "compare" else ():
        if documents and not any(stands(key, text) for text in documents):
            yield f"the key {key} stands nowhere in the document"
    for key in wrong:
        if holds_key(key, answer):
            yield f"the answer holds the wrong key {key}"
        if any(holds_key(key, normal(right)) for right in keys):
            yield f"the wrong key {key} is part of a right one"


def copies(question: Mapping[str, Any], documents: Sequence[str]) -> Iterator[str]:
    """Which words of ours are the document's: runs of 24 characters, titles in 《》 apart."""
    for name in ("question", "answer"):
        text = normal(re.sub("《[^》]*》", "|", question.get(name) or ""))
        runs = (text[at : at + COPIED_CHARS] for at in range(len(text) - COPIED_CHARS + 1))
        copied = next((run for run in runs if any(run in document for document in documents)), None)
        if copied:
            yield f"the {name} copies the document: {copied}"


def repeated(questions: Sequence[Mapping[str, Any]]) -> list[str]:
    """Ids and questions that come twice."""
    return [
        f"{name} comes twice: {one}"
        for name in ("id", "question")
        for one, other in pairwise(sorted(str(question[name]) for question in questions))
        if one == other
    ]


def table(questions: Sequence[Mapping[str, Any]]) -> str:
    """How many questions of each type and persona, and how many of them share few words with their evidence."""
    lines = [f"{'':16}{'n':>5}{'low overlap':>13}"]
    for name in ("type", "persona"):
        of = [str(q.get(name) or "not told") for q in questions]
        rows = {value: [q for kind, q in zip(of, questions, strict=True) if kind == value] for value in sorted(set(of))}
        lines += [*(_row(value, those) for value, those in rows.items()), ""]
    answerable = [q for q in questions if q.get("evidence")]
    lines.append(_row("all", questions))
    if answerable:
        low = sum(overlap(q) <= LOW_OVERLAP for q in answerable) / len(answerable)
        lines.append(
            f"low overlap {low:.3f} of the answerable; unanswerable {1 - len(answerable) / len(questions):.3f}"
        )
    return "\n".join(lines)


def _row(name: str, questions: Sequence[Mapping[str, Any]]) -> str:
    low = sum(bool(q.get("evidence")) and overlap(q) <= LOW_OVERLAP for q in questions)
    return f"{name:16}{len(questions):>5}{low:>13}"


if __name__ == "__main__":
    sys.exit(main())
