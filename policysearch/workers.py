"""A function over many items in worker processes: all cores are used, each call is bounded in time and memory.

A call that hangs, dies or eats memory is ended and the others go on. Workers come from a process of their own (a fork
server, where the platform has it), so they hold nothing of what the parent has loaded, and a new one starts at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from policysearch.config import ReadLimits
from policysearch.errors import ReadError

Item = TypeVar("Item")
Result = TypeVar("Result")

# How far the others may run ahead of a slow item, for each worker.
_AHEAD = 64


def _context(function: Callable[[Item], Result]) -> Any:
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    context.set_forkserver_preload([function.__module__])
    return context


def begin(function: Callable[[Item], Result]) -> None:
    """Starts the process that workers of ``function`` come from, so that it loads while the caller does other things.

    Nothing waits for it; ``in_workers`` starts it as well.
    """
    if sys.platform != "win32":
        from multiprocessing import forkserver

        _context(function)
        forkserver.ensure_running()


@contextmanager
def in_workers(
    function: Callable[[Item], Result], items: Sequence[Item], limits: ReadLimits
) -> Iterator[Iterator[Result | ReadError]]:
    """An iterator over ``function(item)`` in the order of ``items``; the work begins before the first is asked for.

    ``function`` is one that a module defines. A call past ``limits.seconds`` or ``limits.memory_bytes``, or one that
    takes its process down, yields a ReadError in its place. Leaving the context ends all workers; without
    items there are none.
    """
    if not items:
        yield iter(())
        return
    workers = max(1, min(cores(), len(items)))
    pool = ProcessPool(workers, initializer=_bound, initargs=(limits.memory_bytes,), context=_context(function))
    waiting = iter(items)

    def schedule(most: int) -> Iterator[Future[Result]]:
        for item in islice(waiting, most):
            yield pool.schedule(_call, (function, item), timeout=limits.seconds)

    ahead = deque(schedule(workers * _AHEAD))

    def results() -> Iterator[Result | ReadError]:
        while ahead:
            result = _result(ahead.popleft(), limits)
            ahead.extend(schedule(1))
            yield result

    try:
        yield results()
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _result(call: Future[Result], limits: ReadLimits) -> Result | ReadError:
    try:
        return call.result()
    except ReadError as error:
        return error
    except TimeoutError:
        return ReadError(f"用了 {limits.seconds:.0f} 秒还没有读完：请拆分后再放入。")
    except MemoryError:
        return ReadError(f"要用的内存超过上限 {limits.memory_bytes >> 20} MB：请拆分后再放入。")
    except ProcessExpired:
        return ReadError("读这份文件的进程中断了，可能是文件已损坏或内存不够：请另存或拆分后再放入。")
    except Exception as error:  # noqa: BLE001  no item may lose the others
        return ReadError(f"读取时程序出错（{type(error).__name__}: {error}），请反馈这份文件。")


def _bound(memory_bytes: int) -> None:
    """Begins a worker: bounds the memory of it and of each program that it starts, and ends in order when told to."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):  # macOS has the name of this limit alone
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, resource.getrlimit(resource.RLIMIT_AS)[1]))
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: Any) -> None:
    raise SystemExit


def _call(function: Callable[[Item], Result], item: Item) -> Result:
    try:
        return function(item)
    except SystemExit:  # the pool would take it for a result; by now what the call had started is ended
        os._exit(1)
