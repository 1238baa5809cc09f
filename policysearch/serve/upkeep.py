"""What the page of upkeep asks of the server: /upkeep/state, upload, remove, describe, rebuild."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from policysearch.errors import PolicySearchError
from policysearch.serve.asgi import Message, Receive, Refusal, Send, header, respond_json
from policysearch.serve.body import check_json, chunks, whole
from policysearch.serve.login import User
from policysearch.serve.settings import ServeSettings
from policysearch.upkeep import Held, Keeper, Outcome, State
from policysearch.upkeep.names import clean_name

_PATIENCE_S = 30.0
_UPLOADS_AT_ONCE = 3
_RETRY_S = 5.0
_log = logging.getLogger("policysearch.upkeep")


class UpkeepSite:
    """Serves what lies under /upkeep/ to those who may keep the documents: with logins the editors alone."""

    def __init__(self, keeper: Keeper, settings: ServeSettings, count: Callable[[str], None] = lambda _: None) -> None:
        self._keeper = keeper
        self._settings = settings
        self._count = count
        self._uploads = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send, user: User | None) -> None:
        """Answers one request. Raises Refusal for what is not allowed or not there."""
        if user is not None and not user.is_editor:
            raise Refusal(403, "role", "这个账号只能查，不能维护文件：请找管理员。")
        who = user.name if user else "-"
        action = (scope["method"], scope["path"])
        if action == ("GET", "/upkeep/state"):
            await respond_json(send, 200, await asyncio.to_thread(self._state))
        elif action == ("POST", "/upkeep/upload"):
            name = await self._upload(scope, receive)
            _log.info("%s uploaded %r", who, name)
            await respond_json(send, 201, {"name": name})
        elif action in (("POST", "/upkeep/remove"), ("POST", "/upkeep/describe"), ("POST", "/upkeep/rebuild")):
            value = check_json(scope, await whole(scope, receive, self._settings.body_bytes, _PATIENCE_S))
            change = scope["path"].rsplit("/", 1)[-1]
            await asyncio.to_thread(self._change, change, value if isinstance(value, dict) else {})
            _log.info("%s: %s", who, change)
            await respond_json(send, 200, {})
        else:
            raise Refusal(404, "path", "没有这个地址。")

    def _change(self, change: str, value: dict[str, Any]) -> None:
        name, fields = value.get("name"), value.get("fields")
        try:
            if change == "rebuild":
                pass
            elif not isinstance(name, str):
                raise Refusal(400, "fields", "请求里没有文件名。")
            elif change == "remove":
                self._keeper.folder.remove(name)
            elif not isinstance(fields, dict) or not all(isinstance(one, str) for one in fields.values()):
                raise Refusal(400, "fields", "请求里的元数据不对。")
            else:
                self._keeper.folder.describe(name, fields)
        except PolicySearchError as error:
            raise Refusal(422, "upkeep", str(error)) from error
        self._keeper.ask()

    async def _upload(self, scope: Message, receive: Receive) -> str:
        """Takes in one file, piece by piece onto the disk; its name comes back."""
        if (header(scope, "content-type") or "").lower() != "application/octet-stream":
            raise Refusal(415, "media_type", "请从网页上传。")
        try:
            query = parse_qs(bytes(scope.get("query_string", b"")).decode("ascii"), max_num_fields=4)
        except ValueError:
            raise Refusal(400, "fields", "请求里没有文件名。") from None
        try:
            name = clean_name(query.get("name", [""])[0])
        except PolicySearchError as error:
            self._count("refused")
            raise Refusal(422, "upkeep", str(error)) from error
        if self._uploads >= _UPLOADS_AT_ONCE:
            raise Refusal(503, "uploads", "正在上传的文件多，请稍等几秒再试。", _RETRY_S)
        self._uploads += 1
        try:
            stored = await self._stored(scope, receive, name, is_replacement=query.get("replace") == ["1"])
        except (PolicySearchError, Refusal) as error:
            self._count("refused")
            raise error if isinstance(error, Refusal) else Refusal(422, "upkeep", str(error)) from error
        finally:
            self._uploads -= 1
        self._count("stored")
        self._keeper.ask()
        return stored

    async def _stored(self, scope: Message, receive: Receive, name: str, *, is_replacement: bool) -> str:
        folder = self._keeper.folder
        staged, stream = await asyncio.to_thread(folder.begin)
        try:
            with stream:
                async for piece in chunks(scope, receive, self._settings.upload_bytes, _PATIENCE_S):
                    await asyncio.to_thread(stream.write, piece)
            if self._keeper.is_in_corpus(name):
                raise Refusal(422, "upkeep", f"文件夹里已有同名的“{name}”：请改名后再上传。")
            return await asyncio.to_thread(folder.accept, staged, name, is_replacement=is_replacement)
        except OSError as error:
            raise Refusal(507, "disk", f"写不进磁盘（{error.strerror}）：请告诉管理员。") from error
        finally:
            staged.unlink(missing_ok=True)

    def _state(self) -> dict[str, Any]:
        state = self._keeper.state
        return {
            "version": state.version,
            "stage": state.stage,
            "done": state.done,
            "total": state.total,
            "is_waiting": state.is_waiting,
            "fault": state.fault,
            "most_bytes": self._settings.upload_bytes,
            "files": [_file(held, state) for held in self._keeper.folder.held()],
        }


def _file(held: Held, state: State) -> dict[str, Any]:
    outcome = state.outcomes.get(held.name, Outcome())
    return {
        "name": held.name,
        "bytes": held.bytes,
        "came": held.came,
        "fields": dict(held.told),
        "grade": outcome.grade,
        "reason": outcome.reason,
        "documents": [{"doc_id": doc_id, "title": title} for doc_id, title in outcome.documents],
    }
