"""Failed logins: after a few of them nobody may try again for a while, and strangers lock nobody else out."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_FAILURES = 5
_MOST_OF_ADDRESS = 20
_MOST_OF_NAME = 100
WINDOW_S = 900.0
_MOST_KEYS = 20_000


@dataclass(slots=True)
class _Count:
    failures: int
    since: float


class Lockout:
    """Counts failures in windows of a quarter of an hour.

    Five for one name from one address, twenty from one address, a hundred for one name from anywhere (so that many
    addresses cannot guess on, and one stranger cannot lock an owner out) close the way until the window ends.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()

    def wait_s(self, name: str, address: str) -> float:
        """In how many seconds ``name`` may be tried from ``address`` again; 0 where it may be now."""
        now = self._clock()
        waits = [0.0]
        for key, most in self._keys(name, address):
            count = self._counts.get(key)
            if count and count.failures >= most:
                waits.append(count.since + WINDOW_S - now)
        return max(waits)

    def failed(self, name: str, address: str) -> None:
        """Counts a failure."""
        now = self._clock()
        for key, _ in self._keys(name, address):
            count = self._counts.pop(key, None)
            if count is None or now - count.since > WINDOW_S:
                count = _Count(0, now)
            count.failures += 1
            self._counts[key] = count
        while len(self._counts) > _MOST_KEYS:
            self._counts.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forgets the failures of ``name`` from ``address``."""
        self._counts.pop((name, address), None)

    @staticmethod
    def _keys(name: str, address: str) -> list[tuple[tuple[str, str], int]]:
        return [((name, address), MOST_FAILURES), (("", address), _MOST_OF_ADDRESS), ((name, ""), _MOST_OF_NAME)]
