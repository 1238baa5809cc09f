"""Runs of names of the kind that a question asks for."""

from __future__ import annotations

import pytest

from policysearch.answer.kinds import names_kind


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("哪几个市的规划要报省里？", "其中柳南、柳北、五华市的市级规划报省里审核"),
        ("放开的是哪3个城市？", "在云岭市、五华市、柳南市全面放开"),
        ("哪几种工程要请专家论证？", "涉及深基坑、地下暗挖工程、高大模板工程的专项方案"),
    ],
)
def test_a_run_of_that_kind_answers(question: str, words: str) -> None:
    assert names_kind(question, words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("放开的是哪4个城市？", "在云岭市、五华市、柳南市全面放开"),
        ("哪几个市的规划要报省里？", "广东省国土部门、住建部门会同办理"),
        ("哪几个市的规划要报省里？", "柳南市的规划报省里审核"),
        ("需要提交哪些材料？", "云岭市、五华市"),
        ("哪些工程要请监理？", "按照工程规范，采取旁站、巡视等形式，对建设工程实施监理"),
    ],
)
def test_another_kind_or_count_does_not(question: str, words: str) -> None:
    assert not names_kind(question, words)
