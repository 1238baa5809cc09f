"""Requests that a stranger, a web site or a broken program may send: each with the answers that are right."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import Any

CALL = "/gradio_api/call/ask"
FORM = ("content-type", "application/x-www-form-urlencoded")
MULTIPART = ("content-type", "multipart/form-data; boundary=a")
TEXT = ("content-type", "text/plain")


@dataclass(frozen=True)
class Attempt:
    """A request, and the statuses that are a right answer to it. It must never reach the page."""

    name: str
    status: int
    method: str = "GET"
    path: str = "/config"
    given: dict[str, Any] = field(default_factory=dict)


def _headers(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"headers": list(pairs)}


def _body(body: bytes | list[bytes], *headers: tuple[str, str]) -> dict[str, Any]:
    return {"body": body, "headers": list(headers)}


def _path(name: str, path: str, status: int = 403, **given: Any) -> Attempt:
    return Attempt(name, status, "GET", path, given)


PATHS = [
    _path("file route, absolute", "/gradio_api/file=/etc/passwd"),
    _path("file route, relative", "/gradio_api/file=../../etc/passwd"),
    _path("file route, of the index", "/gradio_api/file=index/CURRENT"),
    _path("file route, other address", "/gradio_api/file=http://169.254.169.254/latest/meta-data"),
    _path("old file route", "/file=/etc/passwd"),
    _path("file route with a slash", "/gradio_api/file/etc/passwd"),
    _path("proxy route", "/gradio_api/proxy=http://169.254.169.254/"),
    _path("upload route by GET", "/gradio_api/upload_progress?upload_id=1"),
    Attempt("upload route", 403, "POST", "/gradio_api/upload", _body(b"x", ("content-type", "multipart/form-data"))),
    Attempt("run without the queue", 403, "POST", "/gradio_api/run/ask", _body(b"{}")),
    Attempt("component of the server", 403, "POST", "/gradio_api/component_server", _body(b"{}")),
    Attempt("code by vibe", 403, "POST", "/gradio_api/vibe-code", _body(b"{}")),
    Attempt("recording", 403, "POST", "/gradio_api/process_recording", _body(b"{}")),
    _path("monitoring", "/monitoring/summary"),
    _path("deep link", "/gradio_api/deep_link?session_hash=1"),
    _path("custom component", "/gradio_api/custom_component/a/client/component/..%2F..%2Fx"),
    _path("reload of the developer", "/gradio_api/dev/reload"),
    _path("token", "/gradio_api/token"),
    _path("runs kept elsewhere", "/gradio_api/run-history/buckets"),
    _path("documentation of the framework", "/docs"),
    _path("dots that climb", "/assets/../../../etc/passwd"),
    _path("dots that climb, written in per cents", "/static/..", raw_path=b"/static/%2e%2e%2f%2e%2e%2fetc/passwd"),
    _path("a slash written in per cents", "/assets/a/b.js", raw_path=b"/assets/a%2fb.js"),
    _path("backslashes", "/assets/..\\..\\windows\\win.ini"),
    _path("two slashes, another host", "//evil.example/x"),
    _path("a null character", "/assets/a.js\x00.png"),
    _path("an end of line", "/config\r\nx-forged: 1"),
    _path("an address in place of a path", "http://evil.example/config"),
    Attempt("TRACE", 403, "TRACE", "/config"),
    Attempt("PUT", 403, "PUT", "/config"),
    Attempt("DELETE", 403, "DELETE", "/gradio_api/call/ask"),
    Attempt("OPTIONS of another site", 403, "OPTIONS", CALL, _headers(("origin", "https://evil.example"))),
    Attempt("CONNECT", 403, "CONNECT", "/"),
    _path("tools of a model, where they are off", "/gradio_api/mcp/"),
    _path("named calls of a name that climbs", "/gradio_api/call/v2/../ask"),
    Attempt("a call of a name that is code", 403, "POST", "/gradio_api/call/v2/__class__.x", _body(b"{}")),
    Attempt("a call of a version that is none", 403, "POST", "/gradio_api/call/v3/ask", _body(b"{}")),
    _path("a stream with a strange name", "/gradio_api/heartbeat/" + "a" * 200),
    _path("figures from elsewhere", "/metrics", client="10.0.0.9"),
    _path("figures by a forged sender", "/metrics", client="10.0.0.9", headers=[("x-forwarded-for", "127.0.0.1")]),
    _path("upkeep where uploads are off", "/upkeep/state"),
]

HOSTS = [
    Attempt("a host of a stranger (DNS rebinding)", 403, given={"host": "evil.example"}),
    Attempt("a host that begins like ours", 403, given={"host": "127.0.0.1.evil.example"}),
    Attempt("a host with a user", 403, given={"host": "127.0.0.1@evil.example"}),
    Attempt("a host with a path", 403, given={"host": "127.0.0.1/evil"}),
    Attempt("a host with a strange port", 400, given={"host": "127.0.0.1:80:evil"}),
    Attempt("no host", 400, given={"host": None}),
    Attempt("two hosts", 400, given=_headers(("host", "evil.example"))),
    Attempt(
        "a forged forwarded host", 403, given={"host": "evil.example", "headers": [("x-forwarded-host", "127.0.0.1")]}
    ),
]

SITES = [
    Attempt("a form of another site", 403, "POST", CALL, _body(b"a=b", FORM, ("origin", "https://evil.example"))),
    Attempt("a script of another site", 403, "POST", CALL, _body(b"{}", ("origin", "https://evil.example"))),
    Attempt("a page without origin", 403, "POST", CALL, _body(b"{}", ("origin", "null"))),
    Attempt("the same host, another port", 403, "POST", CALL, _body(b"{}", ("origin", "http://127.0.0.1:8000"))),
    Attempt(
        "an origin that begins like ours",
        403,
        "POST",
        CALL,
        _body(b"{}", ("origin", "http://127.0.0.1:7860.evil.example")),
    ),
    Attempt("an origin that is no address", 403, "POST", CALL, _body(b"{}", ("origin", "http://[::1"))),
    Attempt("a cross-site request without origin", 403, "POST", CALL, _body(b"{}", ("sec-fetch-site", "cross-site"))),
    Attempt("a sister site", 403, "POST", CALL, _body(b"{}", ("sec-fetch-site", "same-site"))),
    Attempt("an image that reads", 403, "GET", "/gradio_api/info", _headers(("sec-fetch-site", "cross-site"))),
    Attempt("JSON sent as text, without preflight", 415, "POST", CALL, _body(b"{}", TEXT)),
    Attempt("JSON sent as a form", 415, "POST", CALL, _body(b"{}", FORM)),
]

BODIES = [
    Attempt("a huge body, announced", 413, "POST", CALL, _body(b"{}", ("content-length", "99999999999"))),
    Attempt("a huge body, not announced", 413, "POST", CALL, _body([b"[" + b"1," * 9000] * 9)),
    Attempt("a length that is none", 413, "POST", CALL, _body(b"{}", ("content-length", "-1"))),
    Attempt("deep lists", 400, "POST", CALL, _body(b'{"data":' + b"[" * 20_000 + b"]" * 20_000 + b"}")),
    Attempt("deep objects", 400, "POST", CALL, _body(b'{"a":' * 9_000 + b"1" + b"}" * 9_000)),
    Attempt("deep and never closed", 400, "POST", CALL, _body(b"[{" * 30_000)),
    Attempt("a number of 60,000 digits", 400, "POST", CALL, _body(b'{"data":[' + b"9" * 60_000 + b"]}")),
    Attempt("NaN", 400, "POST", CALL, _body(b'{"data":[NaN]}')),
    Attempt("no JSON", 400, "POST", CALL, _body(b"<xml/>")),
    Attempt("bytes that are no text", 400, "POST", CALL, _body(b'{"data":["\xff\xfe"]}')),
    Attempt("a bomb of gzip", 415, "POST", CALL, _body(gzip.compress(b" " * 5_000_000), ("content-encoding", "gzip"))),
    Attempt("many parts", 415, "POST", CALL, _body(b"--a\r\n" * 9_000, MULTIPART)),
    Attempt("a huge form of many parts", 413, "POST", CALL, _body([b"--a\r\n" * 9_000] * 9, MULTIPART)),
    Attempt("two media types", 415, "POST", CALL, _body(b"{}", TEXT, ("content-type", "application/json"))),
    Attempt("JSON in another character set", 400, "POST", CALL, _body('{"data":["办法"]}'.encode("gb18030"))),
    Attempt("JSON of two bytes a character", 400, "POST", CALL, _body('{"data":["办法"]}'.encode("utf-16"))),
    Attempt("a key given twice, deep", 400, "POST", CALL, _body(b'{"data":[],"data":' + b"[" * 40 + b"]" * 40 + b"}")),
    Attempt("no body at all", 400, "POST", CALL, _body(b"")),
]

ATTEMPTS = [*PATHS, *HOSTS, *SITES, *BODIES]


def odd_questions() -> dict[str, str]:
    """Questions of 2,000 characters made to have a pattern run away, or to be read as something else."""
    repeated = {
        "digits": "1",
        "numerals of Chinese": "一",
        "ten thousands": "万",
        "years": "2025年",
        "years and dashes": "2021-",
        "blanks": " ",
        "blanks of many kinds": "\u3000 \u00a0\u2003",
        "brackets that open": "（",
        "brackets of all kinds": "（〔【《「",
        "title marks that open": "《",
        "title marks, nested": "《a》",
        "quotation marks": "“",
        "document numbers, almost": "国发〔2024〕",
        "clauses": "第一条",
        "clauses of clauses": "第一条第一款第一项",
        "numerals of clauses": "第一百",
        "per cents": "%",
        "points": "1.1.",
        "dashes": "—",
        "full stops": "。",
        "question marks": "？",
        "slashes": "/",
        "backslashes": "\\",
        "places": "浙江省杭州市",
        "word that asks": "什么",
        "not": "不",
        "letters": "a",
        "letters and signs": "a.b@c-",
        "combining marks": "e\u0301\u0302",
        "marks of direction": "\u202e\u202d",
        "zero width": "\u200b\u200d\ufeff",
        "emoji": "👨‍👩‍👧",
        "private use": "\ue000",
        "old characters": "\U00020000",
        "control characters": "\x00\x01\x1b[31m",
        "half pairs": "\ud800",
        "tags": "<b>",
        "sql": "' OR 1=1 --",
        "templates": "{{7*7}}${7*7}",
        "shell": "$(id);`id`",
        "markdown": "![](http://x)",
        "regular expressions": "(a+)+$",
        "lists": "、",
        "amounts": "100万元",
        "amounts without an end": "1,000,",
        "ranges": "3至5",
    }
    return {name: (text * 2000)[:2000] for name, text in repeated.items()}


def wrong_types() -> list[Any]:
    """Values of every kind but the wanted one."""
    deep: list[Any] = []
    for _ in range(30):
        deep = [deep]
    return [
        None,
        True,
        0,
        -1,
        1e308,
        "",
        "x" * 5000,
        [],
        {},
        [None],
        [{"a": [1]}],
        {"role": "user"},
        deep,
        "{}",
    ]
