"""Questions that ask one thing of each of several (入院须知和出院须知分别几天内), taken apart into one for each.

What each of them says may stand in passages or documents of its own, so each is asked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policysearch.search.tokenize import content_terms
from policysearch.search.topic import is_closed, place_spans, subject_span, without, year_spans
from policysearch.text import fold
from policysearch.types import Span

_EACH = re.compile(
    r"分别|各自|各(?![级类地区县市省部单位国种项方乡村族界])|差多少|差几|[差差]别|哪个?更|谁更|一[升增涨]一[降减跌]"
)
_MARKS = re.compile(r"分别|各自|各(?![级类地区县市省部单位国种项方乡村族界])|相?差(?=多少|几)")
_AND = re.compile(r"以及|[、和与及跟]")
_ENCLOSED = re.compile(r"[《“\"（(][^》”\"）)]*[》”\"）)]")
_YEAR = re.compile(r"(?:(?:19|20)\d\d|[“\"]?[一二三四五六七八九十]{1,2}五[”\"]?)(?:年[底末]?|时期|期间|期末|末)?")
# What stands before the first of several names, and after the last.
_BEFORE = re.compile(
    r"[，,。；;：:？?！!、《》“”\"()（）\s的对在把给向按从里说]|(?<=\d)年|其中|[要需]求|规定|和|与|及|跟"
)
_AFTER = re.compile(r"[，,。；;：:？?！!、\s的对在]|分别|各|[要需]求|应当|必须|要|最|不得|每|多少|几|是|有|需")
_MOST_NAME_CHARS = 12
_PIECE = re.compile(r"[，,；;。？?！!]|\s+(?=还有|另外|以及)|(?<=[\u4e00-\u9fff])、(?=[^、]*(?:多少|几))|\s+")
_ASKS = re.compile(r"多少|几(?!乎)|什么|哪|多[久长大高]|谁|何时")
_OPENS = re.compile(r"^(?:其中|还有|另外|以及|并且?|同时|再|又)")
_RELATIVE_YEAR = re.compile(r"今年|去年|明年|上年|今后[一二三四五]年")
_OF_SCOPE = re.compile(f"{_RELATIVE_YEAR.pattern}|打算|[要想]把|计划|一共|总共|大概|大约")
_OF_RUN = re.compile(r"(?<![^，,。；\s])[^，。、,\s]{1,12}的(?:、[^，。、,\s的]{1,12}的)+(?=[^，。,]*(?:各|分别))")
# 2026年还要新建几个: of what was spoken of before.
_MORE = re.compile(r"(?:19|20)\d\d年|还要?|再|又|打算|计划|新建|新增|扩建|改造|新开|引进|培育|培养|创建|打造|建设?")
# 招标和挂牌两种方式的公告期: said of all names together.
_OF_ALL = re.compile(r"^这?[两二三四五六](?:[种类个项者级档]|方面)(?:方式|情形|类型|人员|对象|地区)?(?=的|各|分别)")
_MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One of several that a question asks of: its name as the question has it, and the question of it alone.

    ``apart``: a piece of the question that asks for itself, of the same text as the others.
    """

    name: str
    question: str
    apart: bool = False


def read_items(question: str) -> tuple[Item, ...]:
    """The items of ``question`` in its order, two at least; empty where it asks one thing, or of one.

    Names are joined (2013年和2017年分别, 村、镇、县各), or pieces each ask for themselves (新建多少公里，危旧桥多少座).
    """
    folded = fold(question).strip()
    found = _named(folded) if _EACH.search(folded) else ()
    return found or _asking(folded)


def _named(question: str) -> tuple[Item, ...]:
    """One item for each joined name before 各 or 分别: the question with the other names left out.

    Of several such joined names those are taken that stand nearest before the mark: 罚款和地价款，区内和区外各.
    """
    hidden = _ENCLOSED.sub(lambda match: "\0" * len(match.group()), question)
    marks = [match.start() for match in _MARKS.finditer(hidden)]
    best: list[Span] = []
    for match in _AND.finditer(hidden):
        names = _names_around(hidden, match.start(), match.end())
        dated = any(_YEAR.fullmatch(n.of(question)) for n in names)
        nearer = bool(names and best) and any(best[-1].end <= names[0].start <= mark for mark in marks)
        if len(names) > len(best) or (len(names) == len(best) and (dated or nearer)):
            best = names
    best = max(_of_run(hidden), best, key=len)
    if not 2 <= len(best) <= _MOST_ITEMS or any(_ASKS.search(one.of(question)) for one in best):
        return ()
    items = []
    for one in best:
        alone = question[: best[0].start] + one.of(question) + _OF_ALL.sub("", question[best[-1].end :])
        items.append(Item(one.of(question).removesuffix("的"), _MARKS.sub("", alone)))
    return tuple(items)


