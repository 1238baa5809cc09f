"""Where a pasted text differs from the print, marked for a page and for a terminal.

A figure that differs in some of its digits is told whole: 600 and 800, not 6 and 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policysearch.render.html import Html, element, join, text
from policysearch.render.words import say
from policysearch.types import Segment, Trace

_ENDS = re.compile(r"\d[\d.]*\Z")
_STARTS = re.compile(r"[\d.]*\d")


def difference_html(trace: Trace) -> Html:
    """The print with the differences: ``<ins>`` is printed and not pasted, ``<del>`` pasted and not printed.

    A change is both in a ``<mark>``, what was pasted first.
    """
    return join(_segment_html(segment) for segment in _whole_figures(trace.segments))


def _segment_html(segment: Segment) -> Html:
    pasted = element("del", segment.pasted, title=say("粘贴的文字里有，原文没有"))
    printed = element("ins", segment.printed, title=say("原文有，粘贴的文字里没有"))
    if segment.kind == "same":
        return text(segment.printed)
    if segment.kind == "changed":
        return element("mark", pasted, printed, class_="changed")
    return pasted if segment.kind == "added" else printed


def difference_text(trace: Trace) -> str:
    """The print with the differences in words: 对个人处〔原文“五”，粘贴作“三”〕百元."""
    return "".join(s.printed if s.kind == "same" else f"〔{_said(s)}〕" for s in _whole_figures(trace.segments))


def difference_list(trace: Trace) -> Iterator[str]:
    """Each difference in words, in the order of the text."""
    return (_said(segment) for segment in _whole_figures(trace.segments) if segment.kind != "same")


def _said(segment: Segment) -> str:
    pasted, printed = segment.pasted.strip(), segment.printed.strip()
    if segment.kind == "added":
        return say("多出“{pasted}”", pasted=pasted)
    if segment.kind == "removed":
        return say("缺少“{printed}”", printed=printed)
    return say("原文“{printed}”，粘贴作“{pasted}”", printed=printed, pasted=pasted)


def _whole_figures(segments: Sequence[Segment]) -> list[Segment]:
    """``segments`` with the digits that agree beside one that differs given to the difference."""
    whole: list[Segment] = []
    for segment in segments:
        last = whole.pop() if whole else Segment("same", "", "")
        if last.kind == "same" and segment.kind != "same":
            shared = _ENDS.search(last.printed) if _beside(segment, _STARTS) else None
            if shared and last.pasted.endswith(shared[0]):
                last = Segment("same", last.pasted.removesuffix(shared[0]), last.printed.removesuffix(shared[0]))
                segment = Segment("changed", shared[0] + segment.pasted, shared[0] + segment.printed)
                if not last.printed and whole:
                    last = whole.pop()
        elif last.kind != "same" and segment.kind == "same":
            shared = _STARTS.match(segment.printed) if _beside(last, _ENDS) else None
            if shared and segment.pasted.startswith(shared[0]):
                last = Segment("changed", last.pasted + shared[0], last.printed + shared[0])
                rest = len(shared[0])
                segment = Segment("same", segment.pasted[rest:], segment.printed[rest:])
        if last.kind != "same" and segment.kind != "same":
            last, segment = Segment("same", "", ""), _one(last, segment)
        whole += [one for one in (last, segment) if one.pasted or one.printed]
    return whole


def _beside(segment: Segment, digits: re.Pattern[str]) -> bool:
    """Whether what was pasted or what is printed has a figure at the end that ``digits`` looks at."""
    look = digits.search if digits is _ENDS else digits.match
    return bool(look(segment.pasted) or look(segment.printed))


def _one(first: Segment, second: Segment) -> Segment:
    """Two differences side by side as one."""
    return Segment("changed", first.pasted + second.pasted, first.printed + second.printed)
