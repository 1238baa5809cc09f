"""Entries as rows of a table: filtered by region, document and words, with the columns that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from policysearch.catalogue.entries import Catalogue, Indicator, Link, Programme
from policysearch.catalogue.lines import entry_record
from policysearch.regions import covers
from policysearch.text import fold
from policysearch.types import Document

Kind = Literal["programmes", "indicators", "relations"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KIND_NAMES: dict[Kind, str] = {
    "programmes": "项目",
    "indicators": "指标",
    "relations": "文件关系",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted; what is empty narrows nothing. ``words`` must all stand in the row.

    ``year`` and ``is_target`` (planned, or reached) narrow indicators alone.
    """

    regions: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()
    year: int | None = None
    words: tuple[str, ...] = ()
    is_target: bool | None = None


def rows_of(
    catalogue: Catalogue,
    kind: Kind,
    documents: Mapping[str, Document],
    wanted: Wanted = Wanted(),
) -> list[dict[str, Any]]:
    """The entries of a kind as JSON rows, in the order of the catalogue, each with the names of its documents."""
    if kind == "programmes":
        return [_programme(p, documents) for p in catalogue.programmes if _fits(_of_programme(p), p.regions, p, wanted)]
    if kind == "indicators":
        return [
            indicator_row(i) | {"title": documents[i.doc_id].title}
            for i in catalogue.indicators
            if wanted.year in (None, i.year)
            and wanted.is_target in (None, i.is_target)
            and _fits([i.doc_id], (i.region,) if i.region else (), i, wanted)
        ]
    return [
        _named(entry_record(link), documents)
        for link in catalogue.links
        if _fits([link.doc_id], documents[link.doc_id].regions, link, wanted)
    ]


def indicator_row(indicator: Indicator) -> dict[str, Any]:
    """The row of an indicator under the names that programs read: indicator, printed, region, year, value, …"""
    record = entry_record(indicator)
    record["indicator"] = record.pop("name")
    return record


def _programme(programme: Programme, documents: Mapping[str, Document]) -> dict[str, Any]:
    record = entry_record(programme)
    record["targets"] = [indicator_row(target) for target in programme.targets]
    record["titles"] = [documents[doc_id].title for doc_id in _of_programme(programme)]
    return record


def _of_programme(programme: Programme) -> list[str]:
    return list(dict.fromkeys(mention.doc_id for mention in programme.mentions))


def _named(record: dict[str, Any], documents: Mapping[str, Document]) -> dict[str, Any]:
    return record | {"document": documents[record["doc_id"]].title}


def _fits(doc_ids: Sequence[str], regions: Iterable[str], entry: Programme | Indicator | Link, wanted: Wanted) -> bool:
    paths = list(regions)
    of_place = not wanted.regions or any(covers(path, place) for path in paths for place in wanted.regions)
    of_document = not wanted.doc_ids or any(doc_id in wanted.doc_ids for doc_id in doc_ids)
    return of_place and of_document and all(fold(word) in fold(_words(entry)) for word in wanted.words)


def _words(entry: Programme | Indicator | Link) -> str:
    if isinstance(entry, Programme):
        return " ".join((entry.name, *entry.variants, *(aim.text for _, aim in entry.aims)))
    if isinstance(entry, Indicator):
        return f"{entry.name} {entry.printed}"
    if isinstance(entry, Link):
        return f"{entry.kind} {entry.title}"
    stated = (entry.name, *entry.who, *entry.conditions, *entry.method)
    return " ".join((*(each.text for each in stated), *(amount.subject for amount in entry.amounts)))


_HEADS: dict[Kind, tuple[str, ...]] = {
    "programmes": ("名称", "别名", "类别", "地区", "机构", "目的", "目标", "提及", "文件"),
    "indicators": ("指标", "原文表述", "地区", "年份", "数值", "单位", "限定", "目标或实际", "文件"),
    "relations": ("文件", "关系", "对方文件", "文号", "库内编号"),
}  # fmt: skip


def cells_of(kind: Kind, rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Head and cells of ``rows`` as a person reads them, to print or export."""
    make = {"programmes": _programme_cells, "indicators": _indicator_cells}
    return _HEADS[kind], [make.get(kind, _link_cells)(row) for row in rows]


def _programme_cells(row: Mapping[str, Any]) -> list[str]:
    targets = "；".join(f"{t['printed']}{figure(t)}" for t in row["targets"])
    aims = "；".join(aim["text"] for _, aim in row["aims"])
    places = ("、".join(row[name]) for name in ("regions", "issuers"))
    count = str(len(row["mentions"]))
    return [
        row["name"],
        "、".join(row["variants"]),
        row["kind"],
        *places,
        aims,
        targets,
        count,
        "；".join(row["titles"]),
    ]


def _indicator_cells(row: Mapping[str, Any]) -> list[str]:
    value = f"{row['value']:.10g}" + (f"—{row['high']:.10g}" if row["high"] is not None else "")
    plan = "目标" if row["is_target"] else "实际"
    place, year = row["region"] or "", str(row["year"] or "")
    return [row["indicator"], row["printed"], place, year, value, row["unit"], row["qualifier"], plan, row["title"]]


def figure(row: Mapping[str, Any]) -> str:
    """The value of an indicator row with year and unit: 2025年目标 38万人左右."""
    when = f"{row['year']}年" if row["year"] else ""
    _, _, _, _, value, unit, qualifier, plan, _ = _indicator_cells({"title": "", **row})
    before = qualifier not in ("左右", "以上", "以下", "以内", "上下")
    return f"（{when}{plan}）" + (f"{qualifier}{value}{unit}" if before else f"{value}{unit}{qualifier}")


def _link_cells(row: Mapping[str, Any]) -> list[str]:
    return [row["document"], row["kind"], row["title"], row["number"] or "", row["target"] or ""]
