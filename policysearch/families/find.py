"""The families of a corpus: the pairs that share words, grouped by what they are to each other, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from policysearch.families.editions import amended_on, is_draft
from policysearch.families.kin import Text, are_versions, kin
from policysearch.families.shingles import Hashes, letters, overlap, sample, shingles, similar_pairs
from policysearch.types import Document, Family, FamilyKind

# Fewer letters than this say too little: two pages that hold an error message are alike, and are no documents.
_LEAST_LETTERS = 100
_CACHED_TEXTS = 256
_KINDS: tuple[FamilyKind, ...] = ("copy", "version", "attachment")
_NOTHING = np.empty(0, np.uint64)


# Two places in the list of documents, and what the first is to the second.
_Found = tuple[int, int, Literal["copy", "version", "holds"]]


class Samples:
    """The letters of texts hashed, and samples of their shingles; those of the last call are kept for the next."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[bytes, Hashes | None]] = {}

    def of(self, texts: Sequence[str]) -> list[tuple[bytes, Hashes | None]]:
        """For each text the hash of its letters, and their sample; None where they are too few to be told by."""
        held = self._held
        self._held = {text: held.get(text) or _sampled(text) for text in texts}
        return [self._held[text] for text in texts]


def _sampled(text: str) -> tuple[bytes, Hashes | None]:
    words = letters(text)
    digest = hashlib.sha256(words.encode()).digest()
    return digest, sample(shingles(words)) if len(words) >= _LEAST_LETTERS else None


def find_families(documents: Sequence[Document], samples: Samples | None = None) -> tuple[Family, ...]:
    """The families of ``documents``: copies, then versions, then attachments, each kind by its ids.

    A document is in one family of copies at most, and in one of versions. Versions and attachments are told of the
    copy that is read first, for all its copies. A notice has one family with all that it carries and stands first
    in it; copies and versions stand newest first (see ``_in_order``). What one document does to another is taken
    from ``Document.changes`` (``validity.with_changes``). ``samples`` may know texts from a call before.
    """
    documents = sorted(documents, key=lambda document: document.doc_id)
    equal, sampled = _equal(documents, samples or Samples())
    among = [_in_order(documents, group)[0] for group in equal]
    found = [*_similar(documents, among, sampled), *_replaced(documents)]
    copies = _joined([*equal, *([a, b] for a, b, how in found if how == "copy")])
    copies = [_in_order(documents, group) for group in copies]
    first = {at: group[0] for group in copies for at in group}
    others = {(first[a], first[b], how) for a, b, how in found if first[a] != first[b]}
    held = {(a, b) for a, b, how in others if how == "holds"}
    versions = [(a, b) for a, b, how in others if how == "version" and not {(a, b), (b, a)} & held]
    notices = [[notice, *_in_order(documents, {b for a, b in held if a == notice})] for notice in {a for a, _ in held}]
    groups: list[tuple[FamilyKind, list[int]]] = [("copy", group) for group in copies]
    groups += [("version", _in_order(documents, group)) for group in _joined(versions)]
    groups += [("attachment", group) for group in notices]
    families = [Family(kind, tuple(documents[at].doc_id for at in group)) for kind, group in groups if len(group) > 1]
    return tuple(sorted(families, key=lambda family: (_KINDS.index(family.kind), family.doc_ids)))


def _equal(documents: Sequence[Document], known: Samples) -> tuple[list[list[int]], list[Hashes]]:
    """The documents in groups of the same letters (short ones also of the same title), and a sample of each group."""
    groups: dict[tuple[str, bytes], list[int]] = {}
    samples = []
    for at, (digest, sampled) in enumerate(known.of([document.text for document in documents])):
        members = groups.setdefault((documents[at].title if sampled is None else "", digest), [])
        if not members:
            samples.append(_NOTHING if sampled is None else sampled)
        members.append(at)
    return list(groups.values()), samples


def _similar(documents: Sequence[Document], among: Sequence[int], samples: Sequence[Hashes]) -> Iterator[_Found]:
    """What the texts that share words are to each other; ``samples`` are theirs."""

    @lru_cache(maxsize=_CACHED_TEXTS)
    def text(at: int) -> Text:
        words = letters(documents[at].text)
        return Text(documents[at], words, shingles(words))

    for one, other in similar_pairs(samples):
        a, b = among[one], among[other]
        how = kin(text(a), text(b), overlap(text(a).hashes, text(b).hashes))
        if how == "is_held":
            yield b, a, "holds"
        elif how is not None:
            yield a, b, how


def _replaced(documents: Sequence[Document]) -> Iterator[_Found]:
    """The documents of one title of which one changes or ends the other, however little they share."""
    places = {document.doc_id: at for at, document in enumerate(documents)}
    for old, document in enumerate(documents):
        for change in document.changes:
            new = places.get(change.doc_id)
            if new is not None and are_versions(documents[new], document):
                yield new, old, "version"


def _joined(groups: Iterable[Sequence[int]]) -> list[list[int]]:
    """The groups that share a member made one, each in the order of the documents."""
    group_of: dict[int, list[int]] = {}
    for members in groups:
        joined = sorted({at for member in members for at in group_of.get(member, [member])})
        group_of.update(dict.fromkeys(joined, joined))
    return [group for at, group in group_of.items() if at == group[0]]


def _in_order(documents: Sequence[Document], members: Iterable[int]) -> list[int]:
    """The members as they are shown: drafts last, before them what was ended; the newest first, then the undated."""
    newest = sorted(sorted(members), key=lambda at: _since(documents[at]), reverse=True)
    return sorted(newest, key=lambda at: (is_draft(documents[at]), _is_ended(documents[at])))


def _is_ended(document: Document) -> bool:
    """Whether it says that it was ended, or another ends it; a term that runs out depends on the day of the reader."""
    return document.declared in ("已废止", "已失效") or any(change.kind == "废止" for change in document.changes)


def _since(document: Document) -> str:
    """The day that a version dates from: of its last amendment, else of its effect, issue or publication; or ""."""
    return amended_on(document) or document.effective_on or document.date or ""
