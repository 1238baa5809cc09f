"""What is set side by side and is not of one definition is named."""

from __future__ import annotations

from policysearch.answer.differ import differing


def test_of_others_and_per_another_time() -> None:
    said = [("柳南区", "应届高学历毕业生租房补贴每月1000元"), ("柳北区", "大学生租房补贴一次性1万元")]
    assert differing(said) == (
        "对象不同：柳南区说的是“应届高学历毕业生”，柳北区说的是“大学生”。",
        "计算单位不同：柳南区说的是“每月”，柳北区说的是“一次性”。",
    )


def test_counted_in_another_way() -> None:
    said = [("柳南区", "新增高技能人才300人"), ("柳北区", "高技能人才累计1200人")]
    assert differing(said) == ("统计口径不同：柳南区说的是“新增”，柳北区说的是“累计”。",)


def test_of_another_year_but_not_where_years_are_compared() -> None:
    assert differing([("柳南区", "2025年达到30万人"), ("柳北区", "2024年达到28万人")]) == (
        "年份不同：柳南区说的是“2025年”，柳北区说的是“2024年”。",
    )
    assert differing([("2025年", "2025年力争达到30万人"), ("2024年", "2024年实际完成28万人")]) == ()


def test_what_only_one_says_is_no_difference() -> None:
    assert differing([("柳南区", "人才总量30万人"), ("柳北区", "达到28万人")]) == ()
    assert differing([("柳南区", "市级人才补贴"), ("柳北区", "人才补贴")]) == ()
    assert differing([("柳南区", "新增300人"), ("柳南区", "累计500人")]) == ()
