"""Flags, environment, and what may not go together."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from policysearch.errors import UsageError
from policysearch.serve.environment import refuse_doors
from policysearch.serve.settings import ServeSettings, add_flags, settings_from


def settings(*arguments: str, **environment: str) -> ServeSettings:
    parser = argparse.ArgumentParser()
    add_flags(parser)
    return settings_from(parser.parse_args(arguments), {f"POLICYSEARCH_{k}": v for k, v in environment.items()})


def test_by_default_this_machine_alone() -> None:
    given = settings()
    assert (given.host, given.port, given.users, given.allow_upload) == ("127.0.0.1", 7860, None, False)
    assert (given.log_questions, given.rate_per_minute, given.is_local) == (False, 0, True)


def test_the_environment_counts_and_a_flag_goes_before_it() -> None:
    given = settings("--port", "81", PORT="80", ALLOWED_HOST="A.example, b.example", LOG_QUESTIONS="yes", USERS="u")
    assert given.port == 81
    assert given.allowed_hosts == ("a.example", "b.example")
    assert given.log_questions
    assert given.users == Path("u")


def test_limits_have_units() -> None:
    given = settings("--max-body-kb", "8", "--max-upload-mb", "3")
    assert (given.body_bytes, given.upload_bytes) == (8 << 10, 3 << 20)


def test_an_office_has_a_rate_unless_told_otherwise() -> None:
    office = ("--host", "0.0.0.0", "--users", "u", "--allowed-host", "h")
    assert settings(*office).rate_per_minute == 240
    assert settings(*office, "--rate", "0").rate_per_minute == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "0.0.0.0", "--allowed-host", "h"], "--no-login"),
        (["--host", "10.0.0.5", "--no-login"], "--allowed-host"),
        (["--host", "0.0.0.0", "--no-login", "--allowed-host", "h", "--allow-upload"], "--users"),
        (["--trusted-proxy", "127.0.0.1", "--allow-upload"], "--users"),
        (["--allowed-host", "http://h"], "--allowed-host"),
        (["--trusted-proxy", "proxy"], "--trusted-proxy"),
        (["--root-path", "policy/"], "--root-path"),
        (["--port", "70000"], "70000"),
        (["--port", "a"], "--port"),
        (["--max-body-kb", "0"], "--max-body-kb"),
        (["--rate", "-1"], "--rate"),
    ],
)
def test_what_cannot_be_is_one_sentence(arguments: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        settings(*arguments)
    assert str(error.value).count("。") == 1


@pytest.mark.parametrize("name", ["GRADIO_ALLOWED_PATHS", "GRADIO_SHARE", "GRADIO_VIBE_MODE", "GRADIO_MCP_SERVER"])
def test_a_variable_that_opens_a_door_stops_the_start(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        refuse_doors({name: "1"})
    refuse_doors({name: "False"})
    refuse_doors({name: ""})
