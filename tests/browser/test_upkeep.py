"""Upload and upkeep in a browser: a new PDF to a cited answer from it, a restart between, and gone again."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from policysearch.serve.accounts import EDITOR, new_account, write_accounts

from .barriers import barriers, load_axe
from .conftest import ROOT, Site, Visit, free_port

if TYPE_CHECKING:
    from playwright import sync_api

_START_LIMIT_S = 120
PASSWORD = "tong-xiang-ke-7"
QUESTION = "绣球花种植补贴每亩多少元？"
LINES = ("海盐县绣球花种植补贴办法", "第一条 为了推广绣球花，制定本办法。", "第二条 绣球花种植户每亩补贴七百三十元。")


def pdf() -> bytes:
    """A document of three lines."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    held = BytesIO()
    canvas = Canvas(held)
    for number, line in enumerate(LINES):
        canvas.setFont("STSong-Light", 18 if number == 0 else 12)
        canvas.drawString(80, 760 - 40 * number, line)
    canvas.save()
    return held.getvalue()


@dataclass
class Server:
    """A server with uploads, that can be stopped and started again over the same folders."""

    folder: Path
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def site(self) -> Site:
        return Site(f"http://127.0.0.1:{self.port}", 0.0)

    def start(self) -> None:
        folders = ["--index", "index", "--corpus", "corpus", "--uploads", "uploads"]
        command = [sys.executable, str(ROOT / "search_app.py"), *folders, "--port", str(self.port), "--allow-upload"]
        with (self.folder / "log").open("a") as log:
            self.running = subprocess.Popen([*command, *self.arguments], cwd=self.folder, stdout=log, stderr=log)
        for _ in range(10 * _START_LIMIT_S):
            assert self.running.poll() is None, (self.folder / "log").read_text()
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.site.address}/healthz", timeout=5).read()
                return
            time.sleep(0.1)
        pytest.fail("the page was not served")

    def close(self) -> None:
        """Ends the process, however it stands."""
        if self.running is not None:
            self.running.kill()
            self.running.wait(20)

    def stop(self) -> int:
        """Stops as an operator does; the exit status."""
        assert self.running
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(20)


def folders(index: Path, folder: Path) -> Path:
    """A copy of the index and of its corpus."""
    shutil.copytree(index, folder / "index")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    return folder


