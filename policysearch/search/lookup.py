"""What a question names outright: a 文号, a 《title》, a phrase in quotation marks; and the passages that it leads to.

Such a passage goes before all that are only alike. Nothing is taken from the ranking: where nothing bears the number
or holds the phrase, and where half the library does, the question is ranked as any other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from policysearch.numerals import CHINESE, parse_numeral
from policysearch.search.letters import Letters
from policysearch.search.tokenize import content_terms
from policysearch.search.years import find_years
from policysearch.text import CJK, fold, squeeze
from policysearch.types import Document, Passage

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

_NONE: Rows = np.empty(0, np.int64)
# Of a document that is named, so many passages go first; the rest stand where they rank.
_MOST_OF_DOCUMENT = 5
_MOST_AT_OPENING = 3
# A title that more documents bear names none of them (政府工作报告).
_MOST_NAMED = 8
# A phrase that more passages hold is a common word (“人才”, “十四五”): to lift its holders would push down whatever
# answers without it. One of four letters may be held by more; a long one can only be a quotation.
_SHARE_OF_HOLDERS, _LEAST_HOLDERS = 0.05, 3
_MOST_HOLDERS_OF_WORD, _MOST_HOLDERS_OF_NAME = 50, 200
_NAME_LETTERS, _QUOTATION_LETTERS = 4, 8
_LEAST_TITLE_LETTERS = 6

_OPEN, _CLOSE = r"〔\[［(（【﹝〖<〈", r"〕\]］)）】﹞〗>〉"
_SERIAL = rf"(?P<serial>\d{{1,5}}|[{CHINESE}]{{1,7}})"
_CENTURY = "(?:[1１][9９]|[2２][0０])"
# What follows the office in 国发〔2024〕1号, 令第12号, 第12号令, 公告2015年第3号.
_NUMBER = re.compile(
    rf"[{_OPEN}]\s?(?P<year>{_CENTURY}\d\d)\s?年?\s?[{_CLOSE}]\s?第?\s?(?P<yearly>\d{{1,5}})\s?号"
    rf"|(?P<kind>令|公告)\s?[（(]?\s?(?:(?P<of>{_CENTURY}\d\d)\s?年)?\s?第?\s?{_SERIAL}\s?号"
    rf"|第\s?{_SERIAL.replace('serial', 'before')}\s?号(?P<late>令)"
)
_OFFICE = re.compile(rf"(?:[{CJK}]{{1,18}}|(?:[{CJK}][ \u3000]){{1,8}}[{CJK}])[ \u3000-]?$")
# Offices that every place has: without its place, what they wrote is not known from the 文号.
_ANY_OFFICE = frozenset(("政府", "省政府", "市政府", "县政府", "区政府", "州政府", "政发", "政办发"))
_JOINS = frozenset("的和与及在是由按以")
# Words before an office that are no part of its name; the last of them counts.
_LEAD = re.compile(r".*(?:根据|依据|按照|依照|遵照|贯彻|落实|执行|印发|转发|关于|查找|查一?下|问|见|号)")
_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"|‘([^‘’]+)’")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_TITLE_NOTE = re.compile(r"[（(][^（）()]*[）)]\s*$")
_STATE = "中华人民共和国"
# Words that ask for a document as a whole.
_ANY_CONTENT = frozenset(("文件", "内容", "主要", "主要内容", "全文", "原文", "正文", "文号", "介绍"))


@dataclass(frozen=True, slots=True)
class Number:
    """A 文号: the office as written (国发, 云岭县政府), year and kind (令, 公告) where it has them, the serial."""

    office: str
    kind: str
    serial: int

    def is_meant_by(self, asked: Number) -> bool:
        """Whether ``asked`` may mean this one: all but the office alike, and one office the end of the other.

        A question may leave out the place (政发 for 云政发) and may run on before the office (和国发), but 津政发 does
        not mean what is printed as 政发, which may be of any place.
        """
        if (self.kind, self.serial) != (asked.kind, asked.serial):
            return False
        if self.office.endswith(asked.office):
            return True
        more = asked.office.removesuffix(self.office)
        return more != asked.office and self.office not in _ANY_OFFICE and (len(more) > 1 or more in _JOINS)


def find_numbers(text: str) -> Iterator[tuple[Number, int, int]]:
    """Each 文号 of ``text`` in any form of brackets, with where it begins and ends."""
    for match in _NUMBER.finditer(text):
        office = _OFFICE.search(text, max(0, match.start() - 24), match.start())
        name = _LEAD.sub("", squeeze(fold(office.group()))) if office else ""
        serial = parse_numeral(match["yearly"] or match["serial"] or match["before"])
        kind = fold(match["year"] or f"{match['kind'] or match['late']}{match['of'] or ''}")
        if len(name) > 1 and serial is not None and office:
            yield Number(name.replace("人民政府", "政府"), kind, serial), office.start(), match.end()


def quoted_phrases(question: str) -> tuple[str, ...]:
    """What stands in quotation marks, each once; the names of titles and of plan periods (“十四五”) are left out."""
    found = dict.fromkeys(next(filter(None, match.groups())) for match in _QUOTED.finditer(question))
    return tuple(phrase for phrase in found if not _is_period(fold(phrase)))


def _is_period(phrase: str) -> bool:
    return any(len(span) >= len(phrase) for span, _ in find_years(f'"{phrase}"'))


@dataclass(frozen=True, slots=True)
class Pins:
    """The rows that a question names, and how: those found in more ways, or in a stronger one, go first.

    ``printing`` are the rows where the 文号 is printed. ``numbers`` and ``titles`` hold all rows of each document that
    is named; only the best few of them are lifted. ``at_opening``: nothing else is asked, so that a document is shown
    from its first words on; else its head, which ranks high for the 文号 alone, goes after the rest of these.
    """

    references: Rows = field(default_factory=lambda: _NONE)
    traced: Rows = field(default_factory=lambda: _NONE)
    printing: Rows = field(default_factory=lambda: _NONE)
    phrases: tuple[Rows, ...] = ()
    numbers: tuple[Rows, ...] = ()
    titles: tuple[Rows, ...] = ()
    at_opening: bool = False

    @property
    def rows(self) -> Rows:
        """All of them, in order, each once."""
        parts = (self.references, self.traced, self.printing, *self.phrases, *self.numbers, *self.titles)
        return np.unique(np.concatenate(parts))

    def within(self, allowed: Rows | None) -> Pins:
        """Those of them that are allowed."""
        if allowed is None:
            return self

        def keep(rows: Rows) -> Rows:
            return rows[np.isin(rows, allowed)]

        return replace(
            self,
            references=keep(self.references),
            traced=keep(self.traced),
            printing=keep(self.printing),
            phrases=tuple(map(keep, self.phrases)),
            numbers=tuple(map(keep, self.numbers)),
            titles=tuple(map(keep, self.titles)),
        )

    def reasons(self, row: int) -> dict[str, bool]:
        """The fields ``by_…`` of the signals of a row."""
        return {
            "by_reference": row in self.references,
            "by_number": row in self.printing or any(row in own for own in self.numbers),
            "by_title": any(row in own for own in self.titles),
            "by_phrase": any(row in holders for holders in self.phrases),
            "by_trace": row in self.traced,
        }

    def order(self, rows: Rows, scores: Scores) -> Rows:
        """How to take ``rows``: by what names them, then by (-score, row)."""
        return np.lexsort((rows, -scores, -self._weights(rows, scores)))

    def _weights(self, rows: Rows, scores: Scores) -> Scores:
        weights = 16.0 * np.isin(rows, self.traced) + 2.0 * np.isin(rows, self.references)
        for holders in self.phrases:
            weights += 2.0 * np.isin(rows, holders)
        named = weights > 0
        weights += np.isin(rows, self.printing)
        for strength, documents in ((4.0, self.numbers), (2.0, self.titles)):
            for own in documents:
                first = self._first_of(own, rows, scores)
                if not self.at_opening:
                    weights -= 1.5 * (np.isin(rows, self.printing) & np.isin(rows, own))
                weights += strength * np.isin(rows, np.concatenate((first, own[np.isin(own, rows[named])])))
                weights += 0.5 * (np.isin(rows, own[:1]) & self.at_opening)
        return np.asarray(weights, np.float32)

    def _first_of(self, own: Rows, rows: Rows, scores: Scores) -> Rows:
        """The rows of one document that are lifted: its first, or its best."""
        if self.at_opening:
            return own[:_MOST_AT_OPENING]
        among = np.flatnonzero(np.isin(rows, own))
        return rows[among[np.lexsort((rows[among], -scores[among]))][:_MOST_OF_DOCUMENT]]


class Lookup:
    """Finds what questions name in one library; what it needs is prepared when the first question names something."""

    def __init__(self, documents: Mapping[str, Document], passages: Sequence[Passage]) -> None:
        self._documents = documents
        self._passages = passages

    @cached_property
    def letters(self) -> Letters:
        """The letters of all documents: about 6 bytes a character, and a second for five million of them."""
        return Letters(self._documents.values(), self._passages)

    def find(self, question: str) -> Pins:
        """What ``question`` names by 文号, by 《title》 and in quotation marks; all empty where it names nothing."""
        numbers = tuple(find_numbers(question))
        titles = tuple(dict.fromkeys(match[1] for match in _TITLE.finditer(question)))
        phrases = [rows for phrase in quoted_phrases(question) if len(rows := self._holders(phrase))]
        bearers = [doc_id for number, _, _ in numbers for doc_id in self._bearers(number)]
        printing = [self._printing(number) for number, _, _ in numbers]
        named = [doc_id for title in titles for doc_id in self._named(title) if doc_id not in bearers]
        own = [self.rows_in[doc_id] for doc_id in dict.fromkeys(bearers)]
        return Pins(
            printing=np.unique(np.concatenate([_NONE, *printing])),
            phrases=tuple(phrases),
            numbers=tuple(own),
            titles=tuple(self.rows_in[doc_id] for doc_id in dict.fromkeys(named)),
            at_opening=bool(numbers or titles) and not _asks_more(question, numbers),
        )

    def rows_of(self, doc_id: str, passage_ids: Collection[str]) -> Rows:
        """The rows of some passages of one document, in order."""
        own = self.rows_in.get(doc_id, _NONE).tolist()
        return np.array([row for row in own if self._passages[row].passage_id in passage_ids], np.int64)

    @cached_property
    def rows_in(self) -> Mapping[str, Rows]:
        """The rows of each document, in order."""
        rows: dict[str, list[int]] = {doc_id: [] for doc_id in self._documents}
        for row, passage in enumerate(self._passages):
            rows[passage.doc_id].append(row)
        return {doc_id: np.array(own, np.int64) for doc_id, own in rows.items()}

    def _holders(self, phrase: str) -> Rows:
        """The rows that hold ``phrase``; none where it is a common word.

        A phrase that runs over the border of two passages is held by both, unless one passage holds all of it.
        """
        starts, count = self.letters.find(phrase)
        first, last = self.letters.rows_at(starts), self.letters.rows_at(starts + count - 1)
        whole = np.unique(first[(first == last) & (first >= 0)])
        rows = whole if len(whole) else np.unique(np.concatenate((first, last)))
        rows = rows[rows >= 0]
        bound = _MOST_HOLDERS_OF_WORD if count < _NAME_LETTERS else _MOST_HOLDERS_OF_NAME
        most = max(_LEAST_HOLDERS, min(bound, int(_SHARE_OF_HOLDERS * len(self._passages))))
        return rows if len(rows) <= most or count >= _QUOTATION_LETTERS else _NONE

    def _bearers(self, asked: Number) -> list[str]:
        """The documents whose own 文号 it is: where one has the very office, those alone."""
        found = [
            (own, doc_id) for own, doc_id in self._borne.get((asked.kind, asked.serial), ()) if own.is_meant_by(asked)
        ]
        exact = [doc_id for own, doc_id in found if own.office == asked.office]
        return exact or [doc_id for _, doc_id in found]

    def _printing(self, asked: Number) -> Rows:
        """The rows that print a 文号, in the head of its own document or elsewhere."""
        cited = self._cited.get((asked.kind, asked.serial), ())
        return np.unique(np.array([row for number, row in cited if number.is_meant_by(asked)], np.int64))

    @cached_property
    def _borne(self) -> Mapping[tuple[str, int], list[tuple[Number, str]]]:
        borne = defaultdict(list)
        for doc_id, document in self._documents.items():
            for number, _, _ in find_numbers(document.number or ""):
                borne[number.kind, number.serial].append((number, doc_id))
        return borne

    @cached_property
    def _cited(self) -> Mapping[tuple[str, int], list[tuple[Number, int]]]:
        cited = defaultdict(list)
        for row, passage in enumerate(self._passages):
            for number, _, _ in find_numbers(passage.text):
                cited[number.kind, number.serial].append((number, row))
        return cited

    def _named(self, title: str) -> list[str]:
        """The documents that bear ``title``: word for word, else without a note in brackets, else as part of theirs."""
        asked = _bare(title)
        exact = self._titles.get(asked) or self._titles.get(_bare(_STATE + title)) or []
        if not exact and len(asked) >= _LEAST_TITLE_LETTERS:
            exact = [doc_id for own, ids in self._titles.items() if asked in own for doc_id in ids]
        return exact if len(exact) <= _MOST_NAMED else []

    @cached_property
    def _titles(self) -> Mapping[str, list[str]]:
        titles = defaultdict(list)
        for doc_id, document in self._documents.items():
            for title in {_bare(document.title), _bare(_TITLE_NOTE.sub("", document.title))}:
                titles[title].append(doc_id)
        return titles


def _bare(title: str) -> str:
    """A title by its letters alone."""
    return "".join(char for char in fold(title) if char.isalnum())


def _asks_more(question: str, numbers: Sequence[tuple[Number, int, int]]) -> bool:
    """Whether a question has words beside those that ask and those that name a document."""
    for _, start, end in reversed(numbers):
        question = question[:start] + " " + question[end:]
    return not set(content_terms(_TITLE.sub(" ", question))) <= _ANY_CONTENT
