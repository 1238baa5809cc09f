"""A language model behind an OpenAI-compatible address, named by environment variables; every fault is one sentence."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from policysearch.errors import PolicySearchError, UsageError

BASE_URL, API_KEY, MODEL = "POLICYSEARCH_LLM_BASE_URL", "POLICYSEARCH_LLM_API_KEY", "POLICYSEARCH_LLM_MODEL"
TIMEOUT_S, STREAM = "POLICYSEARCH_LLM_TIMEOUT_S", "POLICYSEARCH_LLM_STREAM"
T = TypeVar("T")
# What --llm does, for the help of the commands that have it.
LLM_HELP = (
    "由模型撰写回答，逐句核对；问题和有关段落会发给它。"
    f"由环境变量指定：{BASE_URL}、{MODEL}，可加 {API_KEY}、{TIMEOUT_S}（默认 60）、{STREAM}=0（不用流式）"
)
_MOST_REPLY_CHARS = 20_000
_MOST_REPLY_TOKENS = 2048


class ModelFailed(PolicySearchError):
    """A model gave no usable reply; the text says why, without address or key."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked. ``timeout_s`` bounds the whole reply; ``stream`` asks for it piece by piece."""

    base_url: str = field(repr=False)
    model: str
    api_key: str = field(default="", repr=False)
    timeout_s: float = 60.0
    stream: bool = True


def endpoint_from(environment: Mapping[str, str] = os.environ) -> Endpoint:
    """The endpoint that the environment names. Raises UsageError where it names none, or a limit that is no number."""
    base_url, model = environment.get(BASE_URL, "").strip(), environment.get(MODEL, "").strip()
    if not base_url or not model:
        lacking = "、".join(name for name, value in ((BASE_URL, base_url), (MODEL, model)) if not value)
        raise UsageError(f"要用模型回答，请先设置环境变量 {lacking}。")
    if not base_url.startswith(("http://", "https://")):
        raise UsageError(f"{BASE_URL} 不是 http:// 或 https:// 开头的地址。")
    given = environment.get(TIMEOUT_S, "").strip() or "60"
    try:
        timeout_s = float(given)
    except ValueError:
        timeout_s = 0.0
    if not 0 < timeout_s <= 600:
        raise UsageError(f"{TIMEOUT_S} 要写成 600 以内的秒数。")
    stream = environment.get(STREAM, "1").strip() != "0"
    return Endpoint(base_url, model, environment.get(API_KEY, "").strip(), timeout_s, stream)


def write(endpoint: Endpoint, messages: list[dict[str, str]]) -> str:
    """The model's reply to ``messages``, whole, at temperature 0.

    Raises ModelFailed when none comes in time, or a fault, an empty or a cut one.
    """
    import httpx
    import openai

    late = f"模型在 {endpoint.timeout_s:g} 秒内没有答完"
    try:
        with openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.api_key or "none",
            # Of the environment only our own variables count: what others set for another service stays at home.
            organization="",
            project="",
            timeout=endpoint.timeout_s,
            max_retries=0,
        ) as client:
            text, ended = _within(endpoint.timeout_s, lambda: _ask(client, endpoint, messages))
    except (TimeoutError, openai.APITimeoutError, httpx.TimeoutException) as error:
        raise ModelFailed(late) from error
    except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
        raise ModelFailed("模型服务不认所给的密钥") from error
    except openai.RateLimitError as error:
        raise ModelFailed("模型服务说请求太多") from error
    except openai.APIStatusError as error:
        raise ModelFailed(f"模型服务出错（{error.status_code}）") from error
    except (openai.APIConnectionError, httpx.HTTPError) as error:
        raise ModelFailed("连不上模型服务") from error
    except (openai.OpenAIError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ModelFailed("模型服务的回复看不懂") from error
    if not text.strip():
        raise ModelFailed("模型没有写出回答")
    if ended != "stop":
        raise ModelFailed("模型的回答没有写完")
    return text


def _ask(client: Any, endpoint: Endpoint, messages: list[dict[str, str]]) -> tuple[str, str | None]:
    reply = client.chat.completions.create(
        model=endpoint.model,
        messages=messages,
        temperature=0,
        max_tokens=_MOST_REPLY_TOKENS,
        stream=endpoint.stream,
    )
    return _gather(reply if endpoint.stream else [reply])


def _gather(chunks: Iterable[Any]) -> tuple[str, str | None]:
    """The text of ``chunks`` and why it ended, None where nothing says so.

    Raises ModelFailed where it breaks off or runs on.
    """
    import httpx
    import openai

    text, ended = "", None
    try:
        for chunk in chunks:
            if not chunk.choices:
                continue  # a last chunk with the usage alone
            choice = chunk.choices[0]
            said = choice.delta if hasattr(choice, "delta") else choice.message
            text += said.content or ""
            ended = choice.finish_reason or ended
            if len(text) > _MOST_REPLY_CHARS:
                raise ModelFailed("模型的回答太长")
    except (openai.APITimeoutError, httpx.TimeoutException):
        raise
    except (openai.APIConnectionError, httpx.HTTPError) as error:
        raise ModelFailed("模型的回答中途断了") from error
    return text, ended


def _within(seconds: float, call: Callable[[], T]) -> T:
    """What ``call`` returns or raises. Raises TimeoutError after ``seconds``.

    The client's own limit is for each read: a server that sends a byte now and then would hold us for ever.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future.result(seconds)
