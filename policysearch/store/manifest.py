"""What a version says of itself, and whether its files agree with that.

``index/CURRENT`` names ``index/vN/``. A version holds ``manifest.json`` (settings, encoder, counts, and every file with
its size and sha256), ``manifest.sha256``, and the files of ``contents.py``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policysearch.errors import IndexDamaged, IndexMissing
from policysearch.types import EncoderInfo

FORMAT_VERSION = 5
REBUILD = "请运行 python build_index.py 重建"
OWN_FILES = frozenset({"manifest.json", "manifest.sha256"})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` holds: how the index was made, its counts, and its files.

    ``parser`` and ``tokenizer`` are the fingerprints of the code that made it (see fingerprint.py).
    """

    format_version: int
    index_id: str
    documents: int
    passages: int
    encoder: EncoderInfo | None
    encoder_source: str
    parser: str
    tokenizer: str
    settings: dict[str, Any]
    built_with: dict[str, str]
    files: dict[str, dict[str, Any]]


def version_folder(index: Path) -> Path:
    """The folder of the version that ``index`` (the folder above, or one ``vN``) means. Raises IndexMissing."""
    if (index / "manifest.json").is_file():
        return index
    pointer = index / "CURRENT"
    if not pointer.is_file():
        raise IndexMissing(f"在 {index} 没有找到索引：请先运行 python build_index.py --index {index}。")
    folder = index / pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not (folder / "manifest.json").is_file():
        raise IndexDamaged(f"{pointer} 指向的 {folder.name or '版本'} 不存在：{REBUILD}。")
    return folder


def verify(index: Path) -> Manifest:
    """The manifest, after every file was found to agree with it.

    Raises IndexMissing, or IndexDamaged with one sentence that names the file that is changed, missing or extra.
    """
    folder = version_folder(index)
    manifest = read_manifest(folder)
    present = {path.relative_to(folder).as_posix() for path in files_of(folder)} - OWN_FILES
    for name, facts in manifest.files.items():
        if name not in present:
            raise IndexDamaged(f"索引 {folder} 缺少文件 {name}：{REBUILD}。")
        path = folder / name
        if path.stat().st_size != facts["bytes"] or sha256_of(path) != facts["sha256"]:
            raise IndexDamaged(f"索引 {folder} 的文件 {name} 与清单不符：{REBUILD}。")
    extra = sorted(present - set(manifest.files))
    if extra:
        raise IndexDamaged(f"索引 {folder} 多出文件 {extra[0]}：请移走它，或{REBUILD[1:]}。")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version, after its own hash was found to agree."""
    try:
        text = (folder / "manifest.json").read_bytes()
        digest = (folder / "manifest.sha256").read_bytes()
        if digest != f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode():
            raise IndexDamaged(f"索引 {folder} 的文件 manifest.json 与 manifest.sha256 不符：{REBUILD}。")
        fields = json.loads(text)
    except OSError as error:
        name = Path(str(error.filename or "manifest.json")).name
        raise IndexDamaged(f"索引 {folder} 的文件 {name} 读不出（{error.strerror}）：{REBUILD}。") from error
    if fields.get("format_version") != FORMAT_VERSION:
        raise IndexDamaged(
            f"索引 {folder} 的格式版本是 {fields.get('format_version')}，本程序要 {FORMAT_VERSION}：{REBUILD}。"
        )
    encoder = fields.pop("encoder")
    return Manifest(**fields, encoder=EncoderInfo(**encoder) if encoder else None)


def files_of(folder: Path) -> list[Path]:
    """Every file under ``folder`` and every link, in the order of their paths."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def sha256_of(path: Path) -> str:
    """The hash of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
