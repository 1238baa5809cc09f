"""What each signal counts in choosing the sentence that answers, learnt from questions with evidence.

    python evaluation/answers/weights.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--today DAY]

Among the sentences and rows of the hits of one question, those that hold its evidence are right. The weights are those
of a conditional logit (the right ones' share of the exponentials of all), drawn towards the ones in
``policysearch/data/sentence_weights.tsv`` and scaled so that words count 1. Printed are the learnt weights and, by
cross-validation over documents, for how many questions the first sentence is right: with equal weights, with those of
the file, and learnt. Questions none of whose sentences are right, or all, teach nothing and are left out and counted.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gains import Question, add_question_flags

from policysearch.answer.about import about, losses
from policysearch.answer.asked import read_question
from policysearch.answer.choose import MOST_HITS
from policysearch.answer.signals import SIGNALS, signal_weights
from policysearch.answer.weigh import weigh
from policysearch.answer.words import sought
from policysearch.errors import PolicySearchError
from policysearch.measure import coverage, evidence_groups, holds_key, normal
from policysearch.questions import EvidenceFiles, filters_of, half, read_questions
from policysearch.search.searcher import Searcher
from policysearch.store import open_index

Floats = npt.NDArray[np.float64]
FOLDS, SEEDS = 5, (0, 1, 2)
STEPS, RATE, PRIOR = 150, 0.15, 0.002
LEAST_COVERAGE, LEAST_WITH_KEYS = 0.75, 0.4
# Chosen by hand: hardly a question here is about a text that is out of force.
KEPT = SIGNALS.index("standing")


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences of one question: their signals, (n, SIGNALS), which are right, (n,), its document and half."""

    signals: Floats
    right: npt.NDArray[np.bool_]
    document: str
    half: str


def main(arguments: list[str] | None = None) -> int:
    """The command line; prints, and returns the code of the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_question_flags(parser)
    parser.add_argument("--today", default="2026-11-25", help="the day to answer for (ISO)")
    flags = parser.parse_args(arguments)
    try:
        files = EvidenceFiles(flags.evidence_from)
        read = [read_questions(p.read_text(encoding="utf-8-sig").split("\n"), files) for p in flags.questions]
        searcher = open_index(flags.index)
    except (PolicySearchError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    asked = [question for one in read for question in one.questions if question.get("evidence")]
    found = [choice_of(searcher, question, flags.today) for question in asked]
    choices = [choice for choice in found if choice.right.any() and not choice.right.all()]
    prior = signal_weights(with_meaning=searcher.has_encoder)
    equal = np.ones(len(SIGNALS))
    print(f"{len(choices)} of {len(asked)} questions teach; first sentence right:")
    for name, firsts in (
        ("equal weights", [first_is_right(choice, equal) for choice in choices]),
        ("those of the file", [first_is_right(choice, prior) for choice in choices]),
        ("learnt, on other documents", cross_validated(choices, prior)),
    ):
        by_half = {h: sum(f for f, c in zip(firsts, choices, strict=True) if c.half == h) for h in "ab"}
        print(f"  {name:28}{sum(firsts):7.1f}   a {by_half['a']:.1f}  b {by_half['b']:.1f}")
    for signal, weight in zip(SIGNALS, learnt(choices, prior), strict=True):
        print(f"{signal}\t{weight:.2f}")
    return 0


def choice_of(searcher: Searcher, question: Question, today: str) -> Choice:
    """What there is to choose from for a question, as an answer would weigh it."""
    words, filters = question["question"], filters_of(question)
    hits = about(searcher, words, searcher.search(words, filters=filters), filters, today)[:MOST_HITS]
    weighed = weigh(searcher, sought(searcher, read_question(words)), hits, losses(searcher, words, hits, today))
    texts = [normal(c.words(searcher.documents[c.hit.passage.doc_id].text)) for c in weighed]
    return Choice(
        np.asarray([c.signals for c in weighed], dtype=np.float64).reshape(-1, len(SIGNALS)),
        np.asarray([is_right(question, text) for text in texts], dtype=np.bool_),
        str((question.get("source") or [""])[0]),
        half(str(question["id"])),
    )


def is_right(question: Question, text: str) -> bool:
    """Whether a sentence (normal) holds a piece of the evidence, or every key and part of one."""
    best = max(coverage(piece, text) for group in evidence_groups(question) for piece in group)
    keys: list[Any] = question.get("answer_keys") or []
    return best >= LEAST_COVERAGE or (bool(keys) and best > LEAST_WITH_KEYS and all(holds_key(k, text) for k in keys))


def first_is_right(choice: Choice, weights: Floats) -> float:
    """1 where the sentence of the highest score is right, else 0."""
    return float(choice.right[int(np.argmax(choice.signals @ weights))])


def cross_validated(choices: list[Choice], prior: Floats) -> list[float]:
    """For each choice how often its first sentence is right, by weights learnt without its document."""
    documents = sorted({choice.document for choice in choices})
    firsts = np.zeros(len(choices))
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(documents))
        fold_of = {documents[at]: n % FOLDS for n, at in enumerate(order.tolist())}
        for fold in range(FOLDS):
            weights = learnt([c for c in choices if fold_of[c.document] != fold], prior)
            for n, choice in enumerate(choices):
                if fold_of[choice.document] == fold:
                    firsts[n] += first_is_right(choice, weights) / len(SEEDS)
    return [float(first) for first in firsts]


def learnt(choices: list[Choice], prior: Floats) -> Floats:
    """The weights that give the right sentences most, words counting 1; Adam over all choices at once."""
    scale = 4.0  # scores of the file's weights lie in a few units: as exponents they are too flat
    start = scale * prior
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        slope = PRIOR * (weights - start)
        for choice in choices:
            scores = choice.signals @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = shares * choice.right
            slope += choice.signals.T @ (shares - right / max(float(right.sum()), 1e-12)) / len(choices)
        slope[KEPT] = 0.0
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        change = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = weights - RATE * (1 - step / STEPS) * change
    weights[KEPT] = start[KEPT]
    return weights / weights[0]


if __name__ == "__main__":
    sys.exit(main())
