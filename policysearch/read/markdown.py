"""Markdown by markdown-it (CommonMark and pipe tables): headings, paragraphs, lists, tables."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

from policysearch.config import ReadLimits
from policysearch.read.assemble import Assembly
from policysearch.read.decode import decode
from policysearch.types import RawDocument, Source

_FRONT_MATTER_FENCE = "---"


def read_markdown(data: bytes, source: Source, limits: ReadLimits) -> RawDocument:
    """The words of a Markdown file without its marks; the first ``#`` heading is the title."""
    text, warnings = decode(data)
    body, fields = _front_matter(text)
    assembly = Assembly()
    title = None
    label = ""
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            position = _table(tokens, position, assembly)
        elif token.type == "heading_open":
            words = _words(tokens[position + 1])
            if title is None and token.tag == "h1":
                title = words
                assembly.paragraph(words)
            else:
                assembly.heading(words, int(token.tag[1:]))
            position += 2
        elif token.type == "list_item_open":
            label = token.info + token.markup if token.info else ""  # the parser takes the numbers off
        elif token.type == "inline":
            for line in _words(token).split("\n"):
                assembly.paragraph(label + line)
                label = ""
        elif token.type in ("fence", "code_block", "html_block"):
            for line in token.content.split("\n"):
                assembly.paragraph(line)
        position += 1
    return assembly.build(source, title, fields, warnings)


def _front_matter(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text after a ``---`` header of ``name: value`` lines, and those pairs."""
    if not text.startswith(_FRONT_MATTER_FENCE + "\n"):
        return text, []
    head, fence, body = text[4:].partition("\n" + _FRONT_MATTER_FENCE + "\n")
    pairs = [line.partition(":") for line in head.split("\n") if ":" in line]
    if not fence or not pairs:
        return text, []
    return body, [(name.strip(), value.strip()) for name, _, value in pairs if value.strip()]


def _words(token: Token) -> str:
    """The visible characters of an inline token; a soft or hard break is a line end."""
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline", "html_inline") or child.type == "image":
            parts.append(child.content)
    return "".join(parts)


def _table(tokens: list[Token], position: int, assembly: Assembly) -> int:
    """Adds a pipe table; the index of its end."""
    end = _closing(tokens, position)
    rows: list[list[str]] = []
    for token in tokens[position:end]:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_words(token))
    assembly.table(rows)
    return end


def _closing(tokens: list[Token], position: int) -> int:
    kind = tokens[position].type.replace("_open", "_close")
    level = tokens[position].level
    return next(i for i in range(position, len(tokens)) if tokens[i].type == kind and tokens[i].level == level)
