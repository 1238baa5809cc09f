"""Figures for operators in the text form of Prometheus; they hold counts and times, never a word of a question."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Figures:
    """The counters of one server. Kinds of requests are page, question, answer, heartbeat, upkeep, login, other."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = self._counter("requests", "Requests by kind and status.", ("kind", "status"))
        self._refused = self._counter("refused", "Requests refused by us, by reason.", ("reason",))
        self._logins = self._counter("logins", "Logins by outcome.", ("outcome",))
        self._uploads = self._counter("uploads", "Files uploaded by outcome.", ("outcome",))
        self._builds = self._counter("builds", "Builds of the index by outcome.", ("outcome",))
        self._seconds = Histogram(
            "policysearch_request_seconds",
            "Time to the end of the response.",
            ("kind",),
            buckets=_BUCKETS_S,
            registry=self._registry,
        )

    def watch(self, name: str, says: str, value: Callable[[], float]) -> None:
        """A figure that is asked for when the figures are read."""
        Gauge(f"policysearch_{name}", says, registry=self._registry).set_function(value)

    def request(self, kind: str, status: int, seconds: float) -> None:
        """Counts a request that is over."""
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)

    def refused(self, reason: str) -> None:
        """Counts a request that we refused."""
        self._refused.labels(reason).inc()

    def login(self, outcome: str) -> None:
        """Counts a login: ok, failed, locked."""
        self._logins.labels(outcome).inc()

    def upload(self, outcome: str) -> None:
        """Counts an upload: stored, refused."""
        self._uploads.labels(outcome).inc()

    def build(self, outcome: str) -> None:
        """Counts a build: published, same, failed."""
        self._builds.labels(outcome).inc()

    def text(self) -> bytes:
        """All figures now."""
        return bytes(generate_latest(self._registry))

    def _counter(self, name: str, says: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"policysearch_{name}", says, labels, registry=self._registry)
