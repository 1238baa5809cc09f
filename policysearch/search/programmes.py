"""Programmes by the names that the library gives them: “人工智能+”行动, 提振消费专项行动, “千万工程”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policysearch.text import CJK, fold, squeeze
from policysearch.types import Span

_NOUN = "计划|工程|行动"
_NAME = rf"[{CJK}\d+·]"
# A quoted name before the noun or ending in it; a plain one only after the verb that such names follow.
_QUOTED = re.compile(rf"[“\"]({_NAME}{{2,16}})[”\"][{CJK}]{{0,4}}?(?:{_NOUN})|[“\"]({_NAME}{{2,14}}(?:{_NOUN}))[”\"]")
_PLAIN = re.compile(
    rf"(?:实施|启动|推进|开展|组织|深化|推动|落实)((?:(?!和|与|及|或|的)[{CJK}]){{4,10}}?(?:{_NOUN}))(?![{CJK}])"
)
_PERIOD = re.compile(r"^[六七八九十][一二三四五]?五$|^(?:一揽子|两年|三年|五年|年度|\d+年?)")


class Programmes:
    """The names of programmes that texts write, looked up in a question."""

    def __init__(self, texts: Iterable[str]) -> None:
        names: set[str] = set()
        for text in texts:
            for pattern in (_QUOTED, _PLAIN):
                for match in pattern.finditer(text):
                    names.add(squeeze(fold(match[match.lastindex or 0])))
        self._by_start: dict[str, list[str]] = {}
        for name in sorted(names, key=lambda name: (-len(name), name)):
            if len(name) >= 2 and not _PERIOD.match(name):
                self._by_start.setdefault(name[:2], []).append(name)

    def find(self, folded: str) -> Iterator[tuple[Span, str]]:
        """The names in a folded question, the longest at each place; short ones only where quoted or named a programme.

        A name of two or three characters (两新) is often an ordinary word.
        """
        at = 0
        while at < len(folded) - 1:
            name = next((n for n in self._by_start.get(folded[at : at + 2], ()) if folded.startswith(n, at)), None)
            if name and (len(name) > 3 or _is_named(folded, at, at + len(name))):
                yield Span(at, at + len(name)), name
                at += len(name)
            else:
                at += 1


_AFTER = re.compile(rf"[”\"」]?[{CJK}]{{0,2}}(?:{_NOUN})")


def _is_named(folded: str, start: int, end: int) -> bool:
    return folded[start - 1 : start] in ("“", '"', "「") or _AFTER.match(folded, end) is not None
