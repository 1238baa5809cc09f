"""What a question asks after those before it, with the answers at hand that it may point at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policysearch.answer.extract import answer_question
from policysearch.search.followup import stand_alone
from policysearch.search.searcher import Searcher
from policysearch.types import Answer, Filters

_ANSWERED_FROM = 10


def asked_after(
    searcher: Searcher,
    question: str,
    history: Sequence[Any],
    *,
    filters: Filters = Filters(),  # noqa: B008
    today: str | None = None,
) -> str:
    """``question`` as it stands by itself after ``history``; see ``stand_alone`` for what that holds.

    Where it points at something in an answer (上面第二条, 这份文件) that the history does not hold, the question before
    is answered again, under the same filters.
    """

    def answer_of(asked: str) -> Answer:
        hits = searcher.search(asked, top_k=_ANSWERED_FROM, filters=filters, today=today)
        return answer_question(searcher, asked, hits, filters=filters, today=today)

    return stand_alone(question, history, answer_of)
