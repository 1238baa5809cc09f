"""The page as it is launched, on a free port, over the repository's own corpus, in a real browser.

What a load of the page costs, most tests need not pay again: ``visit`` is a page that is loaded once for a file and
goes home, with nothing kept, before each test. ``fresh`` is a browser that has never been here.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn

from policysearch.serve.gate import Gate
from policysearch.serve.settings import ServeSettings
from policysearch.store import open_index

if TYPE_CHECKING:
    from playwright import sync_api
else:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parent.parent.parent
START_LIMIT_S = 15.0
WINDOW: sync_api.ViewportSize = {"width": 1280, "height": 900}
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """Where the page is served, and the seconds of a core that its first answer took."""

    address: str
    first_answer_s: float


@dataclass
class Visit:
    """One visitor's page, with what it asked for and what went wrong in it."""

    page: sync_api.Page
    site: Site
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def load(self, query: str = "") -> None:
        """Opens ``query`` in the bar of the browser, which loads the page anew, and waits for its view."""
        self.page.goto(f"{self.site.address}/{query}")
        self.page.wait_for_selector("#view[data-settled]")

    def open(self, query: str = "") -> None:
        """Shows ``query``: by a link where the page is there, which loads nothing anew, and waits for its view."""
        if not self.page.url.startswith(self.site.address):
            self.load(query)
            return
        self.page.evaluate(
            """href => {
                if (new URL(href, location.href).search === location.search) return;
                document.getElementById("view").dataset.old = "yes";
                policysearch.go(href);
            }""",
            query or "?",
        )
        self.page.wait_for_selector("#view[data-settled]:not([data-old])")

    def begin_anew(self) -> None:
        """Goes home with nothing kept and a window as at first; nothing that was seen before counts."""
        self.page.unroute_all()
        self.page.set_viewport_size(WINDOW)
        self.page.emulate_media(media="null", color_scheme="null")
        if self.page.url.startswith(self.site.address):
            if self.page.locator("#view[data-view=home]").count():
                self.open("?view=nowhere")  # the same view again would change nothing, and be waited for in vain
            self.page.evaluate(
                """() => {
                    localStorage.clear();
                    sessionStorage.clear();
                    dispatchEvent(new StorageEvent("storage"));
                    document.getElementById("view").dataset.old = "yes";
                    policysearch.go("?");
                }"""
            )
            self.page.wait_for_selector("#view[data-view=home][data-settled]:not([data-old])")
        self.requests.clear()
        self.errors.clear()

    def ask(self, question: str) -> None:
        """Writes a question, presses Enter, and waits for the view of its address, lest the old one count."""
        self.page.fill("#question input, #question textarea", question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "asked => new URLSearchParams(location.search).get('q') === asked", arg=question.strip()
        )
        self.wait("ask")

    def wait(self, view: str) -> None:
        """Waits until ``view`` is shown for the address that stands in the bar."""
        self.page.wait_for_selector(f"#view[data-view={view}][data-settled]")
        self.page.wait_for_function("!document.documentElement.classList.contains('busy')")

    def words(self, selector: str) -> str:
        """The visible words of the first match."""
        return str(self.page.locator(selector).first.inner_text())

    def judge(self) -> None:
        """Fails where a request has left the host or a script has failed."""
        assert self.strangers() == []
        assert self.errors == []

    def strangers(self) -> list[str]:
        """The requests that went to any other host."""
        own = urlsplit(self.site.address).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != own
        ]


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; skips without one, fails where the environment demands it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and Path("/usr/bin/chromium").exists():
        found = "/usr/bin/chromium"
    if found is None:
        if os.environ.get("POLICYSEARCH_BROWSER") == "require":
            pytest.fail("POLICYSEARCH_BROWSER=require, but chromium is not installed")
        pytest.skip("chromium is not installed")
    return found


@pytest.fixture(scope="session")
def index(corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the repository's corpus, beside which the page may keep what it is told."""
    return Path(shutil.copytree(corpus_index, tmp_path_factory.mktemp("site") / "index"))


@pytest.fixture(scope="session")
def site(chromium: str, index: Path) -> Iterator[Site]:
    """The page, launched as a user launches it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "search_app.py", "--index", str(index), "--port", str(port), "--mcp"]
    with (index.parent / "app.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield Site(address, first_answer(server, address))
        finally:
            server.terminate()
            server.wait(60)


def first_answer(server: subprocess.Popen[bytes], address: str) -> float:
    """Waits until ``address`` is served; the seconds of a core that the server took so far, 0 where no one says."""
    started = time.monotonic()
    while time.monotonic() - started < 10 * START_LIMIT_S:
        assert server.poll() is None, "the server has stopped"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=START_LIMIT_S).read()
            with contextlib.suppress(OSError):
                taken = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
                return sum(map(int, taken)) / os.sysconf("SC_CLK_TCK")
            return 0.0
        time.sleep(0.1)
    pytest.fail("the page was not served")


@contextlib.contextmanager
def served_here(index: Path) -> Iterator[Site]:
    """The page over ``index``, served by this process: it is up sooner than one that is launched."""
    from policysearch.app import create_app, mount

    settings = ServeSettings(port=free_port())
    gate = Gate(mount(create_app(open_index(index)), settings), settings)
    config = uvicorn.Config(
        gate,
        host="127.0.0.1",
        port=settings.port,
        log_level="warning",
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    while not server.started:
        assert serving.is_alive(), "the server has stopped"
        time.sleep(0.05)
    try:
        yield Site(f"http://127.0.0.1:{settings.port}", 0.0)
    finally:
        server.should_exit = True
        serving.join(20)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[sync_api.Browser]:
    """One browser for all visits."""
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def tab(browser: sync_api.Browser, site: Site) -> Iterator[Tab]:
    """The page that the tests of a file share."""
    with contextlib.closing(Tab(browser, site)) as tab:
        yield tab


@pytest.fixture
def visit(tab: Tab) -> Iterator[Visit]:
    """A visitor on the shared page; afterwards no request may have left the host, and no script may have failed."""
    with tab.visit() as visit:
        yield visit


@pytest.fixture
def fresh(browser: sync_api.Browser, site: Site) -> Iterator[Visit]:
    """A visitor whose browser has never been here; judged likewise."""
    with visiting(browser, site) as visit:
        yield visit


@contextlib.contextmanager
def visiting(browser: sync_api.Browser, site: Site) -> Iterator[Visit]:
    """A visit of ``site`` in a context of its own, judged when it is over."""
    context = browser.new_context(viewport=WINDOW, locale="zh-CN")
    context.set_default_timeout(60_000)
    visit = Visit(context.new_page(), site)
    context.on("request", lambda request: visit.requests.append(request.url))
    visit.page.on("websocket", lambda socket: visit.requests.append(socket.url))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    try:
        yield visit
    finally:
        context.close()
    visit.judge()


class Tab:
    """A page that several tests use one after the other; after a test that failed it is another one."""

    def __init__(self, browser: sync_api.Browser, site: Site) -> None:
        self._open = contextlib.ExitStack()
        self._browser = browser
        self._site = site
        self._visit: Visit | None = None

    @contextlib.contextmanager
    def visit(self) -> Iterator[Visit]:
        """The page, home, with nothing kept; judged when the test is over."""
        visit, self._visit = self._visit, None
        if visit is None:
            self.close()
            visit = self._open.enter_context(visiting(self._browser, self._site))
        visit.begin_anew()
        yield visit
        visit.judge()
        self._visit = visit

    def close(self) -> None:
        """Closes the page."""
        self._open.close()
