"""The command line: ``python -m policysearch search|ask|trace|batch|show|info|catalogue|verify|evaluate|…``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, get_args

from policysearch.answer import answer_question, asked_after, generate_answer
from policysearch.catalogue.select import Wanted
from policysearch.catalogue.table import KIND_NAMES, KINDS, cells_of, rows_of
from policysearch.config import DEFAULT_INDEX, SearchSettings
from policysearch.context import Around, context_of
from policysearch.endpoint import LLM_HELP, endpoint_from
from policysearch.errors import PolicySearchError, UsageError
from policysearch.export import BINARY, FORMATS, Report, export, report_of_answer, report_of_hits
from policysearch.export.table import TABLE_FORMATS, table_file
from policysearch.place import clause_label, label
from policysearch.quality import assess, quality_lines
from policysearch.records import (
    answer_record,
    context_record,
    hit_record,
    record_of,
    trace_record,
    understanding_record,
)
from policysearch.render.differences import difference_text
from policysearch.render.raw import drop_counts, raw_text
from policysearch.search.cross import RERANKER_HELP, RERANKER_MS_HELP, load_reranker
from policysearch.search.encode import BUILT_IN
from policysearch.search.searcher import Searcher
from policysearch.search.trace import MOST_TRACED_CHARS
from policysearch.serve import usercommand
from policysearch.store import open_index, read_manifest, rollback, verify, version_folder, versions
from policysearch.types import Answer, Filters, Hit, Understanding
from policysearch.validity import judge

_WRONG = 2
_AROUND = {"clause": "所在条款", "section": "本节全文", "before": "前一段", "after": "后一段"}


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 done, 1 the index is damaged (verify), 2 wrong usage or no index."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not be UTF-8
    flags = _parser().parse_args(arguments)
    try:
        command: Callable[[argparse.Namespace], int] = flags.command
        return command(flags)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return _WRONG
    except BrokenPipeError:
        return 0  # the reader (head, less) has seen enough


def _found(searcher: Searcher, flags: argparse.Namespace, filters: Filters) -> tuple[Hit, ...]:
    return searcher.search(
        flags.question,
        top_k=flags.top_k,
        filters=filters,
        ignore=flags.ignore,
        today=flags.today,
    )


def _opened(flags: argparse.Namespace) -> Searcher:
    """The index of the flags with the ranking that they ask for."""
    reranker = load_reranker(flags.reranker) if flags.reranker else None
    settings = SearchSettings(cross_budget_ms=flags.reranker_ms, most_of_document=flags.most_of_document)
    return open_index(flags.index, reranker=reranker, settings=settings)


def _search(flags: argparse.Namespace) -> int:
    _check_output(flags)
    searcher = _opened(flags)
    filters = _filters(flags, searcher)
    understanding = searcher.understand(flags.question, ignore=flags.ignore)
    hits = _found(searcher, flags, filters)
    if flags.format in FORMATS:
        report = report_of_hits(flags.question, hits, searcher.documents, flags.today or date.today().isoformat())
        return _export(report, flags)
    if flags.format == "json":
        answer = answer_question(searcher, flags.question, hits, filters=filters, today=flags.today)
        record = result_record(searcher, "", flags.question, answer, hits, understanding)
        for hit, found in zip(hits, record["hits"], strict=True):
            found |= {"context": _context(searcher, hit, flags.context)} if flags.context else {}
        _print_json(record, flags.output)
    else:
        _print_understanding(understanding)
        _print_hits(searcher, hits, flags.context)
    return 0


def _context(searcher: Searcher, hit: Hit, around: Around) -> dict[str, Any]:
    document = searcher.documents[hit.passage.doc_id]
    context = context_of(document, searcher.passages_of(document.doc_id), hit.passage)
    return context_record(context, around, document)


def _trace(flags: argparse.Namespace) -> int:
    pasted = sys.stdin.read() if flags.text == "-" else flags.text
    if len(pasted.strip()) > MOST_TRACED_CHARS:
        raise UsageError(f"要溯源的文字有 {len(pasted.strip())} 字，最多 {MOST_TRACED_CHARS} 字：请只给其中一段。")
    searcher = open_index(flags.index)
    traces = searcher.trace(pasted)
    if flags.json:
        records = [trace_record(one, searcher.documents[one.doc_id]) for one in traces]
        _print_json({"pasted": pasted, "traces": records})
        return 0
    if not traces:
        print(f"没有找到出处：{len(searcher.documents)} 份文件里没有一处与它大体相符。")
    for number, one in enumerate(traces, 1):
        document = searcher.documents[one.doc_id]
        print(f"{number}. {label(document, one.span)}  相符 {one.share:.0%}")
        print("   " + " ".join(difference_text(one).split()))
    return 0


def _ask(flags: argparse.Namespace) -> int:
    _check_output(flags)
    endpoint = endpoint_from() if flags.llm else None
    searcher = _opened(flags)
    filters = _filters(flags, searcher)
    understanding = searcher.understand(flags.question, ignore=flags.ignore)
    hits = _found(searcher, flags, filters)
    if endpoint:
        answer = generate_answer(searcher, flags.question, hits, endpoint, filters=filters, today=flags.today)
    else:
        answer = answer_question(searcher, flags.question, hits, filters=filters, today=flags.today)
    if flags.format in FORMATS:
        report = report_of_answer(answer, searcher.documents, flags.today or date.today().isoformat())
        return _export(report, flags)
    if flags.format == "json":
        _print_json(result_record(searcher, "", flags.question, answer, hits, understanding), flags.output)
        return 0
    _print_understanding(understanding)
    print(answer.text)
    if answer.method == "generate":
        print(f"（由模型 {answer.model} 撰写，已逐句核对）")
    for citation in answer.citations:
        print(f"  [{citation.marker}] {citation.label}")
    for line in (*answer.missing, *answer.warnings):
        print(f"  · {line}")
    for sentence in answer.struck:
        print(f"  × 已划去：{sentence.text}（{sentence.reason}）")
    return 0


def _check_output(flags: argparse.Namespace) -> None:
    """Raises UsageError for flags of the output that do not go together, before anything is searched."""
    if flags.format in BINARY and flags.output is None:
        raise UsageError(f"Word 和 Excel 文件不能显示在屏幕上：请加 --output 文件名.{flags.format}。")
    if flags.output is not None and flags.format is None:
        raise UsageError("写成文件要说明格式：请加 --format text、md、docx、xlsx 或 json。")
    if flags.format in FORMATS and getattr(flags, "context", None):
        raise UsageError("--context 只用于屏幕和 JSON：导出文件时请去掉它。")


def _export(report: Report, flags: argparse.Namespace) -> int:
    content = export(report, flags.format)
    if flags.output is None:
        print(content.decode(), end="")
    else:
        _write(flags.output, content)
    return 0


def result_record(
    searcher: Searcher,
    question_id: Any,
    question: str,
    answer: Answer,
    hits: tuple[Hit, ...],
    understanding: Understanding,
) -> dict[str, Any]:
    """The object that ``ask --json``, ``search --json`` and each line of ``batch`` hold.

    ``asked`` is the question as it was understood after the history, by itself.
    """
    return {
        "id": question_id,
        "question": question,
        "asked": understanding.question,
        "understanding": understanding_record(understanding),
        "answer": answer_record(answer),
        "hits": [
            hit_record(hit, searcher.documents[hit.passage.doc_id].title, searcher.kinship.of(hit.passage.doc_id).newer)
            for hit in hits
        ],
    }


def _batch(flags: argparse.Namespace) -> int:
    searcher = _opened(flags)
    lines = _read(flags.questions)
    try:
        with flags.output.open("w", encoding="utf-8", newline="\n") as out:
            for record in _batch_records(searcher, lines, flags):
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UsageError(f"写不进 {flags.output}（{error.strerror}）：请换一个位置。") from error
    return 0


def _batch_records(searcher: Searcher, lines: list[str], flags: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """One record a question line, in order; a bad line gives an error in its place."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _question_row(line)
        if not isinstance(row.get("question"), str) or "id" not in row:
            yield {"id": row.get("id"), "error": f'第 {number} 行不是 {{"id": …, "question": "…"}}。'}
            continue
        history = row.get("history")
        turns = history if isinstance(history, list) else []
        asked = asked_after(searcher, row["question"], turns, today=flags.today)
        understanding = searcher.understand(asked, ignore=flags.ignore)
        hits = searcher.search(asked, top_k=flags.top_k, ignore=flags.ignore, today=flags.today)
        answer = answer_question(searcher, asked, hits, today=flags.today)
        yield result_record(searcher, row["id"], row["question"], answer, hits, understanding)


