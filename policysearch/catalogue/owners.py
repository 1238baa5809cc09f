"""Whose a programme is: the place that its name or the words before it state, else that of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from policysearch.catalogue.entries import Mention
from policysearch.regions import NATION, locate_regions
from policysearch.types import Document, Span

# 国家“…”, 省级“…”, 列入市“…”; not 全省“…”, which tells where
_LEVEL = re.compile(r"(?<![全各本我跨])(?P<level>国家|中央|全国|省|自治区|市|区|县)(?:级|委|政府)?(?:重点|重大|专项)?$")
_LEVELS = {"国家": 0, "中央": 0, "全国": 0, "省": 1, "自治区": 1, "市": 2, "区": 3, "县": 3}
_STATE = re.compile(r"(?:国务院|中共中央|中央|中国|中华人民共和国|国家|全国)")
# Things that stand at a place: 云岭市创新园 is named by its district as its own.
_FIXED = frozenset({"园区", "平台"})
_REACH_CHARS = 12


def parted(mentions: Sequence[Mention], documents: Mapping[str, Document]) -> Iterator[list[Mention]]:
    """The mentions of one key, parted where two provinces have a programme of the same name."""
    provinces = {_province(documents[mention.doc_id]) for mention in mentions}
    if len(provinces - {None}) != 2 or None in provinces or mentions[0].how == "title":
        yield list(mentions)
        return
    for province in sorted(filter(None, provinces)):
        yield [mention for mention in mentions if _province(documents[mention.doc_id]) == province]


def _province(document: Document) -> str | None:
    """The province of a document, None for one of the State or of no place."""
    region = document.regions[0] if document.regions else NATION
    return None if region == NATION else region.partition("/")[0]


def owners(
    mentions: Sequence[Mention], documents: Mapping[str, Document]
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Regions and issuers of a programme, and whether it is a document's own.

    A place that is stated counts before the places of the documents. Of these the highest count: a district that names
    what its city has as well carries out the programme of the city.
    """
    mentioned = {mention.doc_id: documents[mention.doc_id] for mention in mentions}
    stated = list(filter(None, (_stated(mention, documents[mention.doc_id]) for mention in mentions)))
    regions = tuple(dict.fromkeys(stated or (r for d in mentioned.values() for r in d.regions)))
    regions = tuple(r for r in regions if not any(r.startswith(f"{other}/") for other in regions))
    if NATION in regions:
        regions = (NATION,)
    fixed = mentions[0].kind in _FIXED
    own = [d for d in mentioned.values() if not stated or fixed or set(d.regions) & set(regions)]
    issuers = tuple(
        dict.fromkeys(issuer for document in own for issuer in document.issuers if set(document.regions) & set(regions))
    )
    return regions, issuers, bool(own)


def _stated(mention: Mention, document: Document) -> str | None:
    """The place that a mention states: in its name or before it."""
    return _in_name(mention, document) or _before(document, mention.span)


def _in_name(mention: Mention, document: Document) -> str | None:
    words = mention.printed.lstrip('“"')
    if _STATE.match(words):
        return NATION
    places = locate_regions(words[:16], frozenset(document.regions))
    return places[0][0].path if places and places[0][1].start == 0 else None


def _before(document: Document, span: Span) -> str | None:
    start = span.start - (document.text[span.start - 1 : span.start] in ("“", '"', "《"))
    words = document.text[max(0, start - _REACH_CHARS) : start]
    level = _LEVEL.search(words)
    if level is None:
        return None
    depth = _LEVELS[level["level"]]
    if depth == 0:
        return NATION
    parts = document.regions[0].split("/") if document.regions else []
    return "/".join(parts[:depth]) if len(parts) >= depth else None
