"""Files: which are read, and one sentence that says what to do about the others."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pytest

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read import READERS, read_file

WORDS = "关于开展冬季巡查的通知\n\n请各村按要求落实。\n"


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def docx_bytes(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def refusal(folder: Path, path: Path, limits: ReadLimits | None = None) -> str:
    """The sentence with which a file is refused; one sentence, with a colon before the advice."""
    with pytest.raises(ReadError) as caught:
        read_file(folder, path, limits or ReadLimits())
    message = str(caught.value)
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "\n" not in message
    assert "：" in message
    assert message.split("：", 1)[1].strip("。")
    return message


@pytest.mark.parametrize("suffix", [".txt", ".TXT", ".text", ".md", ".markdown"])
def test_a_text_file_is_read_with_its_source(tmp_path: Path, suffix: str) -> None:
    path = put(tmp_path, f"通知/冬季{suffix}", WORDS)
    raw = read_file(tmp_path, path)
    assert "请各村按要求落实。" in raw.text
    assert raw.source.path == f"通知/冬季{suffix}"
    assert raw.source.sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    assert raw.source.media_type == READERS[suffix.lower()][0]


@pytest.mark.parametrize("suffix", [".html", ".htm", ".xhtml"])
def test_a_page_is_read_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    page = f"<html><head><title>通知</title></head><body><p>{'请各村按要求落实巡查工作。' * 12}</p></body></html>"
    assert "请各村按要求落实巡查工作。" in read_file(tmp_path, put(tmp_path, f"a{suffix}", page)).text


def test_a_docx_is_read_by_its_suffix(tmp_path: Path) -> None:
    assert read_file(tmp_path, put(tmp_path, "a.docx", docx_bytes("请各村落实。"))).text == "请各村落实。\n"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("a.rar", "解压"),
        ("a.7z", "解压"),
        ("a.zip", "解压"),
        ("a.exe", ".docx"),
        ("无后缀", "没有后缀"),
    ],
)
def test_an_unknown_kind_is_refused_with_advice(tmp_path: Path, name: str, advice: str) -> None:
    assert advice in refusal(tmp_path, put(tmp_path, name, WORDS))


@pytest.mark.parametrize("data", [b"", b"\n\r\n \t", b"\xef\xbb\xbf", b"\x00" * 50, b"\xff\xfe", "　\n　".encode()])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    message = refusal(tmp_path, put(tmp_path, "a.txt", data))
    assert "空" in message or "读不到文字" in message


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "字" * 2000)
    assert "上限" in refusal(tmp_path, path, ReadLimits(file_bytes=1000))


def test_the_limit_is_told_in_a_unit_that_says_something(tmp_path: Path) -> None:
    """A limit under a megabyte does not read as 0 MB."""
    path = put(tmp_path, "a.txt", "字" * 2000)
    assert "0 MB" not in refusal(tmp_path, path, ReadLimits(file_bytes=1000))


def test_too_long_a_text_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", "字" * 2000)
    assert "上限 1999 字" in refusal(tmp_path, path, ReadLimits(text_chars=1999))
    assert read_file(tmp_path, path, ReadLimits(text_chars=2000)).text == "字" * 2000


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path, tmp_path / "没有.txt")


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    refusal(tmp_path, tmp_path / "夹.txt")


def test_a_protected_docx_is_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    assert "密码" in refusal(tmp_path, put(tmp_path, "a.docx", ole))


def test_a_cut_off_docx_is_refused(tmp_path: Path) -> None:
    data = docx_bytes("请各村落实。")
    assert "Word" in refusal(tmp_path, put(tmp_path, "a.docx", data[: len(data) // 2]))


def test_a_zip_that_is_no_docx_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert "Word" in refusal(tmp_path, put(tmp_path, "a.docx", buffer.getvalue()))


def test_a_docx_with_broken_xml_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes("请各村落实。"))) as good,
        zipfile.ZipFile(buffer, "w") as bad,
    ):
        for member in good.namelist():
            data = good.read(member)
            bad.writestr(member, data[: len(data) // 2] if member == "word/document.xml" else data)
    assert "Word" in refusal(tmp_path, put(tmp_path, "a.docx", buffer.getvalue()))


def test_a_damaged_member_of_a_docx_is_refused(tmp_path: Path) -> None:
    data = bytearray(docx_bytes(*(f"第{n}段的内容各不相同。" for n in range(200))))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        member = archive.getinfo("word/document.xml")
    middle = member.header_offset + 200
    data[middle : middle + 40] = bytes(40)
    assert "Word" in refusal(tmp_path, put(tmp_path, "a.docx", bytes(data)))


def test_a_docx_that_unpacks_too_large_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.docx", docx_bytes("字" * 5000))
    assert "太大" in refusal(tmp_path, path, ReadLimits(unpacked_bytes=4000))


def test_a_docx_of_too_many_members_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.docx", docx_bytes("字"))
    assert "太大" in refusal(tmp_path, path, ReadLimits(members=3))


def test_a_docx_without_words_is_refused(tmp_path: Path) -> None:
    assert "读不到文字" in refusal(tmp_path, put(tmp_path, "a.docx", docx_bytes("", "  ")))


def test_unreadable_bytes_are_refused(tmp_path: Path) -> None:
    assert "编码" in refusal(tmp_path, put(tmp_path, "a.txt", bytes(range(256)) * 4))