@pytest.fixture
def server(index: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on this machine, without a login."""
    with contextlib.closing(Server(folders(index, tmp_path))) as server:
        server.start()
        yield server


@pytest.fixture
def guarded(index: Path, tmp_path: Path) -> Iterator[Server]:
    """One with a reader and an editor."""
    write_accounts(tmp_path / "users", [new_account("reader", PASSWORD), new_account("li", PASSWORD, EDITOR)])
    with contextlib.closing(Server(folders(index, tmp_path), ("--users", str(tmp_path / "users")))) as server:
        server.start()
        yield server


@contextlib.contextmanager
def visiting(browser: sync_api.Browser, server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(60_000)
    visit = Visit(context.new_page(), server.site)
    refused: list[str] = []
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    visit.page.on("dialog", lambda dialog: dialog.accept())
    yield visit
    context.close()
    assert visit.errors == []
    assert refused == []


def outcome(visit: Visit, name: str) -> sync_api.Locator:
    return visit.page.locator(f"#upkeep-rows tr[data-name='{name}']")


def rebuilt(visit: Visit) -> None:
    visit.page.wait_for_function("/索引是最新的/.test(document.getElementById('upkeep-stage').textContent)")


def test_a_new_pdf_answers_through_a_restart_until_it_is_removed(browser: sync_api.Browser, server: Server) -> None:
    with visiting(browser, server) as visit:
        visit.open("?view=upkeep")
        visit.page.wait_for_selector("#upkeep-open:visible")
        assert visit.page.locator(".masthead nav a", has_text="维护").count() == 1
        files: list[sync_api.FilePayload] = [
            {"name": "绣球花.pdf", "mimeType": "application/pdf", "buffer": pdf()},
            {"name": "坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n<img src=x onerror=alert(1)>"},
            {"name": "程序.exe", "mimeType": "application/x", "buffer": b"MZ"},
        ]
        visit.page.set_input_files("#upkeep-files", files)
        visit.page.wait_for_selector("#upkeep-sending .bad")
        assert "暂不支持" in visit.words("#upkeep-sending .bad")
        outcome(visit, "绣球花.pdf").locator("a").wait_for()
        outcome(visit, "坏.pdf").locator(".bad").wait_for()
        assert "整理质量" in outcome(visit, "绣球花.pdf").inner_text()
        rebuilt(visit)
        load_axe(visit)
        assert [*barriers(visit, "light"), *barriers(visit, "dark", "color-contrast")] == []

        visit.ask(QUESTION)
        assert "七百三十元" in visit.words(".answer-text")
        visit.page.locator(".answer-text sup a").first.click()
        visit.wait("reader")
        assert "七百三十元" in "".join(visit.page.locator("#view mark").all_inner_texts())
        visit.page.click(".cited-bar button.keep")
        assert visit.words(".basket-count") == "1"

        # The page stays open while the server is stopped and started again: what was put aside is in the browser.
        assert server.stop() == 0
        server.start()
        visit.page.click(".masthead a[href='?view=basket']")
        visit.wait("basket")
        assert "七百三十元" in visit.words(".pick.same blockquote")
        visit.page.locator(".pick .note").fill("给科长看")
        with visit.page.expect_download() as coming:
            visit.page.click(".export-basket[data-export=docx]")
        coming.value.save_as(server.folder / "basket.docx")
        lines = [paragraph.text for paragraph in docx.Document(str(server.folder / "basket.docx")).paragraphs]
        assert any("七百三十元" in line for line in lines)
        assert "批注：给科长看" in lines
        visit.open("?q=" + quote(QUESTION))
        assert "七百三十元" in visit.words(".answer-text")
        visit.open("?view=upkeep")
        row = outcome(visit, "绣球花.pdf")
        row.locator("button", has_text="元数据").click()
        visit.page.fill("#upkeep-form input[name=成文日期]", "昨天")
        visit.page.click("#upkeep-form button[type=submit]")
        visit.page.wait_for_selector("#upkeep-wrong:visible")
        visit.page.fill("#upkeep-form input[name=成文日期]", "2024-02-03")
        visit.page.fill("#upkeep-form input[name=标题]", "海盐县绣球<b>办法")
        visit.page.click("#upkeep-form button[type=submit]")
        row.locator("a", has_text="绣球<b>办法").wait_for()
        rebuilt(visit)
        row.locator("button", has_text="删除").click()
        row.wait_for(state="detached")
        rebuilt(visit)
        visit.ask(QUESTION)
        assert "七百三十元" not in visit.words("#view")
        visit.open("?view=basket")
        assert "已不在文档库" in visit.words(".pick.gone .notice")
        assert "七百三十元" in visit.words(".pick.gone .as-kept")


def test_behind_a_login_readers_ask_and_editors_keep(browser: sync_api.Browser, guarded: Server) -> None:
    def log_in(visit: Visit, name: str, password: str) -> None:
        visit.page.fill("#name", name)
        visit.page.fill("#password", password)
        visit.page.click("button[type=submit]")

    with visiting(browser, guarded) as visit:
        visit.page.goto(f"{guarded.site.address}/?q={quote('人才公寓')}")
        log_in(visit, "reader", "wrong-wrong-1")
        assert "账号或密码不对" in visit.words(".fault")
        log_in(visit, "reader", PASSWORD)
        visit.wait("ask")
        visit.page.wait_for_selector(".account button")
        assert visit.page.locator(".masthead nav a", has_text="维护").count() == 0
        visit.open("?view=upkeep")
        visit.page.wait_for_selector("#upkeep-told:visible")
        assert "只能查" in visit.words("#upkeep-told")
        visit.page.click(".account button")
        visit.page.wait_for_selector("#password")
        log_in(visit, "li", PASSWORD)
        visit.page.locator(".masthead nav a", has_text="维护").click()
        visit.page.wait_for_selector("#upkeep-open:visible")
