"""Where a span stands in its document: clause path, paragraph, page; and back from a link to a span.

The words follow how clauses are cited in China: 四、（六）第1段 in a plan, 第七条第二款 in a law.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from policysearch.cells import cell_at, row_at, row_name, table_at
from policysearch.numerals import chinese
from policysearch.text import chinese_date, clip, lines, quote_hash, squeeze, trim
from policysearch.types import Document, Section, Span

_MOST_QUOTE_CHARS = 1000
_MOST_NAME_CHARS = 24
_INNER_MARKS = str.maketrans("“”", "‘’")
_BEFORE_QUOTE = frozenset("。！？；，：!?;,:”’」』）)》")


def sections_at(sections: Sequence[Section], offset: int) -> tuple[Section, ...]:
    """The sections that hold ``offset``, from the top; empty before the first heading."""
    at = bisect_right(sections, offset, key=lambda section: section.span.start) - 1
    if at < 0 or offset >= sections[at].span.end:
        return ()
    return (sections[at], *sections_at(sections[at].children, offset))


def paragraphs(document: Document, section: Section | None) -> Iterator[Span]:
    """The paragraphs that a section says itself, without its children, its tables and a heading on lines of its own.

    With None: those before the first section, tables aside too.
    """
    if section is None:
        heading = Span(0, 0)
        gaps = [(0, document.sections[0].span.start if document.sections else len(document.text))]
    else:
        heading = trim(document.text, section.heading_span)
        inner = [place for child in section.children for place in (child.span.start, child.span.end)]
        ends = [section.heading_span.start, *inner, section.span.end]
        gaps = list(zip(ends[::2], ends[1::2], strict=True))
    for start, end in gaps:
        for line in lines(document.text, Span(start, end)):
            if not heading.holds(line) and table_at(document, line.start) is None:
                yield line


def page_at(document: Document, offset: int) -> int | None:
    """The page that holds ``offset``, from 1; None when the document has no pages."""
    return bisect_right(document.page_starts, offset) or None


def label(document: Document, span: Span) -> str:
    """The place of ``span`` as one cites it: 《…》四、（六）第1段（第14页）, 《…》三、表格第3行“技师”（2025年目标）."""
    return f"《{document.title}》{whereabouts(document, span)}{paged(document, span.start)}"


def full_label(document: Document, span: Span) -> str:
    """The citation in full, for where the document is not at hand: 《…》文号 发布机构 2021年3月4日 四、（六）第1段.

    What is not known of the document is left out.
    """
    facts = (
        document.number,
        "、".join(document.issuers),
        chinese_date(document.date) if document.date else "",
        whereabouts(document, span) + paged(document, span.start),
    )
    return f"《{document.title}》{' '.join(filter(None, facts))}"


def whereabouts(document: Document, span: Span) -> str:
    """The clause, paragraph and cell of ``span``, without the document: 四、（六）第1段."""
    return clause_label(document, span.start) + _column(document, span)


def paged(document: Document, offset: int) -> str:
    """（第14页）, or nothing where the document has no pages."""
    page = page_at(document, offset)
    return f"（第{page}页）" if page else ""


def clause_label(document: Document, offset: int) -> str:
    """The clause and paragraph at ``offset``: 四、（六）第1段, 第七条第二款, 开头第2段."""
    path = sections_at(document.sections, offset)
    row = _table_row(document, offset)
    if row is not None:
        return paragraph_label(path, None, 0) + row
    own = list(paragraphs(document, path[-1] if path else None))
    number = next((n for n, line in enumerate(own, 1) if line.start <= offset < line.end), None)
    return paragraph_label(path, number, len(own))


def paragraph_label(path: Sequence[Section], number: int | None, count: int) -> str:
    """The label of paragraph ``number`` (from 1) of the ``count`` that the last section of ``path`` says itself.

    With None that of the section as a whole.
    """
    shown = [s for s in path if s.ladder != "law" or not s.label.endswith(("章", "节", "编"))] or list(path)
    # A blank behind 附件: 附件 七、 is part seven of an annex, not annex seven.
    words = "".join(_spoken(s) + (" " if s.ladder == "annex" else "") for s in shown).rstrip()
    in_law = bool(path) and any(section.ladder == "law" for section in path)
    if number is None or (count == 1 and in_law):
        return words or "开头"
    if in_law and path[-1].label.rstrip("之一二三四五六七八九十").endswith("条"):
        return f"{words}第{chinese(number)}款"
    return f"{words or '开头'}第{number}段"


def _table_row(document: Document, offset: int) -> str | None:
    """表格第3行“技师” for a row of a table, 表格 for its head or where its rows are lost, None outside of tables."""
    table = table_at(document, offset)
    if table is None:
        return None
    row = row_at(table, offset)
    name = row_name(table, row) if row else ""
    return f"表格第{row}行" + (_quoted(clip(name, _MOST_NAME_CHARS)) if name else "") if row else "表格"


def _column(document: Document, span: Span) -> str:
    """（2025年目标）, the column of a span that lies in one cell of a row of a table and does not name the row."""
    table = table_at(document, span.start)
    place = cell_at(table, span.start) if table is not None else None
    if table is None or place is None or not place[0]:
        return ""
    row, column = place
    head = table.rows[0][column]
    inside = any(cell.holds(span) for cell in table.cell_spans[row][column])
    return f"（{head}）" if inside and head and table.rows[row][column] != row_name(table, row) else ""


def _spoken(section: Section) -> str:
    if section.ladder == "dash":
        return _quoted(section.heading) if section.heading else "——"
    return section.label if section.label else _quoted(section.heading)


def _quoted(words: str) -> str:
    """Words in quotation marks, those inside them single (GB/T 15834)."""
    return f"“{words.translate(_INNER_MARKS)}”"


def section_names(path: Sequence[Section]) -> tuple[str, ...]:
    """The headings of a path as a breadcrumb shows them."""
    return tuple(section.name for section in path)


def clause_path(document: Document, offset: int) -> str:
    """The place of ``offset`` as a link holds it: section numbers from the top, then the paragraph.

    ``4.6.p1`` is 四、（六）第1段. The numbers count siblings, so they survive any change of wording.
    """
    numbers, siblings = [], document.sections
    path = sections_at(document.sections, offset)
    for section in path:
        numbers.append(str(siblings.index(section) + 1))
        siblings = section.children
    own = paragraphs(document, path[-1] if path else None)
    number = next((n for n, line in enumerate(own, 1) if line.start <= offset < line.end), 1)
    return ".".join([*numbers, f"p{number}"])


def clause_link(document: Document, span: Span) -> str:
    """What ``?clause=`` holds for a quotation: ``4.6.p1-3fa2b1c9-57``: path, hash and length of the quote.

    The hash and length find the quotation again after a rebuild, wherever it has moved.
    """
    quote = span.of(document.text)
    return f"{clause_path(document, span.start)}-{quote_hash(quote)}-{len(squeeze(quote))}"


def begins_clause(text: str, offset: int) -> bool:
    """Whether a line, a sentence or a clause of one begins at ``offset``: there a link finds a quotation again."""
    return offset == 0 or text[offset - 1].isspace() or text[offset - 1] in _BEFORE_QUOTE


def resolve(document: Document, link: str) -> Span | None:
    """The span that ``link`` names: the quotation where it still stands, else its clause, else None."""
    match = re.fullmatch(r"([\dp.]+)(?:-([0-9a-f]{8})-(\d{1,7}))?", link)
    if match is None:
        return None
    home = _section_of(document, match[1])
    if match[2]:
        wanted, length = match[2], int(match[3])
        for span in filter(None, (home, Span(0, len(document.text)))):
            quote = _find_quote(document.text, span, wanted, length)
            if quote:
                return quote
    return home


def _section_of(document: Document, path: str) -> Span | None:
    siblings, section = document.sections, None
    *numbers, paragraph = path.split(".") if "p" in path else (*path.split("."), "")
    for number in filter(None, numbers):
        if not number.isdecimal() or not 0 < int(number) <= len(siblings):
            return section.span if section else None
        section = siblings[int(number) - 1]
        siblings = section.children
    own = list(paragraphs(document, section))
    if paragraph[1:].isdecimal() and 0 < int(paragraph[1:]) <= len(own):
        return own[int(paragraph[1:]) - 1]
    return section.span if section else None


def _find_quote(text: str, span: Span, wanted: str, length: int) -> Span | None:
    """The first run of ``length`` characters, blanks aside, whose hash is ``wanted``.

    A quotation begins where a sentence, a clause of one or a line does, so only such places are tried: the work
    stays in proportion to the text, whatever a link asks for.
    """
    if not 0 < length <= _MOST_QUOTE_CHARS:
        return None
    places = [i for i in range(span.start, span.end) if not text[i].isspace()]
    bare = "".join(text[i] for i in places)
    for at in range(len(places) - length + 1):
        first = places[at]
        opens = at == 0 or first != places[at - 1] + 1 or bare[at - 1] in _BEFORE_QUOTE
        if opens and quote_hash(bare[at : at + length]) == wanted:
            return Span(first, places[at + length - 1] + 1)
    return None
