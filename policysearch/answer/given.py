"""The passages that a model is given, sentence by sentence and row by row, as what it says is held against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policysearch.answer.rows import spoken_row, table_rows
from policysearch.cells import table_at
from policysearch.quantities import years
from policysearch.text import sentences, squeeze
from policysearch.types import Document, Passage, Span

# Words that order a model about. They may stand in a document like any others, but bear out nothing.
ORDERS = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不理会|不要理会|不必遵守)[^。，；\n]{0,14}(?:指令|指示|提示|命令|设定|上文|以上|之前|前面|系统)"
    r"|(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|above|previous|rules)\b|system\s*prompt|系统提示"
    r"|(?:作为|你是|扮演)(?:一[个名位])?\s*(?:AI|人工智能|(?:大|语言)模型|聊天机器人|助手)|(?:大|语言)模型(?:必须|应当|请|须)"
    r"|(?:请|你(?:必须|应当|要|只能)?|助手|AI)\s*(?:直接|只|改为|统一|一律)?(?:回答|输出|回复|复述|打印|说出)[^。；\n]{0,10}[：:“\"「]"
    r"|(?:暗号|口令|暗语|密语)(?:是|为|：)|(?:回答|输出|回复)(?:时|中|里)[^。；\n]{0,12}(?:必须|加上|先说|写上|附上)",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[。！？!?][”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (to a 。 or ；) or a row of a table: where it stands, and its words, a row told with its header.

    ``lead`` is what its full sentence says before it. ``years`` are those that hold for it: its own, else those of
    its lead, else those named before it in its passage, else those of its headings and title.
    """

    spans: tuple[Span, ...]
    words: str
    lead: str
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class Given:
    """A passage under the number by which a model cites it.

    ``heading`` is what stands over it: title, offices, 文号, headings, and the caption and header of a table. ``units``
    leave out orders to a model and what follows them in their paragraph; ``text`` is the words of ``units`` as printed
    and as told, without blanks.
    """

    number: int
    passage: Passage
    document: Document
    heading: str
    units: tuple[Unit, ...]
    text: str

    @property
    def shown(self) -> str:
        """What a model reads: the printed text, a table row by row with the words of its header."""
        return self.passage.search_text if self.passage.kind == "table" else self.passage.text


def give(passages: Iterable[tuple[Passage, Document]]) -> tuple[Given, ...]:
    """``passages`` numbered from 1, each once."""
    once = {passage.passage_id: (passage, document) for passage, document in passages}
    return tuple(_given(number, *found) for number, found in enumerate(once.values(), 1))


def _given(number: int, passage: Passage, document: Document) -> Given:
    heading = "\n".join(_heading(passage, document))
    units = tuple(_units(passage, document, heading))
    printed = ["".join(span.of(document.text) for span in unit.spans) + unit.words for unit in units]
    return Given(number, passage, document, heading, units, squeeze("".join(printed)))


def _heading(passage: Passage, document: Document) -> Iterator[str]:
    yield document.title
    yield from passage.section_path
    yield from document.issuers
    yield from document.regions
    if document.number:
        yield document.number
    if document.plan_period:
        yield "{}—{}年".format(*document.plan_period)
    table = table_at(document, passage.start) if passage.kind == "table" else None
    if table is not None:
        yield from table.rows[0] if table.rows else ()
        yield table.caption.of(document.text) if table.caption else ""


def _units(passage: Passage, document: Document, heading: str) -> Iterator[Unit]:
    over, before, lead = years(heading), "", ""
    silenced = -1
    for spans in _pieces(passage, document):
        printed = "\n".join(span.of(document.text) for span in spans)
        if spans[0].start < silenced:
            continue
        if ORDERS.search(printed):
            silenced = _line_end(document.text, spans[-1].end)
            continue
        words = (spoken_row(document, spans) if passage.kind == "table" else None) or printed
        yield Unit(spans, words, lead, next(filter(None, (years(words), years(lead), years(before), over)), over))
        before += words
        lead = "" if passage.kind == "table" or _ends(document.text, spans[-1]) else lead + words


def _pieces(passage: Passage, document: Document) -> Iterator[tuple[Span, ...]]:
    if passage.kind == "table":
        yield from table_rows(document, passage)
        return
    for span in passage.spans:
        for sentence in sentences(document.text, span):
            yield (sentence,)


def _ends(text: str, span: Span) -> bool:
    """Whether a full sentence ends with ``span``: at its 。 or at the end of its line."""
    after = text[span.end : span.end + 1]
    return _FULL_STOP.search(span.of(text)) is not None or after in ("", "\n")


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
