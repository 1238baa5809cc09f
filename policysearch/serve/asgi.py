"""The words of ASGI that this package uses, and answers in one sentence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


def header(scope: Message, name: str) -> str | None:
    """The value of a header of a request; the first where it is given more than once, None where it is not."""
    wanted = name.encode("latin-1")
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == wanted), None)


def headers(scope: Message, name: str) -> list[str]:
    """Every value of a header of a request."""
    wanted = name.encode("latin-1")
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == wanted]


async def respond(
    send: Send, status: int, body: bytes, media_type: str, extra: Headers = (), *, is_head: bool = False
) -> None:
    """A whole response."""
    length = str(len(body)).encode()
    fixed = [(b"content-type", media_type.encode()), (b"content-length", length)]
    await send({"type": "http.response.start", "status": status, "headers": [*fixed, *extra]})
    await send({"type": "http.response.body", "body": b"" if is_head else body})


async def respond_json(send: Send, status: int, value: Any, extra: Headers = ()) -> None:
    """``value`` as JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    await respond(send, status, body, "application/json; charset=utf-8", [*extra, (b"cache-control", b"no-store")])


class Refusal(Exception):
    """A request that is not served: its status, the reason for the figures, and the sentence for the person."""

    def __init__(self, status: int, reason: str, sentence: str, retry_after_s: float | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.reason = reason
        self.sentence = sentence
        self.retry_after_s = retry_after_s

    async def send(self, send: Send) -> None:
        """The refusal as a response: ``detail`` is the sentence, Retry-After whole seconds."""
        wait = [] if self.retry_after_s is None else [(b"retry-after", str(max(1, -int(-self.retry_after_s))).encode())]
        await respond_json(send, self.status, {"detail": self.sentence}, wait)
