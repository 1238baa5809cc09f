"""The directory of programmes (?view=programmes&region=…&kind=…&word=…&doc=…&one=…)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from policysearch.app.view import View, wrap
from policysearch.catalogue.entries import Programme
from policysearch.catalogue.narrow import TITLES, Chosen, programme_counts, programmes_in
from policysearch.export.directory import clause_table, programme_table
from policysearch.export.tables import Tables
from policysearch.render import Address, message
from policysearch.render.choose import choices_of, page_of, region_choices, said, words_of
from policysearch.render.programmes import Listed, one_programme_page, programme_page
from policysearch.render.words import say
from policysearch.search.searcher import Searcher

_ON_A_PAGE = 30
# So many places stand side by side; more are one list.
_MOST_BESIDE = 3


def chosen_of(address: Address) -> Chosen:
    """What an address chooses of the programmes."""
    return Chosen(
        regions=address.values("region"),
        doc_ids=address.values("doc"),
        words=words_of(address),
        kinds=address.values("kind"),
    )


def programmes(searcher: Searcher, address: Address, today: str) -> View:
    """The programmes that fit, a page of them; of two or three places side by side; or all about the one named."""
    all_of_them = searcher.catalogue.programmes
    key = address.value("one")
    if key is not None:
        return _one([one for one in all_of_them if one.mentions[0].key == key], searcher)
    chosen = chosen_of(address)
    found = programmes_in(all_of_them, searcher.documents, chosen)
    kinds, regions, _ = programme_counts(all_of_them, searcher.documents, chosen)
    beside = _beside(found, chosen, searcher)
    common = [one for one in found if all(one in ones for _, ones in beside)] if beside else []
    columns = [(region, len(ones), [one for one in ones if one not in common]) for region, ones in beside]
    longest = max((len(ones) for _, _, ones in columns), default=len(found))
    pages = max(ceil(longest / _ON_A_PAGE), 1)
    page = min(page_of(address), pages)
    parts = [Listed(_part(ones, page), count, region) for region, count, ones in columns]
    content = programme_page(
        parts or [Listed(_part(found, page), len(found))],
        common if page == 1 else (),
        len(found),
        [
            (say("类别"), said(sorted(choices_of(address, "kind", kinds), key=lambda choice: choice.name == TITLES))),
            (say("地区"), region_choices(address, regions)),
        ],
        address,
        searcher.documents,
        page=page,
        pages=pages,
        titles=0 if TITLES in chosen.kinds else kinds[TITLES],
    )
    return wrap("programmes", _title(chosen), content)


def programme_tables(searcher: Searcher, address: Address, today: str) -> Tables | None:
    """What the directory lists at an address, all pages of it: a table for each place that stands beside the other, or
    one; and one of all clauses.
    """
    documents, key, chosen = searcher.documents, address.value("one"), chosen_of(address)
    if key is not None:
        found: Sequence[Programme] = [one for one in searcher.catalogue.programmes if one.mentions[0].key == key]
    else:
        found = programmes_in(searcher.catalogue.programmes, documents, chosen)
    if not found:
        return None
    beside = _beside(found, chosen, searcher) if key is None else []
    parts = beside or [("项目", found)]
    tables = [programme_table(region.rpartition("/")[2], ones, documents) for region, ones in parts]
    title = _title(chosen) if key is None else found[0].name
    notes = ("每个项目列出它的全部出处；没有写明的格子空着。",)
    return Tables(title, notes, (*tables, clause_table(found, documents)), today)


def _beside(found: Sequence[Programme], chosen: Chosen, searcher: Searcher) -> list[tuple[str, Sequence[Programme]]]:
    """The programmes of each of two or three places; empty where one place or many are chosen."""
    regions = chosen.regions if 1 < len(chosen.regions) <= _MOST_BESIDE else ()
    return [(path, programmes_in(found, searcher.documents, Chosen((path,), kinds=chosen.kinds))) for path in regions]


def _part(found: Sequence[Programme], page: int) -> Sequence[Programme]:
    return found[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]


def _one(found: Sequence[Programme], searcher: Searcher) -> View:
    if not found:
        return wrap(
            "message", "没有这个项目", message("没有这个项目", "链接里的项目已不在文件库里：请从项目目录进入。")
        )
    return wrap("programmes", found[0].name, one_programme_page(found, searcher.documents))


def _title(chosen: Chosen) -> str:
    told = [*(region.rpartition("/")[2] for region in chosen.regions), *chosen.kinds, *chosen.words]
    return say("{kind}：{words}", kind=say("项目"), words="、".join(told)) if told else say("项目")
