"""The least versions of what had advisories. Where a fix is named here, an older version must not be installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Package, the version that mended the newest advisory we know of, and what it was.
LEAST = (
    ("gradio", "6.25.0", "CVE-2026-59806 redirects of file=; auth_dependency that failed open; growth by session"),
    ("starlette", "0.49.1", "CVE-2025-62727 ranges that take quadratic time; CVE-2025-54121"),
    ("python-multipart", "0.0.22", "CVE-2026-24486 names that lead out; CVE-2024-53981"),
    ("h11", "0.16.0", "CVE-2025-43859 chunks that two servers read differently"),
    ("uvicorn", "0.30.0", "headers split in old versions"),
    ("torch", "2.10.0", "CVE-2026-24747 and CVE-2025-32434: weights_only did run code"),
    ("transformers", "4.53.0", "CVE-2025-3777 and patterns that run away"),
    ("faiss-cpu", "1.15.0", "damaged and hostile index files"),
    ("lxml", "6.1.0", "entities by default; CVE-2022-2309"),
    ("lxml_html_clean", "0.4.4", "styles and bases that stayed"),
    ("pillow", "11.3.0", "CVE-2025-48379 a write past a buffer"),
    ("pdfminer.six", "20251107", "CVE-2025-64512 pickled character maps"),
    ("python-docx", "0.8.6", "CVE-2016-5851 entities"),
    ("openpyxl", "3.1.0", "CVE-2017-5992 entities in old versions"),
    ("urllib3", "2.6.3", "CVE-2026-21441 and bombs in answers"),
    ("requests", "2.32.4", "CVE-2024-47081"),
    ("certifi", "2024.7.4", "CVE-2024-39689"),
    ("jinja2", "3.1.6", "CVE-2025-27516"),
    ("markdown-it-py", "3.0.0", "CVE-2023-26302"),
    ("orjson", "3.11.6", "CVE-2025-67221 depth"),
)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.split("+")[0]))


@pytest.mark.parametrize(("name", "least", "why"), LEAST, ids=[name for name, _, _ in LEAST])
def test_an_installed_version_is_mended(name: str, least: str, why: str) -> None:
    try:
        found = version(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not used")
    assert _numbers(found) >= _numbers(least), why


def test_every_requirement_is_pinned() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[\w.\-]+==[\w.]+", line) for line in lines if line.strip())


def test_the_lock_holds_every_requirement_by_its_hash() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.\-]+)==(\S+)", text, re.MULTILINE))
    lines = (ROOT / "requirements.txt").read_text("utf-8").split()
    wanted = {name.lower().replace("_", "-"): number for name, number in (line.split("==") for line in lines)}
    assert "torch" not in locked
    assert {name: locked.get(name) for name in wanted if name != "torch"} == {
        name: number for name, number in wanted.items() if name != "torch"
    }
    entries = re.split(r"^(?=[\w.\-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked)
    assert all("--hash=sha256:" in entry for entry in entries)
