"""Settings that decide what an index holds and how it is searched; written into its manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_INDEX = Path("index")
DEFAULT_CORPUS = Path("corpus")
BUILT_IN_ENCODER = Path(__file__).resolve().parent.parent / "models" / "policy-static-zh"


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How long a passage is, in characters: short siblings join up to ``target``, none passes ``most``."""

    least_chars: int = 80
    target_chars: int = 240
    most_chars: int = 400


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds on what a file may hold and take, so that no file can exhaust the machine.

    ``seconds`` and ``memory_bytes`` (address space) are for reading and parsing one file in a worker process.
    """

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 256 << 20
    members: int = 4096
    text_chars: int = 8_000_000
    seconds: float = 600.0
    memory_bytes: int = 2 << 30


@dataclass(frozen=True, slots=True)
class LexicalSettings:
    """BM25 (Robertson and Zaragoza 2009) in Lucene's form."""

    k1: float = 1.2
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class LiftSettings:
    """What is added to a fused score (0 to 1) where a passage agrees with what the question names; 0 turns one off.

    ``place_sink`` is taken from documents of other places that do not name the place, ``validity`` from texts that
    have a newer one. ``within`` parts the passages of a named document by what the question says beside its name.
    """

    place: float = 0.08
    place_sink: float = 0.12
    year: float = 0.04
    kind: float = 0.05
    title: float = 0.15
    number: float = 0.15
    phrase: float = 0.1
    programme: float = 0.1
    validity: float = 0.05
    within: float = 0.2


NO_LIFTS = LiftSettings(
    place=0, place_sink=0, year=0, kind=0, title=0, number=0, phrase=0, programme=0, validity=0, within=0
)


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How many candidates each leg brings, and how the legs are joined.

    ``dense_weight`` is the share of the dense leg in the convex combination of the two normalised
    scores (Bruch, Gai and Ingber, TOIS 2023); 0 is BM25 alone, 1 the encoder alone.
    """

    candidates: int = 200
    dense_weight: float = 0.4
    question_chars: int = 2000
    lifts: LiftSettings = LiftSettings()
