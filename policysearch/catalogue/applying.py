"""Support measures by who may have them, and their conditions as things to tick: all words are those of the texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.catalogue.entries import Measure
from policysearch.catalogue.narrow import region_counts
from policysearch.catalogue.select import measure_words
from policysearch.regions import NATION, covers
from policysearch.text import fold, quote_hash, squeeze
from policysearch.types import Document

NO_CLASS = "未写明"
_LEAST_CLASS, _MOST_CLASS = 2, 12
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]?|[）)]")
# 房屋产权人或承租人, 本人及其配偶: each is a class of its own.
_APART = re.compile(r"[、，,；;]|以及|或者|[和及或与]")
_OPENS = re.compile(r"^(?:其他?|各类|所有|上述|该|等)+")
_CLOSES = re.compile(r"(?:等|本人)+$")
_ENDS = "。；;，,、：: "


@dataclass(frozen=True, slots=True)
class Applying:
    """What is chosen of the measures; what is empty narrows nothing. Values of one field add up, fields narrow."""

    regions: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    doc_ids: tuple[str, ...] = ()


def classes_of(measure: Measure) -> tuple[str, ...]:
    """The classes of persons of a measure: 居住证持有人 of 符合条件的居住证持有人; 未写明 where it names none.

    A class is what stands behind the last 的, where it is a few characters long.
    """
    found: dict[str, None] = {}
    for stated in measure.who:
        words = _BRACKETS.sub("", squeeze(stated.text)).rpartition("的")[2]
        for part in _APART.split(words):
            told = _CLOSES.sub("", _OPENS.sub("", part))
            if _LEAST_CLASS <= len(told) <= _MOST_CLASS:
                found[told] = None
    return tuple(found) or (NO_CLASS,)


def measures_for(
    measures: Iterable[Measure], documents: Mapping[str, Document], applying: Applying
) -> tuple[Measure, ...]:
    """The measures that fit, in their order; a region is that of the document and holds for all below it too.

    A measure of a place above is granted in the place as well: who asks for 拱墅区 is shown those of 杭州市, 浙江省 and
    全国.
    """
    return tuple(one for one in measures if _fits(one, documents[one.doc_id], applying))


def measure_counts(
    measures: Sequence[Measure], documents: Mapping[str, Document], applying: Applying
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How many measures each kind, class of persons and place would leave; a field without its own choices."""
    of_kind = measures_for(measures, documents, replace(applying, kinds=()))
    of_class = measures_for(measures, documents, replace(applying, who=()))
    of_region = measures_for(measures, documents, replace(applying, regions=()))
    return (
        Counter(one.kind for one in of_kind),
        Counter(name for one in of_class for name in classes_of(one)),
        _place_counts([documents[one.doc_id].regions for one in of_region]),
    )


def _place_counts(entries: Sequence[Sequence[str]]) -> Counter[str]:
    """How many entries are granted in each place that has any: its own, those below it and those above it."""
    places = region_counts(entries)
    return Counter(
        {place: sum(any(_grants_in(path, place) for path in paths) for paths in entries) for place in places}
    )


def condition_key(words: str) -> str:
    """Eight hexadecimal digits for a condition: the same words are the same condition wherever they stand."""
    return quote_hash(fold(words).strip(_ENDS))


def conditions_of(measures: Iterable[Measure]) -> list[tuple[str, str, int]]:
    """The conditions of ``measures``, each once: key, words, of how many measures; most first, then as they come."""
    words: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for measure in measures:
        keys = {condition_key(each.text): " ".join(each.text.split()).strip(_ENDS) for each in measure.conditions}
        for key, told in keys.items():
            words.setdefault(key, told)
        counts.update(keys.keys())
    return [(key, words[key], counts[key]) for key in sorted(words, key=lambda key: -counts[key])]


def _fits(one: Measure, document: Document, applying: Applying) -> bool:
    if applying.kinds and one.kind not in applying.kinds:
        return False
    if applying.doc_ids and one.doc_id not in applying.doc_ids:
        return False
    if applying.regions and not any(_grants_in(path, place) for path in document.regions for place in applying.regions):
        return False
    if applying.who and not {*classes_of(one)} & {*applying.who}:
        return False
    if not applying.words:
        return True
    told = fold(" ".join((*measure_words(one), document.title)))
    return all(fold(word) in told for word in applying.words)


def _grants_in(path: str, place: str) -> bool:
    """Whether a document of ``path`` grants in ``place``: it is of that place, of one below it, or of one above it."""
    return covers(path, place) or path == NATION or place.startswith(f"{path}/")
