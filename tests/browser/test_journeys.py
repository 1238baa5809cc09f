"""What people do with the page, done in a browser."""

from __future__ import annotations

import base64
import json
import os
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import docx
import openpyxl
import pytest

from .conftest import START_LIMIT_S, Site, Visit

QUESTION = "秀洲区人才公寓有多少套？"
CHOSEN = ".chips[aria-label=已选筛选]"
NOT_THERE = "西藏那曲的牦牛补贴"


def _query(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query, keep_blank_values=True)


def _shot(visit: Visit, name: str) -> None:
    folder = os.environ.get("POLICYSEARCH_SHOTS")
    if folder:
        visit.page.screenshot(path=str(Path(folder) / f"{name}.png"))


def _in_view(visit: Visit, selector: str) -> bool:
    box = visit.page.locator(selector).first.bounding_box()
    height = visit.page.viewport_size["height"] if visit.page.viewport_size else 0
    return box is not None and box["y"] >= 0 and box["y"] + min(box["height"], 20) <= height


def test_the_first_answer_comes_soon(site: Site) -> None:
    assert site.first_answer_s < START_LIMIT_S


def test_ask_and_read_the_answer(visit: Visit) -> None:
    visit.open()
    assert visit.page.title() == "政策检索"
    assert visit.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert visit.page.locator(".examples a").count() >= 4
    visit.ask(QUESTION)
    assert "找到答案" in visit.words(".answer")
    assert "600套" in visit.words(".answer-text")
    assert "以原文为准" in visit.words(".answer")
    assert _query(visit)["q"] == [QUESTION]
    assert visit.page.title().startswith(QUESTION)
    assert visit.page.locator(".card:visible").count() == 10
    _shot(visit, "ask")


def test_an_example_is_a_question(visit: Visit) -> None:
    visit.open()
    example = visit.words(".examples a")
    visit.page.locator(".examples a").first.click()
    visit.wait("ask")
    assert visit.page.locator("#question").locator("input, textarea").input_value() == example
    assert "找到答案" in visit.words(".answer")


def test_blanks_are_met_with_a_hint(visit: Visit) -> None:
    visit.open()
    visit.page.fill("#question input, #question textarea", "   ")
    visit.page.click("#submit")
    visit.page.wait_for_selector(".home .notice")
    assert "还没有写问题" in visit.words(".home .notice")


def test_choose_a_facet_take_it_off_and_go_back(visit: Visit) -> None:
    visit.open("?q=" + quote("人才住房"))
    name = visit.page.locator(".facet", has_text="地区").locator("a", has_text="拱墅区")
    counted = int(name.locator(".count").inner_text())
    name.click()
    visit.page.wait_for_selector(CHOSEN)
    visit.wait("ask")
    assert _query(visit)["region"] == ["浙江省/杭州市/拱墅区"]
    titles = visit.page.locator(".card h3").all_inner_texts()
    assert counted > 0
    assert titles
    assert all("拱墅" in title for title in titles)
    visit.page.locator(f"{CHOSEN} .chip").click()
    visit.page.wait_for_selector(CHOSEN, state="detached")
    assert "region" not in _query(visit)
    visit.page.go_back()
    visit.page.wait_for_selector(CHOSEN)
    assert _query(visit)["region"] == ["浙江省/杭州市/拱墅区"]


def test_a_new_question_keeps_the_filters(visit: Visit) -> None:
    visit.open("?q=" + quote("人才住房") + "&kind=" + quote("新闻"))
    visit.ask("青年人才")
    assert _query(visit) == {"q": ["青年人才"], "kind": ["新闻"]}
    assert "新闻" in visit.words(CHOSEN)


def test_switch_off_what_was_understood_and_on_again(visit: Visit) -> None:
    visit.open("?q=" + quote("拱墅区2025年的人才住房"))
    chips = visit.page.locator(".understood .chip")
    assert chips.all_inner_texts() == ["地区：拱墅区 ×", "年份：2025年 ×"]
    assert "地区相符" in visit.words(".card .why")
    chips.first.click()
    visit.page.wait_for_selector(".understood .chip.off")
    visit.wait("ask")
    assert _query(visit)["off"] == ["place:浙江省/杭州市/拱墅区"]
    assert "地区相符" not in visit.words(".card .why")
    _shot(visit, "understood")
    visit.page.reload()
    visit.wait("ask")
    assert visit.words(".understood .chip.off") == "地区：拱墅区 ＋"
    visit.page.go_back()
    visit.page.wait_for_selector(".understood .chip.off", state="detached")
    visit.page.go_forward()
    visit.page.wait_for_selector(".understood .chip.off")
    visit.wait("ask")
    visit.ask("拱墅区的人才码")
    assert "off" not in _query(visit)


