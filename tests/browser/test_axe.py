"""No serious barrier on any page, light and dark, on a phone and on a wide screen: judged by axe-core.

The page of upkeep, which is there only where uploads are allowed, is judged in test_upkeep.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from .barriers import barriers, load_axe
from .conftest import WINDOW, Site, Visit, visiting

if TYPE_CHECKING:
    from playwright import sync_api
    from playwright.sync_api import ViewportSize

PHONE: ViewportSize = {"width": 375, "height": 812}
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


@pytest.fixture(scope="module")
def walker(browser: sync_api.Browser, site: Site) -> Iterator[Visit]:
    """A visitor who follows links, so that the frame of the page is loaded once for all."""
    with visiting(browser, site) as visit:
        visit.open("")
        load_axe(visit)
        yield visit


def _walk(visit: Visit, name: str) -> None:
    query = PAGES[name]
    if query == "reader":
        visit.open(PAGES["answer"])
        query = visit.page.locator(".citations a.place").first.get_attribute("href") or ""
    visit.open(query)


# What differs in the dark are colours alone.
COLOURS = "color-contrast"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_on_a_phone(walker: Visit, name: str) -> None:
    walker.page.set_viewport_size(PHONE)
    _walk(walker, name)
    assert [*barriers(walker, "light"), *barriers(walker, "dark", COLOURS)] == []


@pytest.mark.parametrize("name", ["home", "answer", "reader", "indicators"])
def test_nothing_serious_on_a_wide_screen(walker: Visit, name: str) -> None:
    walker.page.set_viewport_size(WINDOW)
    _walk(walker, name)
    assert [*barriers(walker, "light"), *barriers(walker, "dark", COLOURS)] == []
