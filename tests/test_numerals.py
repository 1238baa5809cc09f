"""Numerals and dates as numbers."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.numerals import parse_date, parse_numeral

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """``number`` (1 to 9999) in Chinese, as statutes write it."""
    out, gap = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // power % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = bool(out)
    return out.removeprefix("一") if 10 <= number < 20 else out


@given(st.integers(1, 9999))
@settings(max_examples=200, deadline=None)
def test_written_numbers_come_back(number: int) -> None:
    assert parse_numeral(written(number)) == number


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一百二十", 120),
        ("一千零一", 1001),
        ("十", 10),
        ("二十", 20),
        ("两百", 200),
        ("二〇二五", 2025),
        ("二○一二", 2012),
        ("一二", 12),
        ("１２", 12),
        ("032", 32),
        ("④", 4),
        ("⑳", 20),
        ("⑷", 4),
        ("㈣", 4),
        (" 七 ", 7),
        ("零", 0),
    ],
)
def test_numerals(numeral: str, number: int) -> None:
    assert parse_numeral(numeral) == number


@pytest.mark.parametrize("word", ["", " ", "甲", "一甲", "第一", "1.2", "-3", "十A", "百分之"])
def test_what_is_no_numeral(word: str) -> None:
    assert parse_numeral(word) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年3月4日", "2022-03-04"),
        ("2022 年 12 月 31 日", "2022-12-31"),
        ("二○一二年六月十九日", "2012-06-19"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("二0一五年十月一日", "2015-10-01"),
        ("二零一五年十月二十日", "2015-10-20"),
        ("一九九八年三月五日", "1998-03-05"),
        ("2022-07-27 15:42:40", "2022-07-27"),
        ("2022/7/27", "2022-07-27"),
        ("2022.07.27", "2022-07-27"),
        ("自2023年1月1日起施行", "2023-01-01"),
        ("２０２３年１月５日", "2023-01-05"),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["2022年", "2022年3月", "2022年13月4日", "2022年3月32日", "", "3月4日"])
def test_what_is_no_day(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize("text", ["2022年2月30日", "2023年2月29日", "2022年4月31日"])
def test_a_day_that_the_month_does_not_have(text: str) -> None:
    assert parse_date(text) is None


def test_the_first_real_day_counts() -> None:
    assert parse_date("2022年13月4日改为2022年3月4日，2023年1月1日起施行") == "2022-03-04"


@settings(max_examples=100, deadline=None)
@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_any_day_written_in_three_ways(day: datetime.date) -> None:
    iso = day.isoformat()
    year, month, date = map(int, iso.split("-"))
    positional = "".join("〇一二三四五六七八九"[int(c)] for c in str(year))
    assert parse_date(f"{year}年{month}月{date}日") == iso
    assert parse_date(iso) == iso
    assert parse_date(f"{positional}年{written(month)}月{written(date)}日") == iso
