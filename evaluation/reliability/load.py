"""An office at work: requests that arrive by chance from open pages, then three times as many, then as before.

    python -m evaluation.reliability.load --index INDEX [--corpus DIR …] [--minutes 10] [--rate 5] [--sessions 50]
        [--output FILE]

Searches, answers, opened documents and uploads are mixed (45, 30, 23 and 2 in a hundred). Arrivals do not wait for
answers. What is told: errors, seconds from request to whole answer, and those of requests that came while an index was
built after an upload; the server's memory after the first half minute, as the least of each tenth of the time (between
them a new version stands beside the old one), and its growth from the first to the last; how much of the excess was
turned away and how; how soon all was well again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from evaluation.reliability.server import Reply, Server, Visitor, view_of
from policysearch.build import Builder
from policysearch.store import open_index

_WARM_S = 30.0
_RUSH_S = 30.0
_RECOVERY_LIMIT_S = 60.0
_WELL_S = 2.0
_LOOK_S = 0.25
_NOTE = "吴江区{n}号试验田补贴通知\n\n一、补贴标准\n\n第{n}号试验田每亩补贴{amount}元。\n\n2024年3月1日\n"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request: what it was for, whether an index was being built when it came, and what became of it."""

    kind: str
    is_building: bool
    reply: Reply


def main() -> None:
    """Runs the load and prints, or writes, its record."""
    flags = _flags()
    before = [round(one, 1) for one in os.getloadavg()]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        shutil.copytree(flags.index, index)
        if flags.corpus:  # by this code: else the first upload has every file read anew
            Builder(progress=False).build(flags.corpus, index)
        searcher = open_index(index)
        questions = _questions(flags.questions)
        documents = list(searcher.documents)
        corpora = [word for corpus in flags.corpus for word in ("--corpus", str(corpus))]
        uploads = ["--allow-upload", "--uploads", str(Path(folder) / "uploads"), *corpora] if corpora else []
        del searcher
        with Server(index, *uploads, log=flags.log) as server:
            record = asyncio.run(_run(server, flags, questions, documents, bool(uploads)))
    record |= {"load_average_before": before}
    record |= {"cores": os.cpu_count(), "documents": len(documents), "questions": len(questions)}
    record |= {"load_average_at_the_end": [round(one, 1) for one in os.getloadavg()]}
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if flags.output:
        flags.output.write_text(text, "utf-8")


def _flags() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, action="append", default=[], help="with it files are uploaded too")
    parser.add_argument("--questions", type=Path, default=Path("evaluation/questions/corpus.jsonl"))
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=5.0, help="requests a second")
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--output", type=Path)
    return parser.parse_args()


def _questions(path: Path) -> list[str]:
    return [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines() if line.strip()]


