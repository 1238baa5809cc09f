"""A place of a document as a link with the words that stand there."""

from __future__ import annotations

from policysearch.place import begins_clause, clause_link, label, whereabouts
from policysearch.render.address import reader_href
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import tongue
from policysearch.text import clip, sentences
from policysearch.types import Document, Span

_BEFORE_CHARS, _AFTER_CHARS = 60, 90
_SENTENCE_CHARS = 400
_MOST_WORDS_CHARS = 160


def place_href(document: Document, span: Span) -> str:
    """The address of the reader open at ``span``, which stands there lit.

    A link finds a quotation again where a clause of a sentence begins; of words inside one the sentence is lit.
    """
    return reader_href(document.doc_id, clause_link(document, _findable(document, span)))


def _findable(document: Document, span: Span) -> Span:
    if begins_clause(document.text, span.start):
        return span
    sentence = _around(document, span, _SENTENCE_CHARS)
    return Span(sentence[0].start, sentence[-1].end) if sentence else span


def _around(document: Document, span: Span, reach_chars: int) -> list[Span]:
    """The sentences that ``span`` touches, as far as they are near."""
    reach = Span(max(0, span.start - reach_chars), min(len(document.text), span.end + reach_chars))
    return [s for s in sentences(document.text, reach) if s.start < span.end and span.start < s.end]


def place_link(document: Document, span: Span, words: str | None = None) -> Html:
    """A link to a place: ``words``, or where it stands with the title; the title then is told on it."""
    told = label(document, span)
    return element(
        "a",
        words or told,
        href=place_href(document, span),
        title=told if words else None,
        class_="place",
        lang=tongue(words or told),
    )


def whereabouts_link(document: Document, span: Span) -> Html:
    """A link to a place under a heading that names its document: 四、（六）第1段."""
    words = whereabouts(document, span)
    return element(
        "a",
        words,
        href=place_href(document, span),
        aria_label=label(document, span),
        class_="place",
        lang=tongue(words),
    )


def snippet(document: Document, span: Span) -> Html:
    """The sentence of ``span`` with it marked, cut at either side where it is long; line ends become blanks."""
    text = document.text
    around = _around(document, span, 4 * _AFTER_CHARS) or [span]
    start, end = min(around[0].start, span.start), max(around[-1].end, span.end)
    cut = Span(max(start, span.start - _BEFORE_CHARS), min(end, span.end + _AFTER_CHARS))
    return join(
        [
            "…" if cut.start > start else EMPTY,
            _flat(text[cut.start : span.start]),
            element("mark", clip(_flat(span.of(text)), _MOST_WORDS_CHARS)),
            _flat(text[span.end : cut.end]),
            "…" if cut.end < end else EMPTY,
        ]
    )


def _flat(words: str) -> str:
    return " ".join(words.replace("\n", " ").split()) if words.strip() else words[:1]
