"""Does a text hold a piece of evidence, does an answer hold its keys: the definitions that evaluation uses.

They follow the published scorer of the project's question sets: 75 % of the evidence's character bigrams;
a number never counts as part of a longer one. A test holds the two against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_LEAST_COVERAGE = 0.75
_SAME = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "，": ",",
        "。": ".",
        "；": ";",
        "：": ":",
        "（": "(",
        "）": ")",
        "、": ",",
        "—": "-",
        "–": "-",
        "－": "-",
        "《": "<",
        "》": ">",
        "〈": "<",
        "〉": ">",
        "％": "%",
        "～": "~",
        "·": ".",
    }
)
_SHORT_CHARS = {"fact": 80, "number": 80, "table": 80}
_SAYS_MISSING = ("缺", "未列", "未注明", "不全", "无法", "没有", "不完整")


def normal(text: str) -> str:
    """``text`` as it is compared: page marks, blanks and width gone, punctuation in one form."""
    text = unicodedata.normalize("NFKC", re.sub(r"[①-⑳⑴-⒇]", "", text))
    text = re.sub(r"[—\-–]\s*\d{1,3}\s*[—\-–]", "", text)
    text = re.sub(r"(?<=[\d%.])\s+(?=\d)", "|", text)
    return re.sub(r"\s+", "", text).translate(_SAME).lower()


def coverage(evidence: str, text: str) -> float:
    """The share of the character bigrams of ``evidence`` that ``text`` holds; both normal."""
    wanted = _bigrams(evidence)
    return len(wanted & _bigrams(text)) / max(1, len(wanted))


def _bigrams(text: str) -> set[str]:
    text = text.replace("|", "")
    return {text[i : i + 2] for i in range(len(text) - 1)}


def holds_key(key: str, text: str) -> bool:
    """Whether ``text`` (normal) holds an answer key; 38 is not held by 138 nor by 38.5."""
    key = normal(key)
    before = r"(?<!\d)(?<!\d\.)" if key[:1].isdigit() else ""
    after = r"(?!\d|\.\d*[1-9])" if key[-1:].isdigit() else ""
    return re.search(before + re.escape(key) + after, text) is not None


def supports(question: Mapping[str, Any], evidence: str, text: str) -> bool:
    """Whether ``text`` holds ``evidence``, or for a table the indicator's name and every key."""
    if coverage(evidence, text) >= _LEAST_COVERAGE:
        return True
    names = re.findall(r"[\u4e00-\u9fff]{3,}", evidence)
    keys = question.get("answer_keys") or []
    return (
        question["type"] == "table"
        and bool(keys)
        and bool(names)
        and all(holds_key(key, text) for key in keys)
        and max(names, key=len) in text
    )


def evidence_groups(question: Mapping[str, Any]) -> list[list[str]]:
    """Each piece of evidence (normal) with what serves in its place."""
    groups = [[normal(piece)] for piece in question.get("evidence") or []]
    serves = question.get("alt_for")
    for number, piece in enumerate(question.get("alt_evidence") or []):
        for group in [groups[serves[number]]] if serves else groups:
            group.append(normal(piece))
    return groups


def score_hits(question: Mapping[str, Any], texts: Sequence[str]) -> dict[str, float]:
    """read@400, read@2000, rr, hit@1, hit@5, hit@10 and all@10 of the first ten hit texts, in order."""
    groups = evidence_groups(question)
    hits = [normal(text) for text in texts[:10]]
    ranks = [
        next((rank for rank, hit in enumerate(hits, 1) if any(supports(question, e, hit[:1000]) for e in group)), None)
        for group in groups
    ]
    found = [rank for rank in ranks if rank]
    measures = {f"read@{budget}": _read(question, groups, hits, budget) for budget in (400, 2000)}
    measures["rr"] = 1 / min(found) if found else 0.0
    for k in (1, 5, 10):
        measures[f"hit@{k}"] = float(bool(found) and min(found) <= k)
    measures["all@10"] = len(found) / len(ranks)
    return measures


def _read(question: Mapping[str, Any], groups: list[list[str]], hits: list[str], budget_chars: int) -> float:
    for hit in hits:
        if budget_chars <= 0:
            break
        if any(supports(question, e, hit[:budget_chars]) for group in groups for e in group):
            return 1.0
        budget_chars -= len(hit)
    return 0.0


def score_answer(question: Mapping[str, Any], status: str, text: str) -> dict[str, float]:
    """ok: answered with every key and no wrong one, or refused where there is no answer; exact: ok and short."""
    text = normal(text)
    keys = question.get("answer_keys") or []
    if not question.get("evidence"):
        ok = status in ("not_found", "partial")
        return {"ok": float(ok), "exact": float(ok)}
    if question.get("expect") == "value_missing":
        ok = status in ("not_found", "partial") or any(word in text for word in _SAYS_MISSING)
        return {"ok": float(ok), "exact": float(ok)}
    ok = (
        bool(keys)
        and bool(text)
        and status != "not_found"
        and all(holds_key(key, text) for key in keys)
        and not any(holds_key(key, text) for key in question.get("wrong_keys") or [])
    )
    short = len(text) <= max(_SHORT_CHARS.get(question["type"], 160), 25 * len(keys))
    return {"ok": float(ok), "exact": float(ok and short)}
