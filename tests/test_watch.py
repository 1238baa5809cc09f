"""A folder that is followed: what changes is published when it is quiet, faults are told once, Ctrl-C ends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fakes import write_corpus

from policysearch.build import Builder
from policysearch.store import locked, open_index, versions
from policysearch.types import BuildReport, Failure
from policysearch.watch import Watcher, build_line

ROOT = Path(__file__).parents[1]
CORPUS = {"停车.txt": "关于停车的通知\n\n一、停车每小时收费二元。\n"}
CYCLING = {"骑车.txt": "关于骑车的通知\n\n一、骑车每小时收费一元。\n"}


class Followed:
    """A folder with its index, followed in a thread."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_corpus(folder / "corpus", CORPUS)
        self.index = folder / "index"
        self.told: list[str] = []
        self._stopped = threading.Event()
        builder = Builder("none", progress=False)
        self._watcher = Watcher(
            builder, [self.corpus], self.index, tell=self.told.append, look_s=0.02, quiet_s=0.3, again_s=0.5
        )
        self._thread = threading.Thread(target=self._watcher.run, args=(self._stopped,))
        self._thread.start()

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Until ``is_so``; fails after a minute."""
        end = time.monotonic() + 60
        while not is_so():
            assert time.monotonic() < end, self.told
            time.sleep(0.02)

    def version(self, version: str) -> None:
        """Waits until a build has told of ``version``."""
        self.wait(lambda: any(f"当前版本 {version}：" in line for line in self.told))

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(60)
        assert not self._thread.is_alive()


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    followed = Followed(tmp_path)
    yield followed
    followed.stop()


def test_what_is_added_changed_and_deleted_is_published(followed: Followed) -> None:
    followed.version("v1")
    write_corpus(followed.corpus, CYCLING)
    followed.version("v2")
    assert len(open_index(followed.index).documents) == 2
    write_corpus(followed.corpus, {"骑车.txt": "关于骑车的通知\n\n一、骑车每小时收费五元。\n"})
    followed.version("v3")
    assert "五元" in open_index(followed.index).search("骑车收费")[0].passage.text
    (followed.corpus / "骑车.txt").unlink()
    followed.version("v4")
    assert len(open_index(followed.index).documents) == 1
    assert all("沿用 1 个文件" in line and line.endswith("。") for line in followed.told[1:])
    assert len(followed.told) == 4


def test_a_file_that_grows_is_awaited(followed: Followed) -> None:
    followed.version("v1")
    for number in range(40):
        with (followed.corpus / "长.txt").open("a", encoding="utf-8") as out:
            out.write(f"关于长文的通知\n\n第{number}段，收费{number}元。\n")
        time.sleep(0.03)
    followed.version("v2")
    assert "39元" in "".join(d.text for d in open_index(followed.index).documents.values())
    assert versions(followed.index) == ("v1", "v2")


def test_faults_are_told_once_and_outlived(followed: Followed, tmp_path: Path) -> None:
    followed.version("v1")
    shutil.move(followed.corpus, tmp_path / "away")
    followed.wait(lambda: any("没有文件夹" in line for line in followed.told))
    with locked(followed.index):
        shutil.move(tmp_path / "away", followed.corpus)
        write_corpus(followed.corpus, CYCLING)
        followed.wait(lambda: any("另一个程序" in line for line in followed.told))
        time.sleep(1.2)
    followed.version("v2")
    for words in ("没有文件夹", "另一个程序"):
        assert len([line for line in followed.told if words in line]) == 1
    (followed.corpus / "坏.pdf").write_bytes(b"%PDF-1.4")
    followed.wait(lambda: any("坏.pdf" in line for line in followed.told))
    assert len(open_index(followed.index).documents) == 2


def test_a_line_names_a_few_failures() -> None:
    report = BuildReport("v2", 3, 9, 1.24, tuple(Failure(f"{n}.pdf", "打不开：请另存。") for n in range(5)), (), 2)
    line = build_line(report)
    assert line.startswith("当前版本 v2：3 份文件，9 段，沿用 2 个文件，用时 1.2 秒；5 份没有读成：0.pdf（打不开")
    assert line.count("pdf") == 3
    assert line.endswith(" 等。")
    assert "没有发布" in build_line(BuildReport(None, 0, 0, 1.0, (), (), 0))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_cleanly(tmp_path: Path, name: str) -> None:
    corpus = write_corpus(tmp_path / "corpus", CORPUS)
    command = [sys.executable, str(ROOT / "build_index.py"), "--encoder", "none", "--corpus", str(corpus), "--watch"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        assert "当前版本 v1" in run.stdout.readline()
        os.kill(run.pid, getattr(signal, name))
        out, err = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "已停止" in out
    assert err == ""
    assert not [path.name for path in (tmp_path / "index").iterdir() if path.name.startswith(".")]
