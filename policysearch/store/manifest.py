"""What a version says of itself, and whether its files agree with that.

``index/CURRENT`` names ``index/vN/`` and the beginning of its manifest's hash, so that v2 for v3, which is one bit, is
seen. A version holds ``manifest.json`` (settings, encoder, counts, and every file with
its size and sha256), ``manifest.sha256``, and the files of ``contents.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policysearch.errors import IndexDamaged, IndexMissing
from policysearch.types import EncoderInfo

FORMAT_VERSION = 5
REBUILD = "请运行 python build_index.py 重建"
REPAIR = "请运行 python -m policysearch repair 修复，或用 build_index.py 重建"
OWN_FILES = frozenset({"manifest.json", "manifest.sha256"})
_HASH_CHARS = 16
# Written by hand it may stand without the hash; cut off it has no line end.
POINTER = re.compile(rf"(?P<version>v\d+)(?: (?P<hash>[0-9a-f]{{{_HASH_CHARS}}}))?\n")


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of a version that is not what the manifest says, by its name under the version, and a sentence of it."""

    file: str
    sentence: str


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
    text = pointer.read_text(encoding="utf-8", errors="replace")
    named = POINTER.fullmatch(text)
    if named is None:
        raise IndexDamaged(f"{pointer} 的内容已损坏：{REPAIR}。")
    folder = index / named["version"]
    if not (folder / "manifest.json").is_file():
        raise IndexDamaged(f"{pointer} 指向的 {folder.name} 不存在：{REPAIR}。")
    try:
        is_right = not named["hash"] or pointer_text(folder) == text
    except OSError as error:
        raise IndexDamaged(f"索引 {folder} 的文件 manifest.sha256 读不出（{error.strerror}）：{REPAIR}。") from error
    if not is_right:
        raise IndexDamaged(f"{pointer} 或 {folder.name}/manifest.sha256 已损坏，两者不符：{REPAIR}。")
    return folder


def pointer_text(folder: Path) -> str:
    """What CURRENT says where it names the version in ``folder``."""
    return f"{folder.name} {(folder / 'manifest.sha256').read_text('ascii', 'replace')[:_HASH_CHARS]}\n"


def verify(index: Path) -> Manifest:
    """The manifest, after every file was found to agree with it.

    Raises IndexMissing, or IndexDamaged with one sentence that names the file that is changed, missing or extra.
    """
    folder = version_folder(index)
    manifest = read_manifest(folder)
    for damage in damages(folder, manifest):
        raise IndexDamaged(damage.sentence)
    return manifest


def damages(folder: Path, manifest: Manifest) -> Iterator[Damage]:
    """Each file of a version that does not agree with its manifest: those changed or missing, then what is extra."""
    present = {path.relative_to(folder).as_posix() for path in files_of(folder)} - OWN_FILES
    for name, facts in manifest.files.items():
        path = folder / name
        if name not in present:
            yield Damage(name, f"索引 {folder} 缺少文件 {name}：{REPAIR}。")
            continue
        try:
            is_whole = path.stat().st_size == facts["bytes"] and sha256_of(path) == facts["sha256"]
        except OSError as error:
            yield Damage(name, f"索引 {folder} 的文件 {name} 读不出（{error.strerror}）：{REPAIR}。")
            continue
        if not is_whole:
            yield Damage(name, f"索引 {folder} 的文件 {name} 与清单不符：{REPAIR}。")
    for name in sorted(present - set(manifest.files)):
        yield Damage(name, f"索引 {folder} 多出文件 {name}：请移走它，或{REPAIR[1:]}。")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a version, after its own hash was found to agree."""
    try:
        text = (folder / "manifest.json").read_bytes()
        digest = (folder / "manifest.sha256").read_bytes()
        if digest != f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode():
            raise IndexDamaged(f"索引 {folder} 的文件 manifest.json 与 manifest.sha256 不符：{REPAIR}。")
        return _manifest_of(json.loads(text), folder)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"索引 {folder} 的文件 manifest.json 不是清单：{REPAIR}。") from error
    except OSError as error:
        name = Path(str(error.filename or "manifest.json")).name
        raise IndexDamaged(f"索引 {folder} 的文件 {name} 读不出（{error.strerror}）：{REPAIR}。") from error


def _manifest_of(fields: dict[str, Any], folder: Path) -> Manifest:
    """The fields as a Manifest. Raises IndexDamaged for another format, TypeError and the like for what is none."""
    if fields.get("format_version") != FORMAT_VERSION:
        raise IndexDamaged(
            f"索引 {folder} 的格式版本是 {fields.get('format_version')}，本程序要 {FORMAT_VERSION}：{REBUILD}。"
        )
    encoder = fields.pop("encoder")
    manifest = Manifest(**fields, encoder=EncoderInfo(**encoder) if encoder else None)
    for facts in manifest.files.values():
        facts["bytes"], facts["sha256"]  # what verify goes by
    return manifest


def files_of(folder: Path) -> list[Path]:
    """Every file under ``folder`` and every link, in the order of their paths."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def sha256_of(path: Path) -> str:
    """The hash of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
