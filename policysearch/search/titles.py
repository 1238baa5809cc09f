"""Documents of the library that a question names, in brackets or in words, by the bigrams of their titles.

A title is said in part (the 《…》 inside a notice, without who made it), and words of it are said apart (天津的居住证
办法). So a name counts as said when most of its weight, bigram by bigram, stands together in the question; and where
several documents bear the words, those that agree with the places and years of the question.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policysearch.regions import NATION, locate_regions
from policysearch.search.years import find_years
from policysearch.text import fold
from policysearch.types import Document, Span

_BRACKETED = re.compile(r"[《〈]([^《》〈〉]{2,80}(?:[《〈][^《》〈〉]{1,80}[》〉][^《》〈〉]{0,40})*)[》〉]")
_CARRIED = re.compile(r"(?:印发|转发|公布|发布|下发|颁布|批转)[《〈](.+)[》〉].{0,8}(?:通知|公告|决定|令|通告|函)$")
_ABOUT = re.compile(r"^.{2,40}?关于(?=.{6,})")
_CLOSING = re.compile(r"[（(][^（）()]{1,24}[）)]$")
_NO_NAME = re.compile(r"[^\w+]")  # marks and blanks, that printings differ in

# Chosen on questions of our own; see evaluation/README.md.
_LEAST_SAID = 0.75
_LEAST_CHARS = 6
_LEAST_ALIKE = 0.8
_LEAST_BORNE = 0.8
_MOST_GAP = 4
_MOST_BEARERS = 3
_LEGION = 12
_MOST_NAMED = 3
_LEAD_CHARS = 12  # as long as the names of places come
_STATE = "国务院"
_NEARLY = 1e-6
_OTHER_PLACE = -1


@dataclass(frozen=True, slots=True)
class Context:
    """What else a question names: region paths and years."""

    places: tuple[str, ...] = ()
    years: tuple[tuple[int, int], ...] = ()


class Titles:
    """The names of the documents of a library, looked up in questions."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = tuple(documents)
        self._names: list[tuple[int, str, tuple[str, ...]]] = []
        for number, document in enumerate(self._documents):
            for name in _names_of(document.title):
                grams = tuple(dict.fromkeys(_bigrams(name)))
                self._names.append((number, name, grams))
        self._called: dict[str, set[int]] = {}
        for number, name, _ in self._names:
            self._called.setdefault(name, set()).add(number)
        self._titles = [_plain(fold(document.title).strip()) for document in self._documents]
        counts = Counter(gram for _, _, grams in self._names for gram in grams)
        self._weight = {gram: math.log(1 + len(self._names) / count) for gram, count in counts.items()}
        bearers: dict[str, list[int]] = {}
        for place, (_, _, grams) in enumerate(self._names):
            for gram in grams:
                bearers.setdefault(gram, []).append(place)
        self._bearers = {gram: np.array(places, dtype=np.int64) for gram, places in bearers.items()}
        self._whole = self._weights(grams for _, _, grams in self._names)
        self._years = [tuple(years for _, years in find_years(fold(d.title))) for d in self._documents]

    def find(self, question: str, context: Context) -> list[tuple[Span, tuple[str, ...]]]:
        """Where documents are named, and the ids of those that the words may mean, in order of the library.

        At most three documents share a name: words that more of them bear name none.
        """
        if not self._names:
            return []
        folded = fold(question)
        found = []
        rest = list(folded)
        for match in _BRACKETED.finditer(folded):
            ids = self._in_brackets(match[1], context)
            if ids:
                found.append((Span(*match.span()), ids))
            rest[match.start() : match.end()] = "\n" * (match.end() - match.start())
        for _ in range(_MOST_NAMED - len(found)):
            said = self._in_words("".join(rest), context)
            if said is None:
                break
            span, ids = said
            rest[span.start : span.end] = "\n" * len(span)
            if ids:
                found.append((span, ids))
        return sorted(found, key=lambda pair: pair[0])

    def _in_brackets(self, name: str, context: Context) -> tuple[str, ...]:
        plain = _NO_NAME.sub("", name)
        grams = tuple(dict.fromkeys(_bigrams(plain)))
        said = self._said(grams)
        # A gram that no title has weighs like the rarest.
        own = sum(self._weight.get(gram, math.log(1 + len(self._names))) for gram in grams)
        if not own:
            return ()
        whole = _plain(name)
        exact = self._called.get(plain, set()) | self._called.get(whole, set())
        if exact:
            # Who writes a name in full means it, though another place is named besides.
            return self._among(exact, exact, whole, context) or self._among(exact, exact, whole, Context())
        alike = 2 * said / (self._whole + own)
        best = float(alike.max())
        if best < _LEAST_ALIKE:
            return ()
        likest = {self._names[i][0] for i in np.flatnonzero(alike >= best - _NEARLY)}
        return self._among(likest, likest, "", context)

    def _in_words(self, text: str, context: Context) -> tuple[Span, tuple[str, ...]] | None:
        """The name of most weight that is said, with its documents; None when none is said."""
        places, plain = _without_marks(text)
        at: dict[str, list[int]] = {}
        for i in range(len(plain) - 1):
            gram = plain[i : i + 2]
            if gram in self._bearers and "\n" not in gram:
                at.setdefault(gram, []).append(i)
        if not at:
            return None
        said = self._said(tuple(at))
        likely = np.flatnonzero(said >= _LEAST_SAID * self._whole)
        for place in likely[np.argsort(-said[likely], kind="stable")].tolist():
            _, name, grams = self._names[place]
            cluster = _together(sorted(i for gram in grams for i in at.get(gram, ())), plain, self._weight)
            if cluster is None or cluster[2] < _LEAST_SAID * self._whole[place]:
                continue
            span = Span(places[cluster[0]], places[cluster[1] - 1] + 1)
            return span, self._meant(name if name in plain else "", tuple(g for g in grams if g in at), context)
        return None

    def _meant(self, whole: str, matched: Sequence[str], context: Context) -> tuple[str, ...]:
        """The documents that words mean: of those with all of the bigrams ``matched``, or nearly all."""
        shares = self._said(matched) / sum(self._weight[gram] for gram in matched)
        bearers = {self._names[i][0] for i in np.flatnonzero(shares >= 1 - _NEARLY)}
        near = {self._names[i][0] for i in np.flatnonzero(shares >= _LEAST_BORNE)}
        return self._among(bearers, near, whole, context)

    def _among(self, bearers: Set[int], near: Set[int], whole: str, context: Context) -> tuple[str, ...]:
        """Of the ``bearers`` of a name, the ids of those that agree best with the context, in order of the library.

        Those ``near`` it where they agree better; of equals those of just this title or name (``whole``). None where
        more than three are left, where the name is borne by legion, or where all are of other places.
        """
        agreement = {number: self._agreement(number, context) for number in bearers | near}
        best = max(agreement[number] for number in bearers)
        if max(agreement.values()) > max(best, 0):
            bearers, best = near, max(agreement.values())
        alike = [number for number in bearers | near if agreement[number] == best]
        if best == _OTHER_PLACE or len(alike) > _LEGION:
            return ()
        agreeing = sorted(number for number in bearers if agreement[number] == best)
        called = self._called.get(whole, set())
        titled = [number for number in agreeing if self._titles[number] == whole]
        kept = titled or [number for number in agreeing if number in called] or agreeing
        return tuple(self._documents[number].doc_id for number in kept) if len(kept) <= _MOST_BEARERS else ()

    def _agreement(self, number: int, context: Context) -> int:
        """How well a document agrees with the places and years named, 0 for not at all; less where it is elsewhere."""
        regions = self._documents[number].regions
        score = 0
        for place in context.places:
            if place in regions:
                score += 3
            elif any(path.startswith(place + "/") or place.startswith(path + "/") for path in regions):
                score += 1
        if context.places and not score and regions and NATION not in regions:
            return _OTHER_PLACE
        return score + 3 * sum(years in self._years[number] for years in context.years)

    def _said(self, grams: Sequence[str]) -> npt.NDArray[np.float64]:
        """For each name the weight of those of its bigrams that are among ``grams``."""
        known = [gram for gram in grams if gram in self._bearers]
        if not known:
            return np.zeros(len(self._names))
        places = np.concatenate([self._bearers[gram] for gram in known])
        weights = np.repeat([self._weight[gram] for gram in known], [len(self._bearers[gram]) for gram in known])
        return np.bincount(places, weights, len(self._names)).astype(np.float64)

    def _weights(self, names: Iterable[Sequence[str]]) -> npt.NDArray[np.float64]:
        return np.array([sum(self._weight[gram] for gram in grams) for grams in names], dtype=np.float64)


