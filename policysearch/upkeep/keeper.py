"""The one who has the index rebuilt after a change of the folder, one build at a time; a thread waits for it."""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from policysearch.build import find_files
from policysearch.errors import PolicySearchError, UsageError
from policysearch.stages import told_to
from policysearch.types import BuildReport
from policysearch.upkeep.folder import UploadFolder
from policysearch.upkeep.process import Builds

_STATE = ".state.json"
_WAIT_S = 0.3
_MOST_REST_S = 30.0
_MOST_NAMED = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an uploaded file: ``grade`` and documents (id and title each) where it was read, else ``reason``.

    ``reason`` also tells of parts of an archive that were not read.
    """

    grade: str | None = None
    documents: tuple[tuple[str, str], ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How things stand. ``stage`` is what the build is at, ``done`` of ``total`` steps of it; "" while none runs.

    ``fault`` is why the last build published nothing, ``outcomes`` those of the last one that did, by file name.
    ``is_waiting`` is true while a change is not in the index yet.
    """

    version: str | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    is_waiting: bool = False
    fault: str | None = None
    outcomes: dict[str, Outcome] = field(default_factory=dict)


class Keeper:
    """Builds ``index`` from ``corpora`` and the upload folder whenever it is asked to, and says how far it is.

    ``indexed`` gives the paths of the files in the index that is served, ``publish`` serves the new version and gives
    its name, ``builder`` does the work, ``cancel`` ends it when the server leaves, ``count`` is told how builds end.
    Nothing that lies outside the upload folder is ever dropped from the index by a build of ours: then it is refused
    in a sentence.
    """

    def __init__(
        self,
        folder: UploadFolder,
        corpora: Sequence[Path],
        index: Path,
        *,
        indexed: Callable[[], Set[str]],
        publish: Callable[[], str],
        builder: Builds,
        cancel: Callable[[], None] = lambda: None,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = folder
        self._corpora = (*corpora, folder.root)
        self._index = index
        self._indexed = indexed
        self._publish = publish
        self._builder = builder
        self._cancel = cancel
        self._count = count
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._changing = threading.Lock()
        self._state = State()
        self._stamp = ""
        self._read_state()

    @property
    def state(self) -> State:
        """How things stand now."""
        return self._state

    def start(self) -> None:
        """Undoes uploads that were cut off, and begins; a change that no build has seen is built now.

        Raises UsageError where the index holds files that lie neither in the folders of documents nor among the
        uploads: a build would lose them.
        """
        self.folder.tidy()
        self._check_nothing_is_lost()
        self._thread = threading.Thread(target=self._work, name="upkeep", daemon=True)
        self._thread.start()
        if self.folder.stamp() != self._stamp and (self._stamp or self.folder.held()):
            self.ask()

    def ask(self) -> None:
        """Asks for a build; several requests before it begins are one."""
        with self._changing:
            self._state = _with(self._state, is_waiting=True)
        self._wanted.set()

    def stop(self) -> None:
        """Begins no further build. One that runs is not waited for: what it has not published does not count."""
        self._stopping.set()
        self._wanted.set()
        self._cancel()

    def is_in_corpus(self, name: str) -> bool:
        """Whether a file of that name lies in a folder that is not ours: it would stand before the upload."""
        return any((corpus / name).exists() for corpus in self._corpora[:-1])

    def _work(self) -> None:
        rest_s = 0.0
        while True:
            self._wanted.wait()
            # What comes in the same moment is built together; between two builds those who ask have the machine.
            if self._stopping.wait(_WAIT_S + rest_s):
                return
            self._wanted.clear()
            begun = time.monotonic()
            self._build()
            rest_s = min(time.monotonic() - begun, _MOST_REST_S)

    def _build(self) -> None:
        stamp = self.folder.stamp()
        try:
            self._tell("准备", 0, 0)
            self._check_nothing_is_lost()
            with told_to(self._tell):
                report = self._builder.build(self._corpora, self._index)
            if report.version is None:
                raise UsageError("没有可用的文件，索引没有变：至少要留一份能读的文件。")
            self._tell("换上新版本", 0, 0)
            version = self._publish()
            state = State(version, outcomes=self._outcomes(report))
            self._stamp = stamp
            self._count("published")
        except PolicySearchError as error:
            if self._stopping.is_set():
                return
            state = _with(self._state, stage="", done=0, total=0, fault=str(error))
            self._count("failed")
        except Exception as error:  # noqa: BLE001  the next change may be built
            _log.exception("build failed")
            sentence = f"建索引时程序出错（{type(error).__name__}），原来的索引没有变：请看日志。"
            state = _with(self._state, stage="", done=0, total=0, fault=sentence)
            self._count("failed")
        with self._changing:
            self._state = _with(state, is_waiting=self._wanted.is_set())
        self._write_state()

    def _check_nothing_is_lost(self) -> None:
        found, _ = find_files(self._corpora)
        there = {path.relative_to(root).as_posix() for root, path in found}
        # What was uploaded and is gone was removed by hand or by us: that is what a build is for.
        uploaded = set(self._state.outcomes)
        lost = sorted(path for path in self._indexed() if path not in there and path not in uploaded)
        if lost:
            named = "、".join(lost[:_MOST_NAMED]) + ("等" if len(lost) > _MOST_NAMED else "")
            folders = "、".join(map(str, self._corpora[:-1]))
            raise UsageError(
                f"索引里有 {len(lost)} 份文件（{named}）不在 {folders} 里，重建会丢掉它们：请用 --corpus 指明它们所在的"
                "文件夹；确实不要了，请先运行 python build_index.py。"
            )

    def _outcomes(self, report: BuildReport) -> dict[str, Outcome]:
        outcomes = {}
        for held in self.folder.held():
            parts = f"{held.name}/"
            qualities = [one for one in report.qualities if one.path == held.name or one.path.startswith(parts)]
            reasons = [
                f"{failure.path.removeprefix(held.name).lstrip('/')} {failure.reason}".strip()
                for failure in report.failures
                if failure.path in (held.name, f"{held.name}.meta.toml") or failure.path.startswith(parts)
            ]
            grades = [one.grade for one in qualities]
            worst = next((grade for grade in ("需核对", "有提示", "良好") if grade in grades), None)
            documents = tuple((one.doc_id, one.title) for one in qualities)
            if qualities or reasons:
                outcomes[held.name] = Outcome(worst, documents, "；".join(reasons) or None)
        return outcomes

    def _tell(self, stage: str, done: int, total: int) -> None:
        with self._changing:
            self._state = _with(self._state, stage=stage, done=done, total=total)

    def _read_state(self) -> None:
        try:
            record = json.loads((self.folder.root / _STATE).read_text("utf-8"))
            outcomes = {
                name: Outcome(one["grade"], tuple((doc_id, title) for doc_id, title in one["documents"]), one["reason"])
                for name, one in record["outcomes"].items()
            }
            self._state = State(record["version"], fault=record["fault"], outcomes=outcomes)
            self._stamp = record["stamp"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._stamp = ""  # no state, or none of ours: a build finds out

    def _write_state(self) -> None:
        state = self._state
        record = {
            "stamp": self._stamp,
            "version": state.version,
            "fault": state.fault,
            "outcomes": {name: asdict(one) for name, one in state.outcomes.items()},
        }
        aside = self.folder.root / f"{_STATE}.{secrets.token_hex(4)}"
        try:
            aside.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
            aside.replace(self.folder.root / _STATE)
        except OSError as error:
            _log.warning("the state of uploads was not written: %s", error.strerror)


def _with(state: State, **changes: object) -> State:
    return replace(state, **changes)  # type: ignore[arg-type]
