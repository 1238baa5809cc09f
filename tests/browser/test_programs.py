"""The page for programs: every endpoint by name, the document that describes them, the tools of the MCP server."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from server.gates import run

from evaluation.reliability.contract import checked
from evaluation.reliability.server import Server
from policysearch.serve.accounts import new_account, write_accounts
from policysearch.serve.paths import allowed

from .conftest import Site

PASSWORD = "zhong-wen-mi-ma-7"
QUESTION = "秀洲区人才公寓有多少套？"
TYPES: dict[str, dict[str, Any]] = {
    "search": {"question": "string", "top_k": "integer", "ignore": "array"},
    "ask": {"question": "string", "ignore": "array", "history": "array"},
    "understand": {"question": "string"},
    "trace": {"text": "string"},
    "list_documents": {
        "title": "string",
        "region": "string",
        "kind": "string",
        "year": "string",
        "top_k": "integer",
        "skip": "integer",
    },
    "document": {"doc_id": "string", "start": "integer", "most_chars": "integer"},
    "read_clause": {"passage_id": "string", "around": ["clause", "siblings", "section"]},
    "export": {"address": "string", "format": ["text", "md", "docx", "xlsx"]},
}


@pytest.fixture(scope="module")
def client(site: Site) -> Iterator[Client]:
    """A program that uses the library of Gradio."""
    client = Client(site.address, verbose=False, analytics_enabled=False)
    yield client
    client.close()


def _type(schema: dict[str, Any]) -> Any:
    one = next((part for part in schema.get("oneOf", ()) if part.get("type") != "null"), schema)
    return one.get("enum") or one["type"]


def test_only_actions_are_named_and_each_is_typed(site: Site) -> None:
    with urllib.request.urlopen(f"{site.address}/gradio_api/info", timeout=10) as response:
        named = json.load(response)["named_endpoints"]
    assert set(TYPES) <= {path.removeprefix("/") for path in named}
    assert not [path for path in named if "show" in path or "js_fn" in path or "lambda" in path]
    for name, types in TYPES.items():
        told = named["/" + name]
        assert {one["parameter_name"]: _type(one["type"]) for one in told["parameters"]} == types
        assert len(told["description"]) > 30
        assert told["returns"][0]["type"]["type"] in ("array", "object")


def test_the_openapi_document_tells_the_same(site: Site) -> None:
    with urllib.request.urlopen(f"{site.address}/gradio_api/openapi.json", timeout=10) as response:
        told = json.load(response)
    assert told["openapi"].startswith("3.")
    for name, types in TYPES.items():
        called = next(path for path in told["paths"] if path.endswith("/" + name))
        body = json.dumps(told["paths"][called]["post"]["requestBody"], ensure_ascii=False)
        assert all(f'"{parameter}"' in body for parameter in types), name
    assert "js_fn" not in json.dumps(told)
    assert not [
        path for path in told["paths"] if not allowed("POST" if "v2" in path else "GET", path.format(event_id=1))
    ]


def test_what_the_openapi_document_tells_is_so(site: Site) -> None:
    figures = checked(site.address, examples=2, seed_of_all=7)
    assert figures["first"] == []
    assert figures["requests"] >= 2 * figures["operations"] > 60


def test_a_call_with_named_arguments_is_answered_and_an_unknown_result_is_no_fault(site: Site) -> None:
    path = f"{site.address}/gradio_api/call/"
    event = httpx.post(f"{path}v2/search", json={"question": QUESTION, "top_k": 2}).json()["event_id"]
    result = httpx.get(f"{path}search/{event}", timeout=30).text
    assert result.startswith("event: complete")
    assert [hit["rank"] for hit in json.loads(result.partition("data: ")[2])[0]] == [1, 2]
    assert httpx.get(f"{path}search/{event[::-1]}", timeout=30).text.startswith("event: error")


def test_search_then_read_the_clause(client: Client) -> None:
    hits = client.predict(QUESTION, top_k=3, api_name="/search")
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    by_id = client.predict(hits[0]["passage_id"], api_name="/read_clause")
    by_address = client.predict(hits[0]["address"], api_name="/read_clause")
    assert by_id == by_address
    assert "600套" in by_id["clause"]["text"]
    section = client.predict(hits[0]["passage_id"], around="section", api_name="/read_clause")
    assert by_id["clause"]["text"] in section["section"]["text"]
    for wrong in ("d0:0-1", "?doc=d0&clause=1", "", "?doc=" + hits[0]["passage_id"].split(":")[0] + "&clause=99.9"):
        assert "没有这个片段" in client.predict(wrong, api_name="/read_clause")["error"]


def test_ask_and_go_on(client: Client) -> None:
    answer = client.predict("那拱墅呢？", history=["秀洲区2025年人才资源总量目标是多少？"], api_name="/ask")
    assert answer["asked"] == "拱墅区2025年人才资源总量目标是多少？"
    assert answer["status"] == "answered"
    read = client.predict(answer["citations"][0]["address"], api_name="/read_clause")
    assert "error" not in read
    assert client.predict("西藏那曲的牦牛补贴", api_name="/ask")["status"] == "not_found"


def test_list_documents_and_read_one(client: Client) -> None:
    listed = client.predict(api_name="/list_documents")
    assert listed["count"] == len(listed["documents"]) > 3
    dates = [one["issued_on"] or one["published_on"] or one["effective_on"] or "" for one in listed["documents"]]
    assert dates == sorted(dates, reverse=True)
    assert all(one["file"].endswith(".md") for one in listed["documents"])
    for region in ("拱墅区", "浙江省/杭州市", "杭州市"):
        inside = client.predict(region=region, api_name="/list_documents")["documents"]
        assert inside
        assert all("杭州市" in " ".join(one["regions"]) for one in inside)
    assert client.predict(region="那曲", api_name="/list_documents") == {"count": 0, "documents": []}
    plans = client.predict(kind="规划", year="2021", api_name="/list_documents")
    assert {one["kind"] for one in plans["documents"]} == {"规划"}
    [first] = client.predict(top_k=1, skip=1, api_name="/list_documents")["documents"]
    assert first == listed["documents"][1]
    begin = client.predict(first["doc_id"], most_chars=50, api_name="/document")
    assert begin["title"] == first["title"]
    assert len(begin["text"]) == 50
    assert begin["next"] == 50
    whole = begin["text"]
    while (at := begin["next"]) is not None:
        begin = client.predict(first["doc_id"], start=at, api_name="/document")
        whole += begin["text"]
    assert len(whole) == begin["chars"]
    heading = begin["outline"][0]
    assert whole[heading["start"] :].startswith(heading["name"][:2])
    assert "没有这份文件" in client.predict("d0", api_name="/document")["error"]


def test_understand_trace_and_export(client: Client) -> None:
    assert client.predict(QUESTION, api_name="/understand")[0]["kind"] == "place"
    [hit] = client.predict(QUESTION, top_k=1, api_name="/search")
    assert client.predict(hit["text"], api_name="/trace")[0]["share"] == 1
    file = client.predict("?q=" + QUESTION, format="md", api_name="/export")
    assert "600套" in base64.b64decode(file["base64"]).decode()


def test_a_model_has_tools_that_read(site: Site) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def visit() -> tuple[dict[str, Any], Any, Any, Any]:
        async with (
            streamable_http_client(f"{site.address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = {tool.name: tool for tool in (await session.list_tools()).tools}
            answer = await session.call_tool("ask", {"question": QUESTION})
            listed = await session.call_tool("list_documents", {"kind": "规划"})
            refused = await session.call_tool("export", {"address": "?q=x"})
            return tools, answer, listed, refused

    tools, answer, listed, refused = run(visit())
    assert set(tools) == {"search", "ask", "trace", "read_clause", "list_documents"}
    assert tools["search"].inputSchema["required"] == ["question"]
    assert "秀洲区" in tools["search"].inputSchema["properties"]["question"]["description"]
    assert "citations" in tools["ask"].description
    assert "600套" in answer.content[0].text
    assert not answer.isError
    assert "规划" in listed.content[0].text
    assert refused.isError


def test_behind_a_login_the_tools_answer_those_who_may_ask(index: Path, tmp_path: Path) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    write_accounts(tmp_path / "users", [new_account("reader", PASSWORD)])

    async def visit(address: str, password: str) -> Any:
        async with (
            httpx.AsyncClient(auth=("reader", password)) as client,
            streamable_http_client(f"{address}/gradio_api/mcp/", http_client=client) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await session.call_tool("ask", {"question": QUESTION})

    with Server(index, "--mcp", "--users", str(tmp_path / "users")) as server:
        assert "600套" in run(visit(server.address, PASSWORD)).content[0].text
        answer = httpx.post(f"{server.address}/gradio_api/mcp/", json={}, auth=("reader", "wrong-wrong-1"))
        assert answer.status_code == 401


def test_without_the_flag_the_tools_are_shut() -> None:
    for path in ("/gradio_api/mcp", "/gradio_api/mcp/"):
        assert not allowed("POST", path)
        assert allowed("POST", path, mcp=True)
    for path in ("/gradio_api/mcp/schema", "/gradio_api/mcp/sse"):
        assert not allowed("GET", path, mcp=True)
