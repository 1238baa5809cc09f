"""A gate over a small page, asked without a network: what its tests stand on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from policysearch.serve.asgi import Message, Receive, Send
from policysearch.serve.gate import Gate

Result = TypeVar("Result")
LOCAL = "127.0.0.1:7860"


@dataclass
class Response:
    """What a gate answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)
    body: bytes = b""

    @property
    def detail(self) -> str:
        """The sentence of a refusal."""
        return str(json.loads(self.body)["detail"])


class Page:
    """A page that says what it was asked; ``wait_s`` is how long it takes, ``status`` what it answers."""

    def __init__(self, wait_s: float = 0.0, status: int = 200) -> None:
        self.wait_s = wait_s
        self.status = status
        self.asked: list[tuple[str, str]] = []
        self.bodies: list[bytes] = []
        self.scopes: list[Message] = []
        self.media_type = b"application/json"
        self.text = b"{}"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        self.asked.append((scope["method"], scope["path"]))
        self.scopes.append(scope)
        body, more = b"", scope["method"] == "POST"
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)
        await asyncio.sleep(self.wait_s)
        headers = [(b"content-type", self.media_type), (b"server", b"page")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.text})


async def answer(
    gate: Gate,
    method: str,
    path: str,
    *,
    body: bytes | Sequence[bytes] = b"",
    host: str | None = LOCAL,
    client: str = "127.0.0.1",
    headers: Sequence[tuple[str, str]] = (),
    raw_path: bytes | None = None,
    pause_s: float = 0.0,
) -> Response:
    """The answer of ``gate`` to one request; ``body`` may come in pieces, ``pause_s`` before each of them."""
    path, _, query = path.partition("?")
    pieces = [body] if isinstance(body, bytes) else list(body)
    given = [(name.lower(), value) for name, value in headers]
    if host is not None:
        given.insert(0, ("host", host))
    if method == "POST" and "content-type" not in dict(given):
        given.append(("content-type", "application/json"))
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": raw_path if raw_path is not None else path.encode(),
        "query_string": query.encode(),
        "scheme": "http",
        "client": (client, 50000),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in given],
    }
    waiting = list(enumerate(pieces))
    response = Response()

    async def receive() -> Message:
        if not waiting:
            await asyncio.sleep(3600)
        await asyncio.sleep(pause_s)
        number, piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": number + 1 < len(pieces)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            response.status = message["status"]
            for name, value in message["headers"]:
                response.headers[name.decode()] = value.decode("latin-1")
                if name == b"set-cookie":
                    response.cookies.append(value.decode())
        else:
            response.body += message.get("body", b"")

    await gate(scope, receive, send)
    return response


def ask(gate: Gate, method: str, path: str, **given: Any) -> Response:
    """``answer``, awaited."""
    return run(answer(gate, method, path, **given))


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What ``work`` comes to, in a thread of its own: Playwright keeps a loop running in the one of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def cookie(response: Response) -> tuple[str, str]:
    """The header that sends back the session of a response."""
    return "cookie", response.cookies[0].split(";")[0]
