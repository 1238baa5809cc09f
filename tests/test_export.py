"""Exported files: opened again they hold the text, the citations in full and the notices, and nothing acts as code."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pytest
from markdown_it import MarkdownIt
from openpyxl.worksheet.worksheet import Worksheet

from policysearch.answer import answer_question
from policysearch.export import FORMATS, Evidence, Report, export, file_name, report_of_answer, report_of_hits
from policysearch.place import full_label, label
from policysearch.search.searcher import Searcher
from policysearch.types import Document, Source, Span

TODAY = "2026-03-05"
QUESTION = "失能老年人每月补贴多少元？"
CITATION = "《杭州市养老服务补贴办法（要点摘编）》杭民发〔2023〕41号 杭州市民政局 2023年7月3日 二、第1段"
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "<script>alert(1)</script> & <b>粗</b>",
    "[链接](javascript:alert(1)) ![图](x) **重** _斜_ `码` ~~删~~ http://evil.example www.evil.example",
    "# 标题",
    "- 项",
    "1. 项",
    "12) 项",
    "> 引",
    "| a | b |",
    "    四个空格",
    "---",
    "a\\*b* \\",
    "坏字符\x00\x0b\x1f\ud800完",
    "&lt;&#60;",
)


@pytest.fixture(scope="module")
def report(plain: Searcher) -> Report:
    """An answer of the invented library."""
    answer = answer_question(plain, QUESTION, plain.search(QUESTION, top_k=10), today=TODAY)
    assert answer.citations
    return report_of_answer(answer, plain.documents, TODAY)


def hostile(words: str) -> Report:
    """A report that says ``words`` wherever it says anything."""
    evidence = Evidence(1, words, words, words, words, words, words, words, 3, words)
    return Report(words, "找到答案", (words,), (words,), (words,), (evidence,), TODAY)


def word_lines(content: bytes) -> list[str]:
    """The paragraphs of a Word file."""
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def sheets(content: bytes) -> dict[str, Worksheet]:
    """The sheets of an Excel file by name."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: sheet for sheet in book.worksheets}


def told(content: bytes, form: str) -> str:
    """All that a file says, in the order of its format."""
    if form == "docx":
        return "\n".join(word_lines(content))
    if form == "xlsx":
        rows = [row for sheet in sheets(content).values() for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(value) for row in rows for value in row if value is not None)
    return content.decode()


