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
    """BM25 (Robertson and Zaragoza 2009) in Lucene's form.

    ``title_weight`` is how many times a passage holds the words of its document's title, as in BM25F (Robertson,
    Zaragoza and Taylor, CIKM 2004); 1 is once.
    """

    k1: float = 0.8
    b: float = 0.75
    title_weight: int = 2


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How many candidates each leg brings, and how the legs are joined.

    ``dense_weight`` is the share of the dense leg in the convex combination of the two normalised
    scores (Bruch, Gai and Ingber, TOIS 2023); 0 is BM25 alone, 1 the encoder alone.
    ``character_weight`` is what a single Chinese character of the question counts in BM25 where a bigram or a word
    counts 1; characters are what plain and official words share. ``synonym_weight`` is what a synonym counts in BM25
    as a share of the word that it stands for; 0 is none.
    """

    candidates: int = 200
    dense_weight: float = 0.4
    question_chars: int = 2000
    character_weight: float = 2.0
    synonym_weight: float = 0.8
