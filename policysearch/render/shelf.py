"""Which documents of the library a person wants to see, in which order; and how many there are of each sort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from policysearch.render.address import Address
from policysearch.render.documents import plan_is_over
from policysearch.text import fold, squeeze
from policysearch.types import Document, Quality
from policysearch.validity import judge

ROWS_ON_A_PAGE = 50
UNSAID = "未注明"
_MOST_VALUES = 40
_MOST_WORD_CHARS = 60
_VALUE_CHARS = 80
_BRACKETS = str.maketrans("[](){}【】﹝﹞〖〗", "〔〕" * 6)

# The facets by the name that they have in an address, in the order to show.
FACET_NAMES: Mapping[str, str] = {
    "region": "地区",
    "kind": "类别",
    "standing": "状态",
    "grade": "整理质量",
    "year": "年份",
}
SORTS: Mapping[str, str] = {"new": "最新在前", "old": "最早在前", "title": "按名称", "long": "按篇幅"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is chosen: the values of each facet that has any, words of title, 文号 or issuer, the order, the page."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    word: str = ""
    sort: str = "new"
    page: int = 1

    def of(self, facet: str) -> tuple[str, ...]:
        """The values that are chosen of a facet."""
        return dict(self.chosen).get(facet, ())

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The options of its address; what is usual is left out."""
        pairs = [(facet, value) for facet, values in self.chosen for value in values]
        pairs += [("word", self.word)] if self.word else []
        pairs += [("sort", self.sort)] if self.sort != "new" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return tuple(pairs)

    @property
    def href(self) -> str:
        """Its address."""
        return Address(view="library", options=self.pairs).href

    def switched(self, facet: str, value: str) -> Wanted:
        """The same with a value added, or taken off where it was chosen; the first page of it."""
        values = self.of(facet)
        values = tuple(v for v in values if v != value) if value in values else (*values, value)
        chosen = {name: values if name == facet else self.of(name) for name in FACET_NAMES}
        return replace(self, chosen=tuple((name, kept) for name, kept in chosen.items() if kept), page=1)


def wanted_of(address: Address) -> Wanted:
    """What an address of the library wants; what is malformed is left out."""
    chosen = []
    for facet in FACET_NAMES:
        values = tuple(dict.fromkeys(v for v in address.values(facet) if len(v) <= _VALUE_CHARS))[:_MOST_VALUES]
        chosen += [(facet, values)] if values else []
    sort, page = address.value("sort") or "", address.value("page") or ""
    return Wanted(
        tuple(chosen),
        (address.value("word") or "")[:_MOST_WORD_CHARS],
        sort if sort in SORTS else "new",
        int(page) if page.isascii() and page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents that are wanted, in order, all of them; and for each facet how many documents have each value.

    A facet is counted without its own choices, so that others can be added. ``total`` is the size of the library.
    """

    documents: tuple[Document, ...]
    counts: Mapping[str, Mapping[str, int]]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-len(self.documents) // ROWS_ON_A_PAGE))


def shelf_of(
    documents: Sequence[Document], wanted: Wanted, today: str, quality_of: Callable[[Document], Quality]
) -> Shelf:
    """The documents that ``wanted`` names; equal ones keep the order of ``documents``, undated ones come last."""
    chosen = {facet: frozenset(wanted.of(facet)) for facet in FACET_NAMES}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACET_NAMES}
    kept = []
    for document in documents:
        if wanted.word and not _says(document, wanted.word):
            continue
        values = {
            "region": _regions(document),
            "kind": (document.kind or UNSAID,),
            "standing": _standings(document, today),
            "grade": (quality_of(document).grade,),
            "year": (document.date[:4] if document.date else UNSAID,),
        }
        failing = [facet for facet, wants in chosen.items() if wants and not wants.intersection(values[facet])]
        for facet in failing if len(failing) == 1 else FACET_NAMES if not failing else ():
            counts[facet].update(values[facet])
        if not failing:
            kept.append(document)
    for facet, wants in chosen.items():
        counts[facet].update(dict.fromkeys(wants, 0))
    return Shelf(tuple(_sorted(kept, wanted.sort)), counts, len(documents))


def _sorted(documents: Sequence[Document], sort: str) -> list[Document]:
    if sort == "title":
        return sorted(documents, key=lambda d: d.title)
    if sort == "long":
        return sorted(documents, key=lambda d: -len(d.text))
    dated = sorted((d for d in documents if d.date), key=lambda d: d.date or "", reverse=sort != "old")
    return [*dated, *(d for d in documents if not d.date)]


def _says(document: Document, word: str) -> bool:
    """Whether every part of ``word`` (between blanks) stands in the title, the 文号 or an issuer."""
    text = _plain("\n".join((document.title, document.number or "", *document.issuers, document.source.path)))
    return all(_plain(part) in text for part in word.split())


def _plain(words: str) -> str:
    """Folded, without blanks, the brackets of a 文号 all alike."""
    return fold(squeeze(words)).translate(_BRACKETS)


def _regions(document: Document) -> tuple[str, ...]:
    """The regions of a document and those above them; a province has the documents of its cities."""
    paths = document.regions or (UNSAID,)
    above = ("/".join(path.split("/")[:depth]) for path in paths for depth in range(1, path.count("/") + 2))
    return tuple(dict.fromkeys(above))


def _standings(document: Document, today: str) -> tuple[str, ...]:
    """What a page says of the standing of a document: whether it is in force, its plan over, a digest."""
    marks = [("规划期已满", plan_is_over(document, today)), ("摘编", document.is_digest)]
    return (judge(document, today).standing, *(name for name, is_so in marks if is_so))
