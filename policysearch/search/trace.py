"""A pasted sentence or paragraph to the places that it comes from, with the differences letter by letter.

Runs of three or four letters that the pasted text shares with the library vote for how far it is shifted against a
place (seed and vote, as in BLAST: Altschul et al. 1990); the best places are aligned by edit distance (rapidfuzz) and
cut to the stretch where agreement outweighs difference (a local alignment).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from rapidfuzz.distance import Levenshtein

from policysearch.kinship import Kinship
from policysearch.search.letters import GRAM, Letters, Spelling
from policysearch.types import Segment, SegmentKind, Span, Trace

MOST_TRACED_CHARS = 2000
LEAST_TRACED_LETTERS = 6
MOST_TRACES = 20

_SHORT_LETTERS, _SHORT_GRAM = 60, 3
_MOST_SEEDS = 30_000
_LEAST_OF_BEST = 0.25
# What agrees by chance alone: a text shorter than thirty letters must agree in more.
_LEAST_SHARE, _LEAST_SHARE_OF_BRIEF, _BRIEF_LETTERS = 0.6, 0.75, 30
# A part of a pasted paragraph stands for itself when it is so long and agrees so far.
_PART_LETTERS, _PART_SHARE = 20, 0.8
_MOST_PARTS = 8
# A place that shares its letters with the best one is told when it agrees nearly as far.
_SHARE_OF_BEST = 0.6
# So many letters at either end of the pasted text belong to the place although none of them agrees.
_LOOSE_END = 6


# A question so long that asks nothing is taken for a pasted text where a place agrees so far.
_PASTED_CHARS, PASTED_SHARE = 40, 0.8
_ASKS = re.compile("[?？]|请问|什么|哪[些个里儿种]|多少|怎么|怎样|为何|吗|呢$|谁")


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of an alignment: letters of the print from ``a`` to ``b`` beside letters pasted from ``c`` to ``d``."""

    kind: SegmentKind
    a: int
    b: int
    c: int
    d: int

    @property
    def width(self) -> int:
        """The greater of both lengths."""
        return max(self.b - self.a, self.d - self.c)


def may_be_pasted(question: str) -> bool:
    """Whether a question is long and asks nothing, so that it may be a text whose source is wanted."""
    return len(question) > _PASTED_CHARS and _ASKS.search(question) is None


def trace(letters: Letters, pasted: str, kinship: Kinship = Kinship()) -> tuple[Trace, ...]:  # noqa: B008
    """The places that ``pasted`` comes from, at most twenty; empty where it stands nowhere.

    Only the first 2,000 characters count, and a text of fewer than six letters is not traced. The place that agrees
    most comes first; of those that agree equally, the version to read before the one that it replaces, the earlier
    document before the one that quotes it, then the order of the library. A paragraph of several sources has the
    places of each part.
    """
    pasted = pasted[:MOST_TRACED_CHARS]
    spelling = letters.spell(pasted)
    found: list[Trace] = []
    if len(spelling) >= LEAST_TRACED_LETTERS:
        parts = [(0, len(spelling))]
        for _ in range(_MOST_PARTS):
            if not parts:
                break
            start, end = parts.pop(0)
            here = _trace_part(letters, pasted, spelling, start, end)
            found += [one for one, _ in here]
            if here:
                first, last = here[0][1]
                parts += [part for part in ((start, first), (last, end)) if part[1] - part[0] >= _PART_LETTERS]

    def rank(one: Trace) -> tuple[float, int, str, int, int]:
        number = letters.number_of_doc(one.doc_id)
        date = letters.documents[number].date or "9999"
        return -one.share, len(kinship.of(one.doc_id).newer), date, number, one.span.start

    return tuple(sorted(_apart(found), key=rank)[:MOST_TRACES])


def _apart(found: Sequence[Trace]) -> Iterator[Trace]:
    """Those of ``found`` that share no character of a document with a better one."""
    kept: dict[str, list[Span]] = {}
    for one in sorted(found, key=lambda one: -one.share):
        spans = kept.setdefault(one.doc_id, [])
        if all(one.span.end <= span.start or span.end <= one.span.start for span in spans):
            spans.append(one.span)
            yield one


