"""Whether a request that changes something was made by our own page: no other site may have a browser do it."""

from __future__ import annotations

from urllib.parse import urlsplit

from policysearch.serve.asgi import Message, Refusal, header
from policysearch.serve.peer import Peer

_ELSEWHERE = "这个请求来自别的网站，没有受理：请从本站的网页操作。"


def check_origin(scope: Message, peer: Peer) -> None:
    """Raises Refusal for a request that a browser says another site made.

    Browsers send Origin with every POST and Sec-Fetch-Site with every request (since 2020, Safari since 2023). A
    request with neither comes from a program, which no other site can make send our cookies.
    """
    site = header(scope, "sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise Refusal(403, "origin", _ELSEWHERE)
    origin = header(scope, "origin")
    if origin is not None and not _is_own(origin, peer):
        raise Refusal(403, "origin", _ELSEWHERE)


def _is_own(origin: str, peer: Peer) -> bool:
    """Whether ``origin`` is the site that the request itself was sent to."""
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.path or parts.query:
        return False
    default = 443 if parts.scheme == "https" else 80
    asked = urlsplit(f"{parts.scheme}://{peer.host}")
    try:
        asked_port = asked.port
    except ValueError:
        return False
    same_scheme = parts.scheme == "https" or not peer.is_https
    return same_scheme and parts.hostname == asked.hostname and (port or default) == (asked_port or default)
