"""A build that keeps what has not changed gives the version that a build from nothing gives, byte by byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import faiss
import numpy as np
import pytest
from fakes import write_corpus

import policysearch.build
from policysearch.build import Builder, build_index
from policysearch.catalogue import join_entries
from policysearch.config import PassageSettings
from policysearch.store import open_index, rollback, version_folder, versions
from policysearch.types import BuildReport

TEXTS = {
    "甲区/公寓办法.txt": "甲区人才公寓管理办法\n第一条 租金每月每平方米十元。\n第二条 自2024年3月1日起施行。\n",
    "甲区/补贴通知.txt": "甲区关于发放购房补贴的通知\n一、对象\n来区工作的博士。\n二、标准\n每人补贴12万元。\n",
    "乙区/规划.txt": "乙区人才发展“十四五”规划\n一、目标\n到2025年，人才资源总量达到38万人。\n二、任务\n"
    "实施“云岭英才”计划，为企业引进急需的高层次人才，到2025年累计支持300名。\n",
}
ADDED = {
    "丙区/细则.txt": "丙区创业贷款实施细则\n第一条 贷款最高50万元。\n第二条 贴息两年。\n"
    "第三条 入选“云岭英才”计划的人才，贷款最高200万元。\n"
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", TEXTS)


def files_of(index: Path) -> dict[str, bytes]:
    folder = version_folder(index)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def assert_as_from_nothing(index: Path, corpus: Path, folder: Path) -> None:
    """All files byte by byte but the vectors, which depend on what is beside: these within 1e-5."""
    shutil.rmtree(folder, ignore_errors=True)
    build_index([corpus], folder, progress=False)
    grown, anew = files_of(index), files_of(folder)
    vectors = [faiss.read_index(str(version_folder(path) / "vectors.faiss")) for path in (index, folder)]
    one, other = (each.reconstruct_n(0, each.ntotal) for each in vectors)
    np.testing.assert_allclose(one, other, atol=1e-5)
    for files in (grown, anew):
        for name in ("vectors.faiss", "manifest.json", "manifest.sha256"):
            del files[name]
    assert grown == anew


def build(corpus: Path, index: Path) -> BuildReport:
    return build_index([corpus], index, progress=False)


def test_each_change_gives_the_version_of_a_build_from_nothing(corpus: Path, tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "other"
    assert build(corpus, index).kept == 0
    write_corpus(corpus, ADDED)
    assert build(corpus, index).kept == 3
    assert_as_from_nothing(index, corpus, other)
    write_corpus(corpus, {"甲区/补贴通知.txt": TEXTS["甲区/补贴通知.txt"].replace("12万元", "15万元")})
    assert build(corpus, index).kept == 3
    assert_as_from_nothing(index, corpus, other)
    (corpus / "甲区" / "公寓办法.txt").unlink()
    assert build(corpus, index).kept == 3
    assert_as_from_nothing(index, corpus, other)
    (corpus / "乙区" / "规划.txt").rename(corpus / "乙区" / "人才规划.txt")
    assert build(corpus, index).kept == 2
    assert_as_from_nothing(index, corpus, other)
    sidecar = corpus / "丙区" / "细则.txt.meta.toml"
    sidecar.write_text('标题 = "丙区贷款细则"\n', encoding="utf-8")
    assert build(corpus, index).kept == 2
    assert_as_from_nothing(index, corpus, other)
    searcher = open_index(index)
    assert any(d.title == "丙区贷款细则" for d in searcher.documents.values())
    assert len({mention.doc_id for mention in searcher.catalogue.programmes[0].mentions}) == 2


def test_nothing_changed_publishes_nothing(corpus: Path, tmp_path: Path) -> None:
    first = build(corpus, tmp_path / "index")
    again = build(corpus, tmp_path / "index")
    assert (again.version, again.kept, again.documents) == (first.version, 3, 3)
    assert versions(tmp_path / "index") == ("v1",)
    assert build_index([corpus], tmp_path / "index", progress=False, fresh=True).version == "v2"


def test_a_document_that_another_repeals_is_free_again_when_that_is_gone(corpus: Path, tmp_path: Path) -> None:
    write_corpus(corpus, {"废止.txt": "丁区关于废止文件的通知\n《甲区人才公寓管理办法》自2025年1月1日起同时废止。\n"})
    build(corpus, tmp_path / "index")
    (corpus / "废止.txt").unlink()
    build(corpus, tmp_path / "index")
    assert not any(d.changes for d in open_index(tmp_path / "index").documents.values())
    assert_as_from_nothing(tmp_path / "index", corpus, tmp_path / "other")


def test_other_code_or_settings_read_every_file_anew(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(corpus, tmp_path / "index")
    other = build_index([corpus], tmp_path / "index", progress=False, passage_settings=PassageSettings(target_chars=90))
    assert (other.kept, other.version) == (0, "v2")
    monkeypatch.setattr(policysearch.build, "fingerprint", lambda *_: "of another day")
    assert (build(corpus, tmp_path / "index").kept, version_folder(tmp_path / "index").name) == (0, "v3")


def test_another_encoder_keeps_the_files_and_encodes_anew(corpus: Path, tmp_path: Path) -> None:
    build_index([corpus], tmp_path / "index", encoder="none", progress=False)
    report = build(corpus, tmp_path / "index")
    assert (report.kept, report.version) == (3, "v2")
    assert_as_from_nothing(tmp_path / "index", corpus, tmp_path / "other")


def test_a_damaged_index_is_built_from_nothing(corpus: Path, tmp_path: Path) -> None:
    build(corpus, tmp_path / "index")
    (tmp_path / "index" / "v1" / "documents.jsonl").write_text("{}", encoding="utf-8")
    report = build(corpus, tmp_path / "index")
    assert (report.kept, report.version) == (0, "v2")
    assert_as_from_nothing(tmp_path / "index", corpus, tmp_path / "other")


def test_a_file_that_failed_is_tried_again(corpus: Path, tmp_path: Path) -> None:
    write_corpus(corpus, {"空.txt": ""})
    for _ in range(2):
        report = build(corpus, tmp_path / "index")
        assert [failure.path for failure in report.failures] == ["空.txt"]
        assert report.documents == 3
    assert report.kept == 3


def test_a_builder_keeps_what_it_published(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = Builder(progress=False)
    builder.build([corpus], tmp_path / "index")
    monkeypatch.setattr(policysearch.build, "read", lambda *_: pytest.fail("read from disk"))
    write_corpus(corpus, ADDED)
    assert builder.build([corpus], tmp_path / "index").kept == 3
    monkeypatch.undo()
    assert_as_from_nothing(tmp_path / "index", corpus, tmp_path / "other")


def test_a_builder_follows_a_rollback(corpus: Path, tmp_path: Path) -> None:
    builder = Builder(progress=False)
    builder.build([corpus], tmp_path / "index")
    write_corpus(corpus, ADDED)
    builder.build([corpus], tmp_path / "index")
    assert rollback(tmp_path / "index") == "v1"
    assert len(open_index(tmp_path / "index").documents) == 3
    assert builder.build([corpus], tmp_path / "index").version == "v3"
    assert_as_from_nothing(tmp_path / "index", corpus, tmp_path / "other")


def test_files_are_told_by_their_bytes(corpus: Path, tmp_path: Path) -> None:
    build(corpus, tmp_path / "index")
    lines = (tmp_path / "index" / "v1" / "files.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["path"] for line in lines] == sorted(TEXTS)
    assert join_entries([], [], []).mentions == ()
