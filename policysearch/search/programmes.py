"""Programmes by the names that the catalogue has of them: “人工智能+”行动, 提振消费专项行动, “千万工程”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policysearch.catalogue.entries import Programme
from policysearch.text import CJK, fold
from policysearch.types import Span

_MARKS = re.compile(r"[“”\"「」『』\s]")
# A name that holds another in quotation marks is said by that alone too: “云岭英才”创新创业计划.
_INNER = re.compile(r"[“「\"]([^“”「」\"]{2,16})[”」\"]")
# A name of two or three characters (两新) is often an ordinary word.
_PLAIN_CHARS = 4
_OPENING = ("“", '"', "「")
_AFTER = re.compile(rf"[”\"」]?[{CJK}]{{0,2}}(?:计划|工程|行动)")


class Programmes:
    """The names of programmes, looked up in a question; those known only as titles in 《》 are found as documents."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        names: dict[str, str] = {}
        for programme in programmes:
            for printed in (programme.name, *programme.variants) if not programme.is_title else ():
                for name in (printed, *_INNER.findall(printed)):
                    names.setdefault(_MARKS.sub("", fold(name)), programme.name)
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for name in sorted(names, key=lambda name: (-len(name), name)):
            if len(name) >= 2:
                self._by_start.setdefault(name[:2], []).append((name, names[name]))

    def find(self, folded: str) -> Iterator[tuple[Span, str]]:
        """Where a folded question names programmes, the longest name at each place, and the name in the catalogue.

        Names of two or three characters count only where they are quoted or said to be a programme.
        """
        # Marks inside a name (“云岭英才”计划 for 云岭英才计划) are passed over; ``places`` lead back.
        places = [at for at, char in enumerate(folded) if not _MARKS.match(char)]
        plain = "".join(folded[at] for at in places)
        at = 0
        while at < len(plain) - 1:
            named = self._by_start.get(plain[at : at + 2], ())
            found = next((pair for pair in named if plain.startswith(pair[0], at)), None)
            length = len(found[0]) if found else 1
            span = Span(places[at], places[at + length - 1] + 1)
            if found and (length >= _PLAIN_CHARS or _is_named(folded, span)):
                yield _with_mark(folded, span), found[1]
                at += length
            else:
                at += 1


def _is_named(folded: str, span: Span) -> bool:
    return folded[span.start - 1 : span.start] in _OPENING or _AFTER.match(folded, span.end) is not None


def _with_mark(folded: str, span: Span) -> Span:
    """The span with the mark before it whose other half it holds."""
    closed = folded[span.start - 1 : span.start] in _OPENING and re.search(r"[”\"」]", span.of(folded))
    return Span(span.start - 1, span.end) if closed else span
