"""The address of a view: what the page shows is decided by its query string and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from policysearch.types import Filters

CARDS_AT_FIRST = 10
MOST_CARDS = 50
_MOST_FIELDS = 200
_MOST_OFF = 40
_OFF_CHARS = 240
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Address:
    """What a view shows.

    ``question`` is None where none was asked, "" where it was left blank; so is ``trace``, the text to be traced.
    ``after`` is the question before it, which stands by itself, where this one goes on from there.
    ``off`` are the keys of what was understood of the question, or of rules (``validity``, ``synonyms``), and is not to
    count.
    ``view`` names a view that is neither a question nor a document (``library`` …); ``options`` are its other fields,
    in their order, for the view to read.
    """

    question: str | None = None
    filters: Filters = _NO_FILTERS
    doc: str | None = None
    clause: str | None = None
    view: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    trace: str | None = None
    cards: int = CARDS_AT_FIRST
    off: tuple[str, ...] = ()
    after: str | None = None

    @property
    def href(self) -> str:
        """The address as a link: ``?q=…&region=…``, ``?doc=…&clause=…`` or ``?trace=…``."""
        if self.doc is not None:
            clause = [("clause", self.clause)] if self.clause else []
            return "?" + urlencode([("doc", self.doc), *clause])
        if self.trace is not None:
            return "?" + urlencode([("trace", self.trace)])
        if self.view is not None:
            return "?" + urlencode([("view", self.view), *self.options])
        return "?" + urlencode(self.pairs)

    @property
    def is_question(self) -> bool:
        """Whether it asks something."""
        other = self.doc is not None or self.trace is not None or self.view is not None
        return not other and bool((self.question or "").strip())

    def values(self, name: str) -> tuple[str, ...]:
        """The values of an option, without blanks; empty where it is not given."""
        return tuple(value for key, value in self.options if key == name and value)

    def value(self, name: str) -> str | None:
        """The first value of an option that is not blank."""
        return next(iter(self.values(name)), None)

    def with_option(self, name: str, *values: str) -> Address:
        """The same named view with these values of an option and no others, on its first page."""
        kept = tuple((key, value) for key, value in self.options if key not in (name, "page"))
        return replace(self, options=kept + tuple((name, value) for value in values))

    def with_value(self, name: str, value: str) -> Address:
        """The same named view with one more value of an option, or without it where it had that."""
        others = tuple(other for other in self.values(name) if other != value)
        return self.with_option(name, *(others if value in self.values(name) else (*others, value)))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields of the address of a question."""
        pairs = [] if self.question is None else [("q", self.question)]
        pairs += [("after", self.after)] if self.after else []
        pairs += _filter_pairs(self.filters)
        pairs += [("off", key) for key in self.off]
        if self.cards != CARDS_AT_FIRST:
            pairs.append(("n", str(self.cards)))
        return pairs

    @property
    def rules_off(self) -> tuple[str, ...]:
        """Of what is off the rules: they stay off in the next question, what was understood of this one does not."""
        return tuple(key for key in self.off if ":" not in key)

    def narrowed(self, filters: Filters) -> Address:
        """The same question under other filters."""
        return replace(self, filters=filters, cards=CARDS_AT_FIRST)

    def switched(self, key: str) -> Address:
        """The same question with ``key`` switched off, or on again."""
        off = tuple(other for other in self.off if other != key) if key in self.off else (*self.off, key)
        return replace(self, off=off, cards=CARDS_AT_FIRST)


def parse_address(query: str) -> Address:
    """The view that ``query`` names (``?q=…``, with or without the mark); what is malformed is left out."""
    query = query.encode("utf-8", "replace").decode("utf-8")  # half a pair cannot stand in a link
    try:
        fields = parse_qs(query.removeprefix("?"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Address()

    def first(name: str) -> str | None:
        return fields[name][0].strip() if name in fields else None

    if first("view"):  # before all others: what narrows a named view may be a document
        options = tuple((name, value.strip()) for name in fields if name != "view" for value in fields[name])
        return Address(view=first("view"), options=options)
    if first("doc"):
        return Address(doc=first("doc"), clause=first("clause") or None)
    if "trace" in fields:
        return Address(trace=first("trace"))
    filters = Filters(
        doc_ids=_values(fields, "doc_id"),
        regions=_values(fields, "region"),
        kinds=_values(fields, "kind"),
        date_from=_date(first("from")),
        date_to=_date(first("to")),
    )
    cards = first("n") or ""
    off = tuple(key for key in _values(fields, "off") if len(key) <= _OFF_CHARS)[:_MOST_OFF]
    return Address(
        question=first("q"),
        filters=filters,
        cards=min(max(int(cards), CARDS_AT_FIRST), MOST_CARDS) if re.fullmatch(r"\d{1,3}", cards) else CARDS_AT_FIRST,
        off=off,
        after=first("after") or None,
    )


def ask_href(question: str) -> str:
    """The address of a question asked of everything."""
    return Address(question=question).href


def view_href(view: str, *options: tuple[str, str]) -> str:
    """The address of a named view."""
    return Address(view=view, options=options).href


def reader_href(doc_id: str, clause: str | None = None) -> str:
    """The address of a document, open at ``clause`` where one is named."""
    return Address(doc=doc_id, clause=clause).href


def trace_href(pasted: str) -> str:
    """The address that traces a pasted text."""
    return Address(trace=pasted).href


def _filter_pairs(filters: Filters) -> list[tuple[str, str]]:
    pairs = [("doc_id", value) for value in filters.doc_ids]
    pairs += [("region", value) for value in filters.regions]
    pairs += [("kind", value) for value in filters.kinds]
    pairs += [("from", filters.date_from)] if filters.date_from else []
    pairs += [("to", filters.date_to)] if filters.date_to else []
    return pairs


def _values(fields: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in fields.get(name, ()) if value.strip()))


def _date(value: str | None) -> str | None:
    return value if value and _DATE.fullmatch(value) else None
