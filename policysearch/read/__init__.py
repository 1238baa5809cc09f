"""Bytes to RawDocument: one small file a format, and this table of suffixes.

A reader is a function ``(data, source, limits) -> RawDocument``. It gives the text in reading order and what
only the format knows (title, marked headings, tables, page starts); it neither cleans nor guesses. Which reader takes
a file is for its bytes to say (``kind``) and not for its name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.archive import Unread, members
from policysearch.read.html import read_html
from policysearch.read.kind import kind_of
from policysearch.read.legacy import read_doc
from policysearch.read.markdown import read_markdown
from policysearch.read.ofd import read_ofd
from policysearch.read.pdf import read_pdf
from policysearch.read.plain import read_plain
from policysearch.read.sheet import read_workbook
from policysearch.read.word import read_docx
from policysearch.types import RawDocument, Source

__all__ = ["READERS", "Reader", "Unread", "read_documents", "read_file"]

Reader = Callable[[bytes, Source, ReadLimits], RawDocument]

READERS: Mapping[str, tuple[str, Reader]] = {
    ".txt": ("text/plain", read_plain),
    ".text": ("text/plain", read_plain),
    ".md": ("text/markdown", read_markdown),
    ".markdown": ("text/markdown", read_markdown),
    ".html": ("text/html", read_html),
    ".htm": ("text/html", read_html),
    ".xhtml": ("text/html", read_html),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", read_docx),
    ".doc": ("application/msword", read_doc),
    ".wps": ("application/vnd.ms-works", read_doc),
    ".rtf": ("application/rtf", read_doc),
    ".pdf": ("application/pdf", read_pdf),
    ".ofd": ("application/ofd", read_ofd),
    ".xls": ("application/vnd.ms-excel", read_workbook),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", read_workbook),
    ".xlsm": ("application/vnd.ms-excel.sheet.macroEnabled.12", read_workbook),
}

_ARCHIVE = ".zip"
# What an office also has, with the way to bring it in today.
_NOT_YET: Mapping[str, str] = {_ARCHIVE: "请先解压", ".rar": "请先解压，或改为 .zip", ".7z": "请先解压，或改为 .zip"}
_EMPTY_BYTES = b"\x00 \t\r\n\xef\xbb\xbf"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TELLING_NAME = re.compile("[\u4e00-\u9fff]{4}")


def read_documents(
    root: Path,
    path: Path,
    limits: ReadLimits = ReadLimits(),  # noqa: B008
) -> tuple[tuple[RawDocument, ...], tuple[Unread, ...]]:
    """The documents in ``path``, a file under the corpus folder ``root``, and the parts that were not read.

    A zip holds a document for each member that can be read, in order of their paths; ``part`` is that path. Every
    other file is one document. Raises ReadError as ``read_file`` does, and for a zip that cannot be opened or is empty.
    """
    suffix = path.suffix.lower()
    if suffix != _ARCHIVE:
        _reader(suffix)
    data = _bytes(path, limits)
    source = Source(path.relative_to(root).as_posix(), hashlib.sha256(data).hexdigest(), "application/zip")
    if suffix != _ARCHIVE or kind_of(data, suffix) != _ARCHIVE:
        return (_read(data, source, suffix, limits),), ()
    documents: list[RawDocument] = []
    unread: list[Unread] = []
    for member in members(data, limits):
        if isinstance(member, Unread):
            unread.append(member)
            continue
        part, content = member
        try:
            raw = _read(content, source, PurePosixPath(part).suffix.lower(), limits)
        except ReadError as error:
            unread.append(Unread(part, str(error)))
        except Exception as error:  # noqa: BLE001  no member may lose the others
            unread.append(Unread(part, f"读取时程序出错（{type(error).__name__}: {error}），请反馈这份文件。"))
        else:
            # The file's name is the archive's and names no member.
            name = PurePosixPath(part).stem
            title = raw.title or (name if _TELLING_NAME.search(name) else None)
            documents.append(replace(raw, part=part, title=title))
    if not documents and not unread:
        raise ReadError("压缩包是空的：请换成有内容的文件。")
    return tuple(documents), tuple(unread)


def read_file(root: Path, path: Path, limits: ReadLimits = ReadLimits()) -> RawDocument:  # noqa: B008
    """The document in ``path``, a file under the corpus folder ``root``.

    Raises ReadError with one sentence when the file is of an unknown kind, empty, too large, damaged or
    protected.
    """
    _reader(path.suffix.lower())
    data = _bytes(path, limits)
    source = Source(path.relative_to(root).as_posix(), hashlib.sha256(data).hexdigest(), "")
    return _read(data, source, path.suffix.lower(), limits)


def _reader(suffix: str) -> tuple[str, Reader]:
    if suffix not in READERS:
        known = "、".join(sorted([*READERS, _ARCHIVE]))
        advice = _NOT_YET.get(suffix, f"能读的格式是 {known}")
        raise ReadError(f"暂不支持 {suffix or '没有后缀的'} 文件：{advice}。")
    return READERS[suffix]


def _bytes(path: Path, limits: ReadLimits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise ReadError(f"文件有 {_size(size)}，超过上限 {_size(limits.file_bytes)}：请拆分后再放入。")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"打不开文件（{error.strerror}）：请检查它的权限。") from error


def _read(data: bytes, source: Source, suffix: str, limits: ReadLimits) -> RawDocument:
    if not data.strip(_EMPTY_BYTES):
        raise ReadError("文件是空的：请换成有内容的文件。")
    kind = kind_of(data, suffix)
    media_type, reader = _reader(kind)
    try:
        raw = reader(data, replace(source, media_type=media_type), limits)
        if not raw.text.strip():
            raise ReadError("读不到文字：文件里可能只有图片，请换成带文字的版本。")
    except ReadError as error:
        if reader is READERS.get(suffix, (media_type, reader))[1]:
            raise
        raise ReadError(f"文件内容是 {kind}，不是 {suffix}，{error}") from error
    if len(raw.text) > limits.text_chars:
        raise ReadError(f"文字有 {len(raw.text)} 字，超过上限 {limits.text_chars} 字：请拆分后再放入。")
    private = len(_PRIVATE.findall(raw.text))
    if private:
        warning = f"有 {private} 个字符在字库之外（私用区），显示不出来，请对照原件。"
        return replace(raw, warnings=(*raw.warnings, warning))
    return raw


def _size(count_bytes: int) -> str:
    return f"{count_bytes / 2**20:.1f} MB" if count_bytes >= 2**20 else f"{count_bytes / 1024:.1f} KB"
