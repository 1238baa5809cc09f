"""The examples for operators: no container is run here, but what they name is there and what they say parses."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

import search_app
from policysearch.serve.settings import ServeSettings, settings_from

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def settings(arguments: list[str]) -> ServeSettings:
    return settings_from(search_app._parser().parse_args(arguments), {})


def entrypoint() -> list[str]:
    line = re.search(r"^ENTRYPOINT (\[.*\])$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert line
    words: list[str] = json.loads(line[1])
    assert words[:2] == ["python", "search_app.py"]
    return words[2:]


def test_the_container_starts_as_it_is_and_as_compose_says() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    command = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)
    assert command
    assert settings(entrypoint() + json.loads(command[1])).host == "0.0.0.0"
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    block = compose.partition("command:\n")[2].partition("    ports:")[0]
    words = [line.strip()[2:] for line in block.splitlines() if line.strip().startswith("- ")]
    given = settings(entrypoint() + words)
    assert given.allow_upload
    assert str(given.users) == "/data/users.txt"
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert line in compose


def test_what_is_copied_into_the_container_is_there_and_it_is_nobodys_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
    assert text.index("USER policysearch") < text.index("ENTRYPOINT")
    assert "/healthz" in text.partition("HEALTHCHECK")[2]
    assert "torch==" in (ROOT / "requirements.txt").read_text("utf-8")
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert not {"policysearch", "models", "corpus", "search_app.py"} & set(ignored)


def test_the_unit_starts_with_a_login_and_few_rights() -> None:
    text = (DEPLOY / "policysearch.service").read_text("utf-8")
    start = re.search(r"^ExecStart=(.*)$", text.replace("\\\n", " "), re.MULTILINE)
    assert start
    words = shlex.split(start[1].replace("%S", "/var/lib"))
    assert words[1] == "search_app.py"
    given = settings(words[2:])
    assert given.users is not None
    assert given.trusted_proxies == ("127.0.0.1",)
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "DynamicUser=yes", "KillSignal=SIGTERM"):
        assert line in text


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "policysearch.service"])
def test_no_secret_stands_in_an_example(name: str) -> None:
    text = (DEPLOY / name).read_text("utf-8").lower()
    assert not re.search(r"password\s*[=:]\s*\S|api_key\s*[=:]\s*\S", text)
