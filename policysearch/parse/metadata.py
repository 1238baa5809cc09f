"""What a document says of itself, each field with what proves it. What it does not say is None, never a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policysearch.parse.clean import Cleaned
from policysearch.parse.docnumber import find_number, flat_number
from policysearch.parse.fact import Fact, proofs_of
from policysearch.parse.fields import find_fields
from policysearch.parse.force import find_effective, find_expiry
from policysearch.parse.head import find_head
from policysearch.parse.issue import find_issue, is_ordered
from policysearch.parse.kind import Making, form_of, kind_of, standing_of
from policysearch.parse.notes import find_note
from policysearch.parse.relations import find_relations
from policysearch.parse.scope import find_period, find_places, is_county
from policysearch.parse.signature import find_signature, flat_signature
from policysearch.parse.title import find_title, untitled
from policysearch.types import KINDS, Document, Proof, RawDocument, Table

_HEAD_CHARS = 1200
_TAIL_CHARS = 600
_DIGEST = re.compile(r"要点摘编|摘编，以原文为准|本文是.{0,6}摘编")


def describe(raw: RawDocument, cleaned: Cleaned, tables: Sequence[Table] = ()) -> Document:
    """A Document that holds what ``raw`` says of itself; its text and structure are still to be set.

    ``tables`` are those of the cleaned text; the cells of data tables are no fields. What a person wrote in a sidecar
    (``raw.overrides``) goes before what the text says.
    """
    text, flat, path = cleaned.text, bool(cleaned.flat), raw.source.path
    fields, head, note = find_fields(raw, text, tables), find_head(text), find_note(text)
    signed = flat_signature(raw.text, cleaned.move) if flat else find_signature(text)
    title = find_title(raw, text, head, fields, flat)
    issue = find_issue(text, head, fields, note, title, signed)
    number = (flat_number(raw.text, cleaned.move) if flat else None) or find_number(text, head, fields, note, path)
    counted = find_effective(text, issue.published_in_text, issue.issued, issue.printed)
    effective = (fields["effective_on"],) if "effective_on" in fields else counted
    expiry = find_expiry(text, effective[0] if effective else None)
    expires = (fields["expires_on"],) if "expires_on" in fields else expiry
    period, period_words = find_period(text, title, fields)
    regions, region_words = find_places(text, title, issue.issuers, fields, path)
    making = Making(
        tuple(fact.value for fact in issue.issuers),
        number.value if number else "",
        is_ordered(text, head, signed) or head.is_order or bool(number and "令" in number.value),
        bool(note and note.is_of_congress) or any("人民代表大会" in fact.value for fact in issue.issuers),
        bool(regions) and all(map(is_county, regions)),
    )
    name = title.value if title else untitled(raw, text)
    kind = kind_of(name, making, text[:_HEAD_CHARS] + text[-_TAIL_CHARS:])
    declared = standing_of(title, fields.get("standing"))
    facts: dict[str, tuple[Fact | None, ...]] = {
        "title": (title,),
        "issuers": issue.issuers,
        "number": (number,),
        "issued_on": (issue.issued,),
        "published_on": (issue.published,),
        "effective_on": effective,
        "expires_on": expires,
        "plan_period": (period_words,),
        "regions": region_words,
        "declared": (declared[1],) if declared else (),
    }
    origin, remark = fields.get("origin"), fields.get("note")
    described = Document(
        doc_id="",
        source=raw.source,
        part=raw.part,
        title=name,
        text="",
        issuers=making.issuers,
        number=_value(number),
        issued_on=_value(issue.issued),
        published_on=_value(issue.published),
        effective_on=_value(*effective[:1]),
        expires_on=_value(*expires[:1]),
        plan_period=period,
        regions=regions,
        kind=_told_kind(fields.get("kind")) or kind,
        form=form_of(name),
        declared=declared[0] if declared else None,
        origin=_value(origin),
        is_digest=bool(_DIGEST.search(name) or (remark and _DIGEST.search(remark.value))),
        proofs=tuple(proof for field, found in facts.items() for proof in proofs_of(field, found)),
        relations=find_relations(text, title, head.body),
    )
    return _overridden(described, raw)


def _value(fact: Fact | None = None) -> str | None:
    return fact.value if fact else None


def _told_kind(field: Fact | None) -> str | None:
    return field.value if field and field.value in KINDS else None


def _overridden(document: Document, raw: RawDocument) -> Document:
    """``document`` with what a person wrote beside its file, proved by that alone."""
    if not raw.overrides:
        return document
    values = dict(raw.overrides)
    kept = tuple(proof for proof in document.proofs if proof.field not in values)
    return replace(document, **values, proofs=(*kept, *(Proof(name, "sidecar") for name in values)))
