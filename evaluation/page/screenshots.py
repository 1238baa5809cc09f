"""Pictures of every page, light and dark, wide and on a phone, as the README shows them.

    python evaluation/page/screenshots.py [--index DIR] [--folder docs/screenshots]

The pictures are of the repository's own corpus, on a fixed window, as palette PNGs of a few dozen kilobytes each.
Pages that are made of the same parts have one picture on a phone; --index shows another library (not to be kept).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page
from serving import ROOT, browsing, served

_COLOURS = 64
_WIDE, _PHONE = (1280, 860), (375, 780)
_QUESTION = "秀洲区人才公寓有多少套？"
_PASTED = "力争到2025年底新增高端人才公寓800套、国际人才社区1个"
# Name, address, and the link on that page that leads to the one to be shown.
PAGES = (
    ("home", "", None),
    ("answer", "?q=" + quote(_QUESTION), None),
    ("refusal", "?q=" + quote("西藏那曲的牦牛补贴"), None),
    ("reader", "?q=" + quote(_QUESTION), ".citations a.place"),
    ("trace", "?trace=" + quote(_PASTED), None),
    ("library", "?view=library", None),
    ("programmes", "?view=programmes", None),
    ("measures", "?view=measures", None),
    ("indicators", "?view=indicators", None),
    ("overview", "?view=overview", None),
    ("basket", "?view=basket", None),
)


def main() -> int:
    """Writes the pictures and prints how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    flags = parser.parse_args()
    flags.folder.mkdir(parents=True, exist_ok=True)
    whole = 0
    with _library(flags.index) as index, served(index) as address, browsing() as browser:
        for name, picture in _pictures(browser, address):
            path = flags.folder / f"{name}.png"
            path.write_bytes(picture)
            whole += len(picture)
            print(f"{path}  {len(picture) / 1024:.0f} KB")
    print(f"{whole / 1024:.0f} KB")
    return 0


@contextmanager
def _library(index: Path | None) -> Iterator[Path]:
    """An index that is there, or one of the corpus, built for this run."""
    if index is not None:
        yield index
        return
    from policysearch.build import build_index

    with tempfile.TemporaryDirectory() as folder:
        build_index([ROOT / "corpus"], Path(folder) / "index", progress=False)
        yield Path(folder) / "index"


def _pictures(browser: Browser, address: str) -> Iterator[tuple[str, bytes]]:
    for scheme in ("light", "dark"):
        for size, suffix in ((_WIDE, ""), (_PHONE, "-phone")):
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                locale="zh-CN",
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            for name, query, link in PAGES:
                _open(page, f"{address}/{query}", link)
                yield f"{name}-{scheme}{suffix}", _small(page.screenshot())
            context.close()


def _open(page: Page, address: str, link: str | None) -> None:
    page.goto(address)
    page.wait_for_selector("#view[data-settled]")
    if link:
        page.locator(link).first.click()
        page.wait_for_selector("#view[data-view=reader][data-settled]")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(400)


def _small(picture: bytes) -> bytes:
    """The picture in few colours: text on plain grounds loses nothing that one sees."""
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    small = BytesIO()
    image.save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
