"""At most a few passages of one document among the first hits; its others come right behind these, and none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

FIRST_HITS = 10
T = TypeVar("T")


def spread(hits: Iterator[T], most: int, document_of: Callable[[T], str | None]) -> Iterator[T]:
    """The hits in their order, but the first ten hold at most ``most`` of a document where others are left.

    ``document_of`` names the document of a hit, None for one that stays where it is. How many hits are taken changes
    nothing, so the best k are the beginning of the best k and one. Every hit comes once.
    """
    taken: Counter[str] = Counter()
    behind = []
    first = 0
    for hit in hits:
        document = document_of(hit)
        if document is not None and taken[document] >= most:
            behind.append(hit)
            continue
        taken.update([document] if document is not None else ())
        yield hit
        first += 1
        if first == FIRST_HITS:
            break
    yield from behind
    yield from hits
