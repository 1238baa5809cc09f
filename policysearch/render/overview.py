"""The library at a glance: documents by place, year, kind and plan period; the indicators of two documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policysearch.catalogue.census import UNKNOWN, Census
from policysearch.catalogue.entries import Indicator
from policysearch.catalogue.matrix import in_unit
from policysearch.catalogue.pair import Pair, Paired
from policysearch.export.directory import printed, told
from policysearch.render.address import Address, reader_href, view_href
from policysearch.render.bars import Bar, bar_list, bar_svg
from policysearch.render.choose import catalogue_exports
from policysearch.render.clauses import place_link
from policysearch.render.documents import region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say, tongue
from policysearch.text import chinese_date, clip
from policysearch.types import Document, Filters

VIEW = "overview"
_MOST_BARS = 15
_MOST_REGIONS, _MOST_YEARS = 12, 10
_MOST_TITLE_CHARS = 60
_MOST_ALONE = 60


def overview_page(
    census: Census,
    catalogue: Sequence[tuple[str, int, str]],
    comparable: Sequence[tuple[Document, int]],
    documents: Mapping[str, Document],
) -> Html:
    """The counts as bars with their numbers; ``catalogue`` are name, count and address of its kinds; ``comparable`` the
    documents that state indicators, with how many.
    """
    counts = [
        element("li", element("a", element("strong", str(count)), say(name), href=href))
        for name, count, href in catalogue
    ]
    parts = [
        element("h1", say("概览"), tabindex="-1"),
        element("ul", element("li", element("strong", str(census.total)), say(" 份文件")), *counts, class_="totals"),
        element(
            "div",
            _bars(
                "文件数，按地区",
                [(say(region_name(name)), count, _of_region(name)) for name, count in census.regions.most_common()],
            ),
            _bars("文件数，按类别", [(say(name), count, _of_kind(name)) for name, count in census.kinds.most_common()]),
            _bars(
                "文件数，按年份",
                [(_year(name), count, _of_year(name)) for name, count in _latest_first(census)],
            ),
            _periods(census, documents),
            class_="plots",
        ),
        _region_by_year(census),
        compare_form(comparable, ()),
    ]
    return element("div", *parts, class_="overview")


def _latest_first(census: Census) -> list[tuple[str, int]]:
    return sorted(
        census.years.items(), key=lambda item: (item[0] == UNKNOWN, -int(item[0]) if item[0].isdecimal() else 0)
    )


def _of_region(name: str) -> str | None:
    return Address(filters=Filters(regions=(name,))).href if name != UNKNOWN else None


def _of_kind(name: str) -> str | None:
    return Address(filters=Filters(kinds=(name,))).href if name != UNKNOWN else None


def _of_year(name: str) -> str | None:
    return (
        Address(filters=Filters(date_from=f"{name}-01-01", date_to=f"{name}-12-31")).href if name != UNKNOWN else None
    )


def _year(name: str) -> str:
    return say("{year}年", year=name) if name != UNKNOWN else say("日期未写明")


def _bars(name: str, counts: Sequence[tuple[str, int, str | None]]) -> Html:
    """The first of ``counts`` as bars, the rest to be opened."""
    bars = [Bar(label, count, str(count), href=href) for label, count, href in counts]
    rest = bars[_MOST_BARS:]
    if len(rest) <= 3:
        return bar_list(say(name), bars)
    more = element(
        "details",
        element("summary", say("另有 {count} 项", count=len(rest))),
        bar_list(say("其余"), rest),
        class_="context",
    )
    return element("div", bar_list(say(name), bars[:_MOST_BARS]), more)


def _periods(census: Census, documents: Mapping[str, Document]) -> Html:
    """The plan periods on one line of years, each with its documents."""
    if not census.periods:
        return EMPTY
    first = min(start for (start, _), _ in census.periods)
    last = max(end for (_, end), _ in census.periods) + 1
    items = []
    for (start, end), doc_ids in census.periods:
        drawn = element(
            "svg",
            element(
                "rect",
                x=f"{(start - first) / (last - first) * 100:.2f}",
                y="0",
                width=f"{(end + 1 - start) / (last - first) * 100:.2f}",
                height="10",
                class_="bar",
            ),
            viewBox="0 0 100 10",
            preserveAspectRatio="none",
            aria_hidden="true",
            focusable="false",
            class_="bar-drawn",
        )
        links = [
            element(
                "a",
                f"《{clip(documents[d].title, _MOST_TITLE_CHARS)}》",
                href=reader_href(d),
                lang=tongue(documents[d].title),
            )
            for d in doc_ids
        ]
        label = element("span", say("{start}—{end}年", start=start, end=end), class_="bar-label")
        items.append(
            element("li", label, drawn, element("span", say("{count} 份", count=len(doc_ids)), class_="bar-value"))
        )
        items.append(element("li", join(links, "、"), class_="bar-titles"))
    return element("figure", element("figcaption", say("规划期")), element("ul", *items, class_="bars"), class_="plot")


def _region_by_year(census: Census) -> Html:
    """A table of counts: the places with most documents against the latest years."""
    regions = [name for name, _ in census.regions.most_common(_MOST_REGIONS)]
    years = sorted((year for year in census.years if year != UNKNOWN), reverse=True)[:_MOST_YEARS]
    if len(regions) < 2 or len(years) < 2:
        return EMPTY
    most = max(census.by_region_and_year[name, year] for name in regions for year in years) or 1
    head = [
        element("th", say("地区"), scope="col"),
        *(element("th", say("{year}年", year=year), scope="col") for year in years),
    ]
    lines = [
        element(
            "tr",
            element("th", say(region_name(name)), scope="row", lang=tongue(say(region_name(name)))),
            *(_count(census.by_region_and_year[name, year], most) for year in years),
        )
        for name in regions
    ]
    left = [
        say(phrase, count=len(shown))
        for phrase, shown, every in (
            ("地区只列前 {count} 个", regions, census.regions),
            ("年份只列前 {count} 个", years, census.years.keys() - {UNKNOWN}),
        )
        if len(shown) < len(every)
    ]
    note = element("p", say("，").join(left) + say("。"), class_="facet-note") if left else EMPTY
    table = element("table", element("thead", element("tr", *head)), element("tbody", *lines), class_="matrix counts")
    box = element(
        "div",
        table,
        class_="table matrix-box",
        tabindex="0",
        role="region",
        aria_label=say("各地区各年份的文件数，可左右滚动"),
    )
    return element("section", element("h2", say("文件数，按地区和年份")), box, note)


def _count(count: int, most: int) -> Html:
    """A number, its ground the darker the greater it is; the number says it too."""
    level = 0 if not count else 1 + min(3, int(4 * count / (most + 1)))
    return element("td", str(count) if count else "—", class_=f"level-{level}")


def compare_form(comparable: Sequence[tuple[Document, int]], chosen: Sequence[str]) -> Html:
    """Two lists of the documents that state indicators, to choose one of each; directory.js follows its address."""
    if len(comparable) < 2:
        return EMPTY
    boxes = [
        _document_box(say(name), comparable, chosen[at] if at < len(chosen) else "")
        for at, name in enumerate(("第一份", "第二份"))
    ]
    return element(
        "section",
        element("h2", say("两份文件的指标并列")),
        element(
            "form",
            element("input", type="hidden", name="view", value=VIEW),
            *boxes,
            element("button", say("并列"), type="submit"),
            method="get",
            action="",
            class_="view-form compare-form",
        ),
        class_="compare",
    )


def _document_box(name: str, comparable: Sequence[tuple[Document, int]], chosen: str) -> Html:
    by_kind: dict[str, list[Html]] = {}
    for document, count in comparable:
        year = chinese_date(document.date)[:4] if document.date else ""
        phrase = "{title}（{count} 个数值，{year}年）" if year else "{title}（{count} 个数值）"
        words = say(phrase, title=clip(document.title, _MOST_TITLE_CHARS), count=count, year=year)
        option = element(
            "option",
            words,
            value=document.doc_id,
            selected=document.doc_id == chosen,
            lang=tongue(words),
        )
        by_kind.setdefault(document.kind or "其他", []).append(option)
    groups = [element("optgroup", *options, label=say(kind)) for kind, options in by_kind.items()]
    nothing = element("option", say("请选择"), value="")
    return element("label", element("span", name), element("select", nothing, *groups, name="doc", required=True))


def compare_page(left: Document, right: Document, found: Paired, comparable: Sequence[tuple[Document, int]]) -> Html:
    """The indicators of two documents side by side: what both state as a table with bars, what one states below."""
    both = len({(pair.name, pair.unit[0]) for pair in found.pairs})
    status = say(
        "两份都有的指标 {both} 个；只在第一份的数值 {left} 个，只在第二份的 {right} 个。",
        both=both,
        left=len(found.left_only),
        right=len(found.right_only),
    )
    parts = [
        element("nav", element("a", say("← 概览"), href=view_href(VIEW), class_="all"), class_="reader-links"),
        element("h1", say("两份文件的指标并列"), tabindex="-1"),
        element("h2", status, class_="results-head", role="status"),
        catalogue_exports() if found.pairs or found.left_only or found.right_only else EMPTY,
        _pair_table(left, right, found.pairs) if found.pairs else _nothing_common(),
        _alone(left, found.left_only),
        _alone(right, found.right_only),
        compare_form(comparable, (left.doc_id, right.doc_id)),
    ]
    return element("div", *parts, class_="overview comparing")


def _nothing_common() -> Html:
    return element(
        "p", say("两份文件没有名称相同的指标；名称不同而意思相近的，请在下面各自的数值里对照。"), class_="empty"
    )


def _pair_table(left: Document, right: Document, pairs: Sequence[Pair]) -> Html:
    titles = [element("a", clip(d.title, _MOST_TITLE_CHARS), href=reader_href(d.doc_id)) for d in (left, right)]
    heads = [
        *(element("th", say(name), scope="col") for name in ("指标", "年份")),
        *(element("th", title, scope="col") for title in titles),
        element("th", say("对照（上为第一份）"), scope="col"),
    ]
    lines, before = [], ""
    for pair in pairs:
        name = element(
            "th", clip(pair.name, _MOST_TITLE_CHARS), scope="row", class_="again" if pair.name == before else None
        )
        before = pair.name
        when = say(
            "{when}目标" if pair.is_target else "{when}实际",
            when=say("{year}年", year=pair.year) if pair.year else say("年份未写明"),
        )
        cells = [
            element("td", _told(ones, document, pair)) for ones, document in ((pair.left, left), (pair.right, right))
        ]
        lines.append(element("tr", name, element("td", when), *cells, element("td", _drawn(pair), class_="drawn")))
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *lines), class_="matrix pairs")
    return element(
        "div",
        table,
        class_="table matrix-box",
        tabindex="0",
        role="region",
        aria_label=say("两份文件的指标，可左右滚动"),
    )


def _told(ones: Sequence[Indicator], document: Document, pair: Pair) -> Html:
    """The values of one document: as printed, in the unit of the row where that is another, with their own words."""
    if not ones:
        return element("span", "—", class_="nothing", title=say("这份文件没有说"))
    return join(element("div", _value(one, document, pair), class_="value") for one in ones)


def _value(one: Indicator, document: Document, pair: Pair) -> Html:
    parts = [place_link(document, one.spans[0], printed(one, document))]
    low, high = in_unit(one, pair.unit[1])
    if one.unit != pair.unit[0] and abs(low - one.value) > 1e-9:
        words = f"{low:.10g}" + (f"—{high:.10g}" if high is not None else "")
        parts.append(element("span", f"＝{words}{pair.unit[0]}", class_="definition"))
    if " ".join(one.printed.split()) != pair.name:
        parts.append(
            element(
                "span",
                say("原文：{words}", words=clip(" ".join(one.printed.split()), _MOST_TITLE_CHARS)),
                class_="definition",
            )
        )
    return join(parts)


def _drawn(pair: Pair) -> Html:
    """The first value of each as a bar on one scale; the numbers stand beside it."""
    values = [in_unit(ones[0], pair.unit[1]) if ones else None for ones in (pair.left, pair.right)]
    if None in values:
        return EMPTY
    known = [value for value in values if value is not None]
    least = min(0.0, *(low for low, _ in known))
    reach = (max(0.0, *(low if high is None else high for low, high in known)) - least) or 1.0
    return join(bar_svg(low, high, least, reach) for low, high in known)


def _alone(document: Document, ones: Sequence[Indicator]) -> Html:
    """What one document states alone, to be opened."""
    if not ones:
        return EMPTY
    items = [
        element(
            "li",
            f"{clip(' '.join(one.printed.split()), _MOST_TITLE_CHARS)}：",
            place_link(document, one.spans[0], told(one, document)),
        )
        for one in ones[:_MOST_ALONE]
    ]
    more = len(ones) - len(items)
    if more:
        href = view_href("indicators", ("doc", document.doc_id))
        items.append(
            element("li", element("a", say("这份文件的全部指标（另有 {count} 个数值）", count=more), href=href))
        )
    summary = element(
        "summary",
        say("只在《{title}》（{count} 个数值）", title=clip(document.title, _MOST_TITLE_CHARS), count=len(ones)),
    )
    return element("details", summary, element("ul", *items, class_="alone"), class_="context")
