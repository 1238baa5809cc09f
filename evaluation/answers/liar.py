"""A model that lies, and one that does not, before the check of ``policysearch.answer``: how many lies are caught.

python evaluation/answers/liar.py [--all]

The model is a server on this machine that speaks the protocol, whole and streaming by turns (``scripted.py``); what it
says stands in ``lies.py``. A lie is caught when the answer does not hold its sentence. A false alarm is an honest
sentence that is struck out, in a reply with or without a lie. Exit status 1 where one lie passes.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lies import HONEST, LIES, TEXTS
from scripted import Scripted, serving

from policysearch.answer import generate_answer
from policysearch.answer.reply import MARKERS, read_reply
from policysearch.build import build_index
from policysearch.search.searcher import Searcher
from policysearch.store import open_index
from policysearch.types import Answer

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2024-01-01"


def ask(searcher: Searcher, script: Scripted, question: str, reply: str, *, stream: bool) -> Answer:
    """The answer where the model says ``reply``. Raises ValueError where no passage holds the words of a marker."""
    script.reply = reply
    answer = generate_answer(searcher, question, searcher.search(question), script.endpoint(stream=stream), today=TODAY)
    if script.unmet:
        raise ValueError(f"{question}: no passage holds {script.unmet}")
    return answer


def bare(text: str) -> str:
    """``text`` without markers, brackets of script places, and line ends."""
    return MARKERS.sub("", text).replace("\n", "")


def sentences(reply: str) -> list[str]:
    """The sentences of a script, without markers."""
    plain = re.sub(r"\[@\{[^}]+\}\]", "[1]", reply)
    return [bare(sentence.text) for sentence in read_reply(plain)]


def main() -> int:
    """Prints the sentences that went wrong, then the two figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="print the reason for every lie that was caught")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving() as script:
        searcher = library(Path(folder))
        caught, alarms, said = 0, 0, 0
        for number, lie in enumerate(LIES):
            answer = ask(searcher, script, lie.question, lie.true + lie.lie, stream=number % 2 == 0)
            passed = bare(sentences(lie.lie)[0]) in bare(answer.text)
            caught += not passed
            struck = {bare(s.text): s.reason for s in answer.struck}
            if passed or flags.all:
                reason = struck.get(bare(sentences(lie.lie)[0]), answer.warnings[:1])
                print(f"{'PASSED' if passed else 'caught'}  {lie.name}: {reason}")
            true = sentences(lie.true) if lie.true else []
            said += len(true)
            alarms += _alarms(true, struck, answer, lie.question)
        for number, honest in enumerate(HONEST):
            answer = ask(searcher, script, honest.question, honest.reply, stream=number % 2 == 1)
            struck = {bare(s.text): s.reason for s in answer.struck}
            true = sentences(honest.reply)
            said += len(true)
            alarms += _alarms(true, struck, answer, honest.question)
    print(f"caught {caught}/{len(LIES)}")
    print(f"false alarms {alarms}/{said}")
    return 0 if caught == len(LIES) else 1


def _alarms(true: list[str], struck: dict[str, str], answer: Answer, question: str) -> int:
    """How many of the sentences ``true`` are not in the answer; each is printed."""
    lost = [s for s in true if answer.method != "generate" or s not in bare(answer.text)]
    for sentence in lost:
        print(f"FALSE ALARM  {question} | {sentence} | {struck.get(sentence, answer.warnings[:1])}")
    return len(lost)


def library(folder: Path) -> Searcher:
    """An index over ``corpus/`` and the texts of ``lies.py``."""
    for name, text in TEXTS.items():
        path = folder / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    build_index([ROOT / "corpus", folder / "texts"], folder / "index", progress=False)
    return open_index(folder / "index")


if __name__ == "__main__":
    sys.exit(main())
