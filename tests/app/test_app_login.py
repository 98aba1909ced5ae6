"""Who may come in: links to come back to, names that proxies give, and settings that cannot be followed."""

import asyncio
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard import settings
from dashboard.app import login
from dashboard.app.login import ACCOUNT, LONGEST_LINK, Login, check_settings, read_claims, read_link

GOOD = {
    "redirect_uri": "https://desk.example/oauth2callback", "cookie_secret": "x" * 32, "client_id": "a",
    "client_secret": "b", "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}  # fmt: skip


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("./locations?actor=hezbollah&q=a+%26+b", "./locations?actor=hezbollah&q=a+%26+b"),
        ("./?actor=x&nonsense=", "./?actor=x&nonsense="),
        ("./quotes", "./quotes"),
        ("./", "./"),
        ("", "./"),
        ("/quotes", "./quotes"),
        ("./quotes?q=%0d%0aSet-Cookie:x", "./quotes?q=%0D%0ASet-Cookie%3Ax"),
        ("./quotes?q=\r\nX: y", "./quotes?q=%0D%0AX%3A+y"),
        ("https://evil.example/quotes", ""),
        ("//evil.example", ""),
        ("//evil.example/quotes", ""),
        ("./..//evil.example/?", ""),
        ("\\\\evil.example", ""),
        ("javascript:alert(1)", ""),
        ("./auth/logout", ""),
        ("./quotes\r\nX: y", ""),
        (f"./quotes?q={'x' * LONGEST_LINK}", "./quotes"),
        (f"./quotes?q={'é' * (LONGEST_LINK // 2)}", "./quotes"),
    ],
)
def test_a_link_leads_back_to_our_own_pages_alone(link: str, kept: str) -> None:
    assert read_link(link) == kept


def account_of(headers: Mapping[str, bytes], client: tuple[str, int] = ("127.0.0.1", 4711)) -> dict[str, Any] | None:
    """What the pages are told of whoever sends these headers from this address."""
    found: list[bytes] = []

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        found.extend(value for name, value in scope["headers"] if name == ACCOUNT.encode())
        await PlainTextResponse("")(scope, receive, send)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        pass

    scope: dict[str, Any] = {
        "type": "http", "method": "GET", "path": "/", "query_string": b"", "client": client,
        "headers": [(name.lower().encode(), value) for name, value in headers.items()],
    }  # fmt: skip
    with ThreadPoolExecutor(1) as apart:  # in this thread a test of a browser may have a loop of its own
        apart.submit(lambda: asyncio.run(Login(answer)(scope, receive, send))).result()
    return json.loads(found[0]) if found else None


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGIN", "READERS", "CORRECTORS", "USER_HEADER", "PROXY"):
        monkeypatch.delenv(f"DATELINE_{name}", raising=False)
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)


JOSE = {"X-Forwarded-User": "José".encode()}


def test_no_header_says_who_somebody_is_unless_a_setting_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert account_of(JOSE) is None
    monkeypatch.setenv("DATELINE_USER_HEADER", "X-Forwarded-User")
    assert account_of(JOSE) == {"name": "José", "may_correct": True}
    assert account_of({"X-Forwarded-User": b"\x00 "}) is None
    assert account_of({"X-Remote-User": b"ana"}) is None


@pytest.mark.parametrize(
    ("proxy", "client", "believed"),
    [
        ("", ("127.0.0.1", 4711), True),
        ("", ("::1", 4711), True),
        ("", ("10.0.0.7", 0), True),  # uvicorn believed a proxy of this machine, which said whose request it is
        ("", ("10.0.0.7", 4711), False),
        ("10.0.0.7, 10.0.0.8", ("10.0.0.7", 4711), True),
        ("10.0.0.7", ("127.0.0.1", 4711), False),
        ("10.0.0.7", ("10.0.0.9", 0), False),
    ],
)
def test_the_header_is_believed_of_a_proxy_alone(
    monkeypatch: pytest.MonkeyPatch, proxy: str, client: tuple[str, int], believed: bool
) -> None:
    monkeypatch.setenv("DATELINE_USER_HEADER", "X-Forwarded-User")
    monkeypatch.setenv("DATELINE_PROXY", proxy)
    assert (account_of(JOSE, client) is not None) is believed


def put_secrets(monkeypatch: pytest.MonkeyPatch, auth: Mapping[str, str]) -> None:
    """Let Streamlit have read these secrets."""
    monkeypatch.setattr(secrets_singleton, "load_if_toml_exists", lambda: True)
    monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": auth})


@pytest.mark.parametrize(
    ("variables", "auth", "remedy"),
    [
        ({"LOGIN": "yes"}, GOOD, "DATELINE_LOGIN is 'yes'; it must be oidc or off"),
        ({}, GOOD, "DATELINE_READERS is not set"),
        ({"READERS": "ana"}, GOOD, "DATELINE_READERS has 'ana'; each entry must be like"),
        ({"READERS": "*", "USER_HEADER": "X-User"}, GOOD, "choose one of the two"),
        ({"READERS": "*"}, {}, ".streamlit/secrets.toml"),
        ({"READERS": "*"}, {**GOOD, "cookie_secret": "short"}, "it must have 32 or more"),
        ({"READERS": "*"}, {**GOOD, "redirect_uri": "https://desk.example/"}, "end in /oauth2callback"),
        ({"READERS": "*"}, {**GOOD, "server_metadata_url": "http://id.example/"}, "must begin with https://"),
        ({"LOGIN": "off", "PROXY": "nginx"}, GOOD, "it must list IP addresses"),
        ({"LOGIN": "off", "USER_HEADER": "X User"}, GOOD, "it must be the name of a header"),
    ],
)
def test_settings_that_cannot_be_followed_end_the_program_in_one_line(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], auth: dict[str, str], remedy: str
) -> None:
    for name, value in {"LOGIN": "oidc", **variables}.items():
        monkeypatch.setenv(f"DATELINE_{name}", value)
    put_secrets(monkeypatch, auth)
    with pytest.raises(SystemExit) as ended:
        check_settings()
    assert remedy in str(ended.value)
    assert "\n" not in str(ended.value)


def test_good_settings_and_none_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    check_settings()
    put_secrets(monkeypatch, GOOD)
    monkeypatch.setenv("DATELINE_LOGIN", "oidc")
    monkeypatch.setenv("DATELINE_READERS", "@desk.example, groups=analysts")
    check_settings()
    monkeypatch.setattr(login, "is_authlib_installed", lambda: False)
    with pytest.raises(SystemExit, match=r"pip install 'dateline\[login\]'"):
        check_settings()


def test_a_cookie_that_is_forged_or_old_is_nobody_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "get_cookie_secret", lambda: "right")
    now = time.time()

    def sign(secret: str, **claims: Any) -> dict[str, str]:
        said = json.dumps({"is_logged_in": True, "iat": now - 3600, "sub": "ana", **claims})
        return {"_streamlit_user": create_signed_value(secret, "_streamlit_user", said).decode()}

    assert read_claims(sign("right"))["sub"] == "ana"
    hours = settings.LOGIN_HOURS * 3600
    for cookies in (
        {}, sign("wrong"), sign("right", iat=now - hours - 1), sign("right", iat=now + hours), sign("right", iat=None),
        sign("right", is_logged_in="yes"), {"_streamlit_user": "x"}, {"_streamlit_user": "\xff"},
    ):  # fmt: skip
        assert read_claims(cookies) == {}
