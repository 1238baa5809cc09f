"""Metadata that a person writes beside the files, and what is wrong with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from policysearch.build import build_index, find_files
from policysearch.read.sidecar import Sidecars, read_sidecars
from policysearch.store import open_index
from policysearch.types import Document

TEXT = "关于做好防汛工作的通知\n各乡镇：\n请做好防汛工作，明确专人负责，确保有序推进。\n云岭县水利局\n2023年5月6日\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "通知").mkdir(parents=True)
    (folder / "通知" / "甲.txt").write_text(TEXT, encoding="utf-8")
    (folder / "乙.txt").write_text(TEXT, encoding="utf-8")
    return folder


def sidecars(corpus: Path) -> tuple[list[str], Sidecars]:
    found, failures = find_files([corpus])
    assert failures == []
    files, told = read_sidecars(found)
    return [path.relative_to(corpus).as_posix() for _, path in files], told


def reasons(told: Sidecars) -> list[tuple[str, str]]:
    return [(failure.path, failure.reason) for failure in told.failures]


def test_a_file_beside_a_document_tells_its_fields(corpus: Path) -> None:
    (corpus / "乙.txt.meta.toml").write_text(
        '标题 = "云岭县防汛办法"\nissuers = ["云岭县水利局", "云岭县财政局"]\n'
        '"施行日期" = 2023-07-01\n有效期至 = "2025年6月30日"\n'
        '文号 = "无"\n地区 = "浙江省杭州市西湖区"\n规划期 = "2021—2025年"\n类别 = "规范性文件"\n状态 = "已废止"\n',
        encoding="utf-8",
    )
    files, told = sidecars(corpus)
    assert files == ["乙.txt", "通知/甲.txt"]
    assert told.failures == []
    ((part, overrides),) = told.of(corpus / "乙.txt")
    assert part == ""
    assert dict(overrides) == {
        "title": "云岭县防汛办法",
        "issuers": ("云岭县水利局", "云岭县财政局"),
        "effective_on": "2023-07-01",
        "expires_on": "2025-06-30",
        "number": None,
        "regions": ("浙江省/杭州市/西湖区",),
        "plan_period": (2021, 2025),
        "kind": "规范性文件",
        "declared": "已废止",
    }
    assert told.of(corpus / "通知" / "甲.txt") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_tells_of_many_and_the_file_beside_goes_first(corpus: Path, encoding: str) -> None:
    rows = (
        "path,标题,发布机构,成文日期\n通知/甲.txt,云岭县防汛办法,云岭县水利局；云岭县财政局,2023-05-01\n"
        "乙.txt,云岭县节水办法的全文,,\n"
    )
    (corpus / "metadata.csv").write_text(rows, encoding=encoding)
    (corpus / "乙.txt.meta.toml").write_text('title = "云岭县用水办法"\n', encoding="utf-8")
    files, told = sidecars(corpus)
    assert files == ["乙.txt", "通知/甲.txt"]
    assert told.failures == []
    assert dict(dict(told.of(corpus / "通知" / "甲.txt"))[""]) == {
        "title": "云岭县防汛办法",
        "issuers": ("云岭县水利局", "云岭县财政局"),
        "issued_on": "2023-05-01",
    }
    assert dict(dict(told.of(corpus / "乙.txt"))[""]) == {"title": "云岭县用水办法"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('主管 = "某局"\n标题 = "云岭县防汛办法"\n', "没有“主管”这一项"),
        ('施行日期 = "2023-13-01"\n标题 = "云岭县防汛办法"\n', "“施行日期”的值“2023-13-01”不是日期"),
        ('规划期 = "五年"\n标题 = "云岭县防汛办法"\n', "“规划期”的值“五年”不是规划期"),
        ('类别 = "报道"\n标题 = "云岭县防汛办法"\n', "“类别”的值“报道”不是类别"),
        ('地区 = "云岭县"\n标题 = "云岭县防汛办法"\n', "“地区”的值“云岭县”不是一个认得的地区"),
        ('文号 = 15\n标题 = "云岭县防汛办法"\n', "“文号”的值“15”不是文字"),
    ],
)
def test_one_bad_value_is_told_and_the_others_count(corpus: Path, content: str, words: str) -> None:
    (corpus / "乙.txt.meta.toml").write_text(content, encoding="utf-8")
    _, told = sidecars(corpus)
    assert dict(dict(told.of(corpus / "乙.txt"))[""]) == {"title": "云岭县防汛办法"}
    ((path, reason),) = reasons(told)
    assert path == "乙.txt.meta.toml"
    assert words in reason
    assert reason.endswith("。")


def test_what_cannot_be_read_or_names_no_file_is_told(corpus: Path) -> None:
    (corpus / "丙.txt.meta.toml").write_text('标题 = "甲"\n', encoding="utf-8")
    (corpus / "乙.txt.meta.toml").write_text("标题 = 没有引号\n", encoding="utf-8")
    (corpus / "metadata.csv").write_text("path,主管,标题\n没有.txt,甲,乙\n", encoding="utf-8")
    _, told = sidecars(corpus)
    assert [path for path, _ in reasons(told)] == [
        "丙.txt.meta.toml",
        "乙.txt.meta.toml",
        "metadata.csv",
        "metadata.csv",
    ]
    assert "旁边没有 丙.txt" in reasons(told)[0][1]
    assert "TOML" in reasons(told)[1][1]
    assert "“主管”" in reasons(told)[2][1]
    assert "第 2 行的文件“没有.txt”不存在" in reasons(told)[3][1]


def test_a_table_without_paths_is_told(corpus: Path) -> None:
    (corpus / "metadata.csv").write_text("标题\n甲\n", encoding="utf-8")
    _, told = sidecars(corpus)
    assert reasons(told) == [("metadata.csv", "没有 path 这一列：请写上每份文件在文件夹里的路径。")]


def built(corpus: Path, index: Path) -> tuple[dict[str, Document], dict[str, str]]:
    report = build_index([corpus], index, encoder="none", progress=False)
    documents = open_index(index).documents.values()
    return {d.source.path + d.part: d for d in documents}, {f.path: f.reason for f in report.failures}


def test_a_build_takes_what_sidecars_say_and_lists_what_is_wrong(corpus: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(corpus / "旧.zip", "w") as archive:
        archive.writestr("丁.txt", TEXT)
    rows = "path,标题,发布日期\n旧.zip/丁.txt,云岭县旧办法,\n旧.zip/无.txt,云岭县新办法,\n乙.txt,,去年\n"
    (corpus / "metadata.csv").write_text(rows, encoding="utf-8")
    documents, failures = built(corpus, tmp_path / "index")
    assert set(documents) == {"乙.txt", "通知/甲.txt", "旧.zip丁.txt"}
    assert documents["旧.zip丁.txt"].title == "云岭县旧办法"
    assert documents["乙.txt"].published_on is None
    assert set(failures) == {"metadata.csv", "旧.zip/无.txt"}


def test_a_document_that_another_ends_is_told_by_the_index(corpus: Path, tmp_path: Path) -> None:
    ends = "云岭县防汛办法\n第一条 本办法自2023年7月1日起施行。《关于做好防汛工作的通知》同时废止。\n"
    (corpus / "新.txt").write_text(ends, encoding="utf-8")
    documents, _ = built(corpus, tmp_path / "index")
    (change,) = documents["乙.txt"].changes
    assert (change.kind, change.title, change.since) == ("废止", "云岭县防汛办法", "2023-07-01")
    assert documents["新.txt"].changes == ()
