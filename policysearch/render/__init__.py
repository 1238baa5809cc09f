"""Hits, answers and documents to escaped HTML: pure functions without a web framework."""

from policysearch.render.address import Address, parse_address
from policysearch.render.answer import answer_panel
from policysearch.render.basket import basket_page
from policysearch.render.conversation import export_links, follow_form, understood_as
from policysearch.render.facets import FACETS, chips, choices, facet_panel, without
from policysearch.render.home import home
from policysearch.render.html import Html, element, join
from policysearch.render.kept import save_button, saved_questions, visit_history
from policysearch.render.kin import relatives, stated_relations
from policysearch.render.marks import marked, occurrences
from policysearch.render.messages import lost_clause, message, unknown_document
from policysearch.render.reader import reader
from policysearch.render.results import card, mark_of, result_list
from policysearch.render.tell import tell_form
from policysearch.render.trace import pasted_notice, trace_page
from policysearch.render.understood import understood

__all__ = [
    "FACETS",
    "Address",
    "Html",
    "answer_panel",
    "basket_page",
    "card",
    "chips",
    "choices",
    "element",
    "export_links",
    "facet_panel",
    "follow_form",
    "home",
    "join",
    "lost_clause",
    "mark_of",
    "marked",
    "message",
    "occurrences",
    "parse_address",
    "pasted_notice",
    "reader",
    "relatives",
    "result_list",
    "save_button",
    "saved_questions",
    "stated_relations",
    "tell_form",
    "trace_page",
    "understood",
    "understood_as",
    "unknown_document",
    "visit_history",
    "without",
]
