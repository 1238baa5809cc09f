"""What a grid of cells is: its caption, its header (which may take several rows), or no data table at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from policysearch.cells import is_figure, located
from policysearch.parse.clean import Cleaned
from policysearch.parse.numbering import match_label
from policysearch.text import squeeze, trim
from policysearch.types import CellSpans, HeadingMark, Span, Table

_MOST_CAPTION_CHARS = 45
_MOST_HEAD_CHARS = 40
_MOST_HEAD_ROWS = 4
# 表1 …, 附表2, 专栏1 …, …一览表, …收费标准; not 详见下表。 and not 一、主要指标
_CAPTION = re.compile(
    r"(?:附?表|专栏|图表|表格)\s?[\d一二三四五六七八九十]{1,3}.*|[^。；，：]*(?:表|清单|名录|目录|标准|情况|安排|方案|分工)(?:[（(].{1,16}[)）])?"
)
_UNIT_LINE = re.compile(r"[（(]?(?:计量)?单位\s?[:：].{1,16}[)）]?")
_HEAD_WORD = re.compile(
    r"序号|编号|编码|代码|项目|指标|名称|类别|类型|分类|种类|单位|标准|金额|分值|积分|内容|日期|时间|时限|年份|年度|地区|区域|镇街|街道|"
    r"备注|说明|条件|对象|材料|资料|依据|学校|科目|电话|地址|网址|数量|套数|面积|比例|系数|部门|机构|企业|人数|计划|实际|目标|基数|完成|"
    r"任务|措施|事项|方式|要求|范围|等级|等别|级别|户型|人口|年龄|月数|价格|费用|限额|额度|形式|方法|程序|环节|姓名|职务|剂型|病种|构成|合计|套型|工程|规模|性质|属性|领域"
)
_YEAR_OR_DAY = re.compile(
    r"(?:19|20)\d\d\s?(?:年.{0,8}|[-—~～至].{1,6})?|\d{1,2}月(?:\d{1,2}日)?|“?十[一二三四五]五.{0,8}"
)
_BLANK_TO_FILL = re.compile(
    r"姓\s*名|性\s*别|出生年月|身份证号码?|联系(?:电话|方式)|签\s*[字名章]|盖\s*章|意\s*见|申请人|填表|照\s*片|\s年\s+月\s+日"
)
_LEAST_BLANK_SHARE = 0.3
_LEAST_ASKED = 3
_MOST_ASKING_CHARS = 12


def settle(raw_text: str, table: Table, cleaned: Cleaned) -> Table:
    """``table`` of a reader in the cleaned text; a cell of which nothing is left becomes empty."""
    table = located(raw_text, table)
    if not any(gone.raw.start < table.span.end and table.span.start < gone.raw.end for gone in cleaned.dropped):
        shift = table.span.start - cleaned.place(table.span.start)
        cells = tuple(
            tuple(tuple(Span(s.start - shift, s.end - shift) for s in cell) for cell in row) for row in table.cell_spans
        )
        return Table(cleaned.move(table.span), table.rows, cells)
    cells = tuple(tuple(tuple(filter(len, map(cleaned.move, cell))) for cell in row) for row in table.cell_spans)
    rows = tuple(tuple(" ".join(" ".join(s.of(cleaned.text) for s in cell).split()) for cell in row) for row in cells)
    return Table(cleaned.move(table.span), rows, cells)


def join_over_pages(text: str, tables: Sequence[Table], page_starts: Sequence[int]) -> list[Table]:
    """``tables`` with those joined that a page broke: as wide, and nothing but the end of a page between them.

    A header that the next page repeats is no row: its cells are printed once more.
    """
    found: list[Table] = []
    for table in tables:
        last = found[-1] if found else None
        if last is None or not _goes_on(text, last, table, page_starts):
            found.append(table)
            continue
        again = next(
            (n for n, (a, b) in enumerate(zip(last.rows, table.rows, strict=False)) if a != b), len(table.rows)
        )
        pairs = zip(last.cell_spans[:again], table.cell_spans[:again], strict=True)
        head = tuple(tuple(a + b for a, b in zip(*pair, strict=True)) for pair in pairs)
        cells = head + last.cell_spans[again:] + table.cell_spans[again:]
        found[-1] = Table(Span(last.span.start, table.span.end), last.rows + table.rows[again:], cells)
    return found


def _goes_on(text: str, last: Table, table: Table, page_starts: Sequence[int]) -> bool:
    if not last.rows or not table.rows or len(last.rows[0]) != len(table.rows[0]):
        return False
    between = Span(last.span.end, max(last.span.end, table.span.start))
    at = bisect_right(page_starts, between.start)
    return not between.of(text).strip() and at < len(page_starts) and page_starts[at] <= table.span.start


def read_grid(text: str, table: Table, floor: int = 0, headings: Sequence[HeadingMark] = ()) -> Table | None:
    """``table`` with its caption and one header row, or None where it is a form or lays out a page.

    Rows of one cell on top of it, a caption and the line of its unit right above it (after ``floor``) belong to its
    caption. A header of several rows becomes one, each cell after those that it stands under (2020年 实际). Where
    nothing shows a header, its words are empty.
    """
    kept = [n for n, row in enumerate(table.rows) if any(row)]
    top = next((n for n in kept if sum(map(bool, table.rows[n])) > 1), None)
    if top is None or _is_form([table.rows[n] for n in kept]):
        return None
    if any(len(cell) > _MOST_CAPTION_CHARS for n in kept if n < top for cell in table.rows[n]):
        top = kept[0]  # running text across the table names nothing
    inside = [span for n in kept if n < top for cell in table.cell_spans[n] for span in cell]
    rows = [table.rows[n] for n in kept if n >= top]
    cells = [table.cell_spans[n] for n in kept if n >= top]
    if len(rows) < 2:
        return None
    start = caption_start(text, table.span.start, floor, headings)
    end = inside[-1].end if inside else table.span.start
    caption = trim(text, Span(start, end))
    count = _header_rows(rows)
    head, head_cells = _header(rows[:count], cells[:count], len(rows[0]))
    return Table(
        Span(start, table.span.end),
        (head, *rows[count:]),
        (head_cells, *cells[count:]),
        caption if len(caption) else None,
    )


def _is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells are left blank to be filled in, each behind a short word that asks: 姓名 | | 性别 | | 照片."""
    asked = sum(
        len(cell) <= _MOST_ASKING_CHARS and _BLANK_TO_FILL.search(cell) is not None and not any(row[n + 1 : n + 2])
        for row in rows
        for n, cell in enumerate(row)
    )
    blank = sum(not cell for row in rows for cell in row)
    return asked >= _LEAST_ASKED and blank >= _LEAST_BLANK_SHARE * sum(map(len, rows))


