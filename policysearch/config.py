"""Settings that decide what an index holds and how it is searched; written into its manifest."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

DEFAULT_INDEX = Path("index")
DEFAULT_CORPUS = Path("corpus")
BUILT_IN_ENCODER = Path(__file__).resolve().parent.parent / "models" / "policy-static-zh"
T = TypeVar("T")


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
    """BM25 (Robertson and Zaragoza 2009) in Lucene's form.

    ``title_weight`` is how many times a passage holds the words of its document's title, as in BM25F (Robertson,
    Zaragoza and Taylor, CIKM 2004); 1 is once.
    """

    k1: float = 0.8
    b: float = 0.75
    title_weight: int = 3


def rule(default: T, *, neutral: T, says: str) -> T:
    """A field of SearchSettings that is a rule of ranking: its value, the value at which it does nothing, its one line.

    ``evaluation/ablations.py`` finds rules by this metadata and measures each of them at its neutral value.
    """
    return field(default=default, metadata={"neutral": neutral, "rule": says})


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How many candidates each leg brings, how the legs are joined, and which rules of ranking hold.

    ``dense_weight`` is the share of the dense leg in the convex combination of the two normalised
    scores (Bruch, Gai and Ingber, TOIS 2023); 0 is BM25 alone, 1 the encoder alone. The best ``reranked`` of these
    are ranked anew: ``late_weight`` is the share of late interaction in their score.
    ``character_weight`` is what a single Chinese character of the question counts in BM25 where a bigram or a word
    counts 1; characters are what plain and official words share. ``synonym_weight`` is what a synonym counts in BM25
    as a share of the word that it stands for; 0 is none.

    With a cross-encoder (search/cross.py) the best ``cross_candidates``, at most twenty, are read by it for at most
    ``cross_budget_ms`` a question; ``cross_weight`` is its share among them. No real one could be tried where this was
    made, so the share is that of the literature's habit, not of a measure.

    A lift is what is added to the fused score (0 to 1) where a passage agrees with what the question names, a sink
    what is taken away; see search/lift.py.
    """

    candidates: int = 200
    reranked: int = 100
    dense_weight: float = rule(0.4, neutral=0.0, says="the encoder's scores beside BM25's")
    late_weight: float = rule(0.5, neutral=0.0, says="how much of the question is covered, word by word in meaning")
    named_clauses: bool = rule(True, neutral=False, says="a clause named by number goes first")
    look_up: bool = rule(True, neutral=False, says="文号, titles, quoted phrases and pasted texts are looked up")
    fold_twins: bool = rule(True, neutral=False, says="the same words in a family are one hit")
    place_lift: float = rule(0.08, neutral=0.0, says="documents of the place that is named go up")
    place_sink: float = rule(0.12, neutral=0.0, says="documents of other places go down, unless they name it")
    year_lift: float = rule(0.04, neutral=0.0, says="documents of the year or plan period that is named go up")
    kind_lift: float = rule(0.05, neutral=0.0, says="documents of the kind that is named go up")
    title_lift: float = rule(0.15, neutral=0.0, says="a document that is named by its title goes up")
    within_lift: float = rule(0.2, neutral=0.0, says="in a named document the rest of the question says where")
    most_of_document: int = rule(0, neutral=0, says="so many passages of a document in the first ten; 0 is any number")
    validity_sink: float = rule(0.05, neutral=0.0, says="a text that has a newer one goes down")
    cross_candidates: int = 20
    cross_weight: float = 0.7
    cross_budget_ms: float = 1500.0
    question_chars: int = 2000
    character_weight: float = rule(2.0, neutral=1.0, says="single characters count double in BM25")
    synonym_weight: float = rule(0.8, neutral=0.0, says="synonyms stand in for words of the question in BM25")


def rules_of(settings: SearchSettings) -> dict[str, tuple[object, str]]:
    """Each rule of ``settings`` in the order of its fields: name to its neutral value and what it says."""
    return {f.name: (f.metadata["neutral"], f.metadata["rule"]) for f in fields(settings) if "neutral" in f.metadata}
