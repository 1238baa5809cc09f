"""What is shown: everything escaped, marks at the right offsets, links that lead back, enough contrast."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from policysearch.cells import located
from policysearch.context import Context
from policysearch.kinship import Kin, Kinship
from policysearch.place import clause_link, label, resolve
from policysearch.quality import assess
from policysearch.render import (
    FACETS,
    Address,
    answer_panel,
    card,
    chips,
    choices,
    facet_panel,
    home,
    marked,
    occurrences,
    parse_address,
    pasted_notice,
    reader,
    relatives,
    result_list,
    trace_page,
    understood,
    unknown_document,
    without,
)
from policysearch.render.around import context_panel
from policysearch.render.conversation import follow_form, understood_as
from policysearch.render.differences import difference_text
from policysearch.render.html import Html, element
from policysearch.render.library import library_page
from policysearch.render.quality import quality_list, quality_page
from policysearch.render.results import why
from policysearch.render.shelf import Wanted, shelf_of
from policysearch.types import (
    Answer,
    Change,
    Citation,
    Document,
    Dropped,
    Family,
    Filters,
    Finding,
    FindingKind,
    Hit,
    Lift,
    Passage,
    Proof,
    Quality,
    Relation,
    Section,
    Segment,
    SegmentKind,
    Signals,
    Source,
    Span,
    Table,
    Trace,
    Understanding,
)

TODAY = "2026-03-01"
NASTY = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
CSS = Path(__file__).parent.parent / "policysearch" / "app" / "static" / "colours.css"


class _Reading(HTMLParser):
    """The tags, attributes and words of a page as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def _between(page: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, flags=re.DOTALL)


