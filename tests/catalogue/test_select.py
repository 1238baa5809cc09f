"""Filters of the catalogue: each narrows by what it says, in the order of the catalogue."""

from __future__ import annotations

import pytest

from policysearch.catalogue import entries_of, join_entries
from policysearch.catalogue.entries import Catalogue
from policysearch.catalogue.select import Wanted, doc_ids_of, indicators, links, measures, programmes
from policysearch.parse import parse
from policysearch.types import Document, RawDocument, Source

TEXTS = {
    "杭州.txt": """杭州市人才安居办法
（2021年3月1日印发）
第一条 根据《浙江省人才条例》，实施“云岭英才”计划，制定本办法。
第二条 对新引进的青年人才，给予一次性生活补贴5万元。
第三条 到2025年，人才总量达到38万人。
""",
    "宁波.txt": """宁波市居住证办法
（2023年5月1日印发）
第一条 根据《浙江省居住证条例》，制定本办法。
第二条 首次申领居住证，免收证件工本费。
""",
}


@pytest.fixture(scope="module")
def library() -> tuple[Catalogue, dict[str, Document]]:
    """The catalogue of two invented documents, and these by id."""
    documents = [
        document
        for name, text in TEXTS.items()
        for document in parse(RawDocument(Source(name, "0" * 64, "text/plain"), text))
    ]
    catalogue = join_entries(documents, [entries_of(document) for document in documents], ())
    return catalogue, {document.doc_id: document for document in documents}


def names(library: tuple[Catalogue, dict[str, Document]], wanted: Wanted) -> list[str]:
    """The names of the measures that are wanted."""
    return [measure.name.text for measure in measures(*library, wanted)]


def test_measures_by_place_kind_word_year_and_document(library: tuple[Catalogue, dict[str, Document]]) -> None:
    every = ["生活补贴", "免收证件工本费"]
    assert names(library, Wanted()) == every
    assert names(library, Wanted(regions=("杭州",))) == every[:1]
    assert names(library, Wanted(regions=("浙江省",))) == every
    assert names(library, Wanted(kinds=("减免",))) == every[1:]
    assert names(library, Wanted(words=("青年人才",))) == every[:1]
    assert names(library, Wanted(words=("青年人才", "工本费"))) == []
    assert names(library, Wanted(doc_ids=(next(iter(library[1])),))) == every[:1]
    assert names(library, Wanted(year=2023)) == every[1:]
    assert names(library, Wanted(year=1999)) == []


def test_programmes_by_kind_and_document(library: tuple[Catalogue, dict[str, Document]]) -> None:
    (programme,) = programmes(*library, Wanted(kinds=("计划",)))
    assert "云岭英才" in programme.name
    assert doc_ids_of(programme) == (next(iter(library[1])),)
    assert programmes(*library, Wanted(regions=("宁波",), kinds=("计划",))) == []


def test_links_and_indicators(library: tuple[Catalogue, dict[str, Document]]) -> None:
    assert {link.kind for link in links(*library, Wanted(kinds=("依据",)))} == {"依据"}
    assert links(*library, Wanted(kinds=("废止",))) == []
    assert [one.value for one in indicators(*library, Wanted(year=2025, is_target=True))] == [38]
    assert indicators(*library, Wanted(year=2025, is_target=False)) == []


def test_wide_letters_and_the_other_script_are_the_same_word(library: tuple[Catalogue, dict[str, Document]]) -> None:
    assert names(library, Wanted(words=("證件工本費",))) == ["免收证件工本费"]
