"""Named programmes: what is one, what is none, and which mentions are one programme."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.catalogue import entries_by_document, entries_of, join_entries
from policysearch.catalogue.lines import catalogue_of, lines_of
from policysearch.catalogue.programmes import find_mentions
from policysearch.parse import parse
from policysearch.text import squeeze
from policysearch.types import Document, RawDocument, Source

PLAN = """云岭县人才发展“十四五”规划

一、主要任务
（一）实施“云岭英才”计划。引进培养一批急需的高层次人才，到2025年入选“云岭英才”计划的人才达到300人。
（二）实施硕博倍增计划，落实“放管服”改革要求，坚持“人才强县”战略。
（三）建设“云上人才e家”平台，办好“春风行动”招聘会。
二、保障
加强人才工程建设，落实国家“万人计划”。
"""
OTHER = """云岭县2025年人才工作要点

深化云岭英才计划，兑现“云岭英才”计划奖补。
"""


def document_of(text: str, name: str) -> Document:
    """The one document of ``text``."""
    return parse(RawDocument(Source(name, "0" * 64, "text/plain"), text))[0]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """An invented plan and the points of a year that take it up."""
    return [document_of(PLAN, "规划.txt"), document_of(OTHER, "要点.txt")]


def test_names_are_found_and_slogans_are_not(documents: list[Document]) -> None:
    printed = {mention.printed for mention in find_mentions(documents[0])}
    joined = "|".join(printed)
    for name in ("云岭英才", "硕博倍增计划", "云上人才e家", "万人计划"):
        assert name in joined
    for words in ("放管服", "人才强县", "十四五", "人才工程建设"):
        assert words not in joined


def test_mentions_of_one_name_are_one_programme_over_documents(documents: list[Document]) -> None:
    catalogue = join_entries(documents, [entries_of(d) for d in documents], [])
    (programme,) = [p for p in catalogue.programmes if "云岭英才" in p.name]
    assert {mention.doc_id for mention in programme.mentions} == {d.doc_id for d in documents}
    assert programme.kind == "计划"
    assert len(programme.mentions) == 4


def test_every_mention_holds_its_name(documents: list[Document]) -> None:
    for document in documents:
        for mention in find_mentions(document):
            assert squeeze(mention.span.of(document.text)) == squeeze(mention.printed)


def test_a_catalogue_comes_back_from_its_lines(documents: list[Document]) -> None:
    catalogue = join_entries(documents, [entries_of(d) for d in documents], [])
    assert catalogue.programmes
    assert catalogue_of(json.loads(json.dumps(line)) for line in lines_of(catalogue)) == catalogue
    apart = entries_by_document(catalogue)
    assert join_entries(documents, [apart[d.doc_id] for d in documents], []) == catalogue


@given(st.text(alphabet="“”《》（）实施建设云岭英才计划工程平台、，。\n2025年到人 ", max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_names_inside_it(text: str) -> None:
    document = Document("d", Source("a.txt", "", "text/plain"), "", "题", text)
    for mention in find_mentions(document):
        assert mention.span.end <= len(text)
        assert squeeze(mention.span.of(text)) == squeeze(mention.printed)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("实施人工智能赋能新型工业化行动。", ["人工智能赋能新型工业化行动"]),
        ("实施景区强基焕新、民宿品质提升行动。", ["民宿品质提升行动"]),
        ("全面完成安全生产治本攻坚三年行动任务。", ["安全生产治本攻坚三年行动"]),
        ("举全市之力建设的城西科创大走廊人才先行区。", ["城西科创大走廊"]),
        (
            "全面实施“云岭入企码”，“人才山乡荟”“春雨计划”“春暖计划”助力。",
            ["云岭入企码", "人才山乡荟", "春雨计划", "春暖计划"],
        ),
        ("依托沪明临港产业园、广龙科创园集聚人才。", ["沪明临港产业园", "广龙科创园"]),
        ("培育一批省级科技园、专业产业园和各类众创空间。", []),
        ("这些是国家未来城市建设中需要加强的，实现服务“一个码”。", []),
        ("实施专项行动，开展各类活动，开展四大专项行动。", []),
    ],
)
def test_names_in_running_text(sentence: str, names: list[str]) -> None:
    document = document_of(f"云岭县2025年工作安排\n\n今年的工作如下。\n{sentence}\n", "安排.txt")
    assert [mention.printed for mention in find_mentions(document)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("推进崖岭湾科技城建设。", "崖岭湾科技城"),
        ("成功举办春雨大会，尼坡山世界文明论坛影响扩大。", "尼坡山世界文明论坛"),
        ("鸿岭湾创业空间累计孵化企业百家。", "鸿岭湾创业空间"),
    ],
)
def test_a_site_or_event_with_a_word_of_its_own_is_a_name(text: str, name: str) -> None:
    assert name in {mention.printed for mention in find_mentions(document_of(text, "要点.txt"))}


@pytest.mark.parametrize("text", ["建设一批现代农业产业园。", "规划纲要全文提交大会审查。", "支持零碳产业园建设。"])
def test_common_words_before_a_site_or_event_make_no_name(text: str) -> None:
    assert not find_mentions(document_of(text, "要点.txt"))


def test_numbers_in_quotation_marks_are_told_apart_by_the_words_before_them() -> None:
    text = "实施乡村人才“百千万”工程。实施放心消费“百千万”工程。实施“百千万工程”。"
    keys = {mention.key for mention in find_mentions(document_of(text, "要点.txt"))}
    assert keys == {"乡村人才百千万/项目", "放心消费百千万/项目", "百千万/项目"}