def _names_of(title: str) -> list[str]:
    """What a document may be called: its title, the text that it carries, what it is about."""
    whole = _CLOSING.sub("", fold(title).strip())
    carried = _CARRIED.search(whole)
    names = [whole, carried[1] if carried else "", _ABOUT.sub("关于", whole)]
    names += [_without_lead(name) for name in names]
    return list(dict.fromkeys(plain for name in names if len(plain := _plain(name)) >= _LEAST_CHARS))


def _without_lead(name: str) -> str:
    """``name`` without the year, the place and the 国务院 that it opens with: 政府工作报告."""
    while name:
        years = next((span for span, _ in find_years(name[:_LEAD_CHARS])), None)
        region = next((span for _, span in locate_regions(name[:_LEAD_CHARS])), None)
        lead = next((span for span in (years, region) if span and span.start == 0), None)
        if lead is None and not name.startswith(_STATE):
            break
        name = name[lead.end if lead else len(_STATE) :]
    return name


def _plain(name: str) -> str:
    return _NO_NAME.sub("", _CLOSING.sub("", name))


def _bigrams(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _without_marks(text: str) -> tuple[list[int], str]:
    """A text without marks and blanks, line ends aside, and where each of its characters stands."""
    places = [i for i, char in enumerate(text) if char == "\n" or not _NO_NAME.match(char)]
    return places, "".join(text[i] for i in places)


def _together(found: Sequence[int], plain: str, weight: Mapping[str, float]) -> tuple[int, int, float] | None:
    """The run of bigrams with no wide gap that holds most weight: its start, end and weight."""
    runs: list[list[int]] = []
    for i in found:
        if runs and i - runs[-1][-1] <= _MOST_GAP + 1 and "\n" not in plain[runs[-1][-1] : i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    scored = [(sum(weight[g] for g in {plain[i : i + 2] for i in run}), run) for run in runs]
    if not scored:
        return None
    best, run = max(scored, key=lambda pair: pair[0])
    said = Counter(plain[i : i + 2] for i in run)
    while len(run) > 1 and said[plain[run[-1] : run[-1] + 2]] > 1:  # words of the name that are said again behind it
        said[plain[run[-1] : run[-1] + 2]] -= 1
        run = run[:-1]
    return run[0], run[-1] + 2, best
