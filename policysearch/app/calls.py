"""The calls that programs make by name: what stands in a call is checked, and the OpenAPI document tells what may.

Gradio's own document names routes that the gate shuts, and Gradio answers a missing argument or an unknown name with a
fault of the program. A call with named arguments (``/call/v2/NAME``) is checked in full and handed on as one with
arguments in order; of a call with arguments in order (``/call/NAME``), what a library of Gradio makes, the number is.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

import policysearch
from policysearch.serve.asgi import AsgiApp, Message, Receive, Refusal, Send, respond_json
from policysearch.serve.body import replayed, whole

OPENAPI = "/gradio_api/openapi.json"
_CALL = re.compile(r"/gradio_api/call/(v2/)?([^/]+)/?")
_EVENT = r"^[A-Za-z0-9_\-]{1,64}$"
_MOST_NAME_CHARS = 40
# The gate has bounded the body before.
_MOST_BYTES, _PATIENCE_S = 1 << 30, 60.0
_ARGUMENT = re.compile(r"^ {4}(\w+): (.+)$", re.MULTILINE)
_REFUSED = {
    "400": "No JSON, nested too deep, or cut off.",
    "401": "A login is wanted.",
    "403": "Another host, another site, or an address that is not open.",
    "404": "No endpoint of this name.",
    "408": "The body did not come.",
    "413": "The body is too large.",
    "415": "The body is no application/json.",
    "422": "An argument is missing, unknown, or of another type.",
    "429": "Too many requests: Retry-After tells when to come again.",
    "503": "Busy: Retry-After tells when to come again.",
}
_OF_STREAMS = ("401", "403", "429", "503")


class Calls:
    """Stands before ``app``; ``functions`` are what may be called, by name, as methods that are not bound."""

    def __init__(self, app: AsgiApp, title: str, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._app = app
        self._arguments = {name: arguments_of(name, function) for name, function in functions.items()}
        self._document = openapi(title, functions, self._arguments)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers a call that is wrong with one sentence (``detail``), and hands on what is right."""
        if scope["type"] == "http" and scope["path"] == OPENAPI:
            await respond_json(send, 200, self._document)
            return
        called = _CALL.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if called is None:
            await self._app(scope, receive, send)
            return
        try:
            body = await whole(scope, receive, _MOST_BYTES, _PATIENCE_S)
            data = self._data(called[2], json.loads(body or b"null"), is_named=bool(called[1]))
        except Refusal as refusal:
            await refusal.send(send)
            return
        body = json.dumps({"data": data}).encode()
        headers = [one for one in scope["headers"] if one[0].lower() != b"content-length"]
        path = f"/gradio_api/call/{called[2]}"
        scope = {**scope, "path": path, "raw_path": path.encode()}
        scope["headers"] = [*headers, (b"content-length", str(len(body)).encode())]
        await self._app(scope, replayed(body, receive), send)

    def _data(self, name: str, value: Any, *, is_named: bool) -> list[Any]:
        """The arguments of a call in their order, none left out. Raises Refusal, in one sentence."""
        arguments = self._arguments.get(name)
        if arguments is None:
            raise Refusal(404, "call", f"没有“{name[:_MOST_NAME_CHARS]}”这个接口：有哪些请见 {OPENAPI}。")
        fields = arguments.model_fields
        if not isinstance(value, dict):
            raise _wrong("请求应当是一个 JSON 对象")
        if is_named:
            try:
                checked = arguments.model_validate(value)
            except ValidationError as error:
                raise _wrong(_told(error)) from None
            return [getattr(checked, field) for field in fields]
        data = value.get("data")
        if not isinstance(data, list):
            raise _wrong("缺少“data”，它是依次排列的参数")
        least = sum(field.is_required() for field in fields.values())
        if not least <= len(data) <= len(fields):
            raise _wrong(f"“data”里应有 {least} 到 {len(fields)} 个参数，收到 {len(data)} 个")
        return [*data, *(field.default for field in list(fields.values())[len(data) :])]


def arguments_of(name: str, function: Callable[..., Any]) -> type[BaseModel]:
    """The arguments of a method as fields, in their order, checked by their annotations without conversion."""
    told = dict(_ARGUMENT.findall(inspect.getdoc(function) or ""))
    parameters = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    fields: dict[str, Any] = {
        one.name: (one.annotation, ... if one.default is inspect.Parameter.empty else one.default) for one in parameters
    }
    model: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid", strict=True), **fields)
    for field, words in told.items():
        if field in model.model_fields:
            model.model_fields[field].description = words
    model.model_rebuild(force=True)
    return model


def openapi(
    title: str, functions: Mapping[str, Callable[..., Any]], arguments: Mapping[str, type[BaseModel]]
) -> dict[str, Any]:
    """The OpenAPI document: a call for each function, and the stream that its result is fetched from."""
    paths: dict[str, Any] = {}
    for name, function in functions.items():
        words = (inspect.getdoc(function) or "").partition("\n\nArgs:")[0]
        event = {"type": "object", "properties": {"event_id": {"type": "string"}}, "required": ["event_id"]}
        paths[f"/gradio_api/call/v2/{name}"] = {
            "post": {
                "operationId": name,
                "summary": words.partition("\n")[0],
                "description": f"{words}\n\nThe result comes from GET /gradio_api/call/{name}/{{event_id}}.",
                "requestBody": {"required": True, "content": _json(arguments[name].model_json_schema())},
                "responses": {
                    "200": {"description": "The id to fetch the result with.", "content": _json(event)},
                    **_refusals(*_REFUSED),
                },
            }
        }
        stream = {"description": "Events; the last is complete, or error.", "content": {"text/event-stream": {}}}
        paths[f"/gradio_api/call/{name}/{{event_id}}"] = {
            "get": {
                "operationId": f"{name}_result",
                "summary": f"The result of a call of {name}",
                "description": "Server-sent events; the data of `complete` is a list with the one result, `error` says "
                "why there is none, as for an id that is unknown. A result is given once.",
                "parameters": [
                    {
                        "name": "event_id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "pattern": _EVENT, "maxLength": 64},
                    }
                ],
                "responses": {"200": stream, **_refusals(*_OF_STREAMS)},
            }
        }
    refusal = {
        "type": "object",
        "properties": {"detail": {"type": "string", "description": "One sentence in Chinese."}},
        "required": ["detail"],
    }
    info = {"title": title, "version": policysearch.__version__}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {"Refusal": refusal}}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _refusals(*statuses: str) -> dict[str, Any]:
    content = _json({"$ref": "#/components/schemas/Refusal"})
    return {status: {"description": _REFUSED[status], "content": content} for status in statuses}


def _told(error: ValidationError) -> str:
    """What is wrong first."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = str(first["loc"][0])[:_MOST_NAME_CHARS]
    if first["type"] == "missing":
        return f"缺少参数“{name}”"
    return f"没有“{name}”这个参数" if first["type"] == "extra_forbidden" else f"参数“{name}”的类型不对"


def _wrong(what: str) -> Refusal:
    return Refusal(422, "call", f"{what}：写法请见 {OPENAPI}。")
