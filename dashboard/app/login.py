"""The log-in: who may come in at all, and as whom.

With `DATELINE_LOGIN`, nothing of the dashboard is sent to a browser in which nobody is logged in who may read: no page,
no file, no WebSocket. Streamlit talks with the provider and keeps what that says of a person in a signed cookie; this
middleware reads the cookie at every request, and brings people back to the link that they opened, which Streamlit
forgets. Without it, a header of a proxy may say who somebody is (`DATELINE_USER_HEADER`).

The pages, which run apart from the request, get the account in a header of a name that no client can know.
"""

import asyncio
import json
import os
import re
import time
from collections.abc import Mapping
from dataclasses import asdict
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import streamlit as st
from markupsafe import Markup
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import (
    encode_provider_token,
    get_cookie_with_chunks,
    get_secrets_auth_section,
    is_authlib_installed,
    validate_auth_credentials,
)
from streamlit.errors import StreamlitAuthError
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from dashboard import settings
from dashboard.accounts import Account, decode_name, find_account, name_person
from dashboard.app.sidebar import NUMBER, PAGES, name_in_url
from dashboard.errors import SettingError

# Who somebody is -> the pages. Its name is new with every start of the server, so nobody can send it.
ACCOUNT = f"x-dateline-account-{token_hex(16)}"

LOG_IN, LOG_OUT, RETURN, HEALTH = "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/health"

# The cookie that keeps a link while its reader is away at the provider: its name, with the number of this log-in behind
# it, since two tabs may log in at once; its seconds; and the characters of a query that it takes, of a cookie's 4,096.
LINK, LINK_SECONDS, LONGEST_LINK = "dateline-link-", 900, 3_000

# Seconds by which the provider's clock may be ahead.
AHEAD = 300

