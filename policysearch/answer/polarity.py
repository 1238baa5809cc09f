"""Whether a claim permits, demands or forbids what the text that it cites permits, demands or forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policysearch.answer.subject import pairs

_FORBIDS = "禁止|严禁|不得|不准|不许|不可以?|不能够?|不允许|不应当?|不予|不再"
_WAIVES = "不需要?|无需|无须|不必|免于"
_NOT = (
    f"{_FORBIDS}|{_WAIVES}|没有|尚未|未(?![来成央])|从不|并不|并非|非(?![遗公常物])"
    "|不(?:是|在|会|含|包括|属于|符合|享受|适用|计入|纳入|收取|限)"
)
_MUST = r"应当|必须|须(?!知)|(?<![相对适供效反响感顺呼])应(?![届用急对聘邀有变税收付])|一律"
_MAY = "可以|(?<![不许认])可(?![持靠信能见观行])|允许|有权|准许"
_SOFT = "鼓励|支持|探索|争取|力争|倡导|引导"
_KINDS = {
    "不得": re.compile(_FORBIDS),
    "无需": re.compile(_WAIVES),
    "应当": re.compile(_MUST),
    "可以": re.compile(_MAY),
    "鼓励": re.compile(_SOFT),
}
# Negations that are part of a bound or of a word, and negate nothing.
_NO_NEGATION = re.compile(
    "不低于|不少于|不小于|不超过?|不高于|不多于|不大于|不断|不仅|不但|不动产|不同|不足|不到|不满|不一|不限于|不变|"
    "无人机|无感|无障碍|无偿|无线|无缝|无形|非常|未来|未成年"
)
_NEGATED = re.compile(_NOT)
_OPPOSITES = (
    ("增长|增加|提高|提升|上升|扩大|增至|上调", "下降|减少|降低|缩短|缩减|回落|减至|降至|下调"),
    ("高于|多于|大于|超过", "低于|少于|小于"),
    ("以上", "以下|以内"),
    ("鼓励|支持|扶持|允许", "限制|禁止|取消|不得"),
    ("之前|以前|早于", "之后|以后|晚于"),
    ("上半年", "下半年"),
    ("首次", "再次"),
    ("新增", "累计|存量"),
    ("每年|年均|每月", "累计|一次性|总共"),
)
_OPPOSED = tuple((re.compile(a), re.compile(b)) for a, b in _OPPOSITES)
_AIMED = re.compile("目标|力争|争取|计划|预计|拟|要达到|努力")
_DONE = re.compile("已经|已(?![知有婚故])|实现了|达到了|完成了|实际")
_ASIDE = re.compile("（[^）]*）")
_YES = re.compile(r"\s*(?:可以的?|能够?|允许|是的?|有的|对)\s*[，,。]")
_NO = re.compile(r"\s*(?:不可以|不能够?|不行|不允许|不是|不对|否)\s*[，,。]")
_CLAUSE = re.compile(r"[，；：。,;:！？\n]")
# The least share of a claim's words that a clause must hold to be the one that it tells.
_LEAST_ALIKE = 0.4
_NEARLY = 0.08
_LEAST_PAIRS = 2


def contradicted(words: str, evidence: Iterable[str]) -> str | None:
    """Why ``words`` say the contrary of the clauses of ``evidence`` that they tell; None where some of them agree."""
    texts = tuple(evidence)
    clauses = [c for text in texts for c in (*_CLAUSE.split(text), text) if c.strip()]
    theirs = [(clause, _subject(clause)) for clause in clauses]
    before = ""
    for clause in _CLAUSE.split(words):
        # A clause that says little (可以续租) is looked up with the one before it.
        clause = f"{before}，{clause}" if len(_subject(clause)) < _LEAST_PAIRS else clause
        before = clause
        subject = _subject(clause)
        if len(subject) < _LEAST_PAIRS:
            continue
        alike = [(len(subject & other) / len(subject), text) for text, other in theirs]
        best = max((share for share, _ in alike), default=0.0)
        if best < _LEAST_ALIKE:
            continue
        told = sorted({text for share, text in alike if share >= best - _NEARLY}, key=len)
        # The shortest are the clauses themselves; a whole sentence stands in only for what one clause does not hold.
        shortest = [text for text in told if len(text) <= 2 * len(told[0])]
        reasons = [_contrary(clause, text) for text in shortest]
        if all(reasons):
            return reasons[0]
    return None


def answered_contrary(words: str, near: str) -> str | None:
    """Why a bare 可以 or 不可以 at the head of ``words`` is the contrary of ``near``, which bears the rest."""
    told = _NO_NEGATION.sub(" ", _ASIDE.sub("", near))
    forbids, negated = _KINDS["不得"].search(told), _NEGATED.search(told)
    if _YES.match(words) and forbids:
        return f"先答“{words[:2]}”，原文是“{forbids.group()}”"
    if _NO.match(words) and not negated:
        return "先答否，原文没有否定"
    return None


def _subject(clause: str) -> frozenset[str]:
    return pairs(re.sub(f"{_NOT}|{_MUST}|{_MAY}", " ", clause))


def _contrary(claim: str, told: str) -> str | None:
    claim, told = (_NO_NEGATION.sub(" ", _ASIDE.sub("", text)) for text in (claim, told))
    for name, pattern in _KINDS.items():
        mine, others = pattern.search(claim), [n for n, p in _KINDS.items() if p.search(told)]
        if mine and others and not any(_KINDS[n].search(claim) for n in others):
            return f"写的是“{mine.group()}”，原文是“{_word(others[0], told)}”" if name not in others else None
    mine, theirs = _NEGATED.search(claim), _NEGATED.search(told)
    if (mine is None) != (theirs is None):
        found = mine or theirs
        assert found is not None
        return f"{'多了' if mine else '少了'}“{found.group()}”，与原文相反"
    for one, other in _OPPOSED:
        for a, b in ((one, other), (other, one)):
            said, stands = a.search(claim), b.search(told)
            if said and stands and not a.search(told) and not b.search(claim):
                return f"写的是“{said.group()}”，原文是“{stands.group()}”"
    aim, done = _AIMED.search(told), _DONE.search(claim)
    if aim and done and not _DONE.search(told) and not _AIMED.search(claim):
        return f"原文是“{aim.group()}”，不是已经做到"
    return None


def _word(kind: str, text: str) -> str:
    match = _KINDS[kind].search(text)
    return match.group() if match else kind
