"""The library (文档库): its documents in pages, counts to narrow them by, and how many are of each year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from policysearch.render.address import reader_href, view_href
from policysearch.render.documents import badges, region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.kept import saved_questions
from policysearch.render.quality import grade
from policysearch.render.shelf import FACET_NAMES, ROWS_ON_A_PAGE, SORTS, UNSAID, Shelf, Wanted
from policysearch.render.words import say, tongue
from policysearch.types import Document, Quality

_SHOWN_AT_FIRST = 8
_LONGEST_RUN_YEARS = 40
_NEAR_PAGES = 2
_WHOLE_YEARS = 20
_COLUMNS = ("文件", "地区", "类别", "日期", "整理质量")


def library_page(
    shelf: Shelf, wanted: Wanted, today: str, quality_of: Callable[[Document], Quality], index_id: str
) -> Html:
    """One page of ``shelf`` with all that narrows and orders it; ``index_id`` tells the browser what is new."""
    page = min(wanted.page, shelf.pages)
    rows = shelf.documents[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    main = element(
        "div",
        _search(wanted),
        _chips(wanted),
        _timeline(shelf, wanted),
        _head(shelf, wanted, page, len(rows)),
        _table(rows, today, quality_of) if rows else _nothing(),
        _pages(shelf, wanted, page),
        class_="main",
    )
    groups = [_group(facet, shelf, wanted) for facet in FACET_NAMES if facet != "year"]
    side = element(
        "aside",
        element(
            "details", element("summary", say("筛选")), *groups, class_="facets", open=True, aria_label=say("筛选")
        ),
        class_="side",
    )
    return element(
        "section",
        element("h1", say("文档库（{count} 份）", count=shelf.total), tabindex="-1"),
        _news(),
        saved_questions(index_id),
        element("div", main, side, class_="found shelved"),
        class_="library",
        data_index=index_id,
    )


def _news() -> Html:
    """The place for what has come since the last visit; library.js fills it."""
    return element(
        "section",
        element("h2"),
        element("ol"),
        element("button", say("知道了"), type="button", class_="seen"),
        class_="news notice",
        role="status",
        hidden=True,
    )


def _search(wanted: Wanted) -> Html:
    kept = [(name, value) for name, value in wanted.pairs if name not in ("word", "page")]
    box = element(
        "input",
        type="search",
        name="word",
        value=wanted.word,
        placeholder=say("标题、文号或发布机构里的字"),
        aria_label=say("按标题、文号或发布机构找"),
        maxlength="60",
        autocomplete="off",
        enterkeyhint="search",
    )
    hidden = [element("input", type="hidden", name=name, value=value) for name, value in (("view", "library"), *kept)]
    button = element("button", say("找文件"), type="submit")
    return element("form", *hidden, box, button, method="get", action="", class_="library-form", role="search")


def _chips(wanted: Wanted) -> Html:
    """What is chosen, each with a link that takes it off."""
    shown = [
        (_name(facet, value), wanted.switched(facet, value)) for facet, values in wanted.chosen for value in values
    ]
    shown += [(f"“{wanted.word}”", replace(wanted, word="", page=1))] if wanted.word else []
    if not shown:
        return EMPTY
    links = [
        element(
            "a",
            name,
            element("span", " ×", aria_hidden="true"),
            class_="chip",
            href=less.href,
            aria_label=say("去掉筛选：{name}", name=name),
        )
        for name, less in shown
    ]
    clear = element("a", say("清除全部"), class_="clear", href=Wanted(sort=wanted.sort).href)
    name = element("span", say("只看"), class_="chips-name")
    return element("nav", name, *links, clear, class_="chips", aria_label=say("已选筛选"))


def _timeline(shelf: Shelf, wanted: Wanted) -> Html:
    """How many documents are of each year: a column each, with its number, that narrows to the year."""
    counts = shelf.counts["year"]
    years = list(_years([year for year in counts if year != UNSAID]))
    if len(years) < 2:
        return EMPTY
    most = max(counts.get(year, 0) for year in years) or 1
    columns = [
        _column(year, counts.get(year, 0), most, wanted, is_whole=len(years) <= _WHOLE_YEARS or int(year) % 5 == 0)
        for year in years
    ]
    unsaid = EMPTY
    if counts.get(UNSAID):
        is_chosen = UNSAID in wanted.of("year")
        words = ("✓ " if is_chosen else "") + say("日期未注明 {count} 份", count=counts[UNSAID])
        link = element(
            "a",
            words,
            href=wanted.switched("year", UNSAID).href,
            aria_current="true" if is_chosen else None,
        )
        unsaid = element("p", link, class_="unsaid")
    return element("figure", element("figcaption", say("各年份数")), element("ol", *columns), unsaid, class_="timeline")


def _years(found: Sequence[str]) -> Iterator[str]:
    """The years in order; where they lie close together those between that have no document too."""
    whole = sorted(year for year in found if year.isdecimal())
    if whole and int(whole[-1]) - int(whole[0]) < _LONGEST_RUN_YEARS:
        yield from map(str, range(int(whole[0]), int(whole[-1]) + 1))
    else:
        yield from whole


def _column(year: str, count: int, most: int, wanted: Wanted, *, is_whole: bool) -> Html:
    """A year with its number; of many years only every fifth is written in full (``is_whole``)."""
    is_chosen = year in wanted.of("year")
    parts = [
        element("span", str(count) if count else "", class_="count"),
        element("span", class_="bar", style=f"height:{round(72 * count / most)}px"),
        element("span", ("✓" if is_chosen else "") + (year if is_whole else year[2:]), class_="year"),
    ]
    if not count and not is_chosen:
        return element("li", element("span", *parts, class_="column", aria_hidden="true"))
    return element(
        "li",
        element(
            "a",
            *parts,
            class_="column",
            href=wanted.switched("year", year).href,
            aria_label=_told(say("{year}年", year=year), count, is_chosen=is_chosen),
            aria_current="true" if is_chosen else None,
        ),
    )


def _head(shelf: Shelf, wanted: Wanted, page: int, shown: int) -> Html:
    """How many there are, which of them are shown, and the orders to choose from."""
    count = len(shelf.documents)
    first = (page - 1) * ROWS_ON_A_PAGE + 1
    words = say("符合的 {count} 份" if wanted.chosen or wanted.word else "全部 {count} 份", count=count)
    if shelf.pages > 1 and shown:
        words += say("，第 {first}—{last} 份", first=first, last=first + shown - 1)
    orders = [
        element(
            "a",
            say(name),
            href=replace(wanted, sort=sort, page=1).href,
            aria_current="true" if sort == wanted.sort else None,
        )
        for sort, name in SORTS.items()
    ]
    return element(
        "div",
        element("h2", words, role="status"),
        element("nav", *orders, class_="sorts", aria_label=say("排序")),
        class_="collection-head",
    )


def _nothing() -> Html:
    link = element("a", say("看全部文件"), href=view_href("library"))
    return element("p", say("没有符合的文件：去掉一个条件，或换个词再找。"), link, class_="empty")


def _table(documents: Sequence[Document], today: str, quality_of: Callable[[Document], Quality]) -> Html:
    head = element("thead", element("tr", *(element("th", say(name), scope="col") for name in _COLUMNS)))
    rows = [element("tr", *_row(one, today, quality_of(one)), data_doc=one.doc_id) for one in documents]
    return element("table", head, element("tbody", *rows), class_="documents")


def _row(document: Document, today: str, quality: Quality) -> Iterator[Html]:
    link = element("a", document.title, href=reader_href(document.doc_id), lang=tongue(document.title))
    issued = "　".join(filter(None, (document.number, "、".join(document.issuers))))
    yield element(
        "td",
        link,
        badges(document, today),
        element("p", issued, class_="issued", lang=tongue(issued)) if issued else EMPTY,
        class_="title",
    )
    regions = "、".join(map(region_name, document.regions))
    for fact in (regions, say(document.kind or ""), document.date or ""):
        yield element("td", fact or "—", class_=None if fact else "unknown", lang=tongue(fact))
    report = view_href("quality", ("doc", document.doc_id))
    yield element("td", element("a", grade(quality), href=report, title=say("整理报告")))


def _pages(shelf: Shelf, wanted: Wanted, page: int) -> Html:
    """The links to the other pages: the first, the last, and those near this one."""
    if shelf.pages == 1:
        return EMPTY
    near = {1, shelf.pages, *range(page - _NEAR_PAGES, page + _NEAR_PAGES + 1)}
    numbers = sorted(number for number in near if 1 <= number <= shelf.pages)
    links: list[Html] = []
    if page > 1:
        links.append(element("a", say("上一页"), href=replace(wanted, page=page - 1).href, rel="prev"))
    for place, number in enumerate(numbers):
        if place and number - numbers[place - 1] > 1:
            links.append(element("span", "…"))
        href = replace(wanted, page=number).href
        current = "page" if number == page else None
        links.append(
            element("a", str(number), href=href, aria_current=current, aria_label=say("第 {number} 页", number=number))
        )
    if page < shelf.pages:
        links.append(element("a", say("下一页"), href=replace(wanted, page=page + 1).href, rel="next"))
    return element("nav", *links, class_="pages", aria_label=say("翻页"))


def _group(facet: str, shelf: Shelf, wanted: Wanted) -> Html:
    counts = shelf.counts[facet]
    chosen = wanted.of(facet)
    values = sorted(counts, key=lambda value: (value == UNSAID, -counts[value], value))
    if len(values) < 2 and not chosen:
        return EMPTY
    # What is chosen is never hidden behind 另有.
    first = [value for place, value in enumerate(values) if place < _SHOWN_AT_FIRST or value in chosen]
    rest = [value for value in values if value not in first]
    more = EMPTY
    if rest:
        items = element("ul", *(_choice(facet, value, counts[value], wanted) for value in rest))
        more = element(
            "details", element("summary", say("另有 {count} 项", count=len(rest))), items, class_="more-choices"
        )
    items = element("ul", *(_choice(facet, value, counts[value], wanted) for value in first))
    return element("section", element("h2", say(FACET_NAMES[facet])), items, more, class_="facet")


def _choice(facet: str, value: str, count: int, wanted: Wanted) -> Html:
    is_chosen = value in wanted.of(facet)
    name = _name(facet, value)
    inner = join(
        [
            element("span", "✓" if is_chosen else "", class_="box", aria_hidden="true"),
            element("span", name, class_="name", lang=tongue(name)),
            element("span", str(count), class_="count"),
        ]
    )
    link = element(
        "a",
        inner,
        href=wanted.switched(facet, value).href,
        aria_label=_told(name, count, is_chosen=is_chosen),
        aria_current="true" if is_chosen else None,
        title=value if "/" in value else None,
    )
    return element("li", link, class_="chosen" if is_chosen else None)


def _name(facet: str, value: str) -> str:
    if facet == "region" and value != UNSAID:
        return region_name(value)
    if facet == "standing" and value == "未知":
        return say("效力未知")
    return say("{year}年", year=value) if facet == "year" and value != UNSAID else say(value)


def _told(name: str, count: int, *, is_chosen: bool) -> str:
    """What a choice is called by a screen reader."""
    phrase = "{name}，{count} 份，已选，点按去掉" if is_chosen else "{name}，{count} 份"
    return say(phrase, name=name, count=count)
