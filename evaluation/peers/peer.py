"""What a system under comparison must do, and the three ways in which its documents are cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Literal, Protocol

from policysearch.config import PassageSettings

# "default" is as the system's documentation has it for Chinese, "ours" is at our passage length, "whole" cuts nothing.
Cut = Literal["default", "ours", "whole"]
LENGTHS = PassageSettings()
# Where a splitter that takes a list of separators may break Chinese text, the best place first.
BREAKS = ("\n\n", "\n", "。", "；", "，")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+")


class Peer(Protocol):
    """A system: it takes documents, then answers questions with texts of its own cutting."""

    version: str
    settings: str

    def build(self, texts: Sequence[str]) -> None:
        """Cuts and indexes the documents; loading libraries and the encoder is part of it."""

    def search(self, question: str, top_k: int) -> list[str]:
        """The texts of the best passages, at most ``top_k``, best first."""


def versions(*distributions: str) -> str:
    """The installed versions of ``distributions``, as one line."""
    return ", ".join(f"{name} {version(name)}" for name in distributions)


def lines(text: str) -> list[str]:
    """The lines of ``text`` that are not blank: what one indexes who does not think of cutting."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def packed(text: str) -> list[str]:
    """Sentences joined up to our target length; one that is longer than our longest passage is cut there.

    For the systems that bring no splitter.
    """
    passages: list[str] = []
    held = ""
    for piece in _pieces(text):
        if held and len(held) + len(piece) > LENGTHS.target_chars:
            passages.append(held)
            held = ""
        held += piece
    passages.append(held)
    return [passage.strip() for passage in passages if passage.strip()]


def _pieces(text: str) -> Iterator[str]:
    most = LENGTHS.most_chars
    for sentence in _SENTENCE.findall(text):
        yield from (sentence[start : start + most] for start in range(0, len(sentence), most))


def cut_plainly(texts: Sequence[str], cut: Cut) -> list[str]:
    """The passages of ``texts`` for a system without a splitter: lines, packed sentences, or the texts themselves."""
    if cut == "whole":
        return list(texts)
    return [passage for text in texts for passage in (lines(text) if cut == "default" else packed(text))]


def told_plainly(cut: Cut) -> str:
    """``cut_plainly`` in words."""
    target, most = LENGTHS.target_chars, LENGTHS.most_chars
    told = {"default": "a line a passage", "ours": f"sentences up to {target}, at most {most} characters"}
    return told.get(cut, "a text a passage")
