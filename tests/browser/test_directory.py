"""Programmes, indicators and the overview as people use them, over an index of the invented documents."""

from __future__ import annotations

import base64
import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import openpyxl
import pytest
from fakes import DOCUMENTS, write_corpus
from gradio_client import Client

from policysearch.build import build_index

from .conftest import Site, Tab, Visit, served_here

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE, THERE = "浙江省/杭州市/临平区", "江苏省/苏州市/吴江区"
VIEWS = (
    "?view=programmes",
    f"?view=programmes&region={HERE}&region={THERE}",
    "?view=indicators",
    "?view=indicators&name=人才资源总量",
    "?view=overview",
    "?view=measures",
)
HOSTILE = """<script>alert(1)</script>甲区人才规划

一、工程

（一）实施“<img src=x onerror=alert(2)>英才”工程。到2025年，<b onclick=alert(3)>人才资源总量达到30万人。
"""

SUPPORT = """吴江区支持科技型企业办法

吴江区科学技术局
2024年3月1日

第一条 为了支持科技型企业发展，制定本办法。

第二条 对首次认定为高新技术企业的企业，给予20万元的一次性奖励。

第三条 企业申请厂房租金补贴，应当同时符合下列条件：
（一）在本区注册登记满2年；
（二）上一年度没有受到环保处罚；
（三）租用面积不低于500平方米。
"""

AWARD = """临平区奖励企业办法

临平区经济和信息化局
2024年5月6日

第一条 对首次上规模的工业企业，给予10万元的一次性奖励。
"""


