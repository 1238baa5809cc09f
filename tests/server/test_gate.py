"""The gate: what it lets through, what it refuses, and how it says so."""

from __future__ import annotations

import asyncio
import logging

import pytest
from starlette.exceptions import HTTPException

from policysearch.serve.asgi import Message, Receive, Send
from policysearch.serve.gate import Gate
from policysearch.serve.settings import ServeSettings

from .gates import LOCAL, Page, Response, answer, ask, run

ASK = "/gradio_api/call/ask"
OFFICE = ServeSettings(host="0.0.0.0", no_login=True, allowed_hosts=("policy.example",))


def gate(page: Page | None = None, settings: ServeSettings | None = None) -> Gate:
    return Gate(page or Page(), settings or ServeSettings())


def test_what_the_page_needs_passes_with_headers() -> None:
    page = Page()
    response = ask(gate(page), "POST", ASK, body=b'{"data": ["a"]}')
    assert response.status == 200
    assert page.bodies == [b'{"data": ["a"]}']
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert "camera=()" in response.headers["permissions-policy"]
    assert "server" not in response.headers
    assert "strict-transport-security" not in response.headers


def test_each_script_of_the_shell_has_the_nonce_of_this_response_alone() -> None:
    page = Page()
    page.media_type, page.text = b"text/html", b"<script>a</script><script type=module src=x></script><scripty>"
    one, two = (ask(gate(page), "GET", "/?q=x", headers=[("accept-encoding", "br")]) for _ in range(2))
    nonce = one.headers["content-security-policy"].partition("'nonce-")[2].partition("'")[0]
    assert len(nonce) >= 22
    assert one.body.count(f'<script nonce="{nonce}"'.encode()) == 2
    assert b"<scripty>" in one.body
    assert nonce.encode() not in two.body
    assert "unsafe-inline' 'unsafe-eval" not in one.headers["content-security-policy"]
    assert all(name != b"accept-encoding" for name, _ in page.scopes[0]["headers"])
    assert int(one.headers["content-length"]) == len(one.body)


def test_a_body_is_counted_while_it_comes() -> None:
    page = Page()
    response = ask(gate(page), "POST", ASK, body=[b"[" + b"1," * 20_000] * 4)
    assert (response.status, page.bodies) == (413, [])
    assert response.detail.endswith("。")


def test_a_body_that_does_not_come_is_given_up() -> None:
    settings = ServeSettings(timeout_s=0.05)
    response = ask(gate(settings=settings), "POST", ASK, body=[b"[", b"1", b"]"], pause_s=0.04)
    assert response.status == 408


def test_a_page_that_takes_too_long_is_ended() -> None:
    response = ask(gate(Page(wait_s=5), ServeSettings(timeout_s=0.05)), "POST", ASK, body=b"{}")
    assert response.status == 504
    assert "太长" in response.detail


def test_busy_is_said_at_once_and_passes() -> None:
    async def rush() -> tuple[list[Response], Response]:
        narrow = gate(Page(wait_s=0.05), ServeSettings(in_flight=3))
        together = await asyncio.gather(*(answer(narrow, "POST", ASK, body=b"{}") for _ in range(9)))
        return list(together), await answer(narrow, "POST", ASK, body=b"{}")

    together, after = run(rush())
    assert sorted(one.status for one in together) == [200] * 3 + [503] * 6
    assert all(int(one.headers["retry-after"]) >= 1 for one in together if one.status == 503)
    assert after.status == 200


def test_a_full_queue_is_told_before_the_body_is_read() -> None:
    page = Page()
    full = Gate(page, ServeSettings(waiting=2), waiting=lambda: 2)
    response = ask(full, "POST", "/gradio_api/queue/join", body=b"{}")
    assert (response.status, response.headers["retry-after"], page.asked) == (503, "2", [])
    assert ask(full, "GET", "/config").status == 200


def test_a_busy_page_tells_when_to_come_again() -> None:
    assert ask(gate(Page(status=503)), "POST", ASK, body=b"{}").headers["retry-after"] == "2"


