"""Token buckets: how often each client may ask."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_CLIENTS = 20_000


class Rate:
    """A bucket for each client that holds ``burst`` and fills by ``per_minute``; ``per_minute`` 0 lets all pass.

    At most 20,000 clients are remembered, those seen last: a client that was forgotten begins with a full bucket.
    """

    def __init__(self, per_minute: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_minute / 60
        self._burst = max(burst, 1.0)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> float:
        """Takes one from the bucket of ``client``: 0 where there was one, else in how many seconds there will be."""
        if self._per_s <= 0:
            return 0.0
        now = self._clock()
        held, since = self._buckets.pop(client, (self._burst, now))
        held = min(self._burst, held + (now - since) * self._per_s)
        wait = 0.0 if held >= 1 else (1 - held) / self._per_s
        self._buckets[client] = (held - 1 if held >= 1 else held, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return wait
