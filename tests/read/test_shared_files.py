"""Real PDF, Excel and Word files, where they are at hand: read, or refused with the true reason; never empty."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from policysearch.errors import ReadError
from policysearch.parse import cut_passages, parse
from policysearch.read import read_file

SHARED = next(
    (p / "shared" for p in Path(__file__).resolve().parents[2:4] if (p / "shared" / "corpus").is_dir()), Path("shared")
)
NATIVE = SHARED / "corpus" / "native"
needs_native = pytest.mark.skipif(not NATIVE.is_dir(), reason="the shared files are not here")
needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice is not installed"
)


def outcomes(suffix: str, most: int | None = None) -> Counter[str]:
    """How many files were read, and how many refused for each reason."""
    found: Counter[str] = Counter()
    for path in sorted(NATIVE.rglob(f"*{suffix}"))[:most]:
        try:
            raw = read_file(NATIVE, path)
        except ReadError as error:
            found[str(error).split("：")[0]] += 1
            continue
        found["read"] += 1
        assert [*raw.page_starts] == sorted(raw.page_starts)
        for document in parse(raw):
            passages = cut_passages(document)
            assert passages, path.name
            for table in document.tables:
                assert table.span.of(document.text).strip()
            for passage in passages:
                assert "\n".join(span.of(document.text) for span in passage.spans) == passage.text
    return found


MENU_AS_PDF = "文件内容是 .html，不是 .pdf，网页里没有正文，只有网站的栏目"


@needs_native
def test_pdf_files() -> None:
    assert outcomes(".pdf") == {"read": 15, "这是扫描件，没有文字层": 2, MENU_AS_PDF: 4}


@needs_native
def test_excel_files() -> None:
    assert outcomes(".xls") == {"read": 5}


@needs_native
@needs_libreoffice
def test_some_word_files() -> None:
    assert outcomes(".doc", 2) == {"read": 2}
