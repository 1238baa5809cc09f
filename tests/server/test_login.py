"""Logging in: hashed passwords, lock-out, sessions that end, forms that only we give."""

from __future__ import annotations

import asyncio
import base64
import re
import stat
from pathlib import Path
from urllib.parse import urlencode

import pytest

from policysearch.__main__ import main
from policysearch.errors import UsageError
from policysearch.serve.accounts import (
    EDITOR,
    Account,
    Accounts,
    is_password,
    new_account,
    read_accounts,
    write_accounts,
)
from policysearch.serve.gate import Gate
from policysearch.serve.lockout import MOST_FAILURES, WINDOW_S
from policysearch.serve.login import Login
from policysearch.serve.settings import ServeSettings

from .conftest import COST, PASSWORD
from .gates import Page, Response, answer, ask, cookie, run

FORM = ("content-type", "application/x-www-form-urlencoded")


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(users: Path, clock: Clock) -> Gate:
    login = Login(Accounts(users), clock=clock)
    return Gate(Page(), ServeSettings(users=users), login=login)


def token_of(site: Gate) -> str:
    found = re.search(r'name="token" value="([^"]+)"', ask(site, "GET", "/login").body.decode())
    assert found
    return found[1]


def log_in(site: Gate, name: str = "王一", password: str = PASSWORD, **given: str) -> Response:
    fields = {"name": name, "password": password, "token": token_of(site), **given}
    return ask(site, "POST", "/login", body=urlencode(fields).encode(), headers=[FORM])


def test_nobody_gets_nothing_but_the_form(site: Gate) -> None:
    page = ask(site, "GET", "/?q=a%26b")
    assert page.status == 200
    assert "密码" in page.body.decode()
    assert 'name="then" value="q=a%26b"' in page.body.decode()
    assert page.headers["cache-control"] == "no-store"
    assert "script-src 'none'" in page.headers["content-security-policy"]
    for method, path in (("GET", "/config"), ("GET", "/assets/x.js"), ("POST", "/gradio_api/call/ask")):
        assert ask(site, method, path, body=b"{}").status == 401


def test_the_right_password_opens_and_leaving_closes(site: Gate) -> None:
    entered = log_in(site, then="q=人才&x=\r\nSet-Cookie: a=b")
    assert entered.status == 303
    assert entered.headers["location"] == "/?q=%E4%BA%BA%E6%89%8D&x=%0D%0ASet-Cookie%3A%20a=b"
    assert "HttpOnly; SameSite=Strict" in entered.cookies[0]
    assert "Secure" not in entered.cookies[0]
    session = cookie(entered)
    assert ask(site, "GET", "/config", headers=[session]).status == 200
    assert ask(site, "GET", "/whoami", headers=[session]).body == '{"name": "王一", "can_keep": false}'.encode()
    assert "Max-Age=0" in ask(site, "POST", "/logout", headers=[session, FORM]).cookies[0]
    assert ask(site, "GET", "/config", headers=[session]).status == 401


def test_a_cookie_is_secure_behind_https(users: Path) -> None:
    settings = ServeSettings(users=users, trusted_proxies=("127.0.0.1",), root_path="/policy")
    site = Gate(Page(), settings, login=Login(Accounts(users), "/policy"))
    page = ask(site, "GET", "/policy/login").body.decode()
    assert 'action="/policy/login"' in page
    found = re.search(r'name="token" value="([^"]+)"', page)
    fields = urlencode({"name": "li", "password": PASSWORD, "token": found[1] if found else ""}).encode()
    headers = [FORM, ("x-forwarded-proto", "https")]
    entered = ask(site, "POST", "/policy/login", body=fields, headers=headers)
    assert entered.cookies[0].endswith("; Secure")
    assert "Path=/policy/;" in entered.cookies[0]