# Characters of the secret that signs cookies; who guesses it can be anybody.
SHORTEST_SECRET = 32

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 34rem; padding: 0 1rem; color: #222 }
a { color: #0072b2 } a.dl-button { background: #0072b2; color: #fff; padding: .5rem 1rem; border-radius: .375rem;
text-decoration: none }
@media (prefers-color-scheme: dark) { body { background: #0e1117; color: #fafafa } a { color: #4ba3db } }
"""
DOCUMENT = Markup("""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dateline</title><style>{}</style></head><body><h1>Dateline</h1>{}</body></html>
""")


def check_settings() -> None:
    """End the program with one line where the settings of who may come in cannot be followed, before it serves."""
    try:
        roles, header = settings.login(), settings.user_header()
        settings.proxies()
        settings.adding()
        if roles and header:
            raise SettingError("DATELINE_LOGIN and DATELINE_USER_HEADER are both set; choose one of the two")
        if roles:
            _check_provider()
    except SettingError as error:
        raise SystemExit(f"dateline: {error}") from error


def _check_provider() -> None:
    """Raise SettingError where what the log-in needs is not there."""
    if not is_authlib_installed():
        raise SettingError("DATELINE_LOGIN is oidc, but Authlib is not installed; run: pip install 'dateline[login]'")
    try:
        validate_auth_credentials("default")
    except StreamlitAuthError as error:
        said = " ".join(str(error).split())
        raise SettingError(f"DATELINE_LOGIN is oidc: {said} The README says what it needs, under Log in") from error
    given = get_secrets_auth_section()
    if len(given["cookie_secret"]) < SHORTEST_SECRET:
        raise SettingError(
            f"cookie_secret in .streamlit/secrets.toml has {len(given['cookie_secret'])} characters; it must have "
            f"{SHORTEST_SECRET} or more, by chance: python -c 'import secrets; print(secrets.token_hex())'"
        )
    if urlsplit(str(given["redirect_uri"])).path != f"{base_path()}{RETURN}":
        raise SettingError(
            f"redirect_uri in .streamlit/secrets.toml is {given['redirect_uri']!r}; it must be the address of the "
            f"dashboard and end in {base_path()}{RETURN}"
        )
    provider = urlsplit(str(given["server_metadata_url"]))
    if provider.scheme != "https" and provider.hostname not in ("localhost", *settings.LOOPBACK):
        raise SettingError(
            f"server_metadata_url in .streamlit/secrets.toml is {given['server_metadata_url']!r}; it must begin with "
            "https://"
        )


class Login:
    """Middleware that lets in whom the settings let in, and tells the pages who it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its account, or answer with a way to log in."""
        roles = None if scope["type"] == "lifespan" else settings.login()
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif roles is None:
            await self.app(_with_account(scope, _find_proxied(scope)), receive, send)
        else:
            await self._let_in(roles, scope, receive, send)

    async def _let_in(self, roles: settings.Roles, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(base_path())
        claims = read_claims(HTTPConnection(scope).cookies)
        account = find_account(claims, roles) if claims else None
        if scope["type"] == "http" and path in (HEALTH, LOG_OUT):
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and path == LOG_IN:
            await self._leave(scope, receive, send)
        elif scope["type"] == "http" and path == RETURN:
            await self._return(scope, receive, send)
        elif account and scope["type"] == "websocket":
            left = claims["iat"] + settings.LOGIN_HOURS * 3600 - time.time()
            await self.app(_with_account(scope, account), _end_after(receive, left), send)
        elif account:
            await self.app(_with_account(scope, account), receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await (_refuse(claims) if claims else _ask(path, scope["query_string"]))(scope, receive, send)

    async def _leave(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead to the provider, and keep the link in a cookie under the number of this log-in."""
        link = read_link(parse_qs(scope["query_string"].decode("latin-1")).get("link", [""])[0])

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                state = parse_qs(urlsplit(headers.get("location", "")).query).get("state", [""])[0]
                if link and re.fullmatch(r"[\w-]{8,100}", state, re.ASCII):
                    headers.append("set-cookie", _write_cookie(LINK + state, link, LINK_SECONDS))
            await send(message)

        query = urlencode({"provider": encode_provider_token("default")}).encode()
        await self.app({**scope, "query_string": query}, receive, keep)

    async def _return(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead whom the provider sent back to the link that was kept, if the log-in succeeded."""
        state = parse_qs(scope["query_string"].decode("latin-1")).get("state", [""])[0]
        name = LINK + state
        kept = HTTPConnection(scope).cookies.get(name, "") if re.fullmatch(r"[\w-]{8,100}", state, re.ASCII) else ""

        async def lead(message: Message) -> None:
            if message["type"] == "http.response.start" and kept:
                headers = MutableHeaders(raw=message["headers"])
                cookies = [each for each in headers.getlist("set-cookie") if each.startswith(f"{AUTH_COOKIE_NAME}=")]
                if any("max-age=0" not in each.lower() for each in cookies):
                    headers["location"] = read_link(kept) or headers["location"]
                headers.append("set-cookie", _write_cookie(name, "", 0))
            await send(message)

        await self.app(scope, receive, lead)


def read_claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider said of whoever is logged in; empty where nobody is, or the log-in is too long ago."""
    secret = get_cookie_secret()

    def read(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies[name].encode("latin-1")) if name in cookies else None

    signed = get_cookie_with_chunks(read, AUTH_COOKIE_NAME)
    claims = json.loads(signed) if signed else {}
    when = claims.get("iat")
    if claims.get("is_logged_in") is not True or not isinstance(when, int | float):
        return {}
    return claims if -AHEAD <= time.time() - when < settings.LOGIN_HOURS * 3600 else {}


def read_link(link: str) -> str:
    """The link, relative to the dashboard, where it is one of a page of it; "" otherwise.

    What comes back is written anew, so it leads nowhere else. Of a link that is too long for a cookie the page is left.
    """
    name, _, query = link.partition("?")
    name = name.strip("./")
    if name not in {name_in_url(label) for _, label, *_ in (*PAGES, NUMBER)}:
        return ""
    written = urlencode(parse_qsl(query, keep_blank_values=True)) if len(query) <= LONGEST_LINK else ""
    return f"./{name}?{written}" if 0 < len(written) <= LONGEST_LINK else f"./{name}"


def find_here() -> Account | None:
    """The account of whoever sees the page that is being drawn; None where nobody is logged in."""
    return _read_account(st.context.headers.get(ACCOUNT))


def find_asking(scope: Scope) -> Account | None:
    """The account of whoever sent this request; None where nobody is logged in."""
    return _read_account(Headers(scope=scope).get(ACCOUNT))


def _read_account(given: str | None) -> Account | None:
    return Account(**json.loads(given)) if given else None


def _with_account(scope: Scope, account: Account | None) -> Scope:
    if account is None:
        return scope
    said = json.dumps(asdict(account)).encode("ascii")
    return {**scope, "headers": [*scope["headers"], (ACCOUNT.encode(), said)]}


def _find_proxied(scope: Scope) -> Account | None:
    """Who a proxy says that somebody is; None where no header is named, or the request is not of a proxy."""
    header = settings.user_header()
    given = [value for name, value in scope["headers"] if header and name == header.encode()]
    if len(given) != 1 or not _is_of_proxy(scope):
        return None
    name = decode_name(given[0])
    return Account(name, may_correct=True) if name else None


def _is_of_proxy(scope: Scope) -> bool:
    """Whether a request was sent by a proxy that is named, by the address from which it came.

    uvicorn puts the reader's address, with port 0, in place of that of a proxy whose `X-Forwarded-For` it believes: of
    this machine, unless `FORWARDED_ALLOW_IPS` says otherwise.
    """
    address, port = scope.get("client") or ("", 1)
    if port != 0:
        return address in settings.proxies()
    believed = os.environ.get("FORWARDED_ALLOW_IPS", ",".join(settings.LOOPBACK))
    return {each.strip() for each in believed.split(",")} <= settings.proxies()


def _end_after(receive: Receive, seconds: float) -> Receive:
    """What a WebSocket receives until the log-in ends; then, that it was closed."""
    end = time.monotonic() + seconds

    async def receive_until() -> Message:
        try:
            async with asyncio.timeout(end - time.monotonic()):
                return await receive()
        except TimeoutError:
            return {"type": "websocket.disconnect", "code": 1008}

    return receive_until


def _ask(path: str, query: bytes) -> Response:
    """A page with a way to log in, which leads back to this link."""
    link = read_link(f".{path}?{query.decode('latin-1')}")
    said = Markup('<p>You need to log in to see this page.</p><p><a class="dl-button" href="{}">Log in</a></p>')
    return _write_document(said.format(f"{base_path()}{LOG_IN}?{urlencode({'link': link})}"), 401)


def _refuse(claims: Mapping[str, Any]) -> Response:
    """A page that says to somebody who is logged in that no role is for them."""
    said = Markup(
        "<p>You are logged in as {}, who may not open this dashboard. Ask whoever runs it.</p>"
        '<p><a href="{}">Log out</a></p>'
    )
    return _write_document(said.format(name_person(claims), f"{base_path()}{LOG_OUT}"), 403)


def _write_document(content: Markup, status: int) -> Response:
    return HTMLResponse(DOCUMENT.format(Markup(STYLE), content), status, {"Cache-Control": "no-store"})


def _write_cookie(name: str, value: str, seconds: int) -> str:
    """A header that sets a cookie which no script can read."""
    response = PlainTextResponse()
    is_secure = str(get_secrets_auth_section().get("redirect_uri", "")).startswith("https:")
    response.set_cookie(
        name, value, max_age=seconds, path=base_path() or "/", secure=is_secure, httponly=True,
        samesite="lax",
    )  # fmt: skip
    return Headers(raw=response.raw_headers)["set-cookie"]


def base_path() -> str:
    """The path below which the dashboard lives: "/dateline", or ""."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
