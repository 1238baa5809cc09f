"""How much of a question a passage covers, word by word in meaning: late interaction over static word vectors.

Each token of the question is matched with its nearest token of the passage (MaxSim: Khattab and Zaharia, "ColBERT",
SIGIR 2020). A sigmoid turns the cosine into covered or not, so that ten words half met do not outweigh five that are
met, and the rarer a token is among the passages, the more it counts. A passage is kept as the numbers of its tokens,
two bytes each, since a static model has one vector a token whatever stands around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from policysearch.text import fold
from policysearch.types import Vectors, Words

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

# The cosine that counts half, and how sharply it parts (evaluation/README.md tells how they were chosen).
_HALF = 0.3
_SLOPE = 0.07
_AT_ONCE = 2048
FILES = ("tokens.npy", "starts.npy", "idf.npy")


class LateIndex:
    """The token numbers of all passages; row i is passage i."""

    def __init__(self, tokens: npt.NDArray[np.uint16 | np.uint32], starts: Rows, idf: Scores) -> None:
        self._tokens = tokens
        self._starts = starts
        self._idf = idf

    @classmethod
    def build(
        cls, texts: Sequence[str], words: Words, kept: LateIndex | None = None, kept_rows: Rows | None = None
    ) -> LateIndex:
        """An index of ``texts``, one a passage, as ``words`` cuts them.

        With ``kept``, row i is row ``kept_rows[i]`` of that index where this is not negative, and ``texts`` are the
        others alone, in order.
        """
        size = len(words.vectors)
        kind = np.uint16 if size <= 1 << 16 else np.uint32
        places = np.full(len(texts), -1, np.int64) if kept_rows is None else kept_rows
        fresh = (
            np.asarray(ids, dtype=kind)
            for at in range(0, len(texts), _AT_ONCE)
            for ids in words.numbers([fold(text) for text in texts[at : at + _AT_ONCE]])
        )
        parts = [kept.tokens_of(place) if kept is not None and place >= 0 else next(fresh) for place in places.tolist()]
        starts = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        tokens = np.concatenate([np.empty(0, kind), *parts])
        # In how many passages each token stands: a row of this matrix names each of its tokens once.
        once = sparse.csr_array(
            (np.ones(len(tokens), np.uint8), tokens.astype(np.int32), starts), (len(parts), size), copy=True
        )
        once.sum_duplicates()  # in place, hence the copy
        held = np.bincount(once.indices, minlength=size)
        idf = np.log(1 + (len(parts) - held + 0.5) / (held + 0.5)).astype(np.float32)
        return cls(tokens, starts, idf)

    def tokens_of(self, row: int) -> npt.NDArray[np.uint16 | np.uint32]:
        """The token numbers of the passage of ``row``, in reading order."""
        return self._tokens[self._starts[row] : self._starts[row + 1]]

    @classmethod
    def load(cls, folder: Path) -> LateIndex:
        """The index that ``save`` wrote."""
        tokens, starts, idf = (np.load(folder / name, allow_pickle=False) for name in FILES)
        return cls(tokens, starts, idf)

    def save(self, folder: Path) -> None:
        """Writes three arrays (npy) into ``folder``."""
        arrays: tuple[npt.NDArray[np.generic], ...] = (self._tokens, self._starts, self._idf)
        for name, array in zip(FILES, arrays, strict=True):
            np.save(folder / name, array, allow_pickle=False)

    @property
    def rows(self) -> int:
        """How many passages it holds."""
        return len(self._starts) - 1

    def coverage(self, question: str, rows: Rows, words: Words) -> Scores:
        """The share of the question that the passage of each row covers, shape (n,), float32, 0 to 1.

        Zeros where the question has no token; ``words`` must be those that built the index.
        """
        asked = words.numbers([fold(question)])[0]
        if not len(asked) or not len(rows):
            return np.zeros(len(rows), dtype=np.float32)
        lengths = self._starts[rows + 1] - self._starts[rows]
        # Positions of all tokens of the rows, one row after the other.
        firsts = np.cumsum(lengths) - lengths
        at = np.arange(int(lengths.sum())) + np.repeat(self._starts[rows] - firsts, lengths)
        weights = self._idf[asked]
        covered = _covered_by(asked, self._tokens[at], lengths, words)
        return np.asarray(covered @ weights / max(float(weights.sum()), 1e-6), dtype=np.float32)

    def covered(self, question: str, texts: Sequence[str], words: Words) -> tuple[Scores, Scores]:
        """How far each text covers each token of the question, shape (n, t), 0 to 1, and what each token weighs, (t,).

        The weights add up to 1; what several texts cover together is the greatest of their rows.
        """
        asked = words.numbers([fold(question)])[0]
        numbers = words.numbers([fold(text) for text in texts])
        weights = self._idf[asked]
        lengths = np.asarray([len(one) for one in numbers], dtype=np.int64)
        covered = _covered_by(asked, np.concatenate([np.empty(0, np.int64), *numbers]), lengths, words)
        return covered, np.asarray(weights / max(float(weights.sum()), 1e-6), dtype=np.float32)


def _covered_by(asked: Rows, tokens: npt.NDArray[np.integer], lengths: Rows, words: Words) -> Scores:
    """How far rows of ``lengths`` tokens, one after the other, cover each token of ``asked``: (n, t), 0 without any."""
    filled = lengths > 0
    covered = np.zeros((len(lengths), len(asked)), dtype=np.float32)
    if filled.any() and len(asked):
        kinds, kind_of = np.unique(tokens, return_inverse=True)
        near = words.vectors[asked] @ words.vectors[kinds].T
        firsts = np.cumsum(lengths) - lengths
        covered[filled] = _covered(np.maximum.reduceat(near[:, kind_of], firsts[filled], axis=1)).T
    return covered


def _covered(cosines: Vectors) -> Vectors:
    return np.asarray(1 / (1 + np.exp((_HALF - cosines) / _SLOPE)), dtype=np.float32)
