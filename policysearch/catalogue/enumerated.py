"""The sentences of a document, each with the sentence that introduces the list in which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policysearch.cells import gaps
from policysearch.text import sentences
from policysearch.types import Document, Section, Span

_NOTE = r"(?:[ \u3000]*[【〔（(][^】〕）)]{1,24}[】〕）)])?"
_LABEL = re.compile(
    rf"\s*(?:第[一二三四五六七八九十百零〇\d]+[条章节款]{_NOTE}"
    r"|[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十]{1,3}、"
    r"|\d{1,2}(?:[、.．）)](?!\d)|(?=[^\d\W年月日个万亿元人岁周次号倍天级平套种类户家名条项分点档公折间期成]))"
    r"|[①-⑳]|[—●◆■★▲•*·]+)[ \u3000]*"
)
_MOST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence without its label: ``lead`` introduces the list that it is an item of, None outside of lists.

    ``headings`` are the words of the headings above; ``is_item``: it has a label of its own.
    """

    span: Span
    lead: Line | None
    headings: str
    is_item: bool = False


def lines_of(document: Document) -> Iterator[Line]:
    """The sentences of ``document`` in the order of its sections; tables are left out."""
    start = document.sections[0].span.start if document.sections else len(document.text)
    tables = [table.span for table in document.tables]
    yield from _own(document.text, [Span(0, start)], tables, None, "", [])
    for section in document.sections:
        yield from _of_section(document, section, None, "", tables)


def _of_section(
    document: Document, section: Section, lead: Line | None, above: str, tables: list[Span]
) -> Iterator[Line]:
    headings = f"{above} {section.heading}" if section.heading else above
    last: list[Line] = []
    position = section.span.start
    for child in section.children:
        yield from _own(document.text, [Span(position, child.span.start)], tables, lead, headings, last)
        introduced = last[-1] if last and _introduces(document.text, last[-1]) else lead
        yield from _of_section(document, child, introduced, headings, tables)
        position = child.span.end
    yield from _own(document.text, [Span(position, section.span.end)], tables, lead, headings, last)


def _own(
    text: str,
    spans: list[Span],
    tables: list[Span],
    lead: Line | None,
    headings: str,
    last: list[Line],
) -> Iterator[Line]:
    """The sentences of ``spans``; the last one goes to ``last`` too. A sentence with a colon introduces those behind it
    that have labels."""
    inner = lead
    for span in spans:
        for piece in gaps(text, span, [table for table in tables if span.holds(table)]):
            for sentence in sentences(text, piece):
                bare = without_label(text, sentence)
                if not len(bare):
                    continue
                is_item = bare.start > sentence.start
                if not is_item and _new_paragraph(text, sentence.start):
                    inner = lead
                line = Line(bare, inner, headings, is_item)
                last[:] = [line]
                yield line
                if _introduces(text, line):
                    inner = line


def _new_paragraph(text: str, start: int) -> bool:
    return start == 0 or "\n" in text[max(0, start - 3) : start]


def _introduces(text: str, line: Line) -> bool:
    words = line.span.of(text)
    return words.endswith(("：", ":", "：—", "：")) or _LISTS.search(words) is not None


# A sentence that speaks of a list that follows, and ends with a full stop:
# 参保人达到下列条件之一的，可以按月领取养老金。
_LISTS = re.compile(
    r"(?:下列|(?<![\d元岁年月日人％%）)])(?:以下|如下))(?:[^，。；：]{0,6})(?:条件|情形|标准|方式|规定|办法|材料|资料|人员|对象|比例|待遇)[^：]*。$"
)


def without_label(text: str, sentence: Span) -> Span:
    """``sentence`` without the labels of articles and items at its head."""
    start = sentence.start
    for _ in range(_MOST_LABELS):
        match = _LABEL.match(text, start, sentence.end)
        if match is None or match.end() == start:
            break
        start = match.end()
    return Span(start, max(start, sentence.end))