def _trace_part(
    letters: Letters, pasted: str, spelling: Spelling, start: int, end: int
) -> list[tuple[Trace, tuple[int, int]]]:
    """The places of the letters from ``start`` to ``end``, the most letters that agree first, with which they are."""
    found = []
    for first, last in _windows(letters, spelling, start, end):
        inner = _aligned(letters.ids[first:last].tolist(), spelling.ids[start:end].tolist())
        if not inner:
            continue
        moved = [_Step(s.kind, s.a + first, s.b + first, s.c + start, s.d + start) for s in inner]
        steps = _with_ends(letters, moved, start, end)
        agree = sum(step.width for step in steps if step.kind == "same")
        length = sum(step.width for step in steps)
        outside = end - start - (steps[-1].d - steps[0].c)
        brief = end - start < _BRIEF_LETTERS
        least = _LEAST_SHARE_OF_BRIEF if brief else _LEAST_SHARE
        stands_alone = agree >= _PART_LETTERS and agree >= _PART_SHARE * length
        if not (agree >= least * (length + outside) or stands_alone):
            continue
        share = agree / (length + len(spelling) - (steps[-1].d - steps[0].c))
        found.append((agree, _trace_of(letters, pasted, spelling, steps, share), (steps[0].c, steps[-1].d)))
    found.sort(key=lambda each: -each[0])
    return [(one, ends) for agree, one, ends in found if _rivals(agree, ends, found[0][0], found[0][2])]


def _rivals(agree: int, ends: tuple[int, int], most: int, best: tuple[int, int]) -> bool:
    """Whether a place with ``agree`` letters is worth telling beside the best one, which has ``most``."""
    return agree >= _SHARE_OF_BEST * most or ends[1] <= best[0] or best[1] <= ends[0]