def _question_row(line: str) -> dict[str, Any]:
    """The object of a line, empty when it holds none; half of a surrogate pair, which is no text, becomes ``?``."""
    try:
        row = json.loads(json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _show(flags: argparse.Namespace) -> int:
    searcher = open_index(flags.index)
    document = searcher.documents.get(flags.doc_id)
    if document is None:
        raise UsageError(f"没有文件 {flags.doc_id}：用 python -m policysearch info --json 查看编号。")
    quality = assess(document, searcher.passages_of(document.doc_id)) if flags.quality else None
    if flags.json:
        today = flags.today or date.today().isoformat()
        shown = asdict(quality) if quality else record_of(document) | {"validity": asdict(judge(document, today))}
        _print_json(shown)
        return 0
    print(f"《{document.title}》  {document.source.path}")
    if quality:
        print("\n".join(quality_lines(quality)))
        return 0
    for name, doc_ids in searcher.kinship.of(document.doc_id).named():
        for doc_id in doc_ids:
            print(f"{name}：{_named(searcher, doc_id)}")
    for section in document.walk():
        print("  " * section.level + section.name)
    print()
    if not flags.raw:
        print(document.text)
        return 0
    print(raw_text(document))
    print(f"略去：{drop_counts(document) or '无'}。")
    return 0


def _info(flags: argparse.Namespace) -> int:
    folder = version_folder(flags.index)
    manifest = read_manifest(folder)
    searcher = open_index(folder)
    today = flags.today or date.today().isoformat()
    rows = [
        {
            "doc_id": d.doc_id,
            "title": d.title,
            "source_path": d.source.path,
            "kind": d.kind,
            "form": d.form,
            "standing": judge(d, today).standing,
            "date": d.date,
            "regions": list(d.regions),
            "chars": len(d.text),
            "warnings": list(d.warnings),
        }
        for d in searcher.documents.values()
    ]
    encoder = manifest.encoder.name if manifest.encoder else None
    if flags.json:
        _print_json(
            {
                "version": folder.name,
                "index_id": manifest.index_id,
                "documents": manifest.documents,
                "passages": manifest.passages,
                "encoder": encoder,
                "settings": manifest.settings,
                "corpus": rows,
            }
        )
        return 0
    print(f"{folder}：{manifest.documents} 份文件，{manifest.passages} 段，模型 {encoder or '无（只按词面）'}")
    for row in rows:
        print(
            f"  {row['doc_id']}  {row['kind'] or '—'}  {row['date'] or '—'}  《{row['title']}》  {row['source_path']}"
        )
    return 0


def _catalogue(flags: argparse.Namespace) -> int:
    _check_output(flags)
    searcher = open_index(flags.index)
    _check_documents(flags.doc, searcher)
    wanted = Wanted(
        tuple(flags.region), tuple(flags.doc), flags.year, tuple(flags.word), flags.is_target, tuple(flags.kinds)
    )
    rows = rows_of(searcher.catalogue, flags.kind, searcher.documents, wanted)
    if flags.format == "json":
        _print_json(rows, flags.output)
        return 0
    content = table_file(flags.format or "csv", KIND_NAMES[flags.kind], *cells_of(flags.kind, rows))
    if flags.output is None:
        print(content.decode("utf-8-sig"), end="")
    else:
        _write(flags.output, content)
    return 0


def _rollback(flags: argparse.Namespace) -> int:
    version = rollback(flags.index, flags.version)
    print(f"当前版本是 {version}（有 {'、'.join(versions(flags.index))}）。打开着的网页随即用它。")
    return 0


def _verify(flags: argparse.Namespace) -> int:
    try:
        manifest = verify(flags.index)
    except PolicySearchError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"索引完好：{len(manifest.files)} 个文件与清单一致。")
    return 0


