"""Static models without torch: a vector a token, their mean, unit length; what sentence-transformers gives, in numpy.

Importing torch and sentence-transformers takes longer than all else that a build of one document or a first question
does, and a StaticEmbedding uses nothing of them. A test holds the vectors against theirs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from policysearch.types import EncoderInfo, Vectors

_MODULES = ("StaticEmbedding", "Normalize")
_WEIGHTS = "embedding.weight"


class StaticEncoder:
    """The encoder of a folder that ``load_static`` could read; see Encoder."""

    def __init__(self, name: str, tokenizer: Any, weights: Vectors, prompts: dict[str, str]) -> None:
        self._tokenizer = tokenizer
        self._weights = weights
        # As SentenceEncoder makes it: an index built with either opens with the other.
        digest = hashlib.sha256(repr(sorted(prompts.items())).encode())
        digest.update(f"0.{_WEIGHTS}".encode())
        digest.update(weights.tobytes())
        self._info = EncoderInfo(name, weights.shape[1], digest.hexdigest()[:16])
        self._words = StaticWords(tokenizer, weights)

    @property
    def info(self) -> EncoderInfo:
        """See Encoder."""
        return self._info

    @property
    def words(self) -> StaticWords:
        """See Encoder."""
        return self._words

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encoded(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encoded(texts)

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        ids = self._words.numbers(texts)
        ends = np.cumsum([0, *map(len, ids)], dtype=np.int64)
        tokens = np.concatenate([np.empty(0, np.int64), *ids])
        shape = (len(texts), len(self._weights))
        sums = sparse.csr_array((np.ones(len(tokens), np.float32), tokens, ends), shape=shape) @ self._weights
        return unit(sums)  # the mean and the sum have one direction


class StaticWords:
    """The words of a static model; see Words."""

    def __init__(self, tokenizer: Any, weights: Vectors) -> None:
        self._tokenizer = tokenizer
        self._vectors = unit(weights)

    @property
    def vectors(self) -> Vectors:
        """See Words."""
        return self._vectors

    def numbers(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """See Words."""
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [np.asarray(one.ids, dtype=np.int64) for one in found]


def load_static(folder: Path) -> StaticEncoder | None:
    """The static model in ``folder``; None where it is another kind of model, has prompts, or cannot be read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        modules = json.loads((folder / "modules.json").read_bytes())
        kinds = tuple(str(module["type"]).rpartition(".")[2] for module in modules)
        settings = json.loads((folder / "config_sentence_transformers.json").read_bytes())
        prompts = settings["prompts"]
        if kinds != _MODULES or modules[0]["path"] or any(prompts.values()) or settings["default_prompt_name"]:
            return None
        weights = load_file(folder / "model.safetensors")
        if list(weights) != [_WEIGHTS]:
            return None
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except (OSError, ValueError, KeyError, TypeError, SafetensorError):
        return None
    except Exception as error:
        if type(error) is not Exception:  # what the tokenizers library raises for a file that it cannot read
            raise
        return None
    tokenizer.no_padding()
    return StaticEncoder(folder.name, tokenizer, np.ascontiguousarray(weights[_WEIGHTS], np.float32), prompts)


def unit(vectors: Any) -> Vectors:
    """The rows with length 1; a text of which the model knows no token has no direction: zeros, that match nothing."""
    rows = np.asarray(vectors, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 1e-12), dtype=np.float32)
