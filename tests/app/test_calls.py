"""Calls by name: what is wrong is told in a sentence, what is right is handed on with every argument in its place."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest
from server.gates import Page, Response, ask

from policysearch.app.calls import OPENAPI, Calls
from policysearch.serve.gate import Gate
from policysearch.serve.settings import ServeSettings

CALL = "/gradio_api/call/"


class Desk:
    """Something to be called."""

    def find(self, words: str, top_k: int = 10, ignore: list[str] | None = None) -> list[Any]:
        """Finds words.

        All of them.

        Args:
            words: what is looked for.
            top_k: how many.
        """
        raise NotImplementedError

    def save(self, picks: list[Any], format: Literal["md", "docx"] = "docx") -> None:
        """Saves."""


def called(path: str, value: object, page: Page | None = None) -> Response:
    calls = Calls(page or Page(), "题", {"find": Desk.find, "save": Desk.save})
    return ask(Gate(calls, ServeSettings()), "POST", path, body=json.dumps(value).encode())


@pytest.mark.parametrize(
    ("path", "value", "data"),
    [
        ("v2/find", {"words": "人才"}, ["人才", 10, None]),
        ("v2/find", {"ignore": ["a"], "words": "\ud800"}, ["\ud800", 10, ["a"]]),
        ("find", {"data": ["人才"]}, ["人才", 10, None]),
        ("find", {"data": ["人才", "5", None], "session_hash": "a"}, ["人才", "5", None]),
        ("v2/save", {"picks": [{"doc": 1}], "format": "md"}, [[{"doc": 1}], "md"]),
    ],
)
def test_a_call_is_handed_on_with_its_arguments_in_order(path: str, value: object, data: list[Any]) -> None:
    page = Page()
    assert called(CALL + path, value, page).status == 200
    assert page.asked == [("POST", CALL + path.removeprefix("v2/"))]
    assert json.loads(page.bodies[0]) == {"data": data}
    lengths = [one for name, one in page.scopes[0]["headers"] if name == b"content-length"]
    assert lengths == [str(len(page.bodies[0])).encode()]


@pytest.mark.parametrize(
    ("path", "value", "status", "told"),
    [
        ("v2/nothing", {}, 404, "没有“nothing”这个接口"),
        ("nothing", {"data": []}, 404, "没有“nothing”这个接口"),
        ("v2/find", {}, 422, "缺少参数“words”"),
        ("v2/find", {"words": "a", "top": 1}, 422, "没有“top”这个参数"),
        ("v2/find", {"words": 1}, 422, "参数“words”的类型不对"),
        ("v2/find", {"words": "a", "top_k": "5"}, 422, "参数“top_k”的类型不对"),
        ("v2/find", {"words": "a", "top_k": True}, 422, "参数“top_k”的类型不对"),
        ("v2/find", {"words": "a", "ignore": [1]}, 422, "参数“ignore”的类型不对"),
        ("v2/save", {"picks": [], "format": "exe"}, 422, "参数“format”的类型不对"),
        ("v2/find", ["a"], 422, "JSON 对象"),
        ("find", {"words": "a"}, 422, "缺少“data”"),
        ("find", {"data": "a"}, 422, "缺少“data”"),
        ("find", {"data": []}, 422, "应有 1 到 3 个参数，收到 0 个"),
        ("find", {"data": [1, 2, 3, 4]}, 422, "收到 4 个"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(path: str, value: object, status: int, told: str) -> None:
    page = Page()
    response = called(CALL + path, value, page)
    assert (response.status, page.asked) == (status, [])
    assert told in response.detail
    assert response.detail.count("。") == 1


def test_what_is_no_call_passes() -> None:
    page = Page()
    calls = Calls(page, "题", {"find": Desk.find})
    assert ask(Gate(calls, ServeSettings()), "GET", "/config").status == 200
    assert ask(Gate(calls, ServeSettings()), "POST", "/gradio_api/queue/join", body=b'{"a": 1}').status == 200
    assert page.bodies == [b"", b'{"a": 1}']


def test_the_document_tells_what_may_be_called() -> None:
    document = json.loads(ask(Gate(Calls(Page(), "题", {"find": Desk.find}), ServeSettings()), "GET", OPENAPI).body)
    assert set(document["paths"]) == {f"{CALL}v2/find", f"{CALL}find/{{event_id}}"}
    told = document["paths"][f"{CALL}v2/find"]["post"]
    assert (told["operationId"], told["summary"]) == ("find", "Finds words.")
    assert "All of them." in told["description"]
    assert "Args" not in told["description"]
    schema = told["requestBody"]["content"]["application/json"]["schema"]
    assert (schema["required"], schema["additionalProperties"]) == (["words"], False)
    assert schema["properties"]["words"] | {"title": ""} == {
        "type": "string",
        "title": "",
        "description": "what is looked for.",
    }
    assert schema["properties"]["top_k"]["default"] == 10
    assert {"200", "400", "422", "429", "503"} <= set(told["responses"])
