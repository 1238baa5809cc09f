"""A report as plain text and as Markdown."""

from __future__ import annotations

import re

from policysearch.export.report import Report

# What CommonMark or its common extensions read as markup anywhere in a line, and what only where it opens one.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$^=]|!(?=\[)|(?<=\w):(?=//)|(?<=www)\.")
_OPENS = re.compile(r"^(?:([-+])|(\d{1,9})([.)]))")
_WEB = re.compile(r"https?://[^\s<>\"\\]+")


def plain_text(report: Report) -> str:
    """The report as text, ended by a line end."""
    lines = [report.question, ""]
    if report.status:
        lines += [f"【{report.status}】", *report.paragraphs, ""]
    for name, items in (("没有找到", report.missing), ("请注意", report.warnings)):
        lines += [f"{name}：", *(f"· {item}" for item in items), ""] if items else []
    for one in report.evidence:
        quote = "\n".join(f"    {line}".rstrip() for line in one.quote.splitlines())
        note = [f"    批注：{' '.join(one.note.split())}"] if one.note else []
        lines += [f"[{one.number}] {one.citation}", quote, f"    出处：{one.source}", *note, ""]
    return "\n".join([*lines, report.closing, ""])


def markdown(report: Report) -> str:
    """The report as Markdown (CommonMark); nothing in a question or a document acts as markup."""
    blocks = [f"# {escaped(report.question)}"]
    if report.status:
        blocks += [f"**{report.status}**", *map(escaped, report.paragraphs)]
    for name, items in (("没有找到", report.missing), ("请注意", report.warnings)):
        blocks += [f"## {name}", "\n".join(f"- {escaped(item)}" for item in items)] if items else []
    blocks += [f"## 依据（{len(report.evidence)}处）"] if report.evidence else []
    for one in report.evidence:
        source = f"<{one.source}>" if _WEB.fullmatch(one.source) else escaped(one.source)
        blocks += [
            f"**\\[{one.number}\\]** {escaped(one.citation)}",
            _quoted(one.quote),
            f"出处：{source}",
            *([f"批注：{escaped(one.note)}"] if one.note else []),
        ]
    return "\n\n".join([*blocks, "---", report.closing]) + "\n"


def _quoted(quote: str) -> str:
    """A block quotation that keeps its line ends."""
    lines = [escaped(line) for line in quote.splitlines() if line.strip()]
    return "\\\n".join(f"> {line}" for line in lines)


def escaped(words: str) -> str:
    """``words`` on one line, every character that could act as markup disarmed."""
    line = _MARKUP.sub(lambda match: f"\\{match.group()}", " ".join(words.split()))
    return _OPENS.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", line)
