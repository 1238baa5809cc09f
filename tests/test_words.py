"""The words of the page in two languages: nothing said without its English, no English without its phrase."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from threading import Thread

import pytest

from policysearch.render.words import english, language_of, say, speaking, tongue

PACKAGE = Path(__file__).parents[1] / "policysearch"
STATIC = PACKAGE / "app" / "static"
MESSAGES = PACKAGE / "data" / "messages.en.tsv"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Phrases of scripts: say("…"), and constants that are said later.
_IN_SCRIPT = re.compile(r"\"([^\"\n]*[\u4e00-\u9fff][^\"\n]*)\"")
# What speaks Chinese alone: pages for a terminal or for print, errors for programs, questions made of documents.
_CHINESE_ALONE = {
    *("raw.py", "report.py", "api.py", "examples.py", "front.py", "download.py", "catalogue_api.py"),
    # Replies to programs and lines of a file; those that the page shows are said by its scripts and tell.py.
    *("calls.py", "desk.py", "feedback.py", "take.py", "app/basket.py"),
}
# What is in place but not said through ``say``, by module.
_NOT_YET: dict[str, set[str]] = {
    "answer.py": {"全部 ", " 份文件", "未必相关"},  # looked for in an answer, not said
    # In files that are exported.
    "measures.py": {"文件没有写明的格子空着。"},
    "programmes.py": {"每个项目列出它的全部出处；没有写明的格子空着。"},
    "indicators.py": {
        "数值按每列最常见的单位换算，原文表述另列；同一指标的用语不同时，以“原文用语”为准。",
        *("对照表列出最满的 ", " 列，另有 ", " 列只在“逐条”表里。"),
    },
    "overview.py": {"第一份：《", "第二份：《", "名称相同的指标才并列；单位不同的已换算，原文另列。"},
    "pages.py": {"模型 ", " 正在撰写回答，写完并逐句核对后换上；下面先按原文摘录。"},
    "__init__.py": {
        '<div class="opening" role="status">正在打开…</div>',
        "没有安装 MCP 的程序包：请运行 pip install -r requirements-mcp.txt。",
    },
}


def _modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((PACKAGE / folder).glob("*.py"))


def _strings(path: Path, letters: re.Pattern[str] = _CHINESE) -> Iterator[str]:
    """The strings of a module that hold any of ``letters``, docstrings left out."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_words = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs
        if is_words and letters.search(node.value):  # type: ignore[attr-defined]
            yield node.value  # type: ignore[attr-defined]


def _said(path: Path) -> Iterator[str]:
    """The phrases that a module hands to ``say`` as they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield from (
                part.value
                for part in ast.walk(node.args[0])
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def test_each_phrase_that_is_said_has_its_english() -> None:
    missing = {
        (path.name, phrase)
        for path in _modules("render", "app")
        for phrase in _said(path)
        if _CHINESE.search(phrase) and phrase not in english()
    }
    assert not missing


def test_each_chinese_string_of_the_page_is_known() -> None:
    unknown = {
        (path.name, words)
        for path in _modules("render", "app")
        if _CHINESE_ALONE.isdisjoint((path.name, f"{path.parent.name}/{path.name}"))
        for words in _strings(path)
        if words not in english() and words not in _NOT_YET.get(path.name, set())
    }
    assert not unknown, f"give them an English in {MESSAGES.name}, or add them to _NOT_YET: {sorted(unknown)}"


def test_what_is_not_yet_said_is_still_there() -> None:
    strings = {path.name: set(_strings(path)) for path in _modules("render", "app")}
    assert {name: words - strings[name] for name, words in _NOT_YET.items() if words - strings[name]} == {}


def test_each_phrase_of_the_scripts_has_its_english() -> None:
    said = {phrase for path in sorted(STATIC.glob("*.js")) for phrase in _IN_SCRIPT.findall(path.read_text("utf-8"))}
    own = {"中文"}  # the name of the other language, in itself
    assert {phrase for phrase in said - own if phrase not in english()} == set()


def test_no_english_is_unused() -> None:
    told = {words for path in PACKAGE.rglob("*.py") for words in _strings(path, re.compile("[^\\0-\\x7f]"))}
    for path in STATIC.iterdir():
        if path.suffix in (".js", ".html"):
            words = path.read_text("utf-8")
            told |= {*re.findall(r"[\">]([^\"<>\n]+)[\"<]", words), *_IN_SCRIPT.findall(words)}
    assert set(english()) - told == set()


def test_both_have_the_same_names() -> None:
    for chinese, words in english().items():
        assert words.strip(), chinese
        names = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in (chinese, words)]
        assert names[0] == names[1], chinese


def test_no_phrase_is_there_twice() -> None:
    lines = [line for line in MESSAGES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert all(line.count("\t") == 1 for line in lines)
    assert len(lines) == len(english())


def test_one_speaks_english_and_the_other_does_not() -> None:
    heard: list[str] = []
    with speaking("en"):
        assert say("依据（{count}处）", count=2) == "Sources (2)"
        assert say("没有这样的话") == "没有这样的话"
        assert tongue("秀洲区") == "zh-CN"
        assert tongue("2025") is None
        other = Thread(target=lambda: heard.append(say("溯源")))
        other.start()
        other.join()
    assert heard == ["溯源"]
    assert say("依据（{count}处）", count=2) == "依据（2处）"
    assert tongue("秀洲区") is None


@pytest.mark.parametrize(
    ("code", "language"), [("en", "en"), ("EN-gb", "en"), ("zh", "zh-CN"), ("", "zh-CN"), (None, "zh-CN")]
)
def test_what_a_code_names(code: object, language: str) -> None:
    assert language_of(code) == language
