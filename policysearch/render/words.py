"""The words of the page in the language that a visitor chose; documents and what is answered from them stay Chinese.

Code says a phrase in Chinese, ``say("收录 {count} 份文件", count=43)``; ``data/messages.en.tsv`` has its English. A
phrase without one is said in Chinese, so a new page works before anybody has translated it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Language = Literal["zh-CN", "en"]
CHINESE: Language = "zh-CN"
ENGLISH: Language = "en"

_MESSAGES = Path(__file__).parent.parent / "data" / "messages.en.tsv"
_language: ContextVar[Language] = ContextVar("language", default=CHINESE)


def language_of(code: object) -> Language:
    """The language that ``code`` names (en, en-GB …); Chinese for anything else."""
    return ENGLISH if isinstance(code, str) and code.lower().startswith("en") else CHINESE


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within it, in this thread or task alone, the page speaks ``language``."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> Language:
    """The language that the page speaks now."""
    return _language.get()


def own() -> Language | None:
    """The language of the page, for its words inside a part that is Chinese; None where all is Chinese."""
    return None if _language.get() == CHINESE else _language.get()


def tongue(words: str) -> Language | None:
    """The language of ``words`` where it is not that of the page: Chinese names on an English page; else None."""
    is_foreign = _language.get() == ENGLISH and not words.isascii()
    return CHINESE if is_foreign else None


def say(chinese: str, /, **values: object) -> str:
    """The phrase in the language of the page, its ``{names}`` filled in; Chinese where it has no English."""
    phrase = english().get(chinese, chinese) if _language.get() == ENGLISH else chinese
    return phrase.format(**values) if values else phrase


@cache
def english() -> Mapping[str, str]:
    """The English of every phrase, by its Chinese."""
    lines = _MESSAGES.read_text("utf-8").splitlines()
    return MappingProxyType(dict(_pair(line) for line in lines if line and not line.startswith("#")))


def _pair(line: str) -> tuple[str, str]:
    chinese, _, words = line.partition("\t")
    return chinese, words
