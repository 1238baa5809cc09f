"""A report as a Word document (.docx)."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from policysearch.export.report import NOT_IN_XML, Report

_FONT = "宋体"


def word(report: Report) -> bytes:
    """The report as the bytes of a .docx file; characters that the format cannot hold are left out."""
    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "Quote"):
        write_in_chinese(document.styles[name])
    properties = document.core_properties
    properties.author, properties.comments = "", ""
    properties.title = _plain(report.question)[:255]
    properties.created = properties.modified = datetime.fromisoformat(report.made_on)
    document.add_heading(_plain(report.question), level=0)
    if report.status:
        document.add_paragraph().add_run(report.status).bold = True
    for line in report.paragraphs:
        document.add_paragraph(_plain(line))
    for name, items in (("没有找到", report.missing), ("请注意", report.warnings)):
        if items:
            document.add_heading(name, level=1)
        for item in items:
            document.add_paragraph(_plain(item), style="List Bullet")
    if report.evidence:
        document.add_heading(f"依据（{len(report.evidence)}处）", level=1)
    for one in report.evidence:
        document.add_paragraph().add_run(_plain(f"[{one.number}] {one.citation}")).bold = True
        document.add_paragraph(_plain(one.quote), style="Quote")
        document.add_paragraph(_plain(f"出处：{one.source}"))
        if one.note:
            document.add_paragraph(_plain(f"批注：{one.note}")).runs[0].italic = True
    document.add_paragraph(report.closing)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _plain(words: str) -> str:
    return NOT_IN_XML.sub("", words)


def write_in_chinese(style: Any) -> None:
    """Sets the font for Chinese, which Word keeps apart from the one for Latin."""
    style.font.name = "Times New Roman"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
