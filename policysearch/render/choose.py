"""Groups of links that narrow a named view, each with its count; the form beside them; pages; the export buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.render.address import Address
from policysearch.render.documents import region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say, tongue
from policysearch.text import clip

_SHOWN_AT_FIRST = 10
_MOST_CHIP_CHARS = 40
# The regions of a library of a few places are all shown; of many only those below what is chosen.
_MOST_REGIONS_AT_ONCE = 14
_FORMATS = (("xlsx", "Excel"), ("docx", "Word"), ("md", "Markdown"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that narrows a view: how it reads, how many it leaves, the view with it switched.

    ``depth`` sets a place below another under it.
    """

    name: str
    count: int
    chosen: bool
    href: str
    depth: int = 0


def choices_of(address: Address, option: str, counts: Mapping[str, int], *, single: bool = False) -> list[Choice]:
    """The values of an option, most first, chosen ones always; ``single``: a value takes the place of the other."""
    chosen = address.values(option)
    total = {**dict.fromkeys(chosen, 0), **counts}
    return [
        Choice(
            value,
            total[value],
            value in chosen,
            (
                address.with_option(option, *(() if value in chosen else (value,)))
                if single
                else address.with_value(option, value)
            ).href,
        )
        for value in sorted(total, key=lambda value: (-total[value], value))
    ]


def region_choices(address: Address, counts: Mapping[str, int], option: str = "region") -> list[Choice]:
    """The places as a tree, each with the number in it and below it; ``counts`` are by path.

    A place whose only place below has all that it has gives way to that. Of many places those below one show where
    one of them, or it, is chosen.
    """
    chosen = address.values(option)
    below: dict[str, list[str]] = {}
    for path in {**counts, **dict.fromkeys(chosen, 0)}:
        below.setdefault(path.rpartition("/")[0], []).append(path)
    every = len(counts) <= _MOST_REGIONS_AT_ONCE

    def branch(path: str, depth: int) -> Iterator[Choice]:
        lower = below.get(path, [])
        skipped = path not in chosen and len(lower) == 1 and counts.get(lower[0], 0) == counts.get(path, 0)
        if not skipped:
            href = address.with_value(option, path).href
            yield Choice(say(region_name(path)), counts.get(path, 0), path in chosen, href, depth)
        opened = every or skipped or any(one == path or one.startswith(f"{path}/") for one in chosen)
        for one in _most_first(lower, counts) if opened else ():
            yield from branch(one, depth if skipped else depth + 1)

    return [choice for path in _most_first(below.get("", []), counts) for choice in branch(path, 0)]


def said(choices: Sequence[Choice]) -> list[Choice]:
    """The same in the language of the page: for values that are words of ours, not of the documents."""
    return [replace(choice, name=say(choice.name)) for choice in choices]


