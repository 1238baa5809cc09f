"""What holds of every document, however damaged: shown on documents put together from broken pieces."""

from __future__ import annotations

import os
from itertools import pairwise

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from policysearch.config import PassageSettings
from policysearch.parse import cut_passages, parse
from policysearch.parse.clean import clean
from policysearch.place import clause_link, resolve, sections_at
from policysearch.text import sentences, squeeze
from policysearch.types import Document, HeadingMark, RawDocument, Section, Source, Span, Table

SOURCE = Source("规划/甲.txt", "0" * 64, "text/plain")
MOST_CHARS = PassageSettings().most_chars
NUMERALS = "一二三四五六七八九十"

WORDS = st.sampled_from(
    [
        "加强领导",
        "落实经费",
        "各乡镇",
        "应当",
        "人才公寓",
        "3.5%",
        "2025年",
        "补助",
        "给予",
        "不超过",
        "第七条第一款规定的",
        "1.2亿元",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: "，".join(words) + "。")
LABELS = st.one_of(
    st.sampled_from(NUMERALS).map(lambda n: f"{n}、"),
    st.sampled_from(NUMERALS).map(lambda n: f"（{n}）"),
    st.sampled_from(NUMERALS).map(lambda n: f"第{n}条 "),
    st.sampled_from(NUMERALS).map(lambda n: f"第{n}章 "),
    st.integers(1, 9).map(lambda n: f"{n}."),
    st.integers(1, 9).map(lambda n: f"（{n}）"),
    st.sampled_from(["——", "附件", "附件1", "①", "第二条之一 ", "第一节 ", "第一编 "]),
)
HEADINGS = st.builds(lambda label, words: f"{label}{words}\n", LABELS, WORDS)
PARAGRAPHS = st.builds(
    lambda label, parts: f"{label}{''.join(parts)}\n",
    st.one_of(st.just(""), LABELS),
    st.lists(SENTENCES, min_size=1, max_size=5),
)
LONG = st.integers(5, 40).map(lambda n: "县人民政府按照规定安排资金并接受监督" * n + "。\n")
PAGE_MARKS = st.builds(lambda n, blank: f"{blank}— {n} —{blank}", st.integers(1, 40), st.sampled_from([" ", "\n", ""]))
BLANKS = st.sampled_from([" ", "\n", "\n\n", "　", "\t", "\u200b", "\f", "\u00a0"])
FURNITURE = st.sampled_from(["当前位置： 首页 > 通知\n", "【打印】【关闭】\n", "浏览次数： 12\n", "上一篇：没有\n"])
BYLINES = st.sampled_from(["山里来了新老师\n王晓禾 李一帆\n", "本报记者 王晓禾\n", "来源：云岭日报 发布：2023-05-06\n"])
CONTENTS = st.sampled_from(
    ["目录\n一、加强领导……1\n二、落实经费……3\n三、各乡镇……4\n", "目 录\n加强领导\n落实经费\n各乡镇\n"]
)
HEADS = st.sampled_from(
    [
        "云岭县\n2023年5月6日\n云岭县关于加强领导的通知\n云政〔2023〕5号\n各乡镇：\n",
        "名 称: 云岭县关于落实经费的通知\n发布机构: 云岭县\n",
        "附件：1.申请表\n2.汇总表\n",
        "附：办理指南\n",
        "云岭县安居办法\n第一条 各乡镇落实。\n",
    ]
)
CELLS = st.lists(
    st.sampled_from(["序号", "指标", "单位", "1", "2", "3.5", "万人", "总量"]), min_size=3, max_size=24
).map(lambda cells: "\n".join(cells) + "\n")
CAPTIONS = st.sampled_from([" 表 1:主要指标 序号 指标 1 总量 万人 4.6 2 平台 家 12 ", "专栏1 主要指标\n"])
NOISE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
ROWS = st.lists(
    st.lists(st.sampled_from(["项目", "金额", "三百元", "", "租金"]), min_size=2, max_size=3), min_size=1, max_size=5
)

PIECES = st.one_of(
    HEADINGS,
    HEADINGS,
    PARAGRAPHS,
    PARAGRAPHS,
    SENTENCES,
    LONG,
    PAGE_MARKS,
    BLANKS,
    FURNITURE,
    CELLS,
    CAPTIONS,
    NOISE,
    BYLINES,
    CONTENTS,
    HEADS,
)


@st.composite
def raw_documents(draw: st.DrawFn) -> RawDocument:
    """Pieces in any order, some of them twice, some as tables or headings that the format marks."""
    parts: list[str] = []
    marks: list[HeadingMark] = []
    tables: list[Table] = []
    length = 0
    for _ in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(["text"] * 7 + ["table", "mark"]))
        if kind == "text":
            piece = draw(PIECES)
        elif parts and not "".join(parts).endswith("\n"):
            piece = "\n"
        elif kind == "table":
            rows = tuple(tuple(row) for row in draw(ROWS))
            body = "\n".join("\t".join(row) for row in rows).strip()
            piece = body + "\n"
            if body:
                tables.append(Table(Span(length, length + len(body)), rows))
        else:
            words = draw(WORDS)
            piece = words + "\n"
            marks.append(HeadingMark(Span(length, length + len(words)), draw(st.integers(1, 4))))
        parts.append(piece)
        length += len(piece)
    text = "".join(parts)
    if draw(st.integers(0, 4)) == 0:
        text += "发布日期 2023-05-06\n" + text
    return RawDocument(SOURCE, text, headings=tuple(marks), tables=tuple(tables))


