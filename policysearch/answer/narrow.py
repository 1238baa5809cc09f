"""A sentence to the clauses of it that answer: verbatim parts, as short as they can be and still say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policysearch.answer.asked import GROWTH, MODIFIERS, Part, Years, aim_of, bare_subject, rivals, years_in
from policysearch.answer.classes import is_of_other_count, numbered, same_class
from policysearch.answer.ranges import is_within, says_amount
from policysearch.answer.words import GROWTH_SHARE, OTHER_SHARE, Sought, Weights, pairs_of, plain, presence, share
from policysearch.regions import place_names
from policysearch.text import fold, squeeze, trim
from policysearch.types import Span

_CLAUSE_END = re.compile(r"[，,：:；;。]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|、|\n")
_OPEN, _CLOSE = "（(《“〔[", "）)》”〕]"
# A figure that has no words of its own before it is one of a list of values: 分别达到7000万吨、1280万吨.
_BARE_FIGURE = re.compile(r"\s*(?:约|近|超过?|不[低少]于|不超过|[和及与])?\s*[-+]?\d")
# What a character costs, in shares of the question: a clause of 20 characters must say a tenth of it.
_COST = 0.005
# The words of the clauses before one count for it too; those that have a figure of their own count much where it only
# names its class (三级, 累计达到), else little.
_OF_LEAD, _OF_NEIGHBOUR, _OF_NEIGHBOUR_BY_LABEL = 0.6, 0.3, 0.8
_MOST_LABEL_CHARS, _MOST_CLASS_CHARS = 2, 6
# What the pairs of characters of the question count, beside its words: 失能 may be no word of the dictionary.
_PAIRS_GAIN = 0.3
# What the tokens of the question count that a clause meets in meaning: 大夫 is 医生.
_TOKENS_GAIN = 0.4
# 达到30万人 states a figure, 4个台阶 only holds one.
_STATES_GAIN = 0.08
_STATES = re.compile(r"(?:达到?|为|是|至|控制在|增长|提高到?)\s?了?(?:约|超过?|不[低少]于)?\s?\d")
_YEAR_GAIN, _YEAR_LOSS = 0.1, 0.2
_CLASS_GAIN, _CLASS_LOSS = 0.1, 0.3
_MODIFIER_LOSS = 0.12
_COUNT_LOSS = 0.3
_AIM_LOSS = 0.12
# How much something grew, where it is asked how much it is: 地区生产总值增长5.5%、达到10.3万亿元.
_GROWTH_LOSS = 0.4
_GROWN = re.compile(r"(?:增长|增幅|增速|同比|比上年|较上年)[^，。；、]{0,4}\d[\d.]*\s?(?:[%％]|个?百分点)")
_FIGURE_OF_GROWTH = re.compile(rf"{GROWTH.pattern}|[增升降减比]|率|幅|目标|百分|几成|[%％]|变化|快")
# The least that a clause without the figure must say more to be told with it.
_LEAST_GAIN = 0.06
_LEAST_PART_SHARE = 0.05
# Figures that answer equally well are all told, where they are soon read: nothing in the question sets them apart.
_ALIKE = 0.05
_MOST_ALIKE_CHARS = 50
# As much as a reader takes in at once; a sentence of that length stays whole where no figure is wanted.
MOST_CHARS = {"name": 75, "who": 75}
_MOST_CHARS = 150
# A figure with what it is of is read at a glance.
_MOST_FIGURE_CHARS = 75
# What an amount may also be: 减免多少 is answered by 减免40%.
_SHARE = re.compile(r"\d[\d.]*\s?(?:[%％]|个?百分点|倍)")
_TRAILING = "，,：:；;、"
# A figure of the case (月收入在1000至2000元的) is not the one that follows from it (补贴4.5元).
_CASE = re.compile(r"的(?:[（(][^（）()]*[）)])?[，,：:；;、]?\s*$")
_NO_LABEL = re.compile(
    rf"{'|'.join(MODIFIERS)}|总[量数额计]|共有|达到?|提高|增长|新建|投入|当年|其中|[^\u4e00-\u9fff]|[年月日为是至到了约超过的按]"
)


def narrow(text: str, sentence: Span, question: Sought) -> tuple[Span, ...]:
    """The parts of ``sentence`` that answer, in order, never overlapping; the sentence itself where nothing is gained.

    For each figure that is wanted: the clause that holds it, and of the clauses before it those that say what it is of;
    a neighbour's figure is left out. Other questions get the sentence, or of a long one the run that says most.
    """
    asked, weights = question.asked, question.weights
    clauses = list(_clauses(text, sentence))
    found: list[Span] = []
    parts = [part for part in asked.parts if part.figure is not None]
    left: list[Part] = []
    for part in parts:
        told = _parts_for(text, clauses, part, question)
        found.extend(told)
        left += [] if told else [part]
    for part in left if found else ():
        found.extend(_only_one_left(text, clauses, part, found))
    if len(parts) > 1 and len({part.figure for part in parts}) == 1:
        found = _all_figures(text, clauses, parts, question, found)
    if not found or len(parts) < len(asked.parts):
        most = MOST_CHARS.get(asked.intent.name, _MOST_CHARS)
        whole = sentence if len(sentence) <= most else _best_run(text, clauses, weights, most)
        found = [whole] if not found else [*found, whole]
    return tuple(_bare(text, span) for span in _merged(text, found))


def _only_one_left(text: str, clauses: Sequence[Span], part: Part, found: Sequence[Span]) -> list[Span]:
    """The clause with a figure of the kind that a part wants, where one alone is not told for the others.

    从哪天起用，管几年 shares no word with 自2016年1月1日起实施，有效期5年.
    """
    shape = part.figure
    holders = [clause for clause in clauses if shape is not None and shape.search(clause.of(text))]
    open_ones = [clause for clause in holders if clause not in found and not GROWTH.search(fold(clause.of(text)))]
    return open_ones if len(open_ones) == 1 else []


def _all_figures(
    text: str, clauses: Sequence[Span], parts: Sequence[Part], question: Sought, found: list[Span]
) -> list[Span]:
    """``found``, or what says all figures of a sentence that has one for each part: 最少多少天、最多多少天.

    So too where two parts fell to one clause and the figures are soon read: the words do not tell which is whose.
    """
    shape = parts[0].figure
    holders = [n for n, clause in enumerate(clauses) if shape is not None and shape.search(clause.of(text))]
    told = [n for n in holders if clauses[n] in found]
    if shape is None or not told or len(told) == len(holders):
        return found
    short = sum(len(clauses[n]) for n in holders) <= _MOST_CHARS // 2
    if len(holders) != len(parts) and not (short and len(told) < len(parts) < len(holders)):
        return found
    weighed = _Weighed.of(text, clauses, shape, parts[0], question)
    return [*found, *(clauses[n] for n in holders), *_said_before(text, clauses, shape, weighed, holders)]


def _parts_for(text: str, clauses: Sequence[Span], part: Part, question: Sought) -> list[Span]:
    """The clause with the figure of a part and what it is of; of all its figures where all are wanted; may be empty."""
    shapes = (part.figure, part.any_figure, _SHARE)
    shape = next((s for s in shapes if s is not None and any(s.search(c.of(text)) for c in clauses)), None)
    if shape is None:
        return []
    weighed = _Weighed.of(text, clauses, shape, part, question)
    holders = [n for n, clause in enumerate(weighed.clauses) if clause.has_figure]
    best = max(holders, key=weighed.score)
    several = len(question.asked.parts) > 1
    if several and question.fit(part, fold(text[clauses[0].start : clauses[best].end])) < _LEAST_PART_SHARE:
        return []
    chosen = [best]
    all_wanted = not several and not question.wants_one
    if sum(len(clauses[n]) for n in holders) <= (_MOST_CHARS if all_wanted else _MOST_ALIKE_CHARS):
        chosen = [n for n in holders if all_wanted or weighed.score(n) >= weighed.score(best) - _ALIKE]
    return [*(clauses[n] for n in chosen), *_said_before(text, clauses, shape, weighed, chosen)]


def _said_before(
    text: str, clauses: Sequence[Span], shape: re.Pattern[str], weighed: _Weighed, chosen: Sequence[int]
) -> list[Span]:
    """What says of whom the figures of ``chosen`` are: clauses without a figure, and the subject of one with another.

    Each must say more of the question than its length costs.
    """
    first, last = chosen[0], chosen[-1]
    room = _MOST_FIGURE_CHARS - sum(len(clauses[n]) for n in chosen)
    told, found = [weighed.clauses[n] for n in chosen], []
    extra = [(clauses[n], weighed.clauses[n]) for n in range(first - 1, -1, -1) if not weighed.clauses[n].has_figure]
    if last + 1 < len(clauses) and not weighed.clauses[last + 1].has_figure:
        extra.append((clauses[last + 1], weighed.clauses[last + 1]))
    head = next((n for n in range(first - 1, -1, -1) if weighed.clauses[n].has_figure and not weighed.labels[n]), None)
    subject = _subject(text, clauses[head], shape, weighed.question) if head is not None else None
    if subject is not None:
        extra.append((subject, weighed.read(fold(subject.of(text)))))
    while extra:
        value = weighed.words([*told])
        gains = [(weighed.words([*told, clause]) - value - _COST * len(span), span, clause) for span, clause in extra]
        gain, span, clause = max(gains, key=lambda g: g[0])
        if gain < _LEAST_GAIN:
            break
        room -= len(span)
        if room < 0:
            break
        found.append(span)
        told.append(clause)
        extra = [(s, c) for s, c in extra if s != span]
    return found


def _subject(text: str, clause: Span, shape: re.Pattern[str], question: Sought) -> Span | None:
    """What the figure of a clause is of, from the first word of the question to the last; None where none is there."""
    match = shape.search(text, clause.start, clause.end)
    said = fold(text[clause.start : match.start()]) if match else ""
    places = [
        (said.index(word), said.index(word) + len(word))
        for word in (*question.weights, *pairs_of(question.asked.subject))
        if word in said and not any(modifier in word for modifier in MODIFIERS)
    ]
    if not places:
        return None
    start, end = min(a for a, _ in places), max(b for _, b in places)
    others = {word for wanted in question.asked.classes for word in rivals(wanted)}
    found = trim(text, Span(clause.start + start, clause.start + end))
    return None if any(word in said[start:end] for word in others) or len(found) < 2 else found


@dataclass(frozen=True, slots=True)
class _Clause:
    """What one clause says of a part: its words and those of no part (0 to 1), a figure, years, a growth.

    ``agreement`` is what its class, its years and the kind of its count add.
    """

    words: tuple[float, ...]
    own: tuple[float, ...]
    has_figure: bool
    years: frozenset[Years]
    grows: bool
    pairs: frozenset[str]
    tokens: tuple[float, ...]
    agreement: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The clauses of a sentence as one part of a question sees them; ``labels`` tells which only name their class."""

    question: Sought
    part: Part
    shape: re.Pattern[str]
    own: Weights
    common: Weights
    tokens: tuple[float, ...]
    clauses: tuple[_Clause, ...]
    labels: tuple[bool, ...]

    @classmethod
    def of(cls, text: str, clauses: Sequence[Span], shape: re.Pattern[str], part: Part, question: Sought) -> _Weighed:
        own = question.own[question.asked.parts.index(part)]
        others = {word for weights in question.own if weights is not own for word in weights} - set(own)
        common = {word: weight for word, weight in question.weights.items() if word not in others}
        said = [fold(clause.of(text)) for clause in clauses]
        covered, weights = question.covered(_asks_for(question, part), said)
        weighed = cls(question, part, shape, own, common, tuple(weights.tolist()), (), ())
        read = [
            weighed.read(words, "".join(said[:n]), tuple(tokens))
            for n, (words, tokens) in enumerate(zip(said, covered.tolist(), strict=True))
        ]
        last = max((n for n, clause in enumerate(read) if clause.has_figure), default=0)
        for n in range(last):
            if read[n].has_figure and _CASE.search(said[n]):
                read[n] = replace(read[n], has_figure=False)
        return replace(weighed, clauses=tuple(read), labels=tuple(_is_label(words, shape) for words in said))

    def read(self, said: str, before: str = "", tokens: tuple[float, ...] = ()) -> _Clause:
        """What a clause (folded) says, with the words ``before`` it and how far it covers each token of the part."""
        asked, bare, years = self.question.asked, squeeze(said), frozenset(years_in(said))
        wanted = frozenset(years_in(self.part.text)) or frozenset(asked.years)
        agreement = _STATES_GAIN if _STATES.search(said) else 0.0
        agreement -= _MODIFIER_LOSS * sum(word in said and word not in asked.question for word in MODIFIERS)
        agreement -= _COUNT_LOSS if is_of_other_count(fold(asked.question), said) else 0.0
        if wanted and years:
            meets = any(a[0] <= b[1] and b[0] <= a[1] for a in wanted for b in years)
            agreement += _YEAR_GAIN if wanted & years else 0.0 if meets else -_YEAR_LOSS
        of_growth = _GROWN.search(said) is not None and _FIGURE_OF_GROWTH.search(fold(asked.question)) is None
        agreement -= _GROWTH_LOSS if of_growth else 0.0
        aim, wanted_aim = aim_of(said), aim_of(self.part.text) or asked.aim
        agreement -= _AIM_LOSS if aim and wanted_aim and aim != wanted_aim else 0.0
        return _Clause(
            tuple(presence(word, bare) for word in self.common),
            tuple(presence(word, bare) for word in self.own),
            self.shape.search(said) is not None,
            years,
            GROWTH.search(said) is not None,
            frozenset(pair for pair in self._pairs() if pair in bare),
            tokens or (0.0,) * len(self.tokens),
            agreement + self._class(said, before),
        )

    def score(self, number: int) -> float:
        """How well a clause answers, with what the clauses before it say of it too."""
        clause, before = self.clauses[number], self.clauses[:number]
        alone = self.words([clause])
        with_lead = self.words([clause, *(one for one in before if not one.has_figure)])
        with_all = self.words([clause, *before])
        label = self.labels[number] and len(self.question.asked.parts) == 1
        of_neighbour = _OF_NEIGHBOUR_BY_LABEL if label else _OF_NEIGHBOUR
        return alone + _OF_LEAD * (with_lead - alone) + of_neighbour * (with_all - with_lead) + clause.agreement

    def words(self, clauses: Sequence[_Clause]) -> float:
        """How much of the part and of the question the clauses say."""
        fit = _said(self.own, [clause.own for clause in clauses])
        if len(self.question.asked.parts) > 1:
            if GROWTH.search(self.part.text):
                grows = any(clause.grows for clause in clauses)
                fit = max(fit, GROWTH_SHARE) if grows else OTHER_SHARE * fit
            years = set(years_in(self.part.text))
            if years and not any(years & clause.years for clause in clauses):
                fit *= OTHER_SHARE
        pairs = self._pairs()
        said = len(frozenset().union(*(clause.pairs for clause in clauses))) / len(pairs) if pairs else 0.0
        named = self.question.asked.years
        year = _YEAR_GAIN if any(years in clause.years for years in named for clause in clauses) else 0.0
        met = [max(column) for column in zip(*(clause.tokens for clause in clauses), strict=True)]
        tokens = sum((weight * most for weight, most in zip(self.tokens, met, strict=True)), 0.0)
        common = _said(self.common, [clause.words for clause in clauses])
        return float(fit + 0.5 * common + _PAIRS_GAIN * said + _TOKENS_GAIN * tokens + year)

    def _pairs(self) -> frozenset[str]:
        asked = self.question.asked
        return pairs_of(asked.subject if len(asked.parts) == 1 else self.part.text)

    def _class(self, said: str, before: str) -> float:
        """What the class costs or gains of which a clause is: its own, else the last that was named before it."""
        asked, agreement = self.question.asked, 0.0
        for wanted in asked.classes:
            mine = [word for word in wanted if word in self.part.text] or wanted
            named = _named(said, before, wanted | rivals(wanted))
            agreement += 0.0 if not named else _CLASS_GAIN if named & set(mine) else -_CLASS_LOSS
        whole = self.part.text if len(asked.parts) > 1 else fold(asked.question)
        for same in (same_class(whole, said), is_within(whole, said)):
            agreement += 0.0 if same is None else _CLASS_GAIN if same else -_CLASS_LOSS
        return agreement + (_CLASS_GAIN if says_amount(whole, said) else 0.0)


