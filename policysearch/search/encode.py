"""Encoders: a folder or a hub name; torch is imported for a model that is no static one (see static.py)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from policysearch.config import BUILT_IN_ENCODER
from policysearch.errors import EncoderMissing
from policysearch.search.static import StaticWords, load_static, unit
from policysearch.stages import Bar
from policysearch.text import fold
from policysearch.types import Encoder, EncoderInfo, Vectors, Words

NO_ENCODER = "none"
# The model in the box, wherever the box stands: an index built with it opens after the folder was moved.
BUILT_IN = "built-in"
_BATCH = 64
_AT_ONCE = 512
_PROBE_S = 8


def load_encoder(name: str) -> Encoder | None:
    """The encoder in the folder ``name`` or of that hub name; "built-in" is ours, "none" is BM25 alone (None).

    Raises EncoderMissing with one sentence that names the ways out.
    """
    if name == NO_ENCODER:
        return None
    name = str(BUILT_IN_ENCODER) if name == BUILT_IN else name
    return load_static(Path(name)) or SentenceEncoder(name)


def encode_all(encoder: Encoder, texts: Sequence[str], *, progress: bool) -> Vectors:
    """Vectors of passages in their order, shape (n, dimension); texts of like length go together, which pads least."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    vectors = np.empty((len(texts), encoder.info.dimension), dtype=np.float32)
    with Bar(total=len(order), desc="生成向量", unit="段", disable=not progress) as bar:
        for start in range(0, len(order), _AT_ONCE):
            rows = order[start : start + _AT_ONCE]
            vectors[rows] = encoder.encode_passages([fold(texts[row]) for row in rows])
            bar.update(len(rows))
    return vectors


class SentenceEncoder:
    """A sentence-transformers model; prefixes and pooling are those of the model's own settings."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model = _load(name)
        dimension = self._model.get_embedding_dimension()
        if not dimension:
            raise EncoderMissing(f"模型“{name}”没有给出向量维数：请换用句向量模型。")
        self._info = EncoderInfo(Path(name).name if Path(name).exists() else name, dimension, self._fingerprint())

    @property
    def info(self) -> EncoderInfo:
        """Name, dimension and a hash of the weights and settings."""
        return self._info

    @cached_property
    def words(self) -> Words | None:
        """The vectors of its words where its first module is sentence-transformers' StaticEmbedding."""
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding

        first = self._model[0]
        if not isinstance(first, StaticEmbedding):
            return None
        return StaticWords(first.tokenizer, first.embedding.weight.detach().cpu().numpy())

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's query prompt: (n, dimension), float32, unit rows."""
        return self._rows(self._model.encode_query(list(texts), batch_size=_BATCH, show_progress_bar=False))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's document prompt: (n, dimension), float32, unit rows."""
        return self._rows(self._model.encode_document(list(texts), batch_size=_BATCH, show_progress_bar=False))

    def _rows(self, vectors: Any) -> Vectors:
        # No text at all comes back without a dimension.
        return unit(np.asarray(vectors, dtype=np.float32).reshape(-1, self._info.dimension))

    def _fingerprint(self) -> str:
        """A hash of every weight and of the prompts: two folders with equal content are one encoder."""
        digest = hashlib.sha256(repr(sorted(self._model.prompts.items())).encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().contiguous().view(-1).numpy().tobytes())
        return digest.hexdigest()[:16]


def _load(name: str) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = Path(name)
    looks_local = folder.exists() or name.startswith((".", "/", "~")) or name.count("/") != 1
    if looks_local and not (folder / "modules.json").is_file():
        raise EncoderMissing(
            f"“{name}”不是句向量模型文件夹（缺 modules.json）：请用 --encoder 指向一个 sentence-transformers 文件夹，"
            "或用 --encoder none 只按词面检索。"
        )
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderMissing("没有装好 sentence-transformers：请运行 pip install -r requirements.txt。") from error
    try:
        if not folder.exists():
            fetch_model(name)
        model = SentenceTransformer(name, trust_remote_code=False, local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise EncoderMissing(
            f"模型“{name}”取不到：请先联网下载后用 --encoder 指向本地文件夹，设置 HF_ENDPOINT 使用镜像，"
            "去掉 --encoder 用自带模型，或用 --encoder none 只按词面检索。"
        ) from error
    # Half precision in the file saves space; an empty text would be NaN in half-precision arithmetic.
    return model.float()


def fetch_model(name: str) -> str:
    """The folder of a hub model, brought into the local cache; one short question first, so no network fails fast.

    Raises OSError or ValueError when it is neither in the cache nor to be had.
    """
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return str(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, OSError):
        pass
    try:
        HfApi().model_info(name, timeout=_PROBE_S)
    except HfHubHTTPError as error:
        raise OSError(str(error)) from error
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    return str(
        snapshot_download(name, ignore_patterns=["*.bin", "*.h5", "*.msgpack", "*.onnx", "openvino/*", "onnx/*"])
    )
