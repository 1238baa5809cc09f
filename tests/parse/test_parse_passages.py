"""Passages of small documents: what stands together and what does not."""

from __future__ import annotations

import pytest

from policysearch.config import PassageSettings
from policysearch.parse import cut_passages, document_id, parse
from policysearch.types import Document, Passage, RawDocument, Source, Span, Table


def document(text: str, **more: object) -> Document:
    return parse(RawDocument(Source("规划/甲.txt", "0" * 64, "text/plain"), text, **more))[0]  # type: ignore[arg-type]


def passages(text: str, **more: object) -> tuple[Passage, ...]:
    return cut_passages(document(text, **more))


LONG = "县人民政府应当按照规定安排资金，用于设施建设和人员培训，并接受审计监督。"


def test_a_heading_goes_with_its_body() -> None:
    found = passages(f"一、目标\n（一）总体目标\n{LONG}\n（二）具体目标\n{LONG}\n")
    assert [p.text.split("\n")[0] for p in found] == ["一、目标", "（二）具体目标"]
    assert [p.section_path for p in found] == [("一、目标", "（一）总体目标"), ("一、目标", "（二）具体目标")]


def test_items_stay_with_the_article_that_lists_them() -> None:
    (found,) = passages("第一条 申请人应当提交：\n（一）申请表；\n（二）身份证明；\n（三）其他材料。\n")
    assert found.text.endswith("（三）其他材料。")


def test_short_articles_of_one_chapter_join() -> None:
    found = passages("第一章 总则\n第一条 目的明确。\n第二条 适用全县。\n第二章 附则\n第三条 解释归县。\n")
    assert [p.text.count("条") for p in found] == [2, 1]
    assert found[0].section_path == ("第一章总则",)


def test_a_long_article_is_cut_between_sentences() -> None:
    found = passages("第一条 " + LONG * 20 + "\n第二条 " + LONG * 3 + "\n")
    assert len(found) > 3
    assert all(len(p.text) <= PassageSettings().most_chars for p in found)
    assert all(p.text.endswith("。") for p in found)


def test_a_sentence_without_end_is_cut_all_the_same() -> None:
    found = passages("第一条 " + "无标点的长句" * 200 + "\n")
    assert all(len(p.text) <= PassageSettings().most_chars for p in found)


def test_the_breadcrumb_is_in_the_search_text_only() -> None:
    found = passages(f"云岭县规划\n一、目标\n（一）总体目标\n{LONG}\n（二）分项目标\n{LONG}\n")[-1]
    assert found.search_text.startswith("云岭县规划 › 一、目标 › （二）分项目标\n")
    assert "云岭县规划" not in found.text


def test_a_table_is_a_passage_of_its_own() -> None:
    rows = (("项目", "金额"), ("租金", "三百元"))
    table = "\n".join("\t".join(row) for row in rows)
    head = f"一、标准\n{LONG}\n"
    found = passages(
        f"{head}{table}\n二、期限\n{LONG}\n", tables=(Table(Span(len(head), len(head) + len(table)), rows),)
    )
    assert [p.kind for p in found] == ["clause", "table", "clause"]
    assert found[1].text == table
    assert found[1].section_path == ("一、标准",)


def test_later_pieces_of_a_long_table_carry_its_head() -> None:
    rows = (("项目", "对象", "金额"), *((f"项目{n}", f"对象{n}的说明文字", f"{n}万元") for n in range(80)))
    table = "\n".join("\t".join(row) for row in rows)
    head = f"一、标准\n{LONG}\n"
    found = [
        p
        for p in passages(f"{head}{table}\n", tables=(Table(Span(len(head), len(head) + len(table)), rows),))
        if p.kind == "table"
    ]
    assert len(found) > 2
    assert all("项目：项目" in p.search_text and "；金额：" in p.search_text for p in found)
    assert all(line.count("\t") == 2 for p in found for line in p.text.split("\n"))


def test_a_table_that_follows_a_dash_paragraph_belongs_to_the_clause() -> None:
    rows = (("项目", "金额"), ("租金", "三百元"))
    table = "\n".join("\t".join(row) for row in rows)
    head = f"一、标准\n（一）住房\n——租房。{LONG}\n——购房。{LONG}\n"
    text = f"{head}{table}\n（二）交通\n{LONG}\n"
    found = passages(text, tables=(Table(Span(len(head), len(head) + len(table)), rows),))
    (piece,) = [p for p in found if p.kind == "table"]
    assert piece.section_path == ("一、标准", "（一）住房")


def test_words_before_the_first_heading_are_a_preamble() -> None:
    found = passages(f"云岭县规划\n{LONG}\n一、目标\n{LONG}\n")
    assert [p.kind for p in found] == ["preamble", "clause"]
    assert found[0].section_path == ()


def test_ids_name_document_and_place() -> None:
    found = document(f"一、目标\n{LONG}\n二、任务\n{LONG}\n")
    for passage in cut_passages(found):
        assert passage.passage_id == f"{found.doc_id}:{passage.start}-{passage.end}"


def test_the_id_of_a_document_is_its_path_and_part() -> None:
    assert document_id("规划/甲.txt") == document("一、甲\n").doc_id == document("一、乙\n").doc_id
    assert len({document_id("甲.txt"), document_id("乙.txt"), document_id("甲.txt", "2")}) == 3
    assert document_id("规划/甲.txt").isascii()


def test_the_id_does_not_depend_on_how_the_disk_composes_letters() -> None:
    assert document_id("caf\u00e9.txt") == document_id("cafe\u0301.txt")


@pytest.mark.parametrize("text", ["", "\n \n", "\u200b\n"])
def test_an_empty_text_has_no_passages(text: str) -> None:
    assert passages(text) == ()