def _asks_for(question: Sought, part: Part) -> str:
    """What a part asks for without the words that only ask, as its tokens are met.

    Places are left out: they are those of the document, and a clause that names one says no more of the figure.
    """
    words = question.asked.subject if len(question.asked.parts) == 1 else bare_subject(part.text)
    for name in place_names(words):
        words = words.replace(name, " ")
    return words.replace("|", " ")


def _named(said: str, before: str, words: frozenset[str]) -> frozenset[str]:
    """Which of ``words`` a clause names, else the one that stands last before it."""
    named = frozenset(word for word in words if word in said)
    if named:
        return named
    at, last = max(((before.rfind(word), word) for word in words), default=(-1, ""))
    return frozenset((last,)) if at >= 0 else frozenset()


def _is_label(said: str, shape: re.Pattern[str]) -> bool:
    """Whether what a clause says before its figure names a class or a count alone, and not what is counted."""
    match = shape.search(said)
    if match is None:
        return False
    label = _NO_LABEL.sub("", said[: match.start()])
    return len(label) <= _MOST_LABEL_CHARS or (
        len(label) <= _MOST_CLASS_CHARS and bool(numbered(said[: match.start()]))
    )


def _said(weights: Weights, rows: Sequence[Sequence[float]]) -> float:
    total = sum(weights.values())
    if not total:
        return 1.0 if not weights else 0.0
    most = [max(column) for column in zip(*rows, strict=True)]
    return float(sum(weight * said for weight, said in zip(weights.values(), most, strict=True)) / total)


