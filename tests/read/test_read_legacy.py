"""Old Word files: LibreOffice is called and ended as it should be, and bytes decide what a file is."""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import time
from pathlib import Path

import docx
import pytest
from test_read_file import WORDS, docx_bytes, put, refusal

from policysearch.read import legacy, read_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
RTF = rb"{\rtf1\ansi\ansicpg936 {\b \'c8\'f8\'c1\'cb} please inspect each week.\par}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
# What the stand-in is given last is the file, and before it the folder to write to.
WRITES = """
for last; do :; done
while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; shift; done
mkdir -p "$out" && cp "$GIVEN" "$out/in.docx"
"""


@pytest.fixture
def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a stand-in for LibreOffice goes: the only program called soffice on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    others = [p for p in os.environ["PATH"].split(os.pathsep) if not any(Path(p, n).exists() for n in NAMES)]
    # The tools that the script needs may lie beside the true program.
    for tool in ("cp", "mkdir", "sleep", "sh"):
        found = shutil.which(tool)
        if found:
            (folder / tool).symlink_to(found)
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), *others]))
    return folder / "soffice"


NAMES = ("soffice", "libreoffice")


def script(path: Path, body: str) -> None:
    path.write_text("#!/bin/sh\n" + body, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@posix
@pytest.mark.parametrize("name", ["a.doc", "a.DOC", "a.wps", "a.rtf"])
def test_what_the_converter_writes_is_read(
    tmp_path: Path, converter: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    given = put(tmp_path, "given", docx_bytes("一、各村每周巡查一次。"))
    monkeypatch.setenv("GIVEN", str(given))
    script(converter, f'echo "$@" > {tmp_path}/called\n' + WRITES)
    raw = read_file(tmp_path, put(tmp_path, name, RTF if name == "a.rtf" else OLE))
    assert raw.text == "一、各村每周巡查一次。\n"
    assert raw.source.path == name
    called = (tmp_path / "called").read_text(encoding="utf-8")
    assert "--headless" in called
    assert "-env:UserInstallation=file:///" in called
    assert str(Path.home()) + "/.config" not in called
    assert not Path(called.split()[-1]).exists()


@posix
def test_the_other_name_of_the_program_will_do(
    tmp_path: Path, converter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIVEN", str(put(tmp_path, "given", docx_bytes("每周巡查。"))))
    script(converter.with_name("libreoffice"), WRITES)
    assert read_file(tmp_path, put(tmp_path, "a.doc", OLE)).text == "每周巡查。\n"


@pytest.mark.parametrize("suffix", [".doc", ".wps"])
def test_without_the_program_it_is_named(tmp_path: Path, converter: Path, suffix: str) -> None:
    message = refusal(tmp_path, put(tmp_path, "a" + suffix, OLE))
    assert message == f"读 {suffix} 要用 LibreOffice：请安装后重建，或在 Word、WPS 中另存为 .docx。"


@posix
@pytest.mark.parametrize("body", ["exit 1\n", "exit 0\n"])
def test_a_converter_that_writes_nothing_is_told(tmp_path: Path, converter: Path, body: str) -> None:
    script(converter, body)
    assert "LibreOffice 打不开" in refusal(tmp_path, put(tmp_path, "a.doc", OLE))


@posix
def test_a_program_that_cannot_run_is_told(tmp_path: Path, converter: Path) -> None:
    converter.write_bytes(b"\x00\x01 this is no program")
    converter.chmod(0o755)
    assert "LibreOffice 不能运行" in refusal(tmp_path, put(tmp_path, "a.doc", OLE))


@posix
def test_a_slow_converter_is_ended_with_all_that_it_started(
    tmp_path: Path, converter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "_MOST_SECONDS", 0.5)
    script(converter, f"sleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    begin = time.monotonic()
    assert "秒" in refusal(tmp_path, put(tmp_path, "a.doc", OLE))
    assert time.monotonic() - begin < 10
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        state = Path(f"/proc/{child}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            break  # ended, and waits for its parent to take note
        time.sleep(0.1)
    else:
        pytest.fail("what the converter started still runs")


@pytest.mark.usefixtures("converter")
def test_what_is_no_old_word_file_needs_no_converter(tmp_path: Path) -> None:
    for name, data, words in (
        ("a.doc", docx_bytes("请各村落实。"), "请各村落实。"),
        ("b.doc", WORDS.encode(), "请各村按要求落实。"),
        ("c.doc", WORDS.encode("gbk"), "请各村按要求落实。"),
        ("d.doc", WORDS.encode("utf-16"), "请各村按要求落实。"),
        ("e.doc", f"<html><body><p>{'请各村按要求落实。' * 20}</p></body></html>".encode(), "请各村按要求落实。"),
    ):
        assert words in read_file(tmp_path, put(tmp_path, name, data)).text
    kinds = [read_file(tmp_path, tmp_path / name).source.media_type for name in ("b.doc", "e.doc")]
    assert kinds == ["text/plain", "text/html"]


@pytest.mark.usefixtures("converter")
def test_passwords_and_damage_are_told(tmp_path: Path) -> None:
    header = b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01" + bytes(500)
    assert "密码" in refusal(tmp_path, put(tmp_path, "a.doc", OLE + header))
    assert "密码" in refusal(tmp_path, put(tmp_path, "b.doc", OLE + "EncryptedPackage".encode("utf-16-le")))
    assert "Word" in refusal(tmp_path, put(tmp_path, "c.doc", bytes(range(256)) * 8))
    assert "Word" in refusal(tmp_path, put(tmp_path, "d.doc", docx_bytes("请各村落实。")[:300]))
    assert "MHTML" in refusal(tmp_path, put(tmp_path, "f.doc", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n"))
    unlocked = b"\xec\xa5\xc1\x00" + bytes(508)
    assert "LibreOffice" in refusal(tmp_path, put(tmp_path, "e.doc", OLE + unlocked))


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="LibreOffice is not installed")
def test_libreoffice_reads_an_old_file(tmp_path: Path) -> None:
    """A round trip by way of RTF, which a test can write."""
    words = "关于开展冬季巡查的通知"
    escaped = "".join(f"\\u{ord(c)}?" for c in words)
    rtf = (
        r"{\rtf1\ansi\uc1 " + escaped + r"\par \trowd\cellx3000\cellx6000\intbl A1\cell B1\cell\row"
        r"\trowd\cellx3000\cellx6000\intbl A2\cell B2\cell\row\pard Ende\par}"
    )
    raw = read_file(tmp_path, put(tmp_path, "a.doc", rtf.encode("ascii")))
    assert raw.text == f"{words}\nA1\tB1\nA2\tB2\nEnde\n"
    assert raw.tables[0].rows == (("A1", "B1"), ("A2", "B2"))


@pytest.mark.usefixtures("converter")
def test_a_docx_in_disguise_keeps_its_tables(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, cells in enumerate([("户型", "补贴"), ("一人户", "540")]):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_file(tmp_path, put(tmp_path, "a.doc", buffer.getvalue())).tables[0].rows[1] == ("一人户", "540")
