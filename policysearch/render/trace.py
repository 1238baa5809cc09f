"""溯源: a box for a pasted text, and the places that it comes from with the differences marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policysearch.place import clause_link, label
from policysearch.render.address import reader_href, trace_href
from policysearch.render.differences import difference_html, difference_list
from policysearch.render.documents import badges, facts
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.take import copy_button, keep_button
from policysearch.render.words import say
from policysearch.types import Document, Hit, Trace

_MOST_LISTED = 12
_LEGEND = "原文有而粘贴的文字没有的，下面加线；粘贴的文字多出的，中间划线；改动的两者并列。空白和标点不计。"


def trace_page(
    pasted: str, traces: Sequence[Trace], documents: Mapping[str, Document], today: str, most_chars: int
) -> Html:
    """The box with ``pasted`` in it and, when it is not blank, its places or the sentence that it has none.

    ``most_chars`` is how long a text may be; of a longer one only that is said.
    """
    head = element("h1", say("溯源"), tabindex="-1")
    intro = element("p", say("粘贴一句或一段话，查它出自哪份文件的哪一条，有没有改动。"), class_="intro")
    result = _result(pasted, traces, documents, today, most_chars)
    return element("section", head, intro, _form(pasted), result, class_="tracing")


def _form(pasted: str) -> Html:
    box = element(
        "textarea",
        pasted,
        name="trace",
        rows=6,
        lang="zh-CN",
        aria_label=say("要溯源的文字"),
        placeholder=say("把要查的文字粘贴在这里"),
    )
    return element(
        "form", box, element("button", say("查出处"), type="submit"), method="get", action="", class_="trace-form"
    )


def _result(
    pasted: str, traces: Sequence[Trace], documents: Mapping[str, Document], today: str, most_chars: int
) -> Html:
    if not pasted:
        return EMPTY
    if len(pasted) > most_chars:
        sentence = say("这段文字有 {count} 字，最多 {most} 字：请只粘贴其中一段。", count=len(pasted), most=most_chars)
        return element("p", sentence, class_="notice", role="status")
    if not traces:
        sentence = say("没有找到出处：{count} 份文件里没有一处与它大体相符。", count=len(documents))
        return element("p", sentence, class_="notice", role="status")
    sources = len({one.doc_id for one in traces})
    found = say("找到 {count} 处，来自 {sources} 份文件", count=len(traces), sources=sources)
    head = element("h2", found, class_="results-head", role="status")
    legend = element("p", say(_LEGEND), class_="legend") if any(one.share < 1 for one in traces) else EMPTY
    cards = [_card(one, documents[one.doc_id], pasted, today) for one in traces]
    return join([head, legend, element("ol", *cards, class_="cards")])


def _card(one: Trace, document: Document, pasted: str, today: str) -> Html:
    """One place: its share, the print with the differences, the differences in words, how to cite it."""
    href = reader_href(document.doc_id, clause_link(document, one.span))
    differences = list(difference_list(one))
    told = differences[:_MOST_LISTED]
    more = [say("另有 {count} 处", count=len(differences) - len(told))] if len(differences) > len(told) else []
    share = say("逐字相同") if one.share == 1 else say("相符 {share}", share=f"{min(one.share, 0.999):.1%}")
    rest = len(pasted.strip()) - len(one.pasted)
    of_pasted = say("对应粘贴文字的第 {start} 至 {end} 字。", start=one.pasted.start + 1, end=one.pasted.end)
    part = element("p", of_pasted, class_="crumbs")
    return element(
        "li",
        element("h3", element("a", document.title, href=href, lang="zh-CN"), badges(document, today)),
        element(
            "p",
            element("span", share, class_="share"),
            element("span", label(document, one.span), lang="zh-CN"),
            class_="crumbs",
        ),
        part if rest > 2 else EMPTY,
        element("div", difference_html(one), class_="passage diff", lang="zh-CN"),
        element("ul", *(element("li", said) for said in (*told, *more)), class_="differences") if told else EMPTY,
        element(
            "div",
            element("p", facts(document), class_="facts"),
            element(
                "div",
                element("a", say("打开原文"), href=href, class_="open"),
                copy_button(one.span.of(document.text), label(document, one.span)),
                keep_button(document, [one.span]),
                class_="links",
            ),
            class_="card-foot",
        ),
        class_="card traced",
    )


def pasted_notice(question: str, hits: Sequence[Hit]) -> Html:
    """The link to the differences for a question that is a pasted text; nothing for any other."""
    if not any(hit.signals.by_trace for hit in hits[:1]):
        return EMPTY
    link = element("a", say("看它的出处和改动"), href=trace_href(question))
    return element("p", say("这像是一段粘贴来的文字。"), link, class_="notice pasted")
