"""Whether a document is in force on a day, by its own dates and words and by what others of the library say of it.

Nothing is guessed: a text that states no end is not proved to be in force, since its end may stand in a document
that the library does not hold. 现行 is said only where a stated term covers the day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policysearch.text import fold, squeeze
from policysearch.types import Change, Document, Relation, Validity

_UNKNOWN = Validity("未知")
_DRAFTS = frozenset({"征求意见稿", "草案"})
# Marks that differ between printings of one title or 文号: 〈〉《》 and the brackets of the year.
_MARKS = re.compile(r"[《》〈〉<>“”\"'‘’]")
_BRACKETS = str.maketrans("[【(（﹝〖", "〔〔〔〔〔〔") | str.maketrans("]】)）﹞〗", "〕〕〕〕〕〕")
_CARRIER = re.compile(r"^.{0,40}?(?:印发|发布|公布|颁布|下发)[《〈](?P<inner>.+)[》〉]的?(?:通知|公告|决定)$")


def is_draft(document: Document) -> bool:
    """Whether a document says that it is a draft: it holds for nobody yet."""
    return document.declared in _DRAFTS


def judge(document: Document, today: str) -> Validity:
    """The standing of ``document`` on ``today`` (ISO). The first of these that is proved counts:

    已废止: it says so, or another of the library ends it from a day not after ``today``. 有效期已满: it says so, or its
    last day is before ``today``; on that day it still holds. 尚未施行: its first day is after ``today``, or it is a
    draft. 已修改: it says so, or another amends it. 现行: ``today`` lies between its first and last day. Else 未知.
    """
    ended, amended = _change(document, "废止", today), _change(document, "修改", today)
    if ended or document.declared == "已废止":
        return Validity("已废止", ended.since if ended else None, ended.title if ended else None)
    if document.declared == "已失效" or (document.expires_on is not None and document.expires_on < today):
        return Validity("有效期已满", document.expires_on)
    if is_draft(document):
        return Validity("尚未施行")
    if document.effective_on is not None and document.effective_on > today:
        return Validity("尚未施行", document.effective_on)
    if amended or document.declared == "已修改":
        return Validity("已修改", amended.since if amended else None, amended.title if amended else None)
    if document.effective_on is not None and document.expires_on is not None:
        return Validity("现行", document.effective_on)
    return _UNKNOWN


class Register:
    """The documents of a library by 文号 and by title: which of them a relation names."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_number: dict[str, list[Document]] = defaultdict(list)
        self._by_title: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            if document.number:
                self._by_number[_plain_number(document.number)].append(document)
            carrier = _CARRIER.match(document.title)
            for title in {document.title, carrier["inner"]} if carrier else {document.title}:
                self._by_title[_plain_title(title)].append(document)

    def named(self, relation: Relation) -> list[Document]:
        """The documents that ``relation`` names, in the order of the library.

        By 文号 where one has it, else by title, where the two numbers do not contradict each other. A notice that
        carries a text goes by the title of that too.
        """
        number = _plain_number(relation.number) if relation.number else None
        if number and number in self._by_number:
            return self._by_number[number]
        named = self._by_title.get(_plain_title(relation.title), [])
        return [d for d in named if not (number and d.number and _plain_number(d.number) != number)]


def with_changes(documents: Sequence[Document]) -> list[Document]:
    """``documents`` in their order, each with the changes that the others make to it.

    Drafts and digests change nothing, nor does a text older than the one it names. One pass over the relations of all.
    """
    register = Register(documents)
    changes: dict[str, list[Change]] = defaultdict(list)
    for source in documents:
        if is_draft(source) or source.is_digest:
            continue
        for relation in source.relations:
            if relation.kind == "废止" or relation.kind == "修改":
                change = Change(relation.kind, source.doc_id, source.title, source.effective_on or source.issued_on)
                for target in register.named(relation):
                    if _may_change(source, target):
                        changes[target.doc_id].append(change)
    return [
        replace(document, changes=tuple(dict.fromkeys(changes[document.doc_id])))
        if document.doc_id in changes
        else document
        for document in documents
    ]


def _change(document: Document, kind: str, today: str) -> Change | None:
    """The last change of a kind that holds on ``today``; one without a day holds."""
    found = [c for c in document.changes if c.kind == kind and (c.since is None or c.since <= today)]
    return max(found, key=lambda change: change.since or "", default=None)


def _may_change(source: Document, target: Document) -> bool:
    """Whether ``source`` can speak of ``target``: not of itself, and of nothing that came after it.

    A text of its own title (the new 办法 ends the old one) must be known to be older; an amended text that was made
    after the amendment holds it already.
    """
    if source.doc_id == target.doc_id:
        return False
    if source.date is None or target.date is None:
        return _plain_title(source.title) != _plain_title(target.title)
    return target.date < source.date


def _plain_title(title: str) -> str:
    return _MARKS.sub("", fold(squeeze(title)))


def _plain_number(number: str) -> str:
    return fold(squeeze(number)).translate(_BRACKETS)
