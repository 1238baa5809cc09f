"""A thing that a document says of itself, with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policysearch.types import Origin, Proof, Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, where it comes from, and the spans of the text that say it (none for another origin)."""

    value: str
    spans: tuple[Span, ...] = ()
    origin: Origin = "text"

    def proofs(self, field: str) -> tuple[Proof, ...]:
        """The proofs of ``field`` that this fact gives, in reading order."""
        return tuple(Proof(field, self.origin, span) for span in self.spans) or (Proof(field, self.origin),)


def proofs_of(field: str, facts: Iterable[Fact | None]) -> tuple[Proof, ...]:
    """The proofs of all ``facts``, each once, in the order of the facts."""
    return tuple(dict.fromkeys(proof for fact in facts if fact for proof in fact.proofs(field)))
