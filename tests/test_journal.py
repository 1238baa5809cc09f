"""A build that is killed goes on where it was; a journal that is torn or of other code counts for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import DOCUMENTS, write_corpus

import policysearch.build
from policysearch.build import build_index
from policysearch.config import PassageSettings
from policysearch.intake import CorpusFile, take_in
from policysearch.journal import NAME, Journal
from policysearch.quality import assess as whole
from policysearch.reuse import hash_of, record_of_file, told_of
from policysearch.store import version_folder
from policysearch.types import BuildReport
from policysearch.workers import in_workers


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def files(corpus: Path) -> list[CorpusFile]:
    return [CorpusFile(corpus, path) for path in sorted(corpus.rglob("*.*"))]


def journaled(corpus: Path, index: Path) -> Journal:
    """A journal of all files of ``corpus``, closed."""
    index.mkdir(exist_ok=True)
    journal = Journal(index, "code")
    for file in files(corpus):
        taken = take_in(file)
        journal.add(record_of_file(file, taken), taken)
    journal.close()
    return journal


def test_what_was_added_comes_back(corpus: Path, tmp_path: Path) -> None:
    journaled(corpus, tmp_path / "index")
    journal = Journal(tmp_path / "index", "code")
    assert len(journal) == len(DOCUMENTS)
    for file in files(corpus):
        assert journal.taken_in(file, told_of(file), hash_of(file)) == take_in(file)
        assert journal.taken_in(file, told_of(file), "other bytes") is None
        assert journal.taken_in(file, "other words", hash_of(file)) is None
    assert len(Journal(tmp_path / "index", "other code")) == 0


@pytest.mark.parametrize("cut", [1, 40, 700])
def test_a_torn_end_counts_for_nothing_and_is_written_over(corpus: Path, tmp_path: Path, cut: int) -> None:
    journaled(corpus, tmp_path / "index")
    path = tmp_path / "index" / NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    journal = Journal(tmp_path / "index", "code")
    assert len(journal) == len(DOCUMENTS) - 1
    last = files(corpus)[-1]
    assert journal.taken_in(last, told_of(last), hash_of(last)) is None
    journal.add(record_of_file(last, take_in(last)), take_in(last))
    journal.close()
    assert path.read_bytes() == whole


def test_a_changed_byte_costs_its_line_alone(corpus: Path, tmp_path: Path) -> None:
    journaled(corpus, tmp_path / "index")
    path = tmp_path / "index" / NAME
    lines = path.read_bytes().splitlines(keepends=True)
    for number, line in enumerate(lines):
        for at in (0, 16, 17, len(line) // 2, len(line) - 2):
            changed = line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]
            path.write_bytes(b"".join([*lines[:number], changed, *lines[number + 1 :]]))
            assert len(Journal(tmp_path / "index", "code")) == (len(DOCUMENTS) - 1 if number else 0)


def test_a_build_that_broke_off_is_gone_on_with(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policysearch.build, "_LEAST_JOURNALED", 2)
    index, other = tmp_path / "index", tmp_path / "other"
    asked: list[str] = []

    def assess(document: object, *rest: object) -> object:
        asked.append(str(document))
        if len(asked) == 6:
            raise KeyboardInterrupt
        return whole(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("policysearch.build.assess", assess)
    with pytest.raises(KeyboardInterrupt):
        build(corpus, index)
    assert [path.name for path in index.iterdir()] == [NAME]
    read: list[str] = []

    def counted(function: object, items: list[CorpusFile], limits: object) -> object:
        read.extend(item.name for item in items)
        return in_workers(function, items, limits)  # type: ignore[arg-type]

    monkeypatch.setattr("policysearch.build.assess", whole)
    monkeypatch.setattr("policysearch.build.in_workers", counted)
    report = build(corpus, index)
    assert (report.version, report.documents, report.kept) == ("v1", len(DOCUMENTS), 0)
    assert len(read) == len(DOCUMENTS) - 6
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "v1"]
    build(corpus, other)
    for path in sorted(version_folder(other).rglob("*.*")):
        name = path.relative_to(version_folder(other))
        assert (version_folder(index) / name).read_bytes() == path.read_bytes()


def test_other_settings_do_not_take_what_was_read(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policysearch.build, "_LEAST_JOURNALED", 2)
    monkeypatch.setattr(policysearch.build.Builder, "_published", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        build(corpus, tmp_path / "index")
    monkeypatch.undo()
    settings = PassageSettings(target_chars=90)
    for index in ("index", "other"):
        build_index([corpus], tmp_path / index, encoder="none", progress=False, passage_settings=settings)
    one, other = (version_folder(tmp_path / index) / "passages.jsonl" for index in ("index", "other"))
    assert one.read_bytes() == other.read_bytes()


def build(corpus: Path, index: Path) -> BuildReport:
    return build_index([corpus], index, encoder="none", progress=False)


def test_a_fresh_build_reads_what_a_broken_one_had_read(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policysearch.build, "_LEAST_JOURNALED", 2)
    with monkeypatch.context() as broken:
        broken.setattr(policysearch.build.Builder, "_published", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(corpus, tmp_path / "index")
    read: list[str] = []

    def counted(function: object, items: list[CorpusFile], limits: object) -> object:
        read.extend(item.name for item in items)
        return in_workers(function, items, limits)  # type: ignore[arg-type]

    monkeypatch.setattr("policysearch.build.in_workers", counted)
    build_index([corpus], tmp_path / "index", encoder="none", progress=False, fresh=True)
    assert len(read) == len(DOCUMENTS)
