"""A server under test, as a process of its own, and a visitor of it that speaks as the page does."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
_START_LIMIT_S = 600.0


class Server:
    """``search_app.py`` over an index, on a free port; ended when the context is left."""

    def __init__(self, index: Path, *flags: str, log: Path | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "search_app.py", "--index", str(index), "--port", str(self.port), *flags]
        self._log = (log or Path(os.devnull)).open("w")
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=self._log)

    def __enter__(self) -> Server:
        begun = time.monotonic()
        while time.monotonic() - begun < _START_LIMIT_S:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server stopped with {self._process.returncode}")
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as reply:
                    reply.read()
                return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()

    def memory_bytes(self) -> int:
        """The resident memory of the process (Linux)."""
        fields = Path(f"/proc/{self._process.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def cpu_s(self) -> float:
        """The processor time that it has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Reply:
    """How a request ended: ``status`` 200 when its answer came whole; ``retry_after`` as the server told it."""

    status: int
    seconds: float
    retry_after: str | None = None


class Visitor:
    """One open page: a heartbeat that is held, views and calls as the browser makes them."""

    def __init__(self, client: httpx.AsyncClient, view: dict[str, Any]) -> None:
        self._client = client
        self._view = view
        self._session = secrets.token_hex(6)
        self._heartbeat: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Holds the heartbeat from now on."""
        self._heartbeat = asyncio.create_task(self._beat())
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Goes away."""
        if self._heartbeat:
            self._heartbeat.cancel()

    async def view(self, query: str) -> Reply:
        """Opens a view by its address (``?q=…``, ``?doc=…``)."""
        session = secrets.token_hex(6)
        data = [query, *[""] * (len(self._view["inputs"]) - 1)]
        body = {"data": data, "fn_index": self._view["id"], "session_hash": session}
        return await self._asked(
            "/gradio_api/queue/join", body, lambda _: f"/gradio_api/queue/data?session_hash={session}"
        )

    async def call(self, name: str, *data: Any) -> Reply:
        """Calls a named endpoint."""
        path = f"/gradio_api/call/{name}"
        return await self._asked(path, {"data": list(data)}, lambda event: f"{path}/{event}")

    async def upload(self, name: str, content: bytes) -> Reply:
        """Puts a file in place of the one of that name, or as a new one."""
        begun = time.perf_counter()
        headers = {"Content-Type": "application/octet-stream"}
        reply = await self._client.post("/upkeep/upload", params={"name": name}, content=content, headers=headers)
        if reply.status_code == 422:
            params = {"name": name, "replace": "1"}
            reply = await self._client.post("/upkeep/upload", params=params, content=content, headers=headers)
        status = 200 if reply.status_code == 201 else reply.status_code
        return Reply(status, time.perf_counter() - begun, reply.headers.get("retry-after"))

    async def _asked(self, path: str, body: dict[str, Any], stream: Any) -> Reply:
        begun = time.perf_counter()
        try:
            joined = await self._client.post(path, json=body)
            if joined.status_code != 200:
                return Reply(joined.status_code, time.perf_counter() - begun, joined.headers.get("retry-after"))
            async with self._client.stream("GET", stream(joined.json()["event_id"])) as events:
                if events.status_code != 200:
                    return Reply(events.status_code, time.perf_counter() - begun, events.headers.get("retry-after"))
                async for line in events.aiter_lines():
                    if line.startswith("event: complete"):
                        return Reply(200, time.perf_counter() - begun)
                    if line.startswith("event: error"):
                        return Reply(500, time.perf_counter() - begun)
                    if line.startswith("data: {") and '"process_completed"' in line:
                        is_well = bool(json.loads(line[6:]).get("success"))
                        return Reply(200 if is_well else 500, time.perf_counter() - begun)
        except httpx.HTTPError:
            return Reply(0, time.perf_counter() - begun)
        return Reply(0, time.perf_counter() - begun)

    async def _beat(self) -> None:
        try:
            path = f"/gradio_api/heartbeat/{self._session}"
            async with self._client.stream("GET", path, timeout=None) as beats:
                async for _ in beats.aiter_bytes():
                    pass
        except (httpx.HTTPError, asyncio.CancelledError):
            return


async def view_of(client: httpx.AsyncClient) -> dict[str, Any]:
    """The event of the page that shows a view when the page is loaded."""
    config = (await client.get("/config")).json()
    loads = [one for one in config["dependencies"] if any(target[1] == "load" for target in one["targets"])]
    return dict(loads[0])