FLAT_DOCUMENTS = st.lists(st.one_of(HEADINGS, PARAGRAPHS, PAGE_MARKS, CAPTIONS, LONG), min_size=4, max_size=14).map(
    lambda pieces: RawDocument(SOURCE, _wrapped(" ".join(piece.strip() for piece in pieces)))
)
DOCUMENTS = st.one_of(raw_documents(), raw_documents(), FLAT_DOCUMENTS)


def _wrapped(line: str) -> str:
    """The line with a blank at every thirtieth character, as a flattened page has it."""
    return " ".join(line[at : at + 30] for at in range(0, len(line), 30))


def thrifty(examples: int) -> settings:
    """Settings for ``examples`` documents, the same in every run."""
    return settings(
        max_examples=int(os.environ.get("POLICYSEARCH_EXAMPLES", examples)),
        deadline=None,
        derandomize="POLICYSEARCH_EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@thrifty(120)
@given(DOCUMENTS)
def test_cleaning_only_drops(raw: RawDocument) -> None:
    result = clean(raw)
    spans = [gone.raw for gone in result.dropped]
    assert all(len(span) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.end <= len(raw.text) for span in spans)
    gone = {i for span in spans for i in range(span.start, span.end)}
    assert result.text == "".join(char for i, char in enumerate(raw.text) if i not in gone)


@thrifty(80)
@given(DOCUMENTS)
def test_offsets_lead_there_and_back(raw: RawDocument) -> None:
    result = clean(raw)
    kept = [i for i in range(len(raw.text)) if not any(d.raw.start <= i < d.raw.end for d in result.dropped)]
    assert [result.place(i) for i in kept] == list(range(len(result.text)))
    assert [result.origin(Span(n, n + 1)).start for n in range(len(result.text))] == kept
    assert list(result.page_starts) == sorted(set(result.page_starts))
    assert all(0 <= start <= len(result.text) for start in result.page_starts)


def sound(sections: tuple[Section, ...], within: Span, level: int, text: str) -> None:
    """Sections are ordered and disjoint, lie inside what holds them and begin with their heading."""
    position = within.start
    for section in sections:
        assert position <= section.span.start < section.span.end <= within.end
        assert section.span.holds(section.heading_span)
        assert section.heading_span.start == section.span.start
        assert section.level == level
        assert section.heading_span.of(text).startswith(section.label)
        assert squeeze(section.heading) in squeeze(section.heading_span.of(text))
        assert all(child.span.start >= section.heading_span.end for child in section.children)
        sound(section.children, section.span, level + 1, text)
        position = section.span.end


@thrifty(150)
@given(DOCUMENTS)
def test_sections_are_nested_ordered_and_disjoint(raw: RawDocument) -> None:
    for document in parse(raw):
        sound(document.sections, Span(0, len(document.text)), 1, document.text)
        assert all(table.span.end <= len(document.text) for table in document.tables)


TWO_TABLES = "表 1:主要指标 序号 指标 1 总量 万人 4.6 2 平台 家 12 表 2:其他指标 序号 指标 1 总量 万人 5.6"


@settings(phases=(Phase.explicit, Phase.generate), max_examples=60, deadline=None, derandomize=True)
@example(RawDocument(SOURCE, _wrapped("一、加强领导 " + "各乡镇应当落实经费，给予补助。" * 40) + " " + TWO_TABLES))
@given(DOCUMENTS)
def test_tables_are_disjoint(raw: RawDocument) -> None:
    for document in parse(raw):
        assert all(a.span.end <= b.span.start for a, b in pairwise(document.tables))


@thrifty(150)
@given(DOCUMENTS)
def test_every_character_stands_in_exactly_one_passage(raw: RawDocument) -> None:
    for document in parse(raw):
        seen = [0] * len(document.text)
        for passage in cut_passages(document):
            for span in passage.spans:
                for i in range(span.start, span.end):
                    seen[i] += 1
        assert all(count <= 1 for count in seen)
        lost = [i for i, count in enumerate(seen) if count == 0 and not document.text[i].isspace()]
        assert lost == []


@thrifty(120)
@given(DOCUMENTS)
def test_a_passage_is_its_slices_and_stands_in_order(raw: RawDocument) -> None:
    for document in parse(raw):
        found = cut_passages(document)
        for passage in found:
            assert passage.text == "\n".join(span.of(document.text) for span in passage.spans)
            assert passage.text.strip()
            row = any(t.rows and t.span.start < passage.end and passage.start < t.span.end for t in document.tables)
            assert row or passage.search_text.endswith(passage.text)
            assert passage.doc_id == document.doc_id
        assert all(a.start < b.start for a, b in pairwise(found))
        assert all(x.end <= y.start for p in found for x, y in pairwise(p.spans))
        assert all(a.end <= b.start for a, b in pairwise(p for p in found if p.kind != "table"))
        assert len({passage.passage_id for passage in found}) == len(found)


@thrifty(120)
@given(DOCUMENTS)
def test_passages_are_short(raw: RawDocument) -> None:
    """None is longer than the limit but one row of a table, which is never cut, and the headings that
    stand before a first paragraph of full length and go with it."""
    for document in parse(raw):
        for passage in cut_passages(document):
            if passage.kind != "table":
                headings = sum(
                    len(s.heading_span) + 2 for s in document.walk() if passage.spans[0].holds(s.heading_span)
                )
                assert len(passage.text) <= MOST_CHARS + headings


def titled(document: Document) -> list[Section]:
    """Sections outside tables that have a name and words of their own below it, or children."""
    return [
        s
        for s in document.walk()
        if s.heading
        and s.span.end > s.heading_span.end + 1
        and not any(t.span.start <= s.span.start < t.span.end for t in document.tables)
    ]


@thrifty(150)
@given(DOCUMENTS)
def test_no_passage_crosses_a_titled_heading(raw: RawDocument) -> None:
    """A titled heading may stand inside a passage only where nothing but headings and the title stand before it."""
    for document in parse(raw):
        heads = {s.heading_span.start: s.heading_span for s in document.walk()}
        for passage in cut_passages(document):
            for section in titled(document):
                if passage.start < section.span.start < passage.end:
                    before = document.text[passage.start : section.span.start]
                    if not document.text[: passage.start].strip():
                        before = before.replace(document.title, "", 1)  # the title on the first line heads it all
                    for start, span in heads.items():
                        if passage.start <= start < section.span.start:
                            before = before.replace(span.of(document.text), "", 1)
                    assert before.strip(" \n\t　：:。") == "", (section.name, passage.text[:60])


@thrifty(100)
@given(DOCUMENTS)
def test_the_documents_of_a_file_are_the_file(raw: RawDocument) -> None:
    """Put together again, text and what was left out of it, they are the file, and no two have one id."""
    documents = parse(raw)
    assert len({document.doc_id for document in documents}) == len(documents)
    chars = sum(len(document.text) + sum(len(gone.raw) for gone in document.dropped) for document in documents)
    assert chars == len(raw.text)
    for document in documents:
        assert all(doubt.span.end <= len(document.text) for doubt in document.doubts)
        assert all(len(gone.words) <= 200 for gone in document.dropped)


@thrifty(60)
@given(DOCUMENTS)
def test_parsing_is_deterministic(raw: RawDocument) -> None:
    first, second = parse(raw), parse(raw)
    assert first == second
    assert [*map(cut_passages, first)] == [*map(cut_passages, second)]


@thrifty(40)
@given(st.text(min_size=1, max_size=20), st.text(max_size=4), st.sampled_from(["一、甲\n内容。\n", "乙"]))
def test_the_id_depends_on_path_and_part_only(path: str, part: str, text: str) -> None:
    (found,) = parse(RawDocument(Source(path, "0" * 64, "text/plain"), text, part=part))
    (again,) = parse(RawDocument(Source(path, "1" * 64, "text/html"), text + "别的文字。", part=part, title="标题"))
    assert found.doc_id == again.doc_id
    assert found.doc_id.isascii()
    assert found.doc_id.isalnum()


@thrifty(40)
@given(DOCUMENTS)
def test_a_link_leads_to_the_words_it_was_made_of(raw: RawDocument) -> None:
    for document in parse(raw):
        for span in list(sentences(document.text, Span(0, len(document.text))))[:12]:
            if len(span) > 120:
                continue
            found = resolve(document, clause_link(document, span))
            assert found is not None
            assert squeeze(found.of(document.text)) == squeeze(span.of(document.text))
            assert all(s.span.start <= span.start < s.span.end for s in sections_at(document.sections, span.start))
