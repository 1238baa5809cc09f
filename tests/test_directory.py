"""The views over the catalogue: what is listed, how it is narrowed, the files; nothing of a document acts as code."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import docx
import openpyxl
import pytest

from policysearch.app.catalogue_api import CatalogueApi
from policysearch.app.pages import Pages
from policysearch.app.programmes import programmes
from policysearch.app.take import catalogue_file
from policysearch.catalogue.entries import Catalogue, Indicator, Mention, Programme, Stated
from policysearch.catalogue.narrow import TITLES, Chosen, programme_counts, programmes_in
from policysearch.catalogue.table import Kind, rows_of
from policysearch.config import LexicalSettings
from policysearch.export.tables import TABLES_FORMATS
from policysearch.render import Address, parse_address
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Source, Span

TODAY = "2026-03-01"
NASTY = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
BACKWARDS = "\u202e\u2066gpj.exe\u202c"
ADDRESS = "javascript:alert(3)"


class _Reading(HTMLParser):
    """The tags and attributes of a page as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps what is open to harm."""
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def harmless(page: str) -> _Reading:
    """The page as read, after making sure that no text of it became a tag, a handler or an address of its own."""
    reading = _Reading(page)
    assert not {"script", "img", "iframe", "object"} & {*reading.tags}
    assert not [name for name in reading.attributes if name.startswith("on")]
    assert all(link == "" or link.startswith(("?", "#")) for link in reading.links)
    return reading


def words_of(page: str) -> str:
    """The words of a page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def searcher_of(documents: Sequence[Document], catalogue: Catalogue) -> Searcher:
    """A searcher that has a catalogue and no passages."""
    return Searcher(
        {document.doc_id: document for document in documents},
        [],
        LexicalIndex.build([["字"]], LexicalSettings()),
        None,
        None,
        catalogue=lambda: catalogue,
    )


def document_of(doc_id: str, text: str, **fields: Any) -> Document:
    """A document of one text."""
    fields = {"title": f"{doc_id}的规划", **fields}
    return Document(doc_id, Source(f"{doc_id}.txt", "", "text/plain"), "", text=text, **fields)


def mention_of(document: Document, words: str, key: str) -> Mention:
    """The first place of some words."""
    start = document.text.index(words)
    return Mention(document.doc_id, words, Span(start, start + len(words)), key, "计划")


@pytest.fixture(scope="module")
def hostile() -> Searcher:
    """A library whose every name is meant to do harm."""
    name = NASTY + BACKWARDS + ADDRESS
    long = "长" * 10_000
    text = f"实施“{name}”计划，2025年{long}达到3万人。" + long
    region = "浙江省/杭州市/" + NASTY.replace("/", "")
    document = document_of("d1", text, title=name, issuers=(name,), regions=(region,), kind="规划")
    mention = mention_of(document, name, name + "/项目")
    at = text.index("3万人")
    target = Indicator(
        "d1",
        name,
        long,
        document.regions[0],
        2025,
        3.0,
        "万人",
        "",
        True,
        30000.0,
        "人",
        (Span(at, at + 3),),
        (Span(0, 4),),
    )
    programme = Programme(
        long,
        (name,),
        "计划",
        document.regions,
        (name,),
        (mention,),
        (("d1", Stated(name, (mention.span,))),),
        (target,),
    )
    return searcher_of([document], Catalogue((programme,), (target,), (), (mention,)))


HOSTILE_QUERIES = (
    "?view={view}",
    "?view={view}&word={nasty}&region={nasty}&kind={nasty}&doc={nasty}&year={nasty}&aim={nasty}&name={nasty}&sort={nasty}&by={nasty}&page={nasty}",
    "?view={view}&region=" + ADDRESS,
    "?view={view}&one={nasty}",
    "?view={view}&page=99999999999999",
    "?view={view}&sort=-1&order=up&year=99999999999999999999",
)


