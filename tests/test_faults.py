"""What happens to a server that is forgotten: each fault is one sentence, and the index that was there is served."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import write_corpus

import policysearch.store.contents
import policysearch.store.open
import policysearch.store.publishing
from policysearch.build import build_index
from policysearch.errors import UsageError
from policysearch.store import locked, open_index, publish, read, rollback, verify, version_folder, versions

ROOT = Path(__file__).parents[1]
CORPUS = {
    "停车.txt": "关于停车的通知\n\n一、停车每小时收费二元。\n",
    "骑车.txt": "关于骑车的通知\n\n一、骑车每小时收费一元。\n",
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="mounts and locks of Linux")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", CORPUS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte; skips where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def build(corpus: Path, index: Path, keep: int = 3) -> str | None:
    return build_index([corpus], index, encoder="none", progress=False, keep=keep).version


def refused(corpus: Path, index: Path) -> str:
    """The one sentence that a build ends with."""
    with pytest.raises(UsageError) as error:
        build(corpus, index)
    message = str(error.value)
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "\n" not in message
    assert str(index) in message
    return message


def assert_served(index: Path, version: str, documents: int) -> None:
    assert version_folder(index).name == version
    searcher = open_index(index)
    assert len(searcher.documents) == documents
    assert searcher.search("停车收费")
    assert not [path.name for path in index.iterdir() if path.name.startswith((".build", ".CURRENT", ".lock"))]


@linux
def test_a_full_disk(corpus: Path, small_disk: Path) -> None:
    index = small_disk / "index"
    assert build(corpus, index) == "v1"
    write_corpus(corpus, {f"{n}.txt": f"关于第{n}项的通知\n\n" + "一、每小时收费三元。\n" * 4000 for n in range(4)})
    assert "No space left" in refused(corpus, index)
    assert_served(index, "v1", 2)
    for number in range(4):
        (corpus / f"{number}.txt").unlink()
    write_corpus(corpus, {"再.txt": "关于步行的通知\n\n一、步行不收费。\n"})
    assert build(corpus, index) == "v2"
    assert_served(index, "v2", 3)


@linux
def test_a_folder_that_turns_read_only(corpus: Path, small_disk: Path) -> None:
    index = small_disk / "index"
    build(corpus, index)
    write_corpus(corpus, {"再.txt": "关于步行的通知\n\n一、步行不收费。\n"})
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, capture_output=True)
    assert "Read-only" in refused(corpus, index)
    with pytest.raises(UsageError, match="Read-only"):
        rollback(index, "v1")
    assert_served(index, "v1", 2)


def test_a_folder_that_cannot_be_made(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refused(corpus, tmp_path / "file" / "index")


def test_two_builders_at_once(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index)
    write_corpus(corpus, {"再.txt": "关于步行的通知\n\n一、步行不收费。\n"})
    done, taken = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(index):
            taken.set()
            done.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    taken.wait(60)
    assert f"进程 {os.getpid()}" in refused(corpus, index)
    with pytest.raises(UsageError, match="另一个程序"):
        rollback(index, "v1")
    assert len(open_index(index).documents) == 2
    done.set()
    other.join()
    assert build(corpus, index) == "v2"
    assert_served(index, "v2", 3)


def test_a_holder_that_was_killed_locks_nobody_out(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom policysearch.store import locked\n"
        f"with locked(Path({str(index)!r})):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert f"进程 {holder.pid}" in refused(corpus, index)
        holder.send_signal(signal.SIGKILL)
    assert build(corpus, index) == "v1"
    assert_served(index, "v1", 2)


def test_the_lock_may_be_taken_again_by_its_holder_and_leaves_nothing(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with locked(index), locked(index):
        assert [path.name for path in index.iterdir()] == [".lock"]
    assert not index.exists()


def test_what_killed_writers_left_is_removed(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(corpus, index)
    (index / f".build-{os.getpid()}-left").mkdir()
    (index / ".CURRENT-left").write_text("v9", encoding="utf-8")
    (index / ".lock").write_text("1\n", encoding="utf-8")
    (corpus / "骑车.txt").unlink()
    assert build(corpus, index) == "v2"
    assert_served(index, "v2", 1)


def test_so_many_versions_are_kept_as_are_wanted(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for number in range(4):
        write_corpus(corpus, {f"{number}.txt": f"关于第{number}项的通知\n\n一、收费{number}元。\n"})
        build(corpus, index, keep=2)
    assert versions(index) == ("v3", "v4")
    write_corpus(corpus, {"4.txt": "关于第四项的通知\n\n一、收费4元。\n"})
    build(corpus, index, keep=1)
    assert versions(index) == ("v5",)
    verify(index)


@linux
@pytest.mark.parametrize("step", ["write", "_seal", "_rename", "_point", "_prune"])
def test_a_writer_killed_at_each_step(corpus: Path, tmp_path: Path, step: str) -> None:
    """Whatever lies there afterwards, the old version or the new one is current and whole."""
    index, other = tmp_path / "index", tmp_path / "other"
    build(corpus, index)
    write_corpus(corpus, {"再.txt": "关于步行的通知\n\n一、步行不收费。\n"})
    build(corpus, other)
    contents = read(version_folder(other), verify(other))
    child = os.fork()
    if child == 0:
        setattr(policysearch.store.publishing, step, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        publish(contents, index)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    verify(index)
    assert len(open_index(index).documents) == (3 if step == "_prune" else 2)
    after = build(corpus, index)
    assert_served(index, str(after), 3)


def test_a_reader_that_comes_while_its_version_is_deleted_opens_the_next(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    build(corpus, index)
    read = policysearch.store.contents.read

    def late(folder: Path, *rest: object) -> object:
        if folder.name == "v1":
            write_corpus(corpus, {"再.txt": "关于步行的通知\n\n一、步行不收费。\n"})
            build(corpus, index, keep=1)
            assert not folder.exists()
        return read(folder, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(policysearch.store.open, "read", late)
    assert len(open_index(index).documents) == 3
