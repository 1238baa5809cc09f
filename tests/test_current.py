"""The page goes over to a new version between two requests; a request keeps the version that it began with."""

from __future__ import annotations

import gc
import inspect
import shutil
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import write_corpus

from policysearch.app.api import Api
from policysearch.app.opened import Opened
from policysearch.build import build_index
from policysearch.errors import IndexMissing
from policysearch.search.searcher import Searcher
from policysearch.store import Current, rollback

PARKING = {"停车.txt": "关于停车的通知\n\n一、停车每小时收费二元。\n"}
CYCLING = {"骑车.txt": "关于骑车的通知\n\n一、骑车每小时收费一元。\n"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", PARKING)


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    build(corpus, tmp_path / "index")
    return tmp_path / "index"


def build(corpus: Path, index: Path) -> None:
    build_index([corpus], index, encoder="none", progress=False)


def titles(searcher: Searcher) -> list[str]:
    return [document.title for document in searcher.documents.values()]


def test_a_new_version_is_served_from_the_next_request_on(corpus: Path, index: Path) -> None:
    current = Current(index)
    before = current()
    assert not current.look()
    assert current() is before
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    assert current() is before
    assert current.look()
    assert current.version == "v2"
    assert titles(current()) == ["关于停车的通知", "关于骑车的通知"]
    assert titles(before) == ["关于停车的通知"]
    rollback(index)
    assert current.look()
    assert titles(current()) == ["关于停车的通知"]


def test_a_reader_keeps_all_of_a_version_that_is_deleted(corpus: Path, index: Path) -> None:
    current = Current(index)
    searcher = current()
    shutil.rmtree(index)
    assert searcher.search("停车收费")[0].passage.text.endswith("二元。")
    assert searcher.catalogue.mentions == ()
    assert searcher.trace("停车每小时收费二元。")
    assert not current.look()
    assert current() is searcher
    assert current.fault is not None
    build(corpus, index)
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    assert current.look()
    assert current.fault is None


def test_an_index_deleted_and_built_anew_is_another_v1(corpus: Path, index: Path) -> None:
    current = Current(index)
    shutil.rmtree(index)
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    assert current.look()
    assert len(current().documents) == 2


def test_a_damaged_version_is_told_of_once_and_the_old_one_goes_on(corpus: Path, index: Path) -> None:
    told: list[str] = []
    current = Current(index, tell=told.append)
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    passages = index / "v2" / "passages.jsonl"
    whole = passages.read_bytes()
    passages.write_bytes(whole[:-1])
    for _ in range(3):
        assert not current.look()
    assert len(told) == 1
    assert "passages.jsonl" in told[0]
    assert "v1" in told[0]
    assert current.fault is not None
    assert current.fault in told[0]
    assert len(current().documents) == 1
    build(corpus, index)
    assert current.look()
    assert current.version == "v3"
    assert current.fault is None


def test_none_to_begin_with_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Current(tmp_path)


def test_one_version_alone_may_be_served(corpus: Path, index: Path) -> None:
    current = Current(index / "v1")
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    assert not current.look()
    assert current.version == "v1"


def test_no_request_fails_while_versions_come_and_go(corpus: Path, index: Path) -> None:
    """Readers ask all the while; each request sees one version from its beginning to its end, and none fails."""
    current = Current(index, look_s=0.01)
    opened = Opened(current, "2026-01-01", None)
    faults: list[str] = []
    done = threading.Event()
    asked = 0

    def ask() -> None:
        nonlocal asked
        while not done.is_set():
            pages = opened.pages()
            count = len(pages.documents)
            html = "".join(view.html for view in pages.views("q=每小时收费多少"))
            if "停车" not in html or len(pages.documents) != count:
                faults.append(html)
            if not Api(opened.pages()).search("每小时收费"):
                faults.append("none found")
            asked += 1

    current.start()
    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(6):
        write_corpus(corpus, {f"{number}.txt": f"关于第{number}项收费的通知\n\n一、每小时收费{number}元。\n"})
        build_index([corpus], index, encoder="none", progress=False, keep=1)
    for _ in range(500):
        if current.version == "v7":
            break
        done.wait(0.02)
    done.set()
    for reader in readers:
        reader.join()
    current.stop()
    assert faults == []
    assert asked > 0
    assert current.version == "v7"
    assert len(opened.pages().documents) == 7
    assert [path.name for path in index.iterdir() if path.name.startswith("v")] == ["v7"]


def test_nothing_holds_the_version_before(corpus: Path, index: Path) -> None:
    current = Current(index)
    opened = Opened(current, None, None)
    opened.pages().show("q=杭州停车怎么收费")
    before = weakref.ref(current())
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    current.look()
    opened.pages().show("q=杭州骑车怎么收费")
    gc.collect()
    assert before() is None


def test_an_endpoint_keeps_its_signature(index: Path) -> None:
    opened = Opened(Current(index), None, None)
    for name in ("search", "ask", "export"):
        call = getattr(Api(opened.pages()), name)
        assert inspect.signature(opened.endpoint(Api, name)) == inspect.signature(call)
    assert opened.endpoint(Api, "search")("停车收费", top_k=1)[0]["title"] == "关于停车的通知"


def test_a_view_that_began_ends_over_its_own_version(corpus: Path, index: Path) -> None:
    current = Current(index)
    opened = Opened(current, "2026-01-01", None)
    views: Iterator[object] = opened.pages().views("view=library")
    write_corpus(corpus, CYCLING)
    build(corpus, index)
    current.look()
    assert "骑车" not in str(next(views))
    assert "骑车" in str(next(opened.pages().views("view=library")))
