"""Amounts that a question gives against the bounds that a text sets, and classes against classes."""

from __future__ import annotations

from math import inf

import pytest

from policysearch.answer.classes import is_of_other_count, numbered, same_class
from policysearch.answer.ranges import Bounds, bounds_in, given_in, is_within, says_amount


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("费用30万元以上不足70万元的", [Bounds("元", 300_000, 700_000, below=True)]),
        ("月收入在2000至3500元(含)的", [Bounds("元", 2000, 3500)]),
        ("高于8100元,但低于或等于9900元", [Bounds("元", 8100, 9900, above=True)]),
        ("未满四十周岁", [Bounds("岁", -inf, 40, below=True)]),
        ("年满18周岁、未满60周岁", [Bounds("岁", 18, 60, below=True)]),
        ("居住不少于2年", [Bounds("月", 24, inf)]),
        ("给予最高不超过50万元", []),
        ("处2万元以上7万元以下罚款", []),
        ("2015年以后", []),
    ],
)
def test_the_bounds_that_a_text_sets(text: str, bounds: list[Bounds]) -> None:
    assert list(bounds_in(text)) == bounds


def test_amounts_of_a_question_without_years_of_the_calendar() -> None:
    assert given_in("2015年花了1500万元,住了六年,36岁") == {("元", 15_000_000), ("月", 72), ("岁", 36)}


@pytest.mark.parametrize(
    ("asked", "said", "within"),
    [
        ("花了900万元,补多少", "费用500万元以上的,补9%", True),
        ("花了300万元,补多少", "费用500万元以上的,补9%", False),
        ("花了300万元,补多少", "未满35周岁的,补9%", None),
        ("补多少", "费用500万元以上的,补9%", None),
    ],
)
def test_whether_an_amount_lies_within_the_bounds(asked: str, said: str, within: bool | None) -> None:
    assert is_within(asked, said) is within


def test_an_amount_is_the_same_in_whatever_numerals() -> None:
    assert says_amount("读了三年", "接受3年学前教育的")
    assert not says_amount("读了三年", "接受2年学前教育的")


def test_numbered_classes() -> None:
    assert numbered("租赁3-4级的") == {"级": {"3", "4"}}
    assert numbered("a类人才等") == {"类": {"a"}}
    assert same_class("交二档的", "一档7万元") is False
    assert same_class("交二档的", "二档9万元") is True
    assert same_class("交二档的", "三级医院") is None


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("一共有多少家", "新增14家", True),
        ("一共有多少家", "累计达到132家", False),
        ("新增多少家", "累计达到132家", True),
        ("新增多少家", "新增14家", False),
        ("有多少家", "新增14家", False),
    ],
)
def test_what_is_new_is_not_what_there_is_in_all(asked: str, said: str, other: bool) -> None:
    assert is_of_other_count(asked, said) is other
