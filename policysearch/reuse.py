"""What of the version before may stay: files that have not changed, and rows of passages that say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from policysearch.catalogue import Entries, entries_by_document
from policysearch.intake import CorpusFile, TakenIn
from policysearch.store import Contents, FileRecord
from policysearch.types import Document, EncoderInfo, Passage

Rows = npt.NDArray[np.int64]


def record_of_file(file: CorpusFile, taken: TakenIn) -> FileRecord:
    """The record of a file that gave documents."""
    documents = [document for document, _, _ in taken.documents]
    doc_ids = tuple(document.doc_id for document in documents)
    return FileRecord(file.name, documents[0].source.sha256, told_of(file), doc_ids, taken.failures)


def hash_of(file: CorpusFile) -> str | None:
    """The hash of the bytes of a file; None where they cannot be read, which the reader will tell."""
    try:
        if file.path.stat().st_size > file.limits.file_bytes:
            return None
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def same(contents: Contents, before: Contents) -> bool:
    """Whether a version of ``contents`` would say nothing that the version before does not say."""
    return (
        (contents.files, contents.parser, contents.tokenizer) == (before.files, before.parser, before.tokenizer)
        and (contents.encoder, contents.encoder_source) == (before.encoder, before.encoder_source)
        and (contents.lexical_settings, contents.passage_settings) == (before.lexical_settings, before.passage_settings)
    )


def told_of(file: CorpusFile) -> str:
    """A hash of what sidecars say of a file."""
    return hashlib.sha256(repr(file.overrides).encode("utf-8", "backslashreplace")).hexdigest()[:16]


class Reuse:
    """A version as the source of what need not be made anew; ``before`` None is a build from nothing."""

    def __init__(self, before: Contents | None, parser: str) -> None:
        self._before = before
        self._records: Mapping[str, FileRecord] = {}
        if before is not None and before.parser == parser:
            self._records = {record.path: record for record in before.files}
            self._documents = {document.doc_id: document for document in before.documents}
            self._passages: dict[str, list[Passage]] = {doc_id: [] for doc_id in self._documents}
            for passage in before.passages:
                self._passages[passage.doc_id].append(passage)
            self._entries = entries_by_document(before.catalogue()) if self._records else {}

    def taken_in(self, file: CorpusFile) -> TakenIn | None:
        """What ``file`` gave when it was last read; None where it, its sidecar or the code that reads has changed."""
        record = self._records.get(file.name)
        if record is None or record.told != told_of(file) or record.sha256 != hash_of(file):
            return None
        documents = (replace(self._documents[doc_id], changes=()) for doc_id in record.doc_ids)
        taken = tuple((d, tuple(self._passages[d.doc_id]), self._entries.get(d.doc_id, Entries())) for d in documents)
        return TakenIn(taken, record.failures)

    def rows(self, passages: Sequence[Passage], documents: Sequence[Document]) -> Rows:
        """For each passage the row of the version before that has its title and words, -1 where there is none.

        Each row is named once.
        """
        if self._before is None:
            return np.full(len(passages), -1, np.int64)
        titles = {document.doc_id: document.title for document in self._before.documents}
        now = {document.doc_id: document.title for document in documents}
        free: dict[tuple[str, str], list[int]] = {}
        for row, passage in enumerate(self._before.passages):
            free.setdefault((titles[passage.doc_id], passage.search_text), []).append(row)
        places = np.full(len(passages), -1, np.int64)
        for row, passage in enumerate(passages):
            same = free.get((now[passage.doc_id], passage.search_text))
            if same:
                places[row] = same.pop(0)
        return places

    def keeps_tokens(self, tokenizer: str) -> bool:
        """Whether the tokens of the version before were cut by the same code and settings."""
        return self._before is not None and self._before.tokenizer == tokenizer

    def keeps_vectors(self, encoder: EncoderInfo) -> bool:
        """Whether the vectors of the version before are those of ``encoder``."""
        held = self._before.encoder if self._before else None
        return held is not None and held.fingerprint == encoder.fingerprint
