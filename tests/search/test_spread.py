"""Few passages of one document among the first hits: moved back, never lost, and not where a document is asked for."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from policysearch.config import LexicalSettings, SearchSettings
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.search.spread import FIRST_HITS, spread
from policysearch.search.tokenize import tokenize
from policysearch.types import Document, Family, Filters, Passage, Source, Span


def spread_words(hits: str, most: int, top_k: int | None = None) -> str:
    """The letters of ``hits`` as hits of the documents that they name; a digit stays where it is."""
    found = spread(iter(hits), most, lambda hit: hit if hit.isalpha() else None)
    return "".join(islice(found, top_k))


def test_what_is_too_much_of_a_document_comes_right_behind_the_first_ten() -> None:
    assert spread_words("aaaabcd", 2) == "aabcdaa"
    assert spread_words("aaabbbccccddddeeee", 2) == "aabbccddee" + "abccdd" + "ee"
    assert spread_words("a1a2a3a4b", 1) == "a1234b" + "aaa"
    assert spread_words("aaaa", 2) == "aaaa"
    assert spread_words("", 2) == ""


@given(st.text("abcd1", max_size=40), st.integers(1, 4), st.integers(0, 40))
def test_nothing_is_lost_and_fewer_hits_are_the_beginning_of_more(hits: str, most: int, top_k: int) -> None:
    found = spread_words(hits, most)
    assert sorted(found) == sorted(hits)
    assert found.startswith(spread_words(hits, most, top_k))
    others = len(hits) - sum(max(0, hits.count(letter) - most) for letter in "abcd")
    first = found[: min(FIRST_HITS, others)]
    assert all(first.count(letter) <= most for letter in "abcd")


def searcher(most: int) -> Searcher:
    """Three passages of one document that match better than the one of another; a copy of the first is there too."""
    words = ("人才公寓补贴", "人才公寓补贴标准", "人才公寓补贴发放", "人才公寓的补贴办法由各地另行制定并且公布")
    owners = ("plan", "plan", "copy", "other")
    titles = {"plan": "青苗安居规划说明", "copy": "青苗安居规划说明", "other": "另一份通知"}
    texts = {doc_id: "\n".join(w for w, o in zip(words, owners, strict=True) if o == doc_id) for doc_id in titles}
    documents = {
        doc_id: Document(doc_id, Source(doc_id, "", "text/plain"), "", title, texts[doc_id])
        for doc_id, title in titles.items()
    }
    passages = [
        Passage(f"{owner}:{at}", owner, "clause", (Span(at, at + len(text)),), text, text, ())
        for owner, text in zip(owners, words, strict=True)
        for at in [texts[owner].index(text + "\n") if text + "\n" in texts[owner] else texts[owner].rindex(text)]
    ]
    lexical = LexicalIndex.build([tokenize(text) for text in words], LexicalSettings())
    families = [Family("copy", ("plan", "copy"))]
    settings = SearchSettings(most_of_document=most)
    return Searcher(documents, passages, lexical, None, None, families=families, settings=settings)


def documents_of(found: Searcher, question: str, filters: Filters = Filters()) -> list[str]:  # noqa: B008
    """The documents of the hits, in order."""
    return [hit.passage.doc_id for hit in found.search(question, filters=filters)]


def test_a_document_and_its_copies_count_as_one_unless_one_is_asked_for() -> None:
    question = "人才公寓补贴"
    off = documents_of(searcher(0), question)
    assert off[-1] == "other"
    on = documents_of(searcher(2), question)
    assert on.index("other") == 2
    assert sorted(on) == sorted(off)
    # Asked for: by a filter, by its title, by its own words in quotation marks.
    assert documents_of(searcher(1), question, Filters(doc_ids=("plan", "copy"))) == [d for d in off if d != "other"]
    for named in ("青苗安居规划说明里的人才公寓补贴", "“人才公寓补贴”"):
        asked = documents_of(searcher(0), named)
        assert asked.index("other") > 1
        assert documents_of(searcher(1), named) == asked
