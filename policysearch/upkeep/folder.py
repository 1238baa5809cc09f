"""The folder of uploaded files. It is the truth: the index follows it, and what was begun in it is undone at a start.

``name`` and beside it ``name.meta.toml`` where a person corrected the metadata; ``.incoming/`` holds what is not
whole yet. A change is one rename or one removal, so there is nothing half done to be seen.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import struct
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from policysearch.config import ReadLimits
from policysearch.errors import PolicySearchError, UsageError
from policysearch.read import READERS
from policysearch.read.kind import kind_of
from policysearch.read.sidecar import SIDECAR_SUFFIX, faults_of
from policysearch.upkeep.names import clean_name

MOST_FILES = 10_000
_INCOMING = ".incoming"
_MOST_FIELD_CHARS = 500
_END_OF_ZIP = b"PK\x05\x06"
_END_BYTES = 22
_COMMENT_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the folder: its size, when it came (seconds since 1970), and what a person wrote of it."""

    name: str
    bytes: int
    came: float
    told: Mapping[str, str]


class UploadFolder:
    """The files under ``root``, which is made where it is not there; all of them together hold ``most_bytes``."""

    def __init__(self, root: Path, most_bytes: int, limits: ReadLimits = ReadLimits()) -> None:  # noqa: B008
        self.root = root
        self._most_bytes = most_bytes
        self._limits = limits
        self._incoming = root / _INCOMING
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._incoming.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise _unwritable(root, error) from error

    def tidy(self) -> None:
        """Undoes what was begun and not finished: uploads cut off, and sidecars of files that were removed."""
        for path in self._incoming.iterdir():
            path.unlink(missing_ok=True)
        for path in self.root.glob(f"*{SIDECAR_SUFFIX}"):
            if not path.with_name(path.name.removesuffix(SIDECAR_SUFFIX)).exists():
                path.unlink(missing_ok=True)

    def held(self) -> list[Held]:
        """Every file, by name."""
        return [self._held(path) for path in sorted(self._files())]

    def stamp(self) -> str:
        """A hash that changes with every file, sidecar, size and time of change."""
        facts = []
        for path in sorted(self.root.iterdir()):
            if not path.name.startswith("."):
                status = path.stat()
                facts.append((path.name, status.st_size, status.st_mtime_ns))
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]

    def has(self, name: str) -> bool:
        """Whether there is a file of that very name."""
        return self._path(name).is_file()

    def begin(self) -> tuple[Path, BinaryIO]:
        """A file to write an upload into, with a name of ours. Raises UsageError where the folder is full."""
        files = self._files()
        if len(files) >= MOST_FILES or self._bytes(files) >= self._most_bytes:
            raise UsageError("上传的文件已经太多：请先删掉不用的，或请管理员放宽 --max-uploads-mb。")
        path = self._incoming / secrets.token_hex(16)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            raise _unwritable(self.root, error) from error
        return path, os.fdopen(handle, "wb")

    def accept(self, staged: Path, name: str, *, is_replacement: bool = False) -> str:
        """Gives a whole upload its name, after a look at what it is; the name comes back.

        Raises UsageError for a name that is taken (unless it is a replacement) or no name, ReadError for what no
        reader takes; the upload is then gone.
        """
        try:
            name = clean_name(name)
            path = self._path(name)
            if path.exists() != is_replacement:
                told = f"没有“{name}”可以替换。" if is_replacement else f"已有同名的“{name}”：请改名，或用“替换”。"
                raise UsageError(told)
            replaced = path.stat().st_size if is_replacement else 0
            if self._bytes(self._files()) - replaced + staged.stat().st_size > self._most_bytes:
                raise UsageError("放不下了：上传的文件合计超过上限，请先删掉不用的。")
            self._look(staged, Path(name).suffix.lower())
            _sync(staged)
            staged.replace(path)
            _sync(self.root)
        except OSError as error:
            raise _unwritable(self.root, error) from error
        finally:
            staged.unlink(missing_ok=True)
        return name

    def remove(self, name: str) -> None:
        """Removes a file and what was written of it. Raises UsageError where there is none."""
        path = self._existing(name)
        try:
            path.unlink()
            self._sidecar(name).unlink(missing_ok=True)
            _sync(self.root)
        except OSError as error:
            raise _unwritable(self.root, error) from error

    def describe(self, name: str, fields: Mapping[str, str]) -> None:
        """Writes the sidecar of a file, in place of the one before; blank fields say nothing, none of them no sidecar.

        Raises UsageError with one sentence for a key that is none or a value that cannot be one.
        """
        self._existing(name)
        told = {key.strip(): value.strip() for key, value in fields.items() if value.strip()}
        for key, value in told.items():
            if len(value) > _MOST_FIELD_CHARS or any(ord(char) < 32 or ord(char) == 127 for char in value):
                raise UsageError(f"“{key}”的值太长，或含有不能用的字符：请改正。")
        faults = faults_of(told)
        if faults:
            raise UsageError(faults[0])
        sidecar = self._sidecar(name)
        try:
            if not told:
                sidecar.unlink(missing_ok=True)
            else:
                aside = self._incoming / secrets.token_hex(16)
                quoted = (json.dumps(one, ensure_ascii=False) for pair in told.items() for one in pair)
                pairs = zip(quoted, quoted, strict=False)
                aside.write_text("".join(f"{key} = {value}\n" for key, value in pairs), "utf-8")
                _sync(aside)
                aside.replace(sidecar)
            _sync(self.root)
        except (OSError, UnicodeEncodeError) as error:
            raise _unwritable(self.root, error) from error

    def _look(self, staged: Path, suffix: str) -> None:
        """Raises ReadError or UsageError for a file of a kind that no reader takes."""
        data = staged.read_bytes()
        if data.startswith(b"PK"):
            self._check_directory(data)
        kind = kind_of(data, suffix)
        if kind not in READERS and kind != ".zip":
            raise UsageError(f"文件的内容是 {kind or '不认得的格式'}，没有收下：请换成能读的格式。")

    def _check_directory(self, data: bytes) -> None:
        """Looks at how long the list of members is before anything reads it."""
        at = data.rfind(_END_OF_ZIP, max(0, len(data) - _END_BYTES - _COMMENT_BYTES))
        if at < 0 or at + _END_BYTES > len(data):
            raise UsageError("压缩的文件不完整：请重新保存或打包后再上传。")
        members, list_bytes = struct.unpack_from("<HI", data, at + 10)
        if members > self._limits.members or list_bytes > self._limits.members << 9:
            raise UsageError(f"压缩包里的文件超过上限 {self._limits.members} 份：请拆分后再上传。")

    def _files(self) -> list[Path]:
        return [
            path
            for path in self.root.iterdir()
            if not path.name.startswith(".")
            and not path.name.endswith(SIDECAR_SUFFIX)
            and path.is_file()
            and not path.is_symlink()
        ]

    @staticmethod
    def _bytes(files: list[Path]) -> int:
        return sum(path.stat().st_size for path in files)

    def _path(self, name: str) -> Path:
        """The place of a name that is clean already; a name that is not has no place."""
        if clean_name(name) != name:
            raise UsageError("没有这个文件。")
        return self.root / name

    def _existing(self, name: str) -> Path:
        path = self._path(name)
        if not path.is_file() or path.is_symlink():
            raise UsageError(f"没有“{name}”这个文件：可能已经删除，请刷新页面。")
        return path

    def _sidecar(self, name: str) -> Path:
        return self.root / f"{name}{SIDECAR_SUFFIX}"

    def _held(self, path: Path) -> Held:
        facts = path.stat()
        try:
            told = tomllib.loads(self._sidecar(path.name).read_text("utf-8"))
        except (OSError, ValueError):
            told = {}
        return Held(path.name, facts.st_size, facts.st_mtime, {key: str(value) for key, value in told.items()})


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(root: Path, error: Exception) -> PolicySearchError:
    reason = getattr(error, "strerror", None) or error
    return UsageError(f"写不进上传文件夹 {root.name}（{reason}）：请管理员检查权限和磁盘空间。")
