"""Support measures by who may apply: what each grants, and its conditions one by one as met, not met, not stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policysearch.answer.checklist import NOBODY, Checked
from policysearch.answer.eligible import DECIDES, Person, Verdict
from policysearch.catalogue.entries import Amount, Stated
from policysearch.render.address import Address
from policysearch.render.choose import (
    Choice,
    catalogue_exports,
    choice_panel,
    chosen_links,
    page_links,
    word_form,
)
from policysearch.render.clauses import place_link
from policysearch.render.documents import badges
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.words import own, say, tongue
from policysearch.text import clip
from policysearch.types import Document

VIEW = "measures"
_TICKED = "只按你勾选和写下的逐条对照，没有提到的都算未说明；{decides}"
ONLY_WHAT_IS_TICKED = _TICKED.format(decides=DECIDES)
_INTRO = "文件写明给什么、给谁、要什么条件；没有写的不补。先选地区和对象，再勾自己做到了哪些。"
_UNIT = "{name}，{count} 项支持"
_NAMES = {"word": "词", "region": "地区", "who": "对象", "kind": "类别", "doc": "文件"}
_MOST_CONDITION_CHARS = 200
_MOST_NAME_CHARS = 120
_MARKS: dict[Verdict, tuple[str, str]] = {"满足": ("✓", "met"), "不满足": ("✗", "unmet"), "未说明": ("？", "open")}
_DEGREES = {1: "专科", 2: "本科", 3: "硕士", 4: "博士"}


def measure_page(
    checked: Sequence[Checked],
    total: int,
    groups: Sequence[tuple[str, Sequence[Choice]]],
    conditions: Sequence[tuple[str, str, int]],
    person: Person,
    address: Address,
    documents: Mapping[str, Document],
    today: str,
    *,
    more_conditions: int,
    page: int,
    pages: int,
) -> Html:
    """The measures ``checked`` of ``total``; ``conditions`` are what may be ticked: key, words, count."""
    ticked = bool(address.values("done") or address.values("not") or person != NOBODY)
    titles = {doc_id: documents[doc_id].title for doc_id in address.values("doc") if doc_id in documents}
    head = element(
        "header",
        element("h1", say("政策支持"), tabindex="-1"),
        element("p", say(_INTRO), class_="intro"),
        word_form(address, say("在政策支持里找"), say("名称、对象、条件里的词，例如：租房补贴")),
        chosen_links(address, _NAMES, titles),
        _own_form(conditions, more_conditions, person, address, ticked=ticked),
        class_="view-head",
    )
    status = say("{count} 项支持", count=total) + (say("，第 {page} 页", page=page) if pages > 1 else "")
    body = [element("h2", status, class_="results-head", role="status")]
    if total:
        body += [element("p", say(_TICKED, decides=say(DECIDES)), class_="notice")] if ticked else []
        body.append(catalogue_exports())
        cards = [_card(one, documents[one.measure.doc_id], today, ticked=ticked) for one in checked]
        body.append(element("ol", *cards, class_="cards measures"))
    else:
        body.append(element("p", say("没有这样的支持。换个词，或去掉一项筛选再试。"), class_="empty"))
    body.append(page_links(address, page, pages))
    side = element("aside", choice_panel(groups, _UNIT, say("选一个地方，也列出上级的和全国的。")), class_="side")
    return element("div", head, side, element("section", *body, class_="listed"), class_="directory")


def _own_form(
    conditions: Sequence[tuple[str, str, int]], more: int, person: Person, address: Address, *, ticked: bool
) -> Html:
    """The conditions of the measures that fit, to be ticked as met or not, and a line for what one says of oneself."""
    if not conditions and not ticked:
        return EMPTY
    changed = ("done", "not", "self", "page")
    shown = {key for key, _, _ in conditions}
    same = [pair for pair in address.options if pair[0] not in changed]
    same += [(name, key) for name in ("done", "not") for key in address.values(name) if key not in shown]
    kept = [element("input", type="hidden", name=name, value=value) for name, value in same]
    said = element(
        "label",
        element("span", say("自己的情况（不必写全，只在这个地址里，不保存）")),
        element(
            "input",
            type="text",
            name="self",
            value=address.value("self"),
            maxlength="200",
            autocomplete="off",
            placeholder=say("例如：硕士，28岁，本市户籍，社保3年"),
        ),
        class_="self",
    )
    rows = [_tick(key, words, count, address) for key, words, count in conditions]
    head = element("tr", *(element("th", say(name), scope="col") for name in ("符合", "不符合", "原文的条件", "支持")))
    table = element("table", element("thead", head), element("tbody", *rows), class_="ticks")
    box = element("div", table, class_="tick-box", tabindex="0", role="region", aria_label=say("条件，可上下滚动"))
    left = say("另有 {count} 条条件没有列出：先选地区、对象或类别。", count=more)
    clear = address.with_option("done").with_option("not").with_option("self").href
    buttons = element(
        "p",
        element("button", say("逐条对照"), type="submit"),
        element("a", say("全部清除"), href=clear) if ticked else EMPTY,
        class_="tick-buttons",
    )
    form = element(
        "form",
        element("input", type="hidden", name="view", value=VIEW),
        *kept,
        said,
        _understood(person),
        box if rows else EMPTY,
        element("p", left, class_="facet-note") if more > 0 else EMPTY,
        buttons,
        method="get",
        action="",
        class_="view-form own-form",
    )
    count = len(conditions) + max(more, 0)
    summary = element("summary", say("我的情况：从这些支持的 {count} 条条件里勾选", count=count))
    return element("details", summary, form, class_="context own", open=not ticked)


def _understood(person: Person) -> Html:
    told = [
        say("学历 {degree}", degree=say(_DEGREES[person.degree])) if person.degree else "",
        say("年龄 {age}岁", age=person.age) if person.age is not None else "",
        "" if person.local is None else say("本地户籍" if person.local else "非本地户籍"),
        say("社保、居住或工作 {years} 年", years=person.served) if person.served is not None else "",
    ]
    shown = [words for words in told if words]
    return element("p", say("理解为：{words}", words=say("；").join(shown)), class_="synonyms") if shown else EMPTY


def _tick(key: str, words: str, count: int, address: Address) -> Html:
    told = clip(words, _MOST_CONDITION_CHARS)
    boxes = [
        element(
            "td",
            element(
                "input",
                type="checkbox",
                name=name,
                value=key,
                checked=key in address.values(name),
                aria_label=say("{kind}：{words}", kind=say(label), words=told),
            ),
        )
        for name, label in (("done", "符合"), ("not", "不符合"))
    ]
    return element(
        "tr",
        *boxes,
        element("td", told, class_="condition", lang=tongue(told)),
        element("td", say("{count} 项", count=count), class_="count"),
    )


def _card(one: Checked, document: Document, today: str, *, ticked: bool) -> Html:
    measure = one.measure
    name = clip(" ".join(measure.name.text.split()), _MOST_NAME_CHARS)
    regions = "、".join(region.replace("/", "") for region in document.regions)
    source = element("p", place_link(document, measure.span), badges(document, today), class_="cite")
    rows = [
        ("对象", join((_stated(each, document) for each in measure.who), "；")),
        ("条件", _conditions(one, document, ticked=ticked)),
        ("金额", join((_amount(each, document) for each in measure.amounts), "；")),
        ("方式", join((_stated(each, document) for each in measure.method), "；")),
        ("期限", join((_stated(each, document) for each in measure.period), "；")),
        ("申请时限", join((_stated(each, document) for each in measure.deadline), "；")),
        ("受理部门", join((_stated(each, document) for each in measure.departments), "；")),
        ("材料", join((_stated(each, document) for each in measure.materials), "；")),
        ("依据", join((_stated(each, document) for each in measure.basis), "；")),
    ]
    shown = [
        element("div", element("dt", say(field)), element("dd", told, lang=tongue(told)))
        for field, told in rows
        if told
    ]
    return element(
        "li",
        element(
            "h3",
            place_link(document, measure.name.spans[0], name),
            element("span", say(measure.kind), class_="badge kind", lang=tongue(say(measure.kind))),
        ),
        element(
            "p", element("span", regions or say("地区未写明"), class_="fact", lang=tongue(regions)), class_="facts"
        ),
        _tally(one) if ticked else EMPTY,
        element("dl", *shown, class_="fields"),
        source,
        class_="card measure",
    )


def _tally(one: Checked) -> Html:
    """How many conditions are met, not met, not stated: numbers, no judgement."""
    if not one.verdicts:
        return element("p", say("原文没有写条件，无从对照。"), class_="tally")
    told = [
        element(
            "span",
            say("{mark} {verdict} {count} 条", mark=mark, verdict=say(verdict), count=one.count(verdict)),
            class_=f"verdict {kind}",
        )
        for verdict, (mark, kind) in _MARKS.items()
        if one.count(verdict)
    ]
    return element("p", *told, class_="tally")


def _conditions(one: Checked, document: Document, *, ticked: bool) -> Html:
    if not one.verdicts:
        return element("span", say("原文没有写"), class_="nothing", lang=own())
    items = [
        element("li", join([_verdict(verdict), " "]) if ticked else EMPTY, _stated(each, document))
        for each, verdict in zip(one.measure.conditions, one.verdicts, strict=True)
    ]
    return element("ul", *items, class_="conditions")


def _verdict(verdict: Verdict) -> Html:
    mark, kind = _MARKS[verdict]
    return element(
        "span", element("span", mark, aria_hidden="true"), f" {say(verdict)}", class_=f"verdict {kind}", lang=own()
    )


def _stated(each: Stated, document: Document) -> Html:
    """Words of the text as a link to where they stand."""
    words = clip(" ".join(each.text.split()), _MOST_CONDITION_CHARS)
    return place_link(document, each.spans[0], words) if each.spans else element("span", words)


def _amount(each: Amount, document: Document) -> Html:
    """An amount as printed, behind the class that it is for."""
    words = " ".join("".join(span.of(document.text) for span in each.spans).split())
    # The unit of a table stands in its head, and what it is counted by may stand apart: then both are told.
    beside = f"（{each.unit}）" if each.unit and each.unit.split("/")[0] not in words else ""
    link = place_link(document, each.spans[0], f"{words}{beside}")
    return join([f"{clip(' '.join(each.subject.split()), _MOST_NAME_CHARS)}：", link]) if each.subject else link
