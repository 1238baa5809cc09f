"""The documents of the library (?view=library)."""

from __future__ import annotations

from policysearch.app.view import View, wrap
from policysearch.render import Address, listing
from policysearch.search.searcher import Searcher


def library(searcher: Searcher, address: Address, today: str) -> View:
    """All documents, the newest first."""
    return wrap("library", "文件目录", listing(searcher.documents, today))
