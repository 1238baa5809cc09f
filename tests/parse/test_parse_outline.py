"""Section trees: numerals that run on open sections, references and stray numerals do not."""

from __future__ import annotations

import pytest

from policysearch.parse.outline import find_sections
from policysearch.types import HeadingMark, Section, Span


def outline(text: str, *marks: tuple[str, int]) -> list[str]:
    """The tree of ``text``, a line a section: indentation, label, words."""
    found = [HeadingMark(Span(text.index(words), text.index(words) + len(words)), level) for words, level in marks]
    sections, _ = find_sections(text, found)
    return [f"{'  ' * depth}{section.label}|{section.heading}" for section, depth in flat(sections)]


def flat(sections: tuple[Section, ...], depth: int = 0) -> list[tuple[Section, int]]:
    return [pair for s in sections for pair in [(s, depth), *flat(s.children, depth + 1)]]


def doubts(text: str) -> list[tuple[str, str]]:
    """The words of each doubt and its reason."""
    return [(doubt.span.of(text), doubt.reason) for doubt in find_sections(text)[1]]


PLAN = """引言一段，说明来由和依据。
一、总体要求
（一）指导思想
坚持服务群众，推动工作落到实处。
（二）主要目标
到明年建成五个示范点。
二、重点任务
（一）建设平台
1.选好地点。由各镇提出名单，经县里审定后公布。
2.配强人员。每处不少于三人，其中专职一人。
（1）专职人员从事业单位选派。
（2）兼职人员由村推荐产生。
（二）引进人才
——顶尖人才。给予特别支持，一事一议。
——青年人才。提供住房保障，分批落实。
三、保障措施
加强领导，按季通报进展。
"""


def test_a_plan() -> None:
    assert outline(PLAN) == [
        "一、|总体要求",
        "  （一）|指导思想",
        "  （二）|主要目标",
        "二、|重点任务",
        "  （一）|建设平台",
        "    1.|选好地点",
        "    2.|配强人员",
        "      （1）|",
        "      （2）|",
        "  （二）|引进人才",
        "    ——|顶尖人才",
        "    ——|青年人才",
        "三、|保障措施",
    ]
    assert doubts(PLAN) == []


LAW = """县城市绿地管理办法
第一编 总则
第一章 一般规定
第一条 为了保护绿地，制定本办法。
第二条 本办法适用于下列范围：
（一）公园；
（二）道路两侧绿地。
第二章 建设
第一节 规划
第三条 县人民政府编制绿地规划。
前款规划应当公布。
第二节 施工
第三条之一 施工单位应当具备条件。
第四条 违反本办法
第三条第一款规定的，责令改正。
第二编 责任
第三章 处罚
第一节 种类
第五条 有下列情形之一的，处以罚款：
（一）毁坏树木；
1.树龄十年以上的；
2.树龄不足十年的；
（二）占用绿地。
"""


def test_a_law() -> None:
    assert outline(LAW) == [
        "第一编|总则",
        "  第一章|一般规定",
        "    第一条|",
        "    第二条|",
        "      （一）|",
        "      （二）|",
        "  第二章|建设",
        "    第一节|规划",
        "      第三条|",
        "    第二节|施工",
        "      第三条之一|",
        "      第四条|",
        "第二编|责任",
        "  第三章|处罚",
        "    第一节|种类",
        "      第五条|",
        "        （一）|",
        "          1.|",
        "          2.|",
        "        （二）|",
    ]
    assert doubts(LAW) == []


def test_a_reference_at_the_start_of_a_line_opens_nothing() -> None:
    text = "第一条 甲。\n第二条 违反\n第一条规定的，处罚。\n第一条第二款所称单位，包括企业。\n第三条 乙。\n"
    assert outline(text) == ["第一条|", "第二条|", "第三条|"]


def test_a_number_out_of_order_opens_nothing() -> None:
    text = "第一条 甲。\n第二条 乙。\n第八十八条 他法之条文。\n第三条 丙。\n"
    assert outline(text) == ["第一条|", "第二条|", "第三条|"]


def test_a_gap_is_kept_and_marked() -> None:
    text = "一、甲\n内容一。\n二、乙\n内容二。\n四、丁\n内容四。\n"
    assert outline(text) == ["一、|甲", "二、|乙", "四、|丁"]
    assert doubts(text) == [("四、丁", "numbering_gap")]