def test_more_cards_come_and_stay_after_a_reload(visit: Visit) -> None:
    visit.open("?q=" + quote("人才服务"))
    before = visit.page.evaluate("(document.querySelector('a.more').scrollIntoView(), scrollY)")
    visit.page.click("a.more")
    visit.page.wait_for_function("document.querySelectorAll('.card').length === 20")
    visit.wait("ask")
    assert abs(visit.page.evaluate("scrollY") - before) < 5
    assert visit.page.evaluate("document.activeElement === document.querySelectorAll('.card h3 a')[10]")
    assert _query(visit)["n"] == ["20"]
    visit.page.reload()
    visit.wait("ask")
    assert visit.page.locator(".card:visible").count() == 20


def test_open_a_citation_in_the_reader_and_come_back(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION))
    visit.page.locator(".answer-text sup a").first.click()
    visit.wait("reader")
    visit.page.wait_for_timeout(300)
    assert set(_query(visit)) == {"doc", "clause"}
    assert "600套" in "".join(visit.page.locator("mark.cited").all_inner_texts())
    assert _in_view(visit, "#cited")
    colour = visit.page.locator("#cited").evaluate("mark => getComputedStyle(mark).backgroundColor")
    plain = visit.page.locator(".document").evaluate("text => getComputedStyle(text).backgroundColor")
    assert colour != plain
    assert visit.page.locator(".outline a[aria-current]").count() == 1
    assert "秀洲区人才发展" in visit.page.title()
    _shot(visit, "reader")
    visit.page.locator("a.back").evaluate("link => link.click()")
    visit.wait("ask")
    assert _query(visit)["q"] == [QUESTION]


def test_an_address_opened_elsewhere_shows_the_same(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION))
    answer = visit.words(".answer-text")
    link = visit.page.locator(".citations a.place").first.get_attribute("href") or ""
    visit.page.reload()
    visit.wait("ask")
    assert visit.words(".answer-text") == answer
    visit.load(link)
    visit.page.wait_for_timeout(300)
    assert "600套" in "".join(visit.page.locator("mark.cited").all_inner_texts())
    assert _in_view(visit, "#cited")


def test_the_outline_moves_within_the_document(visit: Visit) -> None:
    visit.open("?view=library")
    visit.page.locator(".documents a", has_text="拱墅区人才发展").click()
    visit.wait("reader")
    link = visit.page.locator(".outline a", has_text="完善人才住房保障体系")
    link.click()
    target = link.get_attribute("data-anchor") or ""
    visit.page.wait_for_function("id => document.getElementById(id).classList.contains('here')", arg=target)
    assert _in_view(visit, f"[id='{target}']")
    assert "clause" in _query(visit)


def test_ask_within_one_document(visit: Visit) -> None:
    visit.open("?view=library")
    visit.page.locator(".documents a", has_text="慈溪市人才发展").click()
    visit.wait("reader")
    visit.page.click("a.ask-here")
    visit.wait("home")
    visit.ask("怎样加强组织领导")
    titles = set(visit.page.locator(".card h3 a").all_inner_texts())
    assert len(titles) == 1


def test_no_answer_says_so_and_shows_the_nearest(visit: Visit) -> None:
    visit.open("?q=" + quote(NOT_THERE))
    assert "文件里没有" in visit.words(".answer")
    assert re.search(r"全部 \d+ 份文件", visit.words(".answer"))
    assert visit.page.locator(".citations").count() == 0
    assert visit.page.locator(".card").count() > 0
    _shot(visit, "nothing")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?doc=d000000000000", "找不到这份文件"),
        ("?doc=<script>alert(1)</script>", "找不到这份文件"),
        ("?q=" + "长" * 2001, "问题太长"),
    ],
)
def test_a_bad_address_is_one_sentence(visit: Visit, query: str, sentence: str) -> None:
    visit.open(query)
    assert sentence in visit.words("#view")
    assert "Traceback" not in visit.page.content()


