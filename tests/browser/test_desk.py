"""What people do at the desk: put clauses aside and take them away."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pytest

from policysearch.__main__ import main

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
    assert "已不在文档库" in visit.words(".pick.gone .notice")
    assert "<img src=x" in visit.words(".pick.gone .as-kept")
    assert visit.page.locator("#page img").count() == 0
    _shot(visit, "basket-changed")


def test_a_basket_that_cannot_be_read_is_told_and_begins_anew(fresh: Visit) -> None:
    visit = fresh
    for broken in ("{oops", '{"a": 1}', '[null, 1, {"doc": "<script>"}]'):
        visit.open()
        visit.page.evaluate("([name, value]) => localStorage.setItem(name, value)", [BASKET, broken])
        visit.open("?view=basket")
        assert "读不出" in visit.words(".basket-trouble")
        assert visit.page.evaluate("localStorage.getItem('policysearch.basket.damaged')") == broken
        assert _basket(visit) == []


def test_a_browser_that_keeps_nothing_still_exports(fresh: Visit) -> None:
    visit = fresh
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


def _read(visit: Visit, title: str) -> None:
    """Opens a document by its title."""
    visit.open("?view=library")
    visit.page.locator(".documents a", has_text=title).first.click()
    visit.wait("reader")


def test_copy_a_clause_with_its_citation_and_open_its_link(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _read(visit, "秀洲区人才发展")
    clause = visit.page.locator(".text > p", has_text="600套").first
    clause.hover()
    clause.locator(".clause-tools .copy").last.click()
    visit.page.wait_for_selector(".clause-tools .copy:has-text('已复制')")
    copied = str(visit.page.evaluate("navigator.clipboard.readText()"))
    words, place = copied.split("”——")
    assert "600套" in words
    assert "#" not in words
    assert place.startswith("《秀洲区人才发展“十四五”规划（要点摘编）》四、（三）")
    clause.locator(".clause-tools .keep").last.click()
    assert visit.words(".basket-count") == "1"
    clause.locator(".clause-tools .copy-link").click()
    visit.page.wait_for_selector("#said:has-text('链接已复制')")
    link = str(visit.page.evaluate("navigator.clipboard.readText()"))
    _open_basket(visit)
    assert visit.page.locator(".pick.same").count() == 1
    assert "600套" in visit.words(".pick blockquote")
    visit.page.goto(link)
    visit.wait("reader")
    assert "600套" in "".join(visit.page.locator("mark.cited").all_inner_texts())


def test_the_tools_of_a_clause_are_reached_with_the_keyboard(visit: Visit) -> None:
    _read(visit, "秀洲区人才发展")
    visit.page.locator(".text > p", has_text="600套").locator(".permalink").first.focus()
    for _ in range(4):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.classList.contains('keep')"):
            break
    visit.page.keyboard.press("Enter")
    assert visit.words(".basket-count") == "1"
    assert visit.page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"


def test_search_inside_a_document(visit: Visit) -> None:
    _read(visit, "秀洲区人才发展")
    text = visit.words(".document .text")
    visit.page.fill("#find-in-document", "人才 公寓")
    visit.page.wait_for_selector("mark.find.current")
    said = visit.words("form.find output")
    count = int(said.split("/")[1])
    assert said == f"1/{count}"
    assert visit.page.locator("mark.find").first.inner_text() == "人才公寓"
    visit.page.focus("#find-in-document")
    visit.page.keyboard.press("Enter")
    assert visit.words("form.find output") == f"2/{count}"
    visit.page.keyboard.press("Shift+Enter")
    visit.page.keyboard.press("Shift+Enter")
    assert visit.words("form.find output") == f"{count}/{count}"
    visit.page.click("form.find .next")
    assert visit.words("form.find output") == f"1/{count}"
    _shot(visit, "find")
    visit.page.reload()
    visit.wait("reader")
    visit.page.wait_for_selector("mark.find.current")
    assert visit.words("form.find output") == f"1/{count}"
    visit.page.fill("#find-in-document", "没有这几个字")
    visit.page.wait_for_selector("form.find output:has-text('没有')")
    visit.page.focus("#find-in-document")
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("mark.find").count() == 0
    assert "find" not in visit.page.url
    assert visit.words(".document .text") == text


def test_the_bar_tells_the_clause_that_one_is_in(visit: Visit) -> None:
    _read(visit, "秀洲区人才发展")
    visit.page.locator(".text > p", has_text="600套").first.scroll_into_view_if_needed()
    visit.page.wait_for_function("document.querySelector('.where').textContent.includes('四、')")
    assert "›" in visit.words(".where")
    names = visit.page.locator(".breadcrumb a").all_inner_texts()
    assert names == ["文档库", "浙江省嘉兴市秀洲区", "规划"]


def test_a_phone_holds_the_reader(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 375, "height": 780})
    _read(visit, "秀洲区人才发展")
    visit.page.fill("#find-in-document", "人才")
    visit.page.wait_for_selector("mark.find.current")
    visit.page.locator(".text > p", has_text="600套").first.hover()
    assert _wide(visit) <= 375
    _shot(visit, "reader-phone")


def test_tell_that_an_answer_is_wrong(visit: Visit, index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = index / "feedback.jsonl"
    visit.open("?q=" + quote(QUESTION))
    sentence = visit.words(".citations blockquote mark")
    visit.page.click(".tell summary")
    visit.page.check(".tell-form input[value=partial]")
    visit.page.fill(".tell-form input[name=right]", "600套；1个")
    visit.page.fill(".tell-form input[name=source]", sentence)
    _shot(visit, "tell")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".tell-said:has-text('已记下')")
    assert visit.page.locator(".tell-form").is_hidden()
    [record] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert (record["question"], record["judged"]) == (QUESTION, True)
    assert record["answer_keys"] == ["600套", "1个"]
    assert "600套" in record["told"]["citations"][0]["quote"]
    assert main(["evaluate", "--index", str(index), "--questions", str(path)]) == 0
    assert "told" in capsys.readouterr().out


def test_feedback_that_cannot_be_kept_is_one_sentence(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION))
    visit.page.route("**/gradio_api/call/tell", lambda route: route.abort())
    visit.page.click(".tell summary")
    visit.page.click(".tell-form button")
    visit.page.wait_for_selector(".tell-said:has-text('没有记下')")
    assert visit.page.locator(".tell-form").is_visible()


def test_the_questions_of_this_visit(visit: Visit) -> None:
    visit.open()
    for question in ("人才住房", "青年人才", "人才服务"):
        visit.ask(question)
    assert visit.words(".history summary") == "这次问过（2）"
    visit.page.click(".history summary")
    assert visit.page.locator(".history a").all_inner_texts() == ["青年人才", "人才住房"]
    _shot(visit, "history")
    visit.page.locator(".history a").last.click()
    visit.page.wait_for_function("new URLSearchParams(location.search).get('q') === '人才住房'")
    visit.wait("ask")
    visit.page.click(".history summary")
    assert visit.page.locator(".history a").all_inner_texts() == ["人才服务", "青年人才"]
    visit.page.click(".clear-history")
    assert visit.page.locator(".history").is_hidden()
    visit.page.evaluate("sessionStorage.setItem('policysearch.history', '{')")
    visit.page.reload()
    visit.wait("ask")
    assert visit.page.locator(".history").is_hidden()


def test_save_a_question_and_ask_it_again(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION) + "&region=" + quote("浙江省/嘉兴市/秀洲区"))
    visit.page.click(".save-question")
    assert visit.words(".save-question") == "★ 已收藏"
    visit.open()
    assert visit.words(".saved-questions a") == QUESTION + "（秀洲区）"
    _shot(visit, "saved")
    visit.page.click(".saved-questions a")
    visit.wait("ask")
    assert visit.words(".save-question") == "★ 已收藏"
    assert "region=" in visit.page.url
    visit.open()
    visit.page.click(".unsave")
    assert visit.page.locator(".saved-questions").is_hidden()
    visit.page.click("#said button")
    assert visit.page.locator(".saved-questions a").count() == 1


def test_a_saved_question_tells_what_is_new(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION))
    visit.page.click(".save-question")
    visit.page.wait_for_function("(JSON.parse(localStorage.getItem('policysearch.saved'))[0].hits || []).length > 9")
    # As if it had been saved over a library without the document of the second hit.
    visit.page.evaluate(
        """() => {
            const [one] = JSON.parse(localStorage.getItem('policysearch.saved'));
            one.hits.splice(1, 1);
            localStorage.setItem('policysearch.saved', JSON.stringify([{...one, index: 'before'}]));
        }"""
    )
    visit.open()
    visit.page.wait_for_selector(".saved-questions .since.new:has-text('有 1 条新结果')")
    visit.page.click(".saved-questions a")
    visit.wait("ask")
    assert visit.page.locator(".card .badge.new").count() == 1
    assert visit.page.locator(".card").nth(1).locator(".badge.new").count() == 1
    visit.page.wait_for_function("JSON.parse(localStorage.getItem('policysearch.saved'))[0].index !== 'before'")
    visit.open()
    assert visit.page.locator(".saved-questions a").count() == 1
    assert visit.page.locator(".saved-questions .since").count() == 0
    visit.page.evaluate(
        """() => {
            const [one] = JSON.parse(localStorage.getItem('policysearch.saved'));
            localStorage.setItem('policysearch.saved', JSON.stringify([{...one, index: 'before'}]));
        }"""
    )
    visit.open("?view=library")
    visit.open()
    visit.page.wait_for_selector(".saved-questions .since:has-text('没有新结果')")


def test_narrow_the_library_reopen_its_address_and_go_back(visit: Visit) -> None:
    visit.open("?view=library")
    everything = visit.page.locator(".documents tbody tr").count()
    assert visit.page.locator(".timeline a.column").count() >= 2
    visit.page.locator(".facet a", has_text="拱墅区").click()
    visit.page.wait_for_selector(".library .chip")
    visit.wait("library")
    narrowed = visit.page.locator(".documents tbody tr").count()
    assert 0 < narrowed < everything
    address = visit.page.url
    visit.page.locator(".sorts a", has_text="按名称").click()
    visit.page.wait_for_function("location.search.includes('sort=title')")
    visit.wait("library")
    visit.page.fill(".library-form input[name=word]", "规划")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("location.search.includes('word=')")
    visit.wait("library")
    assert visit.page.locator(".library .chip").all_inner_texts() == ["拱墅区 ×", "“规划” ×"]
    assert "sort=title" in visit.page.url
    _shot(visit, "library")
    visit.page.go_back()
    visit.page.wait_for_function("!location.search.includes('word=')")
    visit.page.go_back()
    visit.page.wait_for_function("!location.search.includes('sort=')")
    visit.wait("library")
    assert visit.page.url == address
    assert visit.page.locator(".documents tbody tr").count() == narrowed
    visit.page.goto(address)
    visit.wait("library")
    assert visit.page.locator(".documents tbody tr").count() == narrowed
    visit.page.locator(".documents td .grade").first.click()
    visit.wait("quality")
    assert "整理报告" in visit.words("h1")
    _shot(visit, "quality")


def test_what_is_new_since_the_last_visit(visit: Visit) -> None:
    visit.open("?view=library")
    visit.page.wait_for_function("localStorage.getItem('policysearch.library') !== null")
    assert visit.page.locator(".news").is_hidden()
    assert visit.page.locator(".badge.new").count() == 0
    visit.page.evaluate(
        """() => {
            const [seen] = JSON.parse(localStorage.getItem('policysearch.library'));
            const [first, second] = Object.keys(seen.docs);
            delete seen.docs[first];
            seen.docs[second] = 'other';
            localStorage.setItem('policysearch.library', JSON.stringify([{...seen, index: 'before'}]));
        }"""
    )
    visit.page.reload()
    visit.wait("library")
    visit.page.wait_for_selector(".news h2:has-text('新增 1 份，有变动 1 份')")
    assert visit.page.locator(".news a").count() == 2
    assert visit.page.locator(".badge.new").count() == 1
    assert visit.page.locator(".badge.fresh").count() == 1
    _shot(visit, "news")
    visit.open()
    visit.open("?view=library")
    visit.page.wait_for_selector(".news:not([hidden])")
    visit.page.click(".news .seen")
    visit.open()
    visit.open("?view=library")
    visit.page.wait_for_timeout(300)
    assert visit.page.locator(".news").is_hidden()


def test_a_phone_holds_the_library(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 375, "height": 780})
    visit.open("?view=library")
    assert _wide(visit) <= 375
    visit.page.click(".facets summary")
    assert visit.page.locator(".facet a").first.is_visible()
    visit.open("?view=quality")
    assert _wide(visit) <= 375


def test_copy_a_row_of_a_table_and_put_it_aside(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _read(visit, "秀洲区人才发展")
    row = visit.page.locator(".text tr", has_text="人才资源总量").first
    row.hover()
    row.locator(".clause-tools .copy").click()
    visit.page.wait_for_selector(".clause-tools .copy:has-text('已复制')")
    copied = str(visit.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("“人才资源总量　")
    assert "表格第1行“人才资源总量”" in copied
    row.locator(".clause-tools .keep").click()
    _open_basket(visit)
    assert visit.page.locator(".pick.same").count() == 1
    assert "人才资源总量" in visit.words(".pick blockquote")
