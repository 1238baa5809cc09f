"""Who asks, by which scheme and under which name; headers of a proxy count only from one that is trusted."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from policysearch.serve.asgi import Message, header, headers

_FORWARDED = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-gradio-", b"x-original-", b"x-rewrite-")


@dataclass(frozen=True, slots=True)
class Peer:
    """The client of a request: ``address``, whether it speaks https to us or to our proxy, ``host`` as it named us.

    ``is_direct_local`` is true for a program on this machine that no proxy stands before.
    """

    address: str
    is_https: bool
    host: str
    is_direct_local: bool


class Proxies:
    """The proxies that are trusted."""

    def __init__(self, trusted: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(one, strict=False) for one in trusted]

    def peer(self, scope: Message) -> Peer:
        """The peer of a request.

        Of X-Forwarded-For the last address that is no trusted proxy counts: what stands before it the client may have
        written itself.
        """
        direct = _plain((scope.get("client") or ("",))[0])
        is_https = scope.get("scheme") == "https"
        host = header(scope, "host") or ""
        has_forwarded = any(name.lower().startswith(_FORWARDED) for name, _ in scope["headers"])
        if not self._is_trusted(direct):
            return Peer(direct, is_https, host, _is_loopback(direct) and not has_forwarded)
        chain = [_plain(part) for line in headers(scope, "x-forwarded-for") for part in line.split(",")]
        address = next((one for one in reversed(chain) if not self._is_trusted(one)), direct)
        proto = (header(scope, "x-forwarded-proto") or "").split(",")[-1].strip().lower()
        forwarded_host = (header(scope, "x-forwarded-host") or "").split(",")[-1].strip()
        is_local = _is_loopback(direct) and not has_forwarded
        return Peer(address, is_https or proto == "https", forwarded_host or host, is_local)

    def _is_trusted(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)


def cleaned(scope: Message, peer: Peer) -> Message:
    """The scope for the page behind: every header of a proxy is taken out and what is known of the peer put in.

    The page builds addresses of itself from these headers, so a client must not be able to write them. Credentials are
    taken out too: the page needs none.
    """
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if not name.lower().startswith(_FORWARDED) and name.lower() not in (b"host", b"authorization", b"cookie")
    ]
    kept.append((b"host", peer.host.encode("latin-1", "replace")))
    if peer.is_https:
        kept.append((b"x-forwarded-proto", b"https"))
    return {**scope, "headers": kept, "client": (peer.address, 0)}


def host_name(host: str) -> str:
    """The name in a Host header, without its port, in small letters; "" where it is no name."""
    text = host.strip().lower()
    if text.startswith("["):
        name, closed, port = text[1:].partition("]")
        return name if closed and (not port or (port[0] == ":" and port[1:].isdecimal())) else ""
    name, colon, port = text.partition(":")
    return name.rstrip(".") if not colon or port.isdecimal() else ""


def _plain(address: str) -> str:
    """An address without blanks, brackets or port, and an IPv4 one that is written as IPv6 as IPv4."""
    text = address.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return text[:64]
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return str(mapped or parsed)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
