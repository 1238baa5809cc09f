"""Reciprocal rank of the held-out plain questions of ``training/lay`` for BM25, an encoder, and both by weight.

python evaluation/plain.py --data FOLDER [--encoder FOLDER_OR_NAME]
                           [--character-weight 2] [--synonym-weight 0.8]

The pool is every article that has questions; the questions are those of the laws that training holds out. Only a
question's own article counts as right, in the first ten. Needs the data folder, which is no part of the repository.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from policysearch.config import LexicalSettings, SearchSettings
from policysearch.search.encode import BUILT_IN, load_encoder
from policysearch.search.fuse import convex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.synonyms import find_expansions, stand_ins
from policysearch.search.tokenize import tokenize_passage, tokenize_query
from policysearch.text import fold
from training.lay import FOLDER, read_lay_pairs
from training.pairs import split_pairs
from training.recipe import Recipe
from training.texts import read_articles

_WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7)
_DEPTH = 10
Scores = npt.NDArray[np.float32]


def main() -> int:
    """Prints a line a way of ranking."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", default=BUILT_IN)
    parser.add_argument("--character-weight", type=float, default=SearchSettings().character_weight)
    parser.add_argument("--synonym-weight", type=float, default=SearchSettings().synonym_weight)
    flags = parser.parse_args()
    articles = [a for a in read_articles(flags.data) if a.kind == "law_articles"]
    pairs = [pair for pair in read_lay_pairs(articles, FOLDER) if pair.family == "lay"]
    # As an index holds it: the name of the law stands before its article. A made-up clause is its own group.
    named = [p.positive if p.positive.startswith(p.group) else f"{p.group} {p.positive}" for p in pairs]
    pool = list(dict.fromkeys(named))
    laws = {text: "" if pair.positive == pair.group else pair.group for pair, text in zip(pairs, named, strict=True)}
    row_of = {text: row for row, text in enumerate(pool)}
    held = {(pair.query, pair.positive) for pair in split_pairs(pairs, Recipe().dev_percent).dev}
    asked = [(p.query, row_of[text]) for p, text in zip(pairs, named, strict=True) if (p.query, p.positive) in held]
    right = np.array([row for _, row in asked])
    questions = [question for question, _ in asked]
    settings = LexicalSettings()
    index = LexicalIndex.build([tokenize_passage(text, laws[text], settings) for text in pool], settings)
    ways = [
        {"character_weight": 1.0, "synonym_weight": 0.0},
        {"character_weight": flags.character_weight, "synonym_weight": 0.0},
        {"character_weight": flags.character_weight, "synonym_weight": flags.synonym_weight},
    ]
    plain, characters, lexical = (
        np.stack([index.scores(tokenize_query(q), stand_ins(find_expansions(q)), **way) for q in questions])
        for way in ways
    )
    encoder = load_encoder(flags.encoder)
    assert encoder is not None
    passages = encoder.encode_passages([fold(text) for text in pool])
    dense = encoder.encode_queries([fold(question) for question in questions]) @ passages.T
    print(f"{len(questions)} questions, {len(pool)} texts, {encoder.info.name}")
    print(f"BM25          {_told(plain, right)}")
    print(f"+ characters  {_told(characters, right)}")
    print(f"+ synonyms    {_told(lexical, right)}")
    print(f"encoder       {_told(dense, right)}")
    for weight in _WEIGHTS:
        fused = np.stack([convex(a, b, weight) for a, b in zip(lexical, dense, strict=True)])
        print(f"both, {weight:.1f}     {_told(fused, right)}")
    return 0


def _told(scores: Scores, right: npt.NDArray[np.int64]) -> str:
    """Reciprocal rank and the share found among the first ten; a tie counts against the right text."""
    own = scores[np.arange(len(right)), right]
    ranks = (scores >= own[:, None]).sum(axis=1)
    found = ranks <= _DEPTH
    return f"rr@10 {np.where(found, 1 / ranks, 0).mean():.3f}  Recall@10 {found.mean():.3f}"


if __name__ == "__main__":
    sys.exit(main())
