"""Questions to begin with, made from the documents at hand; only those that find an answer are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from policysearch.regions import NATION
from policysearch.types import Document, Section

_MOST_DOCUMENTS = 30
_MOST_TRIES = 24
_EACH = 3
_DOING = re.compile(
    r"(?:构筑|构建|推进|完善|优化|健全|加强|强化|打造|实施|建立|建设|提升|深化|支持|培育|引进|做优|做强|鼓励|促进|规范|保障)"
)
# What people come to ask about, the most asked first.
_ASKED_OFTEN = (
    "住房",
    "安居",
    "补贴",
    "奖励",
    "资金",
    "金融",
    "引才",
    "培育",
    "创业",
    "评价",
    "服务",
)
_WORDS_ONLY = re.compile(r"[\u4e00-\u9fff“”·]{6,18}")
_PART = re.compile(r"[：:]")
_TARGET_YEAR = re.compile(r"(20\d\d)年?目标")


def example_questions(documents: Sequence[Document], finds: Callable[[str], bool], most: int = 6) -> tuple[str, ...]:
    """Up to ``most`` questions, taken in turn from the longest documents, each of which ``finds`` an answer.

    No two ask for the same thing of two places.
    """
    longest = sorted(documents, key=lambda document: -len(document.text))[:_MOST_DOCUMENTS]
    rows = [(_place(document), list(islice(_asked_of(document), _EACH + 1))) for document in longest]
    in_turn = ((place, row[turn]) for turn in range(_EACH + 1) for place, row in rows if turn < len(row))
    found: dict[str, str] = {}
    for place, asked in islice(in_turn, _MOST_TRIES):
        if len(found) < most and asked not in found and finds(place + asked):
            found[asked] = place + asked
    return tuple(found.values())


def _place(document: Document) -> str:
    """Of whom to ask: the place when the document has one, else its title."""
    return document.regions[0].rsplit("/", 1)[-1] if _is_local(document) else f"《{document.title}》里"


def _is_local(document: Document) -> bool:
    return len(document.regions) == 1 and document.regions != (NATION,)


def _asked_of(document: Document) -> Iterator[str]:
    """Questions that ``document`` should answer, without the place: a target in a table, a heading's task."""
    tasks = [f"怎样{task}？" for task in sorted(filter(None, map(_task, document.walk())), key=_interest)]
    targets = list(islice(_targets(document), 2))
    yield from tasks[:1]
    yield from targets
    yield from tasks[1:2]


def _task(section: Section) -> str | None:
    """The words of a heading that say what is to be done, after 铸魂： and the like."""
    words = _PART.split(section.heading)[-1].strip()
    doing = _DOING.match(words)
    return words if doing and _WORDS_ONLY.fullmatch(words) else None


def _interest(task: str) -> tuple[int, int]:
    often = next((place for place, word in enumerate(_ASKED_OFTEN) if word in task), len(_ASKED_OFTEN))
    return often, abs(len(task) - 10)


def _targets(document: Document) -> Iterator[str]:
    for table in document.tables:
        head = table.rows[0] if table.rows else ()
        year = next((match[1] for cell in head if (match := _TARGET_YEAR.search(cell))), None)
        if year is None or "指标" not in head:
            continue
        column = head.index("指标")
        yield from (f"{row[column]}{year}年的目标是多少？" for row in table.rows[1:] if len(row[column]) > 3)
