"""The indicators of all documents (?view=indicators&word=…&name=…&year=…&region=…&aim=target|actual&by=…&sort=…)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from policysearch.app.view import View, wrap
from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.indicator_names import normal_name
from policysearch.catalogue.matrix import BYS, By, Matrix, Order, best_by, matrix_of, sorted_rows
from policysearch.catalogue.narrow import Chosen, indicators_in, region_counts
from policysearch.export.directory import indicator_table, matrix_table
from policysearch.export.tables import Tables
from policysearch.regions import NATION
from policysearch.render import Address
from policysearch.render.choose import Choice, choices_of, page_of, region_choices, words_of
from policysearch.render.indicators import AIMS, column_words, indicator_home, indicator_page, row_words
from policysearch.render.words import say
from policysearch.search.searcher import Searcher

_ROWS_ON_A_PAGE = 60
_MOST_COLUMNS = 8
_MOST_NAMES = 60
_NAMES_BESIDE = 24


def chosen_of(address: Address) -> Chosen:
    """What an address chooses of the indicators; a year or an aim that is none chooses nothing."""
    years = tuple(int(year) for year in address.values("year") if year.isdecimal() and len(year) == 4)
    aim = address.value("aim")
    return Chosen(
        regions=address.values("region"),
        doc_ids=address.values("doc"),
        words=words_of(address),
        names=address.values("name"),
        years=years,
        aim=aim if aim in AIMS else None,
    )


def indicators(searcher: Searcher, address: Address, today: str) -> View:
    """The table of the values that fit, or the indicators to begin with where nothing is chosen."""
    every, documents = searcher.catalogue.indicators, searcher.documents
    chosen = chosen_of(address)
    groups = _groups(every, address, chosen)
    if chosen == Chosen():
        return wrap("indicators", "指标", indicator_home(_names(every), len(every), groups, address, documents))
    found = indicators_in(every, chosen)
    matrix, sort = _matrix(found, address, chosen, _MOST_COLUMNS)
    pages = max(ceil(len(matrix.rows) / _ROWS_ON_A_PAGE), 1)
    content = indicator_page(
        matrix,
        len(found),
        groups,
        address,
        documents,
        sort=sort,
        page=min(page_of(address), pages),
        pages=pages,
        on_a_page=_ROWS_ON_A_PAGE,
    )
    return wrap("indicators", _title(chosen), content)


def indicator_tables(searcher: Searcher, address: Address, today: str) -> Tables | None:
    """The table of a view with all its rows, as figures and as printed, and one of all values with their sentences."""
    chosen = chosen_of(address)
    found = indicators_in(searcher.catalogue.indicators, chosen)
    if not found or chosen == Chosen():
        return None
    matrix, _ = _matrix(found, address, chosen, _MOST_COLUMNS)
    heads = [
        column_words(matrix.by, column, unit) for column, (unit, _) in zip(matrix.columns, matrix.units, strict=True)
    ]
    table = matrix_table(matrix, [" ".join(filter(None, head)) for head in heads], row_words, searcher.documents)
    notes = ["数值按每列最常见的单位换算，原文表述另列；同一指标的用语不同时，以“原文用语”为准。"]
    if matrix.left_out:
        notes.append(f"对照表列出最满的 {len(matrix.columns)} 列，另有 {len(matrix.left_out)} 列只在“逐条”表里。")
    return Tables(_title(chosen), tuple(notes), (table, indicator_table(found, searcher.documents)), today)


def _matrix(
    found: Sequence[Indicator], address: Address, chosen: Chosen, most_columns: int
) -> tuple[Matrix, tuple[int, Order] | None]:
    """The table with its rows in the order asked for, and by which column that is."""
    asked = address.value("by")
    by: By = next((known for known in BYS if known == asked), best_by(found))
    first = [*chosen.names, *chosen.words]
    first += [normal_name(word, "", region) for word in chosen.words for region in (None, NATION)]
    matrix = matrix_of(found, by, first, most_columns)
    wanted = address.value("sort") or ""
    if by == "indicator" or not (wanted.isdecimal() and len(wanted) < 3 and int(wanted) < len(matrix.columns)):
        return matrix, None
    order: Order = "asc" if address.value("order") == "asc" else "desc"
    return sorted_rows(matrix, int(wanted), order), (int(wanted), order)


def _groups(every: Sequence[Indicator], address: Address, chosen: Chosen) -> list[tuple[str, Sequence[Choice]]]:
    """What else may be chosen, each field counted without its own choices; a choice of rows or order goes with it."""
    address = address.with_option("sort").with_option("order")
    years = Counter(one.year for one in indicators_in(every, replace(chosen, years=())) if one.year)
    aims = Counter("target" if one.is_target else "actual" for one in indicators_in(every, replace(chosen, aim=None)))
    regions = region_counts(
        (one.region,) if one.region else () for one in indicators_in(every, replace(chosen, regions=()))
    )
    names = Counter(one.name for one in indicators_in(every, replace(chosen, names=())))
    beside = {name: names[name] for name, _ in names.most_common(_NAMES_BESIDE)}
    latest_first = sorted(
        choices_of(address, "year", {str(year): n for year, n in years.items()}), key=lambda c: c.name, reverse=True
    )
    told = [
        replace(choice, name=say(AIMS.get(choice.name, choice.name)))
        for choice in choices_of(address, "aim", aims, single=True)
    ]
    return [
        (say("目标或实际"), told),
        (say("年份"), latest_first),
        (say("地区"), region_choices(address, regions)),
        *([(say("指标"), choices_of(address, "name", beside))] if chosen != Chosen() else []),
    ]


def _names(every: Sequence[Indicator]) -> list[tuple[str, int, int]]:
    """The names that most places state, then those with most values: name, places, values."""
    places: dict[str, set[str | None]] = defaultdict(set)
    values: Counter[str] = Counter()
    for one in every:
        places[one.name].add(one.region)
        values[one.name] += 1
    order = sorted(values, key=lambda name: (-len(places[name]), -values[name], name))
    return [(name, len(places[name]), values[name]) for name in order[:_MOST_NAMES]]


def _title(chosen: Chosen) -> str:
    told = [
        *(region.rpartition("/")[2] for region in chosen.regions),
        *(say("{year}年", year=year) for year in chosen.years),
    ]
    told += [*chosen.names, *chosen.words, *([say(AIMS[chosen.aim])] if chosen.aim else [])]
    return say("{kind}：{words}", kind=say("指标"), words="、".join(told)) if told else say("指标")
