"""The rows beside a row that was found: the question names the row, and rows of one table are much alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policysearch.cells import table_at
from policysearch.search.searcher import Searcher
from policysearch.types import Hit, Table

# In how many of the first hits a table is looked for, and how long one may be.
_MOST_HITS = 5
_MOST_ROWS = 40


def with_rows_beside(searcher: Searcher, hits: Sequence[Hit]) -> list[Hit]:
    """``hits``, each row of a table followed by the other rows of it that were not found, with its rank and score."""
    held = {hit.passage.passage_id for hit in hits}
    found: list[Hit] = []
    for hit in hits:
        found.append(hit)
        for passage_hit in _beside(searcher, hit) if hit.rank <= _MOST_HITS else ():
            if passage_hit.passage.passage_id not in held:
                held.add(passage_hit.passage.passage_id)
                found.append(passage_hit)
    return found


def _beside(searcher: Searcher, hit: Hit) -> Iterator[Hit]:
    table = _table_of(searcher, hit)
    if table is None or not 2 < len(table.rows) <= _MOST_ROWS:
        return
    for passage in searcher.passages_of(hit.passage.doc_id):
        if passage.kind == "table" and table.span.start <= passage.start < table.span.end:
            yield replace(hit, passage=passage, also=())


def _table_of(searcher: Searcher, hit: Hit) -> Table | None:
    if hit.passage.kind != "table":
        return None
    return table_at(searcher.documents[hit.passage.doc_id], hit.passage.end - 1)
