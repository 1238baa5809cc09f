"""Zip: a document for each member that can be read; the others are named, and nothing leaves the archive."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from test_read_file import WORDS, docx_bytes, put, refusal

import policysearch.read
from policysearch.build import build_index
from policysearch.config import ReadLimits
from policysearch.errors import ReadError
from policysearch.parse import parse
from policysearch.read import Unread, read_documents, read_file
from policysearch.store import open_index
from policysearch.types import RawDocument


def zip_bytes(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read(folder: Path, data: bytes, limits: ReadLimits | None = None) -> tuple[dict[str, RawDocument], dict[str, str]]:
    """Documents and reasons by part."""
    documents, unread = read_documents(folder, put(folder, "汇编.zip", data), limits or ReadLimits())
    for part in unread:
        assert part.reason.endswith("。")
        assert part.reason.count("。") == 1
        assert "：" in part.reason
    return {raw.part: raw for raw in documents}, {part.part: part.reason for part in unread}


def test_each_member_is_a_document(tmp_path: Path) -> None:
    documents, unread = read(
        tmp_path, zip_bytes({"通知/二.docx": docx_bytes("请落实。"), "通知/一.txt": WORDS, "夹/": ""})
    )
    assert [*documents] == ["通知/一.txt", "通知/二.docx"]
    assert unread == {}
    raw = documents["通知/一.txt"]
    assert raw.text == WORDS
    assert (raw.source.path, raw.source.media_type) == ("汇编.zip", "text/plain")
    assert len({parse(raw)[0].doc_id for raw in documents.values()}) == 2


def test_any_other_file_is_one_document(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", WORDS)
    assert read_documents(tmp_path, path) == ((read_file(tmp_path, path),), ())
    with pytest.raises(ReadError, match="rar"):
        read_documents(tmp_path, put(tmp_path, "a.rar", WORDS))


def test_a_member_without_a_title_is_called_by_its_own_name(tmp_path: Path) -> None:
    documents, _ = read(tmp_path, zip_bytes({"冬季巡查安排.txt": "每周一次\n每次两人\n"}))
    assert parse(documents["冬季巡查安排.txt"])[0].title == "冬季巡查安排"


def test_a_member_that_fails_does_not_lose_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(data: bytes, source: object, limits: object) -> RawDocument:
        raise ZeroDivisionError("division by zero")

    readers = dict(policysearch.read.READERS) | {".md": ("text/markdown", faulty)}
    monkeypatch.setattr(policysearch.read, "READERS", readers)
    data = zip_bytes({"好.txt": WORDS, "坏.docx": b"none", "空.txt": "", "程序.exe": b"MZ", "无后缀": WORDS})
    documents, unread = read(tmp_path, data)
    assert [*documents] == ["好.txt"]
    assert set(unread) == {"坏.docx", "空.txt", "程序.exe", "无后缀"}
    (only, failed) = read_documents(tmp_path, put(tmp_path, "二.zip", zip_bytes({"好.txt": WORDS, "坏.md": WORDS})))
    assert len(only) == 1
    assert "ZeroDivisionError" in failed[0].reason


def test_names_of_old_tools_are_read(tmp_path: Path) -> None:
    data = zip_bytes({"TUPM.txt": WORDS, "a.txt": WORDS}).replace(b"TUPM.txt", "通知".encode("gbk") + b".txt")
    assert [*read(tmp_path, data)[0]] == ["a.txt", "通知.txt"]
    data = zip_bytes({"TUPMAB.txt": WORDS}).replace(b"TUPMAB.txt", "通知".encode() + b".txt")
    assert [*read(tmp_path, data)[0]] == ["通知.txt"]
    data = zip_bytes({"aXb.txt": WORDS}).replace(b"aXb.txt", b"a\\b.txt")
    assert [*read(tmp_path, data)[0]] == ["a/b.txt"]
    data = zip_bytes({"XY.txt": WORDS}).replace(b"XY.txt", b"\xff\xff.txt")
    (part,) = read(tmp_path, data)[0]
    part.encode("utf-8")


@pytest.mark.parametrize("name", ["../外.txt", "a/../../外.txt", "/etc/外.txt", "C:/外.txt", "..\\外.txt"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    documents, unread = read(tmp_path, zip_bytes({name: WORDS, "好.txt": WORDS}))
    assert [*documents] == ["好.txt"]
    (reason,) = unread.values()
    assert "之外" in reason
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["汇编.zip"]


def test_links_archives_and_doubles_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("内.zip", zip_bytes({"a.txt": WORDS}))
        archive.writestr("内.RAR", b"Rar!")
        archive.writestr("双.txt", WORDS)
        archive.writestr("双.txt", "另一份的内容")
    documents, unread = read(tmp_path, buffer.getvalue())
    assert documents["双.txt"].text == WORDS
    assert "链接" in unread["链接.txt"]
    assert "还有压缩包" in unread["内.zip"]
    assert "还有压缩包" in unread["内.RAR"]
    assert "同名" in unread["双.txt"]


def test_hidden_files_and_litter_do_not_count(tmp_path: Path) -> None:
    litter = [".DS_Store", "__MACOSX/._好.txt", "夹/Thumbs.db", "~$好.docx", ".隐藏/好.txt"]
    documents, unread = read(tmp_path, zip_bytes(dict.fromkeys(litter, WORDS) | {"好.txt": WORDS}))
    assert ([*documents], unread) == (["好.txt"], {})


def test_what_unpacks_too_large_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    data = zip_bytes({"a.txt": WORDS, "b炸弹.txt": "0" * 5_000_000, "c.txt": WORDS})
    assert len(data) < 10_000
    documents, unread = read(tmp_path, data, ReadLimits(file_bytes=100_000))
    assert [*documents] == ["a.txt", "c.txt"]
    assert "太大" in unread["b炸弹.txt"]
    documents, unread = read(tmp_path, data, ReadLimits(unpacked_bytes=100_000))
    assert [*documents] == ["a.txt"]
    assert set(unread) == {"b炸弹.txt", "c.txt"}


def test_bytes_are_counted_whatever_the_archive_says(tmp_path: Path) -> None:
    """The sizes that the directory states are lowered: the member is not taken for a small one."""
    data = zip_bytes({"a.txt": "字" * 2000})
    size = struct.pack("<I", 6000)
    lying = data.replace(size, struct.pack("<I", 60))
    assert lying != data
    documents, unread = read(tmp_path, lying)
    assert documents == {}
    assert "损坏" in unread["a.txt"]


def test_damage_passwords_and_emptiness_are_told(tmp_path: Path) -> None:
    data = zip_bytes({"a.txt": WORDS, "b.txt": "第二份的内容"}, zipfile.ZIP_STORED)
    documents, unread = read(tmp_path, data.replace("第二份".encode(), "坏了份".encode()))
    assert [*documents] == ["a.txt"]
    assert "损坏" in unread["b.txt"]
    locked = bytearray(zip_bytes({"a.txt": WORDS}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in read(tmp_path, bytes(locked))[1]["a.txt"]
    for broken in (data[: len(data) // 2], b"none"):
        with pytest.raises(ReadError, match="不是完整的压缩包"):
            read(tmp_path, broken)
    with pytest.raises(ReadError, match="空"):
        read(tmp_path, zip_bytes({}))
    with pytest.raises(ReadError, match="上限 1 份"):
        read(tmp_path, data, ReadLimits(members=1))
    with pytest.raises(ReadError, match="上限"):
        read(tmp_path, data, ReadLimits(file_bytes=10))
    assert "解压" in refusal(tmp_path, tmp_path / "汇编.zip")


def test_a_build_lists_each_member_that_failed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    data = zip_bytes({"甲.txt": WORDS, "夹/乙.txt": "", "丁.txt": "关于停车的通知\n\n一、免费。\n"})
    put(corpus, "汇编.zip", data)
    put(corpus, "坏.zip", b"none")
    report = build_index([corpus], tmp_path / "index", encoder="none", progress=False)
    failures = {failure.path: failure.reason for failure in report.failures}
    assert set(failures) == {"坏.zip", "汇编.zip/夹/乙.txt"}
    assert "空" in failures["汇编.zip/夹/乙.txt"]
    documents = open_index(tmp_path / "index").documents.values()
    assert sorted(document.part for document in documents) == ["丁.txt", "甲.txt"]


def test_a_reason_is_a_value() -> None:
    assert Unread("a", "b") == Unread("a", "b")
