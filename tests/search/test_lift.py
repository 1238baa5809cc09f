"""What a question names lifts what agrees with it, sinks a little what is elsewhere, and hides nothing."""

from __future__ import annotations

import pytest
from fakes import KeywordEncoder

from policysearch.config import LexicalSettings, SearchSettings, rules_of
from policysearch.kinship import Kinship
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.search.standing import superseded
from policysearch.search.tokenize import tokenize
from policysearch.types import Change, Document, Family, Hit, Passage, Source, Span

TODAY = "2026-01-01"
HANGZHOU, LINPING, YUHANG, WUJIANG = (
    "浙江省/杭州市",
    "浙江省/杭州市/临平区",
    "浙江省/杭州市/余杭区",
    "江苏省/苏州市/吴江区",
)
NO_LIFTS = SearchSettings(
    look_up=False,
    **{name: 0.0 for name in rules_of(SearchSettings()) if name.endswith(("_lift", "_sink"))},  # type: ignore[arg-type]
)
WORDS = "全区设人才驿站十处"


def document(doc_id: str, title: str = "说明", **facts: object) -> Document:
    """A document; ``facts`` are other fields."""
    return Document(doc_id, Source(doc_id, "", "text/plain"), "", title, WORDS, **facts)  # type: ignore[arg-type]


def library(*documents: Document, texts: tuple[str, ...] = (), settings: SearchSettings = SearchSettings()) -> Searcher:  # noqa: B008
    """A lexical searcher over one passage a document, all of the same words unless ``texts`` says else."""
    texts = texts or (WORDS,) * len(documents)
    passages = [
        Passage(f"{d.doc_id}:0-{len(text)}", d.doc_id, "clause", (Span(0, len(text)),), text, text, ())
        for d, text in zip(documents, texts, strict=True)
    ]
    lexical = LexicalIndex.build([tokenize(text) for text in texts], LexicalSettings())
    return Searcher({d.doc_id: d for d in documents}, passages, lexical, None, None, settings=settings)


def order(hits: tuple[Hit, ...]) -> list[str]:
    """The documents of ``hits`` in order."""
    return [hit.passage.doc_id for hit in hits]


def test_documents_of_the_place_go_first_and_those_of_others_last_but_stay() -> None:
    searcher = library(
        document("elsewhere", regions=(WUJIANG,)),
        document("beside", regions=(YUHANG,)),
        document("nation", regions=("全国",)),
        document("unknown"),
        document("above", regions=("浙江省",)),
        document("inside", regions=(LINPING,)),
        document("here", regions=(HANGZHOU,)),
    )
    hits = searcher.search("杭州的人才驿站", today=TODAY)
    assert order(hits) == ["here", "beside", "inside", "nation", "unknown", "above", "elsewhere"]
    told = {hit.passage.doc_id: [(lift.kind, lift.bonus > 0) for lift in hit.signals.lifts] for hit in hits}
    assert told["here"] == [("place", True)]
    assert told["elsewhere"] == [("place", False)]
    assert told["nation"] == told["unknown"] == told["above"] == []


def test_the_whole_district_is_not_lost_to_a_text_that_names_the_place() -> None:
    searcher = library(
        document("news", regions=(WUJIANG,)),
        document("plan", regions=(LINPING,)),
        texts=("临平来的客人参观了人才驿站", "全区设人才驿站十处，分布各街"),
    )
    hits = searcher.search("临平的人才驿站分布在几处", today=TODAY)
    assert order(hits)[0] == "plan"
    # A passage that names the place is not sunk, whatever its document is of.
    assert [hit.signals.lifts for hit in hits if hit.passage.doc_id == "news"] == [()]


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("2025年的人才驿站", {"title": "2025年人才驿站说明"}),
        ("2025年的人才驿站", {"plan_period": (2021, 2025)}),
        ("“十四五”的人才驿站", {"plan_period": (2021, 2025)}),
        ("2025年的人才驿站", {"issued_on": "2025-03-01"}),
        ("规划里的人才驿站", {"kind": "规划"}),
        ("哪个办法管人才驿站", {"form": "办法"}),
        ("《人才驿站管理说明》的人才驿站", {"title": "人才驿站管理说明"}),
    ],
)
def test_what_agrees_goes_before_its_equal(question: str, facts: dict[str, object]) -> None:
    searcher = library(document("other"), document("meant", **facts))  # type: ignore[arg-type]
    hits = searcher.search(question, today=TODAY)
    assert order(hits) == ["meant", "other"]
    key = hits[0].signals.lifts[0].key
    assert order(searcher.search(question, ignore=(key,), today=TODAY)) == ["other", "meant"]
    assert searcher.search(question, ignore=(key,), today=TODAY)[1].signals.lifts == ()


