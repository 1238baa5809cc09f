"""One writer at a time: a lock that the system drops when its holder dies, so a killed build locks nobody out."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from policysearch.errors import UsageError

NAME = ".lock"
_mine = threading.local()


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Holds the writer's lock of ``index``, whose folder is made where there is none and goes again if it stays empty.

    The thread that holds it may take it again. Raises UsageError where another thread or process holds it, or the
    folder cannot be written.
    """
    held: set[Path] = _mine.__dict__.setdefault("held", set())
    key = index.resolve()
    if key in held:
        yield
        return
    is_made = not index.exists()
    try:
        index.mkdir(parents=True, exist_ok=True)
        handle = _take(index / NAME)
    except OSError as error:
        raise cannot_write(index, error) from error
    held.add(key)
    try:
        yield
    finally:
        held.discard(key)
        _release(handle, index / NAME)
        if is_made:
            with suppress(OSError):
                index.rmdir()


def cannot_write(index: Path, error: OSError) -> UsageError:
    """What is told where a folder cannot be written."""
    return UsageError(
        f"写不进索引文件夹 {index}（{error.strerror or error}）：请检查权限和磁盘空间，原来的索引没有变。"
    )


def _take(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle, path)
            if _is_at(handle, path):
                os.ftruncate(handle, 0)
                os.write(handle, f"{os.getpid()}\n".encode())
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # who held it has removed the file meanwhile: that of now is another


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _release(handle: int, path: Path) -> None:
    if sys.platform != "win32":
        path.unlink(missing_ok=True)
    os.close(handle)
    if sys.platform == "win32":
        with suppress(OSError):  # another has taken it meanwhile
            path.unlink(missing_ok=True)


def _lock(handle: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        with suppress(OSError, ValueError):
            holder = int(os.read(handle, 20))
            raise UsageError(
                f"另一个程序（进程 {holder}）正在更新索引 {path.parent}：请等它做完再试，原来的索引没有变。"
            ) from None
        raise UsageError(f"另一个程序正在更新索引 {path.parent}：请等它做完再试，原来的索引没有变。") from None
