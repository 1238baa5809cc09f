"""Passages with the same words in documents of one family: a search shows one of them and names the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from policysearch.text import fold, squeeze
from policysearch.types import Family, FamilyKind, Passage

# Whose order counts first: the newest version goes before its older text, a notice before what it carries.
_KINDS: tuple[FamilyKind, ...] = ("version", "attachment", "copy")


def find_twins(passages: Sequence[Passage], families: Sequence[Family]) -> Mapping[int, tuple[int, ...]]:
    """For each row that has twins, the rows with the same words in the order to show, itself among them.

    Blanks and the width of characters aside: １５日 and 15 日 are the same words.

    Where a document says the same twice, its first time is twin to the first time of the others.
    """
    places = _places(families)
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    times: Counter[tuple[str, str]] = Counter()
    for row, passage in enumerate(passages):
        if passage.doc_id in places:
            words = squeeze(fold(passage.text))
            groups[places[passage.doc_id][0], words, times[passage.doc_id, words]].append(row)
            times[passage.doc_id, words] += 1
    found = {}
    for rows in groups.values():
        if len(rows) > 1:
            twins = tuple(sorted(rows, key=lambda row: places[passages[row].doc_id][1]))
            found.update(dict.fromkeys(rows, twins))
    return found


def _places(families: Sequence[Family]) -> dict[str, tuple[str, int]]:
    """Each document of a family: the name of all that families join to it, and its place among them."""
    joined: dict[str, list[str]] = {}
    order: dict[str, int] = {}
    for family in sorted(families, key=lambda family: _KINDS.index(family.kind)):
        members = list(dict.fromkeys(one for doc_id in family.doc_ids for one in joined.get(doc_id, [doc_id])))
        joined.update(dict.fromkeys(members, members))
        for doc_id in family.doc_ids:
            order.setdefault(doc_id, len(order))
    return {doc_id: (members[0], order[doc_id]) for doc_id, members in joined.items()}
