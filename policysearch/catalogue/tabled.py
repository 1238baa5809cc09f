"""Indicators of tables: a row is an indicator, a column a year, as the header says (2020年实际, 2025年目标)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policysearch.catalogue.frames import Frame, Outlook
from policysearch.cells import Columns, columns_of
from policysearch.types import CellSpans, Document, Table

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?")
_ACTUAL = re.compile(r"实际|实绩|基数|基期|现状|完成|总量|达到数|年底|末|当前")
_TARGET = re.compile(r"目标|规划|预期|计划|任务")
_GROWTH = re.compile(r"(?:年均|累计|平均)?(?:增长率?|增幅|增速|增长速度)")
_RANGE_UNIT = re.compile(r"单\s*位\s*[：:]\s*([^\s，,、；;（(）)]{1,8})")
_IN_NAME = re.compile(r"[（(]([^（()）]{1,8})[）)]\s*$")
_CELL = re.compile(
    r"(?P<before>[≥≤<>＞＜约近超]|不低于|不少于|不超过)?\s*(?P<low>[-+−]?\d[\d,]*(?:\.\d+)?)\s*(?P<low_percent>[%％])?"
    r"(?:\s*[-—–~～至]{1,2}\s*(?P<high>\d[\d,]*(?:\.\d+)?))?\s*(?P<unit>[%％‰]|个?百分点|[十百千]?万?亿?[^\d\s，,；;（(）)以左]{0,4})?"
    r"(?P<after>及?以上|及?以下|以内|左右)?"
)
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell with a figure: ``names`` where its row is named, ``growth`` the word that heads a column of rates."""

    value: float
    high: float | None
    unit: str
    qualifier: str
    frame: Frame
    spans: CellSpans
    names: tuple[CellSpans, ...]
    growth: str = ""


def table_values(document: Document, outlook: Outlook) -> Iterator[Value]:
    """The values of all tables of ``document`` that have columns of years, row by row."""
    for table in document.tables:
        if len(table.rows) > 1 and table.cell_spans:
            yield from _values(document, table, outlook)


def _values(document: Document, table: Table, outlook: Outlook) -> Iterator[Value]:
    columns = columns_of(table)
    frames = _frames(table, columns, outlook)
    if not frames:
        return
    caption = _RANGE_UNIT.search(table.caption.of(document.text)) if table.caption else None
    last: dict[int, CellSpans] = {}
    for row, spans in zip(table.rows[1:], table.cell_spans[1:], strict=True):
        for place, column in enumerate(columns.names):
            if row[column]:
                last = {n: last[n] for n in columns.names[:place] if n in last} | {column: spans[column]}
        names = tuple(last[n] for n in columns.names if n in last)
        own = next((row[n] for n in reversed(columns.names) if row[n]), "")
        if not names or not own:
            continue
        unit, unit_spans = _unit(row, spans, columns, own, caption[1] if caption else "")
        for column, (frame, growth) in frames.items():
            yield from _value(row[column], spans[column], unit, unit_spans, frame, growth, names)


def _value(
    cell: str,
    spans: CellSpans,
    unit: str,
    unit_spans: CellSpans,
    frame: Frame,
    growth: str,
    names: tuple[CellSpans, ...],
) -> Iterator[Value]:
    match = _CELL.fullmatch(cell.strip())
    if match is None or not spans:
        return
    said = "%" if match["low_percent"] else (match["unit"] or "").replace("％", "%")
    high = _number(match["high"]) if match["high"] else None
    qualifier = match["after"] or match["before"] or ""
    own = said or ("%" if growth else unit)
    places = spans if said or growth else (*spans, *(s for s in unit_spans if s not in spans))
    yield Value(_number(match["low"]), high, own, qualifier, frame, places, names, growth)


def _number(printed: str) -> float:
    return float(printed.replace(",", "").replace("−", "-"))


def _frames(table: Table, columns: Columns, outlook: Outlook) -> dict[int, tuple[Frame, str]]:
    """The columns of values: what year each has and whether it is planned; empty where no header tells."""
    found: dict[int, tuple[Frame, str]] = {}
    latest: int | None = None
    for column in columns.figures:
        head = re.sub(r"\s+", "", table.rows[0][column])
        year = _YEAR.search(head)
        target, actual = _TARGET.search(head), _ACTUAL.search(head)
        if _GROWTH.fullmatch(re.sub(r"[（(].*?[）)]", "", head)):
            if latest is not None:
                planned = bool(list(found.values())[-1][0].is_target)
                is_average = "均" in head
                found[column] = (
                    Frame(None if is_average else latest, planned),
                    "年均增长" if is_average else "增长",
                )
        elif year:
            named = int(year[1])
            base = outlook.period[0] - 1 if outlook.period else outlook.year
            if target or actual or base is not None:
                found[column] = (Frame(named, bool(target) if target or actual else named > (base or 0)), "")
                latest = named
        elif target and outlook.period:
            found[column] = (Frame(outlook.period[1], True), "")
            latest = outlook.period[1]
    return found


def _unit(
    row: Sequence[str], spans: Sequence[CellSpans], columns: Columns, name: str, caption: str
) -> tuple[str, CellSpans]:
    if columns.unit is not None:
        return row[columns.unit], spans[columns.unit]
    inside = _IN_NAME.search(name)
    return (inside[1] if inside else caption), ()
