"""An answer as a reader sees it: status, text with citations, quotations, what is missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policysearch.export import STATUS_WORDS
from policysearch.place import clause_link
from policysearch.render.address import Address, reader_href, view_href
from policysearch.render.documents import badges, notices, region_name
from policysearch.render.html import EMPTY, Html, element, join
from policysearch.render.sentences import retold, retold_line
from policysearch.render.tables import Cell, rows_in, table_html, table_of, touches
from policysearch.render.take import copy_button, keep_button
from policysearch.render.words import say
from policysearch.types import Answer, Citation, Document, Filters, Span

_CONTEXT_CHARS = 60
_MARKER = re.compile(r"\[(\d{1,4})\]")


def answer_panel(answer: Answer, documents: Mapping[str, Document], address: Address, today: str) -> Html:
    """The answer to a question, with its citations and notices, or what was searched in vain."""
    parts = [
        element(
            "div",
            element("span", say(STATUS_WORDS[answer.status]), class_=f"status {answer.status}", role="status"),
            element("h1", answer.question, class_="asked", lang="zh-CN"),
            class_="answer-head",
        ),
        _writer(answer),
        _text(answer, documents) if answer.text else EMPTY,
        _missing(answer),
        _scope(answer, documents, address) if answer.status == "not_found" else EMPTY,
        notices(answer.warnings),
        _citations(answer, documents, today),
        _struck(answer),
    ]
    return element("section", *parts, class_=f"answer {answer.status}", aria_label=say("回答"))


def _writer(answer: Answer) -> Html:
    """Who wrote the answer, where it was no extract."""
    if answer.method != "generate":
        return EMPTY
    return element("p", say("由模型 {model} 撰写，已逐句核对；以引文为准。", model=answer.model), class_="writer")


def _struck(answer: Answer) -> Html:
    """The sentences of a model that were struck out, each with its reason."""
    if not answer.struck:
        return EMPTY
    items = [
        element(
            "li",
            element("del", sentence.text, lang="zh-CN"),
            element("span", retold(sentence.reason), class_="reason"),
        )
        for sentence in answer.struck
    ]
    heading = element("h2", say("划去的句子（{count}句，模型写了，原文不支持）", count=len(items)))
    return element("div", heading, element("ul", *items), class_="struck")


def _text(answer: Answer, documents: Mapping[str, Document]) -> Html:
    """What documents say, with its markers; or, where they say nothing, in our own words and in those of the page."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    if answer.status == "not_found":
        return element("div", *(element("p", retold_line(line)) for line in lines), class_="answer-text")
    links = {c.marker: citation_href(c, documents) for c in answer.citations}
    told = [element("p", with_markers(line, links)) for line in lines]
    return element("div", *told, class_="answer-text", lang="zh-CN")


def with_markers(line: str, links: Mapping[int, str]) -> Html:
    """``line`` with each ``[n]`` that has a citation as a raised link; any other stays text."""
    parts: list[str] = []
    position = 0
    for match in _MARKER.finditer(line):
        href = links.get(int(match[1]))
        if href is None:
            continue
        link = element("a", match.group(), href=href, aria_label=say("引用{number}，打开原文", number=match[1]))
        parts += [line[position : match.start()], element("sup", link)]
        position = match.end()
    return join([*parts, line[position:]])


def citation_href(citation: Citation, documents: Mapping[str, Document]) -> str:
    """The address of the reader at the quoted words."""
    document = documents.get(citation.doc_id)
    clause = clause_link(document, citation.spans[0]) if document else None
    return reader_href(citation.doc_id, clause)


def _citations(answer: Answer, documents: Mapping[str, Document], today: str) -> Html:
    if not answer.citations:
        return EMPTY
    items = [_citation(c, documents, today) for c in answer.citations]
    heading = element("h2", say("依据（{count}处）", count=len(items)))
    return element("div", heading, element("ol", *items), class_="citations")


