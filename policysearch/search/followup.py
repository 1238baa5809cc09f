"""A follow-up question (那秀洲呢？) to one that stands by itself, from the questions before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from policysearch.regions import Region, find_regions, short_name

_WHAT_OF = re.compile(r"^(?:那么?|还有|换成|如果是)?(?P<what>[^，。？?]{1,16}?)(?:呢|的呢|又如何|怎么样)[？?]?$")
_POINTS_BACK = re.compile(
    r"^(?:那么?|它|他们|其中|这个|这项|这些|该|上述|上面|前面|再|还)|(?:它|这个|这项|该计划|该政策)"
)


def stand_alone(question: str, history: Sequence[Any]) -> str:
    """``question`` with what it leaves out taken from the last question of ``history``.

    ``history`` holds earlier questions as strings, or turns ``{"role": "user", "content": …}`` or
    ``{"question": …}``. 那秀洲呢 after a question about 拱墅 asks the same of 秀洲; a question that points back
    (它, 这项 …) gets the last one before it. Any other question comes back as it is.
    """
    before = [text for turn in history if (text := _asked(turn))]
    if not before:
        return question
    last = before[-1]
    match = _WHAT_OF.match(question.strip())
    if match:
        places, earlier = find_regions(match["what"]), find_regions(last)
        if places and earlier:
            return _replaced(last, earlier[0], match["what"])
        return f"{last} {match['what']}"
    return f"{last} {question}" if _POINTS_BACK.search(question.strip()) else question


def _asked(turn: Any) -> str:
    if isinstance(turn, str):
        return turn.strip()
    if isinstance(turn, dict) and turn.get("role", "user") == "user":
        text = turn.get("question") or turn.get("content") or ""
        return text.strip() if isinstance(text, str) else ""
    return ""


def _replaced(last: str, place: Region, what: str) -> str:
    """The last question asked of another place."""
    name = place.name if place.name in last else short_name(place.name)
    return last.replace(name, what)
