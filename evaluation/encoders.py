"""Encoders side by side on sets in BEIR layout, alone and fused as in the product, beside BM25 in the same run.

    python evaluation/encoders.py --data DIR [--data DIR …] [--encoder FOLDER_OR_NAME …] [--output FILE.json]

``--encoder`` may be given several times (default: the one in the box). BM25 is the product's own: characters, bigrams,
words and titles. ``gain`` is of the fused ranking over BM25, in nDCG@10, with the p-value of a paired randomisation
test (two-sided, uncorrected). A hub model is fetched on its first use, where a hub is within reach.

Cost, one encoder at a time and in float32: seconds to load (with the libraries), passages of the first set encoded a
second on all cores, the median milliseconds of a query.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from policysearch.beir import MEASURES, measure_run, open_beir, rank_queries, read_qrels, read_rows, whole_text
from policysearch.errors import PolicySearchError
from policysearch.search.encode import BUILT_IN, load_encoder
from policysearch.significance import paired
from policysearch.types import Encoder

_TIMED_PASSAGES = 2000
_TIMED_QUERIES = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table a set; 2 with one sentence where a set or an encoder cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--encoder", action="append")
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args(arguments)
    report: dict[str, Any] = {"encoders": {}, "sets": {}}
    try:
        for number, name in enumerate(flags.encoder or [BUILT_IN]):
            begin = time.perf_counter()
            encoder = load_encoder(name)
            if encoder is None:
                parser.error("--encoder none has nothing to compare: BM25 stands in every table")
            loaded_s = time.perf_counter() - begin
            cost = {"load_s": round(loaded_s, 2)} if number == 0 else {}  # later ones find the libraries loaded
            report["encoders"][encoder.info.name] = cost | _cost(encoder, flags.data[0])
            for data in flags.data:
                found = report["sets"].setdefault(data.name, {})
                found |= _compared(data, encoder, has_lexical="BM25" in found)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n\n".join("\n".join(lines) for lines in tables(report)))
    if flags.output:
        flags.output.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _compared(data: Path, encoder: Encoder, *, has_lexical: bool) -> dict[str, Any]:
    """A row for BM25 (once), one for the encoder alone, one for both."""
    qrels = read_qrels(data)
    queries = {row["_id"]: row["text"] for row in read_rows(data, "queries") if row["_id"] in qrels}
    searcher = open_beir(data, encoder, progress=True)
    name = encoder.info.name
    values = {mode: measure_run(qrels, rank_queries(searcher, queries, mode), list(queries))
              for mode in ("lexical", "dense", "hybrid")}  # fmt: skip
    rows = {mode: {measure: round(fmean(each), 4) for measure, each in found.items()} for mode, found in values.items()}
    gain = paired(values["hybrid"]["nDCG@10"], values["lexical"]["nDCG@10"])
    lexical = {} if has_lexical else {"BM25": rows["lexical"] | {"n": len(queries)}}
    return lexical | {f"{name}, alone": rows["dense"], f"{name}, fused": rows["hybrid"] | {"gain": gain}}


def _cost(encoder: Encoder, data: Path) -> dict[str, float]:
    texts = [whole_text(row) for row, _ in zip(read_rows(data, "corpus"), range(_TIMED_PASSAGES), strict=False)]
    queries = [row["text"] for row, _ in zip(read_rows(data, "queries"), range(_TIMED_QUERIES), strict=False)]
    encoder.encode_passages(texts[:64])
    begin = time.perf_counter()
    encoder.encode_passages(texts)
    rate = len(texts) / (time.perf_counter() - begin)
    took = []
    for query in queries:
        begin = time.perf_counter()
        encoder.encode_queries([query])
        took.append((time.perf_counter() - begin) * 1000)
    characters = fmean(len(text) for text in texts)
    return {"passages_per_s": round(rate), "passage_chars": round(characters), "query_ms": round(median(took), 2)}


def tables(report: Mapping[str, Any]) -> list[list[str]]:
    """The lines of a Markdown table for each set, and of one for what the encoders cost."""
    found = []
    for name, rows in report["sets"].items():
        lines = [f"### {name}, {rows['BM25']['n']} queries", ""]
        lines += [f"| | {' | '.join(MEASURES)} | gain in nDCG@10 |", "| --- |" + " --- |" * (len(MEASURES) + 1)]
        for way, row in rows.items():
            gain = row.get("gain")
            told = f"{gain['delta']:+.3f} [{gain['low']:+.3f}, {gain['high']:+.3f}], p {gain['p']:g}" if gain else ""
            lines.append(f"| {way} | {' | '.join(f'{row[m]:.3f}' for m in MEASURES)} | {told} |")
        found.append(lines)
    heads = ("load_s", "passages_per_s", "passage_chars", "query_ms")
    cost = [f"| encoder | {' | '.join(heads)} |", "| --- |" + " --- |" * len(heads)]
    cost += [
        f"| {name} | {' | '.join(str(row.get(head, '')) for head in heads)} |"
        for name, row in report["encoders"].items()
    ]
    return [*found, cost]


if __name__ == "__main__":
    raise SystemExit(main())
