"""Of what years a place of a document speaks."""

from __future__ import annotations

import pytest

from policysearch.answer.era import aim_above, year_of, years_before, years_told
from policysearch.parse import parse
from policysearch.text import fold
from policysearch.types import Document, RawDocument, Source

REPORT = """2026年远山市政府工作报告
——2026年1月8日在远山市第九届人民代表大会第六次会议上
各位代表：
我代表市人民政府报告工作。
一、“十四五”时期和2025年工作回顾
过去五年，我们砥砺前行。五年新增就业四十万人，绿道建成六百公里。
刚刚过去的2025年，很不平凡。一年来，我们主要做了以下工作：
（一）稳住就业。全年新增就业七万人，比2020年多一万人。
（二）办好实事。云梯公园开放，夜校开课九十场。
二、2026年工作安排
今年主要预期目标是：新增就业八万人左右。
"""


def read(text: str, name: str = "报告.txt") -> Document:
    return parse(RawDocument(Source(name, "0" * 64, "text/plain"), text))[0]


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("五年新增就业", (2021, 2025)),
        ("全年新增就业", (2025, 2025)),
        ("夜校开课", (2025, 2025)),
        ("新增就业八万人", (2026, 2026)),
    ],
)
def test_a_place_is_of_the_years_named_before_it(words: str, years: tuple[int, int]) -> None:
    document = read(REPORT)
    assert years in years_before(document, document.text.index(words))
    assert year_of(document) == 2026


def test_a_report_without_a_year_in_its_title_is_of_the_year_after_its_review() -> None:
    assert year_of(read(REPORT.replace("2026年远山市政府工作报告\n", "政府工作报告\n", 1))) == 2026


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("今年新增就业五万人", [(2026, 2026)]),
        ("去年新增就业五万人", [(2025, 2025)]),
        ("五年来新增就业五万人", [(2021, 2025)]),
        ("新增就业比去年多五万人", []),
        ("新增就业五万人", []),
    ],
)
def test_years_that_hang_on_the_year_of_the_text(text: str, years: list[tuple[int, int]]) -> None:
    assert list(years_told(fold(text), 2026)) == years
    assert years_told(fold(text), None) == ()


@pytest.mark.parametrize(
    ("path", "aim"), [(("（一）就业", "一、工作回顾"), "fact"), (("二、主要目标",), "plan"), (("一、回顾和任务",), "")]
)
def test_headings_look_back_or_ahead(path: tuple[str, ...], aim: str) -> None:
    assert aim_above(path) == aim
