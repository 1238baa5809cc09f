"""What the whole suite shares: indexes that are built once for all workers, and the order in which files are run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import CharacterWords, KeywordEncoder, write_corpus
from filelock import FileLock

import policysearch.build
from policysearch.search.searcher import Searcher
from policysearch.store import open_index

ROOT = Path(__file__).parents[1]
MOST_WORKERS = 8
# Those that take longest begin, lest one be left for the end when the other workers have nothing to do.
SLOWEST = (
    "test_build.py",
    "answer/test_generate.py",
    "read/test_shared_files.py",
    "parse/test_invariants.py",
    "test_training.py",
    "security/test_attacks.py",
    "server/test_upkeep.py",
    "test_cli.py",
    "test_incremental.py",
    "test_repair.py",
    "test_faults.py",
    "test_watch.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many workers as there are cores for the whole suite; none for a file or two, which start sooner alone."""
    if config.args != config.getini("testpaths"):
        return 0
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, MOST_WORKERS)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A worker runs whole files, for a file shares an index; one runs all that share the page, the browser and all.

    They begin with the longest: the browser, then the slowest files, the others as they were collected.
    """
    tests = ROOT / "tests"
    rank = {name: number for number, name in enumerate(("browser", *SLOWEST))}

    def group(item: pytest.Item) -> str:
        name = item.path.relative_to(tests)
        return "browser" if name.parts[0] == "browser" else name.as_posix()

    items.sort(key=lambda item: rank.get(group(item), len(rank)))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))


def built_once(tmp_path_factory: pytest.TempPathFactory, name: str, build: Callable[[Path], None]) -> Path:
    """The folder ``name`` as ``build`` filled it, once for all workers of this run; no test may change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "built" / name, shared / "built" / f"{name}.done"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not done.exists():
            build(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented documents."""

    def build(folder: Path) -> None:
        write_corpus(folder)

    return built_once(tmp_path_factory, "library", build)


@pytest.fixture(scope="session")
def plain_index(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of words alone."""

    def build(folder: Path) -> None:
        report = policysearch.build.build_index([library], folder, encoder="none", progress=False)
        assert report.version == "v1"
        assert not report.failures

    return built_once(tmp_path_factory, "plain", build)


@pytest.fixture(scope="session")
def meaning_index(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with the vectors of the keyword encoder."""

    def build(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(policysearch.build, "load_encoder", lambda name: KeywordEncoder(words=CharacterWords()))
            policysearch.build.build_index([library], folder, encoder="keywords", progress=False)

    return built_once(tmp_path_factory, "meaning", build)


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the documents in the box, with the encoder in the box."""

    def build(folder: Path) -> None:
        assert not policysearch.build.build_index([ROOT / "corpus"], folder, progress=False).failures

    return built_once(tmp_path_factory, "corpus", build)


@pytest.fixture(scope="session")
def plain(plain_index: Path) -> Searcher:
    """A searcher by words alone."""
    return open_index(plain_index)


@pytest.fixture(scope="session")
def meaning(meaning_index: Path) -> Searcher:
    """A searcher by words and by the keyword encoder."""
    return open_index(meaning_index, encoder=KeywordEncoder())
