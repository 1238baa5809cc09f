"""Coverage-guided fuzzing (atheris) of what strangers' bytes and words reach.

    python -m evaluation.reliability.fuzz [TARGET …] [--seconds 60] [--seeds FOLDER] [--output FILE]

Targets: a reader each (txt, html, md, docx, xlsx, xls, pdf, ofd, zip), outline, numerals, query, address, manifest,
sidecar, json (the gate). Without a name all of them. Seconds are those of a core, for each target. A fault is any
exception that is no PolicySearchError (for a reader: none that ``take_in`` calls an error of the program), an input
that takes over ten seconds of a core, or memory past two gigabytes; after one the rest of the time goes on. The inputs
that led further are kept under FOLDER/TARGET, small ones alone; a fault is kept beside them as FOLDER/TARGET-crash-….
``.doc``, ``.wps`` and ``.rtf`` have no target: another program reads them. FILE is written after each target; what it
holds of runs before is added up.

    pip install atheris==3.0.0   (Linux, Python 3.11; nothing else of the project wants it)
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READERS = ("txt", "html", "md", "docx", "xlsx", "xls", "pdf", "ofd", "zip")
OTHERS = ("outline", "numerals", "query", "address", "manifest", "sidecar", "json")
_MOST_BYTES = {"outline": 4096, "numerals": 64, "query": 600, "address": 600, "manifest": 8192, "sidecar": 2048}
# Of a core, and by the clock: the machine may have other work.
_SLOW_S, _HANGS_S = 10, 1200
_MOST_STARTS = 20
_MEMORY_MB = 2048
_KEPT_BYTES = 4096

Target = Callable[[bytes], None]


def main() -> int:
    """Runs each target in a process of its own; 1 where one found a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[[], *READERS, *OTHERS], default=[])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seeds", type=Path, default=Path(tempfile.gettempdir()) / "policysearch-fuzz")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    flags = parser.parse_args()
    if flags.inside:
        _fuzz(flags.targets[0], flags.seconds, flags.seeds)
        return 0
    is_faulty = False
    for name in flags.targets or (*READERS, *OTHERS):
        record = _run(name, flags.seconds, flags.seeds)
        print(json.dumps(record, ensure_ascii=False), flush=True)
        is_faulty |= bool(record["faults"])
        if flags.output:
            _add(flags.output, record)
    return int(is_faulty)


