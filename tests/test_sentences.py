"""Sentences of the layers below in English: every pattern is one that the code makes, names stay as they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TypeGuard

import pytest

from policysearch.render.sentences import patterns, retold, retold_line
from policysearch.render.words import speaking

PACKAGE = Path(__file__).parents[1] / "policysearch"
_HOLE = "\0"
_NAME = re.compile(r"\{\w+\}")


def _strings(path: Path) -> set[str]:
    """The strings of a module, each way they can be put together; what is filled in is ``_HOLE``."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}

    def ways(node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.JoinedStr):
            yield from map("".join, product(*(tuple(ways(part)) for part in node.values)))
        elif isinstance(node, ast.FormattedValue):
            yield from ways(node.value)
        elif isinstance(node, ast.IfExp):
            yield from (*ways(node.body), *ways(node.orelse))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        else:
            yield _HOLE

    return {words for node in ast.walk(tree) if _is_words(node) and node not in docs | inner for words in ways(node)}


def _is_words(node: ast.AST) -> TypeGuard[ast.expr]:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_chinese(words: str) -> bool:
    return re.search("[\u4e00-\u9fff]", words) is not None


def test_every_pattern_is_made_somewhere() -> None:
    """Its fixed words stand in strings of the code; brackets and stops may be put between."""
    made = "\n".join(words for path in PACKAGE.rglob("*.py") for words in _strings(path) if _is_chinese(words))
    fixed = {part for _, chinese, _ in patterns() for part in re.split(r"\{\w+\}|[《》“”，：。（） ]", chinese) if part}
    assert [part for part in fixed if part not in made] == []


@pytest.mark.parametrize("name", ["notice", "missing", "refuse", "extract"])
def test_every_sentence_of_an_answer_has_its_english(name: str) -> None:
    sentences = [words for words in _strings(PACKAGE / "answer" / f"{name}.py") if re.search("[^\0]{2}。$", words)]
    assert sentences
    told = [pattern for pattern, _, _ in patterns()]
    # A name may be filled in with its brackets.
    filled = {words: [words.replace(_HOLE, name) for name in ("某", "《某》")] for words in sentences}
    assert [words for words, ways in filled.items() if not any(p.fullmatch(way) for p in told for way in ways)] == []


def test_english_has_the_names_of_its_pattern() -> None:
    for _, chinese, english in patterns():
        assert sorted(_NAME.findall(chinese)) == sorted(_NAME.findall(english)), chinese
    kept = [chinese for _, chinese, _ in patterns()]
    assert len(kept) == len(set(kept))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("引文没有写明金额。", "The quotation does not state the amount."),
        (
            "引文没有提到：牦牛、补贴。",
            'The quotation does not mention: <span lang="zh-CN">牦牛、补贴</span>.',
        ),
        (
            "《甲》已自 2024-01-01 起被《乙<b>》废止。",
            '《<span lang="zh-CN">甲</span>》 has been repealed by 《<span lang="zh-CN">乙&lt;b&gt;</span>》 since '
            "2024-01-01.",
        ),
        ("按原文摘录时：原表此处不全。", "Of the quotations: The printed table is incomplete here."),
        ("还没有人译的话。", '<span lang="zh-CN">还没有人译的话。</span>'),
    ],
)
def test_a_sentence_told_again(sentence: str, told: str) -> None:
    assert retold(sentence) == re.sub("<b>", "&lt;b&gt;", sentence)
    with speaking("en"):
        assert retold(sentence) == told


def test_a_question_with_full_stops_is_one_name() -> None:
    line = "没有找到“甲。乙。”的答案。已在全部 5 份文件的 143 段中查找。最接近的是《丙》第一条，未必相关。"
    with speaking("en"):
        told = re.sub("<[^>]*>", "", retold_line(line))
    assert told == (
        "No answer was found to “甲。乙。”. All 143 passages of all 5 documents were searched. "
        "The nearest is 《丙》第一条, which may not be relevant."
    )
    assert retold_line(line) == line
