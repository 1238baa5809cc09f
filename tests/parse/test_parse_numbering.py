"""Labels: what opens a heading or a clause, and what only looks like it."""

from __future__ import annotations

import pytest

from policysearch.parse.numbering import RUNGS, match_label


@pytest.mark.parametrize(
    ("line", "rung", "ordinal", "printed"),
    [
        ("第一编 总则", "编", 1, "第一编"),
        ("第三章 罚则", "章", 3, "第三章"),
        ("第十二章　附则", "章", 12, "第十二章"),
        ("第2章 范围", "章", 2, "第2章"),
        ("第一节 登记", "节", 1, "第一节"),
        ("第一条 为了规范管理", "条", 1, "第一条"),
        ("第 七 条 申请人", "条", 7, None),
        ("第一百二十条之一 为他人提供条件的", "条", 120, "第一百二十条之一"),
        ("第一千零一条 本条例", "条", 1001, "第一千零一条"),
        ("第32条　经费", "条", 32, "第32条"),
        ("一、总体要求", "一、", 1, "一、"),
        ("十一、附则", "一、", 11, "十一、"),
        ("二．目标", "一、", 2, "二．"),
        ("三 、措施", "一、", 3, "三 、"),
        ("（一）指导思想", "（一）", 1, "（一）"),
        ("(十二)保障", "（一）", 12, "(十二)"),
        ("（二）、原则", "（一）", 2, "（二）、"),
        ("1.申报条件", "1.", 1, "1."),
        ("3．程序", "1.", 3, "3．"),
        ("12、附加材料", "1.", 12, "12、"),
        ("（1）身份证", "（1）", 1, "（1）"),
        ("(3)照片", "（1）", 3, "(3)"),
        ("2）学历证书", "（1）", 2, "2）"),
        ("①第一款", "①", 1, "①"),
        ("——党管人才。", "——", 0, "——"),
        ("附件：申请表", "附件", 0, "附件："),
        ("附表2 补助标准", "附件", 2, "附表2"),
        ("附件3安居补助申请表", "附件", 3, "附件3"),
        ("附：办理指南", "附件", 0, "附："),
        ("附件2：", "附件", 2, "附件2："),
        ("附件一", "附件", 1, "附件一"),
        ("附件", "附件", 0, "附件"),
    ],
)
def test_labels(line: str, rung: str | None, ordinal: int, printed: str | None) -> None:
    label = match_label(line, 0)
    if rung is None:
        assert label is None
        return
    assert label is not None
    assert (label.rung.name, label.ordinal) == (rung, ordinal)
    if printed is not None:
        assert label.printed == printed
    assert line[: label.end].strip() == label.printed


@pytest.mark.parametrize(
    "line",
    [
        "3.5%的增长",
        "3．5个百分点",
        "1.2亿元投入",
        "2021年以来",
        "21年以来",
        "第七条第一款规定的情形",
        "第七条规定的情形",
        "第七条、第八条所称",
        "第七条和第八条",
        "第七条所列材料",
        "第一章的规定",
        "第一节课",
        "第一编的内容",
        "（2021）",
        "（2021年修订）",
        "(2023)5号",
        "（一九四九）",
        "一九四九年",
        "— 16 —",
        "—16—",
        "-16-",
        "—— ",
        "——16——",
        "一般项目",
        "一是加强领导",
        "十分重要",
        "三个方面",
        "附件材料要齐全",
        "附近的学校",
        "附件1.申请表",
        "附表3.2",
        "附则",
        "100.5公里",
        "第三方机构",
        "第一，要加强领导",
        "1949.10.1",
        "",
    ],
)
def test_near_misses(line: str) -> None:
    assert match_label(line, 0) is None


@pytest.mark.parametrize(
    "line", ["一九四九、一九五○年两次", "一、二、三等奖", "（一）、（二）项规定的材料", "1、2、3号楼"]
)
def test_an_enumeration_is_no_label(line: str) -> None:
    """The first of a row of numerals names a member of the row, not a clause."""
    assert match_label(line, 0) is None


@pytest.mark.parametrize(
    "line", ["第三条 第一审民事案件由基层法院管辖", "第二十五条 第二审人民法院", "第八条 第三人可以参加"]
)
def test_an_article_may_begin_with_an_ordinal(line: str) -> None:
    label = match_label(line, 0)
    assert label is not None
    assert label.rung.name == "条"


@pytest.mark.parametrize(
    "line", ["第五条中小企业应当", "第六条项目单位应当", "第七条及时报送", "第九条中央财政安排", "第四条和谐社区"]
)
def test_an_article_without_a_blank_may_begin_with_any_word(line: str) -> None:
    label = match_label(line, 0)
    assert label is not None
    assert label.rung.name == "条"


def test_a_label_is_read_from_the_middle_of_a_text() -> None:
    text = "前文。（二）审核。"
    label = match_label(text, 3)
    assert label is not None
    assert (label.printed, label.end) == ("（二）", 6)


def test_a_label_is_not_read_past_the_end() -> None:
    assert match_label("第七条 内容", 0, 2) is None


def test_rungs_have_their_own_names_and_run_downwards() -> None:
    names = [rung.name for rung in RUNGS]
    assert len(set(names)) == len(names)
    assert [rung.level for rung in RUNGS] == sorted(rung.level for rung in RUNGS)
