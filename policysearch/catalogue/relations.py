"""The links of the library, looked up by document: what it says of others, and what others say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from policysearch.catalogue.entries import Link, LinkKind

# Those that a text states, in the order to show; the others are families (see kinship.py).
STATED: tuple[LinkKind, ...] = ("依据", "转发", "废止", "修改", "解读")
# What the other document says of itself then: 被…废止.
_PASSIVE: dict[LinkKind, str] = {
    "依据": "是这些文件的依据",
    "转发": "转发它的",
    "废止": "废止它的",
    "修改": "修改它的",
    "解读": "解读它的",
}

# Those that tell a reader that a document is not the last word.
CHANGED_BY = frozenset((_PASSIVE["废止"], _PASSIVE["修改"]))


class Relations:
    """The stated links by document."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._from: dict[str, list[Link]] = defaultdict(list)
        self._to: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            if link.kind in STATED:
                self._from[link.doc_id].append(link)
                if link.target is not None and link.target != link.doc_id:
                    self._to[link.target].append(link)

    def of(self, doc_id: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
        """The links that ``doc_id`` states to documents of the library, by kind, each document once."""
        for kind in STATED:
            told = (link for link in self._from.get(doc_id, ()) if link.kind == kind and link.target)
            if found := _once(told, lambda link: link.target):
                yield kind, found

    def to(self, doc_id: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
        """The links that other documents state to ``doc_id``, by what they do to it, each document once."""
        for kind in STATED:
            told = (link for link in self._to.get(doc_id, ()) if link.kind == kind)
            if found := _once(told, lambda link: link.doc_id):
                yield _PASSIVE[kind], found


def _once(links: Iterable[Link], document: Callable[[Link], str | None]) -> tuple[Link, ...]:
    """The first link of each document."""
    found: dict[str | None, Link] = {}
    for link in links:
        found.setdefault(document(link), link)
    return tuple(found.values())
