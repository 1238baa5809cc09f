"""What an operator decides: flags of ``search_app.py``, each with an environment variable, checked together."""

from __future__ import annotations

import argparse
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policysearch.errors import UsageError

PREFIX = "POLICYSEARCH_"
DEFAULT_UPLOADS = Path("uploads")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?")
_ROOT = re.compile(r"(?:/[A-Za-z0-9_\-.~]+)*")
_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """How the page is served.

    ``allowed_hosts`` are the names under which it may be asked for; ``trusted_proxies`` the addresses whose
    X-Forwarded headers count. ``rate_per_minute`` is for each client, 0 is none. ``in_flight`` bounds the requests that
    are worked on at once, ``waiting`` the questions in the queue, ``streams`` the open event streams.
    ``timeout_s`` bounds a request, ``stream_s`` an event stream of an answer.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    users: Path | None = None
    no_login: bool = False
    allow_upload: bool = False
    uploads: Path = DEFAULT_UPLOADS
    open_metrics: bool = False
    log_questions: bool = False
    body_bytes: int = 64 << 10
    upload_bytes: int = 20 << 20
    uploads_bytes: int = 2 << 30
    rate_per_minute: int = 0
    in_flight: int = 64
    waiting: int = 32
    streams: int = 512
    timeout_s: float = 30.0
    stream_s: float = 180.0

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it, as far as the settings tell."""
        return self.host in LOOPBACK and not self.trusted_proxies


@dataclass(frozen=True, slots=True)
class _Flag:
    """A flag: its name on the command line, the field it sets, its help."""

    name: str
    field: str
    help: str
    kind: str = "text"

    @property
    def variable(self) -> str:
        return PREFIX + self.name.removeprefix("--").replace("-", "_").upper()


_FLAGS = (
    _Flag("--host", "host", "监听的地址；默认 127.0.0.1，只有本机能打开"),
    _Flag("--port", "port", "端口，默认 7860", "number"),
    _Flag("--root-path", "root_path", "反向代理下的路径前缀，如 /policy"),
    _Flag("--allowed-host", "allowed_hosts", "允许访问时使用的主机名，可给多个；对外监听时必须给", "list"),
    _Flag("--trusted-proxy", "trusted_proxies", "反向代理的地址，可给多个；只有它们的 X-Forwarded-* 算数", "list"),
    _Flag("--users", "users", "账号文件（python -m policysearch user add 生成）；给了就要登录", "path"),
    _Flag("--no-login", "no_login", "对外监听而不要登录：能连上的人都能查", "yes"),
    _Flag("--allow-upload", "allow_upload", "网页上可以上传和维护文件；只在本机监听或设了登录时可用", "yes"),
    _Flag("--uploads", "uploads", "上传的文件放在哪个文件夹（默认 uploads）", "path"),
    _Flag("--open-metrics", "open_metrics", "/healthz 和 /metrics 不只对本机开放", "yes"),
    _Flag("--log-questions", "log_questions", "日志里记下问题的文字（默认不记）", "yes"),
    _Flag("--max-body-kb", "body_bytes", "请求最大多少 KB（默认 64）", "kilobytes"),
    _Flag("--max-upload-mb", "upload_bytes", "上传的文件最大多少 MB（默认 20）", "megabytes"),
    _Flag("--max-uploads-mb", "uploads_bytes", "上传的文件合计最大多少 MB（默认 2048）", "megabytes"),
    _Flag("--rate", "rate_per_minute", "每个访问者每分钟最多多少次（默认对外 240，本机不限；0 为不限）", "number"),
    _Flag("--max-in-flight", "in_flight", "同时处理的请求数（默认 64）", "number"),
    _Flag("--max-waiting", "waiting", "排队的问题数（默认 32），再多就回答“正忙”", "number"),
    _Flag("--max-streams", "streams", "同时打开的页面连接数（默认 512）", "number"),
    _Flag("--timeout", "timeout_s", "一次请求最长几秒（默认 30）", "number"),
)
_SCALE = {"number": 1, "kilobytes": 1 << 10, "megabytes": 1 << 20}
_LEAST_ONE = ("port", "body_bytes", "upload_bytes", "uploads_bytes", "in_flight", "waiting", "streams", "timeout_s")