def _document(lines: list[str], **changes: object) -> Document:
    """A plan: 一、 with （一） under it, one line each, and a table where a line holds tabs."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    inner = Section("plan", 2, "（一）", 1, "安居", Span(starts[2], starts[2] + 5), Span(starts[2], len(text)))
    outer = Section("plan", 1, "一、", 1, "任务", Span(starts[1], starts[1] + 4), Span(starts[1], len(text)), (inner,))
    document = Document(
        doc_id="d1",
        source=Source("规划/甲.md", "0" * 64, "text/markdown"),
        part="",
        title="甲区规划",
        text=text,
        sections=(outer,),
        regions=("浙江省/杭州市/甲区",),
        kind="规划",
        issued_on="2022-03-04",
        plan_period=(2021, 2025),
        is_digest=True,
    )
    changed: Document = replace(document, **changes)  # type: ignore[arg-type]
    return replace(changed, tables=tuple(located(text, table) for table in changed.tables))


LINES = ["甲区规划", "一、任务", "（一）安居", "建人才公寓600套。", "给青年人才租房补贴。"]
PLAN = _document(LINES)


def _hit(document: Document, words: str, *terms: str) -> Hit:
    start = document.text.index(words)
    span = Span(start, start + len(words))
    passage = Passage(f"d1:{start}", document.doc_id, "clause", (span,), words, words, ("一、任务", "（一）安居"))
    return Hit(passage, 1, 1.0, Signals(1, 2.0, 3, 0.5, terms))


def _citation(document: Document, words: str) -> Citation:
    start = document.text.index(words)
    span = Span(start, start + len(words))
    return Citation(1, "p", document.doc_id, document.title, label(document, span), words, (span,))


# ---- escaping


def test_element_escapes_children_and_attributes() -> None:
    page = element("a", NASTY, href=NASTY, class_="x")
    read = _Reading(page)
    assert read.tags == ["a"]
    assert read.values("href") == [NASTY]
    assert "".join(read.words) == NASTY


def _pages_with_nasty_words() -> dict[str, str]:
    lines = ["甲区规划", "一、任务", "（一）安居", f"建{NASTY}公寓。", f"{NASTY}\t{NASTY}"]
    start = sum(len(line) + 1 for line in lines[:4])
    text = "\n".join(lines)
    table = Table(Span(start, start + len(lines[4])), ((NASTY, NASTY),))
    document = _document(
        lines,
        title=NASTY,
        tables=(table,),
        issuers=(NASTY,),
        number=NASTY,
        kind=NASTY,
        regions=(NASTY,),
        origin=NASTY,
        warnings=(NASTY,),
        form=NASTY,
        declared="已废止",
        proofs=(Proof("number", "text", Span(0, len(text))), Proof("kind", "sidecar")),
        relations=(Relation("依据", NASTY, NASTY, Span(0, 4)),),
        changes=(Change("废止", NASTY, NASTY, "2020-01-01"),),
        dropped=(Dropped(Span(0, 1), NASTY),),
        source=Source(NASTY, "0", "text/plain", "javascript:alert(3)"),
    )
    documents = {document.doc_id: document}
    hit = _hit(document, lines[3], "script", "公寓", NASTY)
    hit = replace(hit, passage=replace(hit.passage, section_path=(NASTY,)), also=(hit.passage,))
    nasty = hit.passage
    kinship = Kinship([Family("version", (NASTY, "d1")), Family("version", ("d1", NASTY))])
    everyone = documents | {NASTY: replace(document, doc_id=NASTY)}
    filters = Filters(doc_ids=(NASTY, "d1"), regions=(NASTY,), kinds=(NASTY,))
    address = Address(question=NASTY, filters=filters)
    answer = Answer(NASTY, "partial", f"{NASTY}[1]", (NASTY,), (NASTY,), citations=(_citation(document, lines[3]),))
    found = {facet: choices(facet, [hit], documents, filters) for facet in FACETS}
    return {
        "answer": answer_panel(answer, documents, address, TODAY),
        "nothing": answer_panel(Answer(NASTY, "not_found", NASTY), documents, address, TODAY),
        "cards": result_list([hit], everyone, address, TODAY, kinship),
        "kin": relatives(Kin(*((NASTY,) for _ in range(5))), everyone),
        "facets": facet_panel(found, address, 50),
        "chips": chips(address, documents),
        "understood": understood(
            Understanding(NASTY, (Finding("phrase", NASTY, NASTY, Span(0, 4)),), frozenset({NASTY})), [hit], address
        ),
        "reader": reader(document, Span(0, len(document.text)), TODAY),
        "unknown": unknown_document(NASTY),
        "home": home(documents, [NASTY], address, TODAY, blank=True),
        "library": library_page(
            shelf_of(list(documents.values()), Wanted(word=NASTY), TODAY, _quality),
            Wanted((("region", (NASTY,)), ("kind", (NASTY,))), NASTY),
            TODAY,
            _quality,
            NASTY,
        ),
        "quality": quality_page(document, _quality(document), TODAY),
        "qualities": quality_list([(document, replace(_quality(document), grade="需核对"))], TODAY),
        "around": card(hit, document, TODAY, context=Context(Span(0, len(text)), Span(1, len(text)), nasty, nasty)),
        "trace": trace_page(NASTY, [_nasty_trace(document)], documents, TODAY, 2000),
        "traced": pasted_notice(NASTY, [replace(hit, signals=Signals(by_trace=True))]) + Html("alert(1)"),
    }


def _quality(document: Document) -> Quality:
    return assess(document, ())


def _nasty_trace(document: Document) -> Trace:
    kinds: tuple[SegmentKind, ...] = ("same", "added", "removed", "changed")
    segments = tuple(Segment(kind, NASTY, NASTY) for kind in kinds)
    return Trace(document.doc_id, Span(0, len(document.text)), Span(0, 3), 0.5, segments)


@pytest.mark.parametrize("name", sorted(_pages_with_nasty_words()))
def test_nothing_in_a_document_or_question_becomes_markup(name: str) -> None:
    read = _Reading(_pages_with_nasty_words()[name])
    assert {"script", "img", "style", "iframe"}.isdisjoint(read.tags)
    assert not [key for key, _ in read.attributes if key.startswith("on")]
    assert not [href for href in read.values("href") if not href.startswith(("?", "#"))]
    assert "alert(1)" in "".join(read.words)


# ---- marks


def test_marks_stand_at_the_offsets_of_the_printed_text() -> None:
    text = "建人才公寓600套，人才优先。"
    spans = occurrences(text, ["人才公寓", "公寓600", "优先"])
    assert [span.of(text) for span in spans] == ["人才公寓600", "优先"]
    assert marked(text, spans) == "建<mark>人才公寓600</mark>套，人才<mark>优先</mark>。"


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("引進高層次人才", "高层次", "高層次"),
        ("全社会Ｒ＆Ｄ经费", "r&d", "Ｒ＆Ｄ"),
        ("加大R&D投入", "Ｒ＆Ｄ", "R&D"),
        ("㈠建设人才公寓", "人才", "人才"),
        ("青年人\n才租房", "人才", "人\n才"),
        ("100㎡以内的公寓", "公寓", "公寓"),
    ],
)
def test_marks_find_folded_words(text: str, term: str, found: str) -> None:
    assert [span.of(text) for span in occurrences(text, [term])] == [found]


def test_no_mark_without_a_word() -> None:
    assert occurrences("人才", ["", " ", "公寓"]) == ()
    assert occurrences("a+b*c", ["+", "b*"]) == (Span(1, 4),)


# ---- answer


def test_markers_are_links_to_the_quoted_clause_and_others_stay_text() -> None:
    citation = _citation(PLAN, "建人才公寓600套。")
    answer = Answer("多少套", "answered", "600套[1]，另见[7]。", citations=(citation,))
    page = answer_panel(answer, {"d1": PLAN}, Address("多少套"), TODAY)
    assert "找到答案" in page
    assert "[7]" in page
    assert len(re.findall(r"<sup>", page)) == 1
    address = parse_address(_Reading(page).values("href")[0])
    assert address.doc == "d1"
    assert resolve(PLAN, address.clause or "") == citation.span
    assert citation.label in page
    assert "<mark>建人才公寓600套。</mark>" in page
    assert "与收录文本逐字一致" in page


def test_a_quotation_that_is_not_in_the_text_is_not_called_exact() -> None:
    citation = replace(_citation(PLAN, "建人才公寓600套。"), quote="建人才公寓900套。")
    page = answer_panel(Answer("q", "answered", "x[1]", citations=(citation,)), {"d1": PLAN}, Address("q"), TODAY)
    assert "建人才公寓900套。" in page
    assert "逐字一致" not in page


def test_not_found_says_what_was_searched_and_offers_all() -> None:
    filters = Filters(doc_ids=("d1",), date_from="2022-01-01", date_to="2022-12-31")
    page = answer_panel(Answer("养老", "not_found", "没有。"), {"d1": PLAN}, Address("养老", filters), TODAY)
    assert "文件里没有" in page
    assert "文件《甲区规划》；日期为2022年" in page
    assert Address("养老").href in _Reading(page).values("href")


def test_missing_and_warnings_are_shown_once() -> None:
    answer = Answer("q", "partial", "有一部分。", ("文件没有写明金额。",), ("《甲区规划》是摘编，以原文为准。",))
    page = answer_panel(answer, {"d1": PLAN}, Address("q"), TODAY)
    assert page.count("文件没有写明金额。") == 1
    assert page.count("以原文为准。") == 1
    assert "只找到一部分" in page


# ---- cards and facets


def test_a_card_names_the_other_sources_of_its_words_and_newer_versions() -> None:
    copy = replace(PLAN, doc_id="d2", source=replace(PLAN.source, path="转载/甲.html"))
    newer = replace(PLAN, doc_id="d3", title="甲区规划（修订）", issued_on="2024-05-06")
    documents = {document.doc_id: document for document in (PLAN, copy, newer)}
    hit = _hit(PLAN, "建人才公寓600套。")
    hit = replace(hit, also=(replace(hit.passage, doc_id="d2"),))
    page = result_list([hit], documents, Address("q"), TODAY, Kinship([Family("version", ("d3", "d1"))]))
    hrefs = _Reading(page).values("href")
    assert "同文 2 份" in page
    assert "转载/甲.html" in page
    place = clause_link(copy, Span(hit.passage.start, hit.passage.end))
    assert f"?doc=d2&clause={place}" in hrefs
    assert "较新或正式的版本" in page
    assert "《甲区规划（修订）》（2024年5月6日）" in page
    assert "?doc=d3" in hrefs
    alone = result_list([replace(hit, also=())], documents, Address("q"), TODAY)
    assert "同文" not in alone
    assert "较新" not in alone


def test_the_head_of_a_document_lists_its_relatives() -> None:
    other = replace(PLAN, doc_id="d2")
    page = reader(PLAN, None, TODAY, relatives(Kin(copies=("d2", "gone"), notices=("d2",)), {"d2": other}))
    assert "<dt>同文</dt>" in page
    assert "<dt>载于</dt>" in page
    assert "较新" not in page
    assert page.count('href="?doc=d2"') == 2
    assert relatives(Kin(copies=("gone",)), {}) == ""


def test_a_card_says_what_why_where_and_how_to_cite() -> None:
    hit = _hit(PLAN, "建人才公寓600套。", "公寓")
    page = card(hit, PLAN, TODAY)
    for words in (
        "甲区规划",
        "（一）安居",
        "<mark>公寓</mark>",
        "词面第1名",
        "语义第3名",
        "命中 公寓",
        "2022-03-04",
        "摘编",
        "规划期已满",
    ):
        assert words in page
    link = clause_link(PLAN, hit.passage.spans[0])
    assert {parse_address(href).clause for href in _Reading(page).values("href")} == {link}
    copied = re.findall(r'class="copy-text" hidden>(.*?)</span>', page)
    assert [re.sub("<[^>]*>", "", words) for words in copied] == [
        f"“建人才公寓600套。”——{label(PLAN, hit.passage.spans[0])}"
    ]


def test_around_a_hit_nothing_is_said_twice() -> None:
    document = _document([*LINES, "戊" * 900])
    before, own, after = (_hit(document, words).passage for words in LINES[2:])
    short, long = Span(before.start, after.end), Span(0, len(document.text))

    def names(clause: Span, section: Span) -> list[str]:
        page = context_panel(Context(clause, section, before, after), document, own)
        return re.findall(r'context-name">(.+?)<a', page)

    assert names(Span(before.start, own.end), short) == ["本节全文"]
    assert names(short, short) == ["所在条款"]
    assert names(short, long) == ["所在条款", "前一段", "后一段", "本节全文"]
    assert names(own.spans[0], own.spans[0]) == ["前一段", "后一段"]


@pytest.mark.parametrize(
    ("segments", "told"),
    [
        ([("same", "房", "房"), ("changed", "8", "6"), ("same", "00套", "00套")], "房〔原文“600”，粘贴作“800”〕套"),
        ([("same", "共100", "共100"), ("added", "0", ""), ("same", "套", "套")], "共〔原文“100”，粘贴作“1000”〕套"),
        (
            [("changed", "1", "2"), ("same", "0", "0"), ("changed", "1", "2"), ("same", "套", "套")],
            "〔原文“202”，粘贴作“101”〕套",
        ),
        ([("same", "增5.", "增5."), ("changed", "6", "5"), ("same", "%", "%")], "增〔原文“5.5”，粘贴作“5.6”〕%"),
        ([("same", "2025", "2025"), ("removed", "", "年"), ("same", "底", "底")], "2025〔缺少“年”〕底"),
    ],
)
def test_a_figure_that_differs_is_told_whole(segments: list[tuple[SegmentKind, str, str]], told: str) -> None:
    one = replace(_nasty_trace(PLAN), segments=tuple(Segment(*segment) for segment in segments))
    assert difference_text(one) == told


def test_a_running_plan_is_not_called_over() -> None:
    assert "规划期已满" not in card(_hit(PLAN, "建人才公寓600套。"), PLAN, "2025-12-31")


def test_ten_cards_first_then_more() -> None:
    hits = [replace(_hit(PLAN, "建人才公寓600套。"), rank=rank) for rank in range(1, 24)]
    page = result_list(hits, {"d1": PLAN}, Address("q"), TODAY)
    assert page.count('class="card"') == 10
    assert "更多（还有 13 个）" in page
    assert "更多" not in result_list(hits, {"d1": PLAN}, Address("q", cards=30), TODAY)


def test_a_table_passage_keeps_its_head() -> None:
    lines = ["甲区规划", "一、任务", "（一）安居", "指标\t单位\t2025年目标", "人才总量\t万人\t38", "公寓\t套\t600"]
    start = sum(len(line) + 1 for line in lines[:3])
    rows = tuple(tuple(line.split("\t")) for line in lines[3:])
    document = _document(lines, tables=(Table(Span(start, len("\n".join(lines))), rows),))
    page = card(_hit(document, lines[5], "公寓"), document, TODAY)
    assert _between(page, "th") == ["指标", "单位", "2025年目标"]
    assert _between(page, "td") == ["<mark>公寓</mark>", "套", "600"]


def test_facets_count_passages_and_lead_to_narrower_searches() -> None:
    other = replace(PLAN, doc_id="d2", title="乙区规划", regions=("浙江省/杭州市/乙区",), issued_on=None)
    documents = {"d1": PLAN, "d2": other}
    hits = [_hit(PLAN, "建人才公寓600套。"), _hit(PLAN, "给青年人才租房补贴。"), _hit(other, "建人才公寓600套。")]
    found = {facet: choices(facet, hits, documents, Filters()) for facet in FACETS}
    assert [(c.name, c.count) for c in found["documents"]] == [("甲区规划", 2), ("乙区规划", 1)]
    assert [(c.name, c.count) for c in found["years"]] == [("2022年", 2)]
    assert found["regions"][1].filters == Filters(regions=("浙江省/杭州市/乙区",))
    assert found["years"][0].filters == Filters(date_from="2022-01-01", date_to="2022-12-31")
    page = facet_panel(found, Address("q"), 50)
    assert Address("q", Filters(doc_ids=("d2",))).href in _Reading(page).values("href")
    assert "类别" not in page, "one value narrows nothing"


def test_a_chosen_value_can_be_taken_off_even_when_nothing_has_it() -> None:
    filters = Filters(kinds=("法规",))
    (choice,) = choices("kinds", [], {"d1": PLAN}, filters)
    assert (choice.chosen, choice.count, choice.filters) == (True, 0, Filters())
    page = chips(Address("q", filters), {"d1": PLAN})
    assert _Reading(page).values("href") == ["?q=q", "?q=q"]
    assert without(Filters(kinds=("法规",), doc_ids=("d1",)), "kinds") == Filters(doc_ids=("d1",))


def test_many_documents_stay_behind_a_fold() -> None:
    documents = {f"d{n}": replace(PLAN, doc_id=f"d{n}", title=f"{n}号文件") for n in range(50)}
    hits = [_hit(document, "建人才公寓600套。") for document in documents.values()]
    found = {facet: choices(facet, hits, documents, Filters()) for facet in FACETS}
    assert "另有 42 项" in facet_panel(found, Address("q"), 50)


# ---- what was understood

UNDERSTOOD = Understanding(
    "杭州2025年有多少",
    (
        Finding("place", "浙江省/杭州市", "杭州市", Span(0, 2)),
        Finding("year", "2025", "2025年", Span(2, 7)),
        Finding("wants", "list", "列举", Span(8, 10)),
        Finding("wants", "number", "数字", Span(8, 10)),
    ),
    frozenset({"year:2025"}),
)


def test_each_thing_understood_can_be_switched_off_and_on_again() -> None:
    address = Address("杭州2025年有多少", Filters(kinds=("规划",)), off=("year:2025",), cards=20)
    page = understood(UNDERSTOOD, [], address)
    off, on = map(parse_address, _Reading(page).values("href"))
    assert off.off == ("year:2025", "place:浙江省/杭州市")
    assert on.off == ()
    assert (off.question, off.filters, off.cards) == (address.question, address.filters, 10)
    assert "<s>年份：2025年</s>" in page
    assert "<span>地区：杭州市</span>" in page
    assert '<span class="wants">想找：列举、数字</span>' in page


@pytest.mark.parametrize(
    ("kind", "signals", "is_switch"),
    [
        ("programme", Signals(by_phrase=True), False),
        ("phrase", Signals(), False),
        ("phrase", Signals(by_phrase=True), True),
        ("number", Signals(), False),
        ("number", Signals(by_number=True), True),
        ("title", Signals(), True),
    ],
)
def test_what_moves_nothing_is_told_and_is_no_switch(kind: FindingKind, signals: Signals, is_switch: bool) -> None:
    found = Understanding("“青苗”", (Finding(kind, "青苗", "“青苗”", Span(0, 4)),))
    hits = [replace(_hit(PLAN, "建人才公寓600套。"), signals=signals)]
    page = understood(found, hits, Address("“青苗”"))
    assert "：“青苗”</span>" in page
    assert bool(_Reading(page).values("href")) is is_switch
    # What is switched off can always be switched on again.
    off = understood(replace(found, ignored=frozenset({f"{kind}:青苗"})), [], Address("“青苗”"))
    assert bool(_Reading(off).values("href")) is (kind != "programme")


def test_nothing_understood_shows_nothing() -> None:
    assert understood(Understanding("人才"), [], Address("人才")) == ""


def test_a_rule_that_moved_a_hit_is_told_and_can_be_switched() -> None:
    sunk = replace(_hit(PLAN, "建人才公寓600套。"), signals=Signals(lifts=(Lift("validity", -0.05),)))
    page = understood(Understanding("人才"), [sunk], Address("人才"))
    (href,) = _Reading(page).values("href")
    assert parse_address(href).off == ("validity",)
    again = understood(Understanding("人才", (), frozenset({"validity"})), [], parse_address(href))
    assert parse_address(_Reading(again).values("href")[0]).off == ()


def test_a_card_says_what_agrees_and_what_does_not() -> None:
    lifts = (
        Lift("place:浙江省", 0.1),
        Lift("place:浙江省/杭州市", 0.1),
        Lift("year:2025", 0.1),
        Lift("validity", -0.1),
    )
    page = why(replace(_hit(PLAN, "建人才公寓600套。"), signals=Signals(lifts=lifts)))
    assert page == "<span>地区相符</span><span>年份相符</span><span>已有新文本</span>"
    assert why(replace(_hit(PLAN, ""), signals=Signals(lifts=(Lift("place:浙江省", -0.1),)))) == "<span>地区不同</span>"


# ---- addresses


@pytest.mark.parametrize(
    "address",
    [
        Address("人才 & 公寓？=#"),
        Address("q", Filters(("d1", "d2"), ("浙江省/杭州市",), ("规划",), "2022-01-01", "2022-12")),
        Address("", cards=30),
        Address("q", Filters(kinds=("规划",)), off=("place:浙江省/杭州市", "phrase:a&b=c")),
        Address("q", off=("synonyms",)),
        Address(doc="d1", clause="1.1.p1-0123abcd-9"),
        Address(doc="d1"),
        Address(view="library", options=(("region", "330105"),)),
        Address(trace=""),
        Address(trace="第一段 & 第二段\n<b>"),
    ],
)
def test_an_address_survives_the_round_trip(address: Address) -> None:
    assert parse_address(address.href) == address


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?from=2022-13-01&to=x&n=-3",
        "?n=99999",
        "?doc=&region=",
        "?" + "q=1&" * 300,
        "?off=&off=" + "x" * 999 + "&off=a" * 3,
    ],
)
def test_a_malformed_address_is_never_an_error(query: str) -> None:
    address = parse_address(query)
    assert not address.filters
    assert 10 <= address.cards <= 50
    assert address.off in ((), ("a",))


# ---- reader


def test_the_reader_holds_the_whole_text_with_anchors() -> None:
    page = reader(PLAN, None, TODAY)
    ids = _Reading(page).values("id")
    assert {"c-1", "c-1.1", "c-1.1.p1", "c-1.1.p2", "c-p1"} <= set(ids)
    assert len(ids) == len(set(ids))
    words = "".join(_Reading(page).words)
    assert all(line in words for line in LINES)
    outline = [href for href in _Reading(page).values("href") if parse_address(href).clause]
    assert all(resolve(PLAN, parse_address(href).clause or "") is not None for href in outline)


def test_the_reader_lights_the_cited_words_across_lines() -> None:
    cited = Span(PLAN.text.index("600套"), PLAN.text.index("租房"))
    page = reader(PLAN, cited, TODAY)
    marks = re.findall(r'<mark class="cited"( id="cited")?>(.*?)</mark>', page)
    assert marks == [(' id="cited"', "600套。"), ("", "给青年人才")]


def test_the_reader_shows_pages_inside_a_line_tables_and_what_was_left_out() -> None:
    lines = ["甲区规划", "一、任务", "（一）安居", "建人才公寓600套。", "指标\t目标", "公寓\t600", "散开 的 表"]
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    tables = (
        Table(Span(starts[4], starts[6] - 1), (("指标", "目标"), ("公寓", "600"))),
        Table(Span(starts[6], starts[6] + 6), ()),
    )
    document = _document(
        lines,
        tables=tables,
        page_starts=(0, starts[3] + 3),
        dropped=(Dropped(Span(0, 1), "page_mark"), Dropped(Span(2, 3), "page_mark")),
        warnings=("标题级别有疑问。",),
    )
    page = reader(document, Span(starts[5], starts[5] + 2), TODAY)
    assert '建人才<span class="page">第2页</span>公寓600套。' in page
    assert _between(page, "th") == ["指标", "目标"]
    name, figure = _between(page, "td")
    assert name == '<mark class="cited" id="cited">公寓</mark>'
    assert figure.startswith("600<a ")
    assert 'data-place="一、（一）表格第1行“公寓”（第2页）"' in figure
    assert "散开 的 表" in _between(page, "pre")[0]
    assert "页码 2 处" in page
    assert "标题级别有疑问。" in page
    assert "2022年3月4日" in page


def test_a_heading_with_its_words_on_the_same_line_is_strong() -> None:
    lines = ["甲区规划", "一、任务", "（一）安居。建人才公寓600套。"]
    page = reader(_document(lines), None, TODAY)
    assert "<strong>（一）安居</strong>。建人才公寓600套。" in page
    assert {"c-1.1", "c-1.1.p1"} <= set(_Reading(page).values("id"))


def test_a_field_leads_to_the_words_that_prove_it() -> None:
    text = PLAN.text
    words = Span(text.index("建人才公寓"), text.index("建人才公寓") + 5)
    proofs = (Proof("number", "text", words), Proof("regions", "file_name"), Proof("kind", "sidecar"))
    relation = Relation("依据", "人才条例", "甲政发〔2020〕1号", words)
    document = replace(PLAN, number="甲政发〔2021〕1号", proofs=proofs, relations=(relation,))
    page = reader(document, None, TODAY)
    place = f"?doc=d1&amp;clause={clause_link(document, words)}"
    assert f'甲政发〔2021〕1号<a href="{place}" class="proof" title="建人才公寓">出处</a>' in page
    assert resolve(document, clause_link(document, words)) == words
    assert '规划<span class="proof">来自附加的元数据</span>' in page
    assert '<span class="proof">来自文件名</span>' in page
    assert f'<a href="{place}" class="proof" title="在文中的位置">《人才条例》（甲政发〔2020〕1号）</a>' in page


@pytest.mark.parametrize(
    ("signals", "words"),
    [
        (Signals(by_number=True), "文号相符"),
        (Signals(by_title=True), "文件名相符"),
        (Signals(by_phrase=True), "含引号里的原话"),
        (Signals(by_reference=True), "条款序号相符"),
        (Signals(by_trace=True), "与粘贴的文字相符"),
    ],
)
def test_a_card_says_what_in_the_question_names_it(signals: Signals, words: str) -> None:
    hit = replace(_hit(PLAN, "建人才公寓600套。"), signals=signals)
    assert f'<p class="why"><span>{words}</span></p>' in card(hit, PLAN, TODAY)


def test_what_is_not_in_force_bears_a_badge_and_says_why() -> None:
    document = replace(PLAN, changes=(Change("废止", "d2", "新规划", "2023-01-01"),))
    page = reader(document, None, TODAY)
    assert '<span class="badge over" title="《甲区规划》已自 2023-01-01 起被《新规划》废止。">已废止</span>' in page
    assert '<a href="?doc=d2" class="proof">废止它的文件：《新规划》</a>' in page
    assert "已废止" not in reader(document, None, "2022-12-31")
    draft = reader(replace(PLAN, declared="征求意见稿"), None, TODAY)
    assert ">征求意见稿</span>" in draft
    assert "还不是正式文件" in draft


def test_a_long_document_is_rendered_at_once() -> None:
    lines = ["甲区规划", "一、任务", "（一）安居", *["人才公寓建设与租房补贴按年度计划推进，" * 5] * 1200]
    document = _document(lines, page_starts=tuple(range(0, 100_000, 900)))
    assert len(document.text) > 100_000
    start = time.process_time()
    reader(document, Span(50_000, 50_200), TODAY)
    assert time.process_time() - start < 1.0


# ---- contrast


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


_GROUNDS = ("ground", "surface", "raised")
_PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "accent", "accent-strong") for ground in _GROUNDS),
    ("accent-strong", "accent-soft"),
    ("ink", "accent-soft"),
    ("muted", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("found", "found-soft"),
    ("found", "surface"),
    ("part", "part-soft"),
    ("accent", "part-soft"),
    ("none", "none-soft"),
    ("over", "over-soft"),
    ("lit-ink", "lit"),
    ("lit-ink", "lit-faint"),
    ("ink", "lit-faint"),
]


@pytest.mark.parametrize("mode", [":root", ":root.dark"])
@pytest.mark.parametrize(("ink", "ground"), _PAIRS)
def test_text_can_be_read_on_its_ground(mode: str, ink: str, ground: str) -> None:
    sheet = CSS.read_text("utf-8")
    start = sheet.index(mode + " {")
    colours = _colours(sheet[start : sheet.index("}", start)])
    assert _contrast(colours[ink], colours[ground]) >= 4.5


def test_black_on_white_is_21_to_1() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)


# ---- synonyms


def test_synonyms_are_told_once_with_a_way_to_leave_them() -> None:
    hit = _hit(PLAN, "给青年人才租房补贴。")
    told = replace(hit, signals=replace(hit.signals, synonyms=(("房租补贴", "租房补贴"), ("<b>", "青年人才"))))
    address = Address(question="房租补贴")
    page = _Reading(result_list([told, told], {"d1": PLAN}, address, "2024-01-01"))
    words = "".join(page.words)
    assert words.count("同义词：房租补贴→租房补贴；<b>→青年人才") == 1
    assert "b" not in page.tags
    off = [parse_address(href) for href in page.values("href") if "synonyms" in href]
    assert off == [replace(address, off=("synonyms",))]
    assert page.tags.count("mark") == 2  # both synonyms, which touch, in both cards


def test_without_synonyms_the_page_says_so_and_leads_back() -> None:
    address = Address(question="房租补贴", off=("synonyms",))
    page = _Reading(result_list([_hit(PLAN, "给青年人才租房补贴。")], {"d1": PLAN}, address, "2024-01-01"))
    assert "没有用同义词" in "".join(page.words)
    assert replace(address, off=()) in [parse_address(href) for href in page.values("href")]
    plain = result_list([_hit(PLAN, "给青年人才租房补贴。")], {"d1": PLAN}, replace(address, off=()), "2024-01-01")
    assert "同义词" not in plain


# ---- going on from an answer


def test_a_follow_up_is_shown_as_it_was_understood_and_can_be_asked_unchanged() -> None:
    address = Address(question="那<b>呢", after="旧问题", filters=Filters(kinds=("规划",)), off=("year:2025",))
    shown = understood_as("新<i>问题", address)
    assert "按“新&lt;i&gt;问题”理解" in shown
    [href] = re.findall(r'href="([^"]+)"', shown)
    assert parse_address(unescape(href)) == Address(question="那<b>呢", filters=Filters(kinds=("规划",)))
    assert understood_as("那<b>呢", address) == ""


def test_the_box_below_an_answer_leads_on_from_it() -> None:
    address = Address(
        question="那呢", after="旧", filters=Filters(regions=("浙江省",)), off=("year:2025", "synonyms"), cards=20
    )
    form = follow_form('问"题', address)
    fields = [("q", "申请条件呢"), *re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form)]
    followed = parse_address(urlencode([(name, unescape(value)) for name, value in fields]))
    filters = Filters(regions=("浙江省",))
    assert followed == Address(question="申请条件呢", after='问"题', filters=filters, off=("synonyms",))
    assert parse_address(followed.href) == followed


def test_a_card_leads_to_the_same_question_of_its_document_alone() -> None:
    address = parse_address("q=公寓&region=浙江省")
    page = result_list([_hit(PLAN, "公寓")], {"d1": PLAN}, address, TODAY)
    [href] = re.findall(r'<a href="([^"]*)" class="inside">', page)
    inside = parse_address(unescape(href))
    assert (inside.question, inside.filters.doc_ids, inside.filters.regions) == ("公寓", ("d1",), ("浙江省",))
    assert "只在本文件里查" not in result_list([_hit(PLAN, "公寓")], {"d1": PLAN}, inside, TODAY)


def test_a_refusal_says_where_to_go_on() -> None:
    answer = Answer("牦牛", "not_found", "没有找到。")
    address = parse_address("q=牦牛&region=浙江省&kind=规划")
    page = answer_panel(answer, {"d1": PLAN}, address, TODAY)
    ways = dict(re.findall(r'<a href="([^"]*)">([^<]*)</a>', page.split("还可以：")[1]))
    found = {name: parse_address(unescape(href)) for href, name in ways.items()}
    assert list(found) == ["不限地区", "不限类别", "在全部文件里查", "看文档库收录了什么"]
    assert (found["不限地区"].filters.kinds, found["不限地区"].filters.regions) == (("规划",), ())
    assert not found["在全部文件里查"].filters
    assert found["看文档库收录了什么"].view == "library"
    assert "全部文件里查" not in answer_panel(answer, {"d1": PLAN}, parse_address("q=牦牛"), TODAY)
