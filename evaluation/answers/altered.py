"""Sentences of an index, each altered in one place, before the check of ``policysearch.answer``: how many are caught.

python evaluation/answers/altered.py --index DIR [--each N]

Every sentence and table row is told as it stands and cited to its own passage: one that is struck out is a false
alarm. Then it is altered by machine, kind by kind, and must be struck out. The kinds: a number
of another subject of the passage, another year of it, a word turned into its contrary, and so on.
Not all alterations are false (以上 in 市级以上 may become 以下 without one who would notice): no kind need be whole.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from policysearch.answer.cite import spoken
from policysearch.answer.given import Given, give
from policysearch.answer.reply import read_reply
from policysearch.answer.subject import counts
from policysearch.answer.verify import check
from policysearch.quantities import years
from policysearch.regions import place_names
from policysearch.store import open_index

_LABEL = re.compile(r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]\s*")
_LEAST_CHARS = 12
_TURNED = (
    ("不得", "可以"),
    ("应当", "可以"),
    ("可以", "必须"),
    ("不低于", "不超过"),
    ("禁止", "允许"),
    ("提高", "降低"),
    ("增长", "下降"),
    ("以上", "以下"),
    ("没有", "有"),
    ("鼓励", "禁止"),
)


def alterations(words: str, given: Given, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds of alteration with ``words`` so altered."""
    numbers = [q for unit in given.units for q in counts(unit.words)]
    for q in counts(words)[:3]:
        digits = re.match(r"[\d.]+", q.printed)
        if digits:
            other = f"{float(digits.group()) + 7:g}"
            yield "another number", words[: q.start] + q.printed.replace(digits.group(), other, 1) + words[q.end :]
        others = [o for o in numbers if (o.unit, o.bound) == (q.unit, q.bound) and o.value != q.value]
        if others:
            yield "number of another", words[: q.start] + dice.choice(others).printed + words[q.end :]
        if q.unit == "人":
            yield "another unit", words[: q.start] + re.sub("[人名位]$", "人次", q.printed) + words[q.end :]
    for year in sorted(years(words))[:1]:
        yield "another year", words.replace(str(year), str(year + 3))
        for other_year in sorted(years(given.text) - years(words))[:1]:
            yield "year of another", words.replace(str(year), str(other_year))
    for name in place_names(words)[:1]:
        yield "another place", words.replace(name, "温岭市")
    quoted = re.search(r"“([^”]{3,})”", words)
    if quoted:
        yield "quotation", words[: quoted.start(1) + 1] + "某" + words[quoted.start(1) + 2 :]
    for word, contrary in _TURNED:
        if word in words:
            yield f"{word} to {contrary}", words.replace(word, contrary, 1)


def main() -> int:
    """Prints a line a kind, then the two sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--each", type=int, default=1, help="every N-th passage")
    flags = parser.parse_args()
    searcher, dice = open_index(flags.index), random.Random(1)
    caught, tried = Counter[str](), Counter[str]()
    told = alarms = 0
    for passage in searcher.passages[:: flags.each]:
        given = give([(passage, searcher.documents[passage.doc_id])])[0]
        for unit in given.units:
            words = _LABEL.sub("", spoken(unit.words)).rstrip("。；")
            if len(words) < _LEAST_CHARS:
                continue
            told += 1
            if _struck(words, given):
                alarms += 1
                continue
            for kind, altered in alterations(words, given, dice):
                if altered != words:
                    tried[kind] += 1
                    caught[kind] += _struck(altered, given)
    for kind, count in tried.most_common():
        print(f"{kind:<20} {caught[kind]}/{count}")
    print(f"caught {caught.total()}/{tried.total()}")
    print(f"false alarms {alarms}/{told}")
    return 0


def _struck(words: str, given: Given) -> bool:
    return any(check(sentence, {1: given}).reason for sentence in read_reply(f"{words}[1]。"))


if __name__ == "__main__":
    sys.exit(main())
