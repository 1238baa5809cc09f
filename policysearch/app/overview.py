"""The library at a glance (?view=overview), and the indicators of two documents (?view=overview&doc=…&doc=…)."""

from __future__ import annotations

from collections import Counter

from policysearch.app.view import View, wrap
from policysearch.catalogue.census import census_of, telling_depth
from policysearch.catalogue.pair import Paired, paired
from policysearch.export.directory import alone_table, pair_table
from policysearch.export.tables import Tables
from policysearch.render import Address, message
from policysearch.render.address import view_href
from policysearch.render.overview import compare_page, overview_page
from policysearch.render.words import say
from policysearch.search.searcher import Searcher
from policysearch.types import Document

# The documents that people compare come first in the list to choose from.
_FIRST_KINDS = ("规划", "工作报告")


def overview(searcher: Searcher, address: Address, today: str) -> View:
    """The counts of the library, or where two documents are named what both say in figures."""
    doc_ids = tuple(dict.fromkeys(address.values("doc")))
    if doc_ids:
        return _compared(searcher, doc_ids)
    catalogue, documents = searcher.catalogue, list(searcher.documents.values())
    kinds = (
        (" 个项目", sum(not one.is_title for one in catalogue.programmes), view_href("programmes")),
        (" 项政策支持", len(catalogue.measures), view_href("measures")),
        (" 个指标数值", len(catalogue.indicators), view_href("indicators")),
    )
    census = census_of(documents, telling_depth(documents))
    return wrap("overview", "概览", overview_page(census, kinds, _comparable(searcher), searcher.documents))


def overview_tables(searcher: Searcher, address: Address, today: str) -> Tables | None:
    """The comparison of the two documents that an address names."""
    doc_ids = tuple(dict.fromkeys(address.values("doc")))
    named = [searcher.documents[doc_id] for doc_id in doc_ids if doc_id in searcher.documents]
    if len(named) != 2:
        return None
    left, right = named
    found = _paired(searcher, left, right)
    tables = [pair_table(left, right, found.pairs)]
    tables += [
        alone_table(document, ones) for document, ones in ((left, found.left_only), (right, found.right_only)) if ones
    ]
    notes = (
        f"第一份：《{left.title}》",
        f"第二份：《{right.title}》",
        "名称相同的指标才并列；单位不同的已换算，原文另列。",
    )
    return Tables("两份文件的指标并列", notes, tuple(tables), today)


def _compared(searcher: Searcher, doc_ids: tuple[str, ...]) -> View:
    named = [searcher.documents[doc_id] for doc_id in doc_ids if doc_id in searcher.documents]
    if len(doc_ids) != 2 or len(named) != 2:
        sentence = "并列要两份不同的文件，都在文件库里：请在概览页下方各选一份。"
        return wrap("message", "请选两份文件", message("请选两份文件", sentence))
    left, right = named
    page = compare_page(left, right, _paired(searcher, left, right), _comparable(searcher))
    return wrap("overview", say("指标并列：{titles}", titles=f"{left.title}、{right.title}"), page)


def _paired(searcher: Searcher, left: Document, right: Document) -> Paired:
    every = searcher.catalogue.indicators
    return paired(*([one for one in every if one.doc_id == document.doc_id] for document in (left, right)))


def _comparable(searcher: Searcher) -> list[tuple[Document, int]]:
    """The documents that state indicators: plans, then work reports, then others, the newest of each first."""
    counts = Counter(one.doc_id for one in searcher.catalogue.indicators)
    found = sorted((searcher.documents[doc_id] for doc_id in counts), key=lambda d: d.title)
    found.sort(key=lambda d: d.date or "", reverse=True)
    found.sort(key=lambda d: _FIRST_KINDS.index(d.kind) if d.kind in _FIRST_KINDS else len(_FIRST_KINDS))
    return [(document, counts[document.doc_id]) for document in found]
