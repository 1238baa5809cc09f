"""The quality of a document: what is counted, the rules of the grade, and the report of a corpus."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from policysearch.quality import DOUBTS, MISSING, assess, quality_lines
from policysearch.render.quality import quality_rows
from policysearch.render.report import report_page
from policysearch.types import (
    BuildReport,
    Document,
    Doubt,
    DoubtReason,
    Dropped,
    Failure,
    Passage,
    Section,
    Source,
    Span,
    Table,
)

GOLDEN = Path(__file__).parent / "golden" / "report.html"
WRITE = os.environ.get("POLICYSEARCH_WRITE_GOLDEN") == "1" and os.environ.get("CI") != "true"
NASTY = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
TEXT = "青浦区停车场管理办法\n第一条 停车场应当公示收费标准。\n第二条 本办法自公布之日起施行。"
PLACE = Span(TEXT.index("第二条"), len(TEXT))


def document(**changes: object) -> Document:
    """An invented regulation of which nothing is missing or doubtful."""
    sections = (
        Section("law", 5, "第一条", 1, "", Span(11, 14), Span(11, 28)),
        Section("law", 5, "第二条", 2, "", Span(PLACE.start, PLACE.start + 3), PLACE),
    )
    whole = Document(
        doc_id="d1",
        source=Source("法规/停车办法.txt", "0" * 64, "text/plain"),
        part="",
        title="青浦区停车场管理办法",
        text=TEXT,
        sections=sections,
        issuers=("青浦区人民政府",),
        number="青府规〔2022〕3号",
        issued_on="2022-03-04",
        regions=("上海市/青浦区",),
        kind="规章",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def passages(*lengths: int) -> list[Passage]:
    """Passages of these lengths."""
    return [Passage(f"d1:{n}", "d1", "clause", (Span(0, n),), "字" * n, "", ()) for n in lengths]


@pytest.mark.parametrize(
    ("change", "grade"),
    [
        ({}, "良好"),
        ({"number": None, "regions": (), "kind": None}, "良好"),
        ({"dropped": (Dropped(Span(0, 1), "page_mark"),)}, "良好"),
        ({"tables": (Table(Span(0, 5), (("甲",),)),)}, "良好"),
        ({"issuers": ()}, "有提示"),
        ({"issued_on": None}, "有提示"),
        ({"title": "停车办法"}, "有提示"),
        ({"warnings": ("编码不能确定，按 GB18030 读取。",)}, "有提示"),
        ({"doubts": (Doubt(PLACE, "numbering_gap"),)}, "有提示"),
        ({"doubts": (Doubt(PLACE, "heading_doubtful"),)}, "有提示"),
        ({"doubts": (Doubt(PLACE, "table_rebuilt"),)}, "有提示"),
        ({"text": TEXT * 30 + "\ue123"}, "有提示"),
        ({"text": TEXT + "\ufffd"}, "需核对"),
        ({"doubts": (Doubt(PLACE, "interleaved"),)}, "需核对"),
        ({"doubts": (Doubt(PLACE, "table_lost"),)}, "需核对"),
        ({"doubts": (Doubt(PLACE, "value_unplaced"),)}, "需核对"),
        ({"tables": (Table(Span(0, 5), ()),)}, "需核对"),
    ],
)
def test_the_rules_of_the_grade(change: dict[str, object], grade: str) -> None:
    assert assess(document(**change), passages(90, 200)).grade == grade


def test_too_long_a_passage_is_a_hint() -> None:
    quality = assess(document(), passages(5, 19, 20, 400, 401))
    assert (quality.passages.short, quality.passages.long) == (2, 1)
    assert (quality.passages.least, quality.passages.median, quality.passages.most) == (5, 20, 401)
    assert quality.grade == "有提示"


def test_what_is_missing_is_named_and_a_title_in_the_text_is_not() -> None:
    bare = document(issuers=(), number=None, issued_on=None, regions=(), kind=None, title="停车办法")
    assert assess(bare, ()).missing == tuple(MISSING)
    named = document(source=Source("青浦区停车场管理办法.txt", "", ""))
    assert assess(named, ()).missing == ()


def test_counts_and_places() -> None:
    dropped = tuple(Dropped(Span(n, n + 1), reason) for n, reason in enumerate(("furniture", "page_mark", "furniture")))
    quality = assess(
        document(dropped=dropped, doubts=(Doubt(PLACE, "numbering_gap"),), page_starts=(0, 5)), passages(90)
    )
    assert quality.dropped == (("furniture", 2), ("page_mark", 1))
    assert quality.pages == 2
    assert [doubt.place for doubt in quality.doubts] == ["第二条"]
    assert quality.doubts[0].words == "第二条 本办法自公布之日起施行。"
    lines = quality_lines(quality)
    assert "  整理时略去：网页或版面文字 2 处、页码 1 处" in lines
    assert "  请核对 第二条：序号不连续（“第二条 本办法自公布之日起施行。”）" in lines


def test_every_reason_of_a_doubt_has_its_words() -> None:
    assert set(DOUBTS) == set(get_args(DoubtReason))


def test_a_doubtful_place_is_a_link_to_it() -> None:
    doubtful = document(doubts=(Doubt(PLACE, "heading_doubtful"),))
    rows = dict(quality_rows(doubtful, assess(doubtful, passages(90))))
    assert 'href="?doc=d1&amp;clause=2' in rows["请核对"]
    assert "有提示" in rows["整理质量"]


def report() -> BuildReport:
    """A report of invented documents of every grade."""
    doubtful = document(
        doc_id="d2",
        title=f"停车场规划{NASTY}",
        source=Source(f"规划/{NASTY}.pdf", "", "application/pdf"),
        doubts=(Doubt(PLACE, "interleaved"), Doubt(PLACE, "value_unplaced")),
        tables=(Table(Span(0, 5), ()), Table(Span(5, 9), (("甲",),))),
        warnings=(NASTY,),
        dropped=(Dropped(Span(0, 1), NASTY), Dropped(Span(1, 2), "page_mark")),
        page_starts=(0, 11),
    )
    hinted = document(doc_id="d3", part="2", title="停车通知", issuers=(), number=None)
    qualities = (
        assess(document(), passages(90, 120)),
        assess(doubtful, passages(8, 401)),
        assess(hinted, passages(80)),
    )
    return BuildReport("v3", 3, 5, 1.25, (Failure(f"坏{NASTY}.docx", f"打不开{NASTY}：请另存。"),), qualities)


def test_the_report_of_a_corpus_is_as_it_was() -> None:
    page = report_page(report())
    if WRITE:
        GOLDEN.write_text(page, "utf-8")
    assert page == GOLDEN.read_text("utf-8")


class _Reading(HTMLParser):
    """The tags and attribute names of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]


def test_a_hostile_title_stays_text_and_the_page_loads_nothing() -> None:
    page = report_page(report())
    read = _Reading(page)
    assert {"script", "img", "link", "iframe", "a"}.isdisjoint(read.tags)
    assert {"src", "href"}.isdisjoint(read.names)
    assert not [name for name in read.names if name.startswith("on")]
    assert page.count("<details>") == 3
    assert page.index("需核对（1 份）") < page.index("有提示（1 份）") < page.index("良好（1 份）")
    assert "没有读成（1 份）" in page


def test_an_empty_report_is_a_page_too() -> None:
    page = report_page(BuildReport(None, 0, 0, 0.0))
    assert "没有发布索引" in page
    assert "<details>" not in page


def test_a_quality_is_plain_values() -> None:
    record = json.loads(json.dumps(asdict(assess(document(), passages(90)))))
    assert record["grade"] == "良好"
    assert record["passages"] == {"count": 1, "least": 90, "median": 90, "most": 90, "short": 0, "long": 0}
