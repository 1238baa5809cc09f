"""Which code made a thing: a hash over the sources that take part, so that what older code made is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).parent
# All that turns a file into documents, passages and entries, and all that turns a passage into tokens.
PARSER = (
    *("types.py", "text.py", "numerals.py", "quantities.py", "regions.py", "cells.py", "place.py", "context.py"),
    *("validity.py", "kinship.py", "intake.py", "read", "parse", "catalogue"),
    *("data/regions.tsv", "data/ordinary_names.txt"),
)
TOKENIZER = ("text.py", "numerals.py", "regions.py", "search/tokenize.py", "data/regions.tsv")
PARSER_LIBRARIES = (
    "lxml",
    "lxml_html_clean",
    "trafilatura",
    "markdown-it-py",
    "python-docx",
    "openpyxl",
    "xlrd",
    "pdfplumber",
)
TOKENIZER_LIBRARIES = ("jieba", "OpenCC")


@lru_cache(maxsize=8)
def fingerprint(parts: Sequence[str], libraries: Sequence[str], beside: str = "") -> str:
    """Sixteen hexadecimal digits for the sources of ``parts`` (files and folders of the package), the versions of
    ``libraries`` that are installed, and what stands ``beside`` them (settings)."""
    digest = hashlib.sha256(beside.encode())
    for part in parts:
        path = _PACKAGE / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    for library in libraries:
        try:
            digest.update(f"{library}=={metadata.version(library)}".encode())
        except metadata.PackageNotFoundError:
            digest.update(library.encode())
    return digest.hexdigest()[:16]