async def _run(
    server: Server, flags: argparse.Namespace, questions: list[str], documents: list[str], is_uploading: bool
) -> dict[str, Any]:
    chance = random.Random(7)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=server.address, timeout=60, limits=limits) as client:
        view = await view_of(client)
        visitors = [Visitor(client, view) for _ in range(flags.sessions)]
        for visitor in visitors:
            await visitor.open()

        def begin(kind: str) -> Any:
            visitor, question = chance.choice(visitors), chance.choice(questions)
            if kind == "search":
                return visitor.call("search", question, 10, [])
            if kind == "answer":
                return visitor.view("?" + urlencode([("q", question)]))
            if kind == "read":
                return visitor.view("?" + urlencode([("doc", chance.choice(documents))]))
            number = chance.randrange(20)
            note = _NOTE.format(n=number, amount=chance.randrange(100, 900))
            return visitor.upload(f"试验田{number}.txt", note.encode())

        kinds = ("search", "answer", "read", "upload")
        weights = (45, 30, 23, 2 if is_uploading else 0)

        is_building = False

        async def look() -> None:
            nonlocal is_building
            while True:
                state = (await client.get("/upkeep/state")).json()
                is_building = bool(state["stage"])
                await asyncio.sleep(_LOOK_S)

        async def arrivals(rate: float, seconds: float) -> list[Arrival]:
            tasks: list[tuple[str, bool, asyncio.Task[Reply]]] = []
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                kind = chance.choices(kinds, weights)[0]
                tasks.append((kind, is_building, asyncio.create_task(begin(kind))))
                await asyncio.sleep(chance.expovariate(rate))
            return [Arrival(kind, built, await task) for kind, built, task in tasks]

        looking = asyncio.create_task(look()) if is_uploading else None
        memory: list[int] = []

        async def weigh() -> None:
            while True:
                memory.append(server.memory_bytes())
                await asyncio.sleep(_LOOK_S)

        await arrivals(flags.rate, _WARM_S)
        cpu, begun = server.cpu_s(), time.monotonic()
        weighing = asyncio.create_task(weigh())
        replies = await arrivals(flags.rate, 60 * flags.minutes)
        weighing.cancel()
        took_s = time.monotonic() - begun
        used = server.cpu_s() - cpu
        tenth = max(1, len(memory) // 10)
        least_mb = [min(memory[at : at + tenth]) >> 20 for at in range(0, tenth * 10, tenth) if memory[at : at + tenth]]
        rush = await arrivals(3 * flags.rate, _RUSH_S)
        recovery_s = await _recovered(visitors[0], questions)
        if looking:
            looking.cancel()
        for visitor in visitors:
            await visitor.close()
    building = [one for one in replies if one.is_building]
    return {
        "rate_per_s": flags.rate,
        "sessions": flags.sessions,
        "minutes": round(took_s / 60, 2),
        "load": _told(replies),
        "while_building": _told(building) if building else None,
        "cores_used_of_the_server": round(used / took_s, 2),
        "memory_mb": least_mb,
        "memory_mb_most": max(memory) >> 20,
        "memory_growth": round(least_mb[-1] / least_mb[0] - 1, 4),
        "rush": _told(rush) | {"rate_per_s": 3 * flags.rate},
        "turned_away_without_retry_after": sum(
            r.status in (429, 503) and not r.retry_after for r in (one.reply for one in rush)
        ),
        "recovery_s": recovery_s,
    }


async def _recovered(visitor: Visitor, questions: list[str]) -> float | None:
    """Seconds until three answers in a row came whole within two seconds each; None for not within a minute."""
    begun, well = time.monotonic(), 0
    while time.monotonic() - begun < _RECOVERY_LIMIT_S:
        at = time.monotonic() - begun
        reply = await visitor.call("search", questions[well % len(questions)], 10, [])
        well = well + 1 if reply.status == 200 and reply.seconds < _WELL_S else 0
        if well == 3:
            return round(at, 2)
    return None


def _told(arrivals: list[Arrival]) -> dict[str, Any]:
    replies = [(one.kind, one.reply) for one in arrivals]
    told: dict[str, Any] = {"requests": len(replies)}
    told["statuses"] = {str(k): v for k, v in sorted(Counter(reply.status for _, reply in replies).items())}
    told["errors"] = sum(reply.status not in (200, 429, 503) for _, reply in replies)
    for kind in ("search", "answer", "read", "upload"):
        seconds = sorted(reply.seconds for one, reply in replies if one == kind and reply.status == 200)
        if seconds:
            told[kind] = {"n": len(seconds), **_quantiles(seconds)}
    told["all"] = _quantiles(sorted(reply.seconds for _, reply in replies if reply.status == 200) or [0.0])
    return told


def _quantiles(seconds: list[float]) -> dict[str, float]:
    return {
        "p50_s": round(seconds[len(seconds) // 2], 3),
        "p95_s": round(seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))], 3),
        "most_s": round(seconds[-1], 3),
    }


if __name__ == "__main__":
    main()
