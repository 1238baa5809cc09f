"""Worker processes keep the order; what hangs, dies or eats memory is ended with a sentence, the others go on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.workers import in_workers

LIMITS = ReadLimits(seconds=1.5, memory_bytes=1 << 30)
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def task(name: str) -> str:
    """What a worker does, by the name of the item."""
    match name.split(":"):
        case ["hang"]:
            time.sleep(600)
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["memory"]:
            return str(len(bytearray(4 << 30)))
        case ["refuse"]:
            raise ReadError("文件是空的：请换成有内容的文件。")
        case ["fault"]:
            raise ZeroDivisionError("division by zero")
        case ["start", path]:
            with subprocess.Popen(["sleep", "600"]) as child:
                Path(path).write_text(str(child.pid), encoding="utf-8")
                try:
                    child.wait()
                finally:
                    child.kill()
        case ["late", seconds]:
            time.sleep(float(seconds))
    return name


def outcomes(items: list[str], limits: ReadLimits = LIMITS) -> list[str]:
    with in_workers(task, items, limits) as results:
        return [str(result) for result in results]


def test_results_come_in_the_order_of_the_items() -> None:
    items = ["late:0.5", *map(str, range(300)), "late:0.1"]
    assert outcomes(items) == items
    assert outcomes([]) == []


@posix
def test_what_goes_wrong_is_a_sentence_in_its_place_and_the_others_go_on() -> None:
    items = ["a", "hang", "die", "refuse", "b", "fault", "c", "die", "d"]
    if sys.platform == "linux":
        items.append("memory")
    found = dict(zip(items, outcomes(items), strict=True))
    assert [name for name in items if found[name] == name] == ["a", "b", "c", "d"]
    for name, words in (("hang", "秒"), ("die", "中断"), ("refuse", "空"), ("memory", "内存"), ("fault", "程序出错")):
        if name in found:
            assert words in found[name]
            assert found[name].count("。") == 1


@posix
def test_what_a_call_had_started_ends_with_it(tmp_path: Path) -> None:
    assert "秒" in outcomes([f"start:{tmp_path / 'pid'}"])[0]
    child = int((tmp_path / "pid").read_text(encoding="utf-8"))
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@posix
def test_leaving_early_ends_the_work() -> None:
    begin = time.monotonic()
    with in_workers(task, ["a", "hang", "hang", "hang"], ReadLimits()) as results:
        assert next(results) == "a"
    assert time.monotonic() - begin < 20
