"""Accounts in a file of one line each: ``name:role:scrypt$n$r$p$salt$hash``. No password stands in it.

Passwords are hashed by scrypt (RFC 7914) with 32 MiB a guess, above the least that OWASP names (N 2^15, r 8, p 3).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import stat
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policysearch.errors import UsageError

READER, EDITOR = "reader", "editor"
ROLES = (READER, EDITOR)
LEAST_CHARS, MOST_CHARS = 12, 256
_N, _R, _P, _SALT_BYTES, _HASH_BYTES = 1 << 15, 8, 3, 16, 32
_MOST_MEMORY = 128 << 20
_NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9._@\-\u4e00-\u9fff]{0,63}")
_HASH = re.compile(r"scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/=]{1,100})\$([A-Za-z0-9+/=]{1,200})")
# Passwords that every list of guesses begins with, once their length is what we ask for.
_GUESSED = ("password", "passw0rd", "123456", "abcdef", "qwerty", "admin", "policysearch")


@dataclass(frozen=True, slots=True)
class Account:
    """A name, what it may do (``reader`` asks, ``editor`` also keeps the documents), and the hash of its password."""

    name: str
    role: str
    hashed: str


def new_account(name: str, password: str, role: str = READER) -> Account:
    """An account with a fresh salt. Raises UsageError for a name or password that cannot be one."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"账号名“{name}”不行：请用字母、数字、汉字和 . _ - @，最多 64 个。")
    if role not in ROLES:
        raise UsageError(f"角色“{role}”不行：请用 {'、'.join(ROLES)} 之一。")
    if not LEAST_CHARS <= len(password) <= MOST_CHARS:
        raise UsageError(f"密码要有 {LEAST_CHARS} 到 {MOST_CHARS} 个字符：请换一个。")
    plain = password.lower()
    if len(set(plain)) < 5 or name.lower() in plain or any(plain.startswith(word) for word in _GUESSED):
        raise UsageError("这个密码太容易猜到：请换一个，不要含账号名，也不要用重复或常见的字符。")
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = _scrypt(password, salt, _N, _R, _P)
    parts = (str(_N), str(_R), str(_P), base64.b64encode(salt).decode(), base64.b64encode(digest).decode())
    return Account(name, role, "$".join(("scrypt", *parts)))


def is_password(account: Account | None, password: str) -> bool:
    """Whether ``password`` is that of ``account``; without an account it takes as long and is False."""
    match = _HASH.fullmatch((account or _NOBODY).hashed)
    if match is None or len(password) > MOST_CHARS:
        return False
    salt, digest = base64.b64decode(match[4]), base64.b64decode(match[5])
    found = _scrypt(password, salt, int(match[1]), int(match[2]), int(match[3]))
    return hmac.compare_digest(found, digest) and account is not None


def read_accounts(path: Path) -> dict[str, Account]:
    """The accounts of a file by name. Raises UsageError for one that is not there, damaged, or open to others."""
    try:
        mode = path.stat().st_mode
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "不是 UTF-8 文本"
        raise UsageError(
            f"读不出账号文件 {path}（{reason}）：请用 python -m policysearch user add 名字 --users {path} 生成。"
        ) from error
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"账号文件 {path} 别人也能读写：请先运行 chmod 600 {path}。")
    accounts = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _, rest = line.partition(":")
        role, _, hashed = rest.partition(":")
        if not _NAME.fullmatch(name) or role not in ROLES or not _HASH.fullmatch(hashed) or name in accounts:
            raise UsageError(f"账号文件 {path} 第 {number} 行不对：请删掉这一行，再用 user add 重新添加。")
        accounts[name] = Account(name, role, hashed)
    return accounts


def write_accounts(path: Path, accounts: Iterable[Account]) -> None:
    """Writes the file anew, readable by its owner alone, in one step. Raises UsageError where it cannot be written."""
    lines = "".join(f"{one.name}:{one.role}:{one.hashed}\n" for one in sorted(accounts, key=lambda one: one.name))
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UsageError(f"写不进账号文件 {path}（{error.strerror}）：请检查文件夹的权限。") from error


class Accounts:
    """The accounts of a file, read again when it changes; a fault then leaves those that were read before."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._accounts: dict[str, Account] = {}
        self._reading = threading.Lock()
        self._accounts = read_accounts(path)
        self._stamp = self._stamped()
        if not self._accounts:
            raise UsageError(f"账号文件 {path} 里没有账号：请先用 python -m policysearch user add 添加。")

    def get(self, name: str) -> Account | None:
        """The account of that name, as the file has it now."""
        stamp = self._stamped()
        if stamp is not None and stamp != self._stamp:
            with self._reading:
                try:
                    self._accounts = read_accounts(self._path)
                except UsageError:
                    return self._accounts.get(name)
                self._stamp = stamp
        return self._accounts.get(name)

    def _stamped(self) -> tuple[int, int, int] | None:
        try:
            facts = self._path.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=_HASH_BYTES)


# A hash that no password gives: what an unknown name is compared with, so that it takes as long as a known one.
_NOBODY = Account("nobody", READER, f"scrypt${_N}${_R}${_P}${'A' * 22}==${'A' * 43}=")
