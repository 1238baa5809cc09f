"""Whether a document is in force on a day: its own dates and words, and what others of the library say of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.answer.notice import notices
from policysearch.types import Change, Document, Relation, Source, Span, Validity
from policysearch.validity import judge, with_changes

TODAY = "2024-06-30"


def document(doc_id: str = "d1", title: str = "云岭县水库办法", **fields: Any) -> Document:
    return Document(doc_id, Source(f"{doc_id}.txt", "0" * 64, "text/plain"), "", title, "文字", **fields)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, "未知"),
        ({"issued_on": "2020-01-01"}, "未知"),
        ({"effective_on": "2020-01-01"}, "未知"),  # its end may stand in a text that is not here
        ({"effective_on": "2020-01-01", "expires_on": "2025-01-01"}, "现行"),
        ({"effective_on": "2020-01-01", "expires_on": TODAY}, "现行"),  # the last day still counts
        ({"effective_on": "2020-01-01", "expires_on": "2024-06-29"}, "有效期已满"),
        ({"expires_on": "2025-01-01"}, "未知"),
        ({"effective_on": TODAY, "expires_on": "2025-01-01"}, "现行"),  # and so does the first
        ({"effective_on": "2024-07-01"}, "尚未施行"),
        ({"declared": "征求意见稿", "effective_on": "2020-01-01"}, "尚未施行"),
        ({"declared": "草案"}, "尚未施行"),
        ({"declared": "已修改", "effective_on": "2020-01-01", "expires_on": "2025-01-01"}, "已修改"),
        ({"declared": "已失效"}, "有效期已满"),
        ({"declared": "已废止", "expires_on": "2020-01-01"}, "已废止"),
    ],
)
def test_a_document_is_judged_by_what_it_says(fields: dict[str, Any], standing: str) -> None:
    assert judge(document(**fields), TODAY).standing == standing


def changed_by(kind: Any, *, old: dict[str, Any], new: dict[str, Any], relation: tuple[str, str | None]) -> Validity:
    """How the old document stands where the new one says ``kind`` of what it names."""
    says = (Relation(kind, relation[0], relation[1], Span(0, 1)),)
    found = with_changes(
        [document("old", **old), document("new", **{"title": "云岭县水库条例", **new}, relations=says)]
    )
    return judge(found[0], TODAY)


@pytest.mark.parametrize(
    ("relation", "old", "new", "standing"),
    [
        (("云岭县水库办法", None), {"issued_on": "2010-01-01"}, {"effective_on": "2020-01-01"}, "已废止"),
        (("云岭县 水库办法", None), {"issued_on": "2010-01-01"}, {"effective_on": "2020-01-01"}, "已废止"),
        (("旧名", "云政发[2010]3号"), {"number": "云政发〔2010〕3号"}, {"effective_on": "2020-01-01"}, "已废止"),
        (
            ("云岭县水库办法", "云政发〔2010〕3号"),
            {"number": "云政发〔2011〕3号"},
            {"effective_on": "2020-01-01"},
            "未知",
        ),
        (
            ("云岭县水库办法", None),
            {"title": "关于印发《云岭县水库办法》的通知"},
            {"effective_on": "2020-01-01"},
            "已废止",
        ),
        (("云岭县水库办法", None), {"issued_on": "2010-01-01"}, {"effective_on": TODAY}, "已废止"),
        (("云岭县水库办法", None), {"issued_on": "2010-01-01"}, {"effective_on": "2024-07-01"}, "未知"),
        (("云岭县水库办法", None), {"issued_on": "2022-01-01"}, {"effective_on": "2020-01-01"}, "未知"),
        (("云岭县水库办法", None), {}, {"effective_on": "2020-01-01", "declared": "征求意见稿"}, "未知"),
        (("云岭县水库办法", None), {}, {"effective_on": "2020-01-01", "title": "云岭县水库办法"}, "未知"),
        (
            ("云岭县水库办法", None),
            {"issued_on": "2010-01-01"},
            {"effective_on": "2020-01-01", "title": "云岭县水库办法"},
            "已废止",
        ),
        (("另一办法", None), {}, {"effective_on": "2020-01-01"}, "未知"),
    ],
)
def test_another_document_ends_what_it_names(
    relation: tuple[str, str | None], old: dict[str, Any], new: dict[str, Any], standing: str
) -> None:
    assert changed_by("废止", old=old, new=new, relation=relation).standing == standing


def test_who_ended_it_and_when_is_told() -> None:
    found = changed_by("废止", old={}, new={"effective_on": "2020-01-01"}, relation=("云岭县水库办法", None))
    assert found == Validity("已废止", "2020-01-01", "云岭县水库条例")
    amended = changed_by("修改", old={}, new={"effective_on": "2020-01-01"}, relation=("云岭县水库办法", None))
    assert amended == Validity("已修改", "2020-01-01", "云岭县水库条例")


def test_a_basis_changes_nothing() -> None:
    assert (
        changed_by("依据", old={}, new={"effective_on": "2020-01-01"}, relation=("云岭县水库办法", None)).standing
        == "未知"
    )


@given(st.dates(), st.dates(), st.dates())
def test_the_standing_of_a_term_follows_the_calendar(first: Any, last: Any, today: Any) -> None:
    term = document(effective_on=first.isoformat(), expires_on=last.isoformat())
    wanted = "有效期已满" if last < today else "尚未施行" if first > today else "现行"
    assert judge(term, today.isoformat()).standing == wanted


def test_answers_warn_first_of_what_is_not_in_force() -> None:
    cited = [
        document("d1", "甲办法", is_digest=True),
        document("d2", "乙办法", changes=(Change("废止", "d9", "丙办法", "2020-01-01"),)),
        document("d3", "丁办法", declared="征求意见稿"),
        document("d4", "戊办法", expires_on="2020-12-31"),
        document("d5", "己办法", effective_on="2030-01-01"),
    ]
    assert notices(cited, TODAY) == (
        "《乙办法》已自 2020-01-01 起被《丙办法》废止。",
        "《丁办法》是征求意见稿，还不是正式文件。",
        "《戊办法》的有效期到 2020-12-31，已过。",
        "《己办法》自 2030-01-01 起施行，现在还没有施行。",
        "《甲办法》是摘编，以原文为准。",
    )
