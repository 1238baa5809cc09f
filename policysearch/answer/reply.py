"""A model's reply cut into sentences with the markers that each carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policysearch.text import CJK, INVISIBLE

# [1], [1][2], [1, 2], 【1】; four digits are a year of a 文号.
MARKERS = re.compile(r"(?:\s*[\[［【]\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*[\]］】])+")
_NUMBER = re.compile(r"\d{1,3}")
_THINKING = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_BULLET = re.compile(r"\s*(?:[-*•·]\s+|#{1,6}\s+|\d{1,2}[.、)）]\s*|>\s+)")
_HIDDEN = re.compile(rf"[{INVISIBLE}\u0000-\u0008\u000b-\u001f\u007f]")
_STOP = "。！？!?"
_OPEN, _CLOSE = "“‘「『《", "”’」』》"
_LETTER = re.compile(f"[{CJK}A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Part:
    """What a group of markers stands for: the words before it, and after the last group those behind it too.

    ``lead`` is what the sentence says before them. ``start`` and ``end`` is where the group stands in the sentence.
    """

    words: str
    lead: str
    numbers: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a reply, its list mark taken off; ``line`` counts the lines of the reply from 0.

    ``borrowed`` are the markers of the sentence after it, for one that opens a list with a colon.
    """

    text: str
    line: int
    borrowed: tuple[int, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts in order; none where the sentence carries no marker and borrows none."""
        groups = list(MARKERS.finditer(self.text))
        if not groups:
            end = len(self.text)
            return (Part(self.text, "", self.borrowed, end, end),) if self.borrowed else ()
        starts = [0, *(group.end() for group in groups[:-1])]
        numbers = [tuple(dict.fromkeys(int(m.group()) for m in _NUMBER.finditer(group.group()))) for group in groups]
        lead, parts = "", []
        for start, group, cited in zip(starts, groups, numbers, strict=True):
            words = self.text[start : group.start()]
            parts.append(Part(words, lead, cited, *group.span()))
            lead += words
        tail = self.text[groups[-1].end() :]
        if len(_LETTER.findall(tail)) > 1:
            everything = tuple(dict.fromkeys(n for cited in numbers for n in cited))
            last = parts[-1]
            parts[-1] = Part(last.words + tail, last.lead, everything, last.start, last.end)
        return tuple(part for part in parts if part.words.strip() or part.numbers)


def read_reply(reply: str) -> tuple[Sentence, ...]:
    """The sentences of ``reply`` in order, without the thoughts of a model that thinks aloud and hidden characters.

    A sentence ends at 。！？ outside of quotation marks and at a line end; markers behind its stop belong to it.
    """
    plain = _HIDDEN.sub("", _THINKING.sub("", reply)).replace("**", "").replace("\r", "\n")
    found: list[Sentence] = []
    for line, words in enumerate(plain.split("\n")):
        words = _BULLET.sub("", words, count=1) if _BULLET.match(words) else words
        found += [Sentence(text, line) for text in _cut(words)]
    for at in range(len(found) - 2, -1, -1):
        if found[at].text.endswith(("：", ":")) and not found[at].parts:
            after = next((s for s in found[at + 1 :] if s.parts), None)
            numbers = tuple(dict.fromkeys(n for part in after.parts for n in part.numbers)) if after else ()
            found[at] = Sentence(found[at].text, found[at].line, numbers)
    return tuple(found)


def _cut(line: str) -> Iterator[str]:
    start, depth, at = 0, 0, 0
    while at < len(line):
        char = line[at]
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        at += 1
        if char in _STOP and not depth:
            while at < len(line) and line[at] in _STOP + _CLOSE:
                at += 1
            markers = MARKERS.match(line, at)
            at = markers.end() if markers else at
            yield from _worded(line[start:at])
            start = at
    yield from _worded(line[start:])


def _worded(text: str) -> Iterator[str]:
    if _LETTER.search(text):
        yield text.strip()