def test_a_wrong_password_is_told_as_an_unknown_name_is(site: Gate) -> None:
    wrong, unknown = log_in(site, password="x" * 12), log_in(site, name="nobody<b>")
    assert (wrong.status, unknown.status) == (401, 401)
    assert "账号或密码不对" in wrong.body.decode()
    assert "账号或密码不对" in unknown.body.decode()
    assert "nobody&lt;b&gt;" in unknown.body.decode()
    assert not wrong.cookies


def test_after_failures_the_name_is_closed_for_this_client_alone(site: Gate, clock: Clock) -> None:
    for _ in range(MOST_FAILURES):
        assert log_in(site, password="wrong-wrong-1").status == 401
    locked = log_in(site)
    assert locked.status == 429
    assert int(locked.headers["retry-after"]) > 600
    fields = {"name": "王一", "password": PASSWORD, "token": token_of(site)}
    other = ask(site, "POST", "/login", body=urlencode(fields).encode(), headers=[FORM], client="127.0.0.9")
    assert other.status == 303
    clock.now += WINDOW_S + 1
    assert log_in(site).status == 303


def test_many_names_from_one_address_are_closed_too(site: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.serve.login.is_password", lambda account, password: False)
    statuses = [log_in(site, name=f"n{n}").status for n in range(21)]
    assert statuses == [401] * 20 + [429]


def test_a_form_that_we_did_not_give_is_refused(site: Gate, clock: Clock) -> None:
    fields = {"name": "王一", "password": PASSWORD}
    for token in ("", "1000.ab.cd", "x"):
        body = urlencode({**fields, "token": token}).encode()
        assert ask(site, "POST", "/login", body=body, headers=[FORM]).status == 403
    old = token_of(site)
    clock.now += 3601
    body = urlencode({**fields, "token": old}).encode()
    assert ask(site, "POST", "/login", body=body, headers=[FORM]).status == 403


def test_a_session_ends_after_idle_hours(site: Gate, clock: Clock) -> None:
    session = cookie(log_in(site))
    clock.now += 11 * 3600
    assert ask(site, "GET", "/config", headers=[session]).status == 200
    clock.now += 13 * 3600
    assert ask(site, "GET", "/config", headers=[session]).status == 401


def test_a_changed_password_and_a_removed_account_end_sessions(tmp_path: Path, users: Path) -> None:
    path = tmp_path / "users"
    one = read_accounts(users)["li"]
    write_accounts(path, [one, Account("other", EDITOR, one.hashed)])
    site = Gate(Page(), ServeSettings(users=path), login=Login(Accounts(path)))
    session = cookie(log_in(site, "li"))
    assert ask(site, "GET", "/config", headers=[session]).status == 200
    write_accounts(path, [Account("other", EDITOR, one.hashed)])
    assert ask(site, "GET", "/config", headers=[session]).status == 401


def test_a_program_may_send_basic_credentials(site: Gate) -> None:
    def header(name: str, password: str) -> tuple[str, str]:
        return "authorization", "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()

    for _ in range(3):
        assert ask(site, "GET", "/config", headers=[header("li", PASSWORD)]).status == 200
    assert ask(site, "GET", "/config", headers=[header("li", "no")]).status == 401
    assert ask(site, "GET", "/config", headers=[("authorization", "Basic !!!")]).status == 401
    assert ask(site, "GET", "/config", headers=[("authorization", "Bearer x")]).status == 401


def test_a_link_from_another_site_leads_in_without_a_second_login(site: Gate) -> None:
    page = ask(site, "GET", "/?q=a", headers=[("sec-fetch-site", "cross-site")]).body.decode()
    assert 'http-equiv="refresh" content="0;url=/?q=a"' in page
    assert "密码" not in page


def test_logins_do_not_pile_up(site: Gate) -> None:
    async def rush() -> list[int]:
        page = (await answer(site, "GET", "/login")).body.decode()
        found = re.search(r'name="token" value="([^"]+)"', page)
        fields = {"password": "wrong-wrong-1", "token": found[1] if found else ""}
        bodies = [urlencode({**fields, "name": f"n{n}"}).encode() for n in range(19)]
        calls = [answer(site, "POST", "/login", body=body, headers=[FORM]) for body in bodies]
        return [one.status for one in await asyncio.gather(*calls)]

    assert rush_counts(run(rush())) == {401: 16, 503: 3}


def rush_counts(statuses: list[int]) -> dict[int, int]:
    return {status: statuses.count(status) for status in sorted(set(statuses))}


def test_a_file_of_accounts_holds_no_password_and_is_for_its_owner(users: Path) -> None:
    text = users.read_text("utf-8")
    assert PASSWORD not in text
    assert stat.S_IMODE(users.stat().st_mode) == 0o600
    accounts = read_accounts(users)
    assert accounts["li"].hashed != accounts["王一"].hashed
    assert is_password(accounts["li"], PASSWORD)
    assert not is_password(accounts["li"], PASSWORD + "x")
    assert not is_password(None, PASSWORD)


def test_a_guess_costs_32_mib_three_times() -> None:
    n, r, p = COST
    assert 128 * n * r == 32 << 20
    assert p == 3


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "password-12345", "li-is-my-name", "x" * 300])
def test_a_password_that_is_guessed_is_refused(password: str) -> None:
    with pytest.raises(UsageError):
        new_account("li", password)


