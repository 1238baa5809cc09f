"""Write the trained vectors as a sentence-transformers folder, half precision, no pickle."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from training.statistics import Floats

CARD = "README.md"
FAINT = 0.01


def half_precision(vectors: Floats) -> npt.NDArray[np.float16]:
    """Return the vectors as they are shipped, float16, with a faint one for the unknown piece.

    Beside any known word it counts for nothing; a text of unknown pieces alone still has a row
    of length 1, not a division by nought.
    """
    shipped = vectors.astype(np.float16)
    shipped[0] = 0
    shipped[0, 0] = FAINT
    return shipped


def export(tokenizer: Tokenizer, weights: npt.NDArray[np.float16], folder: Path) -> int:
    """Write the encoder into ``folder`` and return its size in bytes, card included.

    A card that is there already is kept: the library would write its own over it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / CARD
    kept = card.read_bytes() if card.exists() else None
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, weights), Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)
    if kept is not None:
        card.write_bytes(kept)
    for path in folder.rglob("*.safetensors"):
        path.chmod(0o644)  # the library leaves it readable by its owner alone
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
