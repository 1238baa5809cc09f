"""Texts and file names made to do harm: they are shown as text on every page, and nothing leaves the host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from policysearch.build import build_index

from .conftest import Site, Visit, served_here, visiting

if TYPE_CHECKING:
    from playwright import sync_api

NASTY = "<script>hacked=1</script><img src=x onerror=hacked=1><a href=javascript:hacked=1>点</a>"
RTL = "\u202e文翻\u2067倒颠"
LONG = "长" * 10_000
FILES = {
    "<img src=x onerror=hacked=1>规划.md": f"""# 甲市人才发展规划{NASTY}

一、{NASTY}总体要求

（一）{NASTY}引进人才。甲市对引进的人才给予租房补贴{NASTY}，到2025年建成人才公寓600套。

（二）{RTL}安居。甲市人才公寓实行{RTL}轮候。

二、长行

{LONG}甲市人才公寓{LONG}
""",
    f"{RTL}办法.txt": f"""乙县人才公寓管理办法{RTL}

第一条 乙县人才公寓{RTL}的租金{NASTY}由县人民政府定。

第二条 申请{LONG}人才公寓的，应当{NASTY}。
""",
}


@pytest.fixture(scope="module")
def hostile(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over documents that mean harm."""
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, words in FILES.items():
        (corpus / name).write_text(words, "utf-8")
    assert not build_index([corpus], folder / "index", progress=False).failures
    with served_here(folder / "index") as site:
        yield site


@pytest.fixture(scope="module")
def stranger(browser: sync_api.Browser, hostile: Site) -> Iterator[Visit]:
    """A visitor of the harmful documents, with a phone, who follows links."""
    with visiting(browser, hostile) as visit:
        visit.page.set_viewport_size({"width": 375, "height": 812})
        visit.open("")
        yield visit


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=" + quote("甲市人才公寓有多少套？"),
        "?q=" + quote("乙县人才公寓的租金由谁定？"),
        "?q=" + quote(NASTY),
        "?q=" + quote(RTL + "人才公寓"),
        "?trace=" + quote("甲市对引进的人才给予租房补贴" + NASTY + "，到2025年建成人才公寓800套。"),
        "?view=library",
        "?view=quality",
        "?view=programmes",
        "?view=measures",
        "?view=indicators",
        "?view=overview",
        "?view=" + quote(NASTY),
        "?doc=" + quote(NASTY),
    ],
)
def test_harm_is_shown_and_not_done(stranger: Visit, query: str) -> None:
    dialogs: list[sync_api.Dialog] = []
    stranger.page.on("dialog", lambda dialog: dialogs.append(dialog))
    stranger.open(query)
    _unharmed(stranger)
    assert dialogs == []


def test_harmful_documents_can_be_read(stranger: Visit) -> None:
    for question in ("甲市人才公寓有多少套？", "乙县人才公寓的租金由谁定？"):
        stranger.open("?q=" + quote(question))
        stranger.page.locator(".card h3 a").first.click()
        stranger.wait("reader")
        _unharmed(stranger)
        assert "<script>" in stranger.words(".text")


def _unharmed(visit: Visit) -> None:
    page = visit.page
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.locator("#page :is(script, img, iframe, object, style)").count() == 0
    assert page.locator("#page a[href^=javascript]").count() == 0
    assert page.locator("#page [onerror], #page [onclick], #page [onload]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    loose = """[...document.querySelectorAll('#view *')].filter((part) =>
        [...part.childNodes].some((node) => node.nodeType === 3 && /[\\u202e\\u2067]/.test(node.data))
        && getComputedStyle(part).display === 'inline'
        && !getComputedStyle(part).unicodeBidi.includes('isolate')).map((part) => part.outerHTML.slice(0, 80))"""
    assert page.evaluate(loose) == []
