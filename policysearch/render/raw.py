"""The text as the file has it, what was left out marked where it stood: plain text for a terminal."""

from __future__ import annotations

from collections import Counter

from policysearch.quality import DROPPED
from policysearch.types import Document


def raw_text(document: Document) -> str:
    """The text with ``〔略去·页码：— 3 —〕`` where something was left out; broken lines are broken again."""
    parts = []
    position = raw = 0
    for gone in document.dropped:
        end = position + gone.raw.start - raw
        parts.append(document.text[position:end])
        parts.append(_mark(gone.reason, gone.words))
        position, raw = end, gone.raw.end
    return "".join(parts) + document.text[position:]


def drop_counts(document: Document) -> str:
    """How often something was left out, by reason, the most frequent first: 断行 12 处，页码 3 处."""
    counts = Counter(gone.reason for gone in document.dropped)
    return "，".join(f"{DROPPED.get(reason, reason)} {count} 处" for reason, count in counts.most_common())


def _mark(reason: str, words: str) -> str:
    if not words.strip():
        return words
    head = words[: len(words) - len(words.lstrip())]
    tail = words[len(words.rstrip()) :]
    return f"{head}〔略去·{DROPPED.get(reason, reason)}：{words.strip()}〕{tail}"