def _evaluate(flags: argparse.Namespace) -> int:
    from policysearch.evaluate import evaluate, table
    from policysearch.questions import EvidenceFiles, read_questions

    asked = read_questions(_read(flags.questions), EvidenceFiles(flags.evidence_from))
    report = evaluate(_opened(flags), asked, today=flags.today)
    print(table(report))
    _write_json(flags.output, report)
    return 0 if report["quotes_wrong"] == 0 else 1


def _evaluate_beir(flags: argparse.Namespace) -> int:
    from policysearch.beir import evaluate_beir, table

    report = evaluate_beir(flags.data, flags.encoder, progress=not flags.no_progress)
    print(table(report))
    _write_json(flags.output, report)
    return 0


def _filters(flags: argparse.Namespace, searcher: Searcher) -> Filters:
    """The filters of the flags. Raises UsageError for a document that the library does not hold."""
    _check_documents(flags.doc, searcher)
    return Filters(tuple(flags.doc), tuple(flags.region), tuple(flags.kind), flags.date_from, flags.date_to)


def _check_documents(doc_ids: Iterable[str], searcher: Searcher) -> None:
    for doc_id in doc_ids:
        if doc_id not in searcher.documents:
            raise UsageError(f"没有文件 {doc_id}：用 python -m policysearch info 查看编号。")


