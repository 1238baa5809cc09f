"""What a person does at the page beside asking and reading, as named endpoints: ``/export_basket`` …."""

from __future__ import annotations

from typing import Any

from policysearch.app.basket import basket_file
from policysearch.app.pages import Pages


class Desk:
    """Functions of one opened index that return JSON values."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def export_basket(self, picks: list[Any], format: str = "docx", title: str = "") -> dict[str, str]:
        """Clauses put aside as a file: its name, its media type, its bytes in base64.

        ``picks`` are ``{"doc": doc_id, "refs": ["4.6.p1-3fa2b1c9-57@1234"], "note": "…"}``: what is exported are the
        words that stand there now. ``format`` is docx, xlsx, md or text. An ``error`` in one sentence stands in place
        of the file where there is none.
        """
        return basket_file(self._pages.searcher, picks, format, title, self._pages.today)
