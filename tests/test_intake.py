"""One file to documents and passages: what fails of it is told, the rest is there."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from fakes import write_corpus

import policysearch.intake
from policysearch.intake import CorpusFile, take_in
from policysearch.parse import cut_passages, parse
from policysearch.types import Document, Overrides, RawDocument

WORDS = "关于停车的通知\n\n一、停车每小时收费二元。\n\n二、夜间免费停放。\n"


def file_in(folder: Path, name: str, text: str = WORDS) -> CorpusFile:
    return CorpusFile(folder, write_corpus(folder, {name: text}) / name)


def test_a_file_gives_its_document_and_passages(tmp_path: Path) -> None:
    taken = take_in(file_in(tmp_path, "区/停车.txt"))
    ((document, passages, _),) = taken.documents
    assert document.source.path == "区/停车.txt"
    assert passages == tuple(cut_passages(document))
    assert taken.failures == ()


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path: Path) -> None:
    taken = take_in(file_in(tmp_path, "区/空.txt", ""))
    assert taken.documents == ()
    assert [failure.path for failure in taken.failures] == ["区/空.txt"]


def test_a_fault_of_the_program_loses_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(raw: RawDocument, told: Mapping[str, Overrides]) -> tuple[Document, ...]:
        if raw.part in ("", "丙.txt"):
            raise ZeroDivisionError("division by zero")
        return parse(raw, told)

    monkeypatch.setattr(policysearch.intake, "parse", faulty)
    with zipfile.ZipFile(tmp_path / "汇编.zip", "w") as archive:
        for name in ("甲.txt", "丙.txt"):
            archive.writestr(name, WORDS)
    taken = take_in(CorpusFile(tmp_path, tmp_path / "汇编.zip"))
    assert [document.part for document, _, _ in taken.documents] == ["甲.txt"]
    taken_alone = take_in(file_in(tmp_path, "坏.txt"))
    assert [f.path for f in (*taken.failures, *taken_alone.failures)] == ["汇编.zip/丙.txt", "坏.txt"]
    assert all("ZeroDivisionError" in f.reason for f in (*taken.failures, *taken_alone.failures))


def test_a_document_without_a_passage_is_not_called_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policysearch.intake, "cut_passages", lambda document, settings: [])
    taken = take_in(file_in(tmp_path, "栏目.txt"))
    assert taken.documents == ()
    assert "没有别的文字" in taken.failures[0].reason