def _windows(letters: Letters, spelling: Spelling, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of the library where the letters may stand, the most promising first, each within one document."""
    count = end - start
    ids = spelling.ids[start:end]
    size = min(_SHORT_GRAM if count <= _SHORT_LETTERS else GRAM, count)
    lows, highs = letters.ranges(ids, size)
    often = highs - lows
    rare = np.argsort(often, kind="stable")
    rare = rare[(often[rare] > 0) & (np.cumsum(often[rare]) <= _MOST_SEEDS)]
    if not len(rare):
        return
    positions = letters.positions(lows[rare], highs[rare])
    shifts = positions - np.repeat(rare, often[rare])
    weights = np.repeat(np.log(len(letters.ids) / often[rare]), often[rare])
    width = max(8, count // 8)
    bins, which = np.unique(shifts // width, return_inverse=True)
    votes = np.bincount(which, weights)
    votes[:-1] += np.where(np.diff(bins) == 1, votes[1:], 0)
    margin = 8 + count // 20
    taken: list[int] = []
    for at in np.argsort(-votes, kind="stable").tolist():
        if len(taken) == MOST_TRACES or votes[at] < _LEAST_OF_BEST * votes[taken[0] if taken else at]:
            return
        if any(abs(int(bins[at] - bins[other])) <= 1 for other in taken):
            continue
        taken.append(at)
        inside = (shifts // width == bins[at]) | (shifts // width == bins[at] + 1)
        own = shifts[inside]
        document = int(np.bincount(letters.doc_at(positions[inside])).argmax())
        low, high = letters.doc_range(document)
        yield max(low, int(own.min()) - margin), min(high, int(own.max()) + count + margin)


def _aligned(printed: list[int], pasted: list[int]) -> list[_Step]:
    """The stretch where the two agree most, from the first letter that agrees to the last, in steps; may be empty."""
    kinds: dict[str, SegmentKind] = {"equal": "same", "insert": "added", "delete": "removed", "replace": "changed"}
    steps = [
        _Step(kinds[code.tag], code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Levenshtein.opcodes(printed, pasted)
    ]
    first, last = _best_run(steps)
    if first == last:
        return []
    best = _joined(steps[first:last])
    a, b, c, d = best[0].a, best[-1].b, best[0].c, best[-1].d
    # An edit distance does not mind where a letter at the end agrees; a reader wants it beside its neighbour.
    while a and c and printed[a - 1] == pasted[c - 1]:
        a, c = a - 1, c - 1
    while b < len(printed) and d < len(pasted) and printed[b] == pasted[d]:
        b, d = b + 1, d + 1
    best[0] = replace(best[0], a=a, c=c)
    best[-1] = replace(best[-1], b=b, d=d)
    return best


def _with_ends(letters: Letters, steps: Sequence[_Step], start: int, end: int) -> Sequence[_Step]:
    """``steps`` with the few letters that are pasted before and after, beside what is printed next to it unbroken."""
    a, b, c, d = steps[0].a, steps[-1].b, steps[0].c, steps[-1].d
    whole = list(steps)
    if 0 < c - start <= _LOOSE_END:
        beside = takewhile(letters.joins, range(a, a - (c - start), -1))
        whole.insert(0, _named(_Step("changed", a - len(list(beside)), a, start, c)))
    if 0 < end - d <= _LOOSE_END:
        beside = takewhile(letters.joins, range(b, b + end - d))
        whole.append(_named(_Step("changed", b, b + len(list(beside)), d, end)))
    return whole


def _best_run(steps: Sequence[_Step]) -> tuple[int, int]:
    """From where to where in ``steps`` the letters that agree outweigh the others most (Kadane's maximal run)."""
    best, total, start, ends = 0, 0, 0, (0, 0)
    for at, step in enumerate(steps):
        total += step.width if step.kind == "same" else -step.width
        if total <= 0:
            total, start = 0, at + 1
        elif total > best:
            best, ends = total, (start, at + 1)
    return ends


def _joined(steps: Sequence[_Step]) -> list[_Step]:
    """``steps`` with neighbouring differences made one; a single letter that agrees between longer ones is chance."""
    whole: list[_Step] = []
    for at, step in enumerate(steps):
        between = 0 < at < len(steps) - 1
        stray = (
            step.kind == "same" and step.width == 1 and between and min(steps[at - 1].width, steps[at + 1].width) > 1
        )
        differs = stray or step.kind != "same"
        if differs and whole and whole[-1].kind != "same":
            last = whole.pop()
            step = _Step("changed", last.a, step.b, last.c, step.d)
        elif differs:
            step = _Step("changed", step.a, step.b, step.c, step.d)
        whole.append(step)
    return [_named(step) for step in whole]


def _named(step: _Step) -> _Step:
    """A difference by its kind."""
    if step.kind == "same":
        return step
    kind: SegmentKind = "added" if step.a == step.b else "removed" if step.c == step.d else "changed"
    return _Step(kind, step.a, step.b, step.c, step.d)


def _trace_of(letters: Letters, pasted: str, spelling: Spelling, steps: Sequence[_Step], share: float) -> Trace:
    """The place of ``steps``, whose letters count through the library and through all that is pasted."""
    document = letters.documents[int(letters.doc_at(np.array([steps[0].a]))[0])]
    a = [_edge(letters.offset_at, at, steps[-1].b) for at in (*(step.a for step in steps), steps[-1].b)]
    c = [_edge(spelling.offset_at, at, steps[-1].d) for at in (*(step.c for step in steps), steps[-1].d)]
    segments = tuple(
        Segment(step.kind, pasted[c[at] : c[at + 1]], document.text[a[at] : a[at + 1]]) for at, step in enumerate(steps)
    )
    rows = letters.rows_at(np.arange(steps[0].a, steps[-1].b))
    ids = dict.fromkeys(letters.passages[row].passage_id for row in rows.tolist() if row >= 0)
    return Trace(document.doc_id, Span(a[0], a[-1]), Span(c[0], c[-1]), round(share, 4), segments, tuple(ids))


def _edge(offset_at: Callable[[int], int], at: int, last: int) -> int:
    """Where letter ``at`` begins; where the letter before it ends, if ``at`` is ``last``."""
    return offset_at(at) if at < last else offset_at(last - 1) + 1
