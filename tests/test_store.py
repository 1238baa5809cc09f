"""Index versions on disk: what is written comes back, what is changed is found, what fails changes nothing."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import KeywordEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

import policysearch.store.open
import policysearch.store.publishing
from policysearch.catalogue import Catalogue
from policysearch.config import LexicalSettings, PassageSettings
from policysearch.errors import EncoderMissing, IndexDamaged, IndexMissing, UsageError
from policysearch.records import document_of, passage_of, record_of
from policysearch.search.dense import DenseIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.searcher import Searcher
from policysearch.search.tokenize import tokenize
from policysearch.store import FORMAT_VERSION, Contents, LateEncoder, open_index, publish, verify, version_folder
from policysearch.types import Document, Dropped, Passage, Section, Source, Span, Table, Vectors

WORDS = st.text(max_size=12)
NAMES = st.tuples(WORDS) | st.just(()) | st.lists(WORDS, max_size=3).map(tuple)
SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))
DATES = st.none() | st.dates().map(str)


def sections(children: st.SearchStrategy[tuple[Section, ...]]) -> st.SearchStrategy[tuple[Section, ...]]:
    """Sections over ``children``."""
    section = st.builds(
        Section,
        ladder=st.sampled_from(["law", "plan", "dash", "mark", "annex"]),
        level=st.integers(1, 9),
        label=WORDS,
        ordinal=st.integers(0, 99),
        heading=WORDS,
        heading_span=SPANS,
        span=SPANS,
        children=children,
    )
    return st.lists(section, max_size=2).map(tuple)


DOCUMENTS = st.builds(
    Document,
    doc_id=WORDS,
    source=st.builds(Source, WORDS, WORDS, WORDS, st.none() | WORDS),
    part=WORDS,
    title=WORDS,
    text=st.text(max_size=60),
    dropped=st.lists(st.builds(Dropped, SPANS, WORDS, WORDS), max_size=2).map(tuple),
    sections=st.recursive(st.just(()), sections, max_leaves=4),
    tables=st.lists(st.builds(Table, SPANS, st.lists(NAMES, max_size=3).map(tuple)), max_size=2).map(tuple),
    issuers=NAMES,
    number=st.none() | WORDS,
    issued_on=DATES,
    published_on=DATES,
    effective_on=DATES,
    expires_on=DATES,
    plan_period=st.none() | st.tuples(st.integers(1990, 2040), st.integers(1990, 2040)),
    regions=NAMES,
    kind=st.none() | WORDS,
    origin=st.none() | WORDS,
    is_digest=st.booleans(),
    page_starts=st.lists(st.integers(0, 99), max_size=3).map(tuple),
    warnings=NAMES,
)


def one_document(text: str = "人才公寓六百套。\u2028补贴每月一百元。", name: str = "d1") -> Contents:
    """The contents of an index of one document of one passage."""
    document = Document(name, Source(f"{name}.txt", "", "text/plain"), "", "题", text)
    span = Span(0, len(text))
    passage = Passage(f"{name}:0-{len(text)}", name, "clause", (span,), text, "题\n" + text, ("一、",), None)
    return Contents(
        documents=[document],
        passages=[passage],
        families=[],
        catalogue=Catalogue,
        lexical=LexicalIndex.build([tokenize(passage.search_text)], LexicalSettings()),
        dense=None,
        late=None,
        encoder=None,
        encoder_source="none",
        passage_settings=PassageSettings(),
        lexical_settings=LexicalSettings(),
    )


def with_vectors(contents: Contents, vectors: Vectors) -> Contents:
    """``contents`` with vectors of the keyword encoder."""
    return replace(contents, dense=DenseIndex.build(vectors), encoder=KeywordEncoder().info, encoder_source="keywords")


def copy_of(index: Path, folder: Path) -> Path:
    """A copy of ``index`` that a test may change."""
    return Path(shutil.copytree(index, folder / "copy"))


def sealed(folder: Path, **changes: object) -> None:
    """Changes fields of a manifest and hashes it anew."""
    fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | changes
    text = json.dumps(fields, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    (folder / "manifest.sha256").write_text(f"{digest}  manifest.json\n", encoding="utf-8")


def one_sentence(error: pytest.ExceptionInfo[Exception]) -> str:
    """The message, after it was found to be one sentence on one line."""
    message = str(error.value)
    assert message.endswith("。")
    assert "\n" not in message
    assert message.count("。") == 1
    return message


@given(DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_a_record_is_its_document(document: Document) -> None:
    line = json.dumps(record_of(document), ensure_ascii=False)
    assert document_of(json.loads(line)) == document


def test_a_record_has_the_keys_of_the_contract(plain: Searcher) -> None:
    for document in plain.documents.values():
        record = record_of(document)
        assert set(record) == {"doc_id", "source_path", "part", "title", "text", "metadata"}
        assert record["doc_id"].isascii()
        assert isinstance(record["metadata"], dict)


def test_save_and_load_agree_value_by_value(plain_index: Path, plain: Searcher) -> None:
    folder = version_folder(plain_index)
    lines = (folder / "documents.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [document_of(json.loads(line)) for line in lines] == list(plain.documents.values())
    rows = [json.loads(line) for line in (folder / "passages.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert tuple(passage_of(row, plain.documents) for row in rows) == plain.passages
    assert open_index(plain_index).passages == plain.passages


def test_line_separators_inside_a_text_come_back(tmp_path: Path) -> None:
    contents = one_document("甲\u2028乙\u0085丙\r\n丁\x0b戊\x1c己人才")
    publish(contents, tmp_path)
    searcher = open_index(tmp_path)
    assert list(searcher.documents.values()) == list(contents.documents)
    assert list(searcher.passages) == list(contents.passages)


def test_versions_count_on_and_the_last_is_current(tmp_path: Path) -> None:
    assert publish(one_document(name="d1"), tmp_path) == "v1"
    assert publish(one_document(name="d2"), tmp_path) == "v2"
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8").split()[0] == "v2"
    assert list(open_index(tmp_path).documents) == ["d2"]
    assert list(open_index(tmp_path / "v1").documents) == ["d1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "v1", "v2"]


def test_a_version_holds_what_the_contract_names(plain_index: Path) -> None:
    assert {path.name for path in (plain_index / "v1").iterdir()} >= {
        "manifest.json",
        "manifest.sha256",
        "documents.jsonl",
    }


def test_old_versions_are_pruned_and_the_current_one_never(tmp_path: Path) -> None:
    for number in range(1, 7):
        publish(one_document(name=f"d{number}"), tmp_path)
    kept = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert "v6" in kept
    assert "v1" not in kept
    assert 1 < len(kept) < 6
    for name in kept:
        verify(tmp_path / name)


def test_numbers_are_not_used_twice_while_a_version_stands(tmp_path: Path) -> None:
    for _ in range(11):
        publish(one_document(), tmp_path)
    assert version_folder(tmp_path).name == "v11"


def test_what_a_killed_build_leaves_is_ignored(tmp_path: Path) -> None:
    publish(one_document(), tmp_path)
    left = tmp_path / ".build-12345-dead"
    left.mkdir()
    (left / "documents.jsonl").write_text("half a li", encoding="utf-8")
    (tmp_path / ".CURRENT-dead").write_text("v9", encoding="utf-8")
    assert list(open_index(tmp_path).documents) == ["d1"]
    assert publish(one_document(name="d2"), tmp_path) == "v2"
    assert list(open_index(tmp_path).documents) == ["d2"]


@pytest.mark.parametrize("step", ["write", "_seal", "_rename", "point", "_sync"])
def test_a_failure_at_any_step_leaves_the_current_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    publish(one_document(name="d1"), tmp_path)

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(policysearch.store.publishing, step, full)
    with pytest.raises(UsageError) as error:
        publish(one_document(name="d2"), tmp_path)
    assert "No space left" in one_sentence(error)
    assert list(open_index(tmp_path).documents) == ["d1"]
    assert not list(tmp_path.glob(".build-*"))


def test_an_interrupt_removes_what_was_staged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(policysearch.store.publishing, "sha256_of", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish(one_document(), tmp_path)
    assert not list(tmp_path.iterdir())


def test_vectors_that_are_not_finite_publish_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="finite"):
        publish(with_vectors(one_document(), np.full((1, 10), np.nan, np.float32)), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_named_like_a_version_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "v1").write_text("a note", encoding="utf-8")
    tries = 0

    def counted(index: Path) -> list[int]:
        nonlocal tries
        tries += 1
        assert tries < 20, "no end"
        return numbers(index)

    numbers = policysearch.store.publishing._numbers
    monkeypatch.setattr(policysearch.store.publishing, "_numbers", counted)
    publish(one_document(), tmp_path)
    assert list(open_index(tmp_path).documents) == ["d1"]


FILES = (
    "manifest.json",
    "documents.jsonl",
    "passages.jsonl",
    "catalogue.jsonl",
    "families.jsonl",
    "vectors.faiss",
    "late/idf.npy",
    "late/starts.npy",
    "late/tokens.npy",
    "files.jsonl",
    "lexical/counts.npy",
    "lexical/rows.npy",
    "lexical/starts.npy",
    "lexical/vocabulary.json",
)


def test_every_file_of_a_version_is_tried(meaning_index: Path) -> None:
    folder = meaning_index / "v1"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {*FILES, "manifest.sha256"}


@pytest.mark.parametrize("name", FILES)
def test_every_changed_byte_is_found_and_its_file_named(meaning_index: Path, tmp_path: Path, name: str) -> None:
    folder = copy_of(meaning_index, tmp_path) / "v1"
    path = folder / name
    data = path.read_bytes()
    rng = random.Random(name)
    for at in {0, len(data) - 1, *(rng.randrange(len(data)) for _ in range(12))} if data else ():
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :])
        with pytest.raises(IndexDamaged) as error:
            open_index(folder)
        assert name in one_sentence(error)
    for changed in {data[:-1], data + b"\n", b""} - {data}:
        path.write_bytes(changed)
        with pytest.raises(IndexDamaged) as error:
            open_index(folder)
        assert name in one_sentence(error)
    path.write_bytes(data)
    verify(folder)


@pytest.mark.parametrize(
    "at",
    [
        0,
        31,
        63,
        64,
        65,
        70,
        79,
    ],
)
def test_every_changed_byte_of_the_hash_of_the_manifest_is_found(meaning_index: Path, tmp_path: Path, at: int) -> None:
    folder = copy_of(meaning_index, tmp_path) / "v1"
    path = folder / "manifest.sha256"
    data = path.read_bytes()
    assert len(data) == 80
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(IndexDamaged, match=r"manifest\.sha256"):
        open_index(folder)


@pytest.mark.parametrize("name", [*FILES, "manifest.sha256"])
def test_a_missing_file_is_named(meaning_index: Path, tmp_path: Path, name: str) -> None:
    index = copy_of(meaning_index, tmp_path)
    (index / "v1" / name).unlink()
    with pytest.raises(IndexDamaged) as error:
        open_index(index)
    # without its manifest a version is none, and what is missing is named by CURRENT
    assert ("v1" if name == "manifest.json" else name) in one_sentence(error)


@pytest.mark.parametrize("name", ["note.txt", ".hidden", "lexical/more.npy", "sub/deep.json"])
def test_an_extra_file_is_named(plain_index: Path, tmp_path: Path, name: str) -> None:
    index = copy_of(plain_index, tmp_path)
    path = index / "v1" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    with pytest.raises(IndexDamaged) as error:
        open_index(index)
    assert name in one_sentence(error)


def test_an_extra_link_is_named(plain_index: Path, tmp_path: Path) -> None:
    index = copy_of(plain_index, tmp_path)
    (index / "v1" / "link").symlink_to("nowhere")
    with pytest.raises(IndexDamaged, match="link"):
        open_index(index)


@pytest.mark.parametrize("version", [0, FORMAT_VERSION - 1, 99, str(FORMAT_VERSION), None])
def test_another_format_version_is_refused_with_both_values(plain_index: Path, tmp_path: Path, version: object) -> None:
    index = copy_of(plain_index, tmp_path)
    sealed(index / "v1", format_version=version)
    with pytest.raises(IndexDamaged) as error:
        open_index(index / "v1")
    assert f"{version}" in one_sentence(error)
    assert f"本程序要 {FORMAT_VERSION}" in str(error.value)
    assert "build_index.py" in str(error.value)


@pytest.mark.parametrize("field", ["documents", "passages"])
def test_another_count_is_refused(plain_index: Path, tmp_path: Path, field: str) -> None:
    index = copy_of(plain_index, tmp_path)
    sealed(index / "v1", **{field: 3})
    with pytest.raises(IndexDamaged) as error:
        open_index(index / "v1")
    one_sentence(error)


@pytest.mark.parametrize("make", [False, True])
def test_no_index_says_how_to_build_one(tmp_path: Path, make: bool) -> None:
    folder = tmp_path / "index"
    if make:
        folder.mkdir()
        (folder / ".build-1-x").mkdir()
    with pytest.raises(IndexMissing) as error:
        open_index(folder)
    assert "build_index.py" in one_sentence(error)


@pytest.mark.parametrize("pointer", ["v7", "", "nonsense\n"])
def test_a_pointer_to_nothing_is_refused(plain_index: Path, tmp_path: Path, pointer: str) -> None:
    index = copy_of(plain_index, tmp_path)
    (index / "CURRENT").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamaged) as error:
        open_index(index)
    assert "CURRENT" in one_sentence(error)


def test_verify_gives_the_manifest(meaning_index: Path) -> None:
    manifest = verify(meaning_index)
    assert manifest.documents == 8
    assert manifest.encoder == KeywordEncoder().info
    assert set(manifest.files) == set(FILES) - {"manifest.json"}
    assert manifest == verify(meaning_index / "v1")


def test_opening_changes_nothing_on_disk(meaning_index: Path) -> None:
    def facts() -> dict[str, tuple[int, bytes]]:
        files = (path for path in meaning_index.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = facts()
    open_index(meaning_index, encoder=KeywordEncoder()).search("公租房")
    assert facts() == before


def test_the_encoder_of_the_index_is_loaded_at_the_first_question(
    meaning_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def load(name: str) -> KeywordEncoder:
        loaded.append(name)
        return KeywordEncoder()

    monkeypatch.setattr(policysearch.store.open, "load_encoder", load)
    searcher = open_index(meaning_index)
    assert searcher.has_encoder
    assert loaded == []
    assert searcher.search("踏板摩托")
    assert searcher.search("爷爷奶奶")
    assert loaded == ["keywords"]


@pytest.mark.parametrize("other", [KeywordEncoder("keywords-2"), None], ids=["another", "none"])
def test_another_encoder_than_the_index_names_is_refused(
    meaning_index: Path, monkeypatch: pytest.MonkeyPatch, other: KeywordEncoder | None
) -> None:
    monkeypatch.setattr(policysearch.store.open, "load_encoder", lambda name: other)
    searcher = open_index(meaning_index)
    with pytest.raises(EncoderMissing) as error:
        searcher.search("公租房")
    assert "keywords-1" in one_sentence(error)
    assert "build_index.py" in str(error.value)


def test_an_encoder_that_is_handed_in_must_be_that_of_the_index(meaning_index: Path) -> None:
    with pytest.raises(EncoderMissing) as error:
        open_index(meaning_index, encoder=KeywordEncoder("keywords-2")).search("公租房")
    assert "keywords-2" in one_sentence(error)


def test_a_late_encoder_tells_what_the_manifest_says_without_loading() -> None:
    info = KeywordEncoder().info
    assert LateEncoder(info, "/no/such/folder").info == info
