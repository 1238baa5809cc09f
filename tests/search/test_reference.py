"""Clauses named by their numbers."""

from __future__ import annotations

import pytest

from policysearch.search.reference import Reference, find_references, is_exact, places_of, stands_at
from policysearch.types import Passage, Span


def passage(path: tuple[str, ...], text: str) -> Passage:
    return Passage("d1:0-1", "d1", "clause", (Span(0, len(text)),), text, text, path)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("规划第五部分（三）讲了什么？", [("部分", 5), ("（）", 3)]),
        ("七(二)要求财政怎么做", [("部分", 7), ("（）", 2)]),
        ("三、（五）是什么", [("部分", 3), ("（）", 5)]),
        ("办法第三章第二条", [("章", 3), ("条", 2)]),
        ("第120条", [("条", 120)]),
        ("第一百二十条规定了什么", [("条", 120)]),
        ("2025年的目标是多少", []),
        ("三年行动计划", []),
    ],
)
def test_numbers_of_a_question(question: str, found: list[tuple[str, int]]) -> None:
    assert [(r.kind, r.ordinal) for r in find_references(question)] == found


def test_one_number_in_brackets_names_no_clause() -> None:
    assert not is_exact([Reference("（）", 1)])
    assert is_exact([Reference("条", 1)])
    assert is_exact([Reference("部分", 5), Reference("（）", 3)])


def test_a_passage_stands_at_its_headings_and_at_the_articles_it_opens() -> None:
    plan = places_of(passage(("五、深化改革", "（三）评价机制"), "（三）评价机制\n建立标准。"))
    assert stands_at(plan, find_references("五、（三）"))
    assert not stands_at(plan, find_references("三、（五）"))
    law = places_of(passage(("第三章 罚则",), "第二条 罚款。\n第三条 公布。"))
    assert stands_at(law, find_references("第三章第二条"))
    assert stands_at(law, find_references("第三条"))
    assert not stands_at(law, find_references("第二章第三条"))


def test_a_reference_inside_a_text_is_no_place() -> None:
    places = places_of(passage(("第五条",), "第五条 依照\n第七条第一款的规定处理。"))
    assert not stands_at(places, find_references("第七条"))
