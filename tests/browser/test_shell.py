"""The frame around the views: colours by choice, paper, the language, what is there before Gradio is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from .conftest import WINDOW, Site, Visit, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = "?q=" + quote("秀洲区人才公寓有多少套？")
DARK, LIGHT = "rgb(18, 22, 27)", "rgb(245, 246, 248)"
WHITE, BLACK = "rgb(255, 255, 255)", "rgb(0, 0, 0)"
# Kept for the test: the paper of the window when the markup was read, before any script of Gradio ran.
_AT_FIRST = """addEventListener('readystatechange', () => { window.groundAtFirst ??=
    getComputedStyle(document.documentElement).backgroundColor; }, { capture: true });"""


def _ground(visit: Visit, selector: str = "body") -> str:
    return str(visit.page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).backgroundColor"))


def test_colours_follow_the_system_until_they_are_chosen(fresh: Visit) -> None:
    visit = fresh
    visit.page.add_init_script(_AT_FIRST)
    visit.page.emulate_media(color_scheme="dark")
    visit.open()
    switch = visit.page.locator("#theme-switch")
    assert switch.inner_text() == "外观：自动"
    assert visit.page.evaluate("groundAtFirst") == DARK
    assert _ground(visit) == DARK
    visit.page.emulate_media(color_scheme="light")
    visit.page.wait_for_function("!document.body.classList.contains('dark')")
    assert _ground(visit) == LIGHT
    switch.click()
    assert switch.inner_text() == "外观：浅色"
    visit.page.emulate_media(color_scheme="dark")
    assert _ground(visit) == LIGHT
    switch.click()
    assert switch.inner_text() == "外观：深色"
    visit.page.emulate_media(color_scheme="light")
    visit.page.reload()
    visit.wait("home")
    assert visit.page.evaluate("groundAtFirst") == DARK
    assert _ground(visit) == DARK
    assert visit.page.locator("#theme-switch").inner_text() == "外观：深色"
    assert visit.page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_answer_on_paper(visit: Visit, scheme: str) -> None:
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.open(QUESTION)
    visit.page.emulate_media(media="print")
    for selector in ("html", "body", "#view", ".gradio-container"):
        assert _ground(visit, selector) == WHITE
    assert visit.page.evaluate("getComputedStyle(document.querySelector('.answer-text p')).color") == BLACK
    for gone in ("#masthead", "#ask-row", ".side", ".follow-form", ".exports", ".copy", ".results", ".understood"):
        assert not visit.page.locator(gone).first.is_visible(), gone
    assert visit.page.locator(".citations blockquote").first.is_visible()
    written = "getComputedStyle(document.querySelector('.citations a.place'), '::after').content"
    href = visit.page.locator(".citations a.place").first.get_attribute("href")
    assert f"{visit.site.address}/{href}" in visit.page.evaluate(written)
    kept = "getComputedStyle(document.querySelector('.citations li')).breakInside"
    assert visit.page.evaluate(kept) == "avoid"


def test_a_refusal_on_paper_keeps_what_is_near(visit: Visit) -> None:
    visit.open("?q=" + quote("西藏那曲的牦牛补贴"))
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".card").first.is_visible()


def test_a_document_on_paper(visit: Visit) -> None:
    visit.open("?view=library")
    visit.page.locator("#view td.title a, #view .title a").first.click()
    visit.wait("reader")
    visit.page.emulate_media(media="print")
    assert _ground(visit, "#view") == WHITE
    assert visit.page.locator(".document .text").is_visible()
    for gone in (".outline", ".reader-links", ".permalink"):
        assert not visit.page.locator(gone).first.is_visible(), gone
    assert visit.page.evaluate("getComputedStyle(document.querySelector('.text p')).breakInside") == "avoid"
    foot = visit.page.evaluate("getComputedStyle(document.querySelector('#view'), '::after').content")
    assert visit.page.url in foot


def test_the_language_is_a_choice_that_stays(visit: Visit) -> None:
    visit.open(QUESTION)
    visit.page.click("#language-switch")
    visit.page.wait_for_function("document.documentElement.lang === 'en'")
    assert visit.words("#submit") == "Search"
    placeholder = visit.page.locator("#question :is(input, textarea)").get_attribute("placeholder")
    assert (placeholder or "").startswith("For example")
    assert visit.words(".masthead nav a") == "Ask"
    assert visit.words("#language-switch") == "中文"
    visit.page.reload()
    visit.wait("ask")
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    assert visit.words("#submit") == "Search"
    visit.page.click("#language-switch")
    visit.page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    assert visit.words("#submit") == "查找"


def test_a_link_can_name_the_language_and_keeps_its_address(fresh: Visit) -> None:
    visit = fresh
    visit.open("?lang=en&view=library")
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    assert visit.page.url.endswith("/?view=library")


def test_the_keyboard_can_skip_to_the_content(visit: Visit) -> None:
    visit.open(QUESTION)
    visit.page.focus(".brand")
    visit.page.keyboard.press("Shift+Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.tagName") == "H1"


def test_without_scripts_the_page_says_what_it_needs(visit: Visit) -> None:
    context = visit.page.context.browser
    assert context is not None
    plain = context.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(visit.site.address)
    assert "JavaScript" in page.locator("noscript").inner_text()
    assert page.title() == "政策检索"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    plain.close()


def test_what_takes_long_can_be_stopped(fresh: Visit) -> None:
    visit = fresh
    visit.open()
    assert not visit.page.locator("#stop").is_visible()
    visit.page.route("**/queue/join*", lambda route: None)  # never answered
    visit.page.fill("#question input, #question textarea", "人才公寓")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#stop", state="visible")
    visit.page.click("#stop")
    assert "已停止" in visit.words("#failed")
    assert not visit.page.locator("#stop").is_visible()
    assert visit.page.locator("#view[data-view=home]").count() == 1


# What is Chinese on an English page without being marked as Chinese: a reader aloud would stumble there.
_UNMARKED = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.getElementById('view'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.data.trim();
    const part = walk.currentNode.parentElement;
    if (/[\\u4e00-\\u9fff]/.test(words) && part.closest('[lang]').lang === 'en' && !part.closest('[hidden]'))
      found.push(words.slice(0, 40));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def english(browser: Browser, site: Site) -> Iterator[Visit]:
    """A visitor who has chosen English and follows links."""
    with visiting(browser, site) as visit:
        visit.load("?lang=en")
        yield visit


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "You could ask"),
        (QUESTION, "Answered"),
        ("?q=" + quote("西藏那曲的牦牛补贴"), "Not in the documents"),
        ("?trace=" + quote("力争到2025年底新增高端人才公寓800套、国际人才社区1个"), "Places found: 1"),
        ("?view=nowhere", "There is no such page"),
        ("?q=" + quote("我们引进了一位博士，能拿什么补贴？"), "does not state the amount"),
        ("?q=" + quote("拱墅区2025年的人才住房要建多少？") + "&kind=" + quote("规划"), "Looking for: figure"),
        ("?view=library", "Library"),
        ("?view=quality", "Quality"),
        ("?view=programmes", "Programmes"),
        ("?view=measures", "Support"),
        ("?view=indicators", "Indicators"),
        ("?view=overview", "Overview"),
        ("?view=basket", "Clippings"),
        ("reader", "Left out"),
    ],
)
def test_an_english_page_marks_what_is_chinese(english: Visit, query: str, words: str) -> None:
    if query == "reader":
        english.open(QUESTION)
        query = english.page.locator(".citations a.place").first.get_attribute("href") or ""
    english.open(query)
    assert words in english.words("#view")
    unmarked = [said for said in english.page.evaluate(_UNMARKED) if not _names_something(said)]
    assert unmarked == []


def test_the_english_menu_fits_any_window(english: Visit) -> None:
    english.open()
    for width in (1280, 1081, 1080, 900, 821, 820, 600, 375):
        english.page.set_viewport_size({"width": width, "height": 800})
        assert english.page.evaluate("document.documentElement.scrollWidth") <= width, width
    english.page.set_viewport_size(WINDOW)


def test_the_table_of_the_library_keeps_to_its_column(english: Visit) -> None:
    english.open("?view=library")
    for width in (1280, 1081, 900, 821):
        english.page.set_viewport_size({"width": width, "height": 800})
        table, side = (english.page.locator(name).first.bounding_box() for name in (".documents", ".side"))
        assert table
        assert side
        assert table["x"] + table["width"] <= side["x"], width
    english.page.set_viewport_size(WINDOW)


def _names_something(said: str) -> bool:
    """Whether Chinese stands in an English sentence that quotes it, or in a line of names and hits."""
    return said[0].isascii() or said.startswith("《")
