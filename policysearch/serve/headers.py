"""The headers that every response carries, and the nonce that lets the scripts of our own page run and no others."""

from __future__ import annotations

import re
import secrets

from policysearch.serve.asgi import Message, Send

_FIXED = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
        b"payment=(), usb=()",
    ),
)
_HTTPS = (b"strict-transport-security", b"max-age=15552000")
_OURS = frozenset(name for name, _ in _FIXED) | {b"content-security-policy", b"server"}
_SCRIPT = re.compile(rb"<script(?=[\s>])")
_MOST_SHELL_BYTES = 8 << 20


def policy(scripts: str) -> bytes:
    """A content security policy: nothing from other hosts, no frames, no plug-ins, ``scripts`` the sources of scripts.

    The browser itself then refuses any request to another host, whatever a document or a library says. Gradio makes
    functions of the strings that join its events, so 'unsafe-eval' must stay.
    """
    parts = (
        "default-src 'self'",
        f"script-src {scripts}",
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
    return "; ".join(parts).encode()


STRICT = policy("'none'")


def with_headers(send: Send, *, is_https: bool, csp: bytes = STRICT) -> Send:
    """``send`` with our headers, in place of those of the same names that the page behind may set."""
    extra = [*_FIXED, (b"content-security-policy", csp), *([_HTTPS] if is_https else [])]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in _OURS]
            message = {**message, "headers": [*kept, *extra]}
        await send(message)

    return sending


def with_nonce(send: Send, *, is_https: bool) -> Send:
    """``send`` for the shell of the page: each of its scripts gets a nonce, and only scripts with it may run.

    The shell holds no word of a document (views come later, as values), so no script of a stranger can be among them.
    """
    nonce = secrets.token_urlsafe(18)
    csp = policy(f"'self' 'nonce-{nonce}' 'strict-dynamic' 'unsafe-eval'")
    sending = with_headers(send, is_https=is_https, csp=csp)
    start: Message = {}
    held = bytearray()

    async def marking(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        held.extend(message.get("body", b""))
        if message.get("more_body", False) and len(held) <= _MOST_SHELL_BYTES:
            return
        body = _SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', bytes(held))
        dropped = (b"content-length", b"etag", b"cache-control")
        kept = [(name, value) for name, value in start.get("headers", ()) if name.lower() not in dropped]
        length = (b"content-length", str(len(body)).encode())
        await sending({**start, "headers": [*kept, length, (b"cache-control", b"no-store")]})
        await sending({"type": "http.response.body", "body": body})

    return marking