def _best_run(text: str, clauses: Sequence[Span], weights: Weights, most: int) -> Span:
    """The run of at most ``most`` characters that says most of the question; of equals the longer, then the first."""
    best, value = clauses[0], (-1.0, 0)
    for start in range(len(clauses)):
        for end in range(start, len(clauses)):
            run = Span(clauses[start].start, clauses[end].end)
            if len(run) > most and end > start:
                break
            own = (round(share(weights, plain(run.of(text))), 3), len(run))
            if own > value:
                best, value = run, own
    return best


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence; brackets are not cut.

    、 parts two of them only where figures with words of their own stand on both sides.
    """
    start, depth = sentence.start, 0
    cuts = {m.start(): m for m in _CLAUSE_END.finditer(text, sentence.start, sentence.end)}
    for at in range(sentence.start, sentence.end):
        depth += (text[at] in _OPEN) - (text[at] in _CLOSE)
        match = cuts.get(at)
        if match is None or depth > 0 or match.end() <= start:
            continue
        if match.group() == "、" and not (
            _has_figure(text, start, at)
            and _has_figure(text, at, _next(text, at, sentence.end))
            and not _BARE_FIGURE.match(text, match.end())
        ):
            continue
        if match.group() in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit():
            continue
        yield Span(start, match.end())
        start = match.end()
    if start < sentence.end:
        yield Span(start, sentence.end)


def _next(text: str, at: int, end: int) -> int:
    match = re.compile(r"[，,；;。、]").search(text, at + 1, end)
    return match.start() if match else end


def _has_figure(text: str, start: int, end: int) -> bool:
    return end - start >= 4 and any(char.isdigit() for char in text[start:end])


def _merged(text: str, spans: Sequence[Span]) -> list[Span]:
    """``spans`` in order, those that overlap or touch as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start <= found[-1].end or not text[found[-1].end : span.start].strip()):
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def _bare(text: str, span: Span) -> Span:
    """``span`` without blanks and the comma at its end."""
    span = trim(text, span)
    while len(span) > 1 and text[span.end - 1] in _TRAILING:
        span = trim(text, Span(span.start, span.end - 1))
    return span
