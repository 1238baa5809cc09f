"""An answer, or a basket of passages, as a file: plain text, Markdown, Word, Excel. Values in, bytes out.

Every piece of evidence bears its citation in full, its words as printed, and where the document came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

from policysearch.export.basket import Pick, Picked, is_pick_ref, look_up, pick_ref, report_of_basket
from policysearch.export.report import STATUS_WORDS, Evidence, Report, report_of_answer, report_of_hits
from policysearch.export.text import markdown, plain_text

__all__ = [
    "BINARY",
    "FORMATS",
    "MEDIA_TYPES",
    "STATUS_WORDS",
    "Evidence",
    "Format",
    "Pick",
    "Picked",
    "Report",
    "export",
    "file_name",
    "is_pick_ref",
    "look_up",
    "pick_ref",
    "report_of_answer",
    "report_of_basket",
    "report_of_hits",
    "safe_name",
]

Format = Literal["text", "md", "docx", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
# Those that no terminal shows.
BINARY: frozenset[Format] = frozenset({"docx", "xlsx"})
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[Format, str] = {
    "text": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
# What file systems take ill in a name.
_NO_NAME = re.compile(r"[\\/:*?\"<>|\s\x00-\x1f\x7f？：]+")
_NAME_CHARS = 40


def file_name(report: Report, form: Format) -> str:
    """A name for the file of ``report``: the first words of its question."""
    return safe_name(report.question, "txt" if form == "text" else form)


def safe_name(words: str, ending: str) -> str:
    """A name for a file that begins with the first of ``words``, without what file systems take ill."""
    name = _NO_NAME.sub("_", words[:_NAME_CHARS]).strip("._ ")
    return f"{name or '回答'}.{ending}"


def export(report: Report, form: Format) -> bytes:
    """``report`` as a file of the format ``form``; text is UTF-8."""
    # The libraries of Word and Excel take a while to import: only who exports waits for them.
    if form == "docx":
        from policysearch.export.word import word

        return word(report)
    if form == "xlsx":
        from policysearch.export.excel import excel

        return excel(report)
    return (plain_text(report) if form == "text" else markdown(report)).encode("utf-8", "replace")
