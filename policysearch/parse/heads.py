"""The heads over the columns of a table printed one cell a line: broken lines joined, levels aligned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from policysearch.numerals import parse_numeral
from policysearch.parse.columns import Piece, join_words
from policysearch.text import squeeze

Cell = tuple[Piece, ...]

_MOST_FIRST_CHARS = 14
_MOST_HEAD_CHARS = 40
_MOST_JOINED = 4
# How many pairs of characters the heads of a second level have in common where no head of the first names a group.
_LEAST_COMMON = 3
# What the first head ends with, and what most heads hold.
_FIRST = re.compile(
    r"(?:序号|编号|年份|年度|年限|单位|[市区县]名?|地区|区域|名称|项目|指标|类别|类型|等别|等级|级别|对象|内容|标准|分值|时间|日期|"
    r"部门|机构|病种|人口|学校|科目|专业|任务|事项|材料|条件|容积率|档次)(?:[（(][^（）()]{1,8}[)）])?$"
)
_HEAD = re.compile(
    r"序号|编号|年份|年度|年限|单位|[市区县]名?$|地区|区域|名称|项目|指标|类别|类型|等别|等级|级别|对象|内容|标准|分值|积分|时间|日期|"
    r"电话|地址|网址|部门|机构|病种|人口|街道|学校|科目|专业|任务|事项|材料|容积率|系数|限额|金额|面积|比例|套数|数量|费用|价格|额度|"
    r"备注|说明|范围|条件|计划|完成|目标|实际|合计|总[计量]|供应|人数|[率数额比]$|[（(](?:元|万元|亿元|万套|套|人|%|％|㎡|平方米)[^（）()]{0,8}[)）]"
)
_CAPTION = re.compile(r"^(?:附?表|附件|专栏|图表|表格)|(?:表|方案|情况|清单|一览|目录|安排)$|[:：]|^[（(].*[）)]$")
# What the last word of a head is, so that the next line begins another.
_CLOSES_WORD = re.compile(
    r"(?:序号|编号|年份|年度|对象|系数|限额|总额|金额|面积|人数|人口|户数|套数|数量|时间|日期|名称|标准|等别|等级|级别|类别|类型|内容|分值|"
    r"电话|地址|网址|备注|说明|比例|计划数|完成[数比])$"
)
_CLOSES = re.compile(rf"{_CLOSES_WORD.pattern}|(?:单位|部门|机构|项目|合计|总计|小计|[）)])$")
_GROUP = re.compile(r"类型|其中|构成|分类|种类|结构")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_UNFINISHED = re.compile(r"[、，,及和或与]$|[（(][^（）()]*$")
_PHONES = re.compile(r"电话(?:号码)?$")
_YEARS = re.compile(r"年份|年度|年")
_SERIES = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,4})[等级类档年期次季月]?度?")
_SUM = re.compile(r"[合总小共]\s*计")


@dataclass(frozen=True, slots=True)
class Heads:
    """The head of each column, the pieces that print it. ``is_plain`` where each line group is one column's head."""

    cells: tuple[Cell, ...]
    is_plain: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the heads; a head of two levels from the top."""
        return tuple(join_words(cell) for cell in self.cells)

    @property
    def first(self) -> int:
        """Where the header begins."""
        return min(piece.span.start for cell in self.cells for piece in cell)

    @property
    def is_by_year(self) -> bool:
        """Whether each row is a year."""
        return _YEARS.fullmatch(squeeze(self.words[0])) is not None

    @property
    def is_series(self) -> bool:
        """Whether the heads behind the first count on: years, 一等 二等 三等."""
        return _is_series([squeeze(word) for word in self.words[1:]])

    def holds(self, kinds: Sequence[str]) -> bool:
        """Whether the kinds of cells under the heads are what these say: years under 年度, numbers under 电话."""
        pairs = [(squeeze(word), kind) for word, kind in zip(self.words, kinds, strict=True)]
        if any(_PHONES.search(word) and kind != "phone" for word, kind in pairs):
            return False
        return self.is_series or all((_YEARS.fullmatch(word) is not None) == (kind == "year") for word, kind in pairs)

    def opens_with_head(self, cell: Cell) -> bool:
        """Whether the first cell under the heads reads like one more head."""
        words = squeeze(join_words(cell))
        bare = _BRACKETS.sub("", words)
        return not bare or (not self.is_series and _CLOSES_WORD.search(bare) is not None)

    def is_again(self, cell: Cell) -> bool:
        """Whether a cell prints the first head once more."""
        return squeeze(join_words(cell)) == squeeze(self.words[0])


def is_head_line(words: str) -> bool:
    """Whether a line may be the first of a header."""
    bare = squeeze(words)
    is_first = 1 <= len(bare) <= _MOST_FIRST_CHARS and _FIRST.search(bare) is not None
    return is_first and not bare[0].isdigit() and bare[0] not in "及和与或、" and _CAPTION.search(bare) is None


def align(lines: Sequence[Piece], widths: range) -> list[Heads]:
    """The headers that ``lines`` may be, of each width at most one; none where not every column has a head for sure.

    Lines in brackets, and those behind an unfinished one, belong to the line before. Else a head is a line; or lines up
    to one that closes a head; or the heads of a second level stand behind those of the first.
    """
    if any(_CAPTION.search(squeeze(line.words)) and not _BRACKETS.fullmatch(line.words) for line in lines):
        return []
    heads = _joined(lines)
    closed = _closed(heads)
    found = {len(heads): Heads(tuple(heads), True)}
    if len(heads) >= 2 and not _names_rows(heads[0]):
        found[len(heads) + 1] = Heads(((), *heads), False)
    if len(closed) < len(heads):
        found[len(closed)] = Heads(tuple(closed), True)
    for width in range(widths.start, min(widths.stop, len(heads))):
        leveled = None if width in found else _two_levels(heads, width) or _two_levels(closed, width)
        if leveled is not None:
            found[width] = leveled
    return [found[width] for width in sorted(found) if width in widths and _is_header(found[width])]


def _is_header(heads: Heads) -> bool:
    """Whether they read like heads: short, most with a word of headers, figures only where they count on."""
    words = [squeeze(word) for word in heads.words if word]
    known = sum(_HEAD.search(word) is not None for word in words)
    figures = any(word[0].isdigit() for word in words)
    if max(map(len, words)) > _MOST_HEAD_CHARS or len(set(words)) < len(words):
        return False
    return heads.is_series or (not figures and 2 * known >= len(words))


def _joined(lines: Sequence[Piece]) -> list[Cell]:
    cells: list[list[Piece]] = []
    for line in lines:
        if cells and (_BRACKETS.fullmatch(line.words) or _UNFINISHED.search(cells[-1][-1].words)):
            cells[-1].append(line)
        else:
            cells.append([line])
    return [tuple(cell) for cell in cells]


def _names_rows(head: Cell) -> bool:
    return _HEAD.fullmatch(squeeze(join_words(head))) is not None


def _closed(heads: Sequence[Cell]) -> list[Cell]:
    """The heads with those joined that a line end broke: a few lines up to one that closes a head."""
    found: list[Cell] = []
    waiting: list[Cell] = []
    for head in heads:
        waiting.append(head)
        if _CLOSES.search(squeeze(join_words(head))) is not None:
            is_one = sum(map(len, waiting)) <= _MOST_JOINED
            found += [tuple(piece for part in waiting for piece in part)] if is_one else waiting
            waiting = []
    return [*found, *waiting]


def _two_levels(heads: Sequence[Cell], width: int) -> Heads | None:
    """Heads of a second level, printed behind those of the first: which of the first they stand under must be plain.

    Either they repeat (套数 面积 套数 面积), and stand under as many of the first level; or one of the first names a
    group (类型), or has what they have in common and nothing of what tells them apart.
    """
    words = [squeeze(join_words(head)) for head in heads]
    found = set(_repeated(heads, words, width)) | set(_under_one(heads, words, width))
    return found.pop() if len(found) == 1 else None


def _repeated(heads: Sequence[Cell], words: Sequence[str], width: int) -> list[Heads]:
    found = []
    for period in range(2, 5):
        unit = tuple(words[-period:])
        times = 0
        while tuple(words[len(words) - (times + 1) * period : len(words) - times * period]) == unit:
            times += 1
        tops = len(words) - times * period
        if times < 2 or len(set(unit)) < period or tops - times + times * period != width or tops < times:
            continue
        first = tops - times  # those under which nothing stands come first: 年度, then the groups
        leaves = heads[tops:]
        under = [(*heads[first + n // period], *leaf) for n, leaf in enumerate(leaves)]
        found.append(Heads((*heads[:first], *under), False))
    return found


def _under_one(heads: Sequence[Cell], words: Sequence[str], width: int) -> list[Heads]:
    if len(heads) != width + 1:
        return []
    found = []
    for count in range(2, min(5, len(heads) - 2) + 1):
        tops, leaves = words[:-count], words[-count:]
        common = {pair for pair in _pairs(leaves[0]) if all(pair in leaf for leaf in leaves)}
        apart = {char for char in "".join(leaves) if not all(char in leaf for leaf in leaves)}
        group = len(tops) - 1 if _GROUP.fullmatch(tops[-1]) else None
        if group is None and len(common) >= _LEAST_COMMON:
            fits = {n: len(common & set(_pairs(top))) for n, top in enumerate(tops) if not apart & set(top)}
            best = [n for n, shared in fits.items() if shared and shared == max(fits.values())]
            group = best[0] if len(best) == 1 else None
        if group is not None:
            under = [(*heads[group], *leaf) for leaf in heads[len(tops) :]]
            found.append(Heads((*heads[:group], *under, *heads[group + 1 : len(tops)]), False))
    return found


def _pairs(words: str) -> list[str]:
    return [words[n : n + 2] for n in range(len(words) - 1)]


def _is_series(words: Sequence[str]) -> bool:
    numbers = []
    for word in words:
        match = _SERIES.fullmatch(word)
        if match is None:
            if _SUM.fullmatch(word) and word == words[-1]:
                continue
            return False
        numbers.append(parse_numeral(match[1]))
    return len(numbers) >= 3 and all(a is not None and b == a + 1 for a, b in pairwise(numbers))
