"""Rules of ranking: each names the value at which it does nothing, and does nothing at it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from policysearch.config import SearchSettings, rules_of
from policysearch.search.searcher import Searcher


def test_rules_are_found_by_their_metadata_in_the_order_of_the_fields() -> None:
    rules = rules_of(SearchSettings())
    assert rules["dense_weight"] == (0.0, "the encoder's scores beside BM25's")
    assert list(rules) == [f.name for f in fields(SearchSettings) if f.name in rules]
    assert "candidates" not in rules
    for name, (neutral, says) in rules.items():
        default = getattr(SearchSettings(), name)
        assert type(neutral) is type(default), name
        assert says
        assert "\n" not in says


@pytest.fixture
def without(plain: Searcher) -> dict[str, Searcher]:
    """A searcher for each rule that is switched off."""
    found = {}
    for name, (neutral, _) in rules_of(plain.settings).items():
        off: dict[str, Any] = {name: neutral}
        settings = replace(plain.settings, **off)
        found[name] = Searcher(plain.documents, plain.passages, plain._lexical, None, None, settings=settings)
    return found


def test_every_rule_may_be_off(without: dict[str, Searcher]) -> None:
    for name, searcher in without.items():
        assert searcher.search("电动自行车停放充电"), name


def test_a_clause_named_by_number_goes_first_only_by_its_rule(plain: Searcher, without: dict[str, Searcher]) -> None:
    question = "电动自行车充电插座按第七条规定怎样配建"
    assert plain.search(question)[0].signals.by_reference
    assert not any(hit.signals.by_reference for hit in without["named_clauses"].search(question))
