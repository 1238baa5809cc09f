"""The signals by which the sentences and rows of the hits are weighed, and what each counts: a small file of weights.

The weights are learnt from questions with evidence (``evaluation/answers/weights.py``): how often, among the sentences
of one question, the one that answers comes first.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

# Words: the share of the weight of the question's words that a candidate says itself, what those above it (the line
# that opens its list, its headings, the title) add, and what the rest of its passage adds. Tokens: the same of the
# question's tokens met in meaning (search/late.py), with what stands above it and the sentence before it. Rank: the
# score of its passage beside the best one's. Meaning: its cosine with the question. Kind: what it gains for holding the
# wanted kind of answer. Agreement: see agree.py. Standing, not learnt, 0 or less: what the candidates of its document
# lose for being out of force, of a place above or of years ago (about.losses).
SIGNALS = (
    "words",
    "words_above",
    "words_near",
    "rank",
    "meaning",
    "kind",
    "agreement",
    "standing",
    "tokens",
    "tokens_above",
    "tokens_before",
)
AGREEMENT, RANK = SIGNALS.index("agreement"), SIGNALS.index("rank")


@lru_cache(maxsize=2)
def signal_weights(*, with_meaning: bool) -> npt.NDArray[np.float64]:
    """What each of SIGNALS counts, in their order; without an encoder those that need one are 0 and count nothing.

    Raises ValueError where the file lacks one or has another.
    """
    lines = resources.files("policysearch").joinpath("data/sentence_weights.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    found = {name: one if with_meaning else other for name, one, other in rows}
    if set(found) != set(SIGNALS):
        raise ValueError(f"data/sentence_weights.tsv: {sorted(set(found) ^ set(SIGNALS))}")
    return np.asarray([float(found[name]) for name in SIGNALS], dtype=np.float64)
