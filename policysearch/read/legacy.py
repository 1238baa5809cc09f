"""Old Word, WPS and RTF files: LibreOffice writes a docx in a folder of its own, which is read as any docx."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read.word import read_docx
from policysearch.types import RawDocument, Source

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SECONDS = 60.0
# The header of a Word file begins a sector: its mark, and a bit at +11 for a password.
_WORD_MARK = b"\xec\xa5"
_SECTOR = 512
_ENCRYPTED_BIT = 0x01


def read_doc(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The document in an old Word file: an OLE file, RTF or the XML of Word 2003."""
    if data.startswith(_OLE_MAGIC):
        if _is_encrypted(data):
            raise ReadError("文件有密码保护：请去掉密码后再放入。")
    elif not data.lstrip().startswith((b"{\\rtf", b"<", b"\xef\xbb\xbf<")):
        raise ReadError("不是完整的 Word 文件：请重新保存后再放入。")
    return read_docx(_convert(data, source), source, limits)


def _is_encrypted(data: bytes) -> bool:
    sectors = range(_SECTOR, len(data) - 12, _SECTOR)
    return any(data.startswith(_WORD_MARK, at) and data[at + 11] & _ENCRYPTED_BIT for at in sectors)


def _convert(data: bytes, source: Source) -> bytes:
    """The bytes of a docx with the content of ``data``. Raises ReadError when there is no LibreOffice or it fails."""
    suffix = Path(source.path).suffix.lower()
    suffix = suffix if suffix in (".doc", ".wps", ".rtf", ".dot", ".wpt") else ".doc"
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(f"读 {suffix} 要用 LibreOffice：请安装后重建，或在 Word、WPS 中另存为 .docx。")
    with tempfile.TemporaryDirectory(prefix="policysearch-") as folder:
        given = Path(folder, "in" + suffix)
        made = Path(folder, "out", "in.docx")
        given.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(given)]
        _run(command, folder)
        try:
            return made.read_bytes()
        except OSError as error:
            raise ReadError("LibreOffice 打不开这份文件：请在 Word、WPS 中另存为 .docx 后再放入。") from error


def _run(command: list[str], folder: str) -> None:
    """Runs the converter with all that it starts in a group, which ends with it."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ReadError("LibreOffice 不能运行：请重新安装，或在 Word、WPS 中另存为 .docx。") from error
    try:
        process.wait(_MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        message = f"LibreOffice 用了 {_MOST_SECONDS:.0f} 秒还没有转换完：请在 Word、WPS 中另存为 .docx 后再放入。"
        raise ReadError(message) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it left running, also after an interrupt."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            return
    elif process.poll() is None:
        process.kill()
    process.wait()
