"""The version that is served: a request uses the newest, and nothing of an older one stays."""

from __future__ import annotations

import gc
import inspect
import weakref
from pathlib import Path

from policysearch.app import create_app, mount
from policysearch.app.api import Api
from policysearch.app.desk import Desk
from policysearch.app.opened import Opened
from policysearch.serve.settings import ServeSettings
from policysearch.store import open_index


def test_nothing_of_the_first_version_stays_when_another_is_served(plain_index: Path) -> None:
    held = [open_index(plain_index)]
    first = weakref.ref(held[0])
    opened = Opened(lambda: held[0], None, None)
    ask, tell = opened.endpoint(Api, "ask"), opened.endpoint(Desk, "tell")
    for question in ("人才资源总量", "西藏那曲的牦牛补贴", "2024年公租房有多少套？"):
        assert ask(question)["status"]
    held[0] = open_index(plain_index)
    assert ask("人才资源总量")["status"]
    assert "error" in tell("?q=x", "wrong")
    gc.collect()
    assert first() is None


def test_an_endpoint_has_the_signature_of_its_method(plain_index: Path) -> None:
    searcher = open_index(plain_index)
    search = Opened(lambda: searcher, None, None).endpoint(Api, "search")
    assert list(inspect.signature(search).parameters) == ["question", "top_k", "ignore"]
    assert (search.__doc__ or "").startswith("Finds passages")


def test_gradio_keeps_the_views_of_few_sessions(plain_index: Path) -> None:
    demo = create_app(open_index(plain_index))
    mount(demo, ServeSettings())
    assert demo.state_holder.capacity <= 100
