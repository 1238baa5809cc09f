"""Figures of named places, from the catalogue: right only where name, place, year and plan agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysearch.answer import answer_question
from policysearch.answer.figures import told_figures
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer, Filters

# Invented: growth aimed at, growth reached, jobs aimed at, income of towns and villages aimed at.
_PLACES = {
    "浙江省": ("5%—5.5%", "5.3%", "100万人以上", "5.5%", "6%"),
    "江苏省": ("5%", "4.9%", "120万人", "5%左右", "5.6%"),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("figures")
    for place, (aim, reached, jobs, towns, villages) in _PLACES.items():
        sea = "海洋生产总值增长9%左右。" if place == "浙江省" else ""
        (folder / f"2026年{place}政府工作报告.txt").write_text(
            f"2026年{place}政府工作报告\n\n一、2025年工作回顾\n2025年，地区生产总值增长{reached}，粮食产量达到650万吨。\n"
            f"二、2026年工作安排\n今年经济社会发展主要预期目标是：地区生产总值增长{aim}，城镇新增就业{jobs}，"
            f"城镇居民人均可支配收入增长{towns}，农村居民人均可支配收入增长{villages}。{sea}\n",
            encoding="utf-8",
        )
    build_index([folder], folder / "index", encoder=None, progress=False)
    return open_index(folder / "index")


def ask(searcher: Searcher, question: str) -> Answer:
    return answer_question(searcher, question, searcher.search(question), today="2026-11-30")


def test_each_place_is_told_its_own_figure_and_no_other_product(reports: Searcher) -> None:
    answer = ask(reports, "浙江和江苏2026年GDP增长目标各是多少？")
    first, second = answer.text.split("\n")
    assert first == "浙江省（2026年目标）：地区生产总值增长5%—5.5%[1]"
    assert second == "江苏省（2026年目标）：地区生产总值增长5%[2]"
    for citation in answer.citations:
        text = reports.documents[citation.doc_id].text
        assert citation.quote == "\n".join(span.of(text) for span in citation.spans)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("江苏2025年地区生产总值增长了多少？", "4.9%"),
        ("江苏今年城镇新增就业目标是多少？", "120万人"),
        ("浙江2026年一共要新增多少城镇就业", None),
        ("浙江2026年海洋生产总值增长目标是多少", "9%左右"),
        ("浙江2024年地区生产总值增长多少", None),
        ("浙江2026年规上工业增加值增长目标是多少", None),
        ("浙江2025年粮食产量和财政收入是多少", None),
        ("城镇新增就业目标是多少", None),
    ],
)
def test_only_what_agrees_in_name_place_and_year_is_told(reports: Searcher, question: str, said: str | None) -> None:
    told = told_figures(reports, question, Filters())
    assert (told is None) == (said is None)
    if told is not None and said is not None:
        assert [said in entry.words for entry in told.entries] == [True]


def test_joined_names_are_each_told(reports: Searcher) -> None:
    told = told_figures(reports, "江苏2026年城镇和农村居民收入增长目标各多少？", Filters())
    assert told is not None
    assert [entry.words.split("：")[1] for entry in told.entries] == [
        "城镇居民人均可支配收入增长5%左右",
        "农村居民人均可支配收入增长5.6%",
    ]


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("浙江和江苏2026年城镇居民收入增长目标哪个更高？", "浙江省更高。"),
        ("浙江和江苏2026年农村居民收入增长目标哪个更低？", "江苏省更低。"),
        ("浙江和江苏2026年城镇新增就业目标哪个更高？", ""),  # 100万人以上 may be more than 120万人
        ("浙江和江苏2026年GDP增长目标哪个更高？", ""),  # 5%—5.5% begins at 5%
    ],
)
def test_which_is_greater_is_said_where_the_figures_say_it(reports: Searcher, question: str, head: str) -> None:
    told = told_figures(reports, question, Filters())
    assert told is not None
    assert told.head == head


def test_filters_hold(reports: Searcher) -> None:
    question = "江苏2026年城镇新增就业目标是多少"
    assert told_figures(reports, question, Filters(regions=("浙江省",))) is None
    assert told_figures(reports, question, Filters(regions=("江苏省",))) is not None
