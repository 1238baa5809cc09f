"""Hits, answers and documents to escaped HTML: pure functions without a web framework."""

from policysearch.render.address import Address, parse_address
from policysearch.render.answer import answer_panel
from policysearch.render.basket import basket_page
from policysearch.render.conversation import export_links, follow_form, understood_as
from policysearch.render.facets import FACETS, chips, choices, facet_panel, without
from policysearch.render.home import home, listing
from policysearch.render.html import Html, element, join
from policysearch.render.kin import relatives, stated_relations
from policysearch.render.marks import marked, occurrences
from policysearch.render.messages import lost_clause, message, unknown_document
from policysearch.render.reader import reader
from policysearch.render.results import card, result_list
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
    "listing",
    "lost_clause",
    "marked",
    "message",
    "occurrences",
    "parse_address",
    "pasted_notice",
    "reader",
    "relatives",
    "result_list",
    "stated_relations",
    "trace_page",
    "understood",
    "understood_as",
    "unknown_document",
    "without",
]
