"""PDF by pdfplumber: lines page by page as they are laid out, tables where a grid is drawn, scans told apart."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.table import Table

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.read import ocr
from policysearch.read.assemble import Assembly
from policysearch.types import RawDocument, Source

SCAN = "这是扫描件，没有文字层：请先做文字识别（OCR）后再放入。"
_MOST_PAGES = 3000
# A page of a scan may still hold the stamp of the program that made it.
_SCAN_PAGE_CHARS = 12
_MOST_UNREADABLE = 0.3
_OCR_DPI = 200
# A gap of this share of the type size is a blank.
_BLANK = 0.3
# Two columns: a gap wider than this many characters, with so much text on either side of it in so many lines.
_GUTTER = 1.2
_LEAST_COLUMN_CHARS = 12
_LEAST_COLUMN_LINES = 6
_UNREADABLE = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_WRAP = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])")

# It tells of every small flaw of a file; what matters comes as an exception.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The text of a PDF, a line of the layout a line, with where each page begins.

    A scan is read by the recognizer of ``ocr`` when one is installed, else refused. A page that is damaged or
    has no text is named in a warning.
    """
    if b"%PDF-" not in data[:1024]:
        raise _damaged()
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        count = len(pdf.pages)
    except Exception as error:  # the library raises whatever a damaged file leads it to
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args, error.__context__)):
            raise ReadError("文件有密码保护：请去掉密码后再放入。") from error
        raise _damaged() from error
    with pdf:
        if count > _MOST_PAGES:
            raise ReadError(f"文件有 {count} 页，超过上限 {_MOST_PAGES} 页：请拆分后再放入。")
        return _read(pdf, source, limits)


def _damaged() -> ReadError:
    return ReadError("不是完整的 PDF 文件：请重新下载或另存后再放入。")


def _read(pdf: PDF, source: Source, limits: ReadLimits) -> RawDocument:
    deadline = time.monotonic() + limits.seconds
    pages: list[list[str | list[list[str]]]] = []
    damaged: list[int] = []
    scanned: list[int] = []
    length = 0
    for number, page in enumerate(pdf.pages, 1):
        if time.monotonic() > deadline:
            raise ReadError(f"读了 {limits.seconds:.0f} 秒还没有读完：请拆分后再放入。")
        try:
            blocks = _blocks(page)
            if _is_scanned(page, blocks):
                scanned.append(number)
        except Exception:  # noqa: BLE001  one damaged page does not lose the others
            blocks = []
            damaged.append(number)
        page.close()
        pages.append(blocks)
        length += _chars(blocks)
        if length > limits.text_chars:
            raise ReadError(f"文字超过上限 {limits.text_chars} 字：请拆分后再放入。")
    if len(damaged) == len(pages):
        raise _damaged()
    warnings = [f"第 {_listed(damaged)} 页已损坏，没有读出。"] if damaged else []
    text = "".join(str(block) for blocks in pages for block in blocks)
    if len("".join(_UNREADABLE.findall(text))) > _MOST_UNREADABLE * len(text):
        raise ReadError("文字层的字体没有编码，读出来是乱码：请做文字识别（OCR）或另存后再放入。")
    if scanned:
        recognize = ocr.recognizer()
        if recognize is not None:
            for number in scanned:
                if time.monotonic() > deadline:
                    raise ReadError(f"文字识别用了 {limits.seconds:.0f} 秒还没有完成：请拆分后再放入。")
                image = pdf.pages[number - 1].to_image(resolution=_OCR_DPI).original
                pages[number - 1] = [*recognize(image)]
            warnings.append(f"第 {_listed(scanned)} 页由文字识别（OCR）读出，可能有错字。")
        elif len(scanned) == len(pages) - len(damaged):
            raise ReadError(SCAN)
        else:
            warnings.append(f"第 {_listed(scanned)} 页是图片，没有读出文字。")
    assembly = Assembly()
    for blocks in pages:
        assembly.page()
        for block in blocks:
            if isinstance(block, str):
                assembly.paragraph(block)
            else:
                assembly.table(block)
    return assembly.build(source, warnings=warnings)


def _blocks(page: Page) -> list[str | list[list[str]]]:
    """The lines and tables of a page from the top; a line is text, a table its rows."""
    page = page.dedupe_chars()  # bold type may be drawn twice
    tables = [(table, rows) for table in page.find_tables() if (rows := _grid(page, table)) is not None]
    outside = page.filter(lambda item: not any(_inside(item, table.bbox) for table, _ in tables)) if tables else page
    found: list[tuple[float, str | list[list[str]]]] = [*_text(outside, [table.bbox[1] for table, _ in tables])]
    found += [(table.bbox[1], rows) for table, rows in tables]
    return [block for _, block in sorted(found, key=lambda pair: pair[0])]


