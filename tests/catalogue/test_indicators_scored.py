"""The scorer of indicators: what counts as right, what is left out of the count."""

from __future__ import annotations

from typing import Any

from evaluation.catalogue.indicators import growth_targets, score_document
from policysearch.catalogue.entries import Indicator
from policysearch.types import Document, Source, Span

TEXT = "岛上灯塔达到9座，渔船增长5%。别处灯塔3座。"
DOCUMENT = Document("d1", Source("a.txt", "0" * 64, "text/plain"), "", "岛", TEXT)


def entry(value: float, at: int, end: int, **fields: Any) -> Indicator:
    """An indicator of 2030 with its value at a place."""
    given: dict[str, Any] = {"name": "灯塔", "unit": "座", "year": 2030, "is_target": False, "qualifier": ""}
    given |= {"base_unit": "座", "amount": value, "value": value, "spans": (Span(at, end),)}
    return Indicator(**{"doc_id": "d1", "printed": "灯塔", "region": "海南省", **given, **fields})


def row(value: float, at: int, end: int, **fields: Any) -> dict[str, Any]:
    """A labelled value of 2030."""
    labelled = {"value": value, "unit": "座", "year": 2030, "region": "海南省", "is_target": False, "qualifier": ""}
    return labelled | {"printed": "灯塔", "spans": [[at, end]]} | fields


def test_a_value_is_right_where_all_its_fields_are() -> None:
    score = score_document(DOCUMENT, [entry(9, 6, 8)], [row(9, 6, 8)], [[0, 16]])
    assert (score.right, score.wrong, score.found, score.missed, score.held) == (1, 0, 1, 0, 1)


def test_a_wrong_year_is_wrong_and_missed() -> None:
    score = score_document(DOCUMENT, [entry(9, 6, 8, year=2029)], [row(9, 6, 8)], [[0, 16]])
    assert (score.right, score.wrong, score.missed, dict(score.fields)) == (0, 1, 1, {"year": 1})
    alike = score_document(DOCUMENT, [entry(9, 6, 8, year=2029)], [row(9, 6, 8, year_alt=[None, 2029])], [[0, 16]])
    assert alike.right == 1


def test_what_is_doubtful_or_out_of_the_ranges_counts_for_nothing() -> None:
    labelled = [row(9, 6, 8, doubtful=True)]
    score = score_document(DOCUMENT, [entry(9, 6, 8), entry(3, 20, 22)], labelled, [[0, 16]])
    assert (score.right, score.wrong, score.missed) == (0, 0, 0)


def test_a_figure_that_nobody_labelled_is_wrong() -> None:
    score = score_document(DOCUMENT, [entry(9, 6, 8)], [], [[0, 16]])
    assert score.wrong == 1


def test_a_span_without_its_value_is_told() -> None:
    score = score_document(DOCUMENT, [entry(8, 6, 8)], [row(8, 6, 8)], [[0, 16]])
    assert (score.held, score.loose) == (0, 1)


def test_a_growth_target_must_stand_once_with_its_qualifier() -> None:
    fields = {"name": "地区生产总值增长", "unit": "%", "base_unit": "%", "year": 2026, "is_target": True}
    wanted = {
        "sha256": "s",
        "part": "",
        "region": "海南省",
        "low": 6,
        "high": 6,
        "qualifier": "左右",
        "printed": "6%左右",
    }
    once = entry(6, 0, 2, qualifier="左右", **fields)
    assert growth_targets([wanted], {("s", ""): [once]})[0] == 1
    assert growth_targets([wanted], {("s", ""): [once, once]})[0] == 0
    assert growth_targets([wanted], {("s", ""): [entry(6, 0, 2, **fields)]})[0] == 0
    assert growth_targets([wanted], {})[1] == ["海南省 6%左右: []"]
