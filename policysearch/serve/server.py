"""Serving: one process, in the foreground, until it is told to stop; then what is under way comes to its end."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn

from policysearch.errors import PolicySearchError
from policysearch.serve.gate import Gate
from policysearch.serve.settings import ServeSettings

_GRACE_S = 10


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, gate: Gate, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._gate = gate
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and not self.should_exit:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._gate.stop()
        super().handle_exit(sig, frame)


def serve(gate: Gate, settings: ServeSettings, ready: Callable[[], None]) -> None:
    """Serves ``gate`` until SIGTERM or Ctrl-C; ``ready`` is called once when requests are taken.

    On the signal no new connection is taken, heartbeats end, and answers have ten seconds to come to their end.
    Raises PolicySearchError where the port cannot be listened on.
    """
    config = uvicorn.Config(
        gate,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        ws="none",
        http="h11",
        backlog=256,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GRACE_S,
    )
    before = signal.signal(signal.SIGTERM, _leave)
    listening = _listen(settings.host, settings.port)
    try:
        _Server(config, gate, ready).run(sockets=[listening])
    finally:
        listening.close()
        signal.signal(signal.SIGTERM, before)


def _leave(*_: object) -> None:
    """SIGTERM is an ordinary end: uvicorn raises it again when it has left, and nothing more is to be done."""


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PolicySearchError(
            f"打不开 {host}:{port}（{error.strerror or error}）：请关掉占用它的程序，或用 --port 换一个端口。"
        ) from error
    listening.set_inheritable(False)
    return listening
