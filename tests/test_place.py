"""Places: how a clause is cited, and links that find it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policysearch.parse import parse
from policysearch.place import clause_label, clause_link, clause_path, label, page_at, paragraphs, resolve, sections_at
from policysearch.text import sentences, squeeze
from policysearch.types import Document, RawDocument, Source, Span, Table

PLAN = """云岭县夜校建设规划
为方便职工学习，制定本规划。
本规划适用于全县。
一、目标
（一）总体目标
建成夜校十所。课程每年更新两次。
学员每年达到三千人。
（二）分类目标
1.城区。开设编程和外语课程，每周三晚上上课。
2.乡镇。开设农技课程，结合农时安排。
二、任务
（一）师资
聘请退休教师任教。
——兼职教师。每课时补助一百元，按月结算。
——志愿教师。提供交通补贴，年底表彰。
"""
LAW = """云岭县夜校管理办法
第一章 总则
第一条 为了规范夜校管理，制定本办法。
第二条 夜校由县教育部门主管。
乡镇协助做好日常管理。
经费由县财政安排。
第二章 管理
第三条 夜校应当具备下列条件：
（一）有固定场所；
（二）有合格教师。
第四条 本办法自印发之日起施行。
"""


def document(text: str, name: str = "a.txt") -> Document:
    return parse(RawDocument(Source(name, "0" * 64, "text/plain"), text))[0]


def at(found: Document, words: str) -> int:
    return found.text.index(words)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("云岭县夜校建设规划", "开头第1段"),
        ("为方便职工学习", "开头第2段"),
        ("本规划适用于", "开头第3段"),
        ("建成夜校十所", "一、（一）第1段"),
        ("课程每年更新", "一、（一）第1段"),
        ("学员每年达到", "一、（一）第2段"),
        ("开设农技课程", "一、（二）2.第1段"),
        ("聘请退休教师", "二、（一）第1段"),
        ("提供交通补贴", "二、（一）“志愿教师”第1段"),
        ("（一）总体目标", "一、（一）"),
        ("一、目标", "一、"),
    ],
)
def test_places_of_a_plan(words: str, place: str) -> None:
    found = document(PLAN)
    assert clause_label(found, at(found, words)) == place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("为了规范夜校", "第一条"),
        ("夜校由县教育", "第二条第一款"),
        ("乡镇协助做好", "第二条第二款"),
        ("经费由县财政", "第二条第三款"),
        ("有合格教师", "第三条（二）"),
        ("本办法自印发", "第四条"),
    ],
)
def test_places_of_a_law(words: str, place: str) -> None:
    """An article is cited without its chapter; a paragraph of an article is a 款, with one kind of numeral."""
    found = document(LAW)
    assert clause_label(found, at(found, words)) == place


def test_an_article_with_a_second_ordinal_is_an_article() -> None:
    text = LAW.replace("第二章 管理\n", "第二条之一 夜校不得收费。\n违反的责令退还。\n第二章 管理\n")
    found = document(text)
    assert clause_label(found, at(found, "违反的责令")).startswith("第二条之一第")
    assert clause_label(found, at(found, "违反的责令")).endswith("款")


def test_the_rows_of_a_table_before_the_first_heading_are_no_paragraphs() -> None:
    text = "云岭县夜校建设规划\n项目\t内容\n文号\t云政发1号\n本规划适用于全县。\n一、目标\n建成夜校十所。\n"
    table = Table(Span(text.index("项目"), text.index("本规划")), (("项目", "内容"), ("文号", "云政发1号")))
    found = replace(document(text), tables=(table,))
    assert clause_label(found, at(found, "本规划")) == "开头第2段"
    assert clause_link(found, Span(at(found, "本规划"), at(found, "一、"))).startswith("p2-")


def test_a_part_of_an_annex_does_not_read_as_the_number_of_an_annex() -> None:
    found = document(PLAN + "附件\n夜校课程安排\n一、编程\n每周三上课，共十次。\n二、外语\n每周四上课，共八次。\n")
    assert clause_label(found, at(found, "每周四")) == "附件 二、第1段"
    assert clause_label(found, at(found, "附件")) == "附件"


def test_quotation_marks_inside_a_named_place_are_single() -> None:
    found = document(PLAN.replace("——志愿教师", "——做好“银发教师”工作"))
    assert clause_label(found, at(found, "提供交通")) == "二、（一）“做好‘银发教师’工作”第1段"


def test_the_label_names_the_document() -> None:
    found = document(PLAN)
    start = at(found, "学员每年")
    assert label(found, Span(start, start + 4)) == "《云岭县夜校建设规划》一、（一）第2段"


def test_the_label_names_the_page() -> None:
    text = (
        PLAN.replace("二、任务", "— 1 —\n二、任务")
        + "夜校工作经费由县财政统筹安排，专款专用，不得挪作他用。\n" * 6
        + "— 2 —\n"
        + "以后各页。" * 30
    )
    found = document(text)
    start = at(found, "提供交通补贴")
    assert page_at(found, start) == 2
    assert label(found, Span(start, start + 4)).endswith("（第2页）")
    assert page_at(found, at(found, "建成夜校")) == 1


def test_without_pages_none_is_claimed() -> None:
    assert page_at(document(PLAN), 5) is None


def test_sections_at_a_place() -> None:
    found = document(PLAN)
    assert [s.label for s in sections_at(found.sections, at(found, "开设农技"))] == ["一、", "（二）", "2."]
    assert sections_at(found.sections, 0) == ()


def test_paths_count_siblings() -> None:
    found = document(PLAN)
    assert clause_path(found, at(found, "学员每年")) == "1.1.p2"
    assert clause_path(found, at(found, "开设农技")) == "1.2.2.p1"
    assert clause_path(found, at(found, "本规划适用")) == "p3"


def test_paragraphs_leave_out_heading_and_children() -> None:
    found = document(PLAN)
    first = found.sections[0]
    assert [span.of(found.text) for span in paragraphs(found, first)] == []
    assert [span.of(found.text)[:4] for span in paragraphs(found, first.children[0])] == ["建成夜校", "学员每年"]


@pytest.mark.parametrize("text", [PLAN, LAW])
def test_the_link_of_each_sentence_leads_back(text: str) -> None:
    found = document(text)
    spans = list(sentences(found.text, Span(0, len(found.text))))
    assert len(spans) > 10
    for span in spans:
        assert resolve(found, clause_link(found, span)) == span


def test_links_are_plain_ascii() -> None:
    found = document(PLAN)
    for span in sentences(found.text, Span(0, len(found.text))):
        link = clause_link(found, span)
        assert link.isascii()
        assert not set(link) & set(" &=#?/%")


def test_of_two_equal_sentences_the_link_finds_its_own() -> None:
    text = "一、甲\n由县里负责落实。\n二、乙\n由县里负责落实。\n三、丙\n由镇里负责。\n"
    found = document(text)
    starts = [text.index("由县里"), text.rindex("由县里")]
    for start in starts:
        span = Span(start, start + 8)
        assert resolve(found, clause_link(found, span)) == span


def test_of_two_equal_sentences_in_one_clause_the_link_finds_its_own() -> None:
    """The paragraph that the link names tells them apart."""
    text = "一、甲\n由县里负责落实。\n其他事项另行安排。\n由县里负责落实。\n二、乙\n由镇里负责。\n"
    found = document(text)
    start = found.text.rindex("由县里")
    span = Span(start, start + 8)
    assert resolve(found, clause_link(found, span)) == span


def test_a_link_survives_new_line_breaks() -> None:
    found = document(PLAN)
    start = at(found, "课程每年")
    link = clause_link(found, Span(start, start + len("课程每年更新两次。")))
    other = document(PLAN.replace("课程每年更新", "课程每\n年更新"))
    span = resolve(other, link)
    assert span is not None
    assert squeeze(span.of(other.text)) == "课程每年更新两次。"


def test_a_link_survives_an_inserted_paragraph_and_section() -> None:
    found = document(PLAN)
    start = at(found, "提供交通补贴")
    link = clause_link(found, Span(start, start + len("提供交通补贴，年底表彰。")))
    other = document(
        PLAN.replace("为方便职工", "新增的一段话放在前面。\n为方便职工").replace(
            "（一）师资", "（一）场地\n利用学校教室。\n（二）师资"
        )
    )
    span = resolve(other, link)
    assert span is not None
    assert span.of(other.text) == "提供交通补贴，年底表彰。"


def test_a_changed_sentence_falls_back_to_its_clause() -> None:
    found = document(PLAN)
    start = at(found, "学员每年")
    link = clause_link(found, Span(start, start + len("学员每年达到三千人。")))
    other = document(PLAN.replace("三千人", "五千人"))
    span = resolve(other, link)
    assert span is not None
    assert span.of(other.text) == "学员每年达到五千人。"


@pytest.mark.parametrize(
    "link",
    ["", "x", "9", "9.9.p1", "1.1.p1-zzzz-3", "-1", "1.1.p1-0123456g-3", "../etc", "1.1.p2-3fa2b1c9", "p99", "p", "."],
)
def test_an_unknown_link_is_none(link: str) -> None:
    assert resolve(document(PLAN), link) is None


@pytest.mark.parametrize("link", ["1.1.p1-01234567-99999", "..p1", "1..p1", "1.p.p", "pp1", "1.1.p٣", "0.p1", "٣.p1"])
def test_a_strange_link_does_no_harm(link: str) -> None:
    found = document(PLAN)
    span = resolve(found, link)
    assert span is None or 0 <= span.start < span.end <= len(found.text)
