"""The trial: development queries asked of a pool of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from training import contrast, evaluate
from training.evaluate import Quality
from training.pairs import WORD_FAMILIES, Pair, Split
from training.statistics import Floats
from training.tokens import TokenLists, tokenize


@dataclass(frozen=True, slots=True)
class Trial:
    """The development queries and the pool in which each one's text is to be found."""

    pairs: Sequence[Pair]
    pool: Sequence[str]
    right: npt.NDArray[np.int64]
    query_tokens: TokenLists
    pool_tokens: TokenLists

    @classmethod
    def of(cls, tokenizer: Tokenizer, split: Split, distractors: int, seed: int) -> Trial:
        """Return the trial of a split, with so many training texts in the pool besides."""
        numbers: dict[str, int] = {}
        for pair in split.dev:
            numbers.setdefault(pair.positive, len(numbers))
        size = len(numbers) + distractors
        for index in np.random.default_rng(seed).permutation(len(split.train)):
            pair = split.train[index]
            if len(numbers) < size and pair.family not in WORD_FAMILIES:
                numbers.setdefault(pair.positive, len(numbers))
        right = np.array([numbers[pair.positive] for pair in split.dev], dtype=np.int64)
        queries = tokenize(tokenizer, (pair.query for pair in split.dev), "dev queries")
        return cls(split.dev, tuple(numbers), right, queries, tokenize(tokenizer, numbers, "pool"))

    def vectors(self, vectors: Floats) -> dict[str, Quality]:
        """Return the figures of these vectors, over all queries and by family."""
        queries = contrast.embed_all(vectors, self.query_tokens)
        pool = contrast.embed_all(vectors, self.pool_tokens)
        return self._by_family(evaluate.vector_ranks(queries, pool, self.right))

    def bm25(self) -> dict[str, Quality]:
        """Return the figures of BM25 over character bigrams, in the same pool."""
        queries = [pair.query for pair in self.pairs]
        return self._by_family(evaluate.bigram_ranks(queries, self.pool, self.right))

    def _by_family(self, ranks: npt.NDArray[np.int64]) -> dict[str, Quality]:
        families = np.array([pair.family for pair in self.pairs])
        found = {"all": evaluate.quality(ranks)}
        for family in sorted(set(families.tolist())):
            found[family] = evaluate.quality(ranks[families == family])
        return found
