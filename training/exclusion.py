"""Keep evaluation texts out of the contrastive pairs.

A text is known by two fingerprints of its squeezed form (Han characters, digits, Latin letters):
the whole, and its first ``HEAD_LENGTH`` characters. The second is there because the same article
is cut at different lengths in different files, and because versions of a statute often open alike.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HEAD_LENGTH = 64
_NOT_KEPT = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]+")


def squeeze(text: str) -> str:
    """Return the text with everything but Han characters, digits and Latin letters removed."""
    return _NOT_KEPT.sub("", text)


def fingerprints(text: str) -> frozenset[bytes]:
    """Return the fingerprints of a text: the whole, and the head if it is long enough.

    A text without a single kept character has none, so it never matches anything.
    """
    squeezed = squeeze(text)
    if not squeezed:
        return frozenset()
    kept = {_digest("whole", squeezed)}
    if len(squeezed) >= HEAD_LENGTH:
        kept.add(_digest("head", squeezed[:HEAD_LENGTH]))
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class ExcludedTexts:
    """The fingerprints of texts that must not be trained on; ``text in excluded`` asks."""

    digests: frozenset[bytes] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> ExcludedTexts:
        """Return the set for these texts."""
        return cls(frozenset(digest for text in texts for digest in fingerprints(text)))

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and not self.digests.isdisjoint(fingerprints(text))


def evaluation_texts(folder: Path) -> Iterator[str]:
    """Yield every document, query and question of the evaluation sets below ``folder``.

    Sets hold ``corpus.jsonl.xz`` and ``queries.jsonl``, or ``questions.jsonl``.

    Raises:
        FileNotFoundError: no such file anywhere below: leaving the rule out must not be silent.
    """
    files = sorted(
        path for name in ("corpus.jsonl.xz", "queries.jsonl", "questions.jsonl") for path in folder.glob(f"*/{name}")
    )
    if not files:
        raise FileNotFoundError(
            f"no evaluation set below {folder}: name the folder with --evaluation, "
            "its texts have to be kept out of the training pairs"
        )
    for path in files:
        yield from _texts_of(path)


def _texts_of(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            # Questions carry their evidence: a pair that holds it is as telling as the question.
            for name in ("text", "question"):
                if record.get(name):
                    yield record[name]
            yield from record.get("evidence", [])
            yield from record.get("alt_evidence", [])


def _digest(kind: str, squeezed: str) -> bytes:
    return hashlib.blake2b(f"{kind}:{squeezed}".encode(), digest_size=8).digest()
