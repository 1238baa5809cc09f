"""An ASGI gate before the page: only the paths that it uses, small requests, and no other host."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Message, Receive, Send], Awaitable[None]]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BODY_BYTES = 64 << 10
_API = "/gradio_api/"
_READ = (
    "/assets/",
    "/static/",
    "/svelte/",
    *(_API + name for name in ("heartbeat/", "queue/data", "call/")),
)
_READ_EXACT = frozenset(
    {
        "/",
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/manifest.json",
        "/robots.txt",
        *(_API + name for name in ("info", "openapi.json", "app_id", "startup-events", "theme.css")),
    }
)
_WRITE = (_API + "call/", _API + "run/")
_WRITE_EXACT = frozenset(_API + name for name in ("queue/join", "cancel", "reset"))

# The browser itself then refuses any request to another host, whatever a document or a library says.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# Where the MCP server answers, when its flag is on.
MCP_PATHS = (_API + "mcp", _API + "mcp/")

_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Gate:
    """Answers 403 to whatever the page does not need (uploads, files, proxying), 413 to large requests.

    ``host`` is where the page is served. On a loopback address a request for another host is refused too, so that no
    web page can reach the library under a name of its own (DNS rebinding). ``also`` are paths that a flag opens.
    """

    def __init__(self, app: AsgiApp, host: str = "127.0.0.1", also: Collection[str] = ()) -> None:
        self.app = app
        self._also = frozenset(also)
        self._names = _LOOPBACK | {host} if host in _LOOPBACK else None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it in one sentence."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self._names is not None and _host_name(scope) not in self._names:
            await _refuse(send, 403, "这个地址只供本机打开。")
        elif scope["path"] not in self._also and not allowed(scope["method"], scope["path"]):
            await _refuse(send, 403, "这个地址没有开放。")
        elif _body_bytes(scope) > MOST_BODY_BYTES:
            await _refuse(send, 413, "请求太大。")
        else:
            await self.app(scope, receive, _with_headers(send))


def _host_name(scope: Message) -> str:
    """The host that a request names, without its port; empty when it names none."""
    value = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    return value.rsplit(":", 1)[0].strip("[]") if not value.endswith("]") else value.strip("[]")


def allowed(method: str, path: str) -> bool:
    """Whether the page needs ``path``."""
    if method in ("GET", "HEAD"):
        return path in _READ_EXACT or path.startswith(_READ)
    if method == "POST":
        return path in _WRITE_EXACT or path.startswith(_WRITE)
    return False


def _body_bytes(scope: Message) -> int:
    """The announced size of the body; a body of no announced size counts as too large."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return MOST_BODY_BYTES + 1
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else MOST_BODY_BYTES + 1


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sending


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = json.dumps({"detail": sentence}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
