"""A clause named by its number (第五部分（三）, 第三章第二条, 七（二）) to the passages that stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policysearch.numerals import CHINESE, parse_numeral
from policysearch.text import fold
from policysearch.types import Passage, Span

_TENS = "[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause by its kind (章, 条, 部分, （）…) and number."""

    kind: str
    ordinal: int


Places = tuple[tuple[Reference, ...], tuple[Reference, ...]]

# What a question writes: 第三章, 第五部分, 五、, （三） or 七（二）.
_ASKED = re.compile(
    rf"第(?P<law>[{CHINESE}]{{1,7}}|\d{{1,4}})(?P<kind>[编章节条])"
    rf"|第(?P<part>{_TENS}|\d{{1,2}})(?:个?大?(?:部分|点|方面|块))"
    rf"|(?P<plan>{_TENS})(?:、|(?=[(（]{_TENS}[)）]))"
    rf"|[(（](?P<sub>{_TENS})[)）]"
)
# What a heading or a line of a text opens with.
_PRINTED = re.compile(
    rf"\s*(?:第(?P<law>[{CHINESE}]{{1,7}}|\d{{1,4}})(?P<kind>[编章节条])(?![款项的]|第[{CHINESE}\d]+[款项条])"
    rf"|(?P<plan>{_TENS})[、．.]|[(（](?P<sub>{_TENS})[)）])"
)


def find_references(question: str) -> tuple[Reference, ...]:
    """The clause numbers of a question in order, from the greater to the smaller; empty when it names none."""
    return tuple(reference for reference, _ in locate_references(question))


def locate_references(question: str) -> Iterator[tuple[Reference, Span]]:
    """The clause numbers of a question with where they stand."""
    for match in _ASKED.finditer(fold(question)):
        reference = _reference(match)
        if reference:
            yield reference, Span(*match.span())


def is_exact(references: Sequence[Reference]) -> bool:
    """Whether a question names one clause: an article, or a place by two numbers; （一） alone stands everywhere."""
    return len(references) >= 2 or any(reference.kind == "条" for reference in references)


def _reference(match: re.Match[str]) -> Reference | None:
    groups = match.groupdict()
    numeral = groups["law"] or groups.get("part") or groups["plan"] or groups["sub"]
    ordinal = parse_numeral(numeral) if numeral else None
    if ordinal is None:
        return None
    return Reference(groups["kind"] if groups["law"] else "（）" if groups["sub"] else "部分", ordinal)


def places_of(passage: Passage) -> Places:
    """The clause numbers of a passage: those of its headings, from the top, and those that its lines open with."""
    path = [match for name in passage.section_path if (match := _PRINTED.match(fold(name)))]
    lines = [match for line in fold(passage.text).split("\n") if (match := _PRINTED.match(line))]
    return tuple(filter(None, map(_reference, path))), tuple(filter(None, map(_reference, lines)))


def stands_at(places: Places, wanted: Sequence[Reference]) -> bool:
    """Whether a passage stands at the clause that ``wanted`` names: its numbers run through in order."""
    path, lines = places
    *above, last = wanted
    if last not in path and last not in lines:
        return False
    trail = iter([*path, *(line for line in lines if line not in path)])
    return all(any(place == reference for place in trail) for reference in (*above, last))
