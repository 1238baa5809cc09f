"""How far a build is: the bar of a terminal, and the same counts for whoever listens in this thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

if TYPE_CHECKING:
    Base = tqdm[Any]
else:
    Base = tqdm

# A stage, how much of it is done, how much it is; 0 where that is not known.
Listener = Callable[[str, int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """Inside, stages that begin in this thread are told to ``listener`` as they go on."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell_stage(stage: str, done: int = 0, whole: int = 0) -> None:
    """Tells how far a stage is; that it begins, where its length is not known."""
    listener = _listener.get()
    if listener is not None:
        listener(stage, done, whole)


class Bar(Base):
    """A tqdm bar that also tells the listener; it does so where the bar itself is switched off."""

    def __init__(self, iterable: Any = None, *, desc: str, total: int | None = None, **given: Any) -> None:
        if total is None and iterable is not None:
            total = len(iterable)
        self._told = _listener.get()
        self._done, self._whole, self._stage = 0, total or 0, desc
        super().__init__(iterable, desc=desc, total=total, **given)
        self._tell(0)

    def __iter__(self) -> Iterator[Any]:
        for item in super().__iter__():
            yield item
            if self.disable:
                self._tell(1)

    def update(self, n: float | None = 1) -> bool | None:
        """Moves the bar on by ``n``."""
        self._tell(int(n or 0))
        return super().update(n)

    def _tell(self, n: int) -> None:
        self._done += n
        if self._told is not None and self._whole:
            self._told(self._stage, self._done, self._whole)