def test_a_repeated_number_opens_nothing() -> None:
    text = "一、甲\n内容一。\n二、乙\n内容二。\n二、又一次提到乙\n三、丙\n内容。\n"
    assert [line for line in outline(text) if "|丙" in line or "|乙" in line] == ["二、|乙", "三、|丙"]


def test_a_fragment_may_begin_with_any_number() -> None:
    text = (
        "3.建设平台。依托高校建设基地，逐年增加。\n4.引进人才。设立专项资金，专款专用。\n"
        "（四）做好服务\n1.建立窗口。一次办结，限时答复。\n"
    )
    assert outline(text) == ["3.|建设平台", "4.|引进人才", "（四）|做好服务", "  1.|建立窗口"]
    assert doubts(text) == []


def test_articles_run_on_over_chapters() -> None:
    text = "第一章 甲\n第一条 一。\n第二条 二。\n第二章 乙\n第三条 三。\n"
    assert outline(text) == ["第一章|甲", "  第一条|", "  第二条|", "第二章|乙", "  第三条|"]


RUN_ON = """一、总体要求
（一）指导思想。服务职工，注重实效。
（二）基本原则。
二、重点任务
（三）建好场地。每镇至少建成一处。
（四）配好教师。每处至少配备三人。
三、保障措施
（五）加强领导。每个季度通报进展。
"""


def test_items_may_run_on_from_one_part_to_the_next() -> None:
    assert outline(RUN_ON)[3:] == [
        "二、|重点任务",
        "  （三）|建好场地",
        "  （四）|配好教师",
        "三、|保障措施",
        "  （五）|加强领导",
    ]
    assert doubts(RUN_ON) == []


def test_an_item_that_does_not_run_on_opens_no_row() -> None:
    found = outline(RUN_ON.replace("（三）建好", "（六）建好"))
    assert "  （六）|建好场地" not in found


def test_items_begin_again_in_each_article() -> None:
    text = "第一条 材料：\n（一）甲；\n（二）乙。\n第二条 条件：\n（一）丙；\n（二）丁。\n"
    assert outline(text) == ["第一条|", "  （一）|", "  （二）|", "第二条|", "  （一）|", "  （二）|"]


def test_an_attached_text_begins_its_articles_again() -> None:
    text = "一、各镇落实。\n二、本通知自下月起施行。\n附件：\n第一条 为规范管理，制定本办法。\n第二条 适用全县。\n"
    found = outline(text)
    assert found[:2] == ["一、|各镇落实。", "二、|本通知自下月起施行。"] or found[:2] == ["一、|", "二、|"]
    assert found[2:] == ["附件：|", "  第一条|", "  第二条|"]


def test_two_annexes_each_begin_at_one() -> None:
    text = "附件1\n甲办法\n第一条 一。\n第二条 二。\n附件2\n乙办法\n第一条 三。\n第二条 四。\n"
    assert outline(text) == ["附件1|", "  第一条|", "  第二条|", "附件2|", "  第一条|", "  第二条|"]


def test_a_list_of_annexes_at_the_foot_of_a_notice_holds_no_text() -> None:
    """附件：1.… 2.… in the notice lists names; the annexes themselves come later."""
    text = (
        "一、抓好落实\n各镇要认真执行。\n附件：1.申请表\n2.汇总表\n县人民政府\n2023年5月6日\n"
        "附件1\n申请表\n填写说明。\n附件2\n汇总表\n填写要求。\n"
    )
    assert [line for line in outline(text) if line.strip().startswith("附件")] == ["附件1|", "附件2|"]


def test_a_name_of_an_article_is_its_heading() -> None:
    text = "第一条 （目的）为了规范管理，制定本办法。\n第二条【适用范围】本办法适用于全县。\n"
    assert outline(text) == ["第一条|（目的）", "第二条|【适用范围】"]


def test_a_run_in_heading_ends_at_its_full_stop() -> None:
    text = (
        "一、目标\n（一）加强领导。各镇要把工作摆上日程，认真研究。\n（二）落实经费。县财政安排专项资金，专账管理。\n"
    )
    assert outline(text) == ["一、|目标", "  （一）|加强领导", "  （二）|落实经费"]


def test_marked_headings_hold_what_is_numbered_below() -> None:
    text = "标题\n目标\n一、甲\n内容。\n二、乙\n内容。\n步骤\n一、丙\n内容。\n"
    assert outline(text, ("目标", 2), ("步骤", 2)) == [
        "|目标",
        "  一、|甲",
        "  二、|乙",
        "|步骤",
        "  一、|丙",
    ]


