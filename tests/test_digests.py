"""Checks on the shipped digests: form, figures and independence of wording."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1] / "corpus"
ORIGINALS = Path(__file__).parents[2] / "shared" / "corpus" / "talent"

# Digest (relative to corpus/) -> first characters of the original's file name.
DIGESTS: dict[str, str] = {
    "规划/拱墅区人才发展十四五规划_要点摘编.md": "000_",
    "规划/秀洲区人才发展十四五规划_要点摘编.md": "001_",
    "报道/杭州以改革激发人才活力_要点摘编.md": "002_",
    "报道/国际人才大会拱墅西湖专版_要点摘编.md": "003_",
    "规划/慈溪市人才发展十四五规划片段_要点摘编.md": "004_",
}

HEADER_ROWS = ("标题", "发布机构", "地区", "来源", "说明")
RUN_LENGTH = 24

# Official titles that are themselves as long as the run that is looked for.
ALLOWED_NAMES = (
    "“拱聚英才·拱赢未来”运河沿岸名区人才建设三年行动计划",
    "中共中央关于进一步全面深化改革 推进中国式现代化的决定",
)

NUMBER = re.compile(r"\d+(?:\.\d+)?")
NOT_COUNTED = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]")
PAGE_MARK = re.compile(r"—\s*\d+\s*—")
HEADING_LABEL = re.compile(r"^(#+\s*)\d+[.．]", re.MULTILINE)
TABLE_ROW = re.compile(r"^\|(.*)\|\s*$")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


def squeeze(text: str) -> str:
    """Keep only the Chinese characters, digits and Latin letters of a text."""
    return NOT_COUNTED.sub("", text)


def cells(line: str) -> list[str] | None:
    """Return the cells of a pipe-table line, or None for any other line."""
    match = TABLE_ROW.match(line)
    return None if match is None else [cell.strip() for cell in match.group(1).split("|")]


def header_of(text: str) -> dict[str, str]:
    """Read the two-column table that stands at the top of a digest."""
    rows: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("## "):
            break
        row = cells(line)
        if row is not None and len(row) == 2:
            rows[row[0]] = row[1]
    return rows


def numbers_to_check(digest: str) -> list[str]:
    """List the figures of a digest, without labels that are no facts.

    Dropped are the numbers of headings, the serial column of the indicator
    tables and the header row that names the plan period.
    """
    kept: list[str] = []
    serial: int | None = None
    for line in HEADING_LABEL.sub(r"\1", digest.translate(FULL_WIDTH)).splitlines():
        row = cells(line)
        if row is None:
            serial = None
        elif row[0] == "规划期":
            continue
        elif "序号" in row:
            serial = row.index("序号")
        elif serial is not None:
            line = " | ".join(cell for i, cell in enumerate(row) if i != serial)
        kept.extend(NUMBER.findall(line))
    return kept


def numbers_of_original(original: str) -> set[Decimal]:
    """Collect the figures of an original, page marks inside sentences left out."""
    text = PAGE_MARK.sub(" ", original).translate(FULL_WIDTH)
    return {Decimal(number) for number in NUMBER.findall(text)}


def runs_of(text: str) -> set[str]:
    """Return every run of RUN_LENGTH counted characters of a text."""
    squeezed = squeeze(text)
    return {squeezed[i : i + RUN_LENGTH] for i in range(len(squeezed) - RUN_LENGTH + 1)}


def without_names(digest: str) -> list[str]:
    """Cut a digest at the allowed names; what is left is checked piece by piece."""
    return re.split("|".join(re.escape(name) for name in ALLOWED_NAMES), digest)


def shared_runs(digest: str, known: set[str]) -> list[str]:
    """List the stretches of a digest that stand in an original, joined where they overlap."""
    found: list[str] = []
    for piece in without_names(digest):
        squeezed = squeeze(piece)
        start: int | None = None
        for i in range(len(squeezed) - RUN_LENGTH + 2):
            hit = i + RUN_LENGTH <= len(squeezed) and squeezed[i : i + RUN_LENGTH] in known
            if hit and start is None:
                start = i
            elif not hit and start is not None:
                found.append(squeezed[start : i - 1 + RUN_LENGTH])
                start = None
    return found


def read_digest(name: str) -> str:
    """Read one digest of the corpus."""
    return (CORPUS / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def originals() -> dict[str, str]:
    """Read the originals by the first characters of their names, or skip without them."""
    if not ORIGINALS.is_dir():
        pytest.skip("the originals of the digests are not on this machine")
    texts = {path.name[:4]: path.read_text(encoding="utf-8") for path in ORIGINALS.glob("*.txt")}
    missing = sorted(set(DIGESTS.values()) - set(texts))
    if missing:
        pytest.skip(f"originals missing: {', '.join(missing)}")
    return texts


@pytest.fixture(scope="module")
def original_runs(originals: dict[str, str]) -> set[str]:
    """Collect the runs of all originals, with and without their page marks."""
    runs: set[str] = set()
    for text in originals.values():
        runs |= runs_of(text) | runs_of(PAGE_MARK.sub("", text))
    return runs


def test_every_digest_is_listed() -> None:
    """A digest that is added to the corpus must be added to these checks as well."""
    present = {path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*_要点摘编.md")}
    assert present == set(DIGESTS)


@pytest.mark.parametrize("name", DIGESTS)
def test_form(name: str) -> None:
    """A digest names its source, says what it is and has headings."""
    text = read_digest(name)
    header = header_of(text)
    missing = [row for row in HEADER_ROWS if not header.get(row)]
    assert not missing, f"{name}: header rows missing: {missing}"
    assert "要点摘编" in header["标题"], f"{name}: the title does not say that it is a digest"
    assert "要点摘编" in header["说明"], f"{name}: the note does not say that it is a digest"
    assert "以原文为准" in header["说明"], f"{name}: the note does not point to the original"
    assert text.startswith(f"# {header['标题']}\n"), f"{name}: first heading is not the title"
    assert re.search(r"^## \S", text, re.MULTILINE), f"{name}: no second-level heading"
    assert "\r" not in text, f"{name}: line ends"
    assert text.endswith("\n"), f"{name}: line ends"
    assert "**" not in text, f"{name}: bold marks"


@pytest.mark.parametrize("name", DIGESTS)
def test_tables_are_rectangular(name: str) -> None:
    """Every row of a table has as many cells as the row above it."""
    width: int | None = None
    for line in read_digest(name).splitlines():
        row = cells(line)
        if row is None:
            width = None
            continue
        assert width in (None, len(row)), f"{name}: cell count changes at: {line}"
        assert all(row), f"{name}: empty cell in: {line}"
        width = len(row)


@pytest.mark.parametrize("name", DIGESTS)
def test_numbers_stand_in_the_original(name: str, originals: dict[str, str]) -> None:
    """No figure of a digest is computed or mistyped."""
    known = numbers_of_original(originals[DIGESTS[name]])
    strange = [n for n in numbers_to_check(read_digest(name)) if Decimal(n) not in known]
    assert not strange, f"{name}: numbers that the original does not have: {strange}"


@pytest.mark.parametrize("name", DIGESTS)
def test_wording_is_its_own(name: str, original_runs: set[str]) -> None:
    """No run of 24 counted characters is shared with any original."""
    runs = shared_runs(read_digest(name), original_runs)
    assert not runs, f"{name}: runs shared with the originals: {runs}"


def test_allowed_names_are_used(originals: dict[str, str]) -> None:
    """The allow-list stays short: each name stands in a digest and in an original."""
    digests = "\n".join(read_digest(name) for name in DIGESTS)
    sources = [squeeze(text) for text in originals.values()]
    for allowed in ALLOWED_NAMES:
        assert allowed in digests, f"allowed name not used: {allowed}"
        assert any(squeeze(allowed) in text for text in sources), f"not a name: {allowed}"


def test_checks_can_fail() -> None:
    """The helpers find a strange number and a copied run when there is one."""
    copied = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄"
    assert shared_runs(f"前文，{copied}。后文", runs_of(copied)) == [copied]
    assert shared_runs(copied[:-3], runs_of(copied)) == []
    table = "| 指标 | 序号 | 值 |\n| --- | --- | --- |\n| 人才 | 7 | 3.5 |\n"
    assert numbers_to_check(f"#### 1.标题\n\n{table}\n共２０家") == ["3.5", "20"]
