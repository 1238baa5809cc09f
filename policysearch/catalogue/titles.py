"""Titles of policy documents that a text names in 《》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policysearch.catalogue.programme_names import Name, plain
from policysearch.types import Span

_TITLE = re.compile(r"《(?P<title>[^《》]{5,120}(?:《[^《》]*》[^《》]*)*)》")
_FORM = re.compile(
    "(?:意见|办法|通知|细则|方案|计划|规划|纲要|条例|决定|政策|规定|条|法|措施|目录|标准|指南|公告|通告|决议|要点|规程|规范|清单|建议|新政|工程|行动)"
    r"(?:[（(〔][^）)〕]{1,20}[）)〕]|\d{4}[—-]\d{4}年?)*$"
)


def titles(text: str) -> Iterator[Name]:
    """The titles in 《》 that end in a form of policy documents (意见, 办法, 规划); books and papers are none."""
    for match in _TITLE.finditer(text):
        if _FORM.search(match["title"]):
            words = plain(match["title"])
            yield Name(Span(*match.span("title")), words, words, "政策", "title")