def test_lifts_are_bounded_by_their_settings_and_off_at_nought() -> None:
    named = document("meant", "人才驿站管理说明", regions=(HANGZHOU,), kind="规划")
    question = "杭州的《人才驿站管理说明》规划里说什么"
    on, off = library(document("other"), named), library(document("other"), named, settings=NO_LIFTS)
    lifted = next(h for h in on.search(question, today=TODAY) if h.passage.doc_id == "meant")
    limits = SearchSettings()
    assert {lift.kind: lift.bonus for lift in lifted.signals.lifts} == {
        "place": limits.place_lift,
        "title": limits.title_lift,
        "kind": limits.kind_lift,
    }
    assert all(hit.signals.lifts == () for hit in off.search(question, today=TODAY))
    assert order(off.search(question, today=TODAY)) == ["other", "meant"]


def test_inside_a_named_document_the_rest_of_the_question_counts() -> None:
    named = document("meant", "人才驿站管理办法")
    head = "人才驿站管理办法"
    clause = "人才驿站管理办法 第八条 长期空置的予以注销，公告周知，并且在三十日内另行安排用途，收回的物品登记造册"
    passages = [
        Passage(f"meant:{n}", "meant", "clause", (Span(n, n + 1),), text, text, ())
        for n, text in enumerate((head, clause))
    ]
    lexical = LexicalIndex.build([tokenize(text) for text in (head, clause)], LexicalSettings(b=1.0))

    def first(settings: SearchSettings) -> str:
        searcher = Searcher({"meant": named}, passages, lexical, None, None, settings=settings)
        return searcher.search("人才驿站管理办法什么时候注销")[0].passage.text

    assert first(SearchSettings(within_lift=0)) == head
    assert first(SearchSettings(within_lift=0.6)) == clause


def test_encoder_and_words_agree_on_what_is_lifted() -> None:
    from policysearch.search.dense import DenseIndex

    encoder = KeywordEncoder()
    documents = {"other": document("other", regions=(WUJIANG,)), "here": document("here", regions=(HANGZHOU,))}
    searcher = library(*documents.values())
    hybrid = Searcher(
        documents,
        searcher.passages,
        searcher._lexical,
        DenseIndex.build(encoder.encode_passages([WORDS, WORDS])),
        encoder,
    )
    assert order(hybrid.search("杭州的人才驿站")) == ["here", "other"]
    assert all(hit.signals.lifts == () for hit in hybrid.search("杭州的人才驿站", mode="dense"))


def test_a_text_that_has_a_newer_one_sinks_and_the_rule_can_be_switched_off() -> None:
    old = document("old", "人才驿站暂行办法", regions=(HANGZHOU,), issued_on="2015-01-01")
    new = document("new", "人才驿站办法", regions=(HANGZHOU,), issued_on="2020-01-01")
    searcher = library(old, new)
    hits = searcher.search("驿站十处", today=TODAY)
    assert order(hits) == ["new", "old"]
    assert [lift.key for lift in hits[1].signals.lifts] == ["validity"]
    assert order(searcher.search("驿站十处", ignore=("validity",), today=TODAY)) == ["old", "new"]
    # Who names the year of the old one asks for it.
    assert [lift.kind for lift in searcher.search("2015年的驿站", today=TODAY)[0].signals.lifts] == ["year"]
    assert order(searcher.search("驿站十处", today="2018-01-01")) == ["old", "new"]


def test_superseded() -> None:
    documents = {
        d.doc_id: d
        for d in (
            document("version-1", "甲办法", issued_on="2010-01-01"),
            document("version-2", "甲办法修订本", issued_on="2012-01-01"),
            document("ended", "乙办法", changes=(Change("废止", "version-2", "甲办法修订本", "2012-01-01"),)),
            document("2015", "2015年招生意见", regions=(HANGZHOU,), issued_on="2015-04-01"),
            document("2016", "2016年招生意见", regions=(HANGZHOU,), issued_on="2016-04-01"),
            document("2017", "2017年招生意见（征求意见稿）", regions=(HANGZHOU,), issued_on="2017-04-01"),
            document("2014", "2014年招生意见", regions=(WUJIANG,), issued_on="2014-04-01"),
            document("report", "2015年工作报告", kind="工作报告", issued_on="2015-01-01"),
            document("report-2", "2016年工作报告", kind="工作报告", issued_on="2016-01-01"),
            document("declared", "丙办法", declared="已废止"),
            document("expired", "丁办法", expires_on="2012-01-01"),
        )
    }
    kinship = Kinship([Family("version", ("version-2", "version-1"))])
    # What ended without anything in its place is all there is of its subject.
    assert superseded(documents, kinship, TODAY) == {"version-1", "ended", "2015"}