@pytest.mark.parametrize("query", HOSTILE_QUERIES)
@pytest.mark.parametrize("view", [programmes])
def test_nothing_of_a_document_or_an_address_acts_as_code(view: Any, query: str, hostile: Searcher) -> None:
    address = parse_address(query.format(view=view.__name__, nasty=quote(NASTY)))
    shown = view(hostile, address, TODAY)
    harmless(shown.html)
    assert len(shown.html) < 200_000


def test_a_name_is_shown_as_it_is_printed(hostile: Searcher) -> None:
    page = programmes(hostile, parse_address("?view=programmes"), TODAY).html
    assert NASTY in words_of(page)


# ---- programmes


def test_the_directory_counts_what_each_choice_leaves(plain: Searcher) -> None:
    all_of_them = plain.catalogue.programmes
    kinds, regions, _ = programme_counts(all_of_them, plain.documents, Chosen())
    shown = programmes_in(all_of_them, plain.documents, Chosen())
    assert shown
    assert not any(one.is_title for one in shown)
    for kind, count in kinds.items():
        assert count == len(programmes_in(all_of_them, plain.documents, Chosen(kinds=(kind,))))
    for region, count in regions.items():
        assert count == len(programmes_in(all_of_them, plain.documents, Chosen(regions=(region,))))
    assert sum(count for kind, count in kinds.items() if kind != TITLES) == len(shown)


def test_fields_narrow_and_values_add_up(plain: Searcher) -> None:
    def count(**fields: Any) -> int:
        return len(programmes_in(plain.catalogue.programmes, plain.documents, Chosen(**fields)))

    here, there = ("浙江省/杭州市/临平区",), ("江苏省/苏州市/吴江区",)
    assert count(regions=here + there) == count(regions=here) + count(regions=there)
    assert 0 < count(regions=here, words=("工匠",)) < count(regions=here)
    assert count(words=("工匠", "没有的词")) == 0
    assert count(regions=("临平",)) == count(regions=here)
    [document] = [d for d in plain.documents.values() if d.title.startswith("吴江区人才")]
    assert 0 < count(doc_ids=(document.doc_id,)) <= count(regions=there)
    assert count(words=("吴江区人才发展",)) == count(doc_ids=(document.doc_id,))


def test_a_card_has_kind_place_and_clauses_that_open(plain: Searcher) -> None:
    page = programmes(plain, parse_address("?view=programmes&word=梅城工匠"), TODAY).html
    told = words_of(page)
    assert "“梅城工匠”工程" in told
    assert "浙江省杭州市临平区" in told
    assert "每年评选梅城工匠20名" in told
    clauses = [link for link in harmless(page).links if link.startswith("?doc=")]
    assert clauses
    for link in clauses:
        address = parse_address(unescape(link))
        assert address.doc in plain.documents
        assert address.clause


def test_two_places_stand_side_by_side(plain: Searcher) -> None:
    query = "?view=programmes&region=浙江省/杭州市/临平区&region=江苏省/苏州市/吴江区"
    page = programmes(plain, parse_address(query), TODAY).html
    here, there = page.split('class="column"')[1:3]
    assert "梅城工匠" in here
    assert "松陵英才" not in here
    assert "松陵英才" in there
    assert "梅城工匠" not in there


def test_pages_are_bounded_and_a_page_too_far_is_the_last() -> None:
    text = "".join(f"实施“第{n}号英才”计划。" for n in range(70))
    document = document_of("d1", text, regions=("浙江省",))
    found = tuple(
        Programme(
            f"“第{n}号英才”计划", (), "计划", ("浙江省",), (), (mention_of(document, f"“第{n}号英才”计划", f"{n}"),)
        )
        for n in range(70)
    )
    searcher = searcher_of([document], Catalogue(found))
    sizes = [
        programmes(searcher, Address(view="programmes", options=(("page", page),)), TODAY).html.count(
            'class="card programme"'
        )
        for page in ("1", "2", "3", "99")
    ]
    assert sizes == [30, 30, 10, 10]


