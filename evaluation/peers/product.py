"""This project as a system: the index as it was built from the files, or built anew from the plain text alone."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import policysearch
from evaluation.peers.peer import Cut
from policysearch.beir import open_beir
from policysearch.search.encode import BUILT_IN, load_encoder
from policysearch.store import open_index

_ROOT = Path(__file__).resolve().parents[2]


class Index:
    """``Searcher.search`` over the index in the folder ``source``; where nothing is cut, over a BEIR data set in it."""

    def __init__(self, cut: Cut, source: str) -> None:
        self.version = f"policysearch {policysearch.__version__}"
        self.settings = "a text a passage" if cut == "whole" else "as it is; index built from the files"
        self._cut = cut
        self._source = Path(source)

    def build(self, texts: Sequence[str]) -> None:
        """Opens the index, or makes it from the rows of the data set. What building costs is seen in PlainText."""
        if self._cut == "whole":
            self._searcher = open_beir(self._source, load_encoder(BUILT_IN), progress=False)
        else:
            self._searcher = open_index(self._source)

    def search(self, question: str, top_k: int) -> list[str]:
        """See Peer; of a data set the rows as the peers were given them."""
        passages = [hit.passage for hit in self._searcher.search(question, top_k=top_k)]
        return [passage.search_text if self._cut == "whole" else passage.text for passage in passages]


class PlainText(Index):
    """The same over an index of the texts that the peers are given: what reading the files themselves adds."""

    def __init__(self, cut: Cut, source: str) -> None:
        super().__init__(cut, source)
        self.settings = "as it is; index built from the plain text that the peers get, in a process of its own"

    def build(self, texts: Sequence[str]) -> None:
        """Writes the texts as files, runs ``build_index.py`` over them and opens what it built."""
        with tempfile.TemporaryDirectory() as folder:
            corpus, self._source = Path(folder) / "corpus", Path(folder) / "index"
            corpus.mkdir()
            for number, text in enumerate(texts):
                (corpus / f"{number:06}.txt").write_text(text, encoding="utf-8")
            command = [sys.executable, "build_index.py", "--no-progress"]
            command += ["--corpus", str(corpus), "--index", str(self._source)]
            subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)
            super().build(texts)
