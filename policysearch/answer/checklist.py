"""The conditions of a measure one by one against what a person ticks and says: met, not met, not stated.

Nothing here says that somebody may have something: who decides on the application does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from policysearch.answer.eligible import Person, Verdict, judge_condition, person_in
from policysearch.catalogue.applying import condition_key
from policysearch.catalogue.entries import Measure

# 硕士，本市户籍: what has no verb of its own is what one has.
_HOUSEHOLD = re.compile(r"(?:(?<=^)|(?<=[，、,；;。 ]))(?=本[地市省区县](?:户籍|户口))")
NOBODY = Person(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Checked:
    """A measure with a verdict for each of its conditions, in their order."""

    measure: Measure
    verdicts: tuple[Verdict, ...]

    def count(self, verdict: Verdict) -> int:
        """How many conditions have this verdict."""
        return self.verdicts.count(verdict)


def said_of_oneself(words: str) -> Person:
    """What a few words (硕士，28岁，社保3年，本市户籍) say of who writes them; nothing where they say nothing."""
    told = _HOUSEHOLD.sub("有", words.strip(" 。？?！!"))
    return (person_in(f"我{told}，可以吗？") if told else None) or NOBODY


def check(measure: Measure, done: Collection[str], undone: Collection[str], person: Person) -> Checked:
    """The verdicts on the conditions of ``measure``.

    ``done`` and ``undone`` are keys of conditions (see ``condition_key``) that the person ticked as met or not met;
    they go before what is judged of ``person`` by degree, age, household and years.
    """
    return Checked(measure, tuple(_verdict(each.text, done, undone, person) for each in measure.conditions))


def _verdict(words: str, done: Collection[str], undone: Collection[str], person: Person) -> Verdict:
    key = condition_key(words)
    if key in undone:
        return "不满足"
    if key in done:
        return "满足"
    return judge_condition(words, person) if person != NOBODY else "未说明"


def order_of(checked: Checked) -> tuple[bool, int, int]:
    """What to show first: nothing unmet, most met, fewest open; the order of the texts settles what is equal."""
    return (checked.count("不满足") > 0, -checked.count("满足"), checked.count("未说明"))
