"""Serves the search page on this machine, building the index first where there is none.

python search_app.py [--index DIR] [--corpus DIR] [--host 127.0.0.1] [--port 7860] [--llm] [--mcp]
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
from pathlib import Path

from policysearch.config import DEFAULT_CORPUS, DEFAULT_INDEX
from policysearch.endpoint import LLM_HELP, Endpoint, endpoint_from
from policysearch.errors import IndexMissing, PolicySearchError
from policysearch.search.searcher import Searcher
from policysearch.types import BuildReport


def main(arguments: list[str] | None = None) -> int:
    """Serves until stopped; 0 when stopped by hand, 2 with one sentence where it cannot start."""
    options = _parser().parse_args(arguments)
    try:
        _check_port(options.host, options.port)
        endpoint = _endpoint() if options.llm else None
        searcher = _open_or_build(options.index, options.corpus)
        _serve(searcher, options, endpoint)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="政策检索：在本机浏览器里查政策原文。")
    parser.add_argument("--index", type=Path, default=DEFAULT_INDEX, help="索引所在的文件夹")
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS, help="没有索引时，用哪个文件夹里的文件建")
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址；默认只有本机能打开")
    parser.add_argument("--port", type=int, default=7860, help="端口")
    parser.add_argument("--llm", action="store_true", help=LLM_HELP)
    parser.add_argument("--mcp", action="store_true", help="另开 MCP 服务，供模型查找、提问、读条文、列文件")
    return parser


def _endpoint() -> Endpoint:
    """The model that the environment names. Raises PolicySearchError where it names none."""
    endpoint = endpoint_from()
    print(f"回答由模型 {endpoint.model} 撰写、逐句核对：问题和有关段落会发给它。")
    return endpoint


def _open_or_build(index: Path, corpus: Path) -> Searcher:
    from policysearch.store import open_index

    try:
        return open_index(index)
    except IndexMissing:
        from policysearch.build import build_index

        print(f"还没有索引，先用 {corpus} 里的文件建一个。")
        _print_report(build_index([corpus], index))
        return open_index(index)


def _print_report(report: BuildReport) -> None:
    print(f"收录 {report.documents} 份文件、{report.passages} 个片段，用时 {report.seconds:.1f} 秒。")
    for failure in report.failures:
        print(f"  没有收录 {failure.path}：{failure.reason}")


def _check_port(host: str, port: int) -> None:
    """Raises PolicySearchError when ``port`` cannot be listened on."""
    if not 0 < port < 65536:
        raise PolicySearchError(f"端口 {port} 不对：请用 1 到 65535 之间的数。")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PolicySearchError(
                f"打不开 {host}:{port}（{error.strerror or error}）：请关掉占用它的程序，或用 --port 换一个端口。"
            ) from error


def _serve(searcher: Searcher, options: argparse.Namespace, endpoint: Endpoint | None) -> None:
    """Tries a search, so that a fault shows here and not on the page; then serves until Ctrl-C."""
    searcher.search("人才")
    from policysearch.app import create_app, launch

    demo = create_app(searcher, endpoint=endpoint)
    url = launch(demo, host=options.host, port=options.port, blocked=[options.index, options.corpus], mcp=options.mcp)
    print(f"已启动，请在浏览器打开 {url} （按 Ctrl-C 停止）", flush=True)
    if options.mcp:
        print(f"MCP 服务：{url.rstrip('/')}/gradio_api/mcp/", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