def _most_first(paths: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    return sorted(paths, key=lambda path: (-counts.get(path, 0), path))


def choice_panel(groups: Sequence[tuple[str, Sequence[Choice]]], unit: str, note: str = "") -> Html:
    """The groups that leave a choice, one below the other; ``unit`` tells a choice and its {count}."""
    shown = [_group(name, found, unit) for name, found in groups if len(found) > 1 or any(one.chosen for one in found)]
    if not shown:
        return EMPTY
    told = element("p", note, class_="facet-note") if note else EMPTY
    return element("details", element("summary", say("筛选")), *shown, told, class_="facets", open=True)


def _group(name: str, found: Sequence[Choice], unit: str) -> Html:
    most = len(found) if len(found) <= _SHOWN_AT_FIRST + 2 else _SHOWN_AT_FIRST
    at_first = [one for at, one in enumerate(found) if at < most or one.chosen]
    rest = [one for one in found if one not in at_first]
    more = EMPTY
    if rest:
        items = element("ul", *(_item(one, unit) for one in rest))
        more = element(
            "details", element("summary", say("另有 {count} 项", count=len(rest))), items, class_="more-choices"
        )
    return element(
        "section", element("h2", name), element("ul", *(_item(one, unit) for one in at_first)), more, class_="facet"
    )


def _item(choice: Choice, unit: str) -> Html:
    box = element("span", "✓" if choice.chosen else "", class_="box", aria_hidden="true")
    name = choice.name
    words = [
        box,
        element("span", name, class_="name", lang=tongue(name)),
        element("span", str(choice.count), class_="count"),
    ]
    link = element(
        "a",
        *words,
        href=choice.href,
        aria_label=say(unit, name=name, count=choice.count) + (say("，已选，点按去掉") if choice.chosen else ""),
        aria_current="true" if choice.chosen else None,
        title=name if len(name) > 12 else None,
    )
    classes = " ".join(
        filter(None, ("chosen" if choice.chosen else "", f"depth-{min(choice.depth, 2)}" if choice.depth else ""))
    )
    return element("li", link, class_=classes or None)


def word_form(address: Address, name: str, placeholder: str) -> Html:
    """The box that narrows a view by words; what else is chosen stays. directory.js follows its address."""
    kept = [
        element("input", type="hidden", name=key, value=value)
        for key, value in address.options
        if key not in ("word", "page")
    ]
    box = element(
        "input",
        type="search",
        name="word",
        value=" ".join(address.values("word")) or None,
        maxlength="100",
        autocomplete="off",
        enterkeyhint="search",
        placeholder=placeholder,
        aria_label=name,
    )
    view = element("input", type="hidden", name="view", value=address.view)
    return element(
        "form",
        view,
        box,
        *kept,
        element("button", say("筛选"), type="submit"),
        method="get",
        action="",
        role="search",
        class_="view-form",
    )


def words_of(address: Address) -> tuple[str, ...]:
    """The words of the box: parted at blanks."""
    return tuple(word for value in address.values("word") for word in value[:200].split())[:8]


def chosen_links(address: Address, names: Mapping[str, str], told: Mapping[str, str]) -> Html:
    """What is chosen, each with a link that takes it off, and one that clears all.

    ``names`` are those of the options that count; ``told`` are values that read otherwise than they stand.
    """
    chosen = [(key, value) for key, value in dict.fromkeys(address.options) if key in names and value]
    links = [_chip(address, key, value, names[key], told) for key, value in chosen]
    if not links:
        return EMPTY
    clear = element("a", say("清除全部"), class_="clear", href=Address(view=address.view).href)
    named = element("span", say("只看"), class_="chips-name")
    return element("nav", named, *links, clear, class_="chips", aria_label=say("已选筛选"))


def _chip(address: Address, key: str, value: str, name: str, told: Mapping[str, str]) -> Html:
    words = clip(
        told.get(value, region_name(value) if key == "region" else say(value) if key == "kind" else value),
        _MOST_CHIP_CHARS,
    )
    less = address.with_option(key, *(other for other in address.values(key) if other != value)).href
    off = element("span", " ×", aria_hidden="true")
    return element(
        "a",
        say("{kind}：{words}", kind=say(name), words=words) if name else words,
        off,
        class_="chip",
        href=less,
        aria_label=say("去掉筛选：{name}", name=words),
    )


def page_of(address: Address) -> int:
    """The page of a list that an address asks for, from 1."""
    wanted = address.value("page") or ""
    return max(int(wanted), 1) if wanted.isdecimal() and len(wanted) <= 4 else 1


def page_links(address: Address, page: int, pages: int) -> Html:
    """Links to the page before and after, and which of how many this is; nothing where there is but one."""
    if pages <= 1:
        return EMPTY
    before = element("a", say("← 上一页"), href=_page(address, page - 1), rel="prev") if page > 1 else EMPTY
    after = element("a", say("下一页 →"), href=_page(address, page + 1), rel="next") if page < pages else EMPTY
    here = element("span", say("第 {page} 页，共 {pages} 页", page=page, pages=pages), aria_current="page")
    return element("nav", before, here, after, class_="pages", aria_label=say("分页"))


def _page(address: Address, page: int) -> str:
    return address.with_option("page", str(page)).href


def catalogue_exports() -> Html:
    """The buttons that export what the view lists; directory.js fetches the file from ``/export_catalogue``."""
    buttons = [
        element(
            "button",
            name,
            type="button",
            class_="export-catalogue",
            data_format=form,
            aria_label=say("导出为 {name}", name=name),
        )
        for form, name in _FORMATS
    ]
    return element("p", element("span", say("导出")), *buttons, class_="links exports")


def side_by_side(columns: Sequence[Html]) -> Html:
    """Columns of equal width beside each other, below each other where the page is narrow."""
    return element("div", join(columns), class_="abreast")
