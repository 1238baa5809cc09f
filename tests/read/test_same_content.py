"""One invented plan in every format: the same outline, the same tables, the same passages."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_read_file import put
from test_read_ofd import package, text

from policysearch.parse import cut_passages, parse
from policysearch.read import read_file
from policysearch.text import squeeze
from policysearch.types import Document

TITLE = "云岭县冬季河道巡查工作方案"
BEFORE = (
    "为做好冬季河道巡查工作，保障人民群众生命财产安全，结合本县实际，制定本方案。",
    "一、总体要求",
    "（一）指导思想。坚持预防为主、防治结合，落实河道巡查责任，提高应急处置能力，确保全县河道安全度过冬季。",
    "（二）工作目标。到2027年，全县重点河段巡查覆盖率达到百分之百，隐患整改率达到百分之九十五以上。",
    "二、主要任务",
    "（一）开展日常巡查。各镇应当每周组织不少于两次巡查，巡查人员应当如实填写巡查记录，发现险情立即报告。",
    "（二）整改安全隐患。县水务局应当建立隐患台账，明确整改责任人和整改时限，逐项销号管理。",
    "三、经费保障",
    "巡查经费由县财政统筹安排，各镇补助标准如下。",
)
LABELS = ("一、", "（一）", "（二）", "二、", "（一）", "（二）", "三、", "四、")
HEADINGS = ("总体要求", "指导思想", "工作目标", "主要任务", "开展日常巡查", "整改安全隐患", "经费保障", "附则")
TABLE = (("镇名", "河段数", "补助金额"), ("东河镇", "12", "36万元"), ("西河镇", "8", "24万元"))
AFTER = ("四、附则", "本方案自印发之日起施行，由县水务局负责解释。")
FONT = "STSong-Light"
LINE_CHARS = 34


def lines_of(paragraph: str) -> list[str]:
    """The lines of a paragraph on a page, the first one indented."""
    words = "　　" + paragraph
    return [words[i : i + LINE_CHARS] for i in range(0, len(words), LINE_CHARS)]


def as_txt() -> bytes:
    rows = ["\t".join(row) for row in TABLE]
    return "\n".join([TITLE, *BEFORE, *rows, *AFTER]).encode()


def as_md() -> bytes:
    head, *rows = ("| " + " | ".join(row) + " |" for row in TABLE)
    grid = "\n".join([head, "| --- | --- | --- |", *rows])
    return "\n\n".join([f"# {TITLE}", *BEFORE, grid, *AFTER]).encode()


def as_html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
    before, after = ("".join(f"<p>{line}</p>" for line in lines) for lines in (BEFORE, AFTER))
    body = f"<h1>{TITLE}</h1><div>{before}<table>{rows}</table>{after}</div>"
    return f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode()


def as_docx() -> bytes:
    document = docx.Document()
    for line in (TITLE, *BEFORE):
        document.add_paragraph(line)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for down, row in enumerate(TABLE):
        for across, cell in enumerate(row):
            table.cell(down, across).text = cell
    for line in AFTER:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont(FONT, 12)
    canvas.drawString(180, 790, TITLE)
    down = 760.0
    for line in (line for paragraph in BEFORE for line in lines_of(paragraph)):
        canvas.drawString(80, down, line)
        down -= 22
    for row in range(len(TABLE) + 1):
        canvas.line(80, down - 30 * row, 410, down - 30 * row)
    for column in range(4):
        canvas.line(80 + 110 * column, down, 80 + 110 * column, down - 30 * len(TABLE))
    for number, row_ in enumerate(TABLE):
        for column, cell in enumerate(row_):
            canvas.drawString(90 + 110 * column, down - 30 * number - 20, cell)
    down -= 30 * len(TABLE) + 30
    for line in (line for paragraph in AFTER for line in lines_of(paragraph)):
        canvas.drawString(80, down, line)
        down -= 22
    canvas.save()
    return buffer.getvalue()


def as_ofd() -> bytes:
    objects = [text(TITLE, 60, 20)]
    down = 30.0
    for line in (line for paragraph in BEFORE for line in lines_of(paragraph)):
        objects.append(text(line, 20, down))
        down += 8
    for row in TABLE:
        objects += [text(cell, 20 + 50 * column, down) for column, cell in enumerate(row)]
        down += 8
    for line in (line for paragraph in AFTER for line in lines_of(paragraph)):
        objects.append(text(line, 20, down))
        down += 8
    return package(["".join(objects)])


MAKERS: dict[str, Callable[[], bytes]] = {
    ".txt": as_txt, ".md": as_md, ".html": as_html, ".docx": as_docx, ".pdf": as_pdf, ".ofd": as_ofd
}  # fmt: skip


def document_of(folder: Path, suffix: str) -> Document:
    return parse(read_file(folder, put(folder, f"方案{suffix}", MAKERS[suffix]())))[0]


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_outline_is_the_same(tmp_path: Path, suffix: str) -> None:
    document = document_of(tmp_path, suffix)
    names = [(section.label, squeeze(section.heading)) for section in document.walk()]
    assert names == [*zip(LABELS, HEADINGS, strict=True)]
    assert document.title == TITLE
    assert document.plan_period is None


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_table_is_the_same(tmp_path: Path, suffix: str) -> None:
    assert [table.rows for table in document_of(tmp_path, suffix).tables] == [TABLE]


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_passages_are_the_same(tmp_path: Path, suffix: str) -> None:
    def cut(document: Document) -> list[tuple[str, str, str]]:
        found = cut_passages(document)
        return [(passage.kind, squeeze(passage.text), squeeze(passage.search_text)) for passage in found]

    assert cut(document_of(tmp_path, suffix)) == cut(document_of(tmp_path, ".docx"))


@pytest.mark.parametrize("suffix", MAKERS)
def test_every_character_is_there_in_order(tmp_path: Path, suffix: str) -> None:
    cells = [cell for row in TABLE for cell in row]
    wanted = squeeze("".join([TITLE, *BEFORE, *cells, *AFTER]))
    assert squeeze(document_of(tmp_path, suffix).text) == wanted
