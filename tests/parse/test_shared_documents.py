"""Real documents, where they are at hand: bodies, chapters and pages counted by hand; statutes as an oracle."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from policysearch.parse import cut_passages, parse
from policysearch.place import page_at
from policysearch.read import read_file
from policysearch.text import squeeze
from policysearch.types import Document, RawDocument, Source

SHARED = next(
    (p / "shared" for p in Path(__file__).resolve().parents[2:4] if (p / "shared" / "corpus").is_dir()), Path("shared")
)
TALENT = SHARED / "corpus" / "talent"
LAWS = SHARED / "data" / "text" / "law_articles.jsonl.xz"

needs_talent = pytest.mark.skipif(not TALENT.is_dir(), reason="the shared corpus is not here")
needs_laws = pytest.mark.skipif(not LAWS.is_file(), reason="the shared statutes are not here")


def talent(number: str) -> Document:
    path = next(TALENT.glob(f"{number}_*.txt"))
    return parse(read_file(TALENT, path))[0]


def plain_sections(document: Document) -> list[tuple[str, list[int]]]:
    """Each chapter's label with the number of dash paragraphs or numbered items in each of its parts."""
    return [(s.label, [len(c.children) for c in s.children]) for s in document.sections]


@needs_talent
def test_the_plan_that_stands_twice_has_one_body() -> None:
    document = talent("000")
    assert [len(s.children) for s in document.sections] == [2, 3, 4, 6, 6, 6, 3]
    assert [s.ordinal for s in document.sections] == [1, 2, 3, 4, 5, 6, 7]
    assert squeeze(document.text).count(squeeze(document.sections[6].children[2].span.of(document.text))[:60]) == 1
    assert "second_copy" in {gone.reason for gone in document.dropped}
    assert (document.issued_on, document.published_on) == ("2022-03-04", "2022-07-27")
    assert document.plan_period == (2021, 2025)
    assert document.regions == ("浙江省/杭州市/拱墅区",)
    assert len(document.issuers) == 2


@needs_talent
def test_the_flattened_plan_has_its_chapters_and_pages() -> None:
    document = talent("001")
    assert [len(s.children) for s in document.sections] == [2, 3, 5, 5, 3]
    programmes = document.sections[2].children[4]
    assert [child.label for child in programmes.children] == ["——"] * 8
    assert sum(gone.reason == "page_mark" for gone in document.dropped) == 28
    assert len(document.page_starts) == 28
    assert page_at(document, document.sections[0].span.start) == 2
    assert document.number == "秀洲发改〔2021〕76号"
    assert document.issued_on == "2021-12-31"
    assert len(document.tables) == 2


@needs_talent
def test_the_tables_of_the_flattened_plan_lie_in_their_parts() -> None:
    document = talent("001")
    homes = [p.section_path[:2] for p in cut_passages(document) if p.kind == "table"]
    assert {len(home) for home in homes} == {2}
    assert homes[0][1].endswith("发展基础")
    assert homes[-1][1].endswith("发展目标")


@needs_talent
def test_the_newspaper_page_is_four_articles_of_which_one_interleaves() -> None:
    path = next(TALENT.glob("003_*.txt"))
    documents = parse(read_file(TALENT, path))
    assert [document.part for document in documents] == ["1", "2", "3", "4"]
    assert [[doubt.reason for doubt in document.doubts] for document in documents] == [[], [], ["interleaved"], []]


@needs_talent
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_passages_of_real_files_hold_the_whole_text(number: str) -> None:
    document = talent(number)
    found = cut_passages(document)
    spans = sorted(span for p in found for span in p.spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert squeeze("".join(span.of(document.text) for span in spans)) == squeeze(document.text)
    assert all(p.text == "\n".join(s.of(document.text) for s in p.spans) for p in found)
    assert all(len(p.text) <= 400 for p in found if p.kind != "table")


def statutes() -> Iterator[list[dict[str, str]]]:
    """Every twentieth law of eight articles or more: its records in order."""
    with lzma.open(LAWS, "rt", encoding="utf-8") as lines:
        records = (json.loads(line) for _, line in zip(range(60_000), lines, strict=False))
        laws = (list(rows) for _, rows in groupby(records, key=lambda r: (r["source"], r["law"], r["date"])))
        whole = (law for law in laws if sum(bool(r["article"]) for r in law) >= 8)
        yield from (law for n, law in enumerate(whole) if n % 20 == 0)


def joined(law: list[dict[str, str]]) -> str:
    """The law as a file: its chapters where they change, an article a paragraph."""
    lines = [law[0]["law"]]
    above: list[str] = []
    for record in law:
        if not record["article"]:
            continue
        path = [part.strip() for part in record["heading_path"].split(" > ") if part.strip()]
        common = next(
            (n for n, (a, b) in enumerate(zip(above, path, strict=False)) if a != b), min(len(above), len(path))
        )
        lines += path[common:]
        above = path
        lines.append(f"{record['article']} {record['text']}")
    return "\n".join(lines) + "\n"


@needs_laws
def test_articles_of_statutes_are_found_with_their_numbers() -> None:
    """The labels of the articles found, in order, are those the law has: all 3,596, in 59 of 60 laws no other."""
    wanted = found = laws = perfect = 0
    for law in statutes():
        if laws == 60:
            break
        labels = [squeeze(r["article"]) for r in law if r["article"]]
        (document,) = parse(RawDocument(Source("法.txt", "0" * 64, "text/plain"), joined(law), title=law[0]["law"]))
        got = [squeeze(s.label) for s in document.walk() if s.label.split("之")[0].endswith("条")]
        laws += 1
        wanted += len(labels)
        found += len(set(labels) & set(got))
        perfect += got == labels
    assert laws == 60
    assert found / wanted >= 0.997, (found, wanted)
    assert perfect / laws >= 0.98, (perfect, laws)
