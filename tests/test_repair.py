"""A damaged index is made whole from what is left of it, from the corpus, or by an older version; how is told."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from fakes import write_corpus

from policysearch.__main__ import main
from policysearch.build import build_index
from policysearch.errors import IndexDamaged, IndexMissing
from policysearch.repair import repair
from policysearch.store import open_index, verify, version_folder

TEXTS = {
    "公寓.txt": "甲区人才公寓管理办法\n第一条 租金每月每平方米十元。\n第二条 自2024年3月1日起施行。\n",
    "规划.txt": "乙区人才发展“十四五”规划\n一、目标\n到2025年，人才资源总量达到38万人。\n"
    "实施“云岭英才”计划，引进高层次人才。\n",
    "公寓副本.txt": "甲区人才公寓管理办法\n第一条 租金每月每平方米十元。\n第二条 自2024年3月1日起施行。\n",
}
DERIVED = (
    "passages.jsonl",
    "families.jsonl",
    "catalogue.jsonl",
    "files.jsonl",
    "vectors.faiss",
    "lexical/counts.npy",
    "lexical/vocabulary.json",
    "late/tokens.npy",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("texts"), TEXTS)


@pytest.fixture(scope="module")
def built(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("built") / "index"
    build_index([corpus], index, progress=False)
    return index


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


def damage(path: Path) -> None:
    data = path.read_bytes()
    at = random.Random(path.name).randrange(len(data))
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def contents(index: Path) -> dict[str, bytes]:
    folder = version_folder(index)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def assert_whole_as(index: Path, built: Path, *but: str) -> None:
    """The files are those that were built, but for the vectors (which must be near) and those named."""
    verify(index)
    now, then = contents(index), contents(built)
    for name in ("manifest.json", "manifest.sha256", "vectors.faiss", *but):
        now.pop(name)
        then.pop(name)
    assert now == then
    found = [open_index(each).search("公寓租金", top_k=3) for each in (index, built)]
    assert [hit.passage for hit in found[0]] == [hit.passage for hit in found[1]]


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_made_of_the_documents_is_made_again(index: Path, built: Path, name: str) -> None:
    damage(index / "v1" / name)
    done = repair(index, progress=False)
    assert done.version == "v2"
    assert name in done.sentences[-1]
    assert ("每个文件" in done.sentences[-1]) == (name == "files.jsonl")
    assert_whole_as(index, built, *(["files.jsonl"] if name == "files.jsonl" else []))


def test_all_of_them_at_once_and_a_file_too_many(index: Path, built: Path) -> None:
    for name in DERIVED:
        if name != "files.jsonl":
            (index / "v1" / name).unlink()
    (index / "v1" / "note.txt").write_text("x", encoding="utf-8")
    repair(index, progress=False)
    assert_whole_as(index, built)


def test_a_whole_index_stays_as_it_is(index: Path) -> None:
    assert repair(index, progress=False).sentences == ("v1 完好，没有改动。",)
    assert [path.name for path in sorted(index.iterdir())] == ["CURRENT", "v1"]


@pytest.mark.parametrize("text", ["", "v1", "v2\n", "v9 0123456789abcdef\n", "nonsense", "v1 0123456789abcdef\n"])
def test_a_damaged_pointer_is_written_anew(index: Path, built: Path, text: str) -> None:
    (index / "CURRENT").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="CURRENT"):
        open_index(index)
    done = repair(index, progress=False)
    assert "CURRENT" in done.sentences[-1]
    assert (index / "CURRENT").read_bytes() == (built / "CURRENT").read_bytes()
    open_index(index)


def test_the_hash_of_the_manifest_is_written_anew(index: Path, built: Path) -> None:
    damage(index / "v1" / "manifest.sha256")
    with pytest.raises(IndexDamaged):
        open_index(index)
    assert "manifest.sha256" in repair(index, progress=False).sentences[0]
    assert contents(index) == contents(built)


@pytest.mark.parametrize("name", ["documents.jsonl", "manifest.json"])
def test_documents_come_from_the_corpus(index: Path, built: Path, corpus: Path, name: str) -> None:
    damage(index / "v1" / name)
    done = repair(index, [corpus], progress=False)
    assert done.version == "v2"
    assert name in done.sentences[0]
    assert str(corpus) in done.sentences[-1]
    assert_whole_as(index, built)


def test_a_corpus_that_lacks_files_of_the_index_is_not_taken(index: Path, tmp_path: Path) -> None:
    damage(index / "v1" / "documents.jsonl")
    other = write_corpus(tmp_path / "other", {"公寓.txt": TEXTS["公寓.txt"]})
    with pytest.raises(IndexDamaged, match="--corpus") as error:
        repair(index, [other], progress=False)
    assert str(error.value).count("。") == 1
    assert [path.name for path in sorted(index.iterdir())] == ["CURRENT", "v1"]


def test_an_older_version_takes_the_place_of_one_that_is_lost(index: Path, corpus: Path, tmp_path: Path) -> None:
    more = write_corpus(tmp_path / "more", {"再.txt": "丙区贷款办法\n第一条 贴息两年。\n"})
    build_index([corpus, more], index, progress=False)
    damage(index / "v2" / "documents.jsonl")
    done = repair(index, progress=False)
    assert done.version == "v1"
    assert "退回" in done.sentences[-1]
    assert len(open_index(index).documents) == 3


def test_a_damaged_older_version_is_told_of(
    index: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = write_corpus(tmp_path / "more", {"再.txt": "丙区贷款办法\n第一条 贴息两年。\n"})
    build_index([corpus, more], index, progress=False)
    damage(index / "v1" / "vectors.faiss")
    assert "旧版本 v1 已损坏" in repair(index, progress=False).sentences[0]
    assert main(["verify", "--index", str(index)]) == 1
    shown = capsys.readouterr()
    assert "完好" in shown.out
    assert "vectors.faiss" in shown.err


def test_verify_names_each_damaged_file(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(index / "v1" / "vectors.faiss")
    (index / "v1" / "families.jsonl").unlink()
    assert main(["verify", "--index", str(index)]) == 1
    told = capsys.readouterr().err
    assert "vectors.faiss" in told
    assert "families.jsonl" in told
    assert "repair" in told
    assert main(["repair", "--index", str(index), "--no-progress"]) == 0
    assert "families.jsonl、vectors.faiss" in capsys.readouterr().out
    open_index(index)


def test_none_to_repair_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        repair(tmp_path, progress=False)
    assert not list(tmp_path.iterdir())
