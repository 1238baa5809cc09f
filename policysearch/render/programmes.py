"""The directory of programmes: a card each with its clauses, two places side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policysearch.catalogue.entries import Indicator, Mention, Programme
from policysearch.catalogue.narrow import programme_kind
from policysearch.regions import covers
from policysearch.render.address import Address, view_href
from policysearch.render.choose import (
    Choice,
    catalogue_exports,
    choice_panel,
    chosen_links,
    page_links,
    side_by_side,
    word_form,
)
from policysearch.render.clauses import place_link, snippet, whereabouts_link
from policysearch.render.documents import region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import say, tongue
from policysearch.text import clip
from policysearch.types import Document, Span

VIEW = "programmes"
_UNIT = "{name}，{count} 个项目"
_CLAUSES_AT_FIRST = 3
_TARGETS_AT_FIRST = 4
_VARIANTS_AT_FIRST = 6
_ISSUERS_AT_FIRST = 3
_REGIONS_AT_FIRST = 4
_MOST_NAME_CHARS = 120
_NAMES = {"region": "地区", "kind": "类别", "word": "词", "doc": "文件"}


@dataclass(frozen=True, slots=True)
class Listed:
    """Of ``total`` programmes those that this page shows, of ``region`` where places stand side by side."""

    programmes: Sequence[Programme]
    total: int
    region: str = ""


def programme_page(
    parts: Sequence[Listed],
    common: Sequence[Programme],
    total: int,
    groups: Sequence[tuple[str, Sequence[Choice]]],
    address: Address,
    documents: Mapping[str, Document],
    *,
    page: int,
    pages: int,
    titles: int,
) -> Html:
    """The directory: one list, or as many beside each other as there are ``parts``, below what is ``common`` to them.

    ``total`` programmes fit; beside them ``titles`` documents that texts name in 《》 are there to be chosen.
    """
    several = len(parts) > 1
    head = element(
        "header",
        element("h1", say("项目并列" if several else "项目"), tabindex="-1"),
        element("p", say("文件里有名字的计划、工程、行动、平台、基金、活动和政策；每一处都连到原文。"), class_="intro"),
        word_form(address, say("在项目里找"), say("名称、目的或文件名里的词，例如：人才")),
        _chosen(address, documents),
        class_="view-head",
    )
    if several:
        found = say("；").join(
            say("{place} {count} 个", place=region_name(part.region), count=part.total) for part in parts
        )
        phrase = (
            "共 {count} 个项目：{found}，各地都有的 {common} 个列在最前。" if common else "共 {count} 个项目：{found}。"
        )
        status = say(phrase, count=total, found=found, common=len(common))
    else:
        status = say("共 {count} 个项目", count=total) + (say("，第 {page} 页", page=page) if pages > 1 else "")
    body = [element("h2", status, class_="results-head", role="status"), catalogue_exports() if total else EMPTY]
    if not total:
        body.append(element("p", say("没有这样的项目。换个词，或去掉一项筛选再试。"), class_="empty"))
    elif several:
        body.append(_common(common, documents))
        body.append(side_by_side([_column(part, documents, address) for part in parts]))
    else:
        body.append(_cards(parts[0].programmes, documents))
    body.append(page_links(address, page, pages))
    note = say("另有 {count} 份文件在别的文件里以《》点名，选“政策文件”可看。", count=titles) if titles else ""
    side = element("aside", choice_panel(groups, _UNIT, note), class_="side")
    return element("div", head, side, element("section", *body, class_="listed"), class_="directory")


def one_programme_page(programmes: Sequence[Programme], documents: Mapping[str, Document]) -> Html:
    """Everything about one programme: all its clauses, document by document; several where two places have the name."""
    cards = [_whole(one, documents) for one in programmes]
    back = element("nav", element("a", say("← 全部项目"), href=view_href(VIEW), class_="all"), class_="reader-links")
    return element("div", back, *cards, class_="directory-one")


def programme_href(programme: Programme) -> str:
    """The address of the page of a programme."""
    return view_href(VIEW, ("one", programme.mentions[0].key))


def _chosen(address: Address, documents: Mapping[str, Document]) -> Html:
    """What is chosen, documents by their titles."""
    return chosen_links(
        address, _NAMES, {doc_id: documents[doc_id].title for doc_id in address.values("doc") if doc_id in documents}
    )


def _column(part: Listed, documents: Mapping[str, Document], address: Address) -> Html:
    only = address.with_option("region", part.region).href
    head = element(
        "h2",
        element("a", region_name(part.region), href=only),
        say("（{count} 个）", count=part.total),
        title=part.region.replace("/", ""),
    )
    if not part.programmes:
        words = say("这里没有这样的项目。" if not part.total else "这一页没有了。")
        return element("section", head, element("p", words, class_="empty"), class_="abreast-part")
    return element("section", head, _cards(part.programmes, documents, part.region), class_="abreast-part")


def _common(programmes: Sequence[Programme], documents: Mapping[str, Document]) -> Html:
    """What all places have, above the columns."""
    if not programmes:
        return EMPTY
    return element(
        "section", element("h2", say("各地都有")), _cards(programmes, documents), class_="abreast-part common"
    )


def _cards(programmes: Sequence[Programme], documents: Mapping[str, Document], region: str = "") -> Html:
    return element("ol", *(_card(one, documents, region) for one in programmes), class_="cards programmes")


def _card(one: Programme, documents: Mapping[str, Document], region: str) -> Html:
    """A card; clauses and aims of the documents of ``region`` go first."""

    def strange(doc_id: str) -> bool:
        return bool(region) and not any(covers(path, region) for path in documents[doc_id].regions)

    aims = sorted(one.aims, key=lambda aim: strange(aim[0]))[:1]
    told = [(doc_id, span) for doc_id, aim in aims for span in aim.spans]
    clauses = [m for m in one.mentions if not any(m.doc_id == d and span.holds(m.span) for d, span in told)]
    shown = sorted(clauses, key=lambda mention: strange(mention.doc_id))[:_CLAUSES_AT_FIRST]
    left = len(clauses) - len(shown)
    more = (
        element("a", say("全部 {count} 处原文", count=len(one.mentions)), href=programme_href(one), class_="all")
        if left
        else EMPTY
    )
    name = clip(one.name, _MOST_NAME_CHARS)
    return element(
        "li",
        element("h3", element("a", name, href=programme_href(one), class_="name", lang=tongue(name)), _badges(one)),
        _variants(one),
        element("p", _facts(one), class_="facts"),
        *(_aim(documents[doc_id], aim.spans, aim.text) for doc_id, aim in aims),
        _targets(one.targets[:_TARGETS_AT_FIRST], len(one.targets) - _TARGETS_AT_FIRST, documents),
        element("ol", *(_clause(mention, documents[mention.doc_id]) for mention in shown), class_="clauses"),
        more,
        class_="card programme",
    )


def _whole(one: Programme, documents: Mapping[str, Document]) -> Html:
    by_document: dict[str, list[Mention]] = {}
    for mention in one.mentions:
        by_document.setdefault(mention.doc_id, []).append(mention)
    clauses = [_of_document(documents[doc_id], mentions) for doc_id, mentions in by_document.items()]
    aims = [_aim(documents[doc_id], aim.spans, aim.text) for doc_id, aim in one.aims]
    return element(
        "article",
        element("h1", element("span", one.name, lang=tongue(one.name)), _badges(one), tabindex="-1"),
        _variants(one, every=True),
        element("p", _facts(one, every=True), class_="facts"),
        _titled(say("做什么用"), aims),
        _titled(say("目标数字"), [_targets(one.targets, 0, documents)] if one.targets else []),
        _titled(
            say("原文（{count} 处，{sources} 份文件）", count=len(one.mentions), sources=len(by_document)), clauses
        ),
        class_="card programme whole",
    )


def _titled(name: str, parts: Sequence[Html]) -> Html:
    return element("section", element("h2", name), *parts) if parts else EMPTY


def _of_document(document: Document, mentions: Sequence[Mention]) -> Html:
    items = [
        element(
            "li",
            whereabouts_link(document, m.span),
            " ",
            element("span", snippet(document, m.span), class_="words", lang="zh-CN"),
        )
        for m in mentions
    ]
    return element(
        "section",
        element("h3", f"《{document.title}》", lang=tongue(document.title)),
        element("ol", *items, class_="clauses"),
    )


def _badges(one: Programme) -> Html:
    kind = element("span", say(programme_kind(one)), class_="badge kind")
    cited = element("span", say("只被提到"), class_="badge cited", title=say("收录的文件只提到它，没有它自己的文件"))
    return join([kind, EMPTY if one.is_own else cited])


def _variants(one: Programme, *, every: bool = False) -> Html:
    shown = one.variants if every else one.variants[:_VARIANTS_AT_FIRST]
    if not shown:
        return EMPTY
    phrase = "又作 {names} 等 {count} 种写法" if len(shown) < len(one.variants) else "又作 {names}"
    names = "、".join(clip(variant, _MOST_NAME_CHARS) for variant in shown)
    return element("p", say(phrase, names=names, count=len(one.variants)), class_="variants")


def _facts(one: Programme, *, every: bool = False) -> Html:
    documents = len({mention.doc_id for mention in one.mentions})
    alone = every or len(one.regions) == 1
    regions = [region.replace("/", "") if alone else region_name(region) for region in one.regions]
    told = (
        _several(regions, _REGIONS_AT_FIRST, every) or say("地区未写明"),
        _several(one.issuers, _ISSUERS_AT_FIRST, every),
        say(
            "原文 {count} 处，{sources} 份文件" if documents > 1 else "原文 {count} 处",
            count=len(one.mentions),
            sources=documents,
        ),
    )
    return join(element("span", fact, class_="fact", lang=tongue(fact)) for fact in told if fact)


def _several(names: Sequence[str], most: int, every: bool) -> str:
    shown = names if every else names[:most]
    listed = "、".join(shown)
    return listed if len(shown) == len(names) else say("{names} 等 {count} 个", names=listed, count=len(names))


def _aim(document: Document, spans: Sequence[Span], words: str) -> Html:
    place = element("p", place_link(document, spans[0]), class_="cite")
    return element("div", element("blockquote", " ".join(words.split()), lang="zh-CN"), place, class_="aim")


def _targets(targets: Sequence[Indicator], more: int, documents: Mapping[str, Document]) -> Html:
    if not targets:
        return EMPTY
    items = [element("li", _target(target, documents[target.doc_id])) for target in targets]
    rest = element("li", say("另有 {count} 项", count=more), class_="rest") if more > 0 else EMPTY
    return element("ul", *items, rest, class_="targets")


def _target(target: Indicator, document: Document) -> Html:
    printed = "".join(span.of(document.text) for span in target.spans)
    when = say("{year}年", year=target.year) if target.year else ""
    words = say(
        "{when}目标 {words}" if target.is_target else "{when}实际 {words}", when=when, words=" ".join(printed.split())
    )
    printed = element("span", target.printed, lang=tongue(target.printed))
    return join([printed, say("："), place_link(document, target.spans[0], words)])


def _clause(mention: Mention, document: Document) -> Html:
    return element(
        "li",
        place_link(document, mention.span),
        " ",
        element("span", snippet(document, mention.span), class_="words", lang="zh-CN"),
    )
