"""Citations of answers drawn at random, each label followed in the text by its numerals alone.

    python evaluation/answers/places.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--count N] [--seed N] [--today DAY]

Of N answers every citation is taken. The label (四、（六）第1段) is followed as a reader would: lines that begin with
四、, below them those with （六）, and of that the paragraph; nothing of the outline of the document is used. A label
agrees where some such way leads to the line of the quotation. Those that do not agree are printed, to be judged by
hand: tables, headings in a line of text and broken lines are counted otherwise here than by a reader.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gains import add_question_flags, read_sets
from labels import around

from policysearch.answer import answer_question
from policysearch.errors import PolicySearchError
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.text import squeeze
from policysearch.types import Citation, Document

_NUMERAL = "[〇零一二三四五六七八九十百]+"
# The steps of a label, and what begins a line of the same kind.
_STEPS = (
    (re.compile(rf"第{_NUMERAL}[编章节]"), rf"第{_NUMERAL}[编章节]"),
    (re.compile(rf"第(?:{_NUMERAL}|\d+)条(?:之{_NUMERAL})?"), rf"第(?:{_NUMERAL}|\d+)条"),
    (re.compile(r"附(?:件|录|表)[\d一二三四五六七八九十]*[:：]?\s?"), r"附(?:件|录|表)"),
    (re.compile(rf"{_NUMERAL}[、.．]"), rf"{_NUMERAL}[、.．]"),
    (re.compile(rf"[（(]{_NUMERAL}[）)]"), rf"[（(]{_NUMERAL}[）)]"),
    (re.compile(r"\d{1,3}[.．、](?!\d)"), r"\d{1,3}[.．、]"),
    (re.compile(r"[（(]\d{1,3}[）)]"), r"[（(]\d{1,3}[）)]"),
    (re.compile(r"[①-⑳]"), r"[①-⑳]"),
)
_PARAGRAPH = re.compile(rf"第(\d+)段|第({_NUMERAL})款")
_ROW = re.compile(r"表格(?:第(\d+)行)?(?:“([^”]*)”)?")
_LINES = re.compile(r"[^\n]+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints those that do not agree, then how many did; 2 when a file or the index cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_question_flags(parser)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--today")
    flags = parser.parse_args(arguments)
    try:
        questions, _ = read_sets(flags.questions, flags.evidence_from)
        searcher = open_index(flags.index)
    except (PolicySearchError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    asked = random.Random(flags.seed).sample([str(q["question"]) for q in questions], min(flags.count, len(questions)))
    agree, found = 0, 0
    for citation in _citations(searcher, asked, flags.today):
        document = searcher.documents[citation.doc_id]
        found += 1
        if agrees(document.text, _path(citation, document), citation.spans[0].start):
            agree += 1
            continue
        print(f"#{found} {citation.label}")
        print("\n".join(f"    {line}" for line in around(document, citation)))
    print(f"answers {len(asked)}, citations {found}, labels that lead to the quotation {agree}")
    return 0


def _citations(searcher: Searcher, asked: Sequence[str], today: str | None) -> Iterator[Citation]:
    for question in asked:
        yield from answer_question(searcher, question, searcher.search(question), today=today).citations


def _path(citation: Citation, document: Document) -> str:
    """The label without title and page."""
    words = citation.label.removeprefix(f"《{document.title}》")
    return re.sub(r"（第\d+页）$", "", words)


def agrees(text: str, path: str, at: int) -> bool:
    """Whether the steps of ``path``, followed by the lines that begin with them, lead to the line at ``at``."""
    return _leads(text, path.strip(), 0, len(text), at)


def _leads(text: str, path: str, start: int, end: int, at: int) -> bool:
    if not start <= at < end:
        return False
    row = _ROW.match(path)
    if not path:
        return True
    if row:
        name = squeeze(row[2] or "").replace("‘", "“").replace("’", "”").rstrip("…")
        beside = squeeze(text[max(0, at - 400) : at + 400])
        return not name or name.replace("“", "").replace("”", "") in beside.replace("“", "").replace("”", "")
    paragraph = _PARAGRAPH.fullmatch(path)
    if paragraph:
        return _is_paragraph(text, start, end, at, _count(paragraph))
    if path.startswith("开头"):
        return _opens(text, path[2:], at) if _PARAGRAPH.fullmatch(path[2:]) else _leads(text, path[2:], start, end, at)
    if path.startswith("——"):
        return _leads(text, path[2:], start, end, at)
    named = re.match(r"“([^”]*)”", path)
    if named:
        words = named[1].replace("‘", "“").replace("’", "”")
        places = [m.start() for m in re.finditer(re.escape(words), text[start:end])]
        return any(_leads(text, path[named.end() :], start + place, end, at) for place in places if start + place <= at)
    for step, kind in _STEPS:
        match = step.match(path)
        if match is not None:
            heads = re.compile(rf"(?:^|(?<=[\n。；：:;]))[ \t\u3000]*({kind})", re.MULTILINE)
            begins = list(heads.finditer(text, start, end))
            for n, begin in enumerate(begins):
                if squeeze(text[begin.start(1) :][: len(match.group()) + 4]).startswith(squeeze(match.group())):
                    stop = begins[n + 1].start(1) if n + 1 < len(begins) else end
                    if _leads(text, path[match.end() :].lstrip(), begin.start(1), stop, at):
                        return True
            return False
    return False


def _count(match: re.Match[str]) -> int:
    if match[1]:
        return int(match[1])
    digits = "一二三四五六七八九"
    numeral = match[2]
    if numeral.startswith("十"):
        return 10 + (digits.index(numeral[1:]) + 1 if numeral[1:] else 0)
    tens, _, ones = numeral.rpartition("十")
    return (digits.index(tens) + 1 if tens else 0) * 10 + (digits.index(ones) + 1 if ones else 0)


def _is_paragraph(text: str, start: int, end: int, at: int, number: int) -> bool:
    """Whether the line at ``at`` is the paragraph of that number: the line of the heading counts, or it does not."""
    lines = [m for m in _LINES.finditer(text, start, end) if m.group().strip()]
    held = next((n for n, line in enumerate(lines) if line.start() <= at < line.end()), None)
    return held is not None and number in (held, held + 1)


def _opens(text: str, path: str, at: int) -> bool:
    match = _PARAGRAPH.fullmatch(path)
    lines = [m for m in _LINES.finditer(text) if m.group().strip()]
    held = next((n for n, line in enumerate(lines, 1) if line.start() <= at < line.end()), 0)
    return match is not None and _count(match) == held


if __name__ == "__main__":
    sys.exit(main())
