"""Word documents (docx) by python-docx: paragraphs and tables in order, numbered lists with numbers."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.numerals import chinese
from policysearch.read.assemble import Assembly
from policysearch.types import RawDocument, Source

_DAMAGE = (
    zipfile.BadZipFile,
    PackageNotFoundError,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
_HEADING_STYLE = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)


def read_docx(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The text of a Word document; the core property title is kept when a person filled it in."""
    document = _open(data, limits)
    assembly = Assembly()
    numbering = _Numbering(document)
    for element in _blocks(document.element.body):
        if element.tag == qn("w:p"):
            _paragraph(Paragraph(element, document), numbering, assembly)
        else:
            _table(WordTable(element, document), assembly)
    title = (document.core_properties.title or "").strip()
    return assembly.build(source, fields=[("文档属性标题", title)] if title else ())


def _open(data: bytes, limits: ReadLimits) -> WordDocument:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > limits.members or sum(m.file_size for m in members) > limits.unpacked_bytes:
                raise ReadError("文件解开后太大：请拆分后再放入。")
        return docx.Document(io.BytesIO(data))
    except ReadError:
        raise
    except _DAMAGE as error:
        raise ReadError("不是完整的 Word 文件：请重新保存后再放入。") from error


def _blocks(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body in order, also those inside content controls and insertions."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _blocks(child)


def _words(paragraph: Any) -> str:
    """The visible text of a paragraph element: tracked insertions count, deletions do not."""
    parts = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if node.tag == qn("w:tab") and node.getparent().tag != qn("w:r"):
            continue  # a tab stop of the paragraph's format
        parts.append({qn("w:t"): node.text or "", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}.get(node.tag, "\n"))
    return "".join(parts)


def _paragraph(paragraph: Paragraph, numbering: _Numbering, assembly: Assembly) -> None:
    words = _words(paragraph._p)
    text = numbering.label(paragraph) + words if words.strip() else ""
    style = paragraph.style
    match = _HEADING_STYLE.match(style.name or "") if style is not None else None
    for line in text.split("\n"):
        if match:
            assembly.heading(line, int(match[1]))
        else:
            assembly.paragraph(line)


def _table(table: WordTable, assembly: Assembly) -> None:
    """Adds a table, each merged cell once; a table of one column is running text in a frame."""
    rows = [list(_cells(row)) for row in table.rows]
    if max(map(len, rows), default=0) < 2:
        for row in rows:
            for cell in row:
                for line in cell.split("\n"):
                    assembly.paragraph(line)
    else:
        assembly.table(rows)


def _cells(row: object) -> Iterator[str]:
    """The cells of a row; one merged over columns is followed by empty ones, one continued from above is empty."""
    for cell in row._tr.tc_lst:  # type: ignore[attr-defined]
        merged = cell.vMerge == "continue"
        yield "" if merged else "\n".join(_words(paragraph) for paragraph in cell.iter(qn("w:p")))
        yield from [""] * (cell.grid_span - 1)


class _Numbering:
    """Numbers that Word draws and the text does not hold: 一、 （一） 第一条 1. of numbered paragraphs."""

    def __init__(self, document: WordDocument) -> None:
        self._formats: dict[tuple[int, int], tuple[str, str, int]] = {}
        self._counts: dict[tuple[int, int], int] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            reference = num.find(qn("w:abstractNumId"))
            definition = abstract.get(reference.get(qn("w:val"))) if reference is not None else None
            for level in definition.findall(qn("w:lvl")) if definition is not None else ():
                key = int(num.get(qn("w:numId"))), int(level.get(qn("w:ilvl")))
                self._formats[key] = (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )

    def label(self, paragraph: Paragraph) -> str:
        """The label that Word would draw before ``paragraph``, empty when it draws none or a bullet."""
        numbered = _numbered(paragraph)
        if numbered is None or numbered.numId is None:
            return ""
        number = numbered.numId.val
        level = numbered.ilvl.val if numbered.ilvl is not None else 0
        if (number, level) not in self._formats:
            return ""
        start = self._formats[number, level][2]
        self._counts[number, level] = self._counts.get((number, level), start - 1) + 1
        for deeper in [k for k in self._counts if k[0] == number and k[1] > level]:
            del self._counts[deeper]
        return self._draw(number, level)

    def _draw(self, number: int, level: int) -> str:
        kind, pattern, _ = self._formats[number, level]
        if kind in ("bullet", "none"):
            return ""
        for i in range(level + 1):
            if (number, i) in self._formats:
                form, _, start = self._formats[number, i]
                pattern = pattern.replace(f"%{i + 1}", _numeral(self._counts.get((number, i), start), form))
        return pattern


def _numbered(paragraph: Paragraph) -> Any:
    """The numbering properties of a paragraph, its own or those of its style; None when it has none."""
    properties = paragraph._p.pPr
    if properties is not None and properties.numPr is not None:
        return properties.numPr
    style: Any = paragraph.style
    while style is not None:
        properties = style.element.pPr
        if properties is not None and properties.numPr is not None:
            return properties.numPr
        style = style.base_style
    return None


def _value(element: object, tag: str, default: str) -> str:
    child = element.find(qn(tag))  # type: ignore[attr-defined]
    return str(child.get(qn("w:val"))) if child is not None else default


def _numeral(number: int, form: str) -> str:
    if form.startswith(("chinese", "japaneseCounting", "taiwaneseCounting")):
        return chinese(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)
