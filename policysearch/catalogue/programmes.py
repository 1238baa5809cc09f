"""Named programmes: where a document names one, and the mentions of all documents joined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from policysearch.catalogue.aims import Targets, aims
from policysearch.catalogue.entries import Indicator, Mention, Programme, ProgrammeKind
from policysearch.catalogue.lists import listed_names
from policysearch.catalogue.owners import owners, parted
from policysearch.catalogue.programme_names import ENDED_BY_WORD, Name, plain
from policysearch.catalogue.quoted import quoted_names, word_behind
from policysearch.catalogue.titles import titles
from policysearch.catalogue.unquoted import plain_names
from policysearch.types import Document, Span

# Kinds of word that one undertaking goes by: “云岭英才”计划, “云岭英才”工程, “云岭英才”政策.
_UNDERTAKINGS: frozenset[ProgrammeKind] = frozenset({"计划", "工程", "行动", "政策", "机制"})
# Kinds whose names stand without quotation marks and word of kind too: 入选云岭英才; not 以旧换新 of a policy.
_UNMARKED: frozenset[ProgrammeKind] = frozenset({"计划", "工程", "行动", "平台"})
_LEAST_BARE, _LONG_TAIL = 4, 4
_OPEN, _CLOSE = '“「『"', '”」』"'


def find_mentions(document: Document) -> tuple[Mention, ...]:
    """The places of ``document`` that name a programme, in reading order; none stands inside another.

    A name that the document proves once is found wherever it is printed, with and without its quotation marks and its
    word of kind.
    """
    quoted = [*quoted_names(document.text)]
    names = [*quoted, *plain_names(document, quoted), *listed_names(document.text), *titles(document.text)]
    again = [*_again(document.text, names)]
    found = _apart([*names, *again])
    return tuple(
        Mention(document.doc_id, name.span.of(document.text), name.span, key, name.kind, name.how)
        for name, key in ((name, _key(document.text, name)) for name in found)
    )


def _again(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Where the names stand once more: as a whole, and those in quotation marks without their word of kind."""
    proved: dict[str, Name] = {}
    for name in names:
        if name.how != "title":
            proved.setdefault(name.span.of(text).translate(_NO_MARKS), name)
            if name.how == "quoted" and (name.bare or name.core != name.whole):
                proved.setdefault(name.core, name)
    words = sorted((word for word in proved if len(word) >= 2), key=lambda word: (-len(word), word))
    if not words:
        return
    for match in re.finditer("|".join(map(re.escape, words)), text):
        yield from _once(text, match, proved[match.group()])


def _once(text: str, match: re.Match[str], name: Name) -> Iterator[Name]:
    start, end = match.span()
    whole = ENDED_BY_WORD.search(match.group()) is not None or match.group() == name.whole != name.core
    if text[start - 1 : start] in _OPEN and text[end : end + 1] in _CLOSE and start:
        behind = word_behind(text, end + 1)
        if behind and not whole:
            yield Name(Span(start - 1, behind[2]), name.core, name.whole, behind[0], "quoted")
        else:
            yield Name(Span(start, end), name.core, name.whole, name.kind, "quoted")
    elif whole:
        yield Name(Span(start, end), name.core, name.whole, name.kind, name.how)
    elif name.bare and name.kind in _UNMARKED and len(match.group()) >= _LEAST_BARE:
        behind = word_behind(text, end)
        if behind and len(behind[1]) <= 4:
            yield Name(Span(start, behind[2]), name.core, name.whole, behind[0], "quoted")
        elif _OF_IT.match(text, end):
            yield Name(Span(start, end), name.core, name.whole, name.kind, "quoted")


# What follows a name that stands without its marks and its word of kind: 云岭英才项目.
_OF_IT = re.compile("(?:人才|创业|创新)?(?:项目|专项|团队|人选|评选|认定|入选)")
_NO_MARKS = {ord(mark): None for mark in '“”「」『』"'}


def _apart(names: Iterable[Name]) -> list[Name]:
    """``names`` in reading order; of those that overlap the one that begins first, and of these the longest."""
    found: list[Name] = []
    for name in sorted(names, key=lambda name: (name.span.start, -name.span.end, name.how)):
        if not found or name.span.start >= found[-1].span.end:
            found.append(name)
    return found


def _key(text: str, name: Name) -> str:
    """The form under which names are one: the core, and what stands behind the quotation marks where that tells apart.

    “云岭英才”计划 and “云岭英才”创新创业计划 are one; “一带一路”国际合作高峰论坛 and “一带一路”科技交流大会 are not.
    """
    group = _class(name)
    tail = re.split('[”」』"]', name.span.of(text))[-1] if name.how == "quoted" and name.core == name.whole else ""
    apart = len(tail) > _LONG_TAIL and (group != "项目" or name.core.endswith(("+", "×")))
    # “百千万” and “双百” are of many: what stands before them tells which.
    before, mark, _ = name.span.of(text).partition("“")
    head = before if mark and _NUMBERS.fullmatch(name.core) else ""
    return f"{plain(head)}{name.core}{plain(tail) if apart and len(tail) < len(name.span) else ''}/{group}"


_NUMBERS = re.compile(r"[一二三四五六七八九十百千万亿双两\d]+(?:计划|工程|行动)?")


def _class(name: Name) -> str:
    if name.how == "title":
        return "文件"
    return "项目" if name.kind in _UNDERTAKINGS else name.kind


def join_mentions(
    documents: Sequence[Document],
    mentions: Sequence[Mention],
    indicators: Sequence[Indicator],
    kept: Sequence[Programme] = (),
    unchanged: Collection[str] = (),
) -> tuple[Programme, ...]:
    """The programmes of all mentions, those of most documents first, then by name; titles of documents stand last.

    Mentions of one key are one programme; where they come from two places of which neither lies in the other, they are
    two, unless a document of the State or a third place has it as well. One of ``kept`` whose mentions are the same,
    all in documents of ``unchanged``, is not made anew.
    """
    held = {(one.mentions[0], len(one.mentions)): one for one in kept}
    by_id = {document.doc_id: document for document in documents}
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.key].append(mention)
    targets = Targets(indicators)

    def made(part: list[Mention]) -> Programme:
        same = held.get((part[0], len(part)))
        if same and same.mentions == tuple(part) and all(mention.doc_id in unchanged for mention in part):
            return same
        return _programme(part, by_id, targets)

    joined = [made(part) for group in groups.values() for part in parted(group, by_id)]
    return tuple(sorted(joined, key=lambda one: (one.is_title, -len({m.doc_id for m in one.mentions}), one.name)))


def _programme(mentions: Sequence[Mention], documents: Mapping[str, Document], targets: Targets) -> Programme:
    printed = Counter(mention.printed for mention in mentions)
    names = sorted(printed, key=lambda name: (-len(name), -printed[name], name))
    kinds = Counter(mention.kind for mention in mentions if mention.kind is not None and mention.kind != "政策")
    kind = max(kinds, key=lambda kind: (kinds[kind], kind), default=mentions[0].kind or "政策")
    regions, issuers, is_own = owners(mentions, documents)
    return Programme(
        names[0],
        tuple(names[1:]),
        kind,
        regions,
        issuers,
        tuple(mentions),
        aims(mentions, documents),
        targets.of(mentions, documents),
        is_own,
        mentions[0].how == "title",
    )
