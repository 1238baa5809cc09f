"""Inner products of unit vectors by FAISS, exact; order of equal scores is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from policysearch.types import Vectors

Rows = npt.NDArray[np.int64]


class DenseIndex:
    """A flat FAISS index; row i is passage i."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """An index of ``vectors``, shape (n, dimension), unit rows. Raises ValueError for NaN or infinity."""
        import faiss

        if not np.isfinite(vectors).all():
            raise ValueError("the encoder returned vectors that are not finite")
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """The index that ``save`` wrote; its bytes must have been verified before."""
        import faiss

        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Writes the index to ``path``. Raises OSError where it cannot."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(str(error)) from error

    @property
    def rows(self) -> int:
        """How many vectors it holds."""
        return int(self._index.ntotal)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of ``rows``, in that order: shape (n, dimension)."""
        return np.asarray(self._index.reconstruct_batch(rows), np.float32)

    def search(self, query: Vectors, top_k: int, allowed: Rows | None = None) -> tuple[Rows, Vectors]:
        """The best rows for one query vector and their scores, by (-score, row); fewer than asked if fewer.

        ``allowed`` narrows the search to those rows.
        """
        import faiss

        if allowed is not None and not len(allowed):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        count = min(top_k, self.rows if allowed is None else len(allowed))
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        flat = np.ascontiguousarray(query.reshape(1, -1), dtype=np.float32)
        found, rows = (part[0] for part in self._index.search(flat, count + 1, params=parameters))
        found, rows = found[rows >= 0], rows[rows >= 0]
        if len(rows) > count and found[count] == found[count - 1]:
            # FAISS keeps any of the rows that are equal at the cut: take all of them, then cut by row.
            least = float(np.nextafter(found[count - 1], np.float32(-np.inf)))
            _, found, rows = self._index.range_search(flat, least, params=parameters)
        order = np.lexsort((rows, -found))[:count]
        return rows[order], found[order]

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """The inner product of one query vector with the vectors of ``rows``, in that order."""
        if not len(rows):
            return np.empty(0, np.float32)
        return np.asarray(self.vectors(rows) @ query.reshape(-1), dtype=np.float32)