def test_marked_levels_nest() -> None:
    text = "总则\n目的\n为了服务。\n范围\n全县。\n附则\n解释。\n"
    assert outline(text, ("总则", 2), ("目的", 3), ("范围", 3), ("附则", 2)) == ["|总则", "  |目的", "  |范围", "|附则"]


def test_labels_inside_a_table_open_nothing() -> None:
    text = "一、甲\n内容。\n1.行一\t5\n2.行二\t6\n二、乙\n内容。\n"
    start, end = text.index("1.行一"), text.index("二、")
    sections, _ = find_sections(text, tables=(Span(start, end - 1),))
    assert [s.name for s, _ in flat(sections)] == ["一、甲", "二、乙"]


def test_subheadlines_of_a_page_without_numerals() -> None:
    body = "走进云岭县的示范园，可以看到工人们正在调试新设备，几条生产线运转有序，订单已经排到了明年春天。"
    text = f"云岭人才集市开张\n本报记者 王小二\n{body}\n平台建起来\n{body}\n服务跟上去\n{body}\n"
    assert outline(text) == ["|平台建起来", "|服务跟上去"]


def test_a_paragraph_that_names_a_reporter_is_no_byline() -> None:
    body = "记者走进云岭县的示范园，看到工人们正在调试新设备，几条生产线运转有序，订单已经排到了明年春天。"
    text = f"云岭人才集市开张\n平台建起来\n{body}\n{body}\n服务跟上去\n{body}\n"
    assert outline(text) == ["|平台建起来", "|服务跟上去"]


def test_a_row_of_numerals_at_the_start_of_a_line_opens_nothing() -> None:
    text = "第一条 设下列奖项。\n一、二、三等奖各若干名，由县里颁发证书。\n第二条 每年评一次。\n"
    assert outline(text) == ["第一条|", "第二条|"]


@pytest.mark.parametrize("line", ["3.5%的增长率", "1.2亿元已经到位", "2021年以来共办理", "（2021）5号文件"])
def test_a_number_at_the_start_of_a_line_opens_nothing(line: str) -> None:
    text = f"一、目标\n全县保持\n{line}。\n二、任务\n内容。\n"
    assert outline(text) == ["一、|目标", "二、|任务"]


def test_two_kinds_of_numerals_upside_down() -> None:
    """A plan that puts （一） under 1. keeps its own order."""
    text = (
        "一、任务\n1.建平台\n（一）选址\n近处。\n（二）设计\n适用。\n2.引人才\n（一）选拔\n公开。\n二、保障\n经费。\n"
    )
    assert outline(text) == [
        "一、|任务",
        "  1.|建平台",
        "    （一）|选址",
        "    （二）|设计",
        "  2.|引人才",
        "    （一）|选拔",
        "二、|保障",
    ]


def test_a_table_of_contents_does_not_double_the_chapters() -> None:
    text = (
        "目录\n第一章 总则\n第二章 管理\n第三章 附则\n"
        "第一章 总则\n第一条 目的。\n第二章 管理\n第二条 分工。\n第三章 附则\n第三条 施行。\n"
    )
    names = [line for line in outline(text) if "条" in line]
    assert names == ["  第一条|", "  第二条|", "  第三条|"]
    sections, _ = find_sections(text)
    holding = [s.name for s, _ in flat(sections) if any(c.label.endswith("条") for c in s.children)]
    assert holding == ["第一章总则", "第二章管理", "第三章附则"]


def test_sections_run_to_the_next() -> None:
    sections, _ = find_sections(PLAN)
    first, second, third = sections
    assert first.span.of(PLAN).endswith("五个示范点。")
    assert second.span.of(PLAN).startswith("二、重点任务")
    assert second.span.of(PLAN).endswith("分批落实。")
    assert third.span.end == len(PLAN.rstrip())
    assert first.heading_span.of(PLAN) == "一、总体要求"


def test_a_row_of_a_table_is_no_subheadline() -> None:
    body = "走进云岭县的示范园，可以看到工人们正在调试新设备，几条生产线运转有序，订单已经排到了明年春天。"
    text = f"云岭人才集市开张\n{body}\n档次\t金额\n一等\t五万元\n合计另行公布\n{body}\n"
    start = text.index("档次")
    sections, _ = find_sections(text, tables=(Span(start, text.index("合计") + 6),))
    assert [s.name for s, _ in flat(sections)] == []
