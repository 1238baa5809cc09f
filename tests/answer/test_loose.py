"""Cells on lines of their own: which belong together, and which do not."""

from __future__ import annotations

import pytest

from policysearch.answer.loose import together
from policysearch.text import sentences
from policysearch.types import Span


def pieces(text: str) -> list[str]:
    lines = list(sentences(text, Span(0, len(text))))
    return ["|".join(span.of(text) for span in piece) for piece in together(text, lines)]


def test_a_figure_belongs_to_the_words_before_it() -> None:
    assert pieces("江高镇\n86604940\n人和镇\n86452966") == ["江高镇\n86604940", "人和镇\n86452966"]


def test_a_bound_on_the_figure_belongs_to_it() -> None:
    assert pieces("无偿献血每满200毫升\n3分\n最高30分\n骨髓捐献\n50分") == [
        "无偿献血每满200毫升\n3分\n最高30分",
        "骨髓捐献\n50分",
    ]


def test_figures_with_what_each_is_of() -> None:
    said = "国家级竞赛前三等奖\n三等奖130分/次，二等奖140分/次"
    assert pieces(said) == [said]


def test_a_day_belongs_to_the_words_behind_it_and_its_month_to_both() -> None:
    assert pieces("5月\n1日至30日\n民办小学接受报名。\n5日至20日\n公办小学网上报名。") == [
        "5月|1日至30日\n民办小学接受报名。",
        "5月|5日至20日\n公办小学网上报名。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "各区要抓好落实。\n2015",  # a sentence has its end
        "一、总体要求\n100",  # a heading
        "社会贡献\n10",  # a small number may be that of the next row
        "云岭县\n五华县",
    ],
)
def test_what_is_not_one_row_stays_apart(text: str) -> None:
    assert pieces(text) == text.split("\n")
