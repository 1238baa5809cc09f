"""An address to a view: parse, call, render. Nothing here knows of the web framework."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from policysearch.answer import answer_question, asked_after, generate_answer
from policysearch.app.basket import basket
from policysearch.app.examples import example_questions
from policysearch.app.feedback import MOST_WORDS_CHARS, WRONGS, Answered, FeedbackFile
from policysearch.app.indicators import indicators
from policysearch.app.library import Library
from policysearch.app.measures import measures
from policysearch.app.overview import overview
from policysearch.app.programmes import programmes
from policysearch.app.upkeep import upkeep
from policysearch.app.view import SITE, View, wrap
from policysearch.catalogue.relations import Relations
from policysearch.context import Context, context_of
from policysearch.endpoint import Endpoint
from policysearch.errors import PolicySearchError
from policysearch.export import Report, report_of_answer
from policysearch.place import resolve
from policysearch.render import (
    FACETS,
    Address,
    Html,
    answer_panel,
    chips,
    choices,
    element,
    export_links,
    facet_panel,
    follow_form,
    home,
    join,
    lost_clause,
    mark_of,
    message,
    parse_address,
    pasted_notice,
    reader,
    relatives,
    result_list,
    save_button,
    saved_questions,
    stated_relations,
    tell_form,
    trace_page,
    understood,
    understood_as,
    unknown_document,
    visit_history,
    without,
)
from policysearch.render.address import MOST_CARDS
from policysearch.render.words import CHINESE, Language, say, speaking
from policysearch.search.searcher import Searcher
from policysearch.search.trace import MOST_TRACED_CHARS
from policysearch.types import Answer, Document, Filters, Hit

MOST_QUESTION_CHARS = 2000
_log = logging.getLogger(__name__)


class Pages:
    """The views of one opened index; they hold nothing between requests but the examples."""

    def __init__(
        self,
        searcher: Searcher,
        today: str | None = None,
        endpoint: Endpoint | None = None,
        *,
        feedback: FeedbackFile | None = None,
    ) -> None:
        self.searcher = searcher
        self._today = today
        self.endpoint = endpoint
        self.feedback = feedback
        self._shelves = Library(searcher)
        self._named: Mapping[str, Callable[[Address], View]] = {
            "library": self._library,
            "quality": self._quality,
            "programmes": lambda address: programmes(self.searcher, address, self.today),
            "measures": lambda address: measures(self.searcher, address, self.today),
            "indicators": lambda address: indicators(self.searcher, address, self.today),
            "overview": lambda address: overview(self.searcher, address, self.today),
            "upkeep": lambda _: upkeep(),
        }
        self._examples = lru_cache(maxsize=1)(self._find_examples)

    @property
    def today(self) -> str:
        """The ISO date that plan periods are compared with."""
        return self._today or date.today().isoformat()

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents of the index."""
        return self.searcher.documents

    @cached_property
    def relations(self) -> Relations:
        """What documents say of each other, looked up by document; read when first asked for."""
        return Relations(self.searcher.catalogue.links)

    def views(self, query: str, language: Language = CHINESE, carried: str = "") -> Iterator[View]:
        """The views that ``query`` shows one after the other, the last of them ``show``'s, in words of ``language``.

        Where a model writes the answer, the extractive one goes first, so that nobody waits before an empty page.
        """
        address = parse_address(query)
        steps = (False, True) if self.endpoint and address.is_question else (True,)
        for is_written in steps:
            # The language is set for one step, not across a yield: whoever runs the generator has a language too.
            with speaking(language):
                view = self.show(query, carried, is_written=is_written)
            yield view

    def show(self, query: str, carried: str = "", *, is_written: bool = True) -> View:
        """The view that the query string ``query`` names; a fault is a sentence on the page.

        ``carried`` is what the browser keeps for that view (the basket), as JSON.
        ``is_written``: a model's answer is waited for, where there is a model; else the view says that it is to come.
        """
        try:
            return self._view(parse_address(query), carried, is_written)
        except PolicySearchError as error:
            _log.warning("view failed: %s", error)
            return wrap("message", "出错了", message("没有成功", str(error)))

    def _view(self, address: Address, carried: str, is_written: bool) -> View:
        if address.doc is not None:
            return self._reader(address.doc, address.clause)
        if address.trace is not None:
            return self._trace(address.trace)
        if address.view is not None:
            return self._named_view(address, address.view, carried)
        if not address.is_question:
            return self._home(address)
        return self._ask(address, (address.question or "").strip(), is_written)

    def _named_view(self, address: Address, name: str, carried: str) -> View:
        if name == "basket":
            return basket(self.searcher, carried, self.today)
        make = self._named.get(name)
        if make is None:
            return wrap(
                "message", "没有这一页", message("没有这一页", "这个链接指向的页面不存在：请从上面的目录进入。")
            )
        return make(address)

    def _library(self, address: Address) -> View:
        return self._shelves.library(address, self.today)

    def _quality(self, address: Address) -> View:
        return self._shelves.quality(address, self.today)

    def _home(self, address: Address) -> View:
        blank = address.question is not None
        page = home(self.documents, self._examples(), address, self.today, blank=blank)
        saved = saved_questions(self.searcher.index_id)
        return wrap("home", SITE, join([chips(address, self.documents), saved, page]))

    def _ask(self, address: Address, written: str, is_written: bool) -> View:
        if len(written) > MOST_QUESTION_CHARS:
            sentence = say(
                "问题有 {count} 字，最多 {most} 字：请只写要查的那一句。", count=len(written), most=MOST_QUESTION_CHARS
            )
            return wrap("message", "问题太长", message("问题太长", sentence))
        question = self._asked(address, written)
        understanding = self.searcher.understand(question, ignore=address.off)
        hits = self._hits(question, address, address.filters)
        answer = self._answer(question, hits, address.filters, is_written)
        counted = {facet: self._facet_hits(facet, question, address, hits) for facet in FACETS}
        facets = {facet: choices(facet, found, self.documents, address.filters) for facet, found in counted.items()}
        main = element(
            "div",
            understood_as(question, address),
            understood(understanding, hits, address),
            chips(address, self.documents),
            pasted_notice(question, hits),
            answer_panel(answer, self.documents, address, self.today),
            element(
                "div",
                export_links(),
                save_button(self.searcher.index_id),
                tell_form(WRONGS, MOST_WORDS_CHARS) if self.feedback else Html(""),
                class_="answer-foot",
            ),
            follow_form(question, address),
            class_="main",
        )
        contexts = [self._context(hit) for hit in hits[: address.cards]]
        kinship, relations = self.searcher.kinship, self.relations
        cards = result_list(hits, self.documents, address, self.today, kinship, contexts, relations)
        results = element("section", cards, class_="results")
        panel = element("aside", visit_history(), facet_panel(facets, address, MOST_CARDS), class_="side")
        return wrap("ask", question, element("div", main, panel, results, class_="found"), written)

    def report(self, query: str) -> Report | None:
        """The answer that the view of ``query`` shows, to be exported; None where it shows none."""
        answered = self.answered(query, is_written=True)
        return report_of_answer(answered.answer, self.documents, self.today) if answered else None

    def answered(self, query: str, *, is_written: bool = False) -> Answered | None:
        """The answer that ``query`` shows, a model's only where ``is_written``; None where it asks nothing."""
        address = parse_address(query)
        question = (address.question or "").strip()
        if not question or len(question) > MOST_QUESTION_CHARS:
            return None
        question = self._asked(address, question)
        hits = self._hits(question, address, address.filters)
        answer = self._answer(question, hits, address.filters, is_written)
        return Answered(address.href, question, address.filters, answer)

    def found(self, query: str) -> list[str]:
        """The marks of the hits of ``query``, as their cards have them, the best first; none where it asks nothing."""
        address = parse_address(query)
        question = (address.question or "").strip()
        if not question or len(question) > MOST_QUESTION_CHARS:
            return []
        hits = self._hits(self._asked(address, question), address, address.filters)
        return [mark_of(hit.passage) for hit in hits]

    def _asked(self, address: Address, question: str) -> str:
        """The question by itself, after the one before it."""
        history = [address.after] if address.after else []
        return asked_after(self.searcher, question, history, filters=address.filters, today=self.today)

    def _answer(self, question: str, hits: Sequence[Hit], filters: Filters, is_written: bool) -> Answer:
        """The extractive answer; with a model the one that it writes, or a notice that it is to come."""
        if self.endpoint and is_written:
            return generate_answer(self.searcher, question, hits, self.endpoint, filters=filters, today=self.today)
        answer = answer_question(self.searcher, question, hits, filters=filters, today=self.today)
        if self.endpoint is None:
            return answer
        sentence = f"模型 {self.endpoint.model} 正在撰写回答，写完并逐句核对后换上；下面先按原文摘录。"
        return replace(answer, warnings=(sentence, *answer.warnings))

    def _trace(self, pasted: str) -> View:
        too_long = len(pasted) > MOST_TRACED_CHARS
        traces = () if too_long else self.searcher.trace(pasted)
        return wrap("trace", "溯源", trace_page(pasted, traces, self.documents, self.today, MOST_TRACED_CHARS))

    def _context(self, hit: Hit) -> Context:
        passage = hit.passage
        return context_of(self.documents[passage.doc_id], self.searcher.passages_of(passage.doc_id), passage)

    def _facet_hits(self, facet: str, question: str, address: Address, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits that a facet counts: those that its own choices do not narrow."""
        wider = without(address.filters, facet)
        if wider == address.filters:
            return hits
        return self._hits(question, address, wider)

    def _hits(self, question: str, address: Address, filters: Filters) -> tuple[Hit, ...]:
        return self.searcher.search(
            question,
            top_k=MOST_CARDS,
            filters=filters,
            ignore=address.off,
            today=self.today,
        )

    def _reader(self, doc_id: str, clause: str | None) -> View:
        document = self.documents.get(doc_id)
        if document is None:
            return wrap("message", "找不到这份文件", unknown_document(doc_id))
        cited = resolve(document, clause) if clause else None
        kin = join(
            [
                relatives(self.searcher.kinship.of(doc_id), self.documents),
                stated_relations(self.relations, doc_id, self.documents),
            ]
        )
        page = reader(document, cited, self.today, kin, self.searcher.passages_of(doc_id))
        lost = lost_clause(document) if clause and cited is None else Html("")
        return wrap("reader", document.title, join([lost, page]))

    def _find_examples(self) -> tuple[str, ...]:
        return example_questions(list(self.documents.values()), self._answers)

    def _answers(self, question: str) -> bool:
        hits = self.searcher.search(question, top_k=MOST_CARDS)
        return answer_question(self.searcher, question, hits, today=self.today).status == "answered"
