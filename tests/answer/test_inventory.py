"""Questions about the library as a whole: its documents, which of them say a word, one figure of every place."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysearch.answer import answer_question
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer, Filters

# Invented aims of four provinces: the rate, and whether it is a lower bound.
_RATES = {"浙江省": "5.5%左右", "江苏省": "5%以上", "广东省": "4.5%左右", "福建省": "6%左右"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("inventory")
    for place, rate in _RATES.items():
        said = "\n积极发展低空经济。" if place in ("浙江省", "福建省") else ""
        (folder / f"2026年{place}政府工作报告.txt").write_text(
            f"2026年{place}政府工作报告\n\n一、2025年工作回顾\n去年，各项工作取得新成效。\n二、2026年工作安排\n"
            f"今年经济社会发展主要预期目标是：地区生产总值增长{rate}，城镇新增就业80万人。{said}\n",
            encoding="utf-8",
        )
    (folder / "福建省人才公寓管理办法.txt").write_text(
        "福建省人才公寓管理办法\n\n第一条 为做好人才公寓管理工作，制定本办法。\n第二条 租金按月缴纳。\n",
        encoding="utf-8",
    )
    build_index([folder], folder / "index", encoder=None, progress=False)
    return open_index(folder / "index")


def ask(searcher: Searcher, question: str, filters: Filters = Filters()) -> Answer:  # noqa: B008
    return answer_question(searcher, question, searcher.search(question, filters=filters), filters=filters)


def places(answer: Answer) -> list[str]:
    return [line.split("：")[0] for line in answer.text.split("\n")[1:]]


def test_a_bound_over_all_provinces_is_answered_from_the_catalogue(library: Searcher) -> None:
    answer = ask(library, "2026年哪些省GDP目标高于5%？")
    assert places(answer) == ["福建省", "浙江省", "江苏省"]
    assert "符合的 2 处，另有 1 处说的是范围或下限" in answer.text.split("\n")[0]
    assert "5%以上" in answer.text.split("\n")[-1]
    for citation in answer.citations:
        assert "增长" in citation.quote
        text = library.documents[citation.doc_id].text
        assert citation.quote == "\n".join(span.of(text) for span in citation.spans)


def test_the_highest_goes_first_and_the_lowest_first_where_it_is_asked(library: Searcher) -> None:
    assert places(ask(library, "2026年哪个省的GDP增长目标最高？"))[0] == "福建省"
    assert places(ask(library, "2026年哪个省的GDP增长目标最低？"))[0] == "广东省"


def test_an_indicator_that_the_catalogue_lacks_goes_to_the_passages(library: Searcher) -> None:
    assert "处有" not in ask(library, "2026年哪些省的粮食产量目标高于500亿斤？").text


def test_every_text_that_says_a_word_is_listed(library: Searcher) -> None:
    answer = ask(library, "哪些省2026年的报告提到低空经济？")
    assert answer.status == "answered"
    assert sorted(places(answer)) == ["浙江省", "福建省"]
    assert all("低空经济" in citation.quote for citation in answer.citations)


def test_a_word_that_no_text_says_is_refused_with_what_was_read(library: Searcher) -> None:
    answer = ask(library, "哪些省的报告提到了时空穿越？")
    assert answer.status == "not_found"
    assert "查了 4 份文件的全文" in answer.text


def test_filters_narrow_what_is_listed(library: Searcher) -> None:
    answer = ask(library, "哪些省2026年的报告提到低空经济？", Filters(regions=("福建省",)))
    assert places(answer) == ["福建省"]


@pytest.mark.parametrize(
    ("question", "count"),
    [("库里有几份2026年的工作报告？", 4), ("福建省有哪些人才文件？", 1), ("哪些文件是福建发布的？", 2)],
)
def test_documents_are_listed_by_what_their_metadata_says(library: Searcher, question: str, count: int) -> None:
    assert ask(library, question).text.startswith(f"共 {count} 份：")


def test_words_that_no_title_has_are_named_and_the_others_told(library: Searcher) -> None:
    answer = ask(library, "浙江省的养老政策文件有哪些？")
    assert answer.status == "partial"
    assert answer.missing == ("库内标题里写有“养老”的一份也没有。",)
    assert "《2026年浙江省政府工作报告》" in answer.text


@pytest.mark.parametrize("question", ["申请人才公寓需要提交哪些文件？", "哪些文件规定了人才公寓租金按月缴纳的办法？"])
def test_what_documents_say_is_not_asked_of_the_library(library: Searcher, question: str) -> None:
    assert "共 " not in ask(library, question).text
