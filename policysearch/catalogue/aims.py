"""What a programme is for, and the figures that are set for it, as the sentences of its mentions say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from policysearch.catalogue.entries import Indicator, Mention, Stated
from policysearch.text import sentences
from policysearch.types import Document, Span

_LEAST_CHARS, _MOST_CHARS = 12, 240
_REACH_CHARS = 400
# 旨在…, 为…，, 以…为目标; and behind the name what it does.
_PURPOSE = re.compile(
    "旨在|目的是|目标是|是指|用于|致力于|以便|以期|为目标|为核心|为抓手|为主线|为重点|聚焦|围绕|面向|着力|重点(?:支持|培养|引进|资助|扶持|遴选)"
)
_DOES = re.compile(
    "[，,：:。]?(?:[^，。]{0,12})(?:引进|培养|培育|支持|打造|吸引|集聚|推动|提升|助力|扶持|选拔|遴选|搭建|鼓励|资助|提供|构建|推进|加快|加强|完善|促进"
    "|优化|建立|健全|遴选|组织|开展|形成|实现|壮大|拓展|为|对|给予)"
)
# What has been reached tells no aim.
_REACHED = re.compile("累计|已(?:经|有)?|先后|获得?|荣获|入选[^，。]{0,12}人|同比|增长|共有|达到?了|截至|位居|位列")


def aims(mentions: Sequence[Mention], documents: Mapping[str, Document]) -> tuple[tuple[str, Stated], ...]:
    """For each document the first sentence that says what the programme is for; none where none says so."""
    found: dict[str, tuple[int, Span]] = {}
    for mention in mentions:
        if mention.how == "title":
            continue
        weight, span = _aim(documents[mention.doc_id], mention.span)
        if weight and (mention.doc_id not in found or weight > found[mention.doc_id][0]):
            found[mention.doc_id] = (weight, span)
    return tuple((doc_id, Stated(span.of(documents[doc_id].text), (span,))) for doc_id, (_, span) in found.items())


def _aim(document: Document, span: Span) -> tuple[int, Span]:
    """How surely the sentence of a mention, or the next behind a heading, tells an aim, from 0; and that sentence."""
    around = [
        *sentences(
            document.text, Span(max(0, span.start - _REACH_CHARS), min(len(document.text), span.end + _REACH_CHARS))
        )
    ]
    at = next((n for n, sentence in enumerate(around) if sentence.end >= span.end), None)
    if at is None:
        return 0, span
    here = around[at]
    before, after = document.text[here.start : span.start], document.text[span.end : here.end]
    if len(after.strip("”。：:；")) < 4 and len(before) < 12 and at + 1 < len(around):  # a heading
        follows = around[at + 1]
        told = follows.of(document.text)
        good = _LEAST_CHARS <= len(follows) <= _MOST_CHARS and not _REACHED.search(told)
        return (2 if good and (_PURPOSE.search(told) or _DOES.match(told)) else 0), follows
    if not _LEAST_CHARS <= len(here) <= _MOST_CHARS or _REACHED.search(before[-8:] + after[:30]):
        return 0, here
    if _PURPOSE.search(after) or re.search(r"(?:^|[，,])为(?:了)?[^，]{4,},", before):
        return 3, here
    return (1 if re.match(r"”?[，,：:]", after) and _DOES.match(after.lstrip("”")) else 0), here


class Targets:
    """Figures that are planned, looked up by place."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self._of: dict[str, list[tuple[int, Indicator]]] = defaultdict(list)
        for indicator in indicators:
            if indicator.is_target and indicator.spans:
                self._of[indicator.doc_id].append((indicator.spans[0].start, indicator))
        for found in self._of.values():
            found.sort(key=lambda pair: pair[0])

    def of(self, mentions: Sequence[Mention], documents: Mapping[str, Document]) -> tuple[Indicator, ...]:
        """The targets that stand behind a mention in its sentence, before the next name; each once, in order."""
        found = [
            target for mention in mentions if mention.how != "title" for target in self._behind(mention, documents)
        ]
        return tuple(dict.fromkeys(found))

    def _behind(self, mention: Mention, documents: Mapping[str, Document]) -> Iterator[Indicator]:
        placed = self._of.get(mention.doc_id, [])
        if not placed:
            return
        text = documents[mention.doc_id].text
        reach = Span(mention.span.end, min(len(text), mention.span.end + _REACH_CHARS))
        end = next((sentence.end for sentence in sentences(text, reach)), reach.start)
        at = bisect_left(placed, mention.span.end, key=lambda pair: pair[0])
        while at < len(placed) and placed[at][0] < end:
            yield placed[at][1]
            at += 1