def caption_start(text: str, start: int, floor: int, headings: Sequence[HeadingMark]) -> int:
    """Where the caption above a table begins: a name, a line of the unit, or both; ``start`` where there is none."""
    found, position = start, start
    for pattern in (_UNIT_LINE, _CAPTION):
        line = _line_before(text, position, floor)
        if line is None or not pattern.fullmatch(line.of(text)) or _is_heading(text, line, headings):
            continue
        found = position = line.start
    return found


def _line_before(text: str, position: int, floor: int) -> Span | None:
    """The line with words before ``position``; None after ``floor`` and for the first line, which is the title."""
    end = len(text[:position].rstrip()) if position < 4096 else _end_before(text, position)
    start = text.rfind("\n", 0, end) + 1
    line = trim(text, Span(start, end))
    return line if len(line) and floor <= start and text[:start].strip() else None


def _end_before(text: str, position: int) -> int:
    while position and text[position - 1].isspace():
        position -= 1
    return position


def _is_heading(text: str, line: Span, headings: Sequence[HeadingMark]) -> bool:
    is_long = len(line) > _MOST_CAPTION_CHARS
    marked = any(mark.span.start < line.end and line.start < mark.span.end for mark in headings)
    return is_long or marked or match_label(text, line.start, line.end) is not None


def _header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows head the others; 0 where nothing shows it.

    The first row heads the table when its cells are words of a header, or words above figures. A next one belongs to
    the header when it has words alone, begins empty, and its words stand under cells merged over columns.
    """
    first = rows[0]
    words = [cell for cell in first if cell]
    if any(len(cell) > _MOST_HEAD_CHARS or (is_figure(cell) and not _YEAR_OR_DAY.match(cell)) for cell in words):
        return 0
    known = sum(_is_head_word(cell) for cell in words)
    if 2 * known <= len(words) and not _stands_above_figures(rows):
        return 0
    count = 1
    while count < min(len(rows) - 1, _MOST_HEAD_ROWS) and _continues(rows[count - 1], rows[count]):
        count += 1
    return count


def _is_head_word(cell: str) -> bool:
    words = squeeze(cell)
    if re.search(r"[:：]", words):
        return False  # 发布机构： names a field
    return (len(words) <= 16 and _HEAD_WORD.search(words) is not None) or _YEAR_OR_DAY.fullmatch(words) is not None


def _stands_above_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column of figures has words on top that are none."""
    for column, head in enumerate(rows[0]):
        below = [row[column] for row in rows[1:] if row[column]]
        figures = sum(is_figure(cell) for cell in below)
        is_word = head and (not is_figure(head) or _YEAR_OR_DAY.match(head))
        if is_word and figures >= 2 and figures >= 0.6 * len(below):
            return True
    return False


def _continues(head: Sequence[str], row: Sequence[str]) -> bool:
    """Whether ``row`` goes on with the header: it begins empty, and has words below cells that ``head`` has merged."""
    merged = {n for n, cell in enumerate(head) if not cell and any(head[:n])}
    words = [n for n, cell in enumerate(row) if cell]
    figures = any(is_figure(row[n]) and not _YEAR_OR_DAY.match(row[n]) for n in words)
    return not row[0] and not figures and any(n in merged for n in words)


def _header(
    rows: Sequence[Sequence[str]], cells: Sequence[Sequence[CellSpans]], width: int
) -> tuple[tuple[str, ...], tuple[CellSpans, ...]]:
    """One header row of several: each column with the cells that it stands under, from the top."""
    origins: list[list[int | None]] = []
    for level, row in enumerate(rows):
        line: list[int | None] = []
        for n, cell in enumerate(row):
            below = any(later[n] for later in rows[level + 1 :])
            same = n > 0 and (level == 0 or origins[level - 1][n] == origins[level - 1][n - 1])
            line.append(n if cell else line[n - 1] if same and (below or level) else None)
        origins.append(line)
    words, places = [], []
    for n in range(width):
        stack = [
            (level, line[n]) for level, line in enumerate(origins) if line[n] is not None and _says(rows, level, n)
        ]
        words.append(" ".join(rows[level][at] for level, at in stack if at is not None))
        places.append(tuple(span for level, at in stack if at is not None for span in cells[level][at]))
    return tuple(words), tuple(places)


def _says(rows: Sequence[Sequence[str]], level: int, column: int) -> bool:
    """Whether the cell above ``column`` on ``level`` is its own, or one merged over it with words of its own below."""
    return bool(rows[level][column]) or any(row[column] for row in rows[level + 1 :])
