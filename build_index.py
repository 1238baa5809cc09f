"""Builds the index of a corpus folder; ``python build_index.py --help`` tells the flags."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from policysearch.config import DEFAULT_CORPUS, DEFAULT_INDEX
from policysearch.errors import PolicySearchError
from policysearch.types import BuildReport

BUILT, WITH_FAILURES, NOTHING = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 all built, 1 published with failures, 2 nothing published."""
    from policysearch.build import build_index  # not in each worker, which loads this script anew

    flags = _flags().parse_args(arguments)
    try:
        report = build_index(
            flags.corpus or [DEFAULT_CORPUS],
            flags.index,
            encoder=flags.encoder,
            progress=not flags.no_progress,
            fresh=flags.fresh,
            keep=flags.keep,
        )
        print(report_text(report))
        if flags.report:
            _write_report(report, flags.report)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return NOTHING
    except KeyboardInterrupt:
        print("已中断，没有发布索引，原来的索引没有变。", file=sys.stderr)
        return NOTHING
    if report.version is None:
        return NOTHING
    return WITH_FAILURES if report.failures else BUILT


def report_text(report: BuildReport) -> str:
    """The report as the screen shows it: counts, seconds, each failure with its reason, how many need a look."""
    head = f"共 {report.documents} 份文件，{report.passages} 段，用时 {report.seconds:.1f} 秒"
    if report.version is None:
        head = "没有可用的文件，没有发布索引，原来的索引没有变"
    else:
        kept = f"，{report.kept} 个文件没有变化" if report.kept else ""
        head += f"{kept}，当前版本 {report.version}"
    lines = [f"  {failure.path}：{failure.reason}" for failure in report.failures]
    grades = Counter(quality.grade for quality in report.qualities)
    looks = [f"{name} {grades[name]} 份" for name in ("需核对", "有提示") if grades[name]]
    tail = [f"整理质量：{'，'.join(looks)}；用 --report 报告.html 查看详情。"] if looks else []
    return "\n".join([head + ("。" if not lines else f"；{len(lines)} 份没有读成："), *lines, *tail])


def _write_report(report: BuildReport, path: Path) -> None:
    if path.suffix == ".json":
        text = _json(report)
    elif path.suffix in (".html", ".htm"):
        from policysearch.render.report import report_page

        text = report_page(report)
    else:
        text = _text(report)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"报告写不进 {path}（{error.strerror}）：请换一个位置。", file=sys.stderr)


def _json(report: BuildReport) -> str:
    record = {
        "version": report.version,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "failures": [asdict(failure) for failure in report.failures],
        "documents": [asdict(quality) for quality in report.qualities],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _text(report: BuildReport) -> str:
    """What the screen shows, then each document that needs a look."""
    from policysearch.quality import quality_lines

    lines = [report_text(report)]
    for quality in report.qualities:
        if quality.grade != "良好":
            lines += ["", f"《{quality.title}》 {quality.path}", *quality_lines(quality)]
    return "\n".join(lines) + "\n"


def _flags() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build_index.py", description="读取文件夹里的政策文件，建立索引。")
    parser.add_argument(
        "--corpus", type=Path, action="append", metavar="DIR", help="放文件的文件夹，可给多个（默认 corpus）"
    )
    parser.add_argument("--index", type=Path, default=DEFAULT_INDEX, metavar="DIR", help="索引文件夹（默认 index）")
    parser.add_argument(
        "--encoder", metavar="FOLDER_OR_NAME", help="句向量模型的文件夹或名称；none 为只按词面检索（默认自带模型）"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="把报告写入文件：.html 为网页，.json 供程序读，其他为文本"
    )
    parser.add_argument(
        "--keep", type=_count, default=3, metavar="N", help="留下最近几个版本，供 rollback 用（默认 3）"
    )
    parser.add_argument("--fresh", action="store_true", help="全部重新读取（默认只读有变化的文件）")
    parser.add_argument("--no-progress", action="store_true", help="不显示进度条")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("要 1 到 1000 的整数")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
