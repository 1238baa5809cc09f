"""Plain text with marks where something was left out: the file again, but for the marks."""

from __future__ import annotations

import re

from policysearch.parse import parse
from policysearch.render.raw import drop_counts, raw_text
from policysearch.types import RawDocument, Source

FILE = (
    "当前位置： 首页 > 公告\n云岭县见习办法\n第一条 为了\u200b规范见习，制定本办法。\n"
    "— 1 —\n第二条 全县适用。\n打印 关闭\n"
)


def test_without_the_marks_it_is_the_file() -> None:
    (document,) = parse(RawDocument(Source("甲.txt", "0" * 64, "text/plain"), FILE))
    shown = raw_text(document)
    assert "〔略去·页码：— 1 —〕" in shown
    assert re.sub(r"〔略去·\w+：|〕", "", shown).replace("\u200b", "") == FILE.replace("\u200b", "")
    assert drop_counts(document) == "网页或版面文字 2 处，不可见字符 1 处，页码 1 处"
