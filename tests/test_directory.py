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
from policysearch.app.indicators import indicators
from policysearch.app.overview import overview
from policysearch.app.pages import Pages
from policysearch.app.programmes import programmes
from policysearch.app.take import catalogue_file
from policysearch.catalogue.census import census_of, telling_depth
from policysearch.catalogue.entries import Catalogue, Indicator, Link, Mention, Programme, Stated
from policysearch.catalogue.narrow import TITLES, Chosen, indicators_in, programme_counts, programmes_in
from policysearch.catalogue.pair import paired
from policysearch.catalogue.relations import Relations
from policysearch.catalogue.table import Kind, rows_of
from policysearch.config import LexicalSettings
from policysearch.export.tables import TABLES_FORMATS
from policysearch.place import resolve
from policysearch.render import Address, parse_address, stated_relations
from policysearch.render.kin import relation_lines
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
@pytest.mark.parametrize("view", [programmes, indicators, overview])
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
    here, there = page.split('class="abreast-part"')[1:3]
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


# ---- indicators

HERE, THERE = "浙江省/杭州市/临平区", "江苏省/苏州市/吴江区"


def figure(doc_id: str, name: str, value: float, unit: str = "万人", **fields: Any) -> Indicator:
    """One value; its span is the beginning of the text."""
    scale = 10_000.0 if unit.startswith("万") else 100_000_000.0 if unit.startswith("亿") else 1.0
    usual: dict[str, Any] = {
        "printed": name,
        "region": HERE,
        "year": 2025,
        "qualifier": "",
        "is_target": True,
        "amount": value * scale,
        "base_unit": unit.lstrip("万亿"),
        "spans": (Span(0, 4),),
    }
    return Indicator(doc_id=doc_id, name=name, value=value, unit=unit, **(usual | fields))


