"""The header of a table that lost its grid: its columns, out of the words before the first row.

Heads may be wrapped (序 号), printed out of order (2025年目标 before 二级指标), and one may stand inside another
(一级 序号 指标). What is no head is a label of a group, lifted out of its rows or printed right before the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policysearch.text import CJK, squeeze
from policysearch.types import Span

Role = Literal["group", "order", "name", "unit", "word", "figure"]

_PERIOD = r"(?:(?:19|20)\d\d(?:[-—–~至](?:19|20)?\d\d)?年?|[“\"]?十[一二三四五六]五[”\"]?(?:时期|期间|期末|末)?)"
_STATE = (
    r"(?:[底末度初]|实际|目标|预期|规划|完成|现状|基期|基数|基础|总量|总数|数量|数值|"
    r"计划|预计|指标|情况|数据|水平|值|数|量)"
)
_GROWTH = r"(?:年均|累计|同比|五年|年平均)?(?:增长|增幅|增速)(?:率|速度|幅度|情况)?"
_IN_BRACKETS = r"(?:[（(][^（）()]{1,10}[)）])?"
# Each with a head that matches; 人才规模 matches none.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("group", re.compile(r"一级指标|(?:指标)?(?:类别|分类|类型|领域|维度|大类)")),
    ("order", re.compile(r"序号|编号")),
    ("name", re.compile(r"(?:[二三]级|具体|主要|核心|规划|发展)?指标(?:名称|内容)?|(?:项目|工程|任务)?名称|项目|内容")),
    ("unit", re.compile(r"(?:计量)?单位")),
    ("word", re.compile(r"(?:指标)?(?:属性|性质)")),
    ("figure", re.compile(_PERIOD + _STATE + "*" + _IN_BRACKETS)),  # 2015年底基数, 2025年目标(人)
    ("figure", re.compile(_PERIOD + "?" + _GROWTH + _IN_BRACKETS)),  # 增长率(%), 年均增长
    (
        "figure",
        re.compile(
            r"(?:现状|基期|规划|预期|末期)?(?:实际|目标|完成|基数|现状|总量|预期)(?:值|数|情况|量)?" + _IN_BRACKETS
        ),
    ),
)
_BEGINS_APART = re.compile(rf"(?:{_PERIOD}|{_GROWTH})")
_SPLIT_HEADS = frozenset({"一级", "二级", "三级"})
_MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between blanks, or on a line of their own, and where they stand."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: what it holds, its words, and the pieces that print it."""

    role: Role
    words: str
    pieces: tuple[Piece, ...]

    @property
    def is_growth(self) -> bool:
        """Whether the column tells how much something grew."""
        return self.role == "figure" and re.search(_GROWTH, squeeze(self.words)) is not None


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table in the order of its rows.

    ``first`` is the number of its first piece. ``lifted`` are labels among the heads, out of the rows of their
    groups; ``leading`` those after all heads, right before a row.
    """

    heads: tuple[Head, ...]
    first: int
    lifted: tuple[Piece, ...]
    leading: tuple[Piece, ...]

    def column(self, role: Role) -> int | None:
        """The column with ``role``; None where there is none."""
        return next((n for n, head in enumerate(self.heads) if head.role == role), None)

    @property
    def values(self) -> tuple[int, ...]:
        """The columns behind name and unit: figures, and words of few kinds (预期性)."""
        return tuple(n for n, head in enumerate(self.heads) if head.role in ("figure", "word"))

    @property
    def plan(self) -> tuple[str, ...]:
        """The columns, those of figures by their words: what a new page repeats."""
        return tuple(squeeze(head.words) if head.role == "figure" else head.role for head in self.heads)


def join_words(pieces: Sequence[Piece]) -> str:
    """The words of a wrapped cell: a blank where two parts in Latin script meet, none beside Chinese."""
    words = " ".join(" ".join(piece.words for piece in pieces).split())
    wide = f"{CJK}，。、；：（）“”《》"
    return re.sub(rf"(?<=[{wide}]) | (?=[{wide}])", "", words)


def read_header(pieces: Sequence[Piece], *, wrapped: bool) -> Header | None:
    """The header in ``pieces``, which end right before a row; None where its columns are not certain.

    ``wrapped``: a cell may be several pieces. It needs row numbers, names and a column of figures, each head once,
    and labels only where there is a column of groups.
    """
    heads: list[Head] = []
    labels: list[tuple[int, Piece]] = []
    first: int | None = None
    half: tuple[int, Piece] | None = None
    at = 0
    while at < len(pieces):
        head = _head_at(pieces, at, wrapped)
        if half is not None and head is not None and (whole := _role(squeeze(half[1].words + head.words))):
            heads.insert(half[0], Head(whole, half[1].words + head.words, (half[1], *head.pieces)))
            half = None
        elif head is not None and (first is not None or head.role in ("group", "order")):
            heads.append(head)
            first = at if first is None else first
        elif wrapped and half is None and pieces[at].words in _SPLIT_HEADS:
            half = (len(heads), pieces[at])
            first = at if first is None else first
        elif first is not None:
            labels.append((len(heads), pieces[at]))
        at += len(head.pieces) if head is not None else 1
    if first is None or half is not None:
        return None
    lifted = tuple(piece for count, piece in labels if count < len(heads))
    leading = tuple(piece for count, piece in labels if count == len(heads))
    return _checked(heads, first, lifted, leading)


def _checked(heads: Sequence[Head], first: int, lifted: tuple[Piece, ...], leading: tuple[Piece, ...]) -> Header | None:
    roles = [head.role for head in heads]
    once = all(roles.count(role) <= 1 for role in ("group", "order", "name", "unit", "word"))
    needed = all(role in roles for role in ("order", "name", "figure"))
    order: tuple[Role, ...] = ("group", "order", "name", "unit")
    front = sorted((head for head in heads if head.role in order), key=lambda head: order.index(head.role))
    header = Header((*front, *(h for h in heads if h.role not in order)), first, lifted, leading)
    labelled = bool(lifted or leading) and "group" not in roles
    return header if once and needed and not labelled and len(set(header.plan)) == len(heads) else None


def _head_at(pieces: Sequence[Piece], at: int, wrapped: bool) -> Head | None:
    """The head that begins with the piece at ``at``, with as many pieces as belong to it."""
    for count in range(min(_MOST_PARTS, len(pieces) - at) if wrapped else 1, 0, -1):
        parts = tuple(pieces[at : at + count])
        role = _role(squeeze("".join(piece.words for piece in parts)))
        if role is not None and (count == 1 or _is_one_head(parts)):
            return Head(role, join_words(parts), parts)
    return None


def _role(words: str) -> Role | None:
    return next((role for role, pattern in _ROLES if pattern.fullmatch(words)), None)


def _is_one_head(parts: Sequence[Piece]) -> bool:
    """Whether no later part begins a head of its own: 2015 年 底基数 is one, 2015年 2020年 are two."""
    for n in range(1, len(parts)):
        before, rest = (squeeze("".join(piece.words for piece in some)) for some in (parts[:n], parts[n:]))
        begins = _BEGINS_APART.match(rest) or _role(rest) in ("group", "order", "unit", "word")
        if _role(before) is not None and (begins or (_role(rest) == "name" and len(rest) > 2)):
            return False
    return True