def test_a_lost_clause_opens_the_document_with_a_notice(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION))
    link = visit.page.locator(".citations a.place").first.get_attribute("href") or ""
    visit.open(link.split("&")[0] + "&clause=99.9")
    assert "已找不到" in visit.words(".lost")
    assert visit.page.locator(".document").count() == 1


def test_enter_of_the_input_method_does_not_search(visit: Visit) -> None:
    visit.open()
    box = visit.page.locator("#question").locator("input, textarea")
    box.click()
    devtools = visit.page.context.new_cdp_session(visit.page)
    composed = {"selectionStart": 8, "selectionEnd": 8, "text": "rencai z"}
    devtools.send("Input.imeSetComposition", composed)
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229}
    devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "\r", **enter})
    devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    visit.page.wait_for_timeout(400)
    assert visit.page.locator("#view").get_attribute("data-view") == "home"
    assert "q" not in _query(visit)
    devtools.send("Input.insertText", {"text": "人才租房"})
    assert box.input_value() == "人才租房"
    visit.page.keyboard.press("Enter")
    visit.wait("ask")
    assert _query(visit)["q"] == ["人才租房"]


@pytest.mark.parametrize("marks", [{"isComposing": True}, {"keyCode": 229}])
def test_enter_marked_as_composing_does_not_search(visit: Visit, marks: dict[str, object]) -> None:
    visit.open()
    visit.page.fill("#question input, #question textarea", "人才租房")
    sends = """(box, marks) => { for (const kind of ['keydown', 'keypress', 'keyup'])
        box.dispatchEvent(new KeyboardEvent(kind, {key: 'Enter', code: 'Enter', bubbles: true, ...marks})); }"""
    box = visit.page.locator("#question").locator("input, textarea")
    box.evaluate(sends, marks)
    visit.page.wait_for_timeout(300)
    assert "q" not in _query(visit)
    box.evaluate(sends, {})
    visit.wait("ask")
    assert _query(visit)["q"] == ["人才租房"]


