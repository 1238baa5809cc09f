"""Write the trained vectors as a sentence-transformers folder, half precision, no pickle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from training.statistics import Floats

CARD = "README.md"


def export(tokenizer: Tokenizer, vectors: Floats, folder: Path) -> int:
    """Write the encoder into ``folder`` and return its size in bytes, card included.

    A card that is there already is kept: the library would write its own over it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / CARD
    kept = card.read_bytes() if card.exists() else None
    # The unknown piece says nothing, so it must not pull a text anywhere.
    weights = vectors.astype(np.float16)
    weights[0] = 0
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights), Normalize()],
                                device="cpu")
    model.save(str(folder), create_model_card=False)
    if kept is not None:
        card.write_bytes(kept)
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
