"""What is put aside: found again after a change, told where it is gone, exported from the documents alone."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from test_export import told

from policysearch.app.basket import MOST_PICKS, basket, basket_file, picks_of
from policysearch.errors import UsageError
from policysearch.export import FORMATS, Format, Pick, Picked, export, look_up, pick_ref, report_of_basket
from policysearch.place import label
from policysearch.render import basket_page
from policysearch.render.basket import MOST_NOTE_CHARS
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Section, Source, Span

TODAY = "2026-03-01"
NASTY = "<script>alert(1)</script>\"'&\u202ejavascript:alert(2)"
LINES = ["甲区规划", "一、住房", "建人才公寓600套。", "建人才公寓600套。", "二、补贴", "每月补贴1500元。"]


def document_of(lines: list[str], **changes: object) -> Document:
    """A plan of two sections."""
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines if line[1:2] == "、"]
    ends = [*starts[1:], len(text)]
    sections = tuple(
        Section(
            "plan", 1, text[start : start + 2], n, text[start + 2 : start + 4], Span(start, start + 4), Span(start, end)
        )
        for n, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
    document = Document("d1", Source("甲.md", "0" * 64, "text/markdown"), "", "甲区规划", text, sections=sections)
    changed: Document = replace(document, **changes)  # type: ignore[arg-type]
    return changed


DOCUMENT = document_of(LINES)


def span_of(document: Document, words: str, number: int = 0) -> Span:
    """The place of ``words`` in the text, the ``number``-th after the first."""
    start = -1
    for _ in range(number + 1):
        start = document.text.index(words, start + 1)
    return Span(start, start + len(words))


def pick_of(words: str, number: int = 0, note: str = "") -> Pick:
    """Words of ``DOCUMENT`` put aside."""
    return Pick("d1", (pick_ref(DOCUMENT, span_of(DOCUMENT, words, number)),), note)


def found(pick: Pick, document: Document | None = DOCUMENT) -> Picked:
    """What a pick is where the library has ``document`` alone."""
    return look_up(pick, {document.doc_id: document} if document else {})


def test_of_two_places_with_the_same_words_the_right_one_is_found() -> None:
    for number in (0, 1):
        one = found(pick_of("建人才公寓600套。", number))
        assert one.state == "same"
        assert one.spans == (span_of(DOCUMENT, "建人才公寓600套。", number),)


def test_words_that_moved_are_found_again_and_broken_lines_do_not_matter() -> None:
    moved = document_of(["甲区规划（修订）", *LINES[1:5], "每月补贴\n1500元。"])
    one = found(pick_of("每月补贴1500元。"), moved)
    assert (one.state, one.quote) == ("same", "每月补贴\n1500元。")


def test_what_has_changed_is_told_with_the_words_of_today() -> None:
    changed = document_of([*LINES[:5], "每月补贴1800元。"])
    one = found(pick_of("每月补贴1500元。"), changed)
    assert (one.state, one.quote) == ("changed", "每月补贴1800元。")


def test_a_lost_place_and_a_lost_document_are_told() -> None:
    lost = found(pick_of("每月补贴1500元。"), document_of(LINES[:4]))
    assert (lost.state, lost.spans) == ("lost", ())
    gone = found(pick_of("每月补贴1500元。"), None)
    assert (gone.state, gone.document) == ("gone", None)


def test_several_spans_are_one_quotation() -> None:
    refs = tuple(pick_ref(DOCUMENT, span_of(DOCUMENT, words)) for words in ("600套", "1500元"))
    one = found(Pick("d1", refs))
    assert (one.state, one.quote) == ("same", "600套\n1500元")


@pytest.mark.parametrize("ref", ["9.9.p1-00000000-4@0", "1.p1-00000000-9999@0", "1.p1-00000000-4@999999999"])
def test_a_reference_that_was_made_up_finds_no_words_as_put_aside(ref: str) -> None:
    assert found(Pick("d1", (ref,))).state in ("changed", "lost")


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_has_the_words_of_the_documents_the_notes_and_what_is_missing(form: Format) -> None:
    changed = document_of([*LINES[:5], "每月补贴1800元。"])
    picks = [
        pick_of("建人才公寓600套。", 1, "给处长看"),
        pick_of("每月补贴1500元。", note="核实"),
        Pick("d9", ("1.p1-00000000-4@0",), "哪里来的"),
    ]
    report = report_of_basket("我的摘录", picks, {"d1": changed}, TODAY)
    assert [one.number for one in report.evidence] == [1, 2]
    words = told(export(report, form), form)
    for part in (
        "我的摘录",
        "建人才公寓600套。",
        "给处长看",
        "每月补贴1800元。",
        "变动",
        "d9",
        "哪里来的",
        "一、第2段",
    ):
        assert part in words, part
    assert "1500" not in words


@pytest.mark.parametrize("form", FORMATS)
def test_without_notes_an_export_says_nothing_of_notes(form: Format) -> None:
    report = report_of_basket("摘录", [pick_of("600套")], {"d1": DOCUMENT}, TODAY)
    assert "批注" not in told(export(report, form), form)


def test_the_page_shows_each_state_and_escapes_everything() -> None:
    nasty = document_of([*LINES[:5], f"每月补贴1500元。{NASTY}"], title=NASTY)
    pick = Pick("d1", (pick_ref(nasty, span_of(nasty, f"每月补贴1500元。{NASTY}")),))
    page = basket_page(
        [look_up(pick, {"d1": nasty}), found(pick, None), found(pick), found(pick, document_of(LINES[:4]))], TODAY
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count('class="card pick same"') == 1
    assert page.count('class="card pick gone"') == 1
    assert page.count('class="card pick changed"') == 1
    assert page.count('class="card pick lost"') == 1
    assert page.count("as-kept") == 3
    assert 'href="javascript' not in page


def test_the_page_takes_a_line_of_ten_thousand_characters() -> None:
    long = document_of([*LINES[:5], "长" * 9000])
    pick = Pick("d1", (pick_ref(long, span_of(long, "长" * 9000)),))
    assert found(pick, long).state == "same"
    assert "长" * 9000 in basket_page([found(pick, long)], TODAY)


def test_an_empty_basket_says_how_to_fill_it(plain: Searcher) -> None:
    view = basket(plain, "", TODAY)
    assert "摘录夹还是空的" in view.html
    assert "hidden" not in view.html.split("摘录夹还是空的")[0].rsplit("<p", 1)[1]


@pytest.mark.parametrize(
    "given",
    [
        "x",
        "[" * 9000,
        "{}",
        "[1]",
        '[{"doc": 1, "refs": []}]',
        '[{"doc": "d1", "refs": ["1.p1"]}]',
        '[{"doc": "d1", "refs": ["<script>"]}]',
        json.dumps([{"doc": "d" * 99, "refs": ["1.p1-00000000-4@0"]}]),
        json.dumps([{"doc": "d1", "refs": ["1.p1-00000000-4@0"]}] * (MOST_PICKS + 1)),
    ],
)
def test_what_is_no_basket_is_one_sentence(plain: Searcher, given: str) -> None:
    with pytest.raises(UsageError, match="摘录"):
        basket(plain, given, TODAY)


def test_a_note_that_is_too_long_is_told() -> None:
    given = [{"doc": "d1", "refs": ["1.p1-00000000-4@0"], "note": "长" * (MOST_NOTE_CHARS + 1)}]
    with pytest.raises(UsageError, match=f"最多 {MOST_NOTE_CHARS} 字"):
        picks_of(given)


def test_a_quotation_that_a_request_brings_is_not_exported(plain: Searcher) -> None:
    document = next(iter(plain.documents.values()))
    span = plain.passages_of(document.doc_id)[0].spans[0]
    given: list[dict[str, Any]] = [{"doc": document.doc_id, "refs": [pick_ref(document, span)], "quote": "假话"}]
    file = basket_file(plain, given, "md", NASTY, TODAY)
    words = base64.b64decode(file["base64"]).decode()
    assert "假话" not in words
    assert label(document, span).split("》")[0] in words
    assert "<script>" not in words
    assert "没有" not in basket_file(plain, given, "docx", "", TODAY)["name"]


@pytest.mark.parametrize(
    ("picks", "form", "words"), [([], "docx", "空的"), ("x", "docx", "列表"), ([{}], "md", "第1条")]
)
def test_an_export_of_nothing_is_one_sentence(plain: Searcher, picks: Any, form: str, words: str) -> None:
    assert words in basket_file(plain, picks, form, "", TODAY)["error"]


def test_a_format_that_there_is_not_is_one_sentence(plain: Searcher) -> None:
    document = next(iter(plain.documents.values()))
    span = plain.passages_of(document.doc_id)[0].spans[0]
    given = [{"doc": document.doc_id, "refs": [pick_ref(document, span)]}]
    assert "format 只能是" in basket_file(plain, given, "exe", "", TODAY)["error"]
