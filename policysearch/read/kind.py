"""What a file is, by its bytes: names lie. The one place that looks; a reader takes what it is given."""

from __future__ import annotations

import io
import re
import zipfile

from policysearch.errors import ReadError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEAD_BYTES = 8192
_WEB = re.compile(r"<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE)
_WORD_XML = re.compile(r"<\?mso-application|<w:wordDocument\b")
_MHTML = re.compile(r"\s*(?:MIME-Version|Message-ID|From):", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# The member of a zip, or the stream of an old file, that only this format has.
_MEMBERS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "OFD.xml": ".ofd"}
_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls"}
_OLD_WORD = (".doc", ".wps", ".rtf")
_OFFICE = {".docx", ".xlsx", ".xlsm", ".xls", *_OLD_WORD}


def kind_of(data: bytes, suffix: str) -> str:
    """The suffix of the format that ``data`` is in; ``suffix`` itself where the bytes do not say another.

    Raises ReadError for what no reader takes under any name: a protected office file, a page saved as MHTML.
    """
    head = _head(data)
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(_OLE):
        return _old(data, suffix)
    if data.startswith(_ZIP):
        return _zipped(data, suffix)
    if head.startswith("{\\rtf") or _WORD_XML.search(head):
        return suffix if suffix in _OLD_WORD else ".rtf"
    if suffix in _OLD_WORD and _MHTML.match(head):
        raise ReadError("这是网页存成的单个文件（MHTML）：请在 Word 中另存为 .docx 后再放入。")
    if head.startswith("<") and _WEB.search(head) and suffix not in (".md", ".markdown"):
        return suffix if suffix in (".htm", ".xhtml") else ".html"
    # Many systems export text under the name of an old Word file.
    return ".txt" if suffix in _OLD_WORD and not _BINARY.search(head) else suffix


def _head(data: bytes) -> str:
    """The first bytes as text: ASCII is all that is looked for."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
    return data[:_HEAD_BYTES].decode(wide or "latin-1", "replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n")


def _old(data: bytes, suffix: str) -> str:
    """The format of an OLE file: the names of its streams stand in it as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data and suffix in _OFFICE:
        raise ReadError("文件有密码保护：请去掉密码后再放入。")
    found = [kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") + b"\x00\x00" in data]
    return suffix if suffix in found or (suffix in _OLD_WORD and ".doc" in found) or not found else found[0]


def _zipped(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return suffix  # its reader says what is wrong
    found = next((kind for member, kind in _MEMBERS.items() if member in names), suffix)
    return suffix if (found, suffix) == (".xlsx", ".xlsm") else found
