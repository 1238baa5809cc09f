"""What a question wants and an answer does not give, a sentence each: the amount, the year, the class, a subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policysearch.answer.agree import years_agree
from policysearch.answer.asked import Years, years_in
from policysearch.answer.era import year_of, years_before, years_told
from policysearch.answer.rows import spoken_row
from policysearch.answer.terms import is_light, joined_terms, terms_of, unsaid_terms
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import Sought, parts_of, plain, uncovered
from policysearch.search.reference import find_references, is_exact
from policysearch.search.searcher import Searcher
from policysearch.text import fold
from policysearch.types import Document

# The share of the question's weight that must be unsaid to be named; less for a word that no document holds.
# Set on development questions, see evaluation/README.md.
_LEAST_UNSAID, _LEAST_UNKNOWN, _LEAST_UNSAID_TERM = 0.38, 0.25, 0.2
_MOST_NAMED = 6
_UNHEARD = "\u5350\u5350"  # no text holds it: the idf of what is not there
# The conditions, papers or cases that open a list are of what its first sentence, its headings and the title say.
_OF_WHAT = re.compile(r"条件|材料|情形|资格")
_OPENS = re.compile(r"[^：:]{4,}?(?:条件|材料|情形|要求|资格|规定|之一|下列|以下)[^：:。；]{0,12}[：:]", re.DOTALL)
_LEAST_OF_WHAT = 0.3
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
    asked = question.asked
    if asked.intent.name == "place":  # the question may describe a clause in other words
        return ""
    terms = terms_of(searcher, asked.question)
    total = sum(terms.values())
    if terms and all(map(is_light, terms)) and not any(c.hit.signals.by_title for c in chosen):
        return "没有认出问题问的是什么事，引文未必相关。"
    unsaid = unsaid_terms(searcher, terms, chosen)
    share = sum(terms[word] for word in unsaid) / total if total else 0.0
    most = searcher.idf(_UNHEARD)
    unknown = any(all(searcher.idf(part) >= most for part in parts_of(word)) for word in unsaid)
    joined = set(joined_terms(searcher, asked.question)) & set(unsaid)
    if share >= (_LEAST_UNSAID_TERM if joined else _LEAST_UNKNOWN if unknown else _LEAST_UNSAID):
        return f"引文没有提到：{'、'.join(unsaid[:_MOST_NAMED])}。"
    others = _not_of(searcher, asked.question, terms, chosen)
    return f"引文列出的不是“{'、'.join(others)}”的。" if others else ""


def _not_of(
    searcher: Searcher, question: str, terms: Mapping[str, float], chosen: Sequence[Candidate]
) -> tuple[str, ...]:
    """What the question asks conditions or papers of and the first sentence of the list that is told does not say."""
    if not _OF_WHAT.search(question):
        return ()
    opened = ""
    for candidate in chosen:
        document = searcher.documents[candidate.hit.passage.doc_id]
        match = _OPENS.match(candidate.words(document.text))
        if match is None:
            return ()
        opened += plain(match.group() + "".join(candidate.hit.passage.section_path) + document.title)
    unsaid = [word for word in uncovered(terms, opened) if not is_light(word) and not _OF_WHAT.search(word)]
    return tuple(unsaid) if sum(terms[w] for w in unsaid) >= _LEAST_OF_WHAT * sum(terms.values()) else ()
