"""The version that is served now: a new one takes the place of the old between two requests, never within one."""

from __future__ import annotations

import ctypes
import gc
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path

from policysearch.config import SearchSettings
from policysearch.errors import PolicySearchError
from policysearch.search.cross import Reranker
from policysearch.search.searcher import Searcher
from policysearch.store.manifest import read_manifest, version_folder
from policysearch.store.open import LateEncoder, open_index
from policysearch.types import Encoder

LOOK_S = 1.0
# Asked of a version before it is served, so that what is loaded late is loaded, and a fault shows here.
_TRIAL = "政策"
_log = logging.getLogger(__name__)


class Current:
    """The searcher over the current version of ``index``: calling it gives the one that a new request is to use.

    ``look`` (or the thread that ``start`` begins, every ``look_s`` seconds) sees that CURRENT names another version,
    opens and tries it aside, and only then serves it. A request that holds an older searcher goes on with it, since
    that is in memory as a whole. A version that does not open is told of once, by ``tell``, and the old one goes on.
    Raises what ``open_index`` raises where there is none to begin with.
    """

    def __init__(
        self,
        index: Path,
        *,
        look_s: float = LOOK_S,
        reranker: Reranker | None = None,
        settings: SearchSettings = SearchSettings(),  # noqa: B008
        tell: Callable[[str], None] = _log.warning,
    ) -> None:
        self._index = index
        self._look_s = look_s
        self._reranker = reranker
        self._settings = settings
        self._tell = tell
        self._encoder: Encoder | None = None
        self._looking = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._refused: tuple[str, str] | None = None
        self._fault: str | None = None
        self._is_replaced = False
        folder = version_folder(index)
        self._named = _named(folder)
        self._searcher = self._open(folder)

    def __call__(self) -> Searcher:
        """The searcher for a new request."""
        return self._searcher

    @property
    def version(self) -> str:
        """The name of the version that is served (``v3``)."""
        return self._named[0]

    @property
    def fault(self) -> str | None:
        """Why the version that CURRENT names is not served, in one sentence; None while it is."""
        return self._fault

    def look(self) -> bool:
        """Serves another version if CURRENT names one that is whole; whether it did."""
        with self._looking:
            named: tuple[str, str] | None = None
            try:
                folder = version_folder(self._index)
                named = _named(folder)
                if named in (self._named, self._refused):
                    if named == self._named:
                        self._refused = self._fault = None
                    return False
                searcher = self._open(folder)
            except (PolicySearchError, OSError) as error:
                if named == _named_by(self._index):  # else it was deleted for a newer one, which the next look finds
                    self._refuse(named, str(error))
                return False
            self._searcher, self._named = searcher, named
            self._refused = self._fault = None
            self._is_replaced = True
            _log.info("serving %s", named[0])
            return True

    def start(self) -> None:
        """Looks from now on in a thread, until ``stop``."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="current-version", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread and waits for it; the version served last goes on being served."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(self._look_s):
            if self._is_replaced:  # by now the requests that held the older one have ended
                self._is_replaced = False
                _give_back()
            try:
                self.look()
            except Exception:  # noqa: BLE001  the page must not stay at a version for a fault of one look
                _log.exception("looking for a new version failed")

    def _open(self, folder: Path) -> Searcher:
        manifest = read_manifest(folder)
        encoder = self._encoder if manifest.encoder else None
        if manifest.encoder and (encoder is None or encoder.info.fingerprint != manifest.encoder.fingerprint):
            encoder = LateEncoder(manifest.encoder, manifest.encoder_source)
        searcher = open_index(folder, encoder=encoder, reranker=self._reranker, settings=self._settings)
        searcher.search(_TRIAL)
        for doc_id in islice(searcher.documents, 1):  # what is made of all documents at first use, no visitor waits for
            searcher.passages_of(doc_id)
        self._encoder = encoder or self._encoder
        return searcher

    def _refuse(self, named: tuple[str, str] | None, reason: str) -> None:
        """Tells a reason once; the same version is tried again only when it changes."""
        self._refused = named
        if reason != self._fault:
            self._fault = reason
            self._tell(f"新版本没有启用，继续使用 {self.version}：{reason}")


def _named(folder: Path) -> tuple[str, str]:
    """The name of a version and the hash of its manifest, which tells a v1 from another v1."""
    return folder.name, (folder / "manifest.sha256").read_text("ascii", "replace")


def _named_by(index: Path) -> tuple[str, str] | None:
    """The version that CURRENT names and its hash; None where there is none."""
    try:
        return _named(version_folder(index))
    except (PolicySearchError, OSError):
        return None


def _give_back() -> None:
    """Has what an older version took given back to the system, at once.

    Its parts hold each other, which the collector of Python finds late; and glibc keeps freed memory in the pools of
    its threads.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
