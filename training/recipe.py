"""The stages in order, from texts to the folder, and every setting in one place."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from training import contrast, statistics
from training.contrast import CropStream, PairStream, Stream, Training
from training.crops import CropRule
from training.evaluate import Quality
from training.exclusion import ExcludedTexts, evaluation_texts
from training.export import export, half_precision
from training.lay import read_lay_pairs
from training.pairs import Split, read_pairs, split_pairs, without_excluded
from training.smoke import made_up
from training.statistics import Floats
from training.texts import Article, read_articles
from training.tokenizer import build_tokenizer, count_words, vocabulary
from training.tokens import TokenLists, cut_windows, tokenize
from training.trial import Trial

# How much of the words' sample each kind of text gives, in characters; news is held back, lest
# its names fill the vocabulary.
SAMPLE_CHARACTERS = {
    "law_articles": 4_000_000,
    "policy_docs": 3_400_000,
    "gov_reports": 2_000_000,
    "official_news_xwlb": 2_500_000,
    "news_crud": 2_500_000,
    "pairs": 2_500_000,
    "made_up": 100_000,
}
# The part of the steps that each family of pairs, and each kind of cropped text, gets.
PAIR_SHARES = {
    "law": 0.15,
    "policy": 0.06,
    "news": 0.10,
    "papers": 0.09,
    "questions": 0.03,
    "words": 0.03,
    "lay": 0.25,
    "terms": 0.06,
}
CROP_KINDS = {
    "law_articles": "law",
    "policy_docs": "policy",
    "gov_reports": "policy",
    "official_news_xwlb": "news",
    "news_crud": "news",
    "made_up": "policy",
}
CROP_SHARES = {"law": 0.09, "policy": 0.07, "news": 0.07}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Sizes of every stage; lengths are in tokens where not said otherwise."""

    pieces: int = 32_768
    dimensions: int = 256
    window: int = 256
    stretch: int = 16
    least_together: int = 3
    share_counted: float = 0.4
    dev_percent: float = 2.0
    distractors: int = 20_000
    training: Training = field(default_factory=Training)

    @classmethod
    def smoke(cls) -> Recipe:
        """Return the sizes of a run over the made-up texts, a few seconds long."""
        training = Training(steps=30, batch_size=64, longest_positive=64)
        return cls(
            pieces=400,
            dimensions=16,
            share_counted=1.0,
            least_together=1,
            dev_percent=10.0,
            distractors=100,
            training=training,
        )


@dataclass(frozen=True, slots=True)
class Material:
    """What the stages read: running texts, pairs, and what neither may be trained on."""

    articles: tuple[Article, ...]
    split: Split
    excluded: ExcludedTexts


@dataclass(frozen=True, slots=True)
class Report:
    """What a run saw; times are in seconds, the size in bytes, losses are means of 20 steps."""

    pairs: Mapping[str, int]
    bm25: Mapping[str, Quality]
    before: Mapping[str, Quality]
    after: Mapping[str, Quality]
    first_loss: float
    last_loss: float
    seconds: Mapping[str, float]
    size: int


def read_material(data: Path, evaluation: Path, recipe: Recipe) -> Material:
    """Return the texts and pairs of a data folder, evaluation texts kept out of the pairs."""
    excluded = ExcludedTexts.of(evaluation_texts(evaluation))
    articles = tuple(read_articles(data))
    pairs = without_excluded(chain(read_pairs(data), read_lay_pairs(articles)), excluded)
    return Material(articles, split_pairs(pairs, recipe.dev_percent), excluded)


def made_up_material(recipe: Recipe, seed: int) -> Material:
    """Return made-up texts and pairs, for a smoke run."""
    made = made_up(seed)
    return Material(made.articles, split_pairs(made.pairs, recipe.dev_percent), ExcludedTexts())


