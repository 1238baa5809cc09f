"""The gate before the page: an ASGI application that lets through what the page needs, from whom it may come."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.exceptions import HTTPException

from policysearch.serve import paths
from policysearch.serve.asgi import AsgiApp, Message, Receive, Refusal, Send, header, headers, respond, respond_json
from policysearch.serve.body import check_json, replayed, whole
from policysearch.serve.figures import MEDIA_TYPE, Figures
from policysearch.serve.headers import with_headers, with_nonce
from policysearch.serve.journal import Entry, question_of, write_line
from policysearch.serve.login import Login, User
from policysearch.serve.origin import check_origin
from policysearch.serve.peer import Peer, Proxies, cleaned, host_name
from policysearch.serve.rate import Rate
from policysearch.serve.settings import LOOPBACK, ServeSettings

UPKEEP = "/upkeep/"
_BUSY = "现在用的人多，请稍等几秒再试。"
_RETRY_S = 2.0
# What a person does in a minute is a few dozen requests for each question: assets, streams, heartbeats.
_ALL_TIMES = 20
_STREAMS_EACH = 128
_log = logging.getLogger(__name__)

Upkeep = Callable[[Message, Receive, Send, User | None], Awaitable[None]]


@dataclass(slots=True)
class _Now:
    """What is at work now."""

    in_flight: int = 0
    streams: int = 0
    streams_of: Counter[str] = field(default_factory=Counter)


class Gate:
    """Stands before ``app``. Every refusal is a sentence as JSON (``detail``), every response carries our headers.

    ``waiting`` tells how many questions wait in the page's queue, ``health`` what /healthz says. ``login`` None lets
    everyone ask; ``upkeep`` serves /upkeep/ where files may be uploaded, and is refused where it is None. ``mcp`` lets
    programs speak to the page by MCP.
    """

    def __init__(
        self,
        app: AsgiApp,
        settings: ServeSettings,
        *,
        login: Login | None = None,
        figures: Figures | None = None,
        waiting: Callable[[], int] = lambda: 0,
        health: Callable[[], Mapping[str, Any]] = dict,
        upkeep: Upkeep | None = None,
        mcp: bool = False,
    ) -> None:
        self._app = app
        self._settings = settings
        self._login = login
        self.figures = figures or Figures()
        self._waiting = waiting
        self._health = health
        self._upkeep = upkeep
        self._mcp = mcp
        self._proxies = Proxies(settings.trusted_proxies)
        self._names = frozenset({*settings.allowed_hosts, *({settings.host} if settings.host != "0.0.0.0" else ())})  # nosec B104
        self._is_loopback = settings.host in LOOPBACK
        rate = settings.rate_per_minute
        self._rate = Rate(rate, max(20, rate / 4))
        self._rate_of_all = Rate(rate * _ALL_TIMES, max(600, rate * _ALL_TIMES / 4))
        self._now = _Now()
        self._stopping = asyncio.Event()
        self.figures.watch("in_flight", "Requests that are worked on.", lambda: self._now.in_flight)
        self.figures.watch("streams", "Event streams that are open.", lambda: self._now.streams)
        self.figures.watch("waiting", "Questions in the queue.", waiting)

    def stop(self) -> None:
        """Ends open heartbeats, so that the server can leave; answers that are under way come to their end."""
        self._stopping.set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serves one request, or refuses it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        begun = time.perf_counter()
        entry = Entry(scope["method"], scope["path"])
        peer = self._proxies.peer(scope)
        entry.client = peer.address or "-"
        counted = _counted(send, entry)
        try:
            await self._serve(scope, receive, counted, entry, peer)
        except Refusal as refusal:
            entry.refused = refusal.reason
            self.figures.refused(refusal.reason)
            if not entry.status:
                await refusal.send(with_headers(counted, is_https=peer.is_https))
        except Exception as error:  # noqa: BLE001  a fault of the page is a sentence too
            if entry.status and isinstance(error.__cause__, HTTPException):
                # The page has said in the stream why there is none: its id is unknown.
                entry.refused = "event"
                self.figures.refused("event")
                await counted({"type": "http.response.body", "body": b""})
                return
            _log.exception("request failed: %s", type(error).__name__)
            if not entry.status:
                sentence = {"detail": "程序出错，请再试一次；还不行请告诉管理员。"}
                await respond_json(with_headers(counted, is_https=peer.is_https), 500, sentence)
        finally:
            seconds = time.perf_counter() - begun
            self.figures.request(entry.kind, entry.status, seconds)
            write_line(entry.line(seconds))

    async def _serve(self, scope: Message, receive: Receive, send: Send, entry: Entry, peer: Peer) -> None:
        scope = self._without_root(scope)
        method, path = scope["method"], scope["path"]
        entry.kind = self._kind(method, path)
        self._check_host(scope, peer)
        guarded = with_headers(send, is_https=peer.is_https)
        if path in ("/healthz", "/metrics") and method in ("GET", "HEAD"):
            await self._tell(path, guarded, peer)
            return
        if not path:  # the root path without its slash
            place = f"{self._settings.root_path}/".encode()
            await respond(guarded, 308, b"", "text/plain", [(b"location", place)])
            return
        if paths.is_strange(path, bytes(scope.get("raw_path") or b"")):
            raise Refusal(403, "path", "这个地址不对。")
        if method not in ("GET", "HEAD"):
            check_origin(scope, peer)
        elif header(scope, "sec-fetch-site") == "cross-site" and not paths.is_page(method, path):
            raise Refusal(403, "origin", "别的网站不能使用这个地址。")
        user = await self._user(scope, entry, peer)
        if self._login is not None and await self._login.handle(scope, receive, guarded, peer):
            return
        if not self._is_open(method, path):
            raise Refusal(403, "path", "这个地址没有开放。")
        if self._login is not None and user is None:
            await self._login.turn_away(scope, guarded)
            return
        if path == "/whoami":
            await respond_json(guarded, 200, self._who(user))
        elif self._upkeep is not None and path.startswith(UPKEEP):
            await self._in_bounds(self._upkeep(scope, receive, guarded, user), is_long=True)
        else:
            await self._pass(scope, receive, send, entry, peer, user)

    async def _pass(
        self, scope: Message, receive: Receive, send: Send, entry: Entry, peer: Peer, user: User | None
    ) -> None:
        """Hands a request on to the page."""
        method, path = scope["method"], scope["path"]
        inner = cleaned(scope, peer)
        if paths.is_page(method, path):
            inner["headers"] = [one for one in inner["headers"] if one[0].lower() != b"accept-encoding"]
            await self._in_bounds(self._app(inner, receive, with_nonce(send, is_https=peer.is_https)))
            return
        guarded = _with_retry(with_headers(send, is_https=peer.is_https))
        if method == "POST":
            if paths.is_question(method, path) and self._waiting() >= self._settings.waiting:
                raise Refusal(503, "busy", _BUSY, _RETRY_S)
            body = await whole(scope, receive, self._settings.body_bytes, self._settings.timeout_s)
            value = check_json(scope, body)
            if self._settings.log_questions and entry.kind == "question":
                entry.question = question_of(value)
            receive = replayed(body, receive)
        served = self._app(inner, receive, guarded)
        if paths.is_stream(method, path, mcp=self._mcp):
            await self._as_stream(served, guarded, user.name if user else peer.address, entry)
        else:
            await self._in_bounds(served)

    async def _in_bounds(self, served: Awaitable[None], *, is_long: bool = False) -> None:
        """Awaits ``served`` where not too much is at work, for ``timeout_s`` at most (an upload bounds itself)."""
        if self._now.in_flight >= self._settings.in_flight:
            _drop(served)
            raise Refusal(503, "busy", _BUSY, _RETRY_S)
        self._now.in_flight += 1
        try:
            async with asyncio.timeout(None if is_long else self._settings.timeout_s):
                await served
        except TimeoutError:
            raise Refusal(504, "timeout", "这次请求用时太长，已中断：请把问题写得更具体，或稍后再试。") from None
        finally:
            self._now.in_flight -= 1

    async def _as_stream(self, served: Awaitable[None], send: Send, client: str, entry: Entry) -> None:
        """Awaits an event stream. A heartbeat ends when the server leaves, an answer after ``stream_s`` at most.

        What the page had begun is brought to its end then, so that the client does not take it for broken.
        """
        now = self._now
        if now.streams >= self._settings.streams or now.streams_of[client] >= _STREAMS_EACH:
            _drop(served)
            raise Refusal(503, "streams", _BUSY, _RETRY_S)
        now.streams += 1
        now.streams_of[client] += 1
        is_heartbeat = entry.kind == "heartbeat"
        work = asyncio.ensure_future(served)
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            waited = {work, stopping} if is_heartbeat else {work}
            limit_s = None if is_heartbeat else self._settings.stream_s
            await asyncio.wait(waited, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
            elif not is_heartbeat:
                entry.refused = "timeout"
                self.figures.refused("timeout")
        finally:
            for task in (work, stopping):
                task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await work
            if work.cancelled() and entry.status:
                with suppress(Exception):
                    await send({"type": "http.response.body", "body": b""})
            now.streams -= 1
            now.streams_of[client] -= 1
            if not now.streams_of[client]:
                del now.streams_of[client]

    async def _user(self, scope: Message, entry: Entry, peer: Peer) -> User | None:
        """Who asks; the rate of the client is counted. Raises Refusal for one that asks too often."""
        has_credentials = header(scope, "authorization") is not None
        if has_credentials:
            self._check_rate(entry.kind, peer.address)
        user = await self._login.user(scope, peer) if self._login else None
        if user is not None:
            entry.user = user.name
        if not has_credentials:
            self._check_rate(entry.kind, f"user {user.name}" if user else peer.address)
        return user

    def _check_rate(self, kind: str, client: str) -> None:
        is_costly = kind in ("question", "page", "login", "upkeep")
        wait = max(self._rate_of_all.wait_s(client), self._rate.wait_s(client) if is_costly else 0.0)
        if wait > 0:
            raise Refusal(429, "rate", "请求太频繁，请稍等再试。", wait)

    def _check_host(self, scope: Message, peer: Peer) -> None:
        """Raises Refusal for a request for a host that is not ours: no site may reach us under a name of its own."""
        name = host_name(peer.host)
        if len(headers(scope, "host")) != 1 or not name:
            raise Refusal(400, "host", "请求没有写明主机名。")
        if name in self._names or (name in LOOPBACK and (self._is_loopback or peer.is_direct_local)):
            return
        raise Refusal(403, "host", "这个地址只供本机打开。" if self._is_loopback else "不能用这个主机名访问。")

    def _without_root(self, scope: Message) -> Message:
        """The scope with the root path taken off, whether or not the proxy has done so."""
        root, path = self._settings.root_path, scope["path"]
        if not root or not (path == root or path.startswith(root + "/")):
            return {**scope, "root_path": ""}
        raw = bytes(scope.get("raw_path") or path.encode())
        return {**scope, "path": path[len(root) :], "raw_path": raw[len(root.encode()) :], "root_path": ""}

    def _is_open(self, method: str, path: str) -> bool:
        if path == "/whoami":
            return method == "GET"
        if path.startswith(UPKEEP):
            return self._upkeep is not None
        return paths.allowed(method, path, mcp=self._mcp)

    def _kind(self, method: str, path: str) -> str:
        if paths.is_question(method, path) or (self._mcp and paths.is_tool(method, path)):
            return "question"
        if paths.is_page(method, path):
            return "page"
        if paths.is_stream(method, path, mcp=self._mcp):
            return "heartbeat" if "/heartbeat/" in path else "answer"
        if path in ("/login", "/logout") and method == "POST":
            return "login"
        return "upkeep" if path.startswith(UPKEEP) else "other"

    def _who(self, user: User | None) -> dict[str, Any]:
        can_keep = self._upkeep is not None and (user is None or user.is_editor)
        return {"name": user.name if user else None, "can_keep": can_keep}

    async def _tell(self, path: str, send: Send, peer: Peer) -> None:
        if not (peer.is_direct_local or self._settings.open_metrics):
            raise Refusal(403, "path", "这个地址没有开放。")
        if path == "/metrics":
            await respond(send, 200, self.figures.text(), MEDIA_TYPE)
            return
        is_well = not self._stopping.is_set()
        await respond_json(send, 200 if is_well else 503, {"status": "ok" if is_well else "stopping", **self._health()})


def _counted(send: Send, entry: Entry) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            entry.status = message["status"]
        entry.sent_bytes += len(message.get("body", b""))
        await send(message)

    return sending


def _with_retry(send: Send) -> Send:
    """``send`` that tells when to come again where the page behind says that it is busy."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 503:
            message = {**message, "headers": [*message.get("headers", ()), (b"retry-after", b"2")]}
        await send(message)

    return sending


def _drop(served: Awaitable[None]) -> None:
    """Closes what is not to be awaited."""
    close = getattr(served, "close", None)
    if close is not None:
        close()
