"""Pairs that nobody wrote: two stretches of one text.

The query is a short stretch, some of its words dropped as a searcher would; the positive is the
text around it. Half of the time the stretch itself is taken out of the positive, so that the
pair can only be matched by what the two are about, not by shared words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.tokens import Ids, TokenLists


@dataclass(frozen=True, slots=True)
class CropRule:
    """Lengths in tokens, shares between 0 and 1."""

    shortest_query: int = 4
    longest_query: int = 20
    share_taken_out: float = 0.5
    share_dropped: float = 0.2

    @property
    def shortest_text(self) -> int:
        """The least number of tokens a text needs to be cropped."""
        return self.shortest_query * 4


def crop(tokens: Ids, rule: CropRule, random: np.random.Generator) -> tuple[Ids, Ids]:
    """Return the query and the positive cut from one text of ``rule.shortest_text`` or more."""
    longest = min(rule.longest_query, len(tokens) // 2)
    length = int(random.integers(rule.shortest_query, longest + 1))
    start = int(random.integers(0, len(tokens) - length + 1))
    query = drop_words(tokens[start : start + length], rule.share_dropped, random)
    if random.random() < rule.share_taken_out:
        return query, np.concatenate([tokens[:start], tokens[start + length :]])
    return query, tokens


def drop_words(tokens: Ids, share: float, random: np.random.Generator) -> Ids:
    """Return the tokens without about ``share`` of them, but never none of them."""
    kept: npt.NDArray[np.bool_] = random.random(len(tokens)) >= share
    return tokens[kept] if kept.any() else tokens


def croppable(windows: TokenLists, rule: CropRule) -> npt.NDArray[np.int64]:
    """Return the numbers of the windows that are long enough to be cropped."""
    lengths = np.diff(windows.offsets)
    return np.asarray(np.flatnonzero(lengths >= rule.shortest_text), dtype=np.int64)
