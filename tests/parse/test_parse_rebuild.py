"""Tables printed one cell a line, back in rows and columns."""

from __future__ import annotations

from policysearch.parse.rebuild import rebuild
from policysearch.types import UNPLACED, Span, Table

CELLS = (
    "云岭县人才主要指标\n一级指标\n序号\n二级指标\n单位\n2020年实际\n2025年目标\n"
    "规模\n1\n手艺人总量\n万人\n1.2\n2.5\n2\n学徒\n0.3\n0.5\n服务\n3\n安居房\n430\n4\n传习所比例\n%\n38\n40\n"
)


def table(text: str = CELLS) -> Table | None:
    return rebuild(text, Span(0, len(text)))


def test_rows_stand_under_their_columns() -> None:
    found = table()
    assert found is not None
    assert found.rows[0] == ("一级指标", "序号", "二级指标", "单位", "2020年实际", "2025年目标", UNPLACED)
    assert found.rows[1] == ("规模", "1", "手艺人总量", "万人", "1.2", "2.5", "")
    assert found.rows[4] == ("", "4", "传习所比例", "%", "38", "40", "")


def test_a_unit_that_is_not_printed_stays_empty() -> None:
    found = table()
    assert found is not None
    assert found.rows[2] == ("", "2", "学徒", "", "0.3", "0.5", "")


def test_a_value_without_its_column_is_kept_and_placed_nowhere() -> None:
    found = table()
    assert found is not None
    assert found.rows[3] == ("服务", "3", "安居房", "", "", "", "430")


def test_each_row_is_where_it_is_printed() -> None:
    found = table()
    assert found is not None
    assert [" ".join(" ".join(s.of(CELLS) for cell in row for s in cell).split()) for row in found.cell_spans[1:]] == [
        "规模 1 手艺人总量 万人 1.2 2.5",
        "2 学徒 0.3 0.5",
        "服务 3 安居房 430",
        "4 传习所比例 % 38 40",
    ]


def test_what_nothing_proves_is_not_rebuilt() -> None:
    assert table("手艺人\n1.2\n2.5\n学徒\n0.3\n0.5\n") is None  # no header, no numbers
    assert table(CELLS.replace("序号\n", "")) is None
    assert table(CELLS.replace("2020年实际\n2025年目标\n", "实施内容\n")) is None  # no column of figures


def test_a_row_with_more_values_than_columns_has_lost_them() -> None:
    found = table(CELLS.replace("1.2\n2.5\n", "1.2\n2.5\n3.5\n"))
    assert found is not None
    assert found.rows[1] == ("规模", "1", "手艺人总量", "万人", "", "", "1.2、2.5、3.5")
