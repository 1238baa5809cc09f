"""Where a pasted text differs from the print, marked for a page and for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from policysearch.render.html import Html, element, join, text
from policysearch.types import Segment, Trace


def difference_html(trace: Trace) -> Html:
    """The print with the differences: ``<ins>`` is printed and not pasted, ``<del>`` pasted and not printed.

    A change is both in a ``<mark>``, what was pasted first.
    """
    return join(_segment_html(segment) for segment in trace.segments)


def _segment_html(segment: Segment) -> Html:
    pasted = element("del", segment.pasted, title="粘贴的文字里有，原文没有")
    printed = element("ins", segment.printed, title="原文有，粘贴的文字里没有")
    if segment.kind == "same":
        return text(segment.printed)
    if segment.kind == "changed":
        return element("mark", pasted, printed, class_="changed")
    return pasted if segment.kind == "added" else printed


def difference_text(trace: Trace) -> str:
    """The print with the differences in words: 对个人处〔原文“五”，粘贴作“三”〕百元."""
    return "".join(s.printed if s.kind == "same" else f"〔{_said(s)}〕" for s in trace.segments)


def difference_list(trace: Trace) -> Iterator[str]:
    """Each difference in words, in the order of the text."""
    return (_said(segment) for segment in trace.segments if segment.kind != "same")


def _said(segment: Segment) -> str:
    pasted, printed = segment.pasted.strip(), segment.printed.strip()
    if segment.kind == "added":
        return f"多出“{pasted}”"
    if segment.kind == "removed":
        return f"缺少“{printed}”"
    return f"原文“{printed}”，粘贴作“{pasted}”"
