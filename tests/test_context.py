"""What stands around a passage: clause, section, neighbours."""

from __future__ import annotations

import pytest
from fakes import SCOOTER_RULES

from policysearch.context import context_of
from policysearch.parse import cut_passages, parse
from policysearch.search.searcher import Searcher
from policysearch.types import Passage, RawDocument, Source, Span

DOCUMENT = parse(RawDocument(Source("a.txt", "0" * 64, "text/plain"), SCOOTER_RULES))[0]


def passage(words: str, *more: Span) -> Passage:
    """A passage of the words, and of what else is named."""
    start = DOCUMENT.text.index(words)
    return Passage(f"p{start}", DOCUMENT.doc_id, "clause", (Span(start, start + len(words)), *more), words, words, ())


def test_the_clause_is_the_least_section_that_holds_all_of_a_passage() -> None:
    one = passage("既有住宅小区应当")
    context = context_of(DOCUMENT, [one], one)
    clause, section = context.clause.of(DOCUMENT.text), context.section.of(DOCUMENT.text)
    assert clause.startswith("第四条 新建住宅小区")
    assert clause.endswith("2024年底前补建。")
    assert section.startswith("第二章 停放与充电")
    assert section.endswith("醒目处公示。")
    assert (context.before, context.after) == (None, None)
    start = DOCUMENT.text.index("充电服务费每度")
    both = passage("既有住宅小区应当", Span(start, start + 4))
    assert context_of(DOCUMENT, [both], both).clause == context.section
    far = passage("既有住宅小区应当", Span(DOCUMENT.text.index("责令改正"), DOCUMENT.text.index("责令改正") + 4))
    assert context_of(DOCUMENT, [far], far).clause == Span(0, len(DOCUMENT.text.rstrip()))
    assert context_of(DOCUMENT, [far], far).clause.of(DOCUMENT.text) == DOCUMENT.text.strip()


def test_before_the_first_heading_it_is_the_words_there() -> None:
    one = passage("吴江政规〔2022〕15号")
    context = context_of(DOCUMENT, [one], one)
    assert context.clause == context.section
    assert context.clause.of(DOCUMENT.text).startswith("吴江区电动自行车")
    assert context.clause.of(DOCUMENT.text).endswith("15号")


def test_the_neighbours_are_those_in_reading_order() -> None:
    passages = cut_passages(DOCUMENT)
    assert len(passages) > 2
    for at, one in enumerate(passages):
        context = context_of(DOCUMENT, passages, one)
        assert context.before == (passages[at - 1] if at else None)
        assert context.after == (passages[at + 1] if at + 1 < len(passages) else None)


def test_every_passage_lies_in_its_clause_and_that_in_its_section(plain: Searcher) -> None:
    for one in plain.passages:
        document = plain.documents[one.doc_id]
        context = context_of(document, plain.passages_of(one.doc_id), one)
        assert context.section.holds(context.clause)
        for span in one.spans:
            words = span.of(document.text).strip()
            assert words in context.clause.of(document.text)


def test_a_passage_of_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="no passage"):
        context_of(DOCUMENT, [], passage("既有住宅小区应当"))
