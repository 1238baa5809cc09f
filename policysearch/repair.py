"""A damaged index made whole: from what of it is whole, else from the corpus, else an older version takes its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from policysearch.build import Builder
from policysearch.catalogue import entries_of, join_entries
from policysearch.catalogue.lines import catalogue_of
from policysearch.config import LexicalSettings, PassageSettings
from policysearch.errors import IndexDamaged, IndexMissing, PolicySearchError
from policysearch.families import find_families
from policysearch.parse import cut_passages
from policysearch.records import document_of, passage_of
from policysearch.search.dense import DenseIndex
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.store import Manifest, clear, damages, locked, point, publish, read_manifest, versions
from policysearch.store.contents import family_of, file_of, lines
from policysearch.store.manifest import POINTER, pointer_text
from policysearch.types import Document, Passage

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Repaired:
    """The version that is current now, and what was found and done, a sentence each."""

    version: str
    sentences: tuple[str, ...]


def repair(index: Path, corpora: Sequence[Path] = (), *, progress: bool = True) -> Repaired:
    """Makes the current version of ``index`` whole; one that is whole is left as it is.

    In this order: a pointer or a hash of the manifest that is damaged is written anew; files that are made of the
    documents are made of ``documents.jsonl``, if that is whole; ``corpora`` are built, if given and each file of the
    index is in them, as far as that can be told; the newest older version that is whole becomes current. Nothing is
    deleted. Raises IndexMissing where there is no version, IndexDamaged where nothing of this can be done, UsageError
    where the folder cannot be written.
    """
    with locked(index):
        clear(index)
        held = versions(index)
        if not held:
            raise IndexMissing(f"在 {index} 没有找到索引：请先运行 python build_index.py --index {index}。")
        return _repaired(index, held, corpora, progress)


def _repaired(index: Path, held: Sequence[str], corpora: Sequence[Path], progress: bool) -> Repaired:
    pointer = _text(index / "CURRENT")
    named = POINTER.fullmatch(pointer)
    version = named["version"] if named and named["version"] in held else held[-1]
    told = _hash_mended(index / version, named["hash"] if named else None)
    faults = {each: _fault(index / each) for each in held}
    told += [f"旧版本 {each} 已损坏，不能退回：{fault}" for each, fault in faults.items() if fault and each != version]
    if faults[version] is None:
        hash_told = named["hash"] if named else None
        is_right = named is not None and named["version"] == version
        if not is_right or (hash_told and pointer != pointer_text(index / version)):
            point(index, version)
            return Repaired(version, (*told, f"CURRENT 已损坏，已重新写好，当前版本是 {version}。"))
        return Repaired(version, (*told, f"{version} 完好{'' if told else '，没有改动'}。"))
    told.append(str(faults[version]))
    remade = _from_documents(index, index / version, progress)
    if remade:
        return Repaired(remade[0], (*told, remade[1]))
    if corpora and _holds_all(index / version, corpora):
        report = Builder(_encoder_of(index / version), progress).build(corpora, index)
        if report.version is not None:
            sentence = f"已从 {'、'.join(map(str, corpora))} 的文件重新建立，当前版本是 {report.version}。"
            return Repaired(report.version, (*told, *(f"{f.path}：{f.reason}" for f in report.failures), sentence))
    whole = [each for each in held if faults[each] is None]
    if not whole:
        raise IndexDamaged(
            f"索引 {index} 的文件正文已损坏，没有完好的旧版本：请用 --corpus 给出原来的文件夹，"
            f"或运行 python build_index.py --index {index} 重建。"
        )
    point(index, whole[-1])
    sentence = f"文件正文已损坏，暂时退回完好的旧版本 {whole[-1]}：请运行 python build_index.py 用原来的文件夹重建。"
    return Repaired(whole[-1], (*told, sentence))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _fault(folder: Path) -> PolicySearchError | None:
    """Why a version does not open, None where it is whole."""
    try:
        manifest = read_manifest(folder)
    except PolicySearchError as error:
        return error
    found = [damage.sentence for damage in damages(folder, manifest)]
    return IndexDamaged("\n".join(found)) if found else None


def _hash_mended(folder: Path, hash_told: str | None) -> list[str]:
    """Writes ``manifest.sha256`` anew where CURRENT proves that it alone is damaged."""
    try:
        digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    except OSError:
        return []
    line = f"{digest}  manifest.json\n"
    if hash_told is None or not digest.startswith(hash_told) or _text(folder / "manifest.sha256") == line:
        return []
    (folder / "manifest.sha256").write_text(line, encoding="utf-8")
    return [f"{folder.name}/manifest.sha256 已损坏，已按 CURRENT 和 manifest.json 重新写好。"]


def _from_documents(index: Path, folder: Path, progress: bool) -> tuple[str, str] | None:
    """Publishes what ``documents.jsonl`` and the other whole files of a version give; None where that one is not whole.

    The version and what was done come back.
    """
    try:
        manifest = read_manifest(folder)
        damaged = {damage.file for damage in damages(folder, manifest)}
        if "documents.jsonl" in damaged:
            return None
        return _again(index, folder, manifest, damaged, progress)
    except IndexDamaged:
        return None


def _again(index: Path, folder: Path, manifest: Manifest, damaged: set[str], progress: bool) -> tuple[str, str]:
    builder = Builder(
        manifest.encoder_source,
        progress,
        passage_settings=PassageSettings(**manifest.settings["passages"]),
        lexical_settings=LexicalSettings(**manifest.settings["lexical"]),
    )
    documents = [document_of(record) for record in lines(folder / "documents.jsonl")]
    whole = _Whole(folder, manifest, damaged)
    passages, rows_hold = _passages(whole, documents, builder)
    families = whole.part(
        ["families.jsonl"], lambda: [family_of(record) for record in lines(folder / "families.jsonl")]
    )
    if families is None:
        families = list(find_families(documents))
    catalogue = whole.part(["catalogue.jsonl"], lambda: catalogue_of(lines(folder / "catalogue.jsonl")))
    if catalogue is None:
        catalogue = join_entries(documents, [entries_of(document) for document in documents], families)
    files = whole.part(["files.jsonl"], lambda: [file_of(record) for record in lines(folder / "files.jsonl")])
    is_of_parser = rows_hold and (
        builder.parser == manifest.parser or not damaged & {"passages.jsonl", "catalogue.jsonl"}
    )
    contents = builder.remade(
        documents,
        passages,
        families,
        catalogue,
        files or [],
        lexical=whole.leg("lexical", rows_hold, lambda: _lexical(folder, len(passages), manifest)),
        dense=whole.leg("vectors.faiss", rows_hold, lambda: DenseIndex.load(folder / "vectors.faiss")),
        late=whole.leg("late", rows_hold, lambda: LateIndex.load(folder / "late")),
        built_with=manifest,
        is_of_parser=is_of_parser,
    )
    version = publish(contents, index)
    names = "、".join(sorted(damaged))
    tail = "" if files else "；下次建立索引会重新读取每个文件"
    return version, f"{folder.name} 的 {names} 已按其中完好的文件重做，发布为 {version}{tail}。"


def _lexical(folder: Path, rows: int, manifest: Manifest) -> LexicalIndex:
    return LexicalIndex.load(folder / "lexical", rows, LexicalSettings(**manifest.settings["lexical"]))


def _passages(whole: _Whole, documents: Sequence[Document], builder: Builder) -> tuple[list[Passage], bool]:
    """The passages, and whether they are those that the rows of the other files stand for."""
    by_id = {document.doc_id: document for document in documents}
    kept = whole.part(
        ["passages.jsonl"],
        lambda: [passage_of(record, by_id) for record in lines(whole.folder / "passages.jsonl")],
    )
    if kept is not None:
        return kept, True
    cut = [p for document in documents for p in cut_passages(document, builder.passage_settings)]
    return cut, builder.parser == whole.manifest.parser and len(cut) == whole.manifest.passages


class _Whole:
    """The files of a version that are as they were written."""

    def __init__(self, folder: Path, manifest: Manifest, damaged: set[str]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._damaged = damaged

    def part(self, names: Sequence[str], read: Callable[[], Part]) -> Part | None:
        """What ``read`` gives where all files of ``names`` are whole, else None."""
        return None if self._damaged.intersection(names) else read()

    def leg(self, name: str, rows_hold: bool, read: Callable[[], Part]) -> Part | None:
        """What ``read`` gives of a file or folder of rows, if they are whole and still stand for the passages."""
        names = [file for file in self.manifest.files if file == name or file.startswith(f"{name}/")]
        return self.part(names, read) if names and rows_hold else None


def _holds_all(folder: Path, corpora: Sequence[Path]) -> bool:
    """Whether each file that the index was built of lies in ``corpora``; so taken where that cannot be told."""
    try:
        if "files.jsonl" in {damage.file for damage in damages(folder, read_manifest(folder))}:
            return True
        names = [str(record["path"]) for record in lines(folder / "files.jsonl")]
    except (PolicySearchError, OSError, json.JSONDecodeError):
        return True
    return all(any((corpus / name).is_file() for corpus in corpora) for name in names)


def _encoder_of(folder: Path) -> str | None:
    try:
        return read_manifest(folder).encoder_source
    except PolicySearchError:
        return None
