"""Indicators as a table of places against indicators and years, each value a link to its clause, and as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.matrix import By, Head, Matrix, in_unit
from policysearch.export.directory import printed
from policysearch.render.address import Address, view_href
from policysearch.render.bars import Bar, bar_list
from policysearch.render.choose import (
    Choice,
    catalogue_exports,
    choice_panel,
    chosen_links,
    page_links,
    word_form,
)
from policysearch.render.clauses import place_href, place_link
from policysearch.render.documents import region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say, tongue
from policysearch.text import clip, squeeze
from policysearch.types import Document

VIEW = "indicators"
_UNIT = "{name}，{count} 个数值"
_VALUES_IN_A_CELL = 3
_MOST_BARS = 40
_MOST_LEFT_OUT = 40
_MOST_NAME_CHARS = 60
_NAMES = {"word": "词", "name": "指标", "region": "地区", "year": "年份", "aim": "", "doc": "文件"}
AIMS = {"target": "目标", "actual": "实际"}
_BYS: dict[By, str] = {"region": "地区", "indicator": "指标", "year": "年份"}


def indicator_page(
    matrix: Matrix,
    count: int,
    groups: Sequence[tuple[str, Sequence[Choice]]],
    address: Address,
    documents: Mapping[str, Document],
    *,
    sort: tuple[int, str] | None,
    page: int,
    pages: int,
    on_a_page: int,
) -> Html:
    """The table of ``count`` values, ``on_a_page`` rows of it; its rows are in order already, by ``sort`` if given."""
    rows = matrix.rows[(page - 1) * on_a_page : page * on_a_page]
    status = say("{count} 个数值：{rows} 行", count=count, rows=len(matrix.rows))
    status += say("，第 {page} 页", page=page) if pages > 1 else ""
    body = [element("h2", status, class_="results-head", role="status")]
    if count:
        body += [
            element("div", _turned(matrix.by, address), catalogue_exports(), class_="table-tools"),
            _table(matrix, rows, address, documents, sort),
            page_links(address, page, pages),
            _left_out(matrix, address),
            _plot(matrix, documents, sort[0] if sort else 0),
        ]
    else:
        body.append(element("p", say("没有这样的数值。换个词，或去掉一项筛选再试。"), class_="empty"))
    return _page(body, groups, address, documents)


def indicator_home(
    names: Sequence[tuple[str, int, int]],
    total: int,
    groups: Sequence[tuple[str, Sequence[Choice]]],
    address: Address,
    documents: Mapping[str, Document],
) -> Html:
    """Before anything is chosen: the indicators that most places state, ``(name, places, values)``."""
    items = [
        element(
            "li",
            element("a", clip(name, _MOST_NAME_CHARS), href=view_href(VIEW, ("name", name)), lang=tongue(name)),
            element(
                "span",
                say("{places} 个地区，{count} 个数值" if places > 1 else "{count} 个数值", places=places, count=values),
                class_="count",
            ),
        )
        for name, places, values in names
    ]
    status = say("收录的文件里共 {count} 个数值。" if total else "收录的文件里没有找到指标。", count=total)
    body = [element("h2", status, class_="results-head", role="status")]
    if items:
        body.append(element("h2", say("说得最多的指标"), class_="names-head"))
        body.append(element("ul", *items, class_="names"))
    return _page(body, groups, address, documents)


def _page(
    body: Sequence[Html],
    groups: Sequence[tuple[str, Sequence[Choice]]],
    address: Address,
    documents: Mapping[str, Document],
) -> Html:
    titles = {doc_id: documents[doc_id].title for doc_id in address.values("doc") if doc_id in documents}
    head = element(
        "header",
        element("h1", say("指标"), tabindex="-1"),
        element(
            "p", say("文件里的数字，按地区和年份对照；每个数字都连到原文，左右、以上等限定照原文保留。"), class_="intro"
        ),
        word_form(address, say("在指标里找"), say("指标的名称，例如：GDP增长、人才资源总量")),
        chosen_links(address, _NAMES, titles | {aim: say(name) for aim, name in AIMS.items()}),
        class_="view-head",
    )
    side = element("aside", choice_panel(groups, _UNIT), class_="side")
    return element("div", head, side, element("section", *body, class_="listed"), class_="directory")


def _turned(by: By, address: Address) -> Html:
    """Links that put something else down the side."""
    links = [
        element(
            "a",
            say(name),
            href=_unsorted(address).with_option("by", key).href,
            aria_current="true" if key == by else None,
        )
        for key, name in _BYS.items()
    ]
    return element("p", element("span", say("每行一个")), *links, class_="links turned")


def _unsorted(address: Address) -> Address:
    return address.with_option("sort").with_option("order")


def _table(
    matrix: Matrix,
    rows: Sequence[Head],
    address: Address,
    documents: Mapping[str, Document],
    sort: tuple[int, str] | None,
) -> Html:
    corner = element("th", say(_BYS[matrix.by]), scope="col")
    heads = [_column_head(matrix, n, address, sort) for n in range(len(matrix.columns))]
    lines = [element("tr", _row_head(row), *_cells(matrix, row, documents)) for row in rows]
    name = _one_name(matrix)
    caption = element("caption", clip(name, _MOST_NAME_CHARS), lang=tongue(name)) if name else EMPTY
    table = element(
        "table", caption, element("thead", element("tr", corner, *heads)), element("tbody", *lines), class_="matrix"
    )
    return element(
        "div", table, class_="table matrix-box", tabindex="0", role="region", aria_label=say("指标对照表，可左右滚动")
    )


def _column_head(matrix: Matrix, n: int, address: Address, sort: tuple[int, str] | None) -> Html:
    """The name of a column; where its values compare, a link that sorts by it."""
    column, (unit, _) = matrix.columns[n], matrix.units[n]
    name, detail = column_words(matrix.by, column, unit)
    told = (
        [element("span", clip(name, _MOST_NAME_CHARS), class_="head-name", lang=tongue(name))]
        if name and not _one_name(matrix)
        else []
    )
    if matrix.by == "indicator":  # a column then holds things of several units
        return element("th", *told, element("span", detail, class_="head-detail"), scope="col")
    order = sort[1] if sort and sort[0] == n else None
    turned = "asc" if order == "desc" else "desc"
    href = address.with_option("sort", str(n)).with_option("order", turned).href
    arrow = element("span", {"asc": " ▲", "desc": " ▼"}.get(order or "", " ⇅"), aria_hidden="true", class_="arrow")
    ordered = say("按这一列从小到大排" if turned == "asc" else "按这一列从大到小排")
    told.append(element("span", detail, arrow, class_="head-detail"))
    link = element(
        "a",
        *told,
        href=href,
        title=ordered,
        aria_label=say("{name}，{ordered}", name=f"{name} {detail}", ordered=ordered),
    )
    aria = {"asc": "ascending", "desc": "descending"}.get(order or "")
    return element("th", link, scope="col", aria_sort=aria)


def _one_name(matrix: Matrix) -> str:
    """The indicator of all columns, where there are several of one: then it is told above the table, once."""
    names = {column.name for column in matrix.columns}
    return next(iter(names)) or "" if len(names) == 1 and len(matrix.columns) > 1 else ""


def column_words(by: By, column: Head, unit: str) -> tuple[str, str]:
    """The name of a column and what else its values have in common: 地区生产总值增长, 2026年目标（%）."""
    year = "" if column.year is None else say("{year}年", year=column.year) if column.year else say("年份未写明 ")
    when = year if column.is_target is None else say("{when}目标" if column.is_target else "{when}实际", when=year)
    place = "" if column.place is None else region_name(column.place) or say("地区未写明")
    of_unit = say("（{names}）", names=unit) if unit and by != "indicator" else ""
    name = column.name if column.name is not None else place
    beside = f"{place} " if column.name is not None and place else ""
    return name, f"{beside}{when}{of_unit}"


def row_words(row: Head) -> str:
    """The name of a row: a place, an indicator with its unit, or a year."""
    if row.place is not None:
        return region_name(row.place) or say("地区未写明")
    if row.name is not None:
        return row.name
    return say("{year}年", year=row.year) if row.year else say("年份未写明")


def _row_head(row: Head) -> Html:
    return element(
        "th", clip(row_words(row), _MOST_NAME_CHARS), scope="row", title=(row.place or "").replace("/", "") or None
    )


def _cells(matrix: Matrix, row: Head, documents: Mapping[str, Document]) -> list[Html]:
    return [
        element("td", _cell(matrix.cell(row, column), matrix.units[n], documents, compared=matrix.by != "indicator"))
        for n, column in enumerate(matrix.columns)
    ]


def _cell(
    values: Sequence[Indicator], unit: tuple[str, float], documents: Mapping[str, Document], *, compared: bool
) -> Html:
    """The values of a cell: each as printed, once however many documents state it; differing ones below each other."""
    if not values:
        return element("span", "—", class_="nothing", title=say("收录的文件没有说"))
    alike: dict[tuple[float, float | None, str], list[Indicator]] = {}
    for one in values:
        alike.setdefault((one.amount, one.high, one.qualifier), []).append(one)
    shown = list(alike.values())[:_VALUES_IN_A_CELL]
    more = len(alike) - len(shown)
    told = [_value(ones, unit, documents, compared) for ones in shown]
    if more:
        told.append(element("p", say("另有 {count} 个不同的数", count=more), class_="definition"))
    return join(told)


def _value(
    ones: Sequence[Indicator], unit: tuple[str, float], documents: Mapping[str, Document], compared: bool
) -> Html:
    first = ones[0]
    again = [
        element("sup", place_link(documents[one.doc_id], one.spans[0], f"[{number}]"))
        for number, one in enumerate(ones[1 : 1 + _VALUES_IN_A_CELL], 2)
    ]
    link = place_link(documents[first.doc_id], first.spans[0], printed(first, documents[first.doc_id]))
    return element(
        "div", link, *again, _converted(first, unit) if compared else EMPTY, _definition(first), class_="value"
    )


def _converted(one: Indicator, unit: tuple[str, float]) -> Html:
    """The value in the unit of its column, where it is printed in another one."""
    name, one_unit = unit
    if one.unit == name or not one.value or abs(one.amount / one.value - one_unit) < 1e-9 * one_unit:
        return EMPTY
    low, high = in_unit(one, one_unit)
    words = f"{low:.10g}" + (f"—{high:.10g}" if high is not None else "")
    return element("span", f"＝{words}{name}", class_="definition")


def _definition(one: Indicator) -> Html:
    """The words of the text, where they are not those of the column: the definition may differ."""
    if squeeze(one.printed) == one.name:
        return EMPTY
    return element(
        "span", say("原文：{words}", words=clip(" ".join(one.printed.split()), _MOST_NAME_CHARS)), class_="definition"
    )


def _left_out(matrix: Matrix, address: Address) -> Html:
    """The columns that there was no room for, by the names of their indicators, each a link."""
    names = dict.fromkeys(column.name for column, _ in matrix.left_out if column.name is not None)
    if not matrix.left_out:
        return EMPTY
    if matrix.by == "indicator" or (len(names) == 1 and all(c.name in names for c in matrix.columns)):
        words = say("另有 {count} 列没有列出：选一个年份，或者只看目标或实际。", count=len(matrix.left_out))
        return element("p", words, class_="facet-note")
    links = [
        element("a", clip(name, _MOST_NAME_CHARS), href=_unsorted(address).with_option("name", name).href)
        for name in list(names)[:_MOST_LEFT_OUT]
        if name is not None
    ]
    more = len(names) - len(links)
    return element(
        "details",
        element("summary", say("还有 {count} 列，{names} 个指标", count=len(matrix.left_out), names=len(names))),
        element(
            "p",
            join(links, " · "),
            say(" 等，换个更具体的词可再找 {count} 个", count=more) if more > 0 else "",
            class_="left-out",
        ),
        class_="context",
    )


def _plot(matrix: Matrix, documents: Mapping[str, Document], n: int) -> Html:
    """A column as bars: the one that the table is sorted by, else the first."""
    column, (unit, one_unit) = matrix.columns[n], matrix.units[n]
    rows = [row for row in matrix.rows if matrix.cell(row, column)]
    if matrix.by == "indicator" or len(rows) < 2:
        return EMPTY
    bars = [_bar(row, matrix.cell(row, column)[0], one_unit, documents) for row in rows[:_MOST_BARS]]
    name, detail = column_words(matrix.by, column, unit)
    left = len(rows) - len(bars)
    several = any(len(matrix.cell(row, column)) > 1 for row in rows)
    notes = (
        say("只画前 {shown} 行，另有 {count} 行在表里。", shown=_MOST_BARS, count=left) if left else "",
        say("一格有几个数的，画第一个。") if several else "",
    )
    return bar_list(f"{name} {detail}", bars, "".join(notes))


def _bar(row: Head, one: Indicator, one_unit: float, documents: Mapping[str, Document]) -> Bar:
    low, high = in_unit(one, one_unit)
    document = documents[one.doc_id]
    return Bar(row_words(row), low, printed(one, document), high, place_href(document, one.spans[0]))
