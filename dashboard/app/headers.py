"""Headers that tell the browser what a page may do, so that a fault elsewhere does less harm.

Whatever words of an article, a link or a colleague came into a page as markup: the browser would run no script of them,
load nothing from another server, and send nothing there.
"""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.app import head, scripts

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def write_policy() -> str:
    """The Content-Security-Policy of all that the server sends.

    What Streamlit 1.67 does not let be stricter: it writes styles into elements, with no way to give them a nonce
    ('unsafe-inline' of styles); it loads scripts of components from `blob:` addresses, as maps do with their threads.
    """
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    inline = [head.SCRIPT, *INLINE.findall(index), *(INLINE.findall(each)[0] for each in scripts.ALL)]
    digests = " ".join(f"'sha256-{b64encode(sha256(each.encode()).digest()).decode()}'" for each in inline)
    return "; ".join((
        "default-src 'none'",
        f"script-src 'self' blob: {digests}",
        "worker-src blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


HEADERS = {
    "Content-Security-Policy": write_policy(),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Links to articles lead to other sites, which need not know what an analyst was looking at.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Middleware that adds these headers to all that the server sends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request as the app does, with the headers."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers[name] = value
                if "/media/" in scope["path"]:  # rows of the tables, in a file that was downloaded
                    headers["Cache-Control"] = "no-store"
                del headers["Access-Control-Allow-Origin"]
            await send(message)

        await self.app(scope, receive, add if scope["type"] == "http" else send)
