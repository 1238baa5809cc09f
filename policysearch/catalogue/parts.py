"""A subject that lists several things, in its parts: 城镇和农村居民人均可支配收入 is two incomes."""

from __future__ import annotations

import re

from policysearch.types import Span

PART = re.compile(r"、|以及|和|与|及")
# What the parts of a list share at the end of the last of them: 城镇和农村居民人均可支配收入.
_SHARED = re.compile(
    r"(?:居民)?(?:人均)?可支配收入|(?:产业)?增加值|总?产值|产量|销售额|销量|销售收入|零售额|营业收入|营收|收入|支出|(?:固定资产)?投资|"
    r"进出口(?:总额)?|出口(?:额)?|进口(?:额)?|(?:贷款|存款)?余额|(?:集装箱|旅客|货邮|货物)?吞吐量|[客货]运量|发电量|用电量|装机(?:容量|规模)?|"
    r"(?:通车|营业|运营)?里程|[\u4e00-\u9fff]{2}率|人数|人次|数量|总量|占比|比重|(?:年均|平均)?浓度|面积|规模|新增就业|就业|"
    r"(?:事故)?起数|死亡人数|价格|增速|增幅|涨幅|总额|金额|收入|利润(?:总额)?|贸易额|能耗|成交额"
)
_COMPLETE = re.compile(rf"(?:{_SHARED.pattern}|[值额率量数款价税户])$")
_SHARED_END = re.compile(rf"(?:{_SHARED.pattern})$")


def parts_of(text: str, subject: Span, count: int) -> list[tuple[Span, ...]]:
    """The ``count`` parts of a subject that lists things, each with the words that all share at the end."""
    words = subject.of(text)
    marks = list(PART.finditer(words))
    if len(marks) > count - 1:  # 软件和信息服务业 is one of them
        commas = [m for m in marks if m.group() == "、"]
        marks = sorted(
            [*commas, *(m for m in reversed(marks) if m not in commas)][: count - 1], key=lambda m: m.start()
        )
    if len(marks) != count - 1:
        return []
    edges = [0, *(edge for m in marks for edge in m.span()), len(words)]
    pieces = [Span(subject.start + a, subject.start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if any(not len(piece) for piece in pieces):
        return []
    last = pieces[-1]
    shared = _SHARED_END.search(last.of(text))
    found: list[tuple[Span, ...]] = []
    for piece in pieces[:-1]:
        if shared and shared.start() and not _COMPLETE.search(piece.of(text)):
            found.append(
                (piece, Span(last.start + shared.start() + _overlap(piece.of(text), shared.group()), last.end))
            )
        else:
            found.append((piece,))
    return [*found, (last,)]


def _overlap(words: str, shared: str) -> int:
    """How much of the beginning of ``shared`` stands at the end of ``words`` already: 新兴产业, 产业增加值."""
    return next((n for n in range(len(shared) - 1, 0, -1) if words.endswith(shared[:n])), 0)