@pytest.mark.parametrize("line", ["li", "li:king:x", "li:reader:plain", "a b:reader:scrypt$1$1$1$aa$bb"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "users"
    path.write_text(line + "\n", "utf-8")
    path.chmod(0o600)
    with pytest.raises(UsageError, match="第 1 行"):
        read_accounts(path)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path, users: Path) -> None:
    path = tmp_path / "users"
    path.write_bytes(users.read_bytes())
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_accounts(path)


def test_accounts_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "users")
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
    assert main(["user", "add", "li", "--users", path, "--editor"]) == 0
    assert main(["user", "list", "--users", path]) == 0
    assert "li  可维护文件" in capsys.readouterr().out
    assert main(["user", "remove", "nobody", "--users", path]) == 2
    assert main(["user", "remove", "li", "--users", path]) == 0
    with pytest.raises(UsageError, match="没有账号"):
        Accounts(Path(path))


def basic(given: str | bytes) -> tuple[str, str]:
    data = given.encode() if isinstance(given, str) else given
    return "authorization", "Basic " + base64.b64encode(data).decode()


STRANGERS: dict[str, list[tuple[str, str]]] = {
    "no cookie": [],
    "an empty session": [("cookie", "policysearch_session=")],
    "a session that was guessed": [("cookie", f"policysearch_session={'A' * 43}")],
    "a session of a megabyte": [("cookie", "policysearch_session=" + "A" * (1 << 20))],
    "two sessions": [("cookie", "policysearch_session=a; policysearch_session=b")],
    "a cookie that is none": [("cookie", "=;=;\x7f;policysearch_session")],
    "ten thousand cookies": [("cookie", "; ".join(f"c{n}=1" for n in range(10_000)))],
    "credentials without a name": [basic(":" + PASSWORD)],
    "credentials without a colon": [basic("li")],
    "credentials that are empty": [("authorization", "Basic ")],
    "credentials that are no base64": [("authorization", "Basic ***")],
    "credentials that are no text": [basic(b"\xff\xfe:x")],
    "a name of a thousand characters": [basic("l" * 1000 + ":" + PASSWORD)],
    "a name with a null": [basic("li\x00:" + PASSWORD)],
    "a password of 100,000 characters": [basic("li:" + "x" * 100_000)],
    "sql in place of a name": [basic("' OR '1'='1' --:x")],
    "a token in place of credentials": [("authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")],
    "a name that a proxy might tell": [("x-forwarded-user", "li"), ("remote-user", "li"), ("x-remote-user", "li")],
    "an address that a proxy might tell": [("x-forwarded-for", "127.0.0.1"), ("x-real-ip", "127.0.0.1")],
    "a path that a proxy might tell": [("x-original-url", "/login"), ("x-rewrite-url", "/login")],
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_reaches_nothing(users: Path, name: str) -> None:
    page = Page()
    site = Gate(page, ServeSettings(users=users), login=Login(Accounts(users)))
    for method, path in (("GET", "/config"), ("POST", "/gradio_api/call/ask"), ("GET", "/upkeep/state")):
        assert ask(site, method, path, body=b"{}", headers=STRANGERS[name]).status in (401, 403)
    assert page.asked == []


@pytest.mark.parametrize(
    "path",
    ["/login/../config", "/login/config", "/login%2f..%2fconfig", "//config", "/config/", "/CONFIG", "/config;x"],
)
def test_a_path_that_looks_like_the_form_leads_nowhere(users: Path, path: str) -> None:
    page = Page()
    site = Gate(page, ServeSettings(users=users), login=Login(Accounts(users)))
    assert ask(site, "GET", path).status in (401, 403)
    assert page.asked == []


def test_a_session_is_not_taken_over_from_before_the_login(site: Gate) -> None:
    planted = ("cookie", f"policysearch_session={'P' * 43}")
    fields = urlencode({"name": "王一", "password": PASSWORD, "token": token_of(site)}).encode()
    entered = ask(site, "POST", "/login", body=fields, headers=[FORM, planted])
    assert entered.status == 303
    assert "P" * 43 not in entered.cookies[0]
    assert ask(site, "GET", "/config", headers=[planted]).status == 401


def test_a_session_that_was_left_is_not_opened_by_a_copy_of_its_cookie(site: Gate) -> None:
    session = cookie(log_in(site))
    again = cookie(log_in(site))
    ask(site, "POST", "/logout", headers=[session, FORM])
    assert ask(site, "GET", "/config", headers=[session]).status == 401
    assert ask(site, "GET", "/config", headers=[again]).status == 200


@pytest.mark.parametrize(
    "then", ["//evil.example", "https://evil.example/", "/\\evil.example", "q=a#//evil", "\t//evil"]
)
def test_after_the_login_one_stays_on_this_site(site: Gate, then: str) -> None:
    assert log_in(site, then=then).headers["location"].startswith("/?")


def test_another_site_cannot_log_a_visitor_in_or_out(site: Gate) -> None:
    session = cookie(log_in(site))
    foreign = [FORM, ("origin", "https://evil.example")]
    fields = urlencode({"name": "li", "password": PASSWORD, "token": token_of(site)}).encode()
    assert ask(site, "POST", "/login", body=fields, headers=foreign).status == 403
    assert ask(site, "POST", "/logout", headers=[*foreign, session]).status == 403
    assert ask(site, "GET", "/config", headers=[session]).status == 200


def test_the_tools_of_a_model_want_the_login_too(users: Path) -> None:
    page = Page()
    site = Gate(page, ServeSettings(users=users), login=Login(Accounts(users)), mcp=True)
    for path in ("/gradio_api/mcp", "/gradio_api/mcp/"):
        for method in ("GET", "POST", "DELETE"):
            assert ask(site, method, path, body=b"{}").status == 401
    assert page.asked == []
    assert ask(site, "POST", "/gradio_api/mcp/", body=b"{}", headers=[basic("li:wrong-wrong-1")]).status == 401
    mine = basic(f"王一:{PASSWORD}")
    assert ask(site, "POST", "/gradio_api/mcp/", body=b"{}", headers=[mine]).status == 200
    foreign = ("origin", "https://evil.example")
    assert ask(site, "POST", "/gradio_api/mcp/", body=b"{}", headers=[mine, foreign]).status == 403
    assert page.asked == [("POST", "/gradio_api/mcp/")]
    assert all(name != b"authorization" for name, _ in page.scopes[0]["headers"])
