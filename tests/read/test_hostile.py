"""Small siblings of the hostile files of ``evaluation/documents``, and sound files with bytes changed at random."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.documents import hostile
from policysearch.errors import ReadError
from policysearch.intake import CorpusFile, take_in
from policysearch.read import read_documents

SLOW = {"三千页.pdf", "炸弹.pdf", "自环.pdf"}
CASES = {name: data for name, data in hostile.cases(1) if name not in SLOW}
SAMPLES = hostile.samples()


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_text_or_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(CASES[name])
    taken = take_in(CorpusFile(tmp_path, tmp_path / name))
    assert taken.documents or taken.failures
    for document, passages, _ in taken.documents:
        assert passages
        assert "root:" not in document.text
        assert document.text.count("哈哈") < 20
    for failure in taken.failures:
        assert failure.reason.endswith("。")
        assert failure.reason.count("。") == 1
        assert "程序出错" not in failure.reason


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=9)), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_bytes_are_read_or_refused(tmp_path: Path, suffix: str, changes: list[tuple[float, bytes]]) -> None:
    data = bytearray(SAMPLES[suffix])
    for place, new in changes:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes(data))
    try:
        documents, unread = read_documents(tmp_path, path)
    except ReadError:
        return
    assert documents or unread
    assert all(document.text.strip() for document in documents)
