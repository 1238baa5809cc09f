"""Sentences that the layers below have made, told again in the language of the page.

Those layers speak Chinese alone and fill names into their sentences; ``data/sentences.en.tsv`` has the pattern of each
with its English, into which the names go as they stand. A sentence without a pattern stays Chinese and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from policysearch.render.html import Html, element, join, text
from policysearch.render.words import CHINESE, english, language, tongue

_SENTENCES = Path(__file__).parent.parent / "data" / "sentences.en.tsv"
_NAME = re.compile(r"\{(\w+)\}")
_BREAK = re.compile(r"(?<=。)(?=.)")


# Words of ours, or what stands for a name, each with whether it is a name.
_Pieces = list[tuple[str, bool]]


def retold(sentence: str) -> Html:
    """``sentence`` in the language of the page; what stays Chinese on an English page has its ``lang``."""
    if language() == CHINESE:
        return text(sentence)
    return _marked(_in_english(sentence) or [(sentence, True)])


def retold_words(sentence: str) -> str:
    """``retold`` without marks, for an attribute."""
    if language() == CHINESE:
        return sentence
    return "".join(words for words, _ in _in_english(sentence) or [(sentence, True)])


def retold_line(line: str) -> Html:
    """A line of several sentences, each told again; a full stop inside a name does not end one."""
    if language() == CHINESE:
        return text(line)
    told, rest = [], _BREAK.split(line)
    while rest:
        runs = ((end, _in_english("".join(rest[:end]))) for end in range(1, len(rest) + 1))
        end, said = next(((end, said) for end, said in runs if said), (1, [(rest[0], True)]))
        told.append(_marked(said))
        rest = rest[end:]
    return join(told, " ")


def retold_phrase(phrase: str, values: Mapping[str, str | int | float]) -> Html:
    """A phrase of ``words`` with its ``{names}`` filled in; words among the values are told again, too."""
    if language() == CHINESE:
        return text(phrase.format(**values))
    pieces: _Pieces = []
    for words, name, form, _ in Formatter().parse(english().get(phrase, phrase)):
        pieces.append((words, False))
        if name:
            value = values[name]
            pieces += _value(value) if isinstance(value, str) else [(format(value, form or ""), False)]
    return _marked(pieces)


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Each pattern with the Chinese it is made of and its English, in the order in which they are tried."""
    lines = _SENTENCES.read_text("utf-8").splitlines()
    pairs = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return tuple((_pattern(chinese), chinese, english) for chinese, _, english in pairs)


def _pattern(chinese: str) -> re.Pattern[str]:
    fixed = _NAME.split(chinese)  # the names stand at odd places
    return re.compile("".join(re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" for n, part in enumerate(fixed)))


def _in_english(sentence: str) -> _Pieces:
    """The pieces of its English; none where it has none."""
    for pattern, _, words in patterns():
        if match := pattern.fullmatch(sentence):
            # Names stand at odd places, as in ``_pattern``.
            parts = enumerate(_NAME.split(words))
            return [piece for n, part in parts for piece in (_value(match[part]) if n % 2 else [(part, False)])]
    return []


def _value(value: str) -> _Pieces:
    """What stands for a name: a sentence or a word that has an English of its own, or as it is."""
    if pieces := _in_english(value):
        return pieces
    known = [english().get(part) for part in value.split("、")]
    return [(", ".join(filter(None, known)), False)] if all(known) else [(value, True)]


def _marked(pieces: _Pieces) -> Html:
    return join(
        element("span", words, lang=tongue(words)) if is_name and tongue(words) else words for words, is_name in pieces
    )
