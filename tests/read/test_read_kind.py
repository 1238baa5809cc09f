"""What a file is: its bytes decide, whatever it is called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from test_read_file import WORDS, docx_bytes, put, refusal
from test_read_ofd import package, text
from test_read_sheet import TABLE, xls_bytes, xlsx_bytes

from policysearch.errors import ReadError
from policysearch.read import READERS, read_documents, read_file
from policysearch.read.kind import kind_of

PAGE = f"<html><head><title>通知</title></head><body>{'<p>请各村按要求落实巡查工作。</p>' * 9}</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SAMPLES = {
    ".pdf": b"%PDF-1.7\n",
    ".docx": docx_bytes("请各村落实。"),
    ".xlsx": xlsx_bytes({"补贴": TABLE}),
    ".xls": xls_bytes({"补贴": TABLE}),
    ".doc": OLE + "WordDocument".encode("utf-16-le") + bytes(64),
    ".rtf": b"{\\rtf1\\ansi words}",
    ".html": PAGE.encode(),
    ".ofd": package([text("请各村落实。", 20, 30)]),
}


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".docx", ".xlsx", ".html"])
def test_the_bytes_decide(kind: str, suffix: str) -> None:
    assert kind_of(SAMPLES[kind], suffix) == kind


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_plain_words_are_what_the_name_says(suffix: str) -> None:
    assert kind_of(WORDS.encode(), suffix) == (".txt" if suffix in (".doc", ".wps", ".rtf") else suffix)


def test_a_name_of_the_same_family_stands() -> None:
    assert kind_of(SAMPLES[".doc"], ".wps") == ".wps"
    assert kind_of(SAMPLES[".xlsx"], ".xlsm") == ".xlsm"
    assert kind_of(PAGE.encode(), ".htm") == ".htm"


def test_a_markdown_file_may_begin_with_html() -> None:
    assert kind_of(b"<table><tr><td>a</td></tr></table>\n\n# b\n", ".md") == ".md"


def test_words_about_html_are_words() -> None:
    assert kind_of("网页以 <html> 开头。".encode(), ".txt") == ".txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.txt", "a.xls", "a.docx"])
def test_a_web_page_is_read_under_any_name(tmp_path: Path, name: str, encoding: str) -> None:
    raw = read_file(tmp_path, put(tmp_path, name, PAGE.encode(encoding)))
    assert raw.text.count("请各村按要求落实巡查工作。") == 9
    assert "<p>" not in raw.text
    assert raw.source.media_type == "text/html"


@pytest.mark.parametrize("name", ["a.txt", "a.doc", "a.pdf", "a.zip"])
def test_a_word_file_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    (raw,), unread = read_documents(tmp_path, put(tmp_path, name, docx_bytes("请各村落实。")))
    assert (raw.text, unread) == ("请各村落实。\n", ())


@pytest.mark.parametrize("name", ["a.xls", "a.docx", "a.txt"])
def test_a_workbook_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    assert read_file(tmp_path, put(tmp_path, name, SAMPLES[".xlsx"])).tables[0].rows[1][0] == "一人户"


def test_what_it_is_and_is_not_is_told(tmp_path: Path) -> None:
    message = refusal(tmp_path, put(tmp_path, "a.docx", b"%PDF-1.7 cut"))
    assert ".pdf" in message
    assert ".docx" in message


def test_a_zip_of_words_is_an_archive(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("通知.txt", WORDS)
        archive.writestr("通知.pdf", PAGE)
    documents, unread = read_documents(tmp_path, put(tmp_path, "a.zip", buffer.getvalue()))
    assert [raw.source.media_type for raw in documents] == ["text/html", "text/plain"]
    assert unread == ()


def test_private_characters_are_counted(tmp_path: Path) -> None:
    raw = read_file(tmp_path, put(tmp_path, "a.txt", "各县人民政府：\ue004\ue004\n请落实。"))
    assert raw.warnings == ("有 2 个字符在字库之外（私用区），显示不出来，请对照原件。",)


def test_a_protected_workbook_is_told() -> None:
    with pytest.raises(ReadError, match="密码"):
        kind_of(OLE + "EncryptedPackage".encode("utf-16-le"), ".xlsx")
