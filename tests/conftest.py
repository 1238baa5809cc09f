"""Indexes over the invented library of ``fakes``, built once a session; no test may change them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import CharacterWords, KeywordEncoder, write_corpus

import policysearch.build
from policysearch.search.searcher import Searcher
from policysearch.store import open_index


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented documents."""
    return write_corpus(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def plain_index(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of words alone."""
    index = tmp_path_factory.mktemp("plain")
    report = policysearch.build.build_index([library], index, encoder="none", progress=False)
    assert report.version == "v1"
    assert not report.failures
    return index


@pytest.fixture(scope="session")
def meaning_index(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with the vectors of the keyword encoder."""
    index = tmp_path_factory.mktemp("meaning")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(policysearch.build, "load_encoder", lambda name: KeywordEncoder(words=CharacterWords()))
        policysearch.build.build_index([library], index, encoder="keywords", progress=False)
    return index


@pytest.fixture(scope="session")
def plain(plain_index: Path) -> Searcher:
    """A searcher by words alone."""
    return open_index(plain_index)


@pytest.fixture(scope="session")
def meaning(meaning_index: Path) -> Searcher:
    """A searcher by words and by the keyword encoder."""
    return open_index(meaning_index, encoder=KeywordEncoder())
