"""Tables that lost their grid: found with their captions, and nothing else is taken for one."""

from __future__ import annotations

from policysearch.parse.tables import find_flattened_tables
from policysearch.types import Span

CELLS = [
    *("序号", "指标名称", "单位", "2020年", "2025年"),
    *("1", "人才总量", "万人", "3.2", "4.5"),
    *("2", "高技能人才", "人", "880", "1200"),
    *("3", "创新平台", "家", "12", "20"),
]
TABLE = "\n".join(CELLS)


def spans(text: str, known: tuple[Span, ...] = ()) -> list[str]:
    return [span.of(text) for span in find_flattened_tables(text, [], known)]


def test_one_cell_a_line_with_its_caption() -> None:
    caption = "专栏1 人才发展主要指标"
    before, after = "（二）主要目标\n到规划期末，各项指标明显提高。", "（三）重点任务\n建设平台，引进人才，优化服务。"
    text = f"{before}\n{caption}\n{TABLE}\n{after}\n"
    assert spans(text) == [f"{caption}\n{TABLE}"]


def test_without_a_caption_it_begins_at_its_header() -> None:
    text = f"各项指标明显提高，人才队伍结构更加合理，平台作用更加突出。\n{TABLE}\n各镇要抓好落实，按季报送进展。\n"
    assert spans(text) == [TABLE]


def test_a_known_table_is_not_found_again() -> None:
    text = f"前文一句。\n{TABLE}\n后文一句。\n"
    start = text.index("序号")
    assert spans(text, (Span(start, start + len(TABLE)),)) == []


def test_a_list_of_names_is_no_table() -> None:
    assert spans("参会单位\n" + "\n".join(f"云岭县第{n}镇" for n in "一二三四五六七八九十甲乙") + "\n") == []


def test_short_lines_with_labels_are_no_table() -> None:
    assert spans("\n".join(f"{n}、申请表第{n}份" for n in range(1, 16)) + "\n") == []


def test_a_few_cells_are_no_table() -> None:
    assert spans("单位\n名称\n1\n2\n3\n") == []