def test_the_words_of_a_model_are_told_as_such(plain: Searcher) -> None:
    answer = answer_question(plain, QUESTION, plain.search(QUESTION, top_k=10), today=TODAY)
    written = report_of_answer(replace(answer, method="generate", model="m-1"), plain.documents, TODAY)
    assert all("由模型 m-1 撰写" in told(export(written, form), form).replace("\\", "") for form in FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_question_answer_citations_and_notices(report: Report, form: str) -> None:
    words = told(export(report, form), form).replace("\\", "")  # type: ignore[arg-type]
    [first, *_] = report.evidence
    assert first.citation == CITATION
    assert "820元" in first.quote
    for needed in (QUESTION, "找到答案", *report.paragraphs, CITATION, first.quote, first.source, "2026年3月5日"):
        assert needed in words
    assert any("以原文为准" in warning for warning in report.warnings)
    assert all(warning in words for warning in report.warnings)


def test_what_is_missing_is_told_once(plain: Searcher) -> None:
    question = "西藏那曲的牦牛补贴"
    answer = answer_question(plain, question, plain.search(question, top_k=10), today=TODAY)
    assert answer.status == "not_found"
    found = report_of_answer(answer, plain.documents, TODAY)
    assert (found.status, found.evidence) == ("文件里没有", ())
    for form in FORMATS:
        assert told(export(found, form), form).count(answer.missing[0]) == 1
    partly = report_of_answer(replace(answer, status="partial", text="有。", missing=("没有金额。",)), {}, TODAY)
    assert "没有金额。" in told(export(partly, "docx"), "docx")


def test_hits_are_a_basket(plain: Searcher) -> None:
    hits = plain.search("高技能人才", top_k=4)
    basket = report_of_hits("高技能人才", hits, plain.documents, TODAY)
    assert [one.number for one in basket.evidence] == [1, 2, 3, 4]
    sheet = sheets(export(basket, "xlsx"))["依据"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == [hit.passage.text.strip() for hit in hits]
    for row, hit in zip(rows, hits, strict=True):
        document = plain.documents[hit.passage.doc_id]
        assert row[1] == full_label(document, hit.passage.spans[0])
        assert row[3] == document.title
        assert row[9] == document.source.path
    assert any("规划期" in warning for warning in basket.warnings)
    nothing = report_of_hits("？", (), plain.documents, TODAY)
    assert "没有找到相关段落" in told(export(nothing, "text"), "text")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_becomes_a_formula(words: str) -> None:
    for sheet in sheets(export(hostile(words), "xlsx")).values():
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    if "\x00" not in words:
        assert sheets(export(hostile(words), "xlsx"))["依据"]["C2"].value == words


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_becomes_markup(words: str) -> None:
    safe = words.encode("utf-8", "ignore").decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(export(hostile(safe), "md").decode())
    kinds = {token.type for token in tokens} | {c.type for token in tokens for c in token.children or ()}
    assert kinds <= {
        *(f"{name}_{end}" for name in ("heading", "paragraph", "strong", "blockquote") for end in ("open", "close")),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("inline", "text", "text_special", "softbreak", "hardbreak", "hr"),
    }
    inline = ["".join(c.content for c in token.children or ()) for token in tokens if token.type == "inline"]
    assert inline[0] == " ".join(safe.replace("\x00", "\ufffd").split())
    assert inline.count(inline[0]) >= 4
    assert sum(token.type == "list_item_open" for token in tokens) == 2


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    def links(source: str) -> list[object]:
        one = replace(hostile("词").evidence[0], source=source)
        text = export(replace(hostile("词"), evidence=(one,)), "md").decode()
        inline = [c for token in MarkdownIt().parse(text) for c in token.children or ()]
        return [c.attrs["href"] for c in inline if c.type == "link_open"]

    assert links("https://www.example.org/a_b?c=1") == ["https://www.example.org/a_b?c=1"]
    assert links("javascript:alert(1)") == []
    assert links("https://x.example/>[a](b)") == []


@pytest.mark.parametrize("words", HOSTILE)
def test_word_and_text_hold_what_was_said(words: str) -> None:
    clean = "坏字符完" if "\x00" in words else words
    lines = word_lines(export(hostile(words), "docx"))
    assert lines.count(clean) == 5  # heading, answer, missing, notice, quotation
    if "\x00" not in words:
        assert f"[1] {words}" in export(hostile(words), "text").decode()


def test_long_and_empty_cells() -> None:
    one = replace(hostile("词").evidence[0], quote="长" * 40_000, document_number="", page=None)
    sheet = sheets(export(replace(hostile("词"), evidence=(one,)), "xlsx"))["依据"]
    assert sheet["C2"].value == "长" * 32_766 + "…"
    assert (sheet["E2"].value, sheet["I2"].value) == (None, None)


def test_a_quotation_keeps_its_lines() -> None:
    one = replace(hostile("词").evidence[0], quote="一行\n\n二行")
    report = replace(hostile("词"), evidence=(one,))
    assert "> 一行\\\n> 二行\n" in export(report, "md").decode()
    assert "一行\n\n二行" in word_lines(export(report, "docx"))


def test_a_citation_without_facts_is_its_label() -> None:
    document = Document("d", Source("a.txt", "0", "text/plain"), "", "无名", "一句。", page_starts=(0,))
    assert full_label(document, Span(0, 3)) == label(document, Span(0, 3)) == "《无名》开头第1段（第1页）"


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("秀洲区人才公寓有多少套？", "秀洲区人才公寓有多少套.docx"),
        ("../../etc/passwd", "etc_passwd.docx"),
        ("???", "回答.docx"),
        ("长" * 100, "长" * 40 + ".docx"),
    ],
)
def test_a_file_name_is_a_name(question: str, name: str) -> None:
    assert file_name(replace(hostile("词"), question=question), "docx") == name
    assert file_name(replace(hostile("词"), question=question), "text") == name.replace(".docx", ".txt")
