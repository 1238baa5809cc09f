"""What stands in the served page before Gradio starts: our colours, the choices of the visitor, the language.

Gradio adds styles and scripts from JavaScript, after the first paint, and writes rules for its own container into them;
what must hold from the first paint on, or outside of that container (paper, the root of the page), goes here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from policysearch.render.words import english

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Message, Receive, Send], Awaitable[None]]

_STATIC = Path(__file__).parent / "static"
# In this order: the sheet for paper takes colours back.
_STYLES = ("colours.css", "front.css", "print.css")
_SCRIPTS = ("boot.js",)
# What stands in the empty box of the question; Gradio draws it, shell.js says it in the language of the page.
PLACEHOLDER = "例如：人才租房有什么补贴？"
_NO_SCRIPT = "这个页面要用到 JavaScript：请在浏览器设置里允许本页运行脚本，再重新打开。"
# Gradio's picture and words for social networks, which name other hosts.
_STRANGERS = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>")
_LANGUAGE = re.compile(r"(<html\s+lang=\")en\"")


class Front:
    """Writes the head of the page into what Gradio serves at ``/``; everything else passes unchanged."""

    def __init__(self, app: AsgiApp, title: str) -> None:
        self.app = app
        self._title = title

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Passes a request on; the page of a GET is held back until it is whole."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/":
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _serve(self, scope: Message, receive: Receive, send: Send) -> None:
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            kinds = dict(start["headers"])
            if kinds.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in kinds:
                body = fronted(body.decode("utf-8"), self._title).encode("utf-8")
            headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, collect)


def fronted(page: str, title: str) -> str:
    """``page`` in Chinese, under ``title``, with our styles and scripts first in its head."""
    page = _LANGUAGE.sub(r'\1zh-CN"', _STRANGERS.sub("", page), count=1)
    styles = "".join(f"<style>{_file(name)}</style>" for name in _STYLES)
    words = json.dumps(_words(), ensure_ascii=False).replace("<", "\\u003c")
    data = f'<script type="application/json" id="policysearch-words">{words}</script>'
    scripts = data + "".join(f"<script>{_file(name)}</script>" for name in _SCRIPTS)
    head = f"<title>{escape(title)}</title>{styles}{scripts}"
    before, mark, after = page.partition("<script>window.gradio_config")
    if not mark:
        before, mark, after = page.partition("</head>")
    page = f"{before}{head}{mark}{after}"
    return page.replace("<gradio-app", f"<noscript><p>{escape(_NO_SCRIPT)}</p></noscript><gradio-app", 1)


@cache
def _words() -> dict[str, str]:
    """The English of what scripts, the masthead and the box say."""
    said = PLACEHOLDER + "".join(
        path.read_text("utf-8") for path in sorted(_STATIC.iterdir()) if path.suffix in (".js", ".html")
    )
    return {chinese: words for chinese, words in english().items() if chinese in said}


@cache
def _file(name: str) -> str:
    return (_STATIC / name).read_text("utf-8")