def _print_understanding(understanding: Understanding) -> None:
    """The findings with the keys that --ignore takes, those switched off in brackets."""
    told = [
        finding.printed
        if finding.is_told
        else f"（已忽略 {finding.key}）"
        if finding.key in understanding.ignored
        else f"{finding.printed} [{finding.key}]"
        for finding in understanding.findings
    ]
    if told:
        print("理解为：" + "；".join(told))


def _print_hits(searcher: Searcher, hits: tuple[Hit, ...], around: Around | None) -> None:
    if not hits:
        print("没有找到相关段落。")
    for hit in hits:
        document = searcher.documents[hit.passage.doc_id]
        where = clause_label(document, hit.passage.start)
        page = f"（第{hit.passage.page}页）" if hit.passage.page else ""
        print(f"{hit.rank}. 《{document.title}》{where}{page}  [{hit.score:.3f}]")
        print("   " + " ".join(hit.passage.text.split()))
        for name, piece in _context(searcher, hit, around).items() if around else ():
            print(f"   〔{_AROUND[name]}〕{' '.join(piece['text'].split()) if piece else '无'}")
        if hit.signals.synonyms:
            print("   同义词：" + "、".join(f"{word}→{synonym}" for word, synonym in hit.signals.synonyms))
        for name, doc_ids in (
            ("同文", dict.fromkeys(twin.doc_id for twin in hit.also)),
            ("较新或正式的版本", searcher.kinship.of(document.doc_id).newer[:1]),
        ):
            for doc_id in doc_ids:
                print(f"   {name}：{_named(searcher, doc_id)}")


def _named(searcher: Searcher, doc_id: str) -> str:
    document = searcher.documents[doc_id]
    return f"《{document.title}》  {document.source.path}  {doc_id}"


def _print_json(value: Any, path: Path | None = None) -> None:
    """Prints ``value``, or writes it to the file ``path``."""
    if path is None:
        print(json.dumps(value, ensure_ascii=False, indent=1))
    _write_json(path, value)


