"""Index versions on disk: written aside, published by a rename, opened only when every hash agrees.

``index/CURRENT`` names ``index/vN/``. A version holds ``manifest.json`` (settings, encoder, counts, and every
file with its size and sha256), ``manifest.sha256``, ``documents.jsonl``, ``passages.jsonl``, ``families.jsonl``,
``catalogue.jsonl``, ``vectors.faiss``, ``lexical/`` and ``late/``. Passage *i* is line *i*, FAISS row *i*, BM25 row
*i*.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import policysearch
from policysearch.catalogue import Catalogue
from policysearch.catalogue.lines import catalogue_of, lines_of
from policysearch.config import LexicalSettings, PassageSettings, SearchSettings
from policysearch.errors import EncoderMissing, IndexDamaged, IndexMissing, UsageError
from policysearch.records import document_of, passage_of, record_of
from policysearch.search.dense import DenseIndex
from policysearch.search.encode import load_encoder
from policysearch.search.late import FILES as LATE_FILES
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Encoder, EncoderInfo, Family, Passage, Vectors, Words

FORMAT_VERSION = 4
_KEPT_VERSIONS = 3
_REBUILD = "请运行 python build_index.py 重建"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version is made of; ``vectors`` is None in an index without an encoder, ``late`` without static words."""

    documents: Sequence[Document]
    passages: Sequence[Passage]
    families: Sequence[Family]
    catalogue: Catalogue
    lexical: LexicalIndex
    vectors: Vectors | None
    late: LateIndex | None
    encoder: EncoderInfo | None
    encoder_source: str
    passage_settings: PassageSettings
    lexical_settings: LexicalSettings


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` holds: how the index was made, its counts, and its files."""

    format_version: int
    index_id: str
    documents: int
    passages: int
    encoder: EncoderInfo | None
    encoder_source: str
    settings: dict[str, Any]
    built_with: dict[str, str]
    files: dict[str, dict[str, Any]]


def publish(contents: Contents, index: Path) -> str:
    """Writes a new version under ``index`` and makes it current; its name (``v3``) comes back.

    Readers of an older version are not disturbed; the last few versions are kept. Raises UsageError when
    the folder cannot be written, and leaves the current version as it was.
    """
    try:
        with _staging(index) as staging:
            _write(contents, staging)
            version = _rename(staging, index)
            _point(index, version)
    except OSError as error:
        raise UsageError(
            f"写不进索引文件夹 {index}（{error.strerror}）：请检查权限和磁盘空间，原来的索引没有变。"
        ) from error
    _prune(index, version)
    return version


@contextmanager
def _staging(index: Path) -> Iterator[Path]:
    index.mkdir(parents=True, exist_ok=True)
    staging = index / f".build-{os.getpid()}-{secrets.token_hex(4)}"
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(contents: Contents, folder: Path) -> None:
    _write_lines(folder / "documents.jsonl", map(record_of, contents.documents))
    _write_lines(folder / "passages.jsonl", (_passage_record(p) for p in contents.passages))
    _write_lines(folder / "families.jsonl", map(asdict, contents.families))
    _write_lines(folder / "catalogue.jsonl", lines_of(contents.catalogue))
    (folder / "lexical").mkdir()
    contents.lexical.save(folder / "lexical")
    if contents.vectors is not None and len(contents.vectors):
        DenseIndex.build(contents.vectors).save(folder / "vectors.faiss")
    if contents.late is not None:
        (folder / "late").mkdir()
        contents.late.save(folder / "late")
    files = {}
    for path in _files(folder):
        _sync(path)
        files[path.relative_to(folder).as_posix()] = {"bytes": path.stat().st_size, "sha256": _sha256(path)}
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        index_id=hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16],
        documents=len(contents.documents),
        passages=len(contents.passages),
        encoder=contents.encoder,
        encoder_source=contents.encoder_source,
        settings={"passages": asdict(contents.passage_settings), "lexical": asdict(contents.lexical_settings)},
        built_with={"policysearch": policysearch.__version__, "python": sys.version.split()[0]},
        files=files,
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    (folder / "manifest.sha256").write_text(f"{digest}  manifest.json\n", encoding="utf-8")
    for name in ("manifest.json", "manifest.sha256"):
        _sync(folder / name)
    _sync(folder)


def _write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def _passage_record(passage: Passage) -> dict[str, Any]:
    # text is the slices of the spans and is cut anew when the index is opened
    record = asdict(passage)
    del record["text"]
    record["spans"] = [[span.start, span.end] for span in passage.spans]
    return record


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder to flush it
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _numbers(index: Path) -> list[int]:
    names = (path.name for path in index.iterdir())
    return sorted(int(name[1:]) for name in names if name[:1] == "v" and name[1:].isdecimal())


def _rename(staging: Path, index: Path) -> str:
    """The staged version under the next free number; another builder may take one first."""
    while True:
        version = f"v{max(_numbers(index), default=0) + 1}"
        try:
            staging.rename(index / version)
        except FileExistsError:
            continue
        except OSError:
            if (index / version).exists():
                continue
            raise
        _sync(index)
        return version


def _point(index: Path, version: str) -> None:
    pointer = index / f".CURRENT-{secrets.token_hex(4)}"
    pointer.write_text(version + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(index / "CURRENT")
    _sync(index)


def _prune(index: Path, current: str) -> None:
    for leftover in index.glob(".build-*"):
        if not _is_running(leftover.name.split("-")[1]):
            shutil.rmtree(leftover, ignore_errors=True)
    keep = {f"v{n}" for n in _numbers(index)[-_KEPT_VERSIONS:]} | {current}
    for number in _numbers(index):
        if f"v{number}" not in keep:
            shutil.rmtree(index / f"v{number}", ignore_errors=True)


def _is_running(process: str) -> bool:
    """Whether the builder that made a staging folder may still be at work; so taken where it cannot be told."""
    if os.name == "nt" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def version_folder(index: Path) -> Path:
    """The folder of the version that ``index`` (the folder above, or one ``vN``) means. Raises IndexMissing."""
    if (index / "manifest.json").is_file():
        return index
    pointer = index / "CURRENT"
    if not pointer.is_file():
        raise IndexMissing(f"在 {index} 没有找到索引：请先运行 python build_index.py --index {index}。")
    folder = index / pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not (folder / "manifest.json").is_file():
        raise IndexDamaged(f"{pointer} 指向的 {folder.name or '版本'} 不存在：{_REBUILD}。")
    return folder


def verify(index: Path) -> Manifest:
    """The manifest, after every file was found to agree with it.

    Raises IndexMissing, or IndexDamaged with one sentence that names the file that is changed, missing or extra.
    """
    folder = version_folder(index)
    manifest = read_manifest(folder)
    present = {path.relative_to(folder).as_posix() for path in _files(folder)} - {"manifest.json", "manifest.sha256"}
    for name, facts in manifest.files.items():
        if name not in present:
            raise IndexDamaged(f"索引 {folder} 缺少文件 {name}：{_REBUILD}。")
        path = folder / name
        if path.stat().st_size != facts["bytes"] or _sha256(path) != facts["sha256"]:
            raise IndexDamaged(f"索引 {folder} 的文件 {name} 与清单不符：{_REBUILD}。")
    extra = sorted(present - set(manifest.files))
    if extra:
        raise IndexDamaged(f"索引 {folder} 多出文件 {extra[0]}：请移走它，或{_REBUILD[1:]}。")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version, after its own hash was found to agree."""
    try:
        text = (folder / "manifest.json").read_bytes()
        digest = (folder / "manifest.sha256").read_bytes()
        if digest != f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode():
            raise IndexDamaged(f"索引 {folder} 的文件 manifest.json 与 manifest.sha256 不符：{_REBUILD}。")
        fields = json.loads(text)
    except OSError as error:
        name = Path(str(error.filename or "manifest.json")).name
        raise IndexDamaged(f"索引 {folder} 的文件 {name} 读不出（{error.strerror}）：{_REBUILD}。") from error
    if fields.get("format_version") != FORMAT_VERSION:
        raise IndexDamaged(
            f"索引 {folder} 的格式版本是 {fields.get('format_version')}，本程序要 {FORMAT_VERSION}：{_REBUILD}。"
        )
    encoder = fields.pop("encoder")
    return Manifest(**fields, encoder=EncoderInfo(**encoder) if encoder else None)


def open_index(index: Path, *, encoder: Encoder | None = None, settings: SearchSettings = SearchSettings()) -> Searcher:  # noqa: B008
    """A searcher over the current version of ``index``, or over one ``vN``, after all hashes were checked.

    The model that built the index encodes the questions; it is loaded at the first question. ``encoder``
    takes its place (it must have the same fingerprint). Raises IndexMissing, IndexDamaged, EncoderMissing.
    """
    folder = version_folder(index)
    manifest = verify(folder)
    documents = {d.doc_id: d for d in map(document_of, _lines(folder / "documents.jsonl"))}
    passages = [passage_of(record, documents) for record in _lines(folder / "passages.jsonl")]
    families = [Family(record["kind"], tuple(record["doc_ids"])) for record in _lines(folder / "families.jsonl")]
    lexical = LexicalIndex.load(folder / "lexical", len(passages))
    dense = DenseIndex.load(folder / "vectors.faiss") if "vectors.faiss" in manifest.files else None
    late = LateIndex.load(folder / "late") if f"late/{LATE_FILES[0]}" in manifest.files else None
    counts = [len(passages), *(leg.rows for leg in (dense, late) if leg is not None)]
    if len(documents) != manifest.documents or set(counts) != {manifest.passages}:
        raise IndexDamaged(f"索引 {folder} 的文件数与清单不符：{_REBUILD}。")
    if dense is not None and manifest.encoder is not None:
        if encoder is None:
            encoder = LateEncoder(manifest.encoder, manifest.encoder_source)
        elif encoder.info.fingerprint != manifest.encoder.fingerprint:
            raise _other_encoder(manifest.encoder, encoder)
    return Searcher(
        documents,
        passages,
        lexical,
        dense,
        encoder,
        late=late,
        families=families,
        catalogue=_late_catalogue(folder / "catalogue.jsonl"),
        index_id=manifest.index_id,
        settings=settings,
    )


def _other_encoder(built_with: EncoderInfo, found: Encoder | None) -> EncoderMissing:
    name = found.info.fingerprint if found else "无"
    return EncoderMissing(
        f"索引用的模型 {built_with.name}（{built_with.fingerprint}）与现在的（{name}）不同：{_REBUILD}。"
    )


def _late_catalogue(path: Path) -> Callable[[], Catalogue]:
    """Reads the file now, since a later version may take it away, and makes entries of it when they are asked for."""
    lines = path.read_bytes().splitlines()
    return lambda: catalogue_of(map(json.loads, lines))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


class LateEncoder:
    """The encoder that an index names, loaded when the first text must be encoded."""

    def __init__(self, info: EncoderInfo, source: str) -> None:
        self._info = info
        self._source = source
        self._encoder: Encoder | None = None

    @property
    def info(self) -> EncoderInfo:
        """What the manifest says of the encoder."""
        return self._info

    @property
    def words(self) -> Words | None:
        """See Encoder."""
        return self._ready().words

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._ready().encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._ready().encode_passages(texts)

    def _ready(self) -> Encoder:
        if self._encoder is None:
            encoder = load_encoder(self._source)
            if encoder is None or encoder.info.fingerprint != self._info.fingerprint:
                raise _other_encoder(self._info, encoder)
            self._encoder = encoder
        return self._encoder
