"""Which texts share words, and how many: hashed shingles, sampled to find the pairs, whole to judge them.

After Broder, On the resemblance and containment of documents (1997). The sample of a text is its hashes that a
number divides, not its least ones as in MinHash: so a short notice is also found inside a long one, which needs
containment; MinHash of the libraries (datasketch) estimates resemblance alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policysearch.text import fold
from policysearch.types import Span

Hashes = npt.NDArray[np.uint64]

SHINGLE_CHARS = 12
_SAMPLED = 8  # one hash in so many is in the sample
# A shingle that more texts hold is a formula (本办法由……负责解释) and is not looked at; of those that hold one,
# each is paired with so many that follow, which reaches all of them through each other.
_MOST_HOLDERS = 256
_NEIGHBOURS = 24
_LEAST_SHARE = 0.1
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_NO_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """``text`` folded, letters and figures alone: line breaks, blanks and marks differ from one page to another."""
    return _NO_LETTERS.sub("", fold(text))


def shingles(words: str) -> Hashes:
    """The hash of every run of SHINGLE_CHARS of ``words``, in order; of a shorter text, of all of it."""
    codes = np.frombuffer(words.ljust(SHINGLE_CHARS, "\0").encode("utf-32-le"), np.uint32).astype(np.uint64)
    count = len(codes) - SHINGLE_CHARS + 1
    hashes = np.zeros(count, np.uint64)
    for at in range(SHINGLE_CHARS):
        hashes = hashes * _FACTOR + codes[at : at + count]
    hashes ^= hashes >> np.uint64(31)  # the low bits, which decide the sample, must depend on all
    hashes *= _FACTOR
    return hashes ^ (hashes >> np.uint64(29))


def sample(hashes: Hashes) -> Hashes:
    """The sampled hashes of a text, each once."""
    return np.unique(hashes[hashes % np.uint64(_SAMPLED) == 0])


def similar_pairs(samples: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """The pairs (i, j), i < j, in order, of which the smaller sample shares at least a tenth with the other."""
    if not samples:
        return
    sizes = np.array([len(one) for one in samples])
    hashes = np.concatenate(samples)
    owners = np.repeat(np.arange(len(samples)), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    _, holders = np.unique(hashes, return_counts=True)
    keep = np.repeat((holders > 1) & (holders <= _MOST_HOLDERS), holders)
    hashes, owners = hashes[keep], owners[keep]
    found = [
        owners[:-step][same] * len(samples) + owners[step:][same]
        for step in range(1, min(_NEIGHBOURS, len(hashes) - 1) + 1)
        if (same := hashes[:-step] == hashes[step:]).any()
    ]
    if not found:
        return
    pairs, shared = np.unique(np.concatenate(found), return_counts=True)
    first, second = pairs // len(samples), pairs % len(samples)
    near = shared >= _LEAST_SHARE * np.minimum(sizes[first], sizes[second])
    yield from zip(first[near].tolist(), second[near].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share: of all their shingles together, and of each one's own; 0 to 1."""

    of_both: float
    of_first: float
    of_second: float


def overlap(first: Hashes, second: Hashes) -> Overlap:
    """How much two texts share, counted over all their shingles."""
    a, b = np.unique(first), np.unique(second)
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return Overlap(shared / (len(a) + len(b) - shared), shared / len(a), shared / len(b))


def unshared(own: Hashes, other: Hashes) -> list[Span]:
    """The runs of letters of a text that no shingle shared with the other covers, in order."""
    size = len(own) + SHINGLE_CHARS - 1
    ends = np.zeros(size + 1, np.int64)
    at = np.flatnonzero(np.isin(own, other))
    np.add.at(ends, at, 1)
    np.add.at(ends, at + SHINGLE_CHARS, -1)
    bare = np.concatenate(([False], np.cumsum(ends)[:-1] == 0, [False]))
    edges = np.flatnonzero(bare[1:] != bare[:-1])
    return [Span(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
