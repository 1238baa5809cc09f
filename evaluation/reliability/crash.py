"""Builds that are killed, and disks that fail, against a reader that asks all the while (Linux).

    python evaluation/reliability/crash.py --corpus DIR [--times 200] [--disks 20] [--every 1] [--encoder none] \
        [--seed 1] [--output FILE.json]

Four trials, each over an index that is asked without a pause by a reader (a process that opens it, searches, and looks
for the sentence that each version holds) and by a page (``store.Current``, looking for new versions):

- ``random``: a document changes and a build of it is killed with SIGKILL, workers and all, at a random moment; half of
  the moments lie in the build as a whole, half in its publishing.
- ``steps``: publishing is killed at its first call to the disk (open to write, make, rename, remove, flush), then at
  its second, and so on to its last (or each so many, ``--every``).
- ``errors``: that call fails with EIO instead.
- ``disks``: builds on file systems that are full sooner and later (tmpfs; needs root).

After each: the index verifies, opens, and holds each document that both versions hold (``lost`` counts those that do
not); what fails by an error ends in one sentence (``not_told`` counts those that do not).
0 of these and 0 failed reads are the claim; the exit status is 1 otherwise.
"""

from __future__ import annotations

import argparse
import errno
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))
_CHANGING = "变化.txt"
_WORDS = "云岭县停车收费标准"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_EVENTS = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.truncate"})


def main() -> int:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--disks", type=int, default=20)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--encoder", default="none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path)
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trials = _Trials(flags.corpus, Path(folder), flags.encoder, random.Random(flags.seed))
        figures = crashed(trials, flags.times, flags.disks, flags.every)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    print(text)
    if flags.output:
        flags.output.write_text(text + "\n", encoding="utf-8")
    return 1 if any(each.get(name) for each in figures.values() for name in ("lost", "failed_reads", "not_told")) else 0


def crashed(trials: _Trials, times: int, disks: int, every: int) -> dict[str, dict[str, Any]]:
    """What came of each trial."""
    figures = {}
    for name, trial in (
        ("random", lambda: trials.killed_at_random(times)),
        ("steps", lambda: trials.at_each_step(_kill, every)),
        ("errors", lambda: trials.at_each_step(_fail, every)),
        ("disks", lambda: trials.on_full_disks(disks)),
    ):
        print(f"{name} …", file=sys.stderr, flush=True)
        figures[name] = trial()
    return figures


