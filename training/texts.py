"""Read the running texts: laws, policy documents, reports, news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.pairs import read_records

TEXT_FILES = ("law_articles", "policy_docs", "gov_reports", "official_news_xwlb", "news_crud")


@dataclass(frozen=True, slots=True)
class Article:
    """A text of one kind; texts of one ``group`` (a law, say) are no negatives of each other."""

    kind: str
    group: str
    text: str


def read_articles(folder: Path) -> Iterator[Article]:
    """Yield the articles of a data folder's texts, file by file."""
    for kind in TEXT_FILES:
        for record in read_records(folder / "text" / f"{kind}.jsonl.xz"):
            text = record["text"]
            group = record.get("law") or record.get("title") or text
            yield Article(kind, group, text)
