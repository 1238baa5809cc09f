"""Found passages as cards: what was found, why, where it stands, and how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from policysearch.place import clause_link, label
from policysearch.render.address import CARDS_AT_FIRST, MOST_CARDS, Address, reader_href
from policysearch.render.answer import copy_button
from policysearch.render.documents import badges, facts
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.marks import marked, occurrences
from policysearch.types import Document, Hit, Signals, Span

_MOST_TERMS = 8


def result_list(hits: Sequence[Hit], documents: Mapping[str, Document], address: Address, today: str) -> Html:
    """The cards of ``hits``; those after the first ``address.cards`` wait behind 更多."""
    hits = [hit for hit in hits[:MOST_CARDS] if hit.passage.doc_id in documents]
    if not hits:
        return element("p", "没有一个片段和这个问题沾边。换个说法，或去掉筛选再试。", class_="empty")
    cards = [
        card(hit, documents[hit.passage.doc_id], today, waiting=place >= address.cards)
        for place, hit in enumerate(hits)
    ]
    sources = len({hit.passage.doc_id for hit in hits})
    head = element("h2", f"最相关的片段 {len(hits)} 个，来自 {sources} 份文件", class_="results-head", role="status")
    return join([head, element("ol", *cards, class_="cards"), _more(len(hits), address)])


def card(hit: Hit, document: Document, today: str, *, waiting: bool = False) -> Html:
    """One found passage; hidden when it is ``waiting`` for 更多."""
    passage = hit.passage
    whole = Span(passage.start, passage.end)
    href = reader_href(document.doc_id, clause_link(document, whole))
    crumbs = join((element("span", name) for name in passage.section_path), "")
    spans = occurrences(passage.text, hit.signals.terms)
    body = element("div", marked(passage.text, spans), class_=f"passage {passage.kind}")
    quote = whole.of(document.text)
    links = [element("a", "打开原文", href=href, class_="open"), Html(copy_button(quote, label(document, whole)))]
    return element(
        "li",
        element("h3", element("a", document.title, href=href), badges(document, today)),
        element("p", crumbs, class_="crumbs") if passage.section_path else EMPTY,
        body,
        element("p", why(hit.signals), class_="why"),
        element("div", element("p", facts(document), class_="facts"), element("div", *links, class_="links"),
                class_="card-foot"),
        class_="card",
        hidden=waiting,
    )


def why(signals: Signals) -> Html:
    """Why a passage was found: its place by words, by meaning, and the words themselves."""
    parts = []
    if signals.lexical_rank is not None:
        parts.append(f"词面第{signals.lexical_rank}名")
    if signals.dense_rank is not None:
        parts.append(f"语义第{signals.dense_rank}名")
    if signals.terms:
        parts.append("命中 " + "、".join(signals.terms[:_MOST_TERMS]))
    return join(element("span", part) for part in parts)


def _more(count: int, address: Address) -> Html:
    """The link to ten more cards; the page's script shows them without asking the server."""
    if count <= address.cards:
        return EMPTY
    href = replace(address, cards=min(address.cards + CARDS_AT_FIRST, MOST_CARDS)).href
    return element("a", f"更多（还有 {count - address.cards} 个）", href=href, class_="more", data_more=True)
