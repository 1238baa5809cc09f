"""Retrieval measures on a data set in BEIR layout (Thakur et al. 2021), by ir_measures."""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ir_measures
from ir_measures import MRR, R, nDCG
from tqdm import tqdm

from policysearch.config import LexicalSettings, SearchSettings
from policysearch.errors import UsageError
from policysearch.evaluate import MODES
from policysearch.search.dense import DenseIndex
from policysearch.search.encode import encode_all, load_encoder
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Mode, Searcher
from policysearch.search.tokenize import tokenize_passage
from policysearch.significance import interval
from policysearch.types import Document, Encoder, Passage, Source, Span

MEASURES = {"nDCG@10": nDCG @ 10, "Recall@10": R @ 10, "Recall@100": R @ 100, "MRR@10": MRR @ 10}
_DEPTH = 100


def evaluate_beir(data: Path, encoder: str, *, progress: bool = True) -> dict[str, Any]:
    """``{"lexical": {"nDCG@10": …, …, "ci95": [low, high] of nDCG@10}, "dense": …, "hybrid": …, "n": …}``.

    A row of the corpus is one passage, not cut anew: its title and text. Queries without qrels are left out.
    hybrid is the product's own search without filters. Raises UsageError when a file is missing or broken.
    """
    qrels = read_qrels(data)
    queries = {row["_id"]: row["text"] for row in read_rows(data, "queries") if row["_id"] in qrels}
    model = load_encoder(encoder)
    searcher = open_beir(data, model, progress)
    report: dict[str, Any] = {}
    for mode in MODES if searcher.has_encoder else ("lexical",):
        run = rank_queries(searcher, queries, mode, progress=progress)
        intervals = {name: interval(found) for name, found in measure_run(qrels, run, list(queries)).items()}
        report[mode] = {name: found[0] for name, found in intervals.items()} | {
            "ci95": intervals["nDCG@10"][1:],
            "ci95_of": {name: found[1:] for name, found in intervals.items()},
        }
    return report | {
        "n": len(queries),
        "corpus": len(searcher.passages),
        "encoder": model.info.name if model else encoder,
    }


def rank_queries(
    searcher: Searcher, queries: Mapping[str, str], mode: Mode, *, progress: bool = True
) -> dict[str, dict[str, float]]:
    """Query id to the ids of the best 100 rows, with scores that keep the searcher's order also where two are equal."""
    bar = tqdm(queries.items(), desc=mode, unit="问", disable=not progress)
    run = {}
    for query_id, text in bar:
        hits = searcher.search(text, top_k=_DEPTH, mode=mode)
        run[query_id] = {hit.passage.doc_id: float(_DEPTH - at) for at, hit in enumerate(hits)}
    return run


def measure_run(
    qrels: Mapping[str, Mapping[str, int]], run: Mapping[str, Mapping[str, float]], query_ids: Sequence[str]
) -> dict[str, list[float]]:
    """Each of ``MEASURES`` to its value for every query, in their order; 0 where nothing was found for it."""
    asked = {query_id: dict(qrels[query_id]) for query_id in query_ids}
    values: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in ir_measures.iter_calc(list(MEASURES.values()), asked, {k: dict(v) for k, v in run.items()}):
        values[names[metric.measure]][metric.query_id] = metric.value
    return {name: [found.get(query_id, 0.0) for query_id in query_ids] for name, found in values.items()}


def open_beir(data: Path, encoder: Encoder | None, progress: bool) -> Searcher:
    """A searcher over the corpus of ``data``, a passage a row, ``doc_id`` its ``_id``."""
    documents: dict[str, Document] = {}
    passages = []
    for row in read_rows(data, "corpus"):
        title, text = row.get("title") or "", row["text"]
        documents[row["_id"]] = Document(row["_id"], Source(row["_id"], "", "text/plain"), "", title, text)
        passages.append(
            Passage(
                passage_id=row["_id"],
                doc_id=row["_id"],
                kind="clause",
                spans=(Span(0, len(text)),),
                text=text,
                search_text=whole_text(row),
                section_path=(),
            )
        )
    bar = tqdm(passages, desc="tokenize", unit="段", disable=not progress)
    settings = LexicalSettings()
    rows = [tokenize_passage(p.search_text, documents[p.doc_id].title, settings) for p in bar]
    lexical = LexicalIndex.build(rows, settings)
    vectors = encode_all(encoder, [p.search_text for p in passages], progress=progress) if encoder else None
    dense = DenseIndex.build(vectors) if vectors is not None else None
    late = LateIndex.build([p.search_text for p in passages], encoder.words) if encoder and encoder.words else None
    return Searcher(documents, passages, lexical, dense, encoder, late=late, settings=SearchSettings())


def whole_text(row: Mapping[str, Any]) -> str:
    """A row of a corpus as it is searched: its title, if it has one, and its text."""
    return f"{row['title']}\n{row['text']}" if row.get("title") else str(row["text"])


def read_rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of ``name`` ("corpus", "queries"), ``_id`` and ``text`` as strings. Raises UsageError."""
    plain, packed = data / f"{name}.jsonl", data / f"{name}.jsonl.xz"
    if not plain.is_file() and not packed.is_file():
        raise UsageError(f"{data} 里没有 {name}.jsonl：--data 要指向 BEIR 格式的文件夹。")
    with plain.open(encoding="utf-8") if plain.is_file() else lzma.open(packed, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                    yield {**row, "_id": str(row["_id"]), "text": str(row["text"])}
                except (json.JSONDecodeError, KeyError, TypeError) as error:
                    raise UsageError(f"{data} 的 {name} 第 {number} 行不对：要有 _id 和 text。") from error


def read_qrels(data: Path) -> dict[str, dict[str, int]]:
    """Query id to corpus id to relevance, from ``qrels.tsv`` (or ``qrels/test.tsv``) with a header line."""
    path = next((p for p in (data / "qrels.tsv", data / "qrels" / "test.tsv") if p.is_file()), None)
    if path is None:
        raise UsageError(f"{data} 里没有 qrels.tsv：--data 要指向 BEIR 格式的文件夹。")
    qrels: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in list(csv.reader(lines, delimiter="\t"))[1:]:
            try:
                relevance = int(row[2].removesuffix(".0"))
            except (IndexError, ValueError) as error:
                raise UsageError(f"{path} 有一行不对（{row}）：要有 query-id、corpus-id 和数字 score。") from error
            if relevance > 0:
                qrels.setdefault(row[0], {})[row[1]] = relevance
    return qrels


def table(report: Mapping[str, Any]) -> str:
    """The report as the screen shows it: a line a mode, each measure with its 95 % interval."""
    lines = [
        f"n={report['n']}, corpus={report['corpus']}, encoder={report['encoder']}",
        f"{'':10}" + "".join(f"{name:>26}" for name in MEASURES),
    ]
    for mode in MODES:
        if mode in report:
            found = report[mode]
            cells = (
                f"{found[name]:.4f} [{found['ci95_of'][name][0]:.4f}, {found['ci95_of'][name][1]:.4f}]"
                for name in MEASURES
            )
            lines.append(f"{mode:10}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)
