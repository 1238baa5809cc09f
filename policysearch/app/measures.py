"""Support measures by who may apply (?view=measures&region=…&who=…&kind=…&done=…&not=…&self=…)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from policysearch.answer.checklist import NOBODY, Checked, check, order_of, said_of_oneself
from policysearch.app.view import View, wrap
from policysearch.catalogue.applying import NO_CLASS, Applying, conditions_of, measure_counts, measures_for
from policysearch.export.directory import condition_table, measure_table
from policysearch.export.tables import Tables
from policysearch.render import Address
from policysearch.render.choose import Choice, choices_of, page_of, region_choices, said, words_of
from policysearch.render.measures import ONLY_WHAT_IS_TICKED, measure_page
from policysearch.render.words import say
from policysearch.search.searcher import Searcher

_ON_A_PAGE = 20
_MOST_CONDITIONS = 60
_MOST_SELF_CHARS = 200


def applying_of(address: Address) -> Applying:
    """What an address chooses of the measures."""
    return Applying(
        regions=address.values("region"),
        who=address.values("who"),
        kinds=address.values("kind"),
        words=words_of(address),
        doc_ids=address.values("doc"),
    )


def measures(searcher: Searcher, address: Address, today: str) -> View:
    """The measures that fit, a page of them; where something is ticked or said, those with most met first."""
    every, documents = searcher.catalogue.measures, searcher.documents
    applying = applying_of(address)
    found = measures_for(every, documents, applying)
    kinds, classes, regions = measure_counts(every, documents, applying)
    conditions = conditions_of(found)
    ticked = {*address.values("done"), *address.values("not")}
    # What is ticked stays in sight, also where so many others are asked for more often.
    shown = [one for at, one in enumerate(conditions) if at < _MOST_CONDITIONS or one[0] in ticked]
    person = said_of_oneself((address.value("self") or "")[:_MOST_SELF_CHARS])
    checked = _checked(searcher, address)
    pages = max(ceil(len(checked) / _ON_A_PAGE), 1)
    page = min(page_of(address), pages)
    content = measure_page(
        checked[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
        len(checked),
        [
            (say("地区"), region_choices(address, regions)),
            (say("对象"), _classes(choices_of(address, "who", classes))),
            (say("类别"), said(choices_of(address, "kind", kinds))),
        ],
        shown,
        person,
        address,
        documents,
        today,
        more_conditions=len(conditions) - len(shown),
        page=page,
        pages=pages,
    )
    told = [
        *(region.rpartition("/")[2] for region in applying.regions),
        *applying.who,
        *applying.kinds,
        *applying.words,
    ]
    title = say("政策支持")
    return wrap("measures", say("{kind}：{words}", kind=title, words="、".join(told)) if told else title, content)


def measure_tables(searcher: Searcher, address: Address, today: str) -> Tables | None:
    """The measures of an address, all pages of them, and a row for each condition with its verdict."""
    checked = _checked(searcher, address)
    if not checked:
        return None
    tables = (measure_table(checked, searcher.documents), condition_table(checked, searcher.documents))
    return Tables("政策支持", (ONLY_WHAT_IS_TICKED, "文件没有写明的格子空着。"), tables, today)


def _classes(choices: Sequence[Choice]) -> list[Choice]:
    """The classes in the words of the documents; those without one come last."""
    named = [choice for choice in choices if choice.name != NO_CLASS]
    return [*named, *said([choice for choice in choices if choice.name == NO_CLASS])]


def _checked(searcher: Searcher, address: Address) -> list[Checked]:
    found = measures_for(searcher.catalogue.measures, searcher.documents, applying_of(address))
    done, undone = frozenset(address.values("done")), frozenset(address.values("not"))
    person = said_of_oneself((address.value("self") or "")[:_MOST_SELF_CHARS])
    checked = [check(one, done, undone, person) for one in found]
    return sorted(checked, key=order_of) if done or undone or person != NOBODY else checked
