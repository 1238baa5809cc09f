"""The report of a build as one page of its own: counts, what failed, and how well each document was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policysearch.quality import DOUBTS, MISSING, doubt_words, told
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.quality import grade
from policysearch.types import BuildReport, Failure, Grade, Quality

_GRADES: tuple[Grade, ...] = ("需核对", "有提示", "良好")
_STYLE = Html("""
:root { color-scheme: light; }
body { font: 15px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1b2430;
  background: #fff; max-width: 1040px; margin: 32px auto; padding: 0 20px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 32px 0 8px; }
p { margin: 4px 0; } .muted, .path, dt { color: #55606e; }
.counts { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0; padding: 0; list-style: none; }
.counts li { border: 1px solid #d5dae1; border-radius: 8px; padding: 8px 16px; }
.counts b { display: block; font-size: 22px; line-height: 1.3; }
table { border-collapse: collapse; width: 100%; } td, th { border-bottom: 1px solid #d5dae1; padding: 6px 8px;
  text-align: left; vertical-align: top; overflow-wrap: anywhere; }
details { border-bottom: 1px solid #d5dae1; padding: 6px 0; }
summary { cursor: pointer; overflow-wrap: anywhere; } summary .path { font-size: 13px; margin-left: 8px; }
dl { margin: 6px 0 6px 18px; } dl div { display: flex; gap: 10px; } dt { flex: none; width: 84px; } dd { margin: 0;
  overflow-wrap: anywhere; } dd ul { margin: 0; padding-left: 18px; }
.grade { font-size: 13px; border-radius: 4px; padding: 1px 7px; margin-right: 8px; white-space: nowrap; }
.grade.good { color: #17613b; background: #e6f3ec; } .grade.hint { color: #7a4a00; background: #fdf2dc; }
.grade.check { color: #8f2a1d; background: #fbe9e6; }
@media print {
  body { margin: 0; max-width: none; font-size: 12px; } details, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
""")


def report_page(report: BuildReport) -> Html:
    """The whole page, with its style and without script: it can be opened, sent and printed by itself."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content="default-src 'none'; style-src 'unsafe-inline'"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", "收录报告"),
        element("style", _STYLE),
    )
    published = f"已发布 {report.version}" if report.version else "没有发布索引"
    body = element(
        "body",
        element("h1", "收录报告"),
        element("p", f"{published}，{report.passages:,} 个片段，用时 {report.seconds:.1f} 秒。", class_="muted"),
        _counts(report),
        _often(report.qualities),
        _failed(report.failures),
        *(_graded(name, report.qualities) for name in _GRADES),
    )
    return Html(f"<!DOCTYPE html>\n{element('html', head, body, lang='zh-CN')}\n")


def _counts(report: BuildReport) -> Html:
    grades = Counter(quality.grade for quality in report.qualities)
    counts = [("收录文件", report.documents), ("没有读成", len(report.failures)), *((g, grades[g]) for g in _GRADES)]
    items = [element("li", element("b", f"{count:,}"), name) for name, count in counts]
    return element("ul", *items, class_="counts")


def _often(qualities: Sequence[Quality]) -> Html:
    """What many documents have in common: doubts by kind, and what they do not say."""
    doubts = Counter(
        reason for quality in qualities for reason in dict.fromkeys(doubt.reason for doubt in quality.doubts)
    )
    missing = Counter(name for quality in qualities for name in quality.missing)
    return join(
        [
            _sentence("存疑", ((DOUBTS[reason], count) for reason, count in doubts.most_common())),
            _sentence("未写明", ((MISSING[name], count) for name, count in missing.most_common())),
        ]
    )


def _sentence(name: str, counts: Iterable[tuple[str, int]]) -> Html:
    words = "，".join(f"{what} {count} 份" for what, count in counts)
    return element("p", f"{name}：{words}。") if words else EMPTY


def _failed(failures: Sequence[Failure]) -> Html:
    if not failures:
        return EMPTY
    head = element("tr", element("th", "文件", scope="col"), element("th", "原因和办法", scope="col"))
    rows = [element("tr", element("td", failure.path), element("td", failure.reason)) for failure in failures]
    return element("section", element("h2", f"没有读成（{len(rows)} 份）"), element("table", head, *rows))


def _graded(name: Grade, qualities: Sequence[Quality]) -> Html:
    rows = [_document(quality) for quality in qualities if quality.grade == name]
    return element("section", element("h2", f"{name}（{len(rows)} 份）"), *rows) if rows else EMPTY


def _document(quality: Quality) -> Html:
    """A document in a line, with what is told of it folded below."""
    rows = [element("div", element("dt", one.name), element("dd", one.words)) for one in told(quality)]
    doubts = [element("li", doubt_words(doubt)) for doubt in quality.doubts]
    if doubts:
        rows.append(element("div", element("dt", "请核对"), element("dd", element("ul", *doubts))))
    summary = element("summary", grade(quality), quality.title, element("span", quality.path, class_="path"))
    return element("details", summary, element("dl", *rows))
