"""Bytes to RawDocument: one small file a format, and this table of suffixes.

A reader is a function ``(data, source) -> RawDocument``. It gives the text in reading order and what
only the format knows (title, marked headings, tables, page starts); it neither cleans nor guesses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.html import read_html
from policysearch.read.markdown import read_markdown
from policysearch.read.plain import read_plain
from policysearch.read.word import read_docx
from policysearch.types import RawDocument, Source

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
}

# What an office also has, with the way to bring it in today.
_NOT_YET: Mapping[str, str] = {
    ".doc": "请在 Word 或 WPS 中另存为 .docx",
    ".wps": "请在 WPS 中另存为 .docx",
    ".pdf": "请另存为 .docx 或 .txt",
    ".ofd": "请另存为 .docx 或 .txt",
    ".xls": "请把表格粘贴到 .docx 中",
    ".xlsx": "请把表格粘贴到 .docx 中",
    ".zip": "请先解压",
    ".rar": "请先解压",
}


def read_file(root: Path, path: Path, limits: ReadLimits = ReadLimits()) -> RawDocument:  # noqa: B008
    """The document in ``path``, a file under the corpus folder ``root``.

    Raises ReadError with one sentence when the file is of an unknown kind, empty, too large, damaged or
    protected.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        known = "、".join(sorted(READERS))
        advice = _NOT_YET.get(suffix, f"能读的格式是 {known}")
        raise ReadError(f"暂不支持 {suffix or '没有后缀的'} 文件：{advice}。")
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise ReadError(f"文件有 {_size(size)}，超过上限 {_size(limits.file_bytes)}：请拆分后再放入。")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"打不开文件（{error.strerror}）：请检查它的权限。") from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ReadError("文件是空的：请换成有内容的文件。")
    media_type, reader = READERS[suffix]
    relative = path.relative_to(root).as_posix()
    source = Source(relative, hashlib.sha256(data).hexdigest(), media_type)
    raw = reader(data, source, limits)
    if not raw.text.strip():
        raise ReadError("读不到文字：文件里可能只有图片，请换成带文字的版本。")
    if len(raw.text) > limits.text_chars:
        raise ReadError(f"文字有 {len(raw.text)} 字，超过上限 {limits.text_chars} 字：请拆分后再放入。")
    return raw


def _size(count_bytes: int) -> str:
    return f"{count_bytes / 2**20:.1f} MB" if count_bytes >= 2**20 else f"{count_bytes / 1024:.1f} KB"
