"""What documents are to each other: the relations that they state, resolved in the library, and their families."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policysearch.catalogue.entries import Link, LinkKind
from policysearch.kinship import Kinship
from policysearch.types import Document, Family, FamilyKind
from policysearch.validity import Register


def find_links(documents: Sequence[Document], families: Sequence[Family]) -> tuple[Link, ...]:
    """The links of all documents: those of one in the order of the text, behind them what the texts prove.

    A stated relation has the document of the library that it names as its target, or None where the library holds
    none or where several that are no family bear the name. 同文 leads to the copy that is read first, 版本 to the next
    older version, 配套 from a notice to each text that it carries.
    """
    register, kinship = Register(documents), Kinship(families)
    titles = {document.doc_id: document.title for document in documents}
    proved: dict[str, list[Link]] = defaultdict(list)
    for link in _of_families(families, titles):
        proved[link.doc_id].append(link)
    found: list[Link] = []
    for document in documents:
        for relation in document.relations:
            target = _one(document, register.named(relation), kinship)
            found.append(Link(document.doc_id, relation.kind, relation.title, relation.number, target, relation.span))
        found += proved[document.doc_id]
    return tuple(found)


def _of_families(families: Sequence[Family], titles: dict[str, str]) -> Iterator[Link]:
    for family in families:
        first, *others = family.doc_ids
        if family.kind == "copy":
            pairs = [(other, first) for other in others]
        elif family.kind == "version":
            pairs = list(pairwise(family.doc_ids))
        else:
            pairs = [(first, other) for other in others]
        for doc_id, target in pairs:
            if doc_id in titles and target in titles:
                yield Link(doc_id, _NAMES[family.kind], titles[target], None, target, None)


_NAMES: dict[FamilyKind, LinkKind] = {"copy": "同文", "version": "版本", "attachment": "配套"}


def _one(source: Document, named: Sequence[Document], kinship: Kinship) -> str | None:
    """The one document that is meant: the first of its copies; of a notice and what it carries, what it carries; of
    versions the newest that ``source`` could know. None where several are left that are no family.
    """
    own = {source.doc_id, *kinship.of(source.doc_id).copies}
    known = [d.doc_id for d in named if not (source.date and d.date and d.date > source.date)]
    firsts = dict.fromkeys(kinship.first(doc_id) for doc_id in known if doc_id not in own)
    kin = {doc_id: kinship.of(doc_id) for doc_id in firsts}
    left = [doc_id for doc_id in firsts if not any(doc_id in other.notices for other in kin.values())]
    newest = [doc_id for doc_id in left if {*left} <= {doc_id, *kin[doc_id].older}]
    return newest[0] if newest else None
