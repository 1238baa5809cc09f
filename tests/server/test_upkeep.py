"""Uploads: names, kinds, sizes, what is undone, and the index that follows the folder."""

from __future__ import annotations

import io
import json
import os
import signal
import time
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fakes import write_corpus

from policysearch.build import Builder, build_index
from policysearch.errors import PolicySearchError, UsageError
from policysearch.serve.accounts import Accounts
from policysearch.serve.gate import Gate
from policysearch.serve.login import Login
from policysearch.serve.settings import ServeSettings
from policysearch.serve.upkeep import UpkeepSite
from policysearch.stages import Bar, told_to
from policysearch.store import Current, verify
from policysearch.upkeep import BuilderProcess, Keeper, State, UploadFolder
from policysearch.upkeep.names import clean_name

from .conftest import PASSWORD
from .gates import Page, Response, ask

OCTETS = ("content-type", "application/octet-stream")
NOTICE = (
    "海盐县关于发放绣球补贴的通知\n\n一、补贴标准\n\n种植绣球的农户每亩补贴七百元。\n\n海盐县农业农村局\n2024年3月1日\n"
)


@dataclass
class Office:
    """A server with uploads over one invented document."""

    gate: Gate
    keeper: Keeper
    current: Current
    uploads: Path
    index: Path
    corpus: Path

    def upload(self, name: str, data: bytes, extra: str = "", **given: Any) -> Response:
        headers = [OCTETS, *given.pop("headers", ())]
        return ask(self.gate, "POST", f"/upkeep/upload?name={quote(name)}{extra}", body=data, headers=headers, **given)

    def change(self, action: str, **value: Any) -> Response:
        return ask(self.gate, "POST", f"/upkeep/{action}", body=json.dumps(value).encode())

    def file(self, name: str) -> dict[str, Any]:
        state = json.loads(ask(self.gate, "GET", "/upkeep/state").body)
        return next(one for one in state["files"] if one["name"] == name)

    def settle(self) -> State:
        return waited(self.keeper, lambda state: not state.stage and not state.is_waiting)

    def words(self, question: str) -> str:
        return "".join(hit.passage.text for hit in self.current().search(question))

    def titles(self) -> set[str]:
        return {document.title for document in self.current().documents.values()}


def waited(keeper: Keeper, is_so: Callable[[State], bool]) -> State:
    for _ in range(600):
        if is_so(keeper.state):
            return keeper.state
        time.sleep(0.05)
    raise AssertionError(keeper.state)


