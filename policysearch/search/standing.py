"""Which documents have a newer one: what the rule ``validity`` of the ranking asks, switched off like a finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from policysearch.kinship import Kinship
from policysearch.search.years import find_years
from policysearch.text import fold, squeeze
from policysearch.types import Document
from policysearch.validity import is_draft, judge

VALIDITY = "validity"

# What tells of a time is neither replaced by what tells of the next nor repealed.
_TOLD = frozenset({"工作报告", "新闻", "解读"})
_MARKS = re.compile(r"[《》〈〉“”\"]|[（(](?:试行|暂行|修订|修正|\d{4}年?(?:修订|修正)?)[）)]|暂行|试行")


def superseded(documents: Mapping[str, Document], kinship: Kinship, today: str) -> frozenset[str]:
    """The ids of the documents of which the library holds what stands in their place on ``today``.

    A newer version of the family; a document that repeals it; or, where it is of one place and subject with another
    (the title less its year, 暂行 and 试行), that other when it is later.
    """
    latest = _latest_of_subject(documents, today)
    return frozenset(
        doc_id
        for doc_id, document in documents.items()
        if document.kind not in _TOLD
        and (
            bool(kinship.of(doc_id).newer)
            or (bool(document.changes) and judge(document, today).standing == "已废止")
            or (document.date or "9999") < latest.get(_subject(document), "")
        )
    )


def _latest_of_subject(documents: Mapping[str, Document], today: str) -> Mapping[tuple[str, tuple[str, ...]], str]:
    latest: dict[tuple[str, tuple[str, ...]], str] = defaultdict(str)
    for document in documents.values():
        if document.date and document.date <= today and not is_draft(document) and not document.is_digest:
            subject = _subject(document)
            latest[subject] = max(latest[subject], document.date)
    return latest


def _subject(document: Document) -> tuple[str, tuple[str, ...]]:
    title = fold(document.title)
    for span, _ in reversed(list(find_years(title))):
        title = title[: span.start] + title[span.end :]
    return squeeze(_MARKS.sub("", title)), document.regions
