"""Entries of the catalogue as the tables of an exported file: what the pages show, row by row, with every place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policysearch.catalogue.entries import Indicator, Programme
from policysearch.catalogue.narrow import programme_kind
from policysearch.export.tables import Table, Value
from policysearch.place import label, whereabouts
from policysearch.text import sentences
from policysearch.types import Document, Span

_REACH_CHARS = 300
_PROGRAMME_HEAD = ("名称", "别名", "类别", "地区", "机构", "目的", "目标数字", "原文处数", "出处")
_CLAUSE_HEAD = ("名称", "地区", "文件", "位置", "原文", "收录文件")


def programme_table(name: str, programmes: Iterable[Programme], documents: Mapping[str, Document]) -> Table:
    """A row for each programme; its last cell names every clause, a line each."""
    return Table(name, _PROGRAMME_HEAD, tuple(_programme(one, documents) for one in programmes))


def _programme(one: Programme, documents: Mapping[str, Document]) -> tuple[Value, ...]:
    places = dict.fromkeys(label(documents[m.doc_id], m.span) for m in one.mentions)
    return (
        one.name,
        "、".join(one.variants),
        programme_kind(one),
        "、".join(region.replace("/", "") for region in one.regions),
        "、".join(one.issuers),
        "\n".join(" ".join(aim.text.split()) for _, aim in one.aims),
        "\n".join(f"{target.printed} {told(target, documents[target.doc_id])}" for target in one.targets),
        len(one.mentions),
        "\n".join(places),
    )


def clause_table(programmes: Iterable[Programme], documents: Mapping[str, Document]) -> Table:
    """A row for each place that names a programme, with its sentence."""
    rows = []
    for one in programmes:
        regions = "、".join(region.replace("/", "") for region in one.regions)
        for mention in one.mentions:
            document = documents[mention.doc_id]
            where = whereabouts(document, mention.span)
            words = sentence_at(document, mention.span)
            rows.append((one.name, regions, document.title, where, words, document.source.path))
    return Table("原文", _CLAUSE_HEAD, tuple(rows))


def told(indicator: Indicator, document: Document) -> str:
    """The value as printed, with its year and whether it is planned: 2025年目标 38万人左右."""
    when = f"{indicator.year}年" if indicator.year else ""
    return f"{when}{'目标' if indicator.is_target else '实际'} {printed(indicator, document)}"


def printed(indicator: Indicator, document: Document) -> str:
    """The value as the text has it, with unit and qualifier: 5%左右."""
    return " ".join("".join(span.of(document.text) for span in indicator.spans).split())


def sentence_at(document: Document, span: Span) -> str:
    """The sentence of a place on one line; of a very long one what stands near."""
    reach = Span(max(0, span.start - _REACH_CHARS), min(len(document.text), span.end + _REACH_CHARS))
    around: Sequence[Span] = [s for s in sentences(document.text, reach) if s.start < span.end and span.start < s.end]
    whole = Span(around[0].start, around[-1].end) if around else span
    return " ".join(whole.of(document.text).split())
