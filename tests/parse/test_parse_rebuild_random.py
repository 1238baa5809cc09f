"""Tables made at random and flattened as files flatten them: every cell comes back right, or is left open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.cells import columns_of, filled_rows
from policysearch.parse.rebuild import rebuild
from policysearch.text import squeeze
from policysearch.types import UNPLACED, Span, Table

NAMES = st.sampled_from(
    [
        "学徒总量",
        "手艺人数",
        "传习所",
        "每万人工匠数",
        "获评500强作坊",
        "师徒结对率(%)",
        "R&D人员占比",
        "十五项工程",
        "人",
        "万亩茶园",
    ]
)
TAILS = st.sampled_from(["", "比重", "（不含镇办）", "增加值", "3A级以上", "和徒弟"])
UNITS = ["万人", "家", "%", "人年/万人", "万元", "个"]
LABELS = ["规模", "人才服务及投入", "载体环境"]


@dataclass(frozen=True)
class Row:
    """A row of the table as it was before it was flattened."""

    group: str
    name: str
    unit: str
    values: tuple[str, ...]


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Three to fourteen rows in one to three groups; the last column is the growth of the one before."""
    rows: list[Row] = []
    columns = draw(st.sampled_from([2, 3]))
    groups = sorted(draw(st.lists(st.integers(0, 2), min_size=3, max_size=14)))
    for group in groups:
        before, after = draw(st.integers(1, 400)), draw(st.integers(1, 400))
        unit = draw(st.sampled_from(UNITS))
        values = [str(before), str(after)]
        if columns == 3:
            grown = f"{(after / before - 1) * 100:.1f}" if unit != "%" else f"{after - before}个百分点"
            values.append(grown)
        elif draw(st.integers(0, 6)) == 0:
            values[draw(st.integers(0, 1))] = draw(st.sampled_from(["-", f"{after}以上", "≥95%", "12.50"]))
        rows.append(Row(LABELS[group], draw(NAMES) + draw(TAILS), unit, tuple(values)))
    return rows


def heads(rows: list[Row]) -> list[str]:
    return ["2015年底基数", "2020年底总量", "增长率(%)"][: len(rows[0].values)]


def starts_group(rows: list[Row], n: int) -> bool:
    return n == 0 or rows[n].group != rows[n - 1].group


@st.composite
def cell_a_line(draw: st.DrawFn) -> tuple[str, list[Row]]:
    """One cell a line; a unit or a value may be lost, and its line with it."""
    rows = draw(tables())
    lines = ["云岭县主要指标", "一级指标", "序号", "二级指标", "单位", *heads(rows)]
    for n, row in enumerate(rows):
        lines += [row.group] if starts_group(rows, n) else []
        values = list(row.values)
        if draw(st.integers(0, 5)) == 0:
            del values[draw(st.integers(0, len(values) - 1))]
        lines += [str(n + 1), row.name, *([] if draw(st.integers(0, 4)) == 0 else [row.unit]), *values]
    return "\n".join(lines), rows


def broken(draw: st.DrawFn, words: str) -> str:
    """``words`` with a blank where the line of a narrow cell broke, never between two characters of Latin script."""
    places = [n for n in range(1, len(words)) if not (words[n - 1].isascii() and words[n].isascii())]
    if not places or draw(st.integers(0, 3)):
        return words
    at = draw(st.sampled_from(places))
    return words[:at] + " " + words[at:]