def _text(page: Page, tables: list[float]) -> Iterator[tuple[float, str]]:
    """(top, line) for the lines of a page; where they stand in two columns, the left column before the right.

    Lines over the whole width and ``tables``, by their tops, divide the page: what stands above is read first.
    """
    lines = page.extract_text_lines(x_tolerance_ratio=_BLANK)
    gutter = _gutter(lines)
    for in_columns, group in groupby(_parts(lines, gutter, tables), key=lambda part: part[0]):
        part = [line for _, line in group]
        if gutter is None or in_columns is None or len(part) < _LEAST_COLUMN_LINES:
            yield from ((line["top"], line["text"]) for line in part)
            continue
        top, bottom = part[0]["top"], max(line["bottom"] for line in part)
        for left, right in ((page.bbox[0], gutter), (gutter, page.bbox[2])):
            column = page.crop((left, max(top - 1, page.bbox[1]), right, min(bottom + 1, page.bbox[3])))
            # All have the top of the part, so that they stay together and in order.
            yield from ((top, line["text"]) for line in column.extract_text_lines(False, x_tolerance_ratio=_BLANK))


def _parts(
    lines: list[dict[str, Any]], gutter: float | None, tables: list[float]
) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """Each line with the number of the part of the page that it is in, None where it crosses the gutter."""
    part = 0
    for number, line in enumerate(lines):
        above = lines[number - 1]["top"] if number else 0.0
        part += any(above < top <= line["top"] for top in tables)
        crosses = gutter is None or any(char["x0"] < gutter < char["x1"] for char in line["chars"])
        part += crosses
        yield None if crosses else part, line


def _gutter(lines: list[dict[str, Any]]) -> float | None:
    """The middle of the gap that divides a page into two columns of running text, None where there is one column.

    A table without lines and a list of names have gaps too: their cells are short.
    """
    gaps = [gap for line in lines if (gap := _middle_gap(line["chars"])) is not None]
    if len(gaps) < max(_LEAST_COLUMN_LINES, len(lines) / 3):
        return None
    left, right = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
    return (left + right) / 2 if left < right else None


def _middle_gap(chars: list[dict[str, Any]]) -> tuple[float, float] | None:
    """Where the left half of a line ends and the right half begins, each of them long."""
    for number, (before, after) in enumerate(pairwise(chars), 1):
        wide = after["x0"] - before["x1"] > _GUTTER * before["size"]
        if wide and min(number, len(chars) - number) >= _LEAST_COLUMN_CHARS:
            return before["x1"], after["x0"]
    return None


def _grid(page: Page, table: Table) -> list[list[str]] | None:
    """The cells of a table of two rows and columns or more, else None.

    Lines that are no grid betray themselves: text stands between the cells or runs on past the edge.
    """
    rows = [
        [_WRAP.sub("", cell or "") for cell in row]
        for row in table.extract(x_tolerance_ratio=_BLANK)
        if any(cell and cell.strip() for cell in row)
    ]
    columns = {i for row in rows for i, cell in enumerate(row) if cell.strip()}
    if len(rows) < 2 or len(columns) < 2 or max(sum(bool(cell.strip()) for cell in row) for row in rows) < 2:
        return None
    if any(_cuts(table.bbox, char) for char in page.chars):
        return None
    held = sum(len("".join(cell.split())) for row in rows for cell in row)
    drawn = sum(1 for char in page.chars if _inside(char, table.bbox) and char["text"].strip())
    return [[row[i] for i in sorted(columns)] for row in rows] if held >= drawn else None


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of a character lies in ``box``; only characters are asked about."""
    if item.get("object_type") != "char":
        return False
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


def _cuts(box: tuple[float, float, float, float], char: dict[str, Any]) -> bool:
    """Whether ``char`` stands right at the outside of ``box``, where the text of a line runs on."""
    gap = max(box[0] - char["x1"], char["x0"] - box[2])
    down = (char["top"] + char["bottom"]) / 2
    near = box[1] <= down < box[3] and not _inside(char, box) and gap < char["size"] / 2
    return bool(near and str(char["text"]).strip())


def _is_scanned(page: Page, blocks: list[str | list[list[str]]]) -> bool:
    """Whether a page shows a picture or outlines and next to no text."""
    return _chars(blocks) <= _SCAN_PAGE_CHARS and bool(page.images or (len(page.curves) > 50 and not page.chars))


def _chars(blocks: list[str | list[list[str]]]) -> int:
    return sum(len(block) if isinstance(block, str) else sum(len(c) for row in block for c in row) for block in blocks)


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:20])) + (f" 等 {len(numbers)}" if len(numbers) > 20 else "")