def keeper_of(current: Current, uploads: Path, corpus: Path, index: Path) -> Keeper:
    def publish() -> str:
        current.look()
        return current.version

    return Keeper(
        UploadFolder(uploads, 1 << 20),
        [corpus],
        index,
        indexed=lambda: {document.source.path for document in current().documents.values()},
        publish=publish,
        builder=Builder("none", progress=False),
    )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A server of the test's own."""
    yield from opened(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for tests that change nothing."""
    yield from opened(tmp_path_factory.mktemp("standing"))


def opened(tmp_path: Path) -> Iterator[Office]:
    corpus = write_corpus(tmp_path / "corpus", {"旧办法.txt": "湖州市桑树管理办法\n\n第一条 桑树由村民委员会登记。\n"})
    index, uploads = tmp_path / "index", tmp_path / "uploads"
    build_index([corpus], index, encoder="none", progress=False)
    current = Current(index)
    keeper = keeper_of(current, uploads, corpus, index)
    keeper.start()
    settings = ServeSettings(allow_upload=True, upload_bytes=200_000)
    yield Office(Gate(Page(), settings, upkeep=UpkeepSite(keeper, settings)), keeper, current, uploads, index, corpus)
    keeper.stop()


def test_an_upload_is_found_corrected_replaced_and_gone(office: Office) -> None:
    assert office.upload("绣球补贴.txt", NOTICE.encode()).status == 201
    office.settle()
    found = office.file("绣球补贴.txt")
    assert found["grade"]
    assert found["documents"][0]["doc_id"] in office.current().documents
    assert "七百元" in office.words("绣球补贴多少")

    fields = {"标题": "绣球补贴“新”名", "成文日期": "2024-05-01"}
    assert office.change("describe", name="绣球补贴.txt", fields=fields).status == 200
    office.settle()
    assert "绣球补贴“新”名" in office.titles()
    assert office.file("绣球补贴.txt")["fields"] == fields

    assert office.upload("绣球补贴.txt", NOTICE.encode()).detail.startswith("已有同名的")
    assert office.upload("绣球补贴.txt", NOTICE.replace("七百", "八百").encode(), "&replace=1").status == 201
    office.settle()
    assert "八百元" in office.words("绣球补贴多少")
    assert "七百元" not in office.words("绣球补贴多少")

    assert office.change("remove", name="绣球补贴.txt").status == 200
    state = office.settle()
    assert state.fault is None
    assert office.titles() == {"湖州市桑树管理办法"}
    assert not [path for path in office.uploads.iterdir() if not path.name.startswith(".")]


def test_a_file_that_cannot_be_read_says_why_and_the_others_stay(office: Office) -> None:
    assert office.upload("坏.pdf", b"%PDF-1.4\nnothing").status == 201
    office.settle()
    assert office.file("坏.pdf")["reason"].endswith("。")
    assert office.titles() == {"湖州市桑树管理办法"}


def test_a_zip_tells_of_its_parts(office: Office) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("一.txt", NOTICE)
        archive.writestr("../二.txt", NOTICE)
    assert office.upload("两份.zip", held.getvalue()).status == 201
    office.settle()
    found = office.file("两份.zip")
    assert found["grade"]
    assert "指向压缩包之外" in found["reason"]


def test_a_restart_undoes_half_an_upload_and_builds_what_was_not_built(office: Office) -> None:
    office.keeper.stop()
    staged, stream = office.keeper.folder.begin()
    stream.write(b"half")
    stream.close()
    (office.uploads / "绣球补贴.txt").write_text(NOTICE, "utf-8")
    (office.uploads / "没有了.txt.meta.toml").write_text('"标题" = "x"\n', "utf-8")
    again = keeper_of(office.current, office.uploads, office.corpus, office.index)
    again.start()
    waited(again, lambda state: "绣球补贴.txt" in state.outcomes)
    again.stop()
    assert not staged.exists()
    assert not (office.uploads / "没有了.txt.meta.toml").exists()
    version = office.current.version
    third = keeper_of(office.current, office.uploads, office.corpus, office.index)
    third.start()
    assert third.state.outcomes["绣球补贴.txt"].grade
    assert not third.state.is_waiting
    third.stop()
    assert office.current.version == version


def test_files_that_are_not_ours_are_never_dropped(office: Office) -> None:
    (office.corpus / "旧办法.txt").rename(office.corpus.parent / "旧办法.txt")
    (office.corpus / "新.txt").write_text(NOTICE, "utf-8")
    office.keeper.ask()
    waited(office.keeper, lambda state: state.fault is not None)
    assert "会丢掉" in (office.keeper.state.fault or "")
    assert office.titles() == {"湖州市桑树管理办法"}
    with pytest.raises(UsageError, match="旧办法"):
        keeper_of(office.current, office.uploads, office.corpus, office.index).start()


def test_a_process_builds_and_one_that_dies_is_told_and_started_anew(office: Office) -> None:
    apart = BuilderProcess("none")
    other = office.index.parent / "other"
    told: list[str] = []
    try:
        with told_to(lambda stage, done, total: told.append(stage)):
            report = apart.build([office.corpus], other)
        assert (report.version, report.documents) == ("v1", 1)
        assert told[0] == "准备"
        assert told[-1] == "写入索引"
        assert apart.pid != os.getpid()
        assert verify(other).documents == 1
        with pytest.raises(PolicySearchError, match="没有文件夹"):
            apart.build([office.corpus / "没有"], other)

        first = apart.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)  # between two builds
        assert apart.build([office.corpus], other).version == "v1"
        assert apart.pid != first

        def kill(*_: object) -> None:
            assert apart.pid is not None
            os.kill(apart.pid, signal.SIGKILL)

        (office.corpus / "新.txt").write_text(NOTICE, "utf-8")
        with told_to(kill), pytest.raises(PolicySearchError, match="中断了"):
            apart.build([office.corpus], other)
        assert verify(other).documents == 1
        assert apart.build([office.corpus], other).documents == 2
    finally:
        apart.stop()
    with pytest.raises(PolicySearchError, match="正在停止"):
        apart.build([office.corpus], other)


def test_the_stages_of_a_build_are_told(office: Office) -> None:
    told: list[str] = []
    office.keeper.stop()
    with told_to(lambda stage, done, total: told.append(f"{stage} {done}/{total}")):
        Builder("none", progress=False).build([office.corpus], office.index.parent / "other")
    assert told[:2] == ["读取与分段 0/1", "读取与分段 1/1"]
    assert told[-1] == "写入索引 0/0"
    assert list(Bar([1, 2], desc="x", disable=True)) == [1, 2]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/办法.txt", "办法.txt"),
        ("C:\\dir\\办法.docx", "办法.docx"),
        ("办\u202e法\u200b.txt", "办法.txt"),
        ("..办法.pdf", "办法.pdf"),
        ("办法\x00.txt\n", "办法.txt"),
        ("a<b>.html", "a_b_.html"),
        ("~$办法.docx", "办法.docx"),
    ],
)
def test_a_name_is_cleaned(given: str, name: str) -> None:
    assert clean_name(given) == name
    assert clean_name(name) == name


@pytest.mark.parametrize(
    "given",
    [
        "",
        ".",
        "..",
        "/",
        "办法",
        "办法.exe",
        "办法.txt.meta.toml",
        "METADATA.csv",
        "con.txt",
        "字" * 90 + ".txt",
        ".txt",
    ],
)
def test_a_name_that_cannot_be_is_refused(given: str) -> None:
    with pytest.raises(UsageError) as error:
        clean_name(given)
    assert str(error.value).endswith("。")


def test_size_and_kind_are_bounded(office: Office) -> None:
    assert office.upload("大.txt", [b"x" * 90_000] * 3).status == 413  # type: ignore[arg-type]
    assert office.upload("程序.docx", b"PK\x03\x04" + b"x" * 100).status == 422
    assert office.upload("办法.txt", b"a", headers=[("x", "y")]).status == 201
    assert ask(office.gate, "POST", "/upkeep/upload?name=a.txt", body=b"{}").status == 415
    assert office.upload("旧办法.txt", NOTICE.encode()).detail.startswith("文件夹里已有同名")
    assert not list((office.uploads / ".incoming").iterdir())


def test_the_folder_has_an_end(tmp_path: Path) -> None:
    folder = UploadFolder(tmp_path / "u", 1000)

    def put(name: str, size: int) -> None:
        staged, stream = folder.begin()
        stream.write(b"x" * size)
        stream.close()
        folder.accept(staged, name)

    put("a.txt", 800)
    with pytest.raises(PolicySearchError, match="放不下"):
        put("b.txt", 300)
    put("c.txt", 200)
    with pytest.raises(PolicySearchError, match="太多"):
        folder.begin()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"作者": "x"}, "没有“作者”这一项"),
        ({"成文日期": "昨天"}, "不是日期"),
        ({"类别": "小说"}, "不是类别"),
        ({"标题": "a\nb"}, "不能用"),
        ({"标题": "字" * 600}, "太长"),
    ],
)
def test_metadata_that_cannot_be_is_told(standing: Office, fields: dict[str, str], told: str) -> None:
    standing.upload("绣球补贴.txt", NOTICE.encode())
    refused = standing.change("describe", name="绣球补贴.txt", fields=fields)
    assert (refused.status, told in refused.detail) == (422, True)
    assert not list(standing.uploads.glob("*.meta.toml"))


@pytest.mark.parametrize(
    "name", ["../旧办法.txt", "没有.txt", ".state.json", "a/../绣球补贴.txt", "/etc/passwd", "x\x00.txt"]
)
def test_nothing_but_what_was_uploaded_can_be_removed_or_described(standing: Office, name: str) -> None:
    assert standing.change("remove", name=name).status == 422
    assert standing.change("describe", name=name, fields={}).status == 422
    assert (standing.corpus / "旧办法.txt").exists()


UPLOADS: dict[str, tuple[int, str, list[tuple[str, str]]]] = {
    "a form of many parts": (415, "name=a.txt", [("content-type", "multipart/form-data; boundary=a")]),
    "a page of another site": (403, "name=a.txt", [OCTETS, ("origin", "https://evil.example")]),
    "without a name": (422, "", [OCTETS]),
    "a program": (422, "name=a.exe", [OCTETS]),
    "a page under a hidden name": (422, "name=.htaccess", [OCTETS]),
    "a name that is a sidecar": (422, "name=a.txt.meta.toml", [OCTETS]),
    "a name with ten fields": (400, "&".join(f"name={n}.txt" for n in range(10)), [OCTETS]),
    "a name that is no ASCII, unquoted": (400, "name=办法.txt", [OCTETS]),
    "a length that lies": (413, "name=a.txt", [OCTETS, ("content-length", "99999999999")]),
    "a length that is none": (413, "name=a.txt", [OCTETS, ("content-length", "x")]),
}


@pytest.mark.parametrize("name", UPLOADS)
def test_an_upload_that_is_none_leaves_nothing(standing: Office, name: str) -> None:
    status, query, headers = UPLOADS[name]
    before = sorted(path.name for path in standing.uploads.rglob("*"))
    body = "关于补贴的通知\n".encode()
    assert ask(standing.gate, "POST", f"/upkeep/upload?{query}", body=body, headers=headers).status == status
    assert sorted(path.name for path in standing.uploads.rglob("*")) == before


@pytest.mark.parametrize(
    "given",
    ["../../../x.txt", "..%5c..%5cx.txt", "/etc/cron.d/x.txt", "x\u202etxt.exe.txt", "a\r\nb/x.txt", "\x00x.txt"],
)
def test_the_name_of_an_upload_stays_in_its_folder(tmp_path: Path, given: str) -> None:
    folder = UploadFolder(tmp_path / "u", 1 << 20)
    staged, stream = folder.begin()
    stream.write("关于补贴的通知\n".encode())
    stream.close()
    stored = folder.accept(staged, clean_name(given))
    assert [path.name for path in folder.root.iterdir() if not path.name.startswith(".")] == [stored]
    assert "\u202e" not in stored
    assert [path.name for path in tmp_path.iterdir()] == ["u"]


@pytest.mark.parametrize("value", [{}, {"name": 1}, {"name": ["a.txt"]}, {"name": "a.txt", "fields": [1]}, []])
def test_wrong_types_are_refused(standing: Office, value: Any) -> None:
    refused = ask(standing.gate, "POST", "/upkeep/describe", body=json.dumps(value).encode())
    assert refused.status in (400, 422)


def test_without_the_flag_there_is_no_upkeep() -> None:
    closed = Gate(Page(), ServeSettings())
    assert ask(closed, "GET", "/upkeep/state").status == 403
    assert ask(closed, "POST", "/upkeep/upload?name=a.txt", body=b"x", headers=[OCTETS]).status == 403


def test_readers_may_not_keep_and_editors_may(standing: Office, users: Path) -> None:
    def basic(name: str) -> tuple[str, str]:
        return "authorization", "Basic " + b64encode(f"{name}:{PASSWORD}".encode()).decode()

    settings = ServeSettings(allow_upload=True, users=users)
    gate = Gate(Page(), settings, login=Login(Accounts(users)), upkeep=UpkeepSite(standing.keeper, settings))
    assert ask(gate, "GET", "/upkeep/state").status == 401
    assert ask(gate, "GET", "/upkeep/state", headers=[basic("王一")]).status == 403
    assert ask(gate, "GET", "/upkeep/state", headers=[basic("li")]).status == 200
    assert json.loads(ask(gate, "GET", "/whoami", headers=[basic("li")]).body) == {"name": "li", "can_keep": True}
