"""What a question names: places, years, kinds, 文号, documents, programmes, clauses, quoted words, what it asks for.

Every finding has its span in the question and a key; by the keys of those that move the ranking a person switches them
off (see ``Finding.is_told``). Nothing here searches; what a finding does is told in lift.py and lookup.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from policysearch.catalogue.entries import Programme
from policysearch.regions import Region, locate_regions, short_name
from policysearch.search.programmes import Programmes
from policysearch.search.reference import Reference, is_exact, locate_references
from policysearch.search.titles import Context, Titles
from policysearch.search.tokenize import content_terms, find_numbers
from policysearch.search.wants import find_wants
from policysearch.search.years import find_years
from policysearch.text import clip, fold
from policysearch.types import KINDS, Document, Finding, Span, Understanding

_PHRASE = re.compile(
    r"“([^“”]{2,200})”|「([^「」]{2,200})」|『([^『』]{2,200})』|\"([^\"]{2,200})\"|《([^《》]{2,80})》"
)
# A 文种 is the kind of document that is asked for, and not a plain word, where the question goes inside it (办法里,
# 条例第三条), asks which one (哪个办法), or names the State's report.
_KIND_BEFORE = r"(?:哪一?[个份部项些]|这[个份部项])"
_KIND_AFTER = r"(?=[里内]|中(?![心小学])|第[一二三四五六七八九十百\d]+[编章节条])"
_NO_KIND = re.compile(r"[什没有何想啥好]")
_REPORT = "工作报告"
_REPORT_NAMED = re.compile(r"(?:政府)?工作报告")
# What may run on before a 文号: 根据国发〔2024〕1号.
_BEFORE_NUMBER = re.compile(
    r"^.*(?:请问|根据|依据|按照|依照|关于|查一?[下找]|[按的和与及在是问找查])(?=[^〔\[(【﹝]{2})"
)
_PRINTED_CHARS = 40


class Understander:
    """Reads questions against a library; what it needs of the documents is read at the first question.

    ``programmes`` gives those of the catalogue, asked for once.
    """

    def __init__(
        self, documents: Mapping[str, Document], programmes: Callable[[], Iterable[Programme]] = tuple
    ) -> None:
        self._documents = documents
        self._all_programmes = programmes

    def understand(self, question: str, ignore: Collection[str] = ()) -> Understanding:
        """What ``question`` names, each thing once, by its place in the question; see Understanding.

        ``ignore`` are keys of findings that count for nothing.
        """
        folded = fold(question)
        places = list(self._places(question, folded))
        years = list(_years(question, folded))
        off = frozenset(ignore)
        context = Context(
            tuple(f.value for f in places if f.key not in off),
            tuple(years_of(f) for f in years if f.key not in off),
        )
        titles = list(self._titles_in(question, context))
        # What is read as one thing is not read as another besides: “十四五” is a period and no phrase. A programme in
        # quotation marks is both: the words are looked up, and they are known.
        quoted = [finding.span for finding in (*titles, *years)]
        in_titles = [finding.span for finding in titles if finding.key not in off]
        found = [
            *places,
            *years,
            *self._numbers_in(question, folded),
            *titles,
            *(kind for kind in self._kinds_in(folded) if not any(s.holds(kind.span) for s in in_titles)),
            *self._programmes_in(question, folded),
            *_phrases(question, quoted),
            *_references(question),
            *(Finding("wants", name, word, span) for span, name, word in find_wants(folded)),
        ]
        once = {finding.key: finding for finding in reversed(found)}
        return Understanding(question, tuple(sorted(once.values(), key=lambda f: (f.span, f.kind, f.key))), off)

    @cached_property
    def _held(self) -> frozenset[str]:
        """The regions that documents are of, with those above them."""
        paths = {path for document in self._documents.values() for path in document.regions}
        return frozenset(part for path in paths for part in _with_above(path))

    @cached_property
    def _titles(self) -> Titles:
        return Titles(self._documents.values())

    @cached_property
    def _programmes(self) -> Programmes:
        return Programmes(self._all_programmes())

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        """The 文号 of the library by their tokens, as printed."""
        numbers = (document.number for document in self._documents.values() if document.number)
        return {token: number for number in numbers for _, token in find_numbers(fold(number))}

    @cached_property
    def _kind_pattern(self) -> re.Pattern[str]:
        """The kinds and 文种 of the library, where a question means a kind of document by them."""
        forms = {document.form for document in self._documents.values() if document.form} | set(KINDS)
        names = "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
        return re.compile(rf"{_KIND_BEFORE}(?P<asked>{names})|(?P<inside>{names}){_KIND_AFTER}")

    def _places(self, question: str, folded: str) -> Iterator[Finding]:
        """The places; a short name counts as a word of its own (not 大余 in 多大余地), or where documents are of it."""
        located = locate_regions(folded, self._held)
        words = content_terms(question) if located else ()
        for region, span in located:
            printed = span.of(folded)
            if printed.endswith(region.name) or region.path in self._held or _is_word(region, words):
                yield Finding("place", region.path, region.name, span)

    def _titles_in(self, question: str, context: Context) -> Iterator[Finding]:
        for span, doc_ids in self._titles.find(question, context):
            for doc_id in doc_ids:
                yield Finding("title", doc_id, self._documents[doc_id].title, span)

    def _numbers_in(self, question: str, folded: str) -> Iterator[Finding]:
        for span, token in find_numbers(folded):
            more = _BEFORE_NUMBER.match(span.of(folded))
            own = Span(span.start + more.end(), span.end) if more else span
            yield Finding("number", token, self._numbers.get(token) or own.of(question), own)

    def _kinds_in(self, folded: str) -> Iterator[Finding]:
        for match in _REPORT_NAMED.finditer(folded):
            yield Finding("kind", _REPORT, _REPORT, Span(*match.span()))
        for match in self._kind_pattern.finditer(folded):
            name = "asked" if match["asked"] else "inside"
            start, end = match.span(name)
            if not _NO_KIND.fullmatch(folded[start - 1 : start]) and not folded.startswith(_REPORT, end - len(_REPORT)):
                yield Finding("kind", match[name], match[name], Span(start, end))

    def _programmes_in(self, question: str, folded: str) -> Iterator[Finding]:
        for span, name in self._programmes.find(folded):
            yield Finding("programme", name, span.of(question), span)


def _with_above(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _is_word(region: Region, words: Collection[str]) -> bool:
    return any(word.startswith(short_name(region.name)) for word in words)


def _years(question: str, folded: str) -> Iterator[Finding]:
    for span, (first, last) in find_years(folded):
        if first == last:
            yield Finding("year", str(first), f"{first}年", span)
        else:
            yield Finding("year", f"{first}-{last}", f"{first}—{last}年", span)


def years_of(finding: Finding) -> tuple[int, int]:
    """The first and the last year of a finding of the kind ``year``, whose value is 2025 or 2021-2025."""
    first, _, last = finding.value.partition("-")
    return int(first), int(last or first)


def _phrases(question: str, read: Collection[Span]) -> Iterator[Finding]:
    """Quoted words that are not ``read`` yet; and a 《…》 that is no document of the library, which texts may name."""
    for match in _PHRASE.finditer(question):
        span = Span(*match.span())
        words = next(filter(None, match.groups())).strip()
        inner = Span(span.start + 1, span.end - 1)
        if len(words) >= 2 and not any(other.holds(inner) for other in read):
            yield Finding("phrase", words, clip(span.of(question), _PRINTED_CHARS), span)


def _references(question: str) -> Iterator[Finding]:
    """The clause that a question names, where it names one."""
    located = list(locate_references(question))
    references: list[Reference] = [reference for reference, _ in located]
    if is_exact(references):
        span = Span(located[0][1].start, located[-1][1].end)
        value = "/".join(f"{reference.kind}{reference.ordinal}" for reference in references)
        yield Finding("reference", value, clip(span.of(question), _PRINTED_CHARS), span)
