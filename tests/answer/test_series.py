"""Answers whose class or part stands in a sentence beside the one that was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import write_corpus

from policysearch.answer import answer_question
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer

RULES = """吴江区创业扶持办法

第一条 为了扶持创业，制定本办法。

第二条 团队带头人入选A类的，团队项目资助最高510万元；入选B类的，最高270万元；入选C类的，最高130万元。

第三条 企业租用厂房面积不足300平方米的，租金补助比例为30%；300平方米以上的，租金补助比例为45%。

第四条 抽查合格率低于85%的，应当补充检查；低于75%的，应当重新检查。

吴江区人民政府
2022年6月20日
"""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("series")
    write_corpus(folder / "corpus", {"扶持办法.txt": RULES})
    build_index([folder / "corpus"], folder / "index", encoder="none", progress=False)
    return open_index(folder / "index")


def ask(searcher: Searcher, question: str) -> Answer:
    return answer_question(searcher, question, searcher.search(question), today="2023-01-01")


@pytest.mark.parametrize(
    ("question", "held", "left_out"),
    [
        ("团队带头人入选B类，团队项目资助最高多少？", ["270万元"], ["510万元", "130万元"]),
        ("租用厂房面积500平方米的企业，租金补助比例是多少？", ["45%"], ["30%"]),
        ("抽查合格率低到多少要补充检查，低到多少要重新检查？", ["85%", "75%"], []),
    ],
)
def test_the_member_that_was_asked_for_is_told(
    searcher: Searcher, question: str, held: list[str], left_out: list[str]
) -> None:
    answer = ask(searcher, question)
    assert all(key in answer.text for key in held), answer.text
    assert not any(key in answer.text for key in left_out), answer.text
    quoted = "".join(citation.quote for citation in answer.citations)
    assert all(key in quoted for key in held)
