"""Questions about the library itself, answered from the metadata of its documents: 库里有哪些拱墅区的文件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.inventory import Entry, Inventory, at
from policysearch.regions import Region, covers, find_regions, place_names
from policysearch.search.filter import passing
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import content_terms
from policysearch.text import find_words, fold, squeeze, trim
from policysearch.types import KINDS, Document, Filters, Span

_NOUN = (
    r"政策性?文件|政策法规|文件|规划|通知|新闻|报道|(?:政府)?工作报告|报告|法规|法律|办法|规章|条例|规定"
    r"|意见|方案|细则|公告|决定|资料"
)
_COUNT = r"哪些|哪几[份篇个部项]?|几[份篇个部项]|多少[份篇个部项]?"
_LIBRARY = re.compile(r"库[里内中]|资料库|知识库|文件库|收录|系统[里内中]|这里")
_ASKS = re.compile(
    rf"(?:{_COUNT})(?P<of>[^，。？?]{{0,16}}?)(?:{_NOUN})|(?:{_NOUN})(?:都|一?共|总共|分别)?有(?:{_COUNT})"
)
# Of the content of documents, not of the library: what is to be handed in, and what texts stand upon.
_OTHER = re.compile(r"申请|申报|提交|提供|出具|需要|携带|准备|材料|依据|根据|办理|废止|修改|区别|不同|解释|审核|签订")
_FORMS = re.compile(r"规划|通知|办法|条例|规定|意见|细则|方案|报告|报道|公告|决定|法规|规章")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?")
_IDLE = re.compile(
    rf"{_LIBRARY.pattern}|{_COUNT}|{_NOUN}|{_YEAR.pattern}|关于|有关|相关|方面|涉及|发布|印发|出台|制定|颁布|公布|下发|收集|现有"
    r"|发过|出过|现行|一?共|总共|分别|都|了|的|是|有|由|和|与|及|过|请问|请|列出|列举|政策|省级?|市级?|[省市区县]里|[？?。，、!！\s]|吗|呢"
)
_MOST_TOPIC_WORDS = 3
MOST_LISTED = 40


def documents_asked_for(searcher: Searcher, question: str, filters: Filters) -> Inventory | None:
    """The documents that a question about the library asks for, oldest file path first.

    None where the question is not about the library. Place, kind or form of the title, and year of the question narrow
    them, and words that all stand in the title or among the issuers, beside ``filters``. A question that does not name
    the library is about it only where titles or issuers hold its words, or where it asks for 文件 of a place; where
    none has the words, the others that fit are told.
    """
    folded = fold(question).strip()
    named = _LIBRARY.search(folded) is not None
    if not _ASKS.search(folded) or _OTHER.search(folded):
        return None
    topic = _topic(folded)
    if len(topic) > _MOST_TOPIC_WORDS:
        return None
    places, years = find_regions(question), set(_YEAR.findall(folded))
    words = set(_FORMS.findall(folded)) - {"报告"} | ({"报告"} if "工作报告" in folded else set())
    if not named and not topic and not places:
        return None
    allowed = passing(searcher.documents.values(), filters) if filters else searcher.documents.keys()
    fitting = [
        document
        for document in sorted(searcher.documents.values(), key=lambda d: d.source.path)
        if document.doc_id in allowed and _fits(document, places, years, words)
    ]
    found = [document for document in fitting if _is_on(document, topic)]
    if not found and not named and not (places and fitting and "文件" in folded):
        return None
    if not fitting or (not found and len(fitting) > MOST_LISTED):
        return Inventory("库内没有这样的文件。", ())
    shown = (found or fitting)[:MOST_LISTED]
    entries = [Entry(f"《{document.title}》", at(searcher, document.doc_id, (_title(document),))) for document in shown]
    if not found:
        unsaid = f"标题里写有“{'、'.join(topic)}”的一份也没有"
        return Inventory(f"{unsaid}；其他条件相符的有 {len(shown)} 份：", entries, (f"库内{unsaid}。",))
    left = len(found) - len(shown)
    return Inventory(f"共 {len(found)} 份：", entries, (f"另有 {left} 份没有列出。",) if left else ())


def _topic(folded: str) -> tuple[str, ...]:
    """The words of a question beside places, years, kinds of document and what only asks."""
    bare = folded
    for name in sorted(place_names(folded), key=len, reverse=True):
        bare = bare.replace(name, "|")
    bare = _IDLE.sub("|", bare)
    words = content_terms(bare, joined=False)
    return words or tuple(piece for piece in bare.split("|") if piece)


def _is_on(document: Document, topic: Sequence[str]) -> bool:
    said = squeeze(fold(document.title + "".join(document.issuers)))
    return all(word in said for word in topic)


def _fits(document: Document, places: Sequence[Region], years: set[str], words: set[str]) -> bool:
    of_place = not places or any(covers(path, place.path) for path in document.regions for place in places)
    of_year = not years or (document.date or "")[:4] in years or any(year in document.title for year in years)
    of_kind = not words or any(_is_of_kind(document, word) for word in words)
    return of_place and of_year and of_kind


def _is_of_kind(document: Document, word: str) -> bool:
    kind = {"报道": "新闻", "报告": "工作报告"}.get(word, word)
    return document.kind == kind if kind in KINDS else document.form == word or document.title.endswith(word)


def _title(document: Document) -> Span:
    """The title where the text prints it, else its first line."""
    line = re.search(r"\S[^\n]*", document.text)
    first = trim(document.text, Span(*line.span())) if line else Span(0, 0)
    return find_words(document.text, document.title) or first