def test_open_streams_are_bounded_and_heartbeats_end_with_the_server() -> None:
    async def open_all() -> tuple[list[int], float]:
        held = gate(Page(wait_s=60), ServeSettings(streams=2))
        loop = asyncio.get_running_loop()
        tasks = [asyncio.create_task(answer(held, "GET", f"/gradio_api/heartbeat/s{n}")) for n in range(3)]
        await asyncio.sleep(0.05)
        refused = [task.result().status for task in tasks if task.done()]
        begun = loop.time()
        held.stop()
        await asyncio.gather(*tasks)
        return refused, loop.time() - begun

    refused, took_s = run(open_all())
    assert refused == [503]
    assert took_s < 5


def test_a_client_that_asks_too_often_waits_and_others_do_not() -> None:
    limited = gate(settings=ServeSettings(rate_per_minute=1))
    statuses = [ask(limited, "POST", ASK, body=b"{}").status for _ in range(25)]
    assert statuses == [200] * 20 + [429] * 5
    again = ask(limited, "POST", ASK, body=b"{}")
    assert 1 <= int(again.headers["retry-after"]) <= 60
    assert ask(limited, "POST", ASK, body=b"{}", client="127.0.0.2").status == 200
    assert ask(limited, "GET", "/assets/x.js").status == 200


def test_a_model_that_asks_too_often_waits() -> None:
    limited = Gate(Page(), ServeSettings(rate_per_minute=1), mcp=True)
    statuses = [ask(limited, "POST", "/gradio_api/mcp/", body=b"{}").status for _ in range(22)]
    assert statuses == [200] * 20 + [429] * 2


def test_credentials_do_not_reach_the_page() -> None:
    page = Page()
    ask(gate(page), "GET", "/config", headers=[("authorization", "Basic eA=="), ("cookie", "policysearch_session=x")])
    assert not [name for name, _ in page.scopes[0]["headers"] if name in (b"authorization", b"cookie")]


def test_a_client_behind_a_trusted_proxy_is_the_one_that_the_proxy_saw() -> None:
    settings = ServeSettings(rate_per_minute=1, trusted_proxies=("10.0.0.0/24",), allowed_hosts=("policy.example",))
    limited = gate(settings=settings)

    def asked(seen: str, proxy: str = "10.0.0.2") -> int:
        headers = [("x-forwarded-for", seen)]
        return ask(limited, "POST", ASK, body=b"{}", host="policy.example", client=proxy, headers=headers).status

    assert [asked(f"1.1.1.{n}, 7.7.7.7") for n in range(21)][-1] == 429
    assert asked("8.8.8.8") == 200
    assert [asked(f"9.9.9.{n}", proxy="6.6.6.6") for n in range(21)][-1] == 429


def test_headers_of_a_proxy_do_not_reach_the_page_from_a_stranger() -> None:
    page = Page()
    headers = [("x-forwarded-host", "evil.example"), ("x-gradio-server", "http://evil.example"), ("forwarded", "x")]
    ask(gate(page), "GET", "/config", headers=headers)
    assert not [name for name, value in page.scopes[0]["headers"] if b"evil" in value or name == b"forwarded"]


def test_behind_https_the_page_knows_it_and_browsers_are_told() -> None:
    page = Page()
    settings = ServeSettings(trusted_proxies=("127.0.0.1",), allowed_hosts=("policy.example",))
    headers = [("x-forwarded-proto", "https"), ("x-forwarded-host", "policy.example")]
    response = ask(gate(page, settings), "GET", "/config", headers=headers)
    assert "max-age" in response.headers["strict-transport-security"]
    assert (b"host", b"policy.example") in page.scopes[0]["headers"]


@pytest.mark.parametrize("path", ["/policy/config", "/config"])
def test_under_a_root_path_the_proxy_may_or_may_not_take_it_off(path: str) -> None:
    page = Page()
    assert ask(gate(page, ServeSettings(root_path="/policy")), "GET", path).status == 200
    assert page.asked == [("GET", "/config")]


def test_the_root_path_leads_to_its_page() -> None:
    response = ask(gate(settings=ServeSettings(root_path="/policy")), "GET", "/policy")
    assert (response.status, response.headers["location"]) == (308, "/policy/")


