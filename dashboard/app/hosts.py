"""Hosts and origins: by which names the server answers, and which pages may open a connection to it.

Any page that a browser shows can send requests to a port of the user's own machine, and a name that its owner points
there (DNS rebinding) makes that machine's answers the page's own. So the name that is asked for must be one of
`server.allowedHosts`, and a WebSocket, over which a page gets everything, is opened only to the dashboard's own pages.
Streamlit by itself checks names for WebSockets alone, and takes every port of this machine for its own.
"""

import logging
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.server_util import is_allowed_origin
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.app.uploads import is_upload

LOG = logging.getLogger(__name__)

# Ports that a browser leaves out of an address.
PORTS = {"http": 80, "https": 443}

# Pages are read; what changes comes over the WebSocket, but for files that the page Add articles sends: `uploads` says
# who may. Streamlit's ways to drive an app stay shut.
METHODS = ("GET", "HEAD")

# Different refusals that are logged: whoever can send requests could fill the log.
LOGGED = 50


class Hosts:
    """Middleware that refuses requests by another name, WebSockets and files of other pages, and all else that is no
    reading."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = _only(headers, "host"), _only(headers, "origin")
        if scope["type"] == "websocket":
            if is_host_allowed(host) and (is_own_page(origin, host) or is_allowed_origin(origin)):
                await self.app(_as_own(scope, origin), receive, send)
            else:
                _log_refused(origin[:100], host[:100])
                await send({"type": "websocket.close", "code": 1008})
        elif not is_host_allowed(host):
            await PlainTextResponse(_explain(host), 421)(scope, receive, send)
        elif scope["method"] not in METHODS and not (is_upload(scope) and is_own_page(origin, host)):
            await PlainTextResponse("The dashboard is only read.\n", 405)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_own_page(origin: str, host: str) -> bool:
    """Whether an `Origin` is that of a page of the dashboard, for which the browser asked by this `Host`.

    The scheme does not count: a proxy may have ended TLS.
    """
    try:
        page, asked = urlsplit(origin), urlsplit(f"//{host}")
        default = PORTS.get(page.scheme)
        return (
            default is not None
            and bool(page.hostname)
            and page.hostname == asked.hostname
            and (page.port or default) == (asked.port or default)
        )
    except ValueError:  # a port that is none, a bracket that is not closed
        return False


def _only(headers: Headers, name: str) -> str:
    """The value of a header that is there once; "" otherwise."""
    values = headers.getlist(name)
    return values[0] if len(values) == 1 else ""


def _as_own(scope: Scope, origin: str) -> Scope:
    """The request as if the browser had asked by the name of its page.

    Where the two differ, by a port that a proxy left out, Streamlit would ask a server on the internet for the address
    of this machine, to compare that as well.
    """
    host = urlsplit(origin).netloc.encode("latin-1")
    return {**scope, "headers": [*(each for each in scope["headers"] if each[0] != b"host"), (b"host", host)]}


def _explain(host: str) -> str:
    """What whoever asked by another name may do."""
    return (
        f"This dashboard does not answer to the name {host[:100]!r}. Whoever runs it can allow that: start it with "
        "--server.allowedHosts NAME for each name by which it is opened, without a port (README, Share it inside).\n"
    )


@lru_cache(LOGGED)
def _log_refused(origin: str, host: str) -> None:
    LOG.warning(
        "Refused a WebSocket of the page %r to %r: it is no page of this dashboard, or the name is not in "
        "server.allowedHosts. A proxy must pass the Host on as it came, with its port.",
        origin, host,
    )  # fmt: skip