def _write_json(path: Path | None, value: Any) -> None:
    if path is not None:
        _write(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"写不进 {path}（{error.strerror}）：请换一个位置。") from error


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不出 {path}：请给一个 UTF-8 的 .jsonl 文件。") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="policysearch", description="检索政策文件，回答并注明出处。")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str, *, index: bool = True
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        if index:
            sub.add_argument(
                "--index", type=Path, default=DEFAULT_INDEX, metavar="DIR", help="索引文件夹（默认 index）"
            )
        return sub

    for name, command, text in (("search", _search, "列出最相关的段落"), ("ask", _ask, "回答并注明出处")):
        sub = add(name, command, text)
        sub.add_argument("question")
        sub.add_argument("--top-k", type=_count, default=10)
        for flag in ("--doc", "--region", "--kind"):
            sub.add_argument(
                flag, action="append", default=[], help="只在这些文件、地区、类别（或文种）中查找，可给多个"
            )
        sub.add_argument("--from", dest="date_from", metavar="DATE", type=_date, help="不早于，如 2021 或 2021-03-01")
        sub.add_argument("--to", dest="date_to", metavar="DATE", type=_date, help="不晚于")
        _add_ignore(sub)
        _add_ranking(sub)
        _add_today(sub)
        sub.add_argument(
            "--format",
            choices=("json", *FORMATS),
            help="导出：text 纯文本，md Markdown，docx Word，xlsx Excel；json 给程序用",
        )
        sub.add_argument("--json", dest="format", action="store_const", const="json", help="同 --format json")
        sub.add_argument("--output", type=Path, metavar="FILE", help="导出到这个文件，不写则显示在屏幕上")
        if command is _ask:
            sub.add_argument("--llm", action="store_true", help=LLM_HELP)
        if name == "search":
            around = "每段之后再列出：clause 所在条款，siblings 前后两段，section 本节全文"
            sub.add_argument("--context", choices=get_args(Around), help=around)
    sub = add("trace", _trace, "查一段粘贴的文字出自哪里，标出差异")
    sub.add_argument("text", help="要溯源的文字；写 - 则从标准输入读")
    sub.add_argument("--json", action="store_true")
    sub = add("batch", _batch, "逐行回答问题文件")
    sub.add_argument("--questions", type=Path, required=True)
    sub.add_argument("--output", type=Path, required=True)
    sub.add_argument("--top-k", type=_count, default=10)
    _add_ignore(sub)
    _add_ranking(sub)
    _add_today(sub)
    sub = add("show", _show, "显示一份文件的结构和正文")
    sub.add_argument("doc_id")
    sub.add_argument("--quality", action="store_true", help="只看整理质量：略去了什么、哪里存疑、缺什么信息")
    _add_today(sub)
    sub.add_argument("--json", action="store_true")
    sub.add_argument("--raw", action="store_true", help="显示原文，标出略去的页码、页眉、目录等")
    sub = add("info", _info, "显示索引和其中的文件")
    _add_today(sub)
    sub.add_argument("--json", action="store_true")
    sub = add("catalogue", _catalogue, "列出项目、政策支持、指标、文件关系")
    sub.add_argument(
        "kind", choices=KINDS, help="programmes 项目，measures 政策支持，indicators 指标，relations 文件关系"
    )
    for flag, text in (("--region", "只看这些地区"), ("--doc", "只看这些文件"), ("--word", "只看含有这些词的")):
        sub.add_argument(flag, action="append", default=[], help=f"{text}，可给多个")
    sub.add_argument(
        "--class",
        dest="kinds",
        action="append",
        default=[],
        metavar="CLASS",
        help="只看这些类别：项目如 计划，政策支持如 资金、减免（或金额的档次，如 一级医院），关系如 依据；可给多个",
    )
    sub.add_argument("--year", type=int, help="只看这一年的指标；其他各项看文件的年份")
    sub.add_argument("--target", dest="is_target", action="store_true", default=None, help="只看指标的目标")
    sub.add_argument("--actual", dest="is_target", action="store_false", default=None, help="只看指标的实际")
    sub.add_argument("--format", choices=("json", *TABLE_FORMATS), help="csv（默认）、md、xlsx，json 给程序用")
    sub.add_argument("--output", type=Path, metavar="FILE", help="写到这个文件，不写则显示在屏幕上")
    sub = add("rollback", _rollback, "回到索引的上一个版本")
    sub.add_argument("version", nargs="?", metavar="VERSION", help="回到这个版本，如 v3（默认上一个）")
    add("verify", _verify, "核对索引的每个文件")
    usercommand.add_flags(add("user", usercommand.run, "网页登录用的账号", index=False))
    sub = add("evaluate", _evaluate, "用问题集测量检索和回答")
    sub.add_argument("--questions", type=Path, required=True)
    sub.add_argument(
        "--evidence-from",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="证据只记了文件哈希和位置时，到这些文件夹里找，可给多个",
    )
    sub.add_argument("--output", type=Path)
    _add_ranking(sub)
    _add_today(sub)
    sub = add("evaluate-beir", _evaluate_beir, "用 BEIR 格式的数据测量检索", index=False)
    sub.add_argument("--data", type=Path, required=True)
    sub.add_argument("--encoder", default=BUILT_IN)
    sub.add_argument("--output", type=Path)
    sub.add_argument("--no-progress", action="store_true")
    return parser


def _add_ignore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="KEY",
        help="不按这一条理解排序，如 place:浙江省/杭州市、year:2025、validity；synonyms 不用同义词；可给多个",
    )


def _add_ranking(parser: argparse.ArgumentParser) -> None:
    settings = SearchSettings()
    parser.add_argument("--reranker", metavar="NAME_OR_FOLDER", help=RERANKER_HELP)
    parser.add_argument(
        "--reranker-ms", type=_milliseconds, default=settings.cross_budget_ms, metavar="MS", help=RERANKER_MS_HELP
    )
    parser.add_argument(
        "--most-of-document",
        type=_count,
        default=settings.most_of_document,
        metavar="N",
        help="前十条里同一份文件最多几段，其余排在其后（默认不限）",
    )


def _add_today(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=_date, metavar="DATE", help="按这一天判断规划期和效力（默认今天）")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("要 1 到 1000 的整数")
    return int(text)


def _milliseconds(text: str) -> float:
    if not text.isdecimal() or not 1 <= int(text) <= 600_000:
        raise argparse.ArgumentTypeError("要 1 到 600000 的整数，单位毫秒")
    return float(text)


def _date(text: str) -> str:
    try:
        date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2021、2021-03 或 2021-03-01") from None
    return text


if __name__ == "__main__":
    sys.exit(main())
