"""Folders of documents to a published index: read, parse, cut, tokenize, encode, write, publish."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from policysearch.catalogue import Catalogue, Entries, join_entries
from policysearch.config import LexicalSettings, PassageSettings, ReadLimits
from policysearch.errors import IndexDamaged, IndexMissing, ReadError, UsageError
from policysearch.families import Samples, find_families
from policysearch.fingerprint import PARSER, PARSER_LIBRARIES, TOKENIZER, TOKENIZER_LIBRARIES, fingerprint
from policysearch.intake import CorpusFile, TakenIn, take_in
from policysearch.journal import Journal
from policysearch.quality import assess
from policysearch.read.sidecar import read_sidecars
from policysearch.reuse import Reuse, Rows, hash_of, record_of_file, same, told_of
from policysearch.search.dense import DenseIndex
from policysearch.search.encode import BUILT_IN, encode_all, load_encoder
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.tokenize import tokenize_passage
from policysearch.stages import Bar, tell_stage
from policysearch.store import (
    KEPT_VERSIONS,
    Contents,
    FileRecord,
    Manifest,
    clear,
    locked,
    publish,
    read,
    verify,
    version_folder,
)
from policysearch.types import BuildReport, Document, Encoder, Failure, Family, Passage, Quality
from policysearch.validity import with_changes
from policysearch.workers import begin, in_workers

# Fewer files are read again sooner than written down.
_LEAST_JOURNALED = 32
# What systems and editors leave in folders; no document of a person.
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def build_index(
    corpora: Sequence[Path],
    index: Path,
    *,
    encoder: str | None = None,
    progress: bool = True,
    fresh: bool = False,
    keep: int = KEPT_VERSIONS,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    passage_settings: PassageSettings = PassageSettings(),  # noqa: B008
    lexical_settings: LexicalSettings = LexicalSettings(),  # noqa: B008
) -> BuildReport:
    """Builds all documents under ``corpora`` and publishes them as the current version of ``index``; see Builder."""
    builder = Builder(encoder, progress, limits, passage_settings, lexical_settings, keep)
    return builder.build(corpora, index, fresh=fresh)


class Builder:
    """Builds an index again and again; between two builds it keeps the model and what it published last.

    ``encoder`` is a folder, a hub name, "none" (words alone) or None for the model in the box; so many versions as
    ``keep`` stay for a way back.
    """

    def __init__(
        self,
        encoder: str | None = None,
        progress: bool = True,
        limits: ReadLimits = ReadLimits(),  # noqa: B008
        passage_settings: PassageSettings = PassageSettings(),  # noqa: B008
        lexical_settings: LexicalSettings = LexicalSettings(),  # noqa: B008
        keep: int = KEPT_VERSIONS,
    ) -> None:
        self._name = encoder or BUILT_IN
        self._progress = progress
        self._limits = limits
        self.passage_settings = passage_settings
        self._lexical_settings = lexical_settings
        self._keep = keep
        self._model: Encoder | None = None
        self._last: tuple[Path, Contents] | None = None
        self._samples = Samples()
        self.parser = fingerprint(PARSER, PARSER_LIBRARIES, repr(passage_settings))
        self._tokenizer = fingerprint(TOKENIZER, TOKENIZER_LIBRARIES, repr(lexical_settings))

    def build(self, corpora: Sequence[Path], index: Path, *, fresh: bool = False) -> BuildReport:
        """Builds all documents under ``corpora`` and publishes them as the current version of ``index``.

        Files that have not changed since the current version are not read again, and passages that say the same keep
        their tokens and vectors; ``fresh`` makes all anew. Both give the same version; where it would be the current
        one nothing is written. A file that cannot be read is a failure in the report and the others build. When no
        document could be built nothing is published, the report's version is None and the index stays as it was.
        Raises UsageError for a corpus folder that is not there, an index folder that cannot be written or that another
        program writes; EncoderMissing for a model that cannot be loaded.
        """
        with locked(index):
            clear(index)
            return self._build(corpora, index, fresh)

    def _build(self, corpora: Sequence[Path], index: Path, fresh: bool) -> BuildReport:
        started = time.perf_counter()
        found, failures = find_files(corpora)
        begin(take_in)
        found, sidecars = read_sidecars(found)
        failures.extend(sidecars.failures)
        files = [CorpusFile(root, path, self._limits, self.passage_settings, sidecars.of(path)) for root, path in found]
        before = None if fresh else self._before(index)
        reuse = Reuse(before, self.parser)
        documents: list[Document] = []
        passages: list[Passage] = []
        entries: list[Entries] = []
        records: list[FileRecord] = []
        qualities: list[Quality] = []
        kept = 0
        unchanged: set[str] = set()
        if fresh:  # what a build that broke off has read is not taken either
            Journal(index, self.parser).remove()
        journal = Journal(index, self.parser)
        for file, result, is_kept in self._taken_in(files, reuse, journal):
            if isinstance(result, ReadError):
                failures.append(Failure(file.name, str(result)))
                continue
            failures.extend(result.failures)
            kept += is_kept
            for document, cut, found_in in result.documents:
                documents.append(document)
                if is_kept:
                    unchanged.add(document.doc_id)
                entries.append(found_in)
                passages.extend(cut)
                qualities.append(assess(document, cut, self.passage_settings))
            if result.documents:
                records.append(record_of_file(file, result))
        version = None
        if passages:
            changed = with_changes(documents)
            families = find_families(changed, self._samples)
            held = before.catalogue() if before is not None and unchanged else None
            catalogue = join_entries(changed, entries, families, held, unchanged)
            version = self._published(index, before, reuse, changed, passages, families, catalogue, records)
            journal.remove()
        seconds = time.perf_counter() - started
        return BuildReport(version, len(documents), len(passages), seconds, tuple(failures), tuple(qualities), kept)

    def _before(self, index: Path) -> Contents | None:
        """The current version, to take from it what has not changed; None where there is none that is whole."""
        try:
            folder = version_folder(index)
            if self._last is not None and self._last[0] == folder:
                return self._last[1]
            return read(folder, verify(folder))
        except (IndexMissing, IndexDamaged):
            return None

    def _taken_in(
        self, files: Sequence[CorpusFile], reuse: Reuse, journal: Journal
    ) -> Iterator[tuple[CorpusFile, TakenIn | ReadError, bool]]:
        """What each file gives, in their order, and whether it is kept; only files that changed are read.

        Of a build that was killed what the journal holds is not read again either.
        """
        held = [reuse.taken_in(file) for file in files]
        read = [
            journal.taken_in(file, told_of(file), hash_of(file)) if taken is None and journal else None
            for file, taken in zip(files, held, strict=True)
        ]
        changed = [file for file, *taken in zip(files, held, read, strict=True) if taken == [None, None]]
        is_long = len(changed) >= _LEAST_JOURNALED
        with in_workers(take_in, changed, self._limits) as results:
            if self._model is None:
                self._model = load_encoder(self._name)  # while the workers read
            bar = Bar(total=len(changed), desc="读取与分段", unit="份", disable=not self._progress or not changed)
            try:
                for file, kept, before in zip(files, held, read, strict=True):
                    if kept is not None:
                        yield file, kept, True
                        continue
                    if before is not None:
                        yield file, before, False
                        continue
                    taken = next(results)
                    if is_long and isinstance(taken, TakenIn) and taken.documents:
                        journal.add(record_of_file(file, taken), taken)
                    yield file, taken, False
                    bar.update()
            finally:
                bar.close()
                journal.close()

    def _published(
        self,
        index: Path,
        before: Contents | None,
        reuse: Reuse,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        families: Sequence[Family],
        catalogue: Catalogue,
        records: Sequence[FileRecord],
    ) -> str:
        model = self._model
        rows = reuse.rows(passages, documents)
        contents = Contents(
            documents=documents,
            passages=passages,
            families=families,
            catalogue=lambda: catalogue,
            lexical=self._lexical(passages, documents, before if reuse.keeps_tokens(self._tokenizer) else None, rows),
            dense=None,
            late=None,
            encoder=model.info if model else None,
            encoder_source=self._name,
            passage_settings=self.passage_settings,
            lexical_settings=self._lexical_settings,
            files=records,
            parser=self.parser,
            tokenizer=self._tokenizer,
        )
        if model is not None:
            dense, late = self._meaning(model, passages, before if reuse.keeps_vectors(model.info) else None, rows)
            contents = replace(contents, dense=dense, late=late)
        if before is not None and same(contents, before):
            return version_folder(index).name
        tell_stage("写入索引")
        version = publish(contents, index, keep=self._keep)
        self._last = (version_folder(index), contents)
        return version

    def remade(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        families: Sequence[Family],
        catalogue: Catalogue,
        files: Sequence[FileRecord],
        *,
        lexical: LexicalIndex | None,
        dense: DenseIndex | None,
        late: LateIndex | None,
        built_with: Manifest,
        is_of_parser: bool,
    ) -> Contents:
        """The contents of a version of ``built_with``, of which the legs that are None are made anew.

        ``is_of_parser``: whether all that is given was made by the code that ``built_with`` names; else the next build
        reads each file again. Raises EncoderMissing where vectors must be made and the model cannot be loaded.
        """
        no_rows = np.full(len(passages), -1, np.int64)
        encoder = built_with.encoder
        had_late = any(name.startswith("late/") for name in built_with.files)
        if encoder is not None and (dense is None or (had_late and late is None)):
            model = load_encoder(self._name)
            if model is not None:
                encoder = model.info
                dense, late = self._meaning(model, passages, None, no_rows)
        return Contents(
            documents=documents,
            passages=passages,
            families=families,
            catalogue=lambda: catalogue,
            lexical=lexical or self._lexical(passages, documents, None, no_rows),
            dense=dense,
            late=late,
            encoder=encoder,
            encoder_source=self._name,
            passage_settings=self.passage_settings,
            lexical_settings=self._lexical_settings,
            files=files,
            parser=built_with.parser if is_of_parser else "",
            tokenizer=built_with.tokenizer if lexical else self._tokenizer,
        )

    def _lexical(
        self, passages: Sequence[Passage], documents: Sequence[Document], before: Contents | None, rows: Rows
    ) -> LexicalIndex:
        titles = {document.doc_id: document.title for document in documents}
        places = rows if before is not None else np.full(len(passages), -1, np.int64)
        fresh = [passage for passage, place in zip(passages, places.tolist(), strict=True) if place < 0]
        bar = Bar(fresh, desc="分词", unit="段", disable=not self._progress or not fresh)
        tokens = (tokenize_passage(p.search_text, titles[p.doc_id], self._lexical_settings) for p in bar)
        kept = before.lexical if before is not None else None
        return LexicalIndex.build(tokens, self._lexical_settings, kept=kept, kept_rows=places)

    def _meaning(
        self, model: Encoder, passages: Sequence[Passage], before: Contents | None, rows: Rows
    ) -> tuple[DenseIndex, LateIndex | None]:
        """The vectors of all passages, and their tokens where the model is a static one."""
        held = before.dense if before is not None else None
        places = rows if held is not None else np.full(len(passages), -1, np.int64)
        fresh = [passage.search_text for passage, place in zip(passages, places.tolist(), strict=True) if place < 0]
        vectors = np.empty((len(passages), model.info.dimension), np.float32)
        if held is not None:
            vectors[places >= 0] = held.vectors(places[places >= 0])
        vectors[places < 0] = encode_all(model, fresh, progress=self._progress and bool(fresh))
        late = None
        if model.words is not None:
            kept = before.late if before is not None else None
            texts = fresh if kept is not None else [passage.search_text for passage in passages]
            late = LateIndex.build(texts, model.words, kept, places if kept is not None else None)
        return DenseIndex.build(vectors), late


def find_files(corpora: Sequence[Path]) -> tuple[list[tuple[Path, Path]], list[Failure]]:
    """(corpus folder, file) for every file below ``corpora``, by path, and a failure for each link out of them.

    Hidden files and what systems leave in folders do not count. Of two folders that hold the same relative
    path (ids come from it) the first counts. Raises UsageError when a folder is missing.
    """
    found: list[tuple[Path, Path]] = []
    failures: list[Failure] = []
    seen: dict[str, Path] = {}
    for root in dict.fromkeys(corpora):
        if not root.is_dir():
            raise UsageError(f"没有文件夹 {root}：请用 --corpus 指向放文件的文件夹。")
        for path in sorted(_walk(root, root, failures)):
            relative = path.relative_to(root).as_posix()
            reason = _refusal(root, path, relative, seen)
            if reason:
                failures.append(Failure(printable(relative), reason))
            else:
                seen[_same_name(relative)] = root
                found.append((root, path))
    return found, failures


def _refusal(root: Path, path: Path, relative: str, seen: dict[str, Path]) -> str | None:
    """Why a path of the corpus is not read, None when it is."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "链接指向的文件不存在或指向自己：请删除或修复它。"
    if not target.is_relative_to(root.resolve()):
        return "链接指向文件夹之外，没有读取：请把文件复制进来。"
    if path.is_dir():
        return "这是指向文件夹的链接，没有跟随：请把文件夹移进来。"
    if printable(relative) != relative:
        return "文件名不是 UTF-8 编码：请改名后再放入。"
    if _same_name(relative) in seen:
        return f"与 {seen[_same_name(relative)]} 中的文件同名，没有读取：请改名。"
    return None


def _same_name(path: str) -> str:
    """One form for names that differ only in how accents are composed; ids come from it."""
    return unicodedata.normalize("NFC", path)


def printable(path: str) -> str:
    """A path that can be printed and stored: bytes that are no UTF-8 are written as escapes."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


def _walk(root: Path, folder: Path, failures: list[Failure]) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        failures.append(
            Failure(folder.relative_to(root).as_posix(), f"打不开文件夹（{error.strerror}）：请检查它的权限。")
        )
        return
    for path in entries:
        if path.name.startswith((".", "~$")) or path.name.lower() in _LITTER:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(root, path, failures)
        elif path.is_file() or path.is_symlink():
            yield path