class _Trials:
    def __init__(self, source: Path, work: Path, encoder: str, rng: random.Random) -> None:
        import policysearch.build  # noqa: F401  here, lest each fork imports it

        self._corpus = work / "corpus"
        shutil.copytree(source, self._corpus)
        self._work = work
        self._encoder = encoder
        self._rng = rng
        self._number = 0

    def killed_at_random(self, times: int) -> dict[str, Any]:
        """See the head of the file."""
        index = self._work / "random"
        shutil.copytree(self._others()[0], index)
        whole = [self._timed(index) for _ in range(min(3, times))]
        all_s, publish_s = median(a for a, _ in whole), median(b for _, b in whole)
        figures: dict[str, Any] = {"builds": times, "killed": 0, "finished": 0, "lost": 0}
        with _asked_all_the_while(index, figures):
            for number in range(times):
                self._change()
                is_publishing = number % 2 == 1
                child, said = self._started(index)
                if is_publishing:
                    os.read(said, 1)
                    time.sleep(self._rng.uniform(0, 1.2 * publish_s))
                else:
                    time.sleep(self._rng.uniform(0, 1.1 * all_s))
                with suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)
                _, status = os.waitpid(child, 0)
                os.close(said)
                figures["killed" if os.WIFSIGNALED(status) else "finished"] += 1
                figures["lost"] += self._lost(index)
        return figures | {"build_s": round(all_s, 2), "publish_s": round(publish_s, 2)}

    def at_each_step(self, act: Callable[[], None], every: int) -> dict[str, Any]:
        """See the head of the file."""
        index = self._work / act.__name__
        others = self._others()
        shutil.copytree(others[0], index)
        figures: dict[str, Any] = {"calls": 0, "lost": 0, "not_told": 0, "ended": 0, "outlived": 0}
        with _asked_all_the_while(index, figures):
            for call in itertools.count(0, every):
                status, sentence = _forked(partial(_publish_but, index, others[call // every % 2], call, act))
                figures["lost"] += self._lost(index)
                if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _DONE_BEFORE:
                    break
                figures["calls"] += 1
                if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
                    figures["outlived"] += 1
                else:
                    figures["ended"] += 1
                    is_told = sentence.count("。") == 1 and sentence.endswith("。") and "\n" not in sentence
                    figures["not_told"] += act is _fail and not is_told
        return figures

    def on_full_disks(self, disks: int) -> dict[str, Any]:
        """See the head of the file."""
        others = self._others()
        size_kb = sum(path.stat().st_size for path in (others[0] / "v1").rglob("*") if path.is_file()) // 1024 + 64
        folder = self._work / "disk"
        figures: dict[str, Any] = {"disks": 0, "full": 0, "lost": 0, "not_told": 0, "failed_reads": 0, "reads": 0}
        for number in range(disks):
            folder.mkdir(exist_ok=True)
            room_kb = size_kb + int(size_kb * 1.2 * number / max(1, disks - 1)) + 64
            mount = ["mount", "-t", "tmpfs", "-o", f"size={room_kb}k", "tmpfs", str(folder)]
            if subprocess.run(mount, capture_output=True, check=False).returncode:
                return {"skipped": "no file system can be mounted here"}
            try:
                index, other = folder / "index", others[1]
                shutil.copytree(others[0], index)
                of_this: dict[str, Any] = {}
                with _asked_all_the_while(index, of_this):
                    status, sentence = _forked(partial(_publish_but, index, other, -1, _kill))
                    figures["lost"] += self._lost(index)
                for name in ("reads", "failed_reads"):
                    figures[name] += of_this[name]
                figures["disks"] += 1
                if status:
                    figures["full"] += 1
                    figures["not_told"] += "No space left" not in sentence or sentence.count("。") != 1
            finally:
                subprocess.run(["umount", str(folder)], check=True)
        return figures

    def _others(self) -> list[Path]:
        """Two indexes whose contents are published in turn."""
        others = [self._work / "one", self._work / "other"]
        for other in others:
            if not other.exists():
                self._change()
                self._built(other)
        return others

    def _built(self, index: Path) -> None:
        """Builds in a process of its own, lest workers started here hinder the forks."""
        status, _ = _forked(lambda: _build(self._corpus, index, self._encoder))
        if status:
            raise SystemExit(f"the build of {index} ended with {status}")

    def _change(self) -> None:
        self._number += 1
        text = f"云岭县停车收费办法\n第一条 {_WORDS}为每小时{self._number}元。\n第二条 本办法自发布之日起施行。\n"
        (self._corpus / _CHANGING).write_text(text, encoding="utf-8")

    def _started(self, index: Path) -> tuple[int, int]:
        """A build in a group of processes of its own, and a pipe that says when it begins to publish."""
        reads, writes = os.pipe()
        child = os.fork()
        if child:
            os.close(writes)
            return child, reads
        os.setsid()
        import policysearch.store.publishing as publishing

        write = publishing.write

        def told(*arguments: Any) -> None:
            os.write(writes, b"p")
            write(*arguments)

        publishing.write = told
        try:
            _build(self._corpus, index, self._encoder)
        finally:
            os._exit(0)

    def _timed(self, index: Path) -> tuple[float, float]:
        self._change()
        begin = time.perf_counter()
        child, said = self._started(index)
        os.read(said, 1)
        published = time.perf_counter()
        os.waitpid(child, 0)
        os.close(said)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        end = time.perf_counter()
        return end - begin, end - published

    def _lost(self, index: Path) -> bool:
        """Whether the index does not verify, does not open, or lacks a document that it must hold."""
        from policysearch.build import find_files
        from policysearch.store import open_index, verify

        try:
            verify(index)
            held = {document.source.path for document in open_index(index).documents.values()}
        except Exception as error:  # noqa: BLE001  whatever it is, it is what this looks for
            print(error, file=sys.stderr)
            return True
        wanted = {path.relative_to(root).as_posix() for root, path in find_files([self._corpus])[0]} - {_CHANGING}
        return not wanted <= held


_DONE_BEFORE = 77


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _build(corpus: Path, index: Path, encoder: str) -> None:
    from policysearch.build import build_index

    build_index([corpus], index, encoder=encoder, progress=False)


def _forked(do: Callable[[], None]) -> tuple[int, str]:
    """The status of a process that does this, and what error it ended with."""
    reads, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        with os.fdopen(reads, encoding="utf-8") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        return status, said
    status = 1
    try:
        os.setsid()
        do()
        status = 0
    except SystemExit as stop:
        status = int(str(stop.code))
    except BaseException as error:  # noqa: BLE001
        os.write(writes, str(error).encode())
    finally:
        os._exit(status)


def _publish_but(index: Path, other: Path, call: int, act: Callable[[], None]) -> None:
    """Publishes the contents of ``other`` into ``index``, but ``act`` comes in place of the call of that number."""
    from policysearch.store import publish, read, verify, version_folder

    folder = version_folder(other)
    contents = read(folder, verify(folder))
    contents.catalogue()
    below = str(index.resolve())
    count = 0
    fsync = os.fsync

    def step() -> None:
        nonlocal count
        count += 1
        if count == call + 1:
            act()

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _EVENTS or not str(arguments[0]).startswith(below):
            return
        if event != "open" or (isinstance(arguments[2], int) and arguments[2] & _WRITES):
            step()

    def flushed(handle: int) -> None:
        step()
        fsync(handle)

    if call >= 0:
        sys.addaudithook(audit)
        os.fsync = flushed
    publish(contents, index)
    if call >= 0 and count <= call:
        raise SystemExit(_DONE_BEFORE)


@contextmanager
def _asked_all_the_while(index: Path, figures: dict[str, Any]) -> Iterator[None]:
    """Has ``index`` asked by a reader and a page in a process of their own, and counts into ``figures``."""
    reads, writes = os.pipe()
    ready, begun = os.pipe()
    child = os.fork()
    if child == 0:
        _ask(index, writes, begun)
    os.close(writes)
    os.close(begun)
    os.read(ready, 1)  # it has read once
    os.close(ready)
    try:
        yield
    finally:
        os.kill(child, signal.SIGTERM)
        with os.fdopen(reads, encoding="utf-8") as pipe:
            told = json.loads(pipe.read())
        os.waitpid(child, 0)
        figures |= told


def _ask(index: Path, writes: int, begun: int) -> None:
    from policysearch.store import Current, open_index

    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    told: dict[str, Any] = {"reads": 0, "failed_reads": 0, "versions_served": 0, "why": []}
    try:
        current = Current(index, look_s=0.05, tell=told["why"].append)
        current.start()
        served = set()
        while not stopped.is_set():
            for searcher in (open_index(index), current()):
                told["reads"] += 1
                served.add(searcher.index_id)
                if not searcher.search(_WORDS):
                    raise AssertionError("nothing was found")
            if told["reads"] == 2:
                os.write(begun, b"r")
        current.stop()
        told["versions_served"] = len(served)
    except BaseException as error:  # noqa: BLE001
        told["failed_reads"] += 1
        told["why"].append(f"{type(error).__name__}: {error}")
    finally:
        told["failed_reads"] += len(told["why"]) if told["failed_reads"] == 0 else 0
        os.write(writes, json.dumps(told, ensure_ascii=False).encode())
        os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
