"""Folders of documents to a published index: read, parse, cut, tokenize, encode, write, publish."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from policysearch.catalogue import Entries, join_entries
from policysearch.config import LexicalSettings, PassageSettings, ReadLimits
from policysearch.errors import ReadError, UsageError
from policysearch.families import find_families
from policysearch.intake import CorpusFile, take_in
from policysearch.quality import assess
from policysearch.read.sidecar import read_sidecars
from policysearch.search.encode import BUILT_IN, encode_all, load_encoder
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.tokenize import tokenize_passage
from policysearch.store import Contents, publish
from policysearch.types import BuildReport, Document, Failure, Passage, Quality
from policysearch.validity import with_changes
from policysearch.workers import in_workers

# What systems and editors leave in folders; no document of a person.
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def build_index(
    corpora: Sequence[Path],
    index: Path,
    *,
    encoder: str | None = None,
    progress: bool = True,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
    passage_settings: PassageSettings = PassageSettings(),  # noqa: B008
    lexical_settings: LexicalSettings = LexicalSettings(),  # noqa: B008
) -> BuildReport:
    """Builds all documents under ``corpora`` and publishes them as the current version of ``index``.

    ``encoder`` is a folder, a hub name, "none" (words alone) or None for the model in the box. A file that
    cannot be read is a failure in the report and the others build. When no document could be built nothing
    is published, the report's version is None and the index stays as it was. Raises UsageError for a corpus
    folder that is not there, EncoderMissing for a model that cannot be loaded.
    """
    begin = time.perf_counter()
    name = encoder or BUILT_IN
    found, failures = find_files(corpora)
    found, sidecars = read_sidecars(found)
    failures.extend(sidecars.failures)
    files = [CorpusFile(root, path, limits, passage_settings, sidecars.of(path)) for root, path in found]
    documents: list[Document] = []
    passages: list[Passage] = []
    entries: list[Entries] = []
    qualities: list[Quality] = []
    with in_workers(take_in, files, limits) as results:
        model = load_encoder(name)  # while the workers read
        bar = tqdm(results, desc="读取与分段", unit="份", total=len(files), disable=not progress)
        for file, result in zip(files, bar, strict=True):
            if isinstance(result, ReadError):
                failures.append(Failure(file.name, str(result)))
                continue
            failures.extend(result.failures)
            for document, cut, found_in in result.documents:
                documents.append(document)
                entries.append(found_in)
                passages.extend(cut)
                qualities.append(assess(document, cut, passage_settings))
    version = None
    if passages:
        documents = with_changes(documents)
        families = find_families(documents)
        contents = Contents(
            documents=documents,
            passages=passages,
            families=families,
            catalogue=join_entries(documents, entries, families),
            lexical=_lexical(passages, documents, lexical_settings, progress),
            vectors=encode_all(model, [p.search_text for p in passages], progress=progress) if model else None,
            late=LateIndex.build([p.search_text for p in passages], model.words) if model and model.words else None,
            encoder=model.info if model else None,
            encoder_source=name,
            passage_settings=passage_settings,
            lexical_settings=lexical_settings,
        )
        version = publish(contents, index)
    seconds = time.perf_counter() - begin
    return BuildReport(version, len(documents), len(passages), seconds, tuple(failures), tuple(qualities))


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


def _lexical(
    passages: Sequence[Passage], documents: Sequence[Document], settings: LexicalSettings, progress: bool
) -> LexicalIndex:
    titles = {document.doc_id: document.title for document in documents}
    bar = tqdm(passages, desc="分词", unit="段", disable=not progress)
    return LexicalIndex.build([tokenize_passage(p.search_text, titles[p.doc_id], settings) for p in bar], settings)