def _add(path: Path, record: dict[str, Any]) -> None:
    """Adds the record of a target to what the file holds of it."""
    held = json.loads(path.read_text("utf-8"))["targets"] if path.exists() else []
    of_target = {one["target"]: one for one in held}
    before = of_target.get(record["target"])
    if before:
        sums = {name: before[name] + record[name] for name in ("processor_s", "inputs", "faults")}
        most = {name: max(before[name], record[name]) for name in ("edges_covered", "seeds_kept")}
        record = record | sums | most
    of_target[record["target"]] = record
    targets = [of_target[name] for name in (*READERS, *OTHERS) if name in of_target]
    totals = {name: sum(one[name] for one in targets) for name in ("processor_s", "inputs")}
    totals["faults"] = sum(len(one["faults"]) for one in targets)
    path.write_text(json.dumps(totals | {"targets": targets}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _run(name: str, seconds: int, seeds: Path) -> dict[str, Any]:
    """The record of a target: it is started again after a fault, until the time is used."""
    command = [sys.executable, "-m", "evaluation.reliability.fuzz", name, "--inside", "--seeds", str(seeds)]
    known, used, starts = set(seeds.glob(f"{name}-*")), _children_s(), 0
    record: dict[str, Any] = {"target": name, "processor_s": 0, "inputs": 0, "edges_covered": 0}
    while (left := seconds - record["processor_s"]) > 0 and starts < _MOST_STARTS:
        run = subprocess.run(
            [*command, "--seconds", str(left)], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
        )
        starts += 1
        record["inputs"] += max(map(int, re.findall(r"^#(\d+)", run.stderr, re.MULTILINE)), default=0)
        record["edges_covered"] = max([record["edges_covered"], *map(int, re.findall(r"cov: (\d+)", run.stderr))])
        record["processor_s"] = round(_children_s() - used)
        if run.returncode == 0:
            break
        print("\n".join(line for line in run.stderr.splitlines() if "Error" in line or "ERROR" in line)[:2000])
    for path in (seeds / name).iterdir():
        if path.stat().st_size > _KEPT_BYTES:
            path.unlink()
    record["seeds_kept"] = sum(1 for _ in (seeds / name).iterdir())
    return record | {"faults": sorted(path.name for path in set(seeds.glob(f"{name}-*")) - known)}


def _children_s() -> float:
    """Seconds of a core that processes started here have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fuzz(name: str, seconds: int, seeds: Path) -> None:
    import atheris

    folder = seeds / name
    folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["policysearch"]):
        target = _target(name)
    for number, data in enumerate(_begun_with(name)):
        (folder / f"begin-{number}").write_bytes(data)
    arguments = [
        sys.argv[0],
        "-report_slow_units=100000",
        f"-timeout={_HANGS_S}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-max_len={_MOST_BYTES.get(name, 1 << 16)}",
        f"-artifact_prefix={seeds}/{name}-",
        str(folder),
    ]

    inputs = 0

    def timed(data: bytes) -> None:
        nonlocal inputs
        inputs += 1
        begun = time.process_time()
        target(data)
        spent_s = time.process_time() - begun
        assert spent_s < _SLOW_S, f"it took {spent_s:.1f} s"
        if begun + spent_s - made > seconds:
            print(f"#{inputs}\tDONE", file=sys.stderr, flush=True)
            os._exit(0)

    target(b"")  # what is made at first use is no input's time
    made = time.process_time()
    atheris.Setup(arguments, timed)
    atheris.Fuzz()


def _target(name: str) -> Target:
    if name in READERS:
        return _reader(name)
    return {
        "outline": _outline,
        "numerals": _numerals,
        "query": _query,
        "address": _address,
        "manifest": _manifest,
        "sidecar": _sidecar,
        "json": _json,
    }[name]()


def _reader(suffix: str) -> Target:
    from policysearch.intake import CorpusFile, take_in

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    path = folder / f"a.{suffix}"

    def target(data: bytes) -> None:
        path.write_bytes(data)
        for failure in take_in(CorpusFile(folder, path)).failures:
            assert "程序出错" not in failure.reason, failure.reason

    return target


def _outline() -> Target:
    from policysearch.parse import cut_passages, parse
    from policysearch.types import RawDocument, Source

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "ignore")
        if not text.strip():
            return
        for document in parse(RawDocument(text=text, source=Source("a.txt", "0" * 64, "text/plain")), {}):
            whole = "".join(document.text[span.start : span.end] for p in cut_passages(document) for span in p.spans)
            assert len(re.sub(r"\s", "", whole)) <= len(document.text)

    return target


def _numerals() -> Target:
    from policysearch import numerals, quantities
    from policysearch.text import fold

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "ignore")
        numerals.parse_date(text)
        numerals.parse_numeral(text)
        quantities.quantities(fold(text))
        quantities.years(fold(text))
        quantities.days(fold(text))

    return target


def _query() -> Target:
    from policysearch.app.api import Api
    from policysearch.app.pages import Pages

    api = Api(Pages(_small()))

    def target(data: bytes) -> None:
        question = data.decode("utf-8", "surrogateescape")
        assert api.ask(question)["status"] in ("answered", "partial", "not_found")
        api.trace(question)
        api.understand(question)

    return target


def _address() -> Target:
    from policysearch.app.pages import Pages

    pages = Pages(_small())

    def target(data: bytes) -> None:
        html = pages.show("?" + data.decode("utf-8", "surrogateescape")).html
        assert "<script" not in html

    return target


def _manifest() -> Target:
    import hashlib

    from policysearch.errors import PolicySearchError
    from policysearch.store import verify

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))

    def target(data: bytes) -> None:
        (folder / "manifest.json").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        (folder / "manifest.sha256").write_text(f"{digest}  manifest.json\n", "utf-8")
        try:
            verify(folder)
        except PolicySearchError:
            return

    return target


def _sidecar() -> Target:
    from policysearch.read.sidecar import read_sidecars

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    document, beside, table = folder / "a.txt", folder / "a.txt.meta.toml", folder / "metadata.csv"
    document.write_text("x", "utf-8")

    def target(data: bytes) -> None:
        beside.write_bytes(data)
        table.write_bytes(data)
        read_sidecars([(folder, document), (folder, beside), (folder, table)])

    return target


def _json() -> Target:
    from policysearch.serve.asgi import Refusal
    from policysearch.serve.body import check_json
    from policysearch.serve.journal import question_of

    scope = {"headers": [(b"content-type", b"application/json")]}

    def target(data: bytes) -> None:
        try:
            question_of(check_json(scope, data))
        except Refusal as refusal:
            if refusal.status != 400:
                raise

    return target


def _small() -> Any:
    """An index of words alone over the documents of the repository."""
    from policysearch.build import build_index
    from policysearch.store import open_index

    index = Path(tempfile.mkdtemp(prefix="fuzz-index-"))
    build_index([ROOT / "corpus"], index, encoder="none", progress=False)
    return open_index(index)


def _begun_with(name: str) -> list[bytes]:
    """Small inputs to begin with."""
    if name in READERS:
        from evaluation.documents.hostile import samples

        return [samples()[f".{name}"]] if f".{name}" in samples() else ["一、总则\n第一条 本办法。\n".encode()]
    texts = {
        "outline": ["第一章 总则\n第一条 一、（一）1.\n附件1\n表1 指标\n序号 指标 2020年 2025年\n1 人口 5 6\n"],
        "numerals": ["二〇二四年三月一日", "一万三千零五", "3.5—4.2亿元", "50%以上"],
        "query": ["2025年拱墅区人才公寓多少套？", "《办法》第三条第二款", "国发〔2024〕1号"],
        "address": [
            "q=人才&region=浙江省&from=2024&n=20&off=synonyms",
            "doc=x&clause=2.p1-abc",
            "trace=x",
            "view=library",
        ],
        "manifest": ['{"format_version": 4, "encoder": null, "files": {"a": {"bytes": 1, "sha256": "x"}}}'],
        "sidecar": ['标题 = "办法"\n规划期 = "2021-2025"\n', "path,标题,地区\na.txt,办法,浙江省\n"],
        "json": ['{"data": ["?q=x", []], "fn_index": 1, "session_hash": "a"}'],
    }
    return [text.encode() for text in texts[name]]


if __name__ == "__main__":
    sys.exit(main())
