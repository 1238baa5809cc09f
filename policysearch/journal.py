"""What a long build has read so far, so that one that is killed need not read it again."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from policysearch.catalogue import Catalogue, Entries
from policysearch.catalogue.lines import catalogue_of, lines_of
from policysearch.intake import CorpusFile, TakenIn
from policysearch.records import document_of, passage_of, record_of
from policysearch.store.contents import FileRecord, passage_record
from policysearch.types import Failure

NAME = ".journal"
_HASH_CHARS = 16


class Journal:
    """The files that a build took in, a line each in ``index/.journal``; see Contents for the records in it.

    A line begins with a hash of the rest: one that was torn or changed counts for nothing, and so do all that other
    code wrote (``parser`` is its fingerprint). Nothing is written until something is added, and where the disk is full
    nothing more: a build can do without.
    """

    def __init__(self, index: Path, parser: str) -> None:
        self._path = index / NAME
        self._parser = parser
        self._out: BinaryIO | None = None
        self._is_failed = False
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        with suppress(OSError), self._path.open("rb") as lines:
            self._index(lines)

    def __len__(self) -> int:
        return len(self._places)

    def _index(self, lines: BinaryIO) -> None:
        header = _checked(lines.readline())
        if header is None or header.get("parser") != self._parser:
            return
        at = self._end = lines.tell()
        for line in lines:
            record = _checked(line)
            if record is not None:
                self._places[record["file"]["path"]] = (at, len(line))
                self._end = at + len(line)
            at += len(line)

    def taken_in(self, file: CorpusFile, told: str, sha256: str | None) -> TakenIn | None:
        """What ``file`` gave; None where it is not there, or its bytes or what sidecars say of it are not the same."""
        place = self._places.get(file.name)
        if place is None:
            return None
        try:
            with self._path.open("rb") as stream:
                stream.seek(place[0])
                record = _checked(stream.read(place[1]))
        except OSError:
            return None
        if record is None or (record["file"]["sha256"], record["file"]["told"]) != (sha256, told):
            return None
        return _taken_of(record)

    def add(self, record: FileRecord, taken: TakenIn) -> None:
        """Writes what a file gave."""
        if self._is_failed:
            return
        try:
            if self._out is None:
                self._out = self._opened()
            self._out.write(_line(_record(record, taken)))
            self._out.flush()
        except OSError:
            self._is_failed = True

    def _opened(self) -> BinaryIO:
        out = self._path.open("r+b" if self._end else "wb")
        out.truncate(self._end)
        out.seek(self._end)
        if not self._end:
            out.write(_line({"parser": self._parser}))
        return out

    def close(self) -> None:
        """Ends writing; what was written stays for the next build."""
        if self._out is not None:
            with suppress(OSError):
                self._out.close()
            self._out = None

    def remove(self) -> None:
        """Removes it: what it holds stands in a version."""
        self.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _line(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _hash(text) + text + b"\n"


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_HASH_CHARS].encode() + b" "


def _checked(line: bytes) -> dict[str, Any] | None:
    """The object of a line, None where it is not the one that was written."""
    text = line[_HASH_CHARS + 1 : -1]
    if line[-1:] != b"\n" or line[: _HASH_CHARS + 1] != _hash(text):
        return None
    record: dict[str, Any] = json.loads(text.decode("utf-8", "surrogatepass"))
    return record


def _record(record: FileRecord, taken: TakenIn) -> dict[str, Any]:
    return {
        "file": {"path": record.path, "sha256": record.sha256, "told": record.told},
        "failures": [[failure.path, failure.reason] for failure in taken.failures],
        "documents": [
            {
                "document": record_of(document),
                "passages": [passage_record(passage) for passage in passages],
                "entries": list(lines_of(Catalogue((), entries.indicators, (), entries.mentions))),
            }
            for document, passages, entries in taken.documents
        ],
    }


def _taken_of(record: dict[str, Any]) -> TakenIn:
    documents = []
    for each in record["documents"]:
        document = document_of(each["document"])
        passages = tuple(passage_of(passage, {document.doc_id: document}) for passage in each["passages"])
        catalogue = catalogue_of(each["entries"])
        documents.append((document, passages, Entries(catalogue.mentions, catalogue.indicators)))
    return TakenIn(tuple(documents), tuple(Failure(*failure) for failure in record["failures"]))