def _of_run(text: str) -> list[Span]:
    """The names of a run of which each ends with 的: 村集体建的、合建的、企业建的."""
    match = _OF_RUN.search(text)
    pieces = re.finditer(r"[^、]+", match.group()) if match is not None else ()
    return [Span(match.start() + piece.start(), match.start() + piece.end()) for piece in pieces if match is not None]


def _names_around(text: str, start: int, end: int) -> list[Span]:
    """The names that the word at ``start`` to ``end`` joins, with those joined to them by 、 before; may be empty."""
    years = [Span(*m.span()) for m in _YEAR.finditer(text)]
    left = next((year for year in years if year.end == start), None)
    right = next((year for year in years if year.start == end), None)
    right = right if left is not None else None
    if left is not None and right is not None:
        return [*_chained(text, left, years), right]
    before = [m.end() for m in _BEFORE.finditer(text, 0, start) if m.end() < start]
    first = Span(max([start - _MOST_NAME_CHARS, 0, *before]), start)
    if right is None and any(year.start == end for year in years):
        dated = next((year for year in years if year.end == first.start), None)
        stop = _AFTER.search(text, end + 6)
        if dated is not None and stop is not None and stop.start() - end <= _MOST_NAME_CHARS + 6:
            return [Span(dated.start, start), Span(end, stop.start())]
    stop = _AFTER.search(text, end + 1)
    rest = Span(end, min(stop.start() if stop else len(text), end + _MOST_NAME_CHARS + 6))
    last = _like(text, first, rest)
    if not len(first) or not len(last) or "\0" in first.of(text) + last.of(text):
        return []
    names = [first, last]
    while names[0].start and text[names[0].start - 1] == "、":
        before = [m.end() for m in _BEFORE.finditer(text, 0, names[0].start - 1)]
        more = Span(max([0, names[0].start - 1 - _MOST_NAME_CHARS, *before]), names[0].start - 1)
        if not len(more):
            break
        names.insert(0, more)
    return names


def _chained(text: str, first: Span, years: list[Span]) -> Iterator[Span]:
    chain = [first]
    while text[chain[0].start - 1 : chain[0].start] == "、":
        before = next((year for year in years if year.end == chain[0].start - 1), None)
        if before is None:
            break
        chain.insert(0, before)
    yield from chain


def _like(text: str, first: Span, rest: Span) -> Span:
    """The name at the head of ``rest``: as far as it ends like ``first`` does, else its first word."""
    name, words = first.of(text), rest.of(text)
    for chars in range(min(len(name) - 1, 4), 0, -1):
        at = words.find(name[-chars:], 1)
        if 0 < at <= len(name) + 4:
            return Span(rest.start, rest.start + at + chars)
    if len(words) <= max(len(name) + 2, 4):
        return rest
    terms = [term for term in content_terms(words) if words.startswith(term)]
    return Span(rest.start, rest.start + len(terms[0])) if terms else Span(rest.start, rest.start)


def _asking(question: str) -> tuple[Item, ...]:
    """One item for each piece that asks and has a subject of its own, with the places and years of the first."""
    pieces = [piece.strip() for piece in _PIECE.split(question) if piece and piece.strip()]
    asking = [n for n, piece in enumerate(pieces) if _ASKS.search(piece)]
    if not 2 <= len(asking) <= _MOST_ITEMS:
        return ()
    head = "".join(pieces[: asking[0]])
    first = head + pieces[asking[0]]
    relative = [Span(*m.span()) for m in _RELATIVE_YEAR.finditer(first)]
    scope = [span.of(first) for span in sorted([*place_spans(first), *year_spans(first), *relative])]
    topic_words = subject_span(first)
    items = []
    for number, at in enumerate(asking):
        piece = _OPENS.sub("", pieces[at])
        if is_closed(piece) or subject_span(piece) is None or (number and is_closed(_MORE.sub("", piece))):
            years = [span.of(piece) for span in year_spans(piece)]
            if not years or topic_words is None or any(year in first for year in years) == bool(number):
                return ()
            places = "".join(span.of(first) for span in place_spans(first) if span.end <= topic_words.start)
            subject = head or topic_words.of(first)
            alone = (subject if not number or head else places + subject) + piece
            items.append(Item(years[0], _MARKS.sub("", alone)))
            continue
        alone = first if not number else head + piece if head else "".join(scope) + piece
        if number and head:
            alone = "".join(s for s in scope if s not in alone) + alone
        name = _OF_SCOPE.sub("", without(piece, [*place_spans(piece), *year_spans(piece)]))
        items.append(Item(name, _MARKS.sub("", alone), apart=True))
    return tuple(items)
