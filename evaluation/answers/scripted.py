"""A chat completions server on this machine that says what its script says: for tests and for ``liar.py``.

It speaks the protocol over HTTP, whole and as a stream of events, and can fail in each of the ways that a server does.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

from policysearch.endpoint import Endpoint

KEY = "sk-not-to-be-told"
# How it fails: a status, or what is wrong with an answer of status 200.
Fault = Literal[
    "500", "401", "429", "not_json", "empty", "no_choices", "cut", "no_end", "slow", "drip", "too_long", "odd"
]
_PLACE = re.compile(r"@\{([^}]+)\}")


class Scripted:
    """What the server says next, and what it was asked.

    ``reply`` is text in which ``[@{words}]`` stands for the number of the first passage that holds these words; or a
    function of the question and passages that returns such a text. ``unmet`` are words that no passage held.
    """

    def __init__(self) -> None:
        self.reply: str | Callable[[dict[str, Any]], str] = ""
        self.fault: Fault | None = None
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.unmet: list[str] = []
        self.url = ""

    def endpoint(self, *, stream: bool = True, timeout_s: float = 10.0) -> Endpoint:
        """The endpoint by which the package asks this server."""
        return Endpoint(self.url, "scripted-1", KEY, timeout_s, stream)

    def words(self, request: dict[str, Any]) -> str:
        """The reply to ``request`` with its numbers."""
        asked = json.loads(request["messages"][-1]["content"])
        said = self.reply if isinstance(self.reply, str) else self.reply(asked)

        def number(match: re.Match[str]) -> str:
            found = [p["编号"] for p in asked["段落"] if match[1] in p["正文"] + p["出处"]]
            if not found:
                self.unmet.append(match[1])
            return str(found[0] if found else 999)

        return _PLACE.sub(number, said)


@contextmanager
def serving() -> Iterator[Scripted]:
    """A server on a free port of this machine, until the end of the block."""
    script = Scripted()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": script}))
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    script: Scripted

    def handle(self) -> None:
        """One connection; the client may have hung up."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.script.requests.append(request)
        self.script.headers.append(dict(self.headers.items()))
        fault = self.script.fault
        if self.path != "/v1/chat/completions":
            self._send(404, "application/json", b'{"error": {"message": "no such path"}}')
        elif fault in ("500", "401", "429"):
            body = json.dumps({"error": {"message": f"failed with key {KEY}"}}).encode()
            self._send(int(fault), "application/json", body)
        elif fault == "not_json":
            self._send(200, "application/json", b"<html>not json</html>")
        elif fault == "odd":
            self._send(200, "application/json", b'{"choices": "none"}')
        elif request.get("stream") and fault != "slow":
            self._stream(self.script.words(request), fault)
        else:
            if fault == "slow":
                time.sleep(2.0)
            self._whole("" if fault == "empty" else self.script.words(request), fault)

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _whole(self, text: str, fault: Fault | None) -> None:
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": "length" if fault in ("cut", "no_end") else "stop",
        }
        choices = [] if fault == "no_choices" else [choice]
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "scripted-1", "choices": choices}
        self._send(200, "application/json", json.dumps(body).encode())

    def _stream(self, text: str, fault: Fault | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if fault == "drip":
            for _ in range(60):
                self._chunk(b": still here\n\n")
                time.sleep(0.05)
        if fault == "too_long":
            text = text * (1 + 30_000 // max(1, len(text)))
        pieces = [text[i : i + 7] for i in range(0, len(text), 7)] if fault not in ("empty", "no_choices") else []
        for piece in pieces[: len(pieces) // 2] if fault == "cut" else pieces:
            self._event({"delta": {"content": piece}, "finish_reason": None})
        if fault == "cut":
            self.wfile.flush()
            self.connection.close()
            return
        if fault not in ("no_end", "no_choices"):
            self._event({"delta": {}, "finish_reason": "stop"})
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, choice: dict[str, Any]) -> None:
        body = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted-1"}
        self._chunk(f"data: {json.dumps(body | {'choices': [{'index': 0} | choice]})}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()
