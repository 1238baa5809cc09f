"""What a version is made of, and the files that hold it.

``documents.jsonl``, ``passages.jsonl``, ``families.jsonl``, ``catalogue.jsonl``, ``files.jsonl``, ``vectors.faiss``,
``lexical/`` and ``late/``. Passage *i* is line *i*, FAISS row *i*, BM25 row *i*.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from policysearch.catalogue import Catalogue
from policysearch.catalogue.lines import catalogue_of, lines_of
from policysearch.config import LexicalSettings, PassageSettings
from policysearch.errors import IndexDamaged
from policysearch.records import document_of, passage_of, record_of
from policysearch.search.dense import DenseIndex
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.store.manifest import REBUILD, Manifest
from policysearch.types import Document, EncoderInfo, Failure, Family, Passage


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of the corpus as it was read: the hash of its bytes and of what sidecars say of it, and what it gave.

    ``failures`` are the parts of it that were not read; a file that gave nothing has no record.
    """

    path: str
    sha256: str
    told: str
    doc_ids: tuple[str, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version is made of; ``dense`` is None in an index without an encoder, ``late`` without static words.

    ``catalogue`` is made when it is called, since few questions need it. ``parser`` and
    ``tokenizer`` are the fingerprints of the code that read ``files`` and that cut the passages into tokens.
    """

    documents: Sequence[Document]
    passages: Sequence[Passage]
    families: Sequence[Family]
    catalogue: Callable[[], Catalogue]
    lexical: LexicalIndex
    dense: DenseIndex | None
    late: LateIndex | None
    encoder: EncoderInfo | None
    encoder_source: str
    passage_settings: PassageSettings
    lexical_settings: LexicalSettings
    files: Sequence[FileRecord] = field(default=())
    parser: str = ""
    tokenizer: str = ""


def write(contents: Contents, folder: Path) -> None:
    """Writes the files of ``contents`` into ``folder``, an empty one."""
    write_lines(folder / "documents.jsonl", map(record_of, contents.documents))
    write_lines(folder / "passages.jsonl", map(_passage_record, contents.passages))
    write_lines(folder / "families.jsonl", map(asdict, contents.families))
    write_lines(folder / "catalogue.jsonl", lines_of(contents.catalogue()))
    write_lines(folder / "files.jsonl", map(asdict, contents.files))
    (folder / "lexical").mkdir()
    contents.lexical.save(folder / "lexical")
    if contents.dense is not None and contents.dense.rows:
        contents.dense.save(folder / "vectors.faiss")
    if contents.late is not None:
        (folder / "late").mkdir()
        contents.late.save(folder / "late")


def read(folder: Path, manifest: Manifest) -> Contents:
    """What ``write`` wrote into the folder of a version; its files must have been found to agree with ``manifest``.

    Raises IndexDamaged where their counts do not.
    """
    documents = [document_of(record) for record in lines(folder / "documents.jsonl")]
    by_id = {document.doc_id: document for document in documents}
    passages = [passage_of(record, by_id) for record in lines(folder / "passages.jsonl")]
    lexical_settings = LexicalSettings(**manifest.settings["lexical"])
    dense = DenseIndex.load(folder / "vectors.faiss") if "vectors.faiss" in manifest.files else None
    late = LateIndex.load(folder / "late") if (folder / "late").is_dir() else None
    lexical = LexicalIndex.load(folder / "lexical", len(passages), lexical_settings)
    counts = {len(passages), *(leg.rows for leg in (dense, late) if leg is not None)}
    if len(by_id) != manifest.documents or counts != {manifest.passages}:
        raise IndexDamaged(f"索引 {folder} 的文件数与清单不符：{REBUILD}。")
    return Contents(
        documents=documents,
        passages=passages,
        families=[Family(record["kind"], tuple(record["doc_ids"])) for record in lines(folder / "families.jsonl")],
        catalogue=_late_catalogue(folder / "catalogue.jsonl"),
        lexical=lexical,
        dense=dense,
        late=late,
        encoder=manifest.encoder,
        encoder_source=manifest.encoder_source,
        passage_settings=PassageSettings(**manifest.settings["passages"]),
        lexical_settings=lexical_settings,
        files=[_file_of(record) for record in lines(folder / "files.jsonl")],
        parser=manifest.parser,
        tokenizer=manifest.tokenizer,
    )


def _late_catalogue(path: Path) -> Callable[[], Catalogue]:
    """Reads the file now, since a later version may take it away, and makes entries of it when first asked for them."""
    data = path.read_bytes()
    return lru_cache(maxsize=1)(lambda: catalogue_of(map(json.loads, data.splitlines())))


def _file_of(record: dict[str, Any]) -> FileRecord:
    failures = tuple(Failure(**failure) for failure in record["failures"])
    return FileRecord(record["path"], record["sha256"], record["told"], tuple(record["doc_ids"]), failures)


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Writes a JSON object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def _passage_record(passage: Passage) -> dict[str, Any]:
    # text is the slices of the spans and is cut anew when the index is opened
    return {
        "passage_id": passage.passage_id,
        "doc_id": passage.doc_id,
        "kind": passage.kind,
        "spans": [[span.start, span.end] for span in passage.spans],
        "search_text": passage.search_text,
        "section_path": passage.section_path,
        "page": passage.page,
    }


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