def run(material: Material, recipe: Recipe, output: Path, seed: int) -> Report:
    """Train the encoder, write it into ``output`` and return what was seen on the way."""
    clock = _Clock()
    tokenizer = build_tokenizer(vocabulary(count_words(_sample(material, seed)), recipe.pieces))
    clock.lap("tokenizer")
    texts = tokenize(tokenizer, (article.text for article in material.articles), "texts")
    streams = _streams(tokenizer, texts, material, recipe)
    trial = Trial.of(tokenizer, material.split, recipe.distractors, seed)
    clock.lap("tokens")
    first = first_vectors(texts, tokenizer.get_vocab_size(), recipe, seed)
    clock.lap("statistics")
    trained, losses = contrast.train(first, streams, recipe.training, seed)
    clock.lap("contrast")
    shipped = half_precision(trained)
    size = export(tokenizer, shipped, output)
    after = trial.vectors(shipped.astype(np.float32))
    bm25, before = trial.bm25(), trial.vectors(first)
    clock.lap("evaluation and export")
    counts = Counter(pair.family for pair in material.split.train)
    return Report(
        counts, bm25, before, after, float(np.mean(losses[:20])), float(np.mean(losses[-20:])), clock.laps, size
    )


def first_vectors(texts: TokenLists, pieces: int, recipe: Recipe, seed: int) -> Floats:
    """Return the vectors from co-occurrence alone, (V, dimensions), the rarer the longer."""
    windows, _ = cut_windows(texts, recipe.window)
    order = np.random.default_rng(seed).permutation(len(windows))
    counted = _select(windows, order[: int(len(windows) * recipe.share_counted)])
    counts = statistics.co_occurrence(counted, pieces, recipe.stretch, recipe.least_together)
    vectors = statistics.word_vectors(statistics.positive_pmi(counts), recipe.dimensions, seed)
    return vectors * statistics.frequency_weights(texts, pieces)[:, None]


def _sample(material: Material, seed: int) -> Iterator[str]:
    """Yield texts in random order, up to the characters that their kind may give."""
    left = dict(SAMPLE_CHARACTERS)
    random = np.random.default_rng(seed)
    # Of what was written for this project the questions count: plain words stand in no official text.
    families = ("papers", "words", "lay", "terms")
    written = [
        pair.query if pair.family in ("lay", "terms") else pair.positive
        for pair in material.split.train
        if pair.family in families
    ]
    pairs = (("pairs", written[i]) for i in random.permutation(len(written)))
    articles = (material.articles[i] for i in random.permutation(len(material.articles)))
    for kind, text in chain(((a.kind, a.text) for a in articles), pairs):
        if left[kind] > 0:
            left[kind] -= len(text)
            yield text


def _streams(tokenizer: Tokenizer, texts: TokenLists, material: Material, recipe: Recipe) -> list[Stream]:
    streams: list[Stream] = []
    for family, share in PAIR_SHARES.items():
        pairs = [pair for pair in material.split.train if pair.family == family]
        if pairs:
            queries = tokenize(tokenizer, (pair.query for pair in pairs), f"{family} queries")
            positives = tokenize(tokenizer, (pair.positive for pair in pairs), f"{family} texts")
            groups = _group_numbers(pair.group for pair in pairs)
            streams.append(PairStream(family, queries, positives, groups, share))
    windows, owners = cut_windows(texts, recipe.window)
    kinds, groups = _crop_kinds(material), _group_numbers(a.group for a in material.articles)
    for kind, share in CROP_SHARES.items():
        numbers = np.flatnonzero(kinds[owners] == kind)
        if len(numbers):
            chosen = _select(windows, numbers)
            streams.append(CropStream(chosen, groups[owners[numbers]], share, CropRule()))
    return streams


def _crop_kinds(material: Material) -> npt.NDArray[np.str_]:
    """Return the kind each article is cropped as; none if it is an evaluation or dev text.

    The other articles of a law that is held out are no more cropped than those of the pairs.
    """
    dev = material.split.dev
    held_out = ExcludedTexts.of(text for pair in dev for text in (pair.positive, pair.group))
    return np.array(
        [
            CROP_KINDS[a.kind]
            if a.text not in material.excluded and a.text not in held_out and a.group not in held_out
            else ""
            for a in material.articles
        ]
    )


def _select(lists: TokenLists, numbers: npt.NDArray[np.int64]) -> TokenLists:
    return TokenLists.of([lists[int(number)] for number in numbers])


def _group_numbers(names: Iterable[str]) -> npt.NDArray[np.int64]:
    digests = b"".join(hashlib.blake2b(n.encode(), digest_size=8).digest() for n in names)
    return np.frombuffer(digests, dtype=np.int64)


class _Clock:
    """Seconds between laps."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name] = now - self._last
        self._last = now