def test_copy_a_citation(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open("?q=" + quote(QUESTION))
    visit.page.locator(".citations button.copy").first.click()
    visit.page.wait_for_selector("button.copy:has-text('已复制')")
    copied = str(visit.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("“")
    assert "600套" in copied.split("——《")[0]
    assert "”——《秀洲区人才发展“十四五”规划（要点摘编）》四、（三）" in copied


def test_a_question_with_markup_stays_text(visit: Visit) -> None:
    visit.open()
    visit.ask("<img src=x onerror=alert(1)>人才公寓")
    assert visit.page.locator("#page img").count() == 0
    assert "<img src=x" in visit.words(".asked")


def test_a_narrow_screen_does_not_scroll_sideways(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    for query in ("", "?q=" + quote(QUESTION), "?view=library"):
        visit.open(query)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.page.locator(".documents a", has_text="秀洲区人才发展").click()
    visit.wait("reader")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    _shot(visit, "reader-narrow")


def test_the_keyboard_reaches_the_answer_and_focus_is_seen(fresh: Visit) -> None:
    visit = fresh
    visit.open("?q=" + quote(QUESTION))
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.closest('.answer') !== null"):
            break
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert visit.page.evaluate("document.activeElement.closest('.answer') !== null")
    assert visit.page.evaluate(style) == "solid"


def test_a_server_that_is_gone_is_one_sentence(fresh: Visit) -> None:
    visit = fresh
    visit.open()
    visit.page.route("**/gradio_api/**", lambda route: route.abort())
    visit.page.fill("#question input, #question textarea", QUESTION)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#failed")
    assert "没有成功" in visit.words("#failed")


# ---- what the server refuses


def _status(url: str, data: bytes | None = None, **headers: str) -> int:
    request = urllib.request.Request(url, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=index/CURRENT",
        "/gradio_api/proxy=http://example.org/",
        "/gradio_api/deep_link",
        "/gradio_api/runs",
        "/monitoring",
        "/docs",
        "/pwa_icon",
    ],
)
def test_nothing_but_the_page_is_served(site: Site, path: str) -> None:
    assert _status(site.address + path) == 403


def test_uploads_and_large_requests_are_refused(site: Site) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert _status(site.address + "/gradio_api/upload", b"--x--", **kind) == 403
    assert _status(site.address + "/gradio_api/queue/join", b"x" * 100_000) == 413


def _call(site: Site, name: str, *given: object) -> Any:
    """What a named endpoint returns."""
    url = f"{site.address}/gradio_api/call/{name}"
    body = json.dumps({"data": given}).encode()
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{url}/{event}", timeout=10) as response:
        sent = response.read().decode()
    return json.loads(sent.split("data: ", 1)[1].split("\n")[0])[0]


def test_trace_a_pasted_text_and_open_its_clause(visit: Visit) -> None:
    visit.open()
    visit.page.locator(".masthead a", has_text="溯源").click()
    visit.wait("trace")
    visit.open("?q=" + quote(QUESTION))
    printed = visit.words(".citations blockquote mark")
    pasted = printed.replace("600", "800")
    assert pasted != printed
    visit.page.locator(".masthead a", has_text="溯源").click()
    visit.wait("trace")
    visit.page.fill(".trace-form textarea", pasted)
    visit.page.click(".trace-form button")
    visit.page.wait_for_selector(".card.traced")
    visit.wait("trace")
    assert _query(visit) == {"trace": [pasted]}
    assert visit.words(".diff del") == "800"
    assert visit.words(".diff ins") == "600"
    drawn = "mark => getComputedStyle(mark).textDecorationLine"
    assert visit.page.locator(".diff del").first.evaluate(drawn) == "line-through"
    assert visit.page.locator(".diff ins").first.evaluate(drawn) == "underline"
    assert "原文“600”，粘贴作“800”" in visit.words(".differences")
    _shot(visit, "trace")
    visit.page.reload()
    visit.wait("trace")
    assert visit.page.locator(".trace-form textarea").input_value() == pasted
    visit.page.locator(".card.traced a.open").first.click()
    visit.wait("reader")
    visit.page.wait_for_timeout(300)
    assert "600套" in "".join(visit.page.locator("mark.cited").all_inner_texts())
    assert _in_view(visit, "#cited")


def test_what_stands_nowhere_is_said(visit: Visit) -> None:
    visit.open("?trace=" + quote("昨夜雨疏风骤，浓睡不消残酒，试问卷帘人，却道海棠依旧"))
    assert "没有找到出处" in visit.words(".notice")
    visit.open("?trace=" + quote("长" * 2001))
    assert "最多 2000 字" in visit.words(".notice")


def test_open_what_stands_around_a_hit(visit: Visit) -> None:
    visit.open("?q=" + quote("人才公寓"))
    around = visit.page.locator(".card:visible .context").first
    assert not around.locator("blockquote").first.is_visible()
    around.locator("summary").click()
    assert around.locator("blockquote").first.is_visible()
    _shot(visit, "context")
    around.locator("a").first.click()
    visit.wait("reader")


def test_programs_can_trace_and_read_around(site: Site) -> None:
    [hit, *_] = _call(site, "search", "秀洲区人才公寓有多少套", 1, [])
    [place, *_] = _call(site, "trace", hit["text"])
    assert place["share"] == 1
    assert hit["passage_id"] in place["passage_ids"]
    assert place["address"].startswith("/?doc=")
    around = _call(site, "read_clause", hit["passage_id"], "section")
    assert set(around) == {"section"}
    assert "没有这个片段" in _call(site, "read_clause", "d0:0-1", "clause")["error"]
    assert "around 只能是" in _call(site, "read_clause", hit["passage_id"], "page")["error"]


def test_go_on_from_an_answer(visit: Visit) -> None:
    first = "秀洲区2025年人才资源总量目标是多少？"
    visit.open("?q=" + quote(first))
    assert visit.page.locator(".understood-as").count() == 0
    visit.page.fill(".follow-form input[name=q]", "那拱墅呢？")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".understood-as")
    visit.wait("ask")
    really = "拱墅区2025年人才资源总量目标是多少？"
    assert f"按“{really}”理解" in visit.words(".understood-as")
    assert visit.words(".asked") == really
    assert _query(visit) == {"q": ["那拱墅呢？"], "after": [first]}
    answer = visit.words(".answer-text")
    _shot(visit, "follow")
    visit.page.reload()
    visit.wait("ask")
    assert visit.words(".answer-text") == answer
    visit.page.fill(".follow-form input[name=q]", "在哪一条？")
    visit.page.click(".follow-form button")
    visit.page.wait_for_function("new URLSearchParams(location.search).get('q') === '在哪一条？'")
    visit.wait("ask")
    assert _query(visit)["after"] == [really]
    assert "拱墅区2025年" in visit.words(".asked")
    visit.page.go_back()
    visit.page.wait_for_function("new URLSearchParams(location.search).get('q') === '那拱墅呢？'")
    visit.wait("ask")
    assert visit.words(".asked") == really
    visit.page.click(".understood-as a")
    visit.page.wait_for_selector(".understood-as", state="detached")
    visit.wait("ask")
    assert _query(visit) == {"q": ["那拱墅呢？"]}
    visit.ask(first)
    assert _query(visit) == {"q": [first]}


def test_a_follow_up_keeps_the_filters(visit: Visit) -> None:
    visit.open("?q=" + quote("人才住房") + "&kind=" + quote("规划"))
    visit.page.fill(".follow-form input[name=q]", "有多少？")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".understood-as")
    visit.wait("ask")
    assert _query(visit) == {"q": ["有多少？"], "after": ["人才住房"], "kind": ["规划"]}