def test_one_programme_has_all_its_clauses(plain: Searcher) -> None:
    one = next(p for p in plain.catalogue.programmes if "梅城工匠" in p.name)
    page = programmes(plain, Address(view="programmes", options=(("one", one.mentions[0].key),)), TODAY)
    assert page.html.count("<mark>") == len(one.mentions)
    assert 'tabindex="-1"' in page.html
    lost = programmes(plain, Address(view="programmes", options=(("one", "没有/项目"),)), TODAY)
    assert "请从项目目录进入" in lost.html


# ---- files


def _file(searcher: Searcher, query: str, form: str) -> bytes:
    made = catalogue_file(searcher, query, form, TODAY)
    assert "error" not in made, made
    return base64.b64decode(made["base64"])


def test_programmes_of_two_places_are_two_sheets_and_their_clauses(plain: Searcher) -> None:
    query = "?view=programmes&region=浙江省/杭州市/临平区&region=江苏省/苏州市/吴江区"
    book = openpyxl.load_workbook(io.BytesIO(_file(plain, query, "xlsx")))
    assert book.sheetnames == ["临平区", "吴江区", "原文", "说明"]
    names = [row[0] for row in book["临平区"].iter_rows(min_row=2, values_only=True)]
    assert any("梅城工匠" in str(name) for name in names)
    for name, _, title, _, words, path in book["原文"].iter_rows(min_row=2, values_only=True):
        document = next(d for d in plain.documents.values() if d.source.path == path)
        assert title == document.title
        assert re.sub(r"\s", "", str(words)) in re.sub(r"\s", "", document.text), name


@pytest.mark.parametrize("form", TABLES_FORMATS)
@pytest.mark.parametrize("view", ["programmes"])
def test_hostile_names_are_text_in_every_file(view: str, form: str, hostile: Searcher) -> None:
    content = _file(hostile, f"?view={view}", form)
    if form == "xlsx":
        cells = [
            cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row
        ]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert any(NASTY in str(cell.value) for cell in cells)
    elif form == "docx":
        tables = docx.Document(io.BytesIO(content)).tables
        assert any(NASTY in cell.text for table in tables for cell in table._cells)
    else:
        assert "<script>" not in content.decode()


def test_a_wrong_address_or_format_is_one_sentence(plain: Searcher) -> None:
    for query, form in (("?q=人才", "xlsx"), ("?view=library", "xlsx"), ("?view=programmes", "pdf"), ("", "xlsx")):
        assert catalogue_file(plain, query, form, TODAY)["error"].endswith("。")


# ---- for programs


@pytest.fixture(scope="module")
def api(plain: Searcher) -> CatalogueApi:
    """The endpoints over the invented library."""
    return CatalogueApi(Pages(plain, TODAY))


def test_the_rows_are_those_of_the_command_line(api: CatalogueApi, plain: Searcher) -> None:
    kinds: tuple[Kind, ...] = ("programmes", "indicators", "relations")
    for kind in kinds:
        rows = rows_of(plain.catalogue, kind, plain.documents)
        given = getattr(api, kind)(limit=1000)
        assert given == {"total": len(rows), "rows": rows}
        second = getattr(api, kind)(offset=1, limit=2)
        assert second == {"total": len(rows), "rows": rows[1:3]}


def test_indicators_are_narrowed_by_year_and_aim(api: CatalogueApi) -> None:
    given = api.indicators(regions=["临平区"], words=["人才资源总量"], year=2025, is_target=True)
    assert given["total"] == len(given["rows"]) >= 1
    assert {(row["year"], row["is_target"], row["value"]) for row in given["rows"]} == {(2025, True, 30.0)}


def test_what_is_no_request_narrows_nothing(api: CatalogueApi) -> None:
    odd: Any = {"not": "a list"}
    assert api.programmes(regions=odd, limit=odd)["total"] == api.programmes()["total"]
    assert api.indicators(year=odd, is_target=odd, offset=-5)["total"] == api.indicators()["total"]
