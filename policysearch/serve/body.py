"""The body of a request, read whole before the page sees it: counted while it comes, bounded in time and in depth."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from policysearch.serve.asgi import Message, Receive, Refusal, header

_MOST_DEPTH = 32
_TOO_LARGE = "请求太大。"
_JSON = "application/json"


async def chunks(scope: Message, receive: Receive, most_bytes: int, patience_s: float) -> AsyncIterator[bytes]:
    """The pieces of a body as they come. Raises Refusal past ``most_bytes``, whatever size was announced.

    A client that sends nothing for ``patience_s`` is refused too, and one that goes away.
    """
    announced = header(scope, "content-length")
    if announced is not None and (not announced.isdecimal() or int(announced) > most_bytes):
        raise Refusal(413, "body_size", _TOO_LARGE)
    counted = 0
    while True:
        try:
            async with asyncio.timeout(patience_s):
                message = await receive()
        except TimeoutError:
            raise Refusal(408, "body_slow", "请求迟迟没有发完，已中断。") from None
        if message["type"] == "http.disconnect":
            raise Refusal(400, "body_gone", "请求没有发完。")
        piece = message.get("body", b"")
        counted += len(piece)
        if counted > most_bytes:
            raise Refusal(413, "body_size", _TOO_LARGE)
        if piece:
            yield piece
        if not message.get("more_body", False):
            return


async def whole(scope: Message, receive: Receive, most_bytes: int, patience_s: float) -> bytes:
    """A body of at most ``most_bytes`` that came within ``patience_s``."""
    held = bytearray()
    try:
        async with asyncio.timeout(patience_s):
            async for piece in chunks(scope, receive, most_bytes, patience_s):
                held += piece
    except TimeoutError:
        raise Refusal(408, "body_slow", "请求迟迟没有发完，已中断。") from None
    return bytes(held)


def check_json(scope: Message, body: bytes) -> object:
    """The value of a JSON body. Raises Refusal for another media type, what is no JSON, and what is nested too deep.

    The media type is what makes a browser ask first before another site may send such a request.
    """
    media_type = (header(scope, "content-type") or "").split(";")[0].strip().lower()
    if media_type != _JSON:
        raise Refusal(415, "media_type", f"请求的类型要是 {_JSON}。")
    if header(scope, "content-encoding") not in (None, "identity"):
        raise Refusal(415, "media_type", "请求不要压缩。")
    if _depth(body) > _MOST_DEPTH:
        raise Refusal(400, "json", "请求的嵌套太深。")
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refusal(400, "json", "请求不是正确的 JSON。") from None


def replayed(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives ``body`` again, and then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _depth(body: bytes) -> int:
    """How deep brackets are nested, those in strings left out."""
    depth = most = 0
    in_string = escaped = False
    for byte in body:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            most = max(most, depth)
            if most > _MOST_DEPTH:
                return most
        elif byte in b"]}":
            depth -= 1
    return most


def _no_constant(name: str) -> object:
    raise ValueError(name)
