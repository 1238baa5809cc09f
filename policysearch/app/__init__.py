"""The page on Gradio: one box, one button, one view that its address decides."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

# Before the import: Gradio asks its own host for version and analytics otherwise.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from starlette.middleware import Middleware

from policysearch.app.api import TOOLS, Api
from policysearch.app.front import Front
from policysearch.app.gate import MCP_PATHS, Gate
from policysearch.app.pages import MOST_QUESTION_CHARS, Pages
from policysearch.app.theme import page_theme
from policysearch.app.view import SITE
from policysearch.endpoint import Endpoint
from policysearch.errors import PolicySearchError
from policysearch.render.words import language_of
from policysearch.search.searcher import Searcher

__all__ = ["create_app", "launch"]

_STATIC = Path(__file__).parent / "static"
# In this order: later ones build on earlier ones.
# Gradio reads these rule by rule and puts its container before each: what it does not know (@supports, nesting) is
# lost, and inside @media a rule for html or body matches nothing. Such rules belong to front.py.
_STYLES = ("page.css",)
_SCRIPTS = ("page.js", "shell.js")
_PLACEHOLDER = "例如：人才租房有什么补贴？"


def create_app(searcher: Searcher, *, today: str | None = None, endpoint: Endpoint | None = None) -> gr.Blocks:
    """The page over ``searcher``, not yet started; ``today`` (ISO) stands in for the clock.

    With ``endpoint`` its model writes the answers; the extractive one stands on the page until they are checked.
    """
    pages = Pages(searcher, today, endpoint)
    api = Api(pages, today, endpoint)

    def show(query: str, language: str) -> Iterator[tuple[str, str]]:
        for view in pages.views(query, language_of(language)):
            yield view.html, view.question

    with gr.Blocks(title=SITE, analytics_enabled=False, fill_width=True) as demo:
        gr.HTML(_file("masthead.html"), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="ask-row"):
            question = gr.Textbox(
                placeholder=_PLACEHOLDER,
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
        follow = gr.Button(visible="hidden", elem_id="follow")
        spoken = "policysearchChoice.language()"
        asked = f"(text) => [policysearch.asked(text), {spoken}]"
        here = f"() => [window.location.search, {spoken}]"
        running = []
        for listen, given, step in (
            (question.submit, question, asked),
            (submit.click, question, asked),
            (follow.click, address, here),
            (demo.load, address, here),
        ):
            shown = listen(
                show,
                [given, language],
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
        for action in api.endpoints:
            gr.api(action, api_name=action.__name__, concurrency_limit=4, concurrency_id="search")
    return demo


def launch(demo: gr.Blocks, *, host: str, port: int, blocked: Sequence[Path] = (), mcp: bool = False) -> str:
    """Serves ``demo`` in a thread and returns its local address at once.

    Nothing but the page is served: no files, no uploads, no shared tunnel, no request to other hosts. With ``mcp`` the
    reading endpoints are tools of an MCP server at ``/gradio_api/mcp/`` too; PolicySearchError without its package.
    """
    if mcp and find_spec("mcp") is None:
        raise PolicySearchError("没有安装 MCP 的程序包：请运行 pip install -r requirements-mcp.txt。")
    demo.queue(max_size=32, default_concurrency_limit=4)
    _, url, _ = demo.launch(
        server_name=host,
        server_port=port,
        share=False,
        inbrowser=False,
        quiet=True,
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
        strict_cors=True,
        favicon_path=_STATIC / "icon.svg",
        app_kwargs={
            "middleware": [Middleware(Gate, host=host, also=MCP_PATHS if mcp else ()), Middleware(Front, title=SITE)],
            "docs_url": None,
            "redoc_url": None,
        },
        theme=page_theme(),
        css_paths=[_STATIC / name for name in _STYLES],
        head="".join(f"<script>{_file(name)}</script>" for name in _SCRIPTS),
        prevent_thread_lock=True,
    )
    if mcp:
        # Every public endpoint becomes a tool; a model is to have those that read and are short.
        served = demo.mcp_server_obj
        served.tool_to_endpoint = {name: path for name, path in served.tool_to_endpoint.items() if name in TOOLS}
    return str(url)


def _file(name: str) -> str:
    return (_STATIC / name).read_text("utf-8")