def add_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of a server, each told with its environment variable."""
    group = parser.add_argument_group("服务", f"每个选项也可以用环境变量给出（如 {PREFIX}HOST），命令行优先。")
    for flag in _FLAGS:
        # None is "not given", so that the environment can be asked.
        if flag.kind == "yes":
            group.add_argument(flag.name, dest=flag.field, action="store_true", default=None, help=flag.help)
        elif flag.kind == "list":
            group.add_argument(flag.name, dest=flag.field, action="append", metavar="NAME", help=flag.help)
        else:
            group.add_argument(flag.name, dest=flag.field, metavar="VALUE", help=flag.help)


def settings_from(options: argparse.Namespace, environment: Mapping[str, str] = os.environ) -> ServeSettings:
    """The settings that flags and environment give together. Raises UsageError with one sentence for what cannot be."""
    given: dict[str, Any] = {}
    for flag in _FLAGS:
        value = getattr(options, flag.field, None)
        where = flag.name
        if value is None:
            value, where = environment.get(flag.variable), flag.variable
        if value is not None:
            given[flag.field] = _value(flag, value, where)
    return checked(ServeSettings(**given), has_rate="rate_per_minute" in given)


def checked(settings: ServeSettings, *, has_rate: bool = True) -> ServeSettings:
    """``settings``, where they may go together. Raises UsageError."""
    if not _ROOT.fullmatch(settings.root_path):
        raise UsageError(f"--root-path {settings.root_path} 不对：请写成 /policy 这样，以 / 开头，不以 / 结尾。")
    for proxy in settings.trusted_proxies:
        _network(proxy)
    for name in settings.allowed_hosts:
        if not _HOST_NAME.fullmatch(name) and not _is_address(name):
            raise UsageError(f"--allowed-host {name} 不是主机名：请只写名字或地址，不带 http:// 和端口。")
    if not 0 < settings.port < 65536:
        raise UsageError(f"端口 {settings.port} 不对：请用 1 到 65535 之间的数。")
    is_open = settings.host not in LOOPBACK
    if is_open and not settings.users and not settings.no_login:
        raise UsageError(
            f"对外监听（{settings.host}）而没有设登录：请用 --users；确实要让能连上的人都能查，请加 --no-login。"
        )
    if is_open and not settings.allowed_hosts:
        raise UsageError(
            f"对外监听（{settings.host}）时请用 --allowed-host 写明别人用什么名字访问，如 --allowed-host 10.0.0.5。"
        )
    if settings.allow_upload and not settings.users and not settings.is_local:
        raise UsageError("--allow-upload 只在本机监听（没有反向代理）或设了登录（--users）时可用：请设登录。")
    if not has_rate and not settings.is_local:
        return _with_rate(settings)
    return settings


def _with_rate(settings: ServeSettings) -> ServeSettings:
    return replace(settings, rate_per_minute=240)


def _value(flag: _Flag, value: Any, where: str) -> Any:
    if flag.kind == "yes":
        word = str(value).strip().lower()
        if word not in (*_YES, *_NO):
            raise UsageError(f"{where} 的值“{value}”不对：请写 1 或 0。")
        return word in _YES
    if flag.kind == "list":
        items = value.split(",") if isinstance(value, str) else value
        return tuple(item.strip().lower() for item in items if item.strip())
    if flag.kind == "path":
        return Path(value)
    if flag.kind == "text":
        return str(value).strip()
    least = 1 if flag.field in _LEAST_ONE else 0
    number = int(value) if re.fullmatch(r"\d{1,9}", str(value).strip()) else -1
    if number < least:
        raise UsageError(f"{where} 的值“{value}”不对：请写 {least} 以上的整数。")
    return number * _SCALE[flag.kind]


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise UsageError(f"--trusted-proxy {text} 不是地址：请写成 10.0.0.2 或 10.0.0.0/24。") from None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
