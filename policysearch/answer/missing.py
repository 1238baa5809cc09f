"""What a question wants and an answer does not give, a sentence each: the amount, the year, the class, a subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policysearch.answer.agree import years_agree
from policysearch.answer.asked import Years, subject_words, without_places, years_in
from policysearch.answer.era import year_of, years_before, years_told
from policysearch.answer.rows import spoken_row
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, parts_of, plain, uncovered
from policysearch.search.reference import find_references, is_exact
from policysearch.search.searcher import Searcher
from policysearch.text import fold
from policysearch.types import Document

# The share of the question's weight that must be unsaid to be named; less for a word that no document holds.
# Set on development questions, see evaluation/README.md.
_LEAST_UNSAID, _LEAST_UNKNOWN = 0.38, 0.25
_MOST_NAMED = 6
_UNHEARD = "\u5350\u5350"  # no text holds it: the idf of what is not there
# Words that a text need not repeat to answer: they ask for a place, a way, a time or a sum of what is said.
_LIGHT = re.compile(
    r"属于|开始|需要|安排|得到|照顾|工作|方面|一起|可以|包括|包含|领取|提供|享受|最长|最多|最少|最高|最低|建设|任务|目标值?|计划数?|指标"
    r"|期限|期间|时间|标准|规定|要求|办法|措施|做法|共同|增加|增速|提高|实际|比例|数量|人数|要素|进展|情况|结婚|每月|每年|一次|当前|经过"
    r"|提出|部分|第[一二三四五六七八九十]+|有人|不能|算不算|做到|程度|制度|各级|[一二三四五六七八九十]个|三类|满足|意思|文号|政策|一年|才能"
)
_FLAGGED = re.compile(r"原表.{0,14}(?:看不出|只印|缺年份|另一个数值)")


def what_is_missing(searcher: Searcher, question: Sought, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """Sentences on what ``chosen`` does not say; empty where it answers all."""
    told = [_told(searcher, candidate) for candidate in chosen]
    found = [
        _shape(question, chosen, told),
        _years(searcher, question, chosen, told),
        _classes(question, told),
        _clause(question, chosen),
        "原表此处不全。" if any(_FLAGGED.search(words) for words in told) else "",
        _words(searcher, question, chosen),
    ]
    return tuple(sentence for sentence in found if sentence)


def _told(searcher: Searcher, candidate: Candidate) -> str:
    document = searcher.documents[candidate.hit.passage.doc_id]
    return spoken_row(document, candidate.spans) or candidate.words(document.text)


def _shape(question: Sought, chosen: Sequence[Candidate], told: Sequence[str]) -> str:
    intent = question.asked.intent
    if intent.shape is None or any(c.has_shape for c in chosen) or any(intent.shape.search(words) for words in told):
        return ""
    return f"引文没有写明{intent.missing}。"


def _years(searcher: Searcher, question: Sought, chosen: Sequence[Candidate], told: Sequence[str]) -> str:
    asked = question.asked
    for candidate, words in zip(chosen, told, strict=True):
        document = searcher.documents[candidate.hit.passage.doc_id]
        own = years_told(fold(words), year_of(document))
        near = () if own else years_before(document, candidate.spans[0].start)
        if years_agree(asked, own, near, _years_of(document)):
            return ""
    if not asked.years:
        return ""
    named = "、".join(str(a) if a == b else f"{a}—{b}" for a, b in asked.years)
    return f"引文没有写明是 {named} 年。"


def _years_of(document: Document) -> tuple[Years, ...]:
    """The years that a document speaks of: its plan's, its title's, that of its day."""
    day = ((int(document.date[:4]), int(document.date[:4])),) if document.date else ()
    plan = (document.plan_period,) if document.plan_period else ()
    return (*plan, *years_in(fold(document.title) + " "), *day)


def _classes(question: Sought, told: Sequence[str]) -> str:
    said = fold("".join(told))
    letters = sorted(word for group in question.asked.classes for word in group if word[0].isascii())
    unsaid = [word.upper() for word in letters if word not in said]
    return f"引文没有提到{'、'.join(unsaid)}。" if unsaid else ""


def _clause(question: Sought, chosen: Sequence[Candidate]) -> str:
    references = find_references(question.asked.question)
    if not is_exact(references) or any(c.hit.signals.by_reference for c in chosen):
        return ""
    return "没有找到问题所说的那一条，引文来自别处。"


def _words(searcher: Searcher, question: Sought, chosen: Sequence[Candidate]) -> str:
    """The weightier words of the question that neither the passages nor the titles of their documents say."""
    if question.asked.intent.name == "place":  # the question may describe a clause in other words
        return ""
    asked = question.asked.question
    words = without_places(subject_words(asked, joined=False), asked)
    weights = {word: max(searcher.idf(part) for part in parts_of(word)) for word in words}
    total = sum(weights.values())
    text = "".join(plain(c.hit.passage.search_text + searcher.documents[c.hit.passage.doc_id].title) for c in chosen)
    unsaid = [word for word in uncovered(weights, text) if not _LIGHT.fullmatch(word)]
    share = sum(weights[word] for word in unsaid) / total if total else 0.0
    most = searcher.idf(_UNHEARD)
    unknown = any(all(searcher.idf(part) >= most for part in parts_of(word)) for word in unsaid)
    if share < (_LEAST_UNKNOWN if unknown else _LEAST_UNSAID):
        return ""
    return f"引文没有提到：{'、'.join(unsaid[:_MOST_NAMED])}。"
