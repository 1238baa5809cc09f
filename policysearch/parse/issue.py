"""Who issued a document, when it was made and when it was published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policysearch.parse.fact import Fact
from policysearch.parse.head import Head
from policysearch.parse.notes import Note
from policysearch.parse.organs import ORGAN, is_short, opening_organs
from policysearch.parse.signature import Signature, printed_day
from policysearch.text import squeeze
from policysearch.types import Span

# An office or a newspaper, not a desk of either: 云岭县水利局, 云岭日报 / 规划法制
_ISSUER = re.compile(rf"{ORGAN.pattern}|.{{2,12}}[报社台]")
_NO_ISSUER = re.compile(r"网站?$|门户$|平台$")
_OF_ORDER = re.compile(r"(.{2,40}?)(?:令|公告)(?:[〔\[].*)?第")
_OPENING_CHARS = 260
_MADE_PUBLIC = re.compile(r"》[^。]{0,80}现予?以?(?:公布|发布)|现予?(?:公布|发布)《")
_BETWEEN = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True)
class Issue:
    """The offices in order, and the days with what proves them."""

    issuers: tuple[Fact, ...] = ()
    issued: Fact | None = None
    published: Fact | None = None
    published_in_text: Fact | None = None
    printed: Fact | None = None


def find_issue(
    text: str, head: Head, fields: Mapping[str, Fact], note: Note | None, title: Fact | None, signed: Signature
) -> Issue:
    """Who issued the document and when; a web page's own day counts as published where the text names none."""
    printed = printed_day(text)
    issued = (
        fields.get("issued_on") or (note.issued if note else None) or signed.day or printed or fields.get("generated")
    )
    made_public = signed.day if _MADE_PUBLIC.search(text[head.body : head.body + _OPENING_CHARS]) else None
    in_text = (note.published if note else None) or made_public
    issuers = _issuers(text, head, fields, note, title, signed)
    return Issue(issuers, issued, in_text or fields.get("published_on"), in_text, printed)


def is_ordered(text: str, head: Head, signed: Signature) -> bool:
    """Whether an order makes the text public: 《…》已经…通过，现予公布, headed 令 or signed by an official."""
    made_public = _MADE_PUBLIC.search(text[head.body : head.body + _OPENING_CHARS])
    return made_public is not None and (head.is_order or signed.by_official)


def _issuers(
    text: str, head: Head, fields: Mapping[str, Fact], note: Note | None, title: Fact | None, signed: Signature
) -> tuple[Fact, ...]:
    """Those who signed; else of the field, the note, the letterhead, the head of the title; full names first."""
    field = fields.get("issuers")
    names = [name for name in _BETWEEN.split(field.value) if _is_issuer(name)] if field else []
    named = tuple(Fact(name, field.spans, field.origin) for name in names) if field else ()
    opened = _opening(text, title)
    offered = (
        signed.organs,
        named,
        (note.organ,) if note and note.organ else (),
        _of_order(note.number if note else None),
        head.organs,
        opened,
    )
    full = (facts for facts in offered if facts and not any(is_short(fact.value) for fact in facts))
    found = next(full, None) or next(filter(None, offered), ())
    return tuple({squeeze(fact.value): fact for fact in reversed(found)}.values())[::-1]


def _is_issuer(name: str) -> bool:
    return _ISSUER.fullmatch(name) is not None and _NO_ISSUER.search(name) is None


def _of_order(number: Fact | None) -> tuple[Fact, ...]:
    """The office whose order a law was published by: 云岭省人民政府 of 云岭省人民政府令第12号."""
    match = _OF_ORDER.match(number.value) if number else None
    return (Fact(match[1], number.spans),) if number and match and ORGAN.fullmatch(match[1]) else ()


def _opening(text: str, title: Fact | None) -> tuple[Fact, ...]:
    if title is None:
        return ()
    if title.spans:
        return opening_organs(text, Span(title.spans[0].start, title.spans[-1].end))
    return tuple(Fact(fact.value, (), title.origin) for fact in opening_organs(title.value, Span(0, len(title.value))))
