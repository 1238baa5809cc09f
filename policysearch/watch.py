"""Follows folders: when files have changed and are quiet again the index is built, and what comes of it is told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from policysearch.build import Builder, find_files
from policysearch.errors import PolicySearchError
from policysearch.types import BuildReport

LOOK_S = 1.0
# A file that is being copied grows; one that never rests is built after so long all the same.
QUIET_S = 2.0
_MOST_WAIT_S = 60.0
# After a build that failed for the disk, the lock or the model: nothing in the folders need change for it to succeed.
_AGAIN_S = 30.0
_MOST_TOLD = 3
_log = logging.getLogger(__name__)

# Size, time of change and number of each file: what tells that it may have changed; the build looks at its bytes.
_Seen = Mapping[Path, tuple[int, int, int]]


class Watcher:
    """Builds ``index`` from ``corpora`` by ``builder`` whenever their files have changed, and tells a line a build.

    Looks every ``look_s`` seconds and builds when nothing has changed for ``quiet_s``; files that go on changing are
    built after a minute all the same, and again when they rest. A build that fails is told of once in one sentence, the
    index stays as it was, and it is tried again when files change and every half minute.
    """

    def __init__(
        self,
        builder: Builder,
        corpora: Sequence[Path],
        index: Path,
        *,
        tell: Callable[[str], None],
        look_s: float = LOOK_S,
        quiet_s: float = QUIET_S,
        again_s: float = _AGAIN_S,
    ) -> None:
        self._builder = builder
        self._corpora = corpora
        self._index = index
        self._tell = tell
        self._look_s = look_s
        self._quiet_s = quiet_s
        self._again_s = again_s
        self._told = ""

    def run(self, stopped: threading.Event) -> None:
        """Builds now, then follows the folders until ``stopped`` is set (an interrupt ends it too)."""
        built: _Seen | None = None
        last: _Seen | None = None
        tried_at = changed_at = first_at = time.monotonic()
        has_failed = False
        while not stopped.is_set():
            seen, now = self._look(), time.monotonic()
            if seen is not None:
                if last is None or seen != last:
                    changed_at, last = now, seen
                if built is None:
                    is_due = True
                elif seen == built:
                    first_at = now
                    is_due = has_failed and now - tried_at >= self._again_s
                else:
                    is_due = now - changed_at >= self._quiet_s or now - first_at >= _MOST_WAIT_S
                if is_due:
                    has_failed = not self._build()
                    built, tried_at, first_at = seen, time.monotonic(), time.monotonic()
                    continue
            stopped.wait(self._look_s)

    def _look(self) -> _Seen | None:
        """The files as they are now; None, which is told, where a folder is not there."""
        try:
            found, _ = find_files(self._corpora)
        except PolicySearchError as error:
            self._tell_once(f"{error}等它出现后继续。")
            return None
        seen = {}
        for _, path in found:
            try:
                facts = path.stat()
            except OSError:
                continue  # gone since it was found: the next look sees that
            seen[path] = (facts.st_size, facts.st_mtime_ns, facts.st_ino)
        return seen

    def _build(self) -> bool:
        """Builds and tells; whether nothing but files failed."""
        try:
            report = self._builder.build(self._corpora, self._index)
        except PolicySearchError as error:
            self._tell_once(str(error))
            return False
        except Exception as error:  # noqa: BLE001  a server that is forgotten must go on
            _log.exception("build failed")
            self._tell_once(f"建立索引时程序出错（{type(error).__name__}: {error}），原来的索引没有变，请反馈。")
            return False
        self._told = ""
        self._tell(f"{time.strftime('%H:%M:%S')} {build_line(report)}")
        return True

    def _tell_once(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            self._tell(f"{time.strftime('%H:%M:%S')} {sentence}")


def build_line(report: BuildReport) -> str:
    """A build in one line: the version, counts, seconds, and the files that could not be read."""
    if report.version is None:
        head = "没有可用的文件，没有发布索引，原来的索引没有变"
    else:
        counts = f"{report.documents} 份文件，{report.passages} 段，沿用 {report.kept} 个文件"
        head = f"当前版本 {report.version}：{counts}，用时 {report.seconds:.1f} 秒"
    if not report.failures:
        return f"{head}。"
    told = [f"{failure.path}（{failure.reason.rstrip('。')}）" for failure in report.failures[:_MOST_TOLD]]
    more = " 等" if len(report.failures) > _MOST_TOLD else ""
    return f"{head}；{len(report.failures)} 份没有读成：{'、'.join(told)}{more}。"
