"""Pairs written for this project: plain questions over articles and clauses, plain words for official ones.

``lay/questions.jsonl`` names its article by a fingerprint, so no official text is kept here: the text is found among
the articles of the data folder, and a question whose article is not there is left out. ``lay/clauses.jsonl`` holds
made-up clauses with their questions, ``lay/terms.jsonl`` official expressions with what people say for them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.exclusion import squeeze
from training.pairs import Pair
from training.texts import Article

FOLDER = Path(__file__).parent / "lay"


def fingerprint(text: str) -> str:
    """Return sixteen hexadecimal digits that name a text whatever its blanks and marks."""
    return hashlib.blake2b(squeeze(text).encode(), digest_size=8).hexdigest()


def read_lay_pairs(articles: Iterable[Article], folder: Path = FOLDER) -> Iterator[Pair]:
    """Yield the written pairs: family ``lay`` for questions, ``terms`` for words.

    Every other question is paired with its text under the name of the law, as an index holds it.
    """
    questions = {record["key"]: record["questions"] for record in _records(folder / "questions.jsonl")}
    for article in articles:
        for number, question in enumerate(questions.pop(fingerprint(article.text), ())):
            positive = article.text if number % 2 else f"{article.group} {article.text}"
            yield Pair("lay", question, positive, article.group)
    for record in _records(folder / "clauses.jsonl"):
        for question in record["questions"]:
            yield Pair("lay", question, record["text"], record["text"])
    for record in _records(folder / "terms.jsonl"):
        for official in record["official"]:
            for plain in record["lay"]:
                yield Pair("terms", plain, official, record["official"][0])


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