def _citation(citation: Citation, documents: Mapping[str, Document], today: str) -> Html:
    document = documents.get(citation.doc_id)
    exact = document is not None and "\n".join(span.of(document.text) for span in citation.spans) == citation.quote
    link = element("a", citation.label, href=citation_href(citation, documents), class_="place", lang="zh-CN")
    checked = element("span", say("✓ 与收录文本逐字一致"), class_="exact") if exact else EMPTY
    return element(
        "li",
        element("span", f"[{citation.marker}]", class_="number"),
        element("div", link, badges(document, today) if document else EMPTY, class_="cite-head"),
        _in_context(document, citation) if exact and document else element("blockquote", citation.quote, lang="zh-CN"),
        element(
            "div",
            checked,
            copy_button(citation.quote, citation.label),
            keep_button(document, citation.spans) if exact and document else EMPTY,
            class_="cite-foot",
        ),
    )


def _in_context(document: Document, citation: Citation) -> Html:
    """The quotation marked: in a table below the head, else between the words around it."""
    table = table_of(document, citation.spans)
    if table is not None:
        return table_html(rows_in(table, citation.spans), lambda cell: _lit_cell(cell, citation.spans))
    span, text = citation.span, document.text
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _CONTEXT_CHARS)
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    end = min(line_end, span.end + _CONTEXT_CHARS)
    before = ("" if start == 0 or text[start - 1] == "\n" else "…") + text[start : span.start]
    after = text[span.end : end] + ("" if end == line_end else "…")
    return element("blockquote", before.lstrip(), element("mark", citation.quote), after.rstrip(), lang="zh-CN")


def _lit_cell(cell: Cell, spans: Sequence[Span]) -> str:
    return element("mark", cell.words) if touches(cell, spans) else cell.words


def _missing(answer: Answer) -> Html:
    items = [element("li", retold(item)) for item in answer.missing if item not in answer.text]
    if not items:
        return EMPTY
    return element("div", element("h2", say("没有找到")), element("ul", *items), class_="missing")


def _scope(answer: Answer, documents: Mapping[str, Document], address: Address) -> Html:
    words = filter_words(address.filters, documents)
    if not words:
        count = f"全部 {len(documents)} 份文件"
        searched = "" if count in answer.text else say("查的是全部 {count} 份文件。", count=len(documents))
        is_warned = "未必相关" in answer.text
        near = say("相近的片段列在下面。") if is_warned else say("相近的片段列在下面，未必相关，请自行判断。")
        told = element("p", searched, near, class_="scope")
    else:
        sentence = say("库里有 {count} 份文件，这次只查了：{words}。", count=len(documents), words="；".join(words))
        told = element("p", sentence, class_="scope")
    links = [element("a", name, href=href) for name, href in _ways_on(address)]
    advice = say("换成文件里的说法，或少写几个字，也许就能找到。")
    return join([told, element("p", say("还可以："), join(links, say("、")), say("。"), advice, class_="scope ways")])


def _ways_on(address: Address) -> list[tuple[str, str]]:
    """Where one can go from a question that was not answered: fewer filters, one by one, then none; the library."""
    filters = address.filters
    fewer = {
        say("不限文件"): replace(filters, doc_ids=()),
        say("不限地区"): replace(filters, regions=()),
        say("不限类别"): replace(filters, kinds=()),
        say("不限日期"): replace(filters, date_from=None, date_to=None),
    }
    ways = [(name, address.narrowed(less).href) for name, less in fewer.items() if less and less != filters]
    if filters:
        ways.append((say("在全部文件里查"), address.narrowed(Filters()).href))
    return [*ways, (say("看文档库收录了什么"), view_href("library"))]


def filter_words(filters: Filters, documents: Mapping[str, Document]) -> list[str]:
    """The filters in words, one entry a kind of filter; empty when nothing is filtered."""
    words = []
    if filters.doc_ids:
        titles = [documents[d].title if d in documents else d for d in filters.doc_ids]
        words.append(say("文件{titles}", titles="".join(f"《{title}》" for title in titles)))
    if filters.regions:
        words.append(say("地区为{names}", names="、".join(map(region_name, filters.regions))))
    if filters.kinds:
        words.append(say("类别为{names}", names="、".join(map(say, filters.kinds))))
    if filters.date_from or filters.date_to:
        words.append(say("日期为{period}", period=period_words(filters)))
    return words


def period_words(filters: Filters) -> str:
    """The date filter in words: 2022年, or from … to …."""
    start, end = filters.date_from or "", filters.date_to or ""
    if start == f"{end[:4]}-01-01" and end == f"{start[:4]}-12-31":
        return say("{year}年", year=start[:4])
    return say("{start}至{end}", start=start or say("最早"), end=end or say("最近"))
