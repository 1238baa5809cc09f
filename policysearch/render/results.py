"""Found passages as cards: what was found, why, where it stands, and how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s

from policysearch.catalogue.relations import Relations
from policysearch.context import Context
from policysearch.kinship import Kinship
from policysearch.place import clause_link, label
from policysearch.render.address import CARDS_AT_FIRST, MOST_CARDS, Address, reader_href
from policysearch.render.around import context_panel
from policysearch.render.documents import badges, facts
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.kin import relation_lines, same_text, version_to_read
from policysearch.render.marks import mark_words, occurrences
from policysearch.render.tables import rows_in, table_html, table_of
from policysearch.render.take import copy_button, keep_button
from policysearch.render.understood import lift_words
from policysearch.render.words import say
from policysearch.search.synonyms import SYNONYMS
from policysearch.types import Document, Hit, Passage

_MOST_TERMS = 8
_MOST_SYNONYMS = 4
_NAMED_BY = (
    ("by_trace", "与粘贴的文字相符"),
    ("by_phrase", "含引号里的原话"),
    ("by_number", "文号相符"),
    ("by_title", "文件名相符"),
    ("by_reference", "条款序号相符"),
)


def result_list(
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    address: Address,
    today: str,
    kinship: Kinship = Kinship(),  # noqa: B008
    contexts: Sequence[Context] = (),
    relations: Relations = Relations(()),  # noqa: B008
) -> Html:
    """The cards of the first ``address.cards`` of ``hits``, and 更多, a link to the same view with ten more.

    ``contexts`` are those of the hits, in their order; without them the cards have no 上下文.
    """
    around = {hit.rank: context for hit, context in zip(hits, contexts, strict=False)}
    hits = [hit for hit in hits[:MOST_CARDS] if hit.passage.doc_id in documents]
    if not hits:
        return element("p", say("没有一个片段和这个问题沾边。换个说法，或去掉筛选再试。"), class_="empty")
    cards = [
        card(
            hit,
            documents[hit.passage.doc_id],
            today,
            beside=join(
                [
                    same_text(hit, documents),
                    version_to_read(kinship.of(hit.passage.doc_id), documents),
                    relation_lines(relations, hit.passage.doc_id, documents),
                ]
            ),
            context=around.get(hit.rank),
            inside=_inside(hit.passage.doc_id, address),
        )
        for hit in hits[: address.cards]
    ]
    sources = len({hit.passage.doc_id for hit in hits})
    head = element(
        "h2",
        say("最相关的片段 {count} 个，来自 {sources} 份文件", count=len(hits), sources=sources),
        class_="results-head",
        role="status",
    )
    return join([head, _synonyms(hits, address), element("ol", *cards, class_="cards"), _more(len(hits), address)])


def _synonyms(hits: Sequence[Hit], address: Address) -> Html:
    """What was found in place of words of the question, with a link that leaves it; nothing where nothing was.

    Where synonyms are switched off, the link takes them up again.
    """
    if SYNONYMS in address.off:
        told, words = say("没有用同义词。"), say("使用同义词")
    else:
        found: dict[str, dict[str, None]] = {}
        for word, synonym in (pair for hit in hits for pair in hit.signals.synonyms):
            found.setdefault(word, {})[synonym] = None
        if not found:
            return EMPTY
        pairs = (f"{word}→{'、'.join(list(synonyms)[:_MOST_SYNONYMS])}" for word, synonyms in found.items())
        told, words = say("同义词：{pairs}", pairs="；".join(pairs)), say("不用同义词")
    return element("p", told, " ", element("a", words, href=address.switched(SYNONYMS).href), class_="synonyms")


def card(
    hit: Hit,
    document: Document,
    today: str,
    *,
    beside: Html = EMPTY,
    context: Context | None = None,
    inside: Html = EMPTY,
) -> Html:
    """One found passage, ``beside`` it its relatives, its ``context`` to open.

    ``inside`` is the link to the same question of its document alone.
    """
    passage = hit.passage
    href = reader_href(document.doc_id, clause_link(document, passage.spans[0]))
    crumbs = _crumbs(passage)
    body = element("div", _words(hit, document), class_=f"passage {passage.kind}", lang="zh-CN")
    links = [
        element("a", say("打开原文"), href=href, class_="open"),
        inside,
        copy_button(passage.text, label(document, passage.spans[0])),
        keep_button(document, passage.spans),
    ]
    return element(
        "li",
        element("h3", element("a", document.title, href=href, lang="zh-CN"), badges(document, today)),
        element("p", *crumbs, class_="crumbs", lang="zh-CN") if crumbs else EMPTY,
        body,
        context_panel(context, document, passage) if context else EMPTY,
        beside,
        element("p", why(hit), class_="why"),
        element(
            "div",
            element("p", facts(document), class_="facts"),
            element("div", *links, class_="links"),
            class_="card-foot",
        ),
        class_="card",
        data_mark=mark_of(passage),
    )


def mark_of(passage: Passage) -> str:
    """A mark of twelve letters for the words of a passage and their document, the same in any index that has both."""
    return blake2s(f"{passage.doc_id} {passage.text}".encode(), digest_size=6).hexdigest()


def _inside(doc_id: str, address: Address) -> Html:
    """The link to the same question of one document alone; nothing where it is asked of that one."""
    if address.filters.doc_ids == (doc_id,):
        return EMPTY
    narrowed = address.narrowed(replace(address.filters, doc_ids=(doc_id,)))
    return element("a", say("只在本文件里查"), href=narrowed.href, class_="inside")


def _words(hit: Hit, document: Document) -> Html:
    """The passage with the words that matched marked; a table as a table."""
    terms = (*hit.signals.terms, *(synonym for _, synonym in hit.signals.synonyms))
    table = table_of(document, hit.passage.spans)
    if table is None:
        return mark_words(hit.passage.text, terms)
    return table_html(rows_in(table, hit.passage.spans), lambda cell: mark_words(cell.words, terms))


def _crumbs(passage: Passage) -> list[Html]:
    """The headings above a passage; one that the passage itself begins with is not said twice."""
    path = passage.section_path
    if path and passage.text.startswith(path[-1]):
        path = path[:-1]
    return [element("span", name) for name in path]


def why(hit: Hit) -> Html:
    """Why a passage was found: what names it, its place by words, by meaning, and the words as they are printed."""
    signals, text = hit.signals, hit.passage.text
    parts = [say(words) for name, words in _NAMED_BY if getattr(signals, name)]
    if signals.lexical_rank is not None:
        parts.append(say("词面第{rank}名", rank=signals.lexical_rank))
    if signals.dense_rank is not None:
        parts.append(say("语义第{rank}名", rank=signals.dense_rank))
    parts += lift_words(signals.lifts)
    printed = [span.of(text) for term in signals.terms for span in occurrences(text, [term])[:1]]
    if printed:
        parts.append(say("命中 {words}", words="、".join(dict.fromkeys(printed[:_MOST_TERMS]))))
    if signals.synonyms:
        pairs = "、".join(f"{word}→{synonym}" for word, synonym in signals.synonyms[:_MOST_SYNONYMS])
        parts.append(say("同义词 {pairs}", pairs=pairs))
    return join(element("span", part) for part in parts)


def _more(count: int, address: Address) -> Html:
    """The link to ten more cards; the page's script keeps the place and goes to the first of them."""
    if count <= address.cards:
        return EMPTY
    href = replace(address, cards=min(address.cards + CARDS_AT_FIRST, MOST_CARDS)).href
    words = say("更多（还有 {count} 个）", count=count - address.cards)
    return element("a", words, href=href, class_="more", data_more=True)
