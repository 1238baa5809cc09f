"""Headings to a tree, by their numerals: 一、 （一） 1. （1） ——, 编 章 节 条 项 目, and what a format marks.

A label opens a section when it opens a line (or follows 。 in a text whose lines are gone) and continues
the running numerals. A cross-reference (第七条第一款) does neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policysearch.parse.annex import attached_title, title_words
from policysearch.parse.candidates import Candidate, find_bare, find_candidates
from policysearch.parse.numbering import RUNGS, Label
from policysearch.parse.order import Rows
from policysearch.text import BLANK, trim
from policysearch.types import Doubt, DoubtReason, HeadingMark, Ladder, Section, Span

_MOST_GAP = 10
_NO_LIMIT = 10_000
_SENTENCE_ENDS = frozenset("。；：！？”）")
_MOST_FIRST = 60  # the highest numeral that a fragment begins with
_FIRST_RUNGS = ("编", "章", "条", "一、")  # what a text of its own begins with
_ABOVE_ARTICLES = 3.5  # between 章 and 节
_DEEPEST_DOUBT = 8  # below 1. a numeral out of order is not worth a look


@dataclass(slots=True)
class _Open:
    """A section that is still open; ``level`` is where it stands on the ladder as met in this text."""

    rung: str
    ladder: Ladder
    level: float
    mark_level: int | None
    label: str
    ordinal: int
    heading: str
    heading_span: Span
    children: list[Section] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)


def find_sections(
    text: str,
    marks: Iterable[HeadingMark] = (),
    flat: Sequence[Span] = (),
    tables: Sequence[Span] = (),
) -> tuple[tuple[Section, ...], tuple[Doubt, ...]]:
    """The section tree of ``text`` and doubts about numerals that do not run on.

    ``marks`` are the lines that the format marks as headings, ``flat`` the lines that hold a whole
    flattened document, ``tables`` the spans in which no label counts.
    """
    candidates = find_candidates(text, list(marks), flat, tables)
    sections, doubts = _Builder(text, tables, candidates).build()
    if not sections:
        sections, doubts = _Builder(text, tables, find_bare(text, tables)).build()
    return sections, doubts


class _Builder:
    """Takes candidates in reading order and keeps those that continue the numerals."""

    def __init__(self, text: str, tables: Sequence[Span], candidates: Sequence[Candidate]) -> None:
        self._text = text
        self._tables = tables
        self._candidates = candidates
        self._rows = Rows([candidate.label for candidate in candidates])
        self._roots: list[Section] = []
        self._stack: list[_Open] = []
        self._last: dict[str, int] = {}
        self._levels: dict[str, float] = {}
        self._highest = 100.0
        self._doubts: list[Doubt] = []

    def build(self) -> tuple[tuple[Section, ...], tuple[Doubt, ...]]:
        """The tree of the candidates whose numerals belong where they stand, and the doubts about others."""
        for at, candidate in enumerate(self._candidates):
            label = candidate.label
            if label is None:
                self._open_mark(candidate)
                continue
            opens, doubt = self._judge(at, label, candidate)
            if doubt is not None and label.rung.level <= _DEEPEST_DOUBT:
                self._doubts.append(Doubt(candidate.span, doubt))
            if opens:
                self._open_label(label, candidate)
        self._pop_to(0, len(self._text))
        return tuple(self._roots), tuple(self._doubts)

    def _previous(self, label: Label) -> int | None:
        """The ordinal of the last section that ``label`` would follow, None when it opens a row."""
        if label.rung.ladder == "law":
            return self._last.get(label.rung.name)
        level = self._level(label)
        parent = next((o for o in reversed(self._stack) if o.level < level), None)
        return parent.last.get(label.rung.name) if parent else self._last.get(label.rung.name)

    def _judge(self, at: int, label: Label, candidate: Candidate) -> tuple[bool, DoubtReason | None]:
        """Whether a section opens at candidate number ``at``, and what is doubtful about it."""
        if label.rung.name == "附件" and not label.ordinal and not self._stack:
            return False, None  # the name of an empty field in a head of metadata
        if label.rung.ladder in ("dash", "annex") or candidate.mark_level is not None:
            return True, None
        previous, n = self._previous(label), label.ordinal
        if previous is None:
            return self._opens_row(at, label, candidate), None
        if n == previous + 1 or (n == previous and "之" in label.printed):
            return True, None
        if n == 1 and not candidate.strict:
            return True, None
        runs_on = self._rows.runs_on(at, previous)
        if candidate.strict:
            return self._judge_inside(label, candidate, previous, runs_on)
        return self._judge_gap(label, candidate, previous, runs_on)

    def _opens_row(self, at: int, label: Label, candidate: Candidate) -> bool:
        """Whether the first numeral of its row belongs: 1, or any in a text that begins in the middle."""
        if label.ordinal == 1:
            return True
        if label.rung.name == "（一）" and not candidate.strict and label.ordinal - 1 == self._last.get("（一）"):
            return True  # the numerals run on from one 一、 to the next, as in papers of the State Council
        if label.rung.ladder == "law":
            return bool(self._rows.runs_on(at, None)) or not candidate.strict or self._after_sentence(candidate)
        return not candidate.strict and self._highest > label.rung.level and label.ordinal <= _MOST_FIRST

    def _judge_inside(
        self, label: Label, candidate: Candidate, previous: int, runs_on: bool | None
    ) -> tuple[bool, DoubtReason | None]:
        """A numeral inside a line that does not follow the one before it: only what follows can prove it."""
        n = label.ordinal
        if n == 1:
            return runs_on is True, None
        if label.rung.ladder != "law" or n == previous or runs_on is False or not self._after_sentence(candidate):
            return False, None
        if n < previous:
            return runs_on is True, "heading_doubtful" if runs_on else None
        opens = runs_on is True or n <= previous + _MOST_GAP
        return opens, "numbering_gap" if opens else None

    def _judge_gap(
        self, label: Label, candidate: Candidate, previous: int, runs_on: bool | None
    ) -> tuple[bool, DoubtReason | None]:
        """A numeral at a line start that does not follow the one before it."""
        n = label.ordinal
        if label.rung.ladder == "plan":
            if n == previous:  # 二、 twice: a slip of the pen where both are headings
                is_heading = len(candidate.span) > label.end - candidate.span.start and runs_on is False
                return is_heading, "heading_doubtful"
            forward = previous < n <= previous + _MOST_GAP
            return forward, "numbering_gap" if forward else "heading_doubtful"
        if self._is_title(label, candidate) or runs_on:
            return n != previous, "numbering_gap" if n > previous else "heading_doubtful"
        limit = previous + _MOST_GAP if self._text[label.end : label.end + 1].strip() else _NO_LIMIT
        forward = runs_on is None and previous < n <= limit
        return forward, "numbering_gap" if forward else "heading_doubtful"

    def _after_sentence(self, candidate: Candidate) -> bool:
        """Whether nothing is left open before a candidate inside a line: a sentence ends there, or a heading."""
        end = candidate.span.start
        while end and self._text[end - 1].isspace():
            end -= 1
        heads = bool(self._stack) and end <= self._stack[-1].heading_span.end
        return heads or self._text[max(end - 1, 0) : end] in _SENTENCE_ENDS

    def _is_title(self, label: Label, candidate: Candidate) -> bool:
        """Whether a 编, 章 or 节 fills its line with a few words, as only a heading does."""
        if label.rung.name not in ("编", "分编", "章", "节") or candidate.strict:
            return False
        line_end = self._text.find("\n", candidate.span.start)
        return candidate.span.end >= (len(self._text) if line_end < 0 else line_end)

    def _level(self, label: Label) -> float:
        """The level of a rung; one that first opens below a deeper rung (1. above （一）) stays below it."""
        name = label.rung.name
        if name in self._levels:
            return self._levels[name]
        top = next((o for o in reversed(self._stack) if o.ladder != "dash"), None)
        upside_down = (
            top is not None
            and label.ordinal == 1
            and label.rung.ladder == "plan"
            and name != "一、"
            and top.ladder == "plan"
            and top.level >= label.rung.level
            and all(o.rung != name for o in self._stack)
        )
        return top.level + 0.5 if upside_down and top is not None else float(label.rung.level)

    def _open_label(self, label: Label, candidate: Candidate) -> None:
        self._open_attached(label, candidate)
        level = self._level(label)
        if label.rung.name not in self._last:
            self._levels[label.rung.name] = level
        if label.rung.name == "附件":
            self._begin_text()
        elif label.rung.ladder == "law":
            if label.rung.name == "条":
                self._raise_above_articles(candidate.span.start)
            self._begin_below(label)
        keep = len(self._stack)
        while keep and self._stack[keep - 1].level >= level and not self._holds(self._stack[keep - 1], candidate):
            keep -= 1
        while keep and self._below_mark(self._stack[keep - 1], candidate):
            keep -= 1
        self._pop_to(keep, candidate.span.start)
        heading_span = candidate.span
        if label.rung.ladder == "plan" and any(o.rung == "条" for o in self._stack):
            heading_span = Span(candidate.span.start, label.end)  # an item （一） of an article has no name
        words = self._text[label.end : heading_span.end].strip(f"{BLANK}\n:：")
        self._push(
            _Open(
                label.rung.name,
                label.rung.ladder,
                level,
                candidate.mark_level,
                label.printed,
                label.ordinal,
                words,
                heading_span,
            )
        )

    def _begin_text(self) -> None:
        """An attachment counts by itself."""
        self._last.clear()
        self._levels.clear()

    def _open_attached(self, label: Label, candidate: Candidate) -> None:
        """Opens the text that a notice carries, where numerals begin again under a title of its own."""
        again = (
            label.rung.name in _FIRST_RUNGS and label.ordinal == 1 and any(name in self._last for name in _FIRST_RUNGS)
        )
        if not again or candidate.strict:
            return
        begin = self._stack[-1].heading_span.end if self._stack else 0
        title = attached_title(self._text, begin, candidate.span.start, label.rung.name in self._last)
        if title is not None:
            self._pop_to(0, title.start)
            self._begin_text()
            self._push(_Open("附件", "annex", 0.0, None, "", 0, title_words(title.of(self._text)), title))

    def _begin_below(self, label: Label) -> None:
        """Under a new chapter sections begin again at one, and items under an article; articles run on."""
        for rung in RUNGS:
            if self._levels.get(rung.name, rung.level) > label.rung.level and rung.name not in ("章", "条"):
                self._last.pop(rung.name, None)
                if label.rung.name == "条":  # whether 1. stands above （一） is settled in each article anew
                    self._levels.pop(rung.name, None)

    def _raise_above_articles(self, start: int) -> None:
        """一、管辖 with an article right below it stands for a chapter, as judicial interpretations have it."""
        top = self._stack[-1] if self._stack else None
        if top is not None and top.rung == "一、" and not self._text[top.heading_span.end : start].strip():
            top.level = self._levels["一、"] = _ABOVE_ARTICLES

    def _holds(self, top: _Open, candidate: Candidate) -> bool:
        """A heading marked by the format alone holds what is numbered below it."""
        return top.ladder == "mark" and (
            candidate.mark_level is None or top.mark_level is None or candidate.mark_level > top.mark_level
        )

    def _below_mark(self, top: _Open, candidate: Candidate) -> bool:
        return (
            top.ladder == "mark"
            and candidate.mark_level is not None
            and top.mark_level is not None
            and candidate.mark_level <= top.mark_level
        )

    def _open_mark(self, candidate: Candidate) -> None:
        level = candidate.mark_level or 1
        keep = len(self._stack)
        while keep and not ((above := self._stack[keep - 1].mark_level) is not None and above < level):
            keep -= 1
        self._pop_to(keep, candidate.span.start)
        heading = candidate.span.of(self._text).strip()
        self._push(_Open("mark", "mark", level - 10.0, level, "", 0, heading, candidate.span))

    def _push(self, section: _Open) -> None:
        (self._stack[-1].last if self._stack else self._last)[section.rung] = section.ordinal
        if section.ladder in ("law", "plan"):
            self._last[section.rung] = section.ordinal
            self._highest = min(self._highest, section.level)
        self._stack.append(section)

    def _pop_to(self, keep: int, end: int) -> None:
        while len(self._stack) > keep:
            top = self._stack.pop()
            own_end = end
            if top.ladder == "dash":  # a dash paragraph holds no table that follows it
                own_end = min([end, *(t.start for t in self._tables if t.start > top.heading_span.start)])
            span = trim(self._text, Span(top.heading_span.start, own_end))
            section = Section(
                top.ladder,
                len(self._stack) + 1,
                top.label,
                top.ordinal,
                top.heading,
                top.heading_span,
                span,
                tuple(top.children),
            )
            (self._stack[-1].children if self._stack else self._roots).append(section)
