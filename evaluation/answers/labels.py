"""Citations drawn at random, each with its label and what stands around it, to be judged by hand.

    python evaluation/answers/labels.py --index DIR --questions FILE.jsonl [FILE.jsonl ...] [--evidence-from DIR ...]
        [--count N] [--today DAY]

Headings are looked for anew in the text, by their numerals alone, so that one that the outline missed is seen.
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

from policysearch.answer import answer_question
from policysearch.errors import PolicySearchError
from policysearch.place import paragraphs, sections_at
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Citation, Document

_NUMERALS = "一二三四五六七八九十百"
_HEADS = tuple(
    re.compile(rf"^[ \t\u3000]*({head})[^\n]{{0,12}}", re.MULTILINE)
    for head in (
        rf"第[{_NUMERALS}\d]+[编章节]",
        rf"第[{_NUMERALS}\d]+条",
        rf"[{_NUMERALS}]+、",
        rf"[（(][{_NUMERALS}]+[）)]",
        r"\d{1,2}[.．、]",
        r"[（(]\d{1,2}[）)]",
        r"附件|附录|附表",
    )
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the sample; 2 when a file or the index cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_question_flags(parser)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--today")
    flags = parser.parse_args(arguments)
    try:
        questions, _ = read_sets(flags.questions, flags.evidence_from)
        searcher = open_index(flags.index)
    except (PolicySearchError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    asked = [str(question["question"]) for question in questions]
    for number, citation in enumerate(drawn(searcher, asked, flags.count, flags.today), 1):
        print(f"#{number} {citation.label}")
        print("\n".join(f"    {line}" for line in around(searcher.documents[citation.doc_id], citation)))
    return 0


def drawn(searcher: Searcher, questions: Sequence[str], count: int, today: str | None = None) -> list[Citation]:
    """``count`` citations of the answers, no place twice; the same ones for the same index and questions."""
    answers = [answer_question(searcher, q, searcher.search(q), today=today) for q in questions]
    found = {(c.doc_id, c.spans): c for answer in answers for c in answer.citations}
    return random.Random(0).sample(list(found.values()), min(count, len(found)))


def around(document: Document, citation: Citation) -> Iterator[str]:
    """The file, the headings before the quotation, the paragraphs of its section, and the quotation in its line."""
    text, at = document.text, citation.spans[0].start
    yield document.source.path
    before = [list(head.finditer(text, 0, at + 1)) for head in _HEADS]
    last = sorted((matches[-1] for matches in before if matches), key=lambda match: match.start())
    yield "heads: " + " | ".join(f"{text[m.start() : m.start() + 16].strip()}" for m in last)
    path = sections_at(document.sections, at)
    own = list(paragraphs(document, path[-1] if path else None))
    yield "own: " + " | ".join(text[p.start : p.start + 8] + ("*" if p.start <= at < p.end else "") for p in own[:15])
    yield f"…{text[max(0, at - 60) : at]}【{citation.quote[:60]}】".replace("\n", "⏎")


if __name__ == "__main__":
    sys.exit(main())
