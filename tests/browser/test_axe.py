"""No serious barrier on any page, light and dark, on a screen of 375 px: judged by axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import axe_playwright_python
import pytest

from .conftest import Site, Visit, visiting

if TYPE_CHECKING:
    from playwright import sync_api

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
PAGES = {
    "home": "",
    "answer": "?q=" + quote("秀洲区人才公寓有多少套？"),
    "filtered": "?q=" + quote("人才住房") + "&kind=" + quote("规划"),
    "followed": "?q=" + quote("那拱墅呢？") + "&after=" + quote("秀洲区2025年人才资源总量目标是多少？"),
    "refusal": "?q=" + quote("西藏那曲的牦牛补贴"),
    "trace": "?trace=" + quote("力争到2025年底新增高端人才公寓800套、国际人才社区1个"),
    "library": "?view=library",
    "quality": "?view=quality",
    "basket": "?view=basket",
    "programmes": "?view=programmes",
    "measures": "?view=measures",
    "indicators": "?view=indicators",
    "overview": "?view=overview",
    "message": "?view=nowhere",
    "lost": "?doc=d0",
    "reader": "reader",
}


def findings(visit: Visit) -> Iterator[str]:
    """What axe-core finds serious or critical, each with the first elements it is found at."""
    found: dict[str, Any] = visit.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    for rule in found["violations"]:
        if rule["impact"] in ("serious", "critical"):
            at = "; ".join(f"{node['target']} {node['html'][:140]}" for node in rule["nodes"][:4])
            yield f"{rule['impact']} {rule['id']} ({len(rule['nodes'])}): {at}"


@pytest.fixture(scope="module")
def walker(browser: sync_api.Browser, site: Site) -> Iterator[Visit]:
    """A visitor with a phone who follows links, so that the frame of the page is loaded once for all."""
    for visit in visiting(browser, site):
        visit.page.set_viewport_size({"width": 375, "height": 812})
        visit.open("")
        visit.page.evaluate(_AXE.read_text("utf-8"))
        yield visit


def _walk(visit: Visit, name: str) -> None:
    query = PAGES[name]
    if query == "reader":
        visit.walk(PAGES["answer"])
        query = visit.page.locator(".citations a.place").first.get_attribute("href") or ""
    visit.walk(query)


# What differs in the dark are colours, which pages share: those with the most kinds of parts stand for the rest.
DARK = ("answer", "refusal", "reader", "indicators")


@pytest.mark.parametrize(("name", "scheme"), [*((name, "light") for name in PAGES), *((name, "dark") for name in DARK)])
def test_nothing_serious(walker: Visit, name: str, scheme: str) -> None:
    walker.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    _walk(walker, name)
    walker.page.wait_for_function("document.getAnimations().length === 0")  # a colour on its way is no colour of ours
    assert list(findings(walker)) == []


@pytest.mark.parametrize("name", ["home", "answer", "reader"])
def test_nothing_serious_on_a_wide_screen(walker: Visit, name: str) -> None:
    walker.page.emulate_media(color_scheme="light")
    walker.page.set_viewport_size({"width": 1280, "height": 900})
    _walk(walker, name)
    walker.page.wait_for_function("document.getAnimations().length === 0")  # a colour on its way is no colour of ours
    assert list(findings(walker)) == []
