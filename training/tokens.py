"""Token lists of many texts in two flat arrays, as the training loop wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tqdm import tqdm

Ids = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TokenLists:
    """List *i* is ``ids[offsets[i]:offsets[i + 1]]``; ``offsets`` has one more than the lists."""

    ids: Ids
    offsets: Offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, index: int) -> Ids:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.ids[self.offsets[index] : self.offsets[index + 1]]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int] | Ids]) -> TokenLists:
        """Return the flat form of these lists."""
        arrays = [np.asarray(tokens, dtype=np.int32) for tokens in lists]
        lengths = [len(tokens) for tokens in arrays]
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        ids = np.concatenate(arrays) if arrays else np.zeros(0, np.int32)
        return cls(ids.astype(np.int32), offsets)


def tokenize(tokenizer: Tokenizer, texts: Iterable[str], name: str) -> TokenLists:
    """Return the token lists of the texts, in order, showing progress under ``name``."""
    rest = iter(texts)
    arrays: list[Ids] = []
    with tqdm(desc=name, unit=" texts", mininterval=5) as progress:
        while batch := list(islice(rest, 2000)):
            encoded = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            arrays.extend(np.asarray(item.ids, dtype=np.int32) for item in encoded)
            progress.update(len(batch))
    return TokenLists.of(arrays)


def cut_windows(lists: TokenLists, size: int) -> tuple[TokenLists, npt.NDArray[np.int64]]:
    """Return the lists cut into windows of ``size`` tokens at most, and each one's list number."""
    starts: list[npt.NDArray[np.int64]] = []
    owners: list[npt.NDArray[np.int64]] = []
    for number in range(len(lists)):
        start = np.arange(lists.offsets[number], lists.offsets[number + 1], size, dtype=np.int64)
        starts.append(start)
        owners.append(np.full(len(start), number, dtype=np.int64))
    offsets = np.concatenate([*starts, [len(lists.ids)]]).astype(np.int64)
    return TokenLists(lists.ids, offsets), np.concatenate(owners)
