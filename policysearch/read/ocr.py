"""Text recognition for scans, where RapidOCR is installed (requirements-ocr.txt, or rapidocr); none is required."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

Recognizer = Callable[[Any], Sequence[str]]


@cache
def recognizer() -> Recognizer | None:
    """A function from a page image (PIL) to its lines from the top, or None when no engine is installed."""
    for name in ("rapidocr", "rapidocr_onnxruntime"):
        try:
            engine = importlib.import_module(name).RapidOCR()
        except ImportError:
            continue
        return lambda image: _lines(engine(image))
    return None


def _lines(result: Any) -> Sequence[str]:
    """The lines of a result: ``txts`` in rapidocr, a pair of rows (box, text, score) and times before it."""
    if hasattr(result, "txts"):
        return [str(text) for text in result.txts or ()]
    rows, _ = result
    return [str(row[1]) for row in rows or ()]
