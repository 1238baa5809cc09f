"""What a document is to the others of its families: its other sources, newer and older versions, notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policysearch.types import Family, FamilyKind


@dataclass(frozen=True, slots=True)
class Kin:
    """The relatives of a document, by their ids, each in the order to show.

    ``copies`` hold the same text; ``newer`` and ``older`` are versions that stand before and after it, where drafts
    stand last; ``notices`` carry it, ``attachments`` are carried by it.
    """

    copies: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    def named(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The relatives by what a reader calls them; kinds that the document has none of are left out."""
        pairs = (
            ("较新或正式的版本", self.newer),
            ("较旧的版本或草案", self.older),
            ("同文", self.copies),
            ("载于", self.notices),
            ("附有", self.attachments),
        )
        return ((name, doc_ids) for name, doc_ids in pairs if doc_ids)


class Kinship:
    """The families of a library, looked up by document."""

    def __init__(self, families: Sequence[Family] = ()) -> None:
        self.families = tuple(families)
        self._of: dict[str, list[Family]] = defaultdict(list)
        for family in self.families:
            for doc_id in family.doc_ids:
                self._of[doc_id].append(family)

    def of(self, doc_id: str) -> Kin:
        """The relatives of a document. Versions and attachments are told of the first copy and hold for all copies."""
        copies = next(self._ids(doc_id, "copy"), (doc_id,))
        first = copies[0]
        versions = next(self._ids(first, "version"), (first,))
        at = versions.index(first)
        carried = list(self._ids(first, "attachment"))
        return Kin(
            copies=tuple(other for other in copies if other != doc_id),
            newer=versions[:at],
            older=versions[at + 1 :],
            notices=tuple(ids[0] for ids in carried if ids[0] != first),
            attachments=tuple(one for ids in carried if ids[0] == first for one in ids[1:]),
        )

    def first(self, doc_id: str) -> str:
        """The copy of a document that is read first: itself where it has none."""
        return next(self._ids(doc_id, "copy"), (doc_id,))[0]

    def _ids(self, doc_id: str, kind: FamilyKind) -> Iterator[tuple[str, ...]]:
        return (family.doc_ids for family in self._of.get(doc_id, ()) if family.kind == kind)
