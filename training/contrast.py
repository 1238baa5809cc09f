"""Contrastive training of the vectors: a query's own text against the others of its batch.

The loss is InfoNCE in both directions. Texts of one group (articles of one law, say) are no
negatives of one another: several of them may be right, and only one is marked so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional
from tqdm import tqdm

from training.crops import CropRule, crop, croppable, drop_words
from training.statistics import Floats
from training.tokens import TokenLists

Groups = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Query *i* belongs to positive *i*; equal ``groups`` are not negatives."""

    queries: TokenLists
    positives: TokenLists
    groups: Groups


@dataclass(frozen=True, slots=True)
class PairStream:
    """Written pairs of one family; ``share`` is its part of the steps."""

    family: str
    queries: TokenLists
    positives: TokenLists
    groups: Groups
    share: float

    def batch(self, size: int, longest: int, random: np.random.Generator) -> Batch:
        """Return ``size`` pairs (all, if there are fewer), drawn without putting back."""
        chosen = random.permutation(len(self.queries))[:size]
        queries = [drop_words(self.queries[i], 0.1, random) for i in chosen]
        positives = [self.positives[i][:longest] for i in chosen]
        return Batch(TokenLists.of(queries), TokenLists.of(positives), self.groups[chosen])


@dataclass(frozen=True, slots=True)
class CropStream:
    """Running texts, from which pairs are cropped anew for each batch."""

    windows: TokenLists
    groups: Groups
    share: float
    rule: CropRule

    def batch(self, size: int, longest: int, random: np.random.Generator) -> Batch:
        """Return ``size`` pairs (fewer, if there are fewer texts)."""
        usable = croppable(self.windows, self.rule)
        chosen = random.choice(usable, min(size, len(usable)), replace=False)
        pairs = [crop(self.windows[i], self.rule, random) for i in chosen]
        queries = TokenLists.of([query for query, _ in pairs])
        positives = TokenLists.of([positive[:longest] for _, positive in pairs])
        return Batch(queries, positives, self.groups[chosen])


Stream = PairStream | CropStream


@dataclass(frozen=True, slots=True)
class Training:
    """How the vectors are trained; the longest positive is in tokens."""

    steps: int = 600
    batch_size: int = 2048
    learning_rate: float = 0.02
    temperature: float = 0.05
    longest_positive: int = 192
    warm_up: float = 0.1


def train(vectors: Floats, streams: Sequence[Stream], settings: Training, seed: int) -> tuple[Floats, list[float]]:
    """Return the trained vectors (V, dimensions) and the loss of every step.

    Each batch comes from one stream: texts of a kind are the harder negatives.
    """
    random = np.random.default_rng(seed)
    weight = torch.nn.Parameter(torch.from_numpy(vectors.copy()))
    optimizer = torch.optim.Adam([weight], lr=settings.learning_rate)
    shares = np.array([stream.share for stream in streams])
    order = random.choice(len(streams), settings.steps, p=shares / shares.sum())
    losses: list[float] = []
    for step, number in enumerate(tqdm(order, desc="contrast", mininterval=5)):
        for group in optimizer.param_groups:
            group["lr"] = settings.learning_rate * _slope(step, settings)
        batch = streams[number].batch(settings.batch_size, settings.longest_positive, random)
        loss = contrastive_loss(weight, batch, settings.temperature)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(float(loss.detach()))
    return weight.detach().numpy(), losses


def contrastive_loss(weight: torch.Tensor, batch: Batch, temperature: float) -> torch.Tensor:
    """Return the mean loss of a batch, both directions, same-group negatives left out."""
    scores = embed(weight, batch.queries) @ embed(weight, batch.positives).T / temperature
    groups = torch.from_numpy(batch.groups)
    same = groups[:, None] == groups[None, :]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -math.inf)
    right = torch.arange(len(scores))
    forth = functional.cross_entropy(scores, right)
    back = functional.cross_entropy(scores.T, right)
    return (forth + back) / 2


def embed(weight: torch.Tensor, lists: TokenLists) -> torch.Tensor:
    """Return unit rows (n, dimensions), each the mean of its list's vectors."""
    ids = torch.from_numpy(lists.ids.astype(np.int64))
    offsets = torch.from_numpy(lists.offsets[:-1])
    return functional.normalize(functional.embedding_bag(ids, weight, offsets, mode="mean"))


def embed_all(vectors: Floats, lists: TokenLists, size: int = 4096) -> Floats:
    """Return unit rows (n, dimensions), float32, of any number of lists."""
    weight = torch.from_numpy(vectors)
    parts = np.array_split(np.arange(len(lists)), max(1, math.ceil(len(lists) / size)))
    rows = [embed(weight, TokenLists.of([lists[int(i)] for i in part])) for part in parts]
    return torch.cat(rows).numpy()


def _slope(step: int, settings: Training) -> float:
    """Return the share of the learning rate: up in a line, then down along half a cosine."""
    rise = max(1, round(settings.steps * settings.warm_up))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, settings.steps - rise)))