@st.composite
def one_line(draw: st.DrawFn) -> tuple[str, list[Row]]:
    """Pieces between blanks: the groups lifted out or in place, cells broken, a run of the last column behind its
    rows, a header said again, a unit or a value lost, prose behind it all."""
    rows = draw(tables())
    in_place = draw(st.booleans())
    labels = " ".join(broken(draw, row.group) for n, row in enumerate(rows) if starts_group(rows, n))
    value_heads = " ".join(
        broken(draw, head) if "年" not in head[:5] else head.replace("年", " 年 ", 1) for head in heads(rows)
    )
    first = broken(draw, rows[0].group)
    head = (
        f"一级指标 序 号 二级指标 单位 {value_heads} {first}"
        if in_place
        else draw(
            st.sampled_from(
                [
                    f"一级指标 {labels} 序 号 二级指标 计量 单位 {value_heads}",
                    f"一级 序号 指标 {labels} {value_heads} 二级指标 单位",
                    f"一级指标 序号 二级指标 单位 {value_heads} {labels}",
                ]
            )
        )
    )
    again = draw(st.integers(2, len(rows))) if draw(st.booleans()) else None
    run_from = draw(st.integers(0, len(rows) - 2)) if len(rows[0].values) == 3 and draw(st.booleans()) else len(rows)
    run_to = min(len(rows) - 1, run_from + draw(st.integers(1, 4)))
    parts = [f"表 1:云岭县主要指标 {head}"]
    for n, row in enumerate(rows):
        if again == n:
            label = "" if in_place else row.group
            parts.append(f"一级指标 {label} 序 号 二级指标 计量 单位 {value_heads}")
        if in_place and n and starts_group(rows, n):
            parts.append(broken(draw, row.group))
        inside = run_from <= n <= run_to
        values = list(row.values[:-1] if inside else row.values)
        if draw(st.integers(0, 9)) == 0:
            del values[draw(st.integers(0, len(values) - 1))]
        unit = broken(draw, row.unit) if draw(st.integers(0, 9)) else ""
        printed = [broken(draw, value) for value in values]
        name = broken(draw, row.name) if unit else row.name  # 传习 所 without its unit reads like a name with one
        parts.append(f"{n + 1} {name} {unit} {' '.join(printed)}")
        if n == run_to and run_from < len(rows):
            run = [other.values[-1] for other in rows[run_from : run_to + 1]]
            parts.append(" ".join(broken(draw, value) for value in draw(st.permutations(run))))
    parts += draw(st.sampled_from([[], ["为此要继续努力 ，到 2025 年再上台阶"], ["注 本表含 3 个镇 12 个村"]]))
    return " ".join(" ".join(parts).split()), rows


def check(text: str, rows: list[Row], table: Table | None) -> None:
    """Each cell of the table is what it was or empty, each row that is found has its number, nothing is lost."""
    if table is None:
        return
    head = table.rows[0]
    names = [squeeze(h) for h in head]
    filled = list(filled_rows(table, columns_of(table)))
    for cells in filled:
        row = rows[int(cells[names.index("序号")]) - 1]
        said = {names[n]: squeeze(cell) for n, cell in cells.items()}
        assert said.get("二级指标", row.name) == row.name
        assert said.get(next(n for n in names if "单位" in n), row.unit) == row.unit
        assert said.get("一级指标", row.group) == row.group
        for column, value in zip(heads(rows), row.values, strict=True):
            assert said.get(column, value) == value, (column, said, row)
    places = sorted(span for line in table.cell_spans for cell in line for span in cell)
    assert all(a.end <= b.start for a, b in pairwise(places))
    for line, spans in zip(table.rows, table.cell_spans, strict=True):
        assert len(line) == len(head) == len(spans)
        for words, cell in zip(line, spans, strict=True):
            printed = squeeze("".join(span.of(text) for span in cell))
            assert words == UNPLACED or printed == squeeze(words.replace("、", "")) or printed == squeeze(words)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cell_a_line())
def test_cells_on_lines_of_their_own_come_back_right_or_open(made: tuple[str, list[Row]]) -> None:
    text, rows = made
    table = rebuild(text, Span(0, len(text)))
    check(text, rows, table)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(one_line())
def test_cells_in_one_line_come_back_right_or_open(made: tuple[str, list[Row]]) -> None:
    text, rows = made
    table = rebuild(text, Span(0, len(text)))
    check(text, rows, table)
