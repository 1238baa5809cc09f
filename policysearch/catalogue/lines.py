"""Entries to JSON records and back: a line of ``catalogue.jsonl`` is one entry, named by its ``entry``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from policysearch.catalogue.entries import Amount, Catalogue, Indicator, Link, Measure, Mention, Programme, Stated
from policysearch.types import Span


def lines_of(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    """A record for each entry: programmes, indicators, links, mentions, measures."""
    named = (
        ("programme", catalogue.programmes),
        ("indicator", catalogue.indicators),
        ("link", catalogue.links),
        ("mention", catalogue.mentions),
        ("measure", catalogue.measures),
    )
    for name, entries in named:
        for entry in entries:
            yield {"entry": name} | entry_record(entry)


def entry_record(entry: Programme | Indicator | Link | Mention | Measure) -> dict[str, Any]:
    """An entry as JSON holds it: spans are pairs of offsets."""
    record: dict[str, Any] = _plain(entry)
    return record


def _plain(value: Any) -> Any:
    # dataclasses.asdict copies each leaf, which took a third of a build that adds one document
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    kind: Any = type(value)
    names = _names(kind)
    return {name: _plain(getattr(value, name)) for name in names} if names else value


@lru_cache(maxsize=32)
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, in order; none of anything else."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def catalogue_of(records: Iterable[Mapping[str, Any]]) -> Catalogue:
    """The catalogue of the records of ``lines_of``."""
    found: dict[str, list[Any]] = {"programme": [], "indicator": [], "link": [], "mention": [], "measure": []}
    read: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "programme": _programme,
        "indicator": _indicator,
        "link": _link,
        "mention": _mention,
        "measure": _measure,
    }
    for record in records:
        fields = {key: value for key, value in record.items() if key != "entry"}
        found[record["entry"]].append(read[record["entry"]](fields))
    return Catalogue(*(tuple(entries) for entries in found.values()))


def _span(pair: Any) -> Span:
    return Span(*pair)


def _spans(pairs: Any) -> tuple[Span, ...]:
    return tuple(map(_span, pairs))


def _stated(fields: Mapping[str, Any]) -> Stated:
    return Stated(fields["text"], _spans(fields["spans"]))


def _indicator(fields: Mapping[str, Any]) -> Indicator:
    return Indicator(**{**fields, "spans": _spans(fields["spans"]), "name_spans": _spans(fields["name_spans"])})


def _programme(fields: Mapping[str, Any]) -> Programme:
    return Programme(
        fields["name"],
        tuple(fields["variants"]),
        fields["kind"],
        tuple(fields["regions"]),
        tuple(fields["issuers"]),
        tuple(map(_mention, fields["mentions"])),
        tuple((doc_id, _stated(stated)) for doc_id, stated in fields["aims"]),
        tuple(map(_indicator, fields["targets"])),
        fields["is_own"],
        fields["is_title"],
    )


def _measure(fields: Mapping[str, Any]) -> Measure:
    told = {name: tuple(map(_stated, fields[name])) for name in _STATED}
    amounts = tuple(map(_amount, fields["amounts"]))
    return Measure(
        **{**fields, **told, "name": _stated(fields["name"]), "span": _span(fields["span"]), "amounts": amounts}
    )


_STATED = ("who", "conditions", "method", "period", "deadline", "departments", "materials", "basis")


def _amount(fields: Mapping[str, Any]) -> Amount:
    return Amount(**{**fields, "spans": _spans(fields["spans"]), "subject_spans": _spans(fields["subject_spans"])})


def _mention(fields: Mapping[str, Any]) -> Mention:
    return Mention(**{**fields, "span": _span(fields["span"])})


def _link(fields: Mapping[str, Any]) -> Link:
    return Link(**{**fields, "span": _span(fields["span"]) if fields["span"] else None})
