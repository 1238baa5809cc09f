"""The addresses that the page needs; every other one is refused, whatever the web framework would do with it."""

from __future__ import annotations

import re

API = "/gradio_api/"
_READ = ("/assets/", "/static/", "/svelte/")
_READ_EXACT = frozenset(
    {
        "/",
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/manifest.json",
        "/robots.txt",
        *(API + name for name in ("info", "openapi.json", "app_id", "startup-events", "theme.css")),
    }
)
_ID = r"[A-Za-z0-9_\-]{1,64}"
_STREAMS = re.compile(rf"{API}(?:queue/data|heartbeat/{_ID}|call/[a-z_]{{1,40}}/{_ID})")
_ASKS = re.compile(rf"{API}(?:queue/join|call/(?:v2/)?[a-z_]{{1,40}}|cancel|reset)")
_MCP = re.compile(rf"{API}mcp/?")
_STRANGE = re.compile(r"[\x00-\x1f\x7f\\]|//|/\.\.?(?:/|$)")


def is_strange(path: str, raw: bytes) -> bool:
    """Whether a path holds what no link of ours does: control characters, backslashes, dots that climb."""
    return bool(_STRANGE.search(path)) or b"%2f" in raw.lower() or b"%5c" in raw.lower() or not path.startswith("/")


def is_stream(method: str, path: str, *, mcp: bool = False) -> bool:
    """Whether an answer stays open: an event stream."""
    return (method == "GET" and bool(_STREAMS.fullmatch(path))) or (mcp and bool(_MCP.fullmatch(path)))


def is_question(method: str, path: str) -> bool:
    """Whether a request has the server search."""
    return method == "POST" and bool(_ASKS.fullmatch(path)) and not path.endswith(("/cancel", "/reset"))


def is_tool(method: str, path: str) -> bool:
    """Whether a model may have the server search by this request."""
    return method == "POST" and bool(_MCP.fullmatch(path))


def is_page(method: str, path: str) -> bool:
    """Whether the shell of the page is asked for."""
    return method in ("GET", "HEAD") and path == "/"


def allowed(method: str, path: str, *, mcp: bool = False) -> bool:
    """Whether the page needs ``path``."""
    if mcp and _MCP.fullmatch(path):
        return method in ("GET", "POST", "DELETE")
    if method in ("GET", "HEAD"):
        return path in _READ_EXACT or path.startswith(_READ) or (method == "GET" and bool(_STREAMS.fullmatch(path)))
    return method == "POST" and bool(_ASKS.fullmatch(path))
