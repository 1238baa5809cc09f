"""What axe-core finds on a page that is open in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python

from .conftest import Visit

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")


def load_axe(visit: Visit) -> None:
    """Puts axe-core into the page, where it stays until the page is loaded anew."""
    visit.page.evaluate(_AXE.read_text("utf-8"))


def barriers(visit: Visit, scheme: str, *rules: str) -> Iterator[str]:
    """What is serious or critical in light or dark colours, with the first elements it is found at.

    ``rules`` are those of axe-core to be tried; all of them, unless some are named.
    """
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # A colour on its way is no colour of ours.
    visit.page.wait_for_function(
        "isDark => document.body.classList.contains('dark') === isDark && document.getAnimations().length === 0",
        arg=scheme == "dark",
    )
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found: dict[str, Any] = visit.page.evaluate("options => axe.run(document, options)", options)
    for rule in found["violations"]:
        if rule["impact"] in ("serious", "critical"):
            at = "; ".join(f"{node['target']} {node['html'][:140]}" for node in rule["nodes"][:4])
            yield f"{scheme}: {rule['impact']} {rule['id']} ({len(rule['nodes'])}): {at}"
