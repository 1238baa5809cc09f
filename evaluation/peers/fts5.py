"""SQLite's FTS5 with its trigram tokenizer, through the standard library."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from evaluation.peers.peer import Cut, cut_plainly, told_plainly

_RUN = re.compile(r"\w+")


class Fts5:
    """The trigrams of a question joined by OR: as a phrase it would be found only where it stands word for word."""

    def __init__(self, cut: Cut, encoder: str) -> None:
        self.version = f"SQLite {sqlite3.sqlite_version}"
        self.settings = f"{told_plainly(cut)}; trigrams of the question by OR, order by rank (bm25)"
        self._cut = cut
        self._database = sqlite3.connect(":memory:")

    def build(self, texts: Sequence[str]) -> None:
        """See Peer."""
        self._database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'trigram')")
        rows = ((passage,) for passage in cut_plainly(texts, self._cut))
        self._database.executemany("INSERT INTO passages VALUES (?)", rows)
        self._database.commit()

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer; a question without three characters in a row finds nothing."""
        runs = _RUN.findall(question)
        trigrams = dict.fromkeys(run[i : i + 3] for run in runs for i in range(len(run) - 2))
        if not trigrams:
            return []
        match = " OR ".join(f'"{trigram}"' for trigram in trigrams)
        sql = "SELECT text FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return [text for (text,) in self._database.execute(sql, (match, top_k))]