@pytest.mark.parametrize(("form", "ending"), [("docx", "docx"), ("xlsx", "xlsx"), ("md", "md"), ("text", "txt")])
def test_download_an_answer(visit: Visit, tmp_path: Path, form: str, ending: str) -> None:
    visit.open("?q=" + quote(QUESTION))
    with visit.page.expect_download() as download:
        visit.page.click(f"button.export[data-export={form}]")
    assert download.value.suggested_filename == f"秀洲区人才公寓有多少套.{ending}"
    path = tmp_path / f"file.{ending}"
    download.value.save_as(path)
    if form == "docx":
        words = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    elif form == "xlsx":
        rows = [row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]
        words = "\n".join(str(value) for row in rows for value in row)
    else:
        words = path.read_text("utf-8")
    assert "600套" in words
    assert "秀洲发改〔2021〕76号" in words
    assert "以原文为准" in words
    assert visit.page.locator("#failed").count() == 0


def test_an_export_that_fails_is_one_sentence(visit: Visit) -> None:
    visit.open("?q=" + quote(QUESTION))
    visit.page.route("**/gradio_api/call/export", lambda route: route.abort())
    visit.page.click("button.export[data-export=docx]")
    visit.page.wait_for_selector("#failed")
    assert visit.page.locator("button.export[data-export=docx]").is_enabled()


def test_programs_can_export_and_go_on(site: Site) -> None:
    file = _call(site, "export", "?q=" + quote(QUESTION), "md")
    assert (file["name"], file["media_type"]) == ("秀洲区人才公寓有多少套.md", "text/markdown; charset=utf-8")
    assert "600套" in base64.b64decode(file["base64"]).decode()
    assert "没有问题" in _call(site, "export", "?view=library", "md")["error"]
    assert "format 只能是" in _call(site, "export", "?q=x", "exe")["error"]
    answer = _call(site, "ask", "那拱墅呢？", [], ["秀洲区2025年人才资源总量目标是多少？"])
    assert answer["asked"] == "拱墅区2025年人才资源总量目标是多少？"
    assert answer["citations"]


def test_programs_can_ask(site: Site) -> None:
    answer = _call(site, "ask", QUESTION, ["kind:规划"], [])
    assert answer["status"] == "answered"
    assert "600套" in answer["citations"][0]["quote"]
    assert answer["citations"][0]["address"].startswith("/?doc=")
    assert [found["key"] for found in answer["understanding"]][:1] == ["place:浙江省/嘉兴市/秀洲区"]


def test_the_page_tells_the_browser_to_stay_at_home(site: Site) -> None:
    with urllib.request.urlopen(site.address, timeout=10) as response:
        policy = response.headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy
    assert "http" not in policy