def test_health_and_figures_are_for_this_machine_unless_opened() -> None:
    office = gate(settings=OFFICE)
    assert ask(office, "GET", "/healthz").status == 200
    assert ask(office, "GET", "/healthz", host="policy.example", client="10.1.1.1").status == 403
    assert ask(office, "GET", "/metrics", headers=[("x-forwarded-for", "1.2.3.4")], host="policy.example").status == 403
    opened = ServeSettings(host="0.0.0.0", no_login=True, allowed_hosts=("policy.example",), open_metrics=True)
    assert ask(gate(settings=opened), "GET", "/metrics", host="policy.example", client="10.1.1.1").status == 200


def test_figures_count_by_kind_and_reason() -> None:
    counted = gate()
    ask(counted, "POST", ASK, body=b"{}")
    ask(counted, "POST", "/gradio_api/upload", body=b"{}")
    text = ask(counted, "GET", "/metrics").body.decode()
    assert 'policysearch_requests_total{kind="question",status="200"} 1.0' in text
    assert 'policysearch_refused_total{reason="path"} 1.0' in text
    assert "process_resident_memory_bytes" in text


def test_health_says_that_the_server_is_leaving() -> None:
    leaving = gate()
    leaving.stop()
    assert ask(leaving, "GET", "/healthz").status == 503


def test_the_log_has_a_line_a_request_and_no_question(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "policysearch.requests"):
        ask(gate(), "GET", "/?q=secret-words")
        ask(gate(), "POST", ASK, body=b'{"data": ["secret-words"]}')
        ask(gate(settings=ServeSettings(log_questions=True)), "POST", ASK, body=b'{"data": ["a\\nb"]}')
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 3
    assert "127.0.0.1 - POST /gradio_api/call/ask 200" in lines[1]
    assert "secret" not in lines[0] + lines[1]
    assert lines[2].endswith('question="a\\nb"')


def test_a_line_cannot_be_broken_by_a_path(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "policysearch.requests"):
        ask(gate(), "GET", "/a\r\n2026 forged")
    assert "\n" not in caplog.records[0].getMessage()


def test_a_fault_of_the_page_is_a_sentence() -> None:
    class Broken(Page):
        async def __call__(self, *_: object) -> None:
            raise ValueError("secret")

    response = ask(gate(Broken()), "POST", ASK, body=b"{}")
    assert response.status == 500
    assert "secret" not in response.body.decode()


def test_a_host_of_our_own_and_no_other() -> None:
    office = gate(settings=OFFICE)
    assert ask(office, "GET", "/config", host="policy.example:7860", client="10.1.1.1").status == 200
    assert ask(office, "GET", "/config", host="evil.example", client="10.1.1.1").status == 403
    assert ask(office, "GET", "/config", host=LOCAL, client="10.1.1.1").status == 403
    assert ask(office, "GET", "/config", host=LOCAL).status == 200


def streamed(page: Page, settings: ServeSettings) -> list[Message]:
    """What came of an answer of ``page`` that is a stream."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {}

    scope = {"type": "http", "method": "GET", "path": "/gradio_api/call/ask/x", "client": ("127.0.0.1", 1)}
    run(gate(page, settings)({**scope, "scheme": "http", "headers": [(b"host", LOCAL.encode())]}, receive, send))
    return sent


class Begun(Page):
    """A page that begins a stream and then raises, or takes forever."""

    error: Exception | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"event: heartbeat", "more_body": True})
        if self.error:
            raise self.error
        await asyncio.sleep(60)


def test_a_stream_that_the_page_refuses_comes_to_its_end_without_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    page = Begun()
    page.error = RuntimeError("begun")
    page.error.__cause__ = HTTPException(404)
    assert not streamed(page, ServeSettings())[-1].get("more_body", False)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_stream_that_takes_too_long_comes_to_its_end() -> None:
    sent = streamed(Begun(), ServeSettings(stream_s=0.05))
    assert [message.get("more_body", False) for message in sent] == [False, True, False]
