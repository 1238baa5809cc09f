"""The catalogue for programs: the rows of ``python -m policysearch catalogue`` under named endpoints, page by page."""

from __future__ import annotations

from typing import Any

from policysearch.app.pages import Pages
from policysearch.app.take import catalogue_file
from policysearch.catalogue.select import Wanted
from policysearch.catalogue.table import Kind, rows_of

MOST_ROWS = 1000


class CatalogueApi:
    """Functions of one opened index that list the catalogue; rows are those of the command line."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def programmes(
        self,
        regions: list[str] | None = None,
        doc_ids: list[str] | None = None,
        words: list[str] | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> dict[str, Any]:
        """Named plans, projects, actions, platforms, funds and policies: their count ``total`` and ``rows`` of them.

        ``regions`` are names or paths (拱墅区, 浙江省/杭州市); ``words`` must all stand in a name, a variant or an aim.
        A row has name, variants, kind, regions, issuers, aims, targets, mentions (doc_id, printed, span) and titles.
        ``limit`` is at most 1000.
        """
        return self._rows("programmes", Wanted(_texts(regions), _texts(doc_ids), words=_texts(words)), offset, limit)

    def indicators(
        self,
        regions: list[str] | None = None,
        doc_ids: list[str] | None = None,
        words: list[str] | None = None,
        year: int | None = None,
        is_target: bool | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> dict[str, Any]:
        """Figures with their indicator, unit, region and year: their count ``total`` and ``rows`` of them.

        ``is_target``: planned figures alone, or those reached alone. A row has indicator, printed (the words of the
        text), region, year, value, high (of a range), unit, qualifier (左右, 以上), is_target, amount and base_unit (to
        compare), doc_id, title and spans. ``limit`` is at most 1000.
        """
        number = year if isinstance(year, int) else None
        planned = is_target if isinstance(is_target, bool) else None
        wanted = Wanted(_texts(regions), _texts(doc_ids), number, _texts(words), planned)
        return self._rows("indicators", wanted, offset, limit)

    def relations(
        self,
        regions: list[str] | None = None,
        doc_ids: list[str] | None = None,
        words: list[str] | None = None,
        offset: int = 0,
        limit: int = 100,
    ) -> dict[str, Any]:
        """What documents are to each other (依据, 转发, 废止, 修改, 解读, 配套, 同文, 版本): ``total`` and ``rows``.

        A row has doc_id and document (its title), kind, title and number of the other as named, target (its id, where
        the library holds it) and span (where it is named, None where the texts prove it). ``limit`` is at most 1000.
        """
        return self._rows("relations", Wanted(_texts(regions), _texts(doc_ids), words=_texts(words)), offset, limit)

    def export_catalogue(self, address: str, format: str = "xlsx") -> dict[str, str]:
        """What a view over the catalogue lists, as a file: its name, its media type, its bytes in base64.

        ``address`` is that of the page, ``?view=programmes&region=…`` or ``?view=indicators&word=…``; ``format`` is
        xlsx, docx or md. An ``error`` in one sentence stands in place of them where there is nothing to export.
        """
        return catalogue_file(self._pages.searcher, str(address or ""), str(format or ""), self._pages.today)

    def _rows(self, kind: Kind, wanted: Wanted, offset: Any, limit: Any) -> dict[str, Any]:
        searcher = self._pages.searcher
        rows = rows_of(searcher.catalogue, kind, searcher.documents, wanted)
        start = max(offset, 0) if isinstance(offset, int) else 0
        most = min(max(limit, 0), MOST_ROWS) if isinstance(limit, int) else 100
        return {"total": len(rows), "rows": rows[start : start + most]}


def _texts(values: Any) -> tuple[str, ...]:
    """The texts of a request that are not blank; what is no list of texts narrows nothing."""
    return tuple(v for v in values if isinstance(v, str) and v.strip()) if isinstance(values, list) else ()
