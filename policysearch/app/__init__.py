"""The page on Gradio: one box, one button, one view that its address decides."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Before the import: Gradio asks its own host for version and analytics otherwise.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI

from policysearch.app.api import TOOLS, Api
from policysearch.app.calls import Calls
from policysearch.app.catalogue_api import CatalogueApi
from policysearch.app.desk import Desk
from policysearch.app.feedback import FeedbackFile
from policysearch.app.front import PLACEHOLDER, Front
from policysearch.app.opened import Group, Opened
from policysearch.app.pages import MOST_QUESTION_CHARS
from policysearch.app.theme import page_theme
from policysearch.app.view import SITE
from policysearch.endpoint import Endpoint
from policysearch.errors import PolicySearchError
from policysearch.render.words import language_of
from policysearch.search.searcher import Searcher
from policysearch.serve.settings import ServeSettings

__all__ = ["create_app", "mount", "waiting"]

_STATIC = Path(__file__).parent / "static"
# In this order: later ones build on earlier ones.
# Gradio reads these rule by rule and puts its container before each: what it does not know (@supports, nesting) is
# lost, and inside @media a rule for html or body matches nothing. Such rules belong to front.py.
_STYLES = ("page.css", "desk.css", "directory.css", "upkeep.css")
_SCRIPTS = (
    "page.js",
    "shell.js",
    "desk.js",
    "basket.js",
    "reader.js",
    "ask.js",
    "library.js",
    "directory.js",
    "upkeep.js",
)
# What programs may call, by the class of the object that answers.
_ENDPOINTS: tuple[tuple[type[Group], tuple[str, ...]], ...] = (
    (Api, ("search", "ask", "trace", "read_clause", "list_documents", "document", "export", "understand")),
    (Desk, ("export_basket", "tell", "editions", "documents", "found")),
    (CatalogueApi, ("programmes", "measures", "indicators", "relations", "export_catalogue")),
)
_SESSIONS_KEPT = 64


def create_app(
    searcher: Searcher | Callable[[], Searcher],
    *,
    today: str | None = None,
    endpoint: Endpoint | None = None,
    feedback: FeedbackFile | None = None,
) -> gr.Blocks:
    """The page over ``searcher``, not yet started; ``today`` (ISO) stands in for the clock.

    A function (``store.Current``) is asked for the searcher of each request, so another version needs no restart.
    With ``endpoint`` its model writes the answers; the extractive one stands on the page until they are checked.
    Into ``feedback`` goes what a person says of an answer; without it the page does not ask.
    """
    opened = Opened((lambda: searcher) if isinstance(searcher, Searcher) else searcher, today, endpoint, feedback)

    def show(query: str, language: str, carried: str) -> Iterator[tuple[str, str]]:
        for view in opened.pages().views(query, language_of(language), carried):
            yield view.html, view.question

    with gr.Blocks(title=SITE, analytics_enabled=False, fill_width=True) as demo:
        gr.HTML(_file("masthead.html"), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="ask-row"):
            question = gr.Textbox(
                placeholder=PLACEHOLDER,
                label="问题",
                show_label=False,
                container=False,
                max_lines=1,
                scale=1,
                max_length=MOST_QUESTION_CHARS,
                elem_id="question",
                autofocus=True,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="search"),
            )
            submit = gr.Button("查找", variant="primary", scale=0, min_width=96, elem_id="submit")
            stop = gr.Button("停止", scale=0, min_width=72, elem_id="stop")
        page = gr.HTML(
            '<div class="opening" role="status">正在打开…</div>',
            elem_id="page",
            apply_default_css=False,
        )
        address = gr.Textbox(visible="hidden")
        language = gr.Textbox(visible="hidden")
        carried = gr.Textbox(visible="hidden")
        follow = gr.Button(visible="hidden", elem_id="follow")
        spoken = "policysearchChoice.language()"
        asked = f"(text) => [policysearch.asked(text), {spoken}, '']"
        here = f"() => [window.location.search, {spoken}, policysearch.carried()]"
        running = []
        for listen, given, step in (
            (question.submit, question, asked),
            (submit.click, question, asked),
            (follow.click, address, here),
            (demo.load, address, here),
        ):
            shown = listen(
                show,
                [given, language, carried],
                [page, question],
                js=step,
                show_progress="hidden",
                trigger_mode="always_last",
                api_visibility="private",
                concurrency_limit=4,
                concurrency_id="search",
            )
            running.append(shown)
            shown.success(None, js="() => policysearch.settled()", api_visibility="private")
            shown.failure(None, js="() => policysearch.failed()", api_visibility="private")
        stop.click(None, js="() => policysearch.stopped()", cancels=running, api_visibility="private")
        for group, names in _ENDPOINTS:
            for name in names:
                gr.api(opened.endpoint(group, name), api_name=name, concurrency_limit=4, concurrency_id="search")
    return demo


def mount(demo: gr.Blocks, settings: ServeSettings, *, blocked: Sequence[Path] = (), mcp: bool = False) -> FastAPI:
    """``demo`` as an application to be put behind a Gate.

    Nothing but the page is served: no files, no uploads, no shared tunnel, no request to other hosts. With ``mcp`` the
    reading endpoints are tools of an MCP server at ``/gradio_api/mcp/`` too; PolicySearchError without its package.
    """
    if mcp and find_spec("mcp") is None:
        raise PolicySearchError("没有安装 MCP 的程序包：请运行 pip install -r requirements-mcp.txt。")
    # Gradio keeps the last view of so many sessions; the page has no state, its address says all.
    demo.state_session_capacity = _SESSIONS_KEPT
    demo.queue(max_size=settings.waiting, default_concurrency_limit=4, api_open=False)
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        outer,
        demo,
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        root_path=settings.root_path,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=mcp,
        enable_monitoring=False,
        run_history=False,
        footer_links=[],
        allowed_paths=[],
        blocked_paths=[str(path.resolve()) for path in blocked],
        max_file_size="1kb",
        favicon_path=str(_STATIC / "icon.svg"),
        app_kwargs={"docs_url": None, "redoc_url": None},
        theme=page_theme(),
        css_paths=[_STATIC / name for name in _STYLES],
        head="".join(f"<script>{_file(name)}</script>" for name in _SCRIPTS),
    )
    if mcp:
        _bound_tools(demo.mcp_server_obj)
    outer.add_middleware(Front, title=SITE)
    functions = {name: getattr(group, name) for group, names in _ENDPOINTS for name in names}
    outer.add_middleware(Calls, title=SITE, functions=functions)
    return outer


def _bound_tools(served: Any) -> None:
    """Leaves of the tools those that read and are short, and has them called here.

    What waits in the queue Gradio calls by HTTP, under the host name of the request and without its credentials: behind
    a login or a proxy no tool would answer.
    """
    served.tool_to_endpoint = {name: path for name, path in served.tool_to_endpoint.items() if name in TOOLS}
    found = served.get_block_fn_from_endpoint_name

    def direct(name: str) -> Any:
        function = found(name)
        if function is not None:
            function = copy(function)
            function.queue = False
        return function

    served.get_block_fn_from_endpoint_name = direct


def waiting(demo: gr.Blocks) -> int:
    """How many questions wait in the queue of the page."""
    return len(demo._queue)


def _file(name: str) -> str:
    return (_STATIC / name).read_text("utf-8")
