"""The members of a zip, one by one in memory: nothing is written to disk, and what is refused is told."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.decode import decode

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_CHUNK_BYTES = 1 << 20
_UTF8_NAME = 0x800
_OUTSIDE = re.compile(r"/|[A-Za-z]:")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Unread:
    """A member of an archive that was not read, and the reason in one sentence."""

    part: str
    reason: str


def members(data: bytes, limits: ReadLimits) -> Iterator[tuple[str, bytes] | Unread]:
    """(path inside the archive, bytes) for each file by path, or why it is not given.

    Hidden files and what systems leave behind do not count. Unpacked bytes are counted while they are read, whatever
    the archive says of them. Raises ReadError when it is no zip or has too many members.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise ReadError("不是完整的压缩包：请重新下载或打包后再放入。") from error
    with archive:
        named = sorted(((_name(info), info) for info in archive.infolist()), key=lambda pair: pair[0])
        infos = [(part, info) for part, info in named if not part.endswith("/") and not _is_litter(part)]
        if len(infos) > limits.members:
            raise ReadError(f"压缩包里有 {len(infos)} 份文件，超过上限 {limits.members} 份：请拆分后再放入。")
        left = limits.unpacked_bytes
        seen: set[str] = set()
        for part, info in infos:
            reason = _refusal(part, info, seen)
            seen.add(part)
            if reason:
                yield Unread(part, reason)
                continue
            try:
                content = _content(archive, info, min(left, limits.file_bytes))
            except _DAMAGE:
                yield Unread(part, "压缩包里的这份文件已损坏：请重新打包后再放入。")
                continue
            if len(content) > min(left, limits.file_bytes):
                left = left if len(content) <= left else 0
                yield Unread(part, "解开后太大：请单独放入或拆分。")
                continue
            left -= len(content)
            yield part, content


def _refusal(part: str, info: zipfile.ZipInfo, seen: set[str]) -> str | None:
    if _OUTSIDE.match(part) or ".." in part.split("/"):
        return "文件名指向压缩包之外，没有读取：请重新打包。"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "这是一个链接，没有读取：请把文件本身放入压缩包。"
    if info.flag_bits & 1:
        return "压缩包有密码保护：请去掉密码后再放入。"
    if part.lower().endswith(_NESTED):
        return "压缩包里还有压缩包：请先解压后再放入。"
    return "压缩包里有两份同名的文件，只读了第一份：请改名。" if part in seen else None


def _name(info: zipfile.ZipInfo) -> str:
    """The path of a member with / between folders: old tools wrote it in GBK without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(ReadError):
            name, _ = decode(name.encode("cp437"))
    name = name.split("\0")[0].replace("\\", "/").removeprefix("./")
    return _UNPRINTABLE.sub("_", name)


def _is_litter(part: str) -> bool:
    folders = part.split("/")
    hidden = any(name.startswith((".", "~$")) and name not in (".", "..") for name in folders)
    return hidden or "__MACOSX" in folders or folders[-1].lower() in _LITTER


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """The bytes of a member, cut one past ``most``."""
    kept = bytearray()
    with archive.open(info) as member:
        while len(kept) <= most and (chunk := member.read(_CHUNK_BYTES)):
            kept += chunk
    return bytes(kept[: most + 1])
