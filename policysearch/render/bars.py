"""Numbers as bars, each with its name before it and the number as printed behind it.

Own markup and no library of plots: the names and numbers stay text that one selects, follows and hears read, the
colours are those of the page in light and dark, and nothing is fetched or computed in the browser. A bar is an SVG that
stretches to the room that is left; it says nothing that the words beside it do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policysearch.render.html import EMPTY, Html, element
from policysearch.render.words import tongue

_WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One number: ``low`` is drawn, up to ``high`` more faintly where it is a range; ``words`` are as printed."""

    name: str
    low: float
    words: str
    high: float | None = None
    href: str | None = None


def bar_list(caption: str, bars: Sequence[Bar], note: str = "") -> Html:
    """The bars below each other on one scale, which begins at 0; nothing where there are none."""
    if not bars:
        return EMPTY
    least = min(0.0, *(bar.low for bar in bars))
    most = max(0.0, *(bar.low if bar.high is None else bar.high for bar in bars))
    items = [_item(bar, least, (most - least) or 1.0) for bar in bars]
    told = element("p", note, class_="facet-note") if note else EMPTY
    return element("figure", element("figcaption", caption), element("ol", *items, class_="bars"), told, class_="plot")


def _item(bar: Bar, least: float, reach: float) -> Html:
    words = element("a", bar.words, href=bar.href) if bar.href else bar.words
    return element(
        "li",
        element("span", bar.name, class_="bar-label", lang=tongue(bar.name)),
        bar_svg(bar.low, bar.high, least, reach),
        element("span", words, class_="bar-value"),
    )


def bar_svg(low: float, high: float | None, least: float, reach: float) -> Html:
    """A bar from 0 to ``low``, more faintly on to ``high``, where ``least`` is the left end and ``reach`` the width."""
    parts = [_rect(min(0.0, low) - least, abs(low), reach, "bar")]
    if high is not None and high > low:
        parts.append(_rect(low - least, high - low, reach, "bar reach"))
    return element(
        "svg",
        *parts,
        viewBox=f"0 0 {_WIDTH:g} 10",
        preserveAspectRatio="none",
        aria_hidden="true",
        focusable="false",
        class_="bar-drawn",
    )


def _rect(start: float, length: float, reach: float, kind: str) -> Html:
    x, width = start / reach * _WIDTH, length / reach * _WIDTH
    return element("rect", x=f"{x:.2f}", y="0", width=f"{max(width, 0.3):.2f}", height="10", class_=kind)