@pytest.fixture(scope="module")
def shelf(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over the invented documents and one that means harm."""
    folder = tmp_path_factory.mktemp("directory")
    write_corpus(
        folder / "corpus", {**DOCUMENTS, "规划/恶.txt": HOSTILE, "办法/吴江.txt": SUPPORT, "办法/临平.txt": AWARD}
    )
    build_index([folder / "corpus"], folder / "index", encoder="none", progress=False)
    with served_here(folder / "index") as site:
        yield site


@pytest.fixture(scope="module")
def shared(browser: Browser, shelf: Site) -> Iterator[Tab]:
    """The page that these tests share."""
    with contextlib.closing(Tab(browser, shelf)) as tab:
        yield tab


@pytest.fixture
def visitor(shared: Tab) -> Iterator[Visit]:
    """A visitor; afterwards no request may have left the host, and no script may have failed."""
    with shared.visit() as visit:
        yield visit


def _open(visit: Visit, query: str) -> None:
    visit.open(quote(query, safe="?&="))


def _query(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def _taken(visit: Visit, name: str, folder: Path) -> Path:
    """The file that an export button brings."""
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("button", name=f"导出为 {name}").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_a_journalist_takes_the_programmes_of_two_districts_side_by_side_to_excel(
    visitor: Visit, tmp_path: Path
) -> None:
    visitor.open()
    visitor.page.locator(".masthead nav a", has_text="项目").click()
    visitor.wait("programmes")
    place = visitor.page.locator(".facet", has_text="地区")
    place.locator("a", has_text="临平区").click()
    visitor.page.wait_for_selector(".chips .chip")
    visitor.wait("programmes")
    place.locator("a", has_text="吴江区").click()
    visitor.page.wait_for_selector(".abreast")
    visitor.wait("programmes")
    assert _query(visitor)["region"] == [HERE, THERE]
    columns = visitor.page.locator(".abreast-part")
    assert columns.locator("h2").all_inner_texts()[0].startswith("临平区")
    here, there = columns.all_inner_texts()
    assert "梅城工匠" in here
    assert "松陵英才" in there
    boxes = [columns.nth(n).bounding_box() for n in (0, 1)]
    assert boxes[0]
    assert boxes[1]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2
    book = openpyxl.load_workbook(_taken(visitor, "Excel", tmp_path))
    assert book.sheetnames == ["临平区", "吴江区", "原文", "说明"]
    assert any("同里匠心" in str(row[0]) for row in book["吴江区"].iter_rows(values_only=True))
    address = visitor.page.url
    visitor.page.go_back()
    visitor.page.wait_for_selector(".abreast", state="detached")
    assert _query(visitor)["region"] == [HERE]
    visitor.load(address.removeprefix(visitor.site.address + "/"))
    assert visitor.page.locator(".abreast").count() == 1


def test_a_clause_of_a_card_opens_lit_and_back_returns(visitor: Visit) -> None:
    _open(visitor, "?view=programmes&word=梅城工匠")
    assert visitor.page.title().startswith("项目：梅城工匠")
    visitor.page.locator(".programme .clauses a.place").first.click()
    visitor.wait("reader")
    assert "梅城工匠" in visitor.words("mark.cited")
    visitor.page.go_back()
    visitor.wait("programmes")
    assert visitor.page.locator(".view-form input[name=word]").input_value() == "梅城工匠"


def test_all_about_one_programme_has_an_address(visitor: Visit) -> None:
    _open(visitor, "?view=programmes&word=松陵英才")
    visitor.page.locator(".programme a.name").first.click()
    visitor.page.wait_for_selector(".whole")
    visitor.wait("programmes")
    assert visitor.words(".whole h1").startswith("“松陵英才”工程")
    visitor.page.reload()
    visitor.page.wait_for_selector(".whole mark")


def test_values_of_two_places_are_sorted_and_taken_to_excel(visitor: Visit, tmp_path: Path) -> None:
    _open(visitor, "?view=indicators")
    visitor.page.locator(".names a", has_text="人才资源总量").first.click()
    visitor.page.wait_for_selector(".matrix")
    visitor.wait("indicators")
    head = visitor.page.locator(".matrix thead th", has_text="2025年目标")
    head.locator("a").click()
    visitor.page.wait_for_selector("th[aria-sort=descending]")
    visitor.wait("indicators")
    assert visitor.page.locator(".matrix tbody th").all_inner_texts()[:2] == ["吴江区", "临平区"]
    figures = visitor.page.locator(".plot .bars li").all_inner_texts()
    assert [re.sub(r"\s+", " ", line).strip() for line in figures][:2] == ["吴江区 45万人", "临平区 30万人"]
    visitor.page.locator(".matrix thead th[aria-sort] a").click()
    visitor.page.wait_for_selector("th[aria-sort=ascending]")
    visitor.page.reload()
    visitor.page.wait_for_selector("th[aria-sort=ascending]")
    book = openpyxl.load_workbook(_taken(visitor, "Excel", tmp_path))
    head_row, *rows = book["对照"].iter_rows(values_only=True)
    column = next(n for n, name in enumerate(head_row) if str(name).endswith("2025年目标（万人）"))
    assert [row[column] for row in rows if row[0] in ("临平区", "吴江区")] == [30, 45]
    visitor.page.locator(".matrix tbody td a", has_text="45").first.click()
    visitor.wait("reader")
    assert "45" in visitor.words("mark.cited")


def test_the_figures_of_two_plans_are_compared_and_taken_to_excel_by_keyboard(visitor: Visit, tmp_path: Path) -> None:
    _open(visitor, "?view=overview")
    boxes = visitor.page.locator(".compare-form select")
    for at, title in enumerate(("临平区人才", "吴江区人才")):
        option = boxes.nth(at).locator("option", has_text=title).get_attribute("value")
        boxes.nth(at).select_option(option)
    visitor.page.locator(".compare-form button").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(".pairs")
    visitor.wait("overview")
    assert len(_query(visitor)["doc"]) == 2
    row = visitor.page.locator(".pairs tbody tr", has_text="人才资源总量").filter(has_text="2025年目标")
    assert "30" in row.locator("td").nth(1).inner_text()
    assert "45" in row.locator("td").nth(2).inner_text()
    assert visitor.page.evaluate("document.activeElement.tagName") == "H1"
    sheet = openpyxl.load_workbook(_taken(visitor, "Excel", tmp_path))["并列"]
    assert any(
        line[0] == "人才资源总量" and {line[4], line[8]} == {30, 45} for line in sheet.iter_rows(values_only=True)
    )
    visitor.page.reload()
    visitor.page.wait_for_selector(".pairs")
    visitor.page.go_back()
    visitor.page.wait_for_selector(".totals")


def test_an_enterprise_ticks_place_and_what_it_has_done(visitor: Visit, tmp_path: Path) -> None:
    visitor.open()
    visitor.page.locator(".masthead nav a", has_text="政策支持").click()
    visitor.wait("measures")
    visitor.page.locator(".facet", has_text="地区").locator("a", has_text="吴江区").click()
    visitor.page.wait_for_selector(".chips .chip")
    visitor.wait("measures")
    assert "未说明" not in visitor.words(".measures")
    visitor.page.get_by_label("符合：在本区注册登记满2年", exact=True).check()
    visitor.page.get_by_label("不符合：租用面积不低于500平方米", exact=True).check()
    visitor.page.get_by_role("button", name="逐条对照").click()
    visitor.page.wait_for_selector(".verdict.met")
    visitor.wait("measures")
    card = visitor.page.locator(".measure", has_text="厂房租金补贴")
    told = [re.sub(r"\s+", " ", line).strip() for line in card.locator(".conditions li").all_inner_texts()]
    assert told == [
        "✓ 满足 在本区注册登记满2年",
        "？ 未说明 上一年度没有受到环保处罚",
        "✗ 不满足 租用面积不低于500平方米",
    ]
    assert "由受理机关审核决定" in visitor.words(".listed .notice")
    assert "符合条件" not in visitor.words(".listed .notice")
    names = visitor.page.locator(".measure h3").all_inner_texts()
    assert names[-1].startswith("厂房租金补贴")
    visitor.page.reload()
    visitor.page.wait_for_selector(".verdict.unmet")
    assert visitor.page.locator(".ticks input:checked").count() == 2
    book = openpyxl.load_workbook(_taken(visitor, "Excel", tmp_path))
    verdicts = {row[1]: row[2] for row in book["逐条条件"].iter_rows(min_row=2, values_only=True)}
    assert verdicts["租用面积不低于500平方米"] == "不满足"
    card.locator(".fields a", has_text="上一年度").click()
    visitor.wait("reader")
    assert "环保处罚" in visitor.words("mark.cited")
    visitor.page.go_back()
    visitor.page.wait_for_selector(".verdict.met")


def test_the_box_is_reached_and_sent_by_keyboard_alone(visitor: Visit) -> None:
    _open(visitor, "?view=programmes")
    for _ in range(40):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.matches('.view-form input[type=search]')"):
            break
    visitor.page.keyboard.type("工匠")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(".chips .chip")
    visitor.wait("programmes")
    assert _query(visitor) == {"view": ["programmes"], "word": ["工匠"]}


@pytest.mark.parametrize("query", VIEWS)
def test_on_a_phone_nothing_runs_over_the_edge(query: str, visitor: Visit) -> None:
    visitor.page.set_viewport_size({"width": 375, "height": 800})
    _open(visitor, query)
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 375
    links = visitor.page.locator(".masthead nav a")
    assert all("\n" not in name.strip() for name in links.all_inner_texts())
    rows = {round(box["y"]) for box in (links.nth(n).bounding_box() for n in range(links.count())) if box}
    assert len(rows) <= 3


def test_names_that_mean_harm_are_words(visitor: Visit) -> None:
    for query in ("?view=programmes", "?view=indicators&year=2025", "?view=overview"):
        _open(visitor, query)
        assert visitor.page.locator("#page img, #page script, #page [onclick]").count() == 0
    _open(visitor, "?view=programmes&word=onerror")
    assert "onerror" in visitor.words(".programme h3")


def test_programs_list_the_catalogue_by_name(shelf: Site) -> None:
    client = Client(shelf.address, verbose=False)
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert {"/programmes", "/measures", "/indicators", "/relations", "/export_catalogue"} <= named.keys()
    assert [field["parameter_name"] for field in named["/indicators"]["parameters"]][:3] == [
        "regions",
        "doc_ids",
        "words",
    ]
    given = client.predict(
        regions=["吴江区"], words=["人才资源总量"], year=2025, is_target=True, api_name="/indicators"
    )
    assert given["total"] == len(given["rows"]) >= 1
    assert {row["value"] for row in given["rows"]} == {45}
    programmes = client.predict(regions=["临平区"], limit=2, api_name="/programmes")
    assert len(programmes["rows"]) == 2 < programmes["total"]
    assert client.predict(api_name="/relations")["total"] >= 0
    file = client.predict("?view=programmes&region=吴江区", "xlsx", api_name="/export_catalogue")
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(file["base64"])))
    assert book.sheetnames == ["项目", "原文", "说明"]
    assert client.predict("?view=none", "xlsx", api_name="/export_catalogue")["error"].endswith("。")
