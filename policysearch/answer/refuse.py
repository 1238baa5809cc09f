"""A no that helps: why, what was searched, what is nearest, and what the library covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policysearch.place import label
from policysearch.regions import Region
from policysearch.search.searcher import Searcher
from policysearch.text import clip
from policysearch.types import Answer, Filters, Hit, Span

_MOST_QUESTION_CHARS = 60
_MOST_NAMED = 4


def not_found(
    searcher: Searcher,
    question: str,
    filters: Filters,
    absent: Sequence[Region],
    hits: Sequence[Hit],
    because: str = "",
) -> Answer:
    """The answer to a question that the documents do not answer; it cites nothing.

    ``absent`` are places that the library has nothing of, ``hits`` what was found all the same: where nothing is
    absent, the place of the nearest is told. ``because`` is another reason, a sentence.
    """
    asked = clip(" ".join(question.split()), _MOST_QUESTION_CHARS)
    refusal = f"没有找到“{asked}”的答案"
    reason = f"库内没有{'、'.join(region.name for region in absent)}的文件。" if absent else because
    text = f"{refusal}：{reason}" if reason else f"{refusal}。"
    missing = (reason or f"{refusal}。",)
    text += searched(searcher, filters)
    if hits and not absent:
        passage = hits[0].passage
        near = label(searcher.documents[passage.doc_id], Span(passage.start, passage.end))
        text += f"最接近的是{near}，未必相关。"
    return Answer(question=question, status="not_found", text=text + covers(searcher), missing=missing)


def searched(searcher: Searcher, filters: Filters) -> str:
    """What was searched, in one sentence: 已在全部 5 份文件的 180 段中查找。"""
    if not filters:
        return f"已在全部 {len(searcher.documents)} 份文件的 {len(searcher.passages)} 段中查找。"
    parts = [
        f"文件：{len(filters.doc_ids)} 份" if filters.doc_ids else "",
        f"地区：{'、'.join(filters.regions)}" if filters.regions else "",
        f"类别：{'、'.join(filters.kinds)}" if filters.kinds else "",
        f"日期：{filters.date_from or '…'} 至 {filters.date_to or '…'}" if filters.date_from or filters.date_to else "",
    ]
    return f"已按所选范围查找（{'；'.join(part for part in parts if part)}）。"


def covers(searcher: Searcher) -> str:
    """What the library holds, in one sentence (库内文件来自杭州市拱墅区，有规划、新闻。); empty for none."""
    documents = searcher.documents.values()
    places = Counter("".join(path.split("/")[-2:]) for document in documents for path in document.regions[:1])
    kinds = Counter(document.kind for document in documents if document.kind)
    if not places:
        return ""
    named = "、".join(place for place, _ in places.most_common(_MOST_NAMED))
    more = f"等 {len(places)} 个地方" if len(places) > _MOST_NAMED else ""
    of_kinds = f"，有{'、'.join(kind for kind, _ in kinds.most_common(_MOST_NAMED))}" if kinds else ""
    return f"库内文件来自{named}{more}{of_kinds}。"
