"""Logging in and out, and who a request is from: a session cookie, or Basic credentials of a program."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from policysearch.serve.accounts import EDITOR, Account, Accounts, is_password
from policysearch.serve.asgi import Message, Receive, Refusal, Send, header, respond, respond_json
from policysearch.serve.body import whole
from policysearch.serve.lockout import Lockout
from policysearch.serve.loginpage import again_page, login_page
from policysearch.serve.peer import Peer
from policysearch.serve.sessions import WHOLE_S, Sessions

COOKIE = "policysearch_session"
_FORM_BYTES = 8 << 10
_FORM_S = 3600.0
_BASIC_S = 300.0
# scrypt takes 32 MiB and a core: more than two at once would let strangers slow the page down.
_AT_ONCE = 2
_MOST_WAITING = 16
_WRONG = "账号或密码不对，请重新输入。"


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in, and whether they may keep the documents."""

    name: str
    is_editor: bool


class Login:
    """The logins of one server; ``root`` is the path under which it stands."""

    def __init__(
        self,
        accounts: Accounts,
        root: str = "",
        *,
        clock: Callable[[], float] = time.monotonic,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._accounts = accounts
        self._root = root
        self._clock = clock
        self._count = count
        self._sessions = Sessions(clock)
        self._lockout = Lockout(clock)
        self._key = secrets.token_bytes(32)
        self._hashing = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0
        self._basic: dict[bytes, tuple[str, str, float]] = {}

    async def user(self, scope: Message, peer: Peer) -> User | None:
        """Who a request is from; None for nobody. Raises Refusal for credentials that are locked out."""
        token = _cookie(scope)
        session = self._sessions.find(token) if token else None
        if session is not None:
            account = self._accounts.get(session.name)
            if account is not None and hmac.compare_digest(account.hashed, session.hashed):
                return _user(account)
        given = header(scope, "authorization")
        return await self._basic_user(given, peer) if given else None

    async def handle(self, scope: Message, receive: Receive, send: Send, peer: Peer) -> bool:
        """Serves /login and /logout; False for another path."""
        path, method = scope["path"], scope["method"]
        if path == "/login" and method in ("GET", "HEAD"):
            await self.ask(send, _query(scope))
        elif path == "/login" and method == "POST":
            await self._log_in(scope, receive, send, peer)
        elif path == "/logout" and method == "POST":
            token = _cookie(scope)
            if token:
                self._sessions.end(token)
            gone = self._set_cookie("", peer, most_s=0)
            await respond(send, 303, b"", "text/plain", [(b"location", f"{self._root}/login".encode()), gone])
        else:
            return False
        return True

    async def turn_away(self, scope: Message, send: Send) -> None:
        """The answer to a request of nobody: the form for a person who opens the page, 401 for the rest."""
        if scope["method"] in ("GET", "HEAD") and scope["path"] == "/":
            query = _query(scope)
            if header(scope, "sec-fetch-site") in ("cross-site", "same-site"):
                page = again_page(f"{self._root}/" + (f"?{query}" if query else ""))
                await _page(send, 200, page)
            else:
                await self.ask(send, query)
            return
        await respond_json(send, 401, {"detail": "请先登录。"})

    async def ask(self, send: Send, then: str = "", fault: str = "", name: str = "", status: int = 200) -> None:
        """Sends the form."""
        page = login_page(self._form_token(), root=self._root, then=then, fault=fault, name=name)
        await _page(send, status, page)

    async def _log_in(self, scope: Message, receive: Receive, send: Send, peer: Peer) -> None:
        fields = await _form(scope, receive)
        name, then = fields.get("name", "")[:64], fields.get("then", "")
        if not self._is_form_token(fields.get("token", "")):
            await self.ask(send, then, "登录页已过期，请再试一次。", name, 403)
            return
        wait = self._lockout.wait_s(name, peer.address)
        if wait > 0:
            self._count("locked")
            minutes = max(1, round(wait / 60))
            raise Refusal(429, "locked", f"登录失败次数太多，请 {minutes} 分钟后再试。", wait)
        account = await self._checked(name, fields.get("password", ""), peer)
        if account is None:
            await self.ask(send, then, _WRONG, name, 401)
            return
        old = _cookie(scope)
        if old:
            self._sessions.end(old)
        token = self._sessions.begin(account.name, account.hashed)
        place = f"{self._root}/" + (f"?{quote(then, safe='=&%+')}" if then else "")
        location = (b"location", place.encode("ascii"))
        await respond(send, 303, b"", "text/plain", [location, self._set_cookie(token, peer, most_s=WHOLE_S)])

    async def _checked(self, name: str, password: str, peer: Peer) -> Account | None:
        """The account of ``name`` if ``password`` is its own; a failure counts."""
        account = self._accounts.get(name)
        if self._waiting >= _MOST_WAITING:
            raise Refusal(503, "login_busy", "登录的人太多，请稍后再试。", 2)
        self._waiting += 1
        try:
            async with self._hashing:
                is_right = await asyncio.to_thread(is_password, account, password)
        finally:
            self._waiting -= 1
        if account is None or not is_right:
            self._lockout.failed(name, peer.address)
            self._count("failed")
            return None
        self._lockout.succeeded(name, peer.address)
        self._count("ok")
        return account

    async def _basic_user(self, given: str, peer: Peer) -> User | None:
        """The user of Basic credentials. Those that were right are known for five minutes by a keyed hash."""
        key = hmac.digest(self._key, given.encode("latin-1", "replace"), hashlib.sha256)
        now = self._clock()
        held = self._basic.get(key)
        if held is not None and now < held[2]:
            account = self._accounts.get(held[0])
            return _user(account) if account is not None and account.hashed == held[1] else None
        name, password = _credentials(given)
        if not name:
            return None
        wait = self._lockout.wait_s(name, peer.address)
        if wait > 0:
            self._count("locked")
            raise Refusal(429, "locked", "登录失败次数太多，请稍后再试。", wait)
        account = await self._checked(name, password, peer)
        if account is None:
            return None
        self._basic = {one: value for one, value in self._basic.items() if now < value[2]}
        self._basic[key] = (account.name, account.hashed, now + _BASIC_S)
        return _user(account)

    def _form_token(self) -> str:
        stamp = f"{self._clock():.0f}.{secrets.token_hex(8)}"
        return f"{stamp}.{self._signed(stamp)}"

    def _is_form_token(self, token: str) -> bool:
        stamp, _, signed = token.rpartition(".")
        age = self._clock() - float(stamp.partition(".")[0] if stamp.partition(".")[0].isdecimal() else "-inf")
        is_ours = hmac.compare_digest(signed.encode("utf-8", "replace"), self._signed(stamp).encode())
        return is_ours and -1 <= age <= _FORM_S

    def _signed(self, stamp: str) -> str:
        return hmac.digest(self._key, stamp.encode("utf-8", "replace"), hashlib.sha256).hex()

    def _set_cookie(self, token: str, peer: Peer, *, most_s: float) -> tuple[bytes, bytes]:
        secure = "; Secure" if peer.is_https else ""
        path = f"{self._root}/"
        value = f"{COOKIE}={token}; Path={path}; Max-Age={most_s:.0f}; HttpOnly; SameSite=Strict{secure}"
        return b"set-cookie", value.encode()


def _user(account: Account) -> User:
    return User(account.name, account.role == EDITOR)


def _query(scope: Message) -> str:
    return bytes(scope.get("query_string", b"")).decode("ascii", "ignore")[:8000]


def _cookie(scope: Message) -> str | None:
    try:
        jar = SimpleCookie(header(scope, "cookie") or "")
    except CookieError:
        return None
    return jar[COOKIE].value if COOKIE in jar else None


def _credentials(given: str) -> tuple[str, str]:
    kind, _, encoded = given.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return "", ""
    name, _, password = text.partition(":")
    return name[:64], password


async def _form(scope: Message, receive: Receive) -> dict[str, str]:
    media_type = (header(scope, "content-type") or "").split(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise Refusal(415, "media_type", "请从登录页登录。")
    body = await whole(scope, receive, _FORM_BYTES, 15.0)
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        raise Refusal(400, "form", "请求不对：请从登录页登录。") from None
    return {name: values[0] for name, values in fields.items()}


async def _page(send: Send, status: int, page: str) -> None:
    extra = [(b"cache-control", b"no-store")]
    await respond(send, status, page.encode(), "text/html; charset=utf-8", extra)