def matrix_rows(page: str) -> list[list[str]]:
    """The cells of the first table of a page, row by row, the head first."""
    table = re.search(r"<table.*?</table>", page, re.DOTALL)
    assert table
    lines = re.findall(r"<tr>(.*?)</tr>", table[0], re.DOTALL)
    return [[words_of(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", line, re.DOTALL)] for line in lines]


def test_places_stand_against_years_with_links_to_the_clauses(plain: Searcher) -> None:
    page = indicators(plain, parse_address("?view=indicators&name=人才资源总量&year=2025&aim=target"), TODAY).html
    head, there, here = matrix_rows(page)  # by the codes of the places
    assert head[0] == "地区"
    assert head[1].startswith("人才资源总量 2025年目标（万人）")
    assert (here[0], there[0]) == ("临平区", "吴江区")
    assert "30" in here[1]
    assert "45" in there[1]
    links = [link for link in harmless(page).links if link.startswith("?doc=")]
    places = [parse_address(unescape(link)) for link in links]
    assert {address.doc for address in places} <= {*plain.documents}
    for address in places:
        document = plain.documents[address.doc or ""]
        span = resolve(document, address.clause or "")
        assert span
        assert re.search("30|45", span.of(document.text))


def test_one_place_stands_by_indicator_and_one_indicator_by_year(plain: Searcher) -> None:
    page = indicators(plain, parse_address(f"?view=indicators&region={HERE}"), TODAY).html
    rows = matrix_rows(page)
    assert rows[0][0] == "指标"
    assert {"人才资源总量", "高技能人才"} <= {row[0] for row in rows[1:]}
    page = indicators(plain, parse_address(f"?view=indicators&region={HERE}&name=人才资源总量"), TODAY).html
    rows = matrix_rows(page)
    assert rows[0][0] == "年份"
    assert [row[0] for row in rows[1:]] == ["2020年", "2025年"]
    turned = indicators(plain, parse_address(f"?view=indicators&region={HERE}&name=人才资源总量&by=region"), TODAY).html
    assert matrix_rows(turned)[0][0] == "地区"


def test_the_word_for_an_indicator_finds_its_joined_name() -> None:
    values = (figure("d1", "地区生产总值增长", 5.0, "%"), figure("d1", "粮食产量", 3.0, "亿斤"))
    found = indicators_in(values, Chosen(words=("GDP增速",)))
    assert [one.name for one in found] == ["地区生产总值增长"]


def test_units_are_made_one_and_the_printed_form_stays() -> None:
    documents = [document_of("d1", "3000人"), document_of("d2", "0.5万人"), document_of("d3", "0.4万人")]
    values = (
        figure("d1", "新增就业", 3000, "人", region=HERE, spans=(Span(0, 5),)),
        figure("d2", "新增就业", 0.5, region=THERE, spans=(Span(0, 5),)),
        figure("d3", "新增就业", 0.4, region="江苏省", spans=(Span(0, 5),)),
    )
    searcher = searcher_of(documents, Catalogue(indicators=values))
    page = indicators(searcher, parse_address("?view=indicators&name=新增就业&sort=0&order=asc"), TODAY).html
    rows = matrix_rows(page)
    assert rows[1:] == [["临平区", "3000人 ＝0.3万人"], ["江苏省", "0.4万人"], ["吴江区", "0.5万人"]]
    assert 'aria-sort="ascending"' in page
    other = indicators(searcher, parse_address("?view=indicators&name=新增就业&sort=0"), TODAY).html
    assert [row[0] for row in matrix_rows(other)[1:]] == ["吴江区", "江苏省", "临平区"]


def test_a_cell_shows_every_differing_value_and_its_words_once() -> None:
    documents = [document_of(f"d{n}", text) for n, text in enumerate(("5%左右", "5%左右", "6%以上"))]
    values = (
        figure("d0", "地区生产总值增长", 5, "%", qualifier="左右", printed="经济增长"),
        figure("d1", "地区生产总值增长", 5, "%", qualifier="左右"),
        figure("d2", "地区生产总值增长", 6, "%", qualifier="以上"),
    )
    searcher = searcher_of(documents, Catalogue(indicators=values))
    page = indicators(searcher, parse_address("?view=indicators&name=地区生产总值增长&by=region"), TODAY).html
    [_, row] = matrix_rows(page)
    assert row == ["临平区", "5%左右 [2] 原文：经济增长 6%以上"]


def test_a_range_is_drawn_to_its_end_and_numbers_stand_beside_the_bars() -> None:
    documents = [document_of("d1", "4.5%—5%"), document_of("d2", "-2%")]
    values = (
        figure("d1", "增长", 4.5, "%", high=5.0, spans=(Span(0, 7),)),
        figure("d2", "增长", -2.0, "%", region=THERE, spans=(Span(0, 3),)),
    )
    page = indicators(
        searcher_of(documents, Catalogue(indicators=values)), parse_address("?view=indicators&name=增长"), TODAY
    ).html
    plot = page[page.index("<figure") : page.index("</figure>")]
    assert "4.5%—5%" in words_of(plot)
    rects = [dict(re.findall(r'(x|width)="([\d.]+)"', rect)) for rect in re.findall(r"<rect[^>]*>", plot)]
    below, low, reach = sorted(({k: float(v) for k, v in rect.items()} for rect in rects), key=lambda rect: rect["x"])
    assert below == {"x": 0, "width": pytest.approx(2 / 7 * 100, abs=0.01)}
    assert low["x"] == pytest.approx(below["width"], abs=0.02)
    assert reach == {"x": pytest.approx(6.5 / 7 * 100, abs=0.01), "width": pytest.approx(0.5 / 7 * 100, abs=0.01)}


def test_columns_are_bounded_and_the_others_are_named() -> None:
    values = tuple(figure("d1", f"指标{n}", n, region=place) for n in range(30) for place in (HERE, THERE))
    searcher = searcher_of([document_of("d1", "文字文字")], Catalogue(indicators=values))
    page = indicators(searcher, parse_address("?view=indicators&year=2025"), TODAY).html
    assert len(matrix_rows(page)[0]) == 1 + 8
    assert "还有 22 列" in words_of(page)


def test_nothing_chosen_shows_what_most_places_state(plain: Searcher) -> None:
    page = indicators(plain, parse_address("?view=indicators"), TODAY).html
    assert "说得最多的指标" in page
    assert "人才资源总量" in words_of(page)
    empty = indicators(plain, parse_address("?view=indicators&word=没有的指标"), TODAY).html
    assert "没有这样的数值" in empty


# ---- overview


def _plans(plain: Searcher) -> tuple[Document, Document]:
    here, there = sorted(
        (d for d in plain.documents.values() if "人才" in d.title and "规划" in d.title), key=lambda d: d.title
    )
    return here, there


def test_the_overview_counts_every_document_once_a_field(plain: Searcher) -> None:
    census = census_of(plain.documents.values())
    assert census.total == len(plain.documents) == sum(census.years.values()) == sum(census.kinds.values())
    page = overview(plain, parse_address("?view=overview"), TODAY).html
    told = words_of(page)
    assert f"{census.total} 份文件" in told
    assert "2021—2025年" in told
    for kind, count in census.kinds.items():
        assert f"{kind} {count}" in told


def test_the_places_that_tell_documents_apart() -> None:
    def library(*paths: str) -> list[Document]:
        return [document_of(f"d{n}", "", regions=(path,)) for n, path in enumerate(paths)]

    assert telling_depth(library("浙江省", "江苏省/苏州市", "北京市")) == 1
    assert telling_depth(library("浙江省/杭州市/甲区", "浙江省/宁波市", "浙江省/嘉兴市")) == 2
    assert telling_depth(library("浙江省/杭州市/甲区", "浙江省/杭州市/乙区")) == 3


def test_two_plans_stand_side_by_side(plain: Searcher) -> None:
    here, there = _plans(plain)
    page = overview(plain, parse_address(f"?view=overview&doc={here.doc_id}&doc={there.doc_id}"), TODAY).html
    rows = matrix_rows(page)
    told = {(row[0], row[1]): row[2:4] for row in rows[1:]}
    for (name, when), numbers in {
        ("人才资源总量", "2025年目标"): ("30", "45"),
        ("高技能人才", "2020年实际"): ("6.1", "9.7"),
    }.items():
        pair = told[name, when] if here.title.startswith("临平") else told[name, when][::-1]
        assert numbers[0] in pair[0]
        assert numbers[1] in pair[1]
    assert "博士后工作站" in words_of(page)


@pytest.mark.parametrize("query", ["doc=none&doc=other", "doc=none"])
def test_a_comparison_needs_two_documents(query: str, plain: Searcher) -> None:
    assert "请在概览页下方各选一份" in overview(plain, parse_address(f"?view=overview&{query}"), TODAY).html


def test_pairs_join_by_name_and_unit_year_by_year() -> None:
    left = [figure("a", "人才总量", 3, year=2020, is_target=False), figure("a", "人才总量", 4), figure("a", "甲", 1)]
    right = [figure("b", "人才总量", 50_000, "人"), figure("b", "甲", 1, "家"), figure("b", "乙", 2)]
    found = paired(left, right)
    assert [(pair.year, len(pair.left), len(pair.right)) for pair in found.pairs] == [(2020, 1, 0), (2025, 1, 1)]
    assert found.left_only == (left[2],)
    assert found.right_only == tuple(right[1:])


# ---- what documents say of each other


def test_relations_lead_both_ways() -> None:
    old, new = document_of("old", "旧办法"), document_of("new", "自施行之日起旧办法废止")
    links = (
        Link("new", "废止", "旧办法", None, "old", Span(6, 9)),
        Link("new", "依据", "库外的法", None, None, Span(0, 1)),
        Link("old", "同文", "旧办法", None, "new", None),
    )
    relations, documents = Relations(links), {"old": old, "new": new}
    ending = stated_relations(relations, "new", documents)
    ended = stated_relations(relations, "old", documents)
    assert words_of(ending).startswith("废止 《old的规划》")
    assert words_of(ended).startswith("废止它的 《new的规划》")
    assert "库外" not in ending
    assert [link.split("&")[0] for link in harmless(ended).links] == ["?doc=new", "?doc=new"]
    assert "废止它的" in relation_lines(relations, "old", documents)
    assert relation_lines(Relations(()), "old", documents) == ""


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
@pytest.mark.parametrize("query", ["?view=programmes", "?view=indicators&year=2025"])
def test_hostile_names_are_text_in_every_file(query: str, form: str, hostile: Searcher) -> None:
    content = _file(hostile, query, form)
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


def test_the_matrix_is_numbers_and_printed_words_in_excel(plain: Searcher) -> None:
    query = "?view=indicators&name=人才资源总量&year=2025&aim=target"
    book = openpyxl.load_workbook(io.BytesIO(_file(plain, query, "xlsx")))
    assert book.sheetnames == ["对照", "逐条", "说明"]
    head, *rows = book["对照"].iter_rows(values_only=True)
    assert head == ("地区", "人才资源总量 2025年目标（万人）", "人才资源总量 2025年目标（万人） 原文")
    assert {row[0]: row[1] for row in rows} == {"临平区": 30, "吴江区": 45}
    for line in book["逐条"].iter_rows(min_row=2, values_only=True):
        document = next(d for d in plain.documents.values() if d.source.path == line[-1])
        assert re.sub(r"\s", "", str(line[11])) in re.sub(r"\s", "", document.text)


def test_a_comparison_goes_to_excel_with_both_places(plain: Searcher) -> None:
    here, there = _plans(plain)
    content = _file(plain, f"?view=overview&doc={here.doc_id}&doc={there.doc_id}", "xlsx")
    _, *rows = openpyxl.load_workbook(io.BytesIO(content))["并列"].iter_rows(values_only=True)
    told = {(row[0], row[1], row[2]): row for row in rows}
    row = told["人才资源总量", 2025, "目标"]
    assert {row[4], row[8]} == {30, 45}
    assert here.title in str(row[7])
    assert there.title in str(row[11])


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
