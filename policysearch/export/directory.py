"""Entries of the catalogue as the tables of an exported file: what the pages show, row by row, with every place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from policysearch.catalogue.entries import Indicator, Programme
from policysearch.catalogue.matrix import Head, Matrix, in_unit
from policysearch.catalogue.narrow import programme_kind
from policysearch.catalogue.pair import Pair
from policysearch.export.tables import Table, Value
from policysearch.place import label, whereabouts
from policysearch.text import sentences
from policysearch.types import Document, Span

_REACH_CHARS = 300
_PROGRAMME_HEAD = ("名称", "别名", "类别", "地区", "机构", "目的", "目标数字", "原文处数", "出处")
_INDICATOR_HEAD = (
    "指标", "原文用语", "地区", "年份", "目标或实际", "数值", "上限", "单位", "限定", "原文", "出处", "原句", "收录文件"
)  # fmt: skip
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


def matrix_table(
    matrix: Matrix, heads: Sequence[str], row_words: Callable[[Head], str], documents: Mapping[str, Document]
) -> Table:
    """A table of places, indicators or years as the page shows it: for each column the number, the upper end where
    there are ranges, and the words of the text. ``heads`` are the names of the columns.
    """
    ranged = [any(one.high is not None for row in matrix.rows for one in matrix.cell(row, c)) for c in matrix.columns]
    names = {"region": "地区", "indicator": "指标", "year": "年份"}
    head = [names[matrix.by]]
    for name, has_range in zip(heads, ranged, strict=True):
        head += [name, *([f"{name} 上限"] if has_range else []), f"{name} 原文"]
    rows = []
    for row in matrix.rows:
        line: list[Value] = [row_words(row)]
        for column, (_, one_unit), has_range in zip(matrix.columns, matrix.units, ranged, strict=True):
            values = matrix.cell(row, column)
            # Down a column of several indicators units differ: there the number is that of the text.
            scale = one_unit if matrix.by != "indicator" else None
            low, high = _numbers(values[0], scale) if values else (None, None)
            words = "；".join(dict.fromkeys(printed(one, documents[one.doc_id]) for one in values))
            line += [low, *([high] if has_range else []), words]
        rows.append(tuple(line))
    return Table("对照", tuple(head), tuple(rows))


def _numbers(one: Indicator, one_unit: float | None) -> tuple[float, float | None]:
    low, high = in_unit(one, one_unit) if one_unit else (one.value, one.high)
    return round(low, 9), None if high is None else round(high, 9)


def indicator_table(indicators: Iterable[Indicator], documents: Mapping[str, Document]) -> Table:
    """A row for each value with all that is known of it, its place and its sentence."""
    return Table("逐条", _INDICATOR_HEAD, tuple(_indicator(one, documents[one.doc_id]) for one in indicators))


def _indicator(one: Indicator, document: Document) -> tuple[Value, ...]:
    return (
        one.name,
        " ".join(one.printed.split()),
        (one.region or "").replace("/", ""),
        one.year,
        "目标" if one.is_target else "实际",
        one.value,
        one.high,
        one.unit,
        one.qualifier,
        printed(one, document),
        label(document, one.spans[0]),
        sentence_at(document, one.spans[0]),
        document.source.path,
    )


def pair_table(left: Document, right: Document, pairs: Iterable[Pair]) -> Table:
    """What two documents both state: a row for each indicator, year and aim, numbers in one unit, words and places."""
    head = ["指标", "年份", "目标或实际", "单位"]
    for number in ("第一份", "第二份"):
        head += [f"{number} 数值", f"{number} 原文用语", f"{number} 原文", f"{number} 出处"]
    rows = []
    for pair in pairs:
        line: list[Value] = [pair.name, pair.year, "目标" if pair.is_target else "实际", pair.unit[0]]
        for ones, document in ((pair.left, left), (pair.right, right)):
            line += [
                _numbers(ones[0], pair.unit[1])[0] if ones else None,
                "；".join(dict.fromkeys(" ".join(one.printed.split()) for one in ones)),
                "；".join(printed(one, document) for one in ones),
                "\n".join(dict.fromkeys(label(document, one.spans[0]) for one in ones)),
            ]
        rows.append(tuple(line))
    return Table("并列", tuple(head), tuple(rows))


def alone_table(document: Document, indicators: Iterable[Indicator]) -> Table:
    """What one of two documents states alone."""
    return Table(f"只在 {document.title}", _INDICATOR_HEAD, tuple(_indicator(one, document) for one in indicators))
