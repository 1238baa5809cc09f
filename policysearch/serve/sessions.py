"""Who is logged in: random tokens, known here by their hashes alone; idle hours, leaving and a restart end them."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

IDLE_S, WHOLE_S = 12 * 3600.0, 7 * 24 * 3600.0
_MOST = 10_000


@dataclass(slots=True)
class Session:
    """A login of ``name`` with the password whose hash is ``hashed``: a changed password ends it."""

    name: str
    hashed: str
    begun: float
    seen: float


class Sessions:
    """The sessions of one server, at most 10,000; the one seen longest ago makes room."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, Session] = OrderedDict()

    def begin(self, name: str, hashed: str) -> str:
        """A new session; its token, which is kept nowhere, comes back."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        self._held[_key(token)] = Session(name, hashed, now, now)
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, seen just now; None where there is none or its time is over."""
        key = _key(token)
        session = self._held.get(key)
        if session is None:
            return None
        now = self._clock()
        if now - session.seen > IDLE_S or now - session.begun > WHOLE_S:
            del self._held[key]
            return None
        session.seen = now
        self._held.move_to_end(key)
        return session

    def end(self, token: str) -> None:
        """Ends the session of a token, if there is one."""
        self._held.pop(_key(token), None)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
