"""The fold, sentences, trimming and quotation hashes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.text import clip, fold, quote_hash, sentences, squeeze, trim
from policysearch.types import Span

ANY = st.text(st.one_of(st.characters(), st.sampled_from("，。；！？\n\t 　一（）㈠㎡Ⅳ臺灣İß")), max_size=60)


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_the_fold_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(fold(char) == other for char, other in zip(text, folded, strict=True))


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("（一）", "(一)"),
        ("人才發展條例", "人才发展条例"),
        ("R&D", "r&d"),
        ("㎡", "㎡"),
        ("㈠", "㈠"),
        ("，", ","),
    ],
)
def test_what_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_squeeze_takes_every_blank() -> None:
    assert squeeze(" 甲\u3000乙\n丙\t丁 ") == "甲乙丙丁"


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("增长3.5%，达到1.2亿元。共12.6万人。", ["增长3.5%，达到1.2亿元。", "共12.6万人。"]),
        ("他说：“好。”再来。", ["他说：“好。”", "再来。"]),
        ("第一行\n\n 第二行 \n", ["第一行", "第二行"]),
        ("（见附件。）完。", ["（见附件。）", "完。"]),
        ("  ", []),
        ("。", ["。"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_sentences_hold_every_character_that_is_no_blank_once(text: str) -> None:
    spans = list(sentences(text, Span(0, len(text))))
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert squeeze("".join(span.of(text) for span in spans)) == squeeze(text)
    assert all(len(span) and span == trim(text, span) for span in spans)


def test_sentences_stay_inside_their_span() -> None:
    text = "甲甲。乙乙。丙丙。"
    assert [span.of(text) for span in sentences(text, Span(1, 5))] == ["甲。", "乙乙"]


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_trim_is_strip(text: str) -> None:
    assert trim(text, Span(0, len(text))).of(text) == text.strip()


def test_a_hash_does_not_see_line_breaks() -> None:
    assert quote_hash("给予一次性\n 补助") == quote_hash("给予一次性补助")
    assert quote_hash("给予一次性补助") != quote_hash("给予一次性补贴")
    assert len(quote_hash("甲")) == 8


@pytest.mark.parametrize(("text", "limit", "wanted"), [("甲乙丙", 3, "甲乙丙"), ("甲乙丙丁", 3, "甲乙…"), ("", 3, "")])
def test_clip(text: str, limit: int, wanted: str) -> None:
    assert clip(text, limit) == wanted


@pytest.mark.parametrize("bounds", [(-1, 2), (3, 2)])
def test_a_span_that_cannot_be_is_refused(bounds: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no span"):
        Span(*bounds)
