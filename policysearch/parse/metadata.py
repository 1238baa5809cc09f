"""What a document says of itself, each field with what proves it. What it does not say is None, never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.parse.clean import Cleaned
from policysearch.parse.docnumber import find_number, flat_number
from policysearch.parse.fact import Fact, proofs_of
from policysearch.parse.fields import find_fields
from policysearch.parse.force import find_effective, find_expiry
from policysearch.parse.head import find_head
from policysearch.parse.issue import Issue, find_issue, is_ordered
from policysearch.parse.kind import Making, form_of, kind_of, standing_of
from policysearch.parse.notes import find_note
from policysearch.parse.relations import find_relations
from policysearch.parse.scope import find_period, find_places, is_county
from policysearch.parse.signature import find_signature, flat_signature
from policysearch.parse.title import cited_title, find_title, untitled
from policysearch.types import KINDS, Declared, Document, Proof, RawDocument, Table

_HEAD_CHARS = 1200
_TAIL_CHARS = 600
_DIGEST = re.compile(r"要点摘编|摘编，以原文为准|本文是.{0,6}摘编")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the text and the page say, each with its proof; tuples hold a value and what it was counted from."""

    fields: Mapping[str, Fact]
    title: Fact | None
    issue: Issue
    number: Fact | None
    effective: tuple[Fact, ...]
    expires: tuple[Fact, ...]
    period: tuple[tuple[int, int] | None, Fact | None]
    places: tuple[tuple[str, ...], tuple[Fact, ...]]
    declared: tuple[Declared, Fact] | None
    making: Making
    body: int


def describe(raw: RawDocument, cleaned: Cleaned, tables: Sequence[Table] = ()) -> Document:
    """A Document that holds what ``raw`` says of itself; its text and structure are still to be set.

    ``tables`` are those of the cleaned text; the cells of data tables are no fields. What a person wrote in a sidecar
    (``raw.overrides``) goes before what the text says.
    """
    text, found = cleaned.text, _facts(raw, cleaned, tables)
    name = found.title.value if found.title else untitled(raw, text)
    title = cited_title(text, found.title, bool(cleaned.flat)) if found.title else None
    kind = kind_of(name, found.making, text[:_HEAD_CHARS] + text[-_TAIL_CHARS:])
    remark = found.fields.get("note")
    described = Document(
        doc_id="",
        source=raw.source,
        part=raw.part,
        title=title.value if title else name,
        text="",
        issuers=found.making.issuers,
        number=_value(found.number),
        issued_on=_value(found.issue.issued),
        published_on=_value(found.issue.published),
        effective_on=_value(*found.effective[:1]),
        expires_on=_value(*found.expires[:1]),
        plan_period=found.period[0],
        regions=found.places[0],
        kind=_value(_told_kind(found.fields)) or kind,
        form=form_of(title.value if title else name),
        declared=found.declared[0] if found.declared else None,
        origin=_value(found.fields.get("origin")),
        is_digest=bool(_DIGEST.search(name) or (remark and _DIGEST.search(remark.value))),
        proofs=_proofs(found, title),
        relations=find_relations(text, found.title, found.body),
    )
    return _overridden(described, raw)


def _facts(raw: RawDocument, cleaned: Cleaned, tables: Sequence[Table]) -> _Facts:
    text, flat, path = cleaned.text, bool(cleaned.flat), raw.source.path
    fields, head, note = find_fields(raw, text, tables), find_head(text), find_note(text)
    signed = flat_signature(raw.text, cleaned.move) if flat else find_signature(text)
    title = find_title(raw, text, head, fields, flat)
    issue = find_issue(text, head, fields, note, title, signed)
    number = (flat_number(raw.text, cleaned.move) if flat else None) or find_number(text, head, fields, note, path)
    counted = find_effective(text, issue.published_in_text, issue.issued, issue.printed)
    effective = (fields["effective_on"],) if "effective_on" in fields else counted
    expires = (fields["expires_on"],) if "expires_on" in fields else find_expiry(text, next(iter(effective), None))
    places = find_places(text, title, issue.issuers, fields, path)
    making = Making(
        tuple(fact.value for fact in issue.issuers),
        _value(number) or "",
        is_ordered(text, head, signed) or head.is_order or "令" in (_value(number) or ""),
        bool(note and note.is_of_congress) or any("人民代表大会" in fact.value for fact in issue.issuers),
        bool(places[0]) and all(map(is_county, places[0])),
    )
    declared = standing_of(title, fields.get("standing"))
    period = find_period(text, title, fields)
    return _Facts(fields, title, issue, number, effective, expires, period, places, declared, making, head.body)


def _proofs(found: _Facts, title: Fact | None) -> tuple[Proof, ...]:
    """The proofs of every field, in the order of the page."""
    facts: dict[str, tuple[Fact | None, ...]] = {
        "title": (title,),
        "issuers": found.issue.issuers,
        "number": (found.number,),
        "issued_on": (found.issue.issued,),
        "published_on": (found.issue.published,),
        "effective_on": found.effective,
        "expires_on": found.expires,
        "plan_period": (found.period[1],),
        "regions": found.places[1],
        "kind": (_told_kind(found.fields),),
        "declared": (found.declared[1],) if found.declared else (),
    }
    return tuple(proof for field, told in facts.items() for proof in proofs_of(field, told))


def _value(fact: Fact | None = None) -> str | None:
    return fact.value if fact else None


def _told_kind(fields: Mapping[str, Fact]) -> Fact | None:
    told = fields.get("kind")
    return told if told and told.value in KINDS else None


def _overridden(document: Document, raw: RawDocument) -> Document:
    """``document`` with what a person wrote beside its file, proved by that alone."""
    if not raw.overrides:
        return document
    values = dict(raw.overrides)
    form = {"form": form_of(values["title"])} if "title" in values else {}
    kept = tuple(proof for proof in document.proofs if proof.field not in values)
    return replace(document, **form | values, proofs=(*kept, *(Proof(name, "sidecar") for name in values)))
