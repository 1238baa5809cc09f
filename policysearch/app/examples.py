"""Questions to begin with, made from the documents at hand; only those that find an answer are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from policysearch.types import Document, Section

_MOST_DOCUMENTS = 60
_DOING = re.compile(
    r"(?:构筑|构建|推进|完善|优化|健全|加强|强化|打造|实施|建立|建设|提升|深化|支持|培育|引进|做优|做强|鼓励|促进|规范|保障)"
)
_ASKED_OFTEN = re.compile(r"住房|安居|补贴|奖励|资金|金融|创业|评价|服务|培育|引进|办理|条件")
_WORD_ONLY = re.compile(r"[\u4e00-\u9fff“”·]{6,18}")
_PART = re.compile(r"[：:]")
_TARGET_YEAR = re.compile(r"(20\d\d)年?目标")


def example_questions(
    documents: Sequence[Document], finds: Callable[[str], bool], most: int = 6
) -> tuple[str, ...]:
    """Up to ``most`` questions, taken in turn from different documents, each of which ``finds`` an answer."""
    rows = [list(islice(_candidates(document), 3)) for document in documents[:_MOST_DOCUMENTS]]
    in_turn = (row[place] for place in range(3) for row in rows if place < len(row))
    return tuple(islice((question for question in dict.fromkeys(in_turn) if finds(question)), most))


def _candidates(document: Document) -> Iterator[str]:
    """Questions that ``document`` should answer: a heading that names a task, a target in a table."""
    place = document.regions[0].rsplit("/", 1)[-1] if len(document.regions) == 1 else f"《{document.title}》里"
    tasks = sorted(filter(None, map(_task, document.walk())), key=_interest)
    questions = [f"{place}怎样{task}？" for task in tasks[:2]]
    questions[1:1] = list(islice(_targets(document, place), 1))
    yield from questions


def _task(section: Section) -> str | None:
    """The words of a heading that say what is to be done, after 铸魂： and the like."""
    words = _PART.split(section.heading)[-1].strip()
    doing = _DOING.match(words)
    return words if doing and _WORD_ONLY.fullmatch(words) else None


def _interest(task: str) -> tuple[bool, int]:
    return (_ASKED_OFTEN.search(task) is None, abs(len(task) - 10))


def _targets(document: Document, place: str) -> Iterator[str]:
    for table in document.tables:
        head = table.rows[0] if table.rows else ()
        year = next((match[1] for cell in head if (match := _TARGET_YEAR.search(cell))), None)
        if year is None or "指标" not in head:
            continue
        column = head.index("指标")
        yield from (f"{place}{row[column]}{year}年的目标是多少？" for row in table.rows[1:] if len(row[column]) > 3)
