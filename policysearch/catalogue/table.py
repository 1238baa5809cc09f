"""Entries as rows of a table: those that are wanted, with the columns that a person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from policysearch.catalogue.entries import Catalogue, Indicator, Measure, Programme
from policysearch.catalogue.lines import entry_record
from policysearch.catalogue.select import ANYTHING, Wanted, doc_ids_of, indicators, links, measures, programmes
from policysearch.types import Document

Kind = Literal["programmes", "measures", "indicators", "relations"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KIND_NAMES: dict[Kind, str] = {
    "programmes": "项目",
    "measures": "政策支持",
    "indicators": "指标",
    "relations": "文件关系",
}


def rows_of(
    catalogue: Catalogue,
    kind: Kind,
    documents: Mapping[str, Document],
    wanted: Wanted = ANYTHING,
) -> list[dict[str, Any]]:
    """The entries of a kind as JSON rows, in the order of the catalogue, each with the names of its documents."""
    if kind == "programmes":
        return [_programme(programme, documents) for programme in programmes(catalogue, documents, wanted)]
    if kind == "measures":
        return [_measure(measure, documents) for measure in measures(catalogue, documents, wanted)]
    if kind == "indicators":
        return [
            indicator_row(indicator) | {"title": documents[indicator.doc_id].title}
            for indicator in indicators(catalogue, documents, wanted)
        ]
    return [_named(entry_record(link), documents) for link in links(catalogue, documents, wanted)]


def indicator_row(indicator: Indicator) -> dict[str, Any]:
    """The row of an indicator under the names that programs read: indicator, printed, region, year, value, …"""
    record = entry_record(indicator)
    record["indicator"] = record.pop("name")
    return record


def _programme(programme: Programme, documents: Mapping[str, Document]) -> dict[str, Any]:
    record = entry_record(programme)
    record["targets"] = [indicator_row(target) for target in programme.targets]
    record["titles"] = [documents[doc_id].title for doc_id in doc_ids_of(programme)]
    return record


def _measure(measure: Measure, documents: Mapping[str, Document]) -> dict[str, Any]:
    document = documents[measure.doc_id]
    return entry_record(measure) | {"title": document.title, "regions": list(document.regions)}


def _named(record: dict[str, Any], documents: Mapping[str, Document]) -> dict[str, Any]:
    return record | {"document": documents[record["doc_id"]].title}


_HEADS: dict[Kind, tuple[str, ...]] = {
    "programmes": ("名称", "别名", "类别", "地区", "机构", "目的", "目标", "提及", "文件"),
    "measures": (
        *("名称", "类别", "对象", "条件", "金额", "方式", "期限", "申请时限"),
        *("受理部门", "材料", "依据", "地区", "文件"),
    ),
    "indicators": ("指标", "原文表述", "地区", "年份", "数值", "单位", "限定", "目标或实际", "文件"),
    "relations": ("文件", "关系", "对方文件", "文号", "库内编号"),
}  # fmt: skip


def cells_of(kind: Kind, rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Head and cells of ``rows`` as a person reads them, to print or export."""
    make = {"programmes": _programme_cells, "measures": _measure_cells, "indicators": _indicator_cells}
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


def _measure_cells(row: Mapping[str, Any]) -> list[str]:
    named = ("period", "deadline", "departments", "materials", "basis")
    return [
        row["name"]["text"],
        row["kind"],
        _several(row["who"]),
        _several(row["conditions"]),
        "；".join(map(amount_text, row["amounts"])),
        _several(row["method"]),
        *(_several(row[name]) for name in named),
        "、".join(row["regions"]),
        row["title"],
    ]


def _several(stated: Sequence[Mapping[str, Any]]) -> str:
    """What is stated one by one, numbered where it is several: （1）…；（2）…."""
    words = [" ".join(each["text"].split()) for each in stated]
    return "；".join(f"（{n}）{each}" for n, each in enumerate(words, 1)) if len(words) > 1 else "".join(words)


def amount_text(row: Mapping[str, Any]) -> str:
    """An amount of a measure as one reads it: 一级医院在职：98%, 不超过70%."""
    value = f"{row['value']:.10g}" + (f"—{row['high']:.10g}" if row["high"] is not None else "")
    before = row["qualifier"] not in _BEHIND
    told = f"{row['qualifier']}{value}{row['unit']}" if before else f"{value}{row['unit']}{row['qualifier']}"
    return f"{row['subject']}：{told}" if row["subject"] else told


# Qualifiers that stand behind the value.
_BEHIND = frozenset(("左右", "以上", "以下", "以内", "上下", "及以上", "及以下", "之内", "多", "余"))


def _indicator_cells(row: Mapping[str, Any]) -> list[str]:
    value = f"{row['value']:.10g}" + (f"—{row['high']:.10g}" if row["high"] is not None else "")
    plan = "目标" if row["is_target"] else "实际"
    place, year = row["region"] or "", str(row["year"] or "")
    return [row["indicator"], row["printed"], place, year, value, row["unit"], row["qualifier"], plan, row["title"]]


def figure(row: Mapping[str, Any]) -> str:
    """The value of an indicator row with year and unit: （2025年目标）38万人左右."""
    when = f"{row['year']}年" if row["year"] else ""
    return f"（{when}{_indicator_cells({'title': '', **row})[7]}）{value_text(row)}"


def value_text(row: Mapping[str, Any]) -> str:
    """The value of an indicator row with its unit and what is printed at it: 38万人左右, 超过640万人."""
    value, unit, qualifier = _indicator_cells({"title": "", **row})[4:7]
    return f"{qualifier}{value}{unit}" if qualifier not in _BEHIND else f"{value}{unit}{qualifier}"


def _link_cells(row: Mapping[str, Any]) -> list[str]:
    return [row["document"], row["kind"], row["title"], row["number"] or "", row["target"] or ""]
