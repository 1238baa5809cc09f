"""Question files: one JSON a line, their evidence as text or, so that no text is copied, as file hash and offsets."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from policysearch.errors import UsageError
from policysearch.search.tokenize import content_terms
from policysearch.text import fold, squeeze
from policysearch.types import Filters

LOW_OVERLAP = 0.34
# What a question may ask for.
TYPES = frozenset(
    {
        "clause",
        "colloquial",
        "compare",
        "eligibility",
        "fact",
        "list",
        "multi_passage",
        "number",
        "paraphrase",
        "programme",
        "table",
        "unanswerable",
    }
)
_EVIDENCE = ("evidence", "alt_evidence")
# Why a line of the page's feedback cannot be measured.
_UNJUDGED = "只记了答得不对，没有写明依据和正确答案"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with their evidence as text, in the order of the file, and what had to be left out.

    ``left_out``: how many questions; ``why``: a sentence a document that is absent or changed.
    """

    questions: tuple[dict[str, Any], ...]
    left_out: int = 0
    why: tuple[str, ...] = ()


class EvidenceFiles:
    """The files under some folders by the SHA-256 of their bytes. Raises UsageError for what cannot be read."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._path_of: dict[str, Path] = {}
        self._files: list[tuple[str, str]] = []
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(f"{folder} 不是文件夹：--evidence-from 要指向证据所在的文件夹。")
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                try:
                    digest = hashlib.sha256(path.read_bytes()).hexdigest()
                except OSError as error:
                    raise UsageError(f"读不出 {path}（{error.strerror}）：请检查 --evidence-from。") from error
                self._path_of.setdefault(digest, path)
                self._files.append((path.absolute().as_posix(), digest))
        self.text = lru_cache(maxsize=64)(self._text)

    def __contains__(self, digest: str) -> bool:
        return digest in self._path_of

    def _text(self, digest: str) -> str:
        """The text of a file: its bytes as UTF-8, a byte order mark removed, nothing else changed."""
        return self._path_of[digest].read_bytes().decode("utf-8-sig")

    def hashes(self, name: str) -> list[str]:
        """The hashes of the files whose path ends with ``name`` (policies/a.txt); none when it is absent."""
        return [digest for path, digest in self._files if path.endswith(f"/{name}")]


def read_questions(lines: Sequence[str], files: EvidenceFiles | None = None) -> QuestionSet:
    """The questions of ``lines``, each piece of evidence as text; a blank line is none.

    A question with evidence in a file that ``files`` lacks, or holds only changed, is left out and told, and so is one
    whose ``judged`` is false: that an answer was wrong does not say what is right (see app/feedback.py). Raises
    UsageError with the number of a line that is no question or whose offsets lie outside its file.
    """
    files = files or EvidenceFiles()
    questions = []
    lost: Counter[str] = Counter()
    left_out = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = _question(line, number)
        if question.get("judged") is False:
            left_out += 1
            lost[_UNJUDGED] += 1
            continue
        missing = {p["sha256"] for p in _placed(question) if p["sha256"] not in files}
        if missing:
            left_out += 1
            lost.update(_losses(question, missing, files))
        else:
            questions.append(_resolved(question, files, number))
    return QuestionSet(tuple(questions), left_out, tuple(f"{why}，略去 {n} 个问题。" for why, n in lost.items()))


def _question(line: str, number: int) -> dict[str, Any]:
    try:
        question = json.loads(line)
        str(question["id"]), "" + question["question"], str(question["type"])
        for piece in _placed(question):
            str(piece["sha256"]), int(piece["start"]), int(piece["end"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"问题文件第 {number} 行不对：要有 id、question 和 type，证据是文字或 sha256、start、end。"
        ) from error
    return dict(question)


def _placed(question: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The pieces of evidence that are told by place, not by their text."""
    return [piece for name in _EVIDENCE for piece in question.get(name) or [] if not isinstance(piece, str)]


def _losses(question: Mapping[str, Any], missing: set[str], files: EvidenceFiles) -> set[str]:
    """What is wrong with the documents of a question, a clause each."""
    wanted = {piece["sha256"] for piece in _placed(question)}
    found = {name: files.hashes(name) for name in question.get("source") or []}
    told = {
        f"{name} 与出题时不同" if hashes else f"没有找到 {name}（用 --evidence-from 指明所在的文件夹）"
        for name, hashes in found.items()
        if not wanted.intersection(hashes)
    }
    return told or {f"没有找到 sha256 为 {digest} 的文件" for digest in missing}


def _resolved(question: dict[str, Any], files: EvidenceFiles, number: int) -> dict[str, Any]:
    """The question with each placed piece as the text that stands there; ``files``: the hashes of those documents."""
    question["files"] = sorted({piece["sha256"] for piece in _placed(question)})
    for name in _EVIDENCE:
        if name in question:
            pieces = question[name] or []
            question[name] = [p if isinstance(p, str) else _piece(p, files, number) for p in pieces]
    return question


def _piece(piece: Mapping[str, Any], files: EvidenceFiles, number: int) -> str:
    try:
        text = files.text(piece["sha256"])
    except UnicodeDecodeError as error:
        raise UsageError(f"问题文件第 {number} 行不对：证据所在的文件不是 UTF-8。") from error
    start, end = piece["start"], piece["end"]
    if not 0 <= start < end <= len(text):
        raise UsageError(f"问题文件第 {number} 行不对：位置 {start}–{end} 超出了证据所在的文件（{len(text)} 字）。")
    return text[start:end]


def filters_of(question: Mapping[str, Any]) -> Filters:
    """The filters that a question was asked under; none in the sets of the project."""
    given = question.get("filters") or {}
    lists = {name: tuple(given[name]) for name in ("doc_ids", "regions", "kinds") if given.get(name)}
    return Filters(**lists, date_from=given.get("date_from"), date_to=given.get("date_to"))


def overlap(question: Mapping[str, Any]) -> float:
    """The share of the question's words that its evidence holds; evidence that serves in another's place counts too."""
    pieces = [*(question.get("evidence") or []), *(question.get("alt_evidence") or [])]
    return share_of_words(question["question"], pieces)


def share_of_words(question: str, texts: Sequence[str]) -> float:
    """The share of a question's content terms (words of the dictionary) that stand in one of ``texts``, 0 to 1.

    A question with no such word has 0.
    """
    text = "\n".join(squeeze(fold(one)) for one in texts)
    terms = content_terms(question, joined=False)
    return sum(term in text for term in terms) / len(terms) if terms else 0.0


def half(question_id: str) -> str:
    """Which half of its set a question is in, "a" or "b": for good, whatever else the set holds."""
    return "ab"[hashlib.sha256(question_id.encode("utf-8")).digest()[0] % 2]
