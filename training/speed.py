"""Measure an encoder on one core: ``python -m training.speed FOLDER``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from training.smoke import made_up

PASSAGE_CHARACTERS = 200


def passages(run: str, count: int) -> list[str]:
    """Return ``count`` passages of 200 characters cut from a longer text, round and round."""
    last = max(1, len(run) - PASSAGE_CHARACTERS)
    starts = [(number * 197) % last for number in range(count)]
    return [run[start : start + PASSAGE_CHARACTERS] for start in starts]


def made_up_text() -> str:
    """Return a made-up text of some hundred thousand characters."""
    return "".join(article.text for article in made_up(0, texts_per_topic=500).articles)


def main() -> int:
    """Print the seconds to load the encoder and the passages encoded in a second."""
    parser = argparse.ArgumentParser(prog="python -m training.speed", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--text", type=Path, help="UTF-8 text to cut (default: made up)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    start = time.perf_counter()
    model = SentenceTransformer(str(options.folder), device="cpu")
    loaded = time.perf_counter()
    print(f"load: {loaded - start:.2f} s (libraries imported before)")
    run = options.text.read_text(encoding="utf-8") if options.text else made_up_text()
    texts = passages(run, options.passages)
    model.encode(texts[:100])
    start = time.perf_counter()
    model.encode(texts, batch_size=256)
    rate = len(texts) / (time.perf_counter() - start)
    print(f"encode: {rate:,.0f} passages of {PASSAGE_CHARACTERS} characters a second, one core")
    return 0


if __name__ == "__main__":
    sys.exit(main())
