"""答得不对: what a person says of an answer, a line in a file on this machine that ``evaluate --questions`` reads."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

import policysearch
from policysearch.errors import PolicySearchError
from policysearch.place import resolve
from policysearch.render import parse_address
from policysearch.search.searcher import Searcher
from policysearch.types import Answer, Filters

MOST_FILE_BYTES = 20 << 20
MOST_LINE_BYTES = 48 << 10
MOST_WORDS_CHARS = 1000
_MOST_ANSWER_CHARS = 4000
_MOST_QUOTE_CHARS = 500
_MOST_CITATIONS = 12
_MOST_KEYS = 6
_LEAST_SHARE = 0.9
_LOCK_S = 3.0
# What can be wrong, by the value that the form sends.
WRONGS: Mapping[str, str] = {
    "wrong": "答错了",
    "partial": "答漏了",
    "citation": "引文不对",
    "missed": "文件里有，却没答出",
    "none": "文件里没有，不该答",
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says: what is wrong (a key of ``WRONGS``), the right answer, where it stands, and more words.

    ``source`` is a sentence of a document, or the address of a clause. ``shown`` is the answer as the page had it.
    """

    wrong: str
    right: str = ""
    source: str = ""
    words: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with what it was given to: the address, the question as it was understood, and the filters."""

    query: str
    question: str
    filters: Filters
    answer: Answer


class FeedbackFile:
    """A file of lines that is only added to. ``path`` and its folder are made at the first line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, record: Mapping[str, Any]) -> None:
        """Adds a line. Raises PolicySearchError, in one sentence, where it cannot be written or the file is full."""
        line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace")
        if len(line) > MOST_LINE_BYTES:
            raise PolicySearchError("没有记下：写得太长了，请写短一些再试。")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=_LOCK_S):
                self._append(line)
        except (OSError, Timeout) as error:
            _log.warning("feedback not written to %s: %s", self.path, error)
            raise PolicySearchError(
                f"没有记下：反馈文件 {self.path.name} 写不进去，请检查它所在的文件夹和磁盘。"
            ) from error

    def _append(self, line: bytes) -> None:
        """One write at the end; a line that a crash left unfinished is closed first, so that it spoils no other."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size + len(line) > MOST_FILE_BYTES:
                raise PolicySearchError(
                    f"没有记下：反馈文件 {self.path.name} 已满（{MOST_FILE_BYTES >> 20} MB），请把它移走再试。"
                )
            if size:
                file.seek(size - 1)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)


def record_of(answered: Answered, told: Told, searcher: Searcher, now: datetime | None = None) -> dict[str, Any]:
    """The line of a question set (see questions.py) for what a person says of an answer.

    ``judged`` is False where it cannot be measured: no place in the documents, or no right answer, is told.
    """
    at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    evidence = evidence_of(told.source, searcher)
    keys = [key.strip() for key in told.right.replace("；", "\n").replace(";", "\n").split("\n") if key.strip()]
    is_none = told.wrong == "none"
    answer = answered.answer
    digest = sha256(f"{at}\n{answered.query}\n{told}".encode("utf-8", "replace")).hexdigest()[:8]
    return {
        "id": f"told-{at[:10]}-{digest}",
        "question": answered.question,
        "type": "unanswerable" if is_none else "told",
        "evidence": [] if is_none or not evidence else [evidence],
        "answer": told.right,
        "answer_keys": [] if is_none else keys[:_MOST_KEYS],
        "judged": is_none or bool(evidence and keys),
        "filters": {name: value for name, value in asdict(answered.filters).items() if value},
        "told": {
            "at": at,
            "wrong": WRONGS[told.wrong],
            "words": told.words,
            "source": told.source,
            "address": answered.query,
            "status": answer.status,
            "answer": answer.text[:_MOST_ANSWER_CHARS],
            "shown": told.shown[:_MOST_ANSWER_CHARS] if told.shown != answer.text else "",
            "method": answer.method,
            "citations": [
                {"label": c.label, "doc_id": c.doc_id, "start": c.span.start, "quote": c.quote[:_MOST_QUOTE_CHARS]}
                for c in answer.citations[:_MOST_CITATIONS]
            ],
            "index_id": searcher.index_id,
            "version": policysearch.__version__,
        },
    }


def evidence_of(source: str, searcher: Searcher) -> str:
    """The words that ``source`` names, by the address of a clause or as a sentence of a document; else nothing."""
    address = parse_address(source.partition("?")[2]) if "?" in source else None
    document = searcher.documents.get(address.doc or "") if address is not None else None
    if address is not None and document is not None:
        span = resolve(document, address.clause or "")
        return span.of(document.text)[:MOST_WORDS_CHARS] if span else ""
    found = next(iter(searcher.trace(source)), None) if source.strip() else None
    if found is None or found.share < _LEAST_SHARE:
        return ""
    return found.span.of(searcher.documents[found.doc_id].text)
