"""Filters to documents."""

from __future__ import annotations

import pytest

from policysearch.search.filter import passing
from policysearch.types import Document, Filters, Source


def document(
    doc_id: str,
    *,
    regions: tuple[str, ...] = (),
    kind: str | None = None,
    issued: str | None = None,
    published: str | None = None,
    effective: str | None = None,
) -> Document:
    """A document with only what filters look at."""
    return Document(
        doc_id,
        Source(doc_id, "", "text/plain"),
        "",
        doc_id,
        "",
        regions=regions,
        kind=kind,
        issued_on=issued,
        published_on=published,
        effective_on=effective,
    )


DOCUMENTS = (
    document("linping", regions=("浙江省/杭州市/临平区",), kind="规划", issued="2021-09-06"),
    document("wujiang", regions=("江苏省/苏州市/吴江区",), kind="规划", issued="2021-11-18"),
    document("hangzhou", regions=("浙江省/杭州市",), kind="办法", published="2023-07-03"),
    document("both", regions=("浙江省/杭州市/临平区", "江苏省/苏州市/吴江区"), kind="通知", effective="2022-01-01"),
    document("national", kind="意见"),
)


def found(**fields: object) -> set[str]:
    """The ids that pass ``Filters(**fields)``."""
    return set(passing(DOCUMENTS, Filters(**fields)))  # type: ignore[arg-type]


def test_no_filter_passes_all() -> None:
    assert found() == {"linping", "wujiang", "hangzhou", "both", "national"}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("临平区", {"linping", "both"}),
        ("临平", {"linping", "both"}),
        ("浙江省/杭州市/临平区", {"linping", "both"}),
        ("杭州市", {"linping", "hangzhou", "both"}),
        ("杭州", {"linping", "hangzhou", "both"}),
        ("浙江省/杭州市", {"linping", "hangzhou", "both"}),
        ("浙江", {"linping", "hangzhou", "both"}),
        ("江苏省", {"wujiang", "both"}),
        ("苏州", {"wujiang", "both"}),
        ("江苏省/杭州市", set()),
        ("余杭区", set()),
        ("州", set()),
        ("", set()),
    ],
)
def test_regions_by_name_short_name_and_path(wanted: str, expected: set[str]) -> None:
    assert found(regions=(wanted,)) == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [(("规划",), {"linping", "wujiang"}), (("规划", "意见"), {"linping", "wujiang", "national"}), (("规",), set())],
)
def test_kinds_are_alternatives(kinds: tuple[str, ...], expected: set[str]) -> None:
    assert found(kinds=kinds) == expected


def test_ids() -> None:
    assert found(doc_ids=("both", "national", "unknown")) == {"both", "national"}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2021", None, {"linping", "wujiang", "hangzhou", "both"}),
        ("2021-11", None, {"wujiang", "hangzhou", "both"}),
        ("2021-11-18", None, {"wujiang", "hangzhou", "both"}),
        ("2021-11-19", None, {"hangzhou", "both"}),
        (None, "2021", {"linping", "wujiang"}),
        (None, "2021-09", {"linping"}),
        (None, "2021-09-05", set()),
        (None, "2021-09-06", {"linping"}),
        ("2022", "2022", {"both"}),
        ("2021-10", "2022-01-01", {"wujiang", "both"}),
        ("2024", "2020", set()),
    ],
)
def test_dates_are_inclusive_and_may_be_a_year_or_a_month(
    first: str | None, last: str | None, expected: set[str]
) -> None:
    assert found(date_from=first, date_to=last) == expected


def test_a_document_without_a_date_passes_no_date_filter() -> None:
    assert "national" not in found(date_from="1900") | found(date_to="2100")


def test_several_filters_must_all_pass() -> None:
    assert found(regions=("杭州",), kinds=("规划",), date_from="2021") == {"linping"}
    assert found(regions=("杭州",), kinds=("意见",)) == set()


@pytest.mark.parametrize("filters", [Filters(), Filters(doc_ids=(), regions=())])
def test_empty_filters_are_false(filters: Filters) -> None:
    assert not filters


@pytest.mark.parametrize(
    "filters",
    [
        Filters(doc_ids=("a",)),
        Filters(regions=("a",)),
        Filters(kinds=("a",)),
        Filters(date_from="2021"),
        Filters(date_to="2021"),
    ],
)
def test_any_filter_is_true(filters: Filters) -> None:
    assert filters
