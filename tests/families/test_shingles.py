"""Shingles against plain sets of strings: what they count, and what no shared shingle covers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policysearch.families.shingles import SHINGLE_CHARS, letters, overlap, sample, shingles, similar_pairs, unshared

WORDS = st.lists(
    st.sampled_from(("停车场应当公示收费标准", "由区政府负责解释", "甲", "2020", "处五百元罚款")), max_size=12
).map("".join)


def runs(words: str) -> list[str]:
    """The shingles of ``words`` as strings."""
    padded = words.ljust(SHINGLE_CHARS, "\0")
    return [padded[at : at + SHINGLE_CHARS] for at in range(len(padded) - SHINGLE_CHARS + 1)]


@given(WORDS, WORDS)
def test_what_is_shared_is_what_sets_of_strings_share(one: str, other: str) -> None:
    a, b = set(runs(one)), set(runs(other))
    found = overlap(shingles(one), shingles(other))
    assert found.of_both == len(a & b) / len(a | b)
    assert found.of_first == len(a & b) / len(a)
    assert found.of_second == len(a & b) / len(b)


@given(WORDS, WORDS)
def test_what_is_unshared_is_what_no_shared_run_covers(one: str, other: str) -> None:
    covered = set()
    for at, run in enumerate(runs(one)):
        if run in set(runs(other)):
            covered |= set(range(at, at + SHINGLE_CHARS))
    size = max(len(one), SHINGLE_CHARS)
    bare = {at for span in unshared(shingles(one), shingles(other)) for at in range(span.start, span.end)}
    assert bare == set(range(size)) - covered


@given(st.lists(WORDS, max_size=6))
def test_pairs_are_in_order_and_texts_with_one_sample_are_found(texts: list[str]) -> None:
    samples = [sample(shingles(text)) for text in texts]
    pairs = list(similar_pairs(samples))
    assert pairs == sorted(set(pairs))
    assert all(i < j for i, j in pairs)
    same = {
        (i, j)
        for j in range(len(texts))
        for i in range(j)
        if len(samples[i]) and np.array_equal(samples[i], samples[j])
    }
    assert same <= set(pairs)


def test_many_holders_of_one_formula_are_paired_in_linear_number() -> None:
    formula = sample(np.arange(0, 800, 8, dtype=np.uint64))
    assert len(list(similar_pairs([formula] * 100))) <= 100 * 24
    assert list(similar_pairs([formula] * 300)) == []


def test_letters_leave_out_what_pages_change() -> None:
    assert letters("第一条　 停车（场）\n收费：１０元。") == "第一条停车场收费10元"
