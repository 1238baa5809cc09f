"""What people do at the desk: put clauses aside and take them away."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl

from .conftest import Visit

QUESTION = "秀洲区人才公寓有多少套？"
BASKET = "policysearch.basket"


def _shot(visit: Visit, name: str) -> None:
    folder = os.environ.get("POLICYSEARCH_SHOTS")
    if folder:
        visit.page.screenshot(path=str(Path(folder) / f"{name}.png"))


def _basket(visit: Visit) -> list[dict[str, object]]:
    """What the browser keeps."""
    kept = visit.page.evaluate("name => localStorage.getItem(name)", BASKET)
    items: list[dict[str, object]] = json.loads(kept or "[]")
    return items


def _fill(visit: Visit, most: int = 3) -> None:
    """Puts the first citation and the first cards of an answer aside."""
    visit.open("?q=" + quote(QUESTION))
    visit.page.locator(".citations button.keep").first.click()
    for number in range(1, most):
        visit.page.locator(".card button.keep").nth(number).click()


def _open_basket(visit: Visit) -> None:
    visit.page.click(".masthead a[href='?view=basket']")
    visit.wait("basket")


def _wide(visit: Visit) -> int:
    return int(visit.page.evaluate("document.documentElement.scrollWidth"))


def test_put_aside_order_note_and_take_to_word(visit: Visit, tmp_path: Path) -> None:
    _fill(visit)
    assert visit.words(".basket-count") == "3"
    assert visit.page.locator(".citations button.keep[aria-pressed=true]").count() == 1
    _open_basket(visit)
    assert visit.page.title().startswith("摘录夹")
    first = visit.words(".pick blockquote")
    assert "600套" in first
    visit.page.locator(".pick .note").first.fill("给处长看")
    visit.page.locator(".pick .down").first.click()
    assert visit.page.locator(".pick blockquote").nth(1).inner_text() == first
    visit.page.locator(".pick .drop").nth(2).click()
    assert visit.words(".basket-count") == "2"
    visit.page.fill("#basket-title", "安居摘录")
    _shot(visit, "basket")
    visit.page.reload()
    visit.wait("basket")
    assert visit.page.locator(".pick .note").nth(1).input_value() == "给处长看"
    with visit.page.expect_download() as download:
        visit.page.click(".export-basket[data-export=docx]")
    path = tmp_path / "basket.docx"
    download.value.save_as(path)
    assert download.value.suggested_filename == "安居摘录.docx"
    lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert lines[0] == "安居摘录"
    [second] = [line for line in lines if line.startswith("[2]")]
    assert "秀洲发改〔2021〕76号" in second
    assert "批注：给处长看" in lines
    assert any("600套" in line for line in lines)
    with visit.page.expect_download() as download:
        visit.page.click(".export-basket[data-export=xlsx]")
    path = tmp_path / "basket.xlsx"
    download.value.save_as(path)
    rows = list(openpyxl.load_workbook(path)["依据"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["编号", 1, 2]
    assert rows[2][-1] == "给处长看"


def test_take_out_and_undo(visit: Visit) -> None:
    _fill(visit)
    _open_basket(visit)
    before = _basket(visit)
    visit.page.click(".clear-basket")
    assert _basket(visit) == []
    assert "还是空的" in visit.words(".basket .empty")
    visit.page.click("#said button")
    assert _basket(visit) == before
    assert visit.page.locator(".pick").count() == 3
    visit.open("?q=" + quote(QUESTION))
    visit.page.locator(".citations button.keep").first.click()
    assert visit.words(".basket-count") == "2"


def test_order_the_basket_with_the_keyboard_alone(visit: Visit) -> None:
    _fill(visit)
    _open_basket(visit)
    order = visit.page.locator(".pick blockquote").all_inner_texts()
    visit.page.locator(".pick .down").first.focus()
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".pick blockquote").all_inner_texts() == [*order[1:], order[0]]
    assert visit.page.evaluate("document.activeElement.className") == "up"
    assert "第 3 条" in str(visit.page.locator(".basket-said").text_content())
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    assert visit.page.locator(".pick").count() == 2
    assert visit.page.evaluate("document.activeElement.className") == "drop"


def test_what_is_gone_or_changed_is_shown_as_such(visit: Visit) -> None:
    _fill(visit, 2)
    items = _basket(visit)
    changed = {**items[0], "refs": [str(items[0]["refs"][0]).split("-")[0] + "-00000000-9@5"]}  # type: ignore[index]
    gone = {**items[1], "doc": "d000000000000", "quote": "<img src=x onerror=alert(1)>原来的话"}
    visit.page.evaluate("([name, value]) => localStorage.setItem(name, value)", [BASKET, json.dumps([changed, gone])])
    _open_basket(visit)
    assert "有变动" in visit.words(".pick.changed .notice")
    assert "600套" in visit.words(".pick.changed .as-kept")
    assert "已不在文件库" in visit.words(".pick.gone .notice")
    assert "<img src=x" in visit.words(".pick.gone .as-kept")
    assert visit.page.locator("#page img").count() == 0
    _shot(visit, "basket-changed")


def test_a_basket_that_cannot_be_read_is_told_and_begins_anew(visit: Visit) -> None:
    visit.open()
    for broken in ("{oops", '{"a": 1}', '[null, 1, {"doc": "<script>"}]'):
        visit.page.evaluate("([name, value]) => localStorage.setItem(name, value)", [BASKET, broken])
        visit.open("?view=basket")
        assert "读不出" in visit.words(".basket-trouble")
        assert visit.page.evaluate("localStorage.getItem('policysearch.basket.damaged')") == broken
        assert _basket(visit) == []


def test_a_browser_that_keeps_nothing_still_exports(visit: Visit) -> None:
    visit.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    _fill(visit, 2)
    assert "浏览器不让保存" in visit.words("#said")
    _open_basket(visit)
    assert visit.page.locator(".pick").count() == 2
    assert "浏览器不让保存" in visit.words(".basket-trouble")
    with visit.page.expect_download():
        visit.page.click(".export-basket[data-export=md]")


def test_a_phone_holds_the_basket(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 375, "height": 780})
    _fill(visit)
    _open_basket(visit)
    assert _wide(visit) <= 375
    _shot(visit, "basket-narrow")
