"""Serves the search page, on this machine or to an office, building the index first where there is none.

python search_app.py [--index DIR] [--corpus DIR] [--host 127.0.0.1] [--port 7860] [--llm] …; --help tells the rest.
"""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from policysearch.config import DEFAULT_CORPUS, DEFAULT_INDEX
from policysearch.endpoint import LLM_HELP, Endpoint, endpoint_from
from policysearch.errors import IndexMissing, PolicySearchError
from policysearch.search.cross import RERANKER_HELP, Reranker, load_reranker
from policysearch.serve.environment import refuse_doors
from policysearch.serve.settings import ServeSettings, add_flags, settings_from
from policysearch.store import Current
from policysearch.types import BuildReport

if TYPE_CHECKING:
    from policysearch.upkeep import Keeper


def main(arguments: list[str] | None = None) -> int:
    """Serves until stopped; 0 when stopped by hand, 2 with one sentence where it cannot start."""
    options = _parser().parse_args(arguments)
    options.corpus = options.corpus or [DEFAULT_CORPUS]
    try:
        refuse_doors()
        settings = settings_from(options)
        _check_port(settings.host, settings.port)
        endpoint = _endpoint() if options.llm else None
        reranker = load_reranker(options.reranker) if options.reranker else None
        _serve(_open_or_build(options.index, options.corpus, reranker), options, settings, endpoint)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="政策检索：在本机浏览器里查政策原文。")
    parser.add_argument("--index", type=Path, default=DEFAULT_INDEX, help="索引所在的文件夹")
    parser.add_argument(
        "--corpus",
        type=Path,
        action="append",
        metavar="DIR",
        help="没有索引时用哪个文件夹里的文件建，可给多个（默认 corpus）；网页上重建索引也用它",
    )
    parser.add_argument(
        "--feedback", type=Path, metavar="FILE", help="“答得不对”记在哪个文件；默认是索引文件夹里的 feedback.jsonl"
    )
    parser.add_argument("--no-feedback", action="store_true", help="页面上不显示“答得不对”，什么也不记")
    parser.add_argument("--llm", action="store_true", help=LLM_HELP)
    parser.add_argument("--mcp", action="store_true", help="另开 MCP 服务，供模型查找、提问、读条文、列文件")
    parser.add_argument("--reranker", metavar="NAME_OR_FOLDER", help=RERANKER_HELP)
    add_flags(parser)
    return parser


def _endpoint() -> Endpoint:
    """The model that the environment names. Raises PolicySearchError where it names none."""
    endpoint = endpoint_from()
    print(f"回答由模型 {endpoint.model} 撰写、逐句核对：问题和有关段落会发给它。")
    return endpoint


def _open_or_build(index: Path, corpora: list[Path], reranker: Reranker | None) -> Current:
    """The current version, tried by a search, so that a fault shows here and not on the page."""
    from policysearch.store import Current

    try:
        return Current(index, reranker=reranker)
    except IndexMissing:
        from policysearch.build import build_index

        print(f"还没有索引，先用 {'、'.join(map(str, corpora))} 里的文件建一个。")
        _print_report(build_index(corpora, index))
        return Current(index, reranker=reranker)


def _print_report(report: BuildReport) -> None:
    print(f"收录 {report.documents} 份文件、{report.passages} 个片段，用时 {report.seconds:.1f} 秒。")
    for failure in report.failures:
        print(f"  没有收录 {failure.path}：{failure.reason}")


def _check_port(host: str, port: int) -> None:
    """Raises PolicySearchError when ``port`` cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PolicySearchError(
                f"打不开 {host}:{port}（{error.strerror or error}）：请关掉占用它的程序，或用 --port 换一个端口。"
            ) from error


def _serve(current: Current, options: argparse.Namespace, settings: ServeSettings, endpoint: Endpoint | None) -> None:
    """Serves until SIGTERM or Ctrl-C, each request by the version that is current when it comes."""
    from policysearch.app import create_app, mount, waiting
    from policysearch.app.feedback import FeedbackFile
    from policysearch.serve.accounts import Accounts
    from policysearch.serve.figures import Figures
    from policysearch.serve.gate import Gate
    from policysearch.serve.journal import to_stderr
    from policysearch.serve.login import Login
    from policysearch.serve.server import serve
    from policysearch.serve.upkeep import UpkeepSite

    accounts = Accounts(settings.users) if settings.users else None
    feedback = None if options.no_feedback else FeedbackFile(options.feedback or options.index / "feedback.jsonl")
    demo = create_app(current, endpoint=endpoint, feedback=feedback)
    page = mount(demo, settings, blocked=[options.index, *options.corpus, settings.uploads], mcp=options.mcp)
    figures = Figures()
    keeper = _keeper(current, options, settings, figures.build) if settings.allow_upload else None
    login = Login(accounts, settings.root_path, count=figures.login) if accounts else None
    gate = Gate(
        page,
        settings,
        login=login,
        figures=figures,
        waiting=lambda: waiting(demo),
        upkeep=UpkeepSite(keeper, settings, figures.upload) if keeper else None,
        health=lambda: _health(current),
        mcp=options.mcp,
    )
    figures.watch("documents", "Documents of the index.", lambda: len(current().documents))
    figures.watch("passages", "Passages of the index.", lambda: len(current().passages))
    to_stderr()
    current.start()
    try:
        if keeper:
            keeper.start()
        serve(gate, settings, ready=lambda: print(_started(settings, has_tools=options.mcp), flush=True))
    finally:
        if keeper:
            keeper.stop()
        current.stop()


def _health(current: Current) -> dict[str, object]:
    return {"version": current.version, "documents": len(current().documents), "is_newest": current.fault is None}


def _keeper(
    current: Current, options: argparse.Namespace, settings: ServeSettings, count: Callable[[str], None]
) -> Keeper:
    """The one who builds after uploads. Raises UsageError where the folder cannot be written."""
    from policysearch.upkeep import BuilderProcess, Keeper, UploadFolder

    def publish() -> str:
        current.look()
        if current.fault:
            raise PolicySearchError(current.fault)
        return current.version

    builder = BuilderProcess()
    return Keeper(
        UploadFolder(settings.uploads, settings.uploads_bytes),
        options.corpus,
        options.index,
        indexed=lambda: {document.source.path for document in current().documents.values()},
        publish=publish,
        builder=builder,
        cancel=builder.stop,
        count=count,
    )


def _started(settings: ServeSettings, *, has_tools: bool) -> str:
    host = settings.allowed_hosts[0] if settings.allowed_hosts else settings.host
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{settings.port}{settings.root_path}/"
    warning = "" if settings.is_local or settings.users else "\n注意：没有设登录，能连上这台机器的人都能查。"
    tools = f"\nMCP 服务：{url}gradio_api/mcp/" if has_tools else ""
    return f"已启动，请在浏览器打开 {url} （按 Ctrl-C 停止）{tools}{warning}"


if __name__ == "__main__":
    sys.exit(main())
