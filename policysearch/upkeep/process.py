"""A Builder in a process of its own: its work and its memory do not stand in the way of those who ask."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from policysearch.build import Builder
from policysearch.errors import PolicySearchError
from policysearch.stages import tell_stage, told_to
from policysearch.types import BuildReport

# Behind those who ask, on the same cores.
_NICER = 5
# Without work for so long it goes, and what it keeps for the next build with it.
_IDLE_S = 900.0
_log = logging.getLogger(__name__)


class Builds(Protocol):
    """What builds an index again and again."""

    def build(self, corpora: Sequence[Path], index: Path) -> BuildReport:
        """See ``Builder.build``."""
        ...


class BuilderProcess:
    """Builds as ``Builder(encoder)`` does. Stages are told to the listener of the thread that waits.

    The process starts with the first build and stays for the next ones; one that has died is started anew.
    """

    def __init__(self, encoder: str | None = None) -> None:
        self._encoder = encoder
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()
        self._is_stopped = False

    @property
    def pid(self) -> int | None:
        """The id of the process, None where there is none."""
        return self._process.pid if self._process else None

    def build(self, corpora: Sequence[Path], index: Path) -> BuildReport:
        """See ``Builder.build``; PolicySearchError too for a process that has died, a fault of the program, and stop.

        What it had not published does not count then.
        """
        for _ in range(2):  # one that went between two builds has not begun this one
            report = self._asked(corpora, index)
            if report is not None:
                return report
        raise PolicySearchError("建索引的进程起不来，原来的索引没有变：请看日志，可能是内存不够。")

    def stop(self) -> None:
        """Ends the process, whatever it is at; no further build begins."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.terminate()

    def _asked(self, corpora: Sequence[Path], index: Path) -> BuildReport | None:
        """The report of a build; None where the process was gone before it began."""
        pipe = self._running()
        has_begun = False
        try:
            pipe.send((tuple(corpora), index))
            while True:
                kind, value = pipe.recv()
                has_begun = True
                if kind == "stage":
                    tell_stage(*value)
                elif kind == "report":
                    report: BuildReport = value
                    return report
                elif kind == "refused":
                    raise PolicySearchError(value)
        except (EOFError, OSError):
            self._gone()
            if has_begun:
                raise PolicySearchError(
                    "建索引的进程中断了，可能是内存不够，原来的索引没有变：请再试一次，还不行请看日志。"
                ) from None
            return None

    def _running(self) -> Connection:
        with self._lock:
            if self._is_stopped:
                raise PolicySearchError("服务正在停止，没有建索引。")
            if self._process is None or self._pipe is None or not self._process.is_alive():
                context = multiprocessing.get_context("spawn")
                ours, theirs = context.Pipe()
                self._process = context.Process(target=_serve, args=(theirs, self._encoder), name="build")
                self._process.start()
                theirs.close()
                self._pipe = ours
            return self._pipe

    def _gone(self) -> None:
        with self._lock:
            if self._pipe is not None:
                self._pipe.close()
            if self._process is not None:
                self._process.join()
            self._process = self._pipe = None


def _serve(pipe: Connection, encoder: str | None) -> None:
    """Builds what comes by ``pipe`` until it is closed, or nothing comes for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to answer
    if hasattr(os, "nice"):
        os.nice(_NICER)
    builder = Builder(encoder, progress=False)
    with contextlib.suppress(EOFError, OSError):  # the server is gone
        while pipe.poll(_IDLE_S):
            corpora, index = pipe.recv()
            pipe.send(_built(builder, corpora, index, pipe))


def _built(builder: Builder, corpora: Sequence[Path], index: Path, pipe: Connection) -> tuple[str, Any]:
    def tell(*stage: Any) -> None:
        pipe.send(("stage", stage))

    tell("准备", 0, 0)
    try:
        with told_to(tell):
            return "report", builder.build(corpora, index)
    except PolicySearchError as error:
        return "refused", str(error)
    except Exception as error:  # noqa: BLE001  the next change may be built
        _log.exception("build failed")
        return "refused", f"建索引时程序出错（{type(error).__name__}），原来的索引没有变：请看日志。"
