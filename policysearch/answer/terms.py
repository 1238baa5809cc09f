"""The terms of a question, and those that what was chosen does not say: what tells an answer of another subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from weakref import WeakKeyDictionary

from policysearch.answer.asked import bare_subject, quoted_names, subject_words, without_places
from policysearch.answer.weigh import Candidate
from policysearch.answer.words import parts_of, plain, presence, uncovered
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import word_borders
from policysearch.text import CJK, fold
from policysearch.types import Document

# Words that a text need not repeat to answer: they ask for a place, a way, a time or a sum of what is said.
_LIGHT = re.compile(
    r"属于|开始|需要|安排|得到|照顾|工作|方面|一起|可以|包括|包含|领取|提供|享受|最长|最多|最少|最高|最低|建设|任务|目标值?|计划数?|指标"
    r"|期限|期间|时间|标准|规定|要求|条件|办法|措施|做法|共同|增加|增速|提高|实际|比例|数量|人数|要素|进展|情况|结婚|每月|每年|一次|当前|经过"
    r"|提出|部分|第[一二三四五六七八九十]+|有人|不能|算不算|做到|程度|制度|各级|[一二三四五六七八九十]个|三类|满足|意思|文号|政策|一年|才能"
)
# Of 小微企业 the dictionary has 企业 alone. Characters that only join, point, count or ask make no term with a word.
_NO_TERM = frozenset(
    "的了在和是有能会要把被对给就都也很去来到做办让与及或每各个从为等之其将并向于以由该本我你他她它这那不没又还再才只几"
    "吗呢么啥谁哪多少一二两三四五六七八九十百千万亿年月日号天次前后内外里上下时间中可应须需按用拿交想看说算叫得过着者人家所份名项"
    "条款户张套省市区县镇乡村"
)
_MOST_WORDS, _MOST_TERM_CHARS = 3, 5
_RUN = re.compile(rf"[{CJK}]+")
# What was found of a term in the texts of a version, which is read once; a version that is no longer served goes.
_ALONE: WeakKeyDictionary[Searcher, dict[str, bool]] = WeakKeyDictionary()
_MOST_KNOWN = 20_000
_NEVER_SAID = "\x00"  # stands in no text: the idf of what is never said
# What is asked for itself, in the words of policies: without it a text does not speak of it.
_BENEFIT = re.compile(r"补贴|补助|奖励|资助|津贴|贴息|奖金|[\u4e00-\u9fff]{2,}[费金税证]")
_LEAST_LONG, _LEAST_LONG_CHARS, _LEAST_USES = 2, 3, 3
# Shares of the question's weight, set on the project's own questions over the policy texts and reports.
_LEAST_OFF_LONG, _LEAST_OFF_BENEFIT, _MOST_TERMS = 0.4, 0.45, 4


def terms_of(searcher: Searcher, question: str) -> Mapping[str, float]:
    """The words of ``question`` with how rare each is, without places; those that are part of a term as that term."""
    words = without_places(subject_words(question, joined=False), question)
    terms = without_places(joined_terms(searcher, question), question)
    found = dict.fromkeys((*terms, *(word for word in words if not any(word in term for term in terms))))
    return {word: max(searcher.idf(part) for part in parts_of(word)) for word in found}


def joined_terms(searcher: Searcher, question: str) -> tuple[str, ...]:
    """What texts say as one and the dictionary cuts: a word with characters that it leaves over (公租房, 区块链)."""
    found: list[str] = []
    for run in _RUN.findall(bare_subject(fold(question))):
        words = [run[a:b] for a, b in pairwise(sorted(word_borders(run)))]
        taken = 0
        for start, end in _spans(words):
            term = "".join(words[start:end])
            if start >= taken and len(term) <= _MOST_TERM_CHARS and _stands_alone(searcher, term):
                found.append(term)
                taken = end
    return tuple(dict.fromkeys(found))


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where one word of several characters stands with single ones before or behind it, longest first."""
    for start in range(len(words)):
        for end in range(min(len(words), start + _MOST_WORDS), start + 1, -1):
            lengths = [len(word) for word in words[start:end]]
            long = [at for at, length in enumerate(lengths) if length > 1]
            if len(long) == 1 and long[0] in (0, len(lengths) - 1) and not _NO_TERM & {*words[start:end]}:
                yield start, end


def _stands_alone(searcher: Searcher, term: str) -> bool:
    """Whether some text has ``term`` between marks or line ends: 、区块链、 but never 减半征."""
    known = _ALONE.setdefault(searcher, {})
    if term not in known:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[term] = not _is_unheard(searcher, term) and _is_between_marks(searcher.documents.values(), term)
    return known[term]


def _is_unheard(searcher: Searcher, term: str) -> bool:
    """Whether no passage has one of the pairs of characters of ``term``: then no text has it, and none is read."""
    most = searcher.idf(_NEVER_SAID)
    return any(searcher.idf(part) >= most for part in parts_of(term))


def _is_between_marks(documents: Iterable[Document], term: str) -> bool:
    alone = re.compile(rf"(?<![{CJK}]){re.escape(term)}(?![{CJK}])")
    return any(alone.search(document.text) for document in documents if term in document.text)


def unsaid_terms(searcher: Searcher, terms: Mapping[str, float], chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """Those of ``terms`` that neither the passages of what was chosen say, with their headings, nor their titles."""
    return tuple(word for word in uncovered(terms, around(searcher, chosen)) if not is_light(word))


def around(searcher: Searcher, chosen: Sequence[Candidate]) -> str:
    """The passages of what was chosen and the titles of their documents, plain."""
    return "".join(plain(c.hit.passage.search_text + searcher.documents[c.hit.passage.doc_id].title) for c in chosen)


def is_light(word: str) -> bool:
    """Whether a text need not repeat ``word`` to answer."""
    return _LIGHT.fullmatch(word) is not None


def off_subject(searcher: Searcher, question: str, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """The unsaid terms that show that ``chosen`` speaks of something else; empty where it may be of the subject.

    Several long words of which nothing stands there and that other texts use; or what is granted, with the rarest word,
    where both weigh much. Short words show nothing (a person says 打工 where a text says 就业), nor does a question of
    many words, which tells its subject in other ones.
    """
    terms = terms_of(searcher, question)
    total = sum(terms.values())
    unsaid = unsaid_terms(searcher, terms, chosen)
    if not unsaid or not total or len(terms) > _MOST_TERMS:
        return ()
    share = sum(terms[word] for word in unsaid) / total
    rarest = max((word for word in terms if not is_light(word)), key=lambda word: terms[word])
    if share >= _LEAST_OFF_BENEFIT and rarest in unsaid and any(_BENEFIT.fullmatch(word) for word in unsaid):
        return unsaid
    text, quoted = around(searcher, chosen), quoted_names(fold(question))
    documents = tuple(searcher.documents.values())
    long = [word for word in unsaid if len(word) >= _LEAST_LONG_CHARS and _RUN.fullmatch(word) and word not in quoted]
    long = [word for word in long if not presence(word, text) and _is_used(documents, word, _LEAST_USES)]
    much = len(long) >= _LEAST_LONG and sum(terms[word] for word in long) >= _LEAST_OFF_LONG * total
    return unsaid if much else ()


def _is_used(documents: Iterable[Document], term: str, least: int) -> bool:
    """Whether at least that many texts say ``term``."""
    saying = (document for document in documents if term in document.text)
    return sum(1 for _ in islice(saying, least)) == least
